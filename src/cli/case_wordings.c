/* case_wordings.c - the wordings of a case's mails: what they share, and the slots where they differ. */
#include "base/text.h"
#include "cli/analyse_print.h"
#include "cli/case.h"
#include "consolidate/cases.h"
#include "consolidate/wording.h"
#include "intake/look.h"
#include "worker/document.h"

enum { OF_ONE = 64 << 20, TEXT_SHOWN = 64 << 10 };

struct mails {
	struct str *texts, *names;
	size_t count, without;          /* without: no text, erased, not examined */
};

/* The text of the submission's first mail; its contents are seen, which is written down. */
static int read_text(struct desk *d, const struct case_options *o, const struct case_member *m, struct str *text_r, struct err *e)
{
	struct arena *a = arena_new(OF_ONE, arena_full_exit);
	struct submission_row s;
	enum vault_found found = VAULT_NONE;
	struct str json = STR("");
	json_t *doc = NULL;
	int status = submission_get(d->hub->db, a, m->submission_id, &s, e);

	*text_r = STR("");
	if (status == 0 && s.document_blob.p != NULL)
		status = content_open(d->hub, &d->by, a, m->submission_id, s.document_blob, o->reason, &found, &json, e);
	if (status == 0 && found == VAULT_FOUND)
		status = document_check(json, &doc, e);
	if (status == 0 && doc != NULL)
		*text_r = arena_str(d->arena, utf8_cut(document_text(json_array_get(json_object_get(doc, "messages"), 0), "text"), TEXT_SHOWN));
	json_decref(doc);
	arena_free(a);
	return status;
}

static int read_mails(struct desk *d, const struct case_options *o, struct mails *mails, struct err *e)
{
	struct case_row c;
	struct case_member *list;
	size_t n;

	if (case_get(d->hub->db, d->arena, d->operand[0], &c, e) < 0 || case_members(d->hub->db, d->arena, c.id, &list, &n, e) < 0)
		return -1;
	*mails = (struct mails){ ARENA_ARRAY(d->arena, struct str, n + 1), ARENA_ARRAY(d->arena, struct str, n + 1), 0, 0 };
	for (size_t i = 0; i < n; i++) {
		if (mails->count == WORDING_TEXTS || read_text(d, o, &list[i], &mails->texts[mails->count], e) < 0)
			return mails->count == WORDING_TEXTS ? err_set(e, ERR_LIMIT, "the case has more than %d mails; split it first", WORDING_TEXTS) : -1;
		if (mails->texts[mails->count].n == 0) {
			mails->without++;
			continue;
		}
		mails->names[mails->count++] = arena_printf(d->arena, STR_FMT "/%lld", STR_ARG(list[i].receipt), list[i].number);
	}
	return 0;
}

static void print_slots(struct desk *d, const struct wording *w)
{
	for (size_t i = 0; i < w->slot_count; i++) {
		const struct wording_slot *s = &w->slots[i];

		buf_printf(&d->out, "  {%zu}  ", i + 1);
		buf_printf(&d->out, TR_N("%zu {value|values} in %zu {mail|mails}", (long long)s->distinct, (long long)s->filled), s->distinct, s->filled);
		for (size_t k = 0; k < s->shown_count; k++) {
			buf_z(&d->out, k == 0 ? ": " : ", ");
			terminal_safe(&d->out, s->shown[k]);
			buf_printf(&d->out, " (%zu)", s->counts[k]);
		}
		buf_z(&d->out, s->distinct > s->shown_count ? ", ...\n" : "\n");
	}
}

static int print_wording(struct desk *d, const struct wording *w, size_t number, const struct mails *mails, struct err *e)
{
	if (!d->json) {
		struct str rest = w->text, line;

		buf_printf(&d->out, TR_N("%s%zu. a wording of %zu {mail|mails}\n\n", (long long)w->mail_count), number > 1 ? "\n" : "", number, w->mail_count);
		while (str_split(&rest, '\n', &line)) {
			buf_z(&d->out, "  | ");
			terminal_safe(&d->out, line);
			buf_char(&d->out, '\n');
		}
		buf_char(&d->out, '\n');
		print_slots(d, w);
		return desk_flush(d, e);
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/wording/1");
	jw_kstr(&d->w, "case", d->operand[0]);
	jw_kstr(&d->w, "text", w->text);
	jw_karray(&d->w, "slots");
	for (size_t i = 0; i < w->slot_count; i++) {
		const struct wording_slot *s = &w->slots[i];

		jw_object(&d->w);
		jw_kint(&d->w, "slot", (long long)i + 1);
		jw_kint(&d->w, "filled", (long long)s->filled);
		jw_kint(&d->w, "distinct", (long long)s->distinct);
		jw_karray(&d->w, "values");
		for (size_t k = 0; k < s->shown_count; k++) {
			jw_object(&d->w);
			jw_kstr(&d->w, "value", s->shown[k]);
			jw_kint(&d->w, "mails", (long long)s->counts[k]);
			jw_end_object(&d->w);
		}
		jw_end_array(&d->w);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
	jw_karray(&d->w, "submissions");
	for (size_t i = 0; i < w->mail_count; i++)
		jw_str(&d->w, mails->names[w->mails[i]]);
	jw_end_array(&d->w);
	return desk_json_end(d, e);
}

int case_verb_wordings(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	struct wording *list;
	struct mails mails;
	size_t n, alone;

	if (o->reason.n == 0)
		return err_set(e, ERR_USAGE, "wordings reads what members handed in: say why with --reason TEXT; it is written down");
	if (read_mails(d, o, &mails, e) < 0)
		return -1;
	n = wordings_of(d->arena, mails.texts, mails.count, &list);
	alone = mails.count;
	for (size_t i = 0; i < n; i++) {
		alone -= list[i].mail_count;
		if (print_wording(d, &list[i], i + 1, &mails, e) < 0)
			return -1;
	}
	if (d->json)
		return 0;
	buf_printf(&d->out, TR_N("%s%zu {mail shares its|mails share their} wording with no other; %zu {has|have} no text\n", (long long)alone, (long long)mails.without), n > 0 ? "\n" : "", alone, mails.without);
	return desk_flush(d, e);
}

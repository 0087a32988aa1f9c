/* share_show.c - noroshi share list, show, preview: for the hub's people, and for who received it. */
#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "cli/share_cli.h"
#include "feedback/delivery.h"
#include "registry/lookup.h"

int share_cli_staff(struct share_run *r, bool *staff_r, struct err *e)
{
	if (r->o->as.p == NULL)
		return err_set(e, ERR_USAGE, "who does it? name the person with --as PERSON");
	return person_has_role(r->opened->db, r->arena, r->o->as, "analyst lead auditor", r->by.now_ms, staff_r, e);
}

static const char *day_of(struct share_run *r, long long ms)
{
	char *text = arena_alloc(r->arena, TIME_TEXT);

	return ms == TIME_NONE ? "-" : time_slashed(text, ms, (int)r->opened->conf.zone_minutes).p;
}

/* ---- leaks ---- */

int share_cli_leaks(struct share_run *r, const struct leak_hits *hits, struct err *e)
{
	if (hits->count == 0)
		buf_z(&r->out, tr("leak check: no hit\n"));
	for (size_t i = 0; i < hits->count; i++) {
		const struct leak_hit *h = &hits->list[i];

		buf_printf(&r->out, tr("leak check: %s, byte %zu: %s “%s”%s%s\n"), arena_cstr(r->arena, h->place), h->offset,
		    arena_cstr(r->arena, h->kind), arena_cstr(r->arena, str_at(h->found, 0, 80)), h->how[0] != '\0' ? ", " : "", h->how);
	}
	if (hits->count > 0)
		buf_z(&r->out, tr("nobody can be asked and nothing can be released before that is gone (noroshi share edit)\n"));
	return out_flush(&r->out, e) < 0 ? -1 : hits->count > 0 ? 1 : 0;
}

/* ---- list ---- */

static void row_json(struct jw *w, const struct share_row *s)
{
	jw_kstr(w, "share", s->number);
	jw_kstr(w, "state", s->state);
	jw_kint(w, "rev", s->rev);
	jw_kint(w, "released_rev", s->released_rev);
	jw_ktime(w, "published", s->published_ms);
	jw_kstr(w, "change", s->change);
	jw_kstr(w, "class", s->class);
	jw_kstr(w, "tlp", s->tlp);
	jw_kstr(w, "lane", s->lane);
	jw_kstr(w, "origin", s->origin);
	jw_kstr(w, "parent", s->parent.n > 0 ? s->parent : STR_NONE);
	jw_kstr(w, "case", s->case_number.n > 0 ? s->case_number : STR_NONE);
	jw_kstr(w, "digest", s->digest);
	jw_kint(w, "leaks", s->leak_hits);
	jw_kint(w, "sources", s->sources);
	jw_kint(w, "approved", s->approved);
	jw_kint(w, "standing", s->standing);
	jw_kint(w, "refused", s->refused);
	jw_kint(w, "open_requests", s->open_requests);
	jw_ktime(w, "due", s->due_ms);
	jw_kint(w, "recalled", s->recalled);
	jw_kint(w, "withdrawn", s->withdrawn);
	jw_kint(w, "deliveries", s->deliveries);
	jw_ktime(w, "expires", s->expires_ms);
}

static const char *state_word(struct share_run *r, struct str state)
{
	const char *found = text_find(tr_lang(), arena_printf(r->arena, "share.state." STR_FMT, STR_ARG(state)).p);

	return found != NULL ? found : arena_cstr(r->arena, state);
}

static int list_staff(struct share_run *r, struct err *e)
{
	struct share_row *list;
	struct jw w;
	size_t n;

	if (share_list(r->opened->db, r->arena, r->o->number, r->o->state, r->by.now_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct share_row *s = &list[i];

		if (r->o->json) {
			jw_init(&w, &r->out);
			jw_object(&w);
			jw_kz(&w, "schema", "noroshi/share-status/1");
			row_json(&w, s);
			jw_end_object(&w);
			buf_char(&r->out, '\n');
			continue;
		}
		buf_printf(&r->out, "%-11s TLP:%-12s %-9s %-9s %s  %lld/%lld  %s\n", s->number.p, s->tlp.p, s->class.p, s->lane.p,
		    day_of(r, s->published_ms), s->approved, s->sources, state_word(r, s->state));
	}
	return out_flush(&r->out, e);
}

/* What an organisation was given, as noroshi inbox knows it. */
static int list_received(struct share_run *r, struct err *e)
{
	struct reader reader;
	struct delivery *list;
	struct jw w;
	size_t n;

	if (reader_get(r->opened->db, r->arena, r->o->as, r->by.now_ms, &reader, e) < 0 ||
	    delivery_list(r->opened->db, r->arena, reader.org_id, r->by.now_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct projection *p = &list[i].shown;
		char day[TIME_TEXT];

		if (!r->o->json) {
			buf_printf(&r->out, "%-11s TLP:%-12s %-9s %s  %s\n", list[i].number.p, p->tlp.p, p->class.p, day_of(r, list[i].queued_ms),
			    p->change.p);
			continue;
		}
		jw_init(&w, &r->out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/share-received/1");
		jw_kstr(&w, "share", list[i].number);
		jw_kstr(&w, "document", list[i].document_id);
		jw_kstr(&w, "class", p->class);
		jw_kstr(&w, "tlp", p->tlp);
		jw_kstr(&w, "change", p->change);
		jw_kstr(&w, "published", time_date(day, list[i].queued_ms, (int)r->opened->conf.zone_minutes));
		jw_end_object(&w);
		buf_char(&r->out, '\n');
	}
	return out_flush(&r->out, e);
}

int share_cli_list(struct share_run *r, struct err *e)
{
	bool staff;

	if (share_cli_staff(r, &staff, e) < 0)
		return -1;
	return staff ? list_staff(r, e) : list_received(r, e);
}

/* ---- show ---- */

static int show_json(struct share_run *r, const struct share_row *s, const struct share_target_row *to, size_t n,
    const struct share_line *lines, size_t line_count, struct err *e)
{
	struct jw w;

	jw_init(&w, &r->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/share-status/1");
	row_json(&w, s);
	jw_karray(&w, "audience");
	for (size_t i = 0; i < n; i++)
		jw_str(&w, to[i].target.n > 0 ? arena_printf(r->arena, "%s:%s", to[i].kind.p, to[i].target.p) : to[i].kind);
	jw_end_array(&w);
	jw_karray(&w, "indicators");
	for (size_t i = 0; i < line_count; i++) {
		jw_object(&w);
		jw_kstr(&w, "type", lines[i].type);
		jw_kstr(&w, "value", lines[i].value);
		jw_kstr(&w, "treatment", lines[i].treatment);
		jw_kstr(&w, "shown", lines[i].shown);
		jw_kstr(&w, "why", lines[i].why);
		jw_kbool(&w, "revoked", lines[i].revoked);
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_end_object(&w);
	return out_line(&r->out, e);
}

static void show_head(struct share_run *r, const struct share_row *s)
{
	buf_printf(&r->out, tr("share %s, revision %lld\n"), s->number.p, s->rev);
	buf_printf(&r->out, "%s  TLP:%s  %s  %s  %s\n", state_word(r, s->state), s->tlp.p, s->class.p, s->lane.p, s->origin.p);
	buf_printf(&r->out, tr("digest %s\n"), s->digest.p);
	if (s->parent.n > 0)
		buf_printf(&r->out, tr("supplements %s\n"), s->parent.p);
	if (s->case_number.n > 0)
		buf_printf(&r->out, tr("case %s\n"), s->case_number.p);
	buf_printf(&r->out, TR_N("leak check: %lld {hit|hits}\n", s->leak_hits), s->leak_hits);
	buf_printf(&r->out, tr("sources: %lld; approved by %lld, by standing consent %lld, refused by %lld, asked and open %lld\n"), s->sources,
	    s->approved, s->standing, s->refused, s->open_requests);
	if (s->due_ms != TIME_NONE)
		buf_printf(&r->out, tr("answers until %s; silence is no yes\n"), day_of(r, s->due_ms));
	if (s->released_rev > 0)
		buf_printf(&r->out, TR_N("released: revision %lld on %s, to %lld {organisation|organisations}\n", s->deliveries), s->released_rev, day_of(r, s->published_ms),
		    s->deliveries);
	if (s->recalled > 0)
		buf_printf(&r->out, TR_N("%lld {approval was|approvals were} taken back after the release: retract it, or take that material out\n", s->recalled), s->recalled);
	if (s->withdrawn > 0)
		buf_printf(&r->out, TR_N("%lld of the submissions behind it {was|were} withdrawn: take that material out (noroshi share withdraw), or retract it\n", s->withdrawn),
		    s->withdrawn);
	if (s->expires_ms != TIME_NONE)
		buf_printf(&r->out, tr("good until %s\n"), day_of(r, s->expires_ms));
}

static int show_staff(struct share_run *r, struct err *e)
{
	struct share_row s;
	struct share_target_row *to;
	struct share_line *lines;
	size_t n, line_count;

	if (share_get(r->opened->db, r->arena, r->o->number, r->by.now_ms, &s, e) < 0 ||
	    share_audience(r->opened->db, r->arena, &s, &to, &n, e) < 0 ||
	    share_indicators(r->opened->db, r->arena, &s, &lines, &line_count, e) < 0)
		return -1;
	if (r->o->json)
		return show_json(r, &s, to, n, lines, line_count, e);
	show_head(r, &s);
	for (size_t i = 0; i < n; i++)
		buf_printf(&r->out, tr("for %s%s%s\n"), to[i].kind.p, to[i].target.n > 0 ? ":" : "", to[i].target.p);
	for (size_t i = 0; i < line_count; i++)
		buf_printf(&r->out, "  %-8s %-11s %s%s%s (%s)%s\n", lines[i].type.p, lines[i].treatment.p, lines[i].value.p,
		    str_eq(lines[i].treatment, STR("generalised")) ? " -> " : "",
		    str_eq(lines[i].treatment, STR("generalised")) ? lines[i].shown.p : "", lines[i].why.p, lines[i].revoked ? " revoked" : "");
	return out_flush(&r->out, e) < 0 ? -1 : s.recalled + s.withdrawn > 0 ? 1 : 0;
}

/* ---- papers ---- */

static int write_file(struct share_run *r, const struct share_paper *p, struct err *e)
{
	const char *ending = str_eq(p->format, STR("text")) ? "txt" : p->format.p;
	struct str path = p->lang.n > 0 ? arena_printf(r->arena, "%s/%s.%s.%s", arena_cstr(r->arena, r->o->output), r->o->number.p, p->lang.p, ending) :
	    arena_printf(r->arena, "%s/%s.%s", arena_cstr(r->arena, r->o->output), r->o->number.p, ending);

	if (mkdir(arena_cstr(r->arena, r->o->output), 0700) < 0 && errno != EEXIST)
		return err_errno(e, "%s cannot be made", arena_cstr(r->arena, r->o->output));
	return file_replace(path.p, p->bytes, 0600, e);
}

static void paper_line(struct share_run *r, const struct share_paper *p)
{
	struct jw w;

	if (!r->o->json) {
		buf_printf(&r->out, "%s  %-5s %-3s %zu\n", p->sha256.p, p->format.p, p->lang.n > 0 ? p->lang.p : "-", p->bytes.n);
		return;
	}
	jw_init(&w, &r->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/share-artefact/1");
	jw_kstr(&w, "share", r->o->number);
	jw_kstr(&w, "format", p->format);
	jw_kstr(&w, "lang", p->lang);
	jw_kint(&w, "bytes", (long long)p->bytes.n);
	jw_kstr(&w, "sha256", p->sha256);
	jw_end_object(&w);
	buf_char(&r->out, '\n');
}

static bool is_asked_for(const struct share_options *o, const struct share_paper *p)
{
	struct str lang = str_of(tr_lang() == LANG_JA ? "ja" : "en");

	return str_eq(p->format, o->format) && (p->lang.n == 0 || str_eq(p->lang, lang));
}

static int check_format(struct str format, struct err *e)
{
	static const char *const formats[] = { "text", "html", "csv", "json" };

	for (size_t i = 0; i < 4; i++)
		if (format.p == NULL || str_eq(format, str_of(formats[i])))
			return 0;
	return err_set(e, ERR_USAGE, "--format is text, html, csv or json, not “" STR_FMT "”", STR_ARG(format));
}

int share_cli_papers(struct share_run *r, const struct share_row *s, long long rev, struct err *e)
{
	struct share_paper *list;
	size_t n;

	if (check_format(r->o->format, e) < 0 || share_papers(r->opened->db, r->arena, s->id, rev, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (r->o->format.p != NULL && is_asked_for(r->o, &list[i]))
			buf_add(&r->out, list[i].bytes);
		if (r->o->output.p != NULL && write_file(r, &list[i], e) < 0)
			return -1;
		if (r->o->format.p == NULL)
			paper_line(r, &list[i]);
	}
	return out_flush(&r->out, e);
}

/* A member's look is an opening like that of noroshi inbox.  Not yet, not yours and not at all are the same answer. */
static int received(struct share_run *r, struct err *e)
{
	struct share_row s = { 0 };
	struct reader reader;
	struct delivery d;
	struct str seen;

	if (r->o->number.n == 0)
		return err_set(e, ERR_USAGE, "which share? name its number");
	if (reader_get(r->opened->db, r->arena, r->o->as, r->by.now_ms, &reader, e) < 0 ||
	    delivery_get(r->opened->db, r->arena, &reader, r->o->number, r->by.now_ms, &d, e) < 0 ||
	    delivery_open(r->opened->db, &r->by, r->arena, &d, STR("json"), STR(""), &seen, e) < 0)
		return -1;
	s.id = d.share_id;
	return share_cli_papers(r, &s, d.rev, e);
}

int share_cli_show(struct share_run *r, struct err *e)
{
	struct share_options as_text = *r->o;
	bool staff;

	if (share_cli_staff(r, &staff, e) < 0)
		return -1;
	if (staff)
		return show_staff(r, e);
	if (as_text.format.p == NULL)
		as_text.format = as_text.json ? STR("json") : STR("text");
	r->o = &as_text;
	return received(r, e);
}

int share_cli_preview(struct share_run *r, struct err *e)
{
	struct share_row s;
	bool staff;

	if (share_cli_staff(r, &staff, e) < 0)
		return -1;
	if (!staff)
		return received(r, e);
	return share_get(r->opened->db, r->arena, r->o->number, r->by.now_ms, &s, e) < 0 ? -1 : share_cli_papers(r, &s, s.rev, e);
}

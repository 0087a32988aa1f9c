/* share_redact.c - noroshi share redact: words of a share's texts, as they are found, and as they go. */
#include "base/json.h"
#include "cli/share_cli.h"

/* "summary 0 ja" */
static struct str place_name(struct share_run *r, struct str part, long long n, struct str lang)
{
	return arena_printf(r->arena, STR_FMT " %lld " STR_FMT, STR_ARG(part), n, STR_ARG(lang));
}

static bool read_place(struct str s, struct redaction *what)
{
	struct str word;

	return str_split(&s, ' ', &what->part) && str_split(&s, ' ', &word) && str_to_int(word, &what->n) && str_split(&s, ' ', &what->lang) && s.p == NULL;
}

/* ---- looking ---- */

static void show_json(struct share_run *r, const struct redact_view *v, const struct share_row *s)
{
	struct jw w;

	jw_init(&w, &r->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/share-texts/1");
	jw_kstr(&w, "share", s->number);
	jw_kint(&w, "rev", s->rev);
	jw_karray(&w, "places");
	for (size_t i = 0; i < v->place_count; i++) {
		jw_object(&w);
		jw_kstr(&w, "place", place_name(r, v->places[i].part, v->places[i].n, v->places[i].lang));
		jw_kstr(&w, "text", v->places[i].text);
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_karray(&w, "finds");
	for (size_t i = 0; i < v->find_count; i++) {
		const struct redact_find *f = &v->finds[i];
		const struct redact_place *p = &v->places[f->place];

		jw_object(&w);
		jw_kstr(&w, "place", place_name(r, p->part, p->n, p->lang));
		jw_kstr(&w, "words", str_at(p->text, f->from, f->length));
		jw_kstr(&w, "kind", f->kind);
		jw_kstr(&w, "word", f->word);
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_end_object(&w);
	buf_char(&r->out, '\n');
}

static void show_text(struct share_run *r, const struct redact_view *v)
{
	for (size_t i = 0; i < v->place_count; i++) {
		const struct redact_place *p = &v->places[i];

		buf_printf(&r->out, "%s\n  ", place_name(r, p->part, p->n, p->lang).p);
		buf_add(&r->out, p->text);
		buf_char(&r->out, '\n');
		for (size_t k = 0; k < v->find_count; k++)
			if (v->finds[k].place == i)
				buf_printf(&r->out, tr("  ! %s “%s”: proposed “%s”\n"), arena_cstr(r->arena, v->finds[k].kind),
				    arena_cstr(r->arena, str_at(p->text, v->finds[k].from, v->finds[k].length)), arena_cstr(r->arena, v->finds[k].word));
	}
}

static int show_done(struct share_run *r, const struct share_row *s, struct err *e)
{
	struct redact_step *list;
	size_t n;

	if (share_redact_steps(r->opened->db, r->arena, s->id, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		buf_printf(&r->out, tr("revision %lld, %s: “%s” (%s), by %s\n"), list[i].rev, place_name(r, list[i].part, list[i].n, list[i].lang).p,
		    arena_cstr(r->arena, list[i].word), arena_cstr(r->arena, list[i].reason), arena_cstr(r->arena, list[i].by));
	return 0;
}

static int show(struct share_run *r, const struct redact_view *v, const struct share_row *s, struct err *e)
{
	if (r->o->json) {
		show_json(r, v, s);
	} else {
		show_text(r, v);
		if (show_done(r, s, e) < 0)
			return -1;
	}
	return out_flush(&r->out, e) < 0 ? -1 : v->find_count > 0;
}

/* ---- the deed ---- */

/* All that the dictionaries find, as they propose it. */
static struct redact_asked *found(struct share_run *r, const struct redact_view *v)
{
	struct redact_asked *list = ARENA_ARRAY(r->arena, struct redact_asked, v->find_count + 1);

	for (size_t i = 0; i < v->find_count; i++) {
		const struct redact_find *f = &v->finds[i];
		const struct redact_place *p = &v->places[f->place];

		list[i].what = (struct redaction){ .part = p->part, .lang = p->lang, .n = p->n, .from = f->from, .length = f->length, .word = f->word, .reason = r->o->why };
	}
	return list;
}

static int asked(struct share_run *r, const struct redact_view *v, struct redact_asked **list, size_t *n, struct err *e)
{
	const struct share_options *o = r->o;

	if (o->why.n == 0)
		return err_set(e, ERR_USAGE, "why? --why WORDS; the second analyst reads it");
	if (o->found) {
		*list = found(r, v);
		*n = v->find_count;
		return o->words.n == 0 && o->with.p == NULL && !o->withhold ? 0 :
		    err_set(e, ERR_USAGE, "--found takes what is proposed; your own words go by --words, in a run of their own");
	}
	if ((o->with.n > 0) == o->withhold)
		return err_set(e, ERR_USAGE, "replaced or withheld? --with WORDS, or --withhold: one of them");
	*list = ARENA_ARRAY(r->arena, struct redact_asked, 1);
	*n = 1;
	(*list)->words = o->words;
	(*list)->what = (struct redaction){ .withheld = o->withhold, .word = o->with, .reason = o->why };
	return o->place.p == NULL || read_place(o->place, &(*list)->what) ? 0 :
	    err_set(e, ERR_USAGE, "--place is a paragraph as noroshi share redact shows it, like “summary 0 ja”");
}

int share_cli_redact(struct share_run *r, struct err *e)
{
	const struct share_options *o = r->o;
	struct redact_asked *list = NULL;
	struct redact_view v;
	struct share_made m;
	struct share_row s;
	long long rev;
	bool staff;
	size_t n = 0;

	if (share_cli_staff(r, &staff, e) < 0)
		return -1;
	if (!staff)
		return err_set(e, ERR_DENIED, "a share's texts before it is out are for the hub's people");
	if (share_get(r->opened->db, r->arena, o->number, r->by.now_ms, &s, e) < 0 || share_redact_view(r->opened, r->arena, &s, &v, e) < 0)
		return -1;
	if (o->words.n == 0 && !o->found)
		return show(r, &v, &s, e);
	rev = s.rev;
	if (o->seen.p != NULL && (!str_to_int(o->seen, &rev) || rev < 1))
		return err_set(e, ERR_USAGE, "--seen is the number of a revision, like 2");
	return asked(r, &v, &list, &n, e) < 0 || share_redact(r->opened, &r->by, r->arena, s.number, rev, list, n, &m, e) < 0 ? -1 : share_cli_made(r, &m, e);
}

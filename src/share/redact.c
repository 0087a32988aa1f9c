/* redact.c - what the dictionaries find in the texts of a share, and spans put in its place. */
#include "share/redact.h"

#include <stdlib.h>

#include "base/time.h"
#include "base/tr.h"
#include "share/change.h"
#include "share/draft.h"
#include "store/db.h"

static const char *const parts[] = { "title", "summary", "actions", "reason" };
enum { PARTS = sizeof parts / sizeof parts[0], REDACTIONS_MOST = 500 };

/* Where a paragraph lies, or NULL where the share has no such one. */
static struct str *place_of(struct projection *p, struct str part, long long n, struct str lang)
{
	struct texts *const texts[PARTS] = { &p->title, &p->summary, &p->actions, &p->reason };
	bool ja = str_eq(lang, STR("ja"));

	if (n < 0 || (!ja && !str_eq(lang, STR("en"))))
		return NULL;
	for (size_t i = 0; i < PARTS; i++)
		if (str_eq(part, str_of(parts[i])))
			return (size_t)n < texts[i]->count ? (ja ? &texts[i]->ja[n] : &texts[i]->en[n]) : NULL;
	if (!str_eq(part, STR("steps")) || (size_t)n >= p->steps.count)
		return NULL;
	return ja ? &p->steps.list[n].ja : &p->steps.list[n].en;
}

/* ---- finding ---- */

static int by_place(const void *x, const void *y)
{
	const struct leak_hit *a = x, *b = y;

	return a->offset != b->offset ? (a->offset > b->offset) - (a->offset < b->offset) : (b->length > a->length) - (b->length < a->length);
}

static struct str proposed(struct arena *a, struct str kind, struct str lang)
{
	const char *id = arena_printf(a, "share.redact.word." STR_FMT, STR_ARG(kind)).p;
	enum lang l = str_eq(lang, STR("ja")) ? LANG_JA : LANG_EN;

	return str_of(text(l, text_find(l, id) != NULL ? id : "share.redact.word.unreleased"));
}

/* The full stop behind an address is none of it. */
static size_t trimmed(struct str text, const struct leak_hit *h)
{
	size_t end = h->offset + h->length < text.n ? h->offset + h->length : text.n;

	while (end > h->offset && strchr(".,:;)]}?!", text.p[end - 1]) != NULL)
		end--;
	return end;
}

/* A dictionary's word says more than that nobody released it. */
static size_t weight(const struct leak_hit *h)
{
	return h->length + (str_eq(h->kind, STR("unreleased")) ? 0 : 1 << 16);
}

/* Hits that overlap are one span, of the kind that says most. */
static void find_in(struct arena *a, const struct terms *terms, const struct projection *p, const struct conf *conf, struct redact_view *v, size_t place)
{
	struct str *released = ARENA_ARRAY(a, struct str, p->indicators.count + 3), text = v->places[place].text;
	struct leak_hits hits = { 0 };
	size_t n = 0, until = 0, most = 0;

	for (size_t i = 0; i < p->indicators.count; i++)
		released[n++] = p->indicators.list[i].shown;
	released[n++] = conf->contact;
	released[n++] = conf->link;
	leak_check(terms, a, v->places[place].part, text, released, n, &hits);
	if (hits.count > 1)
		qsort(hits.list, hits.count, sizeof hits.list[0], by_place);
	for (size_t i = 0; i < hits.count; i++) {
		const struct leak_hit *h = &hits.list[i];
		size_t end = trimmed(text, h);
		struct redact_find *f = until > h->offset && v->find_count > 0 ? &v->finds[v->find_count - 1] : NULL;

		if (h->offset >= end)
			continue;
		if (f == NULL) {
			f = ARENA_PUSH(a, v->finds, v->find_count, v->find_room);
			*f = (struct redact_find){ .place = place, .from = h->offset };
			most = 0;
		}
		if (weight(h) > most) {
			most = weight(h);
			f->kind = h->kind;
			f->word = proposed(a, h->kind, v->places[place].lang);
		}
		until = end > until ? end : until;
		f->length = until - f->from;
	}
}

static void add_place(struct arena *a, struct redact_view *v, struct projection *p, const char *part, size_t n)
{
	static const char *const langs[] = { "ja", "en" };

	for (size_t l = 0; l < 2; l++)
		*ARENA_PUSH(a, v->places, v->place_count, v->place_room) = (struct redact_place){ str_of(part), str_of(langs[l]),
			*place_of(p, str_of(part), (long long)n, str_of(langs[l])), (long long)n };
}

int share_redact_view(struct hub *hub, struct arena *a, const struct share_row *s, struct redact_view *v, struct err *e)
{
	struct draft d = { .arena = a, .hub = hub, .db = hub->db };
	struct projection p;
	struct texts *const texts[PARTS] = { &p.title, &p.summary, &p.actions, &p.reason };
	struct db_rows r;

	*v = (struct redact_view){ 0 };
	if (share_projection(hub->db, a, s, &p, e) < 0 || DB_QUERY(hub->db, a, &r, e, "SELECT case_id FROM share WHERE id = $1", DB_TEXT(s->id)) < 0)
		return -1;
	d.case_id = r.count > 0 && !db_is_null(&r, 0, 0) ? db_text(&r, 0, 0) : STR("");
	if (dictionary_load(&d, e) < 0)
		return -1;
	for (size_t i = 0; i < PARTS; i++)
		for (size_t n = 0; n < texts[i]->count; n++)
			add_place(a, v, &p, parts[i], n);
	for (size_t n = 0; n < p.steps.count; n++)
		add_place(a, v, &p, "steps", n);
	for (size_t i = 0; i < v->place_count; i++)
		find_in(a, d.terms, &p, &hub->conf, v, i);
	return 0;
}

/* ---- changing ---- */

struct str redact_mark(struct str lang)
{
	return str_eq(lang, STR("ja")) ? STR("［…］") : STR("[…]");
}

static int from_behind(const void *x, const void *y)
{
	const struct redaction *a = x, *b = y;
	int order = str_cmp(a->part, b->part);

	if (order == 0)
		order = (a->n > b->n) - (a->n < b->n);
	if (order == 0)
		order = str_cmp(a->lang, b->lang);
	return order != 0 ? order : (b->from > a->from) - (b->from < a->from);
}

static bool inside_letter(struct str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

static int put(struct draft *d, const struct redaction *r, size_t limit, struct err *e)
{
	struct str *at = place_of(&d->p, r->part, r->n, r->lang);
	struct str word = r->withheld ? redact_mark(r->lang) : r->word;
	struct buf out;

	if (at == NULL || r->length == 0 || r->from > at->n || r->length > at->n - r->from || r->from + r->length > limit || inside_letter(*at, r->from) ||
	    inside_letter(*at, r->from + r->length))
		return err_set(e, ERR_INPUT, "share " STR_FMT ": what was to be replaced does not stand there, or two spans overlap; open the page again",
		    STR_ARG(d->number));
	if (!r->withheld && r->word.n == 0)
		return err_set(e, ERR_INPUT, "replaced by what? write the words, or withhold it");
	if (r->reason.n == 0)
		return err_set(e, ERR_INPUT, "say why “" STR_FMT "” is to go; the second analyst will ask", STR_ARG(str_at(*at, r->from, r->length)));
	buf_init_arena(&out, d->arena, at->n + word.n);
	buf_add(&out, str_at(*at, 0, r->from));
	buf_add(&out, word);
	buf_add(&out, str_from(*at, r->from + r->length));
	*at = buf_str(&out);
	return 0;
}

int draft_redact(struct draft *d, const struct redaction *list, size_t n, struct err *e)
{
	struct redaction *sorted = ARENA_ARRAY(d->arena, struct redaction, n + 1);

	if (n == 0)
		return 0;
	if (n > REDACTIONS_MOST)
		return err_set(e, ERR_LIMIT, "at most %d spans at once", REDACTIONS_MOST);
	memcpy(sorted, list, n * sizeof *list);
	qsort(sorted, n, sizeof *sorted, from_behind);
	for (size_t i = 0; i < n; i++) {
		bool same = i > 0 && str_eq(sorted[i].part, sorted[i - 1].part) && sorted[i].n == sorted[i - 1].n && str_eq(sorted[i].lang, sorted[i - 1].lang);

		if (put(d, &sorted[i], same ? sorted[i - 1].from : SIZE_MAX, e) < 0)
			return -1;
	}
	d->own_words = true;
	return 0;
}

/* Which words went is in the revision before; here stands who decided it, and why. */
int draft_redact_save(struct draft *d, const struct redaction *list, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (DB_EXEC(d->db, e, "INSERT INTO share_redaction (id, share_id, rev, part, n, lang, withheld, word, reason, at_ms, by_person) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", DB_TEXT(rng_uuid(d->by->rng, d->arena)), DB_TEXT(d->id), DB_INT(d->rev),
		    DB_TEXT(list[i].part), DB_INT(list[i].n), DB_TEXT(list[i].lang), DB_BOOL(list[i].withheld),
		    DB_TEXT(list[i].withheld ? redact_mark(list[i].lang) : list[i].word), DB_TEXT(list[i].reason), DB_INT(d->by->now_ms),
		    DB_TEXT(d->by->actor)) < 0)
			return -1;
	return 0;
}

struct spans { struct redaction *list; size_t n, room; };

static int words_everywhere(struct arena *a, const struct redact_view *v, const struct redact_asked *x, struct spans *spans, struct err *e)
{
	size_t before = spans->n;

	for (size_t k = 0; k < v->place_count; k++) {
		const struct redact_place *p = &v->places[k];
		long long at;

		if ((x->what.part.n > 0 && (!str_eq(p->part, x->what.part) || p->n != x->what.n)) || (x->what.lang.n > 0 && !str_eq(p->lang, x->what.lang)))
			continue;
		for (size_t from = 0; (at = str_find(str_from(p->text, from), x->words)) >= 0; from += (size_t)at + x->words.n) {
			struct redaction *r = ARENA_PUSH(a, spans->list, spans->n, spans->room);

			*r = x->what;
			r->part = p->part;
			r->lang = p->lang;
			r->n = p->n;
			r->from = from + (size_t)at;
			r->length = x->words.n;
		}
	}
	return spans->n > before ? 0 : err_set(e, ERR_INPUT, "“" STR_FMT "” does not stand in that paragraph", STR_ARG(x->words));
}

int share_redact(struct hub *hub, const struct act *by, struct arena *a, struct str number, long long seen_rev, const struct redact_asked *list, size_t n,
    struct share_made *made, struct err *e)
{
	struct share_change k = { .kind = SHARE_EDIT, .number = number, .seen_rev = seen_rev, .expires_ms = TIME_NONE };
	struct spans spans = { 0 };
	struct redact_view v;
	struct share_row s;

	if (seen_rev < 1)
		return err_set(e, ERR_INPUT, "which revision was looked at? name its number");
	if (share_get(hub->db, a, number, by->now_ms, &s, e) < 0 || share_redact_view(hub, a, &s, &v, e) < 0)
		return -1;
	if (s.released_rev > 0)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT " is out; what is wrong in it is corrected on its page", STR_ARG(s.number));
	for (size_t i = 0; i < n; i++) {
		if (list[i].words.n == 0)
			*ARENA_PUSH(a, spans.list, spans.n, spans.room) = list[i].what;
		/* the words of another revision may stand elsewhere by now: whoever looked at that one is told by share_change */
		else if (seen_rev == s.rev && words_everywhere(a, &v, &list[i], &spans, e) < 0)
			return -1;
	}
	if (spans.n == 0 && seen_rev == s.rev)
		return err_set(e, ERR_INPUT, "nothing is to go; choose what is replaced or withheld, or go back to the share");
	k.redactions = spans.list;
	k.redaction_count = spans.n;
	return share_change(hub, by, a, &k, made, e);
}

int share_redact_steps(struct db *db, struct arena *a, struct str share_id, struct redact_step **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT rev, n, at_ms, part, lang, word, reason, by_person, withheld FROM share_redaction WHERE share_id = $1 "
	    "ORDER BY rev DESC, part COLLATE \"C\", n, lang COLLATE \"C\", id COLLATE \"C\" LIMIT 200", DB_TEXT(share_id)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct redact_step, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct redact_step){ db_int(&r, i, 0), db_int(&r, i, 1), db_int(&r, i, 2), db_text(&r, i, 3), db_text(&r, i, 4),
			db_text(&r, i, 5), db_text(&r, i, 6), db_text(&r, i, 7), db_int(&r, i, 8) == 1 };
	return 0;
}

/* redact.c - words of a share's texts replaced or withheld: proposed by the dictionaries, decided here, side by side. */
#include "base/time.h"
#include "share/change.h"
#include "share/redact.h"
#include "web/look.h"
#include "web/marks.h"
#include "web/page_redact.h"

enum { OWN_ROWS = 3, FINDS_MOST = 80 };

struct sight {
	struct web_call *c;
	struct share_row s;
	struct redact_view v;
};

static struct str field(struct web_call *c, const char *name, long long i)
{
	struct str s = web_field(c, arena_printf(c->a, "%s-%lld", name, i).p);

	return s.p != NULL ? s : STR("");
}

/* summary 0 ja */
static struct str place_name(struct web_call *c, const struct redact_place *p)
{
	return arena_printf(c->a, STR_FMT " %lld " STR_FMT, STR_ARG(p->part), p->n, STR_ARG(p->lang));
}

static struct str find_name(struct web_call *c, const struct sight *s, const struct redact_find *f)
{
	return arena_printf(c->a, STR_FMT " %zu %zu", STR_ARG(place_name(c, &s->v.places[f->place])), f->from, f->length);
}

static struct str part_word(struct web_call *c, struct str part, long long n, struct str lang)
{
	return arena_printf(c->a, STR_FMT " %lld (" STR_FMT ")", STR_ARG(web_word(c, "share.part", part)), n + 1, STR_ARG(lang));
}

/* ---- the page ---- */

/* What was sent for the same span, when it was refused: -1 where nothing was. */
static long long sent_for(struct web_call *c, struct str at)
{
	for (long long i = 0; c->r->status >= 400 && i < FINDS_MOST; i++) {
		struct str sent = field(c, "at", i);

		if (sent.n == 0)
			return -1;
		if (str_eq(sent, at))
			return i;
	}
	return -1;
}

static struct redact_choice choice(struct sight *s, const struct redact_find *f, long long i)
{
	struct web_call *c = s->c;
	struct str at = find_name(c, s, f), kind = web_word(c, "web.leak", f->kind);
	long long sent = sent_for(c, at);
	struct redact_choice x = { .i = i, .at = at, .kind = kind, .found = str_at(s->v.places[f->place].text, f->from, f->length),
		.word = sent >= 0 ? field(c, "word", sent) : f->word, .why = sent >= 0 ? field(c, "why", sent) : kind };

	x.hows = look_choices(c, "web.redact.how", "replace withhold later", sent >= 0 ? field(c, "how", sent) : STR("replace"), &x.hows_count);
	return x;
}

/* Left as it stands with what was found, right as it will read. */
static void show_para(struct sight *s, struct redact_page *p, size_t place)
{
	const struct redact_place *at = &s->v.places[place];
	struct redact_para *x = &p->paras[p->paras_count++];
	struct marks left = { 0 }, right = { 0 };
	struct buf after;
	size_t upto = 0;

	*x = (struct redact_para){ .label = part_word(s->c, at->part, at->n, at->lang), .lang = at->lang, .place = place_name(s->c, at) };
	x->choices = ARENA_ARRAY(s->c->a, struct redact_choice, s->v.find_count + 1);
	buf_init_arena(&after, s->c->a, 1 << 20);
	for (size_t i = 0; i < s->v.find_count && i < FINDS_MOST; i++) {
		const struct redact_find *f = &s->v.finds[i];
		size_t from;

		if (f->place != place)
			continue;
		x->choices[x->choices_count++] = choice(s, f, (long long)i);
		*ARENA_PUSH(s->c->a, left.list, left.n, left.room) = (struct mark){ f->from, f->from + f->length, "pii" };
		buf_add(&after, str_at(at->text, upto, f->from - upto));
		from = after.n;
		buf_add(&after, f->word);
		*ARENA_PUSH(s->c->a, right.list, right.n, right.room) = (struct mark){ from, after.n, "red" };
		upto = f->from + f->length;
	}
	buf_add(&after, str_from(at->text, upto));
	marks_show(s->c->a, at->text, &left, 0, &x->before, &x->before_count);
	marks_show(s->c->a, buf_str(&after), &right, 0, &x->after, &x->after_count);
}

/* Words that no dictionary knows; without scripts they are written here, with them taken from what is selected. */
static void show_own(struct sight *s, struct redact_page *p)
{
	struct web_call *c = s->c;

	p->own = ARENA_ARRAY(c->a, struct redact_own, OWN_ROWS);
	for (long long i = 0; i < OWN_ROWS; i++) {
		bool sent = c->r->status >= 400;
		struct redact_own *x = &p->own[p->own_count++];

		*x = (struct redact_own){ .i = i, .words = sent ? field(c, "own-words", i) : STR(""), .word = sent ? field(c, "own-word", i) : STR(""),
			.why = sent ? field(c, "own-why", i) : STR("") };
		x->hows = look_choices(c, "web.redact.how", "replace withhold", sent ? field(c, "own-how", i) : STR("replace"), &x->hows_count);
		x->places = ARENA_ARRAY(c->a, struct option, p->paras_count + 1);
		for (size_t k = 0; k < p->paras_count; k++)
			x->places[x->places_count++] = (struct option){ p->paras[k].place, p->paras[k].label, sent && str_eq(field(c, "own-place", i), p->paras[k].place) };
	}
}

static int show_done(struct sight *s, struct redact_page *p, struct err *e)
{
	struct redact_step *list;
	size_t n;

	if (share_redact_steps(s->c->hub->db, s->c->a, s->s.id, &list, &n, e) < 0)
		return -1;
	p->done = ARENA_ARRAY(s->c->a, struct redact_done, n + 1);
	for (size_t i = 0; i < n; i++)
		p->done[p->done_count++] = (struct redact_done){ arena_printf(s->c->a, "%lld", list[i].rev), web_time(s->c, list[i].at_ms), look_person(s->c, list[i].by),
			part_word(s->c, list[i].part, list[i].n, list[i].lang), list[i].word, list[i].reason };
	return 0;
}

static int sight(struct web_call *c, struct sight *s, struct err *e)
{
	*s = (struct sight){ .c = c };
	return share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &s->s, e) < 0 ? -1 : share_redact_view(c->hub, c->a, &s->s, &s->v, e);
}

static int show(struct web_call *c, struct err *e)
{
	struct redact_page *p = ARENA_NEW(c->a, struct redact_page);
	struct sight s;

	if (sight(c, &s, e) < 0)
		return -1;
	*p = (struct redact_page){ .number = s.s.number, .base = web_path(c, "/shares", s.s.number, STR_NONE), .tlp = s.s.tlp, .tlp_tone = look_tlp(s.s.tlp),
		.rev = s.s.rev, .leaks = s.s.leak_hits, .finds = (long long)s.v.find_count, .stale = c->r->status == 409,
		.may = s.s.released_rev == 0 && !str_eq(s.s.state, STR("expired")) };
	p->paras = ARENA_ARRAY(c->a, struct redact_para, s.v.place_count + 1);
	for (size_t i = 0; i < s.v.place_count; i++)
		show_para(&s, p, i);
	show_own(&s, p);
	if (show_done(&s, p, e) < 0)
		return -1;
	c->page.redact = p;
	return web_show(c, "web.redact");
}

int web_share_redact(struct web_call *c, struct err *e)
{
	return show(c, e);
}

/* ---- the deed ---- */

struct list { struct redact_asked *list; size_t n, room; };

/* "summary 0 ja" and, of a span, " 12 9". */
static bool read_place(struct str s, struct redaction *r, long long *from, long long *length)
{
	struct str part, n, lang, at;

	if (!str_split(&s, ' ', &part) || !str_split(&s, ' ', &n) || !str_split(&s, ' ', &lang) || !str_to_int(n, &r->n))
		return false;
	r->part = part;
	r->lang = lang;
	if (from == NULL)
		return true;
	return str_split(&s, ' ', &at) && str_to_int(at, from) && str_split(&s, ' ', &at) && str_to_int(at, length) && *from >= 0 && *length > 0;
}

static int add(struct web_call *c, struct list *l, struct redact_asked *x, struct str how, struct err *e)
{
	x->what.withheld = str_eq(how, STR("withhold"));
	if (!x->what.withheld && !str_eq(how, STR("replace")))
		return err_set(e, ERR_INPUT, "replaced or withheld? the form says neither");
	*ARENA_PUSH(c->a, l->list, l->n, l->room) = *x;
	return 0;
}

static int take_found(struct web_call *c, struct list *l, struct err *e)
{
	for (long long i = 0; i < FINDS_MOST && field(c, "at", i).n > 0; i++) {
		struct redact_asked x = { .what = { .word = field(c, "word", i), .reason = field(c, "why", i) } };
		long long from, length;

		if (str_eq(field(c, "how", i), STR("later")))
			continue;
		if (!read_place(field(c, "at", i), &x.what, &from, &length))
			return err_set(e, ERR_INPUT, "the form does not say which words are meant; open the page again");
		x.what.from = (size_t)from;
		x.what.length = (size_t)length;
		if (add(c, l, &x, field(c, "how", i), e) < 0)
			return -1;
	}
	return 0;
}

static int take_words(struct web_call *c, struct list *l, long long i, struct err *e)
{
	struct redact_asked x = { .what = { .word = field(c, "own-word", i), .reason = field(c, "own-why", i) }, .words = field(c, "own-words", i) };

	if (x.words.n == 0)
		return 0;
	if (!read_place(field(c, "own-place", i), &x.what, NULL, NULL) || x.what.part.n == 0 || x.what.lang.n == 0)
		return err_set(e, ERR_INPUT, "the form does not say which words are meant; open the page again");
	return add(c, l, &x, field(c, "own-how", i), e);
}

static int redact(struct web_call *c, struct share_made *made, struct err *e)
{
	struct list l = { 0 };
	long long rev;

	if (web_field(c, "rev").p == NULL || !str_to_int(web_field(c, "rev"), &rev))
		return err_set(e, ERR_INPUT, "the form does not say which revision it shows; open the page again");
	if (take_found(c, &l, e) < 0)
		return -1;
	for (long long i = 0; i < OWN_ROWS; i++)
		if (take_words(c, &l, i, e) < 0)
			return -1;
	return share_redact(c->hub, &c->by, c->a, c->part[0], rev, l.list, l.n, made, e);
}

int web_share_redact_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };
	struct share_made made;
	struct share_row s;

	if (share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &s, e) < 0)
		return -1;
	if (redact(c, &made, &why) < 0) {
		if (web_refused(c, &why) < 0) {
			*e = why;
			return -1;
		}
		return show(c, e);
	}
	return web_go(c, made.leaks.count > 0 ? arena_printf(c->a, STR_FMT "/redact", STR_ARG(web_path(c, "/shares", s.number, STR_NONE))) :
	    web_path(c, "/shares", s.number, STR_NONE), made.leaks.count > 0 ? "redacted-some" : "redacted");
}

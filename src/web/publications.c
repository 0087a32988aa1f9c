/* publications.c - a source is asked whether it may be told of in public: exactly what would be printed, in both languages. */
#include "report/publication.h"

#include "base/time.h"
#include "web/look.h"
#include "web/marks.h"
#include "web/share_page.h"

static void add_row(struct web_call *c, struct publication_row *list, size_t *n, struct str label, struct str lang, struct str words)
{
	struct publication_row *r;

	if (words.n == 0)
		return;
	r = &list[(*n)++];
	*r = (struct publication_row){ .label = label, .lang = lang };
	marks_show(c->a, words, NULL, MARKS_DEFANG, &r->runs, &r->runs_count);
}

static struct str when(struct web_call *c, const struct publication_moment *m, long long ms)
{
	return str_eq(m->precision, STR("day")) || str_eq(m->precision, STR("month")) ? web_date(c, ms) : web_time(c, ms);
}

/* 2019/7/31 A → B (told): a line of the course of events. */
static struct str label_of(struct web_call *c, const struct publication_moment *m)
{
	struct buf out;

	buf_init_arena(&out, c->a, 4096);
	buf_add(&out, when(c, m, m->at_ms));
	if (m->until_ms != TIME_NONE)
		buf_printf(&out, " – " STR_FMT, STR_ARG(when(c, m, m->until_ms)));
	if (m->from.n > 0 || m->to.n > 0)
		buf_printf(&out, " " STR_FMT " → " STR_FMT, STR_ARG(web_word(c, "web.lanes", m->from)), STR_ARG(web_word(c, "web.lanes", m->to)));
	buf_printf(&out, " (" STR_FMT "%s%s)", STR_ARG(web_word(c, "desk.known", m->known_how)), m->fake ? ", " : "", m->fake ? text(c->lang, "web.fake") : "");
	return buf_str(&out);
}

static struct str with_note(struct web_call *c, struct str words, struct str note)
{
	return note.n > 0 ? arena_printf(c->a, STR_FMT "\n" STR_FMT, STR_ARG(words), STR_ARG(note)) : words;
}

static int show(struct web_call *c, const struct publication_request *q, struct err *e)
{
	struct publication_page *x = ARENA_NEW(c->a, struct publication_page);
	bool yes = str_eq(q->answer, STR("yes"));
	struct publication p;

	if (publication_get(c->hub->db, c->a, q->number, &p, e) < 0)
		return -1;
	*x = (struct publication_page){ .number = q->number, .base = web_path(c, "/approvals/publication", q->number, STR_NONE), .digest = q->digest,
		.due = web_date(c, q->due_ms), .deputy = approval_deputy(c), .tone = yes ? "matsu" : q->answer.n > 0 ? "shu" : "ko",
		.state = web_word(c, "publication", q->answer.n > 0 ? q->answer : STR("none")) };
	x->rows = ARENA_ARRAY(c->a, struct publication_row, p.word_count + 1);
	x->moments = ARENA_ARRAY(c->a, struct publication_row, 2 * p.moment_count + 1);
	for (size_t i = 0; i < p.word_count; i++)
		add_row(c, x->rows, &x->rows_count, web_word(c, "web.slot", p.words[i].slot), p.words[i].lang, p.words[i].body);
	for (size_t i = 0; i < p.moment_count; i++) {
		const struct publication_moment *m = &p.moments[i];
		struct str label = label_of(c, m);

		add_row(c, x->moments, &x->moments_count, label, STR("ja"), with_note(c, m->text_ja, m->note_ja));
		add_row(c, x->moments, &x->moments_count, label, STR("en"), with_note(c, m->text_en, m->note_en));
	}
	c->page.publication = x;
	return web_show(c, "web.approvals");
}

static int find(struct web_call *c, struct publication_request *q, struct err *e)
{
	return publication_request_get(c->hub->db, c->a, c->who.org_id, c->part[0], q, e) < 0 ? e->kind == ERR_UNKNOWN ? web_nothing(e) : -1 : 0;
}

int web_publication(struct web_call *c, struct err *e)
{
	struct publication_request q;

	return find(c, &q, e) < 0 ? -1 : show(c, &q, e);
}

/* The digest is that of the page that was read: where the words are others by now, the answer holds for nothing. */
int web_publication_do(struct web_call *c, struct err *e)
{
	struct str word = web_field(c, "word"), digest = web_field(c, "digest"), reason = web_field(c, "reason");
	struct answer n = { .number = c->part[0], .digest = digest.n > 0 ? digest : STR(""), .word = word.n > 0 ? word : STR(""), .person = c->who.person_id,
		.medium = MEDIUM_PORTAL, .code = STR(""), .second = STR(""), .reference = reason.n > 0 ? reason : STR("") };
	struct publication_request q;
	struct err why = { 0 };

	if (find(c, &q, e) < 0)
		return -1;
	if (publication_answer(c->hub, &c->by, c->a, &n, &why) == 0)
		return web_go(c, web_path(c, "/approvals/publication", q.number, STR_NONE), "answered");
	if (web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return show(c, &q, e);
}

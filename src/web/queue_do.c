/* queue_do.c - what is done with the rows that were picked: each is a deed of its own; where one is refused, those before it stand. */
#include "consolidate/cases.h"
#include "intake/classify.h"
#include "intake/owner.h"
#include "web/look.h"
#include "web/queue.h"

enum { PICKS_MOST = 200 };

struct picks { struct submission_row list[PICKS_MOST]; size_t n; };

static int pick(struct web_call *c, struct picks *p, struct str name, struct err *e)
{
	if (p->n == PICKS_MOST)
		return err_set(e, ERR_LIMIT, "at most %d rows at once", PICKS_MOST);
	return submission_get(c->hub->db, c->a, name, &p->list[p->n++], e);
}

static int picks_of(struct web_call *c, struct picks *p, struct err *e)
{
	struct str rest = web_field(c, "picks"), one;

	for (size_t i = 0; i < c->q->form_count; i++)
		if (str_eq(c->q->form[i].name, STR("pick")) && pick(c, p, c->q->form[i].value, e) < 0)
			return -1;
	while (rest.n > 0 && str_split(&rest, ',', &one))
		if (pick(c, p, one, e) < 0)
			return -1;
	return p->n > 0 ? 0 : err_set(e, ERR_INPUT, "no row was picked: tick the boxes of those that are meant");
}

/* ---- one row ---- */

/* What is not said now stays. */
static int classify(struct web_call *c, const struct submission_row *s, struct err *e)
{
	struct str class = web_field(c, "class");
	struct classification k = { .class = class.p != NULL ? class : STR(""), .targeted = s->targeted == 1, .targeted_basis = s->targeted_basis.n > 0 ?
		s->targeted_basis : STR(""), .damage = s->damage.p != NULL ? s->damage : STR(""), .outcome = s->outcome, .reason = STR("") };

	if (str_eq(class, STR("targeted")) && !k.targeted)
		return err_set(e, ERR_INPUT, "targeted needs its basis: say so on the page of %s", look_name(c, s).p);
	k.is_correction = !classification_agrees(k.class, s->nature) || (s->class.p != NULL && !str_eq(s->class, k.class));
	return submission_classify(c->hub->db, &c->by, c->a, s->id, &k, e);
}

static int join(struct web_call *c, const struct submission_row *s, struct err *e)
{
	struct str number = web_field(c, "case");
	struct case_row k;

	if (number.n == 0)
		return err_set(e, ERR_INPUT, "which case? its number belongs into the field beside the button (C-2019-0001)");
	return case_get(c->hub->db, c->a, number, &k, e) < 0 ? -1 : case_add(c->hub->db, &c->by, c->a, k.id, s->id, "analyst", 1000, e);
}

static int join_suggested(struct web_call *c, const struct submission_row *s, struct err *e)
{
	struct proposal_row best;
	struct str id;
	bool found;

	if (proposal_best(c->hub->db, c->a, s->id, &found, &best, e) < 0)
		return -1;
	return found ? proposal_accept(c->hub->db, &c->by, c->a, best.id, &id, e) :
	    err_set(e, ERR_CONFLICT, "nothing is proposed for %s; those before it were joined", look_name(c, s).p);
}

static int leave(struct web_call *c, const struct submission_row *s, struct err *e)
{
	struct str number = STR_NONE;
	struct case_row k;

	if (case_of_submission(c->hub->db, c->a, s->id, &number, e) < 0)
		return -1;
	if (number.n == 0)
		return err_set(e, ERR_CONFLICT, "%s stands in no case", look_name(c, s).p);
	return case_get(c->hub->db, c->a, number, &k, e) < 0 ? -1 : case_remove(c->hub->db, &c->by, c->a, k.id, s->id, STR(""), e);
}

static int open_case(struct web_call *c, const struct submission_row *s, struct err *e)
{
	struct str id;

	return case_open(c->hub->db, &c->by, c->a, look_name(c, s), s->id, "analyst", 1000, &id, e);
}

static int take(struct web_call *c, const struct submission_row *s, struct err *e)
{
	return submission_take(c->hub->db, &c->by, c->a, s->id, c->who.person_id, e);
}

static int drop(struct web_call *c, const struct submission_row *s, struct err *e)
{
	return submission_take(c->hub->db, &c->by, c->a, s->id, STR(""), e);
}

static const struct deed { const char *name, *done; int (*run)(struct web_call *c, const struct submission_row *s, struct err *e); bool undoes; } deeds[] = {
	{ "classify", "classified", classify, false }, { "join", "joined", join, true }, { "suggested", "joined", join_suggested, true },
	{ "leave", "left", leave, false }, { "open", "case-opened", open_case, true }, { "take", "taken", take, false }, { "drop", "dropped", drop, false },
};

/* ---- all of them ---- */

static const struct deed *deed_of(struct str name)
{
	for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++)
		if (str_eq(name, str_of(deeds[i].name)))
			return &deeds[i];
	return NULL;
}

static int run(struct web_call *c, const struct deed *d, struct picks *p, struct err *e)
{
	if (d == NULL)
		return err_set(e, ERR_INPUT, "there is no such action");
	if (picks_of(c, p, e) < 0)
		return -1;
	for (size_t i = 0; i < p->n; i++)
		if (d->run(c, &p->list[i], e) < 0)
			return -1;
	return 0;
}

static struct str with_undo(struct web_call *c, struct str back, const struct picks *p)
{
	struct buf out;

	buf_init_arena(&out, c->a, 1 << 16);
	buf_add(&out, back);
	buf_z(&out, str_find_char(back, '?') >= 0 ? "&undo=" : "?undo=");
	for (size_t i = 0; i < p->n; i++)
		buf_printf(&out, "%s%s", i > 0 ? "," : "", look_name(c, &p->list[i]).p);
	return buf_str(&out);
}

int web_submissions_do(struct web_call *c, struct err *e)
{
	const struct deed *d = deed_of(web_field(c, "do"));
	struct picks *p = ARENA_NEW(c->a, struct picks);
	struct err why = { 0 };
	struct str back = look_back(c, "/submissions");

	if (run(c, d, p, &why) == 0)
		return web_go(c, d->undoes && p->n <= 50 ? with_undo(c, back, p) : back, d->done);
	if (web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return queue_show(c, e);
}

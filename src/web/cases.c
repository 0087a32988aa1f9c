/* cases.c - cases, and the draft of what is shared of one. */
#include "consolidate/cases.h"

#include "base/text.h"
#include "base/time.h"
#include "report/publication.h"
#include "share/look.h"
#include "share/share.h"
#include "web/gist.h"
#include "web/look.h"
#include "web/marks.h"
#include "web/case_page.h"

static const struct { const char *state, *label; } views[] = { { "open", "web.view.open" },
	{ "closed", "web.view.closed" }, { "", "web.view.all" } };

enum { NAME_SHOWN = 160 };

static struct tag class_tag(const struct web_call *c, const struct case_row *k)
{
	bool bad = str_eq(k->class, STR("bec")) || str_eq(k->class, STR("targeted")) || str_eq(k->class, STR("phishing"));
	struct str word = k->class.n > 0 ? web_word(c, "desk.class", k->class) : STR("–");

	return (struct tag){ look_typed(c, word, k->bec_type), bad ? "shu" : "" };
}

/* What it is called: its title, else the subject of what it was opened for; "" where there is neither. */
static int show_name(struct web_call *c, const struct case_row *k, struct run **runs, size_t *runs_count, struct err *e)
{
	struct gist g = { .subject = STR("") };
	struct submission_row s;
	struct db_rows r = { 0 };

	if (k->title.n == 0 && DB_QUERY(c->hub->db, c->a, &r, e, "SELECT submission_id FROM case_submission WHERE case_id = $1 AND removed_ms IS NULL"
	    " ORDER BY added_ms, id COLLATE \"C\" LIMIT 1", DB_TEXT(k->id)) < 0)
		return -1;
	if (r.count > 0 && (submission_get(c->hub->db, c->a, db_text(&r, 0, 0), &s, e) < 0 || gist_of(c, &s, &g, e) < 0))
		return -1;
	marks_show(c->a, k->title.n > 0 ? k->title : utf8_cut(g.subject, NAME_SHOWN), NULL, MARKS_SPACES | MARKS_DEFANG, runs, runs_count);
	return 0;
}

int web_cases(struct web_call *c, struct err *e)
{
	struct cases_page *q = ARENA_NEW(c->a, struct cases_page);
	struct str wanted = http_query(c->q, "view"), state = STR("");
	struct case_row *list, last = { .opened_ms = TIME_FOREVER, .number = STR("") };
	struct str after = web_after(c);
	size_t n;

	q->views_count = sizeof views / sizeof views[0];
	q->views = ARENA_ARRAY(c->a, struct option, q->views_count);
	for (size_t i = 0; i < q->views_count; i++)     /* an unknown one is all */
		state = str_eq(wanted, str_of(views[i].state)) ? wanted : state;
	for (size_t i = 0; i < q->views_count; i++)
		q->views[i] = (struct option){ arena_printf(c->a, "/cases?view=%s", views[i].state), web_text(c, views[i].label),
			str_eq(state, str_of(views[i].state)) };
	if ((after.p != NULL && case_get(c->hub->db, c->a, after, &last, e) < 0) ||
	    case_page(c->hub->db, c->a, state, &(const struct case_place){ last.opened_ms, last.number }, WEB_PAGE, &list, &n, e) < 0)
		return -1;
	q->rows = ARENA_ARRAY(c->a, struct case_line, n + 1);
	q->rows_count = n;
	for (size_t i = 0; i < n; i++) {
		q->rows[i] = (struct case_line){ .number = list[i].number, .href = web_path(c, "/cases", list[i].number, STR_NONE),
			.state = web_word(c, "states.case.state", list[i].state), .opened = web_date(c, list[i].opened_ms), .class = class_tag(c, &list[i]),
			.submissions = list[i].submissions, .organisations = list[i].organisations };
		if (show_name(c, &list[i], &q->rows[i].name, &q->rows[i].name_count, e) < 0)
			return -1;
	}
	q->older = n == WEB_PAGE ? web_older(c, "/cases", state, list[n - 1].number) : STR("");
	c->page.cases = q;
	return web_show(c, "web.cases");
}

/* ---- one case ---- */

/* Which of its shares use a submission: those numbers, and (where it has left the case) a warning of their own. */
static struct str used_by(struct web_call *c, const struct share_use *uses, size_t n, struct str submission)
{
	struct str all = STR("");

	for (size_t i = 0; i < n; i++)
		if (str_eq(uses[i].submission_id, submission))
			all = arena_printf(c->a, STR_FMT "%s" STR_FMT, STR_ARG(all), all.n > 0 ? ", " : "", STR_ARG(uses[i].number));
	return all;
}

static int show_members(struct web_call *c, const struct case_row *k, struct case_page *p, struct err *e)
{
	struct case_member *list;
	struct share_use *uses;
	size_t n, used;

	if (case_members(c->hub->db, c->a, k->id, &list, &n, e) < 0 || share_uses(c->hub->db, c->a, k->id, &uses, &used, e) < 0)
		return -1;
	p->members = ARENA_ARRAY(c->a, struct case_member_shown, n + 1);
	p->members_count = n;
	for (size_t i = 0; i < n; i++)
		p->members[i] = (struct case_member_shown){ list[i].submission_id, arena_printf(c->a, STR_FMT "/%lld", STR_ARG(list[i].receipt), list[i].number),
			look_submission(c, list[i].receipt, list[i].number), look_org(c, list[i].org_id), web_date(c, list[i].received_ms),
			web_word(c, "analyse.nature", list[i].nature), web_word(c, "desk.proposal", list[i].reason),
			used_by(c, uses, used, list[i].submission_id), list[i].score / 10 };
	p->uses = ARENA_ARRAY(c->a, struct case_use_shown, used + 1);
	for (size_t i = 0; i < used; i++)
		if (uses[i].left)
			p->uses[p->uses_count++] = (struct case_use_shown){ uses[i].number, web_path(c, "/shares", uses[i].number, STR_NONE),
				web_word(c, "web.share_state", uses[i].state), arena_printf(c->a, STR_FMT "/%lld", STR_ARG(uses[i].receipt), uses[i].n),
				look_submission(c, uses[i].receipt, uses[i].n) };
	return 0;
}

static int show_shares(struct web_call *c, const struct case_row *k, struct case_page *p, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT number, state FROM share WHERE case_id = $1 ORDER BY made_ms DESC, number", DB_TEXT(k->id)) < 0)
		return -1;
	p->shares = ARENA_ARRAY(c->a, struct case_share_shown, r.count + 1);
	p->shares_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		p->shares[i] = (struct case_share_shown){ db_text(&r, i, 0), web_path(c, "/shares", db_text(&r, i, 0), STR_NONE),
			web_word(c, "web.share_state", db_text(&r, i, 1)), STR("") };
	return 0;
}

static int show_form(struct web_call *c, struct case_page *p, struct err *e)
{
	p->tlps = look_choices(c, "tlp", "AMBER AMBER+STRICT GREEN CLEAR RED", STR("AMBER"), &p->tlps_count);
	p->classes = look_choices(c, "share.class", "normal urgent reference", STR("normal"), &p->classes_count);
	return look_audiences(c, &p->sigs, &p->sigs_count, e);
}

/* ---- how far it is ---- */

static void step(struct case_page *p, struct str label, struct str note, bool done, bool *now)
{
	p->steps[p->steps_count++] = (struct step){ label, note, done ? "done" : *now ? "now" : "todo" };
	if (!done)
		*now = false;
}

/* From the newest share of the case: what is done, what is at hand, what is to come. */
static int show_steps(struct web_call *c, const struct case_row *k, struct case_page *p, struct err *e)
{
	struct share_row s = { 0 };
	bool now = true, drafted = p->shares_count > 0;

	if (drafted && share_get(c->hub->db, c->a, p->shares[0].number, c->q->now_ms, &s, e) < 0)
		return -1;
	p->steps = ARENA_ARRAY(c->a, struct step, 7);
	step(p, web_text(c, "web.step.received"), arena_printf(c->a, text(c->lang, "web.case.count"), k->submissions), true, &now);
	step(p, web_text(c, "web.step.analysed"), p->class.text, k->class.n > 0, &now);
	step(p, web_text(c, "web.step.merged"), arena_printf(c->a, text(c->lang, "web.case.orgs"), k->organisations), k->submissions > 0, &now);
	step(p, web_text(c, "web.step.draft"), drafted ? s.number : STR("–"), drafted && s.leak_hits == 0, &now);
	step(p, web_text(c, "web.step.approval"), drafted ? arena_printf(c->a, "%lld / %lld", s.approved + s.standing, s.sources) : STR("–"),
	    drafted && (s.released_rev == s.rev || s.approved + s.standing >= s.sources), &now);
	step(p, web_text(c, "web.step.release"), drafted ? web_date(c, s.published_ms) : STR("–"), drafted && s.released_rev > 0, &now);
	step(p, web_text(c, "web.step.feedback"), s.deliveries > 0 ? arena_printf(c->a, text(c->lang, "web.step.sent"), s.deliveries) : web_text(c, "web.case.no_answer"), false, &now);
	return 0;
}

/* Where the merge of this row can be undone: at the case that went. */
static struct str unmerge_of(struct web_call *c, const struct case_row *k, const struct case_step *h)
{
	bool is_self = str_eq(k->state, STR("merged"));

	if (!str_eq(h->what, STR("merged")) || h->undone || h->other_case.n == 0)
		return STR("");
	return arena_printf(c->a, STR_FMT "/unmerge", STR_ARG(web_path(c, "/cases", is_self ? k->number : h->other_case, STR_NONE)));
}

static void show_history(struct web_call *c, const struct case_row *k, const struct case_told *t, struct case_page *p)
{
	p->history = ARENA_ARRAY(c->a, struct case_history_shown, t->step_count + 1);
	p->left = ARENA_ARRAY(c->a, struct case_left_shown, t->step_count + 1);
	for (size_t i = 0; i < t->step_count; i++) {
		const struct case_step *h = &t->steps[i];
		struct str reason = h->reason.n > 0 ? web_word(c, "desk.proposal", h->reason) : STR("");

		p->history[p->history_count++] = (struct case_history_shown){ web_time(c, h->at_ms), web_word(c, "web.case_step", h->what),
			h->submission.n > 0 ? h->submission : h->other_case.n > 0 ? h->other_case : STR(""), look_person(c, h->by), reason,
			unmerge_of(c, k, h), h->undone };
		if (h->submission_id.n > 0)
			p->left[p->left_count++] = (struct case_left_shown){ h->submission_id, h->submission, web_time(c, h->at_ms), look_person(c, h->by), reason };
	}
}

static int show_publication(struct web_call *c, const struct case_row *k, struct case_page *p, struct err *e)
{
	struct case_publication *x = ARENA_NEW(c->a, struct case_publication);
	struct publication all;
	struct str speechless;

	if (publication_get(c->hub->db, c->a, k->number, &all, e) < 0 || publication_speechless(c->hub->db, c->a, &all, c->by.now_ms, &speechless, e) < 0)
		return -1;
	*x = (struct case_publication){ .digest = all.digest, .list = ARENA_ARRAY(c->a, struct publication_shown, all.source_count + 1),
		.good = all.good == all.source_count,
		.speechless = speechless.n > 0 ? arena_printf(c->a, text(c->lang, "web.case.publication.speechless"), arena_cstr(c->a, speechless)) : STR_NONE };
	for (size_t i = 0; i < all.source_count; i++) {
		const struct publication_source *s = &all.sources[i];
		struct str answer = str_of(publication_state(s));

		x->asked |= s->due_ms != TIME_NONE;
		x->list[x->list_count++] = (struct publication_shown){ look_org(c, s->org_id), web_word(c, "publication", answer),
			s->due_ms != TIME_NONE ? web_date(c, s->due_ms) : web_date(c, s->at_ms),
			s->good ? "matsu" : str_eq(answer, STR("no")) ? "shu" : "ko" };
	}
	p->publication = x;
	return 0;
}

int case_show(struct web_call *c, struct err *e)
{
	struct case_page *p = ARENA_NEW(c->a, struct case_page);
	struct case_told told;
	struct case_row k;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0 || show_members(c, &k, p, e) < 0 || case_told(c->hub->db, c->a, k.id, &told, e) < 0 ||
	    show_shares(c, &k, p, e) < 0 || show_name(c, &k, &p->name, &p->name_count, e) < 0 || show_form(c, p, e) < 0 || case_forms(c, &told, p, e) < 0 ||
	    show_publication(c, &k, p, e) < 0)
		return -1;
	show_history(c, &k, &told, p);
	p->number = k.number;
	p->base = web_path(c, "/cases", k.number, STR_NONE);
	p->class = class_tag(c, &k);
	p->lead = arena_printf(c->a, text(c->lang, "web.case.lead"), web_word(c, "states.case.state", k.state).p, web_date(c, k.opened_ms).p,
	    k.submissions, k.organisations);
	p->merged_into = STR("");
	if (k.merged_into.n > 0) {
		struct case_row into;

		if (case_get(c->hub->db, c->a, k.merged_into, &into, e) < 0)
			return -1;
		p->merged_into = into.number;
		p->merged_href = web_path(c, "/cases", into.number, STR_NONE);
	}
	if (show_steps(c, &k, p, e) < 0)
		return -1;
	p->may_share = who_may(c->who.roles, true, WHO_STAFF) && !str_eq(k.state, STR("merged"));
	c->page.one_case = p;
	return web_show(c, "web.case");
}

int web_case_page(struct web_call *c, struct err *e)
{
	return case_show(c, e);
}

/* home_member.c - a member's first page: what waits for the organisation, what became of what it handed in, what it gave and took. */
#include "base/time.h"
#include "feedback/delivery.h"
#include "feedback/standing.h"
#include "report/publication.h"
#include "web/home.h"
#include "web/kept.h"
#include "web/look.h"
#include "web/page_member.h"
#include "web/quarters.h"

enum { LAST_SHARES = 10 };

/* ---- what waits ---- */

/* The newest revision of each share that came by now, with the newest answer. */
#define SENT \
	"WITH sent (state, class, ack_due_ms, acked_ms, answer, reason, queued_ms) AS (SELECT d.state, s.class, d.ack_due_ms, d.acked_ms, f.answer, f.reason, d.queued_ms" \
	" FROM delivery d JOIN share s ON s.id = d.share_id LEFT JOIN feedback f ON f.id = (SELECT n.id FROM feedback n WHERE n.share_id = d.share_id" \
	"  AND n.org_id = d.org_id ORDER BY n.at_ms DESC, n.id DESC LIMIT 1)" \
	" WHERE d.org_id = $1 AND d.queued_ms <= $2 AND NOT EXISTS (SELECT 1 FROM delivery l WHERE l.share_id = d.share_id AND l.org_id = d.org_id" \
	"  AND l.rev > d.rev AND +l.queued_ms <= $2))"

#define SQL_SHARES \
	SENT " SELECT COUNT(CASE WHEN state IN ('queued', 'notified') THEN 1 END), COUNT(CASE WHEN state IN ('queued', 'notified') AND class = 'urgent' THEN 1 END)," \
	" COUNT(CASE WHEN state IN ('opened', 'acked') AND (answer IS NULL OR answer = 'working') THEN 1 END)," \
	" COUNT(CASE WHEN ack_due_ms IS NOT NULL AND acked_ms IS NULL THEN 1 END), MIN(CASE WHEN acked_ms IS NULL THEN ack_due_ms END) FROM sent"

#define SQL_ASKED \
	"WITH asked (due_ms) AS (SELECT due_ms FROM approval_request WHERE org_id = $1 AND state = 'open'" \
	" UNION ALL SELECT q.due_ms FROM publication_request q WHERE q.org_id = $1 AND " SQL_PUBLICATION_WAITS ")" \
	" SELECT (SELECT COUNT(*) FROM asked), (SELECT MIN(due_ms) FROM asked)," \
	" (SELECT COUNT(*) FROM question WHERE org_id = $1 AND state = 'open'), (SELECT MIN(due_ms) FROM question WHERE org_id = $1 AND state = 'open')," \
	" COUNT(*), MIN(q.due_ms) FROM info_request_delivery d JOIN info_request q ON q.id = d.request_id WHERE d.org_id = $1 AND d.queued_ms <= $2" \
	" AND q.state = 'released' AND NOT EXISTS (SELECT 1 FROM info_request_answer x WHERE x.request_id = q.id AND x.org_id = d.org_id)"

/* Nobody is shown a way that is closed to them. */
static void wait(struct web_call *c, struct member_home *h, enum who who, const char *label, const char *href, long long count, long long due_ms)
{
	bool late = due_ms != TIME_NONE && due_ms < c->q->now_ms;

	if (!who_may(c->who.roles, true, who))
		return;
	h->waits[h->waits_count++] = (struct home_tile){ .label = web_text(c, label), .href = str_of(href), .count = count, .hot = count > 0 && late,
		.note = count > 0 && due_ms != TIME_NONE ? arena_printf(c->a, text(c->lang, late ? "web.member.was_due" : "web.member.due"), web_date(c, due_ms).p) : STR("") };
}

static int show_waits(struct web_call *c, struct member_home *h, struct err *e)
{
	struct db_rows shares, asked;

	if (DB_QUERY(c->hub->db, c->a, &shares, e, SQL_SHARES, DB_TEXT(c->who.org_id), DB_INT(c->q->now_ms)) < 0 ||
	    DB_QUERY(c->hub->db, c->a, &asked, e, SQL_ASKED, DB_TEXT(c->who.org_id), DB_INT(c->q->now_ms)) < 0)
		return -1;
	h->waits = ARENA_ARRAY(c->a, struct home_tile, 6);
	wait(c, h, WHO_MEMBER, "web.tile.unread", "/inbox?view=unread", db_int(&shares, 0, 0), TIME_NONE);
	if (db_int(&shares, 0, 1) > 0) {
		h->waits[0].hot = true;
		h->waits[0].note = arena_printf(c->a, text(c->lang, "web.member.urgent"), db_int(&shares, 0, 1));
	}
	wait(c, h, WHO_MEMBER, "web.tile.unanswered", "/inbox?view=unanswered", db_int(&shares, 0, 2), TIME_NONE);
	if (db_int(&shares, 0, 3) > 0)
		wait(c, h, WHO_MEMBER, "web.tile.acknowledge", "/inbox?view=acknowledge", db_int(&shares, 0, 3), db_time(&shares, 0, 4));
	wait(c, h, WHO_APPROVER, "web.tile.approvals", "/approvals", db_int(&asked, 0, 0), db_time(&asked, 0, 1));
	wait(c, h, WHO_HANDED_IN, "web.tile.questions", "/questions", db_int(&asked, 0, 2), db_time(&asked, 0, 3));
	wait(c, h, WHO_INSIDE, "web.tile.calls", "/calls", db_int(&asked, 0, 4), db_time(&asked, 0, 5));
	return 0;
}

/* ---- the last shares ---- */

static int show_rows(struct web_call *c, struct member_home *h, struct err *e)
{
	struct reader reader;
	struct delivery *list;
	size_t n;

	if (reader_get(c->hub->db, c->a, c->who.person_id, c->q->now_ms, &reader, e) < 0)
		return e->kind == ERR_DENIED ? 0 : -1;
	if (delivery_page(c->hub->db, c->a, reader.org_id, c->q->now_ms, &(const struct delivery_place){ .queued_ms = TIME_FOREVER, .number = STR("") }, LAST_SHARES,
	    &list, &n, e) < 0)
		return -1;
	h->rows_count = n;
	h->rows = ARENA_ARRAY(c->a, struct home_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct texts *t = &list[i].shown.title;
		struct str answer = list[i].answer.answer;

		h->rows[i] = (struct home_row){ web_date(c, list[i].queued_ms), list[i].number, web_path(c, "/inbox", list[i].number, STR_NONE),
			t->count == 0 ? STR("") : c->lang == LANG_JA ? t->ja[0] : t->en[0],
			answer.p != NULL ? web_word(c, "feedback.answer", answer) : look_delivery(c, list[i].state), look_tlp(list[i].shown.tlp), list[i].shown.tlp };
	}
	return 0;
}

/* ---- counts ---- */

static const struct { const char *state, *href; } states[] = {
	{ "received", "/submissions?view=waiting" }, { "parsed", "/submissions?view=new" }, { "needs-info", "/submissions?view=asked" }, { "triaged", "" },
	{ "linked", "/submissions?view=linked" }, { "duplicate", "" }, { "benign", "" }, { "out-of-scope", "" }, { "done", "" }, { "withdrawn", "" },
};
enum { STATES = sizeof states / sizeof states[0] };

static int show_states(struct web_call *c, struct member_home *h, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT state, COUNT(*) FROM submission WHERE org_id = $1 GROUP BY state", DB_TEXT(c->who.org_id)) < 0)
		return -1;
	h->may_look = who_may(c->who.roles, true, WHO_HANDED_IN);
	h->states = ARENA_ARRAY(c->a, struct member_count, STATES);
	for (size_t i = 0; i < STATES; i++)
		for (size_t k = 0; k < r.count; k++)
			if (str_eq(db_text(&r, k, 0), str_of(states[i].state)))
				h->states[h->states_count++] = (struct member_count){ web_word(c, "states.submission.state", db_text(&r, k, 0)), h->may_look ? str_of(states[i].href) : STR(""), db_int(&r, k, 1) };
	return 0;
}

/* The six words; without logs is a reason of not having checked. */
#define SQL_ANSWERS \
	SENT " SELECT COUNT(CASE WHEN answer = 'no-hit' THEN 1 END), COUNT(CASE WHEN answer = 'hit' THEN 1 END), COUNT(CASE WHEN answer = 'partly' THEN 1 END)," \
	" COUNT(CASE WHEN answer = 'not-checked' AND reason <> 'no-logs' THEN 1 END), COUNT(CASE WHEN answer = 'not-checked' AND reason = 'no-logs' THEN 1 END)," \
	" COUNT(CASE WHEN answer = 'working' THEN 1 END), COUNT(CASE WHEN answer IS NULL THEN 1 END) FROM sent WHERE queued_ms >= $3 AND queued_ms < $4"

static int show_answers(struct web_call *c, struct member_home *h, const struct period *p, struct err *e)
{
	static const char *const words[] = { "no-hit", "hit", "partly", "not-checked", "no-logs", "working", "none" };
	enum { WORDS = sizeof words / sizeof words[0] };
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, SQL_ANSWERS, DB_TEXT(c->who.org_id), DB_INT(c->q->now_ms), DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	h->answers = ARENA_ARRAY(c->a, struct member_count, WORDS);
	h->answers_count = WORDS;
	for (size_t i = 0; i < WORDS; i++)
		h->answers[i] = (struct member_count){ web_word(c, "feedback.answer", str_of(words[i])), STR(""), db_int(&r, 0, i) };
	return 0;
}

/* ---- give and take ---- */

static void figure(struct web_call *c, struct member_home *h, const char *group, const char *label, long long own, long long median)
{
	h->figures[h->figures_count++] = (struct member_figure){ group != NULL ? web_text(c, group) : STR(""), web_text(c, label), own < 0 ? STR("0–4") : arena_printf(c->a, "%lld", own),
		median < 0 ? STR("–") : arena_printf(c->a, "%lld", median) };
}

static int show_figures(struct web_call *c, struct member_home *h, const struct period *p, struct err *e)
{
	enum { FIGURES = 13, NO_MEDIAN = -1 };
	struct give_take_all all;
	struct give_take g;

	if (!kept_find(c, "give and take", p->from_ms, p->to_ms, &all, sizeof all)) {
		if (give_take_all(c->hub->db, c->a, p->from_ms, p->to_ms, &all, e) < 0)
			return -1;
		kept_put(c, "give and take", p->from_ms, p->to_ms, all.rows, &all, sizeof all);
	}
	if (give_take(c->hub->db, &c->by, c->a, c->who.org_id, p->from_ms, p->to_ms, &all, &g, e) < 0)
		return e->kind == ERR_DENIED ? 0 : -1;
	h->figures = ARENA_ARRAY(c->a, struct member_figure, FIGURES);
	figure(c, h, "web.give.given", "web.give.submissions", g.submissions.own, g.submissions.median);
	figure(c, h, NULL, "web.give.supplements", g.supplements.own, g.supplements.median);
	figure(c, h, NULL, "web.give.sightings", g.sightings.own, g.sightings.median);
	figure(c, h, NULL, "web.give.answered", g.answered.own, g.answered.median);
	figure(c, h, NULL, "web.give.searched", g.searched.own, g.searched.median);
	figure(c, h, NULL, "web.give.shares", g.shares, NO_MEDIAN);
	figure(c, h, NULL, "web.give.seen", g.seen_by_others, NO_MEDIAN);
	figure(c, h, "web.give.taken", "web.take.received", g.received.own, g.received.median);
	figure(c, h, NULL, "web.take.opened", g.opened.own, g.opened.median);
	figure(c, h, NULL, "web.take.consultations", g.consultations.own, g.consultations.median);
	figure(c, h, "web.questions", "web.asked.questions", g.questions, NO_MEDIAN);
	figure(c, h, NULL, "web.asked.answered", g.questions_answered, NO_MEDIAN);
	figure(c, h, NULL, "web.asked.late", g.questions_late, NO_MEDIAN);
	return 0;
}

int home_of_member(struct web_call *c, struct err *e)
{
	struct member_home *h = ARENA_NEW(c->a, struct member_home);
	struct period p;

	if (quarter_asked(c, false, &p, &h->from, &h->to, e) < 0 || show_waits(c, h, e) < 0 || show_rows(c, h, e) < 0 || show_states(c, h, e) < 0 ||
	    show_answers(c, h, &p, e) < 0 || show_figures(c, h, &p, e) < 0)
		return -1;
	h->org = look_org(c, c->who.org_id);
	h->label = period_label(c->a, &p, c->lang);
	h->quarters = quarters_last(c, "/", false, &h->quarters_count);
	h->may_submit = who_may(c->who.roles, true, WHO_SUBMITTER);
	c->page.member_home = h;
	return web_show(c, "web.home");
}

/* play_desk.c - the last quarter's talk between hub and members: consultations answered by two people, one question
 * answered in time and one late.  Its random source is its own: the year's shares and letters stay what they are. */
#include "ask/consultation.h"
#include "ask/question.h"
#include "base/time.h"
#include "demo/demo.h"

struct talk {
	struct replay *r;
	struct arena *arena;
	struct rng rng;
	long long day_ms;
};

static struct act act_at(struct talk *t, int hour, const char *person)
{
	struct act by = demo_act(t->r, t->day_ms + hour * MS_HOUR, person);

	by.rng = &t->rng;
	return by;
}

/* ---- consultations ---- */

static const struct { const char *outcome, *template, *about; } answers[] = {
	{ "false-positive", "freeware", "無料ソフトの更新後にウイルス対策ソフトが検知した" },
	{ "malvertising", "ad-popup", "広告から偽の警告画面へ誘導された" },
	{ "scam-site", "fake-shop", "正規の販売店をかたるサイトが見つかった" },
	{ "unknown", "not-known", "端末で見慣れない動作があったが、原因が分からない" },
};

static int answer_one(struct talk *t, struct str submission, struct str outcome, struct err *e)
{
	struct act first = act_at(t, 10, "hub-analyst-1"), second = act_at(t, 16, "hub-analyst-2");
	struct hub *hub = t->r->hub;
	size_t i = 0;

	while (i + 1 < sizeof answers / sizeof answers[0] && !str_eq(outcome, str_of(answers[i].outcome)))
		i++;
	if (consultation_draft(hub, &first, t->arena, submission, &(struct consultation_text){ .template = str_of(answers[i].template),
	    .about = str_of(answers[i].about), .ja = STR(""), .en = STR("") }, e) < 0)
		return -1;
	return consultation_review(hub, &second, t->arena, submission, 1, e) < 0 ? -1 : consultation_send(hub, &second, t->arena, submission, e);
}

/* Looked into for two days, then answered. */
static int answer_consultations(struct talk *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(t->r->hub->db, t->arena, &rows, e, "SELECT s.id, s.outcome FROM submission s WHERE s.kind = 'consultation' AND s.received_ms >= $1 "
	    "AND s.received_ms < $2 AND s.outcome IS NOT NULL AND NOT EXISTS (SELECT 1 FROM consultation c WHERE c.submission_id = s.id) "
	    "ORDER BY s.received_ms, s.id", DB_INT(plan_day("2019-07-01")), DB_INT(t->day_ms - 2 * MS_DAY)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (answer_one(t, db_text(&rows, i, 0), db_text(&rows, i, 1), e) < 0)
			return -1;
	return 0;
}

/* ---- questions: asked about the quarter's first mails of the plant campaign ---- */

static int ask_on(struct talk *t, long long offset, const char *template, struct err *e)
{
	struct act by = act_at(t, 10, "hub-analyst-1");
	struct db_rows rows;
	struct str number;

	if (DB_QUERY(t->r->hub->db, t->arena, &rows, e, "SELECT s.id FROM submission s WHERE s.kind = 'mail' AND s.targeted = 1 AND s.received_ms >= $1 "
	    "ORDER BY s.received_ms, s.id LIMIT 1 OFFSET $2", DB_INT(plan_day("2019-07-01")), DB_INT(offset)) < 0)
		return -1;
	return rows.count == 0 ? 0 : question_ask(t->r->hub, &by, t->arena, db_text(&rows, 0, 0),
	    &(struct question_asked){ .template = str_of(template), .days = 3 }, &number, e);
}

static int answer_oldest(struct talk *t, const char *words, struct err *e)
{
	struct db_rows rows;
	struct act by, analyst;
	struct str *receipts;

	if (DB_QUERY(t->r->hub->db, t->arena, &rows, e, "SELECT q.number, (SELECT MIN(p.id) FROM person p JOIN person_role o ON o.person_id = p.id WHERE "
	    "p.org_id = q.org_id AND o.role = 'submitter' AND o.from_ms <= $1 AND o.to_ms > $1) FROM question q WHERE q.state = 'open' "
	    "ORDER BY q.asked_ms, q.number LIMIT 1", DB_INT(t->day_ms)) < 0)
		return -1;
	if (rows.count == 0 || db_is_null(&rows, 0, 1))
		return 0;
	by = act_at(t, 14, arena_cstr(t->arena, db_text(&rows, 0, 1)));
	analyst = act_at(t, 15, "hub-analyst-1");
	return question_answer(t->r->hub, &by, t->arena, db_text(&rows, 0, 0), &(struct question_reply){ .words = str_of(words) }, &receipts, e) < 0 ?
	    -1 : question_close(t->r->hub, &analyst, t->arena, db_text(&rows, 0, 0), e);
}

static int questions(struct talk *t, struct err *e)
{
	struct act hub = act_at(t, 9, "hub");

	if (t->day_ms == plan_day("2019-07-08"))
		return ask_on(t, 0, "mail.recipients", e);
	if (t->day_ms == plan_day("2019-07-10"))
		return answer_oldest(t, "同じ部署の三名が受信しました。開封した者はいません。", e);
	if (t->day_ms == plan_day("2019-07-22"))
		return ask_on(t, 1, "mail.original", e);
	if (t->day_ms == plan_day("2019-07-29"))        /* due on the 25th */
		return question_remind(t->r->hub, &hub, t->arena, e) < 0 ? -1 : 0;
	return t->day_ms == plan_day("2019-08-05") ? answer_oldest(t, "担当者が不在でした。元のメールは残っていません。", e) : 0;
}

int play_desk(struct replay *r, long long day_ms, struct err *e)
{
	struct talk t = { .r = r, .day_ms = day_ms, .rng = rng_seeded((uint64_t)day_ms) };
	int weekday = time_civil(day_ms, ZONE_JST).weekday, status;

	if (day_ms < plan_day("2019-07-01") || weekday == 0 || weekday == 6)
		return 0;
	t.arena = arena_new(256 << 20, arena_full_exit);
	status = questions(&t, e) < 0 || answer_consultations(&t, e) < 0 ? -1 : 0;
	arena_free(t.arena);
	return status;
}

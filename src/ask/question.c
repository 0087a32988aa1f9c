/* question.c - asking, answering, closing. */
#include "ask/question.h"

#include "approve/approve.h"
#include "approve/notice.h"
#include "ask/names.h"
#include "ask/ready_text.h"
#include "base/buf.h"
#include "base/states.h"
#include "base/text.h"
#include "base/time.h"
#include "intake/intake.h"
#include "intake/look.h"
#include "registry/calendar.h"
#include "registry/lookup.h"
#include "store/audit.h"
#include "store/vault.h"

enum { DAYS_USUAL = 3, DAYS_MOST = 60, WORDS_MOST = 20000 };

/* ---- words ---- */

static int check_words(const struct question_asked *q, const struct ready_text **ready_r, struct err *e)
{
	*ready_r = q->template.p == NULL ? NULL : ready_text_find(question_texts, question_texts_count, q->template);
	if (q->template.p != NULL && *ready_r == NULL)
		return err_set(e, ERR_UNKNOWN, "there is no ready question “" STR_FMT "” (noroshi question templates lists them)", STR_ARG(q->template));
	if (*ready_r == NULL && q->ja.n == 0 && q->en.n == 0)
		return err_set(e, ERR_USAGE, "what is asked? --template ID, or your own words with --ja and --en");
	if (q->ja.n > WORDS_MOST || q->en.n > WORDS_MOST)
		return err_set(e, ERR_LIMIT, "a question has at most %d bytes", WORDS_MOST);
	if (q->days < 0 || q->days > DAYS_MOST)
		return err_set(e, ERR_USAGE, "the date is 1 to %d business days ahead", DAYS_MOST);
	return 0;
}

static void put_line(struct buf *out, struct str s)
{
	buf_add(out, s);
	if (s.n > 0)
		buf_char(out, '\n');
}

/* Both languages in one message: who reads it is not known. */
static struct str words_of(struct arena *a, const struct question_asked *q, const struct ready_text *ready)
{
	struct buf out;

	buf_init_arena(&out, a, 4 * WORDS_MOST);
	put_line(&out, ready != NULL ? str_of(ready->ja) : STR(""));
	put_line(&out, q->ja);
	buf_char(&out, '\n');
	put_line(&out, ready != NULL ? str_of(ready->en) : STR(""));
	put_line(&out, q->en);
	return str_trim(buf_str(&out));
}

static int due_of(struct db *db, const struct act *by, struct arena *a, const struct question_asked *q, const struct ready_text *ready,
    long long *due_r, struct err *e)
{
	int days = q->days > 0 ? q->days : ready != NULL && ready->days > 0 ? ready->days : DAYS_USUAL;

	return calendar_after(db, a, by->now_ms, days, due_r, e);
}

/* ---- one message ---- */

static int add_message(struct hub *hub, const struct act *by, struct arena *a, struct str question_id, struct str key_id, bool of_hub,
    struct str person, struct str words, long long *n_r, struct err *e)
{
	struct db_rows r;
	struct str blob;

	if (vault_put(hub, hub->db, by, a, key_id, of_hub ? STR("question") : STR("answer"), utf8_repair(a, words), &blob, e) < 0 ||
	    DB_QUERY(hub->db, a, &r, e, "INSERT INTO question_message (id, question_id, n, side, person_id, entered_by, at_ms, blob_id) "
	    "SELECT $1, $2, COUNT(*) + 1, $3, $4, $5, $6, $7 FROM question_message WHERE question_id = $2 RETURNING n",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(question_id), DB_TEXT(of_hub ? STR("hub") : STR("member")), DB_TEXT(person),
	    DB_TEXT(by->actor), DB_INT(by->now_ms), DB_TEXT(blob)) < 0)
		return -1;
	*n_r = db_int(&r, 0, 0);
	return 0;
}

static int key_of(struct db *db, struct arena *a, struct str submission_id, struct str name, struct str *key_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT s.key_id FROM submission s JOIN data_key k ON k.id = s.key_id WHERE s.id = $1 AND k.wrapped IS NOT NULL",
	    DB_TEXT(submission_id)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_CONFLICT, "the content of " STR_FMT " is gone; nothing can be asked about it any more", STR_ARG(name));
	*key_r = db_text(&r, 0, 0);
	return 0;
}

/* ---- the submission waits, and goes on ---- */

static int submission_waits(struct db *db, struct arena *a, const struct submission_row *s, struct err *e)
{
	if (state_check(&states_submission, submission_number(a, s), s->state, "ask", e) < 0)
		return -1;
	return DB_EXEC(db, e, "UPDATE submission SET state = 'needs-info' WHERE id = $1 AND state <> 'withdrawn'", DB_TEXT(s->id)) < 0 ? -1 : 0;
}

/* Where it stood, unless another question still waits for the member. */
static int submission_goes_on(struct db *db, struct str submission_id, struct err *e)
{
	return DB_EXEC(db, e, "UPDATE submission SET state = " SQL_STATE_AS_FAR " WHERE id = $1 AND state = 'needs-info' AND NOT EXISTS "
	    "(SELECT 1 FROM question q WHERE q.submission_id = submission.id AND q.state = 'open')", DB_TEXT(submission_id)) < 0 ? -1 : 0;
}

/* ---- asking ---- */

static int ask(struct hub *hub, const struct act *by, struct arena *a, const struct submission_row *s, const struct question_asked *q,
    const struct ready_text *ready, struct str words, struct str *number_r, struct err *e)
{
	struct str id = rng_uuid(by->rng, a), key;
	struct civil c = time_civil(by->now_ms, (int)hub->conf.zone_minutes);
	long long due, n;

	*number_r = arena_printf(a, "Q-%04d%02d%02d-" STR_FMT, c.year, c.month, c.day, STR_ARG(rng_code(by->rng, a, 6)));
	if (key_of(hub->db, a, s->id, s->receipt, &key, e) < 0 || due_of(hub->db, by, a, q, ready, &due, e) < 0 ||
	    submission_waits(hub->db, a, s, e) < 0)
		return -1;
	if (DB_EXEC(hub->db, e, "INSERT INTO question (id, number, submission_id, org_id, template, state, asked_ms, asked_by, due_ms, turn_ms, "
	    "member_wait_ms, hub_wait_ms) VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $6, 0, 0)", DB_TEXT(id), DB_TEXT(*number_r),
	    DB_TEXT(s->id), DB_TEXT(s->org_id), DB_TEXT(ready != NULL ? str_of(ready->id) : STR("")), DB_INT(by->now_ms), DB_TEXT(by->actor),
	    DB_INT(due)) < 0 ||
	    add_message(hub, by, a, id, key, true, by->actor, words, &n, e) < 0 ||
	    notice_add(hub->db, by, a, s->org_id, "submitter", "question", STR_NONE, id, 0, e) < 0)
		return -1;
	return audit_add_detail(hub->db, by, "question.asked", id, arena_printf(a, "{\"submission\":\"" STR_FMT "\"}", STR_ARG(s->id)), e);
}

int question_ask(struct hub *hub, const struct act *by, struct arena *a, struct str submission, const struct question_asked *q,
    struct str *number_r, struct err *e)
{
	const struct ready_text *ready;
	struct submission_row s;
	struct str words;

	if (check_words(q, &ready, e) < 0 || approve_staff(hub->db, a, by, e) < 0 || submission_get(hub->db, a, submission, &s, e) < 0)
		return -1;
	if (s.org_id.p == NULL)
		return err_set(e, ERR_CONFLICT, "nobody is known who handed in " STR_FMT "; attribute it first", STR_ARG(submission));
	words = words_of(a, q, ready);
	if (names_check(hub->db, a, s.org_id, words_of(a, q, NULL), e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (ask(hub, by, a, &s, q, ready, words, number_r, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- the next turn ---- */

/* What the side whose turn it was took is added to its sum.  Conditional: two who act at once do not both win. */
static int turn(struct db *db, const struct act *by, struct arena *a, const struct question_row *q, struct str to, long long due_ms,
    struct err *e)
{
	struct db_rows now;
	long long done = DB_EXEC(db, e, "UPDATE question SET state = $2, turn_ms = $3, due_ms = $4, "
	    "member_wait_ms = member_wait_ms + CASE WHEN state = 'open' THEN $3 - turn_ms ELSE 0 END, "
	    "hub_wait_ms = hub_wait_ms + CASE WHEN state = 'answered' THEN $3 - turn_ms ELSE 0 END, "
	    "first_answer_ms = CASE WHEN $2 = 'answered' THEN COALESCE(first_answer_ms, $3) ELSE first_answer_ms END, "
	    "closed_ms = CASE WHEN $2 = 'closed' THEN $3 ELSE closed_ms END, closed_by = CASE WHEN $2 = 'closed' THEN $5 ELSE closed_by END "
	    "WHERE id = $1 AND state = $6", DB_TEXT(q->id), DB_TEXT(to), DB_INT(by->now_ms), DB_INT(due_ms), DB_TEXT(by->actor),
	    DB_TEXT(q->state));

	if (done != 0)
		return done < 0 ? -1 : 0;
	if (DB_QUERY(db, a, &now, e, "SELECT state FROM question WHERE id = $1", DB_TEXT(q->id)) < 0)
		return -1;
	return state_changed(&states_question, q->number, q->state, db_text(&now, 0, 0), STR(""), e);
}

static int again(struct hub *hub, const struct act *by, struct arena *a, const struct question_row *q, const struct question_asked *asked,
    const struct ready_text *ready, struct err *e)
{
	struct str words = words_of(a, asked, ready), own = words_of(a, asked, NULL), key;
	struct submission_row s;
	long long due, n;

	if (state_check(&states_question, q->number, q->state, "again", e) < 0 || names_check(hub->db, a, q->org_id, own, e) < 0 ||
	    submission_get(hub->db, a, q->submission_id, &s, e) < 0 || key_of(hub->db, a, s.id, q->submission, &key, e) < 0 ||
	    due_of(hub->db, by, a, asked, ready, &due, e) < 0 || submission_waits(hub->db, a, &s, e) < 0 ||
	    turn(hub->db, by, a, q, STR("open"), due, e) < 0 || add_message(hub, by, a, q->id, key, true, by->actor, words, &n, e) < 0 ||
	    notice_add(hub->db, by, a, q->org_id, "submitter", "question", STR_NONE, q->id, 0, e) < 0)
		return -1;
	return audit_add(hub->db, by, "question.asked-again", q->id, e);
}

int question_again(struct hub *hub, const struct act *by, struct arena *a, struct str number, const struct question_asked *asked,
    struct err *e)
{
	const struct ready_text *ready;
	struct question_row q;
	bool staff;

	if (check_words(asked, &ready, e) < 0 || approve_staff(hub->db, a, by, e) < 0 || question_get(hub->db, by, a, number, &q, &staff, e) < 0 ||
	    db_begin(hub->db, e) < 0)
		return -1;
	if (again(hub, by, a, &q, asked, ready, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- answering ---- */

/* Somebody who hands in for the organisation; the hub's people take down what such a person said. */
static int may_answer(struct db *db, const struct act *by, struct arena *a, const struct question_row *q, struct str person, struct err *e)
{
	struct person_found p;
	bool holds;

	if (!str_eq(person, by->actor) && approve_staff(db, a, by, e) < 0)
		return -1;
	if (person_find(db, a, person, by->now_ms, &p, e) < 0 ||
	    person_has_role(db, a, person, "submitter org-admin", by->now_ms, &holds, e) < 0)
		return -1;
	if (p.found && holds && str_eq(p.org_id, q->org_id))
		return 0;
	return err_set(e, ERR_DENIED, STR_FMT " hands in nothing for the organisation that was asked; what one of its people says is taken down "
	    "with --for PERSON", STR_ARG(person));
}

static int take_files(struct hub *hub, const struct act *by, struct arena *a, const struct question_row *q, const struct question_reply *r,
    struct str person, long long n, struct str *receipts, struct err *e)
{
	for (size_t i = 0; i < r->file_count; i++) {
		const struct offer offer = { .org_id = q->org_id, .person_id = person, .kind = r->files[i].kind,
			.channel = r->channel.p != NULL ? r->channel : STR("cli"), .name = r->files[i].name, .from = r->files[i].content, .supplements = q->submission, .received_ms = TIME_NONE };
		struct receipt receipt;

		if (intake_receive(hub, by, a, &offer, &receipt, e) < 0 || DB_EXEC(hub->db, e, "INSERT INTO question_file (question_id, n, hand_in_id) "
		    "VALUES ($1, $2, $3) ON CONFLICT (question_id, n, hand_in_id) DO NOTHING", DB_TEXT(q->id), DB_INT(n),
		    DB_TEXT(receipt.hand_in_id)) < 0)
			return -1;
		receipts[i] = receipt.number;
	}
	return 0;
}

static int answer(struct hub *hub, const struct act *by, struct arena *a, const struct question_row *q, const struct question_reply *r,
    struct str person, struct str *receipts, struct err *e)
{
	struct str key;
	long long n;

	if (state_check(&states_question, q->number, q->state, "answer", e) < 0 || key_of(hub->db, a, q->submission_id, q->submission, &key, e) < 0 ||
	    turn(hub->db, by, a, q, STR("answered"), q->due_ms, e) < 0 || add_message(hub, by, a, q->id, key, false, person, r->words, &n, e) < 0 ||
	    take_files(hub, by, a, q, r, person, n, receipts, e) < 0 || submission_goes_on(hub->db, q->submission_id, e) < 0 ||
	    notice_add_about(hub->db, by, a, q->asked_by, "answered", q->id, e) < 0)
		return -1;
	return audit_add_detail(hub->db, by, "question.answered", q->id, arena_printf(a, "{\"files\":%zu}", r->file_count), e);
}

int question_answer(struct hub *hub, const struct act *by, struct arena *a, struct str number, const struct question_reply *r,
    struct str **receipts_r, struct err *e)
{
	struct str person = r->person.p != NULL ? r->person : by->actor;
	struct question_row q;
	bool staff;

	*receipts_r = ARENA_ARRAY(a, struct str, r->file_count + 1);
	if (r->words.n == 0 && r->file_count == 0)
		return err_set(e, ERR_USAGE, "an answer has words (--text) or files (--file)");
	if (r->words.n > WORDS_MOST)
		return err_set(e, ERR_LIMIT, "an answer has at most %d bytes; hand in longer ones as a file", WORDS_MOST);
	if (question_get(hub->db, by, a, number, &q, &staff, e) < 0 || may_answer(hub->db, by, a, &q, person, e) < 0 ||
	    db_begin(hub->db, e) < 0)
		return -1;
	if (answer(hub, by, a, &q, r, person, *receipts_r, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- closing, reminding ---- */

int question_close(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	struct question_row q;
	bool staff;

	if (approve_staff(hub->db, a, by, e) < 0 || question_get(hub->db, by, a, number, &q, &staff, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (state_check(&states_question, q.number, q.state, "close", e) == 0 && turn(hub->db, by, a, &q, STR("closed"), q.due_ms, e) == 0 &&
	    submission_goes_on(hub->db, q.submission_id, e) == 0 && audit_add(hub->db, by, "question.closed", q.id, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

static int remind_one(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct str org, long long *told, struct err *e)
{
	long long n = notice_add(hub->db, by, a, org, "submitter", "question", STR_NONE, id, 0, e);

	if (n < 0 || DB_EXEC(hub->db, e, "UPDATE question SET reminded_ms = $2 WHERE id = $1", DB_TEXT(id), DB_INT(by->now_ms)) < 0)
		return -1;
	*told += n;
	return audit_add(hub->db, by, "question.reminded", id, e);
}

long long question_remind(struct hub *hub, const struct act *by, struct arena *a, struct err *e)
{
	struct db_rows r;
	long long told = 0;

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (DB_QUERY(hub->db, a, &r, e, "SELECT id, org_id FROM question WHERE state = 'open' AND due_ms <= $1 AND (reminded_ms IS NULL OR "
	    "reminded_ms <= $2) ORDER BY number COLLATE \"C\"", DB_INT(by->now_ms), DB_INT(by->now_ms - MS_DAY)) < 0)
		goto undo;
	for (size_t i = 0; i < r.count; i++)
		if (remind_one(hub, by, a, db_text(&r, i, 0), db_text(&r, i, 1), &told, e) < 0)
			goto undo;
	if (db_commit(hub->db, e) == 0)
		return told;
undo:
	db_rollback(hub->db);
	return -1;
}

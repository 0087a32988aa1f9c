/* consultation_look.c - reading consultations and their answers, and finding what was answered before. */
#include "ask/consultation.h"

#include <stdlib.h>

#include "approve/approve.h"
#include "base/text.h"
#include "base/time.h"
#include "intake/look.h"
#include "store/audit.h"
#include "store/vault.h"

#define CONSULTATIONS " FROM submission s JOIN hand_in h ON h.id = s.hand_in_id LEFT JOIN consultation c ON c.submission_id = s.id "
#define COLUMNS \
	SQL_SUBMISSION_NAME ", s.id, s.org_id, s.state, COALESCE(c.state, ''), COALESCE(c.template, ''), COALESCE(c.outcome, '')," \
	" COALESCE(c.drafted_by, ''), COALESCE(c.reviewed_by, ''), COALESCE(c.rev, 0), s.received_ms, c.drafted_ms, c.reviewed_ms, c.sent_ms," \
	" c.opened_ms, c.about_blob, c.ja_blob, c.en_blob," \
	" COALESCE((SELECT CAST(SUM(q.member_wait_ms + CASE WHEN q.state = 'open' THEN $1 - q.turn_ms ELSE 0 END) AS BIGINT)" \
	"  FROM question q WHERE q.submission_id = s.id), 0)" \
	CONSULTATIONS

static struct consultation_row row_of(const struct db_rows *r, size_t i)
{
	return (struct consultation_row){ .submission = db_text(r, i, 0), .submission_id = db_text(r, i, 1), .org_id = db_text(r, i, 2),
		.receipt_state = db_text(r, i, 3), .state = db_text(r, i, 4), .template = db_text(r, i, 5), .outcome = db_text(r, i, 6),
		.drafted_by = db_text(r, i, 7), .reviewed_by = db_text(r, i, 8), .rev = db_int(r, i, 9), .received_ms = db_int(r, i, 10),
		.drafted_ms = db_time(r, i, 11), .reviewed_ms = db_time(r, i, 12), .sent_ms = db_time(r, i, 13), .opened_ms = db_time(r, i, 14),
		.about_blob = db_text(r, i, 15), .ja_blob = db_text(r, i, 16), .en_blob = db_text(r, i, 17), .member_wait_ms = db_int(r, i, 18) };
}

/* What is put in order is narrow; then the whole rows of the page are read. */
#define IN_ORDER " ORDER BY s.received_ms, h.receipt COLLATE \"C\", s.number"
#define SQL_PAGE \
	"SELECT " COLUMNS "WHERE s.id IN (SELECT s.id" CONSULTATIONS "WHERE s.kind = 'consultation' AND s.state <> 'withdrawn' AND h.supplements IS NULL" \
	" AND ($2 = '' OR s.org_id = $2) AND ($3 = 1 OR (COALESCE(c.state, '') <> 'sent' AND s.state NOT IN ('duplicate', 'out-of-scope', 'benign', 'done')))" \
	" AND s.received_ms >= $4 AND (s.received_ms > $4 OR h.receipt COLLATE \"C\" > $5 OR (h.receipt = $5 AND s.number > $6))" IN_ORDER " LIMIT $7)" IN_ORDER

int consultation_list(struct db *db, struct arena *a, struct str org_id, bool all, long long now_ms, struct consultation_row **list,
    size_t *n, struct err *e)
{
	return consultation_page(db, a, org_id, all, now_ms, &(const struct submission_after){ 0, 0, STR("") }, TIME_FOREVER, list, n, e);
}

int consultation_page(struct db *db, struct arena *a, struct str org_id, bool all, long long now_ms, const struct submission_after *after,
    long long limit, struct consultation_row **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_PAGE, DB_INT(now_ms), DB_TEXT(org_id.p != NULL ? org_id : STR("")), DB_BOOL(all), DB_INT(after->received_ms),
	    DB_TEXT(after->receipt), DB_INT(after->number), DB_INT(limit)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct consultation_row, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = row_of(&r, i);
	return 0;
}

int consultation_get(struct db *db, const struct act *by, struct arena *a, struct str submission, struct consultation_row *c, bool *staff,
    struct err *e)
{
	struct submission_row s;
	struct db_rows r;
	struct err why = { 0 };

	if (submission_get(db, a, submission, &s, &why) < 0 || may_see_org(db, by, a, s.org_id, staff, &why) < 0) {
		if (why.kind == ERR_UNKNOWN || why.kind == ERR_DENIED)
			return err_set(e, ERR_UNKNOWN, "there is no consultation " STR_FMT, STR_ARG(submission));
		*e = why;
		return -1;
	}
	if (DB_QUERY(db, a, &r, e, "SELECT " COLUMNS "WHERE s.id = $2", DB_INT(by->now_ms), DB_TEXT(s.id)) < 0)
		return -1;
	*c = row_of(&r, 0);
	if (!str_eq(s.kind, STR("consultation")) || str_eq(s.state, STR("withdrawn")))
		return err_set(e, ERR_CONFLICT, STR_FMT " is no consultation that waits for an answer", STR_ARG(c->submission));
	if (!*staff && !str_eq(c->state, STR("sent")))          /* what is being written is the hub's own */
		c->state = c->template = c->outcome = c->drafted_by = c->reviewed_by = STR("");
	return 0;
}

static int read_blob(struct hub *hub, struct arena *a, struct str blob, struct str *words, struct err *e)
{
	enum vault_found found = VAULT_NONE;

	*words = STR("");
	if (blob.p == NULL)
		return 0;
	if (vault_get(hub, hub->db, a, blob, &found, words, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		*words = STR("");
	return 0;
}

static int note_look(struct hub *hub, const struct act *by, const struct consultation_row *c, bool staff, struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	if ((staff || DB_EXEC(hub->db, e, "UPDATE consultation SET opened_ms = COALESCE(opened_ms, $2) WHERE submission_id = $1",
	    DB_TEXT(c->submission_id), DB_INT(by->now_ms)) >= 0) && audit_add(hub->db, by, "consultation.read", c->submission_id, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

int consultation_read(struct hub *hub, const struct act *by, struct arena *a, const struct consultation_row *c, bool staff,
    struct consultation_words *w, struct err *e)
{
	*w = (struct consultation_words){ STR(""), STR(""), STR("") };
	if (c->state.n == 0)
		return 0;
	if (read_blob(hub, a, c->ja_blob, &w->ja, e) < 0 || read_blob(hub, a, c->en_blob, &w->en, e) < 0 ||
	    (staff && read_blob(hub, a, c->about_blob, &w->about, e) < 0))
		return -1;
	return note_look(hub, by, c, staff, e);
}

/* ---- what was answered before ---- */

struct pairs { uint64_t *list; size_t count; };

static int by_value(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return (a > b) - (a < b);
}

/* Neighbouring characters of the folded text: works for Japanese and English alike. */
static struct pairs pairs_of(struct arena *a, struct str words)
{
	struct str folded = text_fold(a, words);
	struct pairs p = { ARENA_ARRAY(a, uint64_t, folded.n + 1), 0 };
	uint32_t before = 0;

	for (size_t at = 0; at < folded.n;) {
		uint32_t c = utf8_next(folded, &at);

		if (!text_is_word(c)) {
			before = 0;
			continue;
		}
		if (before != 0)
			p.list[p.count++] = (uint64_t)before << 32 | c;
		before = c;
	}
	qsort(p.list, p.count, sizeof *p.list, by_value);
	return p;
}

/* Dice's coefficient in percent. */
static int likeness(const struct pairs *x, const struct pairs *y)
{
	size_t common = 0, i = 0, k = 0;

	while (i < x->count && k < y->count) {
		if (x->list[i] == y->list[k]) {
			common++, i++, k++;
		} else if (x->list[i] < y->list[k]) {
			i++;
		} else {
			k++;
		}
	}
	return x->count + y->count == 0 ? 0 : (int)(200 * common / (x->count + y->count));
}

static int by_score(const void *x, const void *y)
{
	const struct consultation_similar *a = x, *b = y;

	return a->score != b->score ? b->score - a->score : (a->sent_ms < b->sent_ms) - (a->sent_ms > b->sent_ms);
}

enum { LEAST_LIKE = 15 };

int consultation_find_similar(struct hub *hub, const struct act *by, struct arena *a, struct str words, size_t most,
    struct consultation_similar **list, size_t *n, struct err *e)
{
	struct pairs wanted = pairs_of(a, words);
	struct consultation_row *rows;
	size_t count, room = 0;

	*list = NULL;
	*n = 0;
	if (approve_staff(hub->db, a, by, e) < 0 || consultation_list(hub->db, a, STR_NONE, true, by->now_ms, &rows, &count, e) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct str about;
		struct pairs p;
		int score;

		if (!str_eq(rows[i].state, STR("sent")))
			continue;
		if (read_blob(hub, a, rows[i].about_blob, &about, e) < 0)
			return -1;
		p = pairs_of(a, about);
		score = likeness(&wanted, &p);
		if (score >= LEAST_LIKE)
			*ARENA_PUSH(a, *list, *n, room) = (struct consultation_similar){ .submission = rows[i].submission, .outcome = rows[i].outcome,
				.template = rows[i].template, .about = about, .ja = rows[i].ja_blob, .en = rows[i].en_blob, .sent_ms = rows[i].sent_ms,
				.score = score };
	}
	if (*n > 0)
		qsort(*list, *n, sizeof **list, by_score);
	*n = *n < most ? *n : most;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (audit_add(hub->db, by, "consultation.searched", STR(""), e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	if (db_commit(hub->db, e) < 0)
		return -1;
	for (size_t i = 0; i < *n; i++)
		if (read_blob(hub, a, (*list)[i].ja, &(*list)[i].ja, e) < 0 || read_blob(hub, a, (*list)[i].en, &(*list)[i].en, e) < 0)
			return -1;
	return 0;
}

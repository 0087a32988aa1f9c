/* question_look.c - reading threads; who may. */
#include "ask/question.h"

#include "base/buf.h"
#include "base/time.h"
#include "intake/look.h"
#include "store/audit.h"
#include "store/vault.h"

#define COLUMNS \
	"q.id, q.number, " SQL_SUBMISSION_NAME ", q.submission_id, q.org_id, s.kind, q.template, q.state, q.asked_by, q.asked_ms, q.due_ms," \
	" q.first_answer_ms, q.closed_ms, q.turn_ms, q.member_wait_ms, q.hub_wait_ms," \
	" (SELECT COUNT(*) FROM question_message m WHERE m.question_id = q.id)" \
	" FROM question q JOIN submission s ON s.id = q.submission_id JOIN hand_in h ON h.id = s.hand_in_id "

static struct question_row row_of(const struct db_rows *r, size_t i, long long now_ms)
{
	struct question_row q = { .id = db_text(r, i, 0), .number = db_text(r, i, 1), .submission = db_text(r, i, 2),
		.submission_id = db_text(r, i, 3), .org_id = db_text(r, i, 4), .kind = db_text(r, i, 5), .template = db_text(r, i, 6),
		.state = db_text(r, i, 7), .asked_by = db_text(r, i, 8), .asked_ms = db_int(r, i, 9), .due_ms = db_int(r, i, 10),
		.first_answer_ms = db_time(r, i, 11), .closed_ms = db_time(r, i, 12), .member_wait_ms = db_int(r, i, 14),
		.hub_wait_ms = db_int(r, i, 15), .messages = db_int(r, i, 16) };
	long long since = now_ms - db_int(r, i, 13);

	if (str_eq(q.state, STR("open")))
		q.member_wait_ms += since;
	if (str_eq(q.state, STR("answered")))
		q.hub_wait_ms += since;
	q.is_late = str_eq(q.state, STR("open")) && q.due_ms < now_ms;
	return q;
}

#define ANY_STATE "($3 = 1 OR q.state <> 'closed')"
/* Several texts of one list: an index is used only where its column is compared with a value.  What is put in order is narrow; then the
 * whole rows of the page are read. */
#define IN_ORDER " ORDER BY q.due_ms, q.number COLLATE \"C\""
#define SQL_LIST(whose) \
	"SELECT " COLUMNS "WHERE q.id IN (SELECT q.id FROM question q WHERE " whose \
	" AND q.due_ms >= $4 AND (q.due_ms > $4 OR q.number COLLATE \"C\" > $5)" IN_ORDER " LIMIT $6)" IN_ORDER

static int read_list(struct db *db, struct arena *a, struct str org_id, struct str submission_id, bool all, long long now_ms,
    const struct question_place *after, long long limit, struct question_row **list, size_t *n, struct err *e)
{
	struct str org = org_id.p != NULL ? org_id : STR(""), submission = submission_id.p != NULL ? submission_id : STR("");
	struct db_rows r;

#define VALUES DB_TEXT(org), DB_TEXT(submission), DB_BOOL(all), DB_INT(after->due_ms), DB_TEXT(after->number), DB_INT(limit)
	if ((submission.n > 0 ? DB_QUERY(db, a, &r, e, SQL_LIST("($1 = '' OR q.org_id = $1) AND q.submission_id = $2 AND " ANY_STATE), VALUES) :
	        org.n > 0 ? DB_QUERY(db, a, &r, e, SQL_LIST("q.org_id = $1 AND $2 = '' AND " ANY_STATE), VALUES) :
	        all ? DB_QUERY(db, a, &r, e, SQL_LIST("$1 = '' AND $2 = '' AND $3 = 1"), VALUES) :
	        DB_QUERY(db, a, &r, e, SQL_LIST("$1 = '' AND $2 = '' AND $3 = 0 AND q.state <> 'closed'"), VALUES)) < 0)
		return -1;
#undef VALUES
	*list = ARENA_ARRAY(a, struct question_row, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = row_of(&r, i, now_ms);
	return 0;
}

int question_page(struct db *db, struct arena *a, struct str org_id, bool all, long long now_ms, const struct question_place *after,
    long long limit, struct question_row **list, size_t *n, struct err *e)
{
	return read_list(db, a, org_id, STR_NONE, all, now_ms, after, limit, list, n, e);
}

int question_list(struct db *db, struct arena *a, struct str org_id, struct str submission_id, bool all, long long now_ms,
    struct question_row **list, size_t *n, struct err *e)
{
	return read_list(db, a, org_id, submission_id, all, now_ms, &(const struct question_place){ 0, STR("") }, TIME_FOREVER, list, n, e);
}

int question_get(struct db *db, const struct act *by, struct arena *a, struct str number, struct question_row *row, bool *staff,
    struct err *e)
{
	struct db_rows r;
	struct err denied;

	if (DB_QUERY(db, a, &r, e, "SELECT " COLUMNS "WHERE q.number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (r.count > 0 && may_see_org(db, by, a, db_text(&r, 0, 4), staff, &denied) < 0) {
		if (denied.kind != ERR_DENIED) {
			*e = denied;
			return -1;
		}
		r.count = 0;
	}
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no question " STR_FMT, STR_ARG(number));
	*row = row_of(&r, 0, by->now_ms);
	return 0;
}

static int read_words(struct hub *hub, struct arena *a, struct str blob, struct str *words, struct err *e)
{
	enum vault_found found;

	if (vault_get(hub, hub->db, a, blob, &found, words, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		*words = STR("");
	return 0;
}

static int files_of(struct db *db, struct arena *a, const struct question_row *q, long long n, struct str *receipts, struct err *e)
{
	struct db_rows r;
	struct buf out;

	buf_init_arena(&out, a, 1 << 16);
	if (DB_QUERY(db, a, &r, e, "SELECT h.receipt FROM question_file f JOIN hand_in h ON h.id = f.hand_in_id WHERE f.question_id = $1 AND f.n = $2 "
	    "ORDER BY h.received_ms, h.receipt COLLATE \"C\"", DB_TEXT(q->id), DB_INT(n)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		buf_printf(&out, "%s" STR_FMT, i > 0 ? " " : "", STR_ARG(db_text(&r, i, 0)));
	*receipts = buf_str(&out);
	return 0;
}

int question_messages(struct hub *hub, const struct act *by, struct arena *a, const struct question_row *q,
    struct question_message **list, size_t *count, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(hub->db, a, &r, e, "SELECT n, side, person_id, entered_by, at_ms, blob_id FROM question_message WHERE question_id = $1 "
	    "ORDER BY n", DB_TEXT(q->id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct question_message, r.count + 1);
	*count = r.count;
	for (size_t i = 0; i < r.count; i++) {
		struct question_message *m = &(*list)[i];

		*m = (struct question_message){ .n = db_int(&r, i, 0), .of_hub = str_eq(db_text(&r, i, 1), STR("hub")), .person_id = db_text(&r, i, 2),
			.entered_by = db_text(&r, i, 3), .at_ms = db_int(&r, i, 4) };
		if (read_words(hub, a, db_text(&r, i, 5), &m->words, e) < 0 || files_of(hub->db, a, q, m->n, &m->receipts, e) < 0)
			return -1;
	}
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (audit_add(hub->db, by, "question.read", q->id, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* info_request.c - writing a call. */
#include "request/info_request.h"

#include "approve/approve.h"
#include "base/text.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "registry/word.h"
#include "store/audit.h"

enum { TITLE_MOST = 300, QUESTION_MOST = 20000 };

static int check_text(struct str s, const char *what, size_t most, struct err *e)
{
	if (str_trim(s).n == 0)
		return err_set(e, ERR_USAGE, "a call needs title and question in both languages; “%s” is missing", what);
	if (s.n > most)
		return err_set(e, ERR_LIMIT, "“%s” has %zu bytes, at most %zu are taken", what, s.n, most);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n')
			return err_set(e, ERR_INPUT, "“%s” holds a control character at byte %zu", what, i);
	return utf8_valid(s) ? 0 : err_set(e, ERR_INPUT, "“%s” is no valid UTF-8 text", what);
}

static int check_texts(const struct info_request *q, struct err *e)
{
	return check_text(q->title_ja, "--title-ja", TITLE_MOST, e) < 0 || check_text(q->title_en, "--title-en", TITLE_MOST, e) < 0 ||
	    check_text(q->question_ja, "--question-ja", QUESTION_MOST, e) < 0 || check_text(q->question_en, "--question-en", QUESTION_MOST, e) < 0 ? -1 : 0;
}

/* Of a target that does not exist nobody would ever answer. */
static int check_target(struct hub *hub, struct arena *a, const struct info_request *q, const struct share_target *t, struct err *e)
{
	struct db_rows r;

	if (str_eq(t->kind, STR("public")) && !str_eq(q->tlp, STR("CLEAR")))
		return err_set(e, ERR_DENIED, "only TLP:CLEAR may be public");
	if (str_eq(t->kind, STR("all")) || str_eq(t->kind, STR("public")))
		return t->target.n == 0 ? 0 : err_set(e, ERR_INPUT, "the audience \"all\" takes no name");
	if (!str_eq(t->kind, STR("sig")) && !str_eq(t->kind, STR("org")) && !str_eq(t->kind, STR("liaison")))
		return err_set(e, ERR_INPUT, "audience: \"" STR_FMT "\" is none of all, sig, org, liaison, public", STR_ARG(t->kind));
	if (DB_QUERY(hub->db, a, &r, e, "SELECT (SELECT COUNT(*) FROM sig WHERE id = $1), (SELECT COUNT(*) FROM org WHERE id = $1), "
	    "(SELECT COUNT(*) FROM liaison WHERE id = $1)", DB_TEXT(t->target)) < 0)
		return -1;
	return db_int(&r, 0, str_eq(t->kind, STR("sig")) ? 0 : str_eq(t->kind, STR("org")) ? 1 : 2) > 0 ? 0 :
	    err_set(e, ERR_UNKNOWN, "audience: there is no " STR_FMT " \"" STR_FMT "\"", STR_ARG(t->kind), STR_ARG(t->target));
}

static int check_audience(struct hub *hub, struct arena *a, const struct info_request *q, const struct info_request_spec *s, struct err *e)
{
	if ((s->audience_count == 0) == (q->share_id.p == NULL))
		return err_set(e, ERR_USAGE, "whom is it asked? --audience all, sig:ID, org:ID, liaison:ID or public; or --share for those who have that share");
	for (size_t i = 0; i < s->audience_count; i++)
		if (check_target(hub, a, q, &s->audience[i], e) < 0)
			return -1;
	return 0;
}

static int find_refs(struct hub *hub, struct arena *a, const struct info_request_spec *s, struct info_request *q, struct err *e)
{
	struct case_row c;
	struct db_rows r;

	if (s->case_number.p != NULL) {
		if (case_get(hub->db, a, s->case_number, &c, e) < 0)
			return -1;
		q->case_id = c.id;
	}
	if (s->share_number.p == NULL)
		return 0;
	if (DB_QUERY(hub->db, a, &r, e, "SELECT id FROM share WHERE number = $1 AND state = 'released'", DB_TEXT(s->share_number)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT " that is out", STR_ARG(s->share_number));
	q->share_id = db_text(&r, 0, 0);
	q->share_number = s->share_number;
	return 0;
}

static int insert(struct hub *hub, const struct act *by, const struct info_request *q, struct err *e)
{
	return DB_EXEC(hub->db, e, "INSERT INTO info_request (id, number, state, rev, tlp, case_id, share_id, days, title_ja, title_en, question_ja, "
	    "question_en, leak_hits, author, made_ms) VALUES ($1, $2, 'draft', 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", DB_TEXT(q->id),
	    DB_TEXT(q->number), DB_TEXT(q->tlp), DB_TEXT(q->case_id), DB_TEXT(q->share_id), DB_INT(q->days), DB_TEXT(q->title_ja),
	    DB_TEXT(q->title_en), DB_TEXT(q->question_ja), DB_TEXT(q->question_en), DB_INT(q->leak_hits), DB_TEXT(by->actor),
	    DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

static int insert_audience(struct hub *hub, const struct info_request *q, const struct info_request_spec *s, struct err *e)
{
	for (size_t i = 0; i < s->audience_count; i++)
		if (DB_EXEC(hub->db, e, "INSERT INTO info_request_audience (request_id, kind, target) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
		    DB_TEXT(q->id), DB_TEXT(s->audience[i].kind), DB_TEXT(s->audience[i].target)) < 0)
			return -1;
	return q->share_id.p == NULL ? 0 : DB_EXEC(hub->db, e, "INSERT INTO info_request_audience (request_id, kind, target) VALUES ($1, 'share', '')",
	    DB_TEXT(q->id)) < 0 ? -1 : 0;
}

static int draft(struct hub *hub, const struct act *by, struct arena *a, const struct info_request_spec *s, struct info_request *q,
    struct leak_hits *hits, struct err *e)
{
	for (size_t i = 0; i < s->audience_count; i++)
		q->is_public = q->is_public || str_eq(s->audience[i].kind, STR("public"));
	if (approve_staff(hub->db, a, by, e) < 0 || find_refs(hub, a, s, q, e) < 0 || check_audience(hub, a, q, s, e) < 0 ||
	    info_request_check(hub, hub->db, by, a, q, hits, e) < 0)
		return -1;
	q->leak_hits = (long long)hits->count;
	if (insert(hub, by, q, e) < 0 || insert_audience(hub, q, s, e) < 0)
		return -1;
	return audit_add_detail(hub->db, by, "request.drafted", q->id, arena_printf(a, "{\"leaks\":%zu}", hits->count), e);
}

static int known_tlp(struct str tlp, struct err *e)
{
	return str_eq(tlp, STR("AMBER")) || str_eq(tlp, STR("GREEN")) || str_eq(tlp, STR("CLEAR")) ? 0 :
	    err_set(e, ERR_USAGE, "a call is TLP AMBER, GREEN or CLEAR, not “" STR_FMT "”", STR_ARG(tlp));
}

int info_request_draft(struct hub *hub, const struct act *by, struct arena *a, const struct info_request_spec *s, struct str *number_r,
    struct leak_hits *hits, struct err *e)
{
	struct info_request q = { .id = rng_uuid(by->rng, a), .number = arena_printf(a, "Q-" STR_FMT, STR_ARG(rng_code(by->rng, a, 7))),
		.tlp = s->tlp, .days = s->days, .title_ja = s->title_ja, .title_en = s->title_en, .question_ja = s->question_ja,
		.question_en = s->question_en, .due_ms = TIME_NONE };

	*hits = (struct leak_hits){ 0 };
	if (s->days < 1 || s->days > INFO_REQUEST_DAYS_MOST)
		return err_set(e, ERR_USAGE, "how many business days to answer? --days 1 to %d", INFO_REQUEST_DAYS_MOST);
	if (known_tlp(q.tlp, e) < 0 || check_texts(&q, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	*number_r = q.number;
	if (draft(hub, by, a, s, &q, hits, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- editing ---- */

#define SQL_EDIT \
	"UPDATE info_request SET rev = rev + 1, title_ja = $3, title_en = $4, question_ja = $5, question_en = $6, days = $7, leak_hits = $8," \
	" author = $9, made_ms = $10 WHERE id = $1 AND rev = $2 AND state = 'draft'"

static int edit(struct hub *hub, const struct act *by, struct arena *a, struct info_request *q, const struct info_request_spec *s,
    struct leak_hits *hits, struct err *e)
{
	long long changed;

	q->title_ja = s->title_ja.p != NULL ? s->title_ja : q->title_ja;
	q->title_en = s->title_en.p != NULL ? s->title_en : q->title_en;
	q->question_ja = s->question_ja.p != NULL ? s->question_ja : q->question_ja;
	q->question_en = s->question_en.p != NULL ? s->question_en : q->question_en;
	q->days = s->days > 0 ? s->days : q->days;
	if (check_texts(q, e) < 0 || info_request_check(hub, hub->db, by, a, q, hits, e) < 0)
		return -1;
	changed = DB_EXEC(hub->db, e, SQL_EDIT, DB_TEXT(q->id), DB_INT(q->rev), DB_TEXT(q->title_ja), DB_TEXT(q->title_en),
	    DB_TEXT(q->question_ja), DB_TEXT(q->question_en), DB_INT(q->days), DB_INT((long long)hits->count), DB_TEXT(by->actor),
	    DB_INT(by->now_ms));
	if (changed != 1)
		return changed < 0 ? -1 : info_request_moved(hub->db, a, q, e);
	return audit_add_detail(hub->db, by, "request.edited", q->id, arena_printf(a, "{\"rev\":%lld,\"leaks\":%zu}", q->rev + 1, hits->count), e);
}

int info_request_edit(struct hub *hub, const struct act *by, struct arena *a, struct str number, const struct info_request_spec *s,
    struct leak_hits *hits, struct err *e)
{
	struct info_request q;

	*hits = (struct leak_hits){ 0 };
	if (s->days > INFO_REQUEST_DAYS_MOST)
		return err_set(e, ERR_USAGE, "how many business days to answer? --days 1 to %d", INFO_REQUEST_DAYS_MOST);
	if (info_request_get(hub->db, a, number, &q, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (approve_staff(hub->db, a, by, e) == 0 && state_check(&states_request, number, q.state, "edit", e) == 0 &&
	    edit(hub, by, a, &q, s, hits, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- dropping, closing, opening again ---- */

static int move_on(struct hub *hub, const struct act *by, struct arena *a, const struct info_request *q, const char *deed, struct err *e)
{
	bool ends = strcmp(deed, "reopen") != 0;
	long long changed = DB_EXEC(hub->db, e, "UPDATE info_request SET state = $3, ended_ms = $4 WHERE id = $1 AND state = $2", DB_TEXT(q->id),
	    DB_TEXT(q->state), DB_TEXT(state_after(&states_request, q->state, deed)), ends ? DB_INT(by->now_ms) : DB_NULL);

	if (changed != 1)
		return changed < 0 ? -1 : info_request_moved(hub->db, a, q, e);
	return audit_add(hub->db, by, arena_printf(a, "request.%s", deed).p, q->id, e);
}

int info_request_move(struct hub *hub, const struct act *by, struct arena *a, struct str number, const char *deed, struct err *e)
{
	struct info_request q;

	if (info_request_get(hub->db, a, number, &q, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (approve_staff(hub->db, a, by, e) == 0 && state_check(&states_request, number, q.state, deed, e) == 0 &&
	    move_on(hub, by, a, &q, deed, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

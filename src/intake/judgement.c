/* judgement.c - see judgement.h. */
#include "intake/judgement.h"

#include "intake/look.h"
#include "store/audit.h"

enum { REASON_MOST = 2000 };

/* Of the engine's own, or of those that only the hub sees. */
static int find(struct db *db, struct arena *a, const struct submission_row *s, struct str finding, struct err *e)
{
	struct db_rows r;

	if (finding.n == 0)
		return 0;
	if (DB_QUERY(db, a, &r, e, "SELECT 1 FROM finding WHERE submission_id = $1 AND finding_id = $2 UNION ALL "
	    "SELECT 1 FROM hub_finding WHERE submission_id = $1 AND finding_id = $2 LIMIT 1", DB_TEXT(s->id), DB_TEXT(finding)) < 0)
		return -1;
	return r.count > 0 ? 0 : err_set(e, ERR_UNKNOWN, STR_FMT " has no finding “" STR_FMT "”", STR_ARG(submission_number(a, s)), STR_ARG(finding));
}

static int check(struct db *db, struct arena *a, struct str submission_id, const struct judgement *j, struct submission_row *s, struct err *e)
{
	if (!str_eq(j->word, STR("agree")) && !str_eq(j->word, STR("wrong")))
		return err_set(e, ERR_USAGE, "a judgement is agree or wrong, not “" STR_FMT "”", STR_ARG(j->word));
	if (j->reason.n > REASON_MOST)
		return err_set(e, ERR_LIMIT, "the reason has %zu bytes, at most %d are kept: shorten it", j->reason.n, REASON_MOST);
	if (submission_get(db, a, submission_id, s, e) < 0)
		return -1;
	if (str_eq(s->state, STR("withdrawn")) || s->document_blob.n == 0)
		return err_set(e, ERR_CONFLICT, STR_FMT " has no verdict to judge: it was withdrawn or is not read yet", STR_ARG(submission_number(a, s)));
	return find(db, a, s, j->finding_id, e);
}

int submission_judge(struct db *db, const struct act *by, struct arena *a, struct str submission_id, const struct judgement *j, struct err *e)
{
	struct submission_row s;

	if (check(db, a, submission_id, j, &s, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "INSERT INTO judgement (id, submission_id, finding_id, word, reason, by_person, at_ms) VALUES ($1, $2, $3, $4, $5, $6, "
	    "$7)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(s.id), DB_TEXT(j->finding_id), DB_TEXT(j->word), DB_TEXT(j->reason),
	    DB_TEXT(by->actor), DB_INT(by->now_ms)) >= 0 &&
	    audit_add_detail(db, by, "submission.judged", s.id, arena_printf(a, "{\"word\":\"" STR_FMT "\"}", STR_ARG(j->word)), e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int judgement_list(struct db *db, struct arena *a, struct str submission_id, struct judgement **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT finding_id, word, reason, by_person, at_ms, id FROM judgement WHERE submission_id = $1 "
	    "ORDER BY at_ms DESC, id COLLATE \"C\"", DB_TEXT(submission_id)) < 0)
		return -1;
	*n_r = r.count;
	*list_r = ARENA_ARRAY(a, struct judgement, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct judgement){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3), db_int(&r, i, 4), db_text(&r, i, 5) };
	return 0;
}

static bool said_later(const struct judgement *list, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(list[k].finding_id, list[i].finding_id) && str_eq(list[k].by, list[i].by))
			return true;
	return false;
}

struct judgement_sum judgement_sum(const struct judgement *list, size_t n, struct str finding_id, struct str person)
{
	struct judgement_sum sum = { 0, 0, STR("") };

	for (size_t i = 0; i < n; i++) {
		if (!str_eq(list[i].finding_id, finding_id) || said_later(list, i))
			continue;
		sum.agree += str_eq(list[i].word, STR("agree"));
		sum.wrong += str_eq(list[i].word, STR("wrong"));
		if (str_eq(list[i].by, person))
			sum.own = list[i].word;
	}
	return sum;
}

/* consolidate.c - one submission into the indexes, its neighbours into a proposal. */
#include "consolidate/consolidate.h"

#include <stdlib.h>

#include "consolidate/candidates.h"
#include "consolidate/hub_findings.h"
#include "store/audit.h"

#define SQL_FORGET_PRINT "DELETE FROM fingerprint WHERE submission_id = $1"
#define SQL_FORGET_BANDS "DELETE FROM fingerprint_band WHERE submission_id = $1"
#define SQL_FORGET_POSTINGS "DELETE FROM posting WHERE submission_id = $1"
#define SQL_SUPERSEDE "UPDATE proposal SET state = 'superseded' WHERE submission_id = $1 AND state = 'open'"

int consolidate_forget(struct db *db, struct str id, struct err *e)
{
	if (DB_EXEC(db, e, SQL_FORGET_BANDS, DB_TEXT(id)) < 0 || DB_EXEC(db, e, SQL_FORGET_PRINT, DB_TEXT(id)) < 0 ||
	    DB_EXEC(db, e, SQL_FORGET_POSTINGS, DB_TEXT(id)) < 0 || DB_EXEC(db, e, SQL_SUPERSEDE, DB_TEXT(id)) < 0)
		return -1;
	return 0;
}

/* ---- from neighbours to proposals ---- */

#define SQL_CASE_OF \
	"SELECT cs.case_id FROM case_submission cs JOIN submission s ON s.id = cs.submission_id" \
	" WHERE cs.submission_id = $1 AND cs.removed_ms IS NULL AND s.state <> 'withdrawn'"

#define SQL_PROPOSE \
	"INSERT INTO proposal (id, submission_id, case_id, other_submission, reason, score, state, made_ms)" \
	" VALUES ($1, $2, $3, $4, $5, $6, 'open', $7)"

enum { CALLED_FOR = 900 };      /* of 1000: a member says that it belongs there */

struct proposal {
	struct str case_id;             /* absent: no case yet */
	const struct candidate *through;
};

static int stronger_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->score != y->score ? y->score - x->score : str_cmp(x->submission_id, y->submission_id);
}

static bool is_proposed(const struct proposal *list, size_t n, struct str case_id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].case_id, case_id))
			return true;
	return false;
}

static int propose(struct candidates *c, const struct act *by, const struct proposal *p, struct err *e)
{
	const struct candidate *through = p->through;
	struct str id = rng_uuid(by->rng, c->arena);

	return DB_EXEC(c->hub->db, e, SQL_PROPOSE, DB_TEXT(id), DB_TEXT(c->s->id), DB_TEXT(p->case_id),
	    DB_TEXT(through != NULL ? through->submission_id : STR_NONE),
	    DB_TEXT(through != NULL ? str_of(through->reason) : STR("new")), DB_INT(through != NULL ? through->score : 0),
	    DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

/* Of equally good neighbours one that stands in a case comes before one that does not yet. */
static void add_proposal(struct proposal *list, size_t *n, struct str case_id, const struct candidate *through)
{
	size_t at = (*n)++;

	for (; at > 0 && case_id.p != NULL && list[at - 1].case_id.p == NULL && list[at - 1].through->score == through->score; at--)
		list[at] = list[at - 1];
	list[at] = (struct proposal){ case_id, through };
}

/* The best neighbour of each of the first few cases; a neighbour without a case stands for the
 * case that both would open. */
static int best_cases(struct candidates *c, struct proposal *list, size_t most, size_t *n_r, struct err *e)
{
	enum { LOOKED_AT = 12 };
	struct db_rows rows;
	size_t n = 0;

	if (c->count > 0)
		qsort(c->list, c->count, sizeof *c->list, stronger_first);
	for (size_t i = 0; i < c->count && i < LOOKED_AT && n < most && c->list[i].score >= SCORE_PROPOSE; i++) {
		struct str case_id;

		if (DB_QUERY(c->hub->db, c->arena, &rows, e, SQL_CASE_OF, DB_TEXT(c->list[i].submission_id)) < 0)
			return -1;
		case_id = rows.count > 0 ? db_text(&rows, 0, 0) : STR_NONE;
		if (!is_proposed(list, n, case_id))
			add_proposal(list, &n, case_id, &c->list[i]);
	}
	*n_r = n;
	return 0;
}

/* What answers a call that the hub made about a case is proposed to that case first, whatever it looks like. */
#define SQL_CALLED_FOR \
	"SELECT q.case_id FROM info_request_answer x JOIN info_request q ON q.id = x.request_id JOIN submission s ON s.hand_in_id = " \
	"x.hand_in_id WHERE s.id = $1 AND q.case_id IS NOT NULL ORDER BY q.case_id COLLATE \"C\" LIMIT 1"

static int propose_called_for(struct candidates *c, const struct act *by, struct str *case_r, struct err *e)
{
	struct db_rows r;

	*case_r = STR_NONE;
	if (DB_QUERY(c->hub->db, c->arena, &r, e, SQL_CALLED_FOR, DB_TEXT(c->s->id)) < 0)
		return -1;
	if (r.count == 0)
		return 0;
	*case_r = db_text(&r, 0, 0);
	return DB_EXEC(c->hub->db, e, SQL_PROPOSE, DB_TEXT(rng_uuid(by->rng, c->arena)), DB_TEXT(c->s->id), DB_TEXT(*case_r), DB_TEXT(STR_NONE),
	    DB_TEXT(STR("call")), DB_INT(CALLED_FOR), DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

/* Without a neighbour: a case of its own, unless there is nothing to pursue. */
static bool opens_case(const struct consolidate_submission *s)
{
	return !str_eq(s->nature, STR("benign")) && !str_eq(s->nature, STR("drill"));
}

static int write_proposals(struct candidates *c, const struct act *by, struct err *e)
{
	enum { MOST = 3 };
	struct proposal list[MOST] = { { .case_id = STR_NONE } };
	struct str called_for;
	size_t n;

	if (propose_called_for(c, by, &called_for, e) < 0 || best_cases(c, list, MOST, &n, e) < 0)
		return -1;
	if (n == 0 && called_for.p == NULL && opens_case(c->s))
		n = 1;
	for (size_t i = 0; i < n; i++)
		if ((called_for.p == NULL || !str_eq(list[i].case_id, called_for)) && propose(c, by, &list[i], e) < 0)
			return -1;
	return 0;
}

int consolidate_add(struct hub *hub, const struct act *by, struct arena *a, const struct consolidate_submission *s,
    struct err *e)
{
	struct candidates c = { .hub = hub, .arena = a, .s = s };

	c.print = fingerprint_of(a, s->text);
	if (consolidate_forget(hub->db, s->id, e) < 0 || candidates_by_text(&c, e) < 0 ||
	    candidates_by_posting(&c, e) < 0 || candidates_by_indicator(&c, e) < 0)
		return -1;
	candidates_settle(&c);
	if (write_proposals(&c, by, e) < 0)
		return -1;
	return hub_findings_add(hub, &c, e);
}

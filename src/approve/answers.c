/* answers.c - approvals as rows, with their lines. */
#include "approve/answers.h"

#include "base/time.h"
#include "store/audit.h"

#define SQL_ANSWERS \
	"SELECT a.id, a.org_id, a.digest, a.answer, a.kind, a.medium, a.person_id, a.entered_by, a.deputy_of, a.second_witness, a.reference," \
	" (SELECT MAX(r.rev) FROM share_rev r WHERE r.share_id = a.share_id AND r.digest = a.digest), a.at_ms, a.until_ms, a.recalled_ms" \
	" FROM approval a JOIN share sh ON sh.id = a.share_id WHERE sh.number = $1 AND ($2 = '' OR a.org_id = $2)" \
	" ORDER BY a.at_ms DESC, a.id COLLATE \"C\""

static int lines_of(struct db *db, struct arena *a, struct answered *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT line, answer, wish FROM approval_line WHERE approval_id = $1 ORDER BY line", DB_TEXT(n->id)) < 0)
		return -1;
	n->lines = ARENA_ARRAY(a, struct answered_line, r.count + 1);
	n->line_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		n->lines[i] = (struct answered_line){ db_int(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2) };
	return 0;
}

static void take(const struct db_rows *r, size_t i, struct answered *n)
{
	*n = (struct answered){ .id = db_text(r, i, 0), .org_id = db_text(r, i, 1), .digest = db_text(r, i, 2), .word = db_text(r, i, 3),
		.kind = db_text(r, i, 4), .medium = db_text(r, i, 5), .person_id = db_text(r, i, 6), .entered_by = db_text(r, i, 7),
		.deputy_of = db_text(r, i, 8), .second = db_text(r, i, 9), .reference = db_text(r, i, 10), .rev = db_int(r, i, 11),
		.at_ms = db_int(r, i, 12), .until_ms = db_int(r, i, 13), .recalled_ms = db_time(r, i, 14) };
	n->valid_form = !str_eq(n->medium, STR("spoken")) || n->second.p != NULL;
}

int answers_list(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str number, struct answered **list_r,
    size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (org_id.p == NULL && audit_add(db, by, "approval.sources-seen", number, e) < 0)
		return -1;
	if (DB_QUERY(db, a, &r, e, SQL_ANSWERS, DB_TEXT(number), DB_TEXT(org_id.p != NULL ? org_id : STR(""))) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct answered, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++) {
		take(&r, i, &(*list_r)[i]);
		if (lines_of(db, a, &(*list_r)[i], e) < 0)
			return -1;
	}
	return 0;
}

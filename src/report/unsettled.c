/* unsettled.c - what is still open in a period: counted, and the first of each named. */
#include "report/closing.h"

enum { NAMED = 5 };

#define IN_PERIOD "s.received_ms >= $1 AND s.received_ms < $2"

/* Handed in and not yet read, not yet looked at by a person, or waiting for an answer. */
#define SQL_SUBMISSIONS \
	"SELECT h.receipt || '/' || CAST(s.number AS TEXT) AS name FROM submission s JOIN hand_in h ON h.id = s.hand_in_id" \
	" WHERE " IN_PERIOD " AND (s.state IN ('received', 'parsed', 'needs-info') OR s.examined = 'waiting')" \
	" UNION ALL SELECT s.receipt FROM hand_in s WHERE " IN_PERIOD " AND s.state IN ('received', 'quarantined') AND s.state_reason <> 'automatic'" \
	" AND NOT EXISTS (SELECT 1 FROM submission x WHERE x.hand_in_id = s.id) ORDER BY 1"

/* The hub's proposals of what belongs together, undecided. */
#define SQL_PROPOSALS \
	"SELECT DISTINCT h.receipt || '/' || CAST(s.number AS TEXT) AS name FROM proposal p JOIN submission s ON s.id = p.submission_id" \
	" JOIN hand_in h ON h.id = s.hand_in_id WHERE p.state = 'open' AND " IN_PERIOD " ORDER BY 1"

/* Begun and neither released nor given up. */
#define SQL_SHARES \
	"SELECT s.number FROM share s WHERE s.made_ms >= $1 AND s.made_ms < $2" \
	" AND s.state IN ('draft', 'checked', 'approval-pending', 'approved', 'partial') ORDER BY 1"

/* Let out urgently, and not yet looked at by somebody else. */
#define SQL_URGENT \
	"SELECT DISTINCT s.number FROM urgent_review u JOIN share s ON s.id = u.share_id" \
	" WHERE u.released_ms >= $1 AND u.released_ms < $2 AND u.reviewed_ms IS NULL ORDER BY 1"

static struct unsettled counted(struct arena *a, const char *kind, const struct db_rows *rows)
{
	struct buf names;

	buf_init_arena(&names, a, 1024);
	for (size_t i = 0; i < rows->count && i < NAMED; i++) {
		buf_z(&names, i > 0 ? ", " : "");
		buf_add(&names, db_text(rows, i, 0));
	}
	if (rows->count > NAMED)
		buf_z(&names, ", …");
	return (struct unsettled){ kind, (long long)rows->count, arena_str(a, buf_str(&names)) };
}

int unsettled_read(struct db *db, struct arena *a, const struct period *p, struct unsettled list[UNSETTLED_KINDS], struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_SUBMISSIONS, DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	list[0] = counted(a, "submissions", &rows);
	if (DB_QUERY(db, a, &rows, e, SQL_PROPOSALS, DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	list[1] = counted(a, "proposals", &rows);
	if (DB_QUERY(db, a, &rows, e, SQL_SHARES, DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	list[2] = counted(a, "shares", &rows);
	if (DB_QUERY(db, a, &rows, e, SQL_URGENT, DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	list[3] = counted(a, "urgent-reviews", &rows);
	return 0;
}

struct str unsettled_named(struct arena *a, const struct unsettled list[UNSETTLED_KINDS])
{
	struct buf out;

	buf_init_arena(&out, a, 1024);
	for (size_t i = 0; i < UNSETTLED_KINDS; i++)
		if (list[i].count > 0)
			buf_printf(&out, "%s%s=%lld", out.n > 0 ? "," : "", list[i].kind, list[i].count);
	return arena_str(a, buf_str(&out));
}

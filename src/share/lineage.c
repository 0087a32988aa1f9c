/* lineage.c - from a share to the first of its line. */
#include "share/lineage.h"

#include "store/db.h"

#define SQL_FIRST \
	"WITH RECURSIVE line (id, parent_id) AS (SELECT id, parent_id FROM share WHERE id = $1" \
	" UNION SELECT s.id, s.parent_id FROM share s JOIN line l ON s.id = l.parent_id)" \
	" SELECT id FROM line WHERE parent_id IS NULL"

int share_lineage(struct db *db, struct arena *a, struct str share_id, struct str *first_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_FIRST, DB_TEXT(share_id)) < 0)
		return -1;
	*first_r = rows.count > 0 ? db_text(&rows, 0, 0) : share_id;
	return 0;
}

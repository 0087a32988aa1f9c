/* places.c - where the submissions of one page of a list stand, asked at once. */
#include <assert.h>

#include "base/time.h"
#include "consolidate/cases.h"
#include "intake/look.h"

#define TEN(a, b, c, d, e, f, g, h, i, j) "$" #a ", $" #b ", $" #c ", $" #d ", $" #e ", $" #f ", $" #g ", $" #h ", $" #i ", $" #j
#define IDS TEN(3, 4, 5, 6, 7, 8, 9, 10, 11, 12) ", " TEN(13, 14, 15, 16, 17, 18, 19, 20, 21, 22) ", " TEN(23, 24, 25, 26, 27, 28, 29, 30, 31, 32) \
	", " TEN(33, 34, 35, 36, 37, 38, 39, 40, 41, 42) ", " TEN(43, 44, 45, 46, 47, 48, 49, 50, 51, 52)
enum { BEFORE_IDS = 2 };

/* The name in the wanted language, else any. */
#define ORG_NAME(condition) \
	"(SELECT MIN(n.name COLLATE \"C\") FROM org_name n WHERE n.org_id = s.org_id AND n.kind = 'legal' AND n.superseded_ms = $1" condition ")"
#define SQL_PLACES \
	"SELECT s.id, COALESCE(" ORG_NAME(" AND n.lang = $2") ", " ORG_NAME("") ", s.org_id), c.number, o.person_id, w.name, p.id, pc.number," \
	" CASE WHEN p.other_submission IS NULL THEN 0 ELSE 1 END, p.score FROM submission s" \
	" LEFT JOIN case_submission cs ON cs.submission_id = s.id AND cs.removed_ms IS NULL LEFT JOIN cases c ON c.id = cs.case_id" \
	" LEFT JOIN submission_owner o ON o.submission_id = s.id LEFT JOIN person w ON w.id = o.person_id" \
	" LEFT JOIN proposal p ON p.id = (SELECT b.id FROM proposal b WHERE b.submission_id = s.id AND b.state = 'open'" \
	" ORDER BY b.score DESC, b.id COLLATE \"C\" LIMIT 1) LEFT JOIN cases pc ON pc.id = p.case_id" \
	" WHERE s.id IN (" IDS ")"

static struct submission_place place_of(const struct db_rows *r, size_t i)
{
	struct str person = db_text(r, i, 4);

	return (struct submission_place){ .org_name = db_text(r, i, 1), .case_number = db_text(r, i, 2), .owner_id = db_text(r, i, 3),
		.owner_name = person.p != NULL ? person : db_text(r, i, 3), .proposal_id = db_text(r, i, 5), .proposal_case = db_text(r, i, 6),
		.proposal_for_both = db_int(r, i, 7) == 1, .proposal_score = db_int(r, i, 8) };
}

int submission_places(struct db *db, struct arena *a, const char *lang, const struct submission_row *list, size_t n,
    struct submission_place **places_r, struct err *e)
{
	struct db_value values[BEFORE_IDS + PLACES_MOST] = { DB_INT(TIME_FOREVER), DB_TEXT(str_of(lang)) };
	struct submission_place *places = ARENA_ARRAY(a, struct submission_place, n + 1);
	struct db_rows r = { 0 };

	assert(n <= PLACES_MOST);
	for (size_t i = 0; i < PLACES_MOST; i++)
		values[BEFORE_IDS + i] = i < n ? DB_TEXT(list[i].id) : DB_TEXT(STR_NONE);
	if (n > 0 && db_query(db, a, &r, e, SQL_PLACES, values, BEFORE_IDS + PLACES_MOST) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < r.count; k++)
			if (str_eq(db_text(&r, k, 0), list[i].id))
				places[i] = place_of(&r, k);
	*places_r = places;
	return 0;
}

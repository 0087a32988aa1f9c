/* case_tell.c - what is told of a case, and how it came to be; reading only. */
#include <stdlib.h>

#include "base/time.h"
#include "consolidate/cases.h"

static int read_parties(struct db *db, struct arena *a, struct str case_id, struct case_told *t, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT role, org_id, label, id FROM case_party WHERE case_id = $1 ORDER BY role COLLATE \"C\", "
	    "id COLLATE \"C\"", DB_TEXT(case_id)) < 0)
		return -1;
	t->parties = ARENA_ARRAY(a, struct case_party_row, r.count + 1);
	t->party_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		t->parties[i] = (struct case_party_row){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3) };
	return 0;
}

static int read_texts(struct db *db, struct arena *a, struct str case_id, struct case_told *t, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT slot, lang, body FROM case_text WHERE case_id = $1 ORDER BY slot COLLATE \"C\", "
	    "lang COLLATE \"C\", n", DB_TEXT(case_id)) < 0)
		return -1;
	t->texts = ARENA_ARRAY(a, struct case_text_row, r.count + 1);
	t->text_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		t->texts[i] = (struct case_text_row){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2) };
	return 0;
}

static int read_moments(struct db *db, struct arena *a, struct str case_id, struct case_told *t, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT at_ms, until_ms, precision, from_lane, to_lane, is_fake, text_ja, text_en, note_ja, note_en, "
	    "known_how, id FROM case_timeline WHERE case_id = $1 ORDER BY n", DB_TEXT(case_id)) < 0)
		return -1;
	t->moments = ARENA_ARRAY(a, struct case_moment, r.count + 1);
	t->moment_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		t->moments[i] = (struct case_moment){ .at_ms = db_int(&r, i, 0), .until_ms = db_time(&r, i, 1),
			.precision = db_text(&r, i, 2), .from_lane = db_text(&r, i, 3), .to_lane = db_text(&r, i, 4),
			.is_fake = db_int(&r, i, 5) == 1, .text_ja = db_text(&r, i, 6), .text_en = db_text(&r, i, 7),
			.note_ja = db_text(&r, i, 8), .note_en = db_text(&r, i, 9), .known_how = db_text(&r, i, 10),
			.id = db_text(&r, i, 11) };
	return 0;
}

/* ---- history ---- */

#define SQL_STAYS \
	"SELECT h.receipt, s.number, cs.added_ms, cs.added_by, cs.reason, cs.score, cs.removed_ms, cs.removed_by, l.reason," \
	" CASE WHEN EXISTS (SELECT 1 FROM case_submission n WHERE n.submission_id = cs.submission_id AND (n.removed_ms IS NULL" \
	" OR (n.case_id = cs.case_id AND n.added_ms >= cs.removed_ms))) THEN NULL ELSE cs.submission_id END FROM case_submission cs" \
	" JOIN submission s ON s.id = cs.submission_id JOIN hand_in h ON h.id = s.hand_in_id LEFT JOIN case_leave l ON l.stay_id = cs.id" \
	" WHERE cs.case_id = $1" \
	" ORDER BY cs.added_ms, h.receipt COLLATE \"C\", s.number"
/* A merge is told at both: at the one that went, and at the one that took it in. */
#define SQL_EVENTS \
	"SELECT v.event, v.at_ms, v.by_person, v.undone_ms, CASE WHEN v.case_id = $1 THEN o.number ELSE c.number END FROM case_event v" \
	" JOIN cases c ON c.id = v.case_id LEFT JOIN cases o ON o.id = v.other_case WHERE v.case_id = $1 OR v.other_case = $1" \
	" ORDER BY v.at_ms, v.id COLLATE \"C\""

static int by_time(const void *x, const void *y)
{
	const struct case_step *a = x, *b = y;

	return (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms);
}

static int read_steps(struct db *db, struct arena *a, struct str case_id, struct case_told *t, struct err *e)
{
	struct db_rows stays, events;

	if (DB_QUERY(db, a, &stays, e, SQL_STAYS, DB_TEXT(case_id)) < 0 || DB_QUERY(db, a, &events, e, SQL_EVENTS, DB_TEXT(case_id)) < 0)
		return -1;
	t->steps = ARENA_ARRAY(a, struct case_step, 2 * stays.count + events.count + 1);
	for (size_t i = 0; i < stays.count; i++) {
		struct str name = arena_printf(a, STR_FMT "/%lld", STR_ARG(db_text(&stays, i, 0)), db_int(&stays, i, 1));

		t->steps[t->step_count++] = (struct case_step){ .what = STR("joined"), .submission = name, .at_ms = db_int(&stays, i, 2),
			.by = db_text(&stays, i, 3), .reason = db_text(&stays, i, 4), .score = db_int(&stays, i, 5) };
		if (!db_is_null(&stays, i, 6))
			t->steps[t->step_count++] = (struct case_step){ .what = STR("left"), .submission = name,
				.at_ms = db_int(&stays, i, 6), .by = db_text(&stays, i, 7), .reason = db_text(&stays, i, 8),
				.submission_id = db_text(&stays, i, 9) };
	}
	for (size_t i = 0; i < events.count; i++)
		t->steps[t->step_count++] = (struct case_step){ .what = db_text(&events, i, 0), .at_ms = db_int(&events, i, 1),
			.by = db_text(&events, i, 2), .undone = !db_is_null(&events, i, 3), .other_case = db_text(&events, i, 4) };
	if (t->step_count > 0)
		qsort(t->steps, t->step_count, sizeof *t->steps, by_time);
	return 0;
}

int case_told(struct db *db, struct arena *a, struct str case_id, struct case_told *t, struct err *e)
{
	*t = (struct case_told){ 0 };
	if (read_parties(db, a, case_id, t, e) < 0 || read_texts(db, a, case_id, t, e) < 0 || read_moments(db, a, case_id, t, e) < 0)
		return -1;
	return read_steps(db, a, case_id, t, e);
}

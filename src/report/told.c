/* told.c - reading what is said about a case. */
#include "report/told.h"

#include "base/time.h"

static struct str lang_word(enum lang lang)
{
	return lang == LANG_JA ? STR("ja") : STR("en");
}

static struct told_text paragraphs(struct arena *a, struct str body)
{
	struct told_text t = { ARENA_ARRAY(a, struct str, body.n / 2 + 1), 0 };

	while (body.n > 0) {
		long long gap = str_find(body, STR("\n\n"));
		struct str one = str_trim(str_at(body, 0, gap < 0 ? body.n : (size_t)gap));

		if (one.n > 0)
			t.list[t.count++] = one;
		body = str_from(body, gap < 0 ? body.n : (size_t)gap + 2);
	}
	return t;
}

/* The text that stood before the oldest later change, else what stands now. */
static int text_in(struct records *r, struct str case_id, const char *slot, struct str lang, struct told_text *t_r, struct err *e)
{
	struct str field = arena_printf(r->arena, "text:%s:" STR_FMT, slot, STR_ARG(lang));
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT before_value FROM case_change WHERE case_id = $1 AND field = $2"
	        " AND at_ms > $3 ORDER BY at_ms, id LIMIT 1", DB_TEXT(case_id), DB_TEXT(field), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	if (rows.count > 0) {
		*t_r = paragraphs(r->arena, db_text(&rows, 0, 0));
		return 0;
	}
	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT body FROM case_text WHERE case_id = $1 AND slot = $2 AND lang = $3"
	        " ORDER BY n", DB_TEXT(case_id), DB_TEXT(str_of(slot)), DB_TEXT(lang)) < 0)
		return -1;
	*t_r = (struct told_text){ ARENA_ARRAY(r->arena, struct str, rows.count + 1), rows.count };
	for (size_t i = 0; i < rows.count; i++)
		t_r->list[i] = db_text(&rows, i, 0);
	return 0;
}

int told_text(struct records *r, struct str case_id, const char *slot, enum lang lang, struct told_text *t_r, struct err *e)
{
	*t_r = (struct told_text){ 0 };
	if (case_id.p == NULL || case_id.n == 0)
		return 0;
	if (text_in(r, case_id, slot, lang_word(lang), t_r, e) < 0)
		return -1;
	if (t_r->count > 0 || !str_starts(str_of(slot), STR("figure.")))
		return 0;
	return text_in(r, case_id, slot, lang_word(lang == LANG_JA ? LANG_EN : LANG_JA), t_r, e);
}

#define SQL_TIMELINE \
	"SELECT at_ms, until_ms, precision, from_lane, to_lane, is_fake, text_ja, text_en, note_ja, note_en, known_how" \
	" FROM case_timeline WHERE case_id = $1 AND recorded_ms <= $2 ORDER BY at_ms, n"

int told_timeline(struct records *r, struct str case_id, enum lang lang, struct told_moments *m_r, struct err *e)
{
	size_t text = lang == LANG_JA ? 6 : 7, note = lang == LANG_JA ? 8 : 9;
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_TIMELINE, DB_TEXT(case_id), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	*m_r = (struct told_moments){ ARENA_ARRAY(r->arena, struct told_moment, rows.count + 1), rows.count };
	for (size_t i = 0; i < rows.count; i++)
		m_r->list[i] = (struct told_moment){ .at_ms = db_time(&rows, i, 0), .until_ms = db_time(&rows, i, 1),
			.precision = db_text(&rows, i, 2), .from = db_text(&rows, i, 3), .to = db_text(&rows, i, 4),
			.fake = db_int(&rows, i, 5) == 1, .text = db_text(&rows, i, text), .note = db_text(&rows, i, note),
			.known_how = db_text(&rows, i, 10) };
	return 0;
}

int told_provenance(struct records *r, struct str case_id, struct told_provenance **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT kind, at_ms, until_ms FROM provenance WHERE case_id = $1"
	        " AND recorded_ms <= $2 ORDER BY kind COLLATE \"C\", at_ms", DB_TEXT(case_id), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(r->arena, struct told_provenance, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = (struct told_provenance){ db_text(&rows, i, 0), db_time(&rows, i, 1), db_time(&rows, i, 2) };
	return 0;
}

int told_sources(struct records *r, struct str case_id, enum lang lang, struct told_source **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT source, url, says_ja, says_en, from_ms, to_ms FROM corroboration"
	        " WHERE case_id = $1 AND read_ms <= $2 ORDER BY read_ms, id", DB_TEXT(case_id), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(r->arena, struct told_source, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = (struct told_source){ db_text(&rows, i, 0), db_text(&rows, i, 1),
			db_text(&rows, i, lang == LANG_JA ? 2 : 3), db_time(&rows, i, 4), db_time(&rows, i, 5) };
	return 0;
}

int told_checks(struct records *r, struct str case_id, struct told_checks *c_r, struct err *e)
{
	struct db_rows rows;

	*c_r = (struct told_checks){ 0 };
	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT asked_by, answer, others_learnt FROM fact_check WHERE case_id = $1"
	        " AND answered_ms IS NOT NULL AND answered_ms <= $2", DB_TEXT(case_id), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		c_r->answered++;
		c_r->fake += str_eq(db_text(&rows, i, 1), STR("confirmed-fake"));
		c_r->others += db_int(&rows, i, 2);
		c_r->by_hub |= str_eq(db_text(&rows, i, 0), STR("hub"));
		c_r->by_submitter |= str_eq(db_text(&rows, i, 0), STR("submitter"));
	}
	return 0;
}

int told_party(struct records *r, struct str case_id, const char *role, bool *is_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT id FROM case_party WHERE case_id = $1 AND role = $2", DB_TEXT(case_id),
	        DB_TEXT(str_of(role))) < 0)
		return -1;
	*is_r = rows.count > 0;
	return 0;
}

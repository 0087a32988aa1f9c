/* chapter_probing.c - chapter 4: Table 4, what members saw of a shared indicator, per organisation.
 *
 * Exact days and counts only where every organisation concerned approved exactly that in a released share;
 * else months and classes.  Letters follow the content of the rows, never the order of reporting. */
#include "report/report.h"

#define SQL_ROWS \
	"SELECT g.org_id, MIN(g.first_ms), MAX(g.last_ms), CAST(SUM(g.count) AS BIGINT), g.port, g.direction, g.share_id, " \
	"(SELECT COUNT(*) FROM approval a JOIN share c ON c.id = a.share_id JOIN release x ON x.share_id = c.id " \
	" JOIN share_rev v ON v.share_id = c.id AND v.rev = x.rev WHERE v.exact = 1 AND a.org_id = g.org_id " \
	" AND a.answer = 'yes' AND a.exact_figures = 1 AND a.recalled_ms IS NULL AND a.digest = v.digest AND x.at_ms <= $3) " \
	"FROM sighting g JOIN submission s ON s.id = g.submission_id " \
	"WHERE s.received_ms >= $1 AND s.received_ms < $2 AND s.state <> 'withdrawn' AND g.direction = 'from' " \
	"GROUP BY g.org_id, g.port, g.direction, g.share_id ORDER BY MIN(g.first_ms), CAST(SUM(g.count) AS BIGINT)"

static struct str period_of(struct doc *d, const struct records *r, const struct db_rows *rows, size_t i, bool exact)
{
	char from[TIME_TEXT], to[TIME_TEXT];
	int zone = r->period.zone;

	if (exact)
		return arena_printf(d->arena, "%s%s%s", time_slashed(from, db_int(rows, i, 1), zone).p, d->lang == LANG_JA ? "～" : "-",
		    time_slashed(to, db_int(rows, i, 2), zone).p);
	return arena_printf(d->arena, STR_FMT "%s" STR_FMT, STR_ARG(month_full(d->arena, db_int(rows, i, 1), zone, d->lang)),
	    d->lang == LANG_JA ? "～" : "-", STR_ARG(month_full(d->arena, db_int(rows, i, 2), zone, d->lang)));
}

static struct str count_of(struct doc *d, long long n, bool exact)
{
	return exact ? doc_number(d, n) : n < 10 ? STR("1-9") : n < 100 ? STR("10-99") : n < 1000 ? STR("100-999") : STR("1000+");
}

static void table_4(struct doc *d, struct records *r, const struct db_rows *rows, bool exact)
{
	static const char *const heads[] = { "report.table4.org", "report.table4.period", "report.table4.count", "report.table4.port" };
	struct table *t = doc_table(d, "table4", SAY(d, "report.table4.caption"));
	struct row *row = table_row(d, t, true);

	for (size_t i = 0; i < 4; i++)
		row_cell(d, row, str_of(text(d->lang, heads[i])), ALIGN_CENTRE)->head = true;
	for (size_t i = 0; i < rows->count; i++) {
		row = table_row(d, t, false);
		row_cell(d, row, SAY(d, "report.table4.letter", arena_printf(d->arena, "%c", (char)('A' + i % 26))), ALIGN_CENTRE);
		row_cell(d, row, period_of(d, r, rows, i, exact), ALIGN_CENTRE);
		row_cell(d, row, count_of(d, db_int(rows, i, 3), exact), ALIGN_END);
		row_cell(d, row, SAY(d, "report.table4.from", arena_printf(d->arena, "%lld", db_int(rows, i, 4))), ALIGN_CENTRE);
		doc_count(d, arena_printf(d->arena, "table4.%c", (char)('A' + i % 26)), db_int(rows, i, 3), 1, false, SQL_ROWS);
	}
}

int chapter_probing(struct doc *d, struct records *r, struct err *e)
{
	struct db_rows rows;
	bool exact = true;

	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_ROWS, DB_INT(r->period.from_ms), DB_INT(r->period.to_ms), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	for (size_t i = 0; i < rows.count; i++)
		exact = exact && db_int(&rows, i, 7) > 0;
	doc_chapter(d, STR("4"), SAY(d, "report.ch4"));
	doc_paragraph(d, SAY(d, "report.ch4.lead", doc_number(d, (long long)rows.count)), false);
	table_4(d, r, &rows, exact);
	doc_paragraph(d, SAY(d, "report.ch4.unknown"), false);
	return 0;
}

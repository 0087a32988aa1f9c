/* roster.c - a roster kept in a table becomes the CSV of docs/roster.md, and goes the way of that. */
#include "base/text.h"
#include "base/time.h"
#include "base/tr.h"
#include "import/import.h"
#include "intake/ledger.h"

enum roster_field { ORG, NAME_JA, NAME_EN, DOMAIN_NAME, SIG, JOINED, LEFT, BASIS, CONTACT, ADDRESS, ROSTER_FIELDS };

static const struct import_field fields[ROSTER_FIELDS] = {
	[ORG] = { "org", false, "組織id|略称|識別子|id|code" },
	[NAME_JA] = { "name_ja", true, "組織名|組織|会社名|会社|企業名|名称|正式名称|organisation|organization|company|name" },
	[NAME_EN] = { "name_en", false, "英語名|英文名|英語名称|english name|name (english)" },
	[DOMAIN_NAME] = { "domain", false, "ドメイン|ドメイン名|メールドメイン" },
	[SIG] = { "sig", false, "業界|sig|グループ|分野|industry|group" },
	[JOINED] = { "joined", false, "参加日|加入日|参加年月|加入年月|入会日|参加|from|since" },
	[LEFT] = { "left", false, "脱退日|退会日|脱退年月|退会|until" },
	[BASIS] = { "basis", false, "契約|契約形態|nda|根拠" },
	[CONTACT] = { "contact", false, "担当者|担当|連絡先|窓口|担当者名|person|contact person" },
	[ADDRESS] = { "address", false, "メールアドレス|メール|e-mail|email|mail|アドレス" },
};

const struct import_kind import_of_roster = { "roster", fields, ROSTER_FIELDS };

struct roster {
	struct hub *hub;
	const struct act *by;
	struct import_table *t;
	struct arena *arena;
};

/* "2019-07-01"; "2019-07" where no day is told; as it is where it is neither. */
static struct str day_of(const struct roster *d, struct str cell)
{
	int zone = (int)d->hub->conf.zone_minutes;
	char text[TIME_TEXT];
	struct err ignored;
	long long ms;

	if (cell.n == 0 || ledger_time(d->arena, cell, zone, &ms, &ignored) == 0)
		return cell.n == 0 ? cell : arena_str(d->arena, time_date(text, ms, zone));
	if (ledger_time(d->arena, arena_printf(d->arena, STR_FMT "/1", STR_ARG(cell)), zone, &ms, &ignored) == 0)
		return arena_str(d->arena, str_at(time_date(text, ms, zone), 0, 7));
	return cell;
}

/* A SIG by its id or one of its names. */
static int sig_of(const struct roster *d, struct str cell, struct str *id_r, struct err *e)
{
	struct str folded = text_fold(d->arena, cell);
	struct db_rows rows;

	*id_r = cell;
	if (DB_QUERY(d->hub->db, d->arena, &rows, e, "SELECT id, name_ja, name_en FROM sig WHERE superseded_ms > $1 AND recorded_ms <= $1",
	        DB_INT(d->by->now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		for (size_t c = 0; c < 3; c++)
			if (str_eq(text_fold(d->arena, db_text(&rows, i, c)), folded))
				*id_r = db_text(&rows, i, 0);
	return 0;
}

static struct str basis_of(struct str cell)
{
	return str_has(cell, STR("規約")) ? STR("terms") : str_has(cell, STR("団体")) ? STR("association-nda") :
	    str_ieq(cell, STR("NDA")) || str_has(cell, STR("個別")) ? STR("individual-nda") : cell;
}

/* Without an id of its own an organisation is called after its domain. */
static struct str id_of(const struct roster *d, const struct table_line *row)
{
	struct str id = import_cell(d->t, row, ORG);

	return id.n > 0 ? id : arena_lower(d->arena, str_upto(import_cell(d->t, row, DOMAIN_NAME), '.'));
}

/* The fields in one line; a line end inside a cell would move the numbers of the rows behind it. */
static int put_row(const struct roster *d, const struct table_line *row, struct buf *out, struct err *e)
{
	for (size_t f = 0; f < ROSTER_FIELDS; f++) {
		struct str cell = import_cell(d->t, row, f);
		struct buf one;

		if (f == SIG && cell.n > 0 && sig_of(d, cell, &cell, e) < 0)
			return -1;
		cell = f == ORG ? id_of(d, row) : f == JOINED || f == LEFT ? day_of(d, cell) : f == BASIS ? basis_of(cell) : cell;
		buf_init_arena(&one, d->arena, cell.n + 3);
		for (size_t i = 0; i < cell.n; i++)
			if (cell.p[i] != '"')
				buf_char(&one, cell.p[i] == '\n' || cell.p[i] == '\r' ? ' ' : cell.p[i]);
		buf_printf(out, "%s\"", f > 0 ? "," : "");
		buf_add(out, buf_str(&one));
		buf_char(out, '"');
	}
	buf_char(out, '\n');
	return 0;
}

/* Every row on the line of its own number, so that complaints name the row of the sheet. */
static int to_csv(const struct roster *d, struct buf *out, struct err *e)
{
	struct import_table *t = d->t;
	size_t line = t->rows[0].number;

	for (size_t i = 1; i < line; i++)
		buf_char(out, '\n');
	for (size_t f = 0; f < ROSTER_FIELDS; f++)
		buf_printf(out, "%s%s", f > 0 ? "," : "", fields[f].name);
	buf_char(out, '\n');
	for (size_t i = 1; i < t->rows_count; i++) {
		if (import_is_empty(&t->rows[i]))
			continue;
		if (id_of(d, &t->rows[i]).n == 0)
			import_refuse(t, &t->rows[i], NAME_JA, tr("it has neither an id nor a domain to be called by"));
		while (++line < t->rows[i].number)
			buf_char(out, '\n');
		if (put_row(d, &t->rows[i], out, e) < 0)
			return -1;
	}
	return 0;
}

int import_roster(struct hub *hub, const struct act *by, struct import_table *t, enum import_how how, struct import_result *result, struct buf *problems,
    struct err *e)
{
	const struct roster r = { hub, by, t, t->arena };
	struct buf csv;

	if (import_complete(t, e) < 0)
		return -1;
	buf_init_arena(&csv, t->arena, 64 << 20);
	return to_csv(&r, &csv, e) < 0 ? -1 : roster_import(hub, by, t->arena, buf_str(&csv), true, how == IMPORT_LOOK || t->problems_count > 0, result, problems, e);
}

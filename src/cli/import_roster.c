/* import_roster.c - a roster kept in a table becomes the CSV of docs/roster.md, and goes the way of that. */
#include <stdio.h>

#include "base/csv.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/import.h"
#include "intake/ledger.h"
#include "registry/import.h"

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

/* "2019-07-01"; "2019-07" where no day is told; as it is where it is neither. */
static struct str day_of(struct desk *d, struct str cell)
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
static int sig_of(struct desk *d, struct str cell, struct str *id_r, struct err *e)
{
	struct str folded = text_fold(d->arena, cell);
	struct db_rows rows;

	*id_r = cell;
	if (DB_QUERY(d->hub->db, d->arena, &rows, e, "SELECT id, name_ja, name_en FROM sig WHERE superseded_ms > $1 AND recorded_ms <= $1",
	        DB_INT(d->by.now_ms)) < 0)
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
static struct str id_of(struct desk *d, const struct import_table *t, const struct table_line *row)
{
	struct str id = import_cell(t, row, ORG);

	return id.n > 0 ? id : arena_lower(d->arena, str_upto(import_cell(t, row, DOMAIN_NAME), '.'));
}

/* The fields in one line; a line end inside a cell would move the numbers of the rows behind it. */
static int put_row(struct desk *d, const struct import_table *t, const struct table_line *row, struct buf *out, struct err *e)
{
	for (size_t f = 0; f < ROSTER_FIELDS; f++) {
		struct str cell = import_cell(t, row, f);
		struct buf one;

		if (f == SIG && cell.n > 0 && sig_of(d, cell, &cell, e) < 0)
			return -1;
		cell = f == ORG ? id_of(d, t, row) : f == JOINED || f == LEFT ? day_of(d, cell) : f == BASIS ? basis_of(cell) : cell;
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
static int to_csv(struct desk *d, struct import_table *t, struct buf *out, struct err *e)
{
	size_t line = t->rows[0].number;

	for (size_t i = 1; i < line; i++)
		buf_char(out, '\n');
	for (size_t f = 0; f < ROSTER_FIELDS; f++)
		buf_printf(out, "%s%s", f > 0 ? "," : "", fields[f].name);
	buf_char(out, '\n');
	for (size_t i = 1; i < t->rows_count; i++) {
		if (import_is_empty(&t->rows[i]))
			continue;
		if (id_of(d, t, &t->rows[i]).n == 0)
			import_refuse(d, t, &t->rows[i], NAME_JA, tr("it has neither an id nor a domain to be called by"));
		while (++line < t->rows[i].number)
			buf_char(out, '\n');
		if (put_row(d, t, &t->rows[i], out, e) < 0)
			return -1;
	}
	return 0;
}

int import_verb_roster(struct desk *d, void *options, struct err *e)
{
	const struct import_options *o = options;
	struct import_table t;
	struct import_result result;
	struct buf csv, problems;
	int status;

	if (import_open(d, o, d->operand[0], "roster", fields, ROSTER_FIELDS, &t, e) < 0)
		return -1;
	buf_init_arena(&csv, d->arena, 64 << 20);
	if (to_csv(d, &t, &csv, e) < 0)
		return -1;
	buf_init(&problems, 16 << 20);
	status = roster_import(d->hub, &d->by, d->arena, buf_str(&csv), true, !o->apply || t.bad > 0, &result, &problems, e);
	fputs(problems.n > 0 ? problems.p : "", stderr);
	buf_fini(&problems);
	if (status < 0)
		return -1;
	d->attention = result.bad > 0 || t.bad > 0;
	d->refused = d->attention && o->apply;
	if (!d->json)
		import_preview(d, &t);
	buf_printf(&d->out, d->json ? "{\"schema\":\"noroshi/import/1\",\"organisations\":%d,\"memberships\":%d,\"people\":%d,\"refused\":%zu}\n" :
	    tr("%d organisations, %d memberships, %d people; %zu rows refused\n"), result.orgs, result.memberships, result.people,
	    (size_t)result.bad + t.bad);
	if (!o->apply && !d->json)
		buf_z(&d->out, tr("a dry run: nothing was written; --apply writes\n"));
	return import_close(d, o, &t, e);
}

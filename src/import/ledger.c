/* ledger.c - rows of a ledger: each is taken or refused by itself, or all together. */
#include "base/text.h"
#include "import/import.h"
#include "intake/ledger.h"

enum ledger_field { RECEIVED, TIME, ORG, REFERENCE, KIND, CHANNEL, CLASS, OUTCOME, DAMAGE, COPIES, NOTE, LEDGER_FIELDS };

static const struct import_field fields[LEDGER_FIELDS] = {
	[RECEIVED] = { "received", true, "受付日|受付日時|受付年月日|受領日|受信日|受信日時|提供日|日付|年月日|date|received at|received on" },
	[TIME] = { "time", false, "時刻|受付時刻|受付時間" },
	[ORG] = { "org", true, "組織|組織名|会社|会社名|企業名|参加組織|提供元|提供組織|organisation|organization|company|member" },
	[REFERENCE] = { "reference", false, "受付番号|管理番号|整理番号|番号|no|no.|id|ref|receipt|number" },
	[KIND] = { "kind", false, "種別|区分|種類|情報種別|type" },
	[CHANNEL] = { "channel", false, "経路|受付経路|受付方法|連絡方法|手段|via|how" },
	[CLASS] = { "class", false, "分類|判定|判断|分析結果|nature|verdict" },
	[OUTCOME] = { "outcome", false, "相談結果|回答結果|結果|result" },
	[DAMAGE] = { "damage", false, "被害|被害有無|被害の有無|loss" },
	[COPIES] = { "copies", false, "宛先数|受信者数|通数|recipients" },
	[NOTE] = { "note", false, "備考|概要|内容|件名|メモ|subject|summary|remarks" },
};

const struct import_kind import_of_ledger = { "ledger", fields, LEDGER_FIELDS };

struct ledger {
	struct hub *hub;
	const struct act *by;
	struct import_table *t;
	struct import_counts *n;
};

/* The field that does not fit, with *e filled, or -1. */
static int read_row(const struct ledger *l, const struct table_line *row, struct ledger_row *r, struct err *e)
{
	const struct import_table *t = l->t;
	int zone = (int)l->hub->conf.zone_minutes;
	struct str when = import_cell(t, row, RECEIVED), time = import_cell(t, row, TIME), words;
	bool several;

	if (time.n > 0)
		when = arena_printf(t->arena, STR_FMT " " STR_FMT, STR_ARG(when), STR_ARG(time));
	if (ledger_time(t->arena, when, zone, &r->received_ms, e) < 0)
		return RECEIVED;
	words = import_cell(t, row, ORG);
	if (ledger_org(l->hub->db, t->arena, words, l->by->now_ms, &r->org_id, &several, e) < 0)
		return ORG;
	if (r->org_id.p == NULL) {
		err_set(e, ERR_UNKNOWN, several ? "several organisations are called “" STR_FMT "”; write the id" :
		    "no organisation is called “" STR_FMT "”", STR_ARG(words));
		return ORG;
	}
	r->reference = import_cell(t, row, REFERENCE);
	r->note = import_cell(t, row, NOTE);
	r->file_sha256 = t->sha256;
	r->sheet = t->sheet;
	r->number = row->number;
	return -1;
}

/* A word of the ledger in the hub's words; the field where it is none. */
static int read_words(const struct import_table *t, const struct table_line *row, struct ledger_row *r, struct err *e)
{
	const struct { enum ledger_field field; struct str (*find)(struct arena *a, struct str words); struct str *into, absent; } words[] = {
		{ KIND, ledger_kind, &r->kind, STR("mail") }, { CHANNEL, ledger_channel, &r->channel, STR("ledger") },
		{ CLASS, ledger_class, &r->class, STR("") }, { OUTCOME, ledger_outcome, &r->outcome, STR("") } };
	struct str copies = import_cell(t, row, COPIES), damage = import_cell(t, row, DAMAGE);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct str cell = import_cell(t, row, words[i].field);

		*words[i].into = cell.n == 0 ? words[i].absent : words[i].find(t->arena, cell);
		if (words[i].into->p == NULL) {
			err_set(e, ERR_INPUT, "“" STR_FMT "” is no %s the hub knows", STR_ARG(cell), fields[words[i].field].name);
			return words[i].field;
		}
	}
	r->copies = 1;
	if (copies.n > 0 && (!str_to_int(text_fold(t->arena, copies), &r->copies) || r->copies < 1)) {
		err_set(e, ERR_INPUT, "“" STR_FMT "” is no number of recipients", STR_ARG(copies));
		return COPIES;
	}
	r->damage = damage.n == 0 ? STR("") : str_eq(damage, STR("無")) || str_eq(damage, STR("なし")) || str_ieq(damage, STR("none")) || str_ieq(damage, STR("no"))
	    ? STR("none") : str_has(damage, STR("金")) || str_ieq(damage, STR("money")) ? STR("money") : STR("unknown");
	return -1;
}

/* How many rows above say the same: without a number of its own, the second of two equal rows is another one. */
static size_t alike_above(const struct import_table *t, size_t at)
{
	size_t n = 0;

	for (size_t i = 1; i < at; i++) {
		bool same = t->rows[i].count == t->rows[at].count;

		for (size_t c = 0; same && c < t->rows[at].count; c++)
			same = str_eq(t->rows[i].cells[c], t->rows[at].cells[c]);
		n += same;
	}
	return n;
}

static void take_row(const struct ledger *l, size_t at, bool check_only)
{
	struct import_table *t = l->t;
	const struct table_line *row = &t->rows[at];
	struct ledger_row r = { 0 };
	enum ledger_taken taken;
	struct err e = { 0 };
	struct str receipt;
	int field = read_row(l, row, &r, &e);

	if (field < 0)
		field = read_words(t, row, &r, &e);
	if (field >= 0) {
		import_refuse(t, row, field, e.text);
		return;
	}
	r.alike = r.reference.n > 0 ? 0 : alike_above(t, at);
	if (ledger_enter(l->hub, l->by, t->arena, &r, check_only, &taken, &receipt, &e) < 0)
		import_refuse(t, row, e.kind == ERR_CONFLICT ? REFERENCE : e.kind == ERR_DENIED ? ORG : e.kind == ERR_INPUT ? RECEIVED : -1, e.text);
	else if (taken == LEDGER_BEFORE)
		l->n->before++;
	else
		l->n->taken++;
}

static void take_rows(const struct ledger *l, bool check_only)
{
	*l->n = (struct import_counts){ 0 };
	for (size_t i = 1; i < l->t->rows_count && (check_only || l->t->problems_count == 0 || !db_in_transaction(l->hub->db)); i++)
		if (!import_is_empty(&l->t->rows[i]))
			take_row(l, i, check_only);
}

int import_ledger(struct hub *hub, const struct act *by, struct import_table *t, enum import_how how, struct import_counts *n, struct err *e)
{
	const struct ledger l = { hub, by, t, n };

	if (import_complete(t, e) < 0)
		return -1;
	if (how != IMPORT_GOOD)
		take_rows(&l, true);
	if (how == IMPORT_LOOK || (how == IMPORT_WHOLE && t->problems_count > 0))
		return 0;
	if (how == IMPORT_GOOD) {
		take_rows(&l, false);
		return 0;
	}
	/* two rows of one file may contradict each other: that shows only now, and then none of them is taken */
	if (db_begin(hub->db, e) < 0)
		return -1;
	take_rows(&l, false);
	if (t->problems_count == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return 0;
}

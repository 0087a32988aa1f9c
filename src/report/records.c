/* records.c - the counts of Table 1 and 2: submissions by receipt, shares by first release. */
#include "report/records.h"

#include <stdlib.h>

#include "report/choice.h"
#include "report/told.h"

/* The words of a person, with what changed after $3 undone: the oldest later change says what
 * stood before it. */
#define UNDONE(field) \
	" (SELECT c.before_value FROM class_change c WHERE c.submission_id = s.id AND c.field = '" field "'" \
	"   AND c.at_ms > $3 ORDER BY c.at_ms, c.id LIMIT 1)"

#define SQL_ROWS(class, targeted, outcome, damage, withdrawn, keys, known) \
	"SELECT s.id, s.kind, s.nature, s.received_ms, s.language, COALESCE(o.kind, ''), s.class, s.class_ms," \
	" s.targeted, s.outcome, s.damage," class "," targeted "," outcome "," damage "," \
	" CASE WHEN s.state = 'withdrawn'" withdrawn " THEN 1 ELSE 0 END, s.bec_type," \
	" (SELECT MIN(x.case_id) FROM case_submission x WHERE x.submission_id = s.id AND x.added_ms <= $3 AND (x.removed_ms IS NULL OR x.removed_ms > $3))," \
	" h.receipt, s.number, s.org_id" \
	" FROM submission s JOIN hand_in h ON h.id = s.hand_in_id" keys \
	" LEFT JOIN org o ON o.id = s.org_id" \
	" WHERE s.received_ms >= $1 AND s.received_ms < $2" known " AND s.org_id IS NOT NULL" \
	" AND h.state <> 'quarantined' AND h.supplements IS NULL AND COALESCE(o.kind, '') <> 'hub'" \
	" ORDER BY s.received_ms, s.id"
#define SQL_SUBMISSIONS \
	SQL_ROWS(UNDONE("class"), UNDONE("targeted"), UNDONE("outcome"), UNDONE("damage"), " AND (y.destroyed_ms IS NULL OR y.destroyed_ms <= $3)", \
	    " JOIN data_key k ON k.id = h.key_id LEFT JOIN data_key y ON y.id = s.key_id", " AND k.made_ms <= $3")
/* As now known nothing is undone, and every key was made: the same rows without looking for that. */
#define SQL_SUBMISSIONS_NOW SQL_ROWS(" NULL", " NULL", " NULL", " NULL", "", "", "")

/* A hand-in that is not split (yet) is one submission. */
#define SQL_UNSPLIT \
	"SELECT h.id, h.kind, h.received_ms, COALESCE(o.kind, ''), h.receipt, h.org_id FROM hand_in h JOIN data_key k ON k.id = h.key_id" \
	" LEFT JOIN org o ON o.id = h.org_id" \
	" WHERE h.received_ms >= $1 AND h.received_ms < $2 AND k.made_ms <= $3 AND h.org_id IS NOT NULL" \
	" AND h.state <> 'quarantined' AND h.supplements IS NULL AND COALESCE(o.kind, '') <> 'hub'" \
	" AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.hand_in_id = h.id)" \
	" ORDER BY h.received_ms, h.id"

#define SQL_SHARES \
	"SELECT f.id, f.origin FROM" \
	" (SELECT s.id AS id, s.origin AS origin, MIN(r.published_ms) AS first_ms FROM share s" \
	"  JOIN release r ON r.share_id = s.id WHERE r.at_ms <= $3" \
	"   AND s.id IN (SELECT n.share_id FROM release n WHERE n.published_ms >= $1 AND n.published_ms < $2) GROUP BY s.id, s.origin) f" \
	" WHERE f.first_ms >= $1 AND f.first_ms < $2"

const char records_sql_submissions[] = SQL_SUBMISSIONS;
const char records_sql_shares[] = SQL_SHARES;

static int by_id(const void *key, const void *row)
{
	return str_cmp(*(const struct str *)key, ((const struct report_case *)row)->id);
}

static int case_order(const void *x, const void *y)
{
	return str_cmp(((const struct report_case *)x)->id, ((const struct report_case *)y)->id);
}

/* A merged case speaks through the one it was merged into. */
const struct report_case *records_case(const struct records *r, struct str id)
{
	const struct report_case *found = NULL;

	for (int steps = 0; id.p != NULL && id.n > 0 && steps < 20; steps++) {
		found = r->cases_count == 0 ? NULL : bsearch(&id, r->cases, r->cases_count, sizeof *r->cases, by_id);
		id = found != NULL ? found->merged_into : STR_NONE;
	}
	return found;
}

const struct report_case *records_case_number(const struct records *r, struct str number)
{
	for (size_t i = 0; i < r->cases_count; i++)
		if (str_eq(r->cases[i].number, number))
			return records_case(r, r->cases[i].id);
	return NULL;
}

/* Merges of cases that happened later did not happen yet. */
#define SQL_CASES \
	"SELECT c.id, c.number, c.class, c.campaign, c.targeted, c.bec_type, c.damage, CASE WHEN EXISTS" \
	" (SELECT 1 FROM case_event e WHERE e.case_id = c.id AND e.event = 'merged' AND e.at_ms > $1) THEN ''" \
	" ELSE COALESCE(c.merged_into, '') END FROM cases c"

static int undo_case_changes(struct records *r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT case_id, field, before_value FROM case_change WHERE at_ms > $1"
	        " ORDER BY at_ms DESC, id DESC", DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {       /* the oldest comes last and stays */
		struct str id = db_text(&rows, i, 0), field = db_text(&rows, i, 1), before = db_text(&rows, i, 2);
		struct report_case *c = r->cases_count == 0 ? NULL : bsearch(&id, r->cases, r->cases_count, sizeof *r->cases, by_id);

		if (c == NULL)
			continue;
		if (str_eq(field, STR("class")))
			c->class = before;
		else if (str_eq(field, STR("campaign")))
			c->campaign = before;
		else if (str_eq(field, STR("damage")))
			c->damage = before;
		else if (str_eq(field, STR("targeted")))
			c->targeted = str_eq(before, STR("1"));
		else if (str_eq(field, STR("bec_type")) && !str_to_int(before, &c->bec_type))
			c->bec_type = 0;
	}
	return 0;
}

int records_cases(struct records *r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_CASES, DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	r->cases = ARENA_ARRAY(r->arena, struct report_case, rows.count + 1);
	r->cases_count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		r->cases[i] = (struct report_case){ .id = db_text(&rows, i, 0), .number = db_text(&rows, i, 1),
			.class = db_text(&rows, i, 2), .campaign = db_text(&rows, i, 3), .targeted = db_int(&rows, i, 4) == 1,
			.bec_type = db_int(&rows, i, 5), .damage = db_text(&rows, i, 6), .merged_into = db_text(&rows, i, 7) };
	qsort(r->cases, r->cases_count, sizeof *r->cases, case_order);
	return undo_case_changes(r, e);
}

static bool is_set(struct str s)
{
	return s.p != NULL && s.n > 0;
}

/* What a person had said by the instant of the report.  Every later decision left a row for the class (with
 * what stood before it, "" where it was the first one), and one for every other field that it changed. */
static struct str said(const struct db_rows *rows, size_t i, size_t now, size_t undone)
{
	if (!db_is_null(rows, i, 11) && !is_set(db_text(rows, i, 11)))
		return STR_NONE;
	return db_is_null(rows, i, undone) ? db_text(rows, i, now) : db_text(rows, i, undone);
}

/* 1, 0, or -1 where nobody said.  The column is an integer, the changes of it are text. */
static int said_targeted(const struct db_rows *rows, size_t i)
{
	if (!db_is_null(rows, i, 11) && !is_set(db_text(rows, i, 11)))
		return -1;
	if (!db_is_null(rows, i, 12))
		return is_set(db_text(rows, i, 12)) ? str_eq(db_text(rows, i, 12), STR("1")) : -1;
	return db_is_null(rows, i, 8) ? -1 : db_int(rows, i, 8) == 1;
}

/* The analyst's word, else the case's, else the engine's. */
static void judge(const struct records *r, struct submission_row *s, int targeted)
{
	const struct report_case *c = records_case(r, s->case_id);

	if (targeted >= 0)
		s->targeted = targeted == 1;
	else if (is_set(s->class))
		s->targeted = str_eq(s->class, STR("targeted"));
	else if (c != NULL)
		s->targeted = c->targeted;
	else
		s->targeted = str_eq(s->nature, STR("targeted"));
	if (!is_set(s->class))
		s->class = c != NULL && is_set(c->class) ? c->class : s->nature;
	if (!is_set(s->damage) && c != NULL)
		s->damage = c->damage;
	if (s->bec_type == 0 && c != NULL)
		s->bec_type = c->bec_type;
	s->campaign = c != NULL ? c->campaign : STR("");
	s->case_id = c != NULL ? c->id : STR("");
	s->drill = str_eq(s->class, STR("drill"));
}

static bool is_outside(struct str org_kind)
{
	return !str_eq(org_kind, STR("member")) && !str_eq(org_kind, STR("liaison-member"));
}

static void fill_row(const struct records *r, struct submission_row *s, const struct db_rows *rows, size_t i)
{
	*s = (struct submission_row){ .id = db_text(rows, i, 0), .kind = db_text(rows, i, 1), .nature = db_text(rows, i, 2),
		.received_ms = db_int(rows, i, 3), .language = db_text(rows, i, 4), .outside = is_outside(db_text(rows, i, 5)),
		.withdrawn = db_int(rows, i, 15) == 1, .bec_type = db_int(rows, i, 16),
		.case_id = db_text(rows, i, 17), .receipt = db_text(rows, i, 18), .number = db_int(rows, i, 19), .org_id = db_text(rows, i, 20), .class = said(rows, i, 6, 11), .outcome = said(rows, i, 9, 13), .damage = said(rows, i, 10, 14) };
	judge(r, s, said_targeted(rows, i));
}

struct reading { const struct records *records; records_row_fn *each; void *ctx; };

static int read_split(void *ctx, const struct db_rows *row, struct err *e)
{
	const struct reading *x = ctx;
	struct submission_row s;

	fill_row(x->records, &s, row, 0);
	return x->each(x->ctx, &s, e);
}

static int read_unsplit(void *ctx, const struct db_rows *row, struct err *e)
{
	const struct reading *x = ctx;
	const struct submission_row s = { .id = db_text(row, 0, 0), .kind = db_text(row, 0, 1), .received_ms = db_int(row, 0, 2),
		.outside = is_outside(db_text(row, 0, 3)), .receipt = db_text(row, 0, 4), .org_id = db_text(row, 0, 5),
		.nature = STR("unknown"), .class = STR("unknown"), .case_id = STR(""), .campaign = STR("") };

	return x->each(x->ctx, &s, e);
}

int records_each(const struct records *r, const struct period *p, records_row_fn *each, void *ctx, struct err *e)
{
	struct reading x = { r, each, ctx };

	return (r->as_recorded_ms == AS_NOW_KNOWN ?
	    DB_EACH(r->db, read_split, &x, e, SQL_SUBMISSIONS_NOW, DB_INT(p->from_ms), DB_INT(p->to_ms), DB_INT(r->as_recorded_ms)) :
	    DB_EACH(r->db, read_split, &x, e, SQL_SUBMISSIONS, DB_INT(p->from_ms), DB_INT(p->to_ms), DB_INT(r->as_recorded_ms))) < 0 || DB_EACH(r->db, read_unsplit, &x, e, SQL_UNSPLIT, DB_INT(p->from_ms), DB_INT(p->to_ms), DB_INT(r->as_recorded_ms)) < 0 ? -1 : 0;
}

struct keeping { struct arena *arena; struct submission_list *list; };

static int keep_row(void *ctx, const struct submission_row *s, struct err *e)
{
	const struct keeping *k = ctx;
	struct submission_row *kept = ARENA_PUSH(k->arena, k->list->rows, k->list->count, k->list->room);
	struct str *texts[] = { &kept->id, &kept->kind, &kept->nature, &kept->language, &kept->class, &kept->outcome, &kept->damage, &kept->case_id,
		&kept->campaign, &kept->receipt, &kept->org_id };

	(void)e;
	*kept = *s;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (texts[i]->p != NULL)
			*texts[i] = arena_str(k->arena, *texts[i]);
	return 0;
}

static void count_submissions(struct column *c)
{
	for (size_t i = 0; i < c->list.count; i++) {
		const struct submission_row *s = &c->list.rows[i];

		if (s->outside)
			c->outside.value++;
		else {
			c->drills.value += s->drill;    /* counted like every submission, and named */
			c->submissions.value++;
			c->targeted.value += s->targeted;
		}
	}
	c->submissions.records = c->submissions.value;
	c->targeted.records = c->targeted.value;
	c->outside.records = c->outside.value;
	c->drills.records = c->drills.value;
}

int records_shares(const struct records *r, const struct period *p, struct db_rows *rows_r, struct err *e)
{
	return DB_QUERY(r->db, r->arena, rows_r, e, SQL_SHARES, DB_INT(p->from_ms), DB_INT(p->to_ms), DB_INT(r->as_recorded_ms));
}

static int count_shares(struct records *r, struct column *c, struct err *e)
{
	struct db_rows rows;

	if (records_shares(r, &c->period, &rows, e) < 0)
		return -1;
	c->shares.value = c->shares.records = (long long)rows.count;
	for (size_t i = 0; i < rows.count; i++)
		c->own.value += str_eq(db_text(&rows, i, 1), STR("own"));
	c->own.records = c->own.value;
	return 0;
}

/* The figure of an item, or NULL. */
static struct figure *figure_of(struct column *c, struct str item)
{
	const struct { const char *item; struct figure *of; } all[] = { { "submissions", &c->submissions }, { "shares", &c->shares },
		{ "own", &c->own }, { "targeted", &c->targeted }, { "outside", &c->outside }, { "drills", &c->drills } };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (str_eq(item, str_of(all[i].item)))
			return all[i].of;
	return NULL;
}

static void all_known(struct column *c, bool known)
{
	c->submissions.known = c->shares.known = c->own.known = c->targeted.known = c->outside.known = c->drills.known = known;
}

/* Totals of a period before adoption stand in for records that are not there. */
int records_openings(const struct records *r, struct column *c, struct err *e)
{
	bool empty = c->submissions.records + c->outside.records + c->shares.records == 0;
	struct db_rows rows;

	all_known(c, !empty);
	if (!empty)
		return 0;
	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT o.item, o.value, CASE WHEN a.item IS NULL THEN 0 ELSE 1 END FROM opening o "
	        "LEFT JOIN opening_about a ON a.from_ms = o.from_ms AND a.to_ms = o.to_ms AND a.item = o.item AND a.recorded_ms = o.recorded_ms "
	        "WHERE o.from_ms = $1 AND o.to_ms = $2 AND o.recorded_ms <= $3 AND o.superseded_ms > $3", DB_INT(c->period.from_ms),
	        DB_INT(c->period.to_ms), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	for (size_t k = 0; k < rows.count; k++) {
		struct figure *f = figure_of(c, db_text(&rows, k, 0));

		if (f != NULL)
			*f = (struct figure){ .value = db_int(&rows, k, 1), .records = 1, .opening = true, .about = db_int(&rows, k, 2) == 1, .known = true };
	}
	return 0;
}

/* A closed period keeps the figures it was closed with; corrections are told beside them. */
static int use_closing(struct records *r, struct column *c, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT f.item, f.value FROM closing c JOIN closing_figure f ON f.closing_id = c.id "
	        "WHERE c.from_ms = $1 AND c.to_ms = $2 AND c.state = 'closed' AND c.closed_ms <= $3", DB_INT(c->period.from_ms),
	        DB_INT(c->period.to_ms), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	if (rows.count > 0)
		all_known(c, false);
	for (size_t k = 0; k < rows.count; k++) {
		struct figure *f = figure_of(c, db_text(&rows, k, 0));

		if (f == NULL)
			continue;
		f->value = f->records = db_int(&rows, k, 1);
		f->closed = f->known = true;
	}
	return 0;
}

bool records_is_bec(const struct submission_row *s)
{
	return !s->outside && !s->drill && !s->targeted && !str_eq(s->kind, STR("consultation")) &&
	    !str_eq(s->kind, STR("sighting")) && str_eq(s->class, STR("bec"));
}

/* Each submission in one kind only: targeted first. */
static void count_kinds(struct records *r)
{
	const struct column *c = records_now(r);

	for (size_t i = 0; i < c->list.count; i++) {
		const struct submission_row *s = &c->list.rows[i];

		if (s->outside || s->drill)
			continue;
		r->plant += s->targeted && str_eq(s->campaign, STR("plant"));
		if (s->targeted)
			continue;
		if (str_eq(s->kind, STR("consultation")))
			r->consultations++;
		else if (str_eq(s->kind, STR("sighting")))
			r->sightings++;
		else if (records_is_bec(s))
			r->bec++;
		else if (str_eq(s->class, STR("phishing")))
			r->phishing++;
	}
}

int records_column(struct records *r, struct column *c, bool closed, struct err *e)
{
	struct keeping k = { r->arena, &c->list };

	if (records_each(r, &c->period, keep_row, &k, e) < 0)
		return -1;
	count_submissions(c);
	if (count_shares(r, c, e) < 0 || records_openings(r, c, e) < 0)
		return -1;
	return closed ? use_closing(r, c, e) : 0;
}

int records_given(struct records *r, struct column *c, struct err *e)
{
	return records_openings(r, c, e) < 0 ? -1 : use_closing(r, c, e);
}

int records_counts(struct records *r, struct err *e)
{
	if (records_cases(r, e) < 0)
		return -1;
	for (int i = COLUMNS - r->columns; i < COLUMNS; i++)
		if (records_column(r, &r->column[i], i < COLUMNS - 1, e) < 0)
			return -1;
	count_kinds(r);
	return 0;
}

int records_read(struct records *r, struct err *e)
{
	r->columns = r->period.months > 0 && r->period.months <= 12 ? COLUMNS : 1;
	r->column[COLUMNS - 1].period = r->period;
	for (int i = COLUMNS - 2; i >= COLUMNS - r->columns; i--)
		r->column[i].period = period_before(&r->column[i + 1].period);
	if (choice_read(r, e) < 0 || records_counts(r, e) < 0 || records_roster(r, e) < 0 || records_probing(r, e) < 0)
		return -1;
	return told_choose(r, e);
}

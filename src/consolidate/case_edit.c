/* case_edit.c - texts, parties and moments changed by somebody who looks at them; who looked at what is no more is told. */
#include "base/buf.h"
#include "base/sha256.h"
#include "consolidate/case_deed.h"

/* ---- what somebody had before the eyes ---- */

static struct str mark_of(struct arena *a, const struct str *parts, size_t n)
{
	struct buf all;

	buf_init_arena(&all, a, 4 << 20);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&all, "%zu:", parts[i].n);
		buf_add(&all, parts[i]);
	}
	return str_at(sha256_hex(a, buf_str(&all)), 0, 16);
}

struct str case_words(struct arena *a, const struct case_told *t, struct str slot, struct str lang)
{
	struct buf out;

	buf_init_arena(&out, a, 2 << 20);
	for (size_t i = 0; i < t->text_count; i++) {
		if (!str_eq(t->texts[i].slot, slot) || !str_eq(t->texts[i].lang, lang))
			continue;
		buf_z(&out, out.n > 0 ? "\n\n" : "");
		buf_add(&out, t->texts[i].body);
	}
	return buf_str(&out);
}

struct str case_seen_words(struct arena *a, const struct case_told *t, struct str slot)
{
	const struct str parts[] = { case_words(a, t, slot, STR("ja")), case_words(a, t, slot, STR("en")) };

	return mark_of(a, parts, 2);
}

struct str case_seen_party(struct arena *a, const struct case_party_row *p)
{
	const struct str parts[] = { p->role, p->org_id, p->label };

	return mark_of(a, parts, 3);
}

struct str case_seen_moment(struct arena *a, const struct case_moment *m)
{
	const struct str parts[] = { arena_printf(a, "%lld %lld %d", m->at_ms, m->until_ms, m->is_fake), m->precision, m->from_lane, m->to_lane, m->text_ja,
		m->text_en, m->note_ja, m->note_en, m->known_how };

	return mark_of(a, parts, sizeof parts / sizeof parts[0]);
}

/* ---- the same for all three ---- */

/* Of two at once the second waits here, and sees what the first one wrote. */
static int edit_begin(struct deed *d, struct db *db, const struct act *by, struct arena *a, struct str number, struct case_told *told, struct err *e)
{
	if (deed_begin(d, db, by, a, number, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE cases SET number = number WHERE id = $1", DB_TEXT(d->c.id)) >= 0 && case_told(db, a, d->c.id, told, e) == 0)
		return 0;
	db_rollback(db);
	return -1;
}

static int check_seen(const struct deed *d, struct str seen, struct str now, struct err *e)
{
	return str_eq(seen, now) ? 0 : err_set(e, ERR_CONFLICT, "case " STR_FMT ": somebody else changed this since you opened the page; what stands there now is "
	    "shown beside what you wrote, and nothing was changed", STR_ARG(d->c.number));
}

static int gone(const struct deed *d, struct err *e)
{
	return err_set(e, ERR_CONFLICT, "case " STR_FMT ": what you changed was taken away meanwhile; nothing was changed", STR_ARG(d->c.number));
}

/* ---- texts ---- */

int case_words_edit(struct db *db, const struct act *by, struct arena *a, struct str number, struct str slot, struct str ja, struct str en,
    struct str seen, struct err *e)
{
	struct case_told told;
	struct deed d;

	if (edit_begin(&d, db, by, a, number, &told, e) < 0)
		return -1;
	if (check_seen(&d, seen, case_seen_words(a, &told, slot), e) == 0 &&
	    (str_eq(ja, case_words(a, &told, slot, STR("ja"))) || case_text_set(db, by, a, d.c.id, slot, STR("ja"), ja, e) == 0) &&
	    (str_eq(en, case_words(a, &told, slot, STR("en"))) || case_text_set(db, by, a, d.c.id, slot, STR("en"), en, e) == 0) && db_commit(db, e) == 0)
		return 0;
	db_rollback(db);
	return -1;
}

/* ---- parties ---- */

#define SQL_PARTY "UPDATE case_party SET role = $2, org_id = $3, label = $4 WHERE id = $1"
/* The company was asked whether it wrote this: the answer is bound to it. */
#define SQL_ASKED "SELECT 1 FROM fact_check WHERE party_id = $1 LIMIT 1"

static long long put_party(struct deed *d, const struct case_party_row *now, const struct case_party_row *to, struct err *e)
{
	struct str before = arena_printf(d->arena, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(now->role), STR_ARG(now->org_id), STR_ARG(now->label));
	struct db_rows asked;

	if (DB_QUERY(d->db, d->arena, &asked, e, SQL_ASKED, DB_TEXT(now->id)) < 0)
		return -1;
	if (asked.count > 0)
		return err_set(e, ERR_CONFLICT, "case " STR_FMT ": this party was asked for facts (noroshi factcheck list); the answer is bound to it, so it stays "
		    "as it is", STR_ARG(d->c.number));
	if (deed_remember(d, arena_printf(d->arena, "party:" STR_FMT, STR_ARG(now->id)), before, e) < 0)
		return -1;
	if (to == NULL)
		return DB_EXEC(d->db, e, "DELETE FROM case_party WHERE id = $1", DB_TEXT(now->id));
	return DB_EXEC(d->db, e, SQL_PARTY, DB_TEXT(now->id), DB_TEXT(to->role), DB_TEXT(to->org_id.n > 0 ? to->org_id : STR_NONE), DB_TEXT(to->label));
}

int case_party_edit(struct db *db, const struct act *by, struct arena *a, struct str number, struct str party_id, const struct case_party_row *to,
    struct str seen, struct err *e)
{
	const struct case_party_row *now = NULL;
	struct case_told told;
	long long done = -1;
	struct deed d;

	if ((to != NULL && case_party_check(to->role, to->org_id, to->label, e) < 0) || edit_begin(&d, db, by, a, number, &told, e) < 0)
		return -1;
	for (size_t i = 0; i < told.party_count; i++)
		if (str_eq(told.parties[i].id, party_id))
			now = &told.parties[i];
	if (now == NULL ? gone(&d, e) == 0 : check_seen(&d, seen, case_seen_party(a, now), e) == 0)
		done = put_party(&d, now, to, e);
	return deed_end(&d, done, "case.party", arena_printf(a, "{\"party\":\"" STR_FMT "\",\"now\":\"" STR_FMT "\"}", STR_ARG(party_id),
	    STR_ARG(to != NULL ? to->role : STR(""))), e);
}

/* ---- moments ---- */

#define SQL_MOMENT \
	"UPDATE case_timeline SET at_ms = $2, until_ms = $3, precision = $4, from_lane = $5, to_lane = $6, is_fake = $7, text_ja = $8," \
	" text_en = $9, note_ja = $10, note_en = $11, known_how = $12 WHERE id = $1"

static long long put_moment(struct deed *d, const struct case_moment *now, const struct case_moment *to, struct err *e)
{
	struct str before = arena_printf(d->arena, "%lld " STR_FMT ">" STR_FMT "\n" STR_FMT "\n" STR_FMT, now->at_ms, STR_ARG(now->from_lane),
	    STR_ARG(now->to_lane), STR_ARG(now->text_ja), STR_ARG(now->text_en));

	if (deed_remember(d, arena_printf(d->arena, "moment:" STR_FMT, STR_ARG(now->id)), before, e) < 0 || deed_reword(d, e) < 0)
		return -1;
	if (to == NULL)
		return DB_EXEC(d->db, e, "DELETE FROM case_timeline WHERE id = $1", DB_TEXT(now->id));
	return DB_EXEC(d->db, e, SQL_MOMENT, DB_TEXT(now->id), DB_INT(to->at_ms), DB_TIME(to->until_ms), DB_TEXT(to->precision), DB_TEXT(to->from_lane),
	    DB_TEXT(to->to_lane), DB_BOOL(to->is_fake), DB_TEXT(to->text_ja), DB_TEXT(to->text_en), DB_TEXT(to->note_ja), DB_TEXT(to->note_en),
	    DB_TEXT(to->known_how));
}

int case_moment_edit(struct db *db, const struct act *by, struct arena *a, struct str number, struct str moment_id, const struct case_moment *to,
    struct str seen, struct err *e)
{
	const struct case_moment *now = NULL;
	struct case_told told;
	long long done = -1;
	struct deed d;

	if (edit_begin(&d, db, by, a, number, &told, e) < 0)
		return -1;
	for (size_t i = 0; i < told.moment_count; i++)
		if (str_eq(told.moments[i].id, moment_id))
			now = &told.moments[i];
	if (now == NULL ? gone(&d, e) == 0 : check_seen(&d, seen, case_seen_moment(a, now), e) == 0)
		done = put_moment(&d, now, to, e);
	return deed_end(&d, done, "case.timeline", arena_printf(a, "{\"moment\":\"" STR_FMT "\"}", STR_ARG(moment_id)), e);
}

/* closing.c - proposing and confirming; looking at what was closed. */
#include "report/closing.h"

#include "report/corrections.h"
#include "report/publication.h"
#include "store/audit.h"

#define COLUMNS_OF_CLOSING "id, from_ms, to_ms, recorded_ms, digest, unsettled, state, proposed_by, proposed_ms, closed_by, closed_ms"

static struct closing of_row(const struct db_rows *rows, size_t i, int zone)
{
	return (struct closing){ .id = db_text(rows, i, 0), .period = period_of(db_int(rows, i, 1), db_int(rows, i, 2), zone),
		.recorded_ms = db_int(rows, i, 3), .digest = db_text(rows, i, 4), .unsettled = db_text(rows, i, 5),
		.state = db_text(rows, i, 6), .proposed_by = db_text(rows, i, 7), .proposed_ms = db_int(rows, i, 8),
		.closed_by = db_text(rows, i, 9), .closed_ms = db_time(rows, i, 10) };
}

static void take_first(const struct db_rows *rows, const struct period *p, struct closing *c_r)
{
	*c_r = (struct closing){ .id = STR_NONE };
	if (rows->count == 0)
		return;
	*c_r = of_row(rows, 0, p->zone);
	c_r->period.eras = p->eras;
}

int closing_find(struct db *db, struct arena *a, const struct period *p, long long recorded_ms, struct closing *c_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT " COLUMNS_OF_CLOSING " FROM closing WHERE from_ms = $1 AND to_ms = $2 AND state = 'closed'"
	        " AND closed_ms <= $3", DB_INT(p->from_ms), DB_INT(p->to_ms), DB_INT(recorded_ms)) < 0)
		return -1;
	take_first(&rows, p, c_r);
	return 0;
}

int closing_live(struct db *db, struct arena *a, const struct period *p, struct closing *c_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT " COLUMNS_OF_CLOSING " FROM closing WHERE from_ms = $1 AND to_ms = $2 AND state <> 'replaced'",
	        DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	take_first(&rows, p, c_r);
	return 0;
}

int closing_all(struct db *db, struct arena *a, int zone, struct closing_list *list_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT " COLUMNS_OF_CLOSING " FROM closing WHERE state <> 'replaced' ORDER BY from_ms, to_ms") < 0)
		return -1;
	list_r->list = ARENA_ARRAY(a, struct closing, rows.count + 1);
	list_r->count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		list_r->list[i] = of_row(&rows, i, zone);
	return 0;
}

int closing_document(struct db *db, struct arena *a, struct str closing_id, struct str format, enum lang lang, struct str *bytes_r,
    struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT bytes FROM closing_document WHERE closing_id = $1 AND format = $2 AND lang = $3",
	        DB_TEXT(closing_id), DB_TEXT(format), DB_TEXT(lang == LANG_JA ? STR("ja") : STR("en"))) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_CORRUPT, "the closed period has no document “" STR_FMT "”", STR_ARG(format));
	*bytes_r = db_bytes(&rows, 0, 0);
	return 0;
}

static struct str day_of(struct arena *a, long long ms, int zone)
{
	return ms == TIME_NONE ? STR("-") : day_full(a, ms, zone, tr_lang());
}

static int already_closed(struct arena *a, const struct closing *c, struct err *e)
{
	struct str label = period_label(a, &c->period, tr_lang()), day = day_of(a, c->closed_ms, c->period.zone);

	return err_set(e, ERR_CONFLICT, STR_FMT " was closed on " STR_FMT " by " STR_FMT " and " STR_FMT "; what became known later stands in "
	    "noroshi period corrections", STR_ARG(label), STR_ARG(day), STR_ARG(c->proposed_by), STR_ARG(c->closed_by));
}

/* ---- proposing ---- */

/* The counts as they are must be named as they are: nobody waves through what they have not seen. */
static int check_settled(struct db *db, struct arena *a, const struct period *p, struct str named, struct str *unsettled_r, struct err *e)
{
	struct unsettled list[UNSETTLED_KINDS];
	struct buf told;

	if (unsettled_read(db, a, p, list, e) < 0)
		return -1;
	buf_init_arena(&told, a, 4096);
	for (size_t i = 0; i < UNSETTLED_KINDS; i++)
		if (list[i].count > 0)
			buf_printf(&told, "%s%s: %lld (" STR_FMT ")", told.n > 0 ? "; " : "", tr(list[i].kind), list[i].count, STR_ARG(list[i].names));
	*unsettled_r = unsettled_named(a, list);
	if (str_eq(*unsettled_r, named.p != NULL ? named : STR("")))
		return 0;
	if (unsettled_r->n == 0)
		return err_set(e, ERR_CONFLICT, "nothing is unsettled any more; leave out --open");
	return err_set(e, ERR_DENIED, "not settled yet: " STR_FMT ". Settle them, or close in spite of them with --open " STR_FMT,
	    STR_ARG(buf_str(&told)), STR_ARG(*unsettled_r));
}

static int keep(struct db *db, const struct closing *c, const struct frozen *f, struct err *e)
{
	const struct column *n = &f->figures;
	const struct { const char *item; const struct figure *of; } figures[] = { { "submissions", &n->submissions }, { "shares", &n->shares },
		{ "own", &n->own }, { "targeted", &n->targeted }, { "outside", &n->outside }, { "drills", &n->drills } };

	if (DB_EXEC(db, e, "INSERT INTO closing (id, from_ms, to_ms, recorded_ms, digest, unsettled, state, proposed_by, proposed_ms) "
	    "VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8)", DB_TEXT(c->id), DB_INT(c->period.from_ms), DB_INT(c->period.to_ms),
	    DB_INT(c->recorded_ms), DB_TEXT(c->digest), DB_TEXT(c->unsettled), DB_TEXT(c->proposed_by), DB_INT(c->proposed_ms)) < 0)
		return -1;
	for (size_t i = 0; i < CLOSING_DOCUMENTS; i++)
		if (DB_EXEC(db, e, "INSERT INTO closing_document (closing_id, format, lang, sha256, bytes) VALUES ($1, $2, $3, $4, $5)",
		        DB_TEXT(c->id), DB_TEXT(str_of(f->documents[i].format)), DB_TEXT(f->documents[i].lang == LANG_JA ? STR("ja") : STR("en")),
		        DB_TEXT(f->documents[i].sha256), DB_BYTES(f->documents[i].bytes)) < 0)
			return -1;
	for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
		if (figures[i].of->known && DB_EXEC(db, e, "INSERT INTO closing_figure (closing_id, item, value) VALUES ($1, $2, $3)",
		        DB_TEXT(c->id), DB_TEXT(str_of(figures[i].item)), DB_INT(figures[i].of->value)) < 0)
			return -1;
	return 0;
}

static struct str digest_json(struct arena *a, struct str digest)
{
	return arena_printf(a, "{\"digest\":\"" STR_FMT "\"}", STR_ARG(digest));
}

static int propose(struct hub *hub, const struct act *by, struct arena *a, struct closing *c, struct str named, struct err *e)
{
	struct frozen f = { 0 };
	struct closing live;

	if (closing_live(hub->db, a, &c->period, &live, e) < 0)
		return -1;
	if (str_eq(live.state, STR("closed")))
		return already_closed(a, &live, e);
	if (check_settled(hub->db, a, &c->period, named, &c->unsettled, e) < 0 || freeze(hub, a, &c->period, c->recorded_ms, &f, e) < 0 ||
	    publication_check(f.records, by->now_ms, e) < 0)
		return -1;
	c->digest = f.digest;
	if (DB_EXEC(hub->db, e, "UPDATE closing SET state = 'replaced' WHERE from_ms = $1 AND to_ms = $2 AND state = 'proposed'",
	        DB_INT(c->period.from_ms), DB_INT(c->period.to_ms)) < 0 || keep(hub->db, c, &f, e) < 0)
		return -1;
	return audit_add_detail(hub->db, by, "period.proposed", c->id, digest_json(a, c->digest), e);
}

int closing_propose(struct hub *hub, const struct act *by, struct arena *a, const struct period *p, struct str named,
    struct closing *c_r, struct err *e)
{
	*c_r = (struct closing){ .id = rng_uuid(by->rng, a), .period = *p, .recorded_ms = by->now_ms, .state = STR("proposed"),
		.proposed_by = by->actor, .proposed_ms = by->now_ms, .closed_ms = TIME_NONE };
	if (by->now_ms < p->to_ms) {
		struct str label = period_label(a, p, tr_lang()), last = day_of(a, p->to_ms - 1, p->zone);

		return err_set(e, ERR_DENIED, STR_FMT " is not over; it can be closed after " STR_FMT, STR_ARG(label), STR_ARG(last));
	}
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (propose(hub, by, a, c_r, named, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- confirming ---- */

/* What the second person confirms is what the records still say; else both versions are told. */
static int check_unchanged(struct hub *hub, const struct act *by, struct arena *a, const struct closing *c, struct err *e)
{
	struct correction_places now;

	if (corrections_between(hub, a, c, by->now_ms, tr_lang(), &now, e) < 0)
		return -1;
	if (now.count == 0)
		return 0;
	return err_set(e, ERR_CONFLICT, "changed meanwhile in %zu places, first: %.300s: “%.100s” was proposed, the records now say “%.100s”; "
	    "look at it and propose again", now.count, arena_cstr(a, now.list[0].where), arena_cstr(a, now.list[0].before),
	    arena_cstr(a, now.list[0].after));
}

/* A source may have taken its yes back since. */
static int check_told(struct hub *hub, const struct act *by, struct arena *a, const struct closing *c, struct err *e)
{
	const struct report_order order = { .period = c->period, .as_recorded_ms = by->now_ms, .made_ms = by->now_ms, .lang = LANG_JA };
	struct records *r;
	struct doc *d;

	return report_make_from(hub, a, &order, &r, &d, e) < 0 ? -1 : publication_check(r, by->now_ms, e);
}

static int check_proposal(struct arena *a, const struct act *by, const struct closing *c, struct str digest, struct err *e)
{
	if (c->id.p == NULL)
		return err_set(e, ERR_UNKNOWN, "nobody has proposed to close this period; the first person leaves out --digest");
	if (str_eq(c->state, STR("closed")))
		return already_closed(a, c, e);
	if (!str_eq(c->digest, digest))
		return err_set(e, ERR_CONFLICT, "the proposal's digest is " STR_FMT ", not " STR_FMT "; it may have been proposed anew: look at it "
		    "(noroshi period show)", STR_ARG(c->digest), STR_ARG(digest));
	if (str_eq(c->proposed_by, by->actor))
		return err_set(e, ERR_DENIED, STR_FMT " proposed it; another person confirms", STR_ARG(by->actor));
	return 0;
}

static int confirm(struct hub *hub, const struct act *by, struct arena *a, struct closing *c, struct err *e)
{
	long long changed = DB_EXEC(hub->db, e, "UPDATE closing SET state = 'closed', closed_by = $3, closed_ms = $4 WHERE id = $1 AND "
	    "state = 'proposed' AND digest = $2 AND proposed_by <> $3", DB_TEXT(c->id), DB_TEXT(c->digest), DB_TEXT(by->actor),
	    DB_INT(by->now_ms));

	if (changed < 0)
		return -1;
	if (changed == 0)
		return err_set(e, ERR_CONFLICT, "changed meanwhile: the proposal was replaced or confirmed by somebody else; look at it "
		    "(noroshi period show)");
	c->state = STR("closed");
	c->closed_by = by->actor;
	c->closed_ms = by->now_ms;
	return audit_add_detail(hub->db, by, "period.closed", c->id, digest_json(a, c->digest), e);
}

int closing_confirm(struct hub *hub, const struct act *by, struct arena *a, const struct period *p, struct str digest,
    struct closing *c_r, struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (closing_live(hub->db, a, p, c_r, e) == 0 && check_proposal(a, by, c_r, digest, e) == 0 &&
	    check_unchanged(hub, by, a, c_r, e) == 0 && check_told(hub, by, a, c_r, e) == 0 && confirm(hub, by, a, c_r, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

int closing_erratum_add(struct db *db, const struct act *by, struct arena *a, const struct closing *c, const struct erratum *m,
    struct err *e)
{
	if (!str_eq(c->state, STR("closed")))
		return err_set(e, ERR_CONFLICT, "this period is not closed; mend the records instead, the report is made out of them");
	if (m->place.n == 0 || m->before.n == 0 || m->after.n == 0)
		return err_set(e, ERR_USAGE, "a correction has its place, what was printed and what is right; none of them is empty");
	if (db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, DB_EXEC(db, e, "INSERT INTO closing_erratum (id, closing_id, lang, place, before_text, after_text, at_ms, "
	    "by_person) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(c->id), DB_TEXT(m->lang),
	    DB_TEXT(m->place), DB_TEXT(m->before), DB_TEXT(m->after), DB_INT(by->now_ms), DB_TEXT(by->actor)), "period.erratum", c->id, e) < 0
	    ? -1 : 0;
}

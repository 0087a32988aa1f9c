/* load.c - a stored revision becomes a draft again, so that it can be changed or checked. */
#include "base/time.h"
#include "share/draft.h"
#include "store/db.h"

static int load_share(struct draft *d, struct str number, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT sh.id, sh.number, sh.case_id, sh.parent_id, sh.origin, sh.lane, sh.source_terms, sh.author, "
	    "sh.state, sh.rev, sh.made_ms, sh.expires_ms, r.projection, r.own_words, (SELECT MAX(x.rev) FROM release x WHERE x.share_id = sh.id) "
	    "FROM share sh JOIN share_rev r ON r.share_id = sh.id AND r.rev = sh.rev WHERE sh.number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(number));
	d->id = db_text(&r, 0, 0);
	d->number = db_text(&r, 0, 1);
	d->case_id = db_is_null(&r, 0, 2) ? STR("") : db_text(&r, 0, 2);
	d->parent_id = db_is_null(&r, 0, 3) ? STR("") : db_text(&r, 0, 3);
	d->origin = db_text(&r, 0, 4);
	d->lane = db_text(&r, 0, 5);
	d->source_terms = db_text(&r, 0, 6);
	d->author = db_text(&r, 0, 7);
	d->state = db_text(&r, 0, 8);
	d->rev = db_int(&r, 0, 9);
	d->made_ms = db_int(&r, 0, 10);
	d->expires_ms = db_time(&r, 0, 11);
	d->own_words = db_int(&r, 0, 13) == 1;
	d->released_rev = db_int(&r, 0, 14);
	return projection_read(d->arena, db_text(&r, 0, 12), &d->p, e);
}

static int load_sources(struct draft *d, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT org_id, submission_id FROM share_source WHERE share_id = $1 AND rev = $2 "
	    "ORDER BY submission_id, org_id", DB_TEXT(d->id), DB_INT(d->rev)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		*ARENA_PUSH(d->arena, d->sources, d->source_count, d->source_room) =
		    (struct draft_source){ db_text(&r, i, 0), db_text(&r, i, 1) };
	return 0;
}

/* The role as it was shown; what was withheld has none any more and is treated as doubtful. */
static struct str role_of(const struct draft *d, struct str type, struct str shown)
{
	for (size_t i = 0; i < d->p.indicators.count; i++)
		if (str_eq(d->p.indicators.list[i].type, type) && str_eq(d->p.indicators.list[i].shown, shown))
			return d->p.indicators.list[i].role;
	return STR("suspect");
}

static enum treatment treatment_of(struct str word)
{
	for (int i = 0; i < 3; i++)
		if (str_eq(word, str_of(treatment_names[i])))
			return (enum treatment)i;
	return TREATMENT_WITHHELD;
}

static int load_indicators(struct draft *d, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT i.id, i.type, i.value, x.treatment, x.shown, x.revoked, x.why FROM share_indicator x "
	    "JOIN indicator i ON i.id = x.indicator_id WHERE x.share_id = $1 AND x.rev = $2 ORDER BY i.type, i.value COLLATE \"C\"",
	    DB_TEXT(d->id), DB_INT(d->rev)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		*ARENA_PUSH(d->arena, d->indicators, d->indicator_count, d->indicator_room) = (struct draft_indicator){
			db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), role_of(d, db_text(&r, i, 1), db_text(&r, i, 4)),
			{ treatment_of(db_text(&r, i, 3)), db_text(&r, i, 4), arena_cstr(d->arena, db_text(&r, i, 6)) }, db_int(&r, i, 5) == 1 };
	return 0;
}

/* Whose the shown values are. */
static int load_claims(struct draft *d, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT s.org_id, c.submission_id, c.indicator_id, x.shown FROM share_claim c JOIN share_source s ON "
	    "s.share_id = c.share_id AND s.rev = c.rev AND s.submission_id = c.submission_id JOIN share_indicator x ON x.share_id = c.share_id "
	    "AND x.rev = c.rev AND x.indicator_id = c.indicator_id AND x.treatment <> 'withheld' WHERE c.share_id = $1 AND c.rev = $2 "
	    "ORDER BY c.submission_id, c.indicator_id", DB_TEXT(d->id), DB_INT(d->rev)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		draft_claim_add(d, &(struct draft_claim){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3) });
	return 0;
}

static int load_letters(struct draft *d, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT token, org_id FROM identity WHERE share_id = $1 ORDER BY token COLLATE \"C\"",
	    DB_TEXT(d->id)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		*ARENA_PUSH(d->arena, d->letters, d->letter_count, d->letter_room) = (struct draft_letter){ db_text(&r, i, 0), db_text(&r, i, 1) };
	return 0;
}

static int load_audience(struct draft *d, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT kind, target, from_ms, to_ms FROM audience WHERE share_id = $1 AND rev = $2 "
	    "ORDER BY kind, target COLLATE \"C\"", DB_TEXT(d->id), DB_INT(d->rev)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		*ARENA_PUSH(d->arena, d->audience, d->audience_count, d->audience_room) = (struct share_target){ db_text(&r, i, 0),
			db_text(&r, i, 1), db_int(&r, i, 2), db_int(&r, i, 3) };
	return 0;
}

int draft_load(struct draft *d, struct str number, struct err *e)
{
	if (load_share(d, number, e) < 0 || load_sources(d, e) < 0 || load_indicators(d, e) < 0 || load_claims(d, e) < 0 ||
	    load_letters(d, e) < 0 || load_audience(d, e) < 0)
		return -1;
	d->liaison_ok = !str_eq(d->p.tlp, STR("GREEN")) && !str_eq(d->p.tlp, STR("CLEAR"));      /* it was meant then; GREEN never asked */
	d->letters_fixed = d->released_rev > 0;
	return 0;
}

int draft_load_artefacts(struct draft *d, struct artefact out[ARTEFACTS], struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT format, lang, sha256, bytes FROM artefact WHERE share_id = $1 AND rev = $2 ORDER BY "
	    "CASE format WHEN 'text' THEN 1 WHEN 'html' THEN 2 WHEN 'csv' THEN 3 ELSE 4 END, lang COLLATE \"C\" DESC",
	    DB_TEXT(d->id), DB_INT(d->rev)) < 0)
		return -1;
	if (r.count != ARTEFACTS)
		return err_set(e, ERR_DB, "share " STR_FMT ": %zu of its %d artefacts are stored; make it anew (noroshi share edit)",
		    STR_ARG(d->number), r.count, ARTEFACTS);
	for (size_t i = 0; i < ARTEFACTS; i++)
		out[i] = (struct artefact){ arena_cstr(d->arena, db_text(&r, i, 0)), arena_cstr(d->arena, db_text(&r, i, 1)),
			.sha256 = db_text(&r, i, 2), .bytes = db_bytes(&r, i, 3) };
	return 0;
}

int draft_load_released(struct draft *d, struct projection *p, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT projection FROM share_rev WHERE share_id = $1 AND rev = $2", DB_TEXT(d->id),
	    DB_INT(d->released_rev)) < 0)
		return -1;
	return projection_read(d->arena, db_text(&r, 0, 0), p, e);
}

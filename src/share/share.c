/* share.c - drafting a share: from a case, from sightings, or from what the hub obtained itself. */
#include "share/share.h"

#include "approve/approve.h"
#include "base/time.h"
#include "share/draft.h"
#include "store/audit.h"

static int find_case(struct draft *d, struct str number, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->db, d->arena, &rows, e, "SELECT id, merged_into FROM cases WHERE number = $1 OR id = $1", DB_TEXT(number)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no case " STR_FMT, STR_ARG(number));
	if (db_text(&rows, 0, 1).n > 0)
		return err_set(e, ERR_CONFLICT, "case " STR_FMT " was merged into another one; draft from that", STR_ARG(number));
	d->case_id = db_text(&rows, 0, 0);
	return 0;
}

static int find_share(struct draft *d, struct str number, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->db, d->arena, &rows, e, "SELECT s.id, (SELECT COUNT(*) FROM release x WHERE x.share_id = s.id), s.state FROM share s "
	    "WHERE s.number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(number));
	/* its number may stand only in front of readers who have it */
	if (db_int(&rows, 0, 1) == 0)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT " was never released; change it instead of adding to it", STR_ARG(number));
	if (str_eq(db_text(&rows, 0, 2), STR("retracted")))
		return err_set(e, ERR_CONFLICT, "share " STR_FMT " was retracted; nothing is added to it", STR_ARG(number));
	d->parent_id = db_text(&rows, 0, 0);
	return 0;
}

static void take_words(struct draft *d, const struct share_spec *s)
{
	d->p.number = d->number;
	d->p.version = 1;
	d->p.change = STR("first");
	d->p.class = s->class.n > 0 ? s->class : STR("normal");
	d->p.tlp = s->tlp.n > 0 ? s->tlp : STR("AMBER");
	d->p.search = s->search.n > 0 ? s->search : STR("both");
	d->p.figures = s->exact ? STR("exact") : STR("coarse");
	d->p.parent = s->sightings_of.n > 0 ? s->sightings_of : s->supplements.n > 0 ? s->supplements : STR("");
	d->p.expires = draft_day(d, s->expires_ms);
	d->own_words = s->title.count + s->summary.count + s->actions.count + s->reason.count > 0;
	d->p.title = s->title;
	d->p.summary = s->summary;
	d->p.actions = s->actions;
	d->p.reason = s->reason;
}

static int gather(struct draft *d, const struct share_spec *s, struct err *e)
{
	if (s->case_number.n > 0) {
		if (find_case(d, s->case_number, e) < 0 || dictionary_load(d, e) < 0)
			return -1;
		return draft_from_case(d, e);
	}
	if (dictionary_load(d, e) < 0)
		return -1;
	if (s->sightings_of.n > 0)
		return find_share(d, s->sightings_of, e) < 0 ? -1 : draft_from_sightings(d, e);
	if (s->terms.n == 0)
		return err_set(e, ERR_USAGE, "an own share names the terms of its source (--terms): licence, or why it may be passed on");
	return draft_own_values(d, s->values, s->value_count, e);
}

static int settle_late(struct draft *d, struct str share_id, struct err *e)
{
	if (DB_EXEC(d->db, e, "UPDATE approval_request SET settled = 'own-origin' WHERE share_id = $1 AND state IN ('open', 'timed-out') "
	    "AND rev = (SELECT sh.rev FROM share sh WHERE sh.id = $1)", DB_TEXT(share_id)) < 0)
		return -1;
	return audit_add(d->db, d->by, "approval.own-origin", share_id, e);
}

static int draft_sealed(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct share_spec *s,
    struct share_made *made, struct err *e)
{
	struct draft d = { .arena = a, .hub = hub, .by = by, .db = db, .origin = s->origin.n > 0 ? s->origin : STR("member"),
		.lane = s->lane.n > 0 ? s->lane : STR("technical"), .source_terms = s->terms.n > 0 ? s->terms : STR(""),
		.author = by->actor, .change_kind = "first", .rev = 1, .made_ms = by->now_ms, .expires_ms = s->expires_ms, .is_new = true,
		.liaison_ok = s->liaison_ok, .case_id = STR(""), .parent_id = STR("") };

	d.id = rng_uuid(by->rng, a);
	d.number = arena_printf(a, "J-" STR_FMT, STR_ARG(rng_code(by->rng, a, 7)));
	for (size_t i = 0; i < s->audience_count; i++)
		*ARENA_PUSH(a, d.audience, d.audience_count, d.audience_room) = s->audience[i];
	take_words(&d, s);
	if (db_begin(db, e) < 0)
		return -1;
	if (approve_staff(db, a, by, e) == 0 && (s->supplements.n == 0 || find_share(&d, s->supplements, e) == 0) &&
	    gather(&d, s, e) == 0) {
		draft_fill_texts(&d);
		if (draft_save(&d, made, e) == 0 && (s->instead_of.n == 0 || settle_late(&d, s->instead_of, e) == 0))
			return db_commit(db, e);
	}
	db_rollback(db);
	return -1;
}

int share_draft(struct hub *hub, const struct act *by, struct arena *a, const struct share_spec *spec, struct share_made *made,
    struct err *e)
{
	struct db *sealed;
	int status;

	if (hub_open_sealed(hub, &sealed, e) < 0)
		return -1;
	status = draft_sealed(hub, sealed, by, a, spec, made, e);
	db_close(sealed);
	return status;
}

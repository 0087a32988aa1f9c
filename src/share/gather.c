/* gather.c - typed fields out of the records: indicators through the gate, sightings as aggregates,
 * the course of events with letters.  No mail, document or log row is touched. */
#include "share/draft.h"

#include <stdlib.h>

#include "base/time.h"
#include "intake/indicator_row.h"
#include "share/lineage.h"
#include "store/db.h"

static void source_add(struct draft *d, struct str org, struct str submission)
{
	for (size_t i = 0; i < d->source_count; i++)
		if (str_eq(d->sources[i].org_id, org) && str_eq(d->sources[i].submission_id, submission))
			return;
	*ARENA_PUSH(d->arena, d->sources, d->source_count, d->source_room) = (struct draft_source){ org, submission };
}

/* An exercise is no attack, by the analyst's word or else by the engine's: it is no source of a share. */
#define SQL_NO_DRILL "COALESCE(s.class, s.nature) <> 'drill'"

/* Undecodable means not shareable, until an analyst has looked; what is not to be shared, as who handed it in said, is no
 * source of technical information.  The analyst's narrative may draw on what was read by eye alone: there, whoever handed in is
 * a source and is asked, also of what could not be read. */
static int gather_sources(struct draft *d, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->db, d->arena, &rows, e, "SELECT s.id, s.org_id, CASE WHEN s.examined = 'fully' OR s.class_by IS NOT NULL THEN 1 ELSE 0 END, "
	        "CASE WHEN EXISTS (SELECT 1 FROM hand_in_told t WHERE t.hand_in_id = s.hand_in_id AND t.technical = 'never') THEN 1 ELSE 0 END FROM case_submission c JOIN submission s ON s.id = c.submission_id JOIN org o ON o.id = s.org_id "
	        "WHERE c.case_id = $1 AND c.removed_ms IS NULL AND s.state <> 'withdrawn' AND o.kind <> 'hub' AND " SQL_NO_DRILL " ORDER BY s.received_ms, s.id",
	        DB_TEXT(d->case_id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		bool read = db_int(&rows, i, 2) == 1, never = db_int(&rows, i, 3) == 1;

		if ((read && !never) || str_eq(d->lane, STR("narrative")))
			source_add(d, db_text(&rows, i, 1), db_text(&rows, i, 0));
		d->unread += !read;
		d->kept_back += never;
	}
	return 0;
}

/* The most protective of the roles in which it was seen. */
static struct str stricter(struct str a, struct str b)
{
	static const char *const order[] = { "victim-named", "abused", "decoy", "suspect", "malicious" };

	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (str_eq(a, str_of(order[i])) || str_eq(b, str_of(order[i])))
			return str_of(order[i]);
	return STR("victim-named");
}

static struct draft_indicator *indicator_of(struct draft *d, struct str id)
{
	for (size_t i = 0; i < d->indicator_count; i++)
		if (str_eq(d->indicators[i].id, id))
			return &d->indicators[i];
	return NULL;
}

static bool is_source(const struct draft *d, struct str submission)
{
	for (size_t i = 0; i < d->source_count; i++)
		if (str_eq(d->sources[i].submission_id, submission))
			return true;
	return false;
}

/* How many organisations of the circle handed in this very value, in any case: anybody outside may be the attacker. */
static int count_organisations(struct draft *d, struct str indicator, int *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->db, d->arena, &rows, e, "SELECT COUNT(DISTINCT s.org_id) FROM submission_indicator i JOIN submission s ON s.id = i.submission_id "
	        "JOIN org o ON o.id = s.org_id WHERE i.indicator_id = $1 AND s.state <> 'withdrawn' AND o.kind <> 'outside'", DB_TEXT(indicator)) < 0)
		return -1;
	*n_r = (int)db_int(&rows, 0, 0);
	return 0;
}

int draft_ask_gate(struct draft *d, struct draft_indicator *i, bool public_source, struct err *e)
{
	struct gate_question q = { i->type, i->value, i->role, 0, public_source };
	struct db_rows rows;

	if (count_organisations(d, i->id, &q.organisations, e) < 0)
		return -1;
	/* what its readers got from the parent already is no news */
	if (DB_QUERY(d->db, d->arena, &rows, e, "SELECT 1 FROM share_indicator x JOIN release r ON r.share_id = x.share_id AND r.rev = x.rev "
	        "WHERE x.share_id = $1 AND x.indicator_id = $2 AND x.treatment = 'kept' AND x.revoked = 0", DB_TEXT(d->parent_id),
	        DB_TEXT(i->id)) < 0)
		return -1;
	q.public_source = q.public_source || rows.count > 0;
	i->answer = gate_ask(d->terms, d->arena, &q);
	return 0;
}

void draft_claim_add(struct draft *d, const struct draft_claim *claim)
{
	for (size_t i = 0; i < d->claim_count; i++)
		if (str_eq(d->claims[i].submission_id, claim->submission_id) && str_eq(d->claims[i].indicator_id, claim->indicator_id))
			return;
	*ARENA_PUSH(d->arena, d->claims, d->claim_count, d->claim_room) = *claim;
}

static int gather_indicators(struct draft *d, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->db, d->arena, &rows, e, "SELECT i.id, i.type, i.value, si.role, si.submission_id, s.org_id FROM case_submission c "
	        "JOIN submission s ON s.id = c.submission_id JOIN submission_indicator si ON si.submission_id = s.id "
	        "JOIN indicator i ON i.id = si.indicator_id WHERE c.case_id = $1 AND c.removed_ms IS NULL AND s.state <> 'withdrawn' AND " SQL_NO_DRILL " "
	        "AND (s.examined = 'fully' OR s.class_by IS NOT NULL) ORDER BY i.type, i.value COLLATE \"C\"",
	        DB_TEXT(d->case_id)) < 0)
		return -1;
	for (size_t r = 0; r < rows.count; r++) {
		struct draft_indicator *i = indicator_of(d, db_text(&rows, r, 0));

		if (!is_source(d, db_text(&rows, r, 4)))
			continue;
		if (i != NULL) {
			i->role = stricter(i->role, db_text(&rows, r, 3));
			continue;
		}
		i = ARENA_PUSH(d->arena, d->indicators, d->indicator_count, d->indicator_room);
		*i = (struct draft_indicator){ db_text(&rows, r, 0), db_text(&rows, r, 1), db_text(&rows, r, 2), db_text(&rows, r, 3), { 0 }, false };
	}
	for (size_t i = 0; i < d->indicator_count; i++)
		if (draft_ask_gate(d, &d->indicators[i], false, e) < 0)
			return -1;
	for (size_t r = 0; r < rows.count; r++) {
		const struct draft_indicator *i = indicator_of(d, db_text(&rows, r, 0));

		if (i != NULL && i->answer.treatment != TREATMENT_WITHHELD && is_source(d, db_text(&rows, r, 4)))
			draft_claim_add(d, &(struct draft_claim){ db_text(&rows, r, 5), db_text(&rows, r, 4), i->id, i->answer.shown });
	}
	return 0;
}

static int by_content(const void *a, const void *b)
{
	const struct shown_indicator *x = a, *y = b;
	int order = str_cmp(x->type, y->type);

	return order != 0 ? order : str_cmp(x->shown, y->shown);
}

/* Into the projection: in the order of their content, each shown value once. */
void draft_show_indicators(struct draft *d)
{
	struct shown_indicators *l = &d->p.indicators;
	size_t kept = 0;

	*l = (struct shown_indicators){ 0 };
	for (size_t i = 0; i < d->indicator_count; i++) {
		const struct draft_indicator *n = &d->indicators[i];

		if (n->answer.treatment != TREATMENT_WITHHELD)
			*ARENA_PUSH(d->arena, l->list, l->count, l->room) = (struct shown_indicator){ n->type, n->answer.shown,
				str_of(treatment_names[n->answer.treatment]),
				str_eq(n->role, STR("malicious")) ? STR("malicious") : STR("suspect"), n->revoked };
	}
	if (l->count > 1)
		qsort(l->list, l->count, sizeof l->list[0], by_content);
	for (size_t i = 0; i < l->count; i++)
		if (i == 0 || by_content(&l->list[kept - 1], &l->list[i]) != 0)
			l->list[kept++] = l->list[i];
	l->count = kept;
}

static bool is_lane(struct str s)
{
	return s.n == 1 && s.p[0] >= 'A' && s.p[0] <= 'Z';
}

static void lane_add(struct draft *d, struct str lane)
{
	if (!is_lane(lane))
		return;
	for (size_t i = 0; i < d->lane_count; i++)
		if (str_eq(d->lanes[i].lane, lane))
			return;
	*ARENA_PUSH(d->arena, d->lanes, d->lane_count, d->lane_room) = (struct draft_lane){ .lane = lane };
}

static struct str lane_shown(const struct draft *d, struct str lane)
{
	for (size_t i = 0; i < d->lane_count; i++)
		if (str_eq(d->lanes[i].lane, lane))
			return d->lanes[i].letter;
	return is_lane(lane) ? STR("") : lane;
}

static int gather_steps(struct draft *d, struct err *e)
{
	bool exact = str_eq(d->p.figures, STR("exact"));
	int zone = (int)d->hub->conf.zone_minutes;
	struct db_rows r;

	d->p.steps = (struct shown_steps){ 0 };
	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT at_ms, until_ms, from_lane, to_lane, is_fake, text_ja, text_en FROM case_timeline "
	        "WHERE case_id = $1 ORDER BY n", DB_TEXT(d->case_id)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++) {
		lane_add(d, db_text(&r, i, 2));
		lane_add(d, db_text(&r, i, 3));
	}
	draft_letters(d, d->lane_count);
	for (size_t i = 0; i < r.count; i++)
		*ARENA_PUSH(d->arena, d->p.steps.list, d->p.steps.count, d->p.steps.room) = (struct shown_step){
			coarse_date(d->arena, db_time(&r, i, 0), zone, exact),
			db_is_null(&r, i, 1) ? STR("") : coarse_date(d->arena, db_time(&r, i, 1), zone, exact),
			lane_shown(d, db_text(&r, i, 2)), lane_shown(d, db_text(&r, i, 3)), db_int(&r, i, 4) == 1,
			draft_fill(d, db_text(&r, i, 5)), draft_fill(d, db_text(&r, i, 6)) };
	return 0;
}

/* The hub's narrative blocks of the case that are meant for sharing: share.title, share.summary,
 * share.actions; both languages or none. */
static int gather_texts(struct draft *d, const char *slot, struct texts *into, struct err *e)
{
	struct db_rows r;

	if (into->count > 0)
		return 0;
	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT j.body, n.body FROM case_text j JOIN case_text n ON n.case_id = j.case_id AND n.slot = j.slot "
	        "AND n.n = j.n AND n.lang = 'en' WHERE j.case_id = $1 AND j.slot = $2 AND j.lang = 'ja' ORDER BY j.n", DB_TEXT(d->case_id),
	        DB_TEXT(str_of(slot))) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		texts_add(d->arena, into, draft_fill(d, db_text(&r, i, 0)), draft_fill(d, db_text(&r, i, 1)));
	return 0;
}

static int refuse_drills(struct draft *d, struct err *e)
{
	struct db_rows r;

	if (d->source_count > 0)
		return 0;
	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT COUNT(*) FROM case_submission c JOIN submission s ON s.id = c.submission_id "
	        "WHERE c.case_id = $1 AND c.removed_ms IS NULL AND s.state <> 'withdrawn' AND COALESCE(s.class, s.nature) = 'drill'",
	        DB_TEXT(d->case_id)) < 0)
		return -1;
	return db_int(&r, 0, 0) == 0 ? 0 : err_set(e, ERR_DENIED, "this case holds nothing but exercises of members; they are never shared");
}

int draft_from_case(struct draft *d, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->db, d->arena, &rows, e, "SELECT class, targeted FROM cases WHERE id = $1", DB_TEXT(d->case_id)) < 0)
		return -1;
	if (gather_sources(d, e) < 0 || refuse_drills(d, e) < 0 || gather_indicators(d, e) < 0)
		return -1;
	draft_show_indicators(d);
	if (str_eq(d->lane, STR("narrative")) && !d->letters_fixed) {
		if (gather_steps(d, e) < 0 || gather_texts(d, "share.title", &d->p.title, e) < 0 ||
		    gather_texts(d, "share.summary", &d->p.summary, e) < 0 || gather_texts(d, "share.actions", &d->p.actions, e) < 0)
			return -1;
		d->own_words = true;    /* the case's narrative */
	}
	draft_default_texts(d, db_int(&rows, 0, 1) == 1 && !str_eq(db_text(&rows, 0, 0), STR("bec")) ? "targeted" :
	    arena_cstr(d->arena, db_text(&rows, 0, 0)));
	return 0;
}

/* What counts (sighting_counted) of those who may be merged, was read and was asked for. */
#define SQL_MERGED \
	" FROM sighting_counted g JOIN indicator i ON i.id = g.indicator_id WHERE g.lineage_id = $1 AND g.may_merge = 1" \
	" AND g.asked_for = 1 AND g.readable = 1 AND NOT EXISTS (SELECT 1 FROM submission m JOIN hand_in_told t ON t.hand_in_id = m.hand_in_id" \
	" WHERE m.id = g.submission_id AND t.technical = 'never')"
/* In the order of the content: neither the time of reporting nor a name decides. */
#define SQL_SIGHTINGS \
	"SELECT g.org_id, g.indicator_id, i.type, i.value, g.direction, g.port, g.first_ms, g.last_ms, g.count" SQL_MERGED \
	" ORDER BY i.type, i.value COLLATE \"C\", g.direction, g.port, g.first_ms, g.last_ms, g.count"

static int gather_sighting_sources(struct draft *d, struct str lineage, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT DISTINCT g.org_id, g.submission_id" SQL_MERGED " ORDER BY g.submission_id",
	        DB_TEXT(lineage)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		source_add(d, db_text(&r, i, 0), db_text(&r, i, 1));
	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT COUNT(DISTINCT submission_id) FROM sighting_counted WHERE lineage_id = $1 "
	        "AND readable = 0", DB_TEXT(lineage)) < 0)
		return -1;
	d->unread = (size_t)db_int(&r, 0, 0);
	return 0;
}

static int by_letter(const void *a, const void *b)
{
	const struct shown_sighting *x = a, *y = b;
	int order = str_cmp(x->letter, y->letter);

	if (order == 0)
		order = str_cmp(x->indicator, y->indicator);
	if (order == 0)
		order = str_cmp(x->direction, y->direction);
	return order != 0 ? order : (x->port > y->port) - (x->port < y->port);
}

static int sighting_indicators(struct draft *d, const struct db_rows *r, struct err *e)
{
	for (size_t i = 0; i < r->count; i++) {
		struct draft_indicator *n = indicator_of(d, db_text(r, i, 1));

		if (n == NULL) {
			n = ARENA_PUSH(d->arena, d->indicators, d->indicator_count, d->indicator_room);
			*n = (struct draft_indicator){ db_text(r, i, 1), db_text(r, i, 2), db_text(r, i, 3), STR("suspect"), { 0 }, false };
			if (draft_ask_gate(d, n, false, e) < 0)
				return -1;
		}
	}
	return 0;
}

static int sighting_claims(struct draft *d, struct str lineage, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT DISTINCT g.org_id, g.submission_id, g.indicator_id" SQL_MERGED " ORDER BY g.submission_id, "
	        "g.indicator_id", DB_TEXT(lineage)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++) {
		const struct draft_indicator *n = indicator_of(d, db_text(&r, i, 2));

		if (n != NULL && n->answer.treatment != TREATMENT_WITHHELD)
			draft_claim_add(d, &(struct draft_claim){ db_text(&r, i, 0), db_text(&r, i, 1), n->id, n->answer.shown });
	}
	return 0;
}

int draft_from_sightings(struct draft *d, struct err *e)
{
	bool exact = str_eq(d->p.figures, STR("exact"));
	int zone = (int)d->hub->conf.zone_minutes;
	struct shown_sightings *l = &d->p.sightings;
	struct str lineage;
	struct db_rows r;

	*l = (struct shown_sightings){ 0 };
	if (share_lineage(d->db, d->arena, d->parent_id, &lineage, e) < 0 || gather_sighting_sources(d, lineage, e) < 0 ||
	    DB_QUERY(d->db, d->arena, &r, e, SQL_SIGHTINGS, DB_TEXT(lineage)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_INPUT, "there are no sightings of that share that may be merged");
	if (sighting_indicators(d, &r, e) < 0 || sighting_claims(d, lineage, e) < 0)
		return -1;
	/* Letters are drawn over the rows in the order of their content, never of reporting or of names. */
	for (size_t i = 0; i < r.count; i++)
		if (draft_letter_of(d, db_text(&r, i, 0)).n == 0)
			*ARENA_PUSH(d->arena, d->letters, d->letter_count, d->letter_room) = (struct draft_letter){ STR(""), db_text(&r, i, 0) };
	draft_letters(d, 0);
	for (size_t i = 0; i < r.count; i++) {
		const struct draft_indicator *n = indicator_of(d, db_text(&r, i, 1));

		if (n->answer.treatment != TREATMENT_WITHHELD)
			*ARENA_PUSH(d->arena, l->list, l->count, l->room) = (struct shown_sighting){ draft_letter_of(d, db_text(&r, i, 0)),
				n->answer.shown, db_text(&r, i, 4), db_int(&r, i, 5), coarse_date(d->arena, db_time(&r, i, 6), zone, exact),
				coarse_date(d->arena, db_time(&r, i, 7), zone, exact), coarse_count(d->arena, db_int(&r, i, 8), exact) };
	}
	if (l->count > 1)
		qsort(l->list, l->count, sizeof l->list[0], by_letter);
	draft_show_indicators(d);
	draft_default_texts(d, "sightings");
	return 0;
}

static int own_indicator(struct draft *d, const struct share_value *v, struct err *e)
{
	struct draft_indicator *i;
	struct str id;

	if (indicator_row(d->db, d->by, d->arena, v->type, v->value, d->by->now_ms, &id, e) < 0)
		return -1;
	i = ARENA_PUSH(d->arena, d->indicators, d->indicator_count, d->indicator_room);
	*i = (struct draft_indicator){ id, v->type, v->value, v->role, { 0 }, false };
	return draft_ask_gate(d, i, true, e);
}

int draft_own_values(struct draft *d, const struct share_value *values, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (own_indicator(d, &values[i], e) < 0)
			return -1;
	draft_show_indicators(d);
	draft_default_texts(d, "other");
	return 0;
}

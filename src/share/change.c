/* change.c - the next revision of a share out of the current one. */
#include "share/change.h"

#include "approve/approve.h"
#include "base/states.h"
#include "base/time.h"
#include "share/draft.h"
#include "store/audit.h"

/* What may be done in which state. */
static int check_state(const struct draft *d, const struct share_change *c, struct err *e)
{
	static const char *const deeds[] = { [SHARE_EDIT] = "edit", [SHARE_CORRECTION] = "correct", [SHARE_RETRACTION] = "retract" };

	if (state_check(&states_share, d->number, d->state, deeds[c->kind], e) < 0)
		return -1;
	if (c->kind != SHARE_EDIT && d->released_rev == 0)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT " was never released; change it with noroshi share edit", STR_ARG(d->number));
	if (d->released_rev > 0 && c->audience_count > 0)
		return err_set(e, ERR_DENIED, "a correction goes to exactly the earlier recipients; for others draft a supplement");
	if (c->value_count > 0 && str_eq(d->origin, STR("member")))
		return err_set(e, ERR_DENIED, "share " STR_FMT " is made from what members handed in; values of the hub's own go into an own share",
		    STR_ARG(d->number));
	return 0;
}

/* ---- parts ---- */

static void take_words(struct draft *d, const struct share_change *c)
{
	d->p.class = c->class.n > 0 ? c->class : d->p.class;
	d->p.tlp = c->tlp.n > 0 ? c->tlp : d->p.tlp;
	d->p.search = c->search.n > 0 ? c->search : d->p.search;
	if (c->set_expires) {
		d->expires_ms = c->expires_ms;
		d->p.expires = draft_day(d, c->expires_ms);
	}
	if (c->title.count + c->summary.count + c->actions.count + c->reason.count > 0)
		d->own_words = true;
	d->p.title = c->title.count > 0 ? c->title : d->p.title;
	d->p.summary = c->summary.count > 0 ? c->summary : d->p.summary;
	d->p.actions = c->actions.count > 0 ? c->actions : d->p.actions;
	d->p.reason = c->reason.count > 0 ? c->reason : d->p.reason;
}

static void take_audience(struct draft *d, const struct share_change *c)
{
	d->liaison_ok = d->liaison_ok || c->liaison_ok;
	if (c->audience_count == 0)
		return;
	d->audience = NULL;
	d->audience_count = d->audience_room = 0;
	d->liaison_ok = c->liaison_ok;
	for (size_t i = 0; i < c->audience_count; i++)
		*ARENA_PUSH(d->arena, d->audience, d->audience_count, d->audience_room) = c->audience[i];
}

static bool has_source(const struct draft *d, struct str org)
{
	for (size_t i = 0; i < d->source_count; i++)
		if (str_eq(d->sources[i].org_id, org))
			return true;
	return false;
}

static bool is_claimed(const struct draft *d, struct str shown)
{
	for (size_t i = 0; i < d->claim_count; i++)
		if (str_eq(d->claims[i].shown, shown))
			return true;
	return false;
}

/* Where the version with it is out it stands there crossed out, else it goes. */
static int take_out(struct draft *d, struct draft_indicator *i, struct err *e)
{
	enum treatment before = i->answer.treatment;
	struct str shown = i->answer.shown;

	if (d->released_rev == 0) {
		i->answer = (struct gate_answer){ TREATMENT_WITHHELD, STR(""), "dropped" };
		return 0;
	}
	i->revoked = true;
	if (draft_ask_gate(d, i, !str_eq(d->origin, STR("member")), e) < 0)
		return -1;
	/* nothing stands in a correction that would not pass today, and nothing appears that was not out */
	if (i->answer.treatment != before || !str_eq(i->answer.shown, shown))
		i->answer = (struct gate_answer){ TREATMENT_WITHHELD, STR(""), "revoked" };
	return 0;
}

static int drop_values(struct draft *d, const struct share_change *c, struct err *e)
{
	for (size_t k = 0; k < c->drop_count; k++) {
		bool found = false;

		for (size_t i = 0; i < d->indicator_count; i++) {
			struct draft_indicator *n = &d->indicators[i];

			if (n->answer.treatment == TREATMENT_WITHHELD || (!str_eq(n->value, c->drop[k]) && !str_eq(n->answer.shown, c->drop[k])))
				continue;
			if (take_out(d, n, e) < 0)
				return -1;
			found = true;
		}
		if (!found)
			return err_set(e, ERR_UNKNOWN, "share " STR_FMT " shows no such value; noroshi share show lists them", STR_ARG(d->number));
	}
	return 0;
}

static void drop_rows(struct draft *d, struct str letter)
{
	struct shown_sightings *l = &d->p.sightings;
	size_t kept = 0;

	for (size_t i = 0; i < l->count; i++)
		if (!str_eq(l->list[i].letter, letter))
			l->list[kept++] = l->list[i];
	l->count = kept;
}

/* Without those of what is no source any more. */
static void claims_again(struct draft *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->claim_count; i++)
		for (size_t s = 0; s < d->source_count; s++)
			if (str_eq(d->sources[s].submission_id, d->claims[i].submission_id) && str_eq(d->sources[s].org_id, d->claims[i].org_id)) {
				d->claims[kept++] = d->claims[i];
				break;
			}
	d->claim_count = kept;
}

static int remove_source(struct draft *d, const struct share_change *c, struct err *e)
{
	struct str org = c->without_org;
	size_t kept = 0, before = d->source_count;

	for (size_t i = 0; i < d->source_count; i++) {
		if (c->without_submission.n > 0 ? str_eq(d->sources[i].submission_id, c->without_submission) : str_eq(d->sources[i].org_id, org))
			org = d->sources[i].org_id;
		else
			d->sources[kept++] = d->sources[i];
	}
	d->source_count = kept;
	if (kept == before)
		return err_set(e, ERR_UNKNOWN, "share " STR_FMT " uses nothing of that source", STR_ARG(d->number));
	if (kept == 0)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT " has no other source: retract it (noroshi share retract), or leave it a draft",
		    STR_ARG(d->number));
	d->p.steps = (struct shown_steps){ 0 };
	if (!has_source(d, org))
		drop_rows(d, draft_letter_of(d, org));
	else if (d->p.sightings.count > 0)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT ": other rows of the same organisation stay; gather the table anew (--again)",
		    STR_ARG(d->number));
	claims_again(d);
	return 0;
}

/* Whose words are in a narrative nobody can tell apart: the analyst writes it anew. */
static int check_narrative(const struct draft *d, const struct share_change *c, struct err *e)
{
	if (str_eq(d->lane, STR("narrative")) && d->p.summary.count > 0 && c->summary.count == 0)
		return err_set(e, ERR_DENIED, "share " STR_FMT ": its summary may hold what that source told; give a new one (--summary-ja, --summary-en)",
		    STR_ARG(d->number));
	return 0;
}

static int without(struct draft *d, const struct share_change *c, struct err *e)
{
	size_t claimed_before = d->claim_count;
	struct draft_claim *claims = ARENA_ARRAY(d->arena, struct draft_claim, claimed_before + 1);

	if (claimed_before > 0)
		memcpy(claims, d->claims, claimed_before * sizeof *claims);
	if (check_narrative(d, c, e) < 0 || remove_source(d, c, e) < 0)
		return -1;
	for (size_t i = 0; i < d->indicator_count; i++) {
		struct draft_indicator *n = &d->indicators[i];
		bool was = false;

		for (size_t k = 0; k < claimed_before; k++)
			was = was || str_eq(claims[k].shown, n->answer.shown);
		if (n->answer.treatment != TREATMENT_WITHHELD && was && !is_claimed(d, n->answer.shown) && take_out(d, n, e) < 0)
			return -1;
	}
	return 0;
}

/* Everything out of the records once more; what is out and came no more is revoked. */
static int gather_again(struct draft *d, struct err *e)
{
	struct draft_indicator *before = d->indicators;
	size_t n = d->indicator_count;

	d->indicators = NULL;
	d->sources = NULL;
	d->claims = NULL;
	d->indicator_count = d->indicator_room = d->source_count = d->source_room = d->claim_count = d->claim_room = 0;
	if (!d->letters_fixed) {
		d->letters = NULL;
		d->letter_count = d->letter_room = 0;
	}
	if (d->p.sightings.count > 0 ? draft_from_sightings(d, e) < 0 : d->case_id.n == 0 || draft_from_case(d, e) < 0)
		return d->case_id.n > 0 || d->p.sightings.count > 0 ? -1 :
		    err_set(e, ERR_INPUT, "share " STR_FMT " was not drafted from records; there is nothing to gather", STR_ARG(d->number));
	for (size_t i = 0; d->released_rev > 0 && i < n; i++) {
		bool again = false;

		for (size_t k = 0; k < d->indicator_count; k++)
			again = again || str_eq(d->indicators[k].id, before[i].id);
		if (again || before[i].answer.treatment == TREATMENT_WITHHELD)
			continue;
		if (take_out(d, &before[i], e) < 0)
			return -1;
		*ARENA_PUSH(d->arena, d->indicators, d->indicator_count, d->indicator_room) = before[i];
	}
	return 0;
}

/* ---- the three kinds ---- */

/* Nothing is told but that it does not hold any more, and of which values. */
static int retract(struct draft *d, const struct share_change *c, struct err *e)
{
	for (size_t i = 0; i < d->indicator_count; i++)
		if (d->indicators[i].answer.treatment != TREATMENT_WITHHELD && take_out(d, &d->indicators[i], e) < 0)
			return -1;
	d->source_count = d->claim_count = 0;
	d->p.title = d->p.summary = d->p.actions = d->p.reason = (struct texts){ 0 };
	d->p.sightings = (struct shown_sightings){ 0 };
	d->p.steps = (struct shown_steps){ 0 };
	d->p.changes = (struct shown_changes){ 0 };
	d->p.search = STR("none");
	draft_ready_text(d, &d->p.title, "share.retraction.title");
	if (c->reason.count > 0)
		d->p.reason = c->reason;
	else
		draft_ready_text(d, &d->p.reason, "share.reason.retraction");
	d->own_words = c->reason.count > 0;
	d->p.change = STR("retraction");
	d->change_kind = "retraction";
	return 0;
}

/* Gathering before the release draws the letters anew: texts that may hold the old ones are given again. */
static int check_letters(const struct draft *d, const struct share_change *c, struct err *e)
{
	bool lost = (d->p.title.count > 0 && c->title.count == 0) || (d->p.summary.count > 0 && c->summary.count == 0) ||
	    (d->p.actions.count > 0 && c->actions.count == 0);

	if (c->again && !d->letters_fixed && d->p.steps.count > 0 && d->own_words && lost)
		return err_set(e, ERR_USAGE, "share " STR_FMT ": its letters are drawn anew, so give its title, summary and actions again ({A} for a party)",
		    STR_ARG(d->number));
	return 0;
}

static int alter(struct draft *d, const struct share_change *c, struct err *e)
{
	if (check_letters(d, c, e) < 0 || (c->again && gather_again(d, e) < 0))
		return -1;
	if ((c->without_org.n > 0 || c->without_submission.n > 0) && without(d, c, e) < 0)
		return -1;
	if (draft_redact(d, c->redactions, c->redaction_count, e) < 0 || drop_values(d, c, e) < 0)
		return -1;
	if (c->value_count > 0 && draft_own_values(d, c->values, c->value_count, e) < 0)
		return -1;
	draft_show_indicators(d);
	take_words(d, c);
	draft_fill_texts(d);
	take_audience(d, c);
	return 0;
}

static int correct(struct draft *d, const struct share_change *c, struct err *e)
{
	struct projection before;

	if (alter(d, c, e) < 0 || draft_load_released(d, &before, e) < 0)
		return -1;
	d->p.change = STR("correction");
	d->change_kind = "correction";
	if (d->p.reason.count == 0)
		draft_ready_text(d, &d->p.reason, "share.reason.revoked");
	changes_find(d->arena, &before, &d->p);
	if (d->p.changes.count == 0)
		return err_set(e, ERR_INPUT, "nothing is different from the version that is out; say what to change (--help)");
	return 0;
}

static int edit(struct draft *d, const struct share_change *c, struct err *e)
{
	/* a correction in the making stays one */
	if (d->released_rev > 0)
		return correct(d, c, e);
	d->change_kind = "edit";
	return alter(d, c, e);
}

static int next_version(struct draft *d, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT COUNT(*) FROM release WHERE share_id = $1", DB_TEXT(d->id)) < 0)
		return -1;
	d->p.version = db_int(&r, 0, 0) + 1;
	return 0;
}

static int settle_late(struct draft *d, const struct share_change *c, struct err *e)
{
	return DB_EXEC(d->db, e, "UPDATE approval_request SET settled = 'drop-source' WHERE share_id = $1 AND org_id = $2 "
	    "AND rev = (SELECT MAX(q.rev) FROM approval_request q WHERE q.share_id = $1 AND q.org_id = $2)", DB_TEXT(d->id),
	    DB_TEXT(c->without_org)) < 0 ? -1 : 0;
}

static int change_sealed(struct draft *d, const struct share_change *c, struct share_made *made, struct err *e)
{
	int status;

	if (approve_staff(d->db, d->arena, d->by, e) < 0 || draft_load(d, c->number, e) < 0 ||
	    (c->seen_rev > 0 && c->seen_rev != d->rev && draft_moved_on(d, c->seen_rev, e) < 0) || check_state(d, c, e) < 0 ||
	    dictionary_load(d, e) < 0 || next_version(d, e) < 0)
		return -1;
	status = c->kind == SHARE_RETRACTION ? retract(d, c, e) : c->kind == SHARE_CORRECTION ? correct(d, c, e) : edit(d, c, e);
	if (status < 0)
		return -1;
	draft_show_indicators(d);
	d->rev++;
	return draft_save(d, made, e) < 0 || draft_redact_save(d, c->redactions, c->redaction_count, e) < 0 || (c->is_late && settle_late(d, c, e) < 0) ? -1 : 0;
}

int share_change(struct hub *hub, const struct act *by, struct arena *a, const struct share_change *c, struct share_made *made,
    struct err *e)
{
	struct draft d = { .arena = a, .hub = hub, .by = by };

	if (hub_begin_sealed(hub, &d.db, e) < 0)
		return -1;
	return (int)hub_end_sealed(d.db, change_sealed(&d, c, made, e), e);
}

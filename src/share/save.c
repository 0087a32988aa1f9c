/* save.c - one revision: rendered, checked for leaks, digested, stored in one transaction. */
#include <string.h>

#include "base/time.h"
#include "share/draft.h"
#include "store/audit.h"
#include "store/search_index.h"

static int store_artefacts(struct draft *d, const struct artefact artefacts[ARTEFACTS], struct err *e)
{
	for (size_t i = 0; i < ARTEFACTS; i++)
		if (DB_EXEC(d->db, e, "INSERT INTO artefact (id, share_id, rev, format, lang, sha256, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    DB_TEXT(rng_uuid(d->by->rng, d->arena)), DB_TEXT(d->id), DB_INT(d->rev), DB_TEXT(str_of(artefacts[i].format)),
		    DB_TEXT(str_of(artefacts[i].lang)), DB_TEXT(artefacts[i].sha256), DB_BYTES(artefacts[i].bytes)) < 0)
			return -1;
	return 0;
}

static int store_lists(struct draft *d, struct err *e)
{
	for (size_t i = 0; i < d->audience_count; i++)
		if (DB_EXEC(d->db, e, "INSERT INTO audience (share_id, rev, kind, target, from_ms, to_ms) VALUES ($1, $2, $3, $4, $5, $6)",
		    DB_TEXT(d->id), DB_INT(d->rev), DB_TEXT(d->audience[i].kind), DB_TEXT(d->audience[i].target),
		    DB_INT(d->audience[i].from_ms), DB_INT(d->audience[i].to_ms)) < 0)
			return -1;
	for (size_t i = 0; i < d->source_count; i++)
		if (DB_EXEC(d->db, e, "INSERT INTO share_source (share_id, rev, org_id, submission_id, part_digest) VALUES ($1, $2, $3, $4, $5)",
		    DB_TEXT(d->id), DB_INT(d->rev), DB_TEXT(d->sources[i].org_id), DB_TEXT(d->sources[i].submission_id),
		    DB_TEXT(part_digest(d, d->sources[i].org_id))) < 0)
			return -1;
	for (size_t i = 0; i < d->indicator_count; i++)
		if (DB_EXEC(d->db, e, "INSERT INTO share_indicator (share_id, rev, indicator_id, treatment, shown, revoked, why) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (share_id, rev, indicator_id) DO NOTHING", DB_TEXT(d->id), DB_INT(d->rev),
		    DB_TEXT(d->indicators[i].id), DB_TEXT(str_of(treatment_names[d->indicators[i].answer.treatment])),
		    DB_TEXT(d->indicators[i].answer.shown), DB_BOOL(d->indicators[i].revoked),
		    DB_TEXT(str_of(d->indicators[i].answer.why))) < 0)
			return -1;
	for (size_t i = 0; i < d->claim_count; i++)
		if (DB_EXEC(d->db, e, "INSERT INTO share_claim (share_id, rev, submission_id, indicator_id) VALUES ($1, $2, $3, $4)", DB_TEXT(d->id),
		    DB_INT(d->rev), DB_TEXT(d->claims[i].submission_id), DB_TEXT(d->claims[i].indicator_id)) < 0)
			return -1;
	return 0;
}

/* The letters are sealed with the share and expire with it. */
static int seal_letters(struct draft *d, struct err *e)
{
	if (DB_EXEC(d->db, e, "DELETE FROM identity WHERE share_id = $1", DB_TEXT(d->id)) < 0)
		return -1;
	for (size_t i = 0; i < d->letter_count; i++)
		if (DB_EXEC(d->db, e, "INSERT INTO identity (share_id, token, org_id, expires_ms) VALUES ($1, $2, $3, $4)", DB_TEXT(d->id),
		    DB_TEXT(d->letters[i].letter), DB_TEXT(d->letters[i].org_id), DB_TIME(d->expires_ms)) < 0)
			return -1;
	return 0;
}

int draft_moved_on(struct draft *d, long long seen, struct err *e)
{
	struct db_rows r;
	char day[TIME_TEXT];

	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT s.rev, r.made_by, r.made_ms FROM share s JOIN share_rev r ON r.share_id = s.id AND r.rev = s.rev"
	    " WHERE s.id = $1", DB_TEXT(d->id)) < 0)
		return -1;
	return err_set(e, ERR_CONFLICT, "share " STR_FMT " was changed meanwhile: you looked at revision %lld, revision %lld of " STR_FMT
	    " on %s is there now; look at it again, nothing was changed", STR_ARG(d->number), seen, db_int(&r, 0, 0),
	    STR_ARG(db_text(&r, 0, 1)), time_slashed(day, db_int(&r, 0, 2), (int)d->hub->conf.zone_minutes).p);
}

/* Of two who change one revision at once the second is told; the update decides. */
static int next_rev(struct draft *d, struct str state, struct err *e)
{
	long long n = DB_EXEC(d->db, e, "UPDATE share SET rev = $2, class = $3, tlp = $4, state = $5, expires_ms = $6 WHERE id = $1 AND rev = $2 - 1",
	    DB_TEXT(d->id), DB_INT(d->rev), DB_TEXT(d->p.class), DB_TEXT(d->p.tlp), DB_TEXT(state), DB_TIME(d->expires_ms));

	return n == 0 ? draft_moved_on(d, d->rev - 1, e) : n < 0 ? -1 : 0;
}

static int store_share(struct draft *d, struct str state, struct err *e)
{
	if (!d->is_new)
		return next_rev(d, state, e);
	return DB_EXEC(d->db, e, "INSERT INTO share (id, number, case_id, parent_id, origin, class, tlp, lane, state, rev, author, made_ms, "
	    "expires_ms, source_terms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", DB_TEXT(d->id),
	    DB_TEXT(d->number), DB_TEXT(d->case_id.n > 0 ? d->case_id : STR_NONE), DB_TEXT(d->parent_id.n > 0 ? d->parent_id : STR_NONE),
	    DB_TEXT(d->origin), DB_TEXT(d->p.class), DB_TEXT(d->p.tlp), DB_TEXT(d->lane), DB_TEXT(state), DB_INT(d->rev),
	    DB_TEXT(d->author), DB_INT(d->made_ms), DB_TIME(d->expires_ms), DB_TEXT(d->source_terms)) < 0 ? -1 : 0;
}

/* What passed the gate may lie in a network that was entered since: the texts do not tell, the gate does.  What is taken back is known. */
static void find_networks(struct draft *d, struct leak_hits *hits)
{
	for (size_t i = 0; i < d->p.indicators.count; i++) {
		const struct shown_indicator *x = &d->p.indicators.list[i];
		const struct gate_question q = { .type = x->type, .value = x->shown, .role = STR("malicious"), .organisations = 2 };
		struct gate_answer answer;

		if (x->revoked || !(str_eq(x->type, STR("ipv4")) || str_eq(x->type, STR("ipv6")) || str_eq(x->type, STR("url"))))
			continue;
		answer = gate_ask(d->terms, d->arena, &q);
		if (answer.treatment == TREATMENT_WITHHELD && strcmp(answer.why, "protected-network") == 0)
			*ARENA_PUSH(d->arena, hits->list, hits->count, hits->room) = (struct leak_hit){ .place = STR("indicators"), .kind = STR("network"), .how = "",
				.found = x->shown };
	}
}

/* Values that passed the gate and the hub's own address may stand in an artefact. */
void draft_leaks(struct draft *d, const struct artefact artefacts[ARTEFACTS], struct leak_hits *hits)
{
	struct str *released = ARENA_ARRAY(d->arena, struct str, d->p.indicators.count + 3);
	size_t n = 0;

	for (size_t i = 0; i < d->p.indicators.count; i++)
		released[n++] = d->p.indicators.list[i].shown;
	released[n++] = d->hub->conf.contact;
	released[n++] = d->hub->conf.link;
	for (size_t i = 0; i < ARTEFACTS; i++)
		leak_check(d->terms, d->arena, arena_printf(d->arena, "%s/%s", artefacts[i].format, artefacts[i].lang), artefacts[i].bytes,
		    released, n, hits);
	find_networks(d, hits);
}

static void count_treatments(const struct draft *d, struct share_made *made)
{
	for (size_t i = 0; i < d->indicator_count; i++) {
		made->kept += d->indicators[i].answer.treatment == TREATMENT_KEPT;
		made->generalised += d->indicators[i].answer.treatment == TREATMENT_GENERALISED;
		made->withheld += d->indicators[i].answer.treatment == TREATMENT_WITHHELD;
	}
}

static int store_rev(struct draft *d, const struct share_made *made, struct err *e)
{
	return DB_EXEC(d->db, e, "INSERT INTO share_rev (share_id, rev, change_kind, projection, leak_hits, digest, exact, own_words, dictionary, "
	    "made_ms, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", DB_TEXT(d->id), DB_INT(d->rev),
	    DB_TEXT(str_of(d->change_kind)), DB_TEXT(projection_json(d->arena, &d->p)), DB_INT((long long)made->leaks.count),
	    DB_TEXT(made->digest), DB_BOOL(str_eq(d->p.figures, STR("exact"))), DB_BOOL(d->own_words), DB_TEXT(d->dictionary),
	    DB_INT(d->by->now_ms), DB_TEXT(d->by->actor)) < 0 ? -1 : search_due(d->db, "share", d->id, e);
}

/* A new revision voids what was asked about the earlier ones. */
static int void_requests(struct draft *d, struct err *e)
{
	return DB_EXEC(d->db, e, "UPDATE approval_request SET state = 'void' WHERE share_id = $1 AND rev < $2 AND state IN ('open', 'timed-out')",
	    DB_TEXT(d->id), DB_INT(d->rev)) < 0 ? -1 : 0;
}

int draft_save(struct draft *d, struct share_made *made, struct err *e)
{
	const struct render_hub hub = { d->hub->conf.hub_name_ja, d->hub->conf.hub_name_en, d->hub->conf.contact };
	struct artefact artefacts[ARTEFACTS];

	if (audience_check(d, e) < 0 || render_all(d->arena, &d->p, &hub, artefacts, e) < 0)
		return -1;
	*made = (struct share_made){ .id = d->id, .number = d->number, .rev = d->rev, .unread = d->unread, .kept_back = d->kept_back };
	audience_sort(d);
	draft_leaks(d, artefacts, &made->leaks);
	made->digest = digest_of(d->arena, artefacts, d->audience, d->audience_count);
	count_treatments(d, made);
	if (store_share(d, made->leaks.count == 0 ? STR("checked") : STR("draft"), e) < 0 || void_requests(d, e) < 0 ||
	    store_rev(d, made, e) < 0 || store_artefacts(d, artefacts, e) < 0 || store_lists(d, e) < 0 || seal_letters(d, e) < 0)
		return -1;
	return audit_add_detail(d->db, d->by, "share.revision", d->id, arena_printf(d->arena, "{\"rev\":%lld,\"leaks\":%zu}", d->rev,
	    made->leaks.count), e);
}

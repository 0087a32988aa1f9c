/* handover.c - gathering originals for a partner, and what their sources say. */
#include "handover/handover.h"

#include "approve/notice.h"
#include "base/time.h"
#include "intake/look.h"
#include "registry/lookup.h"
#include "registry/word.h"
#include "share/outward.h"
#include "store/audit.h"
#include "store/vault.h"

int handover_step_add(struct db *db, const struct act *by, struct arena *a, const struct handover *h, const char *deed, struct str detail,
    struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO handover_step (id, handover_id, n, deed, person_id, at_ms, detail) SELECT $1, $2, "
	    "(SELECT COUNT(*) FROM handover_step WHERE handover_id = $2) + 1, $3, $4, $5, $6", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(h->id),
	    DB_TEXT(str_of(deed)), DB_TEXT(by->actor), DB_INT(by->now_ms), DB_TEXT(detail)) < 0 ? -1 : 0;
}

/* ---- making ---- */

/* The bytes as they came in: their hash is what is said yes to. */
static int take_original(struct hub *hub, struct arena *a, struct str what, size_t n, struct handover_item *item, struct err *e)
{
	unsigned char digest[SHA256_BYTES];
	struct submission_row row;
	struct content content;
	enum vault_found found;

	if (submission_get(hub->db, a, what, &row, e) < 0)
		return -1;
	if (row.org_id.p == NULL || row.raw_blob.p == NULL)
		return err_set(e, ERR_CONFLICT, STR_FMT " has no original whose source could be asked", STR_ARG(what));
	if (vault_open(hub, hub->db, a, row.raw_blob, &found, &content, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		return vault_gone(found, what, e);
	if (content_sha256(&content, digest, e) < 0)
		return -1;
	*item = (struct handover_item){ .submission_id = row.id, .org_id = row.org_id, .name = arena_printf(a, "%04zu.%s", n + 1,
		str_eq(row.kind, STR("mail")) || str_eq(row.kind, STR("bec")) ? "eml" : "bin"), .sha256 = hex_of(a, digest, sizeof digest),
		.bytes = (long long)content.n };
	return 0;
}

static int check_partner(struct hub *hub, const struct act *by, struct arena *a, struct str partner_id, struct err *e)
{
	struct org_state org;

	if (org_state_at(hub->db, a, partner_id, by->now_ms, &org, e) < 0)
		return -1;
	if (!org.found)
		return org_unknown(hub->db, a, partner_id, e);
	return str_eq(org.kind, STR("partner")) && org.may_submit ? 0 : err_set(e, ERR_DENIED,
	    "“" STR_FMT "” is no partner today; originals go to one named partner (an organisation of that kind)", STR_ARG(partner_id));
}

/* The purpose is read by every source: it names none of them. */
static int check_purpose(struct hub *hub, const struct act *by, struct arena *a, struct str purpose, struct err *e)
{
	const struct outward o = { STR("purpose"), purpose, STR(""), NULL, 0 };
	struct leak_hits hits = { 0 };

	if (word_is_name(purpose, e) < 0 || outward_check(hub, hub->db, by, a, &o, &hits, e) < 0)
		return -1;
	return outward_clean(&hits, e);
}

static int insert_items(struct db *db, const struct handover *h, struct err *e)
{
	for (size_t i = 0; i < h->item_count; i++) {
		const struct handover_item *x = &h->items[i];

		if (DB_EXEC(db, e, "INSERT INTO handover_item (handover_id, n, submission_id, org_id, name, sha256, bytes) VALUES ($1, $2, $3, $4, $5, "
		    "$6, $7)", DB_TEXT(h->id), DB_INT((long long)i + 1), DB_TEXT(x->submission_id), DB_TEXT(x->org_id), DB_TEXT(x->name),
		    DB_TEXT(x->sha256), DB_INT(x->bytes)) < 0)
			return -1;
	}
	return 0;
}

static bool is_first_of(const struct handover *h, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_eq(h->items[i].org_id, h->items[at].org_id))
			return false;
	return true;
}

static int ask_sources(struct db *db, const struct act *by, struct arena *a, const struct handover *h, struct err *e)
{
	for (size_t i = 0; i < h->item_count; i++) {
		struct str org = h->items[i].org_id;

		if (is_first_of(h, i) && (DB_EXEC(db, e, "INSERT INTO handover_source (handover_id, org_id, digest) VALUES ($1, $2, $3)",
		    DB_TEXT(h->id), DB_TEXT(org), DB_TEXT(handover_digest(a, h, org))) < 0 ||
		    notice_add(db, by, a, org, "approver", "handover", STR_NONE, h->id, 0, e) < 0))
			return -1;
	}
	return 0;
}

static int store(struct hub *hub, const struct act *by, struct arena *a, const struct handover *h, struct err *e)
{
	if (DB_EXEC(hub->db, e, "INSERT INTO handover (id, number, state, partner_id, purpose, digest, author, made_ms) VALUES ($1, $2, 'draft', $3, "
	    "$4, $5, $6, $7)", DB_TEXT(h->id), DB_TEXT(h->number), DB_TEXT(h->partner_id), DB_TEXT(h->purpose), DB_TEXT(h->digest),
	    DB_TEXT(by->actor), DB_INT(by->now_ms)) < 0 || insert_items(hub->db, h, e) < 0 || ask_sources(hub->db, by, a, h, e) < 0 ||
	    handover_step_add(hub->db, by, a, h, "made", h->digest, e) < 0)
		return -1;
	return audit_add_detail(hub->db, by, "handover.made", h->id, arena_printf(a, "{\"originals\":%zu}", h->item_count), e);
}

int handover_make(struct hub *hub, const struct act *by, struct arena *a, struct str partner_id, struct str purpose,
    const struct str *submissions, size_t n, struct str *number_r, struct err *e)
{
	struct handover h = { .id = rng_uuid(by->rng, a), .number = arena_printf(a, "H-" STR_FMT, STR_ARG(rng_code(by->rng, a, 7))),
		.partner_id = partner_id, .purpose = purpose, .items = ARENA_ARRAY(a, struct handover_item, n + 1), .item_count = n };

	if (n == 0 || n > HANDOVER_ITEMS_MOST)
		return err_set(e, ERR_USAGE, "which originals? 1 to %d submissions (R-20190717-7KQ3M2/1)", HANDOVER_ITEMS_MOST);
	if (approve_staff(hub->db, a, by, e) < 0 || check_partner(hub, by, a, partner_id, e) < 0 || check_purpose(hub, by, a, purpose, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (take_original(hub, a, submissions[i], i, &h.items[i], e) < 0)
			return -1;
		for (size_t k = 0; k < i; k++)
			if (str_eq(h.items[k].submission_id, h.items[i].submission_id))
				return err_set(e, ERR_USAGE, STR_FMT " is named twice", STR_ARG(submissions[i]));
	}
	h.digest = handover_digest(a, &h, STR_NONE);
	*number_r = h.number;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (store(hub, by, a, &h, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- the sources' answers ---- */

static int store_consent(struct db *db, const struct act *by, struct arena *a, const struct answer *n, const struct handover *h, struct err *e)
{
	const struct handover_source *s = &h->sources[0];
	struct str id = rng_uuid(by->rng, a);

	if (DB_EXEC(db, e, "INSERT INTO handover_consent (id, handover_id, org_id, partner_id, digest, answer, medium, person_id, entered_by, "
	    "second_witness, reference, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", DB_TEXT(id), DB_TEXT(h->id),
	    DB_TEXT(s->org_id), DB_TEXT(h->partner_id), DB_TEXT(s->digest), DB_TEXT(n->word), DB_TEXT(str_of(approve_medium_names[n->medium])),
	    DB_TEXT(n->person), DB_TEXT(by->actor), DB_TEXT(n->second.n > 0 ? n->second : STR_NONE),
	    DB_TEXT(n->reference.p != NULL ? n->reference : STR("")), DB_INT(by->now_ms)) < 0 ||
	    handover_step_add(db, by, a, h, "consent", n->word, e) < 0)
		return -1;
	return audit_add_detail(db, by, "handover.consent", id, arena_printf(a, "{\"answer\":\"" STR_FMT "\"}", STR_ARG(n->word)), e);
}

static int consent_sealed(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct answer *n, struct err *e)
{
	struct person_found person;
	struct handover h;

	if (person_find(db, a, n->person, by->now_ms, &person, e) < 0 ||
	    handover_get_for(db, a, n->number, person.found ? person.org_id : STR(""), &h, e) < 0 ||
	    state_check(&states_handover, n->number, h.state, "consent", e) < 0)
		return -1;
	if (n->digest.n < 12 || !str_starts(h.sources[0].digest, n->digest))
		return err_set(e, ERR_CONFLICT, "hand-over " STR_FMT ": the digest of what the organisation is asked about is " STR_FMT ", not " STR_FMT
		    "; read it (noroshi handover show)", STR_ARG(n->number), STR_ARG(h.sources[0].digest), STR_ARG(n->digest));
	return approve_check_consent(hub, db, by, a, n, e) < 0 ? -1 : store_consent(db, by, a, n, &h, e);
}

int handover_consent(struct hub *hub, const struct act *by, struct arena *a, const struct answer *n, struct err *e)
{
	struct db *sealed;

	if (!str_eq(n->word, STR("yes")) && !str_eq(n->word, STR("no")))
		return err_set(e, ERR_USAGE, "a source says yes or no");
	if (hub_begin_sealed(hub, &sealed, e) < 0)
		return -1;
	return (int)hub_end_sealed(sealed, consent_sealed(hub, sealed, by, a, n, e), e);
}

/* ---- dropping ---- */

static int drop(struct hub *hub, const struct act *by, struct arena *a, const struct handover *h, struct err *e)
{
	long long changed = DB_EXEC(hub->db, e, "UPDATE handover SET state = 'dropped', ended_ms = $2 WHERE id = $1 AND state = 'draft'",
	    DB_TEXT(h->id), DB_INT(by->now_ms));

	if (changed != 1)
		return changed < 0 ? -1 : state_changed(&states_handover, h->number, h->state, STR("released"), STR(""), e);
	return handover_step_add(hub->db, by, a, h, "dropped", STR(""), e) < 0 ? -1 : audit_add(hub->db, by, "handover.dropped", h->id, e);
}

int handover_drop(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	struct handover h;

	if (approve_staff(hub->db, a, by, e) < 0 || handover_get(hub->db, a, number, &h, e) < 0 ||
	    state_check(&states_handover, number, h.state, "drop", e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (drop(hub, by, a, &h, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

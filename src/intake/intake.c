/* intake.c - receiving a hand-in. */
#include "intake/intake.h"

#include "base/sha256.h"
#include "base/time.h"
#include "intake/password.h"
#include "registry/association.h"
#include "registry/lookup.h"
#include "store/audit.h"
#include "store/vault.h"

bool intake_kind_known(struct str kind)
{
	static const char *const kinds[] = { "mail", "bec", "traffic", "sample", "incident", "audit-log", "consultation",
		"sighting" };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_eq(kind, str_of(kinds[i])))
			return true;
	return false;
}

const char *const intake_kinds_of_names[][2] = {
	{ "eml", "mail" }, { "msg", "mail" }, { "mbox", "mail" }, { "zip", "mail" }, { "7z", "mail" }, { "log", "traffic" }, { "csv", "traffic" },
	{ "pcap", "traffic" }, { "pcapng", "traffic" }, { "jsonl", "sighting" }, { "exe", "sample" }, { "dll", "sample" }, { "scr", "sample" },
	{ "lnk", "sample" }, { "js", "sample" }, { "vbs", "sample" }, { "ps1", "sample" }, { "iso", "sample" }, { "pdf", "sample" }, { "doc", "sample" },
	{ "docx", "sample" }, { "docm", "sample" }, { "xls", "sample" }, { "xlsx", "sample" }, { "xlsm", "sample" }, { "ppt", "sample" }, { "pptx", "sample" },
	{ "one", "sample" }, { "html", "sample" }, { "txt", "consultation" }, { NULL, NULL },
};

struct str intake_kind_guess(struct str name)
{
	for (size_t i = 0; intake_kinds_of_names[i][0] != NULL; i++) {
		struct str ending = str_of(intake_kinds_of_names[i][0]);

		if (str_iends(name, ending) && name.n > ending.n && name.p[name.n - ending.n - 1] == '.')
			return str_of(intake_kinds_of_names[i][1]);
	}
	return STR("mail");
}

/* An answer to what was never sent to them answers nothing; whether others got it is not told. */
static int check_answered(struct hub *hub, struct arena *a, const struct offer *o, long long received_ms, struct err *e)
{
	struct db_rows rows;

	if (o->answers_share.p == NULL || o->org_id.p == NULL)
		return 0;
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT 1 FROM delivery d JOIN share s ON s.id = d.share_id WHERE s.number = $1 AND d.org_id = $2 "
	    "AND d.queued_ms <= $3 LIMIT 1", DB_TEXT(o->answers_share), DB_TEXT(o->org_id), DB_INT(received_ms)) < 0)
		return -1;
	return rows.count > 0 ? 0 : err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT "; nothing was received", STR_ARG(o->answers_share));
}

/* An association hands in for its own members only. */
static int check_via(struct hub *hub, struct arena *a, const struct offer *o, long long received_ms, struct err *e)
{
	bool member;

	if (o->via.p == NULL)
		return 0;
	if (end_member_is(hub->db, a, o->org_id.p != NULL ? o->org_id : STR(""), o->via, received_ms, &member, e) < 0)
		return -1;
	return member ? 0 : err_set(e, ERR_DENIED, STR_FMT " is no member of the association " STR_FMT " on that day; nothing was received",
	    STR_ARG(o->org_id), STR_ARG(o->via));
}

static int check_offer(struct hub *hub, struct arena *a, const struct offer *o, long long received_ms, struct err *e)
{
	struct org_state state;

	if (!intake_kind_known(o->kind))
		return err_set(e, ERR_USAGE, "there is no kind “" STR_FMT "” (mail bec traffic sample incident audit-log "
		    "consultation sighting)", STR_ARG(o->kind));
	if (o->from->n > (size_t)hub->conf.hand_in_mb << 20)
		return err_set(e, ERR_LIMIT, "the hand-in has %zu bytes, the hub takes at most %lld MB at once; send it in parts",
		    o->from->n, hub->conf.hand_in_mb);
	if (o->from->n == 0)
		return err_set(e, ERR_INPUT, "the hand-in is empty; nothing was received");
	if (o->org_id.p == NULL)
		return 0;
	if (org_state_at(hub->db, a, o->org_id, received_ms, &state, e) < 0)
		return -1;
	if (state.found && state.may_submit)
		return check_via(hub, a, o, received_ms, e) < 0 ? -1 : check_answered(hub, a, o, received_ms, e);
	if (!state.found)
		return org_unknown(hub->db, a, o->org_id, e);
	return err_set(e, ERR_DENIED, "the organisation " STR_FMT " is no member on that day (it left, or has not joined yet); "
	    "nothing was received", STR_ARG(o->org_id));
}

/* More material belongs to a submission of the same organisation; whether others have one is not told.
 * "R-20190717-7KQ3M2" alone is its first one. */
static int find_supplemented(struct hub *hub, struct arena *a, struct str org_id, struct str number, struct str *submission_id_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT s.id FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE h.org_id = $2 AND "
	    "(h.receipt = $1 OR h.receipt || '/' || CAST(s.number AS TEXT) = $1) ORDER BY s.number LIMIT 1", DB_TEXT(number), DB_TEXT(org_id)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no submission " STR_FMT " of this organisation that was read; nothing was received",
		    STR_ARG(number));
	*submission_id_r = db_text(&rows, 0, 0);
	return 0;
}

/* A client key, or organisation and content: what makes a retry the same hand-in. */
static struct str idempotency_of(struct hub *hub, struct arena *a, const struct offer *o, struct str content_hash)
{
	struct str org = o->org_id.p != NULL ? o->org_id : STR("?");

	if (o->client_key.p != NULL)
		return vault_keyed_hash(hub, a, "client key", arena_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(org), STR_ARG(o->client_key)));
	return arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(o->kind), STR_ARG(content_hash));
}

static int find_repeated(struct hub *hub, struct arena *a, struct str idempotency, long long now_ms, bool *found_r,
    struct receipt *receipt_r, struct err *e)
{
	long long window = hub->conf.idempotency_hours * MS_HOUR;
	struct db_rows rows;

	*found_r = false;
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT id, receipt, received_ms FROM hand_in WHERE idempotency = $1",
	    DB_TEXT(idempotency)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	if (now_ms - db_int(&rows, 0, 2) > window)      /* long ago: the same bytes may well come again */
		return DB_EXEC(hub->db, e, "UPDATE hand_in SET idempotency = NULL WHERE id = $1", DB_TEXT(db_text(&rows, 0, 0))) < 0 ? -1 : 0;
	*receipt_r = (struct receipt){ db_text(&rows, 0, 1), db_text(&rows, 0, 0), true };
	*found_r = true;
	return 0;
}

static struct str receipt_number(const struct act *by, struct arena *a, long long received_ms, int zone)
{
	struct civil c = time_civil(received_ms, zone);

	return arena_printf(a, "R-%04d%02d%02d-" STR_FMT, c.year, c.month, c.day, STR_ARG(rng_code(by->rng, a, 6)));
}

/* What is stored is what the content hash was made of, also where somebody writes to the file meanwhile. */
struct watched {
	const struct content *from;
	struct sha256 sum;
};

static int read_watched(void *ctx, size_t at, char *into, size_t n, struct err *e)
{
	struct watched *w = ctx;

	if (content_read(w->from, at, into, n, e) < 0)
		return -1;
	sha256_add(&w->sum, (struct str){ into, n });
	return 0;
}

static int put_content(struct hub *hub, const struct act *by, struct arena *a, struct str key_id, const struct offer *o,
    const unsigned char digest[SHA256_BYTES], struct str *blob_id_r, struct err *e)
{
	struct watched w = { .from = o->from };
	const struct content watched = { .n = o->from->n, .read = read_watched, .ctx = &w };
	unsigned char stored[SHA256_BYTES];

	sha256_begin(&w.sum);
	if (vault_put_from(hub, hub->db, by, a, key_id, STR("raw"), &watched, blob_id_r, e) < 0)
		return -1;
	sha256_end(&w.sum, stored);
	return memcmp(stored, digest, SHA256_BYTES) == 0 ? 0 :
	    err_set(e, ERR_INPUT, "the hand-in changed while it was read; nothing was received");
}

static int insert(struct hub *hub, const struct act *by, struct arena *a, const struct offer *o, long long received_ms,
    const unsigned char digest[SHA256_BYTES], struct str content_hash, struct str idempotency, struct receipt *r, struct err *e)
{
	bool quarantined = o->org_id.p == NULL;
	struct str key_id, blob_id;

	if (vault_key_new(hub, hub->db, by, a, &key_id, e) < 0 ||
	    put_content(hub, by, a, key_id, o, digest, &blob_id, e) < 0)
		return -1;
	r->hand_in_id = rng_uuid(by->rng, a);
	r->number = receipt_number(by, a, received_ms, (int)hub->conf.zone_minutes);
	r->repeated = false;
	if (DB_EXEC(hub->db, e, "INSERT INTO hand_in (id, receipt, org_id, person_id, kind, channel, name, state, state_reason, "
	    "received_ms, key_id, blob_id, bytes, content_hash, idempotency, answers_share, supplements) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, $11, $12, $13, $14, $15, $16)", DB_TEXT(r->hand_in_id),
	    DB_TEXT(r->number), DB_TEXT(o->org_id), DB_TEXT(o->person_id), DB_TEXT(o->kind), DB_TEXT(o->channel),
	    DB_TEXT(o->name.p != NULL ? o->name : STR("")), DB_TEXT(quarantined ? STR("quarantined") : STR("received")),
	    DB_INT(received_ms), DB_TEXT(key_id), DB_TEXT(blob_id), DB_INT((long long)o->from->n), DB_TEXT(content_hash),
	    DB_TEXT(idempotency), DB_TEXT(o->answers_share), DB_TEXT(o->supplements)) < 0)
		return -1;
	if (o->via.p != NULL && DB_EXEC(hub->db, e, "INSERT INTO hand_in_via (hand_in_id, association_id) VALUES ($1, $2)", DB_TEXT(r->hand_in_id),
	    DB_TEXT(o->via)) < 0)
		return -1;
	if (o->told != NULL && told_add(hub, hub->db, by, a, r->hand_in_id, key_id, o->told, e) < 0)
		return -1;
	if (o->password.n > 0 && archive_password_add(hub, hub->db, by, a, r->hand_in_id, o->password, e) < 0)
		return -1;
	if (DB_EXEC(hub->db, e, "INSERT INTO job (id, kind, object_id, state, tries, made_ms) VALUES ($1, 'split', $2, 'waiting', 0, $3)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(r->hand_in_id), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(hub->db, by, "hand-in.received", r->hand_in_id, e);
}

static int receive(struct hub *hub, const struct act *by, struct arena *a, const struct offer *offer,
    struct receipt *receipt_r, struct err *e)
{
	long long received_ms = offer->received_ms != TIME_NONE ? offer->received_ms : by->now_ms;
	struct str org = offer->org_id.p != NULL ? offer->org_id : STR("?"), hash, idempotency;
	unsigned char digest[SHA256_BYTES];
	struct offer whole = *offer;
	struct told told = offer->told != NULL ? *offer->told : (struct told){ 0 };
	bool repeated;

	if (offer->told != NULL)
		whole.told = &told;
	if ((offer->password.n > 0 && archive_password_check(offer->password, e) < 0) || told_complete(&told, e) < 0 || check_offer(hub, a, offer, received_ms, e) < 0 || hub_check_space(hub, e) < 0 ||
	    (offer->supplements.p != NULL && find_supplemented(hub, a, offer->org_id, offer->supplements, &whole.supplements, e) < 0))
		return -1;
	if (content_sha256(offer->from, digest, e) < 0)
		return -1;
	hash = vault_keyed_hash(hub, a, "hand-in content", arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(org),
	    STR_ARG(hex_of(a, digest, sizeof digest))));
	idempotency = idempotency_of(hub, a, offer, hash);
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (find_repeated(hub, a, idempotency, by->now_ms, &repeated, receipt_r, e) < 0 ||
	    (!repeated && insert(hub, by, a, &whole, received_ms, digest, hash, idempotency, receipt_r, e) < 0) ||
	    (repeated && whole.told != NULL && told_again(hub, hub->db, by, a, receipt_r->hand_in_id, whole.told, e) < 0) ||
	    (repeated && whole.password.n > 0 && archive_password_add(hub, hub->db, by, a, receipt_r->hand_in_id, whole.password, e) < 0)) {
		db_rollback(hub->db);
		return -1;
	}
	return db_commit(hub->db, e);
}

int intake_receive(struct hub *hub, const struct act *by, struct arena *a, const struct offer *offer,
    struct receipt *receipt_r, struct err *e)
{
	const struct content memory = content_of(offer->bytes);
	struct offer whole = *offer;

	if (whole.from == NULL)
		whole.from = &memory;
	return receive(hub, by, a, &whole, receipt_r, e);
}

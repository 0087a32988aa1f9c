/* ledger.c - one row, one transaction. */
#include "intake/ledger.h"

#include "base/json.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "store/audit.h"
#include "store/vault.h"

bool channel_known(struct str channel)
{
	static const char *const channels[] = { "phone", "mail", "fax", "meeting", "ledger" };

	for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++)
		if (str_eq(channel, str_of(channels[i])))
			return true;
	return false;
}

/* What the row says, in one form: kept as content, and compared when it comes again. */
static struct str said(struct arena *a, const struct ledger_row *r)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 20);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/ledger-row/1");
	jw_kstr(&w, "organisation", r->org_id);
	jw_ktime(&w, "received", r->received_ms);
	jw_kstr(&w, "kind", r->kind);
	jw_kstr(&w, "channel", r->channel);
	jw_kstr(&w, "reference", r->reference);
	jw_kstr(&w, "class", r->class);
	jw_kstr(&w, "outcome", r->outcome);
	jw_kstr(&w, "damage", r->damage);
	jw_kint(&w, "copies", r->copies);
	jw_kstr(&w, "note", r->note);
	jw_end_object(&w);
	return arena_str(a, buf_str(&out));
}

static struct str key_of(struct hub *hub, struct arena *a, const struct ledger_row *r, struct str content)
{
	return vault_keyed_hash(hub, a, "ledger entry", r->reference.n > 0
	    ? arena_printf(a, "reference\n" STR_FMT "\n" STR_FMT, STR_ARG(r->org_id), STR_ARG(r->reference))
	    : arena_printf(a, "row\n%zu\n" STR_FMT, r->alike, STR_ARG(content)));
}

static int check_row(struct hub *hub, const struct act *by, struct arena *a, const struct ledger_row *r, struct err *e)
{
	struct org_state state;

	if (r->received_ms > by->now_ms)
		return err_set(e, ERR_INPUT, "it was received in the future");
	if (org_state_at(hub->db, a, r->org_id, r->received_ms, &state, e) < 0)
		return -1;
	if (!state.found)
		return org_unknown(hub->db, a, r->org_id, e);
	return state.may_submit ? 0 : err_set(e, ERR_DENIED, "the organisation " STR_FMT " is no member on that day (it left, or has not joined yet); "
	    "nothing was received", STR_ARG(r->org_id));
}

static int find_before(struct hub *hub, struct arena *a, const struct ledger_row *r, struct str key, struct str hash, enum ledger_taken *taken_r,
    struct str *receipt_r, struct err *e)
{
	struct db_rows rows;

	*taken_r = LEDGER_TAKEN;
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT l.row_hash, h.receipt FROM ledger_entry l JOIN hand_in h ON h.id = l.hand_in_id "
	        "WHERE l.entry_key = $1", DB_TEXT(key)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	*taken_r = LEDGER_BEFORE;
	*receipt_r = db_text(&rows, 0, 1);
	return str_eq(db_text(&rows, 0, 0), hash) ? 0 : err_set(e, ERR_CONFLICT, "the reference “" STR_FMT "” was taken before as " STR_FMT
	    ", with other content", STR_ARG(r->reference), STR_ARG(db_text(&rows, 0, 1)));
}

static int classify(struct hub *hub, const struct act *by, struct arena *a, const struct ledger_row *r, struct str submission_id, struct err *e)
{
	bool targeted = str_eq(r->class, STR("targeted"));
	const struct classification c = { .class = r->class, .targeted = targeted, .targeted_basis = targeted ? STR("judgement") : STR(""),
		.damage = r->damage.n > 0 ? r->damage : STR("unknown"), .outcome = r->outcome.n > 0 ? r->outcome : STR_NONE, .share_verdict = STR_NONE,
		.reason = STR("ledger") };

	return r->class.n == 0 ? 0 : submission_classify(hub->db, by, a, submission_id, &c, e);
}

static int write_hand_in(struct hub *hub, const struct act *by, struct arena *a, const struct ledger_row *r, struct str content,
    struct str id, struct str receipt, struct err *e)
{
	struct str key_id, blob_id;

	if (vault_key_new(hub, hub->db, by, a, &key_id, e) < 0 || vault_put(hub, hub->db, by, a, key_id, STR("raw"), content, &blob_id, e) < 0)
		return -1;
	return DB_EXEC(hub->db, e, "INSERT INTO hand_in (id, receipt, org_id, person_id, kind, channel, name, state, state_reason, received_ms, "
	    "key_id, blob_id, bytes, content_hash) VALUES ($1, $2, $3, $4, $5, $6, '', 'split', '', $7, $8, $9, $10, $11)", DB_TEXT(id),
	    DB_TEXT(receipt), DB_TEXT(r->org_id), DB_TEXT(by->actor), DB_TEXT(r->kind), DB_TEXT(r->channel), DB_INT(r->received_ms), DB_TEXT(key_id),
	    DB_TEXT(blob_id), DB_INT((long long)content.n), DB_TEXT(vault_keyed_hash(hub, a, "hand-in content", content))) < 0 ? -1 : 0;
}

static int write_submission(struct hub *hub, const struct act *by, struct arena *a, const struct ledger_row *r, struct str hand_in_id,
    struct err *e)
{
	struct str id = rng_uuid(by->rng, a), key_id;

	if (vault_key_new(hub, hub->db, by, a, &key_id, e) < 0 ||
	    DB_EXEC(hub->db, e, "INSERT INTO submission (id, hand_in_id, number, org_id, kind, received_ms, copies, state, examined, "
	        "examined_reason, key_id, nature, strength, bec_type, language) VALUES ($1, $2, 1, $3, $4, $5, $6, 'parsed', 'partly', "
	        "'ledger.no-content', $7, 'unknown', 'none', 0, '')", DB_TEXT(id), DB_TEXT(hand_in_id), DB_TEXT(r->org_id), DB_TEXT(r->kind),
	        DB_INT(r->received_ms), DB_INT(r->copies), DB_TEXT(key_id)) < 0)
		return -1;
	return classify(hub, by, a, r, id, e);
}

static int write_all(struct hub *hub, const struct act *by, struct arena *a, const struct ledger_row *r, struct str content, struct str key,
    struct str hash, struct str *receipt_r, struct err *e)
{
	struct civil c = time_civil(r->received_ms, (int)hub->conf.zone_minutes);
	struct str id = rng_uuid(by->rng, a);

	*receipt_r = arena_printf(a, "R-%04d%02d%02d-" STR_FMT, c.year, c.month, c.day, STR_ARG(rng_code(by->rng, a, 6)));
	if (write_hand_in(hub, by, a, r, content, id, *receipt_r, e) < 0 || write_submission(hub, by, a, r, id, e) < 0)
		return -1;
	if (DB_EXEC(hub->db, e, "INSERT INTO ledger_entry (hand_in_id, entry_key, row_hash, reference, file_sha256, sheet, row_number, entered_by, "
	    "entered_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", DB_TEXT(id), DB_TEXT(key), DB_TEXT(hash), DB_TEXT(r->reference),
	    DB_TEXT(r->file_sha256), DB_TEXT(r->sheet), DB_INT((long long)r->number), DB_TEXT(by->actor), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(hub->db, by, "ledger.entered", id, e);
}

int ledger_enter(struct hub *hub, const struct act *by, struct arena *a, const struct ledger_row *r, bool check_only, enum ledger_taken *taken_r,
    struct str *receipt_r, struct err *e)
{
	struct str content = said(a, r), key = key_of(hub, a, r, content), hash = vault_keyed_hash(hub, a, "ledger row", content);

	*receipt_r = STR("");
	if (check_row(hub, by, a, r, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (find_before(hub, a, r, key, hash, taken_r, receipt_r, e) == 0 && (check_only || *taken_r == LEDGER_BEFORE ||
	    write_all(hub, by, a, r, content, key, hash, receipt_r, e) == 0))
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

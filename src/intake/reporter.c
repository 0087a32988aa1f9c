/* reporter.c - see reporter.h. */
#include "intake/reporter.h"

#include "base/text.h"
#include "base/time.h"
#include "registry/change.h"
#include "registry/lookup.h"
#include "registry/word.h"
#include "store/audit.h"
#include "store/vault.h"

static struct str hash_of(const struct hub *hub, struct arena *a, struct str contact)
{
	return vault_keyed_hash(hub, a, "reporter", text_fold(a, str_trim(contact)));
}

static int insert(struct hub *hub, const struct act *by, struct arena *a, struct str contact, struct str name, struct str hash,
    struct str *org_id_r, struct err *e)
{
	const struct org_row org = { .id = arena_lower(a, arena_printf(a, "x-" STR_FMT, STR_ARG(rng_code(by->rng, a, 10)))),
		.kind = STR("outside"), .group = STR_NONE, .from_ms = 0, .to_ms = TIME_FOREVER };

	*org_id_r = org.id;
	if (org_add(hub->db, by, &org, e) < 0 || DB_EXEC(hub->db, e, "INSERT INTO reporter (org_id, contact, name, contact_hash, made_ms) "
	    "VALUES ($1, $2, $3, $4, $5)", DB_TEXT(org.id), DB_TEXT(str_trim(contact)), DB_TEXT(name.p != NULL ? name : STR("")), DB_TEXT(hash),
	    DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(hub->db, by, "reporter.added", org.id, e);
}

int reporter_take(struct hub *hub, const struct act *by, struct arena *a, struct str contact, struct str name, struct str *org_id_r,
    struct err *e)
{
	struct str hash;
	struct person_found person;
	struct db_rows known;

	if (contact.p == NULL || str_trim(contact).n < 3 || word_is_name(contact, e) < 0)
		return err_set(e, ERR_USAGE, "where can the reporter be reached? --contact takes a mail address or a telephone number");
	if (name.n > 0 && word_is_name(name, e) < 0)
		return -1;
	if (person_by_address(hub->db, a, str_trim(contact), by->now_ms, &person, e) < 0)
		return -1;
	if (person.found)
		return err_set(e, ERR_DENIED, "this contact belongs to somebody of the registry, who hands in for the own organisation (--org)");
	hash = hash_of(hub, a, contact);
	if (DB_QUERY(hub->db, a, &known, e, "SELECT org_id FROM reporter WHERE contact_hash = $1", DB_TEXT(hash)) < 0)
		return -1;
	if (known.count == 0)
		return insert(hub, by, a, contact, name, hash, org_id_r, e);
	*org_id_r = db_text(&known, 0, 0);
	return 0;
}

int reporter_receive(struct hub *hub, const struct act *by, struct arena *a, struct str contact, struct str name, const struct offer *offer,
    struct receipt *receipt, struct err *e)
{
	struct offer own = *offer;

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (reporter_take(hub, by, a, contact, name, &own.org_id, e) == 0 && intake_receive(hub, by, a, &own, receipt, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* With the newest answer of the reporter's view (released ones) or of the hub's (drafts too). */
#define SQL_ROW(which) \
	"SELECT h.receipt, h.id, h.org_id, p.contact, p.name, h.kind, h.state, x.state, x.text_ja, x.text_en, x.author, h.received_ms," \
	" x.released_ms FROM reporter p JOIN hand_in h ON h.org_id = p.org_id LEFT JOIN reporter_answer x ON x.id = (SELECT y.id" \
	" FROM reporter_answer y WHERE y.hand_in_id = h.id AND y.state " which " ORDER BY y.made_ms DESC, y.id LIMIT 1)"
#define SQL_INSIDE SQL_ROW("<> 'replaced'")

static void take(const struct db_rows *r, size_t i, struct reporter_row *row)
{
	struct str *const words[] = { &row->receipt, &row->hand_in_id, &row->org_id, &row->contact, &row->name, &row->kind, &row->state,
		&row->answer_state, &row->text_ja, &row->text_en, &row->author };

	for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
		*words[k] = db_text(r, i, k);
	row->received_ms = db_int(r, i, 11);
	row->answered_ms = db_time(r, i, 12);
}

int reporter_list(struct db *db, struct arena *a, bool open, struct reporter_row **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_INSIDE " WHERE $1 = 0 OR (x.released_ms IS NULL AND h.state <> 'withdrawn') ORDER BY h.received_ms, h.receipt",
	    DB_BOOL(open)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct reporter_row, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		take(&r, i, &(*list)[i]);
	return 0;
}

int reporter_get(struct db *db, struct arena *a, struct str receipt, struct reporter_row *row, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_INSIDE " WHERE h.receipt = $1", DB_TEXT(receipt)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no receipt " STR_FMT " of a reporter from outside", STR_ARG(receipt));
	take(&r, 0, row);
	return 0;
}

int reporter_own(struct hub *hub, struct arena *a, struct str receipt, struct str contact, struct reporter_row *row, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(hub->db, a, &r, e, SQL_ROW("= 'released'") " WHERE h.receipt = $1 AND p.contact_hash = $2", DB_TEXT(receipt),
	    DB_TEXT(hash_of(hub, a, contact))) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no receipt " STR_FMT " for this contact", STR_ARG(receipt));
	take(&r, 0, row);
	return 0;
}

/* ---- answers ---- */

static int draft(struct hub *hub, const struct act *by, struct arena *a, const struct reporter_row *row, struct str ja, struct str en,
    struct err *e)
{
	if (DB_EXEC(hub->db, e, "UPDATE reporter_answer SET state = 'replaced' WHERE hand_in_id = $1 AND state = 'draft'",
	    DB_TEXT(row->hand_in_id)) < 0 ||
	    DB_EXEC(hub->db, e, "INSERT INTO reporter_answer (id, hand_in_id, state, text_ja, text_en, author, made_ms) VALUES ($1, $2, 'draft', $3, "
	        "$4, $5, $6)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(row->hand_in_id), DB_TEXT(ja), DB_TEXT(en), DB_TEXT(by->actor),
	        DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(hub->db, by, "reporter.answer-drafted", row->hand_in_id, e);
}

int reporter_answer_draft(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct str ja, struct str en,
    struct err *e)
{
	struct reporter_row row;

	if (ja.n == 0 || en.n == 0 || !utf8_valid(ja) || !utf8_valid(en))
		return err_set(e, ERR_USAGE, "an answer needs --text-ja and --text-en, in UTF-8");
	if (reporter_get(hub->db, a, receipt, &row, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (str_eq(row.state, STR("withdrawn")))
		err_set(e, ERR_CONFLICT, "what " STR_FMT " stands for was withdrawn; there is nothing to answer", STR_ARG(receipt));
	else if (draft(hub, by, a, &row, ja, en, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

static int release(struct hub *hub, const struct act *by, const struct reporter_row *row, struct err *e)
{
	long long done;

	if (DB_EXEC(hub->db, e, "UPDATE reporter_answer SET state = 'replaced' WHERE hand_in_id = $1 AND state = 'released'",
	    DB_TEXT(row->hand_in_id)) < 0)
		return -1;
	done = DB_EXEC(hub->db, e, "UPDATE reporter_answer SET state = 'released', released_by = $2, released_ms = $3 "
	    "WHERE hand_in_id = $1 AND state = 'draft' AND author <> $2", DB_TEXT(row->hand_in_id), DB_TEXT(by->actor), DB_INT(by->now_ms));
	if (done < 0)
		return -1;
	if (done == 0 && row->author.p != NULL && str_eq(row->author, by->actor))
		return err_set(e, ERR_DENIED, "who wrote the answer to " STR_FMT " cannot release it; a second person must", STR_ARG(row->receipt));
	if (done == 0)
		return err_set(e, ERR_CONFLICT, "there is no drafted answer to " STR_FMT " (noroshi reporter answer)", STR_ARG(row->receipt));
	return audit_add(hub->db, by, "reporter.answer-released", row->hand_in_id, e);
}

int reporter_answer_release(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct err *e)
{
	struct reporter_row row;

	if (reporter_get(hub->db, a, receipt, &row, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (release(hub, by, &row, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

#define SQL_FORGET \
	"UPDATE reporter SET contact = '', name = '', contact_hash = NULL, erased_ms = $2 WHERE org_id = $1 AND erased_ms IS NULL" \
	" AND NOT EXISTS (SELECT 1 FROM hand_in h WHERE h.org_id = $1 AND h.state <> 'withdrawn')"

/* The contact stands on what was sent there; what was not sent is not any more. */
#define SQL_FORGET_MAIL \
	"UPDATE notice SET address = NULL, problem = '', state = CASE WHEN post = 'sent' THEN state ELSE 'failed' END, post = CASE WHEN post = 'sent' " \
	"THEN post ELSE 'cancelled' END WHERE reporter_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM reporter p WHERE p.org_id = notice.reporter_id " \
	"AND p.erased_ms IS NULL) OR NOT EXISTS (SELECT 1 FROM reporter_answer y WHERE y.id = notice.request_id))"

int reporter_forget(struct db *db, const struct act *by, struct str org_id, struct err *e)
{
	if (DB_EXEC(db, e, "DELETE FROM reporter_answer WHERE hand_in_id IN (SELECT h.id FROM hand_in h JOIN reporter p ON p.org_id = h.org_id "
	    "WHERE h.org_id = $1 AND h.state = 'withdrawn')", DB_TEXT(org_id)) < 0)
		return -1;
	return DB_EXEC(db, e, SQL_FORGET, DB_TEXT(org_id), DB_INT(by->now_ms)) < 0 || DB_EXEC(db, e, SQL_FORGET_MAIL) < 0 ? -1 : 0;
}

int reporter_forget_all(struct db *db, const struct act *by, struct err *e)
{
	if (DB_EXEC(db, e, "DELETE FROM reporter_answer WHERE hand_in_id IN (SELECT id FROM hand_in WHERE state = 'withdrawn')") < 0)
		return -1;
	return DB_EXEC(db, e, "UPDATE reporter SET contact = '', name = '', contact_hash = NULL, erased_ms = $1 WHERE erased_ms IS NULL "
	    "AND EXISTS (SELECT 1 FROM hand_in h WHERE h.org_id = reporter.org_id) AND NOT EXISTS (SELECT 1 FROM hand_in h WHERE "
	    "h.org_id = reporter.org_id AND h.state <> 'withdrawn')", DB_INT(by->now_ms)) < 0 || DB_EXEC(db, e, SQL_FORGET_MAIL) < 0 ? -1 : 0;
}

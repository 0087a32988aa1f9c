/* hub_store.c - a document into rows. */
#include "worker/hub_store.h"

#include "base/time.h"
#include "consolidate/consolidate.h"
#include "feedback/answer.h"
#include "feedback/sighting.h"
#include "indicator/lists.h"
#include "intake/indicator_row.h"
#include "share/lineage.h"
#include "store/audit.h"
#include "store/search_index.h"
#include "store/vault.h"
#include "worker/document.h"
#include "worker/wire.h"

static int store_findings(struct db *db, const struct hub_submission *s, const json_t *doc, struct err *e)
{
	const json_t *list = json_object_get(doc, "findings"), *f, *trick;
	size_t i, k;

	if (DB_EXEC(db, e, "DELETE FROM finding WHERE submission_id = $1", DB_TEXT(s->id)) < 0)
		return -1;
	json_array_foreach(list, i, f) {
		char tricks[256] = "";

		json_array_foreach(json_object_get(f, "tricks"), k, trick)
			if (strlen(tricks) + 8 < sizeof tricks && json_is_string(trick))
				snprintf(tricks + strlen(tricks), sizeof tricks - strlen(tricks), "%s%.6s", k > 0 ? "," : "", json_string_value(trick));
		if (DB_EXEC(db, e, "INSERT INTO finding (submission_id, n, finding_id, strength, supports, tricks) "
		    "VALUES ($1, $2, $3, $4, $5, $6)", DB_TEXT(s->id), DB_INT((long long)i), DB_TEXT(document_text(f, "id")),
		    DB_TEXT(document_text(f, "strength")), DB_BOOL(json_is_true(json_object_get(f, "for"))), DB_TEXT(str_of(tricks))) < 0)
			return -1;
	}
	return 0;
}

/* Bank accounts are stored as keyed hashes: comparable inside the hub, readable nowhere. */
static struct str stored_value(struct hub *hub, struct arena *a, struct str type, struct str value)
{
	return str_eq(type, STR("bank-account")) ? vault_keyed_hash(hub, a, "bank account", value) : value;
}

static int store_indicators(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    const json_t *doc, struct err *e)
{
	const json_t *list = json_object_get(doc, "indicators"), *o;
	struct str id;
	size_t i;

	if (DB_EXEC(hub->db, e, "DELETE FROM submission_indicator WHERE submission_id = $1", DB_TEXT(s->id)) < 0)
		return -1;
	/* an exercise is no attack: nothing of it is an indicator */
	if (str_eq(document_text(json_object_get(doc, "verdict"), "nature"), STR("drill")))
		return 0;
	json_array_foreach(list, i, o) {
		struct str type = document_text(o, "type"), value = stored_value(hub, a, type, document_text(o, "value"));

		if (indicator_row(hub->db, by, a, type, value, s->received_ms, &id, e) < 0 || DB_EXEC(hub->db, e, "INSERT INTO submission_indicator (submission_id, indicator_id, role) VALUES ($1, $2, $3) "
		        "ON CONFLICT (submission_id, indicator_id) DO NOTHING", DB_TEXT(s->id), DB_TEXT(id),
		        DB_TEXT(document_text(o, "role"))) < 0)
			return -1;
	}
	return 0;
}

static int store_verdict(struct db *db, const struct hub_submission *s, struct str document_blob, const json_t *doc, struct err *e)
{
	const json_t *verdict = json_object_get(doc, "verdict"), *first = json_array_get(json_object_get(doc, "messages"), 0);
	struct str examined = document_text(doc, "examined"), date = document_text(first, "date");
	long long occurred = TIME_NONE;
	const char *reason = document_has_limit(doc, PIECES_LOCKED) ? PIECES_LOCKED : document_has_limit(doc, PIECES_SEALED) ? PIECES_SEALED : "";
	struct err ignored;

	if (date.n > 0 && time_parse(date, 0, &occurred, &ignored) < 0)
		occurred = TIME_NONE;
	return DB_EXEC(db, e, "UPDATE submission SET document_blob = $2, examined = $3, nature = $4, strength = $5, bec_type = $6, "
	    "language = $7, occurred_ms = $8, examined_reason = $9, state = CASE WHEN state = 'received' THEN 'parsed' ELSE state END WHERE id = $1 "
	    "AND state <> 'withdrawn'", DB_TEXT(s->id), DB_TEXT(document_blob), DB_TEXT(examined),
	    DB_TEXT(document_text(verdict, "nature")), DB_TEXT(document_text(verdict, "strength")),
	    DB_INT(json_integer_value(json_object_get(verdict, "bec_type"))), DB_TEXT(document_text(first, "language")),
	    DB_TIME(occurred), DB_TEXT(str_of(reason))) < 0 ? -1 : 0;
}

static struct str without_brackets(struct str id)
{
	if (id.n > 2 && id.p[0] == '<')
		return str_at(id, 1, id.n - 2);
	return id;
}

/* Text, subject, sender and ids of the first mail: what neighbours are found by. */
static int find_neighbours(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    const json_t *doc, struct err *e)
{
	const json_t *messages = json_object_get(doc, "messages"), *m, *f;
	const json_t *first = json_array_get(messages, 0), *from = json_array_get(json_object_get(first, "from"), 0);
	struct str *ids = ARENA_ARRAY(a, struct str, json_array_size(messages) + 1);
	struct str *findings = ARENA_ARRAY(a, struct str, json_array_size(json_object_get(doc, "findings")) + 1);
	struct consolidate_submission c = { .id = s->id, .org_id = s->org_id, .received_ms = s->received_ms,
		.supplements = s->supplements, .nature = document_text(json_object_get(doc, "verdict"), "nature"),
		.text = document_text(first, "text"), .subject = document_text(first, "subject"), .from_address = document_text(from, "address"),
		.message_ids = ids, .findings = findings };
	size_t i;

	json_array_foreach(messages, i, m) {
		struct str id = without_brackets(document_text(m, "message_id"));

		if (id.n > 0)
			ids[c.message_id_count++] = id;
	}
	json_array_foreach(json_object_get(doc, "findings"), i, f)
		findings[c.finding_count++] = document_text(f, "id");
	return consolidate_add(hub, by, a, &c, e);
}

static int store_all(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s, struct str json,
    const json_t *doc, struct err *e)
{
	struct str blob;

	if (vault_put(hub, hub->db, by, a, s->key_id, STR("document"), json, &blob, e) < 0 ||
	    store_verdict(hub->db, s, blob, doc, e) < 0 || store_findings(hub->db, s, doc, e) < 0 ||
	    store_indicators(hub, by, a, s, doc, e) < 0)
		return -1;
	if ((str_eq(s->kind, STR("mail")) || str_eq(s->kind, STR("bec"))) && find_neighbours(hub, by, a, s, doc, e) < 0)
		return -1;
	if (search_due(hub->db, "submission", s->id, e) < 0)
		return -1;
	return audit_add(hub->db, by, "submission.analysed", s->id, e);
}

/* Takes the submission's row until the end of the transaction: who withdraws it waits, or was first, and then
 * nothing of it is stored. */
static bool withdrawn(struct hub *hub, const struct hub_submission *s, int *status, struct err *e)
{
	long long rows = DB_EXEC(hub->db, e, "UPDATE submission SET state = state WHERE id = $1 AND state <> 'withdrawn'", DB_TEXT(s->id));

	*status = rows < 0 ? -1 : 0;
	return rows == 0;
}

int hub_store_document(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    struct str json, const json_t *doc, struct err *e)
{
	int status;

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (!withdrawn(hub, s, &status, e) && status == 0)
		status = store_all(hub, by, a, s, json, doc, e);
	if (status == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

int hub_store_failed(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    const char *examined, const char *reason, struct err *e)
{
	(void)a;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (DB_EXEC(hub->db, e, "UPDATE submission SET examined = $2, examined_reason = $3, state = CASE WHEN state = 'received' "
	    "THEN 'parsed' ELSE state END WHERE id = $1 AND state <> 'withdrawn'", DB_TEXT(s->id), DB_TEXT(str_of(examined)),
	    DB_TEXT(str_of(reason))) >= 0 && audit_add(hub->db, by, "submission.not-examined", s->id, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* The share that is answered, with its line; both absent where none was named or it is gone. */
static int find_answered(struct db *db, struct arena *a, const struct hub_submission *s, struct sighting_source *source,
    struct err *e)
{
	struct db_rows rows;

	*source = (struct sighting_source){ s->id, s->org_id, STR_NONE, STR_NONE };
	if (s->answers_share.p == NULL)
		return 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT id FROM share WHERE number = $1", DB_TEXT(s->answers_share)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	source->share_id = db_text(&rows, 0, 0);
	return share_lineage(db, a, source->share_id, &source->lineage_id, e);
}

static int store_lines(struct hub *hub, const struct act *by, struct arena *a, const struct sighting_source *source,
    struct str lines, struct searched *searched, size_t *hits, struct err *e)
{
	struct str line;

	while (str_split(&lines, '\n', &line)) {
		struct sighting sighting;
		const char *why;

		if (str_trim(line).n == 0)
			continue;
		switch (sighting_read_line(a, line, &sighting, searched, &why)) {
		case LINE_SUMMARY:
			break;
		case LINE_SIGHTING:
			(*hits)++;
			if (sighting_add(hub->db, by, a, source, &sighting, e) < 0)
				return -1;
			break;
		case LINE_BAD:          /* the jail said that it was good */
			return err_set(e, ERR_INPUT, "a line of the answer is not what the reader said it is");
		}
	}
	return 0;
}

static int store_answer(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    const struct sighting_source *source, struct str lines, struct str bad, struct err *e)
{
	struct searched searched = { .present = false };
	size_t hits = 0;

	if (DB_EXEC(hub->db, e, "DELETE FROM sighting WHERE submission_id = $1", DB_TEXT(s->id)) < 0 ||
	    DB_EXEC(hub->db, e, "DELETE FROM feedback WHERE submission_id = $1", DB_TEXT(s->id)) < 0 ||
	    store_lines(hub, by, a, source, lines, &searched, &hits, e) < 0)
		return -1;
	/* nothing found and lines unread is no "nothing found" */
	if (source->share_id.p != NULL && (hits > 0 || bad.n == 0)) {
		const struct answer_given answer = { .answer = hits > 0 ? STR("hit") : STR("no-hit"), .reason = STR(""),
			.from_ms = searched.present ? searched.first_ms : TIME_NONE, .to_ms = searched.present ? searched.last_ms : TIME_NONE,
			.may_merge = true, .submission_id = s->id, .at_ms = s->received_ms };

		if (answer_store(hub->db, by, a, source->share_id, s->org_id, &answer, e) < 0)
			return -1;
	}
	return DB_EXEC(hub->db, e, "UPDATE submission SET examined = $2, examined_reason = $3, nature = 'unknown', "
	    "state = CASE WHEN state = 'received' THEN 'parsed' ELSE state END WHERE id = $1 AND state <> 'withdrawn'", DB_TEXT(s->id),
	    DB_TEXT(bad.n > 0 ? STR("partly") : STR("fully")), DB_TEXT(bad)) < 0 ? -1 : 0;
}

int hub_store_sightings(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    struct str lines, struct str bad, struct err *e)
{
	struct sighting_source source;
	int status;

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (!withdrawn(hub, s, &status, e) && status == 0 && (find_answered(hub->db, a, s, &source, e) < 0 ||
	    store_answer(hub, by, a, s, &source, lines, bad, e) < 0))
		status = -1;
	if (status == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

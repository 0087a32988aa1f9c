/* handover_look.c - reading hand-overs, and what is computed from them: digests, the list of hashes, the custody log. */
#include "base/buf.h"
#include "base/sha256.h"
#include "base/time.h"
#include "handover/handover.h"

#define SQL_HANDOVER \
	"SELECT h.id, h.number, h.state, h.partner_id, h.purpose, h.digest, h.author, h.released_by, h.package_sha256, h.password_key," \
	" h.password_blob, h.made_ms, h.released_ms, h.told_ms, h.ended_ms FROM handover h"

static void take(const struct db_rows *r, size_t i, struct handover *h)
{
	struct str *const words[] = { &h->id, &h->number, &h->state, &h->partner_id, &h->purpose, &h->digest, &h->author, &h->released_by,
		&h->package_sha256, &h->password_key, &h->password_blob };
	size_t at = sizeof words / sizeof words[0];

	*h = (struct handover){ .item_count = 0 };
	for (size_t k = 0; k < at; k++)
		*words[k] = db_text(r, i, k);
	h->made_ms = db_int(r, i, at);
	h->released_ms = db_time(r, i, at + 1);
	h->told_ms = db_time(r, i, at + 2);
	h->ended_ms = db_time(r, i, at + 3);
}

/* $2: of one source, or '' for all */
#define SQL_ITEMS \
	"SELECT i.submission_id, n.receipt, i.org_id, i.name, i.sha256, s.raw_blob, s.number, i.bytes, s.received_ms, s.state" \
	" FROM handover_item i JOIN submission s ON s.id = i.submission_id JOIN hand_in n ON n.id = s.hand_in_id" \
	" WHERE i.handover_id = $1 AND ($2 = '' OR i.org_id = $2) ORDER BY i.n"
#define SQL_SOURCES \
	"SELECT s.org_id, s.digest, c.answer, c.medium, c.person_id, c.at_ms FROM handover_source s LEFT JOIN handover_consent c" \
	" ON c.id = (SELECT x.id FROM handover_consent x WHERE x.handover_id = s.handover_id AND x.org_id = s.org_id AND x.digest = s.digest" \
	" ORDER BY x.at_ms DESC, x.answer, x.id LIMIT 1) WHERE s.handover_id = $1 AND ($2 = '' OR s.org_id = $2)" \
	" ORDER BY s.org_id COLLATE \"C\""
#define SQL_STEPS "SELECT deed, person_id, detail, at_ms FROM handover_step WHERE handover_id = $1 ORDER BY n"

static int read_items(struct db *db, struct arena *a, struct str org_id, struct handover *h, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_ITEMS, DB_TEXT(h->id), DB_TEXT(org_id)) < 0)
		return -1;
	h->items = ARENA_ARRAY(a, struct handover_item, r.count + 1);
	h->item_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		h->items[i] = (struct handover_item){ .submission_id = db_text(&r, i, 0), .receipt = db_text(&r, i, 1), .org_id = db_text(&r, i, 2),
			.name = db_text(&r, i, 3), .sha256 = db_text(&r, i, 4), .blob_id = db_text(&r, i, 5), .number = db_int(&r, i, 6),
			.bytes = db_int(&r, i, 7), .received_ms = db_int(&r, i, 8), .withdrawn = str_eq(db_text(&r, i, 9), STR("withdrawn")) };
	return 0;
}

static int read_sources(struct db *db, struct arena *a, struct str org_id, struct handover *h, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_SOURCES, DB_TEXT(h->id), DB_TEXT(org_id)) < 0)
		return -1;
	h->sources = ARENA_ARRAY(a, struct handover_source, r.count + 1);
	h->source_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		h->sources[i] = (struct handover_source){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3),
			db_text(&r, i, 4), db_time(&r, i, 5) };
	return 0;
}

static int read_steps(struct db *db, struct arena *a, struct handover *h, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_STEPS, DB_TEXT(h->id)) < 0)
		return -1;
	h->steps = ARENA_ARRAY(a, struct handover_step, r.count + 1);
	h->step_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		h->steps[i] = (struct handover_step){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_int(&r, i, 3) };
	return 0;
}

static int unknown(struct str number, struct err *e)
{
	return err_set(e, ERR_UNKNOWN, "there is no hand-over " STR_FMT, STR_ARG(number));
}

int handover_get(struct db *db, struct arena *a, struct str number, struct handover *h, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_HANDOVER " WHERE h.number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (r.count == 0)
		return unknown(number, e);
	take(&r, 0, h);
	return read_items(db, a, STR(""), h, e) < 0 || read_sources(db, a, STR(""), h, e) < 0 ? -1 : read_steps(db, a, h, e);
}

int handover_get_for(struct db *db, struct arena *a, struct str number, struct str org_id, struct handover *h, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_HANDOVER " WHERE h.number = $1 AND EXISTS (SELECT 1 FROM handover_source s WHERE s.handover_id = h.id "
	    "AND s.org_id = $2)", DB_TEXT(number), DB_TEXT(org_id)) < 0)
		return -1;
	if (r.count == 0)
		return unknown(number, e);
	take(&r, 0, h);
	return read_items(db, a, org_id, h, e) < 0 ? -1 : read_sources(db, a, org_id, h, e);
}

int handover_list(struct db *db, struct arena *a, long long behind_ms, struct str behind, long long most, struct handover **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_HANDOVER " WHERE h.made_ms < $1 OR (h.made_ms = $1 AND h.number COLLATE \"C\" > $2)"
	        " ORDER BY h.made_ms DESC, h.number COLLATE \"C\" LIMIT $3", DB_INT(behind_ms), DB_TEXT(behind), DB_INT(most)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct handover, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		take(&r, i, &(*list)[i]);
	return 0;
}

int handover_is_due_back(struct db *db, struct arena *a, const struct handover *h, bool *is_due, struct err *e)
{
	struct handover whole;

	*is_due = false;
	if (!str_eq(h->state, STR("released")))
		return 0;
	if (handover_get(db, a, h->number, &whole, e) < 0)
		return -1;
	for (size_t i = 0; i < whole.item_count; i++)
		*is_due = *is_due || whole.items[i].withdrawn;
	for (size_t i = 0; i < whole.source_count; i++)
		*is_due = *is_due || !str_eq(whole.sources[i].answer, STR("yes"));
	return 0;
}

/* ---- computed ---- */

struct str handover_digest(struct arena *a, const struct handover *h, struct str org_id)
{
	struct buf out;

	buf_init_arena(&out, a, 4 << 20);
	buf_printf(&out, "noroshi/handover/1\n" STR_FMT "\nto " STR_FMT "\nfor " STR_FMT "\n", STR_ARG(h->number), STR_ARG(h->partner_id),
	    STR_ARG(h->purpose));
	for (size_t i = 0; i < h->item_count; i++)
		if (org_id.p == NULL || str_eq(h->items[i].org_id, org_id))
			buf_printf(&out, STR_FMT " %lld " STR_FMT "\n", STR_ARG(h->items[i].sha256), h->items[i].bytes, STR_ARG(h->items[i].name));
	return sha256_hex(a, buf_str(&out));
}

/* As sha256sum -c takes it. */
struct str handover_hashes(struct arena *a, const struct handover *h)
{
	struct buf out;

	buf_init_arena(&out, a, 4 << 20);
	for (size_t i = 0; i < h->item_count; i++)
		buf_printf(&out, STR_FMT "  " STR_FMT "\n", STR_ARG(h->items[i].sha256), STR_ARG(h->items[i].name));
	return buf_str(&out);
}

struct str handover_custody(struct arena *a, const struct handover *h, int zone)
{
	char when[TIME_TEXT];
	struct buf out;

	buf_init_arena(&out, a, 4 << 20);
	buf_printf(&out, STR_FMT "\nto: " STR_FMT "\npurpose: " STR_FMT "\ndigest: " STR_FMT "\n\n", STR_ARG(h->number), STR_ARG(h->partner_id),
	    STR_ARG(h->purpose), STR_ARG(h->digest));
	for (size_t i = 0; i < h->item_count; i++)
		buf_printf(&out, STR_FMT "  %lld bytes  sha256 " STR_FMT "  received by the hub " STR_FMT "\n", STR_ARG(h->items[i].name),
		    h->items[i].bytes, STR_ARG(h->items[i].sha256), STR_ARG(time_date(when, h->items[i].received_ms, zone)));
	buf_char(&out, '\n');
	for (size_t i = 0; i < h->step_count; i++)      /* a source's answer without who gave it */
		buf_printf(&out, STR_FMT "  " STR_FMT "  " STR_FMT "\n", STR_ARG(time_rfc3339(when, h->steps[i].at_ms)), STR_ARG(h->steps[i].deed),
		    STR_ARG(str_eq(h->steps[i].deed, STR("consent")) ? STR("") : h->steps[i].person_id));
	return buf_str(&out);
}

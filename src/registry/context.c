/* context.c - the registry as a context document.  One query per table, grouped in memory.
 *
 * What all organisations' readers are told alike takes a while to write and changes rarely: it is kept
 * until the registry changes.  One process, one hub at a time. */
#include "registry/context.h"

#include <stdio.h>

#include "base/json.h"
#include "base/time.h"

enum { CONTEXT_MOST = 16 << 20 };

struct tables {
	struct db_rows orgs, names, domains, people, addresses;
};

static int load(struct db *db, struct arena *a, long long at_ms, struct tables *t, struct err *e)
{
	if (DB_QUERY(db, a, &t->orgs, e, "SELECT id, kind, group_id FROM org WHERE from_ms <= $1 AND to_ms > $1 AND kind <> 'outside' "
	    "ORDER BY id COLLATE \"C\"", DB_INT(at_ms)) < 0 ||
	    DB_QUERY(db, a, &t->names, e, "SELECT org_id, name, kind FROM org_name WHERE superseded_ms = $1 AND kind IN "
	    "('legal', 'alias', 'former', 'brand') ORDER BY org_id COLLATE \"C\", kind COLLATE \"C\" DESC, name COLLATE \"C\"",
	    DB_INT(TIME_FOREVER)) < 0 ||
	    DB_QUERY(db, a, &t->domains, e, "SELECT org_id, value FROM org_domain WHERE superseded_ms = $1 AND kind = 'domain' "
	    "ORDER BY org_id COLLATE \"C\", value COLLATE \"C\"", DB_INT(TIME_FOREVER)) < 0 ||
	    DB_QUERY(db, a, &t->people, e, "SELECT org_id, id, name, aliases, duty, public_address FROM person WHERE from_ms <= $1 "
	    "AND to_ms > $1 ORDER BY org_id COLLATE \"C\", id COLLATE \"C\"", DB_INT(at_ms)) < 0 ||
	    DB_QUERY(db, a, &t->addresses, e, "SELECT person_id, address FROM person_address ORDER BY person_id COLLATE \"C\", "
	    "address COLLATE \"C\"") < 0)
		return -1;
	return 0;
}

/* The rows whose first column is `key`, in a table that is sorted by it: [from, to). */
static void range_of(const struct db_rows *t, struct str key, size_t *from_r, size_t *to_r)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (str_cmp(db_text(t, mid, 0), key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*from_r = low;
	for (*to_r = low; *to_r < t->count && str_eq(db_text(t, *to_r, 0), key); (*to_r)++)
		;
}

static void write_person(struct jw *w, const struct tables *t, size_t row)
{
	size_t from, to;

	jw_object(w);
	jw_kstr(w, "name", db_text(&t->people, row, 2));
	jw_key(w, "aliases");
	jw_raw(w, db_text(&t->people, row, 3));
	jw_karray(w, "addresses");
	range_of(&t->addresses, db_text(&t->people, row, 1), &from, &to);
	for (; from < to; from++)
		jw_str(w, db_text(&t->addresses, from, 1));
	jw_end_array(w);
	if (db_text(&t->people, row, 4).n > 0)
		jw_kstr(w, "role", db_text(&t->people, row, 4));
	jw_kbool(w, "public", db_int(&t->people, row, 5) == 1);
	jw_end_object(w);
}

static void write_org(struct jw *w, const struct tables *t, size_t row)
{
	struct str id = db_text(&t->orgs, row, 0), kind = db_text(&t->orgs, row, 1);
	size_t from, to, first;

	jw_object(w);
	range_of(&t->names, id, &from, &to);
	first = from;
	for (size_t i = from; i < to; i++)
		if (str_eq(db_text(&t->names, i, 2), STR("legal")))
			first = i;
	jw_kstr(w, "name", from < to ? db_text(&t->names, first, 1) : id);
	jw_karray(w, "aliases");
	for (size_t i = from; i < to; i++)
		if (i != first)
			jw_str(w, db_text(&t->names, i, 1));
	jw_end_array(w);
	jw_karray(w, "domains");
	range_of(&t->domains, id, &from, &to);
	for (; from < to; from++)
		jw_str(w, db_text(&t->domains, from, 1));
	jw_end_array(w);
	jw_kbool(w, "member", str_eq(kind, STR("member")) || str_eq(kind, STR("liaison-member")));
	if (db_text(&t->orgs, row, 2).p != NULL)
		jw_kstr(w, "group", db_text(&t->orgs, row, 2));
	jw_karray(w, "people");
	range_of(&t->people, id, &from, &to);
	for (; from < to; from++)
		write_person(w, t, from);
	jw_end_array(w);
	jw_end_object(w);
}

static void write_hosts(struct jw *w, struct arena *a, struct str authserv)
{
	struct str piece;

	while (authserv.n > 0 && str_split(&authserv, ',', &piece))
		if (str_trim(piece).n > 0)
			jw_str(w, arena_lower(a, str_trim(piece)));
}

int context_write_border(struct db *db, struct arena *a, struct str authserv, struct buf *out, struct err *e)
{
	struct db_rows rows;
	struct jw w;

	if (DB_QUERY(db, a, &rows, e, "SELECT d.value FROM org_domain d JOIN org o ON o.id = d.org_id WHERE d.kind = 'authserv' "
	    "AND o.kind = 'hub' AND d.superseded_ms = $1 ORDER BY d.value COLLATE \"C\"", DB_INT(TIME_FOREVER)) < 0)
		return -1;
	jw_init(&w, out);
	jw_object(&w);
	jw_karray(&w, "trusted_authserv");
	for (size_t i = 0; i < rows.count; i++)
		jw_str(&w, db_text(&rows, i, 0));
	write_hosts(&w, a, authserv);
	jw_end_array(&w);
	jw_end_object(&w);
	return out->failed ? err_set(e, ERR_LIMIT, "the registry is too large for one context document") : 0;
}

static void write_drills(struct jw *w, const struct db_rows *drills)
{
	char text[TIME_TEXT];

	jw_karray(w, "drills");
	for (size_t i = 0; i < drills->count; i++) {
		long long from = db_int(drills, i, 1), to = db_int(drills, i, 2);

		jw_object(w);
		jw_kstr(w, "domain", db_text(drills, i, 0));
		if (!db_is_null(drills, i, 3))
			jw_kstr(w, "subject", db_text(drills, i, 3));
		jw_kstr(w, "from", time_date(text, from, ZONE_JST));
		jw_kstr(w, "to", time_date(text, to == TIME_FOREVER ? from + 400LL * MS_DAY : to, ZONE_JST));
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_values(struct jw *w, const struct db_rows *domains, const char *kind)
{
	for (size_t i = 0; i < domains->count; i++)
		if (str_eq(db_text(domains, i, 0), str_of(kind)))
			jw_str(w, db_text(domains, i, 1));
}

static void write_passwords(struct jw *w, const struct context_passwords *p)
{
	jw_karray(w, "passwords");
	for (size_t i = 0; i < p->given_count; i++)
		jw_str(w, p->given[i]);
	jw_end_array(w);
	jw_karray(w, "customary_passwords");
	if (p->customary.n > 0)
		jw_str(w, p->customary);
	jw_end_array(w);
}

int context_write_passwords(const struct context_passwords *p, struct buf *out, struct err *e)
{
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	write_passwords(&w, p);
	jw_end_object(&w);
	return out->failed ? err_set(e, ERR_LIMIT, "the passwords are too many for one context document") : 0;
}

int context_write_own(struct db *db, struct arena *a, struct str org_id, long long at_ms, struct str authserv,
    struct str rules, const struct context_passwords *passwords, struct buf *out, struct err *e)
{
	struct db_rows domains, drills;
	struct jw w;
	char text[TIME_TEXT];

	if (DB_QUERY(db, a, &domains, e, "SELECT kind, value FROM org_domain WHERE org_id = $1 AND superseded_ms = $2 "
	    "AND kind IN ('domain', 'authserv') ORDER BY value COLLATE \"C\"", DB_TEXT(org_id), DB_INT(TIME_FOREVER)) < 0 ||
	    DB_QUERY(db, a, &drills, e, "SELECT d.domain, d.from_ms, d.to_ms, m.subject FROM drill d LEFT JOIN drill_mark m "
	    "ON m.drill_id = d.id WHERE d.org_id = $1 ORDER BY d.domain COLLATE \"C\", d.id",
	    DB_TEXT(org_id)) < 0)
		return -1;
	jw_init(&w, out);
	jw_object(&w);
	jw_kstr(&w, "as_of", time_date(text, at_ms, ZONE_JST));
	jw_karray(&w, "own_domains");
	write_values(&w, &domains, "domain");
	jw_end_array(&w);
	jw_karray(&w, "trusted_authserv");
	write_values(&w, &domains, "authserv");
	write_hosts(&w, a, authserv);
	jw_end_array(&w);
	write_drills(&w, &drills);
	if (rules.n > 0)
		jw_kstr(&w, "verdict_rules", rules);
	write_passwords(&w, passwords);
	jw_end_object(&w);
	return out->failed ? err_set(e, ERR_LIMIT, "the registry is too large for one context document") : 0;
}

/* ---- what is the same for all: kept ---- */

static struct {
	struct arena *arena;
	struct str document;
	char state[200];
	long long from_ms, to_ms;       /* between these days the registry tells the same */
} kept;

static int write_registry(struct db *db, struct arena *a, long long at_ms, struct str *document_r, struct err *e)
{
	struct tables t;
	struct buf out;
	struct jw w;

	if (load(db, a, at_ms, &t, e) < 0)
		return -1;
	buf_init_arena(&out, a, CONTEXT_MOST);
	jw_init(&w, &out);
	jw_object(&w);
	jw_karray(&w, "organisations");
	for (size_t i = 0; i < t.orgs.count; i++)
		write_org(&w, &t, i);
	jw_end_array(&w);
	jw_end_object(&w);
	*document_r = buf_str(&out);
	return out.failed ? err_set(e, ERR_LIMIT, "the registry is too large for one context document") : 0;
}

#define SQL_LAST_CHANGE \
	"SELECT MAX(t) FROM (SELECT MAX(from_ms) AS t FROM org WHERE from_ms <= $1 UNION ALL SELECT MAX(to_ms) FROM org WHERE to_ms <= $1" \
	" UNION ALL SELECT MAX(from_ms) FROM person WHERE from_ms <= $1 UNION ALL SELECT MAX(to_ms) FROM person WHERE to_ms <= $1) x"
#define SQL_NEXT_CHANGE \
	"SELECT MIN(t) FROM (SELECT MIN(from_ms) AS t FROM org WHERE from_ms > $1 UNION ALL SELECT MIN(to_ms) FROM org WHERE to_ms > $1" \
	" UNION ALL SELECT MIN(from_ms) FROM person WHERE from_ms > $1 UNION ALL SELECT MIN(to_ms) FROM person WHERE to_ms > $1) x"

static int keep(struct db *db, long long at_ms, struct str state, struct err *e)
{
	struct db_rows last, next;
	struct arena *a = arena_new(256 << 20, arena_full_exit);

	arena_free(kept.arena);
	kept.arena = a;
	kept.document = STR_NONE;
	if (write_registry(db, a, at_ms, &kept.document, e) < 0 ||
	    DB_QUERY(db, a, &last, e, SQL_LAST_CHANGE, DB_INT(at_ms)) < 0 || DB_QUERY(db, a, &next, e, SQL_NEXT_CHANGE, DB_INT(at_ms)) < 0) {
		kept.document = STR_NONE;
		return -1;
	}
	kept.from_ms = db_is_null(&last, 0, 0) ? at_ms : db_int(&last, 0, 0);
	kept.to_ms = db_is_null(&next, 0, 0) ? TIME_FOREVER : db_int(&next, 0, 0);
	snprintf(kept.state, sizeof kept.state, STR_FMT, STR_ARG(state));
	return 0;
}

int context_registry(struct db *db, long long at_ms, struct str *document_r, struct err *e)
{
	struct arena *a = arena_new(1 << 16, arena_full_exit);
	struct db_rows rows;
	struct str state;
	int status = DB_QUERY(db, a, &rows, e, "SELECT (SELECT value FROM hub_state WHERE key = 'key-check'), "
	    "(SELECT value FROM hub_state WHERE key = 'registry')");

	if (status == 0) {
		state = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(db_text(&rows, 0, 0)), STR_ARG(db_text(&rows, 0, 1)));
		if (kept.document.p == NULL || !str_eq(state, str_of(kept.state)) || at_ms < kept.from_ms || at_ms >= kept.to_ms)
			status = keep(db, at_ms, state, e);
	}
	*document_r = kept.document;
	arena_free(a);
	return status;
}

/* context.c - the registry as a context document.  One query per table, grouped in memory: the
 * document is made once per organisation and day, not once per mail. */
#include "registry/context.h"

#include "base/json.h"
#include "base/time.h"

struct tables {
	struct db_rows orgs, names, domains, people, addresses, drills;
};

static int load(struct db *db, struct arena *a, struct str org_id, long long at_ms, struct tables *t, struct err *e)
{
	if (DB_QUERY(db, a, &t->orgs, e, "SELECT id, kind, group_id FROM org WHERE from_ms <= $1 AND to_ms > $1 AND kind <> 'outside' "
	    "ORDER BY id COLLATE \"C\"", DB_INT(at_ms)) < 0 ||
	    DB_QUERY(db, a, &t->names, e, "SELECT org_id, name, kind FROM org_name WHERE superseded_ms = $1 AND kind IN "
	    "('legal', 'alias', 'former', 'brand') ORDER BY org_id COLLATE \"C\", kind COLLATE \"C\" DESC, name COLLATE \"C\"",
	    DB_INT(TIME_FOREVER)) < 0 ||
	    DB_QUERY(db, a, &t->domains, e, "SELECT org_id, value, kind FROM org_domain WHERE superseded_ms = $1 AND kind IN "
	    "('domain', 'authserv') ORDER BY org_id COLLATE \"C\", value COLLATE \"C\"", DB_INT(TIME_FOREVER)) < 0 ||
	    DB_QUERY(db, a, &t->people, e, "SELECT org_id, id, name, aliases, duty, public_address FROM person WHERE from_ms <= $1 "
	    "AND to_ms > $1 ORDER BY org_id COLLATE \"C\", id COLLATE \"C\"", DB_INT(at_ms)) < 0 ||
	    DB_QUERY(db, a, &t->addresses, e, "SELECT person_id, address FROM person_address ORDER BY person_id COLLATE \"C\", "
	    "address COLLATE \"C\"") < 0 ||
	    DB_QUERY(db, a, &t->drills, e, "SELECT domain, from_ms, to_ms FROM drill WHERE org_id = $1 ORDER BY domain COLLATE \"C\"",
	    DB_TEXT(org_id.p != NULL ? org_id : STR(""))) < 0)
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
		if (str_eq(db_text(&t->domains, from, 2), STR("domain")))
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

static void write_own(struct jw *w, struct arena *a, const struct tables *t, struct str org_id, struct str authserv)
{
	size_t from = 0, to = 0;

	if (org_id.p != NULL)
		range_of(&t->domains, org_id, &from, &to);
	jw_karray(w, "own_domains");
	for (size_t i = from; i < to; i++)
		if (str_eq(db_text(&t->domains, i, 2), STR("domain")))
			jw_str(w, db_text(&t->domains, i, 1));
	jw_end_array(w);
	jw_karray(w, "trusted_authserv");
	for (size_t i = from; i < to; i++)
		if (str_eq(db_text(&t->domains, i, 2), STR("authserv")))
			jw_str(w, db_text(&t->domains, i, 1));
	write_hosts(w, a, authserv);
	jw_end_array(w);
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

int context_write(struct db *db, struct arena *a, struct str org_id, long long at_ms, struct str authserv,
    struct str rules, struct buf *out, struct err *e)
{
	struct tables t;
	struct jw w;
	char text[TIME_TEXT], until[TIME_TEXT];

	if (load(db, a, org_id, at_ms, &t, e) < 0)
		return -1;
	jw_init(&w, out);
	jw_object(&w);
	jw_kstr(&w, "as_of", time_date(text, at_ms, ZONE_JST));
	jw_karray(&w, "organisations");
	for (size_t i = 0; i < t.orgs.count; i++)
		write_org(&w, &t, i);
	jw_end_array(&w);
	write_own(&w, a, &t, org_id, authserv);
	if (rules.n > 0)
		jw_kstr(&w, "verdict_rules", rules);
	jw_karray(&w, "drills");
	for (size_t i = 0; i < t.drills.count; i++) {
		jw_object(&w);
		jw_kstr(&w, "domain", db_text(&t.drills, i, 0));
		jw_kstr(&w, "from", time_date(text, db_int(&t.drills, i, 1), ZONE_JST));
		jw_kstr(&w, "to", time_date(until, db_int(&t.drills, i, 2) == TIME_FOREVER ? db_int(&t.drills, i, 1) + 400LL * MS_DAY :
		    db_int(&t.drills, i, 2), ZONE_JST));
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_end_object(&w);
	return out->failed ? err_set(e, ERR_LIMIT, "the registry is too large for one context document") : 0;
}

/* change.c - writing the registry. */
#include "registry/change.h"

#include <string.h>

#include "base/network.h"
#include "base/text.h"
#include "base/time.h"
#include "registry/word.h"
#include "store/audit.h"

enum { WIDEST_IPV4 = 8, WIDEST_IPV6 = 16 };       /* bits of a prefix */

int registry_changed(struct db *db, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO hub_state (key, value) VALUES ('registry', '1') "
	    "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(hub_state.value AS BIGINT) + 1 AS TEXT)") < 0 ? -1 : 0;
}

int sig_add(struct db *db, const struct act *by, struct arena *a, const struct sig_row *s, struct err *e)
{
	if (word_is_id(s->id, e) < 0 || word_is_name(s->name_ja, e) < 0 || word_is_name(s->name_en, e) < 0 || db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, DB_EXEC(db, e, "INSERT INTO sig (row_id, id, name_ja, name_en, sort, from_ms, to_ms, recorded_ms, superseded_ms) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(s->id), DB_TEXT(s->name_ja),
	    DB_TEXT(s->name_en), DB_INT(s->sort), DB_INT(s->from_ms), DB_INT(s->to_ms), DB_INT(by->now_ms), DB_INT(TIME_FOREVER)),
	    "sig.added", s->id, e) < 0 ? -1 : 0;
}

static int exists(struct db *db, struct arena *a, struct db_rows *rows, bool *exists_r)
{
	(void)db;
	(void)a;
	*exists_r = rows->count > 0;
	return 0;
}

int sig_exists(struct db *db, struct arena *a, struct str id, bool *exists_r, struct err *e)
{
	struct db_rows rows;

	return DB_QUERY(db, a, &rows, e, "SELECT 1 FROM sig WHERE id = $1 AND superseded_ms = $2", DB_TEXT(id),
	    DB_INT(TIME_FOREVER)) < 0 ? -1 : exists(db, a, &rows, exists_r);
}

int org_exists(struct db *db, struct arena *a, struct str id, bool *exists_r, struct err *e)
{
	struct db_rows rows;

	return DB_QUERY(db, a, &rows, e, "SELECT 1 FROM org WHERE id = $1", DB_TEXT(id)) < 0 ? -1 : exists(db, a, &rows, exists_r);
}

int org_add(struct db *db, const struct act *by, const struct org_row *o, struct err *e)
{
	if (word_is_id(o->id, e) < 0 || db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, registry_changed(db, e) < 0 ? -1 :
	    DB_EXEC(db, e, "INSERT INTO org (id, kind, group_id, from_ms, to_ms, made_ms) VALUES ($1, $2, $3, $4, $5, $6)",
	    DB_TEXT(o->id), DB_TEXT(o->kind), DB_TEXT(o->group), DB_INT(o->from_ms), DB_INT(o->to_ms), DB_INT(by->now_ms)),
	    "org.added", o->id, e) < 0 ? -1 : 0;
}

int org_name_add(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str kind, struct str lang,
    struct str name, struct err *e)
{
	if (word_is_name(name, e) < 0 || db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, registry_changed(db, e) < 0 ? -1 :
	    DB_EXEC(db, e, "INSERT INTO org_name (id, org_id, kind, lang, name, recorded_ms, superseded_ms) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(org_id), DB_TEXT(kind), DB_TEXT(lang),
	    DB_TEXT(name), DB_INT(by->now_ms), DB_INT(TIME_FOREVER)),
	    "org.name-added", org_id, e) < 0 ? -1 : 0;
}

static int keep_former(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str lang,
    const struct db_rows *old, struct err *e)
{
	for (size_t i = 0; i < old->count; i++)
		if (org_name_add(db, by, a, org_id, STR("former"), lang, db_text(old, i, 0), e) < 0)
			return -1;
	return 0;
}

int org_rename(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str lang, struct str name,
    struct err *e)
{
	struct db_rows old;

	if (word_is_name(name, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (DB_QUERY(db, a, &old, e, "UPDATE org_name SET superseded_ms = $4 WHERE org_id = $1 AND lang = $2 AND kind = 'legal' "
	    "AND superseded_ms = $3 RETURNING name", DB_TEXT(org_id), DB_TEXT(lang), DB_INT(TIME_FOREVER), DB_INT(by->now_ms)) == 0 &&
	    keep_former(db, by, a, org_id, lang, &old, e) == 0 && org_name_add(db, by, a, org_id, STR("legal"), lang, name, e) == 0 &&
	    audit_add(db, by, "org.renamed", org_id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

#define SQL_CLAIMED \
	"SELECT d.org_id FROM org_domain d JOIN org o ON o.id = d.org_id WHERE d.kind = 'domain' AND d.value = $2 AND d.superseded_ms > $3 " \
	"AND d.org_id <> $1 AND o.to_ms > $3 AND NOT EXISTS (SELECT 1 FROM org x WHERE x.id = $1 AND x.group_id = o.group_id) " \
	"ORDER BY d.org_id COLLATE \"C\" LIMIT 1"

static int must_be_unclaimed(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str value, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_CLAIMED, DB_TEXT(org_id), DB_TEXT(value), DB_INT(by->now_ms)) < 0)
		return -1;
	return r.count == 0 ? 0 : err_set(e, ERR_CONFLICT, STR_FMT " is a domain of the organisation " STR_FMT " already; end it there, or say that both "
	    "use it (--shared; in a roster: shared_domains)", STR_ARG(value), STR_ARG(db_text(&r, 0, 0)));
}

static const char *const domain_kinds[] = { "domain", "network", "host", "authserv" };

/* Wider than any organisation has.  IPv4 stands within IPv6 (network.h): what holds any of it is measured there. */
static bool is_too_wide(struct str value)
{
	unsigned char ipv4[16] = { [10] = 0xff, [11] = 0xff };
	struct network n;

	if (!network_read(value, &n))
		return false;
	memcpy(ipv4 + 12, n.address + 12, 4);
	return n.bits < (network_holds(&n, ipv4) ? 96 + WIDEST_IPV4 : WIDEST_IPV6);
}

int org_domain_check(struct str kind, struct str value, struct err *e)
{
	struct network n;
	bool known = false;

	for (size_t i = 0; i < sizeof domain_kinds / sizeof domain_kinds[0]; i++)
		known |= str_eq(kind, str_of(domain_kinds[i]));
	if (!known)
		return err_set(e, ERR_USAGE, "there is no “" STR_FMT "” of an organisation (domain network host authserv)", STR_ARG(kind));
	if (str_eq(kind, STR("network")) && is_too_wide(value))
		return err_set(e, ERR_USAGE, "“" STR_FMT "” is wider than the network of any organisation (/%d at most, in IPv6 /%d)", STR_ARG(value), WIDEST_IPV4,
		    WIDEST_IPV6);
	return (str_eq(kind, STR("network")) ? network_read(value, &n) : word_is_host(value)) ? 0 : err_set(e, ERR_USAGE, "“" STR_FMT "” is no domain or network", STR_ARG(value));
}

/* In the caller's transaction.  Ids only, as in every trail and log: what it is stands in its row, which stays there when it ends. */
static int domain_changed(struct db *db, const struct act *by, struct arena *a, const char *deed, struct str org_id, struct str kind, struct str id,
    struct err *e)
{
	struct str detail = arena_printf(a, "{\"kind\":\"" STR_FMT "\",\"row\":\"" STR_FMT "\"}", STR_ARG(kind), STR_ARG(id));

	return registry_changed(db, e) < 0 ? -1 : audit_add_detail(db, by, deed, org_id, detail, e);
}

int org_domain_add(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str kind, struct str value,
    bool shared, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	long long n;

	value = arena_lower(a, value);
	if (org_domain_check(kind, value, e) < 0 || (!shared && str_eq(kind, STR("domain")) && must_be_unclaimed(db, by, a, org_id, value, e) < 0) ||
	    db_begin(db, e) < 0)
		return -1;
	n = DB_EXEC(db, e, "INSERT INTO org_domain (id, org_id, kind, value, recorded_ms, superseded_ms) SELECT $1, $2, $3, $4, $5, $6 "
	    "WHERE NOT EXISTS (SELECT 1 FROM org_domain WHERE org_id = $2 AND kind = $3 AND value = $4 AND superseded_ms = $6)",
	    DB_TEXT(id), DB_TEXT(org_id), DB_TEXT(kind), DB_TEXT(value), DB_INT(by->now_ms), DB_INT(TIME_FOREVER));
	if (n == 0 || (n > 0 && domain_changed(db, by, a, "org.domain-added", org_id, kind, id, e) == 0))
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int org_domain_end(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str kind, struct str value, struct err *e)
{
	struct db_rows r;

	value = arena_lower(a, value);
	if (db_begin(db, e) < 0)
		return -1;
	if (DB_QUERY(db, a, &r, e, "SELECT id FROM org_domain WHERE org_id = $1 AND kind = $2 AND value = $3 AND superseded_ms = $4",
	    DB_TEXT(org_id), DB_TEXT(kind), DB_TEXT(value), DB_INT(TIME_FOREVER)) == 0 &&
	    (r.count > 0 || err_set(e, ERR_UNKNOWN, STR_FMT " has no " STR_FMT " " STR_FMT, STR_ARG(org_id), STR_ARG(kind), STR_ARG(value)) == 0) &&
	    DB_EXEC(db, e, "UPDATE org_domain SET superseded_ms = $2 WHERE id = $1", DB_TEXT(db_text(&r, 0, 0)), DB_INT(by->now_ms)) >= 0 &&
	    domain_changed(db, by, a, "org.domain-ended", org_id, kind, db_text(&r, 0, 0), e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int person_add(struct db *db, const struct act *by, struct arena *a, const struct person_row *p, struct err *e)
{
	(void)a;
	if (word_is_id(p->id, e) < 0 || word_is_name(p->name, e) < 0 || db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, registry_changed(db, e) < 0 ? -1 :
	    DB_EXEC(db, e, "INSERT INTO person (id, org_id, name, aliases, duty, public_address, from_ms, to_ms) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", DB_TEXT(p->id), DB_TEXT(p->org_id), DB_TEXT(p->name),
	    DB_TEXT(p->aliases_json), DB_TEXT(p->duty), DB_BOOL(p->is_public), DB_INT(p->from_ms), DB_INT(p->to_ms)),
	    "person.added", p->id, e) < 0 ? -1 : 0;
}

int person_address_add(struct db *db, struct arena *a, struct str person_id, struct str address, bool notify, struct err *e)
{
	bool failed;

	if (!word_is_address(address))
		return err_set(e, ERR_INPUT, "“" STR_FMT "” is no mail address", STR_ARG(address));
	if (db_begin(db, e) < 0)
		return -1;
	failed = registry_changed(db, e) < 0 || DB_EXEC(db, e, "INSERT INTO person_address (address, person_id, notify) VALUES ($1, $2, $3) "
	    "ON CONFLICT (address, person_id) DO UPDATE SET notify = excluded.notify", DB_TEXT(text_fold(a, address)),
	    DB_TEXT(person_id), DB_BOOL(notify)) < 0;
	if (!failed)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int person_role_add(struct db *db, const struct act *by, struct str person_id, struct str role, long long from_ms,
    long long to_ms, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, DB_EXEC(db, e, "INSERT INTO person_role (person_id, role, from_ms, to_ms) "
	    "VALUES ($1, $2, $3, $4)", DB_TEXT(person_id),
	    DB_TEXT(role), DB_INT(from_ms), DB_INT(to_ms)),
	    "person.role", person_id, e) < 0 ? -1 : 0;
}

static int insert_drill(struct db *db, const struct act *by, struct str id, struct str org_id, struct str sender, struct str subject,
    long long from_ms, long long to_ms, struct err *e)
{
	if (registry_changed(db, e) < 0 || DB_EXEC(db, e, "INSERT INTO drill (id, org_id, domain, from_ms, to_ms) VALUES ($1, $2, $3, $4, $5)",
	    DB_TEXT(id), DB_TEXT(org_id), DB_TEXT(sender), DB_INT(from_ms), DB_INT(to_ms)) < 0)
		return -1;
	if (subject.p != NULL && DB_EXEC(db, e, "INSERT INTO drill_mark (drill_id, subject) VALUES ($1, $2)", DB_TEXT(id), DB_TEXT(subject)) < 0)
		return -1;
	return audit_add(db, by, "drill.added", id, e);
}

int drill_add(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str sender, struct str subject,
    long long from_ms, long long to_ms, struct err *e)
{
	if (!word_is_host(sender) && !word_is_address(sender))
		return err_set(e, ERR_USAGE, "“" STR_FMT "” is no domain and no mail address", STR_ARG(sender));
	if ((subject.p != NULL && word_is_name(subject, e) < 0) || db_begin(db, e) < 0)
		return -1;
	if (insert_drill(db, by, rng_uuid(by->rng, a), org_id, sender, subject, from_ms, to_ms, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static int insert_liaison(struct db *db, const struct act *by, struct arena *a, const struct liaison_row *l, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO liaison (row_id, id, name_ja, name_en, counted_as, counted, reach, reach_approx, from_ms, to_ms, "
	    "recorded_ms, superseded_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(l->id), DB_TEXT(l->name_ja), DB_TEXT(l->name_en), DB_TEXT(l->counted_as),
	    DB_INT(l->counted), DB_INT(l->reach), DB_BOOL(l->reach_approx), DB_INT(l->from_ms), DB_INT(l->to_ms), DB_INT(by->now_ms),
	    DB_INT(TIME_FOREVER)) < 0 ? -1 : 0;
}

/* What was declared before holds until the new declaration begins; what was recorded stays readable. */
static int end_declared(struct db *db, const struct act *by, struct arena *a, const struct liaison_row *now, struct err *e)
{
	struct db_rows old;

	if (DB_QUERY(db, a, &old, e, "UPDATE liaison SET superseded_ms = $2 WHERE id = $1 AND superseded_ms = $3 AND to_ms > $4 "
	    "RETURNING name_ja, name_en, counted_as, counted, reach, reach_approx, from_ms", DB_TEXT(now->id), DB_INT(by->now_ms),
	    DB_INT(TIME_FOREVER), DB_INT(now->from_ms)) < 0)
		return -1;
	for (size_t i = 0; i < old.count; i++) {
		const struct liaison_row before = { .id = now->id, .name_ja = db_text(&old, i, 0), .name_en = db_text(&old, i, 1),
			.counted_as = db_text(&old, i, 2), .counted = db_int(&old, i, 3), .reach = db_int(&old, i, 4),
			.reach_approx = db_int(&old, i, 5) == 1, .from_ms = db_int(&old, i, 6), .to_ms = now->from_ms };

		if (before.from_ms < before.to_ms && insert_liaison(db, by, a, &before, e) < 0)
			return -1;
	}
	return 0;
}

int liaison_add(struct db *db, const struct act *by, struct arena *a, const struct liaison_row *l, struct err *e)
{
	if (word_is_id(l->id, e) < 0 || word_is_name(l->name_ja, e) < 0 || word_is_name(l->name_en, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (end_declared(db, by, a, l, e) == 0 && insert_liaison(db, by, a, l, e) == 0 &&
	    audit_add(db, by, "liaison.declared", l->id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int liaison_org_add(struct db *db, const struct act *by, struct str liaison_id, struct str org_id, long long from_ms,
    long long to_ms, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, DB_EXEC(db, e, "INSERT INTO liaison_org (liaison_id, org_id, from_ms, to_ms) VALUES ($1, $2, $3, $4)",
	    DB_TEXT(liaison_id), DB_TEXT(org_id), DB_INT(from_ms), DB_INT(to_ms)),
	    "liaison.org-added", liaison_id, e) < 0 ? -1 : 0;
}

static int insert_membership(struct db *db, const struct act *by, struct arena *a, const struct membership_row *m, struct str id,
    struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO membership (row_id, id, org_id, sig_id, from_ms, from_precision, to_ms, to_precision, "
	    "join_reason, leave_reason, basis, recorded_ms, superseded_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(id), DB_TEXT(m->org_id), DB_TEXT(m->sig_id), DB_INT(m->from_ms),
	    DB_TEXT(str_of(m->from_precision)), DB_INT(m->to_ms), DB_TEXT(str_of(m->to_precision)), DB_TEXT(m->join_reason),
	    DB_TEXT(m->leave_reason), DB_TEXT(m->basis), DB_INT(by->now_ms), DB_INT(TIME_FOREVER)) < 0 ? -1 : 0;
}

int membership_overlaps(struct db *db, struct arena *a, const struct membership_row *m, bool *overlaps_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT 1 FROM membership WHERE org_id = $1 AND sig_id = $2 AND superseded_ms = $3 "
	    "AND from_ms < $4 AND to_ms > $5", DB_TEXT(m->org_id), DB_TEXT(m->sig_id), DB_INT(TIME_FOREVER), DB_INT(m->to_ms),
	    DB_INT(m->from_ms)) < 0)
		return -1;
	*overlaps_r = rows.count > 0;
	return 0;
}

int membership_add(struct db *db, const struct act *by, struct arena *a, const struct membership_row *m, struct err *e)
{
	struct str id = m->id.p != NULL ? m->id : rng_uuid(by->rng, a);
	bool overlaps;

	if (membership_overlaps(db, a, m, &overlaps, e) < 0)
		return -1;
	if (overlaps)
		return err_set(e, ERR_CONFLICT, STR_FMT " is in the SIG " STR_FMT " already at that time", STR_ARG(m->org_id),
		    STR_ARG(m->sig_id));
	if (db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, insert_membership(db, by, a, m, id, e),
	    "membership.added", id, e) < 0 ? -1 : 0;
}

static int supersede(struct db *db, const struct act *by, struct str id, struct err *e)
{
	long long n = DB_EXEC(db, e, "UPDATE membership SET superseded_ms = $2 WHERE id = $1 AND superseded_ms = $3", DB_TEXT(id),
	    DB_INT(by->now_ms), DB_INT(TIME_FOREVER));

	return n < 0 ? -1 : n == 1 ? 0 : err_set(e, ERR_UNKNOWN, "there is no membership " STR_FMT, STR_ARG(id));
}

int membership_correct(struct db *db, const struct act *by, struct arena *a, const struct membership_row *now, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (supersede(db, by, now->id, e) == 0 && insert_membership(db, by, a, now, now->id, e) == 0 &&
	    audit_add(db, by, "membership.corrected", now->id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static const char *precision_word(struct str s)
{
	return str_eq(s, STR("month")) ? "month" : "day";
}

int membership_last(struct db *db, struct arena *a, struct str org_id, struct str sig_id, struct membership_row *m, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT id, from_ms, from_precision, to_ms, to_precision, join_reason, leave_reason, basis "
	    "FROM membership WHERE org_id = $1 AND sig_id = $2 AND superseded_ms = $3 ORDER BY from_ms DESC LIMIT 1", DB_TEXT(org_id),
	    DB_TEXT(sig_id), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_CONFLICT, STR_FMT " is no member of the SIG " STR_FMT, STR_ARG(org_id), STR_ARG(sig_id));
	*m = (struct membership_row){ .id = db_text(&rows, 0, 0), .org_id = org_id, .sig_id = sig_id, .from_ms = db_int(&rows, 0, 1),
		.from_precision = precision_word(db_text(&rows, 0, 2)), .to_ms = db_int(&rows, 0, 3),
		.to_precision = precision_word(db_text(&rows, 0, 4)), .join_reason = db_text(&rows, 0, 5),
		.leave_reason = db_text(&rows, 0, 6), .basis = db_text(&rows, 0, 7) };
	return 0;
}

int membership_end(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str sig_id,
    long long on_ms, const char *precision, struct str reason, struct err *e)
{
	struct membership_row m;

	if (membership_last(db, a, org_id, sig_id, &m, e) < 0)
		return -1;
	if (m.to_ms <= on_ms)
		return err_set(e, ERR_CONFLICT, STR_FMT " is no member of the SIG " STR_FMT, STR_ARG(org_id), STR_ARG(sig_id));
	if (on_ms <= m.from_ms)
		return err_set(e, ERR_INPUT, "the membership of " STR_FMT " would end before it begins", STR_ARG(org_id));
	m.to_ms = on_ms;
	m.to_precision = precision;
	m.leave_reason = reason;
	return membership_correct(db, by, a, &m, e);
}

/* Who spoke for it does so no longer; what is on its way to them and was not sent stays here. */
static int end_contacts(struct db *db, const struct act *by, struct str org_id, long long on_ms, struct err *e)
{
	if (DB_EXEC(db, e, "UPDATE person_role SET to_ms = $2 WHERE to_ms > $2 AND from_ms < $2 AND person_id IN (SELECT id FROM person "
	    "WHERE org_id = $1)", DB_TEXT(org_id), DB_INT(on_ms)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM person_role WHERE from_ms >= $2 AND person_id IN (SELECT id FROM person WHERE org_id = $1)",
	        DB_TEXT(org_id), DB_INT(on_ms)) < 0)
		return -1;
	if (on_ms > by->now_ms)
		return 0;
	return DB_EXEC(db, e, "DELETE FROM notice WHERE state <> 'sent' AND person_id IN (SELECT id FROM person WHERE org_id = $1)",
	    DB_TEXT(org_id)) < 0 ? -1 : 0;
}

int org_leave(struct db *db, const struct act *by, struct arena *a, struct str org_id, long long on_ms, const char *precision,
    struct str reason, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT sig_id FROM membership WHERE org_id = $1 AND superseded_ms = $2 AND to_ms > $3 "
	    "ORDER BY sig_id COLLATE \"C\"", DB_TEXT(org_id), DB_INT(TIME_FOREVER), DB_INT(on_ms)) < 0 || db_begin(db, e) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		if (membership_end(db, by, a, org_id, db_text(&rows, i, 0), on_ms, precision, reason, e) < 0) {
			db_rollback(db);
			return -1;
		}
	}
	if (DB_EXEC(db, e, "UPDATE liaison_org SET to_ms = $2 WHERE org_id = $1 AND to_ms > $2", DB_TEXT(org_id), DB_INT(on_ms)) < 0 ||
	    DB_EXEC(db, e, "UPDATE end_member SET to_ms = $2 WHERE (org_id = $1 OR association_id = $1) AND to_ms > $2", DB_TEXT(org_id),
	        DB_INT(on_ms)) < 0 ||
	    DB_EXEC(db, e, "UPDATE consent SET to_ms = $2 WHERE org_id = $1 AND to_ms > $2", DB_TEXT(org_id), DB_INT(on_ms)) < 0 ||
	    end_contacts(db, by, org_id, on_ms, e) < 0 || audit_add(db, by, "org.left", org_id, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e) < 0 ? -1 : (int)rows.count;
}

int org_merge(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str into, long long on_ms,
    const char *precision, struct err *e)
{
	bool exists;

	if (str_eq(org_id, into))
		return err_set(e, ERR_USAGE, "an organisation cannot be merged into itself");
	if (org_exists(db, a, into, &exists, e) < 0)
		return -1;
	if (!exists)
		return err_set(e, ERR_UNKNOWN, "there is no organisation “" STR_FMT "” (noroshi org list shows them)", STR_ARG(into));
	if (db_begin(db, e) < 0)
		return -1;
	if (org_leave(db, by, a, org_id, on_ms, precision, STR("merge"), e) >= 0 &&
	    DB_EXEC(db, e, "UPDATE org SET merged_into = $2, to_ms = $3 WHERE id = $1", DB_TEXT(org_id), DB_TEXT(into),
	    DB_INT(on_ms)) >= 0 && registry_changed(db, e) == 0 && audit_add(db, by, "org.merged", org_id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

/* check.c - looking a hub over. */
#include "store/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/network.h"
#include "base/time.h"
#include "base/tr.h"
#include "store/audit.h"
#include "store/db_whole.h"
#include "store/migrate.h"
#include "store/vault.h"

enum { PROBLEMS_SHOWN = 20 };

static void say(struct checks *c, const char *what, enum check_state state, const char *fmt, ...) PRINTF_LIKE(4, 5);
static void say(struct checks *c, const char *what, enum check_state state, const char *fmt, ...)
{
	char text[1100];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	*ARENA_PUSH(c->arena, c->list, c->count, c->room) = (struct check){ what, state, arena_str(c->arena, str_of(text)) };
}

/* ---- schema, engine, rows ---- */

static int check_schema(struct hub *hub, struct checks *c, struct err *e)
{
	struct err why;
	int version = migrate_version(hub->db, e);

	if (version < 0)
		return -1;
	if (migrate_check(hub->db, &why) < 0)
		say(c, "schema", CHECK_BAD, "%s", why.text);
	else
		say(c, "schema", CHECK_GOOD, tr("schema %d, the newest this program knows"), version);
	return 0;
}

struct problems { struct checks *checks; int n; };

static int problem(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct problems *p = ctx;

	(void)columns;
	(void)e;
	if (p->n++ < PROBLEMS_SHOWN)
		say(p->checks, "database", CHECK_BAD, STR_FMT, STR_ARG(values[0].s));
	return 0;
}

static int count_row(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	(void)values;
	(void)columns;
	(void)e;
	++*(long long *)ctx;
	return 0;
}

/* The engine's own opinion, its references, and every row read once. */
static int check_database(struct hub *hub, struct checks *c, struct err *e)
{
	struct problems p = { c, 0 };
	struct db_table *tables;
	long long rows = 0;
	struct err why;
	size_t n;

	if (db_inspect(hub->db, problem, &p, &why) < 0) {
		say(c, "database", CHECK_BAD, "%s", why.text);
		p.n++;
	}
	if (db_tables(hub->db, c->arena, &tables, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (db_dump(hub->db, &tables[i], count_row, &rows, &why) < 0) {
			say(c, "database", CHECK_BAD, STR_FMT ": %s", STR_ARG(tables[i].name), why.text);
			p.n++;
		}
	}
	if (p.n == 0)
		say(c, "database", CHECK_GOOD, tr("%s is sound: %zu tables, %lld rows read, every reference leads to a row"),
		    db_engine(hub->db) == DB_POSTGRES ? "PostgreSQL" : "SQLite", n, rows);
	return 0;
}

static void check_audit(struct hub *hub, struct checks *c)
{
	struct err why;
	long long lines = audit_verify(hub->db, &why);

	if (lines < 0)
		say(c, "audit", CHECK_BAD, "%s", why.text);
	else
		say(c, "audit", CHECK_GOOD, tr("the audit chain fits: %lld lines"), lines);
}

/* ---- key, erasures, contents ---- */

static bool check_key(struct hub *hub, struct checks *c)
{
	struct err why;
	struct stat st;

	if (hub_check_key(hub, &why) < 0) {
		say(c, "key", CHECK_BAD, "%s", why.text);
		return false;
	}
	if (stat(hub_key_path(hub), &st) == 0 && (st.st_mode & 077) != 0)
		say(c, "key", CHECK_ATTENTION, tr("%s fits, but others may read it: chmod 600"), hub_key_path(hub));
	else
		say(c, "key", CHECK_GOOD, tr("%s is this hub's key"), hub_key_path(hub));
	return true;
}

/* A key on the list that still lives: a withdrawal that did not end, or a restore that did not apply the list. */
static int check_erasures(struct hub *hub, struct checks *c, struct err *e)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct str *keys;
	size_t listed;
	long long alive = 0;
	struct db_rows rows;
	struct err why;
	int status = 0;

	if (erasure_list(hub, a, &keys, &listed, &why) < 0)
		say(c, "erasures", CHECK_ATTENTION, tr("there is no erasure list (%s); without it a restore brings withdrawn contents back"),
		    why.text);
	for (size_t i = 0; i < listed && status == 0; i++) {
		status = DB_QUERY(hub->db, a, &rows, e, "SELECT 1 FROM data_key WHERE id = $1 AND destroyed_ms IS NULL", DB_TEXT(keys[i]));
		alive += status == 0 && rows.count > 0;
	}
	arena_free(a);
	if (status == 0 && alive > 0)
		say(c, "erasures", CHECK_ATTENTION, tr("%lld contents stand on the erasure list and are still there: a withdrawal did not end; "
		    "withdraw again"), alive);
	else if (status == 0 && listed > 0)
		say(c, "erasures", CHECK_GOOD, tr("all %lld contents of the erasure list are erased"), (long long)listed);
	return status;
}

struct contents {
	struct hub *hub;
	struct checks *checks;
	struct str *ids;
	size_t count, room;
};

static int add_blob(void *ctx, const struct db_rows *row, struct err *e)
{
	struct contents *c = ctx;

	(void)e;
	*ARENA_PUSH(c->checks->arena, c->ids, c->count, c->room) = arena_str(c->checks->arena, db_text(row, 0, 0));
	return 0;
}

/* Every content is decrypted once, chunk by chunk. */
static int check_contents(struct hub *hub, struct checks *checks, struct err *e)
{
	struct contents c = { .hub = hub, .checks = checks };
	long long found[4] = { 0 };
	int bad = 0;
	struct err why;

	if (DB_EACH(hub->db, add_blob, &c, e, "SELECT id FROM blob ORDER BY id") < 0)
		return -1;
	for (size_t i = 0; i < c.count; i++) {
		struct arena *a = arena_new(8 << 20, arena_full_exit);
		enum vault_found how = VAULT_NONE;

		if (vault_verify(hub, hub->db, a, c.ids[i], &how, &why) < 0) {
			if (bad++ < PROBLEMS_SHOWN)
				say(checks, "contents", CHECK_BAD, "%s", why.text);
		} else {
			found[how]++;
		}
		arena_free(a);
	}
	if (bad > 0)
		say(checks, "contents", CHECK_BAD, tr("%d of %zu contents cannot be opened"), bad, c.count);
	else
		say(checks, "contents", CHECK_GOOD, tr("%lld contents opened and whole, %lld erased"), found[VAULT_FOUND], found[VAULT_ERASED]);
	if (found[VAULT_LOST] > 0)
		say(checks, "contents", CHECK_ATTENTION, tr("%lld contents are lost: this hub was restored without its key"), found[VAULT_LOST]);
	return 0;
}

static void check_room(struct hub *hub, struct checks *c)
{
	long long free_mb = hub_free_bytes(hub) >> 20;

	if (hub->conf.ballast_mb > 0 && !hub_has_ballast(hub))
		say(c, "ballast", CHECK_ATTENTION, tr("the ballast was given up; once there is room: noroshi db ballast"));
	if (free_mb < hub->conf.low_water_mb)
		say(c, "space", CHECK_ATTENTION, tr("%lld MB are free, less than the low-water mark of %lld MB: nothing is received"), free_mb,
		    hub->conf.low_water_mb);
	else
		say(c, "space", CHECK_GOOD, tr("%lld MB are free, the low-water mark is %lld MB"), free_mb, hub->conf.low_water_mb);
}

int check_networks(struct hub *hub, struct arena *a, struct str **ids_r, size_t *n_r, struct err *e)
{
	struct db_rows r;
	struct network ignored;

	*n_r = 0;
	if (DB_QUERY(hub->db, a, &r, e, "SELECT id, value FROM org_domain WHERE kind = 'network' AND superseded_ms = $1 ORDER BY id COLLATE \"C\"", DB_INT(TIME_FOREVER)) < 0)
		return -1;
	*ids_r = ARENA_ARRAY(a, struct str, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		if (!network_read(db_text(&r, i, 1), &ignored))
			(*ids_r)[(*n_r)++] = db_text(&r, i, 0);
	return 0;
}

static int check_registry(struct hub *hub, struct checks *c, struct err *e)
{
	struct str *ids;
	size_t n;

	if (check_networks(hub, c->arena, &ids, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n && i < PROBLEMS_SHOWN; i++)
		say(c, "registry", CHECK_BAD, tr("the network in row %s of org_domain cannot be read, so that what lies in it is not protected: enter it anew and end "
		    "that one"), arena_cstr(c->arena, ids[i]));
	return 0;
}

/* At one moment: others may write on meanwhile. */
static int check_promises(struct hub *hub, struct checks *c, struct err *e)
{
	int status = db_snapshot(hub->db, e);

	if (status < 0)
		return -1;
	check_audit(hub, c);
	status = check_registry(hub, c, e);
	if (status == 0 && check_key(hub, c))
		status = check_erasures(hub, c, e) < 0 || check_contents(hub, c, e) < 0 ? -1 : 0;
	db_rollback(hub->db);
	return status;
}

int check_hub(struct hub *hub, struct checks *c, struct err *e)
{
	bool fits;

	if (check_schema(hub, c, e) < 0)
		return -1;
	fits = c->list[0].state == CHECK_GOOD;
	/* of another schema nothing more can be said */
	if (check_database(hub, c, e) < 0 || (fits && check_promises(hub, c, e) < 0))
		return -1;
	check_room(hub, c);
	return 0;
}

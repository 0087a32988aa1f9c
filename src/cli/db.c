/* db.c - noroshi db migrate|check|backup|restore|ballast: the hub as a whole. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "intake/withdraw.h"
#include "store/audit.h"
#include "store/backup.h"
#include "store/check.h"
#include "store/migrate.h"

struct options {
	struct arena *arena;
	struct str hub, key, erased, database;
	bool json, lost_key, no_erasures;
	struct str_list operands;
	struct buf out;
	struct act by;
};

static int no_operands(const struct options *o, size_t n, const char *usage, struct err *e)
{
	return o->operands.count == n + 1 ? 0 : err_set(e, ERR_USAGE, "write it like this: noroshi %s", usage);
}

static int open_as(const struct options *o, enum db_right right, unsigned needs, struct hub **hub_r, struct err *e)
{
	if (o->hub.p == NULL)
		return err_set(e, ERR_USAGE, "which hub? name its directory with --hub DIR");
	return hub_open_as(arena_cstr(o->arena, o->hub), right, needs, hub_r, e);
}

/* ---- migrate ---- */

static int print_migrated(struct options *o, int from, int done, struct err *e)
{
	struct jw w;

	if (!o->json) {
		if (done == 0)
			buf_printf(&o->out, tr("the database has schema %d already; there is nothing to do\n"), from);
		else
			buf_printf(&o->out, tr("the database went from schema %d to %d\n"), from, migrate_newest());
		return out_flush(&o->out, e);
	}
	jw_init(&w, &o->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/migrated/1");
	jw_kint(&w, "from", from);
	jw_kint(&w, "to", migrate_newest());
	jw_end_object(&w);
	return out_line(&o->out, e);
}

static int migrate(struct options *o, struct err *e)
{
	struct hub *hub;
	int from, done = -1;

	if (no_operands(o, 0, "db migrate --hub DIR", e) < 0 || open_as(o, DB_OWNER, 0, &hub, e) < 0)
		return -1;
	from = migrate_version(hub->db, e);
	if (from == 0)
		err_set(e, ERR_UNKNOWN, "the database is empty; noroshi init makes a hub, noroshi db restore fills one");
	else if (from > 0 && db_begin(hub->db, e) == 0) {
		done = migrate_run(hub->db, o->by.now_ms, e);
		if (done > 0 && audit_add(hub->db, &o->by, "db.migrated", STR(""), e) < 0)
			done = -1;
		if (done < 0)
			db_rollback(hub->db);
		else if (db_commit(hub->db, e) < 0)
			done = -1;
	}
	hub_close(hub);
	return done < 0 ? -1 : print_migrated(o, from, done, e);
}

/* ---- check ---- */

static const char *const state_names[] = { "good", "attention", "bad" };

static void print_checks(struct options *o, const struct checks *c, enum check_state worst)
{
	struct jw w;

	if (!o->json) {
		for (size_t i = 0; i < c->count; i++)
			buf_printf(&o->out, "%-10s %s" STR_FMT "\n", c->list[i].what, c->list[i].state == CHECK_GOOD ? "" : "! ",
			    STR_ARG(c->list[i].says));
		return;
	}
	jw_init(&w, &o->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/db-check/1");
	jw_kz(&w, "state", state_names[worst]);
	jw_karray(&w, "checks");
	for (size_t i = 0; i < c->count; i++) {
		jw_object(&w);
		jw_kz(&w, "check", c->list[i].what);
		jw_kz(&w, "state", state_names[c->list[i].state]);
		jw_kstr(&w, "says", c->list[i].says);
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_end_object(&w);
	buf_char(&o->out, '\n');
}

static int check(struct options *o, struct err *e)
{
	struct checks c = { .arena = o->arena };
	enum check_state worst = CHECK_GOOD;
	struct hub *hub;
	int status;

	if (no_operands(o, 0, "db check --hub DIR", e) < 0 || open_as(o, DB_READ, 0, &hub, e) < 0)
		return -1;
	status = check_hub(hub, &c, e);
	hub_close(hub);
	for (size_t i = 0; i < c.count; i++)
		worst = c.list[i].state > worst ? c.list[i].state : worst;
	print_checks(o, &c, worst);
	if (status < 0 || out_flush(&o->out, e) < 0)
		return -1;
	return worst == CHECK_GOOD ? 0 : 1;
}

/* ---- backup ---- */

static int backup(struct options *o, struct err *e)
{
	struct backup_made made;
	struct hub *hub;
	struct jw w;
	const char *file;
	int status;

	if (no_operands(o, 1, "db backup --hub DIR FILE", e) < 0 || open_as(o, DB_READ, 0, &hub, e) < 0)
		return -1;
	file = arena_cstr(o->arena, o->operands.items[1]);
	status = backup_write(hub, &o->by, file, &made, e);
	if (status == 0 && !o->json)
		buf_printf(&o->out, tr("%s: %lld tables, %lld rows, %lld bytes\nIt holds no key: without a copy of %s its contents cannot be read.\n"
		    "Keep %s with the key: after a restore it keeps erased what was withdrawn since.\n"), file, made.tables, made.rows, made.bytes,
		    hub_key_path(hub), hub_erasure_list(hub));
	if (status == 0 && o->json) {
		jw_init(&w, &o->out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/backup-made/1");
		jw_kz(&w, "file", file);
		jw_kint(&w, "tables", made.tables);
		jw_kint(&w, "rows", made.rows);
		jw_kint(&w, "bytes", made.bytes);
		jw_kbool(&w, "holds_key", false);
		jw_end_object(&w);
		buf_char(&o->out, '\n');
	}
	hub_close(hub);
	return status < 0 ? -1 : out_flush(&o->out, e);
}

/* ---- restore ---- */

/* Beside the key: KEY.erased, or noroshi.erased in its directory. */
static const char *list_beside(struct arena *a, const char *key)
{
	const char *slash = strrchr(key, '/'), *own = arena_printf(a, "%s.erased", key).p;
	int n = slash != NULL ? (int)(slash - key) + 1 : 0;

	return access(own, F_OK) == 0 ? own : arena_printf(a, "%.*snoroshi.erased", n, key).p;
}

static int read_order(struct options *o, struct restore_order *order, struct err *e)
{
	if (no_operands(o, 1, "db restore --hub DIR FILE --key KEYFILE", e) < 0)
		return -1;
	if (o->hub.p == NULL)
		return err_set(e, ERR_USAGE, "which hub? name its directory with --hub DIR");
	if ((o->key.p != NULL) == o->lost_key)
		return err_set(e, ERR_USAGE, "a restore takes the key of the hub that was backed up: --key FILE; --lost-key where it is gone for good");
	if (o->erased.p != NULL && o->no_erasures)
		return err_set(e, ERR_USAGE, "--erased and --no-erasures exclude each other");
	*order = (struct restore_order){ .file = arena_cstr(o->arena, o->operands.items[1]), .dir = arena_cstr(o->arena, o->hub),
		.database = o->database.p != NULL ? arena_cstr(o->arena, o->database) : NULL,
		.key_file = o->key.p != NULL ? arena_cstr(o->arena, o->key) : NULL };
	if (o->no_erasures)
		return 0;
	if (o->erased.p != NULL)
		order->erasures = arena_cstr(o->arena, o->erased);
	else if (order->key_file != NULL)
		order->erasures = list_beside(o->arena, order->key_file);
	if (order->erasures != NULL && access(order->erasures, R_OK) == 0)
		return 0;
	return err_set(e, ERR_USAGE, "the erasure list is missing (%s): without it contents come back that were withdrawn after the backup; name it "
	    "with --erased FILE, or say --no-erasures where it is gone", order->erasures != NULL ? order->erasures : "noroshi.erased");
}

static int print_restored(struct options *o, const struct restored *r, long long forgotten, struct err *e)
{
	struct jw w;

	if (!o->json) {
		buf_printf(&o->out, tr("restored the backup of " STR_FMT ": %lld tables, %lld rows\n"), STR_ARG(r->made), r->tables, r->rows);
		buf_printf(&o->out, TR_N("%lld {content|contents} of the erasure list {was|were} erased again, with what came out of %lld {submission|submissions}\n", r->erased, r->erased, forgotten), r->erased,
		    forgotten);
		if (o->lost_key)
			buf_z(&o->out, tr("the key was lost: a new one was made; numbers, dates, findings, cases and the audit trail are there, all "
			    "contents are lost\n"));
		return out_flush(&o->out, e);
	}
	jw_init(&w, &o->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/restored/1");
	jw_kstr(&w, "made", r->made);
	jw_kint(&w, "tables", r->tables);
	jw_kint(&w, "rows", r->rows);
	jw_kint(&w, "erased_again", r->erased);
	jw_kint(&w, "submissions_forgotten", forgotten);
	jw_kbool(&w, "contents_lost", o->lost_key);
	jw_end_object(&w);
	return out_line(&o->out, e);
}

static int restore(struct options *o, struct err *e)
{
	struct restore_order order;
	struct restored restored;
	struct hub *hub;
	long long forgotten;

	if (read_order(o, &order, e) < 0 || restore_begin(&order, &o->by, &hub, &restored, e) < 0)
		return -1;
	restored.made = arena_str(o->arena, restored.made);
	forgotten = submission_forget_erased(hub, &o->by, e);
	if (forgotten >= 0 && o->lost_key && submission_give_up(hub, &o->by, e) < 0)
		forgotten = -1;
	if (restore_end(hub, forgotten >= 0, e) < 0)
		return -1;
	if (print_restored(o, &restored, forgotten, e) < 0)
		return -1;
	return o->lost_key || o->no_erasures ? 1 : 0;
}

/* ---- ballast ---- */

static int ballast(struct options *o, struct err *e)
{
	struct hub *hub;
	int status = 0;

	if (no_operands(o, 0, "db ballast --hub DIR", e) < 0 || open_as(o, DB_READ, 0, &hub, e) < 0)
		return -1;
	if (!hub_has_ballast(hub)) {
		if (hub_free_bytes(hub) < (hub->conf.low_water_mb + hub->conf.ballast_mb) << 20)
			status = err_set(e, ERR_FULL, "there is no room yet for a ballast of %lld MB above the low-water mark of %lld MB",
			    hub->conf.ballast_mb, hub->conf.low_water_mb);
		else
			status = hub_make_ballast(hub, e);
	}
	if (status == 0)
		buf_printf(&o->out, tr("the ballast of %lld MB is there\n"), hub->conf.ballast_mb);
	hub_close(hub);
	return status < 0 ? -1 : out_flush(&o->out, e);
}

static int run(struct options *o, int argc, char **argv, struct err *e)
{
	static const char *const verbs[] = { "migrate", "check", "backup", "restore", "ballast" };
	static int (*const deeds[])(struct options *, struct err *) = { migrate, check, backup, restore, ballast };
	const struct option_spec specs[] = {
		{ "--hub", OPTION_VALUE, &o->hub }, { "--key", OPTION_VALUE, &o->key }, { "--lost-key", OPTION_FLAG, &o->lost_key },
		{ "--erased", OPTION_VALUE, &o->erased }, { "--no-erasures", OPTION_FLAG, &o->no_erasures },
		{ "--database", OPTION_VALUE, &o->database }, { "--json", OPTION_FLAG, &o->json },
	};
	int verb, status = cli_options(o->arena, argc, argv, specs, sizeof specs / sizeof specs[0], &o->operands, e);
	struct rng rng;

	if (status != 0)
		return status > 0 ? 0 : -1;
	verb = cli_verb(&o->operands, verbs, 5, e);
	if (verb < 0)
		return -1;
	o->by = cli_act(o->arena, STR_NONE, &rng);
	buf_init_arena(&o->out, o->arena, 4 << 20);
	return deeds[verb](o, e);
}

int cli_db(int argc, char **argv)
{
	struct options o = { .arena = arena_new(256 << 20, arena_full_exit) };
	struct err e = { 0 };
	int status = run(&o, argc, argv, &e);

	arena_free(o.arena);
	return status < 0 ? cli_fail(&e) : status;
}

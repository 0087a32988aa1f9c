/* hub.c - opening and closing a hub's directory. */
#include "store/hub.h"

#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/sha256.h"
#include "base/tr.h"
#include "store/hub_make.h"
#include "store/migrate.h"

enum { HUB_ARENA = 8 << 20, KEY_HEX = HUB_KEY_BYTES * 2 };

const char *hub_in_dir(const struct hub *hub, const char *name)
{
	return arena_printf(hub->arena, "%s/%s", hub->dir, name).p;
}

const char *hub_key_path(const struct hub *hub)
{
	return hub->conf.key_file.n > 0 ? arena_cstr(hub->arena, hub->conf.key_file) : hub_in_dir(hub, "noroshi.key");
}

const char *hub_erasure_list(const struct hub *hub)
{
	return hub->conf.key_file.n > 0 ? arena_printf(hub->arena, STR_FMT ".erased", STR_ARG(hub->conf.key_file)).p :
	    hub_in_dir(hub, "noroshi.erased");
}

const char *hub_database_place(const struct hub *hub)
{
	return hub->conf.database.n > 0 ? arena_cstr(hub->arena, hub->conf.database) : hub_in_dir(hub, "noroshi.db");
}

/* A value that only the right key gives: a wrong key is told at once, before anything is read. */
struct str hub_key_check(const struct hub *hub, struct arena *a)
{
	unsigned char out[SHA256_BYTES];

	hmac_sha256((struct str){ (const char *)hub->key, HUB_KEY_BYTES }, STR("noroshi key check"), out);
	return hex_of(a, out, sizeof out);
}

int hub_read_key(struct hub *hub, const char *path, struct err *e)
{
	struct str text;
	size_t n = 0;

	if (file_read(hub->arena, path, 4096, &text, e) < 0)
		return err_prefix(e, "the hub's key is needed");
	text = str_trim(text);
	if (text.n != KEY_HEX || sodium_hex2bin(hub->key, sizeof hub->key, text.p, text.n, NULL, &n, NULL) != 0 ||
	    n != HUB_KEY_BYTES)
		return err_set(e, ERR_IO, "%s is not a noroshi key (64 hex digits)", path);
	sodium_memzero((char *)text.p, text.n);
	return 0;
}

int hub_check_key(struct hub *hub, struct err *e)
{
	struct db_rows rows;

	if (hub_read_key(hub, hub_key_path(hub), e) < 0 ||
	    DB_QUERY(hub->db, hub->arena, &rows, e, "SELECT value FROM hub_state WHERE key = 'key-check'") < 0)
		return -1;
	if (rows.count == 1 && str_eq(db_text(&rows, 0, 0), hub_key_check(hub, hub->arena)))
		return 0;
	return err_set(e, ERR_DB, "%s is not the key of this hub; nothing was changed", hub_key_path(hub));
}

struct hub *hub_new(const char *dir)
{
	struct arena *a = arena_new(HUB_ARENA, arena_full_exit);
	struct hub *hub = ARENA_NEW(a, struct hub);

	hub->arena = a;
	hub->dir = arena_cstr(a, str_of(dir));
	sodium_mlock(hub->key, sizeof hub->key);
	return hub;
}

const char *hub_path(const struct hub *hub, struct arena *a, struct str name)
{
	return name.n > 0 && name.p[0] == '/' ? arena_cstr(a, name) : arena_printf(a, "%s/" STR_FMT, hub->dir, STR_ARG(name)).p;
}

void hub_close(struct hub *hub)
{
	struct arena *a;

	if (hub == NULL)
		return;
	a = hub->arena;
	db_close(hub->db);
	sodium_munlock(hub->key, sizeof hub->key);
	arena_free(a);
}

static int read_conf(struct hub *hub, struct err *e)
{
	const char *path = hub_in_dir(hub, "noroshi.conf");
	struct str file;

	if (access(path, F_OK) < 0)
		return err_set(e, ERR_UNKNOWN, "%s is no hub (there is no noroshi.conf); make one with noroshi init", hub->dir);
	if (file_read(hub->arena, path, 1 << 20, &file, e) < 0)
		return -1;
	return conf_parse(hub->arena, file, path, &hub->conf, e);
}

long long hub_free_bytes(const struct hub *hub)
{
	struct statvfs fs;

	return statvfs(hub->dir, &fs) < 0 ? -1 : (long long)((unsigned long long)fs.f_bavail * fs.f_frsize);
}

bool hub_has_ballast(const struct hub *hub)
{
	struct stat st;

	return stat(hub_in_dir(hub, "ballast"), &st) == 0 && st.st_size >= hub->conf.ballast_mb << 20;
}

static void give_up_ballast(const struct hub *hub)
{
	long long free_bytes = hub_free_bytes(hub);

	if (free_bytes < 0 || free_bytes >= HUB_BALLAST_DUE_MB << 20 || hub->conf.ballast_mb == 0 ||
	    unlink(hub_in_dir(hub, "ballast")) < 0)
		return;
	log_event(LOG_WARN, "hub.ballast-given-up", "free_bytes=%lld", free_bytes);
	fprintf(stderr, "noroshi: %s\n", tr("the disk is full: the ballast was given up so that the hub can still be opened; make room, then "
	    "run noroshi db ballast"));
}

static int open_database(const struct hub *hub, enum db_right right, struct db **db_r, struct err *e)
{
	struct db *db;

	if (db_open(hub_database_place(hub), right, false, &db, e) < 0)
		return -1;
	if (db_wait(db, (int)hub->conf.lock_wait_seconds * 1000, e) < 0) {
		db_close(db);
		return -1;
	}
	db_set_zone(db, (int)hub->conf.zone_minutes);
	*db_r = db;
	return 0;
}

int hub_open_as(const char *dir, enum db_right right, unsigned needs, struct hub **hub_r, struct err *e)
{
	struct hub *hub = hub_new(dir);
	int status = read_conf(hub, e);

	if (status == 0) {
		give_up_ballast(hub);
		status = open_database(hub, right, &hub->db, e);
	}
	if (status == 0 && (needs & HUB_NEEDS_SCHEMA))
		status = migrate_check(hub->db, e);
	if (status == 0 && (needs & HUB_NEEDS_KEY))
		status = hub_check_key(hub, e);
	if (status == 0)
		*hub_r = hub;
	else
		hub_close(hub);
	return status;
}

int hub_open(const char *dir, struct hub **hub_r, struct err *e)
{
	return hub_open_as(dir, DB_WRITE, HUB_NEEDS_KEY | HUB_NEEDS_SCHEMA, hub_r, e);
}

/* Behind it the database may be another program's version by now. */
int hub_reconnect(struct hub *hub, struct err *e)
{
	struct db *fresh;

	if (db_is_alive(hub->db))
		return 0;
	if (open_database(hub, DB_WRITE, &fresh, e) < 0)
		return -1;
	if (migrate_check(fresh, e) < 0) {
		db_close(fresh);
		return -1;
	}
	db_close(hub->db);
	hub->db = fresh;
	return 0;
}

int hub_open_sealed(const struct hub *hub, struct db **db_r, struct err *e)
{
	if (open_database(hub, DB_SEALED, db_r, e) < 0)
		return -1;
	db_set_guard(*db_r, hub->sealed_guard);
	return 0;
}

int hub_begin_sealed(const struct hub *hub, struct db **db_r, struct err *e)
{
	if (hub_open_sealed(hub, db_r, e) < 0)
		return -1;
	if (db_begin(*db_r, e) == 0)
		return 0;
	db_close(*db_r);
	return -1;
}

long long hub_end_sealed(struct db *db, long long done, struct err *e)
{
	if (done < 0)
		db_rollback(db);
	else if (db_commit(db, e) < 0)
		done = -1;
	db_close(db);
	return done;
}

int hub_check_space(const struct hub *hub, struct err *e)
{
	long long free_bytes = hub_free_bytes(hub);

	if (free_bytes < 0)
		return err_errno(e, "%s cannot be measured", hub->dir);
	if (free_bytes >= hub->conf.low_water_mb << 20)
		return 0;
	return err_set(e, ERR_FULL, "less than %lld MB are free in %s; nothing is received until there is more space",
	    hub->conf.low_water_mb, hub->dir);
}

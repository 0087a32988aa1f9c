/* hub.c - making, opening and closing a hub's directory. */
#include "store/hub.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"
#include "base/sha256.h"
#include "base/time.h"
#include "conf/conf_show.h"
#include "store/migrate.h"

enum { HUB_ARENA = 8 << 20, KEY_HEX = HUB_KEY_BYTES * 2 };

static const char *in_dir(struct arena *a, const char *dir, const char *name)
{
	return arena_printf(a, "%s/%s", dir, name).p;
}

static const char *key_path(const struct hub *hub)
{
	return hub->conf.key_file.n > 0 ? arena_cstr(hub->arena, hub->conf.key_file) : in_dir(hub->arena, hub->dir, "noroshi.key");
}

static const char *database_place(const struct hub *hub)
{
	return hub->conf.database.n > 0 ? arena_cstr(hub->arena, hub->conf.database) : in_dir(hub->arena, hub->dir, "noroshi.db");
}

/* A value that only the right key gives: a wrong key is told at once, before anything is read. */
static struct str key_check(const struct hub *hub, struct arena *a)
{
	unsigned char out[SHA256_BYTES];

	hmac_sha256((struct str){ (const char *)hub->key, HUB_KEY_BYTES }, STR("noroshi key check"), out);
	return hex_of(a, out, sizeof out);
}

static int make_directory(const char *dir, struct err *e)
{
	DIR *d;
	struct dirent *entry;
	int others = 0;

	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return err_errno(e, "%s cannot be made", dir);
	d = opendir(dir);
	if (d == NULL)
		return err_errno(e, "%s cannot be opened", dir);
	while ((entry = readdir(d)) != NULL)
		others += entry->d_name[0] != '.';
	closedir(d);
	return others == 0 ? 0 : err_set(e, ERR_CONFLICT, "%s is not empty; a hub is made in a new directory", dir);
}

static int write_key(const char *path, struct err *e)
{
	unsigned char key[HUB_KEY_BYTES];
	char hex[KEY_HEX + 2];
	int status;

	random_secret(key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	hex[KEY_HEX] = '\n';
	status = file_replace(path, (struct str){ hex, KEY_HEX + 1 }, 0600, e);
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
	return status;
}

static int read_key(struct hub *hub, struct err *e)
{
	const char *path = key_path(hub);
	struct str text;
	size_t n = 0;

	if (file_read(hub->arena, path, 4096, &text, e) < 0)
		return err_prefix(e, "the hub's key is needed");
	text = str_trim(text);
	if (text.n != KEY_HEX || sodium_hex2bin(hub->key, sizeof hub->key, text.p, text.n, NULL, &n, NULL) != 0 ||
	    n != HUB_KEY_BYTES)
		return err_set(e, ERR_INPUT, "%s is not a noroshi key (64 hex digits)", path);
	sodium_memzero((char *)text.p, text.n);
	return 0;
}

static int check_key(struct hub *hub, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, hub->arena, &rows, e, "SELECT value FROM hub_state WHERE key = 'key-check'") < 0)
		return -1;
	if (rows.count == 1 && str_eq(db_text(&rows, 0, 0), key_check(hub, hub->arena)))
		return 0;
	return err_set(e, ERR_DENIED, "%s is not the key of this hub; nothing was changed", key_path(hub));
}

static struct hub *hub_new(const char *dir)
{
	struct arena *a = arena_new(HUB_ARENA, arena_full_exit);
	struct hub *hub = ARENA_NEW(a, struct hub);

	hub->arena = a;
	hub->dir = arena_cstr(a, str_of(dir));
	sodium_mlock(hub->key, sizeof hub->key);
	return hub;
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
	const char *path = in_dir(hub->arena, hub->dir, "noroshi.conf");
	struct str file;

	if (access(path, F_OK) < 0)
		return err_set(e, ERR_UNKNOWN, "%s is no hub (there is no noroshi.conf); make one with noroshi init", hub->dir);
	if (file_read(hub->arena, path, 1 << 20, &file, e) < 0)
		return -1;
	return conf_parse(hub->arena, file, path, &hub->conf, e);
}

int hub_open(const char *dir, struct hub **hub_r, struct err *e)
{
	struct hub *hub = hub_new(dir);

	if (read_conf(hub, e) == 0 && read_key(hub, e) == 0 &&
	    db_open(database_place(hub), DB_WRITE, false, &hub->db, e) == 0 && migrate_check(hub->db, e) == 0 &&
	    check_key(hub, e) == 0) {
		*hub_r = hub;
		return 0;
	}
	hub_close(hub);
	return -1;
}

static int write_conf(struct hub *hub, const char *database, struct err *e)
{
	struct buf out;

	conf_defaults(&hub->conf);
	if (database != NULL)
		hub->conf.database = str_of(database);
	buf_init_arena(&out, hub->arena, 1 << 20);
	conf_show(&hub->conf, &out);
	return file_replace(in_dir(hub->arena, hub->dir, "noroshi.conf"), buf_str(&out), 0600, e);
}

/* Blocks that are really taken (not a hole, nothing a file system could compress away). */
static int make_ballast(struct hub *hub, struct err *e)
{
	const char *path = in_dir(hub->arena, hub->dir, "ballast");
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), code = 0;

	if (fd < 0)
		return err_errno(e, "%s cannot be made", path);
	if (hub->conf.ballast_mb > 0)
		code = posix_fallocate(fd, 0, (off_t)hub->conf.ballast_mb << 20);
	close(fd);
	if (code == 0)
		return 0;
	unlink(path);
	errno = code;
	return err_errno(e, "%s cannot be made", path);
}

static int make_database(struct hub *hub, struct err *e)
{
	int version;

	if (db_open(database_place(hub), DB_OWNER, true, &hub->db, e) < 0)
		return -1;
	version = migrate_version(hub->db, e);
	if (version != 0)
		return version < 0 ? -1 : err_set(e, ERR_CONFLICT, "the database is not empty; a hub is made in a new one");
	if (migrate_run(hub->db, time_system_ms(), e) < 0)
		return -1;
	return DB_EXEC(hub->db, e, "INSERT INTO hub_state (key, value) VALUES ('key-check', $1)",
	    DB_TEXT(key_check(hub, hub->arena))) < 0 ? -1 : 0;
}

int hub_init(const char *dir, const char *database, struct err *e)
{
	struct hub *hub;
	int status = -1;

	if (make_directory(dir, e) < 0)
		return -1;
	hub = hub_new(dir);
	if (write_conf(hub, database, e) == 0 && write_key(in_dir(hub->arena, dir, "noroshi.key"), e) == 0 &&
	    read_key(hub, e) == 0 && make_ballast(hub, e) == 0 && make_database(hub, e) == 0)
		status = 0;
	if (status == 0 && mkdir(in_dir(hub->arena, dir, "outbox"), 0700) < 0)
		status = err_errno(e, "%s/outbox cannot be made", dir);
	hub_close(hub);
	return status;
}

int hub_open_sealed(const struct hub *hub, struct db **db_r, struct err *e)
{
	return db_open(database_place(hub), DB_SEALED, false, db_r, e);
}

int hub_check_space(const struct hub *hub, struct err *e)
{
	struct statvfs fs;

	if (statvfs(hub->dir, &fs) < 0)
		return err_errno(e, "%s cannot be measured", hub->dir);
	if ((unsigned long long)fs.f_bavail * fs.f_frsize >= (unsigned long long)hub->conf.low_water_mb << 20)
		return 0;
	return err_set(e, ERR_FULL, "less than %lld MB are free in %s; nothing is received until there is more space",
	    hub->conf.low_water_mb, hub->dir);
}

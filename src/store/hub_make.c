/* hub_make.c - making a hub's directory, for init and restore. */
#include "store/hub_make.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"
#include "base/time.h"
#include "conf/conf_show.h"
#include "store/migrate.h"

enum { KEY_HEX = HUB_KEY_BYTES * 2 };

int hub_make_directory(const char *dir, struct err *e)
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

static int write_key(const char *path, const unsigned char key[HUB_KEY_BYTES], struct err *e)
{
	char hex[KEY_HEX + 2];
	int status;

	sodium_bin2hex(hex, sizeof hex, key, HUB_KEY_BYTES);
	hex[KEY_HEX] = '\n';
	status = file_replace(path, (struct str){ hex, KEY_HEX + 1 }, 0600, e);
	sodium_memzero(hex, sizeof hex);
	return status;
}

/* Blocks that are really taken: no hole. */
int hub_make_ballast(const struct hub *hub, struct err *e)
{
	const char *path = hub_in_dir(hub, "ballast");
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

static int write_conf(struct hub *hub, struct err *e)
{
	struct buf out;

	buf_init_arena(&out, hub->arena, 1 << 20);
	conf_show(&hub->conf, &out);
	return file_replace(hub_in_dir(hub, "noroshi.conf"), buf_str(&out), 0600, e);
}

int hub_make_files(struct hub *hub, bool new_key, struct err *e)
{
	if (new_key)
		random_secret(hub->key, sizeof hub->key);
	/* an empty list says that nothing was erased; a missing one says nothing */
	if (write_conf(hub, e) < 0 || write_key(hub_in_dir(hub, "noroshi.key"), hub->key, e) < 0 ||
	    file_replace(hub_in_dir(hub, "noroshi.erased"), STR(""), 0600, e) < 0 || hub_make_ballast(hub, e) < 0)
		return -1;
	return mkdir(hub_in_dir(hub, "outbox"), 0700) < 0 ? err_errno(e, "%s/outbox cannot be made", hub->dir) : 0;
}

int hub_make_database(struct hub *hub, struct err *e)
{
	int version;

	if (db_open(hub_database_place(hub), DB_OWNER, true, &hub->db, e) < 0)
		return -1;
	version = migrate_version(hub->db, e);
	return version == 0 ? 0 : version < 0 ? -1 : err_set(e, ERR_CONFLICT, "the database is not empty; a hub is made in a new one");
}

void hub_unmake(const struct hub *hub)
{
	static const char *const files[] = { "noroshi.conf", "noroshi.key", "noroshi.erased", "ballast", "noroshi.db", "noroshi.db-wal",
		"noroshi.db-shm", "noroshi.db-journal" };

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		unlink(hub_in_dir(hub, files[i]));
	rmdir(hub_in_dir(hub, "outbox"));
	rmdir(hub->dir);
}

static int fill(struct hub *hub, struct err *e)
{
	if (hub_make_files(hub, true, e) < 0 || hub_make_database(hub, e) < 0 || migrate_run(hub->db, time_system_ms(), e) < 0)
		return -1;
	return DB_EXEC(hub->db, e, "INSERT INTO hub_state (key, value) VALUES ('key-check', $1)",
	    DB_TEXT(hub_key_check(hub, hub->arena))) < 0 ? -1 : 0;
}

int hub_init(const char *dir, const char *database, struct err *e)
{
	struct conf conf;

	conf_defaults(&conf);
	if (database != NULL)
		conf.database = str_of(database);
	return hub_init_with(dir, &conf, e);
}

int hub_init_with(const char *dir, const struct conf *conf, struct err *e)
{
	struct hub *hub;
	int status;

	if (hub_make_directory(dir, e) < 0)
		return -1;
	hub = hub_new(dir);
	hub->conf = *conf;
	status = fill(hub, e);
	db_close(hub->db);
	hub->db = NULL;
	if (status < 0)         /* half a hub would only be in the way of the next try */
		hub_unmake(hub);
	hub_close(hub);
	return status;
}

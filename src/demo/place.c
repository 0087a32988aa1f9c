/* place.c - looks at everything first, removes by name, follows no link. */
#include "demo/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/random.h"
#include "base/tr.h"
#include "store/hub.h"
#include "store/migrate.h"

#define MARK ".noroshi-demo"
static const char first_line[] = "made by noroshi demo, which throws this directory's hub away and makes it anew";

struct place {
	struct arena *arena;
	const char *dir;
	int fd;                         /* of dir */
	bool marked;
	struct str word;                /* of the mark: stands in the database too */
	struct str database;            /* that the mark names; "": SQLite */
	const char *names[64];          /* what is to go */
	size_t count;
};

static bool is_one_of(const char *name, const char *const *list, size_t n)
{
	struct str s = str_of(name);

	if (str_ends(s, STR(".new")))   /* half of a file_replace */
		s.n -= 4;
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_of(list[i])))
			return true;
	return false;
}

static bool is_ours(const char *name)
{
	static const char *const files[] = { "noroshi.conf", "noroshi.key", "noroshi.erased", "ballast", "noroshi.db", "noroshi.db-wal",
		"noroshi.db-shm", "noroshi.db-journal", "report-ja.html", "report-en.html", MARK };

	return is_one_of(name, files, sizeof files / sizeof files[0]);
}

static bool is_our_directory(const char *name)
{
	static const char *const directories[] = { "outbox", "logs" };

	return is_one_of(name, directories, 2);
}

/* ---- looking ---- */

static int refuse(const struct place *p, const char *name, struct err *e)
{
	if (!p->marked)
		return err_set(e, ERR_CONFLICT, "%s is not empty and holds no demo hub (there is “%s”); name a new or empty directory", p->dir, name);
	return err_set(e, ERR_CONFLICT, "%s is a demo hub, but “%s” in it was made by somebody else; move it away first", p->dir, name);
}

typedef int entry_fn(struct place *p, int fd, const char *name, struct err *e);

static int each_entry(struct place *p, int fd, entry_fn *each, struct err *e)
{
	int copy = dup(fd), status = 0;
	DIR *d = copy >= 0 ? fdopendir(copy) : NULL;
	struct dirent *entry;

	if (d == NULL) {
		if (copy >= 0)
			close(copy);
		return err_errno(e, "%s cannot be read", p->dir);
	}
	rewinddir(d);
	while (status == 0 && (entry = readdir(d)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			status = each(p, fd, entry->d_name, e);
	closedir(d);
	return status;
}

static mode_t type_of(int fd, const char *name)
{
	struct stat st;

	return fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 ? st.st_mode & S_IFMT : 0;
}

/* In outbox/ and logs/: files, nothing deeper. */
static int look_inside(struct place *p, int fd, const char *name, struct err *e)
{
	return type_of(fd, name) == S_IFREG ? 0 : refuse(p, name, e);
}

static int look_at(struct place *p, int fd, const char *name, struct err *e)
{
	mode_t type = type_of(fd, name);
	int inner, status;

	if (!p->marked || p->count == sizeof p->names / sizeof p->names[0])
		return refuse(p, name, e);
	p->names[p->count++] = arena_cstr(p->arena, str_of(name));
	if (type == S_IFREG && is_ours(name))
		return 0;
	if (type != S_IFDIR || !is_our_directory(name))
		return refuse(p, name, e);
	inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (inner < 0)
		return err_errno(e, "%s/%s cannot be opened", p->dir, name);
	status = each_entry(p, inner, look_inside, e);
	close(inner);
	return status;
}

/* Not marked where the file is missing, is a link, or says something else. */
static int read_mark(struct place *p, struct err *e)
{
	struct str bytes, line;

	if (type_of(p->fd, MARK) != S_IFREG)
		return 0;
	if (file_read(p->arena, arena_printf(p->arena, "%s/" MARK, p->dir).p, 1 << 16, &bytes, e) < 0)
		return -1;
	p->marked = str_split(&bytes, '\n', &line) && str_eq(line, str_of(first_line));
	while (p->marked && str_split(&bytes, '\n', &line)) {
		if (str_starts(line, STR("word ")))
			p->word = str_from(line, 5);
		else if (str_starts(line, STR("database ")))
			p->database = str_from(line, 9);
	}
	return 0;
}

static int open_place(struct place *p, struct err *e)
{
	if (mkdir(p->dir, 0700) < 0 && errno != EEXIST)
		return err_errno(e, "%s cannot be made", p->dir);
	p->fd = open(p->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (p->fd < 0)
		return err_errno(e, "%s cannot be opened", p->dir);
	return read_mark(p, e) < 0 ? -1 : each_entry(p, p->fd, look_at, e);
}

/* ---- the database ---- */

/* One that no migration has touched, that bears our word, or that nobody has used: 1; else 0. */
static int may_be_emptied(const struct place *p, struct db *db, struct err *e)
{
	struct db_rows rows;
	int version = migrate_version(db, e);

	if (version <= 0)
		return version < 0 ? -1 : 1;
	if (DB_QUERY(db, p->arena, &rows, e, "SELECT (SELECT value FROM hub_state WHERE key = 'demo'), (SELECT COUNT(*) FROM org)") < 0)
		return -1;
	return str_eq(db_text(&rows, 0, 0), p->word) || db_int(&rows, 0, 1) == 0;
}

static int empty_database(const struct place *p, const char *database, struct err *e)
{
	struct db *db;
	int may, status = 0;

	if (database == NULL || !p->marked || !str_eq(p->database, str_of(database)))
		return 0;               /* an SQLite file goes with the directory; another database must be empty */
	if (db_open(database, DB_OWNER, false, &db, e) < 0)
		return -1;
	may = may_be_emptied(p, db, e);
	if (may > 0)
		status = migrate_undo(db, e);
	db_close(db);
	return may < 0 ? -1 : may > 0 ? status : err_set(e, ERR_CONFLICT,
	    "the database holds a hub that is not this demo's; nothing was removed");
}

/* ---- removing and making ---- */

static int remove_inside(struct place *p, int fd, const char *name, struct err *e)
{
	return unlinkat(fd, name, 0) < 0 ? err_errno(e, "%s: %s cannot be removed", p->dir, name) : 0;
}

static int remove_directory(struct place *p, const char *name, struct err *e)
{
	int inner = openat(p->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), status;

	if (inner < 0)
		return err_errno(e, "%s/%s cannot be opened", p->dir, name);
	status = each_entry(p, inner, remove_inside, e);
	close(inner);
	if (status == 0 && unlinkat(p->fd, name, AT_REMOVEDIR) < 0)
		return err_errno(e, "%s/%s cannot be removed", p->dir, name);
	return status;
}

static int remove_hub(struct place *p, struct err *e)
{
	for (size_t i = 0; i < p->count; i++) {
		int status = 0;

		if (is_our_directory(p->names[i]))
			status = remove_directory(p, p->names[i], e);
		else if (strcmp(p->names[i], MARK) != 0)
			status = remove_inside(p, p->fd, p->names[i], e);
		if (status < 0)
			return -1;
	}
	return 0;
}

static int write_mark(struct place *p, const char *database, struct err *e)
{
	struct rng rng = rng_system();
	struct buf out;

	p->word = rng_uuid(&rng, p->arena);
	buf_init_arena(&out, p->arena, 1 << 16);
	buf_printf(&out, "%s\nword " STR_FMT "\n", first_line, STR_ARG(p->word));
	if (database != NULL)
		buf_printf(&out, "database %s\n", database);
	return file_replace(arena_printf(p->arena, "%s/" MARK, p->dir).p, buf_str(&out), 0600, e);
}

static int make_hub(struct place *p, const char *database, struct err *e)
{
	struct conf conf;
	struct hub *hub;
	int status;

	conf_defaults(&conf);
	conf.demo = true;
	conf.contact = STR("desk@hub.example");        /* reports and shares say where to write */
	conf.low_water_mb = 0;          /* nothing that comes in here is worth refusing */
	if (database != NULL)
		conf.database = str_of(database);
	if (hub_init_with(p->dir, &conf, e) < 0 || hub_open(p->dir, &hub, e) < 0)
		return -1;
	status = DB_EXEC(hub->db, e, "INSERT INTO hub_state (key, value) VALUES ('demo', $1)", DB_TEXT(p->word)) < 0 ? -1 : 0;
	hub_close(hub);
	return status;
}

int place_make(struct arena *a, const char *dir, const char *database, struct err *e)
{
	struct place p = { .arena = a, .dir = dir, .fd = -1, .word = STR(""), .database = STR("") };
	int status = open_place(&p, e);

	if (status == 0)
		status = empty_database(&p, database, e);
	if (status == 0)
		status = remove_hub(&p, e);
	if (status == 0)
		status = write_mark(&p, database, e);
	if (status == 0)
		status = make_hub(&p, database, e);
	if (p.fd >= 0)
		close(p.fd);
	return status;
}

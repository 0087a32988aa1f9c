/* backup.c - writing the file. */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "conf/conf_show.h"
#include "store/audit.h"
#include "store/db_whole.h"
#include "store/migrate.h"

struct writing {
	FILE *file;
	crypto_hash_sha256_state hash;
	struct backup_made *made;
	int problem;                    /* the first errno; 0 */
};

/* Errors stick and are told once, at the end. */
static void put(struct writing *w, const void *bytes, size_t n)
{
	crypto_hash_sha256_update(&w->hash, bytes, n);
	if (w->problem == 0 && fwrite(bytes, 1, n, w->file) != n)
		w->problem = errno != 0 ? errno : EIO;
	w->made->bytes += (long long)n;
}

static void put_char(struct writing *w, char c)
{
	put(w, &c, 1);
}

static void put_number(struct writing *w, long long i)
{
	unsigned char bytes[8];

	for (int k = 0; k < 8; k++)
		bytes[k] = (unsigned char)((unsigned long long)i >> (56 - 8 * k));
	put(w, bytes, sizeof bytes);
}

static void put_str(struct writing *w, struct str s)
{
	put_number(w, (long long)s.n);
	if (s.n > 0)
		put(w, s.p, s.n);
}

static int put_row(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct writing *w = ctx;

	put_char(w, 'R');
	for (size_t i = 0; i < columns; i++) {
		if (values[i].s.n > BACKUP_VALUE_MOST)
			return err_set(e, ERR_LIMIT, "a value of the database is larger than a backup takes");
		put_char(w, "nitb"[values[i].type]);
		if (values[i].type == DB_TYPE_INT)
			put_number(w, values[i].i);
		else if (values[i].type != DB_TYPE_NULL)
			put_str(w, values[i].s);
	}
	w->made->rows++;
	return w->problem != 0 ? 1 : 0;       /* a full disk need not see the rest */
}

static int put_table(struct writing *w, struct db *db, const struct db_table *t, struct err *e)
{
	put_char(w, 'T');
	put_str(w, t->name);
	put_number(w, (long long)t->count);
	for (size_t i = 0; i < t->count; i++)
		put_str(w, t->columns[i].name);
	w->made->tables++;
	return db_dump(db, t, put_row, w, e);
}

static void put_header(struct writing *w, struct arena *a, const struct hub *hub, const struct act *by, int schema)
{
	struct conf conf = hub->conf;
	struct buf out;
	struct jw j;

	buf_init_arena(&out, a, 1 << 16);
	jw_init(&j, &out);
	jw_object(&j);
	jw_kz(&j, "schema", "noroshi/backup/1");
	jw_ktime(&j, "made", by->now_ms);
	jw_kz(&j, "program", NOROSHI_VERSION);
	jw_kint(&j, "database_schema", schema);
	jw_end_object(&j);
	put(w, BACKUP_MAGIC, sizeof BACKUP_MAGIC - 1);
	put_char(w, 'H');
	put_str(w, buf_str(&out));
	/* a database's URL may hold a password, and the key's place is nobody's business */
	conf.database = conf.key_file = STR("");
	buf_init_arena(&out, a, 1 << 20);
	conf_show(&conf, &out);
	put_char(w, 'C');
	put_str(w, buf_str(&out));
}

static void put_end(struct writing *w)
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	put_char(w, 'E');
	put_number(w, w->made->rows);
	crypto_hash_sha256_final(&w->hash, digest);
	if (w->problem == 0 && fwrite(digest, 1, sizeof digest, w->file) != sizeof digest)
		w->problem = errno != 0 ? errno : EIO;
	w->made->bytes += (long long)sizeof digest;
}

/* Everything from one snapshot. */
static int put_all(struct writing *w, struct hub *hub, const struct act *by, struct err *e)
{
	struct arena *a = arena_new(16 << 20, arena_full_exit);
	struct db_table *tables;
	size_t n;
	int schema, status = db_snapshot(hub->db, e);

	if (status == 0) {
		schema = migrate_version(hub->db, e);
		status = schema < 0 ? -1 : db_tables(hub->db, a, &tables, &n, e);
		if (status == 0)
			put_header(w, a, hub, by, schema);
		for (size_t i = 0; status == 0 && i < n; i++)
			status = put_table(w, hub->db, &tables[i], e);
		if (status == 0)
			put_end(w);
		db_rollback(hub->db);
	}
	arena_free(a);
	return status;
}

static int write_file(struct hub *hub, const struct act *by, const char *path, int fd, struct backup_made *made, struct err *e)
{
	struct writing w = { .file = fdopen(fd, "wb"), .made = made };
	int status;

	if (w.file == NULL) {
		close(fd);
		return err_errno(e, "%s cannot be written", path);
	}
	crypto_hash_sha256_init(&w.hash);
	status = put_all(&w, hub, by, e);
	if (status == 0 && w.problem == 0 && (fflush(w.file) != 0 || fsync(fd) < 0))
		w.problem = errno;
	if (status == 0 && w.problem != 0) {
		errno = w.problem;
		status = err_errno(e, "%s cannot be written", path);
	}
	if (fclose(w.file) != 0 && status == 0)
		status = err_errno(e, "%s cannot be written", path);
	return status;
}

int backup_write(struct hub *hub, const struct act *by, const char *path, struct backup_made *made, struct err *e)
{
	const char *beside = arena_printf(hub->arena, "%s.part", path).p;
	int fd, status;

	*made = (struct backup_made){ 0 };
	if (access(path, F_OK) == 0)
		return err_set(e, ERR_CONFLICT, "%s is there already; a backup is written to a new file", path);
	/* first the audit line: then it is in the backup too */
	if (audit_add(hub->db, by, "db.backup", STR(""), e) < 0)
		return err_prefix(e, "nothing was backed up");
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(e, "%s cannot be made", beside);
	status = write_file(hub, by, beside, fd, made, e);
	if (status == 0 && (rename(beside, path) < 0 || file_sync_directory(path) < 0))
		status = err_errno(e, "%s cannot be put in place", path);
	if (status < 0)
		unlink(beside);
	return status;
}

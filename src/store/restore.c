/* restore.c - reading a backup into a new hub. */
#include "store/backup.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"
#include "store/audit.h"
#include "store/db_whole.h"
#include "store/hub_make.h"
#include "store/migrate.h"
#include "store/search_index.h"
#include "store/vault.h"

struct reading {
	FILE *file;
	const char *path;
	crypto_hash_sha256_state hash;
	long long size, at;             /* of the whole file: no length may reach beyond it */
	struct hub *hub;
	struct arena *row;              /* values of the row in hand */
	struct db_table *tables;        /* of the schema */
	size_t table_count;
	bool *loaded;                   /* per table */
	const struct db_table *table;   /* in hand */
	struct restored *restored;
};

static int damaged(const struct reading *r, struct err *e)
{
	return err_set(e, ERR_IO, "%s is damaged at byte %lld; nothing was restored", r->path, r->at);
}

static int get(struct reading *r, void *bytes, size_t n, struct err *e)
{
	if (fread(bytes, 1, n, r->file) != n)
		return ferror(r->file) ? err_errno(e, "%s cannot be read", r->path) :
		    err_set(e, ERR_IO, "%s ends too early: the backup is not whole; nothing was restored", r->path);
	crypto_hash_sha256_update(&r->hash, bytes, n);
	r->at += (long long)n;
	return 0;
}

static int get_number(struct reading *r, long long *i_r, struct err *e)
{
	unsigned char bytes[8];
	unsigned long long u = 0;

	if (get(r, bytes, sizeof bytes, e) < 0)
		return -1;
	for (int k = 0; k < 8; k++)
		u = u << 8 | bytes[k];
	*i_r = (long long)u;
	return 0;
}

static int get_str(struct reading *r, struct arena *a, size_t most, struct str *s_r, struct err *e)
{
	long long n;
	char *p;

	if (get_number(r, &n, e) < 0)
		return -1;
	if (n < 0 || (unsigned long long)n > most || (unsigned long long)n + 1024 > arena_left(a))
		return damaged(r, e);
	if (n > r->size - r->at)
		return err_set(e, ERR_IO, "%s ends too early: the backup is not whole; nothing was restored", r->path);
	p = arena_alloc(a, (size_t)n + 1);
	*s_r = (struct str){ p, (size_t)n };
	return get(r, p, (size_t)n, e);
}

static int get_letter(struct reading *r, char wanted, struct err *e)
{
	char c;

	return get(r, &c, 1, e) < 0 ? -1 : c == wanted ? 0 : damaged(r, e);
}

/* ---- header and configuration ---- */

static int read_header(struct reading *r, struct err *e)
{
	char magic[sizeof BACKUP_MAGIC - 1];
	struct arena *a = r->hub->arena;
	struct str text;
	json_t *header;

	if (fread(magic, 1, sizeof magic, r->file) != sizeof magic || memcmp(magic, BACKUP_MAGIC, sizeof magic) != 0)
		return err_set(e, ERR_INPUT, "%s is no backup of noroshi", r->path);
	crypto_hash_sha256_update(&r->hash, (const unsigned char *)magic, sizeof magic);
	r->at = (long long)sizeof magic;
	if (get_letter(r, 'H', e) < 0 || get_str(r, a, 1 << 16, &text, e) < 0)
		return -1;
	header = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_integer(json_object_get(header, "database_schema"))) {
		json_decref(header);
		return damaged(r, e);
	}
	r->restored->schema = (int)json_integer_value(json_object_get(header, "database_schema"));
	r->restored->made = arena_str(a, str_of(json_string_value(json_object_get(header, "made"))));
	json_decref(header);
	if (r->restored->schema > migrate_newest())
		return err_set(e, ERR_DB, "the backup has schema %d, this program knows %d; use the newer program", r->restored->schema,
		    migrate_newest());
	return r->restored->schema < 1 ? damaged(r, e) : 0;
}

static int read_conf(struct reading *r, const struct restore_order *order, struct err *e)
{
	struct str text;

	if (get_letter(r, 'C', e) < 0 || get_str(r, r->hub->arena, 1 << 20, &text, e) < 0 ||
	    conf_parse(r->hub->arena, text, r->path, &r->hub->conf, e) < 0)
		return -1;
	if (order->database != NULL)
		r->hub->conf.database = str_of(order->database);
	return 0;
}

/* ---- tables ---- */

static const struct db_table *table_named(struct reading *r, struct str name, size_t *at_r)
{
	for (size_t i = 0; i < r->table_count; i++) {
		*at_r = i;
		if (str_eq(r->tables[i].name, name))
			return &r->tables[i];
	}
	return NULL;
}

static int read_table(struct reading *r, struct err *e)
{
	struct str name, column;
	long long columns;
	bool fits;
	size_t at;

	arena_reset(r->row);
	if (get_str(r, r->row, BACKUP_NAME_MOST, &name, e) < 0 || get_number(r, &columns, e) < 0)
		return -1;
	r->table = table_named(r, name, &at);
	if (r->table == NULL || r->loaded[at])
		return damaged(r, e);
	r->loaded[at] = true;
	r->restored->tables++;
	fits = columns == (long long)r->table->count;
	for (long long i = 0; i < columns && i < BACKUP_COLUMNS_MOST; i++) {
		if (get_str(r, r->row, BACKUP_NAME_MOST, &column, e) < 0)
			return -1;
		fits = fits && str_eq(column, r->table->columns[i].name);
	}
	return fits ? 0 : err_set(e, ERR_DB, "the table " STR_FMT " of the backup has other columns than schema %d of this program; it was "
	    "made by a program under development", STR_ARG(r->table->name), r->restored->schema);
}

static int read_value(struct reading *r, enum db_type type, struct db_value *v, struct err *e)
{
	char c;

	*v = DB_NULL;
	if (get(r, &c, 1, e) < 0)
		return -1;
	if (c == 'n')
		return 0;
	if (c != "nitb"[type])
		return damaged(r, e);
	v->type = type;
	return type == DB_TYPE_INT ? get_number(r, &v->i, e) : get_str(r, r->row, BACKUP_VALUE_MOST, &v->s, e);
}

static int read_row(struct reading *r, struct err *e)
{
	struct db_value values[BACKUP_COLUMNS_MOST];

	if (r->table == NULL || r->table->count > BACKUP_COLUMNS_MOST)
		return damaged(r, e);
	arena_reset(r->row);
	for (size_t i = 0; i < r->table->count; i++)
		if (read_value(r, r->table->columns[i].type, &values[i], e) < 0)
			return -1;
	r->restored->rows++;
	return db_load_row(r->hub->db, r->table, values, e) < 0 ? err_prefix(e, "%s, byte %lld", r->path, r->at) : 0;
}

static int read_end(struct reading *r, struct err *e)
{
	unsigned char digest[crypto_hash_sha256_BYTES], wanted[crypto_hash_sha256_BYTES];
	long long rows;

	if (get_number(r, &rows, e) < 0)
		return -1;
	crypto_hash_sha256_final(&r->hash, digest);
	if (fread(wanted, 1, sizeof wanted, r->file) != sizeof wanted)
		return err_set(e, ERR_IO, "%s ends too early: the backup is not whole; nothing was restored", r->path);
	if (rows != r->restored->rows || memcmp(digest, wanted, sizeof digest) != 0 || fgetc(r->file) != EOF)
		return err_set(e, ERR_IO, "%s is damaged (its checksum does not fit); nothing was restored", r->path);
	for (size_t i = 0; i < r->table_count; i++)
		if (!r->loaded[i])
			return damaged(r, e);
	return 0;
}

static int read_records(struct reading *r, struct err *e)
{
	char c;

	while (get(r, &c, 1, e) == 0) {
		switch (c) {
		case 'T':
			if (read_table(r, e) < 0)
				return -1;
			break;
		case 'R':
			if (read_row(r, e) < 0)
				return -1;
			break;
		case 'E':
			return read_end(r, e);
		default:
			return damaged(r, e);
		}
	}
	return -1;
}

/* In the open transaction: the backup's schema, its rows, the references, then the program's schema. */
static int load(struct reading *r, const struct act *by, struct err *e)
{
	struct db *db = r->hub->db;

	if (db_begin(db, e) < 0 || migrate_to(db, r->restored->schema, by->now_ms, e) < 0 ||
	    db_tables(db, r->hub->arena, &r->tables, &r->table_count, e) < 0 || db_load_begin(db, e) < 0)
		return -1;
	r->loaded = ARENA_ARRAY(r->hub->arena, bool, r->table_count + 1);
	for (size_t i = 0; i < r->table_count; i++)
		if (!str_eq(r->tables[i].name, STR("audit")) && db_load_empty(db, &r->tables[i], e) < 0)
			return -1;
	return read_records(r, e) < 0 || db_load_end(db, e) < 0 || migrate_run(db, by->now_ms, e) < 0 ? -1 :
	    search_index_empty(db, e);
}

/* ---- key and erasures ---- */

static int settle_key(struct hub *hub, const struct restore_order *order, struct err *e)
{
	struct db_rows rows;

	if (order->key_file == NULL)
		return DB_EXEC(hub->db, e, "UPDATE hub_state SET value = $1 WHERE key = 'key-check'",
		    DB_TEXT(hub_key_check(hub, hub->arena))) < 0 ? -1 : 0;
	if (DB_QUERY(hub->db, hub->arena, &rows, e, "SELECT value FROM hub_state WHERE key = 'key-check'") < 0)
		return -1;
	if (rows.count == 1 && str_eq(db_text(&rows, 0, 0), hub_key_check(hub, hub->arena)))
		return 0;
	return err_set(e, ERR_DB, "%s is not the key of the hub in this backup; nothing was restored", order->key_file);
}

static int take_erasures(struct hub *hub, const struct restore_order *order, const struct act *by, struct restored *restored,
    struct err *e)
{
	struct str list;

	if (order->erasures != NULL && (file_read(hub->arena, order->erasures, ERASURES_MOST, &list, e) < 0 ||
	    file_replace(hub_erasure_list(hub), list, 0600, e) < 0))
		return err_prefix(e, "the erasure list");
	restored->erased = vault_apply_erasures(hub, by, e);
	if (restored->erased < 0)
		return -1;
	return audit_add_detail(hub->db, by, "db.restored", restored->made, order->erasures != NULL ? STR("{\"erasure_list\":true}") :
	    STR("{\"erasure_list\":false}"), e);
}

/* ---- the whole ---- */

static int open_file(struct reading *r, struct err *e)
{
	struct stat st;

	r->file = fopen(r->path, "rb");
	if (r->file == NULL)
		return err_errno(e, "%s cannot be opened", r->path);
	if (fstat(fileno(r->file), &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, "%s is no file", r->path);
	r->size = (long long)st.st_size;
	crypto_hash_sha256_init(&r->hash);
	return 0;
}

static int restore(struct reading *r, const struct restore_order *order, const struct act *by, struct err *e)
{
	struct hub *hub = r->hub;

	if (order->key_file == NULL)
		random_secret(hub->key, sizeof hub->key);
	else if (hub_read_key(hub, order->key_file, e) < 0)
		return -1;
	if (hub_make_files(hub, false, e) < 0 || hub_make_database(hub, e) < 0 || load(r, by, e) < 0)
		return -1;
	return settle_key(hub, order, e) < 0 || take_erasures(hub, order, by, r->restored, e) < 0 ? -1 : 0;
}

int restore_begin(const struct restore_order *order, const struct act *by, struct hub **hub_r, struct restored *restored,
    struct err *e)
{
	struct reading r = { .path = order->file, .restored = restored, .hub = hub_new(order->dir) };
	bool made = false;
	int status;

	*restored = (struct restored){ 0 };
	r.row = arena_new((size_t)BACKUP_VALUE_MOST * 3, arena_full_exit);
	status = open_file(&r, e);
	if (status == 0)
		status = read_header(&r, e) < 0 || read_conf(&r, order, e) < 0 || hub_make_directory(order->dir, e) < 0 ? -1 : 0;
	if (status == 0) {
		made = true;
		status = restore(&r, order, by, e);
	}
	if (r.file != NULL)
		fclose(r.file);
	arena_free(r.row);
	if (status == 0) {
		*hub_r = r.hub;
		return 0;
	}
	if (made)
		return restore_end(r.hub, false, e);
	hub_close(r.hub);
	return -1;
}

int restore_end(struct hub *hub, bool keep, struct err *e)
{
	int status = 0;

	if (keep)
		status = db_commit(hub->db, e);
	else
		status = -1;
	db_close(hub->db);      /* rolls back what is still open */
	hub->db = NULL;
	if (status < 0)
		hub_unmake(hub);
	hub_close(hub);
	return status;
}

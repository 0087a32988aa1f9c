/* db_sqlite.c - SQLite behind db.h: WAL, synchronous=FULL, statements cached by their literal,
 * parameters bound by name, rights by the authorizer. */
#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/tr.h"
#include "store/db_driver.h"

enum { CACHE = 1024, BUSY_MS = 15000, CHECKPOINT_PAGES = 1000, MOST_PARAMETERS = 64 };

/* $1 is a name to SQLite, numbered in order of appearance: number[0] is the place of $1, or $2,$1 would swap. */
struct order {
	int count;
	unsigned char number[MOST_PARAMETERS];
};

struct cached {
	const char *sql;
	sqlite3_stmt *stmt;
	struct order order;
};

struct sqlite {
	sqlite3 *db;
	enum db_right right;
	bool migrating;
	bool looking;                   /* between look and look_end, and nothing was written since */
	struct cached cache[CACHE];
	sqlite3_stmt *once;             /* the last of run_once: a load runs one statement again and again */
};

static void end_where_unsynced(int code)
{
	if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC)
		return;
	log_event(LOG_ERROR, "store.fsync-failed", "code=%d", code);
	fprintf(stderr, "noroshi: %s\n", tr("the disk did not confirm a write (fsync failed), so this process ends and nothing was acknowledged; "
	    "look after the disk, then run noroshi db check"));
	_exit(3);
}

static int fail(struct sqlite *s, int code, struct err *e)
{
	end_where_unsynced(code);
	if (code != SQLITE_OK && sqlite3_system_errno(s->db) == ENOSPC && (code & 0xff) == SQLITE_IOERR)
		code = SQLITE_FULL;     /* the index of the log (-shm) did not fit */
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_BUSY, "the database is locked by another process; try again");
	case SQLITE_FULL:
		return err_set(e, ERR_FULL, "the disk is full; nothing was stored");
	case SQLITE_AUTH:
		return err_set(e, ERR_DENIED, "this connection may not do that: %s", sqlite3_errmsg(s->db));
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(e, ERR_DB, "the database file is damaged or no database (%s); restore a backup", sqlite3_errmsg(s->db));
	default:
		return err_set(e, ERR_DB, "database: %s", sqlite3_errmsg(s->db));
	}
}

static bool is_sealed_table(const char *table)
{
	/* approvals, and what they are bound to */
	static const char *const names[] = { "approval", "release", "identity", "share_rev", "artefact", "audience", "share_source",
		"share_indicator", "share_claim", "handover_consent", "handover_release", "approval_line",
		"publication_consent" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(table, names[i]) == 0)
			return true;
	return false;
}

/* What was frozen is added and read, never changed: as audit lines. */
static bool is_frozen_table(const char *table)
{
	return strcmp(table, "closing_document") == 0 || strcmp(table, "closing_figure") == 0;
}

/* Runs when a statement is prepared; statements live no longer than the connection, whose right
 * never changes. */
static int authorize(void *ctx, int action, const char *one, const char *two, const char *three, const char *four)
{
	const struct sqlite *s = ctx;
	bool writes = action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;

	(void)two;
	(void)three;
	(void)four;
	if (s->migrating)
		return SQLITE_OK;
	if (s->right != DB_OWNER && (action == SQLITE_ATTACH || action == SQLITE_DETACH || action == SQLITE_DROP_TABLE ||
	    action == SQLITE_ALTER_TABLE || action == SQLITE_CREATE_TRIGGER || action == SQLITE_CREATE_TEMP_TRIGGER))
		return SQLITE_DENY;
	if (!writes)
		return SQLITE_OK;
	if (strcmp(one, "audit") == 0)
		return action == SQLITE_INSERT ? SQLITE_OK : SQLITE_DENY;
	if (s->right == DB_OWNER)
		return SQLITE_OK;
	if (strcmp(one, "audit_head") == 0)
		return action == SQLITE_UPDATE ? SQLITE_OK : SQLITE_DENY;
	if (s->right == DB_READ || (is_frozen_table(one) && action != SQLITE_INSERT))
		return SQLITE_DENY;
	return is_sealed_table(one) && s->right == DB_WRITE ? SQLITE_DENY : SQLITE_OK;
}

static struct order order_of(sqlite3_stmt *stmt)
{
	struct order o = { .count = sqlite3_bind_parameter_count(stmt) };

	for (int i = 1; i <= o.count; i++) {
		const char *name = sqlite3_bind_parameter_name(stmt, i);
		long long n = 0;
		bool named = name != NULL && name[0] == '$' && str_to_int(str_of(name + 1), &n);

		assert(named && n >= 1 && n <= MOST_PARAMETERS);
		o.number[n - 1] = (unsigned char)i;
	}
	return o;
}

static int prepare(struct sqlite *s, const char *sql, struct cached **cached_r, struct err *e)
{
	size_t at = ((size_t)sql >> 3) % CACHE;
	int code;

	for (size_t probe = 0; probe < CACHE; probe++, at = (at + 1) % CACHE) {
		struct cached *c = &s->cache[at];

		if (c->sql == sql && !sqlite3_stmt_busy(c->stmt)) {
			*cached_r = c;
			return 0;
		}
		if (c->sql != NULL)
			continue;
		code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &c->stmt, NULL);
		if (code != SQLITE_OK)
			return fail(s, code, e);
		c->order = order_of(c->stmt);
		c->sql = sql;
		*cached_r = c;
		return 0;
	}
	return err_set(e, ERR_DB, "database: too many different statements");
}

static int bind(struct sqlite *s, sqlite3_stmt *stmt, const struct order *order, const struct db_value *values, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		int at = i < MOST_PARAMETERS ? order->number[i] : 0, code = SQLITE_OK;

		if (at == 0)
			return err_set(e, ERR_DB, "database: the statement has no parameter $%zu", i + 1);
		switch (values[i].type) {
		case DB_TYPE_NULL:
			code = sqlite3_bind_null(stmt, at);
			break;
		case DB_TYPE_INT:
			code = sqlite3_bind_int64(stmt, at, values[i].i);
			break;
		case DB_TYPE_TEXT:
			code = sqlite3_bind_text64(stmt, at, values[i].s.p, values[i].s.n, SQLITE_STATIC, SQLITE_UTF8);
			break;
		case DB_TYPE_BYTES:
			code = values[i].s.n == 0 ? sqlite3_bind_zeroblob(stmt, at, 0) :
			    sqlite3_bind_blob64(stmt, at, values[i].s.p, values[i].s.n, SQLITE_STATIC);
			break;
		}
		if (code != SQLITE_OK)
			return fail(s, code, e);
	}
	return (int)n == order->count ? 0 : err_set(e, ERR_DB, "database: the statement takes %d parameters, not %zu", order->count, n);
}

static struct db_value column(sqlite3_stmt *stmt, int i)
{
	struct db_value v = DB_NULL;

	switch (sqlite3_column_type(stmt, i)) {
	case SQLITE_INTEGER:
		v = DB_INT(sqlite3_column_int64(stmt, i));
		break;
	case SQLITE_TEXT:
		v.type = DB_TYPE_TEXT;
		v.s.p = (const char *)sqlite3_column_text(stmt, i);
		v.s.n = (size_t)sqlite3_column_bytes(stmt, i);
		break;
	case SQLITE_BLOB:
		v.type = DB_TYPE_BYTES;
		v.s.p = sqlite3_column_blob(stmt, i);
		v.s.n = (size_t)sqlite3_column_bytes(stmt, i);
		if (v.s.p == NULL)
			v.s.p = "";
		break;
	default:
		break;
	}
	return v;
}

enum { MOST_COLUMNS = 64 };

static int step_rows(struct sqlite *s, sqlite3_stmt *stmt, db_row_fn *row, void *ctx, struct err *e)
{
	struct db_value values[MOST_COLUMNS];
	int columns = sqlite3_column_count(stmt), code, status = 0;

	assert(columns <= MOST_COLUMNS);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (row == NULL)
			continue;
		for (int i = 0; i < columns; i++)
			values[i] = column(stmt, i);
		status = row(ctx, values, (size_t)columns, e);
		if (status != 0)
			return status < 0 ? -1 : 0;
	}
	return code == SQLITE_DONE ? 0 : fail(s, code, e);
}

static void look_end(void *self)
{
	struct sqlite *s = self;

	if (s->looking)
		sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
	s->looking = false;
}

/* A statement that stands on a row keeps what is read at that moment, and would for ever. */
static void left(void *self)
{
	struct sqlite *s = self;

	for (sqlite3_stmt *stmt = sqlite3_next_stmt(s->db, NULL); stmt != NULL; stmt = sqlite3_next_stmt(s->db, stmt)) {
		sqlite3_reset(stmt);
		sqlite3_clear_bindings(stmt);
	}
}

static long long run_stmt(struct sqlite *s, sqlite3_stmt *stmt, const struct order *order, const struct db_value *values, size_t n,
    db_row_fn *row, void *ctx, struct err *e)
{
	int status = bind(s, stmt, order, values, n, e);
	long long changed;

	if (s->looking && !sqlite3_stmt_readonly(stmt))
		look_end(s);
	if (status == 0)
		status = step_rows(s, stmt, row, ctx, e);
	changed = status < 0 ? -1 : sqlite3_changes64(s->db);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return changed;
}

static long long run(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
    struct err *e)
{
	struct cached *c;

	return prepare(self, sql, &c, e) < 0 ? -1 : run_stmt(self, c->stmt, &c->order, values, n, row, ctx, e);
}

static long long run_once(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
    struct err *e)
{
	struct sqlite *s = self;
	sqlite3_stmt *stmt = s->once;
	struct order order;
	long long changed;
	int code;

	s->once = NULL;         /* `row` may come back here */
	if (stmt == NULL || strcmp(sqlite3_sql(stmt), sql) != 0) {
		sqlite3_finalize(stmt);
		code = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
		if (code != SQLITE_OK)
			return fail(s, code, e);
	}
	order = order_of(stmt);
	changed = run_stmt(s, stmt, &order, values, n, row, ctx, e);
	sqlite3_finalize(s->once);
	s->once = stmt;
	return changed;
}

static int simple(struct sqlite *s, const char *sql, struct err *e)
{
	int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? 0 : fail(s, code, e);
}

/* A snapshot begins with its first read: it reads at once, so that the moment is now. */
static int begin(void *self, enum db_begin how, struct err *e)
{
	look_end(self);
	return simple(self, how == DB_BEGIN_WRITE ? "BEGIN IMMEDIATE" : "BEGIN; SELECT 1 FROM sqlite_master LIMIT 1", e);
}

static void rollback(void *self)
{
	struct sqlite *s = self;

	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

static int commit(void *self, struct err *e)
{
	if (simple(self, "COMMIT", e) == 0)
		return 0;
	rollback(self);
	return -1;
}

static void look(void *self)
{
	struct sqlite *s = self;

	s->looking = sqlite3_get_autocommit(s->db) && sqlite3_exec(s->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
}

static int script(void *self, const char *sql, struct err *e)
{
	struct sqlite *s = self;
	int status;

	s->migrating = true;
	status = simple(s, sql, e);
	s->migrating = false;
	return status;
}

static bool table_exists(void *self, const char *table)
{
	struct sqlite *s = self;

	return sqlite3_table_column_metadata(s->db, NULL, table, NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static void close_db(void *self)
{
	struct sqlite *s = self;

	for (size_t i = 0; i < CACHE; i++)
		sqlite3_finalize(s->cache[i].stmt);
	sqlite3_finalize(s->once);
	sqlite3_close(s->db);
	free(s);
}

static int byte_order(void *ctx, int an, const void *a, int bn, const void *b)
{
	(void)ctx;
	return str_cmp((struct str){ a, (size_t)an }, (struct str){ b, (size_t)bn });
}

static int set_wait(void *self, int ms, struct err *e)
{
	struct sqlite *s = self;
	int code = sqlite3_busy_timeout(s->db, ms);

	return code == SQLITE_OK ? 0 : fail(s, code, e);
}

struct listing {
	struct arena *arena;
	struct db_table *tables;
	size_t count, room;
	struct db_column *columns;
	size_t column_count, column_room;
};

static int list_table(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct listing *l = ctx;

	(void)columns;
	(void)e;
	ARENA_PUSH(l->arena, l->tables, l->count, l->room)->name = arena_str(l->arena, values[0].s);
	return 0;
}

static int list_column(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct listing *l = ctx;
	struct str type = values[2].s;

	(void)columns;
	(void)e;
	*ARENA_PUSH(l->arena, l->columns, l->column_count, l->column_room) = (struct db_column){ arena_str(l->arena, values[1].s),
		str_eq(type, STR("BIGINT")) ? DB_TYPE_INT : str_eq(type, STR("BYTEA")) ? DB_TYPE_BYTES : DB_TYPE_TEXT };
	return 0;
}

static int tables(void *self, struct arena *a, struct db_table **list_r, size_t *n_r, struct err *e)
{
	struct listing l = { .arena = a };

	if (run(self, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'search_*' "
	    "ORDER BY rowid", NULL, 0,
	    list_table, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.count; i++) {
		l.columns = NULL;
		l.column_count = l.column_room = 0;
		if (run_once(self, arena_printf(a, "PRAGMA table_info(\"" STR_FMT "\")", STR_ARG(l.tables[i].name)).p, NULL, 0, list_column, &l,
		    e) < 0)
			return -1;
		l.tables[i].columns = l.columns;
		l.tables[i].count = l.column_count;
	}
	*list_r = l.tables;
	*n_r = l.count;
	return 0;
}

static int load_begin(void *self, struct err *e)
{
	return simple(self, "PRAGMA defer_foreign_keys=ON; PRAGMA cache_size=-32768", e);
}

static int first_orphan(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	(void)ctx;
	(void)columns;
	return err_set(e, ERR_INPUT, "a row of table " STR_FMT " points at a row of " STR_FMT " that is missing", STR_ARG(values[0].s),
	    STR_ARG(values[2].s));
}

static int load_end(void *self, struct err *e)
{
	return run_once(self, "PRAGMA foreign_key_check", NULL, 0, first_orphan, NULL, e) < 0 ? -1 : 0;
}

struct problems { db_row_fn *problem; void *ctx; };

static int not_ok(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct problems *p = ctx;

	return str_eq(values[0].s, STR("ok")) ? 0 : p->problem(p->ctx, values, columns, e);
}

static int orphan(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct problems *p = ctx;
	char text[300];

	(void)columns;
	snprintf(text, sizeof text, tr("a row of table " STR_FMT " points at a row of " STR_FMT " that is missing"), STR_ARG(values[0].s),
	    STR_ARG(values[2].s));
	return p->problem(p->ctx, (struct db_value[]){ DB_TEXT(str_of(text)) }, 1, e);
}

static int inspect(void *self, db_row_fn *problem, void *ctx, struct err *e)
{
	struct problems p = { problem, ctx };

	return run_once(self, "PRAGMA integrity_check(20)", NULL, 0, not_ok, &p, e) < 0 ||
	    run_once(self, "PRAGMA foreign_key_check", NULL, 0, orphan, &p, e) < 0 ? -1 : 0;
}

static const struct db_driver sqlite_driver = { .engine = DB_SQLITE, .run = run, .run_once = run_once, .begin = begin,
	.commit = commit, .rollback = rollback, .look = look, .look_end = look_end, .left = left, .script = script, .table_exists = table_exists, .wait = set_wait, .tables = tables,
	.load_begin = load_begin, .load_end = load_end, .inspect = inspect, .close = close_db };

/* The log goes into the file now and then; unlike SQLite's own hook this one hears of an fsync that fails. */
static int after_commit(void *ctx, sqlite3 *db, const char *name, int pages)
{
	(void)ctx;
	if (pages >= CHECKPOINT_PAGES)
		end_where_unsynced(sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL));
	return SQLITE_OK;
}

static int set_up(struct sqlite *s, struct err *e)
{
	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_extended_result_codes(s->db, 1);
	if (sqlite3_create_collation(s->db, "C", SQLITE_UTF8, NULL, byte_order) != SQLITE_OK)
		return fail(s, SQLITE_ERROR, e);
	if (simple(s, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
	    "PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON", e) < 0)
		return -1;
	sqlite3_wal_hook(s->db, after_commit, s);
	sqlite3_set_authorizer(s->db, authorize, s);
	return 0;
}

int db_sqlite_open(const char *path, enum db_right right, bool create, struct db *db, struct err *e)
{
	struct sqlite *s = calloc(1, sizeof *s);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0), code;

	if (s == NULL)
		return err_set(e, ERR_DB, "out of memory");
	s->right = right;
	code = sqlite3_open_v2(path, &s->db, flags, NULL);
	if (code != SQLITE_OK) {
		err_set(e, ERR_IO, "the database %s cannot be opened: %s", path, s->db != NULL ? sqlite3_errmsg(s->db) : "");
		close_db(s);
		return -1;
	}
	if (set_up(s, e) < 0) {
		close_db(s);
		return err_prefix(e, "%s", path);
	}
	db->driver = &sqlite_driver;
	db->self = s;
	return 0;
}

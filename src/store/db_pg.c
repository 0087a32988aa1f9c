/* db_pg.c - PostgreSQL behind db.h, over libpq: parameter types are sent, statements prepared once. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/tr.h"
#include "store/db_driver.h"
#include "store/pq.h"

enum { OID_BYTEA = 17, OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25, OID_VARCHAR = 1043, OID_BOOL = 16 };
enum { CACHE = 512, MOST_VALUES = 64 };

struct pg {
	PGconn *conn;
	const char *cache[CACHE];       /* the literal a prepared statement s<i> was made from */
	Oid types[CACHE][MOST_VALUES];  /* and the parameter types it was made for */
};

static int fail(struct pg *p, const PGresult *result, struct err *e)
{
	const char *state = result != NULL ? pq.PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *message = result != NULL ? pq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : pq.PQerrorMessage(p->conn);

	if (state != NULL && strcmp(state, "42501") == 0)
		return err_set(e, ERR_DENIED, "this connection may not do that: %s", message);
	if (state != NULL && strcmp(state, "53100") == 0)
		return err_set(e, ERR_FULL, "the disk is full; nothing was stored");
	if (state != NULL && (strcmp(state, "55P03") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "40001") == 0))
		return err_set(e, ERR_BUSY, "the database is locked by another process; try again");
	return err_set(e, ERR_DB, "database: %s", message != NULL ? message : "");
}

static Oid type_of(const struct db_value *v)
{
	return v->type == DB_TYPE_INT ? OID_INT8 : v->type == DB_TYPE_TEXT ? OID_TEXT : v->type == DB_TYPE_BYTES ? OID_BYTEA : 0;
}

/* A NULL fits any type: it takes the one the statement was prepared with. */
static bool types_fit(const Oid *types, const struct db_value *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (values[i].type != DB_TYPE_NULL && types[i] != type_of(&values[i]))
			return false;
	return true;
}

static int prepare(struct pg *p, const char *sql, const struct db_value *values, size_t n, char name[16], struct err *e)
{
	size_t at = ((size_t)sql >> 3) % CACHE;

	for (size_t probe = 0; probe < CACHE; probe++, at = (at + 1) % CACHE) {
		PGresult *result;
		bool good;

		snprintf(name, 16, "s%zu", at);
		if (p->cache[at] == sql && types_fit(p->types[at], values, n))
			return 0;
		if (p->cache[at] != NULL)
			continue;
		for (size_t i = 0; i < n; i++)
			p->types[at][i] = type_of(&values[i]);
		result = pq.PQprepare(p->conn, name, sql, (int)n, p->types[at]);
		good = pq.PQresultStatus(result) == PGRES_COMMAND_OK;
		if (!good)
			fail(p, result, e);
		pq.PQclear(result);
		if (!good)
			return -1;
		/* where a NULL came first the server chose the type: ask which */
		result = pq.PQdescribePrepared(p->conn, name);
		for (size_t i = 0; i < n && pq.PQresultStatus(result) == PGRES_COMMAND_OK; i++)
			p->types[at][i] = pq.PQparamtype(result, (int)i);
		pq.PQclear(result);
		p->cache[at] = sql;
		return 0;
	}
	return err_set(e, ERR_DB, "database: too many different statements");
}

struct sent {
	const char *values[MOST_VALUES];
	int lengths[MOST_VALUES], formats[MOST_VALUES];
	char numbers[MOST_VALUES][24];
	char *copies[MOST_VALUES];
};

static void fill_sent(struct sent *s, const struct db_value *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		s->copies[i] = NULL;
		s->formats[i] = 0;
		s->lengths[i] = 0;
		s->values[i] = NULL;
		switch (values[i].type) {
		case DB_TYPE_NULL:
			break;
		case DB_TYPE_INT:
			snprintf(s->numbers[i], sizeof s->numbers[i], "%lld", values[i].i);
			s->values[i] = s->numbers[i];
			break;
		case DB_TYPE_TEXT:      /* binary text needs no NUL behind it */
		case DB_TYPE_BYTES:
			s->values[i] = values[i].s.n > 0 ? values[i].s.p : "";
			s->lengths[i] = (int)values[i].s.n;
			s->formats[i] = 1;
			break;
		}
	}
}

/* Text results: numbers read back, bytea unescaped into memory that is freed after the row. */
static struct db_value column(const PGresult *result, int row, int i, unsigned char **unescaped)
{
	struct db_value v = DB_NULL;
	size_t n;

	*unescaped = NULL;
	if (pq.PQgetisnull(result, row, i))
		return v;
	switch (pq.PQftype(result, i)) {
	case OID_INT8:
	case OID_INT4:
		v = DB_INT(strtoll(pq.PQgetvalue(result, row, i), NULL, 10));
		break;
	case OID_BOOL:
		v = DB_INT(pq.PQgetvalue(result, row, i)[0] == 't');
		break;
	case OID_BYTEA:
		*unescaped = pq.PQunescapeBytea((const unsigned char *)pq.PQgetvalue(result, row, i), &n);
		v.type = DB_TYPE_BYTES;
		v.s = (struct str){ *unescaped != NULL ? (char *)*unescaped : "", *unescaped != NULL ? n : 0 };
		break;
	default:
		v.type = DB_TYPE_TEXT;
		v.s = (struct str){ pq.PQgetvalue(result, row, i), (size_t)pq.PQgetlength(result, row, i) };
	}
	return v;
}

static int give_row(const PGresult *result, int row, db_row_fn *fn, void *ctx, struct err *e)
{
	struct db_value values[MOST_VALUES];
	unsigned char *unescaped[MOST_VALUES];
	int columns = pq.PQnfields(result), status;

	assert(columns <= MOST_VALUES);
	for (int i = 0; i < columns; i++)
		values[i] = column(result, row, i, &unescaped[i]);
	status = fn(ctx, values, (size_t)columns, e);
	for (int i = 0; i < columns; i++)
		pq.PQfreemem(unescaped[i]);
	return status;
}

/* Row by row, so that a large answer does not sit in memory; what a stopped reader leaves is drained. */
static long long take_results(struct pg *p, db_row_fn *row, void *ctx, struct err *e)
{
	long long changed = 0;
	int status = 0;
	PGresult *result;

	while ((result = pq.PQgetResult(p->conn)) != NULL) {
		switch (pq.PQresultStatus(result)) {
		case PGRES_SINGLE_TUPLE:
			if (status == 0 && row != NULL)
				status = give_row(result, 0, row, ctx, e);
			break;
		case PGRES_TUPLES_OK:
		case PGRES_COMMAND_OK:
			changed = strtoll(pq.PQcmdTuples(result), NULL, 10);
			break;
		default:
			if (status >= 0)
				status = fail(p, result, e);
		}
		pq.PQclear(result);
	}
	return status < 0 ? -1 : changed;
}

static void left(void *self)
{
	struct pg *p = self;
	PGresult *result;

	while ((result = pq.PQgetResult(p->conn)) != NULL)
		pq.PQclear(result);
}

static long long run(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
    struct err *e)
{
	struct pg *p = self;
	struct sent sent;
	char name[16];

	assert(n <= MOST_VALUES);
	if (prepare(p, sql, values, n, name, e) < 0)
		return -1;
	fill_sent(&sent, values, n);
	if (!pq.PQsendQueryPrepared(p->conn, name, (int)n, sent.values, sent.lengths, sent.formats, 0))
		return fail(p, NULL, e);
	pq.PQsetSingleRowMode(p->conn);
	return take_results(p, row, ctx, e);
}

static long long run_once(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
    struct err *e)
{
	struct pg *p = self;
	struct sent sent;
	Oid types[MOST_VALUES];

	assert(n <= MOST_VALUES);
	for (size_t i = 0; i < n; i++)
		types[i] = type_of(&values[i]);
	fill_sent(&sent, values, n);
	if (!pq.PQsendQueryParams(p->conn, sql, (int)n, types, sent.values, sent.lengths, sent.formats, 0))
		return fail(p, NULL, e);
	pq.PQsetSingleRowMode(p->conn);
	return take_results(p, row, ctx, e);
}

static int script(void *self, const char *sql, struct err *e)
{
	struct pg *p = self;
	PGresult *result = pq.PQexec(p->conn, sql);
	ExecStatusType status = pq.PQresultStatus(result);
	int good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? 0 : fail(p, result, e);

	pq.PQclear(result);
	return good;
}

static int begin(void *self, enum db_begin how, struct err *e)
{
	return script(self, how == DB_BEGIN_WRITE ? "BEGIN" :
	    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1 FROM schema_version LIMIT 1", e);
}

static void rollback(void *self)
{
	struct err ignored;
	int status = script(self, "ROLLBACK", &ignored);

	(void)status;
}

static int commit(void *self, struct err *e)
{
	struct pg *p = self;

	/* COMMIT of a failed transaction "succeeds" as ROLLBACK: the server's state tells first */
	if (pq.PQtransactionStatus(p->conn) == PQTRANS_INERROR) {
		rollback(self);
		return err_set(e, ERR_DB, "a step inside the transaction failed; nothing was changed");
	}
	if (script(self, "COMMIT", e) == 0)
		return 0;
	return pq.PQstatus(p->conn) == CONNECTION_OK ? -1 : err_set(e, ERR_DB, "the connection to PostgreSQL broke while committing; whether it "
	    "was stored is not known: do the same again, nothing is stored twice");
}

static bool table_exists(void *self, const char *table)
{
	struct pg *p = self;
	const char *values[1] = { table };
	PGresult *result = pq.PQexecParams(p->conn, "SELECT to_regclass($1::text) IS NOT NULL", 1, NULL, values, NULL, NULL, 0);
	bool exists = pq.PQresultStatus(result) == PGRES_TUPLES_OK && pq.PQgetvalue(result, 0, 0)[0] == 't';

	pq.PQclear(result);
	return exists;
}

static bool is_alive(void *self)
{
	const struct pg *p = self;

	return pq.PQstatus(p->conn) == CONNECTION_OK;
}

static void close_pg(void *self)
{
	struct pg *p = self;

	pq.PQfinish(p->conn);
	free(p);
}

static int set_wait(void *self, int ms, struct err *e)
{
	char sql[60];

	snprintf(sql, sizeof sql, "SET lock_timeout = %d", ms);
	return script(self, sql, e);
}

struct listing {
	struct arena *arena;
	struct db_table *tables;
	size_t count, room;
	struct db_column *columns;      /* of the table in hand */
	size_t column_room;
};

static int list_column(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct listing *l = ctx;
	struct db_table *t = l->count > 0 ? &l->tables[l->count - 1] : NULL;
	struct str type = values[2].s;

	(void)columns;
	(void)e;
	if (t == NULL || !str_eq(t->name, values[0].s)) {
		t = ARENA_PUSH(l->arena, l->tables, l->count, l->room);
		t->name = arena_str(l->arena, values[0].s);
		l->columns = NULL;
		l->column_room = 0;
	}
	*ARENA_PUSH(l->arena, l->columns, t->count, l->column_room) = (struct db_column){ arena_str(l->arena, values[1].s),
		str_eq(type, STR("bigint")) ? DB_TYPE_INT : str_eq(type, STR("bytea")) ? DB_TYPE_BYTES : DB_TYPE_TEXT };
	t->columns = l->columns;
	return 0;
}

static int tables(void *self, struct arena *a, struct db_table **list_r, size_t *n_r, struct err *e)
{
	struct listing l = { .arena = a };

	if (run_once(self, "SELECT c.table_name::text, c.column_name::text, c.data_type::text FROM information_schema.columns c "
	    "JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE' "
	    "WHERE c.table_schema = 'public' AND NOT starts_with(c.table_name, 'search_') ORDER BY ('public.' || quote_ident(c.table_name))::regclass::oid, ordinal_position", NULL, 0, list_column, &l, e) < 0)
		return -1;
	*list_r = l.tables;
	*n_r = l.count;
	return 0;
}

#define PUBLIC_REFERENCES "FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"

/* Rows come in no particular order, so the references go and come back; coming back they are all checked. */
static int load_begin(void *self, struct err *e)
{
	return script(self, "CREATE TEMP TABLE load_reference ON COMMIT DROP AS SELECT conrelid::regclass::text AS place, conname, "
	    "pg_get_constraintdef(oid) AS says " PUBLIC_REFERENCES ";"
	    "DO $$ DECLARE r RECORD; BEGIN FOR r IN SELECT * FROM load_reference LOOP "
	    "EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.place, r.conname); END LOOP; END $$", e);
}

static int load_end(void *self, struct err *e)
{
	return script(self, "DO $$ DECLARE r RECORD; BEGIN FOR r IN SELECT * FROM load_reference LOOP "
	    "EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', r.place, r.conname, r.says); END LOOP; END $$;"
	    "DROP TABLE load_reference", e);
}

/* PostgreSQL checks its pages as it reads them (the caller reads every row); what can be asked for besides
 * is whether indexes and constraints stand, and whether what they promise is true. */
static int inspect(void *self, db_row_fn *problem, void *ctx, struct err *e)
{
	struct pg *p = self;

	if (run_once(p, "SELECT 'index ' || indexrelid::regclass || ' is not valid' FROM pg_index WHERE NOT indisvalid OR NOT indisready "
	    "UNION ALL SELECT 'constraint ' || conname || ' of ' || conrelid::regclass || ' was not validated' FROM pg_constraint "
	    "WHERE NOT convalidated AND connamespace = 'public'::regnamespace "
	    "UNION ALL SELECT 'trigger ' || tgname || ' of ' || tgrelid::regclass || ' is switched off' FROM pg_trigger t JOIN pg_class c "
	    "ON c.oid = t.tgrelid WHERE tgenabled = 'D' AND relnamespace = 'public'::regnamespace", NULL, 0, problem, ctx, e) < 0)
		return -1;
	return run_once(p, "SELECT format('a row of table %s points at a row of %s that is missing', child, parent) FROM (SELECT "
	    "conrelid::regclass::text AS child, confrelid::regclass::text AS parent, (xpath('/row/n/text()', query_to_xml(format("
	    "'SELECT COUNT(*) AS n FROM %s c WHERE c.%I IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s p WHERE p.%I = c.%I)', conrelid::regclass, "
	    "ca.attname, confrelid::regclass, pa.attname, ca.attname), false, true, '')))[1]::text::bigint AS n FROM pg_constraint k "
	    "JOIN pg_attribute ca ON ca.attrelid = conrelid AND ca.attnum = conkey[1] JOIN pg_attribute pa ON pa.attrelid = confrelid "
	    "AND pa.attnum = confkey[1] WHERE contype = 'f' AND connamespace = 'public'::regnamespace) q WHERE n > 0", NULL, 0, problem,
	    ctx, e) < 0 ? -1 : 0;
}

static const struct db_driver pg_driver = { .engine = DB_POSTGRES, .run = run, .run_once = run_once, .begin = begin,
	.commit = commit, .rollback = rollback, .left = left, .script = script, .table_exists = table_exists, .wait = set_wait, .tables = tables,
	.load_begin = load_begin, .load_end = load_end, .inspect = inspect, .is_alive = is_alive, .close = close_pg };

static void silent(void *ctx, const char *message)
{
	(void)ctx;
	(void)message;
}

/* The right becomes the session's role.  Rooms cannot leave it again: their statements are prepared,
 * and db.c prepares nothing but SELECT, INSERT, UPDATE, DELETE and WITH. */
static int take_role(struct pg *p, enum db_right right, struct err *e)
{
	static const char *const roles[] = { "SET ROLE noroshi_read", "SET ROLE noroshi_write", "SET ROLE noroshi_sealed" };

	return right == DB_OWNER ? 0 : script(p, roles[right], e);
}

int db_pg_open(const char *url, enum db_right right, struct db *db, struct err *e)
{
	struct pg *p;

	if (pq_load(e) < 0)
		return -1;
	p = calloc(1, sizeof *p);
	if (p == NULL)
		return err_set(e, ERR_DB, "out of memory");
	p->conn = pq.PQconnectdb(url);
	if (pq.PQstatus(p->conn) != CONNECTION_OK) {
		/* the message names host and user, never the password */
		err_set(e, ERR_DB, "PostgreSQL cannot be reached: %s", pq.PQerrorMessage(p->conn));
		close_pg(p);
		return -1;
	}
	pq.PQsetNoticeProcessor(p->conn, silent, NULL);
	pq.PQsetClientEncoding(p->conn, "UTF8");
	/* a receipt is given when it is on the disk, whatever the server's default is */
	if (script(p, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'", e) < 0) {
		close_pg(p);
		return -1;
	}
	if (take_role(p, right, e) < 0) {
		close_pg(p);
		return err_prefix(e, "the database is no hub's yet (noroshi init makes its roles)");
	}
	db->driver = &pg_driver;
	db->self = p;
	return 0;
}

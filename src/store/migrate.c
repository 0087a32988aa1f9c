/* migrate.c - bringing a database to the program's schema. */
#include "store/migrate.h"

#include <stdio.h>
#include <string.h>

#include "store/db_driver.h"
#include "store/search_index.h"

int migrate_version(struct db *db, struct err *e)
{
	struct arena *a = arena_new(1 << 16, arena_full_exit);
	struct db_rows rows;
	int version = -1;

	if (!db_table_exists(db, "schema_version"))
		version = 0;
	else if (DB_QUERY(db, a, &rows, e, "SELECT COALESCE(MAX(version), 0) FROM schema_version") == 0)
		version = (int)db_int(&rows, 0, 0);
	arena_free(a);
	return version;
}

static int run_one(struct db *db, const struct migration *m, long long now_ms, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (db->driver->script(db->self, m->sql, e) == 0 &&
	    DB_EXEC(db, e, "INSERT INTO schema_version (version, name, applied_ms) VALUES ($1, $2, $3)", DB_INT(m->version),
	        DB_TEXT(str_of(m->name)), DB_INT(now_ms)) >= 0)
		return db_commit(db, e);
	db_rollback(db);
	return err_prefix(e, "migration %s", m->name);
}

/* Roles belong to the whole server, so another hub may have made them already. */
static const char make_roles[] =
    "DO $$ DECLARE role TEXT; BEGIN"
    " FOREACH role IN ARRAY ARRAY['noroshi_read', 'noroshi_write', 'noroshi_sealed'] LOOP"
    "  BEGIN EXECUTE 'CREATE ROLE ' || role || ' NOLOGIN';"
    "  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;"
    "  IF NOT pg_has_role(current_user, role, 'MEMBER') THEN EXECUTE 'GRANT ' || role || ' TO ' || quote_ident(current_user); END IF;"
    " END LOOP; END $$";

/* What architecture.md promises, kept by the server: approval, release, identity and what they are
 * bound to are read by all and written by noroshi_sealed; audit lines are added, never changed, by
 * the owner neither (whom rights do not bind: hence the one trigger, the counterpart of SQLite's
 * authorizer). */
static const char grant_rights[] =
    "GRANT USAGE ON SCHEMA public TO noroshi_read, noroshi_write, noroshi_sealed;"
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO noroshi_read, noroshi_write, noroshi_sealed;"
    "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO noroshi_write, noroshi_sealed;"
    "REVOKE INSERT, UPDATE, DELETE ON approval, release, identity, share_rev, artefact, audience, share_source, share_indicator, share_claim, handover_consent, handover_release, approval_line, publication_consent"
    " FROM noroshi_write;"
    "REVOKE INSERT, UPDATE, DELETE ON schema_version FROM noroshi_write, noroshi_sealed;"
    "REVOKE UPDATE, DELETE ON audit FROM noroshi_write, noroshi_sealed;"
    "REVOKE UPDATE, DELETE ON closing_document, closing_figure FROM noroshi_write, noroshi_sealed;"
    "REVOKE INSERT, DELETE ON audit_head FROM noroshi_write, noroshi_sealed;"
    "GRANT INSERT ON audit TO noroshi_read;"
    "GRANT UPDATE ON audit_head TO noroshi_read;"
    "CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'audit lines stay as they were written' USING ERRCODE = '42501'; END $$;"
    "CREATE OR REPLACE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_stays()";

static int set_rights(struct db *db, struct err *e)
{
	if (db_engine(db) != DB_POSTGRES)
		return 0;       /* SQLite: the authorizer of every connection */
	if (db->driver->script(db->self, make_roles, e) < 0 || db->driver->script(db->self, grant_rights, e) < 0)
		return err_prefix(e, "the roles noroshi_read, noroshi_write and noroshi_sealed cannot be made");
	return 0;
}

int migrate_newest(void)
{
	return migrations[migration_count - 1].version;
}

static int refuse_newer(int version, struct err *e)
{
	if (version <= migrate_newest())
		return 0;
	return err_set(e, ERR_DB, "the database has schema %d, this program knows %d; use the newer program", version, migrate_newest());
}

int migrate_to(struct db *db, int wanted, long long now_ms, struct err *e)
{
	int version = migrate_version(db, e), done = 0;

	if (version < 0 || refuse_newer(version, e) < 0 || refuse_newer(wanted, e) < 0)
		return -1;
	for (int i = 0; i < migration_count; i++) {
		if (migrations[i].version <= version || migrations[i].version > wanted)
			continue;
		if (run_one(db, &migrations[i], now_ms, e) < 0)
			return -1;
		done++;
	}
	if (wanted == migrate_newest() && search_index_make(db, e) < 0)
		return err_prefix(e, "the index of the search cannot be made");
	if (wanted == migrate_newest() && set_rights(db, e) < 0)        /* a dump of a server's own tools may have lost them */
		return -1;
	return done;
}

int migrate_run(struct db *db, long long now_ms, struct err *e)
{
	return migrate_to(db, migrate_newest(), now_ms, e);
}

int migrate_check(struct db *db, struct err *e)
{
	int version = migrate_version(db, e);

	if (version < 0 || refuse_newer(version, e) < 0)
		return -1;
	if (version < migrate_newest())
		return err_set(e, ERR_DB, "the database has schema %d, this program needs %d: run noroshi db migrate", version,
		    migrate_newest());
	return 0;
}

/* The tables of one migration, the last first: others point at the first. */
static int drop_tables(struct db *db, struct str sql, struct err *e)
{
	static const char word[] = "CREATE TABLE ";
	long long at = str_find(sql, str_of(word));
	struct str rest, name;
	char drop[200];

	if (at < 0)
		return 0;
	rest = str_from(sql, (size_t)at + strlen(word));
	name = str_trim(str_upto(rest, '('));
	if (drop_tables(db, rest, e) < 0)
		return -1;
	snprintf(drop, sizeof drop, "DROP TABLE IF EXISTS " STR_FMT " CASCADE", STR_ARG(name));
	return db->driver->script(db->self, drop, e);
}

int migrate_undo(struct db *db, struct err *e)
{
	int status = db_begin(db, e);

	if (status == 0)
		status = search_index_undo(db, e);
	for (int i = migration_count; status == 0 && i-- > 0;)
		status = drop_tables(db, str_of(migrations[i].sql), e);
	if (status == 0)
		return db_commit(db, e);
	if (db_in_transaction(db))
		db_rollback(db);
	return -1;
}

/* copies.c - SQLite: the directory without its ballast; PostgreSQL: a database out of a template. */
#include "copies.h"

#include "rows.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct hub_original {
	char dir[600], base[600], place[600];   /* place: postgresql://..., or "" */
};

static void shell(const char *format, const char *x, const char *y)
{
	char command[1400];

	snprintf(command, sizeof command, format, x, y);
	if (system(command) != 0)
		fail_msg("%s", command);
}

static void server(const char *format, const char *x, const char *y)
{
	PGconn *admin = PQconnectdb(getenv("NOROSHI_TEST_PG"));
	char sql[600];
	PGresult *done;

	snprintf(sql, sizeof sql, format, x, y);
	done = PQexec(admin, sql);
	if (PQresultStatus(done) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(admin));
	PQclear(done);
	PQfinish(admin);
}

static const char *name_of(const char *place)
{
	return strrchr(place, '/') + 1;
}

struct hub_original *hub_original_new(struct hub *hub, const char *place)
{
	struct hub_original *o = calloc(1, sizeof *o);

	snprintf(o->dir, sizeof o->dir, "%s", hub->dir);
	snprintf(o->base, sizeof o->base, "%.*s", (int)(strrchr(hub->dir, '/') - hub->dir), hub->dir);
	if (strncmp(place, "postgresql://", 13) == 0)
		snprintf(o->place, sizeof o->place, "%s", place);
	hub_close(hub);
	shell("rm -f '%s/ballast'%s", o->dir, "");
	return o;
}

struct hub *hub_copy_open(const struct hub_original *o)
{
	static int number;
	char dir[700], sed[700], name[80];
	struct hub *hub = NULL;
	struct err e;

	snprintf(dir, sizeof dir, "%s/copy-%d", o->base, ++number);
	shell("cp -r '%s' '%s'", o->dir, dir);
	if (o->place[0] != '\0') {
		snprintf(name, sizeof name, "%s_c%d", name_of(o->place), number);
		server("CREATE DATABASE %s TEMPLATE %s", name, name_of(o->place));
		snprintf(sed, sizeof sed, "s#/%s$#/%s#", name_of(o->place), name);
		shell("sed -i '%s' '%s/noroshi.conf'", sed, dir);
	}
	assert_ok(hub_open(dir, &hub, &e), e);
	hub->conf.low_water_mb = 0;
	return hub;
}

void hub_copy_close(const struct hub_original *o, struct hub *hub)
{
	char dir[700], database[700];

	snprintf(dir, sizeof dir, "%s", hub->dir);
	snprintf(database, sizeof database, STR_FMT, STR_ARG(hub->conf.database));
	hub_close(hub);
	if (o->place[0] != '\0')
		server("DROP DATABASE %s%s WITH (FORCE)", name_of(database), "");
	shell("rm -rf '%s'%s", dir, "");
}

void hub_original_free(struct hub_original *o)
{
	shell("rm -rf '%s'%s", o->base, "");
	free(o);
}

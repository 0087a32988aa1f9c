/* rows.c - what all tests share. */
#include "rows.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int row_str(const char *file, int line, const char *name, struct str got, const char *wanted)
{
	if (wanted == NULL ? got.p == NULL : got.p != NULL && str_eq(got, str_of(wanted)))
		return 0;
	fprintf(stderr, "%s:%d: row \"%s\": got \"" STR_FMT "\"%s, wanted \"%s\"\n", file, line, name, STR_ARG(got),
	    got.p == NULL ? " (absent)" : "", wanted != NULL ? wanted : "(absent)");
	return 1;
}

const char *test_dir(void)
{
	const char *base = getenv("TMPDIR");
	static char path[512];

	snprintf(path, sizeof path, "%s/noroshi-test-XXXXXX", base != NULL ? base : "/tmp");
	if (mkdtemp(path) == NULL)
		abort();
	return strdup(path);
}

void test_dir_remove(const char *dir)
{
	char command[700];

	snprintf(command, sizeof command, "rm -rf -- '%s'", dir);
	if (system(command) != 0)
		fprintf(stderr, "could not remove %s\n", dir);
	free((char *)dir);
}

const char *test_shared_data(const char *name)
{
	static char path[512];
	struct stat st;

	snprintf(path, sizeof path, "../shared/data/%s", name);
	if (stat(path, &st) == 0)
		return path;
	fprintf(stderr, "SKIPPED: %s is absent\n", path);
	return NULL;
}

struct str test_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p;
	long n;

	if (f == NULL) {
		fprintf(stderr, "cannot open %s\n", path);
		abort();
	}
	fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	p = arena_alloc(a, (size_t)n + 1);
	if (fread(p, 1, (size_t)n, f) != (size_t)n)
		abort();
	fclose(f);
	return (struct str){ p, (size_t)n };
}

static void on_postgres(void (*run)(const char *place, void *ctx), void *ctx, const char *server)
{
	static int number;
	char name[40], sql[256], place[512];
	PGconn *admin = PQconnectdb(server);

	if (PQstatus(admin) != CONNECTION_OK) {
		fprintf(stderr, "PostgreSQL: %s\n", PQerrorMessage(admin));
		abort();
	}
	snprintf(name, sizeof name, "test_%d_%d", (int)getpid(), number++);
	snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", name);
	PQclear(PQexec(admin, sql));
	/* $NOROSHI_TEST_PG ends in the name of its maintenance database: .../postgres */
	snprintf(place, sizeof place, "%.*s/%s", (int)(strrchr(server, '/') - server), server, name);
	run(place, ctx);
	snprintf(sql, sizeof sql, "DROP DATABASE %s WITH (FORCE)", name);
	PQclear(PQexec(admin, sql));
	PQfinish(admin);
}

void test_on_databases(void (*run)(const char *place, void *ctx), void *ctx)
{
	const char *server = getenv("NOROSHI_TEST_PG"), *dir = test_dir();
	char place[600];

	snprintf(place, sizeof place, "%s/noroshi.db", dir);
	run(place, ctx);
	test_dir_remove(dir);
	if (server != NULL)
		on_postgres(run, ctx, server);
	else
		fprintf(stderr, "SKIPPED: PostgreSQL ($NOROSHI_TEST_PG is not set)\n");
}

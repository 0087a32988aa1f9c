/* rows.h - a test is a table; a bad row does not hide the next. */
#ifndef TESTS_ROWS_H
#define TESTS_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* Counts and prints a row that fails; the test asserts at its end that `bad` is 0. */
#define ROW_CHECK(bad, name, condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: row \"%s\": %s\n", __FILE__, __LINE__, (name), #condition); \
			(bad)++; \
		} \
	} while (0)

/* Compares a view with a literal or C string and prints both. */
#define ROW_STR(bad, name, got, wanted) (bad) += row_str(__FILE__, __LINE__, (name), (got), (wanted))
int row_str(const char *file, int line, const char *name, struct str got, const char *wanted);

#define assert_ok(call, e) \
	do { \
		if ((call) < 0) { \
			fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, (e).text); \
			fail(); \
		} \
	} while (0)

/* A directory of its own under $TMPDIR, removed by test_dir_remove. */
const char *test_dir(void);
void test_dir_remove(const char *dir);
/* ../shared/data/<name>, or NULL with a loud "skipped" on standard error where it is absent. */
const char *test_shared_data(const char *name);
/* A whole file; asserts that it can be read. */
struct str test_file(struct arena *a, const char *path);

/* Calls `run` once per database: a fresh SQLite file, and a fresh database on the private
 * PostgreSQL of the test run ($NOROSHI_TEST_PG; "skipped" loudly where it is not set). */
void test_on_databases(void (*run)(const char *place, void *ctx), void *ctx);

#endif

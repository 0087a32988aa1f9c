/* fuzz_roster.c - any bytes as a roster, JSON and CSV, into a hub (dry: nothing stays). */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/random.h"
#include "registry/import.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static char dir[200];
static struct hub *hub;

static void remove_hub(void)
{
	static const char *const files[] = { "noroshi.conf", "noroshi.key", "noroshi.db", "noroshi.db-wal", "noroshi.db-shm",
		"noroshi.erased", "ballast" };
	char path[300];

	hub_close(hub);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, files[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/outbox", dir);
	rmdir(path);
	rmdir(dir);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *place = getenv("TMPDIR");
	struct err e;

	(void)argc;
	(void)argv;
	snprintf(dir, sizeof dir, "%s/noroshi-fuzz-XXXXXX", place != NULL ? place : "/tmp");
	if (mkdtemp(dir) == NULL || hub_init(dir, NULL, &e) < 0 || hub_open(dir, &hub, &e) < 0)
		abort();
	atexit(remove_hub);
	return 0;
}

static void read_as(struct arena *a, struct str s, bool is_csv)
{
	struct rng rng = rng_seeded(1);
	struct act by = { .now_ms = 1564585200000, .actor = STR("fuzz"), .os_user = STR("fuzz"), .rng = &rng };
	struct import_result result;
	struct buf problems;
	struct err e = { 0 };

	buf_init_arena(&problems, a, 16 << 20);
	if (roster_import(hub, &by, a, s, is_csv, true, &result, &problems, &e) < 0)
		assert(e.text[0] != '\0');
	else
		assert((result.bad > 0) == (problems.n > 0));
	assert(!db_in_transaction(hub->db) && utf8_valid(buf_str(&problems)));
}

static void read_any(struct arena *a, struct str s)
{
	read_as(a, s, false);
	read_as(a, s, true);
}

FUZZ_TARGET

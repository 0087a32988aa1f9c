/* bench_near.c - near duplicates among many stored mails: time to add one, time to find the neighbours of one.
 *
 *     bench-near DIRECTORY COUNT...        (an empty directory; SQLite; counts rise)
 *
 * The stored sketches are drawn at random, which is the worst case for the index: no two entries share a page.  Every
 * thousandth is a mail that a lookup will ask for again with a quarter of its places changed; a lookup that does not
 * find it is counted.  Lookups are what the hub does for every new mail (candidates_by_text, which also adds it). */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/random.h"
#include "base/time.h"
#include "consolidate/candidates.h"

enum { LOOKUPS = 1000, ROUND = 5000 };

static double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(int status, const struct err *e)
{
	if (status >= 0)
		return;
	fprintf(stderr, "%s\n", e->text);
	exit(1);
}

/* The sketch of mail `n`: always the same one. */
static struct fingerprint print_of(unsigned long long n)
{
	struct fingerprint f = { .grams = 100, .tokens = STR("") };
	struct rng rng = rng_seeded(n + 1);

	for (int i = 0; i < FINGERPRINT_PLACES; i++)
		f.places[i] = (uint16_t)rng_below(&rng, 65536);
	return f;
}

static void add(struct hub *hub, struct arena *a, unsigned long long n, const struct fingerprint *f, bool *found_r)
{
	struct consolidate_submission s = { .id = arena_printf(a, "mail-%llu", n), .received_ms = (long long)n };
	struct candidates c = { .hub = hub, .arena = a, .s = &s, .print = *f };
	struct err e;

	must((int)DB_EXEC(hub->db, &e, "INSERT INTO submission (id, hand_in_id, number, kind, received_ms, copies, state, examined, examined_reason,"
	    " nature, strength, bec_type, language) VALUES ($1, 'hand-in', $2, 'mail', $2, 1, 'parsed', 'fully', '', 'unknown', 'none', 0, '')",
	    DB_TEXT(s.id), DB_INT(s.received_ms)), &e);
	must(candidates_by_text(&c, &e), &e);
	if (found_r != NULL)
		*found_r = c.count > 0;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void look_up(struct hub *hub, struct arena *a, unsigned long long stored)
{
	static double wall[LOOKUPS];
	int missed = 0;
	double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	struct err e;

	for (int i = 0; i < LOOKUPS; i++) {
		struct fingerprint f = print_of((unsigned long long)i * (stored / LOOKUPS));
		double from = seconds(CLOCK_MONOTONIC);
		bool found;

		for (int k = 0; k < FINGERPRINT_PLACES; k += 4)
			f.places[k] ^= 1;
		must(db_begin(hub->db, &e), &e);
		add(hub, a, (1ULL << 40) + (unsigned long long)i, &f, &found);
		db_rollback(hub->db);
		wall[i] = seconds(CLOCK_MONOTONIC) - from;
		missed += !found;
		arena_reset(a);
	}
	cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	qsort(wall, LOOKUPS, sizeof wall[0], by_size);
	printf("%llu stored: lookup median %.2f ms, 99 of 100 within %.2f ms, CPU %.2f ms; %d of %d not found\n", stored, wall[LOOKUPS / 2] * 1e3,
	    wall[LOOKUPS * 99 / 100] * 1e3, cpu / LOOKUPS * 1e3, missed, LOOKUPS);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	unsigned long long stored = 0;
	struct hub *hub;
	struct err e;

	if (argc < 3) {
		fprintf(stderr, "usage: bench-near DIRECTORY COUNT...\n");
		return 2;
	}
	must(hub_init(argv[1], NULL, &e), &e);
	must(hub_open(argv[1], &hub, &e), &e);
	must((int)DB_EXEC(hub->db, &e, "INSERT INTO data_key (id, made_ms) VALUES ('key', 0)"), &e);
	must((int)DB_EXEC(hub->db, &e, "INSERT INTO blob (id, key_id, role, bytes, chunks, made_ms) VALUES ('blob', 'key', 'raw', 0, 0, 0)"), &e);
	must((int)DB_EXEC(hub->db, &e, "INSERT INTO hand_in (id, receipt, kind, channel, name, state, state_reason, received_ms, key_id, blob_id, bytes,"
	    " content_hash) VALUES ('hand-in', 'R', 'mail', 'cli', '', 'split', '', 0, 'key', 'blob', 0, '')"), &e);
	for (int i = 2; i < argc; i++) {
		unsigned long long goal = strtoull(argv[i], NULL, 10), from = stored;
		double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), wall = seconds(CLOCK_MONOTONIC);

		while (stored < goal) {
			must(db_begin(hub->db, &e), &e);
			for (int k = 0; k < ROUND && stored < goal; k++, stored++) {
				struct fingerprint f = print_of(stored);

				add(hub, a, stored, &f, NULL);
				arena_reset(a);
			}
			must(db_commit(hub->db, &e), &e);
		}
		printf("%llu added: %.3f ms of CPU each, %.0f s by the clock\n", stored - from,
		    (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (double)(stored - from) * 1e3, seconds(CLOCK_MONOTONIC) - wall);
		look_up(hub, a, stored);
	}
	hub_close(hub);
	arena_free(a);
	return 0;
}

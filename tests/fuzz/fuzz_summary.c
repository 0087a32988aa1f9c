/* fuzz_summary.c - any bytes behind a summary's head, with checksums that fit: refused, or every question stays inside. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hunt/set.h"
#include "hunt/summary.h"

static const struct sip_key key = { 0x0706050403020100ull, 0x0f0e0d0c0b0a0908ull };

/* A set with every kind of value. */
static const struct summary_query *asked(struct arena *a)
{
	static const char *const values[] = { "203.0.113.9", "198.51.100.0/22", "10.0.0.0/7", "2001:db8::1", "2001:db8::/47", "evil.example",
		"thief@mail.example", "d41d8cd98f00b204e9800998ecf8427e", "http://url.example/gate.php" };
	static struct summary_query query;
	struct set_builder *b = set_builder_new();
	struct value v;
	struct str file;
	const char *why;
	struct set set;
	struct err e;

	if (query.count > 0) {
		set_builder_free(b);
		return &query;
	}
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		if (!value_read(a, str_of(values[i]), -1, &v, &why) || set_builder_add(b, &v, &e) < 0)
			abort();
	if (set_builder_finish(b, STR(""), &file, &e) < 0 || set_of_bytes(file, &set, &e) < 0 || summary_query_of(&set, &key, &query, &e) < 0)
		abort();
	set_close(&set);
	set_builder_free(b);
	free((void *)(uintptr_t)file.p);
	return &query;
}

/* The head and the checksums that only one who has the key can write. */
static void seal(struct summary_header *h, size_t n)
{
	uint64_t tables;

	memcpy(h->magic, "NOROSUM\x1a", 8);
	h->version = SUMMARY_VERSION;
	h->file_bytes = n;
	h->key_id = summary_seal(&key, SEAL_KEY_ID, 0);
	if (h->keys_at > n)
		return;
	tables = sizeof *h + h->segments * (uint64_t)sizeof(struct summary_segment);
	if (tables + summary_pages(h) * 8 > h->keys_at)
		return;
	for (size_t i = 0; i < summary_pages(h); i++) {
		uint64_t mac = summary_page_mac(&key, h, i);

		memcpy((char *)h + tables + 8 * i, &mac, 8);
	}
	h->mac = summary_mac(&key, h);
}

static void ask_all(struct summary *s, const struct summary_query *set)
{
	uint64_t ends[] = { 0, 1, 0x00000000ffffffffull, 0x7fffffffffffffffull, 0x8000000000000000ull, ~0ull };
	const struct summary_query edges = { ends, sizeof ends / sizeof ends[0] };

	for (uint32_t i = 0; i < s->header->segments && i < 100; i++) {
		summary_may_hold(s, i, &edges);
		summary_may_hold(s, i, set);
	}
}

static void read_any(struct arena *a, struct str s)
{
	char *copy = arena_array(a, s.n / 8 + 1, 8), path[40];
	int fd = memfd_create("summary", MFD_CLOEXEC);
	struct summary summary;
	struct err e;

	memcpy(copy, s.p, s.n);
	if (s.n >= sizeof(struct summary_header))
		seal((struct summary_header *)(void *)copy, s.n);
	assert(fd >= 0 && write(fd, copy, s.n) == (ssize_t)s.n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (summary_open(path, &key, &summary, &e) == 0) {
		ask_all(&summary, asked(a));
		assert(!summary.damaged);
		summary_close(&summary);
	} else {
		assert(e.text[0] != '\0');
	}
	close(fd);
}

FUZZ_TARGET

/* set.h - a compiled indicator set: one read-only file that all workers map.
 *
 * Hashes only lead to a candidate; an address is compared whole, a name byte by byte, so a hit is
 * never a collision.  The file is little-endian; sections follow the header in this order, each
 * aligned to 8 bytes, and a checksum covers everything behind the first 64 bytes.  Foreign, newer,
 * truncated and damaged files are refused; indices inside are checked where they are used.
 *
 *   entries   12 bytes each        address text, type, flags, URLs of a host
 *   v4        8 bytes a slot       open addressing over whole addresses (exact)
 *   net4      8 bytes a slot       ... over (network, prefix)
 *   v6        24 bytes a slot      ... over (address or network, prefix)
 *   filter    8 bytes a word       one-word-blocked Bloom filter over names, mail addresses, hashes
 *   names     8 bytes a slot       open addressing: 32 bits of the hash, entry
 *   urls      4 bytes each         entries of the URLs of one host, next to each other
 *   text      the values, one after the other, and the provenance (JSON)
 */
#ifndef HUNT_SET_H
#define HUNT_SET_H

#include "hunt/value.h"

enum { SET_VERSION = 1, SET_NONE = -1, SET_TEXT_MOST = 264 };       /* longest name, mail address, hash */

/* ---- making one ---- */

struct set_builder;
/* NULL only where memory is out. */
struct set_builder *set_builder_new(void);
void set_builder_free(struct set_builder *b);
/* Adds a value; the same value twice counts once. */
int set_builder_add(struct set_builder *b, const struct value *v, struct err *e) MUST_CHECK;
size_t set_builder_count(const struct set_builder *b);
/* The whole file, on the heap (free it).  `provenance`: JSON of where the list comes from, "" for none. */
int set_builder_finish(struct set_builder *b, struct str provenance, struct str *bytes_r, struct err *e) MUST_CHECK;

/* ---- using one ---- */

struct set_entry {              /* as in the file */
	uint32_t text;
	uint16_t length;
	uint8_t type;           /* enum value_type */
	uint8_t flags;
	uint32_t urls;          /* SET_HAS_URLS: index of its first URL; SET_URL: index of its host's entry */
};
enum { SET_LISTED = 1, SET_HAS_URLS = 2, SET_NETWORK = 4, SET_LAST_URL = 8 };

struct set {
	const unsigned char *file;
	size_t bytes;
	const struct set_entry *entries;
	uint32_t entry_count, listed_count;
	const struct set_slot4 { uint32_t key, entry; } *v4, *net4;      /* entry 0: empty; else entry + 1 */
	uint32_t v4_slots, net4_slots;
	uint64_t net4_prefixes;                 /* bit p: a network of that prefix length is there */
	const struct set_slot6 { unsigned char ip[16]; uint32_t prefix, entry; } *v6;
	uint32_t v6_slots;
	uint64_t v6_prefixes[3];
	const uint64_t *filter;
	uint32_t filter_words;
	const struct set_slot { uint32_t check, entry; } *names;
	uint32_t name_slots;
	const uint32_t *urls;
	uint32_t url_count;
	const char *text;
	size_t text_bytes;
	struct str provenance;
	uint64_t *map24;                        /* heap: which /24 hold something listed; few others pass (set_near) */
	int map24_log;                          /* of its words: small for small sets; MAP24_EXACT: a bit for each /24 */
	uint32_t counts[VALUE_TYPES];           /* listed values */
	bool mapped;
};

/* Maps a file of its own kind.  -1 with a sentence for anything else. */
int set_open(const char *path, struct set *set_r, struct err *e) MUST_CHECK;
/* The same over bytes in memory (8-byte aligned), which must outlive the set. */
int set_of_bytes(struct str bytes, struct set *set_r, struct err *e) MUST_CHECK;
void set_close(struct set *set);

/* The value of an entry; a view into the file. */
struct str set_text(const struct set *set, uint32_t entry);

/* The entry of an address, or of the narrowest listed network around it; SET_NONE where there is none.
 * An entry that is there only as the host of URLs has no SET_LISTED. */
long long set_find4(const struct set *set, uint32_t ip);
long long set_find6(const struct set *set, const unsigned char ip[16]);
/* A name, mail address or hash as it stands (any case); no parents. */
long long set_find_text(const struct set *set, struct str s);
/* The URLs of a host entry that `rest` (what stands behind the host: ":443/path?x", ""; more
 * text may follow) fulfils: calls `hit` for each.  A URL is fulfilled by the same path, or one that goes on
 * behind '/', '?' or '#'. */
void set_find_urls(const struct set *set, uint32_t host_entry, struct str rest, void (*hit)(void *ctx, uint32_t entry), void *ctx);

/* ---- hashing, shared by builder and scanner ---- */

static inline uint64_t set_mix(uint64_t h)
{
	h *= 0x9E3779B97F4A7C15ull;
	return h ^ h >> 32;
}

static inline uint64_t set_load8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, 8);
	return w;
}

/* One label into the hash of the name to its right.  Reads up to 7 bytes behind the label. */
static inline uint64_t set_hash_label(uint64_t h, const char *p, size_t n)
{
	h += n;
	if (n == 0)
		return set_mix(h);
	for (; n > 8; p += 8, n -= 8)
		h = set_mix(h ^ (set_load8(p) | 0x2020202020202020ull));
	return set_mix(h ^ ((set_load8(p) | 0x2020202020202020ull) & (~0ull >> (64 - 8 * n))));
}

enum { SET_FILTER_PROBES = 3 };

static inline uint64_t set_filter_bits(uint64_t h)
{
	return 1ull << (h & 63) | 1ull << (h >> 6 & 63) | 1ull << (h >> 12 & 63);
}

static inline uint32_t set_range(uint32_t h, uint32_t n)
{
	return (uint32_t)((uint64_t)h * n >> 32);
}

enum { MAP24_EXACT = 18 };

/* Where an address is in map24: nothing listed is near where one of `bits` is missing in `word`. */
struct set_near {
	uint32_t word;
	uint64_t bits;
};

static inline struct set_near set_near(uint32_t ip, int log)
{
	uint64_t h = (ip >> 8) * 0x9E3779B97F4A7C15ull;

	if (log == MAP24_EXACT)
		return (struct set_near){ ip >> 14, 1ull << (ip >> 8 & 63) };
	return (struct set_near){ (uint32_t)(h >> (64 - log)), 1ull << (h >> 41 & 63) | 1ull << (h >> 35 & 63) | 1ull << (h >> 29 & 63) };
}

static inline uint32_t set_hash4(uint32_t ip)
{
	return (uint32_t)((ip * 0x9E3779B97F4A7C15ull) >> 32);
}

#endif

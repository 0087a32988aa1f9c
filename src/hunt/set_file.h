/* set_file.h - the set file's inside, for set.c, set_build.c and scan.c only. */
#ifndef HUNT_SET_FILE_H
#define HUNT_SET_FILE_H

#include "hunt/set.h"

#define SET_MAGIC "NOROSHI\x1a"
enum { SET_UNSUMMED = 32, SET_TAIL = 64 };      /* zeros at the end: a look-up may read behind a text */
#define SET_SEED 0x6e6f726f736869ull

struct set_header {
	char magic[8];
	uint32_t version, zero;
	uint64_t file_bytes, checksum;          /* up to here not summed */
	uint64_t net4_prefixes, v6_prefixes[3], text_bytes, provenance_at;
	uint32_t entries, v4_slots, net4_slots, v6_slots, filter_words, name_slots, urls;
	uint32_t counts[VALUE_TYPES];
	uint32_t spare;
};
_Static_assert(sizeof(struct set_header) % 8 == 0, "sections are aligned");

uint64_t set_checksum(const unsigned char *p, size_t n);
int set_prefix(const struct set *set, uint32_t entry);
uint32_t set_net4_hash(uint32_t network, int prefix);
long long net4_find(const struct set *set, uint32_t network, int prefix);
uint32_t set_hash6(const unsigned char ip[16], int prefix);
void set_mask6(unsigned char ip[16], int prefix);
/* Hash of a name, mail address or hex digits, any case; at most 264 bytes. */
uint64_t set_hash_text(struct str s);
/* Where the filter said maybe: the entry whose text is `s` without case. */
long long set_find_hashed(const struct set *set, uint64_t h, struct str s);

static inline uint32_t set_name_check(uint64_t h)
{
	return (uint32_t)(h >> 32) ^ (uint32_t)h * 0x85EBCA6Bu;
}

/* What set_find4 and set_find_hashed will look at first. */
static inline void set_prefetch4(const struct set *set, uint32_t ip)
{
	__builtin_prefetch(&set->v4[set_range(set_hash4(ip), set->v4_slots)]);
}

static inline void set_prefetch_hashed(const struct set *set, uint64_t h)
{
	__builtin_prefetch(&set->names[set_range((uint32_t)h, set->name_slots)]);
}

/* A mail address: its local part on top of its domain's hash. */
static inline uint64_t set_hash_local(uint64_t h, const char *p, size_t n)
{
	return set_hash_label(set_mix(h ^ '@'), p, n);
}

#endif

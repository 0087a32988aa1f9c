/* scan.h - indicators in bytes: every token is looked up, no line is looked at before it has a hit.
 *
 * Tokens are runs of letters, digits, '-', '_' and '.'.  An IPv4 address is a whole address (not part of
 * a longer run of digits and dots; "203.0.113.9-443" holds it, 11.203.0.113.9 and 1203.0.113.9 do not);
 * a name counts for itself and its sub-names, the longest listed one wins; IPv6 addresses, mail
 * addresses, hashes and the hosts of URLs are looked for where the set has such.
 * Method: classifying 64 bytes at a time into bit maps (Mula/Lemire's nibble look-up), tokens found by
 * counting zeros, names hashed label by label from the right. */
#ifndef HUNT_SCAN_H
#define HUNT_SCAN_H

#include "hunt/set.h"

enum { SCAN_PAD = 64 };         /* readable bytes before and behind a block */

struct scan_hit {
	size_t at, n;           /* the token (or the part of it that is listed) inside the block */
	uint32_t entry;
	bool whole;             /* not below a listed name: the host of a URL is looked at only then */
};

struct scan_hits {
	struct scan_hit *list;  /* heap */
	size_t count, room;
	bool full;              /* memory was out */
};

enum scan_engine { SCAN_PORTABLE, SCAN_SSE, SCAN_AVX2, SCAN_AVX512 };

struct scanner;
/* The fastest engine of this machine, or a slower one that is asked for; NULL where memory is out. */
struct scanner *scanner_new(const struct set *set, enum scan_engine engine);
enum scan_engine scan_engine_best(void);
void scanner_free(struct scanner *s);

/* The same walk over the bytes, but each token that any set could list is handed out instead of looked up: what is
 * handed out of a block is never less than what a look-up asks a set for.  scan_block then finds no hits. */
struct scan_tokens {
	void (*text)(void *ctx, uint64_t hash);         /* set_hash_text of a name (each suffix), mail address or hash */
	void (*ip4)(void *ctx, uint32_t ip);
	void (*ip6)(void *ctx, const unsigned char ip[16]);
	void *ctx;
};
/* `into` outlives the scanner; NULL where memory is out. */
struct scanner *scanner_of_tokens(const struct scan_tokens *into, enum scan_engine engine);

/* All hits of a block in the order of their place; a block ends where no token goes on (at a line end).
 * SCAN_PAD bytes around it can be read.  URL hosts that are not listed themselves are hits too: the
 * caller asks set_find_urls.  *newlines_r counts '\n'. */
void scan_block(struct scanner *s, const char *p, size_t n, struct scan_hits *hits, size_t *newlines_r);

#endif

/* encode.h - every way in which a word has been seen hidden in a link or a mail, written from its
 * definition and not with the product's decoders: what tests plant and what they look for. */
#ifndef TESTS_ENCODE_H
#define TESTS_ENCODE_H

#include "base/arena.h"

/* plain pct pct2 b64 b64url b64_1 b64_2 b64b64 b32 hex HEX rot13 rev md5 sha1 sha256 eq at wide utf16 qp html
 * pctsjis pcteuc lower upper; absent where there is none of that name. */
struct str test_encode(struct arena *a, const char *way, struct str s);
extern const char *const test_ways[];
extern const size_t test_way_count;

/* Does `stream` hold the word, plain or in any of the ways, in any alignment?  How: into *way_r. */
bool test_holds(struct arena *a, struct str stream, struct str word, const char **way_r);

#endif

/* encode.h - every way in which a word has been seen hidden in a link or a mail, written from its
 * definition and not with the product's decoders: what tests plant and what they look for. */
#ifndef TESTS_ENCODE_H
#define TESTS_ENCODE_H

#include "base/arena.h"

/* plain pct pct2 b64 b64_1 b64_2 b64b64 b32 hex HEX rot13 rev md5 sha1 sha256 eq at wide utf16 qp html
 * pctsjis pcteuc upper (utf16: in base64); absent where there is none of that name. */
struct str test_encode(struct arena *a, const char *way, struct str s);
extern const char *const test_ways[];
extern const size_t test_way_count;

/* Looks for many words at once, plain and in every way and alignment. */
struct needles;
struct needles *needles_new(struct arena *a);
void needles_add(struct needles *n, const char *word);
/* The first word that stands in the stream, and how; NULL where none does. */
const char *needles_find(struct needles *n, struct str stream, const char **way_r);

#endif

/* hash_set.h - hexadecimal hashes found anywhere in a text, without a node for each of their digits.
 *
 * Three hashes of every mail address would be most of an automaton.  Here each takes its bytes; a run of
 * hexadecimal digits in the text is looked up by eight digits at a time, from every place of it. */
#ifndef ANONYMISE_HASH_SET_H
#define ANONYMISE_HASH_SET_H

#include "base/arena.h"
#include "base/str.h"

struct hash_set;

struct hash_set *hash_set_new(struct arena *a);
/* `hash`: lower-case hexadecimal digits, at least 32; the view is kept. */
void hash_set_add(struct hash_set *h, struct str hash, int value);
/* Calls back for every occurrence; `text` is folded. */
void hash_set_run(const struct hash_set *h, struct str text, void (*hit)(void *ctx, int value, size_t end), void *ctx);

#endif

/* decode.h - the readings of a text that hide words: each is offered for searching. */
#ifndef ANONYMISE_DECODE_H
#define ANONYMISE_DECODE_H

#include "base/arena.h"
#include "base/str.h"

/* Calls back with every decoding of `text` by one step; `base` is where in `text` the encoded
 * piece begins, `length` how long it is; `way` is its name.  The view lives as long as the arena.
 * Decoded bytes that are no text come as spaces, NULs are left out (UTF-16 of plain letters).
 * `turns`: also the whole text by rot13, or read backwards. */
enum decode_turn { DECODE_ROT13 = 1, DECODE_REVERSED = 2 };
void decode_each(struct arena *a, struct str text, unsigned turns,
    void (*each)(void *ctx, struct str decoded, const char *way, size_t base, size_t length), void *ctx);

#endif

/* buf.h - growing output with a cap and a sticky error: append freely, check once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

struct buf {
	char *p;                /* NUL behind the last byte whenever n > 0 */
	size_t n, room;
	size_t max;             /* cap in bytes */
	bool failed;            /* the cap was reached; nothing more was appended since */
	struct arena *arena;    /* where it grows; NULL: the heap, then buf_fini is due */
	/* Instead of growing beyond BUF_SPILL bytes: takes a part off the front (buf_drop) or fails; NULL: it grows. */
	bool (*spill)(struct buf *b);
};
enum { BUF_SPILL = 1 << 16 };

void buf_init(struct buf *b, size_t max);
void buf_init_arena(struct buf *b, struct arena *a, size_t max);
void buf_fini(struct buf *b);
void buf_clear(struct buf *b);
/* Takes n bytes off the front. */
void buf_drop(struct buf *b, size_t n);

/* Room for `more` bytes at once: in an arena every growth leaves the old block behind. */
void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, struct str s);
void buf_z(struct buf *b, const char *z);
void buf_char_grow(struct buf *b, char c);
static inline void buf_char(struct buf *b, char c)
{
	if (b->failed || b->room - b->n < 2) {
		buf_char_grow(b, c);
		return;
	}
	b->p[b->n++] = c;
	b->p[b->n] = '\0';
}
void buf_utf8(struct buf *b, uint32_t code_point);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_int(struct buf *b, long long n);
/* 1072 -> "1,072", the form of tables for people. */
void buf_thousands(struct buf *b, long long n);
/* What was written; valid until the next append. */
static inline struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p != NULL ? b->p : "", b->n };
}

#endif

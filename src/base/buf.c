/* buf.c - growing output. */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_init_arena(struct buf *b, struct arena *a, size_t max)
{
	*b = (struct buf){ .max = max, .arena = a };
}

void buf_fini(struct buf *b)
{
	if (b->arena == NULL)
		free(b->p);
	*b = (struct buf){ .max = b->max };
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->failed = false;
}

void buf_drop(struct buf *b, size_t n)
{
	assert(n <= b->n);
	memmove(b->p, b->p + n, b->n - n);
	b->n -= n;
}

static bool grow(struct buf *b, size_t more)
{
	size_t room = b->room == 0 ? 256 : b->room * 2;
	char *p;

	if (!b->failed && b->spill != NULL && b->n >= BUF_SPILL / 2) {
		b->failed = !b->spill(b);
		if (!b->failed && more < b->room - b->n)
			return true;
	}
	if (b->failed || more > b->max || b->n > b->max - more) {
		b->failed = true;
		return false;
	}
	if (room < b->n + more + 1)
		room = b->n + more + 1;
	if (room - 1 > b->max)
		room = b->max + 1;
	if (b->arena != NULL) {
		p = arena_room(b->arena, room);
		if (b->n > 0)
			memcpy(p, b->p, b->n);
	} else {
		p = realloc(b->p, room);
		if (p == NULL) {
			b->failed = true;
			return false;
		}
	}
	b->p = p;
	b->room = room;
	return true;
}

/* The room never goes beyond the cap and its NUL, so that what fits is within the cap, too. */
static inline bool make_room(struct buf *b, size_t more)
{
	return (!b->failed && more < b->room - b->n) || grow(b, more);
}

void buf_reserve(struct buf *b, size_t more)
{
	make_room(b, more);
}

void buf_add(struct buf *b, struct str s)
{
	if (s.n == 0 || !make_room(b, s.n))
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void buf_z(struct buf *b, const char *z)
{
	buf_add(b, str_of(z));
}

void buf_char_grow(struct buf *b, char c)
{
	if (!make_room(b, 1))
		return;
	b->p[b->n++] = c;
	b->p[b->n] = '\0';
}

void buf_utf8(struct buf *b, uint32_t c)
{
	char out[4];
	size_t n = 0;

	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		out[n++] = (char)c;
	} else if (c < 0x800) {
		out[n++] = (char)(0xC0 | c >> 6);
		out[n++] = (char)(0x80 | (c & 0x3F));
	} else if (c < 0x10000) {
		out[n++] = (char)(0xE0 | c >> 12);
		out[n++] = (char)(0x80 | (c >> 6 & 0x3F));
		out[n++] = (char)(0x80 | (c & 0x3F));
	} else {
		out[n++] = (char)(0xF0 | c >> 18);
		out[n++] = (char)(0x80 | (c >> 12 & 0x3F));
		out[n++] = (char)(0x80 | (c >> 6 & 0x3F));
		out[n++] = (char)(0x80 | (c & 0x3F));
	}
	buf_add(b, (struct str){ out, n });
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args, again;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	assert(n >= 0);
	if (make_room(b, (size_t)n)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void buf_int(struct buf *b, long long i)
{
	unsigned long long left = i < 0 ? -(unsigned long long)i : (unsigned long long)i;
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (i < 0)
		digits[--at] = '-';
	buf_add(b, (struct str){ digits + at, sizeof digits - at });
}

void buf_thousands(struct buf *b, long long n)
{
	char digits[32];
	int len = snprintf(digits, sizeof digits, "%lld", n < 0 ? -n : n);

	if (n < 0)
		buf_char(b, '-');
	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_char(b, ',');
		buf_char(b, digits[i]);
	}
}

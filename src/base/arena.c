/* arena.c - blocks in a list; the ceiling counts what was asked for, so that it does not
 * depend on block sizes.  A block is cleared piece by piece as it is handed out: its unused end costs nothing. */
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK = 16 * 1024, LAST_BLOCK = 1024 * 1024, ALIGN = 16 };

struct block {
	struct block *older;
	size_t size, used;
	bool clean;                     /* all that is unused is zero */
	_Alignas(16) unsigned char bytes[];
};

struct deferred {
	struct deferred *older;
	void (*fn)(void *);
	void *object;
};

struct arena {
	struct block *newest;
	struct deferred *deferred;
	size_t ceiling, used, next_size;
	void (*full)(void);
};

struct arena *arena_new(size_t ceiling, void (*full)(void))
{
	struct arena *a = calloc(1, sizeof *a);

	if (a == NULL)
		full();
	assert(a != NULL);
	*a = (struct arena){ .ceiling = ceiling, .full = full, .next_size = FIRST_BLOCK };
	return a;
}

struct arena *arena_beside(const struct arena *other)
{
	return arena_new(arena_left(other), other->full);
}

static void run_deferred(struct arena *a)
{
	while (a->deferred != NULL) {
		struct deferred *d = a->deferred;

		a->deferred = d->older;
		d->fn(d->object);
	}
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	run_deferred(a);
	while (a->newest != NULL) {
		struct block *b = a->newest;

		a->newest = b->older;
		free(b);
	}
	free(a);
}

void arena_reset(struct arena *a)
{
	run_deferred(a);
	while (a->newest != NULL && a->newest->older != NULL) {
		struct block *b = a->newest;

		a->newest = b->older;
		free(b);
	}
	if (a->newest != NULL) {
		a->newest->used = 0;
		a->newest->clean = false;
	}
	a->used = 0;
	a->next_size = FIRST_BLOCK;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

size_t arena_left(const struct arena *a)
{
	return a->ceiling - a->used;
}

static struct block *block_new(struct arena *a, size_t at_least)
{
	size_t size = a->next_size > at_least ? a->next_size : at_least;
	/* a large one comes zeroed from the system, and what nobody writes to takes no memory */
	bool clean = size >= LAST_BLOCK;
	struct block *b = clean ? calloc(1, sizeof *b + size) : malloc(sizeof *b + size);

	if (b == NULL)
		a->full();
	assert(b != NULL);
	b->older = a->newest;
	b->size = size;
	b->used = 0;
	b->clean = clean;
	a->newest = b;
	if (a->next_size < LAST_BLOCK)
		a->next_size *= 2;
	return b;
}

void *arena_room(struct arena *a, size_t n)
{
	struct block *b = a->newest;
	size_t rounded;
	void *p;

	if (n > a->ceiling - a->used) {
		a->full();
		abort();        /* `full` must not return */
	}
	rounded = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (b == NULL || rounded > b->size - b->used)
		b = block_new(a, rounded);
	p = b->bytes + b->used;
	b->used += rounded;
	a->used += rounded < a->ceiling - a->used ? rounded : a->ceiling - a->used;
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	void *p = arena_room(a, n);

	return a->newest->clean ? p : memset(p, 0, n);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / 2 / size) {
		a->full();
		abort();
	}
	return arena_alloc(a, n * size);
}

void arena_defer(struct arena *a, void (*fn)(void *), void *object)
{
	struct deferred *d = ARENA_NEW(a, struct deferred);

	*d = (struct deferred){ a->deferred, fn, object };
	a->deferred = d;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *copy;

	if (s.p == NULL)
		return STR_NONE;
	copy = arena_room(a, s.n + 1);
	memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	return (struct str){ copy, s.n };
}

const char *arena_cstr(struct arena *a, struct str s)
{
	return s.p != NULL ? arena_str(a, s).p : arena_str(a, STR("")).p;
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	/* written where the newest block is free: mostly it fits there, and is not written twice */
	struct block *b = a->newest;
	size_t room = b != NULL ? b->size - b->used : 0;
	va_list args, again;
	int n;
	char *p;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(room > 0 ? (char *)b->bytes + b->used : NULL, room, fmt, args);
	va_end(args);
	assert(n >= 0);
	p = arena_room(a, (size_t)n + 1);
	if ((size_t)n >= room || a->newest != b) {
		if (b != NULL)
			b->clean = false;
		vsnprintf(p, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	return (struct str){ p, (size_t)n };
}

struct str arena_lower(struct arena *a, struct str s)
{
	struct str copy = arena_str(a, s);

	for (size_t i = 0; i < copy.n; i++)
		((char *)copy.p)[i] = (char)ascii_lower((unsigned char)copy.p[i]);
	return copy;
}

void *arena_grow(struct arena *a, void **array, size_t *count, size_t *room, size_t size)
{
	if (*count == *room) {
		size_t more = *room == 0 ? 8 : *room * 2;
		void *bigger;

		if (more > SIZE_MAX / 2 / size) {
			a->full();
			abort();
		}
		bigger = arena_room(a, more * size);
		if (*count > 0)
			memcpy(bigger, *array, *count * size);
		*array = bigger;
		*room = more;
	}
	return memset((char *)*array + (*count)++ * size, 0, size);
}

_Noreturn void arena_full_exit(void)
{
	fputs("noroshi: out of memory\n", stderr);
	exit(3);
}

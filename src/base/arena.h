/* arena.h - memory that lives and dies with one request or one job.
 *
 * An arena has a ceiling at birth.  Memory is zeroed (but for arena_room) and never NULL: a full arena calls
 * `full`, which must not return (a job exits, a tool aborts).  Nobody frees one by one. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/err.h"
#include "base/str.h"

struct arena;

struct arena *arena_new(size_t ceiling, void (*full)(void));
/* One that goes earlier: with as much room as the other still has, and full as that is (in the jail nobody may print). */
struct arena *arena_beside(const struct arena *other);
/* Runs the deferred functions, newest first, then gives everything back. */
void arena_free(struct arena *a);
/* Forgets everything but keeps the first block: for loops that may run long. */
void arena_reset(struct arena *a);
/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);
/* Bytes that can still be handed out before `full` is called. */
size_t arena_left(const struct arena *a);

void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, alloc_size(2), returns_nonnull));
/* The same, not zeroed: for what is written in full at once. */
void *arena_room(struct arena *a, size_t n) __attribute__((malloc, alloc_size(2), returns_nonnull));
void *arena_array(struct arena *a, size_t n, size_t size) __attribute__((returns_nonnull));
/* Ties a foreign object to the arena's life. */
void arena_defer(struct arena *a, void (*fn)(void *), void *object);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))

/* A copy with a NUL behind it; an absent view stays absent. */
struct str arena_str(struct arena *a, struct str s);
const char *arena_cstr(struct arena *a, struct str s) __attribute__((returns_nonnull));
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str arena_lower(struct arena *a, struct str s);

/* Makes room for one more element in a growing array of the arena: the array doubles, the old
 * one stays until the arena ends.  Returns the (zeroed) new last element. */
void *arena_grow(struct arena *a, void **array, size_t *count, size_t *room, size_t size)
    __attribute__((returns_nonnull));
#define ARENA_PUSH(a, array, count, room) \
	((__typeof__(array))arena_grow((a), (void **)&(array), &(count), &(room), sizeof *(array)))

/* For tools and tests: says "out of memory" and exits with 3. */
_Noreturn void arena_full_exit(void);

#endif

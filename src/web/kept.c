/* kept.c - see kept.h. */
#include "web/kept.h"

#include <assert.h>

#include "base/time.h"

enum { SLOTS = 16, FEW = 2000, LONGEST_MS = 10 * MS_MINUTE };

struct kept {
	struct slot { const char *what; long long from_ms, to_ms, at_ms, until_ms; char figures[KEPT_BYTES]; } slots[SLOTS];
};

static struct slot *slots_of(const struct web_call *c)
{
	if (c->web->kept == NULL)
		c->web->kept = ARENA_NEW(c->web->hub->arena, struct kept);
	return c->web->kept->slots;
}

bool kept_find(const struct web_call *c, const char *what, long long from_ms, long long to_ms, void *figures, size_t n)
{
	struct slot *s = slots_of(c);

	for (size_t i = 0; i < SLOTS; i++)
		if (s[i].what != NULL && strcmp(s[i].what, what) == 0 && s[i].from_ms == from_ms && s[i].to_ms == to_ms &&
		    s[i].at_ms <= c->q->now_ms && c->q->now_ms < s[i].until_ms) {
			memcpy(figures, s[i].figures, n);
			return true;
		}
	return false;
}

void kept_put(const struct web_call *c, const char *what, long long from_ms, long long to_ms, long long rows, const void *figures, size_t n)
{
	struct slot *s = slots_of(c), *first = s;

	assert(n <= KEPT_BYTES);
	if (rows < FEW)
		return;
	for (size_t i = 1; i < SLOTS; i++)
		if (s[i].until_ms < first->until_ms)
			first = &s[i];
	*first = (struct slot){ .what = what, .from_ms = from_ms, .to_ms = to_ms, .at_ms = c->q->now_ms,
		.until_ms = c->q->now_ms + (rows < LONGEST_MS ? rows : LONGEST_MS) };
	memcpy(first->figures, figures, n);
}

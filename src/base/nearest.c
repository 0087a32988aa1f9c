/* nearest.c - optimal string alignment distance in three rows. */
#include "base/nearest.h"

#include <stdint.h>

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

size_t str_distance(struct str a, struct str b)
{
	size_t rows[3][NEAREST_LONGEST + 1], *before = rows[0], *last = rows[1], *now = rows[2];

	a = str_at(a, 0, NEAREST_LONGEST);
	b = str_at(b, 0, NEAREST_LONGEST);
	for (size_t j = 0; j <= b.n; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *spare = before;

		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			unsigned char x = ascii_lower((unsigned char)a.p[i - 1]), y = ascii_lower((unsigned char)b.p[j - 1]);

			now[j] = least(last[j] + 1, now[j - 1] + 1, last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == ascii_lower((unsigned char)b.p[j - 2]) &&
			    y == ascii_lower((unsigned char)a.p[i - 2]) && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n];
}

static bool same_letter(char x, char y)
{
	return ascii_lower((unsigned char)x) == ascii_lower((unsigned char)y);
}

/* What both begin and end with costs nothing, so it is taken away first. */
bool str_within(struct str a, struct str b, size_t most)
{
	a = str_at(a, 0, NEAREST_LONGEST);
	b = str_at(b, 0, NEAREST_LONGEST);
	if (a.n > b.n + most || b.n > a.n + most)
		return false;
	while (a.n > 0 && b.n > 0 && same_letter(a.p[0], b.p[0])) {
		a = str_from(a, 1);
		b = str_from(b, 1);
	}
	while (a.n > 0 && b.n > 0 && same_letter(a.p[a.n - 1], b.p[b.n - 1])) {
		a.n--;
		b.n--;
	}
	if (a.n <= most && b.n <= most)
		return true;
	/* one edit changes one letter, or swaps two: longer rests that differ at both ends need more */
	return !(most == 1 && (a.n > 2 || b.n > 2)) && str_distance(a, b) <= most;
}

const char *str_nearest(struct str given, const char *const *names, size_t n)
{
	const char *best = NULL;
	size_t best_distance = SIZE_MAX;

	for (size_t i = 0; i < n; i++) {
		size_t distance = str_distance(given, str_of(names[i]));

		if (distance < best_distance) {
			best = names[i];
			best_distance = distance;
		}
	}
	return best_distance <= (given.n + 2) / 3 ? best : NULL;
}

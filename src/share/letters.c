/* letters.c - which organisation is A: drawn at random per share, sealed, kept over its versions. */
#include "share/draft.h"

struct str draft_letter_of(const struct draft *d, struct str org_id)
{
	for (size_t i = 0; i < d->letter_count; i++)
		if (str_eq(d->letters[i].org_id, org_id))
			return d->letters[i].letter.n > 0 ? d->letters[i].letter : STR("?");
	return STR("");
}

static struct str letter_at(struct arena *a, int n)
{
	if (n < 26)
		return arena_printf(a, "%c", 'A' + n);
	return arena_printf(a, "%c%c", 'A' + n / 26 - 1, 'A' + n % 26);
}

/* A version that is out keeps its letters, and a newcomer gets the next; before that all are drawn
 * anew, so that no letter tells who came later. */
void draft_letters(struct draft *d, size_t extra_lanes)
{
	size_t n = d->letter_count + extra_lanes, next = 0;
	int *order = ARENA_ARRAY(d->arena, int, n + 1);

	for (size_t i = 0; i < n; i++)
		order[i] = (int)i;
	if (!d->letters_fixed)
		rng_shuffle(d->by->rng, order, n);
	for (size_t i = 0; i < d->letter_count; i++) {
		if (!d->letters_fixed)
			d->letters[i].letter = letter_at(d->arena, order[i]);
		else if (d->letters[i].letter.n == 0)
			d->letters[i].letter = letter_at(d->arena, (int)(i + next));
	}
	for (size_t i = 0; i < extra_lanes; i++)
		d->lanes[i].letter = letter_at(d->arena, order[d->letter_count + i]);
}

/* {A} becomes the letter of lane A; an unknown {word} stays and is refused by the projection's check. */
struct str draft_fill(struct draft *d, struct str s)
{
	struct buf out;

	buf_init_arena(&out, d->arena, s.n + 16);
	for (size_t i = 0; i < s.n; i++) {
		bool filled = false;

		for (size_t k = 0; s.p[i] == '{' && i + 2 < s.n && s.p[i + 2] == '}' && k < d->lane_count; k++) {
			if (d->lanes[k].lane.p[0] != s.p[i + 1])
				continue;
			buf_add(&out, d->lanes[k].letter);
			i += 2;
			filled = true;
			break;
		}
		if (!filled)
			buf_char(&out, s.p[i]);
	}
	return buf_str(&out);
}

struct texts draft_fill_all(struct draft *d, const struct texts *t)
{
	struct texts filled = { 0 };

	for (size_t i = 0; i < t->count; i++)
		texts_add(d->arena, &filled, draft_fill(d, t->ja[i]), draft_fill(d, t->en[i]));
	return filled;
}

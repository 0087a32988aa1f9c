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

static bool is_used(const struct draft *d, struct str letter)
{
	for (size_t i = 0; i < d->letter_count; i++)
		if (str_eq(d->letters[i].letter, letter))
			return true;
	for (size_t i = 0; i < d->p.steps.count; i++)
		if (str_eq(d->p.steps.list[i].from, letter) || str_eq(d->p.steps.list[i].to, letter))
			return true;
	return false;
}

/* Readers have the letters of a version that is out: newcomers get the next free ones. */
static void add_letters(struct draft *d)
{
	int next = 0;

	for (size_t i = 0; i < d->letter_count; i++) {
		if (d->letters[i].letter.n > 0)
			continue;
		while (is_used(d, letter_at(d->arena, next)))
			next++;
		d->letters[i].letter = letter_at(d->arena, next);
	}
}

/* As long as nothing is out all letters are drawn anew, so that none tells who came later. */
void draft_letters(struct draft *d, size_t extra_lanes)
{
	size_t n = d->letter_count + extra_lanes;
	int *order = ARENA_ARRAY(d->arena, int, n + 1);

	if (d->letters_fixed) {
		add_letters(d);
		return;
	}
	for (size_t i = 0; i < n; i++)
		order[i] = (int)i;
	rng_shuffle(d->by->rng, order, n);
	for (size_t i = 0; i < d->letter_count; i++)
		d->letters[i].letter = letter_at(d->arena, order[i]);
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

static struct texts fill_all(struct draft *d, const struct texts *t)
{
	struct texts filled = { 0 };

	for (size_t i = 0; i < t->count; i++)
		texts_add(d->arena, &filled, draft_fill(d, t->ja[i]), draft_fill(d, t->en[i]));
	return filled;
}

void draft_fill_texts(struct draft *d)
{
	d->p.title = fill_all(d, &d->p.title);
	d->p.summary = fill_all(d, &d->p.summary);
	d->p.actions = fill_all(d, &d->p.actions);
	d->p.reason = fill_all(d, &d->p.reason);
}

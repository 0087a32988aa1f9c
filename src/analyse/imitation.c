/* imitation.c - likeness of addresses, as people see it.
 *
 * Embedding: a free-mail local part that holds both the real local part and the firm's label, in
 * any order and with any separators (alice@a-company.co.jp -> alice.a-company.jp@freemail).
 * Suffix: the same label under another public suffix.  Look-alike: one or two letters away, or the
 * same picture (rn/m, 1/l, 0/o, vv/w, hyphens).  Not found (known): transliterated names, names or
 * labels shorter than four letters, strangers at a firm that differs by a letter or number of its own, letters of other scripts (they come as xn-- labels). */
#include "analyse/imitation.h"

#include "base/buf.h"
#include "base/nearest.h"

enum { SHORTEST_NAME = 4, SHORTEST_LABEL = 4, SHORTEST_LOOKALIKE = 5, TWO_EDITS_FROM = 9, LABEL_LONGEST = 63 };

struct str without_marks(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (ascii_alpha((unsigned char)s.p[i]) || ascii_digit((unsigned char)s.p[i]))
			p[n++] = (char)ascii_lower((unsigned char)s.p[i]);
	return (struct str){ p, n };
}

static bool is_mark(char c)
{
	return c == '.' || c == '-' || c == '_' || c == '+';
}

/* Every token of the real local part stands in the fake one ("aoki.alice" for "alice.aoki"). */
static bool holds_tokens(struct str fake, struct str real)
{
	size_t letters = 0;

	for (size_t i = 0; i < real.n;) {
		size_t end = i;

		while (end < real.n && !is_mark(real.p[end]))
			end++;
		if (end - i >= 2) {
			letters += end - i;
			if (!str_ihas(fake, str_at(real, i, end - i)))
				return false;
		}
		i = end + 1;
	}
	return letters >= SHORTEST_NAME;
}

static bool embeds(const struct known_address *fake, const struct known_address *real)
{
	struct str bare = fake->bare_local, label = real->bare_label;

	if (real->free_mail || label.n < SHORTEST_LABEL || real->local.n == 0 || real->local.n > 64 || !str_has(bare, label))
		return false;
	if (real->bare_local.n >= SHORTEST_NAME && (str_has(bare, real->bare_local) || holds_tokens(fake->local, real->local))) {
		/* One and the same word for name and firm ("acme@acme") is no embedding of two. */
		return !str_eq(real->bare_local, label) || bare.n >= 2 * label.n;
	}
	return real->name_key.n >= SHORTEST_NAME && str_eq(fake->name_key, real->name_key);
}

/* What letters look like: rn -> m, vv -> w, cl -> d, 0 -> o, 1 and i -> l, no hyphens. */
static size_t picture(struct str label, char out[LABEL_LONGEST])
{
	size_t n = 0;

	for (size_t i = 0; i < label.n && i < LABEL_LONGEST; i++) {
		char c = (char)ascii_lower((unsigned char)label.p[i]);
		char next = i + 1 < label.n ? (char)ascii_lower((unsigned char)label.p[i + 1]) : '\0';

		if (c == '-' || c == '_')
			continue;
		if ((c == 'r' && next == 'n') || (c == 'v' && next == 'v') || (c == 'c' && next == 'l')) {
			out[n++] = c == 'r' ? 'm' : c == 'v' ? 'w' : 'd';
			i++;
		} else {
			out[n++] = c == '0' ? 'o' : c == '1' || c == 'i' ? 'l' : c == '5' ? 's' : c;
		}
	}
	return n;
}

static uint32_t picture_hash(struct str label)
{
	char out[LABEL_LONGEST];
	size_t n = picture(label, out);
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)out[i]) * 16777619U;
	return hash;
}

static bool same_picture(struct str x, struct str y)
{
	char px[LABEL_LONGEST], py[LABEL_LONGEST];
	size_t nx = picture(x, px), ny = picture(y, py);

	return nx == ny && memcmp(px, py, nx) == 0;
}

/* One bit for each letter and digit that occurs. */
static uint64_t letters_of(struct str s)
{
	uint64_t letters = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = ascii_lower((unsigned char)s.p[i]);

		if (ascii_alpha(c))
			letters |= 1ULL << (c - 'a');
		else if (ascii_digit(c))
			letters |= 1ULL << (26 + c - '0');
	}
	return letters;
}

void imitation_prepare(struct arena *a, struct known_address *k)
{
	domain_split(k->registrable, &k->label, &k->suffix);
	k->bare_label = without_marks(a, k->label);
	k->bare_local = without_marks(a, k->local);
	k->label_letters = letters_of(k->label);
	k->local_letters = letters_of(k->local);
	k->picture = picture_hash(k->label);
}

static bool label_lengths_fit(struct str fake, struct str real)
{
	return real.n >= SHORTEST_LOOKALIKE && fake.n >= SHORTEST_LABEL && fake.n <= real.n + 2 && real.n <= fake.n + 2 &&
	    real.n <= LABEL_LONGEST && fake.n <= LABEL_LONGEST;
}

/* Two edits change at most four letters of the set. */
static bool letters_near(uint64_t x, uint64_t y)
{
	return __builtin_popcountll(x ^ y) <= 4;
}

static bool looks_like(struct str fake, struct str real)
{
	return same_picture(fake, real) || str_within(fake, real, real.n >= TWO_EDITS_FROM ? 2 : 1);
}

bool domain_imitates(struct arena *a, struct str fake, struct str real, enum imitation_kind *kind_r,
    struct str *detail_r)
{
	struct str fake_label, real_label, fake_suffix, real_suffix;

	domain_split(fake, &fake_label, &fake_suffix);
	domain_split(real, &real_label, &real_suffix);
	if (fake_label.n < SHORTEST_LABEL || real_label.n < SHORTEST_LABEL || fake.n > 253 || str_ieq(fake, real))
		return false;
	if (str_ieq(fake_label, STR("example")) || str_ieq(real_label, STR("example")))
		return false;           /* RFC 2606: nobody's name */
	if (str_ieq(fake_label, real_label)) {
		*kind_r = IMITATES_TLD;
		*detail_r = arena_printf(a, "." STR_FMT " \u2192 ." STR_FMT, STR_ARG(real_suffix), STR_ARG(fake_suffix));
		return true;
	}
	if (!label_lengths_fit(fake_label, real_label) || !looks_like(fake_label, real_label))
		return false;
	*kind_r = IMITATES_LOOKALIKE;
	*detail_r = arena_printf(a, STR_FMT " \u2192 " STR_FMT, STR_ARG(real), STR_ARG(fake));
	return true;
}

bool labels_count(struct str fake, struct str real)
{
	size_t at = 0, differing = 0;
	bool alone = false;

	if (fake.n != real.n)
		return false;
	for (size_t i = 0; i < real.n; i++)
		if (ascii_lower((unsigned char)fake.p[i]) != ascii_lower((unsigned char)real.p[i])) {
			differing++;
			at = i;
		}
	if (differing != 1)
		return false;
	alone = (at == 0 || is_mark(real.p[at - 1])) && (at + 1 == real.n || is_mark(real.p[at + 1]));
	return alone || (ascii_digit((unsigned char)fake.p[at]) && ascii_digit((unsigned char)real.p[at]));
}

/* The tests that cost nothing: is it worth looking at the letters? */
static bool worth_a_look(const struct known_address *fake, const struct known_address *real)
{
	if (fake->free_mail)
		return (real->label_letters & ~fake->local_letters) == 0 && real->local.n > 0;
	return !real->free_mail && (str_eq(fake->label, real->label) || (label_lengths_fit(fake->label, real->label) &&
	    (fake->picture == real->picture || letters_near(fake->label_letters, real->label_letters))));
}

bool imitates(struct arena *a, struct imitation_budget *budget, const struct known_address *fake,
    const struct known_address *real, enum imitation_kind *kind_r, struct str *detail_r)
{
	if (budget->pairs++ >= IMITATION_PAIRS)
		budget->spent = true;
	if (budget->spent || fake->registrable.p == NULL || real->registrable.p == NULL || !worth_a_look(fake, real))
		return false;
	if (budget->looks++ >= IMITATION_LOOKS)
		budget->spent = true;
	if (!fake->free_mail)
		return domain_imitates(a, fake->registrable, real->registrable, kind_r, detail_r);
	if (!embeds(fake, real))
		return false;
	*kind_r = IMITATES_EMBEDDED;
	*detail_r = arena_printf(a, STR_FMT " \u2192 " STR_FMT, STR_ARG(real->address), STR_ARG(fake->address));
	return true;
}

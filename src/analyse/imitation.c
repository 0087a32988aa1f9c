/* imitation.c - likeness of addresses, as people see it.
 *
 * Embedding: a free-mail local part that holds both the real local part and the firm's label, in
 * any order and with any separators (alice@a-company.co.jp -> alice.a-company.jp@freemail).
 * Suffix: the same label under another public suffix.  Look-alike: one or two letters away, or the
 * same picture (rn/m, 1/l, 0/o, vv/w, hyphens).  Not found (known): transliterated names, names or
 * labels shorter than four letters, letters of other scripts (they come as xn-- labels). */
#include "analyse/imitation.h"

#include "base/buf.h"
#include "base/nearest.h"

enum { SHORTEST_NAME = 4, SHORTEST_LABEL = 4, SHORTEST_LOOKALIKE = 5, TWO_EDITS_FROM = 9 };

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

static bool embeds(struct arena *a, const struct known_address *fake, const struct known_address *real)
{
	struct str label, suffix, bare, mark_free;

	domain_split(real->registrable, &label, &suffix);
	label = without_marks(a, label);
	if (!fake->free_mail || real->free_mail || label.n < SHORTEST_LABEL || real->local.n == 0 || real->local.n > 64)
		return false;
	bare = without_marks(a, fake->local);
	if (!str_has(bare, label))
		return false;
	mark_free = without_marks(a, real->local);
	if (mark_free.n >= SHORTEST_NAME && (str_has(bare, mark_free) || holds_tokens(fake->local, real->local))) {
		/* One and the same word for name and firm ("acme@acme") is no embedding of two. */
		return !str_eq(mark_free, label) || bare.n >= 2 * label.n;
	}
	return real->name_key.n >= SHORTEST_NAME && str_eq(fake->name_key, real->name_key);
}

/* What letters look like: rn -> m, vv -> w, cl -> d, 0 -> o, 1 and i -> l, no hyphens. */
static struct str picture(struct arena *a, struct str label)
{
	char *p = arena_alloc(a, label.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < label.n; i++) {
		char c = (char)ascii_lower((unsigned char)label.p[i]);
		char next = i + 1 < label.n ? (char)ascii_lower((unsigned char)label.p[i + 1]) : '\0';

		if (c == '-' || c == '_')
			continue;
		if ((c == 'r' && next == 'n') || (c == 'v' && next == 'v') || (c == 'c' && next == 'l')) {
			p[n++] = c == 'r' ? 'm' : c == 'v' ? 'w' : 'd';
			i++;
		} else {
			p[n++] = c == '0' ? 'o' : c == '1' || c == 'i' ? 'l' : c == '5' ? 's' : c;
		}
	}
	return (struct str){ p, n };
}

bool domain_imitates(struct arena *a, struct str fake, struct str real, enum imitation_kind *kind_r,
    struct str *detail_r)
{
	struct str fake_label, real_label, fake_suffix, real_suffix;
	size_t distance;

	domain_split(fake, &fake_label, &fake_suffix);
	domain_split(real, &real_label, &real_suffix);
	if (fake_label.n < SHORTEST_LABEL || real_label.n < SHORTEST_LABEL || fake.n > 253 || str_ieq(fake, real))
		return false;
	if (str_ieq(fake_label, real_label)) {
		*kind_r = IMITATES_TLD;
		*detail_r = arena_printf(a, "." STR_FMT " \u2192 ." STR_FMT, STR_ARG(real_suffix), STR_ARG(fake_suffix));
		return true;
	}
	if (real_label.n < SHORTEST_LOOKALIKE || fake_label.n > real_label.n + 2 || real_label.n > fake_label.n + 2 ||
	    real_label.n > NEAREST_LONGEST)
		return false;
	distance = str_distance(fake_label, real_label);
	if (distance > (real_label.n >= TWO_EDITS_FROM ? 2u : 1u) &&
	    !str_eq(picture(a, fake_label), picture(a, real_label)))
		return false;
	*kind_r = IMITATES_LOOKALIKE;
	*detail_r = arena_printf(a, STR_FMT " \u2192 " STR_FMT, STR_ARG(real), STR_ARG(fake));
	return true;
}

bool imitates(struct arena *a, const struct known_address *fake, const struct known_address *real,
    enum imitation_kind *kind_r, struct str *detail_r)
{
	if (embeds(a, fake, real)) {
		*kind_r = IMITATES_EMBEDDED;
		*detail_r = arena_printf(a, STR_FMT " \u2192 " STR_FMT, STR_ARG(real->address), STR_ARG(fake->address));
		return true;
	}
	if (fake->free_mail || real->free_mail)
		return false;
	return fake->registrable.p != NULL && real->registrable.p != NULL &&
	    domain_imitates(a, fake->registrable, real->registrable, kind_r, detail_r);
}

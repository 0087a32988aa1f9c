/* imitation.c - likeness of addresses, as people see it.
 *
 * Embedding: a free-mail local part that holds both the real local part and the firm's label, in
 * any order and with any separators (alice@a-company.co.jp -> alice.a-company.jp@freemail), also in letters
 * that look the same (al1ce.a-cornpany).
 * Suffix: the same label under another public suffix.  Look-alike: one or two letters away (any letter,
 * so the neighbours on a keyboard too), the same picture (picture.h), the same picture but for one
 * letter, or an affix before or behind the name.  Homograph: the same picture with letters beyond
 * ASCII.  Part: the real domain stands inside the other (a-company.co.jp.evil.test,
 * a-company-co-jp.test).  Not found (known): transliterated names, names shorter than four letters that
 * are not all of the rest, labels shorter than four letters, strangers at a firm that differs by a letter
 * or number of its own. */
#include "analyse/imitation.h"

#include "analyse/picture.h"
#include "base/buf.h"
#include "base/nearest.h"
#include "base/text.h"

enum { SHORTEST_NAME = 4, SHORTEST_LABEL = 4, SHORTEST_LOOKALIKE = 5, ONE_EDIT_OF_PICTURE_FROM = 7, TWO_EDITS_FROM = 9 };

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

size_t names_held(struct str fake, struct str real)
{
	size_t letters = 0, names = 0;

	for (size_t i = 0; i < real.n;) {
		size_t end = i;

		while (end < real.n && !is_mark(real.p[end]))
			end++;
		if (end - i >= 2) {
			letters += end - i;
			names++;
			if (!str_ihas(fake, str_at(real, i, end - i)))
				return 0;
		}
		i = end + 1;
	}
	return letters >= SHORTEST_NAME ? names : 0;
}

/* The part of a domain that `rest` begins with; 0: none. */
static size_t domain_part_at(struct str rest)
{
	static const char *const parts[] = { "example", "com", "co", "jp", "net", "org", "cn", "tw", "hk", "kr", "uk", "de" };

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (str_starts(rest, str_of(parts[i])))
			return strlen(parts[i]);
	return 0;
}

/* All that a forger adds to name and firm: the domain's other labels, and digits. */
static bool is_domain_rest(struct str rest)
{
	while (rest.n > 0 && ascii_digit((unsigned char)rest.p[rest.n - 1]))
		rest.n--;
	for (size_t part; (part = domain_part_at(rest)) > 0;)
		rest = str_from(rest, part);
	return rest.n == 0;
}

/* A short name counts where it, the firm and parts of a domain are all there is: "ono.a-company.jp". */
static bool is_composed(struct str bare, struct str local, struct str label)
{
	if (local.n < 2 || label.n < SHORTEST_LOOKALIKE)
		return false;
	if (str_starts(bare, local) && str_starts(str_from(bare, local.n), label))
		return is_domain_rest(str_from(bare, local.n + label.n));
	return str_starts(bare, label) && str_starts(str_from(bare, label.n), local) &&
	    is_domain_rest(str_from(bare, local.n + label.n));
}

/* "al1ce.kitano-stee1": name and firm in other letters that look the same. */
static bool embeds_picture(struct arena *a, const struct known_address *fake, const struct known_address *real)
{
	return real->bare_label.n >= SHORTEST_LOOKALIKE && real->bare_local.n >= SHORTEST_NAME && real->bare_local.n <= LABEL_LONGEST &&
	    !str_eq(real->bare_local, real->bare_label) && str_has(fake->local_picture, picture_of(a, real->bare_label, false)) &&
	    str_has(fake->local_picture, picture_of(a, real->bare_local, false));
}

static bool embeds(struct arena *a, const struct known_address *fake, const struct known_address *real)
{
	struct str bare = fake->bare_local, label = real->bare_label;

	if (real->free_mail || label.n < SHORTEST_LABEL || real->local.n == 0 || real->local.n > 64)
		return false;
	if (!str_has(bare, label))
		return embeds_picture(a, fake, real);
	if (real->bare_local.n >= SHORTEST_NAME && (str_has(bare, real->bare_local) || names_held(fake->local, real->local) > 0)) {
		/* One and the same word for name and firm ("acme@acme") is no embedding of two. */
		return !str_eq(real->bare_local, label) || bare.n >= 2 * label.n;
	}
	if (is_composed(bare, real->bare_local, label))
		return true;
	return real->name_key.n >= SHORTEST_NAME && str_eq(fake->name_key, real->name_key);
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

static uint32_t hash_of(struct str s)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 16777619U;
	return hash;
}

void imitation_prepare(struct arena *a, struct known_address *k)
{
	domain_split(k->registrable, &k->label, &k->suffix);
	k->bare_label = without_marks(a, k->label);
	k->bare_local = without_marks(a, k->local);
	k->label_letters = letters_of(k->label);
	k->local_picture = k->free_mail && k->bare_local.n <= LABEL_LONGEST ? picture_of(a, k->bare_local, false) : STR("");
	k->local_letters = letters_of(k->local) | letters_of(k->local_picture);
	k->domain_letters = letters_of(k->domain);
	k->pictures[0] = picture_of(a, label_shown(a, k->label), false);
	if (str_istarts(k->label, STR("xn--")))
		k->pictures[1] = picture_of(a, label_shown(a, k->label), true);
	for (size_t i = 0; i < 2; i++)
		k->picture_hash[i] = k->pictures[i].n > 0 ? hash_of(k->pictures[i]) : 0;
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

static bool same_picture(const struct known_address *fake, const struct known_address *real)
{
	for (size_t i = 0; i < 2; i++)
		if (fake->picture_hash[i] != 0 && fake->picture_hash[i] == real->picture_hash[0] &&
		    str_eq(fake->pictures[i], real->pictures[0]))
			return true;
	return false;
}

static bool is_wide(struct str label)
{
	return str_istarts(label, STR("xn--"));
}

/* Two labels of kana and kanji are another matter than letters: one edit is a word. */
static bool near(const struct known_address *fake, const struct known_address *real)
{
	if (is_wide(fake->label) || is_wide(real->label))
		return fake->pictures[0].n >= ONE_EDIT_OF_PICTURE_FROM && real->pictures[0].n >= ONE_EDIT_OF_PICTURE_FROM &&
		    (str_within(fake->pictures[0], real->pictures[0], 1) || (fake->pictures[1].n > 0 &&
		    str_within(fake->pictures[1], real->pictures[0], 1)));
	return label_lengths_fit(fake->label, real->label) && (str_within(fake->label, real->label, real->label.n >= TWO_EDITS_FROM ? 2 : 1) ||
	    (real->label.n >= ONE_EDIT_OF_PICTURE_FROM && str_within(fake->pictures[0], real->pictures[0], 1)));
}

/* "a-company.co.jp" stands in "mail.a-company.co.jp.evil.test" between dots, or, with the dots as
 * hyphens or nothing, as a whole label. */
static bool holds_domain(const struct known_address *fake, const struct known_address *real)
{
	struct str rest = fake->domain, label;
	long long at = str_find(fake->domain, real->registrable);
	char bare[LABEL_LONGEST + 1];
	size_t n = 0;

	if (at >= 0 && (at == 0 || fake->domain.p[at - 1] == '.' || fake->domain.p[at - 1] == '-') &&
	    (size_t)at + real->registrable.n < fake->domain.n)
		return fake->domain.p[(size_t)at + real->registrable.n] == '.' || fake->domain.p[(size_t)at + real->registrable.n] == '-';
	for (size_t i = 0; i < real->registrable.n && n < LABEL_LONGEST; i++)
		if (real->registrable.p[i] != '.' && real->registrable.p[i] != '-')
			bare[n++] = real->registrable.p[i];
	while (str_split(&rest, '.', &label)) {
		size_t k = 0, i;

		for (i = 0; i < label.n; i++) {
			if (label.p[i] == '-')
				continue;
			if (k == n || label.p[i] != bare[k])
				break;
			k++;
		}
		if (i == label.n && k == n && n > 0)
			return true;
	}
	return false;
}

static bool may_hold_domain(const struct known_address *fake, const struct known_address *real)
{
	return fake->domain.n > real->registrable.n && real->label.n >= SHORTEST_LABEL &&
	    (real->label_letters & ~fake->domain_letters) == 0 && !str_ieq(real->label, STR("example"));
}

/* Of two that are no free mail. */
static bool of_domains(struct arena *a, const struct known_address *fake, const struct known_address *real,
    enum imitation_kind *kind_r, struct str *detail_r)
{
	*detail_r = arena_printf(a, STR_FMT " \u2192 " STR_FMT, STR_ARG(real->registrable), STR_ARG(fake->domain));
	*kind_r = IMITATES_PART;
	if (fake->domain.n > 253 || str_ieq(fake->registrable, real->registrable))
		return false;
	if (may_hold_domain(fake, real) && holds_domain(fake, real))
		return true;
	if (fake->label.n < SHORTEST_LABEL || real->label.n < SHORTEST_LABEL)
		return false;
	if (str_ieq(fake->label, STR("example")) || str_ieq(real->label, STR("example")))
		return false;           /* RFC 2606: nobody's name */
	if (str_ieq(fake->label, real->label)) {
		*kind_r = IMITATES_TLD;
		*detail_r = arena_printf(a, "." STR_FMT " \u2192 ." STR_FMT, STR_ARG(real->suffix), STR_ARG(fake->suffix));
		return true;
	}
	*detail_r = arena_printf(a, STR_FMT " \u2192 " STR_FMT, STR_ARG(real->registrable), STR_ARG(fake->registrable));
	if (same_picture(fake, real) && (real->label.n >= SHORTEST_LOOKALIKE || is_wide(fake->label))) {
		*kind_r = is_wide(fake->label) ? IMITATES_HOMOGRAPH : IMITATES_LOOKALIKE;
		return true;
	}
	*kind_r = is_wide(fake->label) ? IMITATES_HOMOGRAPH : IMITATES_LOOKALIKE;
	if (near(fake, real))
		return true;
	*kind_r = IMITATES_AFFIX;
	return real->bare_label.n >= SHORTEST_LOOKALIKE && label_has_affix(fake->bare_label, real->bare_label);
}

bool domain_imitates(struct arena *a, struct str fake, struct str real, enum imitation_kind *kind_r,
    struct str *detail_r)
{
	struct known_address f = { .domain = fake, .registrable = registrable(a, fake) };
	struct known_address r = { .domain = real, .registrable = registrable(a, real) };

	if (f.registrable.p == NULL || r.registrable.p == NULL)
		return false;
	imitation_prepare(a, &f);
	imitation_prepare(a, &r);
	return of_domains(a, &f, &r, kind_r, detail_r);
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
	return !real->free_mail && (str_eq(fake->label, real->label) || same_picture(fake, real) || is_wide(fake->label) ||
	    (label_lengths_fit(fake->label, real->label) && letters_near(fake->label_letters, real->label_letters)) ||
	    may_hold_domain(fake, real));
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
		return of_domains(a, fake, real, kind_r, detail_r);
	if (!embeds(a, fake, real))
		return false;
	*kind_r = IMITATES_EMBEDDED;
	*detail_r = arena_printf(a, STR_FMT " \u2192 " STR_FMT, STR_ARG(real->address), STR_ARG(fake->address));
	return true;
}

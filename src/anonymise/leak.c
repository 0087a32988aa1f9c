/* leak.c - terms and patterns by terms.c; here the question whether an address was released. */
#include "anonymise/leak.h"

#include <arpa/inet.h>
#include <libpsl.h>

#include "base/buf.h"

static const char *const kind_names[TERM_KIND_COUNT] = { "name", "sig", "domain", "person", "person", "address", "address", "pattern" };

static void hit_add(struct arena *a, struct leak_hits *hits, struct str place, const char *kind, size_t offset,
    size_t length, const char *how, struct str found)
{
	*ARENA_PUSH(a, hits->list, hits->count, hits->room) =
	    (struct leak_hit){ place, offset, length, str_of(kind), how, found };
}

/* The artefact as it would be typed: hxxp://bad[.]example and &lt;a&gt; made plain again. */
struct plain_text {
	struct str text;
	const uint32_t *map;            /* byte of `text` -> byte of the artefact */
};

static const struct { const char *written, *meant; } marks[] = { { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" }, { "&quot;", "\"" },
	{ "hxxp", "http" }, { "[.]", "." }, { "[@]", "@" }, { "[:]", ":" } };

static struct plain_text make_plain(struct arena *a, struct str s)
{
	uint32_t *map = ARENA_ARRAY(a, uint32_t, s.n + 1);
	struct buf out;

	buf_init_arena(&out, a, s.n + 1);
	buf_reserve(&out, s.n + 1);
	for (size_t i = 0; i < s.n;) {
		const char *meant = NULL;
		size_t n = 1;

		for (size_t k = 0; k < sizeof marks / sizeof marks[0] && meant == NULL && strchr("&hH[", s.p[i]) != NULL; k++)
			if (str_istarts(str_from(s, i), str_of(marks[k].written)))
				meant = marks[k].meant, n = strlen(marks[k].written);
		for (size_t k = 0; k < (meant != NULL ? strlen(meant) : 1); k++) {
			map[out.n] = (uint32_t)i;
			buf_char(&out, meant != NULL ? meant[k] : s.p[i]);
		}
		i += n;
	}
	map[out.n] = (uint32_t)s.n;
	return (struct plain_text){ buf_str(&out), map };
}

/* Values with a <rule> in them fall apart at its brackets: they are looked for as wholes and blanked, also
 * where one lies in another. */
static void blank_rules(struct arena *a, struct plain_text *t, const struct str *released, size_t n)
{
	char *bytes = (char *)(uintptr_t)t->text.p;
	bool *covered = ARENA_ARRAY(a, bool, t->text.n + 1);

	for (size_t i = 0; i < n; i++) {
		size_t from = 0;
		long long at;

		if (str_find_char(released[i], '<') < 0)
			continue;
		while ((at = str_find(str_from(t->text, from), released[i])) >= 0) {
			memset(covered + from + (size_t)at, true, released[i].n);
			from += (size_t)at + released[i].n;
		}
	}
	for (size_t i = 0; i < t->text.n; i++)
		bytes[i] = covered[i] ? ' ' : bytes[i];
}

static bool ends_word(unsigned char c)
{
	return c <= 0x20 || c >= 0x80 || c == '"' || c == '\'' || c == '<' || c == '>' || c == '(' || c == ')' || c == ',' ||
	    c == ';' || c == '|' || c == '`';
}

static bool is_ipv4(struct str s)
{
	int dots = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && i > 0 && i + 1 < s.n && s.p[i - 1] != '.')
			dots++;
		else if (!ascii_digit((unsigned char)s.p[i]))
			return false;
	}
	return dots == 3 && s.n >= 7;
}

static bool is_ipv6(struct str s)
{
	unsigned char out[16];
	char z[64];

	if (s.n < 6 || s.n >= sizeof z || str_find_char(s, ':') < 0)
		return false;
	memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	return inet_pton(AF_INET6, z, out) == 1;
}

/* a.b.example: labels that a name server could answer for, under a suffix that is sold or reserved. */
static bool is_host(struct arena *a, struct str s)
{
	static const char *const reserved[] = { "example", "test", "invalid", "local", "localdomain", "internal", "lan", "corp", "intra", "home" };
	long long dot = str_rfind_char(s, '.');
	struct str last;
	size_t label = 0;

	if (dot <= 0 || s.n > 253)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '.' ? label == 0 : !ascii_alpha(c) && !ascii_digit(c) && (c != '-' || label == 0))
			return false;
		label = c == '.' ? 0 : label + 1;
	}
	last = arena_lower(a, str_from(s, (size_t)dot + 1));
	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (str_eq(last, str_of(reserved[i])))
			return true;
	return last.n >= 2 && psl_is_public_suffix2(psl_builtin(), last.p, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 1;
}

static bool looks_like_address(struct arena *a, struct str s)
{
	long long at = str_find_char(s, '@');

	if (str_has(s, STR("://")))
		return true;
	if (at > 0 && (size_t)at + 3 < s.n && str_find_char(str_from(s, (size_t)at), '.') > 0)
		return true;
	return is_ipv4(s) || is_ipv6(s) || is_host(a, s);
}

static bool is_released(struct str s, const struct str *released, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (released[i].n > 0 && (str_ieq(s, released[i]) || (str_has(released[i], STR("://")) && str_istarts(released[i], s) && s.n > 10)))
			return true;
	return false;
}

static struct str trim_marks(struct str s)
{
	while (s.n > 0 && strchr(".:)]}?!", s.p[s.n - 1]) != NULL)
		s.n--;
	while (s.n > 0 && strchr("([{", s.p[0]) != NULL)
		s = str_from(s, 1);
	return s;
}

static void find_unreleased(const struct terms *terms, struct arena *a, struct str place, struct str bytes, const struct str *released, size_t n,
    struct leak_hits *hits)
{
	struct plain_text t = make_plain(a, bytes);
	size_t from = 0;

	blank_rules(a, &t, released, n);
	for (size_t i = 0; i <= t.text.n; i++) {
		struct str word;

		if (i < t.text.n && !ends_word((unsigned char)t.text.p[i]))
			continue;
		word = trim_marks(str_at(t.text, from, i - from));
		bool drill;

		if (word.n < 4 || word.n >= 4096 || !looks_like_address(a, word))
			drill = false;
		else if ((drill = terms_is_drill(terms, word)) || !is_released(word, released, n))
			hit_add(a, hits, place, drill ? "drill" : "unreleased", t.map[from], t.map[i] - t.map[from], "", arena_str(a, str_at(bytes, t.map[from],
			    t.map[i] - t.map[from])));
		from = i + 1;
	}
}

void leak_check(const struct terms *t, struct arena *a, struct str place, struct str bytes,
    const struct str *released, size_t released_count, struct leak_hits *hits)
{
	struct term_hits terms = { 0 };

	terms_find_decoded(t, a, bytes, false, &terms);
	for (size_t i = 0; i < terms.count; i++) {
		const struct term_hit *h = &terms.list[i];

		hit_add(a, hits, place, kind_names[h->kind], h->offset, h->length, h->how, h->found);
	}
	find_unreleased(t, a, place, bytes, released, released_count, hits);
}

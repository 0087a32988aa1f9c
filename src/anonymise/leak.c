/* leak.c - terms and patterns by terms.c; here the question whether an address was released. */
#include "anonymise/leak.h"

#include "base/buf.h"

static const char *const kind_names[TERM_KIND_COUNT] = { "name", "sig", "domain", "person", "person", "address", "address", "pattern" };

static void hit_add(struct arena *a, struct leak_hits *hits, struct str place, const char *kind, size_t offset,
    size_t length, const char *how, struct str found)
{
	*ARENA_PUSH(a, hits->list, hits->count, hits->room) =
	    (struct leak_hit){ place, offset, length, str_of(kind), how, found };
}

/* hxxp://bad[.]example and bad[@]example as they would be typed; the map is not needed: a hit's
 * offset is the word's. */
static struct str refang(struct arena *a, struct str s)
{
	struct buf out;

	buf_init_arena(&out, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '[' && i + 2 < s.n && s.p[i + 2] == ']' && strchr(".@:", s.p[i + 1]) != NULL) {
			buf_char(&out, s.p[i + 1]);
			i += 2;
		} else if (str_istarts(str_from(s, i), STR("hxxp"))) {
			buf_z(&out, "http");
			i += 3;
		} else {
			buf_char(&out, s.p[i]);
		}
	}
	return buf_str(&out);
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

static bool looks_like_address(struct str s)
{
	long long at = str_find_char(s, '@');

	if (str_has(s, STR("://")))
		return true;
	if (at > 0 && (size_t)at + 3 < s.n && str_find_char(str_from(s, (size_t)at), '.') > 0)
		return true;
	return is_ipv4(s);
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
	while (s.n > 0 && strchr(".:)]}", s.p[s.n - 1]) != NULL)
		s.n--;
	while (s.n > 0 && strchr("([{", s.p[0]) != NULL)
		s = str_from(s, 1);
	return s;
}

static void find_unreleased(struct arena *a, struct str place, struct str bytes, const struct str *released, size_t n,
    struct leak_hits *hits)
{
	size_t from = 0;

	for (size_t i = 0; i <= bytes.n; i++) {
		struct str word;

		if (i < bytes.n && !ends_word((unsigned char)bytes.p[i]))
			continue;
		word = str_at(bytes, from, i - from);
		if (word.n >= 6 && word.n < 4096) {
			struct str clear = trim_marks(refang(a, word));

			if (looks_like_address(clear) && !is_released(clear, released, n) &&
			    !str_has(clear, STR("{recipient}")) && !str_has(clear, STR("{token}")))
				hit_add(a, hits, place, "unreleased", from, word.n, "", arena_str(a, word));
		}
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
	find_unreleased(a, place, bytes, released, released_count, hits);
}

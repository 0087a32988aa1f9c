/* url_text.c - URLs in running text, and the forms in which people disarm them. */
#include "base/buf.h"
#include "base/text.h"
#include "parse/url.h"

static const struct { const char *from, *to; } marks[] = {
	{ "hxxps", "https" }, { "hXXps", "https" }, { "hxxp", "http" }, { "hXXp", "http" }, { "[.]", "." }, { "(.)", "." },
	{ "{.}", "." }, { "[dot]", "." }, { "(dot)", "." }, { " dot ", "." }, { "[:]", ":" }, { "[://]", "://" }, { "[at]", "@" },
	{ "(at)", "@" }, { "[@]", "@" }, { "[/]", "/" }, { "．", "." }, { "。", "." }, { "：", ":" }, { "／", "/" }, { "＠", "@" },
};

struct str refang(struct arena *a, struct str s)
{
	struct buf out;
	bool changed = false;

	buf_init_arena(&out, a, s.n + 16);
	for (size_t i = 0; i < s.n;) {
		bool found = false;

		for (size_t m = 0; m < sizeof marks / sizeof marks[0] && !found; m++) {
			if (!str_starts(str_from(s, i), str_of(marks[m].from)))
				continue;
			buf_z(&out, marks[m].to);
			i += strlen(marks[m].from);
			found = changed = true;
		}
		if (!found)
			buf_char(&out, s.p[i++]);
	}
	return changed ? buf_str(&out) : s;
}

struct str defang(struct arena *a, struct str s)
{
	struct buf out;
	struct str rest = s;
	long long scheme = str_find(s, STR("://"));
	bool host = true;

	buf_init_arena(&out, a, s.n * 3 + 16);
	if (scheme > 0 && str_istarts(s, STR("http"))) {
		buf_z(&out, "hxxp");
		buf_add(&out, str_at(s, 4, (size_t)scheme - 4 + 3));
		rest = str_from(s, (size_t)scheme + 3);
	}
	for (size_t i = 0; i < rest.n; i++) {
		host &= rest.p[i] != '/' && rest.p[i] != '?' && rest.p[i] != '#';
		if (host && rest.p[i] == '.')
			buf_z(&out, "[.]");
		else if (host && rest.p[i] == '@')
			buf_z(&out, "[@]");
		else
			buf_char(&out, rest.p[i]);
	}
	return buf_str(&out);
}

/* Printable ASCII that a URL in text may hold; Japanese text ends it. */
static bool in_url(unsigned char c)
{
	return c > 0x20 && c < 0x7f && c != '<' && c != '>' && c != '"' && c != '`' && c != '{' && c != '}' && c != '|' && c != '^';
}

/* ASCII of a full-width form that a URL may hold (U+FF01 to U+FF5E, EF BC 81 to EF BD 9E); 0 for all else. */
static char full_width(struct str s)
{
	unsigned char hi, lo, c;

	if (s.n < 3 || (unsigned char)s.p[0] != 0xEF)
		return 0;
	hi = (unsigned char)s.p[1];
	lo = (unsigned char)s.p[2];
	if ((hi != 0xBC || lo < 0x81) && (hi != 0xBD || lo > 0x9E))
		return 0;
	c = (unsigned char)(hi == 0xBC ? lo - 0x60 : lo - 0x20);
	return ascii_alpha(c) || ascii_digit(c) || strchr("-._~:/?#&=%+@", c) != NULL ? (char)c : 0;
}

/* Is `s` at a dot of another width, between letters of a host that ends there otherwise?  "。" ends a sentence as well:
 * in a host that has its dot already it is one of those. */
static bool is_wide_dot(struct str s, struct str host)
{
	return s.n > 3 && (str_starts(s, STR("．")) || (str_starts(s, STR("。")) && str_find_char(host, '.') < 0)) &&
	    host.n > 0 && str_find_char(host, '/') < 0 && (ascii_alpha((unsigned char)s.p[3]) || ascii_digit((unsigned char)s.p[3]));
}

/* Closing punctuation belongs to the sentence, unless a bracket was opened inside. */
static size_t trim_end(struct str s)
{
	size_t n = s.n;

	while (n > 0) {
		char c = s.p[n - 1];

		if (memchr(".,;:!?'", c, 7) == NULL && !(c == ')' && str_find_char(str_at(s, 0, n), '(') < 0) &&
		    !(c == ']' && str_find_char(str_at(s, 0, n), '[') < 0))
			break;
		n--;
	}
	return n;
}

static size_t scheme_at(struct str s, bool *defanged_r)
{
	static const struct { const char *text; bool defanged; } starts[] = {
		{ "https://", false }, { "http://", false }, { "ftp://", false }, { "hxxps://", true }, { "hxxp://", true },
		{ "hxxps[:]//", true }, { "hxxp[:]//", true }, { "hxxps[://]", true }, { "hxxp[://]", true }, { "https[:]//", true },
		{ "http[:]//", true }, { "https[://]", true }, { "www.", false }, { "https:\\\\", false }, { "http:\\\\", false },
	};

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		if (str_istarts(s, str_of(starts[i].text))) {
			*defanged_r = starts[i].defanged;
			return strlen(starts[i].text);
		}
	}
	return 0;
}

/* ht, hx, ww and ft: the rest of the words with these letters is passed over. */
static bool may_be_scheme(unsigned char first, struct str behind)
{
	unsigned char c = behind.n > 0 ? ascii_lower((unsigned char)behind.p[0]) : 0;

	return first == 'w' ? c == 'w' : c == 't' || (first == 'h' && c == 'x');
}

typedef unsigned char sixteen __attribute__((vector_size(16)));

/* Whether a scheme may begin among the sixteen bytes from p, behind which there is one more. */
static bool may_hold_scheme(const char *p)
{
	sixteen v, next, may;
	unsigned long long halves[2];

	memcpy(&v, p, sizeof v);
	memcpy(&next, p + 1, sizeof next);
	v |= 0x20;
	next |= 0x20;
	may = (((sixteen)(v == 'h') | (sixteen)(v == 'f')) & (sixteen)(next == 't')) | ((sixteen)(v == 'h') & (sixteen)(next == 'x')) |
	    ((sixteen)(v == 'w') & (sixteen)(next == 'w')) | (sixteen)(v == 0xEF);  /* which full-width letters begin with */
	memcpy(halves, &may, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

enum { MOST_FOUND = 5000, LONGEST = 8192, WIDE_LONGEST = 512, WIDE_SCHEME = 8 };

/* A URL whose letters are full-width from its scheme on: "ｈｔｔｐｓ：／／ａ．ｅｘａｍｐｌｅ".  The longest scheme has eight: where
 * they are none, no more is narrowed, so that a long run of one letter costs eight steps each and not hundreds. */
static bool wide_url(struct arena *a, struct str text, size_t from, struct url_found *found_r)
{
	char ascii[WIDE_LONGEST];
	size_t n = 0, kept, at = from;
	bool defanged;
	char c;

	for (; n < WIDE_LONGEST && (c = full_width(str_from(text, at))) != 0; at += 3) {
		ascii[n++] = c;
		if ((n == 2 && !may_be_scheme(ascii_lower((unsigned char)ascii[0]), (struct str){ ascii + 1, 1 })) ||
		    (n == WIDE_SCHEME && scheme_at((struct str){ ascii, n }, &defanged) == 0))
			return false;
	}
	kept = trim_end((struct str){ ascii, n });
	if (kept < WIDE_SCHEME)
		return false;
	*found_r = (struct url_found){ arena_printf(a, "%s%.*s", ascii_lower((unsigned char)ascii[0]) == 'w' ? "http://" : "", (int)kept, ascii),
		from, from + 3 * kept, true };
	return true;
}

void url_find(struct arena *a, struct str text, const struct url_found **found_r, size_t *count_r)
{
	struct url_found *list = NULL, wide;
	size_t count = 0, room = 0;

	for (size_t i = 0, looked = 0; i < text.n && count < MOST_FOUND;) {
		unsigned char c;

		while (i >= looked && i + 17 <= text.n && !may_hold_scheme(text.p + i))
			i += 16;
		looked = i >= looked ? i + 16 : looked;         /* what lies before it is gone through byte by byte */
		c = ascii_lower((unsigned char)text.p[i]);
		if (c != 'h' && c != 'w' && c != 'f') {         /* nearly every byte */
			if (c == 0xEF && (c = ascii_lower((unsigned char)full_width(str_from(text, i)))) != 0 && (c == 'h' || c == 'w') &&
			    wide_url(a, text, i, &wide)) {
				*ARENA_PUSH(a, list, count, room) = wide;
				i = wide.to;
			} else {
				i++;
			}
			continue;
		}
		bool defanged = false, boundary = (i == 0 || !ascii_alpha((unsigned char)text.p[i - 1])) && may_be_scheme(c, str_from(text, i + 1));
		size_t scheme = boundary ? scheme_at(str_from(text, i), &defanged) : 0;
		size_t end = i;
		struct str url;

		if (scheme == 0) {
			i++;
			continue;
		}
		while (end < text.n && end - i < LONGEST)
			if (in_url((unsigned char)text.p[end]))
				end++;
			else if (end > i + scheme && is_wide_dot(str_from(text, end), str_at(text, i + scheme, end - i - scheme)))
				end += 3;
			else
				break;
		end = i + trim_end(str_at(text, i, end - i));
		if (end - i <= scheme + 2) {
			i += scheme;
			continue;
		}
		url = str_at(text, i, end - i);
		defanged |= str_has(url, STR("[.]")) || str_has(url, STR("(dot)")) || str_has(url, STR("[dot]"));
		if (defanged)
			url = refang(a, url);
		if (str_istarts(url, STR("www.")))
			url = arena_printf(a, "http://%.*s", (int)url.n, url.p);
		*ARENA_PUSH(a, list, count, room) = (struct url_found){ url, i, end, defanged };
		i = end;
	}
	*found_r = list;
	*count_r = count;
}

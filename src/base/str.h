/* str.h - a view of bytes that somebody else owns.
 *
 * The bytes may hold NUL and any charset.  A view with p == NULL means "absent"; an
 * empty view has p != NULL and n == 0.  Functions here are ASCII-only and know no locale. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
#define STR_FMT "%.*s"
#define STR_ARG(s) ((int)((s).n > 4096 ? 4096 : (s).n)), ((s).p != NULL ? (s).p : "")

static inline struct str str_of(const char *z)
{
	return z != NULL ? (struct str){ z, strlen(z) } : STR_NONE;
}

static inline struct str str_at(struct str s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	return (struct str){ s.p + from, n < s.n - from ? n : s.n - from };
}

static inline struct str str_from(struct str s, size_t from)
{
	return str_at(s, from, s.n);
}

static inline unsigned char ascii_lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c;
}

static inline bool ascii_space(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline bool ascii_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_alpha(unsigned char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

/* Bytes compared as they are; two absent views are equal. */
static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

/* ASCII letters compared without case. */
bool str_isame(const char *a, const char *b, size_t n);
static inline bool str_ieq(struct str a, struct str b)
{
	return a.n == b.n && str_isame(a.p, b.p, a.n);
}
int str_cmp(struct str a, struct str b);
bool str_istarts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_iends(struct str s, struct str suffix);

/* Where `part` first occurs in `s`, or -1.  The search is linear (memmem). */
long long str_find(struct str s, struct str part);
/* The same without ASCII case. */
long long str_ifind(struct str s, struct str part);
bool str_has(struct str s, struct str part);
bool str_ihas(struct str s, struct str part);
long long str_find_char(struct str s, char c);
long long str_rfind_char(struct str s, char c);

/* The part before / after the first `c`; without a `c`: all of it / an empty view. */
struct str str_upto(struct str s, char c);
struct str str_after(struct str s, char c);
struct str str_trim(struct str s);

/* Takes the next piece up to `c` off the front of *rest; false when nothing is left. */
bool str_split(struct str *rest, char c, struct str *piece_r);

/* A whole decimal number, optional '-'; false when `s` is anything else or does not fit. */
bool str_to_int(struct str s, long long *value_r);

#endif

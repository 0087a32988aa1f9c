/* str.c - views of bytes: comparing, searching, cutting. */
#include "base/str.h"

#include <limits.h>

bool str_isame(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ascii_lower((unsigned char)a[i]) != ascii_lower((unsigned char)b[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_istarts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_isame(s.p, prefix.p, prefix.n);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

bool str_iends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_isame(s.p + (s.n - suffix.n), suffix.p, suffix.n);
}

long long str_find(struct str s, struct str part)
{
	const char *at;

	if (part.n == 0)
		return 0;
	if (s.n < part.n)
		return -1;
	/* most texts have no byte that most words begin with */
	at = memchr(s.p, part.p[0], s.n - part.n + 1);
	if (at != NULL)
		at = memmem(at, s.n - (size_t)(at - s.p), part.p, part.n);
	return at != NULL ? at - s.p : -1;
}

typedef unsigned char sixteen __attribute__((vector_size(16)));

/* Sixteen bytes, letters in lower case if `letter` (other bytes change too: str_isame decides). */
static sixteen load(const char *p, bool letter)
{
	sixteen v;

	memcpy(&v, p, sizeof v);
	return letter ? v | 0x20 : v;
}

/* The first of the sixteen places from p where `part` stands; 16: none.  Looked at are those where its first and its
 * last byte are. */
static size_t begins_at(const char *p, struct str part)
{
	unsigned char first = ascii_lower((unsigned char)part.p[0]), last = ascii_lower((unsigned char)part.p[part.n - 1]);
	sixteen both = (sixteen)(load(p, ascii_alpha(first)) == first) & (sixteen)(load(p + part.n - 1, ascii_alpha(last)) == last);
	unsigned long long halves[2];
	const unsigned char *is = (const unsigned char *)&both;

	memcpy(halves, &both, sizeof halves);
	if ((halves[0] | halves[1]) == 0)
		return 16;
	for (size_t i = halves[0] == 0 ? 8 : 0; i < 16; i++)
		if (is[i] != 0 && str_isame(p + i, part.p, part.n))
			return i;
	return 16;
}

/* Quadratic only in the length of `part`, which is always a constant of ours. */
long long str_ifind(struct str s, struct str part)
{
	size_t places = s.n >= part.n ? s.n - part.n + 1 : 0, i = 0;

	if (part.n == 0)
		return 0;
	if (!ascii_alpha((unsigned char)part.p[0])) {   /* it has one case only */
		long long first = str_find_char(str_at(s, 0, places), part.p[0]);

		if (first < 0)
			return -1;
		i = (size_t)first;
	}
	for (; i + 16 <= places; i += 16) {
		size_t at = begins_at(s.p + i, part);

		if (at < 16)
			return (long long)(i + at);
	}
	for (; i < places; i++)
		if (str_isame(s.p + i, part.p, part.n))
			return (long long)i;
	return -1;
}

bool str_has(struct str s, struct str part)
{
	return str_find(s, part) >= 0;
}

bool str_ihas(struct str s, struct str part)
{
	return str_ifind(s, part) >= 0;
}

long long str_find_char(struct str s, char c)
{
	const char *at = s.n > 0 ? memchr(s.p, c, s.n) : NULL;

	return at != NULL ? at - s.p : -1;
}

long long str_rfind_char(struct str s, char c)
{
	const char *at = s.n > 0 ? memrchr(s.p, c, s.n) : NULL;

	return at != NULL ? at - s.p : -1;
}

struct str str_upto(struct str s, char c)
{
	long long at = str_find_char(s, c);

	return at < 0 ? s : str_at(s, 0, (size_t)at);
}

struct str str_after(struct str s, char c)
{
	long long at = str_find_char(s, c);

	return at < 0 ? str_at(s, s.n, 0) : str_from(s, (size_t)at + 1);
}

struct str str_trim(struct str s)
{
	while (s.n > 0 && ascii_space((unsigned char)s.p[0]))
		s = str_from(s, 1);
	while (s.n > 0 && ascii_space((unsigned char)s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_split(struct str *rest, char c, struct str *piece_r)
{
	if (rest->p == NULL)
		return false;
	*piece_r = str_upto(*rest, c);
	*rest = piece_r->n < rest->n ? str_from(*rest, piece_r->n + 1) : STR_NONE;
	return true;
}

bool str_to_int(struct str s, long long *value_r)
{
	bool negative = s.n > 0 && s.p[0] == '-';
	long long value = 0;

	if (negative)
		s = str_from(s, 1);
	if (s.n == 0 || s.n > 19)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int digit = s.p[i] - '0';

		if (digit < 0 || digit > 9 || value > (LLONG_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*value_r = negative ? -value : value;
	return true;
}

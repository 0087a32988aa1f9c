/* mask.c - whatever looks like an IP or mail address and is not the indicator goes. */
#include "hunt/mask.h"

#include "hunt/value.h"

static bool in_address(unsigned char c)
{
	return ascii_digit(c) || c == '.' || c == ':' || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

/* The longest address that begins here; 0: none. */
static size_t address_at(struct str s)
{
	size_t n = 0;
	uint32_t ip4;
	unsigned char ip6[16];

	while (n < s.n && n < 45 && in_address((unsigned char)s.p[n]))
		n++;
	for (; n >= 2; n--)
		if (ip4_read(str_at(s, 0, n), &ip4) || ip6_read(str_at(s, 0, n), ip6))
			return n;
	return 0;
}

static bool in_local(unsigned char c)
{
	return ascii_alpha(c) || ascii_digit(c) || (c != '\0' && strchr("._-+%", c) != NULL);
}

/* A mail address that begins here; 0: none. */
static size_t mail_at(struct str s)
{
	size_t at = 0, end;

	while (at < s.n && at < 64 && in_local((unsigned char)s.p[at]))
		at++;
	if (at == 0 || at >= s.n || s.p[at] != '@')
		return 0;
	for (end = at + 1; end < s.n && in_local((unsigned char)s.p[end]); end++)
		;
	while (end > at + 1 && (s.p[end - 1] == '.' || s.p[end - 1] == '-'))
		end--;
	return end > at + 1 ? end : 0;
}

/* The indicator itself, or a mail address at a listed domain: those are the others' own. */
static bool is_kept(struct str address, struct str keep)
{
	struct str domain = str_after(address, '@');

	return str_ieq(address, keep) || (domain.n > keep.n && domain.p[domain.n - keep.n - 1] == '.' ? str_iends(domain, keep) :
	    domain.n > 0 && str_ieq(domain, keep));
}

struct str mask_line(struct str line, struct str keep, char room[MASK_MOST])
{
	size_t out = 0;

	for (size_t i = 0; i < line.n && out + 1 < MASK_MOST;) {
		bool inside = i > 0 && (in_address((unsigned char)line.p[i - 1]) || ascii_alpha((unsigned char)line.p[i - 1]));
		size_t n = i > 0 && in_local((unsigned char)line.p[i - 1]) ? 0 : mail_at(str_from(line, i));

		if (n == 0)
			n = inside && line.p[i - 1] != ':' ? 0 : address_at(str_from(line, i));
		if (n == 0) {
			room[out++] = line.p[i++];
		} else if (is_kept(str_at(line, i, n), keep)) {
			for (size_t k = 0; k < n && out + 1 < MASK_MOST; k++)
				room[out++] = line.p[i++];
		} else {
			room[out++] = '*';
			i += n;
		}
	}
	return (struct str){ room, out };
}

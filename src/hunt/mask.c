/* mask.c - whatever looks like an address and is not the indicator goes. */
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

struct str mask_line(struct str line, struct str keep, char room[MASK_MOST])
{
	size_t out = 0;

	for (size_t i = 0; i < line.n && out + 1 < MASK_MOST;) {
		bool inside = i > 0 && (in_address((unsigned char)line.p[i - 1]) || ascii_alpha((unsigned char)line.p[i - 1]));
		size_t n = inside && line.p[i - 1] != ':' ? 0 : address_at(str_from(line, i));

		if (n == 0) {
			room[out++] = line.p[i++];
		} else if (str_ieq(str_at(line, i, n), keep)) {
			for (size_t k = 0; k < n && out + 1 < MASK_MOST; k++)
				room[out++] = line.p[i++];
		} else {
			room[out++] = '*';
			i += n;
		}
	}
	return (struct str){ room, out };
}

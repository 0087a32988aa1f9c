/* scan_walk.h - every token with a dot in it; scan_walk.c compiles it once an engine.
 *
 * Where they end is found 64 bytes at a time, and most of what no set can list (times, versions, numbers) ends here.  Where
 * one begins shows in one window of the bit map, without a loop, unless it is longer. */

/* Every suffix of at least two labels, from the right. */
FOR_ENGINE static inline void NAMED(name)(struct scanner *s, size_t at, size_t end, uint64_t dots)
{
	const char *p = s->block;
	uint64_t h = SET_SEED;
	size_t e = end, labels = 0;

	for (;;) {
		size_t from = at;

		if (end - at <= WINDOW) {
			if (dots != 0) {
				size_t i = 63 - (size_t)__builtin_clzll(dots);

				from = at + i + 1;
				dots ^= 1ull << i;
			}
		} else {
			for (from = e; from > at && p[from - 1] != '.'; from--)
				;
		}
		if (from == e)
			return;                 /* an empty label */
		h = set_hash_label(h, p + from, e - from);
		if (++labels >= 2)
			probe(s, h, from, end - from, from == at, false);
		if (from == at)
			break;
		e = from - 1;
	}
	if (s->mail && at + s->base > 0 && p[(ptrdiff_t)at - 1] == '@')
		scan_mail_address(s, at, end, h);
}

/* More than a window of the maps shows: rare, so byte by byte. */
FOR_ENGINE static void NAMED(long_token)(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;
	bool numeric = true;

	scan_addresses_between(s, at, end);
	if (end - at > LONGEST_NAME)
		for (at = end - LONGEST_NAME; at < end && p[at - 1] != '.';)
			at++;
	for (size_t i = end; i > at && p[i - 1] != '.'; i--)
		numeric = numeric && ascii_digit((unsigned char)p[i - 1]);
	if (s->names && end - at > WINDOW && !numeric)
		NAMED(name)(s, at, end, 0);
}

/* A run of token characters with at least one dot in it; offsets in the block. */
FOR_ENGINE static inline void NAMED(token)(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;
	uint64_t dots, digits, all;
	size_t n, last;
	uint32_t ip;

	while (at < end && (p[at] == '.' || p[at] == '-'))
		at++;
	while (end > at && (p[end - 1] == '.' || p[end - 1] == '-'))
		end--;
	n = end - at;
	if (n < 3)
		return;
	if (n > WINDOW) {
		NAMED(long_token)(s, at, end);
		return;
	}
	all = low_bits(n);
	dots = window(s->maps.dot, at - s->base) & all;
	digits = window(s->maps.digit, at - s->base) & all;
	if ((dots | digits) == all) {
		if (n >= 7 && n <= LONGEST_QUAD && NAMED(quad)(s, p + at, n, dots, &ip))
			probe4(s, ip, at, n);
		return;
	}
	if (dots == 0)
		return;
	last = 64 - (size_t)__builtin_clzll(dots);      /* where the last label begins */
	if (__builtin_popcountll(dots) >= 3 && (memchr(p + at, '-', n) != NULL || memchr(p + at, '_', n) != NULL))
		scan_addresses_between(s, at, end);
	if (s->names && digits >> last != all >> last)
		NAMED(name)(s, at, end, dots);
}

/* Dotted quads, most likely: what ends at these places of the chunk is digits and three dots or more. */
FOR_ENGINE static void NAMED(quads)(struct scanner *s, size_t count)
{
	const struct bitmaps *m = &s->maps;

	for (size_t i = 0; i < count; i++) {
		size_t end = s->quad_ends[i], at, n;
		uint64_t gaps = end > LONGEST_QUAD ? ~window(m->token, end - LONGEST_QUAD - 1) & low_bits(LONGEST_QUAD + 1) : 0, dots;
		uint32_t ip;

		if (gaps == 0) {                /* at the chunk's beginning, or longer: perhaps one that ends a sentence */
			NAMED(token)(s, s->base + run_start(m->token, end - 1), s->base + end);
			continue;
		}
		n = (size_t)__builtin_clzll(gaps) - (64 - LONGEST_QUAD - 1);
		at = s->base + end - n;
		dots = (window(m->dot, end - LONGEST_QUAD - 1) & low_bits(LONGEST_QUAD + 1)) >> (LONGEST_QUAD + 1 - n);
		if (NAMED(quad)(s, s->block + at, n, dots, &ip))
			probe4(s, ip, at, n);
		else if (__builtin_popcountll(dots) > 3)
			NAMED(token)(s, at, at + n);
	}
}

FOR_ENGINE static inline void NAMED(others)(struct scanner *s, size_t count)
{
	const struct bitmaps *m = &s->maps;

	for (size_t i = 0; i < count; i++) {
		size_t end = s->other_ends[i], from;
		uint64_t gaps = end >= WINDOW ? ~window(m->token, end - WINDOW) & low_bits(WINDOW) : 0;

		from = gaps != 0 ? end - WINDOW + 64 - (size_t)__builtin_clzll(gaps) : run_start(m->token, end - 1);
		NAMED(token)(s, s->base + from, s->base + end);
	}
}

/* In a sum of the map of tokens and of marks in it each token that holds a mark carries into the bit behind its end, and
 * all of its marks but the first stay: so tokens with dots are found, and among them those of digits and three dots. */
FOR_ENGINE void NAMED(walk_dots)(struct scanner *s, size_t words)
{
	const struct bitmaps *m = &s->maps;
	unsigned char carry1 = 0, carry2 = 0, carry3 = 0, carry_other = 0;
	size_t quads = 0, others = 0;

	for (size_t w = 0; w <= words; w++) {
		uint64_t token = m->token[w], dot = m->dot[w], other = token & ~(dot | m->digit[w]), dotted, second, third, three, mixed;

		dotted = add_carry(token, dot, &carry1);
		second = dot & dotted;
		third = second & add_carry(token, second, &carry2);
		three = add_carry(token, third, &carry3);
		mixed = add_carry(token, other, &carry_other);
		quads = places(three & ~mixed & ~token, w * 64, s->quad_ends, quads);
		others = places(dotted & mixed & ~token, w * 64, s->other_ends, others);
		if (quads >= ENDS) {
			NAMED(quads)(s, quads);
			quads = 0;
		}
		if (others >= ENDS) {
			NAMED(others)(s, others);
			others = 0;
		}
	}
	NAMED(quads)(s, quads);
	NAMED(others)(s, others);
}

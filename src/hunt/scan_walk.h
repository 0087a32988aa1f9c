/* scan_walk.h - every token with a dot in it; scan_walk.c compiles it once an engine.
 *
 * Most tokens begin less than 16 bytes before their first dot and end within 40 behind it: their ends are found in one
 * 64-bit window of the bit map, without a loop.  The others take token(). */

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
		if (n >= 7 && n <= 15 && __builtin_popcountll(dots) == 3 && NAMED(quad)(s, p + at, n, dots, &ip))
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

FOR_ENGINE void NAMED(walk_dots)(struct scanner *s, size_t words)
{
	const struct bitmaps *m = &s->maps;
	size_t w = 0;
	uint64_t dots = m->dot[0];

	for (;;) {
		uint64_t around, left = 0, right = 0;
		size_t at, from, end;

		while (dots == 0) {
			if (++w >= words)
				return;
			dots = m->dot[w];
		}
		at = w * 64 + (size_t)__builtin_ctzll(dots);
		if (at >= BEFORE) {
			around = ~window(m->token, at - BEFORE);
			left = around & low_bits(BEFORE);
			right = around >> BEFORE & low_bits(WINDOW - BEFORE);
		}
		from = left != 0 ? at - BEFORE + 64 - (size_t)__builtin_clzll(left) : run_start(m->token, at);
		end = right != 0 ? at + (size_t)__builtin_ctzll(right) : run_end(m->token, at, words, s->length);
		NAMED(token)(s, s->base + from, s->base + end);
		w = end / 64;
		if (w >= words)
			return;
		dots = m->dot[w] & ~0ull << (end % 64);
	}
}

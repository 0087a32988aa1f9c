/* scan_rare.c - what few lines hold: addresses between hyphens, mail addresses, hashes, IPv6. */
#include "hunt/scan_in.h"

/* Between hyphens and underscores: 203.0.113.9-443, 203.0.113.1-203.0.113.9. */
void scan_addresses_between(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;

	while (at < end) {
		size_t stop = at, count = 0;
		uint64_t dots = 0;
		bool numeric = true;
		uint32_t ip;

		for (; stop < end && p[stop] != '-' && p[stop] != '_'; stop++) {
			if (p[stop] == '.' && stop - at < 16) {
				dots |= 1ull << (stop - at);
				count++;
			}
			numeric = numeric && (p[stop] == '.' || ascii_digit((unsigned char)p[stop]));
		}
		if (numeric && count == 3 && stop - at >= 7 && stop - at <= 15 && quad_read(p + at, stop - at, dots, &ip))
			probe4(s, ip, at, stop - at);
		at = stop + 1;
	}
}

/* The part of a mail address before its domain, to the left of the '@' at at - 1.  from=a@x is a@x, and o'b@x is o'b@x:
 * where a sign may stand in a name or before it, both are looked up. */
void scan_mail_address(struct scanner *s, size_t at, size_t end, uint64_t hash)
{
	const char *p = s->block;
	size_t from = at - 1;

	while (from > 0 && at - 1 - from <= LONGEST_LOCAL) {
		unsigned char c = (unsigned char)p[from - 1];

		if (c <= ' ' || c >= 0x7f || memchr("<>()[],;:\\\"@", c, 12) != NULL)
			break;
		if (from < at - 1 && memchr("=/'", c, 3) != NULL)
			probe(s, set_hash_local(hash, p + from, at - 1 - from), from, end - from, true, true);
		from--;
	}
	if (from < at - 1 && at - 1 - from <= LONGEST_LOCAL)
		probe(s, set_hash_local(hash, p + from, at - 1 - from), from, end - from, true, true);
}

/* ---- hashes: runs of 32, 40 or 64 hex digits ---- */

static bool is_hex(unsigned char c)
{
	return ascii_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

static void hashes_in(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;

	while (at < end) {
		size_t stop = at;
		bool hex = true;

		for (; stop < end && (ascii_alpha((unsigned char)p[stop]) || ascii_digit((unsigned char)p[stop])); stop++)
			hex = hex && is_hex((unsigned char)p[stop]);
		if (hex && (stop - at == 32 || stop - at == 40 || stop - at == 64))
			probe(s, set_hash_label(SET_SEED, p + at, stop - at), at, stop - at, true, false);
		at = stop + 1;
	}
}

/* Sixteen token characters without a dot, at a multiple of sixteen: 32 that follow each other hold such. */
static inline bool sixteen(const struct bitmaps *m, size_t w)
{
	uint64_t other = ~(m->token[w] & ~m->dot[w]);

	return ((other - 0x0001000100010001ull) & ~other & 0x8000800080008000ull) != 0;
}

void walk_hashes(struct scanner *s, size_t words)
{
	const uint64_t *t = s->maps.token;
	bool here, ahead = sixteen(&s->maps, 0);
	size_t done = 0;

	for (size_t w = 0; w < words; w++) {
		uint64_t run = t[w], next = t[w + 1];

		here = ahead;
		ahead = sixteen(&s->maps, w + 1);
		if (!here && !ahead)
			continue;
		/* bit i stays where bits i .. i+31 are all set */
		for (int shift = 1; shift <= 16; shift *= 2) {
			run &= run >> shift | next << (64 - shift);
			next &= next >> shift;
		}
		if (run != 0) {
			size_t at = w * 64 + (size_t)__builtin_ctzll(run), end;

			if (at < done)
				continue;
			at = run_start(t, at);
			end = run_end(t, at, words, s->length);
			hashes_in(s, s->base + at, s->base + end);
			done = end;
			/* another run may begin in this word */
			while (done / 64 == w) {
				uint64_t rest = run & ~0ull << (done % 64);

				if (rest == 0)
					break;
				at = w * 64 + (size_t)__builtin_ctzll(rest);
				end = run_end(t, at, words, s->length);
				hashes_in(s, s->base + at, s->base + end);
				done = end;
			}
		}
	}
}

/* ---- IPv6 ---- */

static bool try_ip6(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;
	unsigned char ip[16];
	long long entry;

	if (!ip6_read((struct str){ p + at, end - at }, ip))
		return false;
	if (memcmp(ip, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0)
		return true;            /* the dotted quad in it was looked up as such */
	if (s->tokens != NULL) {
		s->tokens->ip6(s->tokens->ctx, ip);
		return true;
	}
	entry = set_find6(s->set, ip);
	if (entry >= 0)
		scan_push(s, at, end - at, (uint32_t)entry, true);
	return true;
}

/* A run of hex digits and colons; words stuck to its left ("outside:2001:db8::1") are left off one by one. */
static void ip6_run(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;
	size_t colons = 0, least = end - at > 100 ? end - 100 : at;
	bool gap = false;

	for (size_t i = at; i < end; i++) {
		colons += p[i] == ':';
		gap |= p[i] == ':' && i + 1 < end && p[i + 1] == ':';
	}
	if (!gap && colons < 7)
		return;
	if (p[end - 1] == ':' && !(end - at >= 2 && p[end - 2] == ':'))
		end--;
	if (at > 0 && ascii_alpha((unsigned char)p[at - 1]))
		while (at < end && p[at] != ':')
			at++;
	at = at > least ? at : least;
	while (at < end) {
		if (p[at] == ':' && !(at + 1 < end && p[at + 1] == ':')) {
			at++;
			continue;
		}
		if (try_ip6(s, at, end))
			return;
		while (at < end && p[at] != ':')
			at++;
		at++;
	}
}

void walk_colons(struct scanner *s, const char *p, size_t words)
{
	size_t done = 0;

	for (size_t w = 0; w < words; w++) {
		for (uint64_t colons = s->maps.colon[w]; colons != 0; colons &= colons - 1) {
			size_t colon = w * 64 + (size_t)__builtin_ctzll(colons), at = colon, end = colon + 1;

			if (colon < done)
				continue;
			while (at > done && is_hex((unsigned char)p[at - 1]))
				at--;
			while (end < s->length && (is_hex((unsigned char)p[end]) || p[end] == ':'))
				end++;
			done = end;
			if (end - at >= 3)
				ip6_run(s, s->base + at, s->base + end);
		}
	}
}

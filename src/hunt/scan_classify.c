/* scan_classify.c - the character classes of tokens.
 *
 * A byte is a token character where the table entries of its low and its high nibble share a bit
 * (Mula & Lemire, "Faster Base64 Encoding and Decoding Using AVX2 Instructions", 2018, section 3):
 *   bit 0: - .   bit 1: 0-9   bit 2: A-O a-o   bit 3: P-Z _   bit 4: p-z
 * Bytes from 0x80 on have no bit: a name in another script counts as its A-labels only. */
#include "hunt/scan_classify.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { PUNCT = 1, DIGIT = 2, A_O = 4, P_Z = 8, LOWER_P_Z = 16 };

static const unsigned char high[16] = { 0, 0, PUNCT, DIGIT, A_O, P_Z, A_O, LOWER_P_Z };
static const unsigned char low[16] = {
	DIGIT | P_Z | LOWER_P_Z,
	DIGIT | A_O | P_Z | LOWER_P_Z, DIGIT | A_O | P_Z | LOWER_P_Z, DIGIT | A_O | P_Z | LOWER_P_Z, DIGIT | A_O | P_Z | LOWER_P_Z,
	DIGIT | A_O | P_Z | LOWER_P_Z, DIGIT | A_O | P_Z | LOWER_P_Z, DIGIT | A_O | P_Z | LOWER_P_Z, DIGIT | A_O | P_Z | LOWER_P_Z,
	DIGIT | A_O | P_Z | LOWER_P_Z,
	A_O | P_Z | LOWER_P_Z, A_O, A_O, A_O | PUNCT, A_O | PUNCT, A_O | P_Z,
};

size_t classify_portable(const char *p, size_t words, struct bitmaps *m)
{
	size_t newlines = 0;

	for (size_t w = 0; w < words; w++) {
		uint64_t token = 0, dot = 0, digit = 0, colon = 0;

		for (int i = 0; i < 64; i++) {
			unsigned char c = (unsigned char)p[64 * w + (size_t)i];
			unsigned class = c < 0x80 ? low[c & 15] & high[c >> 4] : 0;

			token |= (uint64_t)(class != 0) << i;
			digit |= (uint64_t)(class == DIGIT) << i;
			dot |= (uint64_t)(c == '.') << i;
			colon |= (uint64_t)(c == ':') << i;
			newlines += c == '\n';
		}
		m->token[w] = token;
		m->dot[w] = dot;
		m->digit[w] = digit;
		m->colon[w] = colon;
	}
	return newlines;
}

#if defined(__x86_64__)

__attribute__((target("ssse3,popcnt")))
size_t classify_sse(const char *p, size_t words, struct bitmaps *m)
{
	const __m128i lo = _mm_loadu_si128((const __m128i *)(const void *)low), hi = _mm_loadu_si128((const __m128i *)(const void *)high);
	const __m128i nibble = _mm_set1_epi8(15), zero = _mm_setzero_si128(), dots = _mm_set1_epi8('.'), colons = _mm_set1_epi8(':'),
	    lines = _mm_set1_epi8('\n'), digits = _mm_set1_epi8(DIGIT);
	size_t newlines = 0;

	for (size_t w = 0; w < words; w++) {
		uint64_t token = 0, dot = 0, digit = 0, colon = 0, line = 0;

		for (int k = 0; k < 4; k++) {
			__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + 64 * w + 16 * (size_t)k));
			/* a byte from 0x80 on gives 0 in the first look-up */
			__m128i class = _mm_and_si128(_mm_shuffle_epi8(lo, c), _mm_shuffle_epi8(hi, _mm_and_si128(_mm_srli_epi16(c, 4), nibble)));

			token |= (uint64_t)(uint16_t)~_mm_movemask_epi8(_mm_cmpeq_epi8(class, zero)) << 16 * k;
			digit |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(class, digits)) << 16 * k;
			dot |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, dots)) << 16 * k;
			colon |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, colons)) << 16 * k;
			line |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, lines)) << 16 * k;
		}
		m->token[w] = token;
		m->dot[w] = dot;
		m->digit[w] = digit;
		m->colon[w] = colon;
		newlines += (size_t)__builtin_popcountll(line);
	}
	return newlines;
}

__attribute__((target("avx2,popcnt")))
size_t classify_avx2(const char *p, size_t words, struct bitmaps *m)
{
	const __m256i lo = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)low)),
	    hi = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)high));
	const __m256i nibble = _mm256_set1_epi8(15), zero = _mm256_setzero_si256(), dots = _mm256_set1_epi8('.'),
	    colons = _mm256_set1_epi8(':'), lines = _mm256_set1_epi8('\n'), digits = _mm256_set1_epi8(DIGIT);
	size_t newlines = 0;

	for (size_t w = 0; w < words; w++) {
		uint64_t token = 0, dot = 0, digit = 0, colon = 0, line = 0;

		for (int k = 0; k < 2; k++) {
			__m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(p + 64 * w + 32 * (size_t)k));
			__m256i class = _mm256_and_si256(_mm256_shuffle_epi8(lo, c),
			    _mm256_shuffle_epi8(hi, _mm256_and_si256(_mm256_srli_epi16(c, 4), nibble)));

			token |= (uint64_t)(uint32_t)~_mm256_movemask_epi8(_mm256_cmpeq_epi8(class, zero)) << 32 * k;
			digit |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(class, digits)) << 32 * k;
			dot |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(c, dots)) << 32 * k;
			colon |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(c, colons)) << 32 * k;
			line |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(c, lines)) << 32 * k;
		}
		m->token[w] = token;
		m->dot[w] = dot;
		m->digit[w] = digit;
		m->colon[w] = colon;
		newlines += (size_t)__builtin_popcountll(line);
	}
	return newlines;
}

/* One look-up takes the place of two: a table of all 128 characters. */
__attribute__((target("avx512f,avx512bw,avx512vbmi,popcnt")))
size_t classify_avx512(const char *p, size_t words, struct bitmaps *m)
{
	unsigned char class_of[128];
	__m512i first, second;
	const __m512i dots = _mm512_set1_epi8('.'), colons = _mm512_set1_epi8(':'), lines = _mm512_set1_epi8('\n'), digits = _mm512_set1_epi8(DIGIT);
	size_t newlines = 0;

	for (unsigned c = 0; c < 128; c++)
		class_of[c] = low[c & 15] & high[c >> 4];
	first = _mm512_loadu_si512(class_of);
	second = _mm512_loadu_si512(class_of + 64);
	for (size_t w = 0; w < words; w++) {
		__m512i c = _mm512_loadu_si512(p + 64 * w);
		__m512i class = _mm512_maskz_permutex2var_epi8(~_mm512_movepi8_mask(c), first, c, second);

		m->token[w] = _mm512_test_epi8_mask(class, class);
		m->digit[w] = _mm512_cmpeq_epi8_mask(class, digits);
		m->dot[w] = _mm512_cmpeq_epi8_mask(c, dots);
		m->colon[w] = _mm512_cmpeq_epi8_mask(c, colons);
		newlines += (size_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(c, lines));
	}
	return newlines;
}

#else

size_t classify_sse(const char *p, size_t words, struct bitmaps *m)
{
	return classify_portable(p, words, m);
}

size_t classify_avx2(const char *p, size_t words, struct bitmaps *m)
{
	return classify_portable(p, words, m);
}

size_t classify_avx512(const char *p, size_t words, struct bitmaps *m)
{
	return classify_portable(p, words, m);
}

#endif

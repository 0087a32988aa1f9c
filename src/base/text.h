/* text.h - UTF-8 and what Unicode asks of a search: normalising, folding, words of Japanese.
 *
 * Tables come from ICU (utf8proc-like work is the library's); everything here may run inside
 * the jail once text_warm() was called outside. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* Length (1-4) of the well-formed UTF-8 character at the front of s, 0 where it is not one
 * (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). */
size_t utf8_length(struct str s);
bool utf8_valid(struct str s);
/* How many bytes at the front of s are ASCII. */
size_t ascii_length(struct str s);
/* The character at *at (U+FFFD for a bad byte); moves *at behind it.  *at < s.n. */
uint32_t utf8_next_wide(struct str s, size_t *at);
static inline uint32_t utf8_next(struct str s, size_t *at)
{
	unsigned char c = (unsigned char)s.p[*at];

	if (c >= 0x80)
		return utf8_next_wide(s, at);
	++*at;
	return c;
}
/* The longest prefix of at most `most` bytes that does not cut a character. */
struct str utf8_cut(struct str s, size_t most);
/* Bytes that are not UTF-8 become U+FFFD; returns s itself where nothing had to change. */
struct str utf8_repair(struct arena *a, struct str s);
size_t utf8_count(struct str s);        /* characters */
/* UTF-16 to UTF-8; what is no character becomes U+FFFD, NUL is left out. */
struct str utf8_from_utf16(struct arena *a, struct str s, bool little);
/* A text as Windows programs write it to a file: UTF-16 with its mark becomes UTF-8, the mark of UTF-8 is left out. */
struct str utf8_of_file(struct arena *a, struct str bytes);

/* Opens what ICU opens lazily; call before the jail closes. */
void text_warm(void);

/* NFKC with case folding (Unicode: NFKC_Casefold), for comparing and searching. */
struct str text_fold(struct arena *a, struct str utf8);

/* The same with a map: for byte i of `folded` map[i] is the offset in the original where the
 * character it came from begins; map[folded.n] is the original's length. */
struct folded {
	struct str text;
	const uint32_t *map;
};
struct folded text_fold_map(struct arena *a, struct str utf8);

/* Kana, kanji and the like: scripts written without spaces. */
bool text_is_wide_script(uint32_t c);
bool text_is_kana(uint32_t c);
bool text_is_kanji(uint32_t c);
/* Letters or digits of any script (general categories L and N). */
bool text_is_word(uint32_t c);
/* The Latin letter that a Cyrillic or Greek one is drawn like, or 0. */
uint32_t text_latin_twin(uint32_t c);
/* Zero-width, bidirectional control and other characters that a reader does not see. */
bool text_is_invisible(uint32_t c);

/* Steers a terminal or turns the line around: controls (C0, DEL, C1) and bidirectional ones. */
bool text_is_steering(uint32_t c);
/* Makes `z` (in a room of `size` bytes) one line that people can read: what steers, what nobody sees and what is
 * no UTF-8 becomes U+FFFD, a line's end a space.  Where that is longer, or the end of the room
 * had cut a character, it loses its end. */
void text_make_printable(char *z, size_t size);

/* ja, en, zh, ko, ru or "" by script and function words; own counter, no library (for mail). */
struct str text_language(struct str utf8);

/* Columns on a terminal: East Asian wide characters take two (UAX #11, ambiguous = 1). */
size_t text_columns(struct str utf8);

#endif

/* word.c - the characters that the registry takes. */
#include "registry/word.h"

#include <string.h>

#include "base/text.h"

enum { ID_MOST = 100, NAME_MOST = 300, ADDRESS_MOST = 254 };

int word_is_id(struct str s, struct err *e)
{
	size_t at = 0;

	if (s.n == 0 || s.n > ID_MOST)
		return err_set(e, ERR_INPUT, "an id has 1 to %d bytes, not %zu", ID_MOST, s.n);
	while (at < s.n) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);

		if (c == 0xFFFD || !(text_is_word(c) || (from > 0 && c < 0x80 && strchr("-_.@", (int)c) != NULL)))
			return err_set(e, ERR_INPUT, "“" STR_FMT "” is no id: letters and digits, and “-_.@” behind the first (byte %zu is none)",
			    STR_ARG(s), from);
	}
	return 0;
}

int word_is_name(struct str s, struct err *e)
{
	size_t at = 0;

	if (str_trim(s).n == 0 || s.n > NAME_MOST)
		return err_set(e, ERR_INPUT, "a name has 1 to %d bytes, not %zu", NAME_MOST, str_trim(s).n);
	while (at < s.n) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);

		if (text_is_steering(c) || text_is_invisible(c) || (c == 0xFFFD && at == from + 1))
			return err_set(e, ERR_INPUT, "the name “" STR_FMT "” holds a character that nobody sees, at byte %zu (U+%04X)",
			    STR_ARG(s), from, (unsigned)c);
	}
	return 0;
}

static bool only_visible(struct str s, const char *forbidden)
{
	size_t at = 0;

	while (at < s.n) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);

		if (c == ' ' || text_is_steering(c) || text_is_invisible(c) || (c == 0xFFFD && at == from + 1) ||
		    (c < 0x80 && strchr(forbidden, (int)c) != NULL))
			return false;
	}
	return s.n > 0;
}

bool word_is_host(struct str s)
{
	return s.n > 0 && s.n <= ADDRESS_MOST && s.p[0] != '-' && only_visible(s, "@,;<>\"'()\\|&$");
}

bool word_is_address(struct str s)
{
	return s.n >= 3 && s.n <= ADDRESS_MOST && s.p[0] != '-' && str_find_char(s, '@') > 0 && only_visible(s, ",;:<>\"");
}

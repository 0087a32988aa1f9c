/* shortcut.c - MS-SHLLINK: header, id list, link info, then strings; every length is checked. */
#include "parse/shortcut.h"

#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

enum {
	HEADER = 0x4C, TARGET_MOST = 2000,
	HAS_ID_LIST = 1 << 0, HAS_LINK_INFO = 1 << 1, HAS_NAME = 1 << 2, HAS_RELATIVE_PATH = 1 << 3, HAS_WORKING_DIR = 1 << 4,
	HAS_ARGUMENTS = 1 << 5, IS_UNICODE = 1 << 7,
};

static uint32_t number(struct str s, size_t at, unsigned bytes)
{
	uint32_t v = 0;

	for (unsigned i = 0; i < bytes && at + i < s.n; i++)
		v |= (uint32_t)(unsigned char)s.p[at + i] << (8 * i);
	return v;
}

/* The counted string at *at; moves behind it. */
static struct str string_at(struct arena *a, struct str s, size_t *at, bool unicode)
{
	size_t n = number(s, *at, 2) * (unicode ? 2 : 1);
	struct str raw = str_at(s, *at + 2, n);

	*at += 2 + n;
	return unicode ? utf8_from_utf16(a, raw, true) : utf8_repair(a, raw);
}

/* LinkInfo's LocalBasePath. */
static struct str local_path(struct arena *a, struct str info)
{
	size_t at = number(info, 16, 4);

	if (info.n < 28 || (number(info, 8, 4) & 1) == 0 || at < 28 || at >= info.n)
		return STR("");
	return utf8_repair(a, str_upto(str_from(info, at), '\0'));
}

static struct str joined(struct arena *a, struct str program, struct str arguments)
{
	/* runs of blanks push the arguments out of sight */
	struct buf out;
	struct str both = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(program), STR_ARG(arguments));
	bool blank = true;

	buf_init_arena(&out, a, both.n + 1);
	for (size_t i = 0; i < both.n; i++) {
		bool is = (unsigned char)both.p[i] <= 0x20;

		if (!is || !blank)
			buf_char(&out, is ? ' ' : both.p[i]);
		blank = is;
	}
	both = utf8_cut(str_trim(buf_str(&out)), TARGET_MOST);
	return both.n > 0 ? both : STR_NONE;
}

static struct str internet_shortcut(struct arena *a, struct str bytes)
{
	struct str rest = str_at(bytes, 0, 64 << 10), line;

	while (str_split(&rest, '\n', &line))
		if (str_istarts(str_trim(line), STR("URL=")))
			return utf8_cut(utf8_repair(a, str_from(str_trim(line), 4)), TARGET_MOST);
	return STR_NONE;
}

struct str shortcut_target(struct arena *a, struct str b)
{
	uint32_t flags;
	size_t at = HEADER;
	struct str base = STR(""), relative = STR(""), arguments = STR("");
	bool unicode;

	if (str_istarts(str_trim(str_at(b, 0, 100)), STR("[InternetShortcut]")))
		return internet_shortcut(a, b);
	if (b.n < HEADER || !str_starts(b, (struct str){ "L\0\0\0\1\x14\2\0", 8 }))
		return STR_NONE;
	flags = number(b, 20, 4);
	unicode = (flags & IS_UNICODE) != 0;
	if ((flags & HAS_ID_LIST) != 0)
		at += 2 + number(b, at, 2);
	if ((flags & HAS_LINK_INFO) != 0) {
		uint32_t size = number(b, at, 4);

		base = local_path(a, str_at(b, at, size));
		at += size > 4 ? size : 4;
	}
	for (unsigned bit = HAS_NAME; bit <= HAS_ARGUMENTS && at < b.n; bit <<= 1) {
		struct str s;

		if ((flags & bit) == 0)
			continue;
		s = string_at(a, b, &at, unicode);
		relative = bit == HAS_RELATIVE_PATH ? s : relative;
		arguments = bit == HAS_ARGUMENTS ? s : arguments;
	}
	return joined(a, base.n > 0 ? base : relative, arguments);
}

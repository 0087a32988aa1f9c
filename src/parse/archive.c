/* archive.c - the locale and the names of archives. */
#include "parse/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <iconv.h>

#include "base/text.h"
#include "parse/mail/reading.h"

static locale_t utf8_locale;
static iconv_t to_cp932 = (iconv_t)-1;

void archive_warm(void)
{
	if (utf8_locale == (locale_t)0)
		utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (to_cp932 == (iconv_t)-1)
		to_cp932 = iconv_open("CP932", "UTF-8");
}

struct str archive_password_cp932(struct arena *a, struct str utf8)
{
	char *out = arena_alloc(a, utf8.n + 1), *to = out, *in = (char *)(uintptr_t)utf8.p;
	size_t left = utf8.n, room = utf8.n, ascii = 0;

	while (ascii < utf8.n && (unsigned char)utf8.p[ascii] < 0x80)
		ascii++;
	if (ascii == utf8.n || to_cp932 == (iconv_t)-1)
		return STR_NONE;
	iconv(to_cp932, NULL, NULL, NULL, NULL);
	if (iconv(to_cp932, &in, &left, &to, &room) == (size_t)-1)
		return STR_NONE;
	return (struct str){ out, (size_t)(to - out) };
}

bool archive_is_sealed(struct archive *ar)
{
	int format = archive_format(ar) & ARCHIVE_FORMAT_BASE_MASK;

	return format == ARCHIVE_FORMAT_7ZIP || format == ARCHIVE_FORMAT_RAR || format == ARCHIVE_FORMAT_RAR_V5;
}

/* Of RAR 5 it only says so in words. */
bool archive_hides_names(struct archive *ar)
{
	return archive_errno(ar) != 0 && (archive_read_has_encrypted_entries(ar) > 0 || str_has(str_of(archive_error_string(ar)), STR("ncryption")));
}

struct archive_locale archive_locale_begin(void)
{
	return (struct archive_locale){ utf8_locale != (locale_t)0 ? uselocale(utf8_locale) : (locale_t)0 };
}

void archive_locale_end(struct archive_locale l)
{
	if (l.before != (locale_t)0)
		uselocale(l.before);
}

struct str archive_member_name(struct arena *a, struct archive_entry *entry)
{
	const char *utf8 = archive_entry_pathname_utf8(entry), *raw = archive_entry_pathname(entry);
	struct str name = str_of(utf8 != NULL ? utf8 : raw != NULL ? raw : "?");
	char out[1024];
	size_t n;

	if (!utf8_valid(name) && name.n < sizeof out / 3 && (n = iconv_run("CP932", name, out, sizeof out)) > 0)
		name = (struct str){ out, n };
	return arena_str(a, utf8_repair(a, name));
}

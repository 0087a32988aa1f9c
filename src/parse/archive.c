/* archive.c - the locale and the names of archives. */
#include "parse/archive.h"

#include <archive_entry.h>

#include "base/text.h"
#include "parse/mail/reading.h"

static locale_t utf8_locale;

void archive_warm(void)
{
	if (utf8_locale == (locale_t)0)
		utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
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

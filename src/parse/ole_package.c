/* ole_package.c - see ole_package.h. */
#include "parse/ole_package.h"

#include "base/le.h"

/* A string up to its NUL; moves behind it. */
static bool take_text(struct str s, size_t *at, struct str *text_r)
{
	struct str rest = str_from(s, *at);
	long long end = str_find_char(rest, '\0');

	if (end < 0 || end > 4096)
		return false;
	*text_r = str_at(rest, 0, (size_t)end);
	*at += (size_t)end + 1;
	return true;
}

bool ole_package_read(struct str native, struct str *name_r, struct str *data_r)
{
	struct str label, path, temporary;
	size_t at = 6, n;
	long long slash;

	if (native.n < 20 || le16(native, 4) != 2 || !take_text(native, &at, &label) || !take_text(native, &at, &path))
		return false;
	at += 4;                        /* two flags */
	n = le32(native, at);           /* a length before the temporary path, which ends in NUL all the same */
	at += 4;
	if (n > native.n || !take_text(native, &at, &temporary))
		return false;
	n = le32(native, at);
	*data_r = str_at(native, at + 4, n);
	*name_r = label.n > 0 ? label : path;
	while ((slash = str_find_char(*name_r, '\\')) >= 0)
		*name_r = str_from(*name_r, (size_t)slash + 1);
	return true;
}

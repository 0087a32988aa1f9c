/* workbook_style.c - which cells of a workbook are dates (ECMA-376 part 1, 18.8.30), and dates out of serial numbers. */
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "parse/paper/office.h"
#include "parse/paper/table_file.h"

enum { FORMATS_MOST = 4096 };

/* The numbers that Excel gives its own date formats; 27-36 and 50-58 are those of Japanese and Chinese. */
static bool built_in_date(long long id)
{
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/* Letters of a date outside of quoted text and brackets: yyyy"年"m"月", [$-411]ggge"年". */
static bool looks_like_date(struct str code)
{
	for (size_t i = 0; i < code.n; i++) {
		unsigned char c = ascii_lower((unsigned char)code.p[i]);

		if (c == ';')
			return false;
		if (c == '"' || c == '[') {
			char end = c == '"' ? '"' : ']';

			do
				i++;
			while (i < code.n && code.p[i] != end);
		} else if (c == '\\' || c == '_' || c == '*') {
			i++;
		} else if (memchr("ymdhs", c, 5) != NULL || (c == 'g' && i + 1 < code.n && ascii_lower((unsigned char)code.p[i + 1]) == 'g')) {
			return true;
		}
	}
	return false;
}

/* Zeros and hyphens alone, as account numbers and postal codes have: "0000000"; "" for any other. */
static struct str mask_of(struct str code)
{
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] != '0' && code.p[i] != '-')
			return STR("");
	return code;
}

struct workbook_styles workbook_styles_read(struct arena *a, struct str xml)
{
	struct workbook_styles s = { ARENA_ARRAY(a, bool, FORMATS_MOST), ARENA_ARRAY(a, struct str, FORMATS_MOST), 0 };
	struct str *masks = ARENA_ARRAY(a, struct str, FORMATS_MOST);
	bool *custom = ARENA_ARRAY(a, bool, FORMATS_MOST), in_cells = false;
	struct xml x = { .rest = xml };
	long long id;

	for (enum node n = xml_next(&x); n != NODE_END; n = xml_next(&x)) {
		if (n == NODE_TEXT)
			continue;
		if (xml_is(&x, "numFmt") && n != NODE_CLOSE) {
			struct str code = xml_attribute(a, &x, "formatCode");

			if (str_to_int(xml_attribute(a, &x, "numFmtId"), &id) && id >= 0 && id < FORMATS_MOST && code.p != NULL) {
				custom[id] = looks_like_date(code);
				masks[id] = mask_of(code);
			}
		} else if (xml_is(&x, "cellXfs")) {
			in_cells = n == NODE_OPEN;
		} else if (in_cells && xml_is(&x, "xf") && n != NODE_CLOSE && s.count < FORMATS_MOST) {
			bool known = str_to_int(xml_attribute(a, &x, "numFmtId"), &id) && id >= 0 && id < FORMATS_MOST;

			s.mask[s.count] = known ? masks[id] : STR("");
			s.is_date[s.count++] = known && (built_in_date(id) || custom[id]);
		}
	}
	return s;
}

/* Days before 1970-01-01.  Excel believes in 29 February 1900 (serial 60): before it days are one less. */
static long long days_of(long long serial, bool epoch_1904)
{
	return epoch_1904 ? serial - 24107 : serial < 60 ? serial - 25568 : serial - 25569;
}

struct str workbook_date(struct arena *a, struct str serial, bool epoch_1904)
{
	char text[TIME_TEXT], *end;
	double value = strtod(arena_cstr(a, serial), &end);
	long long days, seconds;
	struct civil c;

	if (*end != '\0' || !(value >= 0 && value < 2958466))
		return serial;
	seconds = (long long)((value - (double)(long long)value) * 86400 + 0.5);
	days = (long long)value + seconds / 86400;
	seconds %= 86400;
	if (days == 0 && !epoch_1904)
		return arena_printf(a, "%02lld:%02lld", seconds / 3600, seconds / 60 % 60);
	c = time_civil(days_of(days, epoch_1904) * MS_DAY, 0);
	snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.month, c.day);
	return seconds == 0 ? arena_str(a, str_of(text)) : seconds % 60 == 0
	    ? arena_printf(a, "%s %02lld:%02lld", text, seconds / 3600, seconds / 60 % 60)
	    : arena_printf(a, "%s %02lld:%02lld:%02lld", text, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* fuzz_rtf.c - any bytes as RTF, packed and plain: HTML in valid UTF-8 or nothing. */
#include "fuzz.h"

#include "parse/mail/mapi.h"

static void read_any(struct arena *a, struct str s)
{
	struct reading r = { .arena = a, .limits = &mail_limits_default, .raw = STR(""), .eol = '\n' };
	struct str rtf = rtf_decompress(&r, s), html;

	assert(rtf.p == NULL || rtf.n <= 16 << 20);
	html = rtf_html(&r, s);
	assert(html.p == NULL || utf8_valid(html));
	if (rtf.p != NULL) {
		html = rtf_html(&r, rtf);
		assert(html.p == NULL || utf8_valid(html));
	}
}

FUZZ_TARGET

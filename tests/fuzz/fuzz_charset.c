/* fuzz_charset.c - any bytes in each charset we read ourselves or through iconv. */
#include <assert.h>
#include <stdint.h>

#include "base/text.h"
#include "parse/mail/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const labels[] = { "", "iso-2022-jp", "shift_jis", "euc-jp", "utf-8", "gb2312", "big5", "ks_c_5601-1987", "utf-7", "utf-16",
	"iso-2022-kr", "windows-1252", "us-ascii", "nonsense" };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct reading r = { .limits = &mail_limits_default, .eol = '\n' };
	struct str used, text;

	if (size == 0)
		return 0;
	r.arena = a = arena_new(256 << 20, arena_full_exit);
	r.raw = (struct str){ (const char *)data, size };
	text = charset_decode(&r, str_from(r.raw, 1), str_of(labels[data[0] % (sizeof labels / sizeof labels[0])]), 1, &used);
	assert(text.p == NULL || utf8_valid(text));
	arena_free(a);
	return 0;
}

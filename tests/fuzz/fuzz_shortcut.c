/* fuzz_shortcut.c - any bytes as a shortcut, and as whatever file it may be. */
#include "fuzz.h"

#include "parse/file_type.h"
#include "parse/shortcut.h"

static void read_any(struct arena *a, struct str s)
{
	struct str target = shortcut_target(a, s);
	const char *type = file_type(s);

	assert(target.p == NULL || (utf8_valid(target) && target.n <= 2000));
	assert(!(file_type_runs(type) && file_type_contains(type)));
}

FUZZ_TARGET

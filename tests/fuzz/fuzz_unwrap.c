/* fuzz_unwrap.c - any bytes as a rewritten link: it ends, and taking the wrappers off again changes nothing. */
#include "fuzz.h"

#include "parse/url.h"
#include "parse/url_unwrap.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	url_warm();
	return 0;
}

static void read_any(struct arena *a, struct str s)
{
	struct unwrapped u, again;

	url_unwrap(a, s, &u);
	assert(u.steps <= UNWRAP_STEPS && (u.steps > 0 || str_eq(u.target, s)));
	url_unwrap(a, u.target, &again);
	assert(u.steps == UNWRAP_STEPS || again.steps == 0);
	assert(base64_any(a, s).n <= s.n);
}

FUZZ_TARGET

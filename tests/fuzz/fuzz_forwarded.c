/* fuzz_forwarded.c - any bytes as a mail that forwards another one as text: what is recovered says that it is incomplete. */
#include "fuzz.h"

#include "parse/forwarded.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	mail_warm();
	return 0;
}

static void read_any(struct arena *a, struct str s)
{
	const struct mail *inner = forwarded_inline(a, mail_parse(a, s, &mail_limits_default));

	assert(inner == NULL || (inner->incomplete && utf8_valid(inner->text) && forwarded_inline(a, inner) == NULL));
}

FUZZ_TARGET

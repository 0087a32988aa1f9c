/* fuzz_mbox.c - any bytes as an mbox: messages in order, offsets inside. */
#include "fuzz.h"

#include "parse/mail/mail.h"

struct seen {
	size_t whole, next;
};

static int message(void *ctx, struct str bytes, size_t offset)
{
	struct seen *seen = ctx;

	assert(offset >= seen->next && offset <= seen->whole && bytes.n <= seen->whole - offset);
	seen->next = offset;
	return 0;
}

static void read_any(struct arena *a, struct str s)
{
	struct seen seen = { s.n, 0 };

	(void)a;
	mbox_looks_like(s);
	mbox_each(s, message, &seen);
}

FUZZ_TARGET

/* fuzz_input.c - any bytes as a log file, packed or not: blocks follow one another and end, or a reason is given. */
#include "fuzz.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hunt/input.h"

enum { BLOCKS_MOST = 64 };      /* of what a few bytes may unpack to */

static void read_blocks(struct input *in)
{
	static char room[BLOCK_BYTES + 2 * BLOCK_PAD];
	unsigned long long at = 0;
	struct block b;
	struct err e;
	int got = 1;

	for (int i = 0; i < BLOCKS_MOST && (got = input_next(in, room, &b, &e)) > 0; i++) {
		assert(b.p == room + BLOCK_PAD && b.n > 0 && b.n <= BLOCK_BYTES && b.line_from <= b.offset);
		assert(i == 0 || b.offset == at);
		at = b.offset + b.n;
	}
	assert(got >= 0 || e.text[0] != '\0');
}

static void read_any(struct arena *a, struct str s)
{
	int fd = memfd_create("log", MFD_CLOEXEC);
	struct input *in;
	struct str head;
	struct err e;

	(void)a;
	assert(fd >= 0 && write(fd, s.p, s.n) == (ssize_t)s.n && lseek(fd, 0, SEEK_SET) == 0);
	if (input_open(fd, "log", &in, &e) < 0)
		return;
	head = input_head(in);
	assert(head.n <= BLOCK_BYTES);
	read_blocks(in);
	if (s.n > 3 && input_range(in, s.n / 3, s.n - 1))
		read_blocks(in);
	input_close(in);
}

FUZZ_TARGET

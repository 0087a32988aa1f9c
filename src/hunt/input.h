/* input.h - log files as blocks of whole lines: plain, gzip (also many members), zstd, xz, UTF-16.
 *
 * What a file is, is told by its first bytes, not by its name.  A damaged or truncated archive gives
 * what can be read and then its reason: nothing found in a half-read file is never said without it. */
#ifndef HUNT_INPUT_H
#define HUNT_INPUT_H

#include "base/arena.h"

/* A block is a quarter of its room, which stays in the second-level cache, unless a line is longer. */
enum { BLOCK_BYTES = 1 << 20, BLOCK_USUAL = BLOCK_BYTES / 4, BLOCK_PAD = 64 };

enum packing { PACKED_NOT, PACKED_GZIP, PACKED_ZSTD, PACKED_XZ };

struct input;

/* Takes over the descriptor.  -1 where nothing can be read at all. */
int input_open(int fd, const char *name, struct input **in_r, struct err *e) MUST_CHECK;
void input_close(struct input *in);
enum packing input_packing(const struct input *in);

struct block {
	char *p;                /* BLOCK_PAD bytes around can be read; whole lines, or a piece of an endless one */
	size_t n;
	unsigned long long offset;      /* of its first byte in the unpacked file */
	unsigned long long line_from;   /* where its first line begins: before `offset` inside an endless line */
	bool cut;               /* its first line is a piece of one that is longer than a block */
};

/* The next block into the caller's room of BLOCK_BYTES + 2 * BLOCK_PAD bytes.  1: a block; 0: the end;
 * -1: the file cannot be read further (*e says why and where); what came before stays good.
 * One caller at a time. */
int input_next(struct input *in, char *room, struct block *b_r, struct err *e) MUST_CHECK;
/* Only [from, to) of a plain text from here on: input_next gives what a whole reading gives there, where `from` is the
 * start of one of its blocks.  May be called again.  False: this input cannot be entered in the middle. */
bool input_range(struct input *in, unsigned long long from, unsigned long long to);
/* Can it (plain bytes, not packed, not UTF-16)?  Known once the head was looked at. */
bool input_seekable(struct input *in);
/* The first lines, for finding the format out; input_next gives them again. */
struct str input_head(struct input *in);
/* Bytes read so far: of the file itself, and unpacked. */
unsigned long long input_bytes(const struct input *in);
unsigned long long input_unpacked(const struct input *in);

#endif

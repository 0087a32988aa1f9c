/* input.c - bytes of a log file, unpacked, as UTF-8, cut into blocks at line ends. */
#include "hunt/input.h"

#include <errno.h>
#include <fcntl.h>
#include <isa-l/igzip_lib.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/tr.h"

enum { RAW = 256 * 1024, HEAD = 64 * 1024, WIDE = 64 * 1024, ROOM_LEAST = 16, ZSTD_WINDOW_LOG = 23, XZ_MEMORY = 66 << 20 };

enum text_form { TEXT_BYTES, TEXT_UTF16LE, TEXT_UTF16BE };

struct input {
	int fd;
	char *name;
	enum packing packing;
	enum text_form form;
	bool file_ended;                /* nothing more to read */
	bool ended;                     /* nothing more to give */
	bool between;                   /* archive: not inside a member or frame */
	bool looked;                    /* at the first bytes */
	bool long_line;
	unsigned long long line_from;
	struct err failure;             /* why it ends early; ERR_OK: it does not */
	unsigned long long read_bytes, unpacked, offset;
	unsigned long long limit;       /* bytes that may still be read of the file; ~0: all */
	size_t raw_at, raw_n;
	unsigned char raw[RAW];
	size_t carry_n;
	char *carry;                    /* BLOCK_BYTES: what follows the last line end */
	struct inflate_state *gzip;
	ZSTD_DCtx *zstd;
	lzma_stream xz;
	unsigned char wide[WIDE];       /* UTF-16 on its way */
	size_t wide_n;
};

static long long fail(struct input *in, enum err_kind kind, const char *why)
{
	err_set(&in->failure, kind, "%s", tr(why));
	in->file_ended = true;
	return -1;
}

/* Fresh bytes of the file; 0 at its end. */
static long long read_raw(struct input *in, void *into, size_t most)
{
	ssize_t n;

	do
		n = read(in->fd, into, most < in->limit ? most : (size_t)in->limit);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		err_errno(&in->failure, "reading stopped");
		in->file_ended = true;
		return -1;
	}
	in->read_bytes += (unsigned long long)n;
	in->limit -= in->limit != ~0ull ? (unsigned long long)n : 0;
	if (n == 0)
		in->file_ended = true;
	return n;
}

static bool refill(struct input *in)
{
	long long n;

	if (in->raw_at < in->raw_n)
		return true;
	if (in->file_ended)
		return false;
	n = read_raw(in, in->raw, RAW);
	in->raw_at = 0;
	in->raw_n = n > 0 ? (size_t)n : 0;
	return in->raw_n > 0;
}

/* ---- unpacking: up to `most` bytes into `into`; 0: the end; -1: failure ---- */

static long long unpack_plain(struct input *in, char *into, size_t most)
{
	size_t n = in->raw_n - in->raw_at;

	if (n > 0) {
		n = n < most ? n : most;
		memcpy(into, in->raw + in->raw_at, n);
		in->raw_at += n;
		return (long long)n;
	}
	return in->file_ended ? 0 : read_raw(in, into, most);
}

/* Behind a member: another one, zeros that fill a tape block, or something that does not belong there. */
static int next_member(struct input *in)
{
	while (refill(in) && in->raw[in->raw_at] == 0)
		in->raw_at++;
	if (!refill(in))
		return 0;
	if (in->raw[in->raw_at] != 0x1f)
		return (int)fail(in, ERR_INPUT, "bytes behind the end of the gzip archive that are none; they were not read");
	isal_inflate_reset(in->gzip);
	in->gzip->crc_flag = ISAL_GZIP;
	in->between = false;
	return 1;
}

static long long unpack_gzip(struct input *in, char *into, size_t most)
{
	in->gzip->next_out = (uint8_t *)into;
	in->gzip->avail_out = (uint32_t)most;
	while (in->gzip->avail_out == most) {
		if (in->between) {
			int more = next_member(in);

			if (more <= 0)
				return more;
		} else if (!refill(in) && in->gzip->avail_in == 0 && in->gzip->block_state != ISAL_BLOCK_FINISH) {
			return in->failure.kind != ERR_OK ? -1 : fail(in, ERR_INPUT, "the gzip archive is truncated; what came before was searched");
		}
		in->gzip->next_in = in->raw + in->raw_at;
		in->gzip->avail_in = (uint32_t)(in->raw_n - in->raw_at);
		if (isal_inflate(in->gzip) != ISAL_DECOMP_OK)
			return fail(in, ERR_INPUT, "the gzip archive is damaged; what came before was searched");
		in->raw_at = in->raw_n - in->gzip->avail_in;
		if (in->gzip->block_state == ISAL_BLOCK_FINISH)
			in->between = true;
	}
	return (long long)(most - in->gzip->avail_out);
}

static long long unpack_zstd(struct input *in, char *into, size_t most)
{
	ZSTD_outBuffer out = { into, most, 0 };

	while (out.pos == 0) {
		ZSTD_inBuffer raw;
		size_t left;

		if (!refill(in)) {
			if (in->failure.kind != ERR_OK)
				return -1;
			return in->between ? 0 : fail(in, ERR_INPUT, "the zstd archive is truncated; what came before was searched");
		}
		raw = (ZSTD_inBuffer){ in->raw, in->raw_n, in->raw_at };
		left = ZSTD_decompressStream(in->zstd, &out, &raw);
		in->raw_at = raw.pos;
		if (ZSTD_isError(left))
			return fail(in, ERR_INPUT, ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge ?
			    "the zstd archive needs a window above 8 MB" : "the zstd archive is damaged; what came before was searched");
		in->between = left == 0;
	}
	return (long long)out.pos;
}

static long long unpack_xz(struct input *in, char *into, size_t most)
{
	in->xz.next_out = (uint8_t *)into;
	in->xz.avail_out = most;
	while (in->xz.avail_out == most) {
		bool more = refill(in);
		lzma_ret status;

		if (in->failure.kind != ERR_OK)
			return -1;
		in->xz.next_in = in->raw + in->raw_at;
		in->xz.avail_in = in->raw_n - in->raw_at;
		status = lzma_code(&in->xz, more ? LZMA_RUN : LZMA_FINISH);
		in->raw_at = in->raw_n - in->xz.avail_in;
		if (status == LZMA_STREAM_END)
			break;
		if (status == LZMA_MEMLIMIT_ERROR)
			return fail(in, ERR_LIMIT, "the xz archive needs a dictionary above 64 MB");
		if (status != LZMA_OK)
			return fail(in, ERR_INPUT, status == LZMA_BUF_ERROR ? "the xz archive is truncated; what came before was searched" :
			    "the xz archive is damaged; what came before was searched");
	}
	return (long long)(most - in->xz.avail_out);
}

static long long unpack(struct input *in, char *into, size_t most)
{
	switch (in->packing) {
	case PACKED_GZIP:
		return unpack_gzip(in, into, most);
	case PACKED_ZSTD:
		return unpack_zstd(in, into, most);
	case PACKED_XZ:
		return unpack_xz(in, into, most);
	case PACKED_NOT:
		break;
	}
	return unpack_plain(in, into, most);
}

/* ---- UTF-16: exports of Windows tools ---- */

static uint32_t unit(const struct input *in, size_t at)
{
	return in->form == TEXT_UTF16LE ? (uint32_t)in->wide[at] | (uint32_t)in->wide[at + 1] << 8 :
	    (uint32_t)in->wide[at] << 8 | in->wide[at + 1];
}

static size_t put_utf8(char *into, uint32_t c)
{
	if (c < 0x80) {
		into[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		into[0] = (char)(0xc0 | c >> 6);
		into[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		into[0] = (char)(0xe0 | c >> 12);
		into[1] = (char)(0x80 | (c >> 6 & 0x3f));
		into[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	into[0] = (char)(0xf0 | c >> 18);
	into[1] = (char)(0x80 | (c >> 12 & 0x3f));
	into[2] = (char)(0x80 | (c >> 6 & 0x3f));
	into[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* `most` is ROOM_LEAST at least: up to three bytes wait in in->wide. */
static long long narrow(struct input *in, char *into, size_t most)
{
	size_t room = most / 3 < WIDE / 2 ? most / 3 * 2 : WIDE, at = 0, n = 0;
	long long got = unpack(in, (char *)in->wide + in->wide_n, room - in->wide_n);

	if (got < 0 || (got == 0 && in->wide_n == 0))
		return got;
	in->wide_n += (size_t)got;
	while (at + 2 <= in->wide_n) {
		uint32_t c = unit(in, at);

		if (c >= 0xd800 && c < 0xdc00) {
			if (at + 4 > in->wide_n && got > 0)
				break;
			if (at + 4 <= in->wide_n && unit(in, at + 2) >= 0xdc00 && unit(in, at + 2) < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (unit(in, at + 2) - 0xdc00);
				at += 2;
			} else {
				c = 0xfffd;
			}
		} else if (c >= 0xdc00 && c < 0xe000) {
			c = 0xfffd;
		}
		n += c != 0xfeff ? put_utf8(into + n, c) : 0;
		at += 2;
	}
	if (got == 0)
		at = in->wide_n;        /* half a character at the very end */
	memmove(in->wide, in->wide + at, in->wide_n - at);
	in->wide_n -= at;
	return n > 0 ? (long long)n : narrow(in, into, most);
}

static long long give(struct input *in, char *into, size_t most)
{
	long long n = in->form == TEXT_BYTES ? unpack(in, into, most) : narrow(in, into, most);

	if (n <= 0)
		in->ended = true;
	else
		in->unpacked += (unsigned long long)n;
	return n;
}

/* ---- opening ---- */

static int start_unpacking(struct input *in, struct err *e)
{
	lzma_stream fresh = LZMA_STREAM_INIT;

	switch (in->packing) {
	case PACKED_GZIP:
		in->gzip = calloc(1, sizeof *in->gzip);
		if (in->gzip == NULL)
			return err_set(e, ERR_LIMIT, "out of memory");
		isal_inflate_init(in->gzip);
		in->gzip->crc_flag = ISAL_GZIP;
		return 0;
	case PACKED_ZSTD:
		in->zstd = ZSTD_createDCtx();
		if (in->zstd == NULL || ZSTD_isError(ZSTD_DCtx_setParameter(in->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG)))
			return err_set(e, ERR_LIMIT, "out of memory");
		return 0;
	case PACKED_XZ:
		in->xz = fresh;
		if (lzma_stream_decoder(&in->xz, XZ_MEMORY, LZMA_CONCATENATED) != LZMA_OK)
			return err_set(e, ERR_LIMIT, "out of memory");
		return 0;
	case PACKED_NOT:
		break;
	}
	return 0;
}

static enum packing packing_of(const unsigned char *p, size_t n)
{
	if (n >= 3 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8)
		return PACKED_GZIP;
	if (n >= 4 && ((memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0) || (memcmp(p + 1, "\x2a\x4d\x18", 3) == 0 && (p[0] & 0xf0) == 0x50)))
		return PACKED_ZSTD;
	if (n >= 6 && memcmp(p, "\xfd" "7zXZ\0", 6) == 0)
		return PACKED_XZ;
	return PACKED_NOT;
}

/* By its mark, or by zeros that stand in every other byte only: a quarter of the characters of a log are ASCII, whatever
 * its headings and names are written in. */
static enum text_form form_of(const unsigned char *p, size_t n)
{
	size_t even = 0, odd = 0;

	if (n >= 2 && p[0] == 0xff && p[1] == 0xfe)
		return TEXT_UTF16LE;
	if (n >= 2 && p[0] == 0xfe && p[1] == 0xff)
		return TEXT_UTF16BE;
	for (size_t i = 0; i < n; i++)
		*(i % 2 == 0 ? &even : &odd) += p[i] == 0;
	if (n >= 16 && odd >= n / 8 && even == 0)
		return TEXT_UTF16LE;
	return n >= 16 && even >= n / 8 && odd == 0 ? TEXT_UTF16BE : TEXT_BYTES;
}

int input_open(int fd, const char *name, struct input **in_r, struct err *e)
{
	struct input *in = calloc(1, sizeof *in);

	if (in == NULL || (in->carry = malloc(BLOCK_BYTES)) == NULL || (in->name = strdup(name)) == NULL) {
		close(fd);
		free(in != NULL ? in->carry : NULL);
		free(in);
		return err_set(e, ERR_LIMIT, "out of memory");
	}
	in->fd = fd;
	in->limit = ~0ull;
	while (in->raw_n < 6 && !in->file_ended) {      /* a pipe may give few bytes at once */
		long long n = read_raw(in, in->raw + in->raw_n, RAW - in->raw_n);

		in->raw_n += n > 0 ? (size_t)n : 0;
	}
	if (in->failure.kind != ERR_OK && in->raw_n == 0) {
		*e = in->failure;
		input_close(in);
		return -1;
	}
	in->packing = packing_of(in->raw, in->raw_n);
	if (start_unpacking(in, e) < 0) {
		input_close(in);
		return -1;
	}
	*in_r = in;
	return 0;
}

void input_close(struct input *in)
{
	if (in == NULL)
		return;
	close(in->fd);
	free(in->gzip);
	ZSTD_freeDCtx(in->zstd);
	if (in->packing == PACKED_XZ)
		lzma_end(&in->xz);
	free(in->carry);
	free(in->name);
	free(in);
}

/* The first unpacked bytes tell whether it is UTF-16; they go back in front. */
static void look(struct input *in)
{
	long long n = 0;

	in->looked = true;
	while (in->carry_n < HEAD && n >= 0 && !in->ended) {
		n = unpack(in, in->carry + in->carry_n, HEAD - in->carry_n);
		if (n <= 0)
			in->ended = true;
		else
			in->carry_n += (size_t)n;
	}
	in->form = form_of((unsigned char *)in->carry, in->carry_n);
	if (in->form == TEXT_BYTES) {
		size_t mark = in->carry_n >= 3 && memcmp(in->carry, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

		memmove(in->carry, in->carry + mark, in->carry_n - mark);
		in->carry_n -= mark;
		in->offset = mark;
		in->unpacked = in->carry_n;
		return;
	}
	memcpy(in->wide, in->carry, in->carry_n);       /* HEAD is not more than WIDE */
	in->wide_n = in->carry_n;
	in->carry_n = 0;
	in->ended = false;
	n = narrow(in, in->carry, BLOCK_BYTES);
	in->carry_n = n > 0 ? (size_t)n : 0;
	in->unpacked = in->carry_n;
	in->ended = n <= 0;
}

struct str input_head(struct input *in)
{
	const char *last;

	if (!in->looked)
		look(in);
	last = in->carry_n > 0 ? memrchr(in->carry, '\n', in->carry_n) : NULL;
	return (struct str){ in->carry, last != NULL && !in->ended ? (size_t)(last - in->carry) + 1 : in->carry_n };
}

/* An endless line is cut where no token is cut. */
static size_t cut_line(const char *p, size_t n)
{
	for (size_t end = n; end > n - n / 4; end--) {
		unsigned char c = (unsigned char)p[end - 1];

		if (!ascii_alpha(c) && !ascii_digit(c) && memchr("-_.:@%+", c, 7) == NULL)
			return end;
	}
	return n;
}

/* Up to the goal, or a few bytes less: a character must have room. */
static size_t fill(struct input *in, char *p, size_t n, size_t goal)
{
	while (n + ROOM_LEAST <= goal && !in->ended) {
		long long got = give(in, p + n, goal - n);

		n += got > 0 ? (size_t)got : 0;
	}
	return n;
}

int input_next(struct input *in, char *room, struct block *b_r, struct err *e)
{
	char *p = room + BLOCK_PAD;
	size_t n, end;
	const char *last = NULL;

	if (!in->looked)
		look(in);
	memcpy(p, in->carry, in->carry_n);
	n = in->carry_n;
	n = fill(in, p, n, BLOCK_USUAL);
	if (memrchr(p, '\n', n) == NULL)
		n = fill(in, p, n, BLOCK_BYTES);
	in->carry_n = 0;
	if (n == 0) {
		if (in->failure.kind == ERR_OK)
			return 0;
		*e = in->failure;
		in->failure.kind = ERR_OK;
		return -1;
	}
	if (!in->long_line)
		in->line_from = in->offset;
	*b_r = (struct block){ .p = p, .offset = in->offset, .line_from = in->line_from, .cut = in->long_line };
	end = n;
	in->long_line = false;
	if (!in->ended) {
		last = memrchr(p, '\n', n);
		in->long_line = last == NULL;
		end = last != NULL ? (size_t)(last - p) + 1 : cut_line(p, n);
		b_r->cut |= last == NULL;
	}
	memcpy(in->carry, p + end, n - end);
	in->carry_n = n - end;
	in->offset += end;
	b_r->n = end;
	memset(p + end, 0, BLOCK_PAD);
	memset(room, 0, BLOCK_PAD);
	return 1;
}

bool input_seekable(struct input *in)
{
	if (!in->looked)
		look(in);
	return in->packing == PACKED_NOT && in->form == TEXT_BYTES;
}

bool input_range(struct input *in, unsigned long long from, unsigned long long to)
{
	if (!input_seekable(in) || from > to || lseek(in->fd, (off_t)from, SEEK_SET) < 0)
		return false;
	in->raw_at = in->raw_n = in->carry_n = 0;
	in->offset = in->line_from = from;
	in->limit = to - from;
	in->ended = in->file_ended = in->long_line = false;
	return true;
}

enum packing input_packing(const struct input *in)
{
	return in->packing;
}

unsigned long long input_bytes(const struct input *in)
{
	return in->read_bytes;
}

unsigned long long input_unpacked(const struct input *in)
{
	return in->unpacked;
}

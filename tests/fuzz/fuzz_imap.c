/* fuzz_imap.c - any bytes from an IMAP server; the first byte says in which pieces they come.  However they are cut, the same is
 * heard; what is heard is no more than what was said. */
#include "fuzz.h"

#include "post/imap_read.h"

enum { MOST = 1 << 22 };

static void look(struct str line)
{
	struct imap_fetched f;
	struct imap_status s;

	if (imap_fetched(line, &f))
		assert(f.uid >= -1 && f.size >= -1 && f.literal >= 0);
	if (imap_status(line, STR("*"), &s))
		assert(s.code.n + s.said.n <= line.n && imap_code_number(s.code, STR("UIDVALIDITY")) >= -1);
	imap_can(line, STR("MOVE"));
}

static void hear(struct arena *a, struct str bytes, size_t piece, struct buf *lines, struct buf *literals)
{
	struct imap_reader *r = ARENA_NEW(a, struct imap_reader);
	struct str part, got;

	buf_init_arena(lines, a, MOST);
	buf_init_arena(literals, a, MOST);
	for (; bytes.n > 0; bytes = str_from(bytes, piece)) {
		enum imap_got what;

		for (part = str_at(bytes, 0, piece); (what = imap_read(r, &part, &got)) != IMAP_MORE;) {
			if (what == IMAP_NONSENSE) {
				buf_char(lines, '!');
				return;
			}
			if (what == IMAP_LINE) {
				look(got);
				buf_add(lines, got);
				buf_char(lines, '\n');
			} else if (what == IMAP_BYTES) {
				buf_add(literals, got);
			}
		}
	}
}

static void read_any(struct arena *a, struct str s)
{
	struct buf lines[2], literals[2];
	struct str bytes = str_from(s, 1);

	if (s.n == 0 || s.n > 1 << 16)
		return;
	hear(a, bytes, bytes.n + 1, &lines[0], &literals[0]);
	hear(a, bytes, (unsigned char)s.p[0] % 50 + 1, &lines[1], &literals[1]);
	assert(str_eq(buf_str(&lines[0]), buf_str(&lines[1])) && str_eq(buf_str(&literals[0]), buf_str(&literals[1])));
	assert(literals[0].n <= bytes.n);
}

FUZZ_TARGET

/* fuzz_pieces.c - any bytes as a container: pieces within the limits, ranges inside, names valid. */
#include "fuzz.h"

#include "parse/archive.h"
#include "worker/pieces.h"

struct seen {
	struct str whole;
	size_t count;
};

static void piece(void *ctx, const struct piece *p)
{
	struct seen *seen = ctx;

	seen->count++;
	assert(utf8_valid(p->name));
	if (p->inside)
		assert(p->bytes.p >= seen->whole.p && p->bytes.p + p->bytes.n <= seen->whole.p + seen->whole.n);
	assert(p->bytes.n <= PIECES_MAIL + 1 || p->inside);
}

static void read_any(struct arena *a, struct str s)
{
	struct seen seen = { s, 0 };
	struct piece_limit limit = { 0 };
	struct archive_member *list;
	enum pieces_kind kind = pieces_look(s);
	size_t n;

	if (kind != PIECES_NONE && pieces_each(a, s, kind, piece, &seen, &limit) < 0)
		assert(kind == PIECES_ARCHIVE);
	if (archive_looks_like(s) && archive_list(a, s, &list, &n)) {
		assert(n <= ARCHIVE_MEMBERS);
		for (size_t i = 0; i < n; i++)
			assert(utf8_valid(list[i].name) && list[i].bytes >= -1);
	}
}

FUZZ_TARGET

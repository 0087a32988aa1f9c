/* fuzz_pieces.c - any bytes as a container: pieces within the limits, ranges inside, names valid. */
#include "fuzz.h"

#include "parse/archive_tree.h"
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
	struct archive_budget spent = { 0 };
	const struct str password = STR("infected");
	struct piece_keys keys = { .list = &password, .count = 1 };
	const struct archive_tree *tree;
	enum pieces_kind kind = pieces_look(s);

	if (kind != PIECES_NONE && pieces_each(a, s, kind, &keys, piece, &seen, &limit) < 0)
		assert(kind == PIECES_ARCHIVE);
	tree = archive_tree_read(a, s, &password, 1, &spent);
	assert(tree->count <= TREE_MEMBERS);
	for (size_t i = 0; i < tree->count; i++)
		assert(utf8_valid(tree->nodes[i].path) && tree->nodes[i].depth <= TREE_DEPTH && tree->nodes[i].bytes >= -1);
}

FUZZ_TARGET

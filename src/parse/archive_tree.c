/* archive_tree.c - archives inside archives, member by member, within a budget. */
#include "parse/archive_tree.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "parse/archive.h"
#include "parse/file_type.h"

struct walk {
	struct arena *arena;
	struct archive_node *nodes;
	size_t count, room;
	struct archive_tree *tree;
	struct archive_budget *spent;
	const struct str *passwords;
	size_t password_count;
	size_t nested;                  /* bytes of inner archives that are held now */
	size_t packed;                  /* of the outermost file */
};

static void limit(struct walk *w, const char *name, long long at)
{
	if (w->tree->limit == NULL) {
		w->tree->limit = name;
		w->tree->limit_at = at;
	}
}

static bool over(struct walk *w)
{
	bool bytes = w->spent->unpacked > TREE_UNPACKED;
	bool ratio = w->spent->unpacked > TREE_RATIO_FROM && w->spent->unpacked / TREE_RATIO > w->packed;

	if (bytes)
		limit(w, "archive.bytes", TREE_UNPACKED);
	else if (ratio)
		limit(w, "archive.ratio", TREE_RATIO);
	return bytes || ratio;
}

static struct archive *open_bytes(const struct walk *w, struct str bytes)
{
	struct archive *r = archive_read_new();

	if (r == NULL)
		return NULL;
	archive_read_support_format_zip(r);
	archive_read_support_format_7zip(r);
	archive_read_support_format_rar(r);
	archive_read_support_format_rar5(r);
	archive_read_support_format_tar(r);
	archive_read_support_format_iso9660(r);
	archive_read_support_format_cab(r);
	archive_read_support_format_lha(r);
	archive_read_set_format_option(r, "lha", "hdrcharset", "CP932");     /* a name it cannot read ends the reading */
	archive_read_support_format_raw(r);     /* one packed file: its contents have no name */
	archive_read_support_filter_gzip(r);
	archive_read_support_filter_bzip2(r);
	archive_read_support_filter_xz(r);
	archive_read_support_filter_zstd(r);
	for (size_t i = 0; i < w->password_count; i++)
		archive_read_add_passphrase(r, arena_cstr(w->arena, w->passwords[i]));
	if (archive_read_open_memory(r, bytes.p, bytes.n) == ARCHIVE_OK)
		return r;
	archive_read_free(r);
	return NULL;
}

/* A name that cannot be converted is a warning. */
static bool next_member(struct archive *r, struct archive_entry **entry_r)
{
	int got = archive_read_next_header(r, entry_r);

	return got == ARCHIVE_OK || got == ARCHIVE_WARN;
}

/* The member's bytes, the first `out->max` of them; false where they could not be read to the end. */
static bool read_body(struct walk *w, struct archive *r, struct buf *out)
{
	const void *block;
	size_t n;
	la_int64_t offset;
	int got = ARCHIVE_EOF;

	while (!over(w) && (got = archive_read_data_block(r, &block, &n, &offset)) == ARCHIVE_OK) {
		w->spent->unpacked += n;
		if (block != NULL && n > 0 && out->n < out->max)
			buf_add(out, str_at((struct str){ block, n }, 0, out->max - out->n));
	}
	return got == ARCHIVE_EOF && !over(w);
}

/* An Office document is a zip, but a document to everybody. */
static bool is_document(struct str b)
{
	return str_has(str_at(b, 0, 4096), STR("[Content_Types].xml")) || str_has(str_at(b, 0, 200), STR("mimetypeapplication/"));
}

/* Is it looked at further: by its kind, or by a name that says script? */
static bool is_kept(const struct archive_node *node, struct str body)
{
	static const char *const kinds[] = { "lnk", "url", "html", "svg", "mhtml", "script", "xml", "pdf", "ole", "rtf", "png", "jpg" };
	static const char *const endings[] = { "js", "jse", "vbs", "vbe", "wsf", "hta", "ps1", "bat", "cmd", "htm", "html", "svg", "shtml",
		"eml", "txt", "csv" };

	for (size_t i = 0; node->type != NULL && i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(node->type, kinds[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
		if (str_ieq(name_ending(node->name), str_of(endings[i])))
			return true;
	return is_document(body) || str_starts(body, STR("{"));     /* a TLS report has no name inside its gzip */
}

/* A disc image of UDF (ECMA-167 2/8.3), which Windows prefers to what ISO 9660 says of the same disc. */
static bool is_udf(struct str b)
{
	enum { SEQUENCE_AT = 16 * 2048 + 1, SECTOR = 2048, DESCRIPTORS = 64 };

	for (size_t i = 0; i < DESCRIPTORS; i++)
		if (str_starts(str_at(b, SEQUENCE_AT + i * SECTOR, 5), STR("NSR0")))
			return true;
	return false;
}

static void read_level(struct walk *w, struct str bytes, int parent, int depth);

static void one_member(struct walk *w, struct archive *r, struct archive_entry *entry, int parent, int depth)
{
	size_t index = w->count;
	struct archive_node *node = ARENA_PUSH(w->arena, w->nodes, w->count, w->room);
	bool whole;
	struct buf body;

	*node = (struct archive_node){ .name = archive_member_name(w->arena, entry), .parent = parent, .depth = depth,
		.bytes = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1, .encrypted = archive_entry_is_encrypted(entry) != 0 };
	node->path = parent < 0 ? node->name : arena_printf(w->arena, STR_FMT "!" STR_FMT, STR_ARG(w->nodes[parent].path), STR_ARG(node->name));
	node->sealed = node->encrypted && archive_is_sealed(r);
	w->tree->encrypted |= node->encrypted;
	w->tree->sealed |= node->sealed;
	w->spent->members++;
	if (archive_entry_filetype(entry) != AE_IFREG || (node->encrypted && w->password_count == 0))
		return;
	buf_init(&body, TREE_NESTED + 1);
	whole = read_body(w, r, &body);
	if (whole) {
		struct str s = buf_str(&body);

		node->opened = true;
		if (node->bytes < 0)
			node->bytes = (long long)s.n;
		node->type = file_type(s);
		if (s.n <= TREE_NESTED)
			node->sha256 = sha256_hex(w->arena, s);
		if (s.n <= TREE_KEPT && is_kept(node, s) && arena_left(w->arena) > (16 << 20))
			node->body = arena_str(w->arena, s);
		if (file_type_contains(node->type) && s.n <= TREE_NESTED)
			read_level(w, s, (int)index, depth + 1);        /* node may move from here on */
		else if (file_type_contains(node->type))
			limit(w, "archive.nested", TREE_NESTED);
	}
	if (!whole && !over(w) && !node->encrypted)
		limit(w, "archive.damaged", 0);
	buf_fini(&body);
}

static void read_level(struct walk *w, struct str bytes, int parent, int depth)
{
	struct archive *r;
	struct archive_entry *entry;
	bool more = true;

	if (depth > TREE_DEPTH) {
		limit(w, "archive.depth", TREE_DEPTH);
		return;
	}
	if (w->nested + bytes.n > 2 * TREE_NESTED && depth > 1) {
		limit(w, "archive.nested", TREE_NESTED);
		return;
	}
	if (is_udf(bytes))
		limit(w, "archive.udf", 0);     /* nobody here reads UDF; ISO 9660 beside it is read all the same */
	if (is_document(bytes) || strcmp(file_type(bytes), "udf") == 0 || (r = open_bytes(w, bytes)) == NULL)
		return;
	w->nested += depth > 1 ? bytes.n : 0;
	while (!over(w) && (more = next_member(r, &entry))) {
		if (w->spent->members >= TREE_MEMBERS) {
			limit(w, "archive.members", TREE_MEMBERS);
			break;
		}
		one_member(w, r, entry, parent, depth);
	}
	if (!more && archive_hides_names(r))
		w->tree->encrypted = w->tree->sealed = true;
	else if (!more && archive_errno(r) != 0)
		limit(w, "archive.damaged", 0);
	archive_read_free(r);
	w->nested -= depth > 1 ? bytes.n : 0;
}

/* Which of the words it was: the reader does not tell, so each is tried alone on what is encrypted. */
static struct str fitting_password(struct walk *w, struct str bytes)
{
	for (size_t i = 0; i < w->password_count; i++) {
		struct walk one = { .arena = w->arena, .passwords = &w->passwords[i], .password_count = 1 };
		struct archive *r = open_bytes(&one, bytes);
		struct archive_entry *entry;
		bool fits = false;
		char some[256];

		while (r != NULL && !fits && next_member(r, &entry))
			if (archive_entry_is_encrypted(entry)) {
				fits = archive_read_data(r, some, sizeof some) >= 0;
				break;
			}
		if (r != NULL)
			archive_read_free(r);
		if (fits)
			return w->passwords[i];
	}
	return STR_NONE;
}

const struct archive_tree *archive_tree_read(struct arena *a, struct str bytes, const struct str *passwords, size_t password_count,
    struct archive_budget *spent)
{
	struct archive_tree *tree = ARENA_NEW(a, struct archive_tree);
	struct walk w = { .arena = a, .tree = tree, .spent = spent, .passwords = passwords, .password_count = password_count, .packed = bytes.n };
	struct archive_locale before = archive_locale_begin();

	tree->password = STR_NONE;
	if (file_type_contains(file_type(bytes)))
		read_level(&w, bytes, -1, 1);
	archive_locale_end(before);
	tree->nodes = w.nodes;
	tree->count = w.count;
	for (size_t i = 0; i < w.count; i++) {
		tree->locked |= w.nodes[i].encrypted && !w.nodes[i].opened && !w.nodes[i].sealed;
		if (w.nodes[i].encrypted && w.nodes[i].opened && w.nodes[i].depth == 1 && tree->password.p == NULL)
			tree->password = fitting_password(&w, bytes);
	}
	return tree;
}

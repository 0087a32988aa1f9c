/* pieces.c - cutting by libarchive and the mbox reader, with a budget. */
#include "worker/pieces.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "base/text.h"
#include "parse/archive.h"
#include "parse/mail/mail.h"

struct cutting {
	struct arena *arena;
	void (*each)(void *ctx, const struct piece *p);
	void *ctx;
	struct str whole;
	size_t count;
	unsigned long long total;
	struct str key;                 /* that fits the first encrypted member; absent */
	bool locked;                    /* a member stayed encrypted; a password would open it */
	bool sealed;                    /* no password would */
	struct piece_limit limit;
};

/* ---- what it is ---- */

/* Office documents, Java archives and the like begin with a member that says so. */
static bool is_document_zip(struct str bytes)
{
	struct str head = str_at(bytes, 0, 200);

	return str_has(head, STR("[Content_Types].xml")) || str_has(head, STR("mimetypeapplication/")) ||
	    str_has(head, STR("META-INF/")) || str_has(head, STR("_rels/")) || str_has(head, STR("docProps/"));
}

enum pieces_kind pieces_look(struct str bytes)
{
	static const char *const magics[] = { "PK\3\4", "7z\xbc\xaf\x27\x1c", "\x1f\x8b", "\xfd" "7zXZ", "BZh",
		"\x28\xb5\x2f\xfd", "Rar!\x1a\x07", "MSCF" };

	if (mbox_looks_like(bytes))
		return PIECES_MBOX;
	if (str_eq(str_at(bytes, 257, 5), STR("ustar")) || str_eq(str_at(bytes, 0x8001, 5), STR("CD001")) || str_eq(str_at(bytes, 2, 3), STR("-lh")))
		return PIECES_ARCHIVE;
	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (str_starts(bytes, str_of(magics[i])))
			return is_document_zip(bytes) ? PIECES_NONE : PIECES_ARCHIVE;
	return PIECES_NONE;
}

/* ---- mbox ---- */

static int mbox_piece(void *ctx, struct str message, size_t offset)
{
	struct cutting *c = ctx;
	struct piece p = { .bytes = message };

	(void)offset;
	/* a quoted "From " line was unquoted: then the message is no range of the file */
	p.inside = message.p >= c->whole.p && message.p + message.n <= c->whole.p + c->whole.n;
	if (c->count >= WIRE_PIECES_MOST) {
		c->limit = (struct piece_limit){ "mbox.messages", WIRE_PIECES_MOST };
		return 1;
	}
	p.name = arena_printf(c->arena, "#%zu", c->count++);
	c->each(c->ctx, &p);
	return 0;
}

/* ---- archives ---- */

static bool over_budget(struct cutting *c)
{
	if (c->total > PIECES_TOTAL)
		c->limit = (struct piece_limit){ "decoded.bytes", PIECES_TOTAL };
	else if (c->total > PIECES_RATIO_FROM && c->total / PIECES_RATIO > c->whole.n)
		c->limit = (struct piece_limit){ "archive.ratio", PIECES_RATIO };
	return c->limit.name != NULL;
}

/* The member's bytes up to the size of a mail (and one more, so that it shows); the rest is
 * unpacked to be counted, and forgotten.  False: it broke off, as with a password that does not fit. */
static bool read_member(struct cutting *c, struct archive *ar, struct buf *out)
{
	const void *block;
	size_t n;
	la_int64_t offset;
	int got;

	while ((got = archive_read_data_block(ar, &block, &n, &offset)) == ARCHIVE_OK && !over_budget(c)) {
		struct str s = str_at((struct str){ block, n }, 0, out->max - out->n);

		c->total += n;
		if (block != NULL && s.n > 0)
			buf_add(out, s);
	}
	return got == ARCHIVE_OK || got == ARCHIVE_EOF;
}

static struct str member_name(struct cutting *c, struct archive_entry *entry)
{
	return arena_printf(c->arena, "!" STR_FMT, STR_ARG(utf8_cut(archive_member_name(c->arena, entry), 1000)));
}

/* Members are handed on one by one: only one is in memory at a time. */
static void one_member(struct cutting *c, struct archive *ar, struct archive_entry *entry)
{
	struct piece p = { .name = member_name(c, entry) };
	bool encrypted = archive_entry_is_encrypted(entry) != 0;
	struct buf out;

	if (encrypted && archive_is_sealed(ar)) {
		c->sealed = true;
		return;
	}
	if (encrypted && c->key.p == NULL) {    /* such a member has no bytes to read */
		c->locked = true;
		return;
	}
	buf_init(&out, PIECES_MAIL + 1);
	if (read_member(c, ar, &out) || !encrypted) {
		p.bytes = buf_str(&out);
		c->count++;
		c->each(c->ctx, &p);
	} else {
		c->locked = true;
	}
	buf_fini(&out);
}

static void each_member(struct cutting *c, struct archive *ar)
{
	struct archive_entry *entry;

	while (c->limit.name == NULL) {
		int got = archive_read_next_header(ar, &entry);

		if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
			break;
		if (c->count >= PIECES_MEMBERS) {
			c->limit = (struct piece_limit){ "archive.members", PIECES_MEMBERS };
			break;
		}
		if (archive_entry_filetype(entry) == AE_IFREG)
			one_member(c, ar, entry);
	}
}

static struct archive *open_archive(struct arena *a, struct str bytes, struct str key)
{
	struct archive *ar = archive_read_new();

	if (ar == NULL)
		return NULL;
	archive_read_support_filter_gzip(ar);
	archive_read_support_filter_bzip2(ar);
	archive_read_support_filter_xz(ar);
	archive_read_support_filter_zstd(ar);
	archive_read_support_format_zip(ar);
	archive_read_support_format_7zip(ar);
	archive_read_support_format_tar(ar);
	archive_read_support_format_rar(ar);
	archive_read_support_format_rar5(ar);
	archive_read_support_format_iso9660(ar);
	archive_read_support_format_cab(ar);
	archive_read_support_format_lha(ar);
	archive_read_set_format_option(ar, "lha", "hdrcharset", "CP932");     /* a name it cannot read ends the reading */
	archive_read_support_format_raw(ar);
	if (key.n > 0)
		archive_read_add_passphrase(ar, arena_cstr(a, key));
	if (archive_read_open_memory(ar, bytes.p, bytes.n) == ARCHIVE_OK)
		return ar;
	archive_read_free(ar);
	return NULL;
}

/* The first encrypted member is read to its end: the old cipher takes one wrong password in 256 for the right one. */
static bool fits(struct arena *a, struct str whole, struct str key, bool *encrypted_r)
{
	struct cutting trial = { .whole = whole };
	struct archive *ar = open_archive(a, whole, key);
	struct archive_entry *entry;
	bool good = false;
	struct buf out;
	int got;

	*encrypted_r = false;
	buf_init(&out, 1);
	while (ar != NULL && !*encrypted_r && ((got = archive_read_next_header(ar, &entry)) == ARCHIVE_OK || got == ARCHIVE_WARN))
		if (archive_entry_filetype(entry) == AE_IFREG && archive_entry_is_encrypted(entry)) {
			*encrypted_r = true;
			good = read_member(&trial, ar, &out);
		}
	buf_fini(&out);
	if (ar != NULL)
		archive_read_free(ar);
	return good;
}

static void find_key(struct cutting *c, struct piece_keys *keys)
{
	bool encrypted = true;

	keys->fitted = 0;
	for (size_t i = 0; i < keys->count && encrypted && keys->fitted == 0; i++)
		if (fits(c->arena, c->whole, keys->list[i], &encrypted)) {
			keys->fitted = i + 1;
			c->key = keys->list[i];
		}
}

static int cut_archive(struct cutting *c, struct piece_keys *keys)
{
	struct archive_locale before = archive_locale_begin();
	struct archive *ar;

	if (keys != NULL)
		find_key(c, keys);
	ar = open_archive(c->arena, c->whole, c->key);

	if (ar != NULL) {
		each_member(c, ar);
		archive_read_free(ar);
	}
	archive_locale_end(before);
	if (c->locked && c->limit.name == NULL)
		c->limit.name = PIECES_LOCKED;
	else if (c->sealed && c->limit.name == NULL)
		c->limit.name = PIECES_SEALED;
	return c->count > 0 || (c->limit.name != NULL && !c->locked && !c->sealed) ? 0 : -1;
}

int pieces_each(struct arena *a, struct str bytes, enum pieces_kind kind, struct piece_keys *keys,
    void (*each)(void *ctx, const struct piece *p), void *ctx, struct piece_limit *limit_r)
{
	struct cutting c = { .arena = a, .each = each, .ctx = ctx, .whole = bytes, .key = STR_NONE };
	int status = 0;

	if (kind == PIECES_MBOX)
		status = mbox_each(bytes, mbox_piece, &c);
	else if (kind == PIECES_ARCHIVE)
		status = cut_archive(&c, keys);
	*limit_r = c.limit;
	return status < 0 ? -1 : 0;
}

/* ---- before the jail closes ---- */

static void ignore_piece(void *ctx, const struct piece *p)
{
	(void)ctx;
	(void)p;
}

static void warm_format(int (*set_format)(struct archive *), int (*set_filter)(struct archive *))
{
	static char bytes[1 << 16];
	struct archive *ar = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct piece_limit limit;
	size_t used = 0;

	set_format(ar);
	set_filter(ar);
	archive_entry_set_pathname_utf8(entry, "\xe8\xab\x8b\xe6\xb1\x82.eml");
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_size(entry, 4);
	if (archive_write_open_memory(ar, bytes, sizeof bytes, &used) == ARCHIVE_OK &&
	    archive_write_header(ar, entry) == ARCHIVE_OK && archive_write_data(ar, "mail", 4) == 4 &&
	    archive_write_close(ar) == ARCHIVE_OK &&
	    pieces_each(a, (struct str){ bytes, used }, PIECES_ARCHIVE, NULL, ignore_piece, NULL, &limit) < 0)
		used = 0;
	archive_entry_free(entry);
	archive_write_free(ar);
	arena_free(a);
}

void pieces_warm(void)
{
	warm_format(archive_write_set_format_zip, archive_write_add_filter_none);
	warm_format(archive_write_set_format_7zip, archive_write_add_filter_none);
	warm_format(archive_write_set_format_ustar, archive_write_add_filter_gzip);
	warm_format(archive_write_set_format_ustar, archive_write_add_filter_xz);
	warm_format(archive_write_set_format_ustar, archive_write_add_filter_bzip2);
	warm_format(archive_write_set_format_ustar, archive_write_add_filter_zstd);
}

/* msg.c - Outlook's .msg: a compound file whose storages are message, recipients and attachments ([MS-OXMSG]).
 *
 * Values of variable size are streams named after their property ("__substg1.0_0037001F"), those of fixed
 * size stand in "__properties_version1.0".  A file without that stream is read by its other streams. */
#include "base/le.h"
#include "parse/cfb.h"
#include "parse/mail/mapi.h"

struct msg {
	struct reading *r;
	struct cfb *cfb;
	struct str guids, entries, names;       /* the named properties' three tables (2.2.3) */
	size_t left, copies_left;       /* bytes and entries that messages inside may still take as files of their own */
};

enum { STREAM_PREFIX = 12, NAMED_FROM = 0x8000 };

static bool is_property_stream(struct str name)
{
	return name.n == STREAM_PREFIX + 8 && str_istarts(name, STR("__substg1.0_"));
}

static bool hex(struct str s, uint32_t *n_r)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = ascii_lower((unsigned char)s.p[i]);

		if (!ascii_digit(c) && !(c >= 'a' && c <= 'f'))
			return false;
		n = n << 4 | (uint32_t)(ascii_digit(c) ? c - '0' : c - 'a' + 10);
	}
	*n_r = n;
	return true;
}

/* 2.4: behind a head of 8 (recipient, attachment), 24 (embedded message) or 32 bytes (message), 16 each. */
static void read_fixed(struct msg *g, int storage, struct mapi_props *props)
{
	int stream = cfb_find(g->cfb, storage, STR("__properties_version1.0"));
	bool is_sub = str_starts(g->cfb->entries[storage].name, STR("__attach")) ||
	    str_starts(g->cfb->entries[storage].name, STR("__recip"));
	struct str table = stream >= 0 ? cfb_read(g->cfb, stream) : STR("");
	size_t head = is_sub ? 8 : table.n % 16 == 8 ? 24 : 32;

	for (size_t at = head; at + 16 <= table.n && props->count < MAPI_PROPERTIES; at += 16) {
		uint16_t type = le16(table, at), id = le16(table, at + 2);

		if (type == PT_LONG || type == PT_BOOLEAN || type == PT_SYSTIME)
			mapi_add(g->r, props, id, type, str_at(table, at + 8, 8));
	}
}

static void read_props(struct msg *g, int storage, struct mapi_props *props)
{
	read_fixed(g, storage, props);
	for (int i = g->cfb->entries[storage].first; i != CFB_NONE && props->count < MAPI_PROPERTIES; i = g->cfb->entries[i].next) {
		const struct cfb_entry *e = &g->cfb->entries[i];
		uint32_t tag;

		if (e->is_stream && is_property_stream(e->name) && hex(str_from(e->name, STREAM_PREFIX), &tag) &&
		    ((tag & 0xffff) == PT_STRING8 || (tag & 0xffff) == PT_UNICODE || (tag & 0xffff) == PT_BINARY))
			mapi_add(g->r, props, (uint16_t)(tag >> 16), (uint16_t)tag, cfb_read(g->cfb, i));
	}
}

/* ---- named properties ---- */

static struct str utf16(struct msg *g, struct str bytes)
{
	struct str ignored;
	struct str s = charset_decode(g->r, bytes, STR("utf-16le"), 0, &ignored);

	return s.p != NULL ? s : STR("");
}

static struct str named_stream(struct msg *g, const char *name)
{
	int storage = cfb_find(g->cfb, CFB_ROOT, STR("__nameid_version1.0"));
	int stream = storage >= 0 ? cfb_find(g->cfb, storage, str_of(name)) : CFB_NONE;

	return stream >= 0 ? cfb_read(g->cfb, stream) : STR("");
}

/* PS_INTERNET_HEADERS (00020386-0000-0000-C000-000000000046): a header field under its own name. */
static struct str header_name(struct msg *g, uint16_t id)
{
	static const char internet_headers[] = "\x86\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F";
	size_t at = (size_t)(id - NAMED_FROM) * 8, name_at;
	uint32_t guid = le16(g->entries, at + 4) >> 1;
	bool by_name = (le16(g->entries, at + 4) & 1) != 0;

	if (at + 8 > g->entries.n || !by_name || guid < 3 ||
	    !str_eq(str_at(g->guids, (guid - 3) * 16, 16), (struct str){ internet_headers, 16 }))
		return STR_NONE;
	name_at = le32(g->entries, at);
	return utf16(g, str_at(g->names, name_at + 4, le32(g->names, name_at)));
}

static void read_named(struct msg *g, struct mapi_message *m)
{
	enum { MOST = 200 };

	for (size_t i = 0; i < m->props.count && m->header_count < MOST; i++) {
		const struct mapi_prop *p = &m->props.list[i];
		struct str name;

		if (p->id < NAMED_FROM || p->type != PT_UNICODE || p->value.n > 16 << 10)
			continue;
		name = header_name(g, p->id);
		if (name.n > 0)
			*ARENA_PUSH(g->r->arena, m->headers, m->header_count, m->header_room) =
			    (struct mapi_named){ name, utf16(g, p->value) };
	}
}

/* ---- a message inside as a file of its own ---- */

/* 2.4.1: the head of the properties is longer at the top: eight bytes more, all zero. */
static struct str top_properties(struct msg *g, struct str table)
{
	enum { HEAD_INSIDE = 24, MORE = 8 };
	char *out;

	if (table.n % 16 != HEAD_INSIDE % 16 || table.n < HEAD_INSIDE)
		return table;
	out = arena_alloc(g->r->arena, table.n + MORE);
	memcpy(out, table.p, HEAD_INSIDE);
	memcpy(out + HEAD_INSIDE + MORE, table.p + HEAD_INSIDE, table.n - HEAD_INSIDE);
	return (struct str){ out, table.n + MORE };
}

struct copying {
	struct cfb_new *list;
	int *from;                      /* the entries that are copied, parallel; CFB_NONE for what is new */
	size_t count, room, from_count, from_room, bytes;
	bool too_large;
};

static void copy_entry(struct msg *g, struct copying *c, int from, struct cfb_new entry)
{
	if (g->copies_left == 0) {
		c->too_large = true;
		return;
	}
	g->copies_left--;
	*ARENA_PUSH(g->r->arena, c->list, c->count, c->room) = entry;
	*ARENA_PUSH(g->r->arena, c->from, c->from_count, c->from_room) = from;
	if (from >= 0 && !entry.is_storage)
		c->bytes += g->cfb->entries[from].size < g->cfb->bytes.n ? (size_t)g->cfb->entries[from].size : g->cfb->bytes.n;
}

/* Everything below entry `first` of the copy, breadth first; not read yet. */
static void copy_below(struct msg *g, struct copying *c, int storage, size_t first)
{
	for (size_t k = first; k < c->count && !c->too_large; k++) {
		int of = k == first ? storage : c->from[k];

		if (!c->list[k].is_storage)
			continue;
		for (int i = g->cfb->entries[of].first; i != CFB_NONE && !c->too_large; i = g->cfb->entries[i].next)
			copy_entry(g, c, i, (struct cfb_new){ .name = g->cfb->entries[i].name, .is_storage = g->cfb->entries[i].is_storage,
				.parent = k, .class_id = g->cfb->entries[i].class_id, .bytes = STR("") });
	}
}

/* All of them together take no more than the file does; "" beyond that. */
static struct str standalone(struct msg *g, int storage)
{
	static const char class_id[] = "\x0b\x0d\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F";
	int names = cfb_find(g->cfb, CFB_ROOT, STR("__nameid_version1.0"));
	struct copying c = { 0 };

	copy_entry(g, &c, CFB_NONE, (struct cfb_new){ .name = STR("Root Entry"), .is_storage = true, .bytes = STR(""), .class_id = class_id });
	copy_below(g, &c, storage, 0);
	if (names != CFB_NONE && !c.too_large) {
		copy_entry(g, &c, CFB_NONE, (struct cfb_new){ .name = g->cfb->entries[names].name, .is_storage = true, .bytes = STR("") });
		copy_below(g, &c, names, c.count - 1);
	}
	if (c.too_large || c.bytes > g->left || arena_left(g->r->arena) < 4 * c.bytes + (8 << 20))
		return STR("");
	g->left -= c.bytes;
	g->cfb->left += c.bytes;        /* they are read a second time */
	for (size_t k = 0; k < c.count; k++) {
		if (c.from[k] == CFB_NONE || c.list[k].is_storage)
			continue;
		c.list[k].bytes = cfb_read(g->cfb, c.from[k]);
		if (c.list[k].parent == 0 && str_ieq(c.list[k].name, STR("__properties_version1.0")))
			c.list[k].bytes = top_properties(g, c.list[k].bytes);
	}
	return cfb_build(g->r->arena, c.list, c.count);
}

/* ---- attachments ---- */

static const struct mapi_message *read_message(struct msg *g, int storage, int depth);

/* An OLE object is a storage: its package or contents, or else its largest stream. */
static void read_ole(struct msg *g, int storage, struct mapi_attachment *at)
{
	int best = CFB_NONE;

	for (int i = g->cfb->entries[storage].first; i != CFB_NONE; i = g->cfb->entries[i].next) {
		const struct cfb_entry *e = &g->cfb->entries[i];

		if (!e->is_stream)
			continue;
		if (str_eq(e->name, STR("\1Ole10Native")) || str_ieq(e->name, STR("Package")) || str_ieq(e->name, STR("CONTENTS"))) {
			best = i;
			break;
		}
		if (best == CFB_NONE || e->size > g->cfb->entries[best].size)
			best = i;
	}
	if (best == CFB_NONE)
		return;
	at->data = cfb_read(g->cfb, best);
	at->data_name = g->cfb->entries[best].name;
}

static void read_attachment(struct msg *g, int storage, struct mapi_message *m, int depth)
{
	struct mapi_attachment *at = ARENA_PUSH(g->r->arena, m->attachments, m->attachment_count, m->attachment_room);
	int object = cfb_find(g->cfb, storage, STR("__substg1.0_3701000D"));
	const struct mapi_prop *data;

	read_props(g, storage, &at->props);
	data = mapi_find(&at->props, PR_ATTACH_DATA);
	at->data = data != NULL && data->type == PT_BINARY ? data->value : STR_NONE;
	if (object == CFB_NONE || !g->cfb->entries[object].is_storage)
		return;
	if (cfb_find(g->cfb, object, STR("__properties_version1.0")) == CFB_NONE) {
		read_ole(g, object, at);
		return;
	}
	if (depth >= MAPI_DEEPEST) {
		note_limit(g->r, "msg.depth", MAPI_DEEPEST);
		return;
	}
	at->embedded = read_message(g, object, depth + 1);
	((struct mapi_message *)at->embedded)->raw = standalone(g, object);
}

static const struct mapi_message *read_message(struct msg *g, int storage, int depth)
{
	struct mapi_message *m = ARENA_NEW(g->r->arena, struct mapi_message);

	read_props(g, storage, &m->props);
	read_named(g, m);
	for (int i = g->cfb->entries[storage].first; i != CFB_NONE; i = g->cfb->entries[i].next) {
		const struct cfb_entry *e = &g->cfb->entries[i];

		if (e->is_storage && str_istarts(e->name, STR("__recip_version1.0_"))) {
			if (m->recipient_count >= MAPI_RECIPIENTS)
				note_limit(g->r, "header.addresses", MAPI_RECIPIENTS);
			else
				read_props(g, i, ARENA_PUSH(g->r->arena, m->recipients, m->recipient_count, m->recipient_room));
		} else if (e->is_storage && str_istarts(e->name, STR("__attach_version1.0_"))) {
			if (m->attachment_count >= MAPI_ATTACHMENTS)
				note_limit(g->r, "msg.attachments", MAPI_ATTACHMENTS);
			else
				read_attachment(g, i, m, depth);
		}
	}
	m->damaged = g->cfb->damaged;
	m->form = MAIL_MSG;
	m->raw = STR("");
	mapi_guess_charset(g->r, m);
	return m;
}

/* ---- outside ---- */

/* Outlook gives the root its own class; others leave it out, but the directory then names a message's
 * streams, and most of it lies where it begins. */
bool msg_looks_like(struct str bytes)
{
	static const char class_id[] = "\x0b\x0d\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F";
	static const char substg[] = "_\0_\0s\0u\0b\0s\0t\0g\0001\0.\0000\0_";
	static const char props[] = "_\0_\0p\0r\0o\0p\0e\0r\0t\0i\0e\0s\0_";
	struct str directory;

	if (!cfb_looks_like(bytes))
		return false;
	directory = str_at(bytes, ((size_t)le32(bytes, 48) + 1) << (le16(bytes, 30) == 12 ? 12 : 9), 16 << 10);
	return str_eq(str_at(directory, 80, 16), (struct str){ class_id, 16 }) ||
	    str_has(directory, (struct str){ substg, sizeof substg - 1 }) || str_has(directory, (struct str){ props, sizeof props - 1 });
}

const struct mapi_message *msg_read(struct reading *r, struct str bytes)
{
	struct msg g = { .r = r, .cfb = cfb_open(r->arena, bytes), .left = bytes.n, .copies_left = CFB_ENTRIES };
	const struct mapi_message *m;

	if (g.cfb == NULL)
		return NULL;
	g.guids = named_stream(&g, "__substg1.0_00020102");
	g.entries = named_stream(&g, "__substg1.0_00030102");
	g.names = named_stream(&g, "__substg1.0_00040102");
	m = read_message(&g, CFB_ROOT, 0);
	if (g.cfb->limited)
		note_limit(r, "cfb.entries", CFB_ENTRIES);
	return m;
}

/* cfb.c - reading compound files; see cfb.h.  Section numbers are those of [MS-CFB]. */
#include "parse/cfb.h"

#include "base/le.h"
#include "base/text.h"

enum { ENTRY = 128, HEADER_DIFAT = 76, HEADER_DIFAT_COUNT = 109, MINI_SHIFT = 6, MINI_BELOW = 4096 };
static const uint32_t END_OF_CHAIN = 0xfffffffe, NO_STREAM = 0xffffffff, LAST_SECTOR = 0xfffffffa;

bool cfb_looks_like(struct str bytes)
{
	return bytes.n >= 512 && str_starts(bytes, STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
}

/* ---- sectors ---- */

/* Sector n as it lies in the file; the last one may be cut short. */
static struct str sector(const struct cfb *c, uint32_t n)
{
	uint64_t at = ((uint64_t)n + 1) << c->shift;

	return at < c->bytes.n ? str_at(c->bytes, (size_t)at, (size_t)1 << c->shift) : STR("");
}

static uint32_t after(const struct cfb *c, uint32_t n)
{
	return n < c->sectors ? c->fat[n] : END_OF_CHAIN;
}

/* How many sectors from `start` on lie one behind the other, up to `most`. */
static size_t run_length(const struct cfb *c, uint32_t start, size_t most)
{
	size_t n = 1;

	while (n < most && after(c, start + (uint32_t)n - 1) == start + (uint32_t)n)
		n++;
	return n;
}

/* `size` bytes of the chain that begins at `start`. */
static struct str chain(struct cfb *c, uint32_t start, uint64_t size)
{
	size_t unit = (size_t)1 << c->shift, wanted, got = 0, run;
	uint32_t at = start;
	char *out;

	if (size == 0)
		return STR("");
	if (size > c->bytes.n) {
		c->damaged = true;
		size = c->bytes.n;
	}
	if (size > c->left) {
		c->limited = true;
		return STR("");
	}
	c->left -= (size_t)size;
	wanted = ((size_t)size + unit - 1) >> c->shift;
	if (start >= c->sectors) {
		c->damaged = true;
		return STR("");
	}
	run = run_length(c, start, wanted);
	if (run == wanted) {
		struct str whole = str_at(c->bytes, ((size_t)start + 1) << c->shift, (size_t)size);

		c->damaged |= whole.n < size;
		return whole;
	}
	out = arena_alloc(c->arena, (size_t)size);
	for (size_t i = 0; i < wanted && at < c->sectors && got < size; i++) {
		struct str s = str_at(sector(c, at), 0, (size_t)size - got);

		memcpy(out + got, s.p, s.n);
		got += s.n;
		at = after(c, at);
	}
	c->damaged |= got < size;
	return (struct str){ out, got };
}

/* 2.3, 2.5: which sectors hold the FAT stands in the header and in a chain of its own. */
static void read_fat(struct cfb *c)
{
	uint32_t next = le32(c->bytes, 68);
	size_t per = ((size_t)1 << c->shift) / 4, filled = 0, in_list = HEADER_DIFAT_COUNT, steps = 0;
	struct str list = str_at(c->bytes, HEADER_DIFAT, HEADER_DIFAT_COUNT * 4);

	c->fat = arena_alloc(c->arena, (c->sectors + 1) * sizeof *c->fat);
	memset(c->fat, 0xff, (c->sectors + 1) * sizeof *c->fat);
	for (;;) {
		for (size_t i = 0; i < in_list && filled < c->sectors; i++) {
			uint32_t n = le32(list, i * 4);
			struct str s = n < c->sectors ? sector(c, n) : STR("");

			if (n > LAST_SECTOR)
				continue;
			for (size_t k = 0; k < per && filled < c->sectors; k++)
				c->fat[filled++] = k * 4 + 4 <= s.n ? le32(s, k * 4) : NO_STREAM;
		}
		if (next >= c->sectors || filled >= c->sectors || steps++ > c->sectors)
			return;
		list = sector(c, next);
		in_list = per - 1;
		next = list.n == per * 4 ? le32(list, in_list * 4) : END_OF_CHAIN;
	}
}

static void read_mini(struct cfb *c)
{
	struct str table = chain(c, le32(c->bytes, 60), (uint64_t)le32(c->bytes, 64) << c->shift);

	c->mini_sectors = table.n / 4;
	c->mini_fat = arena_alloc(c->arena, c->mini_sectors * sizeof *c->mini_fat + 1);
	for (size_t i = 0; i < c->mini_sectors; i++)
		c->mini_fat[i] = le32(table, i * 4);
	c->mini = chain(c, c->entries[CFB_ROOT].start, c->entries[CFB_ROOT].size);
}

/* 2.4: streams below 4096 bytes lie in sectors of 64 bytes inside another stream. */
static struct str mini_chain(struct cfb *c, uint32_t start, size_t size)
{
	char *out;
	size_t got = 0;

	if (size > c->left) {
		c->limited = true;
		return STR("");
	}
	c->left -= size;
	out = arena_alloc(c->arena, size + 1);
	for (uint32_t at = start; got < size; at = c->mini_fat[at]) {
		struct str s = str_at(c->mini, (size_t)at << MINI_SHIFT, 1 << MINI_SHIFT);

		s = str_at(s, 0, size - got);
		if (s.n > 0)
			memcpy(out + got, s.p, s.n);
		got += s.n;
		if (at >= c->mini_sectors || s.n == 0)
			break;
	}
	c->damaged |= got < size;
	return (struct str){ out, got };
}

/* ---- the directory ---- */

static struct str name_of(struct cfb *c, struct str raw)
{
	size_t bytes = le16(raw, 64);
	struct buf out;

	buf_init_arena(&out, c->arena, 256);
	for (size_t i = 0; i + 2 < bytes && i < 62; i += 2) {
		uint32_t u = le16(raw, i);

		if (u >= 0xd800 && u < 0xdc00 && (le16(raw, i + 2) & 0xfc00) == 0xdc00) {
			u = 0x10000 + ((u - 0xd800) << 10) + (le16(raw, i + 2) - 0xdc00u);
			i += 2;
		}
		buf_utf8(&out, u >= 0xd800 && u < 0xe000 ? 0xfffd : u);
	}
	return buf_str(&out);
}

static void take_entry(struct cfb *c, struct str raw, int index, int parent)
{
	struct cfb_entry *e = &c->entries[index], *p = parent >= 0 ? &c->entries[parent] : NULL;
	int type = (unsigned char)raw.p[66];

	e->name = name_of(c, raw);
	e->parent = parent;
	e->first = e->last = e->next = CFB_NONE;
	e->is_storage = type == 1 || index == CFB_ROOT;
	e->is_stream = type == 2;
	e->start = le32(raw, 116);
	e->size = c->shift == 9 ? le32(raw, 120) : le64(raw, 120);
	for (size_t i = 80; i < 96 && e->class_id == NULL; i++)
		if (raw.p[i] != 0)
			e->class_id = raw.p + 80;
	if (p == NULL)
		return;
	if (p->first == CFB_NONE)
		p->first = index;
	else
		c->entries[p->last].next = index;
	p->last = index;
}

struct walk {
	struct cfb *c;
	struct str directory;
	bool *seen;
	uint32_t *stack, *storages;
	size_t depth, queued;
};

static struct str raw_entry(const struct walk *w, uint32_t index)
{
	return str_at(w->directory, (size_t)index * ENTRY, ENTRY);
}

/* Goes down to the left from `index`, keeping the way. */
static void descend(struct walk *w, uint32_t index)
{
	while (index != NO_STREAM) {
		if (index >= w->c->count || w->seen[index]) {
			w->c->damaged = true;
			return;
		}
		w->seen[index] = true;
		w->stack[w->depth++] = index;
		index = le32(raw_entry(w, index), 68);
	}
}

/* The children of a storage are a tree (2.6.4); each entry is taken once, in the order of the names. */
static void walk_storage(struct walk *w, uint32_t storage)
{
	w->depth = 0;
	descend(w, le32(raw_entry(w, storage), 76));
	while (w->depth > 0) {
		uint32_t index = w->stack[--w->depth];
		struct str raw = raw_entry(w, index);

		take_entry(w->c, raw, (int)index, (int)storage);
		if (w->c->entries[index].is_storage)
			w->storages[w->queued++] = index;
		descend(w, le32(raw, 72));
	}
}

static bool read_directory(struct cfb *c)
{
	uint32_t start = le32(c->bytes, 48), at = start;
	struct walk w = { .c = c };
	size_t sectors = 0;

	while (at < c->sectors && sectors < c->sectors) {
		sectors++;
		at = after(c, at);
	}
	w.directory = chain(c, start, (uint64_t)sectors << c->shift);
	c->count = w.directory.n / ENTRY;
	if (c->count > CFB_ENTRIES) {
		c->limited = true;
		c->count = CFB_ENTRIES;
	}
	if (c->count == 0 || w.directory.p[66] != 5)
		return false;
	c->entries = ARENA_ARRAY(c->arena, struct cfb_entry, c->count);
	w.seen = ARENA_ARRAY(c->arena, bool, c->count);
	w.stack = ARENA_ARRAY(c->arena, uint32_t, c->count);
	w.storages = ARENA_ARRAY(c->arena, uint32_t, c->count);
	w.seen[CFB_ROOT] = true;
	take_entry(c, raw_entry(&w, CFB_ROOT), CFB_ROOT, CFB_NONE);
	w.storages[w.queued++] = CFB_ROOT;
	for (size_t i = 0; i < w.queued; i++)
		walk_storage(&w, w.storages[i]);
	return true;
}

/* ---- outside ---- */

struct cfb *cfb_open(struct arena *a, struct str bytes)
{
	struct cfb *c;
	unsigned shift;

	if (!cfb_looks_like(bytes))
		return NULL;
	shift = le16(bytes, 30);
	if (shift != 9 && shift != 12)
		return NULL;
	c = ARENA_NEW(a, struct cfb);
	*c = (struct cfb){ .arena = a, .bytes = bytes, .shift = shift, .left = bytes.n + bytes.n / 2 + (1 << 20) };
	c->sectors = ((bytes.n + ((size_t)1 << shift) - 1) >> shift) - 1;
	read_fat(c);
	if (!read_directory(c))
		return NULL;
	read_mini(c);
	return c;
}

struct str cfb_read(struct cfb *c, int entry)
{
	const struct cfb_entry *e = &c->entries[entry];

	if (!e->is_stream || e->size == 0)
		return STR("");
	return e->size < MINI_BELOW ? mini_chain(c, e->start, (size_t)e->size) : chain(c, e->start, e->size);
}

int cfb_find(const struct cfb *c, int storage, struct str name)
{
	for (int i = c->entries[storage].first; i != CFB_NONE; i = c->entries[i].next)
		if (str_ieq(c->entries[i].name, name))
			return i;
	return CFB_NONE;
}

struct str cfb_path(struct arena *a, const struct cfb *c, int entry)
{
	struct str path = c->entries[entry].name;
	int deep = 0;

	for (int p = c->entries[entry].parent; p > CFB_ROOT && deep++ < 32; p = c->entries[p].parent)
		path = arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(c->entries[p].name), STR_ARG(path));
	return path;
}

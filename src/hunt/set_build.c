/* set_build.c - values collected without repetition, then written as one file. */
#include <assert.h>
#include <stdlib.h>

#include "hunt/set_file.h"

struct set_builder {
	struct set_entry *entries;
	uint64_t *hashes;               /* of type and text, for finding repetitions */
	size_t count, room;
	char *text;
	size_t text_n, text_room;
	uint32_t *table;                /* entry + 1 */
	size_t table_size;              /* a power of two */
	struct { uint32_t ip; uint32_t entry; } *ip4s;
	size_t ip4_count, ip4_room;
	struct set_slot6 *ip6s;
	size_t ip6_count, ip6_room;
	struct url_of { uint32_t entry, host, order; } *urls;
	size_t url_count, url_room;
};

struct set_builder *set_builder_new(void)
{
	struct set_builder *b = calloc(1, sizeof *b);

	if (b == NULL)
		return NULL;
	b->table_size = 1 << 12;
	b->table = calloc(b->table_size, sizeof *b->table);
	if (b->table == NULL) {
		free(b);
		return NULL;
	}
	return b;
}

void set_builder_free(struct set_builder *b)
{
	if (b == NULL)
		return;
	free(b->entries);
	free(b->hashes);
	free(b->text);
	free(b->table);
	free(b->ip4s);
	free(b->ip6s);
	free(b->urls);
	free(b);
}

size_t set_builder_count(const struct set_builder *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++)
		n += b->entries[i].flags & SET_LISTED;
	return n;
}

static int full(struct err *e)
{
	return err_set(e, ERR_LIMIT, "out of memory");
}

static int grow(void **list, size_t count, size_t *room, size_t size, struct err *e)
{
	size_t more = *room == 0 ? 1024 : *room * 2;
	void *bigger;

	if (count < *room)
		return 0;
	bigger = realloc(*list, more * size);
	if (bigger == NULL)
		return full(e);
	*list = bigger;
	*room = more;
	return 0;
}
#define GROW(list, count, room, e) grow((void **)&(list), (count), &(room), sizeof *(list), (e))

static uint64_t hash_of(int type, struct str s)
{
	uint64_t h = SET_SEED ^ (uint64_t)type << 56;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8)
		h = set_mix(h ^ set_load8(s.p + i));
	for (; i < s.n; i++)
		h = set_mix(h ^ (unsigned char)s.p[i]);
	return set_mix(h ^ s.n);
}

static int grow_table(struct set_builder *b, struct err *e)
{
	size_t size = b->table_size * 2;
	uint32_t *bigger;

	if (b->count * 2 < b->table_size)
		return 0;
	bigger = calloc(size, sizeof *bigger);
	if (bigger == NULL)
		return full(e);
	for (size_t i = 0; i < b->count; i++) {
		size_t at = b->hashes[i] & (size - 1);

		while (bigger[at] != 0)
			at = (at + 1) & (size - 1);
		bigger[at] = (uint32_t)i + 1;
	}
	free(b->table);
	b->table = bigger;
	b->table_size = size;
	return 0;
}

static int add_text(struct set_builder *b, struct str s, uint32_t *at_r, struct err *e)
{
	while (b->text_room - b->text_n < s.n) {
		size_t more = b->text_room == 0 ? 1 << 16 : b->text_room * 2;
		char *bigger = realloc(b->text, more);

		if (bigger == NULL)
			return full(e);
		b->text = bigger;
		b->text_room = more;
	}
	if (b->text_n + s.n > UINT32_MAX - SET_TAIL)
		return err_set(e, ERR_LIMIT, "an indicator set holds at most 4 GB of text");
	memcpy(b->text + b->text_n, s.p, s.n);
	*at_r = (uint32_t)b->text_n;
	b->text_n += s.n;
	return 0;
}

/* The entry of this value, new or not: its index, or -1. */
static long long entry_of(struct set_builder *b, int type, struct str text, bool *new_r, struct err *e)
{
	uint64_t h = hash_of(type, text);
	size_t at;
	uint32_t where;

	if (grow_table(b, e) < 0)
		return -1;
	at = h & (b->table_size - 1);
	for (; b->table[at] != 0; at = (at + 1) & (b->table_size - 1)) {
		size_t i = b->table[at] - 1;
		const struct set_entry *t = &b->entries[i];

		if (b->hashes[i] == h && t->type == type && str_eq((struct str){ b->text + t->text, t->length }, text)) {
			*new_r = false;
			return (long long)i;
		}
	}
	if (b->count == b->room) {
		size_t more = b->room == 0 ? 1024 : b->room * 2;
		uint64_t *hashes = realloc(b->hashes, more * sizeof *hashes);

		if (hashes == NULL)
			return full(e);
		b->hashes = hashes;
	}
	if (GROW(b->entries, b->count, b->room, e) < 0 || add_text(b, text, &where, e) < 0)
		return -1;
	b->entries[b->count] = (struct set_entry){ .text = where, .length = (uint16_t)text.n, .type = (uint8_t)type };
	b->hashes[b->count] = h;
	b->table[at] = (uint32_t)b->count + 1;
	*new_r = true;
	return (long long)b->count++;
}

static int note_address(struct set_builder *b, long long entry, const struct value *v, struct err *e)
{
	bool whole = v->prefix == (v->type == VALUE_IPV4 ? 32 : 128);

	if (!whole)
		b->entries[entry].flags |= SET_NETWORK;
	if (v->type == VALUE_IPV4) {
		if (GROW(b->ip4s, b->ip4_count, b->ip4_room, e) < 0)
			return -1;
		b->ip4s[b->ip4_count].ip = v->ip4;
		b->ip4s[b->ip4_count++].entry = (uint32_t)entry;
		return 0;
	}
	if (GROW(b->ip6s, b->ip6_count, b->ip6_room, e) < 0)
		return -1;
	memcpy(b->ip6s[b->ip6_count].ip, v->ip6, 16);
	b->ip6s[b->ip6_count].prefix = (uint32_t)v->prefix;
	b->ip6s[b->ip6_count++].entry = (uint32_t)entry + 1;
	return 0;
}

/* A URL's host leads to it; the host itself is listed only where the list names it too. */
static int note_url(struct set_builder *b, long long entry, const struct value *v, struct err *e)
{
	struct value host = { .type = VALUE_DOMAIN, .text = v->host };
	bool is_new;
	long long at;

	if (ip4_read(v->host, &host.ip4)) {
		host.type = VALUE_IPV4;
		host.prefix = 32;
	} else if (ip6_read(v->host, host.ip6)) {
		host.type = VALUE_IPV6;
		host.prefix = 128;
	}
	at = entry_of(b, host.type, host.text, &is_new, e);
	if (at < 0 || (is_new && host.type != VALUE_DOMAIN && note_address(b, at, &host, e) < 0) ||
	    GROW(b->urls, b->url_count, b->url_room, e) < 0)
		return -1;
	b->urls[b->url_count] = (struct url_of){ (uint32_t)entry, (uint32_t)at, (uint32_t)b->url_count };
	b->url_count++;
	return 0;
}

int set_builder_add(struct set_builder *b, const struct value *v, struct err *e)
{
	bool is_new;
	long long entry;

	if (v->text.n > UINT16_MAX || b->count >= UINT32_MAX - 2)
		return err_set(e, ERR_LIMIT, "an indicator set holds at most 4 billion values of at most 65535 bytes");
	entry = entry_of(b, v->type, v->text, &is_new, e);
	if (entry < 0)
		return -1;
	if (b->entries[entry].flags & SET_LISTED)
		return 0;
	b->entries[entry].flags |= SET_LISTED;
	if (is_new && (v->type == VALUE_IPV4 || v->type == VALUE_IPV6))
		return note_address(b, entry, v, e);
	return v->type == VALUE_URL ? note_url(b, entry, v, e) : 0;
}

/* ---- writing ---- */

static bool is_named(const struct set_entry *t)
{
	return t->type != VALUE_IPV4 && t->type != VALUE_IPV6 && t->type != VALUE_URL;
}

static uint32_t slots_for(size_t n)
{
	return n == 0 ? 0 : (uint32_t)(n + n / 2 + 8);
}

static void plan(const struct set_builder *b, struct str provenance, struct set_header *h)
{
	size_t named = 0, whole = 0, nets = 0;

	for (size_t i = 0; i < b->count; i++) {
		named += is_named(&b->entries[i]);
		if (b->entries[i].flags & SET_LISTED)
			h->counts[b->entries[i].type]++;
	}
	for (size_t i = 0; i < b->ip4_count; i++)
		*(b->entries[b->ip4s[i].entry].flags & SET_NETWORK ? &nets : &whole) += 1;
	memcpy(h->magic, SET_MAGIC, sizeof h->magic);
	h->version = SET_VERSION;
	h->entries = (uint32_t)b->count;
	h->v4_slots = slots_for(whole);
	h->net4_slots = slots_for(nets);
	h->v6_slots = slots_for(b->ip6_count);
	h->filter_words = (uint32_t)(named / 4 + 1);    /* 16 bits a name: about 3 of 100 others pass */
	h->name_slots = slots_for(named);
	h->urls = (uint32_t)b->url_count;
	h->provenance_at = b->text_n;
	h->text_bytes = b->text_n + provenance.n;
}

static size_t place(size_t *at, size_t bytes)
{
	size_t here = (*at + 7) & ~(size_t)7;

	*at = here + bytes;
	return here;
}

static void put4(struct set_slot4 *slots, uint32_t n, uint32_t hash, uint32_t key, uint32_t entry)
{
	uint32_t i = set_range(hash, n);

	while (slots[i].entry != 0)
		i = i + 1 == n ? 0 : i + 1;
	slots[i] = (struct set_slot4){ key, entry + 1 };
}

static int prefix_of(const struct set_builder *b, uint32_t entry)
{
	long long prefix = 32;

	(void)!str_to_int(str_after((struct str){ b->text + b->entries[entry].text, b->entries[entry].length }, '/'), &prefix);
	return (int)prefix;
}

static void write_addresses(const struct set_builder *b, struct set_header *h, struct set_slot4 *v4, struct set_slot4 *net4,
    struct set_slot6 *v6)
{
	for (size_t i = 0; i < b->ip4_count; i++) {
		uint32_t entry = b->ip4s[i].entry, ip = b->ip4s[i].ip;

		if (b->entries[entry].flags & SET_NETWORK) {
			int prefix = prefix_of(b, entry);

			put4(net4, h->net4_slots, set_net4_hash(ip, prefix), ip, entry);
			h->net4_prefixes |= 1ull << prefix;
		} else {
			put4(v4, h->v4_slots, set_hash4(ip), ip, entry);
		}
	}
	for (size_t i = 0; i < b->ip6_count; i++) {
		uint32_t at = set_range(set_hash6(b->ip6s[i].ip, (int)b->ip6s[i].prefix), h->v6_slots);

		while (v6[at].entry != 0)
			at = at + 1 == h->v6_slots ? 0 : at + 1;
		v6[at] = b->ip6s[i];
		h->v6_prefixes[b->ip6s[i].prefix / 64] |= 1ull << (b->ip6s[i].prefix % 64);
	}
}

static void write_names(const struct set_builder *b, const struct set_header *h, uint64_t *filter, struct set_slot *names)
{
	for (size_t i = 0; i < b->count; i++) {
		const struct set_entry *t = &b->entries[i];
		uint64_t hash;
		uint32_t at;

		if (!is_named(t))
			continue;
		hash = set_hash_text((struct str){ b->text + t->text, t->length });
		filter[set_range((uint32_t)(hash >> 32), h->filter_words)] |= set_filter_bits(hash);
		at = set_range((uint32_t)hash, h->name_slots);
		while (names[at].entry != 0)
			at = at + 1 == h->name_slots ? 0 : at + 1;
		names[at] = (struct set_slot){ set_name_check(hash), (uint32_t)i + 1 };
	}
}

static int by_host(const void *x, const void *y)
{
	const struct url_of *a = x, *b = y;

	if (a->host != b->host)
		return a->host < b->host ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static void write_urls(struct set_builder *b, uint32_t *urls)
{
	if (b->url_count > 1)
		qsort(b->urls, b->url_count, sizeof *b->urls, by_host);
	for (size_t i = 0; i < b->url_count; i++) {
		struct set_entry *url = &b->entries[b->urls[i].entry], *host = &b->entries[b->urls[i].host];

		urls[i] = b->urls[i].entry;
		url->urls = b->urls[i].host;
		url->flags &= (uint8_t)~SET_LAST_URL;
		if (i == 0 || b->urls[i - 1].host != b->urls[i].host) {
			host->flags |= SET_HAS_URLS;
			host->urls = (uint32_t)i;
		}
		if (i + 1 == b->url_count || b->urls[i + 1].host != b->urls[i].host)
			url->flags |= SET_LAST_URL;
	}
}

int set_builder_finish(struct set_builder *b, struct str provenance, struct str *bytes_r, struct err *e)
{
	struct set_header h = { 0 };
	size_t end = sizeof h, entries, v4, net4, v6, filter, names, urls, text;
	unsigned char *file;

	plan(b, provenance, &h);
	entries = place(&end, b->count * sizeof(struct set_entry));
	v4 = place(&end, h.v4_slots * sizeof(struct set_slot4));
	net4 = place(&end, h.net4_slots * sizeof(struct set_slot4));
	v6 = place(&end, h.v6_slots * sizeof(struct set_slot6));
	filter = place(&end, h.filter_words * (size_t)8);
	names = place(&end, h.name_slots * sizeof(struct set_slot));
	urls = place(&end, h.urls * (size_t)4);
	text = place(&end, h.text_bytes);
	h.file_bytes = end + SET_TAIL;
	file = calloc(1, h.file_bytes);
	if (file == NULL)
		return full(e);
	write_addresses(b, &h, (void *)(file + v4), (void *)(file + net4), (void *)(file + v6));
	write_names(b, &h, (void *)(file + filter), (void *)(file + names));
	write_urls(b, (void *)(file + urls));
	memcpy(file + entries, b->entries, b->count * sizeof(struct set_entry));
	memcpy(file + text, b->text, b->text_n);
	memcpy(file + text + b->text_n, provenance.p, provenance.n);
	memcpy(file, &h, sizeof h);
	h.checksum = set_checksum(file + SET_UNSUMMED, h.file_bytes - SET_UNSUMMED);
	memcpy(file, &h, sizeof h);
	*bytes_r = (struct str){ (char *)file, h.file_bytes };
	return 0;
}

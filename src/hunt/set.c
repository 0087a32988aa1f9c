/* set.c - a set file checked, mapped, and asked. */
#include "hunt/set.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hunt/set_file.h"

_Static_assert(sizeof(struct set_entry) == 12 && sizeof(struct set_slot4) == 8 && sizeof(struct set_slot6) == 24 &&
    sizeof(struct set_slot) == 8, "sections of the file");

uint64_t set_checksum(const unsigned char *p, size_t n)
{
	uint64_t lane[4] = { 1, 2, 3, 4 }, sum = n;
	size_t i = 0;

	for (; i + 32 <= n; i += 32)
		for (int k = 0; k < 4; k++)
			lane[k] = (lane[k] ^ set_load8((const char *)p + i + 8 * k)) * 0x9E3779B97F4A7C15ull + (lane[k] >> 29);
	for (; i < n; i++)
		sum = set_mix(sum ^ p[i]);
	for (int k = 0; k < 4; k++)
		sum = set_mix(sum ^ lane[k]);
	return sum;
}

/* One section: its place is given by those before it. */
static const void *section(const struct set *set, size_t *at, uint64_t count, size_t size, bool *bad)
{
	size_t bytes;

	*at = (*at + 7) & ~(size_t)7;
	if (*bad || count > set->bytes / size) {
		*bad = true;
		return NULL;
	}
	bytes = (size_t)count * size;
	if (*at > set->bytes || bytes > set->bytes - *at) {
		*bad = true;
		return NULL;
	}
	*at += bytes;
	return set->file + *at - bytes;
}

static bool take_sections(struct set *set, const struct set_header *h)
{
	size_t at = sizeof *h;
	bool bad = false;

	set->entries = section(set, &at, set->entry_count = h->entries, sizeof(struct set_entry), &bad);
	set->v4 = section(set, &at, set->v4_slots = h->v4_slots, sizeof(struct set_slot4), &bad);
	set->net4 = section(set, &at, set->net4_slots = h->net4_slots, sizeof(struct set_slot4), &bad);
	set->v6 = section(set, &at, set->v6_slots = h->v6_slots, sizeof(struct set_slot6), &bad);
	set->filter = section(set, &at, set->filter_words = h->filter_words, 8, &bad);
	set->names = section(set, &at, set->name_slots = h->name_slots, sizeof(struct set_slot), &bad);
	set->urls = section(set, &at, set->url_count = h->urls, 4, &bad);
	set->text = section(set, &at, set->text_bytes = h->text_bytes, 1, &bad);
	if (bad || at + SET_TAIL != set->bytes || h->provenance_at > h->text_bytes || h->filter_words == 0)
		return false;
	set->provenance = (struct str){ set->text + h->provenance_at, h->text_bytes - h->provenance_at };
	set->net4_prefixes = h->net4_prefixes;
	memcpy(set->v6_prefixes, h->v6_prefixes, sizeof set->v6_prefixes);
	memcpy(set->counts, h->counts, sizeof set->counts);
	for (int i = 0; i < VALUE_TYPES; i++)
		set->listed_count += h->counts[i];
	return true;
}

static void mark24(struct set *set, uint32_t from, uint32_t to)
{
	for (uint32_t n = from >> 8; n <= to >> 8; n++) {
		struct set_near near = set_near(n << 8, set->map24_log);

		set->map24[near.word] |= near.bits;
	}
}

/* A builder writes a network once: all of one prefix cover no more than the whole.  A file that lies could keep us
 * marking for hours. */
static bool networks_fit(const struct set *set)
{
	uint64_t covered = 0;

	for (uint32_t i = 0; i < set->net4_slots; i++) {
		int prefix = set->net4[i].entry != 0 ? set_prefix(set, set->net4[i].entry - 1) : -1;

		covered += prefix < 0 || prefix > 32 ? 0 : prefix < 24 ? 1ull << (24 - prefix) : 1;
	}
	return covered <= (24ull << 24) + set->net4_slots;
}

/* The map is made here and not stored: it would be most of a small set's file. */
static int make_map(struct set *set, struct err *e)
{
	uint64_t covered = set->v4_slots;

	if (!networks_fit(set))
		return err_set(e, ERR_INPUT, "the indicator set is damaged: a network stands in it more than once; fetch or compile it again");
	for (int prefix = 0; prefix < 24; prefix++)
		if (set->net4_prefixes >> prefix & 1)
			covered += (uint64_t)set->net4_slots << (24 - prefix);
	covered += set->net4_slots;
	/* a word for four slots or fewer, which hold three networks: of other addresses about 1 in 200 passes */
	for (set->map24_log = 6; set->map24_log < MAP24_EXACT && covered > 4ull << set->map24_log;)
		set->map24_log++;
	set->map24 = calloc((size_t)1 << set->map24_log, sizeof *set->map24);
	if (set->map24 == NULL)
		return err_set(e, ERR_LIMIT, "out of memory");
	for (uint32_t i = 0; i < set->v4_slots; i++)
		if (set->v4[i].entry != 0)
			mark24(set, set->v4[i].key, set->v4[i].key);
	for (uint32_t i = 0; i < set->net4_slots; i++) {
		uint32_t entry = set->net4[i].entry;
		int prefix = entry != 0 ? set_prefix(set, entry - 1) : -1;

		if (prefix >= 0 && prefix <= 32)
			mark24(set, set->net4[i].key, set->net4[i].key | (prefix == 0 ? ~0u : (uint32_t)((1ull << (32 - prefix)) - 1)));
	}
	return 0;
}

int set_of_bytes(struct str bytes, struct set *set_r, struct err *e)
{
	const struct set_header *h = (const struct set_header *)(const void *)bytes.p;

	*set_r = (struct set){ .file = (const unsigned char *)bytes.p, .bytes = bytes.n };
	if (bytes.n < sizeof *h || memcmp(h->magic, SET_MAGIC, sizeof h->magic) != 0)
		return err_set(e, ERR_INPUT, "this is no compiled indicator set (noroshi indicators compile makes one)");
	if (h->version != SET_VERSION)
		return err_set(e, ERR_INPUT, "the indicator set has format version %u, this program reads version %d; compile it again",
		    (unsigned)h->version, SET_VERSION);
	if (h->file_bytes != bytes.n)
		return err_set(e, ERR_INPUT, "the indicator set is truncated: %zu bytes of %llu are here", bytes.n,
		    (unsigned long long)h->file_bytes);
	if (set_checksum(set_r->file + SET_UNSUMMED, bytes.n - SET_UNSUMMED) != h->checksum || !take_sections(set_r, h))
		return err_set(e, ERR_INPUT, "the indicator set is damaged: its checksum does not fit; fetch or compile it again");
	return make_map(set_r, e);
}

int set_open(const char *path, struct set *set_r, struct err *e)
{
	struct stat st;
	void *file;
	int fd = open(path, O_RDONLY | O_CLOEXEC), status;

	if (fd < 0)
		return err_errno(e, "cannot open %s", path);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(struct set_header)) {
		close(fd);
		return err_prefix(e, "%s", (err_set(e, ERR_INPUT, "this is no compiled indicator set (noroshi indicators compile makes one)"), path));
	}
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
	close(fd);
	if (file == MAP_FAILED)
		return err_errno(e, "cannot map %s", path);
	status = set_of_bytes((struct str){ file, (size_t)st.st_size }, set_r, e);
	set_r->mapped = true;
	if (status < 0) {
		set_close(set_r);
		return err_prefix(e, "%s", path);
	}
	return 0;
}

void set_close(struct set *set)
{
	free(set->map24);
	if (set->mapped)
		munmap((void *)(uintptr_t)set->file, set->bytes);
	*set = (struct set){ 0 };
}

struct str set_text(const struct set *set, uint32_t entry)
{
	const struct set_entry *t;

	if (entry >= set->entry_count)
		return STR("");
	t = &set->entries[entry];
	if (t->text > set->text_bytes || t->length > set->text_bytes - t->text)
		return STR("");
	return (struct str){ set->text + t->text, t->length };
}

/* The prefix of a network's entry stands behind the slash of its text. */
int set_prefix(const struct set *set, uint32_t entry)
{
	long long prefix;
	struct str text = set_text(set, entry);

	if (!str_to_int(str_after(text, '/'), &prefix) || prefix < 0 || prefix > 128)
		return -1;
	return (int)prefix;
}

static long long slot4_find(const struct set_slot4 *slots, uint32_t n, uint32_t key, uint32_t hash)
{
	uint32_t i = set_range(hash, n);

	/* a table is never full; the bound is for files that lie */
	for (uint32_t tries = 0; tries < n && slots[i].entry != 0; tries++) {
		if (slots[i].key == key)
			return (long long)slots[i].entry - 1;
		i = i + 1 == n ? 0 : i + 1;
	}
	return SET_NONE;
}

uint32_t set_net4_hash(uint32_t network, int prefix)
{
	return set_hash4(network ^ (uint32_t)prefix * 0x01000193u);
}

long long net4_find(const struct set *set, uint32_t network, int prefix)
{
	uint32_t n = set->net4_slots, i;

	if (n == 0)
		return SET_NONE;
	i = set_range(set_net4_hash(network, prefix), n);
	for (uint32_t tries = 0; tries < n && set->net4[i].entry != 0; tries++) {
		if (set->net4[i].key == network && set_prefix(set, set->net4[i].entry - 1) == prefix)
			return (long long)set->net4[i].entry - 1;
		i = i + 1 == n ? 0 : i + 1;
	}
	return SET_NONE;
}

long long set_find4(const struct set *set, uint32_t ip)
{
	long long entry = SET_NONE;

	if (set->v4_slots > 0)
		entry = slot4_find(set->v4, set->v4_slots, ip, set_hash4(ip));
	/* the narrowest first */
	for (uint64_t left = set->net4_prefixes & 0xffffffffu; entry == SET_NONE && left != 0;) {
		int prefix = 63 - __builtin_clzll(left);

		entry = net4_find(set, prefix == 0 ? 0 : ip & ~0u << (32 - prefix), prefix);
		left ^= 1ull << prefix;
	}
	return entry < set->entry_count ? entry : SET_NONE;
}

uint32_t set_hash6(const unsigned char ip[16], int prefix)
{
	return (uint32_t)(set_mix(set_mix(set_load8((const char *)ip) + (uint64_t)prefix) ^ set_load8((const char *)ip + 8)) >> 24);
}

void set_mask6(unsigned char ip[16], int prefix)
{
	for (int i = 0; i < 16; i++) {
		int bits = prefix - 8 * i;

		ip[i] &= (unsigned char)(bits >= 8 ? 0xff : bits <= 0 ? 0 : 0xff << (8 - bits));
	}
}

static long long v6_find(const struct set *set, const unsigned char ip[16], int prefix)
{
	uint32_t i = set_range(set_hash6(ip, prefix), set->v6_slots);

	for (uint32_t tries = 0; tries < set->v6_slots && set->v6[i].entry != 0; tries++) {
		if (set->v6[i].prefix == (uint32_t)prefix && memcmp(set->v6[i].ip, ip, 16) == 0)
			return (long long)set->v6[i].entry - 1;
		i = i + 1 == set->v6_slots ? 0 : i + 1;
	}
	return SET_NONE;
}

long long set_find6(const struct set *set, const unsigned char ip[16])
{
	long long entry = SET_NONE;

	for (int prefix = 128; set->v6_slots > 0 && entry == SET_NONE && prefix >= 0; prefix--) {
		unsigned char masked[16];

		if (!(set->v6_prefixes[prefix / 64] >> (prefix % 64) & 1))
			continue;
		memcpy(masked, ip, 16);
		set_mask6(masked, prefix);
		entry = v6_find(set, masked, prefix);
	}
	return entry < set->entry_count ? entry : SET_NONE;
}

long long set_find_hashed(const struct set *set, uint64_t h, struct str s)
{
	uint32_t check = set_name_check(h), i, n = set->name_slots;

	if (n == 0)
		return SET_NONE;
	i = set_range((uint32_t)h, n);
	for (uint32_t tries = 0; tries < n && set->names[i].entry != 0; tries++) {
		if (set->names[i].check == check && str_ieq(set_text(set, set->names[i].entry - 1), s))
			return (long long)set->names[i].entry - 1;
		i = i + 1 == n ? 0 : i + 1;
	}
	return SET_NONE;
}

uint64_t set_hash_text(struct str s)
{
	char padded[SET_TEXT_MOST + 8] = "";
	uint64_t h = SET_SEED;
	long long at = str_rfind_char(s, '@');
	size_t end;

	if (s.n > SET_TEXT_MOST)
		return 0;
	memcpy(padded, s.p, s.n);
	end = s.n;
	for (size_t i = s.n; i-- > 0 && (long long)i > at;) {
		if (padded[i] == '.') {
			h = set_hash_label(h, padded + i + 1, end - i - 1);
			end = i;
		} else if (i == (size_t)(at + 1)) {
			h = set_hash_label(h, padded + i, end - i);
		}
	}
	return at >= 0 ? set_hash_local(h, padded, (size_t)at) : h;
}

long long set_find_text(const struct set *set, struct str s)
{
	uint64_t h = set_hash_text(s), bits = set_filter_bits(h);

	if (s.n == 0 || s.n > SET_TEXT_MOST || (set->filter[set_range((uint32_t)(h >> 32), set->filter_words)] & bits) != bits)
		return SET_NONE;
	return set_find_hashed(set, h, s);
}

/* Behind the path the URL ends (blank, quote, the comma of a CSV) or goes on in a new part. */
static bool path_ends(unsigned char c)
{
	return !ascii_alpha(c) && !ascii_digit(c) && c < 0x80 && memchr("-._~%!$&*+=:@(", c, 14) == NULL;
}

static bool fulfils(struct str rest, struct str path)
{
	if (!str_starts(rest, path))
		return false;
	return rest.n == path.n || (path.n > 0 && memchr("/?#", path.p[path.n - 1], 3) != NULL) || path_ends((unsigned char)rest.p[path.n]);
}

void set_find_urls(const struct set *set, uint32_t host_entry, struct str rest, void (*hit)(void *ctx, uint32_t entry), void *ctx)
{
	const struct set_entry *host = &set->entries[host_entry];
	size_t host_n = set_text(set, host_entry).n;
	struct str path = rest;

	if (!(host->flags & SET_HAS_URLS))
		return;
	if (path.n > 0 && path.p[0] == ':') {           /* the port of the log's URL */
		path = str_from(path, 1);
		while (path.n > 0 && ascii_digit((unsigned char)path.p[0]))
			path = str_from(path, 1);
	}
	for (uint32_t i = host->urls; i < set->url_count; i++) {
		uint32_t entry = set->urls[i];
		struct str text = set_text(set, entry), wanted;
		long long at = str_find(text, STR("//"));

		if (at < 0 || entry >= set->entry_count)
			return;
		wanted = str_from(text, (size_t)at + 2 + host_n);
		if (wanted.n > 0 && wanted.p[0] == ':' ? fulfils(rest, wanted) : fulfils(path.n > 0 && path.p[0] == '/' ? path : STR("/"), wanted))
			hit(ctx, entry);
		if (set->entries[entry].flags & SET_LAST_URL)
			return;
	}
}

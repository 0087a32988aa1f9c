/* summary.c - a summary checked, mapped and asked. */
#include "hunt/summary.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hunt/set_file.h"

enum { END = 64 * 1024 };

_Static_assert(sizeof(struct summary_header) == 144 && sizeof(struct summary_segment) == 56, "parts of the file");

/* ---- which log ---- */

static int hash_at(const struct sip_key *key, int fd, off_t at, uint64_t *hash_r, struct err *e)
{
	unsigned char *room = calloc(1, END);
	ssize_t n = room != NULL ? pread(fd, room, END, at) : -1;

	if (n >= 0)
		*hash_r = sip_hash(key, room, (size_t)n);
	free(room);
	return n >= 0 ? 0 : err_errno(e, "reading stopped");
}

int log_identify(const struct sip_key *key, struct str path, int fd, struct log_identity *id_r, struct err *e)
{
	uint64_t parts[5];
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_errno(e, "reading stopped");
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, "only a file has a summary, no pipe");
	*id_r = (struct log_identity){ .name = sip_hash(key, path.p, path.n), .bytes = (uint64_t)st.st_size,
		.mtime_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000 };
	parts[0] = 1;
	parts[1] = id_r->bytes;
	parts[2] = (uint64_t)id_r->mtime_ms;
	if (hash_at(key, fd, 0, &parts[3], e) < 0 || hash_at(key, fd, st.st_size > END ? st.st_size - END : 0, &parts[4], e) < 0)
		return -1;
	id_r->id[0] = sip_hash(key, parts, sizeof parts);
	parts[0] = 2;
	id_r->id[1] = sip_hash(key, parts, sizeof parts);
	return 0;
}

bool log_identity_same(const struct log_identity *a, const struct log_identity *b)
{
	return a->id[0] == b->id[0] && a->id[1] == b->id[1] && a->bytes == b->bytes && a->mtime_ms == b->mtime_ms;
}

/* ---- keys ---- */

uint64_t summary_seal(const struct sip_key *key, enum seal what, uint64_t value)
{
	uint64_t parts[2] = { what, value };

	return sip_hash(key, parts, sizeof parts);
}

uint64_t summary_seal6(const struct sip_key *key, const unsigned char ip[16], int prefix)
{
	static const struct { int prefix; enum seal what; } kinds[] = { { 128, SEAL_IP6 }, { 64, SEAL_NET64 }, { 48, SEAL_NET48 },
		{ 32, SEAL_NET32 }, { 0, SEAL_ANY6 } };
	unsigned char parts[24] = { 0 };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].prefix == prefix)
			parts[0] = (unsigned char)kinds[i].what;
	memcpy(parts + 8, ip, (size_t)prefix / 8);
	return sip_hash(key, parts, sizeof parts);
}

size_t summary_sort(uint64_t *keys, uint64_t *room, size_t n)
{
	size_t kept = 0;

	for (int shift = 0; shift < 64; shift += 8) {           /* least byte first, each pass keeps the order of the one before */
		size_t place[257] = { 0 };
		uint64_t *swapped = keys;

		for (size_t i = 0; i < n; i++)
			place[(keys[i] >> shift & 255) + 1]++;
		for (int i = 0; i < 256; i++)
			place[i + 1] += place[i];
		for (size_t i = 0; i < n; i++)
			room[place[keys[i] >> shift & 255]++] = keys[i];
		keys = room;
		room = swapped;
	}
	for (size_t i = 0; i < n; i++)
		if (i == 0 || keys[i] != keys[kept - 1])
			keys[kept++] = keys[i];
	return kept;
}

size_t summary_pages(const struct summary_header *h)
{
	return (size_t)((h->file_bytes - h->keys_at + SUMMARY_PAGE - 1) / SUMMARY_PAGE);
}

static size_t tables_end(const struct summary_header *h)
{
	return sizeof *h + h->segments * sizeof(struct summary_segment) + summary_pages(h) * sizeof(uint64_t);
}

uint64_t summary_mac(const struct sip_key *key, const struct summary_header *file)
{
	const char *p = (const char *)file;
	size_t before = offsetof(struct summary_header, mac), behind = before + sizeof(uint64_t);
	uint64_t parts[2] = { sip_hash(key, p, before), sip_hash(key, p + behind, tables_end(file) - behind) };

	return sip_hash(key, parts, sizeof parts);
}

uint64_t summary_page_mac(const struct sip_key *key, const struct summary_header *file, size_t page)
{
	size_t from = (size_t)file->keys_at + page * SUMMARY_PAGE, n = (size_t)file->file_bytes - from;

	return sip_hash(key, (const char *)file + from, n < SUMMARY_PAGE ? n : SUMMARY_PAGE);
}

/* ---- opening ---- */

static int damaged(struct err *e)
{
	return err_set(e, ERR_INPUT, "the summary is damaged: its checksum does not fit");
}

static int check(const struct summary *s, const struct sip_key *key, struct err *e)
{
	const struct summary_header *h = s->header;

	if (s->bytes < sizeof *h || memcmp(h->magic, "NOROSUM\x1a", 8) != 0)
		return err_set(e, ERR_INPUT, "this is no summary of a log (noroshi hunt summarise makes one)");
	if (h->version != SUMMARY_VERSION)
		return err_set(e, ERR_INPUT, "the summary has format version %u, this program reads version %d", (unsigned)h->version, SUMMARY_VERSION);
	if (h->key_id != summary_seal(key, SEAL_KEY_ID, 0))
		return err_set(e, ERR_INPUT, "the summary was made with another key");
	if (h->file_bytes != s->bytes || h->keys_at > s->bytes || tables_end(h) > h->keys_at || summary_mac(key, h) != h->mac)
		return damaged(e);
	for (uint32_t i = 0; i < h->segments; i++) {
		const struct summary_segment *g = &s->segments[i];

		if (g->bits > 32 || g->keys_at % 4 != 0 || g->keys_at < h->keys_at || g->keys_at > s->bytes ||
		    (((uint64_t)1 << g->bits) + 1 + g->keys) * 4 > s->bytes - g->keys_at || g->from > g->to)
			return damaged(e);
	}
	return 0;
}

int summary_open(const char *path, const struct sip_key *key, struct summary *s_r, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *file;

	*s_r = (struct summary){ 0 };
	if (fd < 0)
		return err_errno(e, "cannot open %s", path);
	if (fstat(fd, &st) < 0 || st.st_size < (off_t)sizeof(struct summary_header)) {
		close(fd);
		return err_set(e, ERR_INPUT, "this is no summary of a log (noroshi hunt summarise makes one)");
	}
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (file == MAP_FAILED)
		return err_errno(e, "cannot map %s", path);
	*s_r = (struct summary){ .header = file, .segments = (const void *)((const char *)file + sizeof *s_r->header), .bytes = (size_t)st.st_size,
		.key = key };
	if (check(s_r, key, e) == 0) {
		s_r->page_macs = (const void *)(s_r->segments + s_r->header->segments);
		s_r->checked = calloc(summary_pages(s_r->header) / 8 + 1, 1);
		if (s_r->checked != NULL)
			return 0;
		err_set(e, ERR_LIMIT, "out of memory");
	}
	summary_close(s_r);
	return -1;
}

void summary_close(struct summary *s)
{
	if (s->header != NULL)
		munmap((void *)(uintptr_t)s->header, s->bytes);
	free(s->checked);
	*s = (struct summary){ 0 };
}

/* ---- what a set asks for ---- */

struct asking { struct summary_query *q; size_t room; const struct sip_key *key; bool full; };

static void ask(struct asking *a, uint64_t key)
{
	if (a->q->count == a->room) {
		size_t more = a->room == 0 ? 4096 : a->room * 2;
		uint64_t *bigger = realloc(a->q->keys, more * sizeof *bigger);

		if (bigger == NULL) {
			a->full = true;
			return;
		}
		a->q->keys = bigger;
		a->room = more;
	}
	a->q->keys[a->q->count++] = key;
}

/* A network is asked for by the next smaller kind of network that summaries hold, or the one around it. */
static void ask_net4(struct asking *a, uint32_t network, int prefix)
{
	int kept = prefix >= 16 ? 24 : prefix >= 8 ? 16 : 8;
	enum seal what = kept == 24 ? SEAL_NET24 : kept == 16 ? SEAL_NET16 : SEAL_NET8;
	uint64_t first = network >> (32 - kept), count = prefix >= kept ? 1 : 1ull << (kept - prefix);

	for (uint64_t i = 0; i < count; i++)
		ask(a, summary_seal(a->key, what, first + i));
}

static void ask_net6(struct asking *a, const unsigned char ip[16], int prefix)
{
	ask(a, summary_seal6(a->key, ip, prefix == 128 ? 128 : prefix >= 64 ? 64 : prefix >= 48 ? 48 : prefix >= 32 ? 32 : 0));
}

static bool is_text(unsigned type)
{
	return type == VALUE_DOMAIN || type == VALUE_EMAIL || type == VALUE_SHA256 || type == VALUE_SHA1 || type == VALUE_MD5;
}

int summary_query_of(const struct set *set, const struct sip_key *key, struct summary_query *q_r, struct err *e)
{
	struct asking a = { .q = q_r, .key = key };
	uint64_t *room;

	*q_r = (struct summary_query){ 0 };
	for (uint32_t i = 0; i < set->v4_slots; i++)
		if (set->v4[i].entry != 0)
			ask(&a, summary_seal(key, SEAL_IP4, set->v4[i].key));
	for (uint32_t i = 0; i < set->net4_slots; i++) {
		int prefix = set->net4[i].entry != 0 ? set_prefix(set, set->net4[i].entry - 1) : -1;

		if (prefix >= 0 && prefix <= 32)
			ask_net4(&a, set->net4[i].key, prefix);
	}
	for (uint32_t i = 0; i < set->v6_slots; i++)
		if (set->v6[i].entry != 0)
			ask_net6(&a, set->v6[i].ip, (int)set->v6[i].prefix);
	for (uint32_t i = 0; i < set->entry_count; i++)
		if (is_text(set->entries[i].type))
			ask(&a, summary_seal(key, SEAL_TEXT, set_hash_text(set_text(set, i))));
	room = a.full || q_r->count == 0 ? NULL : malloc(q_r->count * sizeof *room);
	if (a.full || (room == NULL && q_r->count > 0)) {
		free(q_r->keys);
		return err_set(e, ERR_LIMIT, "out of memory");
	}
	q_r->count = q_r->count > 0 ? summary_sort(q_r->keys, room, q_r->count) : 0;
	free(room);
	return 0;
}

/* The words [at, at + n) of a segment's part, once their pages are checked; NULL: damaged. */
static const uint32_t *words(struct summary *s, const struct summary_segment *g, uint64_t at, uint64_t n)
{
	uint64_t from = g->keys_at + at * 4, last = from + (n > 0 ? n * 4 - 1 : 0);

	for (size_t page = (size_t)(from - s->header->keys_at) / SUMMARY_PAGE; page <= (last - s->header->keys_at) / SUMMARY_PAGE; page++) {
		if (s->checked[page / 8] >> (page % 8) & 1)
			continue;
		if (summary_page_mac(s->key, s->header, page) != s->page_macs[page]) {
			s->damaged = true;
			return NULL;
		}
		s->checked[page / 8] |= (unsigned char)(1 << page % 8);
	}
	return (const void *)((const char *)s->header + from);
}

bool summary_may_hold(struct summary *s, size_t segment, const struct summary_query *q)
{
	const struct summary_segment *g = &s->segments[segment];
	uint64_t buckets = ((uint64_t)1 << g->bits) + 1;

	for (size_t i = 0; i < q->count && g->keys > 0; i++) {
		uint64_t key = q->keys[i];
		uint32_t wanted = (uint32_t)(key >> (32 - g->bits)), n;
		const uint32_t *starts = words(s, g, g->bits == 0 ? 0 : key >> (64 - g->bits), 2), *rest;

		if (starts == NULL || starts[0] > starts[1] || starts[1] > g->keys)
			return true;
		n = starts[1] - starts[0];
		rest = n > 0 ? words(s, g, buckets + starts[0], n) : starts;
		if (rest == NULL)
			return true;
		for (uint32_t k = 0; k < n && rest[k] <= wanted; k++)
			if (rest[k] == wanted)
				return true;
	}
	return false;
}

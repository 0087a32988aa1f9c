/* summary_make.c - the tokens of a log's segments, each once, sealed. */
#include <stdlib.h>

#include "base/tr.h"
#include "hunt/block.h"
#include "hunt/input.h"
#include "hunt/summary.h"

enum { SNIFF_ARENA = 64 << 20 };

struct numbers {                /* a set of 64-bit numbers, open addressing; 0 apart */
	uint64_t *slots;
	size_t size, count;     /* a power of two */
	bool zero;
};

struct summary_maker {
	const struct summary_order *order;
	struct scanner *scanner;
	struct scan_hits none;
	struct scan_tokens tokens;
	struct numbers text, ip4, sealed;
	char *room;
	/* of the log in work */
	char *out;
	size_t out_n, out_room;
	struct summary_segment *segments;
	size_t segment_count, segment_room;
	struct block_seen seen;
};

static void *more(void *list, size_t n, size_t size)
{
	void *bigger = realloc(list, n * size);

	if (bigger == NULL)
		arena_full_exit();
	return bigger;
}

/* ---- each once ---- */

static void numbers_start(struct numbers *s)
{
	free(s->slots);
	*s = (struct numbers){ .size = 1 << 12 };
	s->slots = calloc(s->size, sizeof *s->slots);
	if (s->slots == NULL)
		arena_full_exit();
}

static size_t place_of(const struct numbers *s, uint64_t v)
{
	size_t i = (size_t)set_mix(v) & (s->size - 1);

	while (s->slots[i] != 0 && s->slots[i] != v)
		i = (i + 1) & (s->size - 1);
	return i;
}

static void numbers_grow(struct numbers *s)
{
	struct numbers bigger = { .size = s->size * 2, .count = s->count, .zero = s->zero };

	bigger.slots = calloc(bigger.size, sizeof *bigger.slots);
	if (bigger.slots == NULL)
		arena_full_exit();
	for (size_t i = 0; i < s->size; i++)
		if (s->slots[i] != 0)
			bigger.slots[place_of(&bigger, s->slots[i])] = s->slots[i];
	free(s->slots);
	*s = bigger;
}

static void numbers_add(struct numbers *s, uint64_t v)
{
	size_t i;

	if (v == 0) {
		s->zero = true;
		return;
	}
	i = place_of(s, v);
	if (s->slots[i] == v)
		return;
	s->slots[i] = v;
	if (++s->count * 2 > s->size)
		numbers_grow(s);
}

/* The members into `out`; returns how many. */
static size_t numbers_list(const struct numbers *s, uint64_t *out)
{
	size_t n = 0;

	if (s->zero)
		out[n++] = 0;
	for (size_t i = 0; i < s->size; i++)
		if (s->slots[i] != 0)
			out[n++] = s->slots[i];
	return n;
}

/* ---- tokens ---- */

static void take_text(void *ctx, uint64_t hash)
{
	struct summary_maker *m = ctx;

	numbers_add(&m->text, hash);
}

static void take_ip4(void *ctx, uint32_t ip)
{
	struct summary_maker *m = ctx;

	numbers_add(&m->ip4, ip);
}

static void take_ip6(void *ctx, const unsigned char ip[16])
{
	static const int prefixes[] = { 128, 64, 48, 32, 0 };
	struct summary_maker *m = ctx;

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
		numbers_add(&m->sealed, summary_seal6(m->order->key, ip, prefixes[i]));
}

struct summary_maker *summary_maker_new(const struct summary_order *order)
{
	struct summary_maker *m = calloc(1, sizeof *m);

	if (m == NULL)
		return NULL;
	m->order = order;
	m->tokens = (struct scan_tokens){ take_text, take_ip4, take_ip6, m };
	m->scanner = scanner_of_tokens(&m->tokens, order->engine);
	m->room = malloc(BLOCK_BYTES + 2 * BLOCK_PAD);
	if (m->scanner == NULL || m->room == NULL) {
		summary_maker_free(m);
		return NULL;
	}
	return m;
}

void summary_maker_free(struct summary_maker *m)
{
	if (m == NULL)
		return;
	if (m->scanner != NULL)
		scanner_free(m->scanner);
	free(m->text.slots);
	free(m->ip4.slots);
	free(m->sealed.slots);
	free(m->none.list);
	free(m->room);
	free(m->out);
	free(m->segments);
	free(m);
}

/* ---- segments ---- */

static void start_segment(struct summary_maker *m, unsigned long long from)
{
	if (m->segment_count == m->segment_room) {
		m->segment_room = m->segment_room == 0 ? 16 : m->segment_room * 2;
		m->segments = more(m->segments, m->segment_room, sizeof *m->segments);
	}
	m->segments[m->segment_count++] = (struct summary_segment){ .from = from, .to = from };
	m->seen = (struct block_seen){ .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	numbers_start(&m->text);
	numbers_start(&m->ip4);
	numbers_start(&m->sealed);
}

/* All keys of the segment, ascending; heap. */
static uint64_t *sealed_keys(struct summary_maker *m, size_t *n_r)
{
	size_t most = m->text.count + 4 * m->ip4.count + m->sealed.count + 8, n = 0, count;
	uint64_t *keys = more(NULL, most, sizeof *keys), *room = more(NULL, most, sizeof *room);
	const struct sip_key *key = m->order->key;

	count = numbers_list(&m->text, room);
	for (size_t i = 0; i < count; i++)
		keys[n++] = summary_seal(key, SEAL_TEXT, room[i]);
	count = numbers_list(&m->ip4, room);
	for (size_t i = 0; i < count; i++) {
		keys[n++] = summary_seal(key, SEAL_IP4, room[i]);
		keys[n++] = summary_seal(key, SEAL_NET24, room[i] >> 8);
		keys[n++] = summary_seal(key, SEAL_NET16, room[i] >> 16);
		keys[n++] = summary_seal(key, SEAL_NET8, room[i] >> 24);
	}
	n += numbers_list(&m->sealed, keys + n);
	*n_r = summary_sort(keys, room, n);
	free(room);
	return keys;
}

static uint32_t *grow_out(struct summary_maker *m, size_t words)
{
	size_t at = m->out_n;

	m->out_n += words * 4;
	if (m->out_n > m->out_room) {
		m->out_room = m->out_n * 2;
		m->out = more(m->out, m->out_room, 1);
	}
	return (uint32_t *)(void *)(m->out + at);
}

static void end_segment(struct summary_maker *m)
{
	struct summary_segment *g = &m->segments[m->segment_count - 1];
	size_t n, at = m->out_n, key = 0;
	uint64_t *keys = sealed_keys(m, &n);
	uint32_t *words;

	while ((n >> g->bits) > 16 && g->bits < 28)
		g->bits++;
	words = grow_out(m, ((size_t)1 << g->bits) + 1 + n);
	for (size_t bucket = 0; bucket <= (size_t)1 << g->bits; bucket++) {
		while (key < n && bucket > 0 && (g->bits == 0 ? 0 : keys[key] >> (64 - g->bits)) < bucket)
			key++;
		words[bucket] = (uint32_t)key;
	}
	for (size_t i = 0; i < n; i++)
		words[((size_t)1 << g->bits) + 1 + i] = (uint32_t)(keys[i] >> (32 - g->bits));
	free(keys);
	g->keys = (uint32_t)n;
	g->keys_at = at;                /* of the part behind the table, until that is known */
	g->lines = (uint64_t)m->seen.lines;
	g->first_ms = m->seen.first_ms;
	g->last_ms = m->seen.last_ms;
}

static void one_block(struct summary_maker *m, const struct format_use *use, const struct block *b)
{
	size_t newlines;

	scan_block(m->scanner, b->p, b->n, &m->none, &newlines);
	m->seen.lines += (long long)newlines;
	if (b->n > 0 && b->p[b->n - 1] != '\n' && !b->cut)
		m->seen.lines++;
	block_hits(NULL, use, b, &m->none, NULL, &m->seen);
	m->segments[m->segment_count - 1].to = b->offset + b->n;
}

static int read_log(struct summary_maker *m, struct input *in, const struct format_use *use, struct err *e)
{
	bool divided = input_seekable(in);
	struct block b;
	int got;

	while ((got = input_next(in, m->room, &b, e)) > 0) {
		bool line_start = b.line_from == b.offset;

		if (m->segment_count > 0 && divided && line_start &&
		    b.offset - m->segments[m->segment_count - 1].from >= m->order->segment_bytes)
			end_segment(m);
		else if (m->segment_count > 0) {
			one_block(m, use, &b);
			continue;
		}
		start_segment(m, b.offset);
		one_block(m, use, &b);
	}
	if (m->segment_count > 0)
		end_segment(m);
	return got;
}

static void put_together(struct summary_maker *m, const struct log_identity *log, const struct format_use *use, struct str *bytes_r)
{
	struct str format = use->format != NULL ? format_name(use->format) : STR("unknown");
	size_t segments = sizeof(struct summary_header) + m->segment_count * sizeof *m->segments;
	size_t pages = (m->out_n + SUMMARY_PAGE - 1) / SUMMARY_PAGE, keys_at = segments + pages * sizeof(uint64_t);
	struct summary_header *h;
	char *file;

	keys_at = (keys_at + SUMMARY_PAGE - 1) / SUMMARY_PAGE * SUMMARY_PAGE;
	file = calloc(1, keys_at + m->out_n);
	if (file == NULL)
		arena_full_exit();
	h = (void *)file;
	*h = (struct summary_header){ .magic = "NOROSUM\x1a", .version = SUMMARY_VERSION, .segments = (uint32_t)m->segment_count,
		.file_bytes = keys_at + m->out_n, .keys_at = keys_at, .key_id = summary_seal(m->order->key, SEAL_KEY_ID, 0), .log = *log,
		.reading = m->order->reading };
	memcpy(h->format, format.p, format.n);
	for (size_t i = 0; i < m->segment_count; i++)
		m->segments[i].keys_at += keys_at;
	if (m->segment_count > 0)
		memcpy(file + sizeof *h, m->segments, segments - sizeof *h);
	if (m->out_n > 0)
		memcpy(file + keys_at, m->out, m->out_n);
	for (size_t i = 0; i < pages; i++)
		((uint64_t *)(void *)(file + segments))[i] = summary_page_mac(m->order->key, h, i);
	h->mac = summary_mac(m->order->key, h);
	*bytes_r = (struct str){ file, (size_t)h->file_bytes };
}

int summary_make(struct summary_maker *m, int fd, const struct log_identity *log, const char *name, struct str *bytes_r,
    struct err *e)
{
	const struct summary_order *o = m->order;
	struct format_use use = { .zone = o->zone, .year = o->year, .device = -1, .web_port = -1, .year_end_ms = log->mtime_ms };
	struct arena *a = arena_new(SNIFF_ARENA, arena_full_exit);
	struct input *in = NULL;
	int status = input_open(fd, name, &in, e);

	m->out_n = m->segment_count = 0;
	if (status == 0)
		status = format_sniff(o->formats, a, input_head(in), o->pinned, &use, e);
	if (status == 0 && use.format != NULL && format_name(use.format).n >= SUMMARY_FORMAT_MOST)
		status = err_set(e, ERR_LIMIT, "the name of the log format is longer than %d bytes", SUMMARY_FORMAT_MOST - 1);
	if (status == 0)
		status = read_log(m, in, &use, e);
	if (status == 0)
		put_together(m, log, &use, bytes_r);
	input_close(in);
	arena_free(a);
	return status;
}

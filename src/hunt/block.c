/* block.c - a line is looked at only where it has a hit; each indicator counts once a line. */
#include "hunt/block.h"

#include "hunt/mask.h"

enum { OF_ONE_LINE = 256, TRIED_LINES = 8, AHEAD = 4 };

struct named {                  /* an indicator that a line names, and the best that its places say */
	uint32_t entry;
	struct meaning meaning;
};

struct line_hits {              /* kept for a whole block: it is large, and the compiler clears what is new */
	const struct hunt_order *order;
	const struct set *set;
	const struct format_use *use;
	const struct block *block;
	struct named list[OF_ONE_LINE];
	size_t count;
	struct record record;
	struct str line;
	size_t from, to;                /* of the host, while its URLs are asked for */
	char masked[MASK_MOST];
};

/* Known before looked up before unknown; read before guessed. */
static int rank(const struct meaning *m)
{
	return (m->direction == DIR_UNKNOWN ? 4 : m->direction == DIR_LOOKUP ? 2 : 0) + m->heuristic;
}

static void name_entry(struct line_hits *h, uint32_t entry, size_t from, size_t to)
{
	struct meaning m = record_meaning(&h->record, h->line, from, to, (enum value_type)h->set->entries[entry].type);

	for (size_t i = 0; i < h->count; i++) {
		if (h->list[i].entry != entry)
			continue;
		if (rank(&m) < rank(&h->list[i].meaning))
			h->list[i].meaning = m;
		return;
	}
	if (h->count < OF_ONE_LINE)
		h->list[h->count++] = (struct named){ entry, m };
}

static void name_url(void *ctx, uint32_t entry)
{
	struct line_hits *h = ctx;

	if (h->set->entries[entry].flags & SET_LISTED)
		name_entry(h, entry, h->from, h->to);
}

/* A proxy's record may hold host and path in fields of their own. */
static void ask_urls(struct line_hits *h, uint32_t entry)
{
	set_find_urls(h->set, entry, str_from(h->line, h->to), name_url, h);
	for (int i = 0; i < h->record.span_count; i++) {
		const struct span *host = &h->record.spans[i];

		if (host->field != FIELD_HOST || h->from < host->from || h->to > host->to)
			continue;
		for (int k = 0; k < h->record.span_count; k++) {
			const struct span *path = &h->record.spans[k];

			if (path->field == FIELD_PATH && path->to > path->from)
				set_find_urls(h->set, entry, str_at(h->line, path->from, path->to - path->from), name_url, h);
		}
	}
}

static void add_row(struct line_hits *h, const struct named *n, uint64_t endless, struct tally *t)
{
	const struct hunt_order *order = h->order;
	const struct record *r = &h->record;
	struct str value = set_text(h->set, n->entry), sample;
	struct tally_row row = { .indicator = value, .org = order->org, .type = (enum value_type)h->set->entries[n->entry].type,
		.meaning = n->meaning, .action = r->read ? r->action : ACTION_UNKNOWN, .first_ms = r->time_ms, .last_ms = r->time_ms, .count = 1, .stays = true };

	memcpy(row.proto, r->proto, sizeof row.proto);
	if (order->samples > 0) {
		sample = mask_line(h->line, value, h->masked);
		row.lines = &sample;
		row.line_count = 1;
	}
	if (endless != 0)
		tally_add_later(t, &row, endless, STAGE_END);         /* pieces of one line are one record */
	else
		tally_add_later(t, &row, r->connection, r->stage);
}

static void see_time(struct block_seen *seen, long long ms)
{
	if (ms == TIME_NONE)
		return;
	if (seen->first_ms == TIME_NONE || ms < seen->first_ms)
		seen->first_ms = ms;
	if (seen->last_ms == TIME_NONE || ms > seen->last_ms)
		seen->last_ms = ms;
}

/* The line [from, to) of the block is read; false where it is a heading. */
static bool read_line(struct line_hits *h, size_t from, size_t to, bool endless)
{
	h->line = (struct str){ h->block->p + from, to - from };
	h->count = 0;
	if (h->line.n > 0 && h->line.p[h->line.n - 1] == '\r')
		h->line.n--;
	if (!endless && format_is_header(h->use, h->line))
		return false;
	if (endless)
		record_clear(&h->record);
	else
		format_read(h->use, h->line, &h->record);
	return true;
}

/* All hits of one line. */
static void one_line(struct line_hits *h, const struct scan_hit *hits, size_t n, size_t from, size_t to, struct tally *t, struct block_seen *seen)
{
	const struct record *r = &h->record;
	bool endless = h->block->cut && from == 0, known = false;

	if (!read_line(h, from, to, endless))
		return;
	for (size_t i = 0; i < n; i++) {
		const struct set_entry *entry = &h->set->entries[hits[i].entry];

		h->from = hits[i].at - from;
		h->to = h->from + hits[i].n;
		if (entry->flags & SET_LISTED)
			name_entry(h, hits[i].entry, h->from, h->to);
		if ((entry->flags & SET_HAS_URLS) && hits[i].whole)
			ask_urls(h, hits[i].entry);
	}
	for (size_t i = 0; i < h->count; i++) {
		known |= h->list[i].meaning.direction != DIR_UNKNOWN || (r->connection != 0 && r->stage == STAGE_END);
		add_row(h, &h->list[i], endless ? h->block->line_from * 2 + 1 : 0, t);
	}
	if (h->count == 0)
		return;
	see_time(seen, r->time_ms);
	seen->hits += (long long)h->count;
	seen->hit_lines++;
	seen->known_lines += known;
}

/* The searched window: the times at the block's two ends. */
static void see_ends(const struct format_use *use, const struct block *b, struct block_seen *seen)
{
	const char *p = b->p, *end = b->p + b->n, *next;
	long long ms = TIME_NONE;

	for (int tried = 0; tried < TRIED_LINES && p < end && ms == TIME_NONE; tried++, p = next + 1) {
		next = memchr(p, '\n', (size_t)(end - p));
		if (next == NULL)
			next = end;
		ms = format_time(use, (struct str){ p, (size_t)(next - p) });
		if (next == end)
			break;
	}
	see_time(seen, ms);
	ms = TIME_NONE;
	if (end > b->p && end[-1] == '\n')
		end--;
	for (int tried = 0; tried < TRIED_LINES && end > b->p && ms == TIME_NONE; tried++) {
		p = memrchr(b->p, '\n', (size_t)(end - b->p));
		p = p != NULL ? p + 1 : b->p;
		ms = format_time(use, (struct str){ p, (size_t)(end - p) });
		end = p > b->p ? p - 1 : p;
	}
	see_time(seen, ms);
}

void block_hits(const struct hunt_order *order, const struct format_use *use, const struct block *b, const struct scan_hits *hits,
    struct tally *t, struct block_seen *seen)
{
	struct line_hits h;

	see_ends(use, b, seen);
	if (hits->count == 0)
		return;
	h.order = order;
	h.set = order->set;
	h.use = use;
	h.block = b;
	for (size_t i = 0; i < hits->count;) {
		const char *at = b->p + hits->list[i].at, *start = memrchr(b->p, '\n', (size_t)(at - b->p));
		const char *end = memchr(at, '\n', (size_t)(b->p + b->n - at));
		size_t from = start != NULL ? (size_t)(start - b->p) + 1 : 0, to = end != NULL ? (size_t)(end - b->p) : b->n, n = 1;

		if (i + AHEAD < hits->count)            /* soon counted: its text is fetched meanwhile */
			__builtin_prefetch(h.set->text + h.set->entries[hits->list[i + AHEAD].entry].text);
		while (i + n < hits->count && hits->list[i + n].at < to)
			n++;
		one_line(&h, &hits->list[i], n, from, to, t, seen);
		i += n;
	}
}

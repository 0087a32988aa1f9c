/* brands.c - the table of played organisations, read once. */
#include "analyse/brands.h"

#include <stdint.h>
#include <string.h>

#include "analyse/data.h"
#include "base/csv.h"
#include "indicator/lists.h"
#include "parse/url.h"

enum { BRANDS_MOST = 1000, LABEL_FEWEST = 5 };

static struct {
	struct arena *arena;
	struct brand *list;
	size_t count, room;
} table;

static const struct str *split(struct str field, size_t *count_r)
{
	struct str *list = NULL, piece;
	size_t room = 0;

	*count_r = 0;
	while (str_split(&field, '|', &piece))
		if (piece.n > 0)
			*ARENA_PUSH(table.arena, list, *count_r, room) = arena_str(table.arena, piece);
	return list;
}

void brands_warm(void)
{
	struct csv csv = csv_start(data_file("brands.csv"));
	struct str *f;
	size_t n;

	if (table.arena != NULL)
		return;
	table.arena = arena_new(4 << 20, arena_full_exit);
	while (csv_next(&csv, table.arena, &f, &n, NULL) == 1) {
		struct brand b;

		if (n != 6 || str_starts(f[0], STR("#")) || str_eq(f[0], STR("id")))
			continue;
		b = (struct brand){ .id = arena_str(table.arena, f[0]), .kind = arena_str(table.arena, f[1]) };
		b.name[LANG_EN] = arena_str(table.arena, f[2]);
		b.name[LANG_JA] = arena_str(table.arena, f[3]);
		b.words = split(f[4], &b.word_count);
		b.domains = split(f[5], &b.domain_count);
		*ARENA_PUSH(table.arena, table.list, table.count, table.room) = b;
	}
}

const struct brand *brand_at(size_t n)
{
	return n < table.count ? &table.list[n] : NULL;
}

const struct brand *brand_find(struct str id)
{
	for (size_t i = 0; i < table.count; i++)
		if (str_eq(table.list[i].id, id))
			return &table.list[i];
	return NULL;
}

bool brand_owns(const struct brand *b, struct str host)
{
	for (size_t i = 0; i < b->domain_count; i++)
		if (domain_under(host, b->domains[i]))
			return true;
	return false;
}

const struct brand *brand_of_host(struct str host)
{
	for (size_t i = 0; i < table.count; i++)
		if (brand_owns(&table.list[i], host))
			return &table.list[i];
	return NULL;
}

/* "amazon" of "amazon.co.jp": what a host must hold between dots or hyphens. */
static struct str label_of(struct str domain)
{
	return str_upto(domain, '.');
}

/* Is `part` in `host` with a border on both sides? */
static bool stands_in(struct str host, struct str part)
{
	size_t from = 0;
	long long at;

	while ((at = str_find(str_from(host, from), part)) >= 0) {
		size_t begin = from + (size_t)at, end = begin + part.n;

		if ((begin == 0 || host.p[begin - 1] == '.' || host.p[begin - 1] == '-') &&
		    (end == host.n || host.p[end] == '.' || host.p[end] == '-'))
			return true;
		from = begin + 1;
	}
	return false;
}

/* "smbc.co.jp" as "smbc-co-jp". */
static struct str hyphened(struct arena *a, struct str domain)
{
	char *p = arena_alloc(a, domain.n + 1);

	for (size_t i = 0; i < domain.n; i++)
		p[i] = domain.p[i] == '.' ? '-' : domain.p[i];
	return (struct str){ p, domain.n };
}

/* Words that are a brand's label and an ordinary word as well. */
static bool is_ordinary(struct str label)
{
	static const char *const list[] = { "live", "office", "windows", "point", "regions", "chase", "stripe", "digital", "apple", "visa",
		"line", "discover", "target", "meta", "steam", "zoom", "adobe", "orico", "smart-ex", "softbank", "outlook", "acrobat",
		"azure", "skype", "itunes", "youtube", "resona" };

	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		if (str_eq(label, str_of(list[i])))
			return true;
	return false;
}

/* Which pieces between dots and hyphens a host has, by their first byte and length: most hosts have none that a brand's
 * label begins with, and nothing more is looked at. */
struct pieces {
	uint64_t lengths[256];
};

static void pieces_read(struct pieces *p, struct str host)
{
	size_t from = 0;

	memset(p, 0, sizeof *p);
	for (size_t i = 0; i <= host.n; i++) {
		if (i < host.n && host.p[i] != '.' && host.p[i] != '-')
			continue;
		if (i > from && i - from < 64)
			p->lengths[(unsigned char)host.p[from]] |= 1ULL << (i - from);
		from = i + 1;
	}
}

static bool pieces_may_hold(const struct pieces *p, struct str label)
{
	size_t n = str_upto(label, '-').n;

	return n == 0 || n >= 64 || (p->lengths[(unsigned char)label.p[0]] >> n & 1) != 0;
}

const struct brand *brand_played_by_host(struct arena *a, struct str host)
{
	struct str registered = domain_registrable(a, host);
	struct pieces pieces;

	/* big public names of their own (yahoo.com beside Yahoo! Japan) play nobody */
	if (host.n == 0 || host.n > 253 || brand_of_host(host) != NULL || (registered.p != NULL && data_public_host_has(registered) &&
	    !domain_is_tenant(a, host)))
		return NULL;
	pieces_read(&pieces, host);
	for (size_t i = 0; i < table.count; i++) {
		const struct brand *b = &table.list[i];

		for (size_t k = 0; k < b->domain_count; k++) {
			struct str label = label_of(b->domains[k]);

			if (!pieces_may_hold(&pieces, label))
				continue;
			if (stands_in(host, b->domains[k]) || (b->domains[k].n > 7 && stands_in(host, hyphened(a, b->domains[k]))) ||
			    (k == 0 && label.n >= LABEL_FEWEST && !is_ordinary(label) && stands_in(host, label)))
				return b;
		}
	}
	return NULL;
}

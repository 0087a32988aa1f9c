/* brands.c - the table of played organisations, read once. */
#include "analyse/brands.h"

#include <stdint.h>
#include <string.h>

#include "analyse/data.h"
#include "analyse/picture.h"
#include "base/csv.h"
#include "indicator/lists.h"
#include "parse/url.h"

enum { BRANDS_MOST = 1000, LABEL_FEWEST = 5, PICTURE_FEWEST = 6 };

/* A brand's domain, and its first label: "amazon" of "amazon.co.jp". */
struct owned {
	struct str domain, label;
	struct str picture;             /* what the label looks like (picture.h); of a first domain's, else absent */
	const struct brand *brand;
	bool first;                     /* the brand's first domain */
	unsigned char begin, piece;     /* of the label up to its first hyphen: the first byte, the length (0: any) */
};

static struct {
	struct arena *arena;
	struct brand *list;
	size_t count, room;
	struct owned *owned;            /* of all brands, in their order */
	size_t owned_count, owned_room;
	uint32_t *slots;                /* by domain: index of the first that has it + 1 */
	size_t mask;
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

/* "amazon" of "amazon.co.jp": what a host must hold between dots or hyphens. */
static struct str label_of(struct str domain)
{
	return str_upto(domain, '.');
}

static size_t slot_of(struct str domain)
{
	uint64_t hash = 14695981039346656037u;
	size_t at;

	for (size_t i = 0; i < domain.n; i++)
		hash = (hash ^ ascii_lower((unsigned char)domain.p[i])) * 1099511628211u;
	at = (size_t)(hash ^ hash >> 31) & table.mask;
	while (table.slots[at] != 0 && !str_ieq(table.owned[table.slots[at] - 1].domain, domain))
		at = (at + 1) & table.mask;
	return at;
}

static void index_domains(void)
{
	size_t slots = 64;

	for (size_t i = 0; i < table.count; i++)
		for (size_t k = 0; k < table.list[i].domain_count; k++) {
			struct str domain = table.list[i].domains[k], label = label_of(domain);
			size_t piece = str_upto(label, '-').n;

			*ARENA_PUSH(table.arena, table.owned, table.owned_count, table.owned_room) = (struct owned){ domain, label,
				k == 0 ? picture_of(table.arena, label, false) : STR_NONE, &table.list[i], k == 0, (unsigned char)domain.p[0], (unsigned char)(piece < 64 ? piece : 0) };
		}
	while (slots < 2 * table.owned_count)
		slots *= 2;
	table.slots = ARENA_ARRAY(table.arena, uint32_t, slots);
	table.mask = slots - 1;
	for (size_t i = table.owned_count; i-- > 0;)
		table.slots[slot_of(table.owned[i].domain)] = (uint32_t)i + 1;
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
	index_domains();
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

/* By the host and what lies above it; of several brands the first of the table. */
const struct brand *brand_of_host(struct str host)
{
	uint32_t best = UINT32_MAX;

	for (struct str d = host; d.n > 0 && table.count > 0; d = str_after(d, '.')) {
		uint32_t found = table.slots[slot_of(d)];

		best = found > 0 && found < best ? found : best;
	}
	return best != UINT32_MAX ? table.owned[best - 1].brand : NULL;
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
		"azure", "skype", "itunes", "youtube", "resona", "orange", "ledger", "crypto", "blockchain", "proton", "telegram", "kraken", "poste",
		"caixa", "americanas", "booking",
		"bauhaus", "payback", "allianz", "exodus", "phantom", "robinhood", "argos", "lido", "elster", "aruba", "strato", "correos" };

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

static bool pieces_may_hold(const struct pieces *p, const struct owned *o)
{
	return o->piece == 0 || (p->lengths[o->begin] >> o->piece & 1) != 0;
}

/* The brand whose name the registered label is the picture of: "rnicrosoft.com", "xn--mcrosoft-thh.com". */
static const struct brand *brand_pictured(struct arena *a, struct str registered)
{
	struct str label = label_of(registered), shown = label_shown(a, label), pictures[2];
	bool idn = !str_eq(shown, label);

	if (label.n < (idn ? LABEL_FEWEST : PICTURE_FEWEST))
		return NULL;
	for (int capitals = 0; capitals <= idn; capitals++)
		pictures[capitals] = picture_of(a, shown, capitals);
	for (size_t i = 0; i < table.owned_count; i++)
		for (int k = 0; k <= idn; k++)
			if (table.owned[i].picture.n >= LABEL_FEWEST && str_eq(table.owned[i].picture, pictures[k]) && !str_eq(table.owned[i].label, label))
				return table.owned[i].brand;
	return NULL;
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
	for (size_t i = 0; i < table.owned_count; i++) {
		const struct owned *o = &table.owned[i];

		if (!pieces_may_hold(&pieces, o))
			continue;
		if (stands_in(host, o->domain) || (o->domain.n > 7 && stands_in(host, hyphened(a, o->domain))) ||
		    (o->first && o->label.n >= LABEL_FEWEST && !is_ordinary(o->label) && stands_in(host, o->label)))
			return o->brand;
	}
	return registered.p != NULL ? brand_pictured(a, registered) : NULL;
}

/* world.c - building the made-up circle. */
#include "demo/world.h"

#include <assert.h>

#include "base/time.h"

/* Sizes at the end of September 2019 sum to 249; two rows more have left by then (gas, oil). */
const struct demo_sig world_sigs[WORLD_SIGS] = {
	{ "equipment", "重要インフラ機器製造業者", "Critical infrastructure equipment", "重機", "juki", 9, "2011-10-25" },
	{ "power", "電力業界", "Electric power", "電力", "denryoku", 32, "2012-04-01" },
	{ "gas", "ガス業界", "Gas", "ガス", "gas", 64, "2012-04-01" },
	{ "chemical", "化学業界", "Chemical", "化学", "kagaku", 27, "2012-04-01" },
	{ "oil", "石油業界", "Oil", "石油", "sekiyu", 7, "2012-04-01" },
	{ "resource", "資源開発業界", "Resource development", "資源", "shigen", 6, "2014-04-01" },
	{ "automobile", "自動車業界", "Automobile", "自工", "jiko", 20, "2016-01-29" },
	{ "credit", "クレジット業界", "Credit card", "信販", "shinpan", 26, "2017-04-01" },
	{ "aviation", "航空業界", "Aviation", "航空", "koku", 7, "2017-08-01" },
	{ "logistics", "物流業界", "Logistics", "物流", "butsuryu", 17, "2017-08-01" },
	{ "railway", "鉄道業界", "Railway", "鉄道", "tetsudo", 14, "2017-09-01" },
	{ "airport", "空港業界", "Airport", "空港", "kuko", 6, "2018-11-01" },
	{ "steel", "鉄鋼業界", "Steel", "製鋼", "seiko", 16, "2018-12-01" },
};

enum { SHARED_ROWS = 9, STEMS = 60 };

static long long day(const char *date)
{
	struct err e;
	long long ms;

	assert(time_parse_date(str_of(date), ZONE_JST, &ms, &e) == 0);
	return ms;
}

static void name_person(struct arena *a, const struct grammar *g, struct demo_person *p, const struct demo_org *org,
    size_t n, enum duty duty)
{
	struct str family = grammar_item(g, "name.family", n * 7 + org->domain.n), given = grammar_item(g, "name.given",
	    n * 11 + org->id.n * 3 + org->id.p[0]);
	struct str family_en = str_upto(family, ' '), given_en = str_upto(given, ' ');

	p->duty = duty;
	p->id = arena_printf(a, STR_FMT "-p%d", STR_ARG(org->id), (int)duty);
	p->family_ja = str_after(family, ' ');
	p->first_en = given_en;
	p->name_ja = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(p->family_ja), STR_ARG(str_after(given, ' ')));
	p->name_en = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(given_en), STR_ARG(family_en));
	p->address = arena_printf(a, STR_FMT "." STR_FMT "@" STR_FMT, STR_ARG(arena_lower(a, given_en)),
	    STR_ARG(arena_lower(a, family_en)), STR_ARG(org->domain));
	p->is_public = duty == DUTY_CEO || duty == DUTY_SALES || duty == DUTY_RETIRED;
}

static struct demo_org *add_org(struct world *w, struct arena *a, const struct grammar *g, struct str stem,
    const char *suffix_ja, const char *suffix_en)
{
	struct demo_org *org;
	struct str stem_en = str_upto(stem, ' ');

	(void)ARENA_PUSH(a, w->orgs, w->org_count, w->org_room);
	org = &w->orgs[w->org_count - 1];
	org->stem_en = stem_en;
	org->stem_ja = str_after(stem, ' ');
	org->id = arena_printf(a, STR_FMT "-%s", STR_ARG(arena_lower(a, stem_en)), suffix_en);
	org->domain = arena_printf(a, STR_FMT ".example", STR_ARG(org->id));
	org->name_ja = arena_printf(a, STR_FMT "%s株式会社", STR_ARG(org->stem_ja), suffix_ja);
	org->name_en = arena_printf(a, STR_FMT " %c%s", STR_ARG(stem_en), suffix_en[0] - 32, suffix_en + 1);
	org->kind = STR("member");
	org->from_ms = day("2011-10-25");
	org->to_ms = TIME_FOREVER;
	org->standing_consent = w->org_count % 3 != 0;
	for (int duty = 0; duty < ORG_PEOPLE; duty++)
		name_person(a, g, &org->people[duty], org, w->org_count + (size_t)duty * 3, (enum duty)duty);
	return org;
}

static void join(struct demo_org *org, int sig, const char *from, const char *reason, const char *precision)
{
	assert(org->membership_count < 2);
	org->memberships[org->membership_count++] = (struct demo_membership){ sig, day(from), TIME_FOREVER, precision,
		"day", reason, "" };
}

static void leave(struct demo_org *org, const char *on, const char *reason)
{
	struct demo_membership *m = &org->memberships[org->membership_count - 1];

	m->to_ms = day(on);
	m->to_precision = "month";
	m->leave_reason = reason;
}

/* The i-th member of a SIG: joins, leaves and the reorganisation of the oil SIG are those of 2019. */
static void place_member(struct demo_org *org, int sig, int i)
{
	const char *id = world_sigs[sig].id;
	int last = world_sigs[sig].members - 1;

	if (str_eq(str_of(id), STR("power")) && i == last)
		join(org, sig, "2019-07-01", "join", "month");
	else if (str_eq(str_of(id), STR("airport")) && i == last)
		join(org, sig, "2019-05-01", "join", "month");
	else
		join(org, sig, world_sigs[sig].from, "founding", "day");
	if (str_eq(str_of(id), STR("gas")) && i == last)
		leave(org, "2019-08-01", "leave");
	if (str_eq(str_of(id), STR("oil")) && i == last)
		leave(org, "2019-05-01", "reorganise");
}

/* Equipment makers' and chemical firms' first members sit in a second SIG too (延べ数). */
static struct demo_org *shared_member(struct world *w, int sig, int i)
{
	static const struct { const char *sig; int i; size_t org; } shared[SHARED_ROWS] = {
		{ "power", 3, 0 }, { "gas", 5, 1 }, { "chemical", 2, 2 }, { "resource", 1, 12 }, { "automobile", 4, 3 },
		{ "railway", 6, 4 }, { "steel", 3, 5 }, { "gas", 40, 14 }, { "logistics", 9, 6 },
	};

	for (size_t n = 0; n < SHARED_ROWS; n++)
		if (str_eq(str_of(shared[n].sig), str_of(world_sigs[sig].id)) && shared[n].i == i)
			return &w->orgs[shared[n].org];
	return NULL;
}

static void add_members(struct world *w, struct arena *a, const struct grammar *g)
{
	for (int sig = 0; sig < WORLD_SIGS; sig++) {
		for (int i = 0; i < world_sigs[sig].members; i++) {
			struct demo_org *org = shared_member(w, sig, i);
			struct str stem = grammar_item(g, "org.stem", (size_t)(i + sig * 11));

			/* more members than name stems: the 61st and later are "north" companies */
			if (org == NULL && i >= STEMS)
				org = add_org(w, a, g, arena_printf(a, "Kita%c" STR_FMT " 北" STR_FMT,
				    ascii_lower((unsigned char)stem.p[0]), STR_ARG(str_from(str_upto(stem, ' '), 1)),
				    STR_ARG(str_after(stem, ' '))), world_sigs[sig].suffix_ja, world_sigs[sig].suffix_en);
			else if (org == NULL)
				org = add_org(w, a, g, stem, world_sigs[sig].suffix_ja, world_sigs[sig].suffix_en);
			place_member(org, sig, i);
		}
	}
	w->member_count = w->org_count;
}

static void add_liaison(struct world *w, struct arena *a, const struct grammar *g)
{
	static const char *const groups_ja[] = { "医師団体", "病院団体", "歯科団体", "薬剤団体" };
	static const char *const groups_en[] = { "ishidan", "byoindan", "shikadan", "yakuzaidan" };

	for (size_t i = 0; i < 4; i++)
		add_org(w, a, g, grammar_item(g, "org.stem", 20 + i), groups_ja[i], groups_en[i])->kind = STR("liaison-member");
	for (size_t i = 0; i < 9; i++)
		add_org(w, a, g, grammar_item(g, "org.stem", 30 + i), "水道", "suido")->kind = STR("liaison-member");
}

/* "van Dijk" as it stands in an address: "vandijk". */
static struct str in_one_word(struct arena *a, struct str name)
{
	char *p = arena_alloc(a, name.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] != ' ')
			p[n++] = (char)ascii_lower((unsigned char)name.p[i]);
	return (struct str){ p, n };
}

static void add_counterparts(struct world *w, struct arena *a, const struct grammar *g)
{
	static const struct { const char *id, *name; } rows[3] = {
		{ "corvus-trading", "Corvus Trading" }, { "lumen-alliance", "Lumen Alliance" }, { "pallas-metals", "Pallas Metals" },
	};

	for (size_t i = 0; i < 3; i++) {
		struct demo_org *org = &w->counterparts[i];

		*org = (struct demo_org){ .id = str_of(rows[i].id), .name_ja = str_of(rows[i].name), .name_en = str_of(rows[i].name),
			.stem_en = str_of(rows[i].name), .stem_ja = str_of(rows[i].name), .kind = STR("counterpart"),
			.domain = arena_printf(a, "%s.example", rows[i].id), .from_ms = day("2011-10-25"), .to_ms = TIME_FOREVER };
		for (int duty = 0; duty < ORG_PEOPLE; duty++) {
			struct str name = grammar_item(g, "name.partner", i * 7 + (size_t)duty);
			struct demo_person *p = &org->people[duty];

			*p = (struct demo_person){ .duty = (enum duty)duty, .name_en = name, .name_ja = name, .family_ja = name,
				.id = arena_printf(a, STR_FMT "-p%d", STR_ARG(org->id), duty), .first_en = str_upto(name, ' ') };
			p->address = arena_printf(a, STR_FMT "." STR_FMT "@" STR_FMT, STR_ARG(arena_lower(a, p->first_en)),
			    STR_ARG(in_one_word(a, str_after(name, ' '))), STR_ARG(org->domain));
		}
	}
}

static void add_hub_people(struct world *w)
{
	static const struct { const char *id, *en, *ja, *family; } rows[5] = {
		{ "hub-analyst-1", "Saori Miura", "三浦 沙織", "三浦" }, { "hub-analyst-2", "Ken Hatano", "波多野 健", "波多野" },
		{ "hub-lead", "Yoko Shimada", "島田 容子", "島田" }, { "hub-oncall", "Ryo Kase", "加瀬 遼", "加瀬" },
		{ "hub-auditor", "Kiyo Ubukata", "生方 清", "生方" },
	};

	for (size_t i = 0; i < 5; i++)
		w->hub_people[i] = (struct demo_person){ .id = str_of(rows[i].id), .name_en = str_of(rows[i].en),
			.name_ja = str_of(rows[i].ja), .family_ja = str_of(rows[i].family) };
}

struct world *world_make(struct arena *a, const struct grammar *g, struct rng *rng)
{
	struct world *w = ARENA_NEW(a, struct world);

	(void)rng;      /* the circle is the same for every seed; what happens in it is not */
	add_members(w, a, g);
	add_liaison(w, a, g);
	add_counterparts(w, a, g);
	add_hub_people(w);
	return w;
}

size_t world_members_at(const struct world *w, int sig, long long at_ms, int *out, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < w->member_count && n < room; i++) {
		for (size_t j = 0; j < w->orgs[i].membership_count; j++) {
			const struct demo_membership *m = &w->orgs[i].memberships[j];

			if (m->sig == sig && m->from_ms <= at_ms && at_ms < m->to_ms)
				out[n++] = (int)i;
		}
	}
	return n;
}

const struct demo_person *org_person(const struct demo_org *org, enum duty duty)
{
	return &org->people[duty];
}

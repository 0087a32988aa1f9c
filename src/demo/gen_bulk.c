/* gen_bulk.c - indiscriminate mail: waves of malware, swindles, advertising, and members' own drills. */
#include <assert.h>

#include "base/time.h"
#include "demo/plan.h"

enum wave_kind { WAVE_MALWARE_JA, WAVE_MALWARE_EN, WAVE_SEXTORTION, WAVE_SCAM, WAVE_AD };

struct wave {
	enum wave_kind kind;
	int id;
	struct str subject, body, host, wallet;
	struct mail_person sender;
	struct mail_file file;
	int month, days, amount;
};

static const char *const rules[][2] = {
	{ "malware.subject.ja", "malware.body.ja" }, { "malware.subject.en", "malware.body.en" },
	{ "sextortion.subject", "sextortion.body" }, { "scam.subject", "scam.body" }, { "ad.subject", "ad.body" },
};

static void attach(struct gen *g, struct wave *w)
{
	struct str name = plan_ref(g);
	struct mail_file inside = { arena_printf(g->arena, STR_FMT ".js", STR_ARG(name)), STR("text/javascript"),
		arena_printf(g->arena, "// demo, does nothing: wave %d\nvar a = \"%d\";\n", w->id, w->id) };

	if (rng_below(g->rng, 2) == 0)
		w->file = (struct mail_file){ arena_printf(g->arena, STR_FMT ".zip", STR_ARG(name)), STR("application/zip"),
			zip_write(g->arena, &inside, 1) };
	else
		w->file = (struct mail_file){ arena_printf(g->arena, STR_FMT ".xlsm", STR_ARG(name)),
			STR("application/vnd.ms-excel.sheet.macroEnabled.12"),
			arena_printf(g->arena, "PK demo file, no macro: wave %d\n", w->id) };
}

/* Two waves are two attacks: their words must not be the same by chance. */
static struct str fresh_body(struct gen *g, const char *rule)
{
	struct str body = STR("");
	bool used = true;

	for (int tries = 0; used && tries < 60; tries++) {
		body = grammar_draw(g->words, g->arena, g->rng, NULL, rule);
		used = false;
		for (size_t i = 0; i < g->used_count && !used; i++)
			used = str_eq(g->used[i], body);
	}
	*ARENA_PUSH(g->kept, g->used, g->used_count, g->used_room) = arena_str(g->kept, body);
	return body;
}

static struct wave make_wave(struct gen *g, const struct quarter *q, enum wave_kind kind)
{
	struct wave w = { .kind = kind, .id = g->next_family++ };
	struct str name = grammar_draw(g->words, g->arena, g->rng, NULL, "name.en");

	w.subject = grammar_draw(g->words, g->arena, g->rng, NULL, rules[kind][0]);
	w.body = fresh_body(g, rules[kind][1]);
	w.host = arena_printf(g->arena, "w%d-%s.test", w.id, kind == WAVE_AD ? "news" : "mailer");
	w.sender = (struct mail_person){ kind == WAVE_MALWARE_JA ? STR("") : name,
		arena_printf(g->arena, "%s@" STR_FMT, kind == WAVE_AD ? "news" : "info", STR_ARG(w.host)) };
	w.wallet = arena_printf(g->arena, "1" STR_FMT, STR_ARG(rng_code(g->rng, g->arena, 32)));
	w.month = time_civil(plan_moment(g, q), ZONE_JST).month;
	w.days = 2 + (int)rng_below(g->rng, 3);
	w.amount = 300 + (int)rng_below(g->rng, 30) * 20;
	if (kind <= WAVE_MALWARE_EN)
		attach(g, &w);
	return w;
}

static void fill_texts(struct gen *g, const struct wave *w, struct outmail *m)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December" };
	const struct word words[] = {
		{ "ref", plan_ref(g) }, { "month", arena_printf(g->arena, "%d", w->month) },
		{ "month_en", str_of(months[w->month - 1]) }, { "device", STR("MFP-3F") },
		{ "days", arena_printf(g->arena, "%d", w->days) }, { "amount", arena_printf(g->arena, "%d", w->amount) },
		{ "wallet", w->wallet }, { "url", arena_printf(g->arena, "http://" STR_FMT "/p/%d", STR_ARG(w->host), w->id) },
	};

	m->subject = grammar_fill(g->arena, w->subject, words, COUNT(words));
	m->text = grammar_fill(g->arena, w->body, words, COUNT(words));
}

static struct str one_mail(struct gen *g, const struct wave *w, const struct demo_org *org, long long at_ms)
{
	struct outmail m = { .from = w->sender, .date_ms = at_ms, .zone = w->kind == WAVE_AD ? 540 : 60,
		.charset = w->kind == WAVE_MALWARE_JA && w->id % 2 == 0 ? CHARSET_ISO_2022_JP : CHARSET_UTF8 };

	fill_texts(g, w, &m);
	m.to[0] = plan_person(org_person(org, (enum duty)(2 + rng_below(g->rng, 2))), false);
	m.to_count = 1;
	m.message_id = arena_printf(g->arena, "<" STR_FMT "@" STR_FMT ">", STR_ARG(rng_code(g->rng, g->arena, 16)), STR_ARG(w->host));
	if (w->file.bytes.n > 0)
		m.files[m.file_count++] = w->file;
	if (w->kind == WAVE_AD) {
		m.list_id = arena_printf(g->arena, "<news." STR_FMT ">", STR_ARG(w->host));
		m.list_unsubscribe = arena_printf(g->arena, "<http://" STR_FMT "/out/%d>", STR_ARG(w->host), w->id);
		m.precedence = STR("bulk");
	}
	plan_route(g, &m, arena_printf(g->arena, "host%d." STR_FMT, (int)rng_below(g->rng, 40), STR_ARG(w->host)), plan_ip(g), org,
	    w->kind == WAVE_AD ? "spf=pass; dkim=pass; dmarc=pass" : "spf=fail; dkim=none; dmarc=fail");
	return mail_write(g->arena, g->rng, &m);
}

/* Members collect what their people report and hand in a day's catch at once. */
static void hand_in_wave(struct gen *g, const struct quarter *q, const struct wave *w, int mails, bool share)
{
	const struct truth truth = { TRUTH_BULK, w->id, "", "", "", "none", 0, share };
	long long begin = plan_moment(g, q), end = plan_day(q->to) + 17 * MS_HOUR;

	while (mails > 0) {
		int most = mails < 12 ? mails : 12, n = 1 + (int)rng_below(g->rng, (uint64_t)most);
		long long at = begin + (long long)rng_below(g->rng, 4) * MS_DAY;
		struct truth truths[12];
		struct str items[12];
		int org;

		at = at > end ? end : at;
		org = plan_member(g, at);
		for (int i = 0; i < n; i++) {
			truths[i] = truth;
			items[i] = one_mail(g, w, &g->world->orgs[org], at - (i + 2) * 20 * MS_MINUTE);
		}
		plan_hand_in(g, at, org, items, truths, (size_t)n);
		mails -= n;
	}
}

/* A drill is announced to the hub beforehand by the member (registry: drill). */
static void hand_in_drill(struct gen *g, const struct quarter *q)
{
	long long at = plan_moment(g, q);
	int org = 7;
	const struct demo_org *o = &g->world->orgs[org];
	const struct truth truth = { TRUTH_DRILL, g->next_family++, "", "", "", "none", 0, false };
	const struct word words[] = { { "url", STR("http://training.drill-lab.example/c/1") } };
	struct outmail m = { .from = { STR("総務部"), STR("soumu@drill-lab.example") }, .date_ms = at - 2 * MS_HOUR, .zone = 540,
		.charset = CHARSET_UTF8, .message_id = STR("<drill-1@drill-lab.example>") };
	struct str mail;

	m.message_id = arena_printf(g->arena, "<" STR_FMT "@drill-lab.example>", STR_ARG(plan_ref(g)));
	m.subject = grammar_draw(g->words, g->arena, g->rng, NULL, "drill.subject");
	m.text = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, "drill.body"), words, 1);
	m.to[0] = plan_person(org_person(o, DUTY_STAFF), true);
	m.to_count = 1;
	plan_route(g, &m, STR("send.drill-lab.example"), plan_ip(g), o, "spf=pass; dkim=pass");
	mail = mail_write(g->arena, g->rng, &m);
	plan_hand_in(g, at, org, &mail, &truth, 1);
}

void gen_bulk(struct gen *g, const struct quarter *q)
{
	int left = q->bulk - 1, shared = q->bulk_shared, wave = 0;

	hand_in_drill(g, q);
	while (left > 0) {
		enum wave_kind kind = shared > 0 ? (wave % 2 ? WAVE_MALWARE_EN : WAVE_MALWARE_JA) :
		    (enum wave_kind)rng_below(g->rng, 5);
		int size = kind == WAVE_AD ? 1 + (int)rng_below(g->rng, 4) : 4 + (int)rng_below(g->rng, q->bulk / 12 + 6u);
		struct wave w = make_wave(g, q, kind);

		size = size > left ? left : size;
		hand_in_wave(g, q, &w, size, shared-- > 0);
		left -= size;
		wave++;
	}
	assert(left == 0 && shared <= 0);
}

static bool has_another(const struct gen *g, const struct planned *item, long long from)
{
	for (size_t i = 0; i < g->plan.count; i++)
		if (&g->plan.items[i] != item && g->plan.items[i].at_ms >= from && g->plan.items[i].truths[0].family == item->truths[0].family)
			return true;
	return false;
}

void plan_spare_one(struct gen *g)
{
	long long from = plan_day(quarters[3].from);
	struct wave w = make_wave(g, &quarters[3], WAVE_AD);
	struct truth *truth = ARENA_NEW(g->arena, struct truth);

	*truth = (struct truth){ TRUTH_BULK, w.id, "", "", "", "none", 0, false };
	for (size_t i = 0; i < g->plan.count; i++) {
		struct planned *item = &g->plan.items[i];

		/* of an attack that others received too: its share stays */
		if (item->at_ms < from || strcmp(item->truths[0].campaign, "plant") != 0 || !has_another(g, item, from))
			continue;
		item->bytes = one_mail(g, &w, &g->world->orgs[item->org], item->at_ms - MS_HOUR);
		item->truths = truth;
		return;
	}
	assert(!"a plant mail with a sibling in the last quarter");
}

/* gen_small.c - credential phishing sent to everybody, consultations, and simple BEC attempts. */
#include "base/time.h"
#include "demo/plan.h"

void gen_phishing(struct gen *g, const struct quarter *q)
{
	for (int i = 0; i < q->phishing; i++) {
		long long at = plan_moment(g, q);
		int org = plan_member(g, at), id = g->next_family++;
		bool japanese = rng_below(g->rng, 2) == 0;
		struct str host = arena_printf(g->arena, "login-%d.test", id), mail;
		const struct truth truth = { TRUTH_PHISHING, id, "", "", "", "none", 0, false };
		const struct word words[] = {
			{ "days", STR("3") },
			{ "url", arena_printf(g->arena, "http://" STR_FMT "/signin/%s", STR_ARG(host), japanese ? "ja" : "owa") },
		};
		struct outmail m = { .from = { japanese ? STR("サポートセンター") : STR("Mail Administrator"),
			arena_printf(g->arena, "support@" STR_FMT, STR_ARG(host)) }, .date_ms = at - 4 * MS_HOUR, .zone = 0 };

		m.subject = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL,
		    japanese ? "phish.subject.ja" : "phish.subject.en"), words, COUNT(words));
		m.text = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL,
		    japanese ? "phish.body.ja" : "phish.body.en"), words, COUNT(words));
		m.to[0] = plan_person(org_person(&g->world->orgs[org], DUTY_STAFF), false);
		m.to_count = 1;
		m.message_id = arena_printf(g->arena, "<" STR_FMT "@" STR_FMT ">", STR_ARG(plan_ref(g)), STR_ARG(host));
		plan_route(g, &m, arena_printf(g->arena, "out." STR_FMT, STR_ARG(host)), plan_ip(g), &g->world->orgs[org],
		    "spf=none; dkim=none; dmarc=none");
		mail = mail_write(g->arena, g->rng, &m);
		plan_hand_in(g, at, org, &mail, &truth, 1);
	}
}

static struct str when_text(struct gen *g, long long ms)
{
	struct civil c = time_civil(ms, ZONE_JST);

	return arena_printf(g->arena, "%d月%d日 %02d:%02d", c.month, c.day, c.hour, c.minute);
}

/* The last quarter's ten are those of Table 2: one freeware, nine sites. */
void gen_consultations(struct gen *g, const struct quarter *q, bool last)
{
	for (int i = 0; i < q->consultations; i++) {
		long long at = plan_moment(g, q);
		int id = g->next_family++;
		bool freeware = i == 0, site = !freeware && (last || i <= 2);
		const char *rule = freeware ? "consult.freeware" : site ? "consult.site" : "consult.misc";
		const struct word words[] = {
			{ "when", when_text(g, at - 20 * MS_HOUR) },
			{ "url", arena_printf(g->arena, "http://w%d.%s.test/c?%d", id, i % 2 ? "prize-check" : "ad-relay", id * 17) },
			{ "detection", arena_printf(g->arena, "Generic.Suspicious.%d", 1000 + id) },
			{ "sha256", arena_printf(g->arena, "%064d", id) },
		};
		struct truth *truth = ARENA_NEW(g->arena, struct truth);

		*truth = (struct truth){ TRUTH_CONSULT, id, "", "", freeware ? "false-positive" : site ?
		    (i % 2 ? "malvertising" : "scam-site") : "unknown", "none", 0, false };
		plan_add(g, (struct planned){ .at_ms = at, .org = plan_member(g, at), .kind = "consultation",
			.name = STR("consultation.txt"), .truths = truth, .truth_count = 1, .story = "",
			.bytes = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, rule), words, COUNT(words)) });
	}
}

/* A chief executive who "writes" to finance from free mail: one mail, type 2. */
void gen_simple_bec(struct gen *g, const struct quarter *q)
{
	for (int i = 0; i < q->bec; i++) {
		long long at = plan_moment(g, q);
		int org = plan_member(g, at), id = g->next_family++;
		const struct demo_org *o = &g->world->orgs[org];
		const struct demo_person *ceo = org_person(o, DUTY_CEO), *finance = org_person(o, DUTY_FINANCE);
		const struct word words[] = { { "to_first", finance->first_en }, { "ceo", ceo->name_en } };
		struct truth *truth = ARENA_NEW(g->arena, struct truth);
		struct outmail m = { .from = { ceo->name_en, arena_printf(g->arena, "office%d@freemail.example", id) },
			.date_ms = at - 6 * MS_HOUR, .zone = -300, .subject = grammar_draw(g->words, g->arena, g->rng, NULL, "ceo.subject"),
			.message_id = arena_printf(g->arena, "<" STR_FMT "@freemail.example>", STR_ARG(plan_ref(g))) };

		*truth = (struct truth){ TRUTH_BEC, id, "", "", "", "none", 2, true };
		m.text = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, "ceo.body"), words, COUNT(words));
		m.to[0] = plan_person(finance, false);
		m.to_count = 1;
		plan_route(g, &m, STR("out.freemail.example"), plan_ip(g), o, "spf=pass smtp.mailfrom=freemail.example; dkim=pass");
		plan_add(g, (struct planned){ .at_ms = at, .org = org, .kind = "bec", .name = STR("bec.eml"), .story = "",
			.bytes = mail_write(g->arena, g->rng, &m), .truths = truth, .truth_count = 1 });
	}
}

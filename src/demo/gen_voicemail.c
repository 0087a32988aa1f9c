/* gen_voicemail.c - chapter 5: a voicemail notice in two languages, two link places, one URL, to
 * several people of one organisation, in the name of a company that exists. */
#include "base/time.h"
#include "demo/plan.h"

void gen_voicemail(struct gen *g)
{
	int org = 120;
	const struct demo_org *o = &g->world->orgs[org], *claimed = &g->world->orgs[VOICEMAIL_CLAIMED];
	const struct word words[] = { { "seconds", arena_printf(g->arena, "%d", 20 + (int)rng_below(g->rng, 60)) } };
	struct str url = STR("https://voice-desk.login-portal.test/o365/listen"), english, japanese, mail;
	const struct truth truth = { TRUTH_PHISHING, g->next_family++, "", "", "", "none", 0, true };
	struct outmail m = { .zone = 540, .date_ms = plan_day("2019-08-14") + 11 * MS_HOUR, .charset = CHARSET_UTF8,
		.subject = STR("ボイスメール着信のお知らせ / New voice message"), .message_id = STR("<vm-88120@login-portal.test>") };

	english = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, "voicemail.body.en"), words, 1);
	japanese = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, "voicemail.body.ja"), words, 1);
	m.from = (struct mail_person){ claimed->name_ja, STR("voice@login-portal.test") };
	m.text = arena_printf(g->arena, STR_FMT "\n" STR_FMT "\n\n" STR_FMT "\n" STR_FMT "\n\n" STR_FMT "\n", STR_ARG(english),
	    STR_ARG(url), STR_ARG(japanese), STR_ARG(url), STR_ARG(claimed->name_ja));
	m.html = arena_printf(g->arena, "<html><body><p>" STR_FMT "</p><p><a href=\"" STR_FMT "\">Download voice message</a></p>"
	    "<hr><p>" STR_FMT "</p><p><a href=\"" STR_FMT "\">音声をダウンロード</a></p><p>" STR_FMT "</p></body></html>\n",
	    STR_ARG(english), STR_ARG(url), STR_ARG(japanese), STR_ARG(url), STR_ARG(claimed->name_ja));
	for (int i = 0; i < 4; i++)
		m.to[m.to_count++] = plan_person(&o->people[DUTY_FINANCE + i], true);
	plan_route(g, &m, STR("smtp4.login-portal.test"), plan_ip(g), o, "spf=none; dkim=none; dmarc=none");
	mail = mail_write(g->arena, g->rng, &m);
	plan_hand_in(g, plan_day("2019-08-16") + 10 * MS_HOUR, org, &mail, &truth, 1);
	g->plan.items[g->plan.count - 1].story = "phishing";
}

/* gen_stories.c - the five BEC cases of Table 3 as bytes; story 1 in the seed's exact sequence. */
#include "base/buf.h"
#include "base/time.h"
#include "demo/plan.h"

enum { MOST_STEPS = 20 };

enum { NO_PAPER, INVOICE_TRUE, INVOICE_FALSE, PACKING_LIST, PAPERS };

struct cast {
	struct mail_person a, a_cc[2], b, b_cc;
	struct mail_person fake_a, fake_a_cc[2];
	struct str b_domain, a_domain, papers[PAPERS];
	struct str subject;
	struct str ids[MOST_STEPS], texts[MOST_STEPS];
	struct str mails[MOST_STEPS];
	size_t count;
};

static long long at_time(const char *rfc3339)
{
	struct err e;
	long long ms;

	return time_parse(str_of(rfc3339), ZONE_JST, &ms, &e) == 0 ? ms : TIME_NONE;
}

/* The seed's construction: alice@a-company.co.example -> alice.a-company.example@freemail.example, "@" to "."
 * and the second-level label left out. */
static struct str embedded(struct gen *g, struct str address)
{
	struct str domain = str_after(address, '@');

	return arena_printf(g->arena, STR_FMT "." STR_FMT "." STR_FMT "@freemail.example", STR_ARG(str_upto(address, '@')),
	    STR_ARG(str_upto(domain, '.')), STR_ARG(str_from(domain, (size_t)str_rfind_char(domain, '.') + 1)));
}

static struct str invoice(struct gen *g, struct str beneficiary, const char *bank, const char *account, const char *bic)
{
	return arena_printf(g->arena, "Invoice,INV-2019-0719\r\nBeneficiary," STR_FMT "\r\nBank,%s\r\nAccount No.,%s\r\n"
	    "SWIFT,%s\r\nItem,Pump skids lot 4\r\nQuantity,6\r\nAmount,USD 184300.00\r\nTerms,30 days\r\n",
	    STR_ARG(beneficiary), bank, account, bic);
}

enum side { FROM_A, FROM_B, FAKE_ONE, FAKE_LATER };

struct step {
	const char *at;
	enum side side;
	const char *rule;
	int quotes;                     /* index of the step it answers and quotes, -1 */
	int paper;                      /* what is attached: index of papers */
};

static const struct step story1[] = {
	{ "2019-07-08T10:20:00+09:00", FROM_A, "story1.talk.a", -1, NO_PAPER },
	{ "2019-07-09T17:05:00+09:00", FROM_B, "story1.talk.b", 0, NO_PAPER },
	{ "2019-07-12T11:42:00+09:00", FROM_A, "story1.talk.a", 1, INVOICE_TRUE },
	{ "2019-07-17T16:30:00+09:00", FROM_B, "story1.talk.b", 2, NO_PAPER },
	{ "2019-07-22T09:55:00+09:00", FROM_A, "story1.talk.a", 3, NO_PAPER },
	{ "2019-07-26T15:10:00+09:00", FROM_B, "story1.talk.b", 4, NO_PAPER },
	{ "2019-07-31T14:05:00+09:00", FROM_B, "story1.correct", 4, NO_PAPER },
	{ "2019-07-31T14:11:00+09:00", FROM_A, "story1.promise", 6, NO_PAPER },
	{ "2019-07-31T14:19:00+09:00", FROM_B, "story1.wait", 7, NO_PAPER },
	{ "2019-07-31T15:40:00+09:00", FAKE_ONE, "story1.fake", 7, PACKING_LIST },
	{ "2019-07-31T16:32:00+09:00", FROM_B, "story1.defect", 9, NO_PAPER },
	{ "2019-08-01T10:04:00+09:00", FROM_A, "story1.resume", 8, NO_PAPER },
	{ "2019-08-01T18:21:00+09:00", FAKE_LATER, "story1.fake2", 11, INVOICE_FALSE },
	{ "2019-08-02T17:03:00+09:00", FAKE_LATER, "story1.nag", 12, INVOICE_FALSE },
	{ "2019-08-05T10:15:00+09:00", FROM_B, "story1.ask", 11, NO_PAPER },
};

static struct str quoted(struct gen *g, const struct mail_person *who, const char *at, struct str text)
{
	struct buf out;
	struct str row;

	buf_init_arena(&out, g->arena, 1 << 20);
	buf_printf(&out, "\nOn %.10s, " STR_FMT " <" STR_FMT "> wrote:\n", at, STR_ARG(who->name), STR_ARG(who->address));
	while (str_split(&text, '\n', &row))
		if (row.n > 0)
			buf_printf(&out, "> " STR_FMT "\n", STR_ARG(row));
	return buf_str(&out);
}

static const struct mail_person *writer(const struct cast *c, enum side side)
{
	return side == FROM_A || side == FAKE_ONE ? &c->a : side == FROM_B ? &c->b : &c->fake_a;
}

static void address_side(struct cast *c, struct outmail *m, enum side side)
{
	if (side == FROM_B) {
		m->from = c->b;
		m->to[0] = c->a;
		m->cc[0] = c->a_cc[0];
		m->cc[1] = c->a_cc[1];
		m->cc[2] = c->b_cc;
		m->cc_count = 3;
	} else {
		m->from = *writer(c, side);
		m->to[0] = c->b;
		for (int i = 0; i < 2; i++)
			m->cc[i] = side == FROM_A ? c->a_cc[i] : c->fake_a_cc[i];
		m->cc[2] = c->b_cc;
		m->cc_count = side == FROM_A ? 3 : 2;
	}
	m->to_count = 1;
}

/* Genuine mail leaves by the company's own host with its usual mailer; the intruder's does not. */
static void route_side(struct gen *g, struct cast *c, struct outmail *m, enum side side)
{
	struct demo_org b = { .domain = c->b_domain }, a = { .domain = c->a_domain };
	bool genuine = side == FROM_A || side == FROM_B;
	struct str domain = side == FROM_B ? c->b_domain : c->a_domain;

	m->zone = side == FROM_A ? 540 : side == FROM_B ? 120 : 60;
	m->mailer = side == FROM_A ? STR("Microsoft Outlook 16.0") : side == FROM_B ? STR("Apple Mail (2.3445)") :
	    STR("RainLoop/1.12.1");
	if (genuine)
		plan_route(g, m, arena_printf(g->arena, "out." STR_FMT, STR_ARG(domain)),
		    side == FROM_A ? STR("198.51.100.10") : STR("198.51.100.77"), side == FROM_A ? &b : &a, "spf=pass; dkim=pass");
	else
		plan_route(g, m, STR("vps31.hosting-farm.test"), STR("198.19.210.44"), &b,
		    side == FAKE_ONE ? "spf=fail; dkim=none; dmarc=fail" : "spf=pass; dkim=pass");
}

static void write_step(struct gen *g, struct cast *c, const struct step *s)
{
	size_t n = c->count;
	struct str host = s->side == FROM_A ? c->a_domain : s->side == FROM_B ? c->b_domain : STR("vps31.hosting-farm.test");
	struct outmail m = { .date_ms = at_time(s->at), .subject = c->subject };
	struct str body = grammar_draw(g->words, g->arena, g->rng, NULL, s->rule);

	address_side(c, &m, s->side);
	c->texts[n] = arena_printf(g->arena, "Dear %s,\n\n" STR_FMT "\n\nBest regards\n" STR_FMT "\n",
	    s->side == FROM_B ? "colleague" : "partner", STR_ARG(body), STR_ARG(m.from.name));
	m.text = c->texts[n];
	if (s->quotes >= 0) {
		m.text = arena_printf(g->arena, STR_FMT STR_FMT, STR_ARG(c->texts[n]), STR_ARG(quoted(g,
		    writer(c, story1[s->quotes].side), story1[s->quotes].at, c->texts[s->quotes])));
		m.in_reply_to = c->ids[s->quotes];
		m.references = &c->ids[s->quotes];
		m.reference_count = 1;
	}
	c->ids[n] = arena_printf(g->arena, "<" STR_FMT "@" STR_FMT ">", STR_ARG(rng_code(g->rng, g->arena, 18)), STR_ARG(host));
	m.message_id = c->ids[n];
	if (s->paper != NO_PAPER)
		m.files[m.file_count++] = (struct mail_file){ s->paper == PACKING_LIST ? STR("packing-list-4711.csv") :
			STR("invoice-INV-2019-0719.csv"), STR("text/csv"), c->papers[s->paper] };
	route_side(g, c, &m, s->side);
	c->mails[c->count++] = mail_write(g->arena, g->rng, &m);
}

static void hand_in_bec(struct gen *g, const char *at, int org, const char *story, struct str name, struct str bytes,
    int bec_type, const char *damage)
{
	struct truth *truth = ARENA_NEW(g->arena, struct truth);

	*truth = (struct truth){ TRUTH_BEC, g->next_family++, "", "", "", damage, bec_type, true };
	plan_add(g, (struct planned){ .at_ms = at_time(at), .org = org, .kind = "bec", .name = name, .bytes = bytes,
		.truths = truth, .truth_count = 1, .story = story });
}

static void make_story1(struct gen *g)
{
	int org = 8;
	const struct demo_org *a = &g->world->orgs[org], *b = &g->world->counterparts[0];
	struct cast *c = ARENA_NEW(g->arena, struct cast);

	c->a = plan_person(org_person(a, DUTY_SALES), false);
	c->a_cc[0] = plan_person(org_person(a, DUTY_STAFF), false);
	c->a_cc[1] = plan_person(org_person(a, DUTY_FINANCE), false);
	c->b = plan_person(org_person(b, DUTY_FINANCE), false);
	c->b_cc = plan_person(org_person(b, DUTY_STAFF), false);
	c->fake_a = (struct mail_person){ c->a.name, embedded(g, c->a.address) };
	for (int i = 0; i < 2; i++)
		c->fake_a_cc[i] = (struct mail_person){ c->a_cc[i].name, embedded(g, c->a_cc[i].address) };
	c->a_domain = a->domain;
	c->b_domain = b->domain;
	c->subject = STR("Re: Shipping documents for order 4711");
	c->papers[INVOICE_TRUE] = invoice(g, a->name_en, "First Harbour Bank", "4410023987", "FHBKJPJT");
	c->papers[INVOICE_FALSE] = invoice(g, a->name_en, "Delta Commerce Bank", "7730901244", "DLTCHKHH");
	/* the first fake's papers had flaws, which B answered; no account stood in them */
	c->papers[PACKING_LIST] = STR("Packing list,4711\r\nConsignee,see order\r\nItem,Pump skids lot 4\r\nCases,6\r\nWeight per case,\r\n"
	    "HS code,\r\n");
	for (size_t i = 0; i < COUNT(story1); i++)
		write_step(g, c, &story1[i]);
	hand_in_bec(g, "2019-08-15T11:20:00+09:00", org, "story1", STR("thread.mbox"),
	    mbox_write(g->arena, c->mails, c->count, at_time("2019-08-15T10:00:00+09:00")), 1, "none");
}

/* From: "Name - address with the wrong ending" <fake>: the seed's story 2, to the head of a group company. */
static void make_story2(struct gen *g)
{
	int org = 9;
	const struct demo_org *a = &g->world->orgs[org], *b = &g->world->orgs[10];
	const struct demo_person *ceo_a = org_person(a, DUTY_CEO), *ceo_b = org_person(b, DUTY_CEO);
	struct str shown = arena_printf(g->arena, STR_FMT "@" STR_FMT ".test", STR_ARG(str_upto(ceo_a->address, '@')),
	    STR_ARG(a->id));
	const struct word words[] = { { "to_first", ceo_b->first_en }, { "ceo", ceo_a->name_en } };
	struct outmail m = { .date_ms = at_time("2019-08-27T16:48:00+09:00"), .zone = 0, .subject = STR("Confidential"),
		.message_id = STR("<c5f01b77@board-mail.test>"), .mailer = STR("") };

	m.from = (struct mail_person){ arena_printf(g->arena, STR_FMT " - " STR_FMT, STR_ARG(ceo_a->name_en), STR_ARG(shown)),
		STR("president.office@board-mail.test") };
	m.to[0] = plan_person(ceo_b, false);
	m.to_count = 1;
	m.text = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, "story2.body"), words, COUNT(words));
	plan_route(g, &m, STR("relay.board-mail.test"), plan_ip(g), b, "spf=pass; dkim=none");
	hand_in_bec(g, "2019-08-29T13:05:00+09:00", org, "story2", STR("mail.eml"), mail_write(g->arena, g->rng, &m), 2, "none");
}

/* Table 3 no. 1: a partner's clerk asks for unpaid invoices in January, its CEO for a talk in July. */
static void make_t1(struct gen *g)
{
	int org = 40;
	const struct demo_org *o = &g->world->orgs[org], *partner = &g->world->counterparts[1];
	const struct demo_person *clerk = org_person(partner, DUTY_SALES), *ceo = org_person(partner, DUTY_CEO);
	struct str mails[2];

	for (int i = 0; i < 2; i++) {
		const struct demo_person *who = i == 0 ? clerk : ceo;
		const struct word words[] = { { "from_name", who->name_en } };
		struct outmail m = { .from = { who->name_en, arena_printf(g->arena, "%s@freemail2.example", i == 0 ?
			"accounts.desk41" : "private.office7") }, .date_ms = at_time(i == 0 ? "2019-01-22T18:40:00+09:00" :
			"2019-07-11T20:15:00+09:00"), .zone = 60, .subject = i == 0 ? STR("Open invoices") : STR("Urgent"),
			.message_id = arena_printf(g->arena, "<" STR_FMT "@freemail2.example>", STR_ARG(plan_ref(g))) };

		m.text = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, i == 0 ? "probe.body" :
		    "opener.body"), words, 1);
		m.to[0] = plan_person(org_person(o, DUTY_SALES), false);
		m.to_count = 1;
		plan_route(g, &m, STR("out.freemail2.example"), plan_ip(g), o, "spf=pass; dkim=pass");
		mails[i] = mail_write(g->arena, g->rng, &m);
	}
	hand_in_bec(g, "2019-07-16T10:30:00+09:00", org, "t1", STR("mails.mbox"), mbox_write(g->arena, mails, 2,
	    at_time("2019-07-16T10:00:00+09:00")), 2, "none");
}

static struct str audit_log(struct gen *g, const struct demo_person *clerk)
{
	struct buf out;

	buf_init_arena(&out, g->arena, 1 << 20);
	buf_z(&out, "CreationDate,UserIds,Operations,AuditData\r\n");
	for (int i = 0; i < 40; i++)
		buf_printf(&out, "2019-06-%02dT0%d:1%d:00Z," STR_FMT ",MailItemsAccessed,\"{\"\"Operation\"\":\"\"MailItemsAccessed\"\","
		    "\"\"ClientIP\"\":\"\"198.51.100.20\"\",\"\"UserId\"\":\"\"" STR_FMT "\"\"}\"\r\n", i / 2 + 1, i % 8, i % 6,
		    STR_ARG(clerk->address), STR_ARG(clerk->address));
	buf_printf(&out, "2019-06-04T21:14:09Z," STR_FMT ",New-InboxRule,\"{\"\"Operation\"\":\"\"New-InboxRule\"\",\"\"ClientIP\"\":"
	    "\"\"198.19.210.9\"\",\"\"UserId\"\":\"\"" STR_FMT "\"\",\"\"Parameters\"\":[{\"\"Name\"\":\"\"Name\"\",\"\"Value\"\":\"\".\"\"},"
	    "{\"\"Name\"\":\"\"ForwardTo\"\",\"\"Value\"\":\"\"collect.box88@freemail2.example\"\"},{\"\"Name\"\":\"\"SubjectOrBodyContainsWords"
	    "\"\",\"\"Value\"\":\"\"invoice;payment;bank\"\"},{\"\"Name\"\":\"\"DeleteMessage\"\",\"\"Value\"\":\"\"True\"\"}]}\"\r\n",
	    STR_ARG(clerk->address), STR_ARG(clerk->address));
	return buf_str(&out);
}

static struct str t2_mail(struct gen *g, const struct demo_org *o, const struct demo_person *clerk, int i)
{
	const struct demo_org *supplier = &g->world->counterparts[2];
	const struct demo_person *seller = org_person(supplier, DUTY_SALES);
	const struct word words[] = {
		{ "to_first", clerk->first_en }, { "from_name", seller->name_en }, { "beneficiary", supplier->name_en },
		{ "bank", i == 1 ? STR("Meridian Pacific Bank") : STR("Old Port Bank") },
		{ "account", i == 1 ? STR("9001887340") : STR("1120045513") }, { "bic", i == 1 ? STR("MEPAHKHH") : STR("OLDPDEFF") },
	};
	static const char *const rules[] = { "bank.true", "bank.fake", "dun.body" };
	static const char *const times[] = { "2019-05-07T17:00:00+09:00", "2019-06-12T02:40:00+09:00", "2019-07-11T18:00:00+09:00" };
	struct outmail m = { .from = plan_person(seller, false), .date_ms = at_time(times[i]), .zone = i == 1 ? 60 : 120,
		.subject = STR("Invoices"), .mailer = i == 1 ? STR("SquirrelMail/1.4.23") : STR("Microsoft Outlook 15.0") };

	struct str host;

	if (i == 1)
		m.from.address = arena_printf(g->arena, STR_FMT "." STR_FMT "@freemail.example", STR_ARG(str_upto(seller->address, '@')),
		    STR_ARG(str_upto(supplier->domain, '.')));
	host = i == 1 ? STR("freemail.example") : supplier->domain;
	m.message_id = arena_printf(g->arena, "<" STR_FMT "@" STR_FMT ">", STR_ARG(plan_ref(g)), STR_ARG(host));
	m.text = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, rules[i]), words, COUNT(words));
	m.to[0] = plan_person(clerk, false);
	m.to_count = 1;
	plan_route(g, &m, i == 1 ? STR("out.freemail.example") : arena_printf(g->arena, "out." STR_FMT, STR_ARG(supplier->domain)),
	    i == 1 ? plan_ip(g) : STR("198.51.100.90"), o, "spf=pass; dkim=pass");
	return mail_write(g->arena, g->rng, &m);
}

/* Table 3 no. 2: money was lost; audit log, a remote-control tool, and a phishing mail long before. */
static void make_t2(struct gen *g)
{
	int org = 60;
	const struct demo_org *o = &g->world->orgs[org];
	const struct demo_person *clerk = org_person(o, DUTY_FINANCE);
	const struct word tool[] = { { "tool", STR("AmmyyAdmin（遠隔操作ツール）") } };
	struct mail_file files[5] = {
		{ STR("incident.txt"), STR("text/plain"), grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL,
		    "incident.damage"), tool, 1) },
		{ STR("audit-log.csv"), STR("text/csv"), audit_log(g, clerk) },
	};
	struct outmail early = { .from = { STR("Office 365"), STR("no-reply@o365-mailbox.test") }, .zone = 0,
		.date_ms = at_time("2018-07-24T15:02:00+09:00"), .subject = STR("Your mailbox will be closed"),
		.message_id = STR("<early-1@o365-mailbox.test>"), .text = STR("Your Office 365 mailbox will be closed.\n"
		"Sign in with your account and password within 24 hours to keep it:\nhttp://o365-mailbox.test/signin\n") };
	struct str mail;
	struct truth truth = { TRUTH_PHISHING, g->next_family++, "", "", "", "none", 0, false };

	for (int i = 0; i < 3; i++)
		files[2 + i] = (struct mail_file){ arena_printf(g->arena, "mail-%d.eml", i + 1), STR("message/rfc822"),
			t2_mail(g, o, clerk, i) };
	hand_in_bec(g, "2019-07-19T15:45:00+09:00", org, "t2", STR("case.zip"), zip_write(g->arena, files, 5), 1, "money");
	early.to[0] = plan_person(clerk, false);
	early.to_count = 1;
	plan_route(g, &early, STR("out.o365-mailbox.test"), plan_ip(g), o, "spf=none; dkim=none");
	mail = mail_write(g->arena, g->rng, &early);
	/* found in a review and handed in in October: one of that quarter's phishing mails */
	plan_hand_in(g, at_time("2018-10-03T14:00:00+09:00"), org, &mail, &truth, 1);
}

/* Table 3 no. 3: one text to seven public addresses of one company, some of them retired. */
static void make_t3(struct gen *g)
{
	int org = 90;
	const struct demo_org *o = &g->world->orgs[org];
	const struct demo_person *ceo = org_person(o, DUTY_CEO);
	static const char *const local[7] = { "info", "recruit", "press", "webmaster", "export", "fax-desk", "soudan" };
	const struct word words[] = {
		{ "lawfirm", grammar_draw(g->words, g->arena, g->rng, NULL, "lawfirm") }, { "ceo", ceo->name_en },
		{ "company", o->name_en },
	};
	struct str text = grammar_fill(g->arena, grammar_draw(g->words, g->arena, g->rng, NULL, "lawyer.body"), words, COUNT(words));
	struct str mails[7];

	for (int i = 0; i < 7; i++) {
		struct outmail m = { .from = { ceo->name_en, STR("ceo.desk@freemail.example") }, .zone = -240, .text = text,
			.date_ms = at_time("2019-07-29T22:10:00+09:00") + i * 400, .subject = STR("Confidential matter"),
			.message_id = STR("<7f31aa02@freemail.example>") };

		m.to[0] = (struct mail_person){ STR(""), arena_printf(g->arena, "%s@" STR_FMT, local[i], STR_ARG(o->domain)) };
		m.to_count = 1;
		plan_route(g, &m, STR("out.freemail.example"), STR("198.19.210.7"), o, "spf=pass; dkim=pass");
		mails[i] = mail_write(g->arena, g->rng, &m);
	}
	hand_in_bec(g, "2019-07-30T09:50:00+09:00", org, "t3", STR("mails.mbox"), mbox_write(g->arena, mails, 7,
	    at_time("2019-07-30T09:00:00+09:00")), 2, "none");
}

void gen_stories(struct gen *g)
{
	make_t1(g);
	make_t2(g);
	make_t3(g);
	make_story1(g);
	make_story2(g);
}

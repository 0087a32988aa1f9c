/* gen_spear.c - aimed mail other than the plant campaign: it names the reader, claims a body that the
 * reader knows, and brings an archive whose member only looks like a document. */
#include <assert.h>

#include "base/time.h"
#include "demo/plan.h"

struct family {
	int id;
	struct str subject, body, claimed, host, ip, password, file;
	struct mail_person sender;
	const struct demo_org *claims;  /* the member whose name is used */
};

static struct family make_family(struct gen *g)
{
	struct family f = { .id = g->next_family++ };
	struct kept_words kept = { .count = 0 };
	const struct demo_person *person;

	f.claims = &g->world->orgs[rng_below(g->rng, g->world->member_count)];
	person = org_person(f.claims, DUTY_STAFF);
	f.claimed = f.claims->name_ja;
	f.subject = grammar_draw(g->words, g->arena, g->rng, &kept, "spear.subject");
	f.body = grammar_draw(g->words, g->arena, g->rng, &kept, "spear.body");
	f.file = grammar_draw(g->words, g->arena, g->rng, NULL, "spear.file");
	f.host = STR("freemail2.example");
	f.ip = plan_ip(g);
	f.password = rng_code(g->rng, g->arena, 6);
	f.sender = (struct mail_person){ person->name_ja, arena_printf(g->arena, STR_FMT "%d@freemail2.example",
	    STR_ARG(arena_lower(g->arena, person->first_en)), f.id * 13 + 100) };
	return f;
}

static struct str one_mail(struct gen *g, const struct family *f, const struct demo_org *org, long long at_ms)
{
	const struct demo_person *to = org_person(org, DUTY_STAFF);
	const struct word words[] = {
		{ "month", arena_printf(g->arena, "%d", time_civil(at_ms, ZONE_JST).month) }, { "to_company", org->name_ja },
		{ "to_family", to->family_ja }, { "claimed", f->claimed }, { "from_name", f->sender.name },
		{ "password", f->password },
	};
	/* the executable says it is a document, with a run of spaces before its real ending */
	struct mail_file inside = { arena_printf(g->arena, STR_FMT ".doc                    .exe", STR_ARG(f->file)),
		STR("application/octet-stream"),
		arena_printf(g->arena, "MZ demo file, not a program: family %d", f->id) };
	struct outmail m = { .from = f->sender, .date_ms = at_ms, .zone = 540, .charset = CHARSET_ISO_2022_JP,
		.mailer = STR("Mail App 4.1") };

	m.subject = grammar_fill(g->arena, f->subject, words, COUNT(words));
	m.text = grammar_fill(g->arena, f->body, words, COUNT(words));
	m.to[0] = plan_person(to, true);
	m.to_count = 1;
	m.message_id = arena_printf(g->arena, "<" STR_FMT "@" STR_FMT ">", STR_ARG(rng_code(g->rng, g->arena, 16)), STR_ARG(f->host));
	m.files[m.file_count++] = (struct mail_file){ arena_printf(g->arena, STR_FMT ".zip", STR_ARG(f->file)),
		STR("application/zip"), zip_write(g->arena, &inside, 1) };
	plan_route(g, &m, STR("out.freemail2.example"), f->ip, org, "spf=pass smtp.mailfrom=freemail2.example; dkim=pass");
	return mail_write(g->arena, g->rng, &m);
}

void gen_spear(struct gen *g, const struct quarter *q)
{
	int left = q->spear_mails;

	for (int i = 0; i < q->spear_families; i++) {
		struct family f = make_family(g);
		int families_left = q->spear_families - i;
		int mails = families_left == 1 ? left : left / families_left;
		long long at = plan_moment(g, q);
		const struct truth truth = { TRUTH_TARGETED, f.id, "", "insider-knowledge", "", "none", 0, true };

		left -= mails;
		for (int n = 0; n < mails; n++) {
			int org = plan_member(g, at);
			struct str mail;

			while (&g->world->orgs[org] == f.claims)
				org = plan_member(g, at);
			mail = one_mail(g, &f, &g->world->orgs[org], at - 5 * MS_HOUR);
			plan_hand_in(g, at + n * MS_MINUTE, org, &mail, &truth, 1);
		}
	}
	assert(left == 0);
}

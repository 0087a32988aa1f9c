/* gen_plant.c - the plant campaign: one wording (family) to a few suppliers, many wordings. */
#include <assert.h>
#include <stdlib.h>

#include "base/time.h"
#include "demo/plan.h"

struct family {
	struct mail_person sender, reply_to;
	struct str subject, body, host, ip, file_name, link;
	bool japanese;
	int id;
	long long at_ms;
	struct mail_file file;
};

/* Company name to a host label: "Brandis & Cole Construction" -> "brandis-cole-construction". */
static struct str host_label(struct arena *a, struct str name)
{
	char *p = arena_alloc(a, name.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = ascii_lower((unsigned char)name.p[i]);

		if (ascii_alpha(c))
			p[n++] = (char)c;
		else if (n > 0 && p[n - 1] != '-')
			p[n++] = '-';
	}
	return (struct str){ p, n };
}

static struct str kept_word(const struct kept_words *kept, const char *name)
{
	for (size_t i = 0; i < kept->count; i++)
		if (str_eq(str_of(kept->items[i].name), str_of(name)))
			return kept->items[i].value;
	return STR("Procurement");
}

/* What hangs on it: an archive with an executable that looks like a drawing, a document, or a link. */
static void attach(struct gen *g, struct family *f)
{
	struct mail_file inside = { STR("Datasheet.pdf.exe"), STR("application/octet-stream"), STR_NONE };

	switch (rng_below(g->rng, 3)) {
	case 0:
		inside.bytes = arena_printf(g->arena, "MZ demo file, not a program: " STR_FMT, STR_ARG(plan_ref(g)));
		f->file = (struct mail_file){ arena_printf(g->arena, "RFQ_" STR_FMT ".zip", STR_ARG(plan_ref(g))),
			STR("application/zip"), zip_write(g->arena, &inside, 1) };
		break;
	case 1:
		f->file = (struct mail_file){ arena_printf(g->arena, "Specification_" STR_FMT ".pdf", STR_ARG(plan_ref(g))),
			STR("application/pdf"), arena_printf(g->arena, "%%PDF-1.4\n%% demo " STR_FMT "\n%%%%EOF\n", STR_ARG(plan_ref(g))) };
		break;
	default:
		f->link = arena_printf(g->arena, "https://files." STR_FMT "/get/" STR_FMT, STR_ARG(f->host), STR_ARG(plan_ref(g)));
	}
}

static struct family make_family(struct gen *g, long long at_ms)
{
	struct family f = { .id = g->next_family++, .at_ms = at_ms };
	struct kept_words kept = { .count = 0 };
	struct str name = grammar_draw(g->words, g->arena, g->rng, NULL, "name.en");
	struct str local, epc;

	f.japanese = rng_below(g->rng, 8) == 0;
	f.subject = grammar_draw(g->words, g->arena, g->rng, &kept, f.japanese ? "plant.subject.ja" : "plant.subject.en");
	f.body = grammar_draw(g->words, g->arena, g->rng, &kept, f.japanese ? "plant.body.ja" : "plant.body.en");
	epc = kept_word(&kept, "plant.epc");
	f.host = arena_printf(g->arena, STR_FMT "-%s%d.test", STR_ARG(host_label(g->arena, epc)), "p", f.id);
	f.ip = plan_ip(g);
	local = arena_lower(g->arena, str_upto(name, ' '));
	f.sender = (struct mail_person){ name, arena_printf(g->arena, STR_FMT "@" STR_FMT, STR_ARG(local), STR_ARG(f.host)) };
	if (rng_below(g->rng, 3) > 0)
		f.reply_to = (struct mail_person){ name, arena_printf(g->arena, STR_FMT "." STR_FMT "%d@freemail.example",
		    STR_ARG(local), STR_ARG(host_label(g->arena, str_upto(epc, ' '))), f.id) };
	attach(g, &f);
	return f;
}

static struct str one_mail(struct gen *g, const struct family *f, const struct demo_org *org, long long at_ms)
{
	struct civil due = time_civil(at_ms + 14 * MS_DAY, ZONE_JST);
	const struct word words[] = {
		{ "ref", arena_printf(g->arena, "PQ-%04d", f->id * 7 + 1003) },
		{ "due", f->japanese ? arena_printf(g->arena, "%d月%d日", due.month, due.day) :
		    arena_printf(g->arena, "%04d-%02d-%02d", due.year, due.month, due.day) },
		{ "from_name", f->sender.name },
	};
	struct outmail m = { .from = f->sender, .reply_to = f->reply_to, .date_ms = at_ms, .zone = 180,
		.charset = f->japanese && f->id % 2 == 0 ? CHARSET_ISO_2022_JP : CHARSET_UTF8,
		.mailer = f->id % 3 == 0 ? STR("Roundcube Webmail/1.3.8") : STR("") };

	m.subject = grammar_fill(g->arena, f->subject, words, COUNT(words));
	m.text = grammar_fill(g->arena, f->body, words, COUNT(words));
	if (f->link.n > 0)
		m.text = arena_printf(g->arena, STR_FMT "\n" STR_FMT "\n", STR_ARG(m.text), STR_ARG(f->link));
	m.message_id = arena_printf(g->arena, "<" STR_FMT "@" STR_FMT ">", STR_ARG(rng_code(g->rng, g->arena, 16)), STR_ARG(f->host));
	if (rng_below(g->rng, 3) == 0) {
		m.undisclosed = true;
	} else {
		m.to[0] = plan_person(org_person(org, DUTY_SALES), false);
		m.to_count = 1;
	}
	if (f->file.bytes.n > 0)
		m.files[m.file_count++] = f->file;
	plan_route(g, &m, arena_printf(g->arena, "mail." STR_FMT, STR_ARG(f->host)), f->ip, org,
	    f->id % 4 == 0 ? "spf=pass; dkim=none" : "spf=softfail; dkim=none");
	return mail_write(g->arena, g->rng, &m);
}

/* The campaign keeps to some thirty suppliers of plants; that it comes back to them is its sign. */
static int choose_target(struct gen *g, long long at_ms)
{
	static const int sigs[] = { 0, 0, 0, 3, 3, 4, 5, 12 };
	int members[80];
	size_t n;

	do      /* a SIG that is not founded yet has no members */
		n = world_members_at(g->world, sigs[rng_below(g->rng, COUNT(sigs))], at_ms, members, COUNT(members));
	while (n == 0);

	return members[rng_below(g->rng, n < 5 ? n : 5)];
}

void gen_plant(struct gen *g, const struct quarter *q)
{
	int left = q->plant_mails;

	for (int i = 0; i < q->plant_families; i++) {
		struct family f = make_family(g, plan_moment(g, q));
		int families_left = q->plant_families - i, most = left - (families_left - 1);
		int mails = families_left == 1 ? left : 1 + (int)rng_below(g->rng, (uint64_t)(most < 5 ? most : 5));
		const struct truth truth = { TRUTH_TARGETED, f.id, "plant", "persists", "", "none", 0, true };

		/* an even share, so that the last family is not left with all the rest */
		if (families_left > 1 && left / families_left >= 2 && mails < 2)
			mails = 2;
		if (families_left > 1 && mails > left / families_left + 2)
			mails = left / families_left + 2;
		left -= mails;
		for (int n = 0; n < mails; n++) {
			long long end = plan_day(q->to) + 17 * MS_HOUR, at = f.at_ms + (long long)rng_below(g->rng, 5) * MS_DAY;
			struct str mail;
			int org;

			at = at > end ? end : at;
			org = choose_target(g, at);
			mail = one_mail(g, &f, &g->world->orgs[org], at - 3 * MS_HOUR);
			plan_hand_in(g, at, org, &mail, &truth, 1);
		}
	}
	assert(left == 0);
}

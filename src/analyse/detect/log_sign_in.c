/* log_sign_in.c - a sign-in from where the user never was, and what was done from there (B38).
 *
 * Rule: a user with at least five sign-ins over at least three days, from at most six networks (/24, /48), signs in from another
 * one, and within three days from that network a rule or forwarding is set (strong), or at least three mails are sent or the mailbox is
 * read through an interface (medium).  A new sign-in alone says nothing: people travel.
 * Not found (known): intruders in the user's own network or behind a proxy that he uses; logs that begin after the break-in. */
#include "analyse/detector.h"

enum { NETWORKS = 6, LEAST_SIGN_INS = 5, LEAST_DAYS = 3, AFTER_DAYS = 3, LOOKED = 2000, SENDS = 3 };

struct habits {
	struct str user;
	struct str networks[NETWORKS];
	size_t network_count, sign_ins;
	long long first_ms;
	bool roams;                     /* from so many places that another one is no news */
};

/* "198.51.100" of IPv4, the first three groups of IPv6. */
static struct str network_of(struct str ip)
{
	bool six = str_find_char(ip, ':') >= 0;
	size_t groups = 0, at = 0;

	while (at < ip.n) {
		groups += ip.p[at] == (six ? ':' : '.');
		if (groups == 3)
			break;
		at++;
	}
	return str_at(ip, 0, at);
}

static struct habits *habits_of(struct arena *a, struct habits **list, size_t *count, size_t *room, struct str user)
{
	for (size_t i = *count; i-- > 0;)
		if (str_eq((*list)[i].user, user))
			return &(*list)[i];
	if (*count >= 2000)
		return NULL;
	*ARENA_PUSH(a, *list, *count, *room) = (struct habits){ .user = user };
	return &(*list)[*count - 1];
}

static bool is_known(const struct habits *h, struct str network)
{
	for (size_t i = 0; i < h->network_count; i++)
		if (str_eq(h->networks[i], network))
			return true;
	return false;
}

/* What is done from that network in the days after: 2 a rule, 1 sends or reading, 0 nothing. */
static int done_after(struct arena *a, const struct audit_log *log, size_t from, const struct audit_record **what_r)
{
	const struct audit_record *in = &log->records[from];
	size_t sends = 0;
	int done = 0;

	for (size_t i = from + 1; i < log->count && i - from < LOOKED; i++) {
		const struct audit_record *r = &log->records[i];
		bool sent = str_istarts(r->operation, STR("Send"));

		if (r->when_ms - in->when_ms > AFTER_DAYS * MS_DAY)
			break;
		if (r->failed || !str_eq(r->user, in->user) || !str_eq(network_of(r->ip), network_of(in->ip)))
			continue;
		sends += sent;
		if (done == 0 && (sends >= SENDS || str_ieq(r->operation, STR("MailItemsAccessed")))) {
			done = 1;
			*what_r = r;
		}
		if (audit_is_rule(r) || audit_target(a, r).n > 0) {
			*what_r = r;
			return 2;
		}
	}
	return done;
}

static void judge(const struct detector *self, struct detection *d, const struct thread *t, struct habits *h, size_t i)
{
	const struct audit_record *r = &t->audit->records[i], *what = NULL;
	struct str network = network_of(r->ip);
	bool settled = h->sign_ins >= LEAST_SIGN_INS && r->when_ms - h->first_ms >= LEAST_DAYS * MS_DAY && !h->roams;
	int done;

	if (is_known(h, network)) {
		h->sign_ins++;
		return;
	}
	done = settled ? done_after(d->arena, t->audit, i, &what) : 0;
	if (done > 0) {
		struct finding *f = detection_add(d, self, done == 2 ? STRENGTH_STRONG : STRENGTH_MEDIUM, 0, evidence_record(d->arena, t, r, r->ip));

		finding_words(f, r->user, r->ip, what->operation, STR_NONE);
		finding_add_evidence(d, f, evidence_record(d->arena, t, what, what->operation));
		detection_indicator(d, str_find_char(r->ip, ':') >= 0 ? "ipv6" : "ipv4", r->ip, ROLE_SUSPECT, 0, arena_printf(d->arena, "log:%zu", r->line));
	}
	if (h->sign_ins == 0)
		h->first_ms = r->when_ms;
	h->sign_ins++;
	if (h->network_count == NETWORKS)
		h->roams = true;
	else
		h->networks[h->network_count++] = network;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct habits *list = NULL;
	size_t count = 0, room = 0;

	for (size_t i = 0; t->audit != NULL && i < t->audit->count && d->count < 1000; i++) {
		const struct audit_record *r = &t->audit->records[i];
		struct habits *h;

		if (r->failed || r->ip.n == 0 || r->when_ms == TIME_NONE || !str_istarts(r->operation, STR("UserLoggedIn")))
			continue;
		h = habits_of(d->arena, &list, &count, &room, r->user);
		if (h != NULL)
			judge(self, d, t, h, i);
	}
}

const struct detector detector_log_sign_in = {
	.id = "log.sign-in",
	.family = "log",
	.tricks = "B38",
	.attack = "T1078.004",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 2",
	.strong_alone = true,
	.run = run,
};

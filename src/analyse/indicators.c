/* indicators.c - roles: attacker, abused, victim. */
#include "analyse/indicators.h"

#include "base/sha256.h"
#include "base/text.h"
#include "indicator/lists.h"
#include "parse/url.h"
#include "parse/url_unwrap.h"

enum { INDICATORS_MOST = 2000, OF_ONE_MAIL = 200 };

static bool is_victim_domain(const struct thread *t, struct arena *a, struct str domain)
{
	return is_own(a, t->context, domain) || context_org_of(t->context, domain) >= 0;
}

/* A mail is accused where a finding of weight speaks for something about it. */
static void mark_accused(const struct detection *d, bool *accused, size_t n)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct finding *f = &d->findings[i];

		if (f->supports && f->strength >= STRENGTH_WEAK && f->message < n && strcmp(f->by->family, "quote") != 0)
			accused[f->message] = true;
	}
}

static void add_imitations(struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->book->imitation_count && d->indicator_count < INDICATORS_MOST; i++) {
		const struct imitation *im = &t->book->imitations[i];
		const struct known_address *real = &t->book->known[im->real];

		if (im->kind == IMITATES_NAME)
			continue;
		detection_indicator(d, "email", im->fake, ROLE_MALICIOUS, im->message, im->where);
		if (!is_free_mail(t->context, im->fake_domain))
			detection_indicator(d, "domain", im->fake_domain, ROLE_MALICIOUS, im->message, im->where);
		if (real->local.n > 0)
			detection_indicator(d, "email", real->address, ROLE_ABUSED, im->message, im->where);
		if (!real->free_mail)
			detection_indicator(d, "domain", real->domain, ROLE_ABUSED, im->message, im->where);
	}
}

static void add_sender(struct detection *d, const struct thread *t, size_t i, enum role role)
{
	const struct message *m = &t->messages[i];
	const struct change_set *c = &t->book->changes[i];

	for (size_t n = 0; n < m->mail->from.count && n < 10; n++) {
		const struct mailbox *from = &m->mail->from.list[n];
		struct str where = arena_printf(d->arena, "header:From[%zu]", n), address = arena_lower(d->arena, from->address);

		if (c->foreign || is_victim_domain(t, d->arena, from->domain)) {
			detection_indicator(d, "email", address, ROLE_ABUSED, i, where);
			detection_indicator(d, "domain", from->domain, ROLE_ABUSED, i, where);
			continue;
		}
		detection_indicator(d, "email", address, role, i, where);
		if (!is_free_mail(t->context, from->domain) && data_warning(from->domain).p == NULL)
			detection_indicator(d, "domain", from->domain, ROLE_SUSPECT, i, where);
	}
	if (m->features.route_ip.p != NULL && (c->suspect || !is_free_mail(t->context, m->features.route_host)))
		detection_indicator(d, str_find_char(m->features.route_ip, ':') >= 0 ? "ipv6" : "ipv4", m->features.route_ip,
		    ROLE_SUSPECT, i, STR("header:Received"));
}

/* Recipients and holders: what must not leave in clear. */
static void add_victims(struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;
	const struct mailboxes *lists[] = { &m->to, &m->cc };
	static const char *const names[] = { "To", "Cc" };

	for (size_t l = 0; l < 2; l++)
		for (size_t n = 0; n < lists[l]->count && n < OF_ONE_MAIL; n++) {
			const struct mailbox *box = &lists[l]->list[n];
			struct str where = arena_printf(d->arena, "header:%s[%zu]", names[l], n);

			if (book_imitation(t->book, box->address) >= 0 || box->address.n == 0)
				continue;
			detection_indicator(d, "email", arena_lower(d->arena, box->address), ROLE_VICTIM_NAMED, i, where);
			if (!is_free_mail(t->context, box->domain))
				detection_indicator(d, "domain", box->domain, ROLE_VICTIM_NAMED, i, where);
		}
}

static void add_url(struct detection *d, const struct thread *t, size_t i, struct str url, struct str where)
{
	struct url u;

	if (!url_parse(d->arena, url, &u) || u.host.n == 0 || is_victim_domain(t, d->arena, u.host))
		return;
	detection_indicator(d, "url", url, ROLE_SUSPECT, i, where);
	if (u.host_kind == URL_HOST_IPV4 || u.host_kind == URL_HOST_IPV6)
		detection_indicator(d, u.host_kind == URL_HOST_IPV4 ? "ipv4" : "ipv6", u.host, ROLE_SUSPECT, i, where);
	else if (data_warning(u.host).p == NULL)
		detection_indicator(d, "domain", u.host, ROLE_SUSPECT, i, where);
}

/* A link as it stands and where it leads; what a protection put around it is the reader's own, and may name him. */
static void add_link(struct detection *d, const struct thread *t, size_t i, const struct link *l)
{
	struct str where = l->where.n > 0 ? l->where : STR("body");
	struct unwrapped through;
	struct url inner;

	url_unwrap(d->arena, l->url, &through);
	add_url(d, t, i, through.sent, where);
	/* a well-known name within a URL is where the page sends its visitors in the end */
	if (through.steps > 0 && url_parse(d->arena, through.target, &inner) && data_warning(inner.host).p == NULL)
		add_url(d, t, i, through.target, where);
}

static void add_links(struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;

	for (size_t n = 0; n < m->link_count && n < OF_ONE_MAIL; n++)
		if (!str_eq(m->links[n].element, STR("img")) && m->links[n].url.n <= 4096)
			add_link(d, t, i, &m->links[n]);
}

static void add_attachments(struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;
	size_t added = 0;

	for (size_t n = 0; n < m->part_count && added < OF_ONE_MAIL; n++) {
		const struct part *p = &m->parts[n];
		struct str where;

		if (!p->is_attachment || p->kind != PART_LEAF || p->body.n == 0)
			continue;
		added++;
		where = arena_printf(d->arena, "attachment:" STR_FMT, STR_ARG(p->number));
		detection_indicator(d, "sha256", sha256_hex(d->arena, p->body), ROLE_SUSPECT, i, where);
		if (p->name.p != NULL)
			detection_indicator(d, "filename", p->name, ROLE_SUSPECT, i, where);
	}
}

/* One value, one role.  A victim's or abused party's value keeps that role whatever else it does. */
static int weight(enum role r)
{
	static const int weights[] = { [ROLE_MALICIOUS] = 3, [ROLE_SUSPECT] = 1, [ROLE_ABUSED] = 4, [ROLE_DECOY] = 2,
		[ROLE_VICTIM_NAMED] = 5 };

	return weights[r];
}

static void unite(struct detection *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->indicator_count; i++) {
		struct found_indicator *f = &d->indicators[i];
		size_t j;

		for (j = 0; j < kept; j++)
			if (str_eq(d->indicators[j].value, f->value) && strcmp(d->indicators[j].type, f->type) == 0)
				break;
		if (j == kept)
			d->indicators[kept++] = *f;
		else if (weight(f->role) > weight(d->indicators[j].role))
			d->indicators[j] = *f;
	}
	d->indicator_count = kept;
}

void indicators_collect(struct detection *d, const struct thread *t, const struct verdict *v)
{
	bool *accused = ARENA_ARRAY(d->arena, bool, t->count + 1);
	enum role sender = v->strength >= STRENGTH_MEDIUM && !str_eq(v->nature, STR("bulk")) ? ROLE_MALICIOUS : ROLE_SUSPECT;

	if (v->strength == STRENGTH_CONTEXT && str_eq(v->nature, STR("benign"))) {
		d->indicator_count = 0;
		return;
	}
	mark_accused(d, accused, t->count);
	add_imitations(d, t);
	for (size_t i = 0; i < t->count && d->indicator_count < INDICATORS_MOST; i++) {
		if (!accused[i] && !t->book->changes[i].suspect)
			continue;
		add_victims(d, t, i);
		add_sender(d, t, i, sender);
		add_links(d, t, i);
		add_attachments(d, t, i);
	}
	unite(d);
}

/* features.c - reading how a mail was made and travelled. */
#include "analyse/features.h"

#include "analyse/analyse.h"
#include "analyse/received.h"
#include "base/text.h"
#include "base/time.h"
#include "parse/url.h"

enum { HOPS_MOST = 50, AUTH_MOST = 20 };

struct str registrable(struct arena *a, struct str host)
{
	struct str h = str_trim(host), found;
	bool has_letter = false;

	if (h.n > 0 && h.p[h.n - 1] == '.')
		h.n--;
	for (size_t i = 0; i < h.n; i++)
		has_letter |= !ascii_digit((unsigned char)h.p[i]) && h.p[i] != '.' && h.p[i] != ':';
	if (h.n == 0 || h.n > 253 || !has_letter || h.p[0] == '[')
		return STR_NONE;
	found = domain_registrable(a, h);
	return found.p != NULL ? found : arena_lower(a, h);
}

void domain_split(struct str registrable_domain, struct str *label_r, struct str *suffix_r)
{
	*label_r = str_upto(registrable_domain, '.');
	*suffix_r = str_after(registrable_domain, '.');
}

static const struct header *received_at(const struct mail *m, const struct header *from)
{
	return mail_header(m, "Received", from);
}

/* The first hop from the top where the mail passed from one house to another: the receiver's own
 * border host wrote that line, so its address is the one fact a forger cannot choose. */
static void read_route(struct arena *a, const struct mail *m, struct features *f)
{
	int hops = 0;

	for (const struct header *h = received_at(m, NULL); h != NULL && hops < HOPS_MOST; h = received_at(m, h), hops++) {
		struct received r;
		struct str from, by;

		received_read(a, h->value, &r);
		if (hops == 0)
			f->received_ms = r.when_ms;
		if (r.helo.p == NULL || f->route != NULL)
			continue;
		from = registrable(a, r.host.p != NULL ? r.host : r.helo);
		by = registrable(a, r.by);
		if ((r.ip.p != NULL && ip_is_private(r.ip)) || (from.p != NULL && by.p != NULL && str_eq(from, by)))
			continue;
		f->route = h;
		/* A HELO alone is the sender's own word. */
		f->route_host = r.host.p != NULL || r.ip.p == NULL ? from : STR_NONE;
		f->route_ip = r.ip;
	}
}

/* "Mozilla Thunderbird 60.8" -> "mozilla thunderbird". */
static struct str product(struct arena *a, struct str value)
{
	size_t n = 0;

	while (n < value.n && !ascii_digit((unsigned char)value.p[n]) && value.p[n] != '/' && value.p[n] != '(' && n < 60)
		n++;
	return str_trim(arena_lower(a, str_at(value, 0, n)));
}

static void read_mailer(struct arena *a, const struct mail *m, struct features *f)
{
	static const char *const names[] = { "X-Mailer", "User-Agent" };

	for (size_t i = 0; i < 2 && f->mailer_header == NULL; i++) {
		f->mailer_header = mail_header(m, names[i], NULL);
		if (f->mailer_header != NULL)
			f->mailer = product(a, f->mailer_header->value);
	}
}

/* Web mail tells whose browser it was: "[203.0.113.9]".  An address inside the house tells nothing. */
static void read_origin(const struct mail *m, struct features *f)
{
	static const char *const names[] = { "X-Originating-IP", "X-Sender-IP", "X-Client-IP", "X-Source-IP" };

	for (size_t i = 0; i < sizeof names / sizeof names[0] && f->origin == NULL; i++) {
		const struct header *h = mail_header(m, names[i], NULL);
		struct str ip = h != NULL ? str_trim(h->value) : STR("");

		if (ip.n > 2 && ip.p[0] == '[')
			ip = str_upto(str_from(ip, 1), ']');
		if (!ip_is_literal(ip) || ip_is_private(ip))
			continue;
		f->origin = h;
		f->origin_ip = ip;
	}
}

static bool is_trusted(const struct context *c, struct str authserv)
{
	for (size_t i = 0; i < c->trusted_authserv_count; i++)
		if (str_ieq(c->trusted_authserv[i], authserv))
			return true;
	return false;
}

static struct str dkim_domain(struct arena *a, const struct auth_results *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_ieq(r->list[i].method, STR("dkim")))
			return r->list[i].domain.p != NULL ? registrable(a, r->list[i].domain) : STR_NONE;
	return STR_NONE;
}

static void read_auth(struct arena *a, const struct mail *m, const struct context *c, struct auth *auth)
{
	const struct header *h = mail_header(m, "Authentication-Results", NULL);

	for (int i = 0; h != NULL && i < AUTH_MOST; h = mail_header(m, "Authentication-Results", h), i++) {
		struct auth_results r;

		/* raw: encoded words would let others write what is no part of the line */
		auth_results_read(a, h->raw.n > 0 ? h->raw : h->value, &r);
		if (!is_trusted(c, r.authserv))
			continue;
		*auth = (struct auth){ .authserv = r.authserv, .results = r, .header = h };
		auth->spf = auth_results_word(&r, "spf");
		auth->dkim = auth_results_word(&r, "dkim");
		auth->dmarc = auth_results_word(&r, "dmarc");
		auth->forwarded = str_ieq(auth_results_word(&r, "arc"), STR("pass"));
		auth->dkim_domain = dkim_domain(a, &r);
		return;
	}
}

static void read_id(struct arena *a, const struct mail *m, struct features *f)
{
	long long at = m->message_id.p != NULL ? str_rfind_char(m->message_id, '@') : -1;
	struct str host;

	if (at < 0)
		return;
	host = str_upto(str_from(m->message_id, (size_t)at + 1), '>');
	if (str_find_char(host, '.') > 0)
		f->id_host = registrable(a, host);
}

static bool header_is(const struct mail *m, const char *name, const char *const *values, size_t n)
{
	const struct header *h = mail_header(m, name, NULL);

	for (size_t i = 0; h != NULL && i < n; i++)
		if (str_istarts(h->value, str_of(values[i])))
			return true;
	return false;
}

/* RFC 2369, 3.2: where one leaves is a URL in angle brackets; senders of junk write anything there. */
static bool leaves_by(const struct header *h)
{
	return h != NULL && (str_ihas(h->value, STR("<mailto:")) || str_ihas(h->value, STR("<http:")) || str_ihas(h->value, STR("<https:")));
}

/* "<7000123.xt.local>": what a sending service writes, in no name that exists; a list has one that can be written to. */
static bool names_list(const struct header *h)
{
	struct str id = h != NULL ? str_trim(h->value) : STR("");

	return h != NULL && !str_iends(id, STR(".local>")) && !str_iends(id, STR(".local"));
}

/* Senders name their campaign with it; Amazon SES puts one on whatever passes, single mails too (its Developer Guide). */
static bool is_campaign(const struct header *h)
{
	return h != NULL && !str_iends(str_trim(h->value), STR(":AmazonSES"));
}

static void read_list(const struct mail *m, struct features *f)
{
	static const char *const list[] = { "list" };
	static const char *const list_headers[] = { "List-Post", "X-Mailing-List", "Mailing-List", "X-BeenThere", "X-ML-Name" };

	f->is_list = header_is(m, "Precedence", list, 1) || names_list(mail_header(m, "List-Id", NULL));
	for (size_t i = 0; i < sizeof list_headers / sizeof list_headers[0]; i++)
		f->is_list |= mail_header(m, list_headers[i], NULL) != NULL;
}

/* After read_denial: what a mail says of itself lets nobody off who does not answer for it. */
static void read_bulk(const struct mail *m, struct features *f)
{
	static const char *const bulk[] = { "bulk", "junk" };
	static const char *const bulk_headers[] = { "X-Campaign-Id", "X-CampaignID", "X-Mailer-RecptId" };

	if (f->denial == DENIAL_FAIL)
		return;
	f->is_bulk = header_is(m, "Precedence", bulk, 2);
	f->is_bulk |= leaves_by(mail_header(m, "List-Unsubscribe", NULL)) || is_campaign(mail_header(m, "Feedback-ID", NULL));
	f->is_bulk |= f->denial == DENIAL_NONE && !f->is_list && mail_header(m, "List-Id", NULL) != NULL;
	for (size_t i = 0; i < sizeof bulk_headers / sizeof bulk_headers[0]; i++)
		f->is_bulk |= mail_header(m, bulk_headers[i], NULL) != NULL;
}

/* ---- what speaks against From ---- */

/* Whoever passes a mail on sends it from another machine, and often changes it: SPF and signatures fail honestly. */
static bool was_passed_on(struct arena *a, const struct mail *m, bool spf_passes)
{
	static const char *const names[] = { "X-Forwarded-To", "X-Forwarded-For", "Resent-From", "Resent-To" };
	const struct mailbox *path = m->return_path.count > 0 ? &m->return_path.list[0] : NULL;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (mail_header(m, names[i], NULL) != NULL)
			return true;
	if (path == NULL || !spf_passes)
		return false;
	/* the sender rewriting scheme, and a list of the reader's own house */
	if (str_istarts(path->local, STR("SRS0")) || str_istarts(path->local, STR("SRS1")))
		return true;
	for (size_t i = 0; i < m->to.count && i < 5; i++)
		if (m->to.list[i].domain.n > 0 && domain_same(a, m->to.list[i].domain, path->domain))
			return true;
	return false;
}

static bool any_passes(const struct auth_results *r, const char *method)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_ieq(r->list[i].method, str_of(method)) && str_ieq(r->list[i].word, STR("pass")))
			return true;
	return false;
}

/* Exchange Online writes no name of a host before its results. */
static void read_results(struct arena *a, const struct header *h, struct auth_results *r)
{
	auth_results_read(a, h->value, r);
	if (str_find_char(r->authserv, '=') >= 0)
		auth_results_read(a, arena_printf(a, "host; " STR_FMT, STR_ARG(h->value)), r);
}

static void read_denial(struct arena *a, const struct mail *m, struct features *f)
{
	const struct header *results = mail_header(m, "Authentication-Results", NULL), *spf_line = mail_header(m, "Received-SPF", NULL);
	struct str spf = spf_line != NULL ? str_upto(str_trim(spf_line->value), ' ') : STR(""), dmarc = STR("");
	struct str path = m->return_path.count > 0 ? m->return_path.list[0].domain : STR(""), from = STR("");
	struct auth_results r = { .n = 0 };

	if ((results == NULL && spf_line == NULL) || f->is_list)
		return;
	if (results != NULL) {
		read_results(a, results, &r);
		dmarc = auth_results_word(&r, "dmarc");
		spf = auth_results_word(&r, "spf").n > 0 ? auth_results_word(&r, "spf") : spf;
	}
	for (size_t i = 0; i < m->from.count && i < 5 && from.n == 0; i++)
		from = m->from.list[i].domain;
	if (str_ieq(dmarc, STR("pass")) || any_passes(&r, "arc") || was_passed_on(a, m, str_ieq(spf, STR("pass"))))
		return;
	f->denied_by = results != NULL ? results : spf_line;
	if (str_ieq(dmarc, STR("fail")) || (str_ieq(spf, STR("fail")) && !any_passes(&r, "dkim")))
		f->denial = DENIAL_FAIL;
	else if (r.n > 0 && !any_passes(&r, "dkim") && path.n > 0 && !domain_same(a, from, path))
		f->denial = DENIAL_UNANSWERED;
}

bool features_disowned(const struct features *f)
{
	return f->auth.header != NULL && str_ieq(f->auth.dmarc, STR("fail")) && !f->auth.forwarded && !f->is_list;
}

void features_read(struct arena *a, const struct mail *m, const struct context *c, struct features *f)
{
	*f = (struct features){ .received_ms = TIME_NONE };
	read_route(a, m, f);
	/* -0000: the time is UTC, and nothing is said of the zone (RFC 5322, 3.3) */
	if (m->date_ms != TIME_NONE && !str_ends(m->date_text, STR("-0000"))) {
		f->has_zone = true;
		f->zone = m->date_zone;
	}
	read_mailer(a, m, f);
	read_origin(m, f);
	read_id(a, m, f);
	read_auth(a, m, c, &f->auth);
	read_list(m, f);
	read_denial(a, m, f);
	read_bulk(m, f);
	if (m->form == MAIL_RFC5322 && m->text_part >= 0 && m->parts[m->text_part].charset.n > 0 && !str_ieq(m->parts[m->text_part].charset, STR("us-ascii")))
		f->charset = m->parts[m->text_part].charset;
}

/* sender.c - see sender.h. */
#include "analyse/sender.h"

#include "analyse/features.h"

static size_t from_headers(const struct mail *m)
{
	size_t n = 0;

	for (const struct header *h = mail_header(m, "From", NULL); h != NULL; h = mail_header(m, "From", h))
		n++;
	return n;
}

static bool is_ambiguous(const struct mail *m)
{
	return m->from.count != 1 || from_headers(m) != 1 || m->from_reading_count > 0;
}

/* "header.from=a-company.example" of the attestation speaks of the same domain as the From we read. */
static bool speaks_of(const struct header *h, struct str domain)
{
	long long at = str_ifind(h->value, STR("header.from="));
	struct str said;
	size_t n = 0;

	if (at < 0)
		return true;
	said = str_from(h->value, (size_t)at + 12);
	while (n < said.n && !ascii_space((unsigned char)said.p[n]) && said.p[n] != ';' && said.p[n] != '(')
		n++;
	said = str_at(said, 0, n);
	if (str_find_char(said, '@') >= 0)
		said = str_after(said, '@');
	return str_ieq(said, domain);
}

const char *sender_attested(struct arena *a, const struct mail *m, const struct context *c, struct str *address_r)
{
	const struct mailbox *from = m->from.list;
	struct features f;

	*address_r = m->from.count > 0 ? from->address : STR("");
	if (address_r->n == 0)
		return "no-sender";
	if (is_ambiguous(m))
		return "ambiguous-sender";
	features_read(a, m, c, &f);
	if (f.auth.authserv.p == NULL)
		return "no-attestation";
	if (str_ieq(f.auth.dmarc, STR("pass")) && speaks_of(f.auth.header, from->domain))
		return "attested";
	if (str_ieq(f.auth.dkim, STR("pass")) && f.auth.dkim_domain.p != NULL && !str_ieq(f.auth.dmarc, STR("fail")) &&
	    str_ieq(f.auth.dkim_domain, registrable(a, from->domain)))
		return "attested";
	return "not-authenticated";
}

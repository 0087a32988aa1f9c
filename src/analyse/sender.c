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

/* What is said of DMARC: every word is pass and speaks of the From that we read; a no weighs more than anything. */
static bool passes_dmarc(const struct auth_results *r, struct str domain, bool *fails_r)
{
	size_t passes = 0, others = 0;

	*fails_r = false;
	for (size_t i = 0; i < r->n; i++) {
		const struct auth_result *one = &r->list[i];

		if (!str_ieq(one->method, STR("dmarc")))
			continue;
		*fails_r |= str_ieq(one->word, STR("fail"));
		if (str_ieq(one->word, STR("pass")) && (one->from.p == NULL || str_ieq(one->from, domain)))
			passes++;
		else
			others++;
	}
	return passes > 0 && others == 0;
}

static bool passes_dkim(struct arena *a, const struct auth_results *r, struct str domain)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_ieq(r->list[i].method, STR("dkim")) && str_ieq(r->list[i].word, STR("pass")) && r->list[i].domain.n > 0 &&
		    str_ieq(registrable(a, r->list[i].domain), registrable(a, domain)))
			return true;
	return false;
}

const char *sender_attested(struct arena *a, const struct mail *m, const struct context *c, struct str *address_r)
{
	const struct mailbox *from = m->from.list;
	struct features f;
	bool fails;

	*address_r = m->from.count > 0 ? from->address : STR("");
	if (address_r->n == 0)
		return "no-sender";
	if (is_ambiguous(m))
		return "ambiguous-sender";
	features_read(a, m, c, &f);
	if (f.auth.authserv.p == NULL)
		return "no-attestation";
	if (passes_dmarc(&f.auth.results, from->domain, &fails) || (!fails && passes_dkim(a, &f.auth.results, from->domain)))
		return "attested";
	return "not-authenticated";
}

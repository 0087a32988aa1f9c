/* lure_callback.c - "you were charged 399.99; call this number if that was not you": the lure is a telephone number.
 *
 * Rule: a charge or somebody else's sign-in (lists "charge", "foreign-login") and a call to ring up (list "call-us") beside a telephone number in the
 * text, from a free mail address or in a brand's name from elsewhere, without a place to click outside the
 * sender's own side; not where DMARC passed for a domain of its own.  Medium.
 * Not found (known): numbers in pictures and attachments. */
#include "analyse/brands.h"
#include "analyse/detector.h"
#include "analyse/thread.h"

enum { DIGITS_FEWEST = 9, DIGITS_MOST = 15, TEXT_SEARCHED = 64 << 10 };

/* The first run of digits, blanks and hyphens that is a telephone number, in no quote; false where there is none. */
static bool find_number(const struct mail *m, size_t *from_r, size_t *to_r)
{
	struct str text = str_at(m->text, 0, TEXT_SEARCHED);

	for (size_t i = 0; i < text.n; i++) {
		size_t n = 0, digits = 0, groups = 0, end = 0;
		bool international = text.p[i] == '+', in_digits = false;

		if (!international && text.p[i] != '(' && !ascii_digit((unsigned char)text.p[i]))
			continue;
		for (; i + n < text.n && digits <= DIGITS_MOST; n++) {
			unsigned char c = (unsigned char)text.p[i + n];

			if (ascii_digit(c)) {
				digits++;
				groups += !in_digits;
				end = i + n + 1;
			} else if (memchr("+()- .\t", c, 7) == NULL || (c == '.' && i + n + 1 < text.n && text.p[i + n + 1] == ' ')) {
				break;
			}
			in_digits = ascii_digit(c);
		}
		if (digits >= DIGITS_FEWEST && digits <= DIGITS_MOST && groups >= 3 && groups <= 6 && (international || text.p[i] == '(' || text.p[i] == '0' ||
		    text.p[i] == '1' || text.p[i] == '8') && !thread_in_quote(m, i)) {
			*from_r = i;
			*to_r = end;
			return true;
		}
		i += n;
	}
	return false;
}

static bool is_played(const struct message *m)
{
	const struct mailbox *from = &m->mail->from.list[0];

	for (size_t i = 0; i < m->hits.count; i++)
		if (str_starts(m->hits.list[i].list, STR("brand:")))
			return !brand_owns(brand_find(str_from(m->hits.list[i].list, 6)), from->domain);
	return false;
}

static bool has_foreign_link(struct detection *d, const struct thread *t, const struct message *m)
{
	for (size_t i = 0; i < m->links.count; i++)
		if (m->links.list[i].clicked && m->links.list[i].url.host_kind != URL_HOST_NONE &&
		    !same_side(d->arena, t->context, m->mail->from.list[0].domain, m->links.list[i].url.host))
			return true;
	return false;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	const struct phrase_hit *charge = message_phrase(m, "charge"), *call = message_phrase(m, "call-us");
	struct str domain = m->mail->from.list[0].domain, number;
	bool free_mail = is_free_mail(t->context, domain), pass = m->features.auth.dmarc.p != NULL && str_eq(m->features.auth.dmarc, STR("pass"));
	size_t from, to;
	struct finding *f;

	charge = charge != NULL ? charge : message_phrase(m, "foreign-login");
	if (charge == NULL || call == NULL || !find_number(m->mail, &from, &to) || has_foreign_link(d, t, m) || (pass && !free_mail) ||
	    context_org_of(t->context, domain) >= 0)
		return;
	if (!free_mail && !is_played(m))
		return;
	number = str_at(m->mail->text, from, to - from);
	f = detection_add(d, self, STRENGTH_MEDIUM, i, evidence_text(d->arena, m, i, from, to));
	finding_words(f, number, m->mail->from.list[0].address, STR_NONE, STR_NONE);
	finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, charge));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->messages[i].mail->from.count > 0 && !t->messages[i].features.is_list)
			check(self, d, t, i);
}

const struct detector detector_lure_callback = {
	.id = "lure.callback",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.004",
	.report_section = "mail-analysis.md 46",
	.strong_alone = false,
	.run = run,
};

/* lure_sender_address.c - From holds what is no address on the Internet: "notice@parcels", "info@%x.net", "<\"a@b.example\">",
 * letters of mathematics that only look like a name.  Such a From passes the checks for the house it plays.
 *
 * Rule: no mailbox of From has a domain that can exist, and a place to click leads away without showing where; not to the
 * house of the envelope or of the reader (machines inside a house write as "root@server").  Weak where the domain only lacks
 * a dot; else medium.  Not in lists, nor where the first mailbox is one's own.
 * Not found (known): domains that are well formed and do not exist. */
#include "analyse/detector.h"
#include "base/text.h"

/* Mathematical alphabets and letters in rings or boxes: programs take them for the plain ones, people write no address so. */
static bool is_decorated(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if ((c >= 0x1D400 && c <= 0x1D7FF) || (c >= 0x2460 && c <= 0x24FF) || (c >= 0x1F110 && c <= 0x1F18F))
			return true;
	}
	return false;
}

enum address { ADDRESS_FINE, ADDRESS_NO_DOT, ADDRESS_IMPOSSIBLE };

static enum address address_of(const struct mailbox *box)
{
	struct str domain = box->domain;

	if (is_decorated(box->local) || is_decorated(box->domain_shown) || str_starts(box->address, STR("\"")))
		return domain.n > 0 && !is_decorated(box->local) && !is_decorated(box->domain_shown) && str_find_char(domain, '"') < 0 ?
		    ADDRESS_FINE : ADDRESS_IMPOSSIBLE;
	if (domain.n > 0 && domain.p[0] == '[')
		return ADDRESS_FINE;            /* an address literal */
	for (size_t i = 0; i < domain.n; i++)
		if ((unsigned char)domain.p[i] < 0x80 && !ascii_alpha((unsigned char)domain.p[i]) && !ascii_digit((unsigned char)domain.p[i]) &&
		    domain.p[i] != '.' && domain.p[i] != '-' && domain.p[i] != '_')
			return ADDRESS_IMPOSSIBLE;
	return str_find_char(domain, '.') < 0 ? ADDRESS_NO_DOT : ADDRESS_FINE;
}

/* "Open", not "https://…": what leads away without showing where. */
static const struct link_read *hidden_way_out(struct detection *d, const struct thread *t, const struct message *m)
{
	const struct mailbox *path = m->mail->return_path.count > 0 ? &m->mail->return_path.list[0] : NULL;

	for (size_t k = 0; k < m->links.count; k++) {
		const struct link_read *l = &m->links.list[k];
		bool inside = path != NULL && same_side(d->arena, t->context, path->domain, l->url.host);

		for (size_t i = 0; i < m->mail->to.count && i < 5; i++)
			inside |= same_side(d->arena, t->context, m->mail->to.list[i].domain, l->url.host);
		if (!inside && !str_eq(l->link->element, STR("text")) && !str_ihas(l->link->text, l->url.host) && link_leads_away(d->arena, t, m, l))
			return l;
	}
	return NULL;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	const struct mailboxes *from = &m->mail->from;
	const struct link_read *way;
	const struct mailbox *first = NULL;
	enum address worst = ADDRESS_FINE;
	struct finding *f;

	for (size_t k = 0; k < from->count && k < 5; k++) {
		const struct mailbox *box = &from->list[k];
		enum address is = box->address.n > 0 && str_find_char(box->address, '@') >= 0 ? address_of(box) : ADDRESS_FINE;

		if (box->domain.n > 0 && is == ADDRESS_FINE)
			return;                 /* one that can be written to: bec.header.readings sees to the others */
		first = first == NULL && is != ADDRESS_FINE ? box : first;
		worst = is > worst ? is : worst;
	}
	way = first != NULL && !is_own(d->arena, t->context, first->domain) ? hidden_way_out(d, t, m) : NULL;
	if (way == NULL)
		return;
	f = detection_add(d, self, worst == ADDRESS_IMPOSSIBLE ? STRENGTH_MEDIUM : STRENGTH_WEAK, i,
	    evidence_mailbox(d->arena, i, "From", (size_t)(first - from->list), first));
	finding_words(f, first->address, way->url.host, STR_NONE, STR_NONE);
	finding_add_evidence(d, f, evidence_link(m, i, way->link));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->messages[i].links.count > 0 && !t->messages[i].features.is_list)
			check(self, d, t, i);
}

const struct detector detector_lure_sender_address = {
	.id = "lure.sender.address",
	.family = "lure",
	.tricks = "",
	.attack = "T1672",
	.report_section = "mail-analysis.md 49",
	.strong_alone = false,
	.run = run,
};

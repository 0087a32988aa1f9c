/* lure_calendar.c - an invitation that leads somewhere: the calendar shows it without anybody opening the mail.
 *
 * Rule: an iCalendar part, attachment or file whose text or place holds a link to a host that is neither the
 * organiser's, nor the sender's side, a house of the context or a big public name (the usual meeting services
 * are); with a lure's words (lists "credential", "account-threat", "payment-problem", "charge", "call-us"), medium; where the
 * organiser is not the sender's side, weak.  Without a link: medium where a charge, a call to ring up and a number are named.
 * Not found (known): links to meeting services under an attacker's account. */
#include "analyse/detector.h"
#include "indicator/lists.h"
#include "parse/calendar.h"

static bool has_list(const struct phrase_hits *hits, const char *list)
{
	for (size_t i = 0; i < hits->count; i++)
		if (str_eq(hits->list[i].list, str_of(list)))
			return true;
	return false;
}

static bool lure_words(const struct phrase_hits *hits)
{
	static const char *const lists[] = { "credential", "account-threat", "payment-problem", "charge", "call-us" };

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		if (has_list(hits, lists[i]))
			return true;
	return false;
}

static struct str domain_of(struct arena *a, struct str address)
{
	long long at = str_rfind_char(address, '@');
	struct str host = at >= 0 ? host_normal(a, str_from(address, (size_t)at + 1), NULL, NULL) : STR_NONE;

	return host.p != NULL ? host : STR("");
}

static struct str foreign_link(struct detection *d, const struct thread *t, struct str text, struct str organiser, struct str from, struct str *host_r)
{
	const struct url_found *urls;
	size_t n;

	url_find(d->arena, text, &urls, &n);
	for (size_t i = 0; i < n && i < 50; i++) {
		struct unwrapped through;
		struct url u;

		url_unwrap(d->arena, urls[i].url, &through);
		if (!url_parse(d->arena, through.target, &u) || u.host.n == 0 || context_org_of(t->context, u.host) >= 0 ||
		    is_own(d->arena, t->context, u.host) || (from.n > 0 && same_side(d->arena, t->context, from, u.host)) ||
		    (from.n == 0 && organiser.n > 0 && same_side(d->arena, t->context, organiser, u.host)) ||
		    (data_public_host_has(u.host) && !domain_is_tenant(d->arena, u.host) && !data_free_host_has(u.host)))
			continue;
		*host_r = u.host;
		return urls[i].url;
	}
	return STR_NONE;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i, int part, struct str bytes)
{
	const struct mail *m = part >= 0 ? t->messages[i].mail : NULL;
	struct str from = m != NULL && m->from.count > 0 ? m->from.list[0].domain : STR(""), organiser, text, host = STR(""), url;
	struct phrase_hits hits = { .count = 0 };
	struct calendar c;
	struct evidence e;
	bool other, words;

	if (!calendar_read(d->arena, bytes, &c))
		return;
	text = arena_printf(d->arena, STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(c.summary), STR_ARG(c.location), STR_ARG(c.text));
	organiser = domain_of(d->arena, c.organiser);
	other = from.n > 0 && organiser.n > 0 && !same_side(d->arena, t->context, from, organiser);
	url = foreign_link(d, t, text, organiser, from, &host);
	phrases_search(d->arena, text, false, &hits);
	words = url.p != NULL ? lure_words(&hits) : has_list(&hits, "charge") && has_list(&hits, "call-us");
	if (!words && !(other && url.p != NULL))
		return;
	e = part >= 0 ? evidence_part(d->arena, &t->messages[i], i, part, url.p != NULL ? url : c.organiser) :
	    (struct evidence){ .where = STR("body"), .at = { c.organiser_from, c.organiser_to - c.organiser_from },
	    .found = str_at(bytes, c.organiser_from, c.organiser_to - c.organiser_from) };
	if (e.at.length == 0)
		e = (struct evidence){ .where = STR("body"), .at = { 0, 15 }, .found = str_at(bytes, 0, 15) };
	finding_words(detection_add(d, self, words ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), c.summary.n > 0 ? c.summary : STR("?"),
	    c.organiser.n > 0 ? c.organiser : STR("?"), host.n > 0 ? host : STR("@calendar-call"), STR_NONE);
	if (url.p != NULL)
		detection_indicator(d, "url", url, ROLE_SUSPECT, i, STR("body"));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->messages[i].mail->part_count && k < 200; k++) {
			const struct part *p = &t->messages[i].mail->parts[k];

			if (p->kind == PART_LEAF && (str_eq(p->media_type, STR("text/calendar")) || str_eq(p->media_type, STR("application/ics")) ||
			    str_iends(p->name, STR(".ics"))))
				check(self, d, t, i, (int)k, p->body);
		}
	if (t->calendar.p != NULL)
		check(self, d, t, 0, -1, t->calendar);
}

const struct detector detector_lure_calendar = {
	.id = "lure.calendar",
	.family = "lure",
	.tricks = "",
	.attack = "T1566",
	.report_section = "mail-analysis.md 48",
	.strong_alone = false,
	.run = run,
};

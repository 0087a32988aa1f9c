/* lure_voicemail.c - a notice of a voice mail, fax or scan that leads to a sign-in page (the seed's chapter 5).
 *
 * Rule: a phrase of the list "voicemail" and a link to a host that is neither the sender's side's nor a house
 * of the context; medium where the text stands in Japanese and English side by side or one URL has two
 * places, else weak.
 * Not found (known): pictures of text. */
#include "analyse/detector.h"
#include "parse/url.h"

static bool bilingual(struct str text)
{
	size_t kana = 0, latin = 0;

	for (size_t i = 0; i < text.n && i < 8192; i++) {
		kana += i + 2 < text.n && (unsigned char)text.p[i] == 0xE3 && ((unsigned char)text.p[i + 1] & 0xFE) == 0x80 + 2;
		latin += ascii_alpha((unsigned char)text.p[i]);
	}
	return kana >= 10 && latin >= 120;
}

static const struct link_read *foreign_link(struct detection *d, const struct thread *t, const struct message *m)
{
	for (size_t i = 0; i < m->links.count; i++) {
		const struct link_read *l = &m->links.list[i];
		struct url u = l->url;

		if ((l->through.steps == 0 || url_parse(d->arena, l->through.landing, &u)) && u.host.n > 0 && context_org_of(t->context, u.host) < 0)
			return l;
	}
	return NULL;
}

/* The places of the mail that hold the same URL. */
static size_t places_of(const struct mail *m, struct str url)
{
	size_t n = 0;

	for (size_t i = 0; i < m->link_count && i < 200; i++)
		n += str_eq(m->links[i].url, url);
	return n;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "voicemail");
		const struct link_read *l;
		struct evidence e;
		struct finding *f;
		size_t same;

		if (hit == NULL || m->features.is_list || (l = foreign_link(d, t, m)) == NULL)
			continue;
		same = places_of(m->mail, l->link->url);
		e = evidence_phrase(d->arena, m, i, hit);
		f = detection_add(d, self, same >= 2 || bilingual(m->mail->text) ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e);
		finding_words(f, e.found, l->through.landing, arena_printf(d->arena, "%zu", same), STR_NONE);
		finding_add_evidence(d, f, evidence_link(m, i, l->link));
		detection_played_houses(d, t, i);
		detection_indicator(d, "url", l->through.landing, ROLE_MALICIOUS, i, STR("body"));
	}
}

const struct detector detector_lure_voicemail = {
	.id = "lure.voicemail",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "J-CSIP 2019Q3, chapter 5",
	.strong_alone = false,
	.run = run,
};

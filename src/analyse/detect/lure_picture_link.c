/* lure_picture_link.c - next to nothing to read: a picture that leads elsewhere is the whole mail.
 *
 * Rule: the text has few letters (a kana or kanji says as much as three), and a place to click that shows none of them leads
 * away.  Weak; medium where it is an IP address, or there is no sentence at all and it is a shortener, a redirector or a place for anybody's pages.  Not in lists,
 * newsletters and answers, nor where DMARC passed.
 * Not found (known): pictures beside much filling text. */
#include "analyse/detector.h"
#include "base/text.h"

enum { FEW = 160, NEXT_TO_NONE = 40 };

static size_t letters_of(struct str text)
{
	size_t n = 0;

	for (size_t at = 0; at < text.n && n <= FEW;) {
		uint32_t c = utf8_next(text, &at);

		n += text_is_wide_script(c) ? 3 : text_is_word(c);
	}
	return n;
}

/* Somebody says something: "先日の写真です。", "The photos from Sunday." */
static bool says_a_sentence(struct str text)
{
	static const char *const ends[] = { "。", "！", "？", ". ", ".\n", "! ", "!\n", "? ", "?\n" };

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (str_has(text, str_of(ends[i])))
			return true;
	return str_ends(text, STR(".")) || str_ends(text, STR("!")) || str_ends(text, STR("?"));
}

/* The same place, clicked on a picture: its words, if it has any (alt="…"), do not stand in the text. */
static const struct link *picture_to(const struct mail *m, struct str url)
{
	for (size_t i = 0; i < m->link_count; i++) {
		const struct link *l = &m->links[i];

		if (str_eq(l->url, url) && (str_eq(l->element, STR("a")) || str_eq(l->element, STR("area"))) &&
		    (str_trim(l->text).n == 0 || str_find(m->text, str_trim(l->text)) < 0))
			return l;
	}
	return NULL;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	size_t letters = letters_of(m->mail->text);
	bool bare = letters <= NEXT_TO_NONE && !says_a_sentence(str_trim(m->mail->text));

	if (letters > FEW)
		return;
	for (size_t k = 0; k < m->links.count; k++) {
		const struct link_read *l = &m->links.list[k];
		bool bad = (l->host & (LINK_IP | LINK_DISGUISED)) != 0 || (bare && (l->host & LINK_ANYBODYS) != 0);
		const struct link *picture = link_leads_away(d->arena, t, m, l) ? picture_to(m->mail, l->link->url) : NULL;

		if (picture == NULL)
			continue;
		finding_words(detection_add(d, self, bad ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, evidence_link(m, i, picture)),
		    l->url.host, STR_NONE, STR_NONE, STR_NONE);
		return;
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];

		if (m->links.count > 0 && !m->features.is_list && !m->features.is_bulk && !message_authenticated(t, m) && m->mail->in_reply_to.n == 0)
			check(self, d, t, i);
	}
}

const struct detector detector_lure_picture_link = {
	.id = "lure.picture-link",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 38",
	.strong_alone = false,
	.run = run,
};

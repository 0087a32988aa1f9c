/* lure_hidden_text.c - letters that a reader does not see, put where a filter looks.
 *
 * Rule: zero-width or other invisible characters inside a word of Latin, kana or kanji, at least three words, or one
 * whose visible form is a lure's word or a brand; words of Latin mixed with Cyrillic or Greek letters that look the same.  Weak; medium where the word is
 * a lure's or a brand's.  The same of text that a style hides inside words (two, or one that tells; medium from five, strong from twelve): text
 * hidden between words is in every newsletter and only a defect.  Soft hyphens stand between syllables in honest mail: they count
 * where they part single letters.
 * Not found (known): white on white, styles in sheets, pictures of text. */
#include "analyse/detector.h"
#include "base/text.h"

enum { LOOKED_AT = 256 << 10, WORD_LONGEST = 120, SOFT_HYPHEN = 0x00AD, SINGLES_FEW = 3 };

/* Hidden inside a word; emoji and scripts that need joiners are none of it.  Soft hyphens are counted by themselves. */
static bool splits_words(uint32_t c)
{
	return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0x180E || c == 0x200C || c == 0x034F;
}

static bool is_latin(uint32_t c)
{
	return c < 0x80 && ascii_alpha((unsigned char)c);
}

struct word {
	struct buf seen;                /* as a reader sees it */
	size_t from, to;
	size_t hidden, latin, twins, others;
	size_t singles, since;          /* letters alone before a soft hyphen; letters behind the last one */
};

struct count {
	size_t split, mixed;            /* words */
	size_t from, to;                /* of the first, or of the telling one */
	bool telling;
	struct str seen;
};

static bool is_telling(struct arena *a, struct str seen)
{
	struct phrase_hits hits = { .count = 0 };

	if (seen.n < 4)
		return false;
	phrases_search(a, seen, true, &hits);
	if (hits.count > 0)
		return true;
	return str_ieq(seen, STR("password")) || str_ieq(seen, STR("account")) || str_ieq(seen, STR("verify")) || str_ieq(seen, STR("invoice")) ||
	    str_ieq(seen, STR("login")) || str_ieq(seen, STR("payment")) || str_ieq(seen, STR("security")) || str_has(seen, STR("アカウント")) ||
	    str_has(seen, STR("パスワード"));
}

static void word_ends(struct arena *a, struct word *w, struct count *c)
{
	bool split = (w->hidden > 0 || w->singles >= SINGLES_FEW) && w->seen.n >= 3 && w->latin + w->others >= 2, mixed = w->twins > 0 && w->latin >= 2 && w->others == 0;

	if (split || mixed) {
		bool telling = !c->telling && is_telling(a, buf_str(&w->seen));

		c->split += split;
		c->mixed += mixed;
		if (telling || c->to == 0) {
			c->from = w->from;
			c->to = w->to;
			c->seen = arena_str(a, buf_str(&w->seen));
		}
		c->telling |= telling;
	}
	buf_clear(&w->seen);
	w->hidden = w->latin = w->twins = w->others = w->singles = w->since = 0;
}

static struct count words_of(struct arena *a, struct str text)
{
	struct count c = { .seen = STR("") };
	struct word w = { .hidden = 0 };
	bool pending = false;           /* an invisible character counts only between two letters */

	buf_init(&w.seen, WORD_LONGEST);
	text = utf8_cut(text, LOOKED_AT);
	for (size_t at = 0; at < text.n;) {
		size_t from = at;
		uint32_t ch;

		ch = utf8_next(text, &at);
		if (ch == SOFT_HYPHEN) {
			w.singles += w.since == 1;
			w.since = 0;
			continue;
		}
		if (splits_words(ch)) {
			pending = w.seen.n > 0;
			continue;
		}
		if (!text_is_word(ch) || w.seen.n + 8 > WORD_LONGEST) {
			word_ends(a, &w, &c);
			pending = false;
			continue;
		}
		if (w.seen.n == 0)
			w.from = from;
		w.hidden += pending;
		w.since++;
		pending = false;
		w.to = at;
		if (is_latin(ch))
			w.latin++;
		else if (text_latin_twin(ch) != 0)
			w.twins++;
		else
			w.others++;
		if (text_latin_twin(ch) != 0)
			buf_char(&w.seen, (char)text_latin_twin(ch));
		else
			buf_utf8(&w.seen, ch);
	}
	word_ends(a, &w, &c);
	buf_fini(&w.seen);
	return c;
}

/* Most texts hold no character of either kind, and need no words. */
static bool may_hide(struct str text)
{
	size_t at = ascii_length(text);

	while (at < text.n) {
		uint32_t c = utf8_next(text, &at);

		if (c >= 0x80 && (splits_words(c) || c == SOFT_HYPHEN || (c < 0x600 && text_latin_twin(c) != 0)))
			return true;
		if (at < text.n && (unsigned char)text.p[at] < 0x80)
			at += ascii_length(str_from(text, at));
	}
	return false;
}

static void check_words(const struct detector *self, struct detection *d, const struct message *m, size_t i)
{
	enum { FEW = 3 };
	struct count c;
	struct str found;

	if (!may_hide(m->mail->text))
		return;
	c = words_of(d->arena, m->mail->text);
	if (c.split + c.mixed < FEW && !c.telling)
		return;
	found = str_at(m->mail->text, c.from, c.to - c.from);
	finding_words(detection_add(d, self, c.telling ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, evidence_text(d->arena, m, i, c.from, c.to)),
	    c.seen.n > 0 ? c.seen : found, arena_printf(d->arena, "%zu", c.split + c.mixed),
	    c.split >= c.mixed ? STR("@hidden-split") : STR("@hidden-mixed"), STR_NONE);
}

/* Hidden by style in the middle of words: a reader sees them whole, a filter does not. */
static void check_styles(const struct detector *self, struct detection *d, const struct message *m, size_t i)
{
	enum { FEW = 2, MANY = 5, MOST = 12 };
	const struct mail *mail = m->mail;
	long long at = mail->split_words > 0 ? str_find(mail->text, mail->split_word) : -1;
	bool telling = at >= 0 && is_telling(d->arena, mail->split_word);

	if (at < 0 || (mail->split_words < FEW && !telling))
		return;
	finding_words(detection_add(d, self, mail->split_words >= MOST ? STRENGTH_STRONG : telling || mail->split_words >= MANY ?
	    STRENGTH_MEDIUM : STRENGTH_WEAK, i,
	    evidence_text(d->arena, m, i, (size_t)at, (size_t)at + mail->split_word.n)), mail->split_word,
	    arena_printf(d->arena, "%zu", mail->split_words), STR("@hidden-style"), STR_NONE);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->messages[i].mail->text.n > 0) {
			check_words(self, d, &t->messages[i], i);
			check_styles(self, d, &t->messages[i], i);
		}
}

const struct detector detector_lure_hidden_text = {
	.id = "lure.hidden-text",
	.family = "lure",
	.tricks = "",
	.attack = "T1027",
	.report_section = "mail-analysis.md 39",
	.strong_alone = false,
	.run = run,
};

/* says.c - see says.h.  Heuristic: it is only read by people, beside the mail itself. */
#include "analyse/says.h"

#include "base/buf.h"
#include "base/text.h"

enum { SAYS_MOST = 120, SENTENCES_LOOKED_AT = 12, INTRODUCTION_MOST = 16 };

/* A sentence ends at 。！？, at . ! ? before a blank, at an empty line, and at a line that is short because
 * it was meant to end there (a salutation). */
static bool ends_at(struct str s, size_t at, size_t *next_r)
{
	static const char *const wide[] = { "。", "！", "？" };
	char c = s.p[at], next = at + 1 < s.n ? s.p[at + 1] : '\n';

	for (size_t i = 0; i < 3; i++)
		if (str_starts(str_from(s, at), str_of(wide[i]))) {
			*next_r = at + 3;
			return true;
		}
	*next_r = at + 1;
	if (c == '.' || c == '!' || c == '?')
		return ascii_space((unsigned char)next);
	return c == '\n' && (next == '\n' || next == '\r' || (at > 0 && (s.p[at - 1] == ',' || s.p[at - 1] == ':')));
}

/* The next sentence of *rest, trimmed; false at the end. */
static bool next_sentence(struct str *rest, struct str *sentence_r)
{
	size_t next;

	for (size_t at = 0; at < rest->n; at++)
		if (ends_at(*rest, at, &next) || next >= rest->n) {
			*sentence_r = str_trim(str_at(*rest, 0, next));
			*rest = str_from(*rest, next);
			return true;
		}
	return false;
}

static bool is_one_of(struct str s, const char *const *list, size_t n, bool at_end)
{
	for (size_t i = 0; i < n; i++)
		if (at_end ? str_ends(s, str_of(list[i])) : str_istarts(s, str_of(list[i])))
			return true;
	return false;
}

/* A line, or a sentence, that only calls somebody. */
static bool is_salutation(struct str s)
{
	static const char *const ends[] = { ",", "様", "様、", "さん", "さん、", "殿", "御中", "各位", "皆様" };

	return utf8_count(s) < 4 || is_one_of(s, ends, sizeof ends / sizeof ends[0], true);
}

/* What is polite and tells nothing; "A社の青木です。" */
static bool is_greeting(struct str s)
{
	static const char *const starts[] = { "dear ", "hi ", "hello", "good morning", "good afternoon", "good day", "hope you",
		"i hope you", "thank you", "thanks", "many thanks", "understood.", "noted.", "いつも", "大変お世話に", "お世話に", "ありがとう",
		"承知", "了解", "best regards", "kind regards", "regards", "sincerely", "yours", "よろしくお願い", "宜しくお願い" };

	return is_salutation(s) || (utf8_count(s) <= 60 && is_one_of(s, starts, sizeof starts / sizeof starts[0], false)) ||
	    (str_ends(s, STR("です。")) && utf8_count(s) <= INTRODUCTION_MOST);
}

/* A line break is a blank, and nothing between characters that are written without blanks. */
static struct str one_line(struct arena *a, struct str s)
{
	struct buf out;
	uint32_t last = ' ', c;

	buf_init_arena(&out, a, 4 * SAYS_MOST + 8);
	for (size_t at = 0; at < s.n && out.n < SAYS_MOST;) {
		size_t next = at;

		c = utf8_next(s, &next);
		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		if (c == ' ' && (last == ' ' || (text_is_wide_script(last) && next < s.n && (unsigned char)s.p[next] >= 0x80))) {
			at = next;
			continue;
		}
		buf_utf8(&out, c);
		last = c;
		at = next;
		if (out.n >= SAYS_MOST && at < s.n)
			buf_z(&out, "…");
	}
	return buf_str(&out);
}

/* A salutation on a line of its own ("田中様") ends no sentence by a mark: it is cut off before. */
static struct str without_salutation(struct str text)
{
	struct str rest = text, line;

	for (int i = 0; i < 6 && str_split(&rest, '\n', &line); i++) {
		line = str_trim(line);
		if (is_salutation(line))
			text = rest;
		else
			break;
	}
	return text;
}

struct str message_says(struct arena *a, const struct message *m)
{
	struct str rest = without_salutation(m->mail->text_newest), sentence, first = STR(""), polite = STR("");
	const struct phrase_hit *hit = message_phrase(m, "promise");

	if (hit == NULL)
		hit = message_phrase(m, "fulfilment");
	for (int i = 0; i < SENTENCES_LOOKED_AT && next_sentence(&rest, &sentence); i++) {
		const char *end = sentence.p + sentence.n;

		if (polite.n == 0 && !is_salutation(sentence))
			polite = sentence;
		if (is_greeting(sentence))
			continue;
		if (first.n == 0)
			first = sentence;
		if (hit == NULL || hit->in_subject)
			break;
		/* the phrase stands in mail.text; the same words are looked for here */
		if (hit->to <= m->mail->text.n && hit->from < hit->to &&
		    str_has((struct str){ sentence.p, (size_t)(end - sentence.p) },
		    str_at(m->mail->text, hit->from, hit->to - hit->from)))
			return one_line(a, sentence);
	}
	return one_line(a, first.n > 0 ? first : polite);
}

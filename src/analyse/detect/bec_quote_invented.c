/* bec_quote_invented.c - a quoted history that was written by hand (B17).
 *
 * Signs, each of one quote: its weekday is not that of its date; it is older than the mail it quotes, or newer than
 * the mail it stands in; its block has labels of two languages, or blanks before the colon; no mail at hand holds its
 * words although the conversation is (or the archive of sent mail covers the day).  Medium where a mail that plays
 * somebody has one of them, or any mail two of them of which one is about times; a lone wrong weekday is weak.
 * Not found (known): a careful forger who copies the form of a mail program; quotes without date. */
#include "analyse/detector.h"

#include <stdio.h>

#include "analyse/stored.h"
#include "base/text.h"
#include "base/time.h"

enum { QUOTES_OF_ONE = 6, BLOCK_BEFORE = 600, SIGNS_MOST = 5 };

struct signs {
	const char *list[SIGNS_MOST];
	size_t count;
	bool about_time, about_store;
};

static void sign(struct signs *s, const char *word)
{
	if (s->count < SIGNS_MOST)
		s->list[s->count++] = word;
}

/* 0 Sunday ... 6; -1 where the text names none. */
static int weekday_named(struct str s)
{
	static const char *const en[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };
	static const char *const ja[] = { "日", "月", "火", "水", "木", "金", "土" };
	static const char *const frames[][2] = { { "(", ")" }, { "（", "）" }, { "", "曜" } };

	for (size_t i = 0; i + 3 <= s.n; i++)
		for (int d = 0; d < 7; d++)
			if (str_istarts(str_from(s, i), str_of(en[d])) && (i == 0 || !ascii_alpha((unsigned char)s.p[i - 1])) &&
			    (i + 3 == s.n || !ascii_alpha((unsigned char)s.p[i + 3]) || str_ihas(str_at(s, i, 12), STR("day"))))
				return d;
	for (int d = 0; d < 7; d++)
		for (size_t f = 0; f < 3; f++) {
			char word[24];

			snprintf(word, sizeof word, "%s%s%s", frames[f][0], ja[d], frames[f][1]);
			if (str_has(s, str_of(word)))
				return d;
		}
	return -1;
}

/* Does `n` stand in the text as a number of its own? */
static bool has_number(struct str s, int n)
{
	for (size_t i = 0; i < s.n; i++) {
		int value = 0;

		if (!ascii_digit((unsigned char)s.p[i]) || (i > 0 && ascii_digit((unsigned char)s.p[i - 1])))
			continue;
		for (size_t k = i; k < s.n && ascii_digit((unsigned char)s.p[k]) && value < 100000; k++)
			value = value * 10 + (s.p[k] - '0');
		if (value == n)
			return true;
	}
	return false;
}

/* The zone may have been left away: the date is the one of the days around whose number stands in the text. */
static bool weekday_is_wrong(const struct quote *q)
{
	int named = weekday_named(q->when_text);
	bool any = false;

	if (named < 0 || q->when_ms == TIME_NONE || q->when_ms < MS_DAY)
		return false;
	for (int offset = -1; offset <= 1; offset++) {
		long long ms = q->when_ms + offset * (long long)MS_DAY;
		struct civil c = time_civil(ms, 0);

		if (!has_number(q->when_text, c.day))
			continue;
		any = true;
		if ((ms / MS_DAY + 4) % 7 == named)
			return false;
	}
	return any;
}

/* Labels in front of the quote: "From:" beside 「件名:」, "Sent :" */
static void read_labels(struct str block, struct signs *s)
{
	static const char *const en[] = { "from", "sent", "date", "to", "subject" };
	static const char *const ja[] = { "差出人", "送信者", "送信日時", "日時", "宛先", "件名" };
	struct str line;
	size_t english = 0, japanese = 0, spaced = 0;

	while (str_split(&block, '\n', &line)) {
		line = str_trim(line);
		while (line.n > 0 && (line.p[0] == '>' || line.p[0] == '*'))
			line = str_trim(str_from(line, 1));
		for (size_t i = 0; i < 5; i++)
			if (str_istarts(line, str_of(en[i])) && str_starts(str_trim(str_from(line, strlen(en[i]))), STR(":"))) {
				english++;
				spaced += line.p[strlen(en[i])] != ':';
			}
		for (size_t i = 0; i < 6; i++)
			if (str_starts(line, str_of(ja[i])) && (str_starts(str_trim(str_from(line, strlen(ja[i]))), STR(":")) ||
			    str_starts(str_trim(str_from(line, strlen(ja[i]))), STR("："))))
				japanese++;
	}
	if (english > 0 && japanese > 0)
		sign(s, "@sign-labels");
	else if (spaced > 0 && spaced < english)
		sign(s, "@sign-spacing");
}

static bool covered(const struct context *c, const struct quote *q)
{
	return c->sent_count > 0 && c->sent_from_ms != TIME_NONE && q->when_ms != TIME_NONE && q->when_ms >= c->sent_from_ms;
}

static bool is_held(struct stored *s, size_t i, struct str own)
{
	struct stored_match m;

	return !stored_can_tell(s, own) || (stored_find(s, i, own, &m) && m.held * 5 >= m.pieces * 2);
}

static void read_times(const struct thread *t, size_t i, size_t quote, struct signs *s)
{
	const struct mail *m = t->messages[i].mail;
	const struct quote *q = &m->quotes[quote];
	size_t before = s->count;

	if (weekday_is_wrong(q))
		sign(s, "@sign-weekday");
	for (size_t k = quote + 1; q->when_ms != TIME_NONE && k < m->quote_count && m->quotes[k].text_from < q->text_to; k++)
		if (m->quotes[k].depth == q->depth + 1 && m->quotes[k].when_ms != TIME_NONE && m->quotes[k].when_ms > q->when_ms + MS_DAY) {
			sign(s, "@sign-order");
			break;
		}
	if (q->when_ms != TIME_NONE && m->date_ms != TIME_NONE && q->when_ms > m->date_ms + MS_DAY)
		sign(s, "@sign-later");
	s->about_time = s->count > before;
}

static struct str block_before(const struct mail *m, const struct quote *q)
{
	size_t from = q->text_from > BLOCK_BEFORE ? q->text_from - BLOCK_BEFORE : 0;

	return str_at(m->text, from, q->text_from - from);
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i, const struct quote *q,
    const struct signs *s, bool suspect)
{
	bool two = s->count >= 2 && s->about_time;
	struct evidence e = evidence_text(d->arena, &t->messages[i], i, q->text_from, q->text_to);

	e.where = STR("quote");
	if (s->about_store)
		e.expected_from = STR("context: sent_archive");
	finding_words(detection_add(d, self, suspect || two ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), q->who.n > 0 ? q->who :
	    q->who_address.n > 0 ? q->who_address : STR("@nobody-named"), str_of(s->list[0]),
	    arena_printf(d->arena, "%zu", s->count), STR_NONE);
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, struct stored *stored, size_t i,
    size_t quote)
{
	const struct mail *m = t->messages[i].mail;
	const struct quote *q = &m->quotes[quote];
	bool suspect = t->book->changes[i].suspect;
	struct signs s = { .count = 0 };

	read_times(t, i, quote, &s);
	read_labels(block_before(m, q), &s);
	if (stored != NULL && (suspect || s.count > 0) && (t->count > 1 || covered(t->context, q)) &&
	    !is_held(stored, i, quote_own_text(m, quote))) {
		sign(&s, "@sign-not-held");
		s.about_store = t->count == 1;
	}
	if ((suspect && s.count > 0) || (s.count >= 2 && s.about_time) || (s.count > 0 && strcmp(s.list[0], "@sign-weekday") == 0))
		report(self, d, t, i, q, &s, suspect);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct stored *stored = stored_new(d->arena, t);

	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->messages[i].mail->quote_count && k < QUOTES_OF_ONE && !t->messages[i].features.is_list; k++)
			if (t->messages[i].mail->quotes[k].depth == 1)
				check(self, d, t, stored, i, k);
}

const struct detector detector_bec_quote_invented = {
	.id = "bec.quote.invented",
	.family = "identity",
	.tricks = "B17",
	.attack = "",
	.report_section = "IPA 2018",
	.strong_alone = false,
	.run = run,
};

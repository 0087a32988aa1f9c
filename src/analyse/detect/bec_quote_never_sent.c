/* bec_quote_never_sent.c - an answer quotes words that the side it answers never sent (B30).
 *
 * Rule: a mail to the own side quotes a mail of somebody of the own side, and no mail of the own side in
 * the thread or in the sent archive holds the quoted words (three quarters of its lines of 20 bytes and
 * more must be found).  Where the thread also holds a suspect mail that has them, that mail is shown.
 * Strong where the sent archive covers that day or the words stand in a suspect mail, weak otherwise.
 * Not found (known): quotes of fewer than two such lines. */
#include "analyse/detector.h"

enum { LINE_LEAST = 20, LINES_LEAST = 1 };

/* Lines of `text` that are long enough, and how many of them `where` holds. */
static size_t lines_in(struct str text, struct str where, size_t *found_r)
{
	struct str line;
	size_t lines = 0;

	*found_r = 0;
	while (str_split(&text, '\n', &line)) {
		line = str_trim(line);
		while (line.n > 0 && (line.p[0] == '>' || line.p[0] == ' '))
			line = str_from(line, 1);
		if (line.n < LINE_LEAST)
			continue;
		lines++;
		*found_r += str_has(where, line);
	}
	return lines;
}

static bool holds(const struct mail *m, struct str quoted)
{
	size_t found, lines = lines_in(quoted, m->text, &found);

	return lines > 0 && found * 4 >= lines * 3;
}

static bool own_sent(const struct thread *t, struct detection *d, size_t before, struct str quoted, int *suspect_r)
{
	*suspect_r = -1;
	for (size_t i = 0; i < before; i++) {
		const struct mail *m = t->messages[i].mail;

		if (m->text.p == NULL || !holds(m, quoted))
			continue;
		if (t->book->changes[i].suspect)
			*suspect_r = (int)i;
		else if (m->from.count > 0 && is_own(d->arena, t->context, m->from.list[0].domain))
			return true;
	}
	for (size_t i = 0; i < t->context->sent_count; i++)
		if (t->context->sent[i]->text.p != NULL && holds(t->context->sent[i], quoted))
			return true;
	return false;
}

static bool covered(const struct context *c, long long when_ms)
{
	return c->sent_count > 0 && c->sent_from_ms != TIME_NONE && when_ms != TIME_NONE && when_ms >= c->sent_from_ms;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i, const struct quote *q)
{
	size_t ignored;
	const struct message *m = &t->messages[i];
	struct evidence e;
	struct finding *f;
	int suspect;

	if (q->who_address.n == 0 || !is_own(d->arena, t->context, arena_lower(d->arena, str_after(q->who_address, '@'))) ||
	    lines_in(q->text, STR(""), &ignored) < LINES_LEAST || own_sent(t, d, i, q->text, &suspect))
		return;
	if (suspect < 0 && t->context->sent_count == 0)
		return;         /* nothing to compare with: the quoted mail may simply not be at hand */
	e = evidence_text(d->arena, m, i, q->text_from, q->text_to);
	e.where = STR("quote");
	e.expected_from = suspect >= 0 ? arena_printf(d->arena, "message %d, body", suspect) : STR("context: sent_archive");
	f = detection_add(d, self, suspect >= 0 || covered(t->context, m->when_ms) ? STRENGTH_STRONG : STRENGTH_WEAK, i, e);
	finding_words(f, q->who_address, suspect >= 0 ? arena_printf(d->arena, "%d", suspect) : STR("-"), STR_NONE, STR_NONE);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct mail *m = t->messages[i].mail;

		if (m->from.count == 0 || is_own(d->arena, t->context, m->from.list[0].domain) || t->messages[i].features.is_list)
			continue;
		for (size_t k = 0; k < m->quote_count && k < 3; k++)
			if (m->quotes[k].depth == 1)
				check(self, d, t, i, &m->quotes[k]);
	}
}

const struct detector detector_bec_quote_never_sent = {
	.id = "bec.quote.never-sent",
	.family = "identity",
	.tricks = "B30",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, 3.1 (1)",
	.strong_alone = true,
	.run = run,
};

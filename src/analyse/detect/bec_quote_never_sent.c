/* bec_quote_never_sent.c - an answer quotes words that the side it answers never sent (B30).
 *
 * B answers to the genuine A and quotes what a forger wrote in A's name.
 * Rule: a mail to the own side quotes somebody of the own side, and neither a genuine mail of the
 * own side in the thread nor the archive of sent mail holds three fifths of the quoted words.  Where
 * a suspect mail of the thread has them, that mail is shown.  Strong where it does, or where the
 * archive is complete for that day; weak where the archive is not known to be.
 * Not found (known): quotes of fewer than some forty letters, a thread without archive and without the
 * forged mail, words that were only altered in part (less than two fifths). */
#include "analyse/detector.h"
#include "analyse/said.h"

enum { QUOTES_OF_ONE = 3, PIECES_LEAST = 4 };

/* Texts in the order they were added: the archive first, then the thread's own and suspect mails. */
struct sent {
	const struct thread *thread;
	struct said *said;
	size_t archived;                /* the first numbers are the archive's */
	size_t *messages;               /* number - archived -> message */
	size_t count;
};

static bool is_genuine(void *ctx, size_t text)
{
	const struct sent *s = ctx;

	return text < s->archived || !s->thread->book->changes[s->messages[text - s->archived]].suspect;
}

static bool is_suspect(void *ctx, size_t text)
{
	return !is_genuine(ctx, text);
}

static bool holds_most(const struct said_share *share)
{
	return share->held * 5 >= share->pieces * 3;
}

static bool covered(const struct context *c, long long when_ms)
{
	return c->sent_count > 0 && c->sent_from_ms != TIME_NONE && when_ms != TIME_NONE && when_ms >= c->sent_from_ms;
}

static void report(const struct detector *self, struct detection *d, const struct sent *s, size_t i, const struct quote *q,
    int suspect)
{
	const struct thread *t = s->thread;
	struct evidence e = evidence_text(d->arena, &t->messages[i], i, q->text_from, q->text_to);
	bool sure = suspect >= 0 || (covered(t->context, t->messages[i].when_ms) && !said_is_full(s->said));
	struct finding *f;

	e.where = STR("quote");
	e.expected_from = suspect >= 0 ? arena_printf(d->arena, "message %d, body", suspect) : STR("context: sent_archive");
	f = detection_add(d, self, sure ? STRENGTH_STRONG : STRENGTH_WEAK, i, e);
	finding_words(f, q->who_address, suspect >= 0 ? arena_printf(d->arena, "%d", suspect) : STR("@no-such-message"), STR_NONE,
	    STR_NONE);
}

static void check(const struct detector *self, struct detection *d, struct sent *s, size_t i, const struct quote *q)
{
	struct said_share genuine, suspect;

	if (q->who_address.n == 0 ||
	    !is_own(d->arena, s->thread->context, arena_lower(d->arena, str_after(q->who_address, '@'))))
		return;
	genuine = said_lookup(s->said, q->text, is_genuine, s);
	if (genuine.pieces < PIECES_LEAST || holds_most(&genuine))
		return;
	suspect = said_lookup(s->said, q->text, is_suspect, s);
	if (holds_most(&suspect))
		report(self, d, s, i, q, (int)s->messages[suspect.best - s->archived]);
	else if (s->thread->context->sent_count > 0)    /* else the quoted mail may simply not be at hand */
		report(self, d, s, i, q, -1);
}

static void start(struct arena *a, struct sent *s, const struct thread *t)
{
	*s = (struct sent){ .thread = t, .said = said_new(a, t->context->sent_count + t->count),
		.archived = t->context->sent_count, .messages = ARENA_ARRAY(a, size_t, t->count + 1) };
	for (size_t i = 0; i < t->context->sent_count; i++)
		said_add(s->said, t->context->sent[i]->text);
}

/* What the own side wrote, and what was written in somebody's name. */
static void add(struct detection *d, struct sent *s, size_t i)
{
	const struct mail *m = s->thread->messages[i].mail;

	if (!s->thread->book->changes[i].suspect &&
	    (m->from.count == 0 || !is_own(d->arena, s->thread->context, m->from.list[0].domain)))
		return;
	s->messages[s->count++] = i;
	said_add(s->said, m->text);
}

static bool can_be_checked(const struct thread *t)
{
	bool any = false;

	for (size_t i = 0; i < t->count && !any; i++)
		any = t->messages[i].mail->quote_count > 0;
	return any && (t->count > 1 || t->context->sent_count > 0) && t->context->own_domain_count > 0;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct sent s;

	if (!can_be_checked(t))
		return;
	start(d->arena, &s, t);
	for (size_t i = 0; i < t->count; i++) {
		const struct mail *m = t->messages[i].mail;
		bool outside = m->from.count > 0 && !is_own(d->arena, t->context, m->from.list[0].domain) &&
		    !t->messages[i].features.is_list;

		for (size_t k = 0; outside && k < m->quote_count && k < QUOTES_OF_ONE; k++)
			if (m->quotes[k].depth == 1)
				check(self, d, &s, i, &m->quotes[k]);
		add(d, &s, i);
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

/* bec_quote_altered.c - the quoted history says another account, amount or address than the mail it quotes (B16).
 *
 * Rule: two fifths of a quote's own words are held by an earlier mail of the thread or of the archive of sent mail,
 * more than by any other, and that mail was not found to be forged; a number or address in it differs behind the same
 * words (alteration.h).  Strong: nothing in ordinary mail rewrites numbers inside a quote.  Weak where nothing differs, but a
 * line about money, accounts or calling is missing between lines that are there: people shorten quotes as well; medium
 * where the mail plays somebody.
 * Not found (known): words that were changed without a number; quotes cut short at either end; quotes
 * that were translated; an original that is not at hand. */
#include "analyse/alteration.h"
#include "analyse/detector.h"
#include "analyse/stored.h"

enum { QUOTES_OF_ONE = 6, ALTERATIONS_MOST = 6 };

static struct str original_place(struct arena *a, const struct stored_match *m)
{
	return m->message >= 0 ? arena_printf(a, "message %d, body", m->message) : STR("context: sent_archive");
}

/* Where the quoted value stands; the whole quote where a wrap lies in it. */
static struct evidence evidence_of(struct detection *d, const struct thread *t, size_t i, const struct quote *q,
    const struct alteration *change, const struct stored_match *m)
{
	const struct message *message = &t->messages[i];
	struct str range = str_at(message->mail->text, q->text_from, q->text_to - q->text_from);
	long long at = str_find(range, change->quoted);
	struct evidence e = at >= 0 ? evidence_text(d->arena, message, i, q->text_from + (size_t)at,
	    q->text_from + (size_t)at + change->quoted.n) : evidence_text(d->arena, message, i, q->text_from, q->text_to);

	e.where = STR("quote");
	e.found = change->quoted;
	e.expected = change->original;
	e.expected_from = original_place(d->arena, m);
	return e;
}

/* Behind the line after which something is missing. */
static void check_omission(const struct detector *self, struct detection *d, const struct thread *t, size_t i, const struct quote *q,
    struct str own, const struct stored_match *m)
{
	struct str behind = STR_NONE, missing = omission_find(d->arena, own, mail_own_text(m->mail), &behind);
	struct alteration change = { behind, missing };

	if (missing.p == NULL)
		return;
	finding_words(detection_add(d, self, t->book->changes[i].suspect ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, evidence_of(d, t, i, q, &change, m)),
	    STR("@quote-left-out"), missing, m->message >= 0 ? arena_printf(d->arena, "%d", m->message) : STR("@no-such-message"), STR_NONE);
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, struct stored *s, size_t i, size_t quote)
{
	const struct mail *mail = t->messages[i].mail;
	const struct quote *q = &mail->quotes[quote];
	struct str own = quote_own_text(mail, quote);
	struct alteration list[ALTERATIONS_MOST];
	struct stored_match m;
	struct finding *f = NULL;
	size_t n;

	if (!stored_find(s, i, own, &m) || m.held * 5 < m.pieces * 2 || (m.message >= 0 && t->book->changes[m.message].suspect))
		return;
	n = alterations_find(d->arena, own, mail_own_text(m.mail), list, ALTERATIONS_MOST);
	if (n == 0)
		check_omission(self, d, t, i, q, own, &m);
	for (size_t k = 0; k < n; k++) {
		struct evidence e = evidence_of(d, t, i, q, &list[k], &m);

		if (f != NULL) {
			finding_add_evidence(d, f, e);
			continue;
		}
		f = detection_add(d, self, STRENGTH_STRONG, i, e);
		finding_words(f, list[k].quoted, list[k].original, m.message >= 0 ? arena_printf(d->arena, "%d", m.message) :
		    STR("@no-such-message"), STR_NONE);
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct stored *s = stored_new(d->arena, t);

	for (size_t i = 0; s != NULL && i < t->count; i++)
		for (size_t k = 0; k < t->messages[i].mail->quote_count && k < QUOTES_OF_ONE; k++)
			check(self, d, t, s, i, k);
}

const struct detector detector_bec_quote_altered = {
	.id = "bec.quote.altered",
	.family = "identity",
	.tricks = "B16",
	.attack = "",
	.report_section = "IPA 2017",
	.strong_alone = true,
	.run = run,
};

/* stored.c - see stored.h. */
#include "analyse/stored.h"

#include "analyse/said.h"

enum { PIECES_LEAST = 4, SAME_BEGINNING = 48 };

struct stored {
	const struct thread *thread;
	struct said *said;              /* numbers: the archive's first, then the messages' */
	size_t archived, before;
};

static bool has_quotes(const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->messages[i].mail->quote_count > 0)
			return true;
	return false;
}

struct str mail_own_text(const struct mail *m)
{
	struct str above = m->quote_count > 0 ? str_trim(str_at(m->text, 0, m->quotes[0].text_from)) : m->text;

	return above.n >= m->text_newest.n ? above : m->text_newest;    /* else it answers below or between */
}

struct stored *stored_new(struct arena *a, const struct thread *t)
{
	const struct context *c = t->context;
	struct stored *s;

	if (!has_quotes(t) || t->count + c->sent_count < 2)
		return NULL;
	s = ARENA_NEW(a, struct stored);
	*s = (struct stored){ .thread = t, .said = said_new(a, c->sent_count + t->count), .archived = c->sent_count };
	for (size_t i = 0; i < c->sent_count; i++)
		said_add(s->said, mail_own_text(c->sent[i]));
	for (size_t i = 0; i < t->count; i++)
		said_add(s->said, mail_own_text(t->messages[i].mail));
	return s;
}

static bool is_earlier(void *ctx, size_t text)
{
	const struct stored *s = ctx;

	return text < s->archived || text - s->archived < s->before;
}

bool stored_find(struct stored *s, size_t before, struct str quote, struct stored_match *m)
{
	struct said_share share;

	s->before = before;
	share = said_lookup(s->said, quote, is_earlier, s);
	if (share.pieces < PIECES_LEAST || share.held == 0)
		return false;
	*m = (struct stored_match){ .pieces = share.pieces, .held = share.held,
		.message = share.best < s->archived ? -1 : (int)(share.best - s->archived) };
	m->mail = m->message < 0 ? s->thread->context->sent[share.best] : s->thread->messages[m->message].mail;
	return true;
}

static bool nothing(void *ctx, size_t text)
{
	(void)ctx;
	(void)text;
	return false;
}

bool stored_can_tell(struct stored *s, struct str quote)
{
	return !said_is_full(s->said) && said_lookup(s->said, quote, nothing, NULL).pieces >= PIECES_LEAST;
}

struct str quote_own_text(const struct mail *m, size_t quote)
{
	const struct quote *q = &m->quotes[quote];

	for (size_t i = quote + 1; i < m->quote_count; i++) {
		const struct quote *inner = &m->quotes[i];
		long long at;

		if (inner->text_from >= q->text_to)
			break;
		if (inner->depth <= q->depth || inner->text.n == 0)
			continue;
		at = str_find(q->text, str_at(inner->text, 0, SAME_BEGINNING));
		return at > 0 ? str_at(q->text, 0, (size_t)at) : q->text;
	}
	return q->text;
}

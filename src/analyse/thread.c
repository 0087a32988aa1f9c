/* thread.c - numbering the mails of a conversation, and what every detector needs of each. */
#include "analyse/thread.h"

#include "base/time.h"

enum { NESTED_MOST = 1000 };

static bool path_ends(struct str input, struct str key)
{
	return str_eq(input, key) ||
	    (input.n > key.n && str_ends(input, key) && input.p[input.n - key.n - 1] == '/');
}

/* Keys of held_by are relative to the context file, inputs to where the program was started. */
static struct str holder_of(const struct context *c, struct str input)
{
	for (size_t i = 0; i < c->held_by_count; i++)
		if (path_ends(input, c->held_by_input[i]))
			return c->held_by_domain[i];
	return STR("");
}

bool thread_in_quote(const struct mail *m, size_t at)
{
	for (size_t q = 0; q < m->quote_count; q++)
		if (at >= m->quotes[q].text_from && at < m->quotes[q].text_to)
			return true;
	return false;
}

static bool in_newest(const struct mail *m, size_t at)
{
	for (size_t i = 0; i < m->newest_count; i++)
		if (at >= m->newest_at[i].offset && at < m->newest_at[i].offset + m->newest_at[i].length)
			return true;
	return false;
}

/* Hits inside a quote are somebody else's words, those of a disclaimer nobody's. */
static void drop_others_words(const struct mail *m, struct phrase_hits *hits)
{
	size_t kept = 0;

	for (size_t i = 0; i < hits->count; i++) {
		const struct phrase_hit *h = &hits->list[i];

		if (h->in_subject || (h->own_words_only ? in_newest(m, h->from) : !thread_in_quote(m, h->from)))
			hits->list[kept++] = *h;
	}
	hits->count = kept;
}

void thread_add(struct thread_builder *b, const struct mail *m, struct str input)
{
	struct message *message;

	if (b->count >= THREAD_MOST) {
		b->limit_hit = true;
		return;
	}
	message = ARENA_PUSH(b->arena, b->messages, b->count, b->room);
	*message = (struct message){ .mail = m, .input = input, .held_by = holder_of(b->context, input) };
	features_read(b->arena, m, b->context, &message->features);
	message->when_ms = message->features.received_ms != TIME_NONE ? message->features.received_ms : m->date_ms;
	message->order_unsure = message->when_ms == TIME_NONE;
	phrases_search(b->arena, m->subject, true, &message->hits);
	phrases_search(b->arena, m->text, false, &message->hits);
	drop_others_words(m, &message->hits);
	message->links = links_read(b->arena, m, b->links < THREAD_LINKS_MOST ? THREAD_LINKS_MOST - b->links : 0);
	b->links += message->links.count;
}

struct nested_walk {
	const struct mail *mail;
	struct str input;
};

void thread_each_nested(struct arena *a, const struct mail *m, struct str input,
    void (*each)(void *ctx, const struct mail *m, struct str input), void *ctx)
{
	struct nested_walk *list = NULL;
	size_t count = 0, room = 0;

	*ARENA_PUSH(a, list, count, room) = (struct nested_walk){ m, input };
	for (size_t i = 0; i < count && count < NESTED_MOST; i++) {
		const struct mail *outer = list[i].mail;
		struct str name = list[i].input;

		for (size_t p = 0; p < outer->part_count && count < NESTED_MOST; p++) {
			const struct part *part = &outer->parts[p];
			const struct mail *inner = NULL;

			if (part->message >= 0 && (size_t)part->message < outer->nested_count)
				inner = &outer->nested[part->message];
			if (inner != NULL)
				*ARENA_PUSH(a, list, count, room) = (struct nested_walk){ inner,
					arena_printf(a, STR_FMT "!" STR_FMT, STR_ARG(name), STR_ARG(part->number)) };
		}
	}
	for (size_t i = 1; i < count; i++)
		each(ctx, list[i].mail, list[i].input);
}

/* Merge sort, stable; a message without a time stays behind the one before it in the input, so
 * it borrows that one's time. */
static void sort(struct message *list, struct message *scratch, size_t n)
{
	size_t half = n / 2, i = 0, j = half;

	if (n < 2)
		return;
	sort(list, scratch, half);
	sort(list + half, scratch, n - half);
	for (size_t k = 0; k < n; k++)
		scratch[k] = j >= n || (i < half && list[i].when_ms <= list[j].when_ms) ? list[i++] : list[j++];
	memcpy(list, scratch, n * sizeof *list);
}

struct thread *thread_build(struct thread_builder *b, bool keep_order)
{
	struct thread *t = ARENA_NEW(b->arena, struct thread);
	long long last = TIME_NONE;

	if (!keep_order) {
		for (size_t i = 0; i < b->count; i++) {
			if (b->messages[i].order_unsure)
				b->messages[i].when_ms = last;
			last = b->messages[i].when_ms;
		}
		sort(b->messages, ARENA_ARRAY(b->arena, struct message, b->count + 1), b->count);
		for (size_t i = 0; i < b->count; i++)
			if (b->messages[i].order_unsure)
				b->messages[i].when_ms = TIME_NONE;
	}
	*t = (struct thread){ .messages = b->messages, .count = b->count, .context = b->context };
	attached_read(b->arena, b->context, b->messages, b->count);
	t->book = address_book_build(b->arena, t);
	return t;
}

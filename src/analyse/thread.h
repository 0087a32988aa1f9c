/* thread.h - mails in the order of a conversation. */
#ifndef ANALYSE_THREAD_H
#define ANALYSE_THREAD_H

#include "analyse/detector.h"

enum { THREAD_MOST = 10000, THREAD_LINKS_MOST = 20000 };

struct thread_builder {
	struct arena *arena;
	const struct context *context;
	struct message *messages;
	size_t count, room;
	size_t links;                   /* read so far; behind THREAD_LINKS_MOST no more are */
	bool limit_hit;                 /* more than THREAD_MOST */
};

/* Adds a parsed mail. */
/* Somebody else's words: byte `at` of the text lies in a quote. */
bool thread_in_quote(const struct mail *m, size_t at);
void thread_add(struct thread_builder *b, const struct mail *m, struct str input);
/* The mails directly attached to one: their names are `input`!<part>. */
void thread_each_nested(struct arena *a, const struct mail *m, struct str input,
    void (*each)(void *ctx, const struct mail *m, struct str input), void *ctx);
/* Orders by topmost Received, else Date (where neither is possible: the place in the input), and
 * reads features, phrases and the address book. */
struct thread *thread_build(struct thread_builder *b, bool keep_order);

#endif

/* conversations.h - which mails of a mailbox belong to one conversation.
 *
 * Two mails belong together where one names the other's id (Message-ID, In-Reply-To, References; RFC 5322, 3.6.4),
 * where they share a subject (without Re:, Fw:, 返信) and somebody besides the owner of the mailbox, where one is attached to
 * the other, and where within thirty days the same house, person or name writes or is written to; whoever imitates
 * somebody's address belongs to that somebody's conversation at any time, for there he is found.  Lists and mass mail
 * are held together by ids and subjects alone.  What is in doubt stays together: a conversation torn apart hides the
 * forger in it. */
#ifndef ANALYSE_CONVERSATIONS_H
#define ANALYSE_CONVERSATIONS_H

#include "analyse/detector.h"

struct conversations {
	size_t *of;                     /* for each message the number of its conversation, in the order of their first mails */
	size_t count;
};

/* `files`: which file each message stands in; one attached to another stands in the same. */
struct conversations conversations_find(struct arena *a, const struct context *c, const struct message *messages, const size_t *files,
    size_t count);

#endif

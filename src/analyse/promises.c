/* promises.c - see promises.h. */
#include "analyse/promises.h"

#include "base/time.h"

enum { LOOKED_AT = 500 };

bool message_delivers(const struct message *m)
{
	if (message_phrase(m, "fulfilment") != NULL)
		return true;
	for (size_t i = 0; i < m->mail->part_count; i++)
		if (m->mail->parts[i].is_attachment)
			return true;
	return false;
}

static bool wrote(const struct thread *t, size_t i, struct str address)
{
	const struct message *m = &t->messages[i];

	return !t->book->changes[i].suspect && m->mail->from.count > 0 && m->when_ms != TIME_NONE &&
	    str_ieq(m->mail->from.list[0].address, address);
}

int promise_before(const struct thread *t, size_t i, struct str address)
{
	for (size_t k = i; k-- > 0 && i - k <= LOOKED_AT;)
		if (wrote(t, k, address) && message_phrase(&t->messages[k], "promise") != NULL)
			return (int)k;
	return -1;
}

int promise_kept(const struct thread *t, size_t promised, struct str address)
{
	for (size_t i = promised + 1; i < t->count && i - promised <= LOOKED_AT; i++)
		if (wrote(t, i, address) && message_delivers(&t->messages[i]) &&
		    message_phrase(&t->messages[i], "promise") == NULL)
			return (int)i;
	return -1;
}

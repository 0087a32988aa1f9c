/* ready_text.c - see ready_text.h. */
#include "ask/ready_text.h"

const struct ready_text *ready_text_find(const struct ready_text *list, size_t n, struct str id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(id, str_of(list[i].id)))
			return &list[i];
	return NULL;
}

bool ready_text_is_about(const struct ready_text *t, struct str topic)
{
	struct str rest = str_of(t->topics), one;

	while (str_split(&rest, ' ', &one))
		if (str_eq(one, topic))
			return true;
	return false;
}

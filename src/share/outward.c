/* outward.c - see outward.h. */
#include "share/outward.h"

#include "base/tr.h"
#include "share/draft.h"

int outward_check(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct outward *o, struct leak_hits *hits,
    struct err *e)
{
	struct draft d = { .arena = a, .hub = hub, .by = by, .db = db, .case_id = o->case_id.p != NULL ? o->case_id : STR("") };
	struct str *released = ARENA_ARRAY(a, struct str, o->released_count + 2);
	size_t n = 0;

	if (dictionary_load(&d, e) < 0)
		return -1;
	for (size_t i = 0; i < o->released_count; i++)
		released[n++] = o->released[i];
	released[n++] = hub->conf.contact;
	released[n++] = hub->conf.link;
	leak_check(d.terms, a, o->place, o->text, released, n, hits);
	return 0;
}

int outward_clean(const struct leak_hits *hits, struct err *e)
{
	const struct leak_hit *h = hits->list;

	return hits->count == 0 ? 0 : err_set(e, ERR_DENIED, TR_N("the leak check has %zu {hit|hits}, the first in " STR_FMT " at byte %zu (" STR_FMT
	    "); it must be at 0", (long long)hits->count), hits->count, STR_ARG(h->place), h->offset, STR_ARG(h->kind));
}

/* texts.h - the texts of one thing, as they are indexed and as a hit is read again. */
#ifndef SEARCH_TEXTS_H
#define SEARCH_TEXTS_H

#include "store/search_index.h"

struct texts_of {
	bool found;
	struct search_object o;         /* what the index is given */
	size_t room;
	struct str number, title, type, org_id;
	struct str share_id;            /* of a share */
};

/* All of it lives in `a`.  Of a share the revision `rev`, and where that is 0 the newest and the released one. */
int texts_read(struct hub *hub, struct arena *a, struct str kind, struct str id, long long rev, struct texts_of *t_r, struct err *e)
    MUST_CHECK;

#endif

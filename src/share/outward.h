/* outward.h - the leak check for words that leave without being a share: a call for information, an answer to a
 * reporter, a letter.  The same dictionaries, the same decoding, the same nothing. */
#ifndef SHARE_OUTWARD_H
#define SHARE_OUTWARD_H

#include "anonymise/leak.h"
#include "base/act.h"
#include "store/hub.h"

struct outward {
	struct str place;               /* what the hits call it: "request/ja" */
	struct str text;
	struct str case_id;             /* whose parties and reporters are protected too; "" */
	const struct str *released;     /* values that may stand in it, beside the hub's contact and link */
	size_t released_count;
};

/* Adds the hits; what leaves must have none. */
int outward_check(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct outward *o, struct leak_hits *hits,
    struct err *e) MUST_CHECK;
/* ERR_DENIED with the first hit's place and kind, never with its words; 0 where there is none. */
int outward_clean(const struct leak_hits *hits, struct err *e) MUST_CHECK;

#endif

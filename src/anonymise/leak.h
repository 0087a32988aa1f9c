/* leak.h - the leak check: every artefact, decoded first, against all dictionaries.
 *
 * Beside protected terms it finds addresses, URLs and IP addresses that are no released indicator
 * of the share: what was not gated did not come through the front door. */
#ifndef ANONYMISE_LEAK_H
#define ANONYMISE_LEAK_H

#include "anonymise/terms.h"

struct leak_hit {
	struct str place;               /* html/ja */
	size_t offset, length;
	struct str kind;                /* name, sig, domain, person, address, pattern, unreleased */
	const char *how;                /* "" or base64>percent ... */
	struct str found;               /* as it stands there: for the analyst, never for a log */
};

struct leak_hits {
	struct leak_hit *list;
	size_t count, room;
};

/* Adds the hits of one artefact.  `released`: values that may stand there (kept indicators, the
 * hub's own contact and link), in clear or defanged. */
void leak_check(const struct terms *t, struct arena *a, struct str place, struct str bytes,
    const struct str *released, size_t released_count, struct leak_hits *hits);

#endif

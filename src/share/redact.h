/* redact.h - words of a share's own texts replaced or withheld, span by span.
 *
 * Figures and indicators of a share are constructed; what people wrote is not.  The dictionaries find and propose, a person
 * decides and says why, and the leak check of the new revision judges what stands there then. */
#ifndef SHARE_REDACT_H
#define SHARE_REDACT_H

#include "anonymise/projection.h"
#include "base/act.h"
#include "share/look.h"
#include "store/hub.h"

/* A paragraph in one language: title 0 ja, steps 3 en. */
struct redact_place { struct str part, lang, text; long long n; };

struct redact_find {
	size_t place;                   /* index into the places */
	size_t from, length;            /* bytes of its text */
	struct str kind;                /* as in leak.h */
	struct str word;                /* proposed in its place, in the language of the paragraph */
};

struct redact_view {
	struct redact_place *places;
	struct redact_find *finds;      /* in the order of the text; none overlaps another */
	size_t place_count, find_count, place_room, find_room;
};
/* What stands in the newest revision and what of it the dictionaries know.  Changes nothing. */
int share_redact_view(struct hub *hub, struct arena *a, const struct share_row *s, struct redact_view *v_r, struct err *e) MUST_CHECK;

/* What stands where something was withheld. */
struct str redact_mark(struct str lang);

/* Given to share_change (change.h), which makes a revision of it. */
struct redaction {
	struct str part, lang;
	long long n;
	size_t from, length;
	bool withheld;                  /* else replaced by `word` */
	struct str word, reason;
};

/* One thing that is to go: a span, or `words` wherever they stand in that paragraph; an empty part: in any, an empty lang: in both. */
struct redact_asked { struct redaction what; struct str words; };
/* A new revision without them, of a share that is not out.  seen_rev: the revision that the person looked at; another one by now:
 * ERR_CONFLICT. */
struct share_made;
int share_redact(struct hub *hub, const struct act *by, struct arena *a, struct str number, long long seen_rev, const struct redact_asked *list, size_t n,
    struct share_made *made_r, struct err *e) MUST_CHECK;

/* What was done so far, the newest first. */
struct redact_step { long long rev, n, at_ms; struct str part, lang, word, reason, by; bool withheld; };
int share_redact_steps(struct db *db, struct arena *a, struct str share_id, struct redact_step **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif

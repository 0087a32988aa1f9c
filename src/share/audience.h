/* audience.h - who gets a share: resolved on the day of its release, not before. */
#ifndef SHARE_AUDIENCE_H
#define SHARE_AUDIENCE_H

#include "base/arena.h"
#include "base/err.h"

struct db;

/* Members on the day $3; the source is among them like everyone; leavers are not. */
#define SQL_MEMBER_THEN \
	"EXISTS (SELECT 1 FROM membership m WHERE m.org_id = o.id AND m.superseded_ms = 9223372036854775807" \
	" AND m.from_ms <= $3 AND m.to_ms > $3)"
/* A group of a liaison system on the day $3.  Members of such a group get what the group passes on, nothing else. */
#define SQL_IN_LIAISON \
	"EXISTS (SELECT 1 FROM liaison_org l WHERE l.org_id = o.id AND l.from_ms <= $3 AND l.to_ms > $3)"
/* Does the line `t` of an audience (kind, target) take in the organisation `o` on the day $3? */
#define SQL_TAKES_IN \
	"((t.kind = 'all' AND " SQL_MEMBER_THEN ")" \
	" OR (t.kind = 'sig' AND EXISTS (SELECT 1 FROM membership m WHERE m.org_id = o.id AND m.sig_id = t.target" \
	" AND m.superseded_ms = 9223372036854775807 AND m.from_ms <= $3 AND m.to_ms > $3))" \
	" OR (t.kind = 'org' AND t.target = o.id AND (o.kind = 'partner' OR (o.kind = 'liaison-member' AND " SQL_IN_LIAISON ") OR " \
	SQL_MEMBER_THEN "))" \
	" OR (t.kind = 'partner' AND t.target = o.id AND o.kind = 'partner')" \
	" OR (t.kind = 'liaison' AND EXISTS (SELECT 1 FROM liaison_org l WHERE l.liaison_id = t.target AND l.org_id = o.id" \
	" AND l.from_ms <= $3 AND l.to_ms > $3)))"

/* Organisation ids, sorted.  `follows`: a correction or retraction, for the earlier recipients. */
int audience_resolve(struct db *db, struct arena *a, struct str share_id, long long rev, bool follows, long long day_ms,
    struct str **orgs_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif

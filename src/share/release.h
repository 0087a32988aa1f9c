/* release.h - letting a revision out: one conditional statement on the sealed connection.
 *
 * Refused where a contributing source has no valid approval of these bytes, where author and releaser are
 * one person, where the leak check is not at zero, or where anything changed since. */
#ifndef SHARE_RELEASE_H
#define SHARE_RELEASE_H

#include "approve/approve.h"
#include "base/act.h"
#include "store/hub.h"

/* The statement itself; nothing else writes `release`.  $1 id, $2 now, $3 releaser, $4 when it is
 * published, $5 share, $6 revision.  A row means released, none means refused.  A retraction tells only
 * that what is out holds no more: it has no sources, and needs something that is out. */
#define SQL_RELEASE \
	"INSERT INTO release (id, share_id, rev, digest, released_by, at_ms, published_ms) " \
	"SELECT $1, sh.id, sh.rev, r.digest, $3, $2, $4 FROM share sh JOIN share_rev r ON r.share_id = sh.id AND r.rev = sh.rev " \
	"WHERE sh.id = $5 AND sh.rev = $6 AND r.leak_hits = 0 AND sh.author <> $3 AND r.made_by <> $3 " \
	"AND sh.state NOT IN ('retracted', 'expired') AND (sh.expires_ms IS NULL OR sh.expires_ms > $2 OR r.change_kind = 'retraction') " \
	"AND (sh.origin = 'member' OR sh.source_terms <> '') " \
	"AND NOT EXISTS (SELECT 1 FROM release x WHERE x.share_id = sh.id AND x.rev = sh.rev) " \
	"AND (r.change_kind = 'retraction' OR sh.origin <> 'member' OR EXISTS (SELECT 1 FROM share_source s WHERE s.share_id = sh.id " \
	"AND s.rev = sh.rev)) " \
	"AND (r.change_kind NOT IN ('correction', 'retraction') OR EXISTS (SELECT 1 FROM release x WHERE x.share_id = sh.id)) " \
	"AND NOT EXISTS (SELECT 1 FROM share_source s WHERE s.share_id = sh.id AND s.rev = sh.rev AND NOT " SQL_VALID_APPROVAL ") " \
	"AND EXISTS (SELECT 1 FROM person_role p JOIN person q ON q.id = p.person_id WHERE p.person_id = $3 AND p.role IN ('analyst', 'lead') " \
	"AND p.from_ms <= $2 AND p.to_ms > $2 AND q.from_ms <= $2 AND q.to_ms > $2) RETURNING id"

enum { ACK_DAYS = 2 };                  /* business days to acknowledge that a value was taken back */

struct share_released {
	struct str share_id;
	long long rev, published_ms;    /* the slot; outside only its day is told */
	size_t recipients, notices, standing;
};

/* act.actor is the releaser: an analyst or lead who did not write it. */
int share_release(struct hub *hub, const struct act *by, struct arena *a, struct str number,
    struct share_released *released_r, struct err *e) MUST_CHECK;


#endif

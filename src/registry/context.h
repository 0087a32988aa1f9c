/* context.h - who is who, written for the jailed reader: the document of --context (interfaces.md). */
#ifndef REGISTRY_CONTEXT_H
#define REGISTRY_CONTEXT_H

#include "base/buf.h"
#include "store/db.h"

/* All organisations that are known on that day (members, liaison members, partners, counterparts) with
 * domains and people.  The document is kept: it lives until the next call, and has the same bytes as long
 * as the registry tells the same. */
int context_registry(struct db *db, long long at_ms, struct str *document_r, struct err *e) MUST_CHECK;

/* What encrypted archives are tried with. */
struct context_passwords {
	const struct str *given;        /* with the hand-in, or later */
	size_t given_count;
	struct str customary;           /* that samples are usually packed with; "": none */
};
int context_write_passwords(const struct context_passwords *p, struct buf *out, struct err *e) MUST_CHECK;

/* What is told on top of it for one organisation: own_domains, authserv-ids and drills of `org_id`
 * (absent: nobody's) and the day.  `authserv` is the hub's own list of trusted border hosts, comma
 * separated; `rules` its own verdict rules, "" where the compiled-in ones hold. */
int context_write_own(struct db *db, struct arena *a, struct str org_id, long long at_ms, struct str authserv,
    struct str rules, const struct context_passwords *passwords, struct buf *out, struct err *e) MUST_CHECK;

/* Only which border hosts are believed for mail that comes to the hub itself: those of `authserv` and
 * those registered for an organisation of kind "hub" - a member's border host attests nothing to us. */
int context_write_border(struct db *db, struct arena *a, struct str authserv, struct buf *out, struct err *e) MUST_CHECK;

#endif

/* approve.h - the source's yes, bound to the digest of the exact artefacts and the audience.
 *
 * Explicit: by a person who holds the role approver of that organisation at that time, by one-time
 * code, or entered by the hub (signed mail; spoken: two analysts, digest read out).  Standing: a
 * consent for the technical lane, used at release by the second analyst; see share/release.h.
 * A new revision voids open requests; an approval stays good where the organisation's part of the
 * revision is unchanged.  Silence is never yes.  Only the sealed connection writes approvals. */
#ifndef APPROVE_APPROVE_H
#define APPROVE_APPROVE_H

#include "base/act.h"
#include "store/hub.h"

/* Business days for an answer, for one to an urgent share, and more after a reminder that was late; calendar days that a
 * yes is good for; business days that an organisation may take for its own round (社内確認). */
enum { APPROVE_DAYS = 5, APPROVE_URGENT_DAYS = 1, APPROVE_MORE_DAYS = 2, APPROVE_VALID_DAYS = 90, APPROVE_REVIEW_DAYS = 20 };

/* Where an approval counts for source `s` of revision `r` of share `sh`; $2 is now. */
#define SQL_VALID_APPROVAL \
	"EXISTS (SELECT 1 FROM approval a JOIN share_rev ar ON ar.share_id = a.share_id AND ar.digest = a.digest" \
	" JOIN share_source os ON os.share_id = ar.share_id AND os.rev = ar.rev AND os.org_id = a.org_id" \
	" WHERE a.share_id = s.share_id AND a.org_id = s.org_id AND os.part_digest = s.part_digest" \
	" AND a.answer = 'yes' AND a.recalled_ms IS NULL AND a.at_ms <= $2 AND a.until_ms > $2" \
	" AND (r.exact = 0 OR a.exact_figures = 1)" \
	" AND (a.kind = 'explicit' OR (sh.lane = 'technical' AND r.exact = 0 AND r.own_words = 0))" \
	" AND (a.medium <> 'spoken' OR (a.second_witness IS NOT NULL AND a.second_witness <> a.entered_by))" \
	" AND NOT EXISTS (SELECT 1 FROM approval n WHERE n.share_id = a.share_id AND n.org_id = a.org_id" \
	" AND n.answer <> 'yes' AND n.at_ms >= a.at_ms))"

/* The source's newest word is not yes. */
#define SQL_REFUSED \
	"EXISTS (SELECT 1 FROM approval n WHERE n.share_id = s.share_id AND n.org_id = s.org_id AND n.answer <> 'yes'" \
	" AND NOT EXISTS (SELECT 1 FROM approval y WHERE y.share_id = n.share_id AND y.org_id = n.org_id AND y.answer = 'yes'" \
	" AND y.recalled_ms IS NULL AND y.at_ms > n.at_ms))"

/* Where a standing consent may stand in for it: never for words of the analyst's own, never for exact
 * figures, not where the organisation said anything but yes to this share, or took its yes back, and not where it
 * said with the hand-in that it wants to be asked this time (intake/told.h). */
#define SQL_STANDING_CONSENT \
	"SELECT c.id FROM consent c JOIN consent_policy p ON p.id = c.policy_id" \
	" WHERE c.org_id = s.org_id AND p.lane = 'technical' AND c.from_ms <= $2 AND c.to_ms > $2" \
	" AND sh.lane = 'technical' AND r.exact = 0 AND r.own_words = 0 AND r.leak_hits = 0" \
	" AND s.org_id NOT IN (SELECT k.org_id FROM source_asks k WHERE k.share_id = s.share_id AND k.rev = s.rev)"

struct asked {
	size_t requests;                /* organisations asked now */
	size_t already;                 /* approved already, their part unchanged */
	size_t standing;                /* covered by a standing consent at release */
	size_t unreachable;             /* of the asked: no approver who can be told */
};

/* Asks every contributing organisation that has not approved its part; the leak check must be at 0. */
int approve_ask(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct asked *asked_r,
    struct err *e) MUST_CHECK;

enum approve_medium { MEDIUM_PORTAL, MEDIUM_CODE, MEDIUM_SIGNED_MAIL, MEDIUM_SPOKEN };

struct answer {
	struct str number;              /* of the share */
	struct str digest;              /* what was approved: whole, or its first 12 digits or more */
	struct str word;                /* yes, no, change */
	struct str person;              /* who says it: the organisation's approver */
	enum approve_medium medium;
	struct str code;                /* MEDIUM_CODE */
	struct str reference;           /* of the signed mail or the telephone note; reason of no and change */
	struct str second;              /* MEDIUM_SPOKEN: the second analyst; absent: attests later (approve_attest) */
	struct str second_digest;       /* the digits as the second analyst heard them */
	bool exact_figures;             /* yes to exact days and counts too */
	bool over;                      /* although somebody else of the organisation said otherwise */
	const struct answer_line *lines;        /* those that are not simply yes */
	size_t line_count;
};

/* One paragraph, row or indicator, as share/render/lines.h numbers them. */
struct answer_line {
	long long line;
	struct str word, wish;          /* yes, no, change; what it should say instead */
};
/* no where any is no, change where any is to be changed, yes where all are yes. */
struct str answer_of_lines(const struct answer_line *lines, size_t n);

/* For a yes to something else than a share (handover/): may this person say it, by this medium?  In the transaction of the
 * deed; a spoken one names its second witness at once. */
int approve_check_consent(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct answer *answer,
    struct err *e) MUST_CHECK;
/* portal, terminal-code, signed-mail, spoken */
extern const char *const approve_medium_names[];

/* Stores the answer (act.actor enters it). */
int approve_answer(struct hub *hub, const struct act *by, struct arena *a, const struct answer *answer, struct err *e)
    MUST_CHECK;
/* The second analyst's word for a spoken answer: `digest` is what was read out; `person` (absent: the only one) said it. */
int approve_attest(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str person, struct str digest,
    struct err *e) MUST_CHECK;
/* Takes back every yes of the person's organisation to this share; by the same media as an answer
 * (answer.word and digest are not looked at).  *is_out_r: the share is released, so the hub retracts it. */
int approve_recall(struct hub *hub, const struct act *by, struct arena *a, const struct answer *answer, bool *is_out_r,
    struct err *e) MUST_CHECK;

/* Requests past their due time become timed-out (never yes) and are reminded of from a business day before, at most
 * once a business day and only on one.  The reminders leave in the next slot, in the order of random ids, so that
 * neither when nor in which order they go tells anything.  How many notices were written, or -1. */
long long approve_remind(struct hub *hub, const struct act *by, struct arena *a, struct err *e) MUST_CHECK;

/* Requests that are late: reminded of at once (or their deputies told), with APPROVE_MORE_DAYS more; never answered by it.
 * `org` absent: all of the share's current version that are late.  ERR_CONFLICT where none is late. */
enum approve_late { LATE_REMIND, LATE_DEPUTY };
int approve_late(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str org, enum approve_late what,
    long long *told_r, struct err *e) MUST_CHECK;

/* Whose answers are late; the rest of what may be done then is share/change.h (without them) and share/own_origin.h. */
int approve_late_orgs(struct db *db, const struct act *by, struct arena *a, struct str number, struct str org, struct str **orgs_r,
    size_t *n_r, struct err *e) MUST_CHECK;

/* 社内確認中: the organisation looks until `until_ms`.  Said by its approver, deputy, contact or administrator, or entered by
 * the hub (org, with a reference).  No reminder before; never an answer. */
int approve_review(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str org, struct str reference,
    long long until_ms, struct err *e) MUST_CHECK;

/* A new secret for a person's one-time codes; earlier ones end.  *secret_r: raw bytes. */
int approve_enroll(struct hub *hub, const struct act *by, struct arena *a, struct str person, struct str *secret_r,
    struct err *e) MUST_CHECK;

/* A person's one-time code is used up, in the transaction of the deed (`db`): a code is good once.  ERR_DENIED where it is
 * wrong, used, or the person has none. */
int approver_use_code(struct hub *hub, struct db *db, struct arena *a, struct str person, struct str code, long long now_ms,
    struct err *e) MUST_CHECK;

/* First in a transaction that answers, takes back, attests or releases: these wait for each other, share by share. */
int approve_lock(struct db *db, struct str number, struct err *e) MUST_CHECK;

/* act.actor is an analyst or lead of the hub at that time, or ERR_DENIED. */
int approve_staff(struct db *db, struct arena *a, const struct act *by, struct err *e) MUST_CHECK;

/* Does the person hold one of the roles (space-separated) at that time? */
enum held { HELD_NO, HELD_YES };
int person_holds(struct db *db, struct arena *a, struct str person, const char *roles, long long at_ms,
    enum held *held_r, struct err *e) MUST_CHECK;

#endif

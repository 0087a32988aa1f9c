/* outbox_in.h - what the files of the outbox share: the one way a notice is read. */
#ifndef SHARE_OUTBOX_IN_H
#define SHARE_OUTBOX_IN_H

#include "post/letter.h"
#include "share/outbox.h"

struct notice {
	struct outbox_row row;
	struct str share_id, org_id, tlp, class;
	struct str to;                  /* the first address that takes notices and does not bounce; absent */
	struct str answer_ja, answer_en;        /* to who reported from outside; absent */
	long long due_ms;
};

/* Behind it stands WHERE or ORDER BY; rows are read by notice_of. */
#define NOTICE_ROWS \
	"SELECT n.id, n.kind, n.file, COALESCE(n.person_id, n.reporter_id), " \
	"COALESCE(s.number, i.number, w.number, k.number, n.about, u.number, h.receipt || '/' || CAST(c.number AS TEXT)), n.post, n.problem, n.address, " \
	"n.tries, n.made_ms, n.not_before_ms, n.sent_ms, n.next_ms, n.share_id, COALESCE(p.org_id, n.reporter_id), " \
	"COALESCE(s.tlp, i.tlp, 'AMBER'), COALESCE(s.class, 'normal'), CASE WHEN n.person_id IS NULL THEN NULLIF(o.contact, '') ELSE " \
	"(SELECT MIN(x.address) FROM person_address x WHERE x.person_id = n.person_id AND x.notify = 1 AND x.bouncing_ms IS NULL) END, " \
	"y.text_ja, y.text_en, CASE WHEN q.id IS NOT NULL THEN q.due_ms WHEN i.id IS NOT NULL THEN i.due_ms WHEN v.id IS NOT NULL THEN v.due_ms " \
	"WHEN n.kind = 'question' THEN u.due_ms " \
	"WHEN n.kind IN ('correction', 'retraction', 'ack') AND EXISTS (SELECT 1 FROM delivery d WHERE d.share_id = n.share_id " \
	"AND d.org_id = p.org_id AND d.ack_due_ms IS NOT NULL) THEN (SELECT MAX(d.ack_due_ms) FROM delivery d WHERE d.share_id = n.share_id " \
	"AND d.org_id = p.org_id) " \
	"WHEN s.class = 'urgent' AND n.kind IN ('share', 'correction') THEN n.not_before_ms + 86400000 END " \
	"FROM notice n LEFT JOIN person p ON p.id = n.person_id LEFT JOIN reporter o ON o.org_id = n.reporter_id " \
	"LEFT JOIN reporter_answer y ON y.id = n.request_id LEFT JOIN share s ON s.id = n.share_id " \
	"LEFT JOIN approval_request q ON q.id = n.request_id LEFT JOIN info_request i ON i.id = n.request_id " \
	"LEFT JOIN handover w ON w.id = n.request_id LEFT JOIN publication_request v ON v.id = n.request_id LEFT JOIN cases k ON k.id = v.case_id " \
	"LEFT JOIN question u ON u.id = n.request_id LEFT JOIN submission c ON c.id = n.request_id LEFT JOIN hand_in h ON h.id = c.hand_in_id "
struct notice notice_of(const struct db_rows *r, size_t i);
/* By id or file name; ERR_UNKNOWN. */
int notice_get(struct db *db, struct arena *a, struct str what, struct notice *n_r, struct err *e) MUST_CHECK;

/* Nothing of the content, of other recipients or of a source: the same words for everybody.  But who reported from outside
 * has no account to read an answer in: there the mail is the answer. */
struct str notice_mail(const struct hub *hub, struct arena *a, const struct notice *n, enum letter_form form);
/* What was sent to a person of the organisation counts for it. */
int notice_moves_on(struct hub *hub, const struct act *by, const struct notice *n, struct err *e) MUST_CHECK;

#endif

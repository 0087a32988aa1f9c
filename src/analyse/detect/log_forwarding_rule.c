/* log_forwarding_rule.c - a mailbox was set to pass mail on to the outside (B37).
 *
 * Rule: a record of an audit log that makes or changes an inbox rule, a transport rule or a mailbox, and names a target
 * outside the house; strong where it also deletes, hides or looks for words about money, else medium.
 * Housekeeping (thousands of Set-Mailbox rows without a forwarding parameter) is passed over.
 * Not found (known): rules made before the log begins. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; t->audit != NULL && i < t->audit->count && d->count < 1000; i++) {
		const struct audit_record *r = &t->audit->records[i];
		struct str target = r->failed ? STR("") : audit_target(d->arena, r), mailbox = r->mailbox.n > 0 ? r->mailbox : r->user;
		bool hides = audit_hides(r) || audit_words(r).n > 0;
		struct evidence e;

		if (target.n == 0 || !is_outside(d->arena, t, target))
			continue;
		e = evidence_record(d->arena, t, r, target);
		finding_words(detection_add(d, self, hides ? STRENGTH_STRONG : STRENGTH_MEDIUM, 0, e), r->operation, target,
		    mailbox.n > 0 ? mailbox : STR("@mailbox-unknown"), STR_NONE);
		detection_indicator(d, "email", arena_lower(d->arena, target), ROLE_MALICIOUS, 0, e.where);
	}
}

const struct detector detector_log_forwarding_rule = {
	.id = "log.forwarding-rule",
	.family = "log",
	.tricks = "B37",
	.attack = "T1114.003 T1564.008",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 2",
	.strong_alone = true,
	.run = run,
};

/* log_hiding_rule.c - a rule that hides mail from the owner of the mailbox without passing it on.
 *
 * Rule: an inbox rule that deletes, moves or marks as read, and looks for words about money or security, or moves to a folder
 * that nobody opens (RSS feeds, conversation history ...), or has a name of nothing but points and blanks; strong where two of
 * the three hold, else medium.  A rule that sorts a sender's mail into a folder of its own is no sign.
 * Not found (known): rules that hide by sender address only; those that pass mail on to a colleague's mailbox, too; rules made before the log begins. */
#include "analyse/detector.h"

static bool is_nameless(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (memchr(".,;:-_ '\"*\\/", name.p[i], 13) == NULL)
			return false;
	return name.n > 0;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; t->audit != NULL && i < t->audit->count && d->count < 1000; i++) {
		const struct audit_record *r = &t->audit->records[i];
		struct str words = audit_words(r), folder = audit_hidden_folder(r), name = audit_value(r, "Name");
		int signs;

		if (name.n == 0)
			name = audit_value(r, "RuleName");
		signs = (words.n > 0) + (folder.n > 0) + is_nameless(name);
		/* what passes it on to the outside is log.forwarding-rule's, and a colleague may take mail over */
		if (r->failed || !audit_is_rule(r) || !audit_hides(r) || signs == 0 || audit_target(d->arena, r).n > 0)
			continue;
		finding_words(detection_add(d, self, signs > 1 ? STRENGTH_STRONG : STRENGTH_MEDIUM, 0, evidence_record(d->arena, t, r,
		    words.n > 0 ? words : folder.n > 0 ? folder : r->operation)), r->operation,
		    words.n > 0 ? words : folder.n > 0 ? folder : name, r->mailbox.n > 0 ? r->mailbox : r->user, STR_NONE);
	}
}

const struct detector detector_log_hiding_rule = {
	.id = "log.hiding-rule",
	.family = "log",
	.tricks = "B37",
	.attack = "T1564.008",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 2",
	.strong_alone = true,
	.run = run,
};

/* log_forwarding_removed.c - forwarding that was taken away again: how long the outside read along.
 *
 * Rule: a Set-Mailbox that empties the forwarding address, or a rule that is removed or disabled, of a mailbox (or by a
 * user) for which the same log set forwarding to the outside before.  Context: it gives the time between.
 * Not found (known): forwarding set before the log begins. */
#include "analyse/detector.h"

static struct str whose(const struct audit_record *r)
{
	return r->mailbox.n > 0 ? r->mailbox : r->user;
}

static bool takes_away(const struct audit_record *r)
{
	bool mailbox = str_ieq(r->operation, STR("Set-Mailbox"));

	for (size_t i = 0; mailbox && i < r->parameter_count; i++) {
		struct str name = r->parameters[i].name, value = r->parameters[i].value;

		if ((str_ieq(name, STR("ForwardingSmtpAddress")) || str_ieq(name, STR("ForwardingAddress"))) &&
		    (str_trim(value).n == 0 || str_ieq(value, STR("$null"))))
			return true;
	}
	return str_ieq(r->operation, STR("Remove-InboxRule")) || str_ieq(r->operation, STR("Disable-InboxRule")) ||
	    str_ieq(r->operation, STR("Remove-TransportRule")) || str_istarts(audit_value(r, "RuleOperation"), STR("Remove"));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	const struct audit_log *log = t->audit;

	for (size_t i = 0; log != NULL && i < log->count && d->count < 1000; i++) {
		const struct audit_record *r = &log->records[i], *set = NULL;
		struct str target = STR("");

		if (r->failed || !takes_away(r))
			continue;
		for (size_t k = i, looked = 0; k-- > 0 && set == NULL && looked < 5000; looked++)
			if (!log->records[k].failed && str_eq(whose(&log->records[k]), whose(r))) {
				target = audit_target(d->arena, &log->records[k]);
				if (target.n > 0 && is_outside(d->arena, t, target))
					set = &log->records[k];
			}
		if (set == NULL || set->when_ms == TIME_NONE || r->when_ms == TIME_NONE)
			continue;
		finding_words(detection_add(d, self, STRENGTH_CONTEXT, 0, evidence_record(d->arena, t, r, r->operation)), target,
		    arena_printf(d->arena, "%lld", (r->when_ms - set->when_ms) / MS_HOUR), whose(r), STR_NONE);
	}
}

const struct detector detector_log_forwarding_removed = {
	.id = "log.forwarding-removed",
	.family = "log",
	.tricks = "B37",
	.attack = "T1114.003",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 2",
	.run = run,
};

/* log_oauth_consent.c - a user let an application read or send mail.
 *
 * Rule: a consent or grant in an audit log whose scope reaches mail (Mail.Read, Mail.Send, MailboxSettings.ReadWrite, IMAP,
 * SMTP, full_access_as_user ...): medium; weak where an administrator gave it for everybody, which is the ordinary way of
 * bringing in an application.  The access outlives a new password.
 * Not found (known): grants made before the log begins; whether the application is a good one is not in the log. */
#include "analyse/detector.h"

static bool is_grant(const struct audit_record *r)
{
	return str_istarts(r->operation, STR("Consent to application")) || str_istarts(r->operation, STR("Add OAuth2PermissionGrant")) ||
	    str_istarts(r->operation, STR("Add delegated permission grant")) || str_istarts(r->operation, STR("Add app role assignment grant"));
}

/* The scope in any of the values. */
static struct str scope_of(const struct audit_record *r)
{
	static const char *const scopes[] = { "Mail.ReadWrite", "Mail.Send", "Mail.Read", "MailboxSettings.ReadWrite", "full_access_as_user",
		"full_access_as_app", "EWS.AccessAsUser.All", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send" };

	for (size_t i = 0; i < r->parameter_count; i++)
		for (size_t k = 0; k < sizeof scopes / sizeof scopes[0]; k++)
			if (str_has(r->parameters[i].value, str_of(scopes[k])))
				return str_of(scopes[k]);
	return STR("");
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; t->audit != NULL && i < t->audit->count && d->count < 1000; i++) {
		const struct audit_record *r = &t->audit->records[i];
		struct str scope = r->failed || !is_grant(r) ? STR("") : scope_of(r);
		bool by_admin = str_ihas(audit_value(r, "ConsentContext.IsAdminConsent"), STR("true"));

		if (scope.n > 0)
			finding_words(detection_add(d, self, by_admin ? STRENGTH_WEAK : STRENGTH_MEDIUM, 0, evidence_record(d->arena, t, r, scope)),
			    r->user, scope, STR_NONE, STR_NONE);
	}
}

const struct detector detector_log_oauth_consent = {
	.id = "log.oauth-consent",
	.family = "log",
	.tricks = "B38",
	.attack = "T1528",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 2",
	.run = run,
};

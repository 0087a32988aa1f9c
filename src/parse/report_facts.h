/* report_facts.h - what machines report about mail: bounces (RFC 3464), abuse reports (RFC 5965), DMARC
 * aggregates (RFC 7489, appendix C; RFC 9990), receipts (RFC 8098), TLS reports (RFC 8460).  Recognised and shown as such; nothing is judged here.
 *
 * XML is read by a scan for its leaf elements: no entities are defined, nothing is fetched, nothing nests. */
#ifndef PARSE_REPORT_FACTS_H
#define PARSE_REPORT_FACTS_H

#include "parse/mail/mail.h"

enum { REPORT_LISTED = 200 };

struct report_recipient {
	struct str address, action, status, diagnostic;         /* "" where not said */
};

struct report_source {
	struct str ip, from, disposition, dkim, spf;
	long long count;
};

struct report_facts {
	const char *type;               /* delivery abuse dmarc bounce receipt tls */
	struct str reporter;            /* Reporting-MTA, org_name, the sender; "" */
	struct str domain, policy, id;  /* dmarc, tls; "" */
	struct str message_id, subject; /* of the mail that it is about; "" */
	long long begin_ms, end_ms;     /* dmarc, tls; TIME_NONE */
	long long mails, failed;        /* dmarc: counted, and those where neither DKIM nor SPF passed; tls: sessions */
	struct report_recipient *recipients;
	size_t recipient_count, recipient_room;
	struct report_source *sources;
	size_t source_count, source_room;
	bool cut;                       /* more than REPORT_LISTED of either */
};

/* A bounce, a receipt or an abuse report; NULL where the mail is none. */
const struct report_facts *report_of_mail(struct arena *a, const struct mail *m);
/* A DMARC aggregate's XML; NULL where it is none. */
const struct report_facts *report_of_xml(struct arena *a, struct str bytes);
/* A TLS report's JSON; NULL where it is none. */
const struct report_facts *report_of_json(struct arena *a, struct str bytes);

#endif

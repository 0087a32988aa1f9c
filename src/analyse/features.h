/* features.h - how a mail was made and how it travelled: what a forger of a sender gets wrong.
 *
 * Each feature may be absent (a copy from "sent items" has no Received); an absent feature never
 * counts as a difference. */
#ifndef ANALYSE_FEATURES_H
#define ANALYSE_FEATURES_H

#include "parse/mail/auth_results.h"
#include "parse/mail/mail.h"

/* What one border host said about the sender (RFC 8601). */
struct auth {
	struct str authserv;            /* absent: no trusted line */
	struct str spf, dkim, dmarc;    /* pass fail softfail none ...; absent */
	struct str dkim_domain;         /* header.d or of header.i; absent */
	bool forwarded;                 /* our border host believes the chain of those who passed it on (ARC, RFC 8617) */
	struct auth_results results;    /* all of that line */
	const struct header *header;
};

/* What the uppermost attestation says against the house in From, whoever wrote it: a pass is believed of trusted hosts alone,
 * but nobody forges a fail about himself. */
enum denial {
	DENIAL_NONE,                    /* nothing, or the mail went through a list or was passed on */
	DENIAL_UNANSWERED,              /* nobody answers for From: no signature, and an envelope of another house */
	DENIAL_FAIL,                    /* DMARC fails, or SPF does and nothing is signed */
};

struct features {
	struct str route_host;          /* registrable domain of the host that crossed the border; absent */
	struct str route_ip;            /* its address as written; absent */
	const struct header *route;     /* the Received line; NULL */
	struct str origin_ip;           /* whence the mail was handed to the sender's own host, as that tells; absent */
	const struct header *origin;    /* X-Originating-IP or the like; NULL */
	bool has_zone;
	int zone;                       /* minutes east, of Date */
	struct str mailer;              /* product name without version; absent */
	const struct header *mailer_header;
	struct str id_host;             /* registrable domain of the Message-ID; absent */
	struct str charset;             /* of the text shown; absent */
	struct auth auth;
	enum denial denial;
	const struct header *denied_by; /* Authentication-Results, or Received-SPF; NULL */
	bool is_list;                   /* went through a mailing list */
	bool is_bulk;                   /* says itself that it went to many */
	long long received_ms;          /* topmost Received; TIME_NONE */
};

struct context;

/* Our own border host says that the house in From did not send it, and nobody whom it believes passed it on. */
bool features_disowned(const struct features *f);

void features_read(struct arena *a, const struct mail *m, const struct context *c, struct features *f);

/* Registrable domain ("a-company.co.jp" of "mx1.a-company.co.jp"), lower-case; the whole where
 * there is none; absent for an address literal. */
struct str registrable(struct arena *a, struct str host);
/* The label before the public suffix, and the suffix: "a-company" + "co.jp". */
void domain_split(struct str registrable_domain, struct str *label_r, struct str *suffix_r);

#endif

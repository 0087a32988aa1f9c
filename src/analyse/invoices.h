/* invoices.h - the documents of a thread beside earlier ones of the same counterparty. */
#ifndef ANALYSE_INVOICES_H
#define ANALYSE_INVOICES_H

#include "analyse/accounts.h"
#include "parse/amount.h"

struct invoice {
	int message;                    /* -1: in the archive of sent mail */
	int part;
	const struct paper *paper;
	struct str side;                /* registrable domain of whoever the mail claims to come from */
	struct str who;                 /* of the sender as written, lower-case */
	struct amount total;
	const uint64_t *lines;          /* sorted hashes of its lines without blanks */
	size_t line_count;
};

struct invoices {
	const struct invoice *list;
	size_t count;
};

/* Every document with text; the archive's first. */
struct invoices invoices_collect(struct arena *a, const struct thread *t);
/* The last earlier document of the same counterparty that is written alike (at least half of the lines of the
 * shorter one are in both), or NULL. */
const struct invoice *invoices_earlier(const struct invoices *list, size_t i);

/* What differs from the earlier one. */
struct invoice_change {
	size_t same;                    /* lines that are in both */
	size_t account;                 /* lines of the account for payment that are new */
	size_t other;                   /* other new lines */
};
struct invoice_change invoices_compare(struct arena *a, const struct invoice *now, const struct invoice *before);

/* Evidence: a place in the text of the document, or (found alone) the document itself. */
struct evidence invoices_evidence(struct arena *a, const struct thread *t, const struct invoice *x, size_t at, struct str found);
struct evidence invoices_about(struct arena *a, const struct thread *t, int message, int part, const struct paper *p, struct str found);
/* "message 2, attachment:1.2" */
struct str invoices_source(struct arena *a, const struct thread *t, const struct invoice *x);

#endif

/* account.h - bank accounts as mails and invoices write them: labelled lines, IBAN, Japanese accounts.
 *
 * IBAN by ISO 13616 (check digits mod 97), BIC by ISO 9362 (8 or 11 characters).  Numbers without a label
 * are not taken: an order number is no account. */
#ifndef PARSE_ACCOUNT_H
#define PARSE_ACCOUNT_H

#include "base/arena.h"

struct account {
	struct str number;              /* as compared: digits and letters only, upper-case; never absent */
	struct str shown;               /* as written */
	struct str bank, beneficiary, bic;      /* "" where not given near by */
	bool is_iban, check_good;       /* of an IBAN: the check digits fit */
	size_t from, to;                /* of `shown` in the text */
};

/* Accounts in order of the text; at most 50. */
size_t account_find(struct arena *a, struct str text, struct account **list_r);

#endif

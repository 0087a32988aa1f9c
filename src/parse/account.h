/* account.h - bank accounts as mails and invoices write them: labelled lines and table cells, IBAN, ABA, Japanese accounts.
 *
 * IBAN by ISO 13616 (length of the country, check digits mod 97), BIC by ISO 9362 (8 or 11 characters), routing
 * numbers of the ABA (weights 3 7 1 mod 10), Japanese transfers by bank, branch, kind and seven digits, yucho by
 * kigo and bango.  Numbers without a label are not taken (an order number is no account), but for an IBAN whose
 * check digits fit.  One pass over the lines; lines above 600 bytes are not looked at. */
#ifndef PARSE_ACCOUNT_H
#define PARSE_ACCOUNT_H

#include "base/arena.h"

enum account_kind { ACCOUNT_OTHER, ACCOUNT_IBAN, ACCOUNT_ABA, ACCOUNT_JAPAN, ACCOUNT_YUCHO };

struct account {
	enum account_kind kind;
	struct str number;              /* as compared: digits and letters only, upper-case; never absent */
	struct str shown;               /* as written */
	/* "" where not given near by; routing: of the ABA; place: what is said of the bank's country or address */
	struct str bank, branch, beneficiary, bic, routing, place;
	bool is_iban, check_good;       /* of an IBAN: length and check digits fit; of an ABA number: its check digit */
	size_t from, to;                /* of `shown` in the text; there each digit may have a cell of its own */
};

/* Accounts in order of the text; at most 50. */
size_t account_find(struct arena *a, struct str text, struct account **list_r);
/* The same account, perhaps written once as IBAN and once by its number alone? */
bool account_same(const struct account *x, const struct account *y);
/* The country of the account by IBAN, BIC, routing number or kind: two letters, "" where nothing says. */
struct str account_country(const struct account *x);
/* iban aba japan yucho other */
const char *account_kind_word(enum account_kind kind);

/* ---- for account*.c ---- */
bool iban_shape(struct str s);
/* Length of its country and check digits. */
bool iban_good(struct str s);
bool bic_shape(struct str s);
bool aba_good(struct str s);

#endif

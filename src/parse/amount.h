/* amount.h - what an invoice says has to be paid, and until when. */
#ifndef PARSE_AMOUNT_H
#define PARSE_AMOUNT_H

#include "base/arena.h"

struct amount {
	struct str currency;            /* ISO 4217; "" where none is written */
	long long hundredths;           /* 10,000.00 -> 1000000; -1: none */
	struct str shown;
	size_t from, to;                /* of `shown` in the text */
};

/* The last line labelled as total ("Total", "Amount due", 合計, ご請求額): a sub-total stands above it. */
struct amount amount_total(struct str text);

struct due {
	struct str shown;               /* "2019-08-31", 「2019年8月31日」; "" */
	size_t from;
};
/* Behind "due date", "payment due", 支払期限, お支払期日. */
struct due amount_due(struct str text);

#endif

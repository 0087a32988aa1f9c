/* statistics.h - what the page of numbers and the lists behind them have in common. */
#ifndef WEB_STATISTICS_H
#define WEB_STATISTICS_H

#include "report/counted.h"
#include "web/web.h"

/* In which SIGs an organisation was when it handed something in. */
struct groups {
	struct db_rows memberships, sigs;
};
int groups_read(struct web_call *c, struct groups *g_r, struct err *e) MUST_CHECK;
/* The k-th of them; absent behind the last. */
struct str groups_of(const struct groups *g, struct str org_id, long long at_ms, size_t k);
struct str groups_name(const struct web_call *c, const struct groups *g, struct str sig_id);

/* The list behind a number; `more` (or NULL): one more field of the address. */
struct str records_href(const struct web_call *c, const char *item, const struct period *p, const char *more, struct str value);

/* The figures whose rows are shares sent out, questions and so on. */
enum standing_item { ITEM_DELIVERIES, ITEM_OPENED, ITEM_ACKED, ITEM_ANSWERED, ITEM_SEARCHED, ITEM_USEFUL, ITEM_QUESTIONS, ITEM_QUESTIONS_ANSWERED,
	ITEM_LATE, ITEM_CONSULTATIONS, ITEM_CONSULTATIONS_ANSWERED, ITEM_RECIPIENTS, ITEM_SEARCHERS, STANDING_ITEMS };
extern const char *const standing_names[];

#endif

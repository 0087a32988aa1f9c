/* advice.h - the library of advice (data/advice.txt): short sentences in both languages, by topic. */
#ifndef REPORT_ADVICE_H
#define REPORT_ADVICE_H

#include "report/doc.h"
#include "report/records.h"

struct advice {
	const char *id, *topics;        /* topics: words with a blank around each */
	const char *ja, *en;
};

extern const struct advice advice_table[];
extern const size_t advice_count;

const struct advice *advice_find(struct str id);
/* A list of advice: what the editor chose in `slot` (ids, comma separated), else every piece of
 * `topic`. */
void advice_add(struct doc *d, struct records *r, const char *slot, const char *topic);

#endif

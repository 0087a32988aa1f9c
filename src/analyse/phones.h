/* phones.h - telephone and fax numbers that a mail's author gives as his own: labelled ("Tel.", "Fax", 「電話」). */
#ifndef ANALYSE_PHONES_H
#define ANALYSE_PHONES_H

#include "analyse/detector.h"

enum { PHONES_MOST = 12 };

struct phone {
	struct str shown;               /* as written */
	struct str digits;              /* "+44..." and "(0)" aside: only digits, without a leading 0 or country's + */
	size_t from, to;                /* in mail.text */
};

/* Of the newest text and the signature, not of quotes; in order of the text. */
size_t phones_find(struct arena *a, const struct mail *m, struct phone list[PHONES_MOST]);
/* Equal, or the one is the other with its country's number in front. */
bool phone_same(const struct phone *x, const struct phone *y);

#endif

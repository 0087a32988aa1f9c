/* says.h - the one sentence of a mail that a list of mails shows. */
#ifndef ANALYSE_SAYS_H
#define ANALYSE_SAYS_H

#include "analyse/detector.h"

/* The sentence with the promise, else with the first delivery, else the first that is no greeting; on one
 * line, cut to some hundred bytes.  "" where there is none. */
struct str message_says(struct arena *a, const struct message *m);

#endif

/* inbox_ask.h - what the hub asks an organisation, and what it answered: lines of noroshi inbox list. */
#ifndef CLI_INBOX_ASK_H
#define CLI_INBOX_ASK_H

#include "cli/desk.h"

/* Questions that wait for the organisation and answers that nobody of it has opened yet; how many are added to *n. */
int inbox_ask_list(struct desk *d, struct str org_id, size_t *n, struct err *e) MUST_CHECK;

#endif

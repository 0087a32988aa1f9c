/* postbox.h - a mail server of the test's own on loopback: what leaves by SMTP is kept as it came over the wire. */
#ifndef TESTS_POSTBOX_H
#define TESTS_POSTBOX_H

#include "store/hub.h"

/* From now on the hub's notices go there, and each stands in the hub's outbox/ under its own name (UUID.eml): the envelope's
 * lines, then the bytes of the mail.  One hub at a time. */
void postbox_for(struct hub *hub);

#endif

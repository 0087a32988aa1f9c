/* own_hunt.h - a member's side of a hunt: what is shown of it on the page of a share. */
#ifndef WEB_OWN_HUNT_H
#define WEB_OWN_HUNT_H

#include "feedback/delivery.h"
#include "web/page_hunt.h"
#include "web/web.h"

int own_hunt_show(struct web_call *c, const struct delivery *d, const struct own_hunt **shown_r, struct err *e) MUST_CHECK;

#endif

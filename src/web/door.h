/* door.h - the sign-in page, for whoever was not let in by another way. */
#ifndef WEB_DOOR_H
#define WEB_DOOR_H

#include "access/access.h"
#include "web/web.h"

/* With what is wrong above it, and where one wanted to go. */
int door_show(struct web_call *c, struct str who, struct str problem, struct str next);
/* Who was not let in: the status (429 where one waits), and the sentence. */
struct str door_refused(struct web_call *c, enum sign_in result, long long wait_s, int status);
/* Where one wanted to go before signing in: a path of ours, or the start. */
struct str door_next(struct str next);
/* How the provider is called; "" where none is set. */
struct str door_provider(const struct web_call *c);

#endif

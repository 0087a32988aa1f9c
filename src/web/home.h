/* home.h - the first page: another one for members. */
#ifndef WEB_HOME_H
#define WEB_HOME_H

#include "web/web.h"

int home_of_member(struct web_call *c, struct err *e) MUST_CHECK;

#endif

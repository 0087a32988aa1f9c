/* config_mail.h - whether the settings of mail out and in fit together, and whether the servers that they name want us. */
#ifndef CLI_CONFIG_MAIL_H
#define CLI_CONFIG_MAIL_H

#include "conf/conf.h"

/* What is written wrong: -1 with which setting and what belongs there. */
int config_mail_check(const struct conf *c, struct err *e) MUST_CHECK;
/* Signs in at each server and leaves, with a line on standard output for each and for what is not set; the hub stays closed.
 * -1: one of them does not want us. */
int config_mail_try(struct arena *a, const struct conf *c, const char *dir, struct err *e) MUST_CHECK;

#endif

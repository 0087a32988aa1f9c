/* log.h - one line per event on standard error: stable event names and ids, never mail text
 * or a person's name (share.sent share=... orgs=7). */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level least);
/* `event` is a dotted literal; fmt prints " key=value" pairs of ids and numbers. */
void log_event(enum log_level level, const char *event, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif

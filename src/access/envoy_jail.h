/* envoy_jail.h - what the process that speaks to the OpenID provider gives up before it does.
 *
 * It reads what strangers send, in libraries that open connections and look up names, so it cannot be shut as tightly as a reader
 * of mails (worker/jail.h): it keeps connections over TCP and UDP, threads, and for reading the files that names and certificates need.  It has
 * neither root nor capabilities, no other file, no program, no process, no local socket; memory and processor time end somewhere.  A call that
 * is not in envoy_calls.def is answered as if the kernel did not know it: which modules look up names is the machine's
 * business, and one that wants more is passed over. */
#ifndef ACCESS_ENVOY_JAIL_H
#define ACCESS_ENVOY_JAIL_H

#include "base/err.h"

/* Before the first thread.  0: closed; 1: but for files, as the kernel has no Landlock: all that its user may read are open, and the
 * log has said so; -1: anything else is missing. */
int envoy_jail(struct err *e) MUST_CHECK;
/* Another number where one of the files that it keeps has been replaced: who is in the jail does not see the new one.  `more`: a file too, or NULL. */
unsigned long long envoy_files(const char *more);

#endif

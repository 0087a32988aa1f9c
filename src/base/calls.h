/* calls.h - the words of a table of system calls (*.def), for the function that adds them to the filter `ctx`.
 *
 * Included where add_calls stands; a rule that cannot be added ends it with -1. */
#ifndef BASE_CALLS_H
#define BASE_CALLS_H

#include <seccomp.h>

#define CALL(name, reason) \
	if (seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(name), 0) < 0) \
		return -1;
#define CALL_IF(name, reason, ...) \
	if (seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, SCMP_SYS(name), \
	        sizeof (struct scmp_arg_cmp[]){ __VA_ARGS__ } / sizeof(struct scmp_arg_cmp), \
	        (struct scmp_arg_cmp[]){ __VA_ARGS__ }) < 0) \
		return -1;

#endif

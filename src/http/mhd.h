/* mhd.h - libmicrohttpd, opened by noroshi serve and by nobody else: it brings a TLS library along, and the jailed
 * readers, which are forked from this program, must not have it in them. */
#ifndef HTTP_MHD_H
#define HTTP_MHD_H

#include <microhttpd.h>

#include "base/err.h"

#define MHD_CALLS(CALL) \
	CALL(MHD_start_daemon) CALL(MHD_stop_daemon) CALL(MHD_quiesce_daemon) CALL(MHD_run) CALL(MHD_get_timeout) \
	CALL(MHD_get_daemon_info) CALL(MHD_get_connection_info) CALL(MHD_get_connection_values) \
	CALL(MHD_lookup_connection_value) CALL(MHD_create_response_from_buffer) CALL(MHD_add_response_header) \
	CALL(MHD_queue_response) CALL(MHD_destroy_response) CALL(MHD_create_response_from_callback) CALL(MHD_suspend_connection) \
	CALL(MHD_resume_connection)

struct mhd_table {
#define CALL(name) __typeof__(&name) name;
	MHD_CALLS(CALL)
#undef CALL
};

/* The table, the same every time; NULL with *e where the library is not there. */
const struct mhd_table *mhd_load(struct err *e);

#endif

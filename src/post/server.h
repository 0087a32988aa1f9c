/* server.h - a mail server of the settings: where, how encrypted, who signs in.
 *
 * A password never goes where somebody could listen: with encryption off, or opportunistic (which an attacker on the
 * way can turn off), signing in is refused unless the server is this machine's own. */
#ifndef POST_SERVER_H
#define POST_SERVER_H

#include "post/curl.h"
#include "store/hub.h"

enum server_tls { SERVER_TLS_REQUIRED, SERVER_TLS_OPPORTUNISTIC, SERVER_TLS_OFF };

struct server {
	const char *url;                /* smtp://host:port */
	bool is_tls_from_start;         /* smtps, imaps */
	enum server_tls tls;
	const char *user, *password;    /* NULL: no signing in */
	const char *ca_file;            /* NULL: the system's */
	long seconds;
};

/* As they stand in noroshi.conf; `name` ("smtp") is for the sentences. */
struct server_settings {
	const char *name;
	struct str url, tls, user, password_file, ca_file;
	long long seconds;
};

/* Checks the settings and reads the password; files are seen from the hub's directory. */
int server_read(const struct hub *hub, struct arena *a, const struct server_settings *s, struct server *server_r, struct err *e)
    MUST_CHECK;
/* The first line of a file that only its owner may read. */
int server_password(const struct hub *hub, struct arena *a, struct str file, const char **password_r, struct err *e) MUST_CHECK;
/* Of scheme://host:port/...; an IPv6 address without its brackets. */
struct str server_host(struct str url);
/* A handle for it, with limits of time and protocols set; the caller cleans it up. */
CURL *server_handle(const struct curl_table *curl, const struct server *s);

#endif

/* http.h - requests in, answers out: the door that libmicrohttpd opens, and nothing of the product.
 *
 * One process, one thread, one loop (RFC 9110, 9112); several processes may share a listening socket.  A
 * request lives in an arena of its own and is complete when its handler is called: small fields in memory,
 * files and other bodies in a spool that is encrypted under a key of this process only.  What is too long,
 * too many or malformed is answered here and never reaches a handler. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/content.h"

enum { HTTP_FIELDS_MOST = 400, HTTP_FIELD_BYTES = 1 << 20, HTTP_HEADERS_MOST = 16 };

struct http_field {
	struct str name, value;         /* of forms and addresses: UTF-8 without NUL; of headers: as they came */
};

struct http_file {
	struct str field, name, media_type;     /* name: as the client gave it, its last part only */
	struct content bytes;           /* lives as long as the request */
};

struct http_request {
	struct arena *arena;
	struct str method, path;        /* GET POST ...; the path decoded, without the query */
	struct str remote;              /* the client's address; behind a declared proxy: what that says */
	struct str media_type;          /* of the body, lower case, without parameters; "" */
	bool is_tls;                    /* here, or at the declared proxy */
	struct str certificate;         /* SHA-256 of the client's verified certificate, hex; absent: it came without one */
	struct str certificate_names;   /* the DNS names in it, lower case, comma separated */
	long long now_ms;
	struct http_field *query, *form, *headers;
	size_t query_count, form_count, header_count;
	struct http_file *files;
	size_t file_count;
	struct content body;            /* of other media types than forms */
	unsigned long long errand;      /* what was asked elsewhere for it while it slept; 0: it is answered for the first time */
};

/* The first field of that name, absent where there is none; header names without case. */
struct str http_query(const struct http_request *q, const char *name);
struct str http_form(const struct http_request *q, const char *name);
struct str http_header(const struct http_request *q, const char *name);
/* Cookies of RFC 6265; absent where the cookie is missing or sent twice with different values. */
struct str http_cookie(const struct http_request *q, const char *name);
/* Does the path have the shape of `pattern`?  {x} stands for one piece that is not empty; parts_r are those pieces, the rest absent. */
bool http_path_fits(struct str path, const char *pattern, struct str *parts_r, size_t most);
/* The whole body in memory, at most `most` bytes; ERR_LIMIT. */
int http_body(const struct http_request *q, size_t most, struct str *body_r, struct err *e) MUST_CHECK;

struct http_answer {
	int status;
	struct buf body;                /* in the request's arena */
	struct http_field headers[HTTP_HEADERS_MOST];
	size_t header_count;
	bool waits;                     /* goes out only when the door's `settle` has kept what it depends on */
	/* Not 0: this is no answer yet, something was asked elsewhere (the request's `errand`).  The request sleeps until the door says that it is
	 * back, which it is by then, and is answered anew; others are answered meanwhile. */
	long long sleeps_until_ms;
	void *stream;                   /* not NULL: the answer goes on, and `feed` is called with it (memory of the request) */
	/* Behind `body`, while the client takes it: appends the next part to *out, which is empty.  1: there is more, 0: that was all, -1: the
	 * connection is cut, so that nobody takes a part for the whole.  NULL: `body` is all.  Lives as long as the request. */
	int (*more)(void *ctx, struct buf *out);
	void *more_ctx;
};
/* A value with a control character in it is a bug (an assert): nothing of a client goes in unchecked. */
void http_answer_header(struct http_answer *r, const char *name, struct str value);

/* For arenas of a request's own: ends the request whose turn it is, not the server. */
_Noreturn void http_no_room(void);

struct http_door {
	/* How many bytes of body this path takes; known before the first of them is read.  -1: no body. */
	long long (*body_most)(void *ctx, struct str method, struct str path);
	/* Fills *r; runs to its end before the next request of this process is looked at, and is not to wait for anybody. */
	void (*answer)(void *ctx, struct http_request *q, struct http_answer *r);
	/* An answer that is given before any handler: too long, malformed.  `why` is a sentence. */
	void (*refuse)(void *ctx, struct http_request *q, int status, const char *why, struct http_answer *r);
	/* Called behind the requests of one round of the loop where answers of them wait: makes durable, once for all, what these depend on.
	 * False: it could not, and each of them is refused with 503. */
	bool (*settle)(void *ctx);
	/* A handler was left in the middle (too little memory): what it held open is to be closed. */
	void (*broken)(void *ctx);
	/* What is new for an answer that goes on, asked for every few seconds; false: it ends. */
	bool (*feed)(void *ctx, const struct http_request *q, void *stream, struct buf *out);
	/* Is it back?  Allocates nothing.  `ear`: a descriptor that is readable where some are; -1: none. */
	bool (*is_back)(void *ctx, unsigned long long errand, long long now_ms);
	int (*ear)(void *ctx);
	void *ctx;
	const char *spool_dir;          /* where bodies wait, encrypted, in files without a name */
	unsigned connections_most, connections_per_address;     /* per process; 0: no limit */
	unsigned header_seconds;        /* a connection that brings no whole head of a request for so long is closed */
	unsigned body_seconds;          /* so is one whose body, or whose taking of the answer, needs longer than that and 1 s per 64 KiB */
	unsigned stop_seconds;          /* what has begun may take so long when the server is to stop */
	const struct http_tls *tls;     /* NULL: plain */
	const struct http_proxies *proxies;     /* NULL: none is declared */
};

/* ---- TLS ---- */

struct http_tls {
	struct str certificate, key;    /* PEM: the chain, the server's own first */
	struct str client_ca;           /* PEM: who signs machines' certificates; absent: none is asked for */
};

/* Reads the files and says what is wrong with them: not there, not PEM, a key of another certificate, a key that others may
 * read, a certificate that has ended.  client_ca NULL: machines show none. */
int http_tls_load(struct arena *a, const char *certificate, const char *key, const char *client_ca, long long now_ms,
    struct http_tls *tls_r, struct err *e) MUST_CHECK;

/* ---- a declared proxy ---- */

/* Whose X-Forwarded-For and X-Forwarded-Proto are believed.  Where proxies are declared, others are refused. */
struct http_proxies;
/* Addresses and networks (RFC 4632 notation), comma separated; `header` carries the client's address. */
int http_proxies_read(struct arena *a, struct str list, struct str header, const struct http_proxies **proxies_r, struct err *e) MUST_CHECK;

/* ---- serving ---- */

/* A socket that listens on "127.0.0.1:8470", "[::1]:8470" or "unix:/path"; -1 with the reason. */
int http_listen(struct str where, struct err *e) MUST_CHECK;
/* Is the place this machine's own? */
bool http_is_loopback(struct str where);
/* Serves until *stop is set, then takes nothing new and finishes what has begun (at most stop_seconds). */
int http_serve(int listen_fd, const struct http_door *door, const volatile int *stop, struct err *e) MUST_CHECK;

#endif

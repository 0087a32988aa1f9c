/* receive.h - a request in the making: what http/serve.c gathers from the library's callbacks. */
#ifndef HTTP_RECEIVE_H
#define HTTP_RECEIVE_H

#include <sys/socket.h>

#include "http/form.h"
#include "http/http.h"
#include "http/lines.h"
#include "store/spool.h"

struct incoming {
	struct http_request q;
	const struct http_door *door;
	struct str uri;                 /* as it came: path and query, encoded */
	struct form *form;              /* its reader; NULL: the body is none */
	struct line *line;              /* the connection it came on */
	struct stream *stream;          /* the answer goes on */
	struct held *held;              /* the answer is made and waits (serve.c) */
	struct sleeper *sleeper;        /* it is not, and something was asked for it */
	bool begun;
	long long most;                 /* bytes that this path takes; -1: none */
	size_t received, let_go;
	int refused;                    /* status; 0: not */
	const char *why;
	bool cut;                       /* and the connection ends */
	size_t query_room, form_room, file_room, header_room;
	size_t field_bytes;             /* of all small fields together */
	struct buf value;               /* the field that is coming in */
	struct str value_name;
	bool in_value;
	struct spool *spool;            /* the file or body that is coming in; one for the whole request */
	size_t file_from;               /* where the file begins in the spool */
};

void receive_header(struct incoming *c, struct str name, struct str value);
void receive_begin(struct incoming *c, struct str method, struct str version, const struct sockaddr *from, struct str length, bool chunked);
void receive_refuse(struct incoming *c, int status, const char *why);
/* n more bytes of body. */
void receive_count(struct incoming *c, size_t n);
/* By when the body is to be there, or the answer of n bytes taken. */
long long receive_until(const struct http_door *door, long long from_ms, size_t n);
void receive_body(struct incoming *c, struct str bytes);
void receive_end(struct incoming *c);

/* Packs the answer where the client takes it and nothing is told by its length (gzip.c). */
void answer_pack(const struct http_request *q, struct http_answer *r);

/* Takes the client's address and scheme from a declared proxy; false: this is none.  local: it came by a socket in the file system. */
bool proxy_believe(const struct http_proxies *p, struct http_request *q, bool local);

#endif

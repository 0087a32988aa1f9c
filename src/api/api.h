/* api.h - /api/v1: everything that a page does, for machines.
 *
 * Every address stands in routes.def with its policy, the scopes a key needs one of, and the shapes of what it takes and gives; the
 * OpenAPI document is made of the same table.  Who asks is told by a key in the header Authorization and by nothing else: no cookie,
 * nothing in an address.  A deed is the library's own; what the viewer may not see answers exactly as what does not exist.
 * Errors are application/problem+json (RFC 9457). */
#ifndef API_API_H
#define API_API_H

#include "access/key.h"
#include "access/who.h"
#include "api/shape.h"
#include "base/tr.h"
#include "http/http.h"

enum { API_PARTS = 3, API_PAGE = 50, API_PAGE_MOST = 500, API_JSON_MOST = 1 << 20 };

struct api {
	struct hub *hub;                /* of this process */
	struct http_door pages;         /* who answers what does not begin with /api/ */
};

struct api_call;
typedef int api_run(struct api_call *c, struct err *e);

enum api_gives {
	GIVES_ONE,                      /* one object */
	GIVES_LIST,                     /* a page of them, or all as lines (application/x-ndjson) */
	GIVES_DONE,                     /* a deed: 200 and one object */
	GIVES_MADE,                     /* a deed that made something: 201, its address in Location */
	GIVES_BYTES,                    /* a file as it is */
	GIVES_DOCUMENT,                 /* JSON that has a description of its own */
};

struct api_route {
	const char *method, *path, *name;
	enum who who;
	unsigned scopes;                /* the key has one of them; 0: any key */
	const struct api_shape *query, *body, *answer;
	enum api_gives gives;
	const char *what;               /* one English sentence */
	api_run *run;
};
extern const struct api_route api_routes[];
extern const size_t api_route_count;

struct api_call {
	struct api *api;
	struct hub *hub;
	struct http_request *q;
	struct http_answer *r;
	struct arena *a;
	const struct api_route *route;
	struct key_holder key;
	struct viewer who;              /* of the key's owner */
	enum lang lang;
	struct act by;                  /* actor: the owner; os_user: the key */
	struct rng rng;
	struct str part[API_PARTS];     /* what stands for {x} in the path */
	void *query, *body;             /* structs of the route's shapes */
	struct str after;               /* where a list goes on, as its page said it; "" */
	long long limit;                /* how many a page of a list holds */
	void *kept;                     /* of a list that is read once for all its pages; in `a` */
	bool seen;                      /* the viewer may see what this is about: a refusal is told with its reason */
};

/* In front of a door that answers pages: takes what begins with /api/, leaves the rest to it. */
void api_door(struct api *api, struct http_door *door);
/* The OpenAPI 3.1 document of all routes. */
void api_openapi(struct buf *out);

/* ---- for handlers ---- */

/* The object of the route's shape; GIVES_DONE and GIVES_MADE too. */
int api_give(struct api_call *c, const void *object);
/* The same of something new, which stands under `location`, a path behind /api/v1. */
int api_made(struct api_call *c, struct str location, const void *object);
/* Before and behind a deed that takes a one-time code: who guesses by one key waits.  true: that is answered already. */
int api_code_waits(struct api_call *c, bool *waits_r, struct err *e);
/* Counts the wrong code of a deed that was refused; -1 with that refusal in *e. */
int api_code_refused(struct api_call *c, struct err *e);
int api_bytes(struct api_call *c, const char *type, struct str bytes);

/* A page of a list: items in an array of the route's shape, and where the next one goes on (any text; absent: that was all). */
struct api_page {
	struct arena *a;                /* where it is made: ends with the page */
	struct str after;               /* "" at the beginning */
	long long limit;
	const void *items;
	size_t n;
	struct str next;
};
typedef int api_page_of(struct api_call *c, struct api_page *page, struct err *e);
/* One page as JSON with a Link to the next, or, where the client asks for lines, page after page as it takes them. */
int api_list(struct api_call *c, api_page_of *page_of, struct err *e) MUST_CHECK;
/* A page out of items that begin behind page->after, read with one more than it holds: whether there is a next one.  The key is what the
 * handler finds in page->after then. */
typedef struct str api_key_of(struct arena *a, const void *item);
void api_cut_more(struct api_page *page, const void *items, size_t n, size_t size, api_key_of *key_of);
/* Such a key: a time and a name; and back, both as they are where the list begins. */
struct str api_place(struct arena *a, long long ms, struct str name);
int api_after_place(const struct api_page *page, long long *ms_r, struct str *name_r, struct err *e) MUST_CHECK;
/* A page out of a list that is held whole and only grows at its end: from the place behind page->after, a number. */
void api_cut(struct api_page *page, const void *items, size_t n, size_t size);
/* The same of a list in which anything may come and go: behind the key page->after.  A key is one item's alone, and sorts, byte by byte, as
 * the list does. */
void api_cut_behind(struct api_page *page, const void *items, size_t n, size_t size, api_key_of *key_of);
/* Such a key: by time, the newest first, then by name. */
struct str api_key_down(struct arena *a, long long ms, struct str name);
/* API keys of a person, or of an organisation's people; the other is absent. */
int api_page_of_keys(struct api_call *c, struct api_page *p, struct str person, struct str org, struct err *e) MUST_CHECK;
/* The n-th word of where a list goes on; absent. */
struct str api_after(const struct api_page *page, size_t n);
/* The same as a number; ERR_INPUT. */
int api_after_number(const struct api_page *page, size_t n, long long *value_r, struct err *e) MUST_CHECK;

/* ERR_UNKNOWN in the one sentence of everything that is not there for this viewer. */
int api_nothing(struct err *e);
/* ?from= and ?to=, days, both inclusive. */
struct period_query { struct str from, to; };
/* A deed's answer: its name and what it was done to. */
struct api_done { struct str done, object; };
int api_done(struct api_call *c, const char *deed, struct str object);

/* ---- inside this room ---- */

void api_problem(struct api_call *c, int status, const char *type, struct str detail, struct str reference);
/* What a handler could not do. */
void api_failed(struct api_call *c, const struct err *e);
/* The route's deed behind If-Match and Idempotency-Key (deed.c). */
int api_deed(struct api_call *c, struct err *e) MUST_CHECK;
/* A strong validator of an answer (RFC 9110 8.8.3), with its quotation marks. */
struct str api_etag(struct arena *a, struct str body);
/* Does a header's list of validators hold this one? */
bool api_etag_in(struct str list, struct str etag);
/* Which of the route's media types the client takes: "application/json" ...; NULL: none. */
const char *api_accepted(const struct api_call *c);
void api_security_headers(struct api_call *c);
/* Another call for the same viewer, to a route that only looks. */
const struct api_route *api_find(struct str method, struct str path, struct str parts[API_PARTS], bool *other_r);
/* Its body is a form with files, or one file as it is. */
bool api_takes_file(const struct api_route *route);

extern const struct api_shape api_shape_problem;
#define ROUTE(method, path, name, who, scopes, query, body, gives, shape, what) \
	extern const struct api_shape api_shape_##query, api_shape_##body, api_shape_##shape; \
	int api_##name(struct api_call *c, struct err *e) MUST_CHECK;
#include "api/routes.def"
#undef ROUTE

#endif

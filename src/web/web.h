/* web.h - the pages: a route, who may come there, a handler that fills a struct, a template that shows it.
 *
 * Every route stands in routes.def with its policy; one without does not compile.  GET and HEAD change nothing.
 * What a viewer may not see answers exactly as what does not exist.  Everything works without scripts. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "access/who.h"
#include "base/tr.h"
#include "http/http.h"
#include "store/hub.h"
#include "web/page.h"

enum { WEB_PARTS = 3 };

struct web {
	struct hub *hub;                /* of this process */
	const char *dir;
	struct live *live;              /* web/live.h; NULL at first */
	struct envoy *envoy;            /* access/envoy.h; NULL at first */
	struct seen *seen;              /* web/seen.h; NULL at first */
	struct chain *chain;            /* web/chain.h; NULL at first */
	struct kept *kept;              /* web/kept.h; NULL at first */
};

struct web_call {
	struct web *web;
	struct hub *hub;
	struct http_request *q;
	struct http_answer *r;
	struct arena *a;
	struct viewer who;
	enum lang lang;
	struct act by;                  /* actor: the viewer, or "hub" */
	struct rng rng;
	struct str part[WEB_PARTS];     /* what stands for {x} in the path */
	struct page page;
};

struct web_route {
	const char *method, *path, *name;
	enum who who;
	long long body_most;            /* bytes of a body; -1: none; -2: a hand-in */
	int (*run)(struct web_call *c, struct err *e);
};
extern const struct web_route web_routes[];
extern const size_t web_route_count;

/* Who answers at this door. */
void web_door(struct web *web, struct http_door *door);

/* ---- for handlers ---- */

/* The page with everything around it, status 200. */
int web_show(struct web_call *c, const char *title_id);
/* Behind a deed: 303 to a path of ours, where `done` (a text id web.done.*) is said. */
int web_go(struct web_call *c, struct str path, const char *done);
/* A deed was refused: the sentence in `e` above the page that the handler shows; the status by its kind. */
int web_refused(struct web_call *c, const struct err *e);
int web_bytes(struct web_call *c, const char *type, struct str bytes, struct str file_name);
/* A field of the form, trimmed; absent where it is empty or missing. */
struct str web_field(const struct web_call *c, const char *name);
/* The word of family.id in the page's language, else the id itself. */
struct str web_word(const struct web_call *c, const char *family, struct str id);
struct str web_text(const struct web_call *c, const char *id);
struct str web_date(const struct web_call *c, long long ms);
struct str web_time(const struct web_call *c, long long ms);
/* A path of pieces, percent-encoded: web_path(c, "/cases", number, STR_NONE). */
struct str web_path(const struct web_call *c, const char *base, struct str one, struct str two);
/* For a query in an address: percent-encoded. */
struct str web_escaped(const struct web_call *c, struct str s);
/* Lists come in pages: behind which thing the wanted one begins (absent: at the newest), and the address of the next one. */
enum { WEB_PAGE = 50 };
struct str web_after(const struct web_call *c);
struct str web_older(const struct web_call *c, const char *base, struct str view, struct str last);
/* ERR_UNKNOWN in the one sentence that is said of everything that is not there, or not there for this viewer. */
int web_nothing(struct err *e);

#define ROUTE(method, path, name, who, most) int web_##name(struct web_call *c, struct err *e) MUST_CHECK;
#include "web/routes.def"
#undef ROUTE

#endif

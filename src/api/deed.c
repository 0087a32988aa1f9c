/* deed.c - a deed is done to what the client saw (If-Match), and once (Idempotency-Key).
 *
 * What the client saw is compared in the transaction that writes, with its row held: of two who saw the same, one is told of the other.
 * The answer of a deed is kept for a day with a digest of what was asked.  A deed that has begun and not ended (the process died) may be
 * asked for again after a minute: the library's own rules then keep it from being done twice (a hand-in has its own key; states refuse). */
#include <assert.h>
#include <string.h>

#include "api/api.h"
#include "approve/approve.h"
#include "base/time.h"
#include "store/vault.h"

enum { KEY_MOST = 255, BEGUN_MS = MS_MINUTE };

/* ---- If-Match ---- */

struct changed {
	struct str type, title, detail, etag, current, yours;
	long long status;
};

static const struct api_field changed_fields[] = {
	TEXT_(struct changed, "type", type, 0, NULL, NULL),
	TEXT_(struct changed, "title", title, 0, NULL, NULL),
	INT_(struct changed, "status", status, 0, NULL),
	TEXT_(struct changed, "detail", detail, 0, NULL, NULL),
	TEXT_(struct changed, "etag", etag, 0, NULL, "of the current version, for the next If-Match"),
	JSON_(struct changed, "current", current, 0, "the current version"),
	JSON_(struct changed, "yours", yours, API_NULL, "what was asked for"),
};
API_SHAPE(changed, NULL, "It was changed meanwhile: both versions.", struct changed, changed_fields);

static const struct api_route *looked_at(struct str path)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (strcmp(api_routes[i].method, "GET") == 0 && str_eq(str_of(api_routes[i].path), path))
			return &api_routes[i];
	return NULL;
}

/* The address of what the deed is done to: the deed's own, or that without its last piece. */
static const struct api_route *thing_of(const struct api_call *c)
{
	struct str path = str_of(c->route->path);
	const struct api_route *route = looked_at(path);

	return route != NULL ? route : looked_at(str_at(path, 0, (size_t)str_rfind_char(path, '/')));
}

/* As a GET of this viewer shows it. */
static int current_of(struct api_call *c, struct str *body_r, struct err *e)
{
	struct api_call look = *c;
	struct http_answer answer = { .status = 200 };

	look.r = &answer;
	look.route = thing_of(c);
	if (look.route == NULL || look.route->gives != GIVES_ONE)
		return err_set(e, ERR_INPUT, "there is nothing here that If-Match could be about");
	look.query = arena_alloc(c->a, look.route->query->size + 1);
	shape_begin(look.route->query, look.query);
	buf_init_arena(&answer.body, c->a, 1 << 20);
	if (look.route->run(&look, e) < 0)
		return -1;
	*body_r = str_trim(buf_str(&answer.body));
	return 0;
}

static void changed(struct api_call *c, struct str etag, struct str current)
{
	struct str yours = STR("");
	struct err e = { 0 };
	struct jw w;

	if (c->q->body.n > 0 && http_body(c->q, API_JSON_MOST, &yours, &e) < 0)
		yours = STR("");
	api_problem(c, 412, "changed", STR(""), STR(""));
	buf_clear(&c->r->body);
	jw_init(&w, &c->r->body);
	shape_write(&w, &api_shape_changed, &(struct changed){ .type = STR("urn:noroshi:problem:changed"), .title = str_of(text(c->lang, "web.problem.refused")),
		.status = 412, .detail = str_of(tr("somebody else changed it meanwhile; nothing was done")), .etag = etag, .current = current, .yours = yours });
	buf_char(&c->r->body, '\n');
	http_answer_header(c->r, "ETag", etag);
}

/* The row of what the deed is about is held until the transaction ends: who else would write it waits. */
static int hold(struct api_call *c, struct db *db, struct err *e)
{
	const struct str *parts = c->part;
	const char *thing = thing_of(c)->name;
	long long number = 0;

	if (strcmp(thing, "submission") == 0 || strcmp(thing, "consultation") == 0)
		return !str_to_int(parts[1], &number) || DB_EXEC(db, e, "UPDATE submission SET state = state WHERE number = $2 AND hand_in_id IN "
		    "(SELECT id FROM hand_in WHERE receipt = $1)", DB_TEXT(parts[0]), DB_INT(number)) >= 0 ? 0 : -1;
	if (strcmp(thing, "case") == 0 || strcmp(thing, "publication") == 0 || strcmp(thing, "publication_request") == 0)
		return DB_EXEC(db, e, "UPDATE cases SET state = state WHERE number = $1", DB_TEXT(parts[0])) < 0 ? -1 : 0;
	if (strcmp(thing, "share") == 0 || strcmp(thing, "approval") == 0)
		return approve_lock(db, parts[0], e);
	if (strcmp(thing, "inbox_share") == 0)
		return DB_EXEC(db, e, "UPDATE delivery SET state = state WHERE org_id = $2 AND share_id IN (SELECT id FROM share WHERE number = $1)",
		    DB_TEXT(parts[0]), DB_TEXT(c->who.org_id)) < 0 ? -1 : 0;
	if (strcmp(thing, "question") == 0)
		return DB_EXEC(db, e, "UPDATE question SET state = state WHERE number = $1", DB_TEXT(parts[0])) < 0 ? -1 : 0;
	if (strcmp(thing, "request") == 0)
		return DB_EXEC(db, e, "UPDATE info_request SET state = state WHERE number = $1", DB_TEXT(parts[0])) < 0 ? -1 : 0;
	if (strcmp(thing, "handover") == 0)
		return DB_EXEC(db, e, "UPDATE handover SET state = state WHERE number = $1", DB_TEXT(parts[0])) < 0 ? -1 : 0;
	return 0;
}

static int compare(struct api_call *c, bool *same_r, struct err *e)
{
	struct str current;

	if (current_of(c, &current, e) < 0)
		return -1;
	*same_r = api_etag_in(http_header(c->q, "If-Match"), api_etag(c->a, arena_printf(c->a, "%.*s\n", (int)current.n, current.p)));
	return 0;
}

/* Both versions, as they are now. */
static int tell_changed(struct api_call *c, struct err *e)
{
	struct str current;

	if (current_of(c, &current, e) < 0)
		return -1;
	changed(c, api_etag(c->a, arena_printf(c->a, "%.*s\n", (int)current.n, current.p)), current);
	return 0;
}

struct guard { struct api_call *c; bool asked, changed; };

/* In the transaction that writes. */
static int holds(void *ctx, struct db *db, struct err *e)
{
	struct guard *g = ctx;
	bool same;

	if (g->asked)
		return 0;
	if (hold(g->c, db, e) < 0 || compare(g->c, &same, e) < 0)
		return -1;
	g->asked = true;
	g->changed = !same;
	return same ? 0 : err_set(e, ERR_CONFLICT, "somebody else changed it meanwhile; nothing was done");
}

/* Before its transaction a deed may only fail, or give a refusal (a code that has to wait): nothing was written unseen. */
static bool is_seen(const struct guard *g, int status)
{
	return g->asked || status < 0 || g->c->r->status >= 400;
}

/* Deeds whose transaction is on a connection of their own, which only they may write by (hub_open_sealed). */
static bool is_sealed(const struct api_route *route)
{
	static const char *const names[] = { "case_share", "share_edit", "share_redact", "share_correct", "share_retract", "share_supplement", "share_check", "share_release",
		"approval_answer", "handover_consent", "publication_answer", "publication_reply" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(route->name, names[i]) == 0)
			return true;
	return false;
}

static int run_sealed(struct api_call *c, struct guard *g, struct err *e)
{
	int status;

	c->hub->sealed_guard = (struct db_guard){ holds, g };
	status = c->route->run(c, e);
	c->hub->sealed_guard = (struct db_guard){ 0 };
	assert(is_seen(g, status));
	return status;
}

/* Each file is received by itself, and overwrites nothing: what the client saw is compared in the first one's transaction. */
static bool is_by_file(const struct api_route *route)
{
	return strcmp(route->name, "inbox_sightings") == 0 || strcmp(route->name, "request_answer") == 0;
}

static int run_by_file(struct api_call *c, struct guard *g, struct err *e)
{
	int status;

	db_set_guard(c->hub->db, (struct db_guard){ holds, g });
	status = c->route->run(c, e);
	db_set_guard(c->hub->db, (struct db_guard){ 0 });
	assert(is_seen(g, status));
	return status;
}

/* What the library committed inside it before it refused (a line of a look) stays, as without it. */
static int run_inside(struct api_call *c, struct guard *g, struct err *e)
{
	struct err ignored = { 0 };
	int status;

	if (db_begin(c->hub->db, e) < 0)
		return -1;
	if (holds(g, c->hub->db, e) < 0) {
		db_rollback(c->hub->db);
		return -1;
	}
	status = c->route->run(c, e);
	return db_commit(c->hub->db, status == 0 ? e : &ignored) < 0 ? -1 : status;
}

static int run(struct api_call *c, struct err *e)
{
	struct guard g = { .c = c };
	bool same;
	int status;

	if (http_header(c->q, "If-Match").p == NULL)
		return c->route->run(c, e);
	if (compare(c, &same, e) < 0)
		return -1;
	if (!same)
		return tell_changed(c, e);
	status = is_sealed(c->route) ? run_sealed(c, &g, e) : is_by_file(c->route) ? run_by_file(c, &g, e) : run_inside(c, &g, e);
	return g.changed ? tell_changed(c, e) : status;
}

/* ---- Idempotency-Key ---- */

static int request_digest(struct api_call *c, struct str *digest_r, struct err *e)
{
	unsigned char sum[SHA256_BYTES];
	struct buf all;

	buf_init_arena(&all, c->a, 4 << 20);
	buf_printf(&all, "%s\n" STR_FMT "\n" STR_FMT "\n", c->route->method, STR_ARG(c->q->path), STR_ARG(c->q->media_type));
	for (size_t i = 0; i < c->q->query_count; i++)
		buf_printf(&all, "?" STR_FMT "=" STR_FMT "\n", STR_ARG(c->q->query[i].name), STR_ARG(c->q->query[i].value));
	for (size_t i = 0; i < c->q->form_count; i++) {
		buf_add(&all, c->q->form[i].name);
		buf_printf(&all, "=%zu:", c->q->form[i].value.n);
		buf_add(&all, c->q->form[i].value);
	}
	for (size_t i = 0; i < c->q->file_count; i++) {
		if (content_sha256(&c->q->files[i].bytes, sum, e) < 0)
			return -1;
		buf_printf(&all, STR_FMT ":" STR_FMT ":%s\n", STR_ARG(c->q->files[i].field), STR_ARG(c->q->files[i].name), hex_of(c->a, sum, sizeof sum).p);
	}
	if (content_sha256(&c->q->body, sum, e) < 0)
		return -1;
	buf_add(&all, hex_of(c->a, sum, sizeof sum));
	*digest_r = vault_keyed_hash(c->hub, c->a, "api request", buf_str(&all));
	return all.failed ? err_set(e, ERR_LIMIT, "this form is too long") : 0;
}

enum claim { CLAIM_FIRST, CLAIM_OTHER, CLAIM_BEGUN, CLAIM_DONE };

static int claim(struct api_call *c, struct str place, struct str request, enum claim *claim_r, struct db_rows *kept, struct err *e)
{
	struct db *db = c->hub->db;
	long long now_ms = c->q->now_ms, made;

	*claim_r = CLAIM_FIRST;
	if (DB_EXEC(db, e, "DELETE FROM api_answer WHERE made_ms <= $1", DB_INT(now_ms - MS_DAY)) < 0)
		return -1;
	made = DB_EXEC(db, e, "INSERT INTO api_answer (place, request, made_ms, status, location, body) VALUES ($1, $2, $3, 0, '', '') "
	    "ON CONFLICT (place) DO NOTHING", DB_TEXT(place), DB_TEXT(request), DB_INT(now_ms));
	if (made != 0)
		return made < 0 ? -1 : 0;
	if (DB_QUERY(db, c->a, kept, e, "SELECT request, status, location, body FROM api_answer WHERE place = $1", DB_TEXT(place)) < 0)
		return -1;
	*claim_r = CLAIM_BEGUN;
	if (kept->count == 0)
		return 0;
	if (!str_eq(db_text(kept, 0, 0), request))
		*claim_r = CLAIM_OTHER;
	else if (db_int(kept, 0, 1) != 0)
		*claim_r = CLAIM_DONE;
	if (*claim_r != CLAIM_BEGUN)
		return 0;
	made = DB_EXEC(db, e, "UPDATE api_answer SET made_ms = $2 WHERE place = $1 AND status = 0 AND made_ms <= $3", DB_TEXT(place), DB_INT(now_ms),
	    DB_INT(now_ms - BEGUN_MS));
	if (made == 1)
		*claim_r = CLAIM_FIRST;
	return made < 0 ? -1 : 0;
}

static void give_again(struct api_call *c, const struct db_rows *kept)
{
	c->r->status = (int)db_int(kept, 0, 1);
	http_answer_header(c->r, "Content-Type", STR("application/json"));
	http_answer_header(c->r, "Idempotency-Replayed", STR("true"));
	if (db_text(kept, 0, 2).n > 0)
		http_answer_header(c->r, "Location", db_text(kept, 0, 2));
	buf_add(&c->r->body, db_text(kept, 0, 3));
}

static struct str header_of(const struct http_answer *r, const char *name)
{
	for (size_t i = 0; i < r->header_count; i++)
		if (str_ieq(r->headers[i].name, str_of(name)))
			return r->headers[i].value;
	return STR("");
}

/* What was refused may be asked again, as it is or changed. */
static int keep(struct api_call *c, struct str place, bool done, struct err *e)
{
	if (!done)
		return DB_EXEC(c->hub->db, e, "DELETE FROM api_answer WHERE place = $1 AND status = 0", DB_TEXT(place)) < 0 ? -1 : 0;
	return DB_EXEC(c->hub->db, e, "UPDATE api_answer SET status = $2, location = $3, body = $4 WHERE place = $1", DB_TEXT(place), DB_INT(c->r->status),
	    DB_TEXT(header_of(c->r, "Location")), DB_TEXT(buf_str(&c->r->body))) < 0 ? -1 : 0;
}

int api_deed(struct api_call *c, struct err *e)
{
	struct str key = http_header(c->q, "Idempotency-Key"), place, request;
	struct db_rows kept = { 0 };
	struct err ignored = { 0 };
	enum claim claimed;
	int status;

	if (key.p == NULL || c->route->gives == GIVES_BYTES)    /* a file is asked for, nothing is done */
		return run(c, e);
	if (key.n == 0 || key.n > KEY_MOST) {
		c->seen = true;
		return err_set(e, ERR_INPUT, "Idempotency-Key has 1 to %d characters", KEY_MOST);
	}
	place = vault_keyed_hash(c->hub, c->a, "api answer", arena_printf(c->a, STR_FMT "\n" STR_FMT, STR_ARG(c->who.person_id), STR_ARG(key)));
	if (request_digest(c, &request, e) < 0 || claim(c, place, request, &claimed, &kept, e) < 0)
		return -1;
	switch (claimed) {
	case CLAIM_DONE:
		give_again(c, &kept);
		return 0;
	case CLAIM_OTHER:
		api_problem(c, 422, "key-reused", str_of(tr("this Idempotency-Key was used for another request; nothing was done")), STR(""));
		return 0;
	case CLAIM_BEGUN:
		api_problem(c, 409, "begun", str_of(tr("the request with this Idempotency-Key has begun and not ended yet; ask again in a minute")), STR(""));
		http_answer_header(c->r, "Retry-After", STR("60"));
		return 0;
	case CLAIM_FIRST:
		break;
	}
	status = run(c, e);
	if (keep(c, place, status == 0 && c->r->status < 300, status == 0 ? e : &ignored) < 0)
		return -1;
	return status;
}

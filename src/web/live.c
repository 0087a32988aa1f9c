/* live.c - see live.h. */
#include "web/live.h"

#include "base/json.h"
#include "base/log.h"
#include "base/time.h"
#include "report/publication.h"

enum { FRESH_MS = 3000, MEMORY = 16 << 20 };

/* What this process knows; read anew when it is older than FRESH_MS. */
struct live {
	struct arena *a;
	struct db_rows counts, sessions;        /* both ordered, see below */
	long long counts_ms, sessions_ms;
};

static struct live *live_of(struct web *web)
{
	if (web->live == NULL) {
		web->live = ARENA_NEW(web->hub->arena, struct live);
		web->live->counts_ms = web->live->sessions_ms = TIME_NONE;
		web->live->a = arena_new(MEMORY, arena_full_exit);
	}
	return web->live;
}

/* Both together: they share the memory. */
void live_forget(struct web *web)
{
	struct live *l = live_of(web);

	l->counts_ms = l->sessions_ms = TIME_NONE;
	arena_reset(l->a);
}

static struct live *fresh(struct web *web, long long now_ms)
{
	struct live *l = live_of(web);

	if (l->counts_ms != TIME_NONE && (now_ms - l->counts_ms >= FRESH_MS || now_ms < l->counts_ms))
		live_forget(web);
	return l;
}

#define SQL_COUNTS \
	"SELECT 'queue' AS what, '' AS org, COUNT(*) AS n, MAX(received_ms) AS newest FROM submission WHERE state IN ('received', 'parsed')" \
	" UNION ALL SELECT 'approvals', org_id, COUNT(*), MAX(asked_ms) FROM approval_request WHERE state = 'open' GROUP BY org_id" \
	" UNION ALL SELECT 'approvals', q.org_id, COUNT(*), MAX(q.asked_ms) FROM publication_request q WHERE " SQL_PUBLICATION_WAITS " GROUP BY q.org_id" \
	" UNION ALL SELECT 'inbox', org_id, COUNT(DISTINCT share_id), MAX(queued_ms) FROM delivery" \
	" WHERE state IN ('queued', 'notified') AND +queued_ms <= $1 GROUP BY org_id"

/* Who may be followed up: as session_find asks it, for all at once. */
#define SQL_SESSIONS \
	"SELECT s.digest FROM session s JOIN person p ON p.id = s.person_id JOIN account c ON c.person_id = s.person_id" \
	" WHERE s.until_ms > $1 AND s.ended_ms IS NULL AND s.seen_ms > $2 AND c.suspended = 0 AND p.from_ms <= $1 AND p.to_ms > $1" \
	" AND EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.from_ms <= $1 AND r.to_ms > $1)" \
	" ORDER BY s.digest COLLATE \"C\""

static void add(const struct live *l, struct live_counts *n, const char *what, struct str org, long long *into)
{
	for (size_t i = 0; i < l->counts.count; i++) {
		if (!str_eq(db_text(&l->counts, i, 0), str_of(what)) || !str_eq(db_text(&l->counts, i, 1), org))
			continue;
		*into += db_int(&l->counts, i, 2);
		if (*into > 0 && db_int(&l->counts, i, 3) > n->newest_ms)
			n->newest_ms = db_int(&l->counts, i, 3);
	}
}

int live_count(struct web *web, const struct viewer *who, long long now_ms, struct live_counts *n, struct err *e)
{
	struct live *l = fresh(web, now_ms);

	*n = (struct live_counts){ .newest_ms = TIME_NONE };
	if (l->counts_ms == TIME_NONE) {
		if (DB_QUERY(web->hub->db, l->a, &l->counts, e, SQL_COUNTS, DB_INT(now_ms)) < 0)
			return -1;
		l->counts_ms = now_ms;
	}
	if (who_may(who->roles, true, WHO_LOOKS))
		add(l, n, "queue", STR(""), &n->queue);
	if (who_may(who->roles, true, WHO_APPROVER))
		add(l, n, "approvals", who->org_id, &n->approvals);
	if (who_may(who->roles, true, WHO_MEMBER))
		add(l, n, "inbox", who->org_id, &n->inbox);
	return 0;
}

/* Is it still one: nobody signed out, left or was suspended since?  Behind live_count. */
static bool is_session(struct web *web, struct str digest, long long now_ms)
{
	struct live *l = web->live;
	struct err e = { 0 };
	size_t low = 0, high;

	if (l->sessions_ms == TIME_NONE) {
		if (DB_QUERY(web->hub->db, l->a, &l->sessions, &e, SQL_SESSIONS, DB_INT(now_ms), DB_INT(now_ms - ACCESS_IDLE_MS)) < 0)
			return false;
		l->sessions_ms = now_ms;
	}
	high = l->sessions.count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_cmp(db_text(&l->sessions, middle, 0), digest);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* ---- the stream ---- */

struct follower {
	struct viewer who;
	struct live_counts told;
	long long until_ms;             /* then the browser comes again, and roles are looked at anew */
};
enum { FOLLOW_MS = 10 * MS_MINUTE };

static void write_counts(struct buf *out, const struct live_counts *n)
{
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	jw_kint(&w, "queue", n->queue);
	jw_kint(&w, "approvals", n->approvals);
	jw_kint(&w, "inbox", n->inbox);
	jw_ktime(&w, "newest", n->newest_ms);
	jw_end_object(&w);
}

bool live_feed(struct web *web, const struct http_request *q, void *stream, struct buf *out)
{
	struct follower *f = stream;
	long long now_ms = time_system_ms();
	struct live_counts n;
	struct err e = { 0 };

	(void)q;
	if (now_ms > f->until_ms || live_count(web, &f->who, now_ms, &n, &e) < 0 || !is_session(web, f->who.session, now_ms))
		return false;
	if (n.queue == f->told.queue && n.approvals == f->told.approvals && n.inbox == f->told.inbox &&
	    n.newest_ms == f->told.newest_ms)
		return true;
	f->told = n;
	buf_z(out, "event: counts\ndata: ");
	write_counts(out, &n);
	buf_z(out, "\n\n");
	return true;
}

/* A page that cannot follow a stream asks for the figures themselves. */
int web_events(struct web_call *c, struct err *e)
{
	struct str accept = http_header(c->q, "Accept");
	struct follower *f = ARENA_NEW(c->a, struct follower);

	if (live_count(c->web, &c->who, c->q->now_ms, &f->told, e) < 0)
		return -1;
	if (accept.p == NULL || !str_ihas(accept, STR("text/event-stream"))) {
		write_counts(&c->r->body, &f->told);
		buf_char(&c->r->body, '\n');
		http_answer_header(c->r, "Content-Type", STR("application/json"));
		return 0;
	}
	f->who = c->who;
	f->until_ms = c->q->now_ms + FOLLOW_MS;
	http_answer_header(c->r, "Content-Type", STR("text/event-stream"));
	http_answer_header(c->r, "X-Accel-Buffering", STR("no"));       /* a proxy must not gather them */
	buf_z(&c->r->body, "retry: 5000\nevent: counts\ndata: ");
	write_counts(&c->r->body, &f->told);
	buf_z(&c->r->body, "\n\n");
	c->r->stream = f;
	return 0;
}

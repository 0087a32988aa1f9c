/* seen.c - see seen.h. */
#include "web/seen.h"

#include "base/log.h"
#include "store/audit.h"

enum { MEMORY = 16 << 20 };

struct look {
	struct look *next;
	struct act by;
	struct str object, detail;
};

struct seen {
	struct arena *a;
	struct look *first, **last;
};

static struct seen *seen_of(struct web *web)
{
	if (web->seen == NULL) {
		web->seen = ARENA_NEW(web->hub->arena, struct seen);
		web->seen->a = arena_new(MEMORY, arena_full_exit);
		web->seen->last = &web->seen->first;
	}
	return web->seen;
}

void seen_note(struct web_call *c, struct str object, const char *why)
{
	struct seen *s = seen_of(c->web);
	struct look *l = ARENA_NEW(s->a, struct look);

	*l = (struct look){ .by = { .now_ms = c->by.now_ms, .actor = arena_str(s->a, c->by.actor), .os_user = arena_str(s->a, c->by.os_user) },
		.object = arena_str(s->a, object), .detail = arena_printf(s->a, "{\"reason\":\"%s\"}", why) };
	*s->last = l;
	s->last = &l->next;
	c->r->waits = true;
}

static int write_all(struct db *db, const struct look *l, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	for (; l != NULL; l = l->next)
		if (audit_add_detail(db, &l->by, "content.seen", l->object, l->detail, e) < 0) {
			db_rollback(db);
			return -1;
		}
	return db_commit(db, e);
}

bool seen_settle(struct web *web)
{
	struct seen *s = seen_of(web);
	struct err e = { 0 };
	bool kept = write_all(web->hub->db, s->first, &e) == 0;

	if (!kept)
		log_event(LOG_ERROR, "web.looks-not-recorded", " why=%s", e.text);
	arena_reset(s->a);
	s->first = NULL;
	s->last = &s->first;
	return kept;
}

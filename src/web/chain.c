/* chain.c - see chain.h. */
#include "web/chain.h"

#include "base/time.h"
#include "store/audit.h"

enum { LINES = 200, AGAIN_MS = 600000 };        /* a page pays for so many lines, and a chain that fits rests so long */

struct chain {
	struct audit_walk walk;
	long long again_ms;
	struct err found;
};

static struct chain *chain_of(struct web *web)
{
	if (web->chain == NULL)
		web->chain = ARENA_NEW(web->hub->arena, struct chain);
	return web->chain;
}

void chain_looked(struct web_call *c, const struct err *found)
{
	struct chain *n = chain_of(c->web);

	n->found = *found;
	n->walk = (struct audit_walk){ 0 };
	n->again_ms = c->q->now_ms + AGAIN_MS;
}

struct str chain_broken(struct web_call *c)
{
	struct chain *n = chain_of(c->web);
	struct err why = { .kind = ERR_OK };
	int status = c->q->now_ms < n->again_ms ? 0 : audit_verify_on(c->hub->db, &n->walk, LINES, &why);

	if (status == 1 || (status < 0 && why.kind == ERR_CORRUPT))     /* that it could not be looked at says nothing about it */
		chain_looked(c, &why);
	return n->found.kind == ERR_CORRUPT ? arena_str(c->a, str_of(n->found.text)) : STR("");
}

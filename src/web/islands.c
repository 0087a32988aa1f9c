/* islands.c - the scripts of a page, each page only its own, and the inner part of a page for the one that swaps it. */
#include "web/frame.h"
#include "web/static.h"

/* Asked for by swap.js: the same page, what is within main only. */
#define FRAGMENT "X-Fragment"

bool web_is_fragment(const struct web_call *c)
{
	return c->who.found && c->page.problem == NULL && str_eq(http_header(c->q, FRAGMENT), STR("1"));
}

void web_say_fragment(struct web_call *c) { http_answer_header(c->r, FRAGMENT, STR("1")); }

static void add(struct web_call *c, const char *name)
{
	c->page.scripts[c->page.scripts_count++] = static_path(c->a, name);
}

void web_islands(struct web_call *c)
{
	struct page *p = &c->page;

	p->scripts = ARENA_ARRAY(c->a, struct str, 8);
	if (!p->signed_in)
		return;
	add(c, "swap.js");
	add(c, "keys.js");
	add(c, "command.js");
	add(c, "live.js");
	if (p->share != NULL || p->inbox_share != NULL)
		add(c, "copy.js");
	if (p->redact != NULL)
		add(c, "redact.js");
	if (p->submit != NULL)
		add(c, "submit.js");
}

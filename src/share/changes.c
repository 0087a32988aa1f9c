/* changes.c - a correction says what it changes: found by comparing with the version that is out. */
#include "share/draft.h"

static void add(struct arena *a, struct projection *p, const char *what, const char *part, struct str type, struct str value)
{
	*ARENA_PUSH(a, p->changes.list, p->changes.count, p->changes.room) =
	    (struct shown_change){ str_of(what), str_of(part), type, value };
}

static const struct shown_indicator *find(const struct shown_indicators *l, const struct shown_indicator *one)
{
	for (size_t i = 0; i < l->count; i++)
		if (str_eq(l->list[i].type, one->type) && str_eq(l->list[i].shown, one->shown))
			return &l->list[i];
	return NULL;
}

static void indicators(struct arena *a, const struct projection *before, struct projection *now)
{
	for (size_t i = 0; i < now->indicators.count; i++) {
		const struct shown_indicator *n = &now->indicators.list[i], *b = find(&before->indicators, n);

		if (b == NULL)
			add(a, now, n->revoked ? "revoked" : "added", "indicator", n->type, n->shown);
		else if (n->revoked != b->revoked)
			add(a, now, n->revoked ? "revoked" : "added", "indicator", n->type, n->shown);
		else if (!str_eq(n->role, b->role) || !str_eq(n->treatment, b->treatment))
			add(a, now, "changed", "indicator", n->type, n->shown);
	}
	/* what may no longer stand there is told without its value */
	for (size_t i = 0; i < before->indicators.count; i++)
		if (find(&now->indicators, &before->indicators.list[i]) == NULL)
			add(a, now, "revoked", "indicator", before->indicators.list[i].type, STR(""));
}

static void words(struct arena *a, struct projection *now, const char *part, struct str x, struct str y)
{
	if (!str_eq(x, y))
		add(a, now, "changed", part, STR(""), STR(""));
}

static void paragraphs(struct arena *a, struct projection *now, const char *part, const struct texts *x, const struct texts *y)
{
	bool same = x->count == y->count;

	for (size_t i = 0; same && i < x->count; i++)
		same = str_eq(x->ja[i], y->ja[i]) && str_eq(x->en[i], y->en[i]);
	if (!same)
		add(a, now, "changed", part, STR(""), STR(""));
}

/* Rows and steps are compared as they are written. */
static struct str rows_of(struct arena *a, const struct projection *p, bool steps)
{
	struct projection only = { .version = 1 };

	if (steps)
		only.steps = p->steps;
	else
		only.sightings = p->sightings;
	return projection_json(a, &only);
}

void changes_find(struct arena *a, const struct projection *before, struct projection *now)
{
	now->changes = (struct shown_changes){ 0 };
	indicators(a, before, now);
	words(a, now, "sightings", rows_of(a, before, false), rows_of(a, now, false));
	words(a, now, "steps", rows_of(a, before, true), rows_of(a, now, true));
	paragraphs(a, now, "title", &before->title, &now->title);
	paragraphs(a, now, "summary", &before->summary, &now->summary);
	paragraphs(a, now, "actions", &before->actions, &now->actions);
	words(a, now, "class", before->class, now->class);
	words(a, now, "tlp", before->tlp, now->tlp);
	words(a, now, "search", before->search, now->search);
	words(a, now, "expires", before->expires, now->expires);
}

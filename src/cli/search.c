/* search.c - noroshi search: by words, over what the person may see. */
#include "base/time.h"
#include "cli/desk.h"
#include "search/search.h"

enum { FRESH = 200, LIMIT = 50, LIMIT_MOST = 1000 };

struct search_options {
	struct str kind, limit, below;
};

/* Words of the command line as one: a word with blanks was in the shell's quotation marks. */
static struct str words_of(struct desk *d)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 1 << 16);
	for (size_t i = 0; i < d->operand_count; i++) {
		bool quoted = str_find_char(d->operand[i], ' ') >= 0 && str_find_char(d->operand[i], '"') < 0;

		buf_printf(&out, "%s%s" STR_FMT "%s", i > 0 ? " " : "", quoted ? "\"" : "", STR_ARG(d->operand[i]), quoted ? "\"" : "");
	}
	return buf_str(&out);
}

static int put_json(struct desk *d, const struct search_hit *h, struct err *e)
{
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/search-hit/1");
	jw_kstr(&d->w, "kind", h->kind);
	jw_kstr(&d->w, "number", h->number);
	jw_kstr(&d->w, "title", h->title);
	if (h->type.n > 0)
		jw_kstr(&d->w, "type", h->type);
	if (h->org_id.n > 0)
		jw_kstr(&d->w, "org", h->org_id);
	jw_ktime(&d->w, "at", h->at_ms);
	jw_kz(&d->w, "where", h->where);
	jw_kstr(&d->w, "before", h->before);
	jw_kstr(&d->w, "hit", h->hit);
	jw_kstr(&d->w, "after", h->after);
	return desk_json_end(d, e);
}

static void put_line(struct desk *d, const struct search_hit *h)
{
	desk_cell(d, desk_date(d, h->at_ms), 11);
	desk_cell(d, str_eq(h->kind, STR("indicator")) ? h->type : h->number, 26);
	buf_printf(&d->out, STR_FMT "\n", STR_ARG(h->title));
	if (h->hit.n > 0)
		buf_printf(&d->out, "           " STR_FMT ": " STR_FMT "[" STR_FMT "]" STR_FMT "\n",
		    STR_ARG(desk_word(d, "search.where", str_of(h->where))), STR_ARG(h->before), STR_ARG(h->hit), STR_ARG(h->after));
}

static int find(struct desk *d, void *options, struct err *e)
{
	const struct search_options *o = options;
	struct search_asked asked = { .words = words_of(d), .kind = o->kind, .most = LIMIT };
	struct search_page page;
	long long n, waiting;
	size_t taken;

	if (o->limit.p != NULL && (!str_to_int(o->limit, &n) || n < 1 || n > LIMIT_MOST))
		return err_set(e, ERR_USAGE, "--limit is a number from 1 to %d, not “" STR_FMT "”", LIMIT_MOST, STR_ARG(o->limit));
	if (o->limit.p != NULL)
		asked.most = (size_t)n;
	if (o->below.p != NULL && (!str_to_int(o->below, &asked.below) || asked.below < 1))
		return err_set(e, ERR_USAGE, "--below is the number that the page before ended with, not “" STR_FMT "”", STR_ARG(o->below));
	/* who has no worker running finds what is new all the same */
	if (search_catch_up(d->hub, FRESH, &taken, e) < 0 || search_find(d->hub, &d->by, d->arena, &asked, &page, e) < 0 ||
	    search_waiting(d->hub->db, d->arena, &waiting, e) < 0)
		return -1;
	for (size_t i = 0; i < page.count; i++) {
		if (!d->json)
			put_line(d, &page.hits[i]);
		else if (put_json(d, &page.hits[i], e) < 0)
			return -1;
	}
	if (d->json && (page.next > 0 || waiting > 0)) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/search-end/1");
		jw_kint(&d->w, "below", page.next);
		jw_kint(&d->w, "waiting", waiting);
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	if (!d->json && page.count == 0 && page.next == 0)
		buf_printf(&d->out, "%s\n", tr("nothing was found"));
	if (!d->json && page.next > 0)
		buf_printf(&d->out, tr("there may be more: --below %lld\n"), page.next);
	if (!d->json && waiting > 0)
		buf_printf(&d->out, TR_N("%lld {thing is|things are} not in the index yet (noroshi worker takes {it|them} up)\n", waiting, waiting), waiting);
	return desk_flush(d, e);
}

static int rebuild(struct desk *d, void *options, struct err *e)
{
	long long waiting;

	(void)options;
	if (search_rebuild(d->hub, &d->by, d->arena, &waiting, e) < 0)
		return -1;
	return desk_done(d, "search.rebuilt", arena_printf(d->arena, "%lld", waiting),
	    tr("the index is empty; noroshi worker takes everything up again"), e);
}

int cli_search(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "find", "WORD...", DESK_PERSON, find }, { "rebuild", "", DESK_STAFF, rebuild } };
	struct search_options o = { STR_NONE, STR_NONE, STR_NONE };
	const struct option_spec specs[] = { { "--kind", OPTION_VALUE, &o.kind }, { "--limit", OPTION_VALUE, &o.limit },
		{ "--below", OPTION_VALUE, &o.below } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, 3, &o);
}

/* review.c - noroshi review: accounts, shares and indicators that nobody has used or seen for long. */
#include "feedback/review.h"

#include "base/time.h"
#include "cli/desk.h"

struct review_options { struct str until; };

static const char *const why_ids[] = { [REVIEW_NEVER_USED] = "never-used", [REVIEW_UNUSED] = "unused", [REVIEW_PAST_DAY] = "past-day",
	[REVIEW_NO_DAY] = "no-day", [REVIEW_NOT_SEEN] = "not-seen", [REVIEW_BOUNCING] = "bouncing" };

static int print_row(struct desk *d, const struct review_row *r, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/review/1");
		jw_kstr(&d->w, "kind", r->kind);
		jw_kstr(&d->w, "id", r->id);
		jw_kstr(&d->w, "label", r->label);
		jw_kstr(&d->w, "share", r->share);
		jw_kz(&d->w, "why", why_ids[r->why]);
		jw_ktime(&d->w, "since", r->since_ms);
		return desk_json_end(d, e);
	}
	desk_cell(d, desk_word(d, "review.kind", r->kind), 12);
	desk_cell(d, r->id, 36);
	desk_cell(d, desk_word(d, "review.why", str_of(why_ids[r->why])), 34);
	desk_cell(d, desk_date(d, r->since_ms), 10);
	buf_printf(&d->out, STR_FMT "%s" STR_FMT "\n", STR_ARG(r->label), r->share.p != NULL ? "  " : "", STR_ARG(r->share));
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	struct review_row *rows;
	size_t n;

	(void)options;
	if (review_list(d->hub->db, d->arena, d->by.now_ms, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_row(d, &rows[i], e) < 0)
			return -1;
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("nothing is due to be looked through"));
	d->attention = n > 0;
	return 0;
}

static int keep(struct desk *d, void *options, struct err *e)
{
	const struct review_options *o = options;
	long long until_ms;

	if (o->until.p == NULL)
		return err_set(e, ERR_USAGE, "until which day is it kept? --until DATE");
	if (cli_date(d->hub, o->until, TIME_NONE, &until_ms, e) < 0 ||
	    review_keep(d->hub, &d->by, d->arena, d->operand[0], d->operand[1], until_ms, e) < 0)
		return -1;
	return desk_done(d, "review.kept", d->operand[1], tr("kept"), e);
}

static int end_verb(struct desk *d, void *options, struct err *e)
{
	struct str correction;

	(void)options;
	if (review_end(d->hub, &d->by, d->arena, d->operand[0], d->operand[1], &correction, e) < 0)
		return -1;
	if (correction.p != NULL)
		return desk_done(d, "review.ended", correction, tr("a correction that drops it is drafted; a second analyst releases it (noroshi share release)"), e);
	return desk_done(d, "review.ended", d->operand[1], tr("ended"), e);
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_STAFF, list },
	{ "keep", "account|share|indicator ID", DESK_ANALYST, keep },
	{ "end", "account|share|indicator ID", DESK_ANALYST, end_verb },
};

int cli_review(int argc, char **argv)
{
	struct review_options o = { 0 };
	const struct option_spec specs[] = { { "--until", OPTION_VALUE, &o.until } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

/* feedback.c - noroshi feedback: how a share stands, how fast the loop turns. */
#include "base/time.h"
#include "cli/desk.h"
#include "cli/feedback_standing.h"
#include "feedback/answer.h"
#include "feedback/loop.h"
#include "feedback/table.h"
#include "store/audit.h"

struct period { struct str from, to, org; };

static int zone(const struct desk *d)
{
	return (int)d->hub->conf.zone_minutes;
}

static void line(struct desk *d, const char *label, long long n)
{
	desk_cell(d, str_of(label), 44);
	buf_printf(&d->out, "%lld\n", n);
}

/* ---- one share ---- */

static int list(struct desk *d, void *options, struct err *e)
{
	struct delivery *all;
	size_t n;

	(void)options;
	if (feedback_insider(d->hub->db, &d->by, d->arena, e) < 0 ||
	    delivery_of_share(d->hub->db, d->arena, d->operand[0], d->by.now_ms, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct str words = answer_words(d->arena, tr_lang(), &all[i].answer, zone(d));

		if (!d->json) {
			desk_cell(d, all[i].org_id, 18);
			desk_cell(d, desk_word(d, "feedback.state", all[i].state), 12);
			buf_printf(&d->out, STR_FMT "\n", STR_ARG(words));
			continue;
		}
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/feedback/1");
		jw_kstr(&d->w, "share", all[i].number);
		jw_kstr(&d->w, "org", all[i].org_id);
		jw_kstr(&d->w, "state", all[i].state);
		jw_kstr(&d->w, "answer", all[i].answer.answer);
		jw_kstr(&d->w, "text", words);
		jw_ktime(&d->w, "opened", all[i].opened_ms);
		jw_ktime(&d->w, "acknowledged", all[i].acked_ms);
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	return n == 0 ? 0 : audit_add(d->hub->db, &d->by, "feedback.list-read", all[0].share_id, e);
}

static int summary(struct desk *d, void *options, struct err *e)
{
	struct delivery *all;
	struct delivery_counts c;
	size_t n;

	(void)options;
	if (delivery_of_share(d->hub->db, d->arena, d->operand[0], d->by.now_ms, &all, &n, e) < 0 ||
	    delivery_count(d->hub->db, d->arena, all, n, &c, e) < 0)
		return -1;
	{
		const struct { const char *key, *label; long long n; } figures[] = {
			{ "recipients", tr("organisations it was sent to"), c.recipients }, { "notified", tr("told by mail"), c.notified },
			{ "opened", tr("opened it"), c.opened }, { "acknowledged", tr("acknowledged it"), c.acked },
			{ "no_hit", tr("no hit, with the time searched"), c.no_hit },
			{ "no_hit_without_window", tr("no hit, time not said (does not count)"), c.no_hit_without_window },
			{ "hit", tr("hit"), c.hit }, { "partly", tr("checked in part"), c.partly }, { "working", tr("being looked into"), c.working },
			{ "not_checked", tr("cannot be checked"), c.not_checked }, { "silent", tr("no answer yet"), c.silent },
			{ "searched", tr("searched, and said which time"), c.searched },
			{ "cascades", tr("liaison groups that passed it on"), c.cascades },
			{ "cascaded_members", tr("their members it was passed on to"), c.cascaded_members },
			{ "end_searched", tr("of these members: searched"), c.end_searched }, { "end_hits", tr("of these members: found it"), c.end_hits },
			{ "end_nothing", tr("of these members: found nothing"), c.end_no_hits } };
		size_t count = sizeof figures / sizeof figures[0];

		if (d->json) {
			desk_json(d);
			jw_kz(&d->w, "schema", "noroshi/feedback-summary/1");
			jw_kstr(&d->w, "share", d->operand[0]);
		}
		for (size_t i = 0; i < count; i++) {
			if (d->json)
				jw_kint(&d->w, figures[i].key, figures[i].n);
			else
				line(d, figures[i].label, figures[i].n);
		}
	}
	return d->json ? desk_json_end(d, e) : 0;
}

/* ---- lags ---- */

static int loop(struct desk *d, void *options, struct err *e)
{
	static const char *const kinds[] = { "share", "sighting", "re-share" };
	struct loop_step *steps;
	size_t n;

	(void)options;
	if (loop_of(d->hub->db, d->arena, d->operand[0], zone(d), &steps, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (d->json) {
			desk_json(d);
			jw_kz(&d->w, "schema", "noroshi/loop-step/1");
			jw_kz(&d->w, "kind", kinds[steps[i].kind]);
			jw_kstr(&d->w, "number", steps[i].number);
			jw_ktime(&d->w, "at", steps[i].at_ms);
			jw_kint(&d->w, "days", steps[i].days);
			if (desk_json_end(d, e) < 0)
				return -1;
			continue;
		}
		desk_cell(d, desk_date(d, steps[i].at_ms), 10);
		desk_cell(d, desk_word(d, "feedback.loop", str_of(kinds[steps[i].kind])), 12);
		desk_cell(d, steps[i].number, 20);
		if (steps[i].kind != LOOP_SHARE && steps[i].days >= 0)
			buf_printf(&d->out, TR_N("+%lld {day|days}", steps[i].days), steps[i].days);
		buf_char(&d->out, '\n');
	}
	return 0;
}

static struct str days(struct desk *d, long long n)
{
	return n < 0 ? STR("-") : arena_printf(d->arena, "%lld", n);
}

static void print_figures(struct desk *d, const struct loop_figures *f)
{
	const struct { const char *key, *label; long long n; bool median; } all[] = {
		{ "shares", tr("shares"), f->shares, false }, { "deliveries", tr("deliveries"), f->deliveries, false },
		{ "opened", tr("opened it"), f->opened, false }, { "acknowledged", tr("acknowledged it"), f->acked, false },
		{ "answered", tr("answered it"), f->answered, false }, { "searched", tr("searched, and said which time"), f->searched, false },
		{ "useful_answers", tr("answers that rate usefulness"), f->useful_count, false }, { "useful_sum", tr("sum of these ratings (1 to 5)"), f->useful_sum, false },
		{ "sighted", tr("shares with at least one sighting"), f->sighted, false },
		{ "days_to_release", tr("days from receipt to release (median)"), f->to_release, true },
		{ "days_to_answer", tr("days from release to an answer (median)"), f->to_answer, true },
		{ "days_to_first_sighting", tr("days from release to the first sighting (median)"), f->to_first_sighting, true },
		{ "days_to_reshare", tr("days from sighting to re-share (median)"), f->to_reshare, true } };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		if (d->json && all[i].median && all[i].n < 0)
			jw_knull(&d->w, all[i].key);
		else if (d->json)
			jw_kint(&d->w, all[i].key, all[i].n);
		else {
			desk_cell(d, str_of(all[i].label), 52);
			buf_printf(&d->out, STR_FMT "\n", STR_ARG(days(d, all[i].n)));
		}
	}
}

static int period_of(struct desk *d, const struct period *p, long long *from, long long *to, struct err *e)
{
	if (p->from.p == NULL || p->to.p == NULL)
		return err_set(e, ERR_USAGE, "which period? --from DATE --to DATE, both inclusive");
	if (cli_date(d->hub, p->from, TIME_NONE, from, e) < 0 || cli_date(d->hub, p->to, TIME_NONE, to, e) < 0)
		return -1;
	*to += MS_DAY;
	return *from < *to ? 0 : err_set(e, ERR_USAGE, "the period ends before it begins");
}

static int give_take_verb(struct desk *d, void *options, struct err *e)
{
	const struct period *p = options;
	long long from, to;

	if (p->org.p == NULL)
		return err_set(e, ERR_USAGE, "of which organisation? --org ID");
	return period_of(d, p, &from, &to, e) < 0 ? -1 : feedback_give_take(d, p->org, from, to, e);
}

static int figures(struct desk *d, void *options, struct err *e)
{
	const struct period *p = options;
	struct loop_figures f;
	long long from, to;

	if (period_of(d, p, &from, &to, e) < 0 || loop_figures(d->hub->db, d->arena, from, to, d->by.now_ms, zone(d), &f, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/feedback-figures/1");
		jw_kstr(&d->w, "from", p->from);
		jw_kstr(&d->w, "to", p->to);
	}
	print_figures(d, &f);
	if (feedback_put_talk(d, from, to, e) < 0)
		return -1;
	return d->json ? desk_json_end(d, e) : 0;
}

int cli_feedback(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "list", "SHARE", DESK_ANALYST, list }, { "summary", "SHARE", DESK_ANYBODY, summary },
		{ "loop", "SHARE", DESK_ANALYST, loop }, { "figures", "", DESK_ANYBODY, figures }, { "give-take", "", DESK_PERSON, give_take_verb } };
	struct period p = { 0 };
	const struct option_spec specs[] = { { "--from", OPTION_VALUE, &p.from }, { "--to", OPTION_VALUE, &p.to }, { "--org", OPTION_VALUE, &p.org } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &p);
}

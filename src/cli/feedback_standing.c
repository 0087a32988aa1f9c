/* feedback_standing.c - see feedback_standing.h. */
#include "cli/feedback_standing.h"

#include "feedback/standing.h"

static struct str tenths(struct desk *d, long long n)
{
	return n < 0 ? STR("-") : arena_printf(d->arena, "%lld.%lld", n / 10, n % 10);
}

int feedback_put_talk(struct desk *d, long long from_ms, long long to_ms, struct err *e)
{
	struct standing_talk t;

	if (standing_talk(d->hub->db, d->arena, from_ms, to_ms, d->by.now_ms, &t, e) < 0)
		return -1;
	{
		const struct { const char *key, *label; long long n; bool median; } all[] = {
			{ "recipients", tr("organisations that were sent a share"), t.recipients, false },
			{ "searchers", tr("of them searched, and said which time"), t.searchers, false },
			{ "questions", tr("questions asked back"), t.questions, false },
			{ "questions_answered", tr("of them answered"), t.answered_questions, false },
			{ "questions_late", tr("of them not by their date"), t.late_questions, false },
			{ "days_to_first_answer", tr("days from question to the first answer (median)"), t.to_first_answer, true },
			{ "consultations", tr("consultations"), t.consultations, false },
			{ "consultations_answered", tr("of them answered"), t.answered_consultations, false },
			{ "days_to_consultation_answer", tr("days to the answer, without waiting for the member (median)"), t.to_consultation_answer, true },
			{ "days_to_share", tr("days to the share, without waiting for the member (median)"), t.to_share, true } };

		for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
			struct str number = all[i].median ? tenths(d, all[i].n) : arena_printf(d->arena, "%lld", all[i].n);

			if (d->json && all[i].median && all[i].n < 0) {
				jw_knull(&d->w, all[i].key);
			} else if (d->json) {
				jw_key(&d->w, all[i].key);
				jw_raw(&d->w, number);
			} else {
				desk_cell(d, str_of(all[i].label), 60);
				buf_printf(&d->out, STR_FMT "\n", STR_ARG(number));
			}
		}
	}
	return 0;
}

static void compared(struct desk *d, const char *key, const char *label, long long own, long long median)
{
	if (d->json) {
		jw_kobject(&d->w, key);
		jw_kint(&d->w, "own", own);
		if (median < 0)
			jw_knull(&d->w, "median");
		else
			jw_kint(&d->w, "median", median);
		jw_end_object(&d->w);
		return;
	}
	desk_cell(d, str_of(label), 60);
	desk_cell(d, arena_printf(d->arena, "%lld", own), 8);
	buf_printf(&d->out, STR_FMT "\n", STR_ARG(median < 0 ? STR("-") : arena_printf(d->arena, "%lld", median)));
}

static void single(struct desk *d, const char *key, const char *label, long long n, struct str instead)
{
	if (d->json && n < 0)
		jw_kstr(&d->w, key, instead);
	else if (d->json)
		jw_kint(&d->w, key, n);
	else {
		desk_cell(d, str_of(label), 60);
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(n < 0 ? instead : arena_printf(d->arena, "%lld", n)));
	}
}

int feedback_give_take(struct desk *d, struct str org, long long from_ms, long long to_ms, struct err *e)
{
	struct give_take_all all;
	struct give_take g;

	if (give_take_all(d->hub->db, d->arena, from_ms, to_ms, &all, e) < 0 ||
	    give_take(d->hub->db, &d->by, d->arena, org, from_ms, to_ms, &all, &g, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/give-take/1");
		jw_kstr(&d->w, "org", org);
	} else {
		desk_cell(d, org, 60);
		buf_printf(&d->out, "%s  %s\n", tr("own"), tr("median of all"));
	}
	compared(d, "submissions", tr("given: submissions"), g.submissions.own, g.submissions.median);
	compared(d, "supplements", tr("given: more material on them"), g.supplements.own, g.supplements.median);
	compared(d, "sightings", tr("given: sightings"), g.sightings.own, g.sightings.median);
	single(d, "shares", tr("given: shares that use its material"), g.shares, STR(""));
	single(d, "seen_by_others", tr("given: organisations that found what these shares show"), g.seen_by_others, STR("0-4"));
	compared(d, "consultations", tr("taken: consultations"), g.consultations.own, g.consultations.median);
	compared(d, "received", tr("taken: shares"), g.received.own, g.received.median);
	compared(d, "opened", tr("taken: shares opened"), g.opened.own, g.opened.median);
	compared(d, "answered", tr("given: shares answered"), g.answered.own, g.answered.median);
	compared(d, "searched", tr("given: shares searched, with the time"), g.searched.own, g.searched.median);
	single(d, "questions", tr("asked back"), g.questions, STR(""));
	single(d, "questions_answered", tr("of them answered"), g.questions_answered, STR(""));
	single(d, "questions_late", tr("of them not by their date"), g.questions_late, STR(""));
	return d->json ? desk_json_end(d, e) : 0;
}

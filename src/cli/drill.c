/* drill.c - noroshi drill: exercises as they were announced, and submissions that look like one that was not. */
#include "ask/drill.h"

#include "ask/question.h"
#include "base/time.h"
#include "cli/desk.h"
#include "registry/lookup.h"

static int print_drill(struct desk *d, const struct registered_drill *x, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/drill/1");
		jw_kstr(&d->w, "org", x->org_id);
		jw_kstr(&d->w, "sender", x->sender);
		jw_kstr(&d->w, "subject", x->subject);
		jw_ktime(&d->w, "from", x->from_ms);
		jw_ktime(&d->w, "to", x->to_ms == TIME_FOREVER ? TIME_NONE : x->to_ms);
		return desk_json_end(d, e);
	}
	desk_cell(d, x->org_id, 18);
	desk_cell(d, x->sender, 30);
	buf_printf(&d->out, STR_FMT " - " STR_FMT "  " STR_FMT "\n", STR_ARG(desk_date(d, x->from_ms)), STR_ARG(desk_date(d, x->to_ms)),
	    STR_ARG(x->subject.p != NULL ? x->subject : STR("")));
	return 0;
}

/* Private to the organisation and the hub. */
static int list(struct desk *d, void *options, struct err *e)
{
	struct registered_drill *all;
	struct person_found person;
	bool staff;
	size_t n;

	(void)options;
	if (person_has_role(d->hub->db, d->arena, d->as, "analyst lead admin", d->by.now_ms, &staff, e) < 0 ||
	    person_find(d->hub->db, d->arena, d->as, d->by.now_ms, &person, e) < 0 ||
	    drill_list(d->hub->db, d->arena, staff ? STR_NONE : person.org_id, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_drill(d, &all[i], e) < 0)
			return -1;
	return 0;
}

static int suspected(struct desk *d, void *options, struct err *e)
{
	struct suspected_drill *all;
	size_t n;

	(void)options;
	if (drill_suspected(d->hub->db, d->arena, false, NULL, TIME_FOREVER, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct suspected_drill *x = &all[i];

		if (d->json) {
			desk_json(d);
			jw_kz(&d->w, "schema", "noroshi/suspected-drill/1");
			jw_kstr(&d->w, "submission", x->submission);
			jw_kstr(&d->w, "org", x->org_id);
			jw_kbool(&d->w, "marked", x->marked);
			jw_kbool(&d->w, "elsewhere", x->elsewhere);
			jw_kstr(&d->w, "question", x->question);
			if (desk_json_end(d, e) < 0)
				return -1;
			continue;
		}
		desk_cell(d, x->submission, 22);
		desk_cell(d, x->org_id, 18);
		buf_printf(&d->out, "%s%s%s  %s\n", x->marked ? tr("bears the mark of an exercise") : "", x->marked && x->elsewhere ? ", " : "",
		    x->elsewhere ? tr("an exercise of another organisation has this sender") : "", x->question.p != NULL ? x->question.p : tr("not asked yet"));
	}
	return 0;
}

/* The ready question of data/questions.txt to everybody who was not asked yet. */
static int ask(struct desk *d, void *options, struct err *e)
{
	const struct question_asked words = { .template = STR("drill") };
	struct suspected_drill *all;
	struct str number;
	size_t n;

	(void)options;
	if (drill_suspected(d->hub->db, d->arena, true, NULL, TIME_FOREVER, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if ((d->operand_count == 0 || str_eq(d->operand[0], all[i].submission)) &&
		    (question_ask(d->hub, &d->by, d->arena, all[i].submission, &words, &number, e) < 0 ||
		    desk_done(d, "drill.asked", number, arena_printf(d->arena, tr("asked about %s"), all[i].submission.p).p, e) < 0))
			return -1;
	return 0;
}

int cli_drill(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "list", "", DESK_PERSON, list }, { "suspected", "", DESK_ANALYST, suspected },
		{ "ask", "[SUBMISSION]", DESK_ANALYST, ask } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], NULL, 0, NULL);
}

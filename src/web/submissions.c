/* submissions.c - the queue: for the hub everything by state, for a member what the own organisation handed in. */
#include "analyse/analyse.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "web/gist.h"
#include "web/look.h"

static const struct { const char *name, *state, *label; } views[] = {
	{ "new", "parsed", "web.view.new" }, { "waiting", "received", "web.view.waiting" }, { "asked", "needs-info", "web.view.asked" },
	{ "linked", "linked", "web.view.linked" }, { "all", NULL, "web.view.all" },
};

static size_t view_of(const struct web_call *c, bool staff)
{
	struct str wanted = http_query(c->q, "view");

	for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
		if (str_eq(wanted, str_of(views[i].name)))
			return i;
	return staff ? 0 : sizeof views / sizeof views[0] - 1;
}

static void show_views(struct web_call *c, struct queue_page *q, size_t now)
{
	q->views_count = sizeof views / sizeof views[0];
	q->views = ARENA_ARRAY(c->a, struct option, q->views_count);
	for (size_t i = 0; i < q->views_count; i++)
		q->views[i] = (struct option){ arena_printf(c->a, "/submissions?view=%s", views[i].name), web_text(c, views[i].label), i == now };
}

/* Subject and the strongest sign come out of the stored document. */
static int show_document(struct web_call *c, const struct submission_row *s, struct queue_row *row, struct err *e)
{
	struct gist g;

	row->subject = web_text(c, s->raw_blob.n == 0 ? "web.erased" : "web.no_subject");
	if (gist_of(c, s, &g, e) < 0)
		return -1;
	if (g.subject.n > 0)
		row->subject = g.subject;
	row->strong += g.strong;
	row->medium += g.medium;
	if (g.finding.n > 0)
		row->why = finding_sentence(c->a, c->lang, g.finding, g.words, g.word_count);
	return 0;
}

static int show_row(struct web_call *c, const struct submission_row *s, bool staff, struct queue_row *row, struct err *e)
{
	struct str number = STR_NONE;
	struct civil t = time_civil(s->received_ms, (int)c->hub->conf.zone_minutes);

	*row = (struct queue_row){ .day = web_date(c, s->received_ms), .time = arena_printf(c->a, "%02d:%02d", t.hour, t.minute),
		.href = look_submission(c, s->receipt, s->number), .kind = web_word(c, "desk.kind", s->kind),
		.state = web_word(c, "states.submission.state", s->state), .class = web_word(c, "desk.class", s->class), .copies = s->copies,
		.verdict = look_tag(c, s->nature, s->strength, s->bec_type), .partly = str_eq(s->examined, STR("partly")), .why = STR("") };
	if (show_document(c, s, row, e) < 0)
		return -1;
	if (!staff)
		return 0;
	row->org = look_org(c, s->org_id);
	if (case_of_submission(c->hub->db, c->a, s->id, &number, e) < 0)
		return -1;
	if (number.n > 0) {
		row->case_number = number;
		row->case_href = web_path(c, "/cases", number, STR_NONE);
	}
	return 0;
}

int web_submissions(struct web_call *c, struct err *e)
{
	struct queue_page *q = ARENA_NEW(c->a, struct queue_page);
	bool staff = who_may(c->who.roles, true, WHO_LOOKS);
	size_t view = view_of(c, staff), n;
	struct submission_filter f = { .limit = WEB_PAGE, .to_ms = TIME_FOREVER, .org = staff ? STR_NONE : c->who.org_id,
		.state = views[view].state != NULL ? str_of(views[view].state) : STR_NONE };
	struct submission_row *list;

	f.after = web_after(c);
	if (submission_list(c->hub->db, c->a, &f, &list, &n, e) < 0)
		return -1;
	q->staff = staff;
	show_views(c, q, view);
	q->rows = ARENA_ARRAY(c->a, struct queue_row, n + 1);
	q->rows_count = n;
	for (size_t i = 0; i < n; i++)
		if (show_row(c, &list[i], staff, &q->rows[i], e) < 0)
			return -1;
	q->older = n == WEB_PAGE ? web_older(c, "/submissions", str_of(views[view].name), look_name(c, &list[n - 1])) : STR("");
	c->page.queue = q;
	return web_show(c, staff ? "web.queue" : "web.queue.own");
}

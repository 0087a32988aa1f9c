/* submissions.c - the queue: for the hub everything by state, for a member what the own organisation handed in.
 *
 * The address holds all that the list depends on, the moment too (asof), so that no row moves under the hand; what came in since
 * is a number with a link. */
#include "analyse/analyse.h"
#include "base/text.h"
#include "base/time.h"
#include "intake/owner.h"
#include "web/gist.h"
#include "web/look.h"
#include "web/marks.h"
#include "web/page_queue.h"
#include "web/queue.h"

enum { PAGE = 50, SUBJECT_SHOWN = 240, FRESH_MOST = 99 };

static const struct { const char *name, *state, *label; bool staff_only; } views[] = {
	{ "new", "parsed", "web.view.new", false }, { "mine", NULL, "web.view.mine", true }, { "waiting", "received", "web.view.waiting", false },
	{ "asked", "needs-info", "web.view.asked", false }, { "linked", "linked", "web.view.linked", false }, { "all", NULL, "web.view.all", false },
};
enum { VIEWS = sizeof views / sizeof views[0], VIEW_MINE = 1 };

#define KINDS "- " LOOK_KINDS
#define STRENGTHS "strong medium weak none"
static const struct { const char *days, *label; } periods[] = { { "", "web.period.all" }, { "7", "web.period.7" }, { "30", "web.period.30" }, { "90", "web.period.90" } };

/* What the address asks for. */
struct asked { size_t view; struct str kind, class, strength, sig, after, row; long long days, asof_ms; bool staff, may; };

static size_t view_of(const struct web_call *c, bool staff)
{
	struct str wanted = http_query(c->q, "view");

	for (size_t i = 0; i < VIEWS; i++)
		if (str_eq(wanted, str_of(views[i].name)) && (staff || !views[i].staff_only))
			return i;
	return staff ? 0 : VIEWS - 1;
}

static struct str word_of(const struct web_call *c, const char *name, const char *words)
{
	struct str wanted = http_query(c->q, name), rest = str_of(words), one;

	while (str_split(&rest, ' ', &one))
		if (wanted.n > 0 && str_eq(wanted, one))
			return one;
	return STR("");
}

static struct asked asked_of(const struct web_call *c)
{
	struct asked q = { .staff = who_may(c->who.roles, true, WHO_LOOKS), .may = who_may(c->who.roles, true, WHO_STAFF), .kind = word_of(c, "kind", KINDS),
		.class = word_of(c, "class", "- " LOOK_CLASSES), .strength = word_of(c, "strength", STRENGTHS), .sig = http_query(c->q, "sig"),
		.after = http_query(c->q, "after"), .row = http_query(c->q, "row"), .asof_ms = c->q->now_ms };
	long long n;

	if (!q.staff)                   /* a member's list is short, and of one organisation */
		q.class = q.strength = q.sig = STR("");
	q.view = view_of(c, q.staff);
	if (str_to_int(word_of(c, "days", "7 30 90"), &n))
		q.days = n;
	if (str_to_int(http_query(c->q, "asof"), &n) && n > 0 && n < q.asof_ms)
		q.asof_ms = n;
	return q;
}

/* The address of this list, without the selected row: only what was checked stands in it. */
static struct str address(const struct web_call *c, const struct asked *q, bool moment, bool after)
{
	struct buf out;

	buf_init_arena(&out, c->a, 4096);
	buf_printf(&out, "/submissions?view=%s", views[q->view].name);
	if (q->kind.n > 0)
		buf_printf(&out, "&kind=" STR_FMT, STR_ARG(q->kind));
	if (q->class.n > 0)
		buf_printf(&out, "&class=" STR_FMT, STR_ARG(web_escaped(c, q->class)));
	if (q->strength.n > 0)
		buf_printf(&out, "&strength=" STR_FMT, STR_ARG(q->strength));
	if (q->sig.n > 0)
		buf_printf(&out, "&sig=" STR_FMT, STR_ARG(web_escaped(c, q->sig)));
	if (q->days > 0)
		buf_printf(&out, "&days=%lld", q->days);
	if (moment)
		buf_printf(&out, "&asof=%lld", q->asof_ms);
	if (after && look_is_name(q->after))
		buf_printf(&out, "&after=" STR_FMT, STR_ARG(q->after));
	return buf_str(&out);
}

/* What the hub's people may narrow the list by beyond kind and time. */
static int show_more_choices(struct web_call *c, const struct asked *q, struct queue_page *p, struct err *e)
{
	p->strengths = look_choices(c, "analyse.strength", "- " STRENGTHS, q->strength, &p->strengths_count);
	p->strengths[0].label = web_text(c, "web.strength.all");
	p->of_class = look_choices(c, "desk.class", "- - " LOOK_CLASSES, q->class, &p->of_class_count);
	p->of_class[0].label = web_text(c, "web.class.all");
	p->of_class[1] = (struct option){ STR("-"), web_text(c, "web.class.none"), str_eq(q->class, STR("-")) };
	return look_sigs(c, q->sig, web_text(c, "web.sig.all"), &p->sigs, &p->sigs_count, e);
}

static void show_choices(struct web_call *c, const struct asked *q, struct queue_page *p)
{
	p->views = ARENA_ARRAY(c->a, struct option, VIEWS);
	for (size_t i = 0; i < VIEWS; i++)
		if (q->staff || !views[i].staff_only)
			p->views[p->views_count++] = (struct option){ arena_printf(c->a, "/submissions?view=%s", views[i].name), web_text(c, views[i].label), i == q->view };
	p->kinds = look_choices(c, "desk.kind", KINDS, q->kind, &p->kinds_count);
	p->kinds[0].label = web_text(c, "web.kind.all");
	p->periods_count = sizeof periods / sizeof periods[0];
	p->periods = ARENA_ARRAY(c->a, struct option, p->periods_count);
	for (size_t i = 0; i < p->periods_count; i++) {
		long long days = 0;

		(void)str_to_int(str_of(periods[i].days), &days);
		p->periods[i] = (struct option){ str_of(periods[i].days), web_text(c, periods[i].label), days == q->days };
	}
	p->view = str_of(views[q->view].name);
	if (q->may)
		p->classes = look_choices(c, "desk.class", LOOK_CLASSES, STR(""), &p->classes_count);
}

/* ---- rows ---- */

/* Subject and the strongest sign come out of the stored document. */
static int show_document(struct web_call *c, const struct submission_row *s, struct queue_row *row, struct err *e)
{
	struct str subject = web_text(c, s->raw_blob.n == 0 ? "web.erased" : "web.no_subject");
	struct gist g;

	if (gist_of(c, s, &g, e) < 0)
		return -1;
	if (g.subject.n > 0)
		subject = utf8_cut(g.subject, SUBJECT_SHOWN);
	marks_show(c->a, subject, NULL, MARKS_SPACES | MARKS_DEFANG, &row->subject, &row->subject_count);
	row->strong = g.strong;
	row->medium = g.medium;
	if (g.finding.n > 0)
		row->why = finding_sentence(c->a, c->lang, g.finding, g.words, g.word_count);
	return 0;
}

static const char *dot_of(struct str state)
{
	return str_eq(state, STR("parsed")) || str_eq(state, STR("received")) ? "new" : str_eq(state, STR("needs-info")) ? "asked" :
	    str_eq(state, STR("triaged")) || str_eq(state, STR("linked")) ? "work" : "done";
}

/* Case, else what is proposed; whose work it is. */
static void show_place(struct web_call *c, const struct submission_place *p, struct str org_id, struct queue_row *row)
{
	row->org = p->org_name.n > 0 ? p->org_name : look_org(c, org_id);
	row->owner = p->owner_name.n > 0 ? p->owner_name : STR("");
	if (p->case_number.n > 0) {
		row->case_number = p->case_number;
		row->case_href = web_path(c, "/cases", p->case_number, STR_NONE);
	} else if (p->proposal_id.n > 0) {
		row->proposal = queue_proposal(c, p);
		row->score = arena_printf(c->a, "%lld", p->proposal_score / 10);
	}
}

static int show_row(struct web_call *c, const struct submission_row *s, const struct asked *q, struct str here, struct queue_row *row, struct err *e)
{
	struct civil t = time_civil(s->received_ms, (int)c->hub->conf.zone_minutes);

	*row = (struct queue_row){ .day = web_date(c, s->received_ms), .time = arena_printf(c->a, "%02d:%02d", t.hour, t.minute), .name = look_name(c, s),
		.href = look_submission(c, s->receipt, s->number), .kind = web_word(c, "desk.kind", s->kind), .dot = dot_of(s->state), .sig = STR(""),
		.state = web_word(c, "states.submission.state", s->state), .class = web_word(c, "desk.class", s->class), .copies = s->copies > 1 ? s->copies : 0,
		.verdict = look_tag(c, s->nature, s->strength, s->bec_type), .partly = str_eq(s->examined, STR("partly")), .why = STR(""),
		.urgent = s->urgent };
	row->peek = arena_printf(c->a, STR_FMT "&row=" STR_FMT "#" STR_FMT, STR_ARG(here), STR_ARG(row->name), STR_ARG(row->name));
	row->now = str_eq(row->name, q->row);
	return show_document(c, s, row, e);
}

static int list_mine(struct web_call *c, struct submission_row **list_r, size_t *n_r, struct err *e)
{
	struct str *ids;
	size_t n;

	if (owner_list(c->hub->db, c->a, c->who.person_id, PAGE, &ids, &n, e) < 0)
		return -1;
	*list_r = ARENA_ARRAY(c->a, struct submission_row, n + 1);
	*n_r = n;
	for (size_t i = 0; i < n; i++)
		if (submission_get(c->hub->db, c->a, ids[i], &(*list_r)[i], e) < 0)
			return -1;
	return 0;
}

static int list(struct web_call *c, const struct asked *q, struct submission_row **list_r, size_t *n_r, long long *fresh_r, struct err *e)
{
	struct submission_filter f = { .limit = PAGE, .to_ms = q->asof_ms + 1, .org = q->staff ? STR_NONE : c->who.org_id,
		.state = views[q->view].state != NULL ? str_of(views[q->view].state) : STR_NONE, .kind = q->kind, .class = q->class, .strength = q->strength, .sig = q->sig,
		.after = look_is_name(q->after) ? q->after : STR_NONE, .from_ms = q->days > 0 ? q->asof_ms - q->days * MS_DAY : 0 };
	struct submission_row *fresh;
	size_t n = 0;

	*fresh_r = 0;
	if (q->view == VIEW_MINE)
		return list_mine(c, list_r, n_r, e);
	if (submission_list(c->hub->db, c->a, &f, list_r, n_r, e) < 0)
		return -1;
	if (q->asof_ms < c->q->now_ms) {
		f.from_ms = f.to_ms;
		f.to_ms = TIME_FOREVER;
		f.after = STR_NONE;
		f.limit = FRESH_MOST;
		if (submission_list(c->hub->db, c->a, &f, &fresh, &n, e) < 0)
			return -1;
	}
	*fresh_r = (long long)n;
	return 0;
}

/* Names of submissions with commas between, as they stand behind a joining. */
static struct str undo_of(const struct web_call *c)
{
	struct str names = http_query(c->q, "undo"), rest = names, one;

	while (names.n > 0 && str_split(&rest, ',', &one))
		if (!look_is_name(one))
			return STR("");
	return names.n > 0 && names.n < 2000 ? names : STR("");
}

int queue_show(struct web_call *c, struct err *e)
{
	struct queue_page *p = ARENA_NEW(c->a, struct queue_page);
	struct asked q = asked_of(c);
	struct submission_row *rows;
	struct str here = address(c, &q, true, true);
	struct submission_place *places = NULL;
	size_t n;

	if (list(c, &q, &rows, &n, &p->fresh, e) < 0 || (q.staff && submission_places(c->hub->db, c->a, c->lang == LANG_JA ? "ja" : "en", rows, n, &places, e) < 0))
		return -1;
	p->staff = q.staff;
	p->may = q.may;
	p->undo = q.may ? undo_of(c) : STR("");
	p->newest = address(c, &q, false, false);
	p->back = q.row.n > 0 && look_is_name(q.row) ? arena_printf(c->a, STR_FMT "&row=" STR_FMT, STR_ARG(here), STR_ARG(q.row)) : here;
	show_choices(c, &q, p);
	if (q.staff && show_more_choices(c, &q, p, e) < 0)
		return -1;
	p->rows = ARENA_ARRAY(c->a, struct queue_row, n + 1);
	p->rows_count = n;
	for (size_t i = 0; i < n; i++) {
		if (show_row(c, &rows[i], &q, here, &p->rows[i], e) < 0)
			return -1;
		if (q.staff)
			show_place(c, &places[i], rows[i].org_id, &p->rows[i]);
	}
	if (q.staff && n > 0 && !look_is_name(q.row))
		p->rows[0].now = true;
	for (size_t i = 0; i < n && q.staff; i++)
		if (p->rows[i].now && queue_peek(c, &rows[i], &places[i], &p->rows[i], p->back, &p->peek, e) < 0)
			return -1;
	p->older = n == PAGE && q.view != VIEW_MINE ? arena_printf(c->a, STR_FMT "&after=" STR_FMT, STR_ARG(address(c, &q, true, false)),
	    STR_ARG(look_name(c, &rows[n - 1]))) : STR("");
	c->page.queue = p;
	return web_show(c, q.staff ? "web.queue" : "web.queue.own");
}

int web_submissions(struct web_call *c, struct err *e)
{
	return queue_show(c, e);
}

/* approve_people.c - noroshi approve review, attest, deputy, absent: how an organisation comes to its answer. */
#include "approve/approver.h"
#include "base/time.h"
#include "cli/approve.h"

/* The end of that day. */
static int last_of_day(struct approve_run *j, struct str day, long long fallback, long long *ms_r, struct err *e)
{
	if (cli_date(j->hub, day, fallback, ms_r, e) < 0)
		return -1;
	if (day.p != NULL && day.n <= strlen("2019-07-31"))
		*ms_r += MS_DAY - MS_SECOND;
	return 0;
}

static struct str or_empty(struct str s)
{
	return s.p != NULL ? s : STR("");
}

int approve_cli_review(struct approve_run *j, struct err *e)
{
	long long until;

	if (j->o->until.p == NULL)
		return err_set(e, ERR_USAGE, "until when? a day that is still to come (--until DATE)");
	if (last_of_day(j, j->o->until, TIME_NONE, &until, e) < 0 ||
	    approve_review(j->hub, &j->by, j->arena, j->number, or_empty(j->o->org), or_empty(j->o->reference), until, e) < 0)
		return -1;
	return approve_done(j, "in-review", e);
}

int approve_cli_attest(struct approve_run *j, struct err *e)
{
	if (j->o->digest.p == NULL)
		return err_set(e, ERR_USAGE, "which digits did the approver read out? --digest DIGITS (at least 12)");
	return approve_attest(j->hub, &j->by, j->arena, j->number, j->o->who, j->o->digest, e) < 0 ? -1 : approve_done(j, "attested", e);
}

/* ---- deputies and absences ---- */

static void one(struct approve_run *j, const struct standing_in *s)
{
	char from[TIME_TEXT], to[TIME_TEXT];
	int zone = (int)j->hub->conf.zone_minutes;
	struct jw w;

	if (!j->o->json) {
		buf_printf(&j->out, "%.8s  %s - %s  ", s->id.p, time_slashed(from, s->from_ms, zone).p, time_slashed(to, s->to_ms - MS_SECOND, zone).p);
		if (s->deputy_id.p != NULL)
			buf_printf(&j->out, tr("%s stands in for %s\n"), s->deputy_id.p, s->person_id.p);
		else
			buf_printf(&j->out, tr("%s is away\n"), s->person_id.p);
		return;
	}
	jw_init(&w, &j->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/standing-in/1");
	jw_kstr(&w, "id", s->id);
	jw_kstr(&w, "approver", s->person_id);
	jw_kstr(&w, "deputy", s->deputy_id);
	jw_ktime(&w, "from", s->from_ms);
	jw_ktime(&w, "to", s->to_ms);
	jw_kstr(&w, "entered_by", s->by);
	jw_kstr(&w, "reference", s->reference);
	jw_end_object(&w);
	buf_char(&j->out, '\n');
}

static int list(struct approve_run *j, struct err *e)
{
	struct standing_in *all;
	struct str org;
	size_t n;

	if (approve_scope(j, &org, e) < 0 || approver_replaced(j->hub->db, j->arena, org, j->by.now_ms, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		one(j, &all[i]);
	return out_flush(&j->out, e);
}

/* From..to, both days inside; the reference where the hub enters it. */
static int enter(struct approve_run *j, struct str deputy, const char *word, struct err *e)
{
	struct standing_in s = { .person_id = j->number, .deputy_id = deputy, .reference = or_empty(j->o->reference) };
	struct str id;

	if (j->o->to.p == NULL)
		return err_set(e, ERR_USAGE, "until which day? --to DATE (and --from DATE, else from now)");
	if (cli_date(j->hub, j->o->from, j->by.now_ms, &s.from_ms, e) < 0 || last_of_day(j, j->o->to, TIME_NONE, &s.to_ms, e) < 0)
		return -1;
	s.to_ms += MS_SECOND;
	if (approver_replace(j->hub->db, &j->by, j->arena, &s, &id, e) < 0)
		return -1;
	if (!j->o->json) {
		buf_printf(&j->out, tr("entered: %s (to take it back: --end %s)\n"), word, arena_cstr(j->arena, str_at(id, 0, 8)));
		return out_flush(&j->out, e);
	}
	s.id = id;
	s.by = j->by.actor;
	one(j, &s);
	return out_flush(&j->out, e);
}

static int end(struct approve_run *j, struct err *e)
{
	if (approver_replace_end(j->hub->db, &j->by, j->arena, j->o->end, e) < 0)
		return -1;
	if (!j->o->json)
		buf_printf(&j->out, tr("ended: %s\n"), arena_cstr(j->arena, j->o->end));
	else
		buf_printf(&j->out, "{\"done\":\"approver.replacement-ended\"}\n");
	return out_flush(&j->out, e);
}

int approve_cli_deputy(struct approve_run *j, struct err *e)
{
	if (j->o->end.p != NULL)
		return end(j, e);
	if (j->number.n == 0)
		return list(j, e);
	if (j->other.p == NULL)
		return err_set(e, ERR_USAGE, "who stands in for whom? approve deputy APPROVER DEPUTY --from DATE --to DATE");
	return enter(j, j->other, tr("deputy"), e);
}

int approve_cli_absent(struct approve_run *j, struct err *e)
{
	if (j->o->end.p != NULL)
		return end(j, e);
	if (j->number.n == 0)
		return list(j, e);
	return enter(j, STR_NONE, tr("absence"), e);
}

/* told_choose.c - which cases of the period are told, and which chapters there are. */
#include "report/choice.h"
#include "report/told.h"

static int has_story(struct records *r, struct str case_id, bool *has_r, struct err *e)
{
	struct told_text ja, en;

	if (told_text(r, case_id, "story", LANG_JA, &ja, e) < 0 || told_text(r, case_id, "story", LANG_EN, &en, e) < 0)
		return -1;
	*has_r = ja.count + en.count > 0;
	return 0;
}

/* The first report of the case in the period that still stands. */
static const struct submission_row *report_of(struct records *r, const struct report_case *c)
{
	const struct column *now = records_now(r);

	for (size_t i = 0; i < now->list.count; i++)
		if (c != NULL && str_eq(now->list.rows[i].case_id, c->id) && !now->list.rows[i].withdrawn)
			return &now->list.rows[i];
	return NULL;
}

static bool is_told(const struct records *r, const struct report_case *c)
{
	for (size_t i = 0; i < r->stories_count; i++)
		if (r->stories[i].of == c)
			return true;
	return false;
}

static void add_story(struct records *r, const struct report_case *c)
{
	const struct submission_row *s = report_of(r, c);

	if (s != NULL && r->stories_count < STORIES && !is_told(r, c))
		r->stories[r->stories_count++] = (struct told_case){ c, s };
}

/* story.1 story.2 ... in the editor's order. */
static bool chosen_stories(struct records *r)
{
	bool any = false;

	for (int i = 1; i <= STORIES; i++) {
		struct str number = choice_get(r, arena_printf(r->arena, "story.%d", i).p);

		any |= number.p != NULL;
		if (number.p != NULL)
			add_story(r, records_case_number(r, number));
	}
	return any;
}

/* The first case of a class that has a story; or what was chosen ("none": nothing). */
static int pick(struct records *r, const char *slot, const char *class, struct told_case *t_r, struct err *e)
{
	const struct column *now = records_now(r);
	struct str chosen = choice_get(r, slot);

	if (chosen.p != NULL) {
		t_r->of = records_case_number(r, chosen);
		t_r->report = report_of(r, t_r->of);
		t_r->of = t_r->report != NULL ? t_r->of : NULL;
		return 0;
	}
	for (size_t i = 0; i < now->list.count && t_r->of == NULL; i++) {
		const struct submission_row *s = &now->list.rows[i];
		bool has = false;

		if (s->withdrawn || s->outside || !str_eq(s->class, str_of(class)) || s->case_id.n == 0)
			continue;
		if (has_story(r, s->case_id, &has, e) < 0)
			return -1;
		if (has)
			*t_r = (struct told_case){ records_case(r, s->case_id), s };
	}
	return 0;
}

static int all_stories(struct records *r, struct err *e)
{
	const struct column *now = records_now(r);

	for (size_t i = 0; i < now->list.count; i++) {
		const struct submission_row *s = &now->list.rows[i];
		bool has = false;

		if (!records_is_bec(s) || s->withdrawn || s->case_id.n == 0)
			continue;
		if (has_story(r, s->case_id, &has, e) < 0)
			return -1;
		if (has)
			add_story(r, records_case(r, s->case_id));
	}
	return 0;
}

/* What the hub found and handed in by itself; it is counted nowhere. */
#define SQL_OWN \
	"SELECT c.case_id FROM submission s JOIN hand_in h ON h.id = s.hand_in_id JOIN data_key k ON k.id = h.key_id" \
	" JOIN org o ON o.id = s.org_id JOIN case_submission c ON c.submission_id = s.id" \
	" WHERE o.kind = 'hub' AND s.received_ms >= $1 AND s.received_ms < $2 AND k.made_ms <= $3 AND c.added_ms <= $3" \
	" AND (c.removed_ms IS NULL OR c.removed_ms > $3) ORDER BY s.received_ms, s.id"

static int pick_sample(struct records *r, struct err *e)
{
	struct str chosen = choice_get(r, "malware");
	struct db_rows rows;

	if (chosen.p != NULL) {
		r->sample.of = records_case_number(r, chosen);
		return 0;
	}
	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_OWN, DB_INT(r->period.from_ms), DB_INT(r->period.to_ms),
	        DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count && r->sample.of == NULL; i++) {
		bool has;

		if (has_story(r, db_text(&rows, i, 0), &has, e) < 0)
			return -1;
		if (has)
			r->sample.of = records_case(r, db_text(&rows, i, 0));
	}
	return 0;
}

int told_choose(struct records *r, struct err *e)
{
	int number = 3;

	if (!chosen_stories(r) && all_stories(r, e) < 0)
		return -1;
	if (pick(r, "phishing", "phishing", &r->lure, e) < 0 || pick_sample(r, e) < 0)
		return -1;
	r->chapter.bec = r->bec > 0 ? number++ : 0;
	r->chapter.probing = r->probing.rows_count > 0 ? number++ : 0;
	r->chapter.lure = r->lure.of != NULL ? number++ : 0;
	r->chapter.sample = r->sample.of != NULL ? number++ : 0;
	return 0;
}

/* story_cases.c - cases, and what they rest on. */
#include "story.h"

#include "base/time.h"
#include "consolidate/cases.h"
#include "consolidate/corroboration.h"
#include "consolidate/fact_check.h"
#include "consolidate/provenance.h"

int deed_open_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	struct str id;
	int status = case_open(n->hub->db, &n->by, a, STR("one"), s->submission[2], "new", 0, &id, e);

	if (status == 0)
		s->case_b = story_keep(s, id);
	return status;
}

int deed_accept_first(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	struct db_rows rows;
	struct str id;
	int status = DB_QUERY(n->hub->db, a, &rows, e, "SELECT id FROM proposal WHERE submission_id = $1 AND state = 'open' ORDER BY score DESC",
	    DB_TEXT(s->submission[1]));

	if (status == 0 && rows.count == 0)
		status = err_set(e, ERR_UNKNOWN, "no proposal");
	if (status == 0)
		status = proposal_accept(n->hub->db, &n->by, a, db_text(&rows, 0, 0), &id, e);
	if (status == 0)
		s->case_a = story_keep(s, id);
	return status;
}

int deed_reject_one(struct nth *n, struct arena *a, struct err *e)
{
	struct db_rows rows;
	int status = DB_QUERY(n->hub->db, a, &rows, e, "SELECT id FROM proposal WHERE state = 'open' ORDER BY id");

	story_of(n, "h-1", 2);
	if (status == 0 && rows.count == 0)
		status = err_set(e, ERR_UNKNOWN, "no proposal");
	return status < 0 ? -1 : proposal_reject(n->hub->db, &n->by, a, db_text(&rows, 0, 0), e);
}

int deed_add_to_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_add(n->hub->db, &n->by, a, s->case_a, s->submission[2], "analyst", 500, e);
}

int deed_remove_from_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_remove(n->hub->db, &n->by, a, s->case_a, s->submission[2], STR(""), e);
}

int deed_merge_cases(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_merge(n->hub->db, &n->by, a, s->case_a, s->case_b, e);
}

int deed_unmerge_cases(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_unmerge(n->hub->db, &n->by, a, s->case_b, e);
}

int deed_split_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	struct str id;
	int status = case_split(n->hub->db, &n->by, a, s->case_a, &s->submission[1], 1, STR("other"), &id, e);

	if (status == 0)
		s->case_split = story_keep(s, id);
	return status;
}

int deed_merge_back(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_merge(n->hub->db, &n->by, a, s->case_a, s->case_split, e);
}

int deed_close_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_close(n->hub->db, &n->by, a, s->case_b, e);
}

int deed_reopen_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_reopen(n->hub->db, &n->by, a, s->case_b, e);
}

int deed_target_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_target(n->hub->db, &n->by, a, s->case_a, STR("judgement"), STR("invoice"), e);
}

int deed_set_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_set(n->hub->db, &n->by, a, s->case_a, STR("title"), STR("Invoices"), e);
}

int deed_text_of_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_text_set(n->hub->db, &n->by, a, s->case_a, STR("summary"), STR("en"), STR("One.\nTwo."), e);
}

int deed_party_of_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_party_add(n->hub->db, &n->by, a, s->case_a, STR("impersonated"), STR_NONE, STR("Dan Works"), e);
}

int deed_moment_of_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	const struct case_moment m = { n->by.now_ms, TIME_NONE, STR("day"), STR("A"), STR("B"), true, STR("偽の請求"), STR("a false invoice"),
		STR(""), STR(""), STR("observed") };

	return case_timeline_add(n->hub->db, &n->by, a, s->case_a, &m, e);
}

int deed_corroborate(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);
	const struct corroboration c = { .source = STR("a list"), .url = STR("https://list.example/"), .licence = STR("free"), .read_ms = 1,
		.from_ms = 1, .to_ms = 2, .precision = STR("day"), .says_ja = STR("同じ。"), .says_en = STR("The same.") };
	struct str id;
	int status = corroboration_add(n->hub->db, &n->by, a, s->case_a, &c, &id, e);

	if (status == 0)
		s->record = story_keep(s, id);
	return status;
}

int deed_states_value(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);
	struct db_rows r;

	if (DB_QUERY(n->hub->db, a, &r, e, "SELECT type, value FROM indicator ORDER BY id LIMIT 1") < 0)
		return -1;
	return corroboration_states(n->hub->db, &n->by, a, s->record, db_text(&r, 0, 0), db_text(&r, 0, 1), e);
}

int deed_uncorroborate(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);

	return corroboration_remove(n->hub->db, &n->by, a, s->record, e);
}

int deed_fact_ask(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);
	struct str id;
	int status = fact_check_ask(n->hub->db, &n->by, a, s->case_a, STR_NONE, STR("a shop"), STR("hub"), 5, &id, e);

	if (status == 0)
		s->record = story_keep(s, id);
	return status;
}

int deed_fact_remind(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);

	return fact_check_remind(n->hub->db, &n->by, a, s->record, e);
}

int deed_fact_answer(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);

	return fact_check_answer(n->hub->db, &n->by, a, s->record, STR("confirmed-fake"), 6, 2, e);
}

int deed_note_provenance(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);

	return provenance_add(n->hub->db, &n->by, a, s->case_a, STR("partly-inferred"), TIME_NONE, TIME_NONE, e);
}

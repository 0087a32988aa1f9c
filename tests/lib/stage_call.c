/* stage_call.c - a call for information about a case, released, and answered by one organisation. */
#include "stage.h"

#include "rows.h"

#include "base/time.h"
#include "request/info_request.h"

static void answer(struct stage *s, struct str number, const struct stage_org *o)
{
	struct act by = stage_act(s, arena_printf(s->arena, "%s-contact", o->id).p);
	const struct offer offer = { .org_id = str_of(o->id), .person_id = by.actor, .kind = STR("consultation"), .channel = STR("cli"),
		.name = STR("a.txt"), .bytes = arena_printf(s->arena, "%s %s %s", o->person, o->domain, o->inside), .received_ms = s->now_ms };
	struct receipt receipt;
	struct err e;

	assert_ok(info_request_answer(s->hub, &by, s->arena, number, STR("material"), &offer, &receipt, &e), e);
	s->now_ms += MS_MINUTE;
}

void stage_call(struct stage *s, struct str case_id, const char *word, const struct stage_org *o)
{
	struct act author = stage_act(s, "an-1"), second = stage_act(s, "an-2");
	struct info_request_spec spec = { .title_ja = STR("支払いを急がせるメール"), .title_en = STR("Mails that press for payment"), .tlp = STR("AMBER"),
		.question_ja = STR("同様のメールを受け取りましたか。"), .days = 5, .audience = stage_everybody, .audience_count = 2 };
	struct info_request_released out;
	struct leak_hits hits;
	struct db_rows rows;
	struct str number;
	struct err e;

	assert_ok(DB_QUERY(s->hub->db, s->arena, &rows, &e, "SELECT number FROM cases WHERE id = $1", DB_TEXT(case_id)), e);
	spec.case_number = db_text(&rows, 0, 0);
	spec.question_en = arena_printf(s->arena, "Did you get such mails?%s", word);
	assert_ok(info_request_draft(s->hub, &author, s->arena, &spec, &number, &hits, &e), e);
	assert_int_equal(hits.count, 0);
	assert_ok(info_request_release(s->hub, &second, s->arena, number, 0, &out, &e), e);
	s->now_ms = out.published_ms + MS_HOUR;
	stage_flush(s);
	answer(s, number, o);
}

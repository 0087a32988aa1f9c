/* inbox_ask.c - see inbox_ask.h. */
#include "cli/inbox_ask.h"

#include "ask/consultation.h"
#include "ask/question.h"
#include "base/time.h"

static int put(struct desk *d, const char *what, struct str number, struct str submission, long long at_ms, long long due_ms, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/inbox-note/1");
		jw_kz(&d->w, "what", what);
		jw_kstr(&d->w, "number", number);
		jw_kstr(&d->w, "submission", submission);
		jw_ktime(&d->w, "at", at_ms);
		jw_ktime(&d->w, "due", due_ms);
		return desk_json_end(d, e);
	}
	desk_cell(d, desk_date(d, at_ms), 10);
	desk_cell(d, number, 20);
	desk_cell(d, desk_word(d, "inbox.note", str_of(what)), 30);
	if (due_ms != TIME_NONE)
		buf_printf(&d->out, tr("answer by %s"), desk_date(d, due_ms).p);
	buf_char(&d->out, '\n');
	return 0;
}

int inbox_ask_list(struct desk *d, struct str org, size_t *n, struct err *e)
{
	struct consultation_row *answers;
	struct question_row *questions;
	size_t question_count, answer_count;

	if (question_list(d->hub->db, d->arena, org, STR_NONE, false, d->by.now_ms, &questions, &question_count, e) < 0 ||
	    consultation_list(d->hub->db, d->arena, org, true, d->by.now_ms, &answers, &answer_count, e) < 0)
		return -1;
	for (size_t i = 0; i < question_count; i++) {
		if (!str_eq(questions[i].state, STR("open")))
			continue;
		if (put(d, "question", questions[i].number, questions[i].submission, questions[i].asked_ms, questions[i].due_ms, e) < 0)
			return -1;
		++*n;
	}
	for (size_t i = 0; i < answer_count; i++) {
		if (!str_eq(answers[i].state, STR("sent")) || answers[i].opened_ms != TIME_NONE)
			continue;
		if (put(d, "consultation", answers[i].submission, answers[i].submission, answers[i].sent_ms, TIME_NONE, e) < 0)
			return -1;
		++*n;
	}
	return 0;
}

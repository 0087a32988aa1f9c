/* test_nth_ask.c - asking back and answering consultations, with every question to the database failing once. */
#include "rows.h"
#include "story.h"
#include "testhub.h"

#define RUN(deed) nth_run(&n, #deed, deed_##deed, NULL)

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n;

	(void)ctx;
	nth_start(&n, hub, &s);
	RUN(import);
	RUN(receive);
	RUN(split);
	RUN(analysed);
	RUN(question_ask);
	RUN(question_again);
	RUN(question_remind);
	nth_run(&n, "question_read", deed_question_read, "audit audit_head");
	RUN(question_answer);
	RUN(question_close);
	RUN(judge);
	RUN(take);
	RUN(finish);
	RUN(reopen_submission);
	RUN(receive_consultation);
	s.at = 1;
	RUN(consultation_draft);
	RUN(consultation_review);
	nth_run(&n, "consultation_send", deed_consultation_send, "audit audit_head");        /* it is read once more first */
	nth_run(&n, "consultation_read", deed_consultation_read, "audit audit_head consultation");
	RUN(review_keep);
	RUN(review_end);
	fprintf(stderr, "%ld failures injected\n", n.failures);
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 100);
	nth_end(&n);
	arena_free(s.arena);
	test_hub_close(hub);
}

static void run_all(void **state)
{
	(void)state;
	test_on_databases(all_deeds, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_all) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

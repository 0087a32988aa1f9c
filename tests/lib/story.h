/* story.h - one story through all rooms, a deed a function, for tests that do every deed in some special way.
 *
 * Each deed finds what the ones before it made; test_nth_failure.c has their order. */
#ifndef TESTS_STORY_H
#define TESTS_STORY_H

#include "nth.h"

enum { STORY_SUBMISSIONS = 5 };

struct story {
	struct arena *arena;            /* what must outlive a deed */
	struct str hand_in[STORY_SUBMISSIONS], receipt[STORY_SUBMISSIONS], submission[STORY_SUBMISSIONS];
	struct str absence, record, case_a, case_b, case_split, share, digest, share_id, policy, question;
	int at;                         /* which hand-in is in hand */
	int unknown;                    /* how many came from nobody we know */
};

/* The deed's person and time; the story. */
struct story *story_of(struct nth *n, const char *actor, long long hours);
struct str story_keep(struct story *s, struct str text);

nth_fn deed_import, deed_rename_org, deed_end_membership, deed_merge_org, deed_add_sig, deed_add_org, deed_name_org,
    deed_add_domain, deed_add_person, deed_add_address, deed_add_role, deed_add_drill, deed_add_liaison, deed_add_liaison_org,
    deed_add_membership, deed_correct_membership, deed_receive, deed_split, deed_receive_unknown, deed_attribute,
    deed_analysed, deed_not_examined, deed_seen, deed_classify, deed_quarantine_by_hand, deed_quarantine_away,
    deed_read_again, deed_look_inside, deed_keep_content, deed_give_up, deed_withdraw, deed_leave, deed_destroy,
    deed_forget, deed_open_case, deed_accept_first, deed_reject_one, deed_add_to_case, deed_remove_from_case,
    deed_merge_cases, deed_unmerge_cases, deed_split_case, deed_merge_back, deed_close_case, deed_reopen_case,
    deed_target_case, deed_set_case, deed_text_of_case, deed_party_of_case, deed_moment_of_case, deed_corroborate,
    deed_uncorroborate, deed_fact_ask, deed_fact_remind, deed_fact_answer, deed_note_provenance, deed_policy, deed_give_consent,
    deed_recall_consent, deed_enroll, deed_draft, deed_ask, deed_review, deed_deputy, deed_absent, deed_end_absence, deed_remind, deed_late, deed_lines, deed_spoken, deed_attest,
    deed_holiday, deed_reopen, deed_oncall, deed_end_oncall, deed_look_again, deed_remind_acks, deed_states_value, deed_answer, deed_recall, deed_release,
    deed_flush, deed_edit, deed_correct, deed_retract, deed_check_leaks, deed_expire, deed_open_it, deed_acknowledge,
    deed_say, deed_question_ask, deed_question_again, deed_question_answer, deed_question_remind, deed_question_read,
    deed_question_close, deed_finish, deed_judge, deed_take, deed_reopen_submission, deed_receive_consultation, deed_consultation_draft, deed_consultation_review,
    deed_consultation_send, deed_consultation_read, deed_review_keep, deed_review_end;

#endif

/* page_asking.h - what the pages of questions (照会) and calls for information (情報提供のお願い) are given. */
#ifndef WEB_PAGE_ASKING_H
#define WEB_PAGE_ASKING_H

#include "web/page.h"

struct upload_shown { long long most_mb; };

struct question_line { struct str number, href, submission, submission_href, org, asked, due, state; bool late; };
struct question_list_shown { struct option *views; size_t views_count; struct question_line *rows; size_t rows_count; struct str more; bool staff; };
struct said_shown { struct str when, who, words; struct option *receipts; size_t receipts_count; bool of_hub; };
struct question_shown {
	struct question_line line;
	struct str base, member_waited, hub_waited;
	struct said_shown *said;
	size_t said_count;
	struct option *kinds, *templates;
	size_t kinds_count, templates_count;
	struct upload_shown upload;
	bool staff, may_answer, may_ask, may_close;
};
/* Asking about a submission: the form on a page of its own. */
struct ask_form { struct str base, number, back; struct option *templates; size_t templates_count; };

struct call_line { struct str number, href, title, state, published, due; const char *tlp_tone; struct str tlp; long long answered, asked, outside; };
struct call_list_shown {
	struct call_line *rows;
	size_t rows_count;
	struct option *tlps, *audiences;
	size_t tlps_count, audiences_count;
	bool staff, may_draft;
};
struct call_answer_shown { struct str when, org, word, receipt, href; bool late, outside; };
struct call_shown {
	struct call_line line;
	struct str base, text, note;
	struct fact *facts;
	size_t facts_count;
	struct call_answer_shown *answers;
	size_t answers_count;
	struct option *kinds, *moves;   /* moves: the deeds that its state has for the hub */
	size_t kinds_count, moves_count;
	struct upload_shown upload;
	long long rev;
	bool staff, opened, may_answer;
};

#endif

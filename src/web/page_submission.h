/* page_submission.h - what html/submission.html and html/mail.html are given (page.h says how). */
#ifndef WEB_PAGE_SUBMISSION_H
#define WEB_PAGE_SUBMISSION_H

#include "web/page.h"

/* A piece of text that looks the same throughout (marks.h). */
struct run { struct str text, hint; const char *tone; };       /* "" bad good warn ghost */

struct ref { long long n; const char *tone; struct str href; }; /* a finding's number, its colour ("" mid low con), its place */

struct evidence_shown {
	struct str where, from;         /* from: where the expected value comes from */
	struct run *found, *expected;
	size_t found_count, expected_count;
};
struct finding_shown {
	struct ref ref;
	struct str strength, sentence, id, judged;      /* judged: what people said of it */
	const char *tag;                /* colour of its strength */
	struct str mail_href, mail;     /* the mail that it is about, where it is not the one shown */
	struct evidence_shown *evidence;
	size_t evidence_count;
	bool against, mine_agree, mine_wrong;
};

struct header_shown {
	struct str term, note;
	struct run *runs;
	struct ref *refs;
	size_t runs_count, refs_count;
};
struct block { struct run *runs; size_t runs_count; bool quote; };
struct nested_shown { struct run *name; size_t name_count; struct str type, size, sha256; bool encrypted; int depth; };
struct account_field { struct str term, before, now; bool differs; };
struct compared { struct str before_from, sentence; struct account_field *fields; size_t fields_count; };
struct attachment_shown {
	struct run *name;
	struct nested_shown *nested;
	struct ref *refs;
	size_t name_count, nested_count, refs_count;
	struct str type, size, sha256, about, part;
	const struct compared *compared;
};
struct link_shown { struct run *text; size_t text_count; struct str url, target; bool differs; };
struct mail_shown {
	long long n;                    /* from 0 */
	struct str title;               /* with its number where there are several */
	struct str before, next, preview;       /* addresses; "" */
	struct header_shown *headers;
	struct block *blocks, *plain;
	struct attachment_shown *attachments;
	struct link_shown *links;
	struct str *defects;
	size_t headers_count, blocks_count, plain_count, attachments_count, links_count, defects_count;
	long long attachments_all, links_all;
	struct str more_attachments;    /* address of the next ones; "" */
	bool cut, fake;
};
struct thread_row { struct str when, from, to, says, href; struct str *notes; size_t notes_count; bool fake, now; };

struct proposal_shown { struct str id, where, href, reason; long long score; };
struct history_row { struct str when, what, change, by, reason; bool correction; };

struct submission_page {
	struct str name, base, here, subject, lead, verdict, sentence, advice, reason;
	const char *tone;
	long long strong, medium, weak, against, mails_count;
	struct fact *facts;
	size_t facts_count;
	struct fact *told;              /* what who handed it in says about it */
	size_t told_count;
	struct run *told_words;
	size_t told_words_count;
	struct finding_shown *findings, *others;        /* of the mail that is shown, and of the other ones */
	size_t findings_count, others_count;
	const struct mail_shown *mail;
	const struct figure_sequence *picture;          /* NULL: no conversation */
	struct thread_row *thread;
	size_t thread_count;
	struct str opened;              /* how an encrypted archive was opened; absent */
	struct str *limits;
	size_t limits_count;
	struct str text;                /* of what is no mail: the whole, as far as it is shown */
	struct block *blocks;
	size_t blocks_count;
	struct option *parts;           /* attachments of the mail that is shown */
	size_t parts_count;
	struct str case_number, case_href;
	struct proposal_shown *proposals;
	size_t proposals_count;
	struct option *classes, *bases, *damages, *verdicts;
	size_t classes_count, bases_count, damages_count, verdicts_count;
	struct history_row *history;
	size_t history_count;
	struct str judged;              /* what people said of the verdict */
	bool staff, looks, may_decide, may_withdraw, read, erased, none_found, has_source, mine_agree, mine_wrong;
};

#endif

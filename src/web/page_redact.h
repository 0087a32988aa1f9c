/* page_redact.h - what html/redact.html is given: the texts of a share, what is to go from them, and who decided what before. */
#ifndef WEB_PAGE_REDACT_H
#define WEB_PAGE_REDACT_H

#include "web/page_submission.h"

struct redact_choice {
	long long i;                    /* fields at-i how-i word-i why-i */
	struct str at, found, kind, word, why;
	struct option *hows;
	size_t hows_count;
};
struct redact_para {
	struct str label, lang, place;  /* place: "summary 0 ja" */
	struct run *before, *after;
	size_t before_count, after_count;
	struct redact_choice *choices;
	size_t choices_count;
};
struct redact_own { long long i; struct option *places, *hows; size_t places_count, hows_count; struct str words, word, why; };
struct redact_done { struct str rev, when, by, part, word, reason; };

struct redact_page {
	struct str number, base;
	const char *tlp_tone;
	struct str tlp;
	long long rev, leaks, finds;
	struct redact_para *paras;
	size_t paras_count;
	struct redact_own *own;
	size_t own_count;
	struct redact_done *done;
	size_t done_count;
	bool stale, may;
};

#endif

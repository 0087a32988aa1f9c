/* page.h - what the templates of html/ are given: one struct a page, plain strings and numbers in it.
 *
 * All of it lives as long as the request.  Strings are escaped by the templates; nothing here is markup. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "base/html.h"

struct nav_item {
	struct str label, href, key;    /* key: two letters of keys.js */
	struct str group;               /* a heading before it; "" */
	long long count;                /* 0: none is shown */
	bool now, hot;
};

/* A word with a colour and, beside it, a meaning that does not need the colour. */
struct tag { struct str text; const char *tone; };      /* shu ko ai matsu fuji or "" */

/* A moment as people say it ("3 hours ago"), for machines, and exactly. */
struct when { struct str ago, iso, exact; };

struct option { struct str value, label; bool now; };

struct fact { struct str term, value; };

/* ---- the pages ---- */

struct sign_in_form { struct str who, problem, next, provider, provider_href; };      /* provider: "" where none is set */
struct oidc_form { struct str code, state, issuer, provider; };

struct link_form { struct str token, name, purpose, problem, provider, provider_href; bool wants_password, wants_code; long long least; };

struct home_tile { struct str label, href, note; long long count; bool hot; };
struct home_row { struct str when, number, href, title, state; const char *tlp_tone; struct str tlp; };
struct home_page;               /* page_home.h */

struct submit_question { const char *name; struct str legend; struct option *list; size_t list_count; };
struct submit_form {
	struct option *kinds;
	size_t kinds_count;
	struct submit_question *happened, *urgent, *technical;
	size_t happened_count;
	struct str problem, org, note, endings;         /* endings: "eml:mail msg:mail ..." for submit.js */
	long long most_mb;
};

struct receipt_piece { struct str name, href, state, examined, verdict; };
struct receipt_page {
	struct str receipt, name, received, state, reason;
	struct receipt_piece *pieces;
	size_t pieces_count;
	bool waiting, locked, sealed, may_open;  /* locked: a password would open it; sealed: none would */
};

struct member_home;             /* page_member.h */
struct queue_page;              /* page_queue.h */
struct submission_page;         /* page_submission.h */
struct preview_page;            /* page_preview.h */
struct own_org_page; struct own_trail_page;      /* page_orgs.h */
struct trail_page;              /* page_admin.h */
struct settings_page;
struct orgs_page;               /* page_orgs.h */
struct org_page;
struct import_page;             /* page_import.h */
struct report_page;             /* page_report.h */
struct statistics_page;         /* page_statistics.h */
struct stat_records_page;
struct help_page;

struct case_line { struct str number, href, state, opened; struct run *name; size_t name_count; struct tag class; long long submissions, organisations; };
struct cases_page { struct option *views; size_t views_count; struct case_line *rows; size_t rows_count; struct str older; };

struct case_page;               /* page_case.h */

struct shares_page;             /* page_share.h, with the following */
struct share_page;
struct redact_page;
struct approvals_page;
struct approval_page;
struct publication_page;
struct inbox_page;
struct inbox_share;
struct leak_shown;
struct paper_shown;
struct step { struct str label, note; const char *state; };     /* done now todo */

struct key_line { struct str id, purpose, owner, scopes, networks, certificate, made, until, used, used_from; bool dead; };
struct keys_page {
	struct str secret, example;     /* of the key just made; "" */
	struct option *scopes;
	size_t scopes_count;
	struct key_line *rows;
	size_t rows_count;
	long long days, days_most;
	bool certificates;              /* machines may show one here */
};

struct session_line { struct str id, remote, made, seen; bool is_this; };
struct code_line { struct str code; };
struct account_page {
	struct str name, person, org, problem, secret, uri;     /* secret: of new one-time codes, shown once */
	struct session_line *rows;
	size_t rows_count;
	long long least;                /* characters of a password */
	struct code_line *recovery;     /* new ones, shown once */
	size_t recovery_count;
	long long recovery_left;
	bool has_codes, may_codes;      /* approvers, who stands in for them, and the hub's people */
};

struct problem_page { struct str sentence, reference; long long status; };

/* ---- the frame ---- */

struct page {
	struct str title, hub_name, who_name, who_role, csrf, here, said, refused, broken, css, icon;     /* broken: the audit trail's chain */
	bool signed_in, is_demo, is_ja, portal;        /* portal: larger type, for members and forms */
	struct nav_item *nav;
	size_t nav_count;
	struct str *scripts;
	size_t scripts_count;
	const struct sign_in_form *sign_in;
	const struct link_form *link;
	const struct oidc_form *oidc;
	const struct home_page *home;
	const struct member_home *member_home;  /* page_member.h */
	const struct submit_form *submit;
	const struct receipt_page *receipt;
	const struct queue_page *queue;
	const struct submission_page *submission;
	const struct preview_page *preview;
	const struct cases_page *cases;
	const struct case_page *one_case;
	const struct shares_page *shares;
	const struct share_page *share;
	const struct redact_page *redact;        /* page_redact.h */
	struct leak_shown *leaks;       /* what the leak check just found */
	size_t leaks_count;
	const struct approvals_page *approvals;
	const struct approval_page *approval;
	const struct publication_page *publication;
	const struct inbox_page *inbox;
	const struct inbox_share *inbox_share;
	const struct indicators_page *indicators;       /* page_hunt.h */
	const struct indicator_page *indicator;
	const struct hunts_page *hunts;
	const struct hunt_page *hunt;
	const struct report_page *report;
	const struct orgs_page *orgs;
	const struct org_page *org;
	const struct import_page *import;
	const struct own_org_page *own_org;
	const struct own_trail_page *own_trail;
	const struct trail_page *trail;
	const struct settings_page *settings;
	const struct statistics_page *statistics;
	const struct stat_records_page *stat_records;
	const struct help_page *help;
	const struct keys_page *keys;
	const struct search_shown *search;
	const struct question_list_shown *questions;
	const struct question_shown *question;
	const struct ask_form *ask;
	const struct call_list_shown *calls;
	const struct call_shown *call;
	bool may_search;
	const struct account_page *account;
	const struct problem_page *problem;
};

#endif

/* look.h - what several pages show in the same way. */
#ifndef WEB_LOOK_H
#define WEB_LOOK_H

#include "intake/look.h"
#include "web/web.h"

#define LOOK_KINDS "mail bec traffic sample incident audit-log consultation sighting"
#define LOOK_CLASSES "targeted bec phishing malware-bulk spam-harmless scam-other scan/probe drill false-positive unknown"

/* "amber" for AMBER and AMBER+STRICT: the class of its colour. */
const char *look_tlp(struct str tlp);
/* R-20190717-7KQ3M/2 */
struct str look_name(const struct web_call *c, const struct submission_row *s);
struct str look_submission(const struct web_call *c, struct str receipt, long long number);
struct str look_org(const struct web_call *c, struct str org_id);
/* The form's field "back" where it is an address of ours below `root`, else `root`. */
struct str look_back(const struct web_call *c, const char *root);
/* R-20190717-7KQ3M2/1 and nothing else: it may stand in an address. */
bool look_is_name(struct str s);
struct str look_person(const struct web_call *c, struct str id);
/* The word for a value of a decided field: class damage outcome targeted. */
struct str look_decided(const struct web_call *c, struct str field, struct str value);
struct str look_reason(const struct web_call *c, const struct submission_row *s);
/* WORD, and which type of fraud by mail it is (0: none). */
struct str look_typed(const struct web_call *c, struct str word, long long bec_type);
struct str look_verdict(const struct web_call *c, const struct submission_row *s);
struct tag look_tag(const struct web_call *c, struct str nature, struct str strength, long long bec_type);
/* A delivery as its reader sees it: nobody there has read it, or how far it came. */
struct str look_delivery(const struct web_call *c, struct str state);
/* 1072 -> "1,072", and with its sign, as a difference. */
struct str look_count(const struct web_call *c, long long n);
struct str look_change(const struct web_call *c, long long n);
struct str look_bytes(const struct web_call *c, long long bytes);
/* Within a week as people say it, before that the day. */
struct when look_when(const struct web_call *c, long long ms);
/* As of when the worker counted it; "" where it was counted now, or TIME_NONE. */
struct str look_counted(const struct web_call *c, long long counted_ms);
/* The choices of a space-separated list of ids with the words of a family. */
struct option *look_choices(const struct web_call *c, const char *family, const char *ids, struct str now, size_t *n_r);

/* A submission of the path's first two pieces that this viewer may see, or ERR_UNKNOWN. */
int look_at_submission(struct web_call *c, struct submission_row *s, bool *staff_r, struct err *e) MUST_CHECK;

/* The groups of today to choose from, behind `all`, whose value is "". */
int look_sigs(struct web_call *c, struct str now, struct str all, struct option **list, size_t *n, struct err *e) MUST_CHECK;
/* Everybody, and each SIG of today, as values of a form: all, sig:ID. */
int look_audiences(struct web_call *c, struct option **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif

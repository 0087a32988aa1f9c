/* publication.h - the source's yes to being told of in the public report: an audience of its own, that no share's approval covers.
 *
 * Bound to a digest of the hub's words on the case in both languages, of the course of events and of the public sources: another word, and it is asked
 * again.  Said by an approver of the organisation, as to a share (approve/approve.h).  Of one organisation the newest answer counts;
 * silence is never yes.  Only the sealed connection writes it.
 *
 * The hub asks (publication_ask) when the words are as they shall be printed: each source's approver then finds the question with its
 * approvals, and reads exactly what the digest covers.  Whoever rewords it ends the question (consolidate/case_deed.h). */
#ifndef REPORT_PUBLICATION_H
#define REPORT_PUBLICATION_H

#include "approve/approve.h"

struct publication_source {
	struct str org_id, answer, medium, person_id;   /* the newest answer; "" where there is none */
	long long at_ms, due_ms;        /* due: asked about what would be printed now, and not answered; TIME_NONE */
	bool good;                      /* yes, to what would be printed now */
};

struct publication_word { struct str slot, lang, body; };      /* paragraphs parted by an empty line */
struct publication_moment {
	long long at_ms, until_ms;      /* TIME_NONE */
	struct str precision, from, to, text_ja, text_en, note_ja, note_en, known_how;
	bool fake;
};

struct publication {
	struct str case_id, number, digest;
	struct publication_word *words;         /* what the digest covers */
	size_t word_count;
	struct publication_moment *moments;
	size_t moment_count;
	struct publication_source *sources;     /* every organisation whose material the case holds; none: the hub's own */
	size_t source_count, good;
};

int publication_get(struct db *db, struct arena *a, struct str case_number, struct publication *p_r, struct err *e) MUST_CHECK;
/* asked (and not answered) none outdated yes no: how a source stands. */
const char *publication_state(const struct publication_source *s);
/* Of the sources that have not agreed, those in which nobody may answer at `now_ms`: "ORG-A, ORG-B"; "". */
int publication_speechless(struct db *db, struct arena *a, const struct publication *p, long long now_ms, struct str *orgs_r, struct err *e) MUST_CHECK;
/* First in a transaction that asks, takes back or answers: these, and who rewords the case, wait for each other. */
int publication_hold(struct db *db, struct str case_number, struct err *e) MUST_CHECK;
/* Asks every source that has not said yes to what would be printed now, and is not asked about it already: how many.  ERR_DENIED where
 * a name, domain, person or address of the registry or of the case (anonymise/terms.h) stands in it: the sources of a case do not know each other. */
long long publication_ask(struct hub *hub, const struct act *by, struct arena *a, struct str case_number, struct err *e) MUST_CHECK;
/* Takes the question back; ERR_CONFLICT where nobody is asked. */
int publication_unask(struct hub *hub, const struct act *by, struct arena *a, struct str case_number, struct err *e) MUST_CHECK;

/* A question q that waits for an answer of an organisation whose material the case still holds. */
#define SQL_PUBLICATION_HOLDS \
	"EXISTS (SELECT 1 FROM case_submission m JOIN submission u ON u.id = m.submission_id WHERE m.case_id = q.case_id AND m.removed_ms IS NULL" \
	" AND u.org_id = q.org_id AND u.state <> 'withdrawn')"
#define SQL_PUBLICATION_WAITS \
	"q.void_ms IS NULL AND NOT EXISTS (SELECT 1 FROM publication_consent y WHERE y.case_id = q.case_id AND y.org_id = q.org_id" \
	" AND y.digest = q.digest AND y.at_ms >= q.asked_ms) AND " SQL_PUBLICATION_HOLDS

/* What an organisation was asked and may still answer, or answer otherwise; the newest first. */
struct publication_request {
	struct str number, digest, answer;      /* of the case; answer "": none yet */
	long long asked_ms, due_ms, at_ms;      /* at: of the answer; TIME_NONE */
};
/* Behind (asked_ms, number): TIME_FOREVER, "" for the first page. */
int publication_requests(struct db *db, struct arena *a, struct str org_id, long long asked_ms, struct str number, long long most,
    struct publication_request **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* The one about this case; ERR_UNKNOWN, also where there is no such case. */
int publication_request_get(struct db *db, struct arena *a, struct str org_id, struct str number, struct publication_request *q_r, struct err *e) MUST_CHECK;

struct records;
struct publication_told { struct str case_id, number; size_t good, source_count; };
/* Every case whose words a report prints, with how many of its sources said yes to them. */
int publication_told(struct records *r, struct publication_told **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* ERR_DENIED, naming the cases, where a source of a told case has not said yes: such a report is not published. */
int publication_check(struct records *r, long long now_ms, struct err *e) MUST_CHECK;

/* answer->number is the case, word yes or no; digest, person and medium as for a share. */
int publication_answer(struct hub *hub, const struct act *by, struct arena *a, const struct answer *answer, struct err *e) MUST_CHECK;

#endif

/* standing.h - standing figures of a period beside the loop's (loop.h): how long the talk with members took, who took part;
 * and what one organisation gave and took, for its own eyes and the hub's. */
#ifndef FEEDBACK_STANDING_H
#define FEEDBACK_STANDING_H

#include "base/act.h"
#include "base/arena.h"
#include "base/err.h"
#include "store/db.h"

enum { STANDING_K = 5 };        /* a figure about other organisations is shown from so many on */

/* Of what began in [from_ms, to_ms), by what was known at now_ms.  Medians in tenths of a day; -1: nothing to take one of. */
struct standing_talk {
	long long questions, answered_questions, late_questions;        /* late: no answer by its date, or an answer after it */
	long long to_first_answer;              /* question to the member's first answer */
	long long consultations, answered_consultations;
	long long to_consultation_answer;       /* receipt to answer, without the time that the submitter was waited for */
	long long to_share;                     /* receipt of the newest source to its first release, without that time */
	long long recipients, searchers;        /* organisations that were sent a share; that searched one and said which time */
};
int standing_talk(struct db *db, struct arena *a, long long from_ms, long long to_ms, long long now_ms, struct standing_talk *t_r,
    struct err *e) MUST_CHECK;

/* The rows behind these figures. */
enum standing_kind { STANDING_QUESTIONS, STANDING_CONSULTATIONS, STANDING_RECIPIENTS };
struct standing_row {
	struct str name, org_id, receipt;       /* of a question its number; of a consultation ""; of a recipient no receipt either */
	long long number, at_ms;        /* of the submission; when it was asked or received; TIME_NONE */
	long long took;                 /* tenths of a day to the answer; -1: none yet */
	bool late, searched;
};
int standing_rows(struct db *db, struct arena *a, enum standing_kind kind, long long from_ms, long long to_ms, long long now_ms,
    struct standing_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* What the organisations that gave something or were sent a share have in the middle: the medians in the order of give_take's pairs, -1
 * where they are fewer than STANDING_K; and how many rows were counted for it. */
enum { GIVE_TAKE_SUMS = 8 };
struct give_take_all { long long median[GIVE_TAKE_SUMS], rows; };
int give_take_all(struct db *db, struct arena *a, long long from_ms, long long to_ms, struct give_take_all *all_r, struct err *e) MUST_CHECK;

/* One organisation in a period, beside the median of all. */
struct give_take {
	struct { long long own, median; } submissions, supplements, consultations, sightings, received, opened, answered, searched;
	long long shares;                       /* released, with its material in them */
	long long seen_by_others;               /* organisations that found what these shares show; -1: fewer than STANDING_K */
	long long questions, questions_answered, questions_late;
};
/* Only for people of that organisation and of the hub: ERR_DENIED. */
int give_take(struct db *db, const struct act *by, struct arena *a, struct str org_id, long long from_ms, long long to_ms,
    const struct give_take_all *all, struct give_take *g_r, struct err *e) MUST_CHECK;

#endif

/* sequence_words.h - the course of a conversation ("sequence" of an analysis document) in the reader's words;
 * the picture and the table of a terminal say the same. */
#ifndef WORKER_SEQUENCE_WORDS_H
#define WORKER_SEQUENCE_WORDS_H

#include <jansson.h>

#include "base/arena.h"

/* "1.5 hours", "20 minutes", "3 days" */
struct str sequence_duration(struct arena *a, long long minutes);
/* One remark about a mail: "1.5 hours after the promise in message 7, from somebody else". */
struct str sequence_note(struct arena *a, const json_t *note);
/* A lane's name: the person's, else the address; the intruder's word. */
struct str sequence_lane(struct arena *a, const json_t *lane);
/* Below the name: the organisation, else the domain; "" for the intruder. */
struct str sequence_house(struct arena *a, const json_t *lane);
/* What the mail says; else its subject. */
struct str sequence_says(struct arena *a, const json_t *doc, const json_t *step);

#endif

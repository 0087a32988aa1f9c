/* stories.h - what the scripted analyst says about the told cases (data/demo/stories.txt), entered through the
 * functions that the command line uses. */
#ifndef DEMO_STORIES_H
#define DEMO_STORIES_H

#include "demo/demo.h"

/* Texts, time line and provenance of a case that has a name; `submission_id` is where its facts are read from. */
int stories_describe(struct replay *r, const struct act *by, struct arena *a, struct str case_id, struct str submission_id,
    const struct planned *item, struct err *e) MUST_CHECK;
/* The lines under "[name slot lang]" of the data file; absent where there are none. */
struct str stories_text(struct arena *a, const char *name, const char *slot, const char *lang);
/* What comes on a day of its own: the public source, the answer of the impersonated company, the hub's sample. */
int stories_day(struct replay *r, long long day_ms, struct err *e) MUST_CHECK;

#endif

/* story.h - a told case as blocks, from the paragraphs of its slot "story".
 *
 * The first paragraph is the title.  Of the others, "= text" is a small heading, "- text" an item, "+ text" a
 * numbered item, anything else a paragraph.  A line of its own places what the records hold:
 *
 *   !figure sequence [to DAY] [from DAY]    the time line, or the part up to or from a day
 *   !figure from | !figure mail | !figure page    from the slots of told.h
 *   !addresses                              the genuine and the fake address, changed pieces marked
 *   !fact-check                             what asking the impersonated company brought (else at the end)
 *
 * In a text "{fig N}" is the N-th figure of the story, and "[[kind]]" a footnote made from the case's
 * provenance (partly-inferred, archive-capture, call-for-reports) where there is one; what is inferred has
 * its footnote also without being asked. */
#ifndef REPORT_STORY_H
#define REPORT_STORY_H

#include "report/doc.h"
#include "report/told.h"

/* Everything but the title, which is returned.  `facts`: a paragraph from the records, behind the first one. */
int story_add(struct doc *d, struct records *r, const struct told_case *t, const struct told_text *story, struct str facts,
    struct err *e) MUST_CHECK;

#endif

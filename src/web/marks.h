/* marks.h - hostile text as a page shows it: what is evidence is marked, what nobody would see is made visible.
 *
 * Invisible and bidirectional characters become their code point, long runs of blanks are drawn, letters of another
 * script inside a Latin word are marked (UTS #39 "mixed script"), and addresses of pages are written so that nothing
 * opens: hxxp, [.].  Nothing here is markup; templates escape every run. */
#ifndef WEB_MARKS_H
#define WEB_MARKS_H

#include "web/page_submission.h"

struct mark { size_t from, to; const char *tone; };     /* bytes of the text */

struct marks { struct mark *list; size_t n, room; };

enum marks_how { MARKS_SPACES = 1, MARKS_DEFANG = 2 };

/* Of overlapping marks the first one added counts.  Runs live in the arena. */
void marks_show(struct arena *a, struct str text, const struct marks *m, unsigned how, struct run **runs_r, size_t *n_r);
/* Marks where `part` stands in `text`: the occurrence nearest to `near` (a byte). False where it stands nowhere. */
bool marks_find(struct arena *a, struct marks *m, struct str text, struct str part, size_t near, const char *tone);
/* Marks in `text`, from byte `at` on where `value` stands, what is not in `other`: the letters that differ. */
void marks_differ(struct arena *a, struct marks *m, size_t at, struct str value, struct str other, const char *tone);

#endif

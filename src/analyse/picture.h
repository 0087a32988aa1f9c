/* picture.h - what the label of a domain looks like, whatever letters it is written with.
 *
 * The picture of a label is its letters after data/lookalike.csv (rn = m, 0 = o, i = 1 = l, Cyrillic and
 * Greek letters, kana for kanji), hyphens gone; what the table does not know is asked of ICU's
 * confusables (UTS #39), as it stands and as a capital, for a capital may look like another letter
 * than its small form.  Equal pictures mean "a reader may take the one for the other". */
#ifndef ANALYSE_PICTURE_H
#define ANALYSE_PICTURE_H

#include "base/arena.h"

enum { LABEL_LONGEST = 63, PICTURE_LONGEST = 256 };

/* The label as readers see it: "xn--..." decoded, else as it is; lower-case. */
struct str label_shown(struct arena *a, struct str label);
/* of_capitals: letters beyond ASCII judged by their capital form. */
struct str picture_of(struct arena *a, struct str shown, bool of_capitals);

/* Is `longer` the firm's name `label` with one of the affixes before or behind ("a-company-group")?
 * Both letters and digits only. */
bool label_has_affix(struct str longer, struct str label);

/* Reads the table and opens ICU's checker; before the jail closes. */
void picture_warm(void);

#endif

/* plain.h - words that anybody may write, and pieces that only one recipient may have got.
 *
 * What one organisation alone handed in may have been made for it alone: a path, a query value, a host
 * label, a file name.  Such a piece stands in a share only where it is made of ordinary words; from the
 * second organisation on it is the attacker's.  Known miss: an ordinary word chosen per recipient. */
#ifndef ANONYMISE_PLAIN_H
#define ANONYMISE_PLAIN_H

#include <stdbool.h>

#include "base/str.h"

/* Words of letters that can be spoken, short numbers, and both joined by . - _ ~ +. */
bool plain_piece(struct str s);
/* A host label that services are called by: www, mail2, login. */
bool plain_label(struct str s);
/* A file name of ordinary business words and short numbers: invoice_2019.pdf, 請求書.xlsx. */
bool plain_file_name(struct str s);

/* Long and mixed: no word, no name with a year behind it. */
bool plain_is_code(struct str s);

#endif

/* file_links.h - the links that stand in a mail's files: QR codes in pictures and on the pages of PDFs, links of
 * documents.  They join the links of the text, so that whatever looks at links sees them. */
#ifndef ANALYSE_FILE_LINKS_H
#define ANALYSE_FILE_LINKS_H

#include "analyse/papers.h"

enum { FILE_LINKS_MOST = 60, FILE_PICTURES_MOST = 12 };

/* The mail itself, or a copy with more links.  Its documents are among `papers` already; what a tool is still to
 * read has none yet.  A limit of its own (pictures not looked at) is among the copy's. */
const struct mail *mail_with_file_links(struct arena *a, const struct mail *m, struct papers *papers);
/* Does the mail ask to scan a code? */
bool mail_asks_to_scan(const struct mail *m);

#endif

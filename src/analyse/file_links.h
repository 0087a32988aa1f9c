/* file_links.h - the links that stand in a mail's files: QR codes in pictures, in Office documents, on the pages of PDFs, inside
 * archives, and drawn in its text; links of documents.  They join the links of the text, so that whatever looks at links sees them. */
#ifndef ANALYSE_FILE_LINKS_H
#define ANALYSE_FILE_LINKS_H

#include "analyse/attached.h"
#include "analyse/papers.h"

enum { FILE_LINKS_MOST = 60, FILE_PICTURES_MOST = 12 };

/* The mail itself, or a copy with more links.  Its documents are among `papers` already; what a tool is still to
 * read has none yet.  Pages without pictures are looked at where the mail talks of scanning, or the file came `alone`.  A limit of its own
 * (pictures not looked at) is among the copy's. */
const struct mail *mail_with_file_links(struct arena *a, const struct mail *m, struct papers *papers, bool alone);
/* The same of what lies in its archives, once these were opened and their documents are among `papers`. */
const struct mail *mail_with_packed_links(struct arena *a, const struct mail *m, const struct attached *files, size_t count, struct papers *papers,
    bool alone);

#endif

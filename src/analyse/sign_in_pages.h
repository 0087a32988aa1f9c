/* sign_in_pages.h - which brand's sign-in page a page looks like, and by what signs (data/sign_in_pages.csv).
 *
 * What a kit copies stays: the title, the names of the fields, sentences, files of pictures, parts that are still loaded from the
 * real one, the note of where it was copied from. */
#ifndef ANALYSE_SIGN_IN_PAGES_H
#define ANALYSE_SIGN_IN_PAGES_H

#include "analyse/brands.h"
#include "parse/page.h"

enum like {
	LIKE_TITLE = 1 << 0,            /* the brand's name in the title */
	LIKE_PARTS = 1 << 1,            /* named, and its icon or two pictures are loaded from the brand */
	LIKE_FIELDS = 1 << 2,           /* two fields are called as the brand's */
	LIKE_WORDS = 1 << 3,            /* two sentences of the brand's page */
	LIKE_FILES = 1 << 4,            /* named, and a picture's file is called as the brand's */
	LIKE_ORIGIN = 1 << 5,           /* it says itself that it was copied from the brand */
};

enum { LIKENESS_SEEN = 6 };

struct likeness {
	const struct brand *brand;      /* NULL: like none */
	unsigned signs;                 /* bits of enum like */
	size_t count;                   /* of the signs */
	struct page_piece seen[LIKENESS_SEEN];  /* what shows them */
	size_t seen_count;
};

/* The brand with the most signs. */
struct likeness sign_in_page_likeness(struct arena *a, const struct page *page);
/* The sign to name first, as a word of the text table ("@page-fields"); LIKE_TITLE: the title itself. */
struct str likeness_word(const struct likeness *l, const struct page *page);
/* Reads the table once; before the jail closes. */
void sign_in_pages_warm(void);

#endif

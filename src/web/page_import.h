/* page_import.h - what html/import.html is given: a table kept by hand, before it is taken over. */
#ifndef WEB_PAGE_IMPORT_H
#define WEB_PAGE_IMPORT_H

#include "web/page.h"

struct import_field_shown { struct str name, label, sample; struct option *columns; size_t columns_count; bool needed; };
struct import_problem_shown { long long line; struct str column, why; };
struct import_row_shown { long long line; struct str *cells; size_t cells_count; };

struct import_page {
	struct option *kinds, *sheets;
	size_t kinds_count, sheets_count;
	struct str problem, digest, of, was, sheet, summary;     /* of: the file; was: it and its heading row, whose columns are named; problem: of the whole */
	long long heading_row, problems_all, hidden, most_mb;
	struct import_field_shown *fields;
	size_t fields_count;
	struct import_row_shown *rows;  /* the first ones */
	size_t rows_count;
	struct import_problem_shown *problems;
	size_t problems_count;
	struct str *sentences;          /* of lines that no column is blamed for */
	size_t sentences_count;
	bool looked, may_take;
};

#endif

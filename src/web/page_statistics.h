/* page_statistics.h - what the templates of html/statistics.html are given. */
#ifndef WEB_PAGE_STATISTICS_H
#define WEB_PAGE_STATISTICS_H

#include "base/html.h"

struct stat_cell { struct str value, href, before; bool now; };     /* before: entered for a time before the hub */
struct stat_row { struct str label, means; struct stat_cell *cells; size_t cells_count; };
struct stat_share { struct str label, href; long long count, percent; };
struct stat_group { struct str title, means; struct stat_share *rows; size_t rows_count; };
struct stat_line { struct str label, value, href, means; };

struct statistics_page {
	struct str from, to, csv, label;
	struct str counted;             /* as of when, where the worker counted it before; "" */
	struct option *quarters;
	size_t quarters_count;
	struct str *heads;              /* of the periods */
	size_t heads_count;
	struct stat_row *rows;
	size_t rows_count;
	struct stat_group *groups;
	size_t groups_count;
	struct stat_line *standing;
	size_t standing_count;
};

struct stat_record { struct str name, href, org, when, kind, note; };
struct stat_records_page {
	struct str title, means, back, csv, older, from, to;
	struct stat_record *rows;
	size_t rows_count;
	long long count;                /* of all, not of this page */
};

#endif

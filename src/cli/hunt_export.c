/* hunt_export.c - see hunt_export.h; the texts are made in hunt/query.c and hunt/sql.c. */
#include "cli/hunt_export.h"

#include <stdio.h>

#include "cli/hunt_lists.h"
#include "cli/out.h"
#include "hunt/export.h"

enum { EXPORT_MOST = 1 << 30 };

static int dialect_of(struct str name, const char *const *names, int n, int *dialect_r)
{
	for (int i = 0; i < n; i++) {
		if (str_eq(name, str_of(names[i]))) {
			*dialect_r = i;
			return 0;
		}
	}
	return -1;
}

/* 1: something was left out, and said. */
static int load(struct arena *a, const struct export_options *o, struct export_values *v, struct err *e)
{
	struct set set;
	bool refused = false;

	if (hunt_lists_set(a, o->lists, o->sets, &set, &refused, e) < 0)
		return -1;
	export_values(a, &set, v);
	if (v->left_out > 0)
		fprintf(stderr, TR_N("noroshi: %lld {value|values} with control characters {was|were} left out\n", v->left_out, v->left_out), v->left_out);
	return refused || v->left_out > 0;      /* the set stays mapped: its values are views */
}

int hunt_query(struct arena *a, const struct export_options *o, struct err *e)
{
	struct export_values v;
	struct buf out;
	long long most = 0;
	int dialect, status, searches;

	if (dialect_of(o->dialect, query_dialect_names, QUERY_DIALECTS, &dialect) < 0)
		return err_set(e, ERR_USAGE, "--dialect of hunt query is splunk, kql or elastic, not “" STR_FMT "”", STR_ARG(o->dialect));
	if (o->most.p != NULL && (!str_to_int(o->most, &most) || most < 1))
		return err_set(e, ERR_USAGE, "--most is a number of values a search, not “" STR_FMT "”", STR_ARG(o->most));
	status = load(a, o, &v, e);
	if (status < 0)
		return -1;
	buf_init(&out, EXPORT_MOST);
	searches = query_write(a, &v, (enum query_dialect)dialect, (size_t)most, &out);
	if (out_flush(&out, e) < 0)
		status = -1;
	buf_fini(&out);
	if (status >= 0)
		fprintf(stderr, TR_N("%d {search|searches}\n", searches), searches);
	return status;
}

static bool table_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!ascii_alpha(c) && c != '_' && (i == 0 || (!ascii_digit(c) && c != '.')))
			return false;
	}
	return s.n > 0 && s.n < 120;
}

int hunt_sql(struct arena *a, const struct export_options *o, struct err *e)
{
	struct str flows = o->flows.p != NULL ? o->flows : STR("flows");
	struct export_values v;
	size_t elsewhere = 0;
	struct buf out;
	int dialect, status;

	if (dialect_of(o->dialect, sql_dialect_names, SQL_DIALECTS, &dialect) < 0)
		return err_set(e, ERR_USAGE, "--dialect of hunt sql is clickhouse or postgresql, not “" STR_FMT "”", STR_ARG(o->dialect));
	if (!table_name(flows))
		return err_set(e, ERR_USAGE, "--flows is a table's name of letters, digits, _ and dots, not “" STR_FMT "”", STR_ARG(flows));
	status = load(a, o, &v, e);
	if (status < 0)
		return -1;
	for (int class = CLASS_URL; class < EXPORT_CLASSES; class++)
		elsewhere += v.count[class];
	if (elsewhere > 0)
		fprintf(stderr, tr("noroshi: %zu URLs, mail addresses and hashes do not stand in flows and were left out\n"), elsewhere);
	buf_init(&out, EXPORT_MOST);
	sql_write(&v, (enum sql_dialect)dialect, o->org.p != NULL ? o->org : STR(""), flows, &out);
	if (out_flush(&out, e) < 0)
		status = -1;
	buf_fini(&out);
	return status < 0 ? -1 : status > 0 || elsewhere > 0;
}

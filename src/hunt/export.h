/* export.h - a set in the words of engines that people already have: searches, one SQL statement, block lists.
 *
 * Values come from outside (a set may be made by anybody): each dialect quotes them by its own rules, and a
 * value with control characters, which no field holds, is left out and counted.  Limits and their sources:
 *   splunk   no length is documented for a literal list; sub-searches give 10,000 rows (limits.conf,
 *            [subsearch] maxout); 1,000 values a search are our choice
 *   kql      10,000 values (has_any, Kusto reference); analytics rules take 10,000 characters (use --most)
 *   elastic  65,536 terms (index.max_terms_count); 1,024 clauses (indices.query.bool.max_clause_count before 8) */
#ifndef HUNT_EXPORT_H
#define HUNT_EXPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "hunt/set.h"

enum export_class { CLASS_IP, CLASS_NET4, CLASS_NET6, CLASS_NAME, CLASS_URL, CLASS_MAIL, CLASS_SHA256, CLASS_SHA1, CLASS_MD5, EXPORT_CLASSES };

struct export_values {
	struct str *list[EXPORT_CLASSES];
	size_t count[EXPORT_CLASSES], room[EXPORT_CLASSES];
	long long left_out;             /* values that cannot be written in any dialect */
};

/* The listed values by what they are looked for in. */
void export_values(struct arena *a, const struct set *set, struct export_values *v_r);

enum query_dialect { QUERY_SPLUNK, QUERY_KQL, QUERY_ELASTIC, QUERY_DIALECTS };
extern const char *const query_dialect_names[QUERY_DIALECTS];
/* Searches in both directions, each behind a comment that says what it covers.  `most`: values a search,
 * 0: the engine's limit.  The number of searches. */
int query_write(struct arena *a, const struct export_values *v, enum query_dialect dialect, size_t most, struct buf *out);

enum sql_dialect { SQL_CLICKHOUSE, SQL_POSTGRESQL, SQL_DIALECTS };
extern const char *const sql_dialect_names[SQL_DIALECTS];
/* The rows of noroshi hunt --csv over a flow table (docs/hunting.md) of that name (checked by the caller).
 * URLs, mail addresses and hashes do not stand in flows; the caller says so. */
void sql_write(const struct export_values *v, enum sql_dialect dialect, struct str org, struct str table, struct buf *out);
/* 'text' by the rules of the dialect. */
void sql_quote(enum sql_dialect dialect, struct str s, struct buf *out);

#endif

/* list_tables.h - data/lists/ as compiled in, each sorted; only lists.c reads them. */
#ifndef INDICATOR_LIST_TABLES_H
#define INDICATOR_LIST_TABLES_H

#include <stddef.h>

#define LIST_TABLE(name) \
	extern const char *const list_##name[]; \
	extern const size_t list_##name##_count;
LIST_TABLE(bulk_mailers)
LIST_TABLE(disposable_mail)
LIST_TABLE(free_hosts)
LIST_TABLE(free_mail)
LIST_TABLE(public_hosts)
LIST_TABLE(resolvers)
LIST_TABLE(shorteners)
LIST_TABLE(suspicious_tlds)
#undef LIST_TABLE

#endif

/* list_tables.h - data/lists/ as compiled in; only lists.c reads them. */
#ifndef INDICATOR_LIST_TABLES_H
#define INDICATOR_LIST_TABLES_H

#include "base/name_table.h"

#define LIST_TABLE(name) extern const struct name_table list_##name;
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

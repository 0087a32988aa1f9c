/* pq.h - libpq, loaded when the first hub on PostgreSQL is opened.
 *
 * It brings seventeen libraries with it, which cost a program that never asks for them half of its start and each jailed
 * reader a part of its fork.  Calls are made as pq.PQexec(...), after pq_load; their types are those of libpq-fe.h. */
#ifndef STORE_PQ_H
#define STORE_PQ_H

#include <libpq-fe.h>

#include "base/err.h"

#define PQ_CALLS(CALL) \
	CALL(PQclear) CALL(PQcmdTuples) CALL(PQconnectdb) CALL(PQdescribePrepared) CALL(PQerrorMessage) CALL(PQexec) \
	CALL(PQexecParams) CALL(PQfinish) CALL(PQfreemem) CALL(PQftype) CALL(PQgetResult) CALL(PQgetisnull) CALL(PQgetlength) \
	CALL(PQgetvalue) CALL(PQlibVersion) CALL(PQnfields) CALL(PQparamtype) CALL(PQprepare) CALL(PQresultErrorField) \
	CALL(PQresultStatus) CALL(PQsendQueryParams) CALL(PQsendQueryPrepared) CALL(PQsetClientEncoding) \
	CALL(PQsetNoticeProcessor) CALL(PQsetSingleRowMode) CALL(PQstatus) CALL(PQtransactionStatus) CALL(PQunescapeBytea)

struct pq_calls {
#define CALL(name) __typeof__(&name) name;
	PQ_CALLS(CALL)
#undef CALL
};
extern struct pq_calls pq;

/* Once it was loaded it stays, and asking again costs nothing.  -1: it is not installed, or lacks a call. */
int pq_load(struct err *e) MUST_CHECK;

#endif

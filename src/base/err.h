/* err.h - an outside failure: what is wrong, where, and what to do, in one sentence.
 *
 * An expected answer (not found, duplicate) is an enum value of the function concerned;
 * a bug is an assert, always compiled in; everything else is -1 and a struct err. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

enum err_kind {
	ERR_OK,
	ERR_USAGE,      /* wrong use: option, argument, configuration key */
	ERR_INPUT,      /* the input is not what it should be; nothing was changed */
	ERR_UNKNOWN,    /* a thing that was named does not exist */
	ERR_DENIED,     /* not allowed, or a condition of the deed is not met */
	ERR_CONFLICT,   /* the state has moved on: outdated version, already decided */
	ERR_BUSY,       /* locked by another process; try again */
	ERR_LIMIT,      /* a stated limit was reached */
	ERR_FULL,       /* no space left, or below the low-water mark */
	ERR_IO,         /* file or system call */
	ERR_DB,         /* database */
	ERR_CORRUPT,    /* what is stored is not what was stored: damaged or tampered with */
};

struct err {
	enum err_kind kind;
	char text[1000];        /* UTF-8, in the language of the process, one line without control characters */
};

/* Fills *e (which may be NULL) and returns -1, so that a caller can `return err_set(...)`.
 * The format is looked up in the text table: it is the English text, and po/ja.po holds the
 * Japanese one with the same conversions in the same order. */
int err_set(struct err *e, enum err_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Puts "text: " before what is already there, e.g. the file's name or the row's number. */
int err_prefix(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* ERR_IO (ERR_FULL for ENOSPC and EDQUOT) with strerror(errno) behind the text. */
int err_errno(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The exit status of interfaces: 2 for wrong use and refusals, 3 where nothing could be done. */
int err_exit_status(const struct err *e);

#endif

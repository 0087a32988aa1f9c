/* audit_log.h - exports of the Microsoft 365 unified audit log, as records.
 *
 * What people hand in: the CSV of the portal or of Search-UnifiedAuditLog (a column AuditData with one JSON object a row),
 * a JSON array, JSON lines, or an answer of the management API ({"value": [...]}), also indented over many lines.  Field names and
 * operations as in Microsoft's "Office 365 Management Activity API schema".  Only records that a detector could speak of
 * are kept (rules, mailboxes, consents, sign-ins, sends); thousands of housekeeping rows are counted and left.
 * Linear in the input; no record is read beyond 1 MiB. */
#ifndef ANALYSE_AUDIT_LOG_H
#define ANALYSE_AUDIT_LOG_H

#include "base/arena.h"
#include "base/str.h"

struct audit_parameter {
	struct str name, value;
};

struct audit_record {
	size_t from, to;                /* bytes of the file */
	size_t line;                    /* where it begins, from 1 */
	long long when_ms;              /* TIME_NONE */
	struct str operation, user;     /* user: lower case */
	struct str mailbox;             /* whose, where that is somebody else's or said at all; "" */
	struct str ip, agent, item;     /* item: subject of a mail that was sent */
	bool failed;                    /* ResultStatus says so */
	const struct audit_parameter *parameters;       /* of Parameters, OperationProperties, ModifiedProperties */
	size_t parameter_count;
};

struct audit_log {
	const struct audit_record *records;     /* in the order of time; without a time as they stand */
	size_t count;
	size_t rows, unreadable;        /* all that were seen; those of them that are no record */
	struct str own_domain;          /* of most users in it; "" */
	bool cut;                       /* more than AUDIT_MOST were worth keeping */
};

enum { AUDIT_MOST = 50000 };

/* Behind the line "#TYPE ..." with which PowerShell begins a CSV. */
struct str audit_log_behind_type(struct str bytes);
struct audit_log *audit_log_read(struct arena *a, struct str bytes);
/* The value of a parameter (ASCII case does not count), "" where there is none. */
struct str audit_value(const struct audit_record *r, const char *name);
/* Where `value` stands in the file, within the record: -1 where it is written in another way (escapes). */
long long audit_offset(struct str bytes, const struct audit_record *r, struct str value);

/* ---- what a record does ---- */
/* Makes or changes a rule, or the settings of a mailbox; the name without what clients append. */
bool audit_is_rule(const struct audit_record *r);
/* The address that mail is passed on to; "" where it is not. */
struct str audit_target(struct arena *a, const struct audit_record *r);
/* Deletes, marks as read or moves what it catches. */
bool audit_hides(const struct audit_record *r);
/* Words about money or security that it looks for: the parameter's value, or "". */
struct str audit_words(const struct audit_record *r);
/* Moves to a folder that nobody opens: its name, or "". */
struct str audit_hidden_folder(const struct audit_record *r);

#endif

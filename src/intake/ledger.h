/* ledger.h - rows of a ledger that was kept by hand become submissions without content (代理受付).
 *
 * What the ledger said is kept encrypted as the hand-in's content; there is nothing to read, so no job is made.  The
 * ledger's own number is kept as reference.  A row is taken once, however often its file is imported. */
#ifndef INTAKE_LEDGER_H
#define INTAKE_LEDGER_H

#include "intake/classify.h"
#include "intake/intake.h"

/* How something reached the hub before it was entered: phone mail fax meeting ledger. */
bool channel_known(struct str channel);

struct ledger_row {
	struct str org_id, kind, channel, reference, note;      /* reference, note: "" */
	struct str class, outcome, damage;      /* "" where the ledger does not say */
	long long received_ms, copies;
	struct str file_sha256, sheet;
	size_t number;                  /* row of the sheet, line of the CSV */
	size_t alike;                   /* rows before it in the file that say the same (only where there is no reference) */
};

enum ledger_taken { LEDGER_TAKEN, LEDGER_BEFORE };

/* ERR_CONFLICT where the reference was taken with other content; `check_only` writes nothing. */
int ledger_enter(struct hub *hub, const struct act *by, struct arena *a, const struct ledger_row *row, bool check_only,
    enum ledger_taken *taken_r, struct str *receipt_r, struct err *e) MUST_CHECK;

/* ---- words of ledgers, in Japanese or English: the hub's word, or absent ---- */
struct str ledger_kind(struct arena *a, struct str words);
struct str ledger_class(struct arena *a, struct str words);
struct str ledger_channel(struct arena *a, struct str words);
struct str ledger_outcome(struct arena *a, struct str words);
/* 2019/7/16, 2019年7月16日, 令和元年7月16日, R1.7.16, H31/4/1, with or without 14:30 behind. */
int ledger_time(struct arena *a, struct str words, int zone, long long *ms_r, struct err *e) MUST_CHECK;
/* The organisation by its id or one of its names, with or without 株式会社; absent: none, or several (*several_r). */
int ledger_org(struct db *db, struct arena *a, struct str words, long long now_ms, struct str *org_id_r, bool *several_r,
    struct err *e) MUST_CHECK;

#endif

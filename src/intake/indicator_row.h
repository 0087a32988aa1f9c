/* indicator_row.h - an indicator's row: one for each type and normalised value, made by whoever meets it first. */
#ifndef INTAKE_INDICATOR_ROW_H
#define INTAKE_INDICATOR_ROW_H

#include "base/act.h"
#include "store/db.h"

/* Its id, in the caller's transaction. */
int indicator_row(struct db *db, const struct act *by, struct arena *a, struct str type, struct str value, long long first_ms,
    struct str *id_r, struct err *e) MUST_CHECK;
/* Takes away what nothing holds any more and no share has shown. */
int indicator_rows_tidy(struct db *db, struct arena *a, struct err *e) MUST_CHECK;

#endif

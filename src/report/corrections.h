/* corrections.h - 訂正一覧: what became known after a period was closed, and what of the printed report it changes.
 *
 * Made by replaying: for every instant at which a record of the period changed the report is made again as
 * recorded then, and set beside the one before.  So what is listed is exactly what the records say, and a change
 * of a kind that nobody thought of is found too, by the comparison with what is known now. */
#ifndef REPORT_CORRECTIONS_H
#define REPORT_CORRECTIONS_H

#include "report/closing.h"

/* A cell of a table, or a paragraph, that is printed otherwise. */
struct correction_place {
	struct str where;               /* "表 1 …｜ハブへの情報提供件数｜2019 年 7 月～9 月"; "第 2 章" */
	struct str before, after;       /* "" where there was, or is, none */
};
struct correction_places {
	struct correction_place *list;
	size_t count, room;
};

/* A change of a record; for the hub's people only. */
struct correction_event {
	long long at_ms;
	struct str kind;                /* submission case received withdrawn membership opening choice link merge share text */
	struct str object;              /* a receipt, a case's number, an organisation */
	struct str field, before, after, by;
};

struct correction {
	long long at_ms;                /* the instant, or the last one of its day where there were many */
	struct correction_event *events;
	size_t events_count;
	struct correction_places places;
	bool by_hand;                   /* an erratum */
};
struct corrections {
	struct correction *list;
	size_t count, room;
};

/* Everything after `after_ms` (the closing itself at the earliest), as known at `until_ms`. */
int corrections_read(const struct hub *hub, struct arena *a, const struct closing *c, long long after_ms, long long until_ms,
    enum lang lang, struct corrections *list_r, struct err *e) MUST_CHECK;
/* The mistakes alone that people entered; one place each. */
int corrections_errata(struct db *db, struct arena *a, const struct closing *c, long long after_ms, long long until_ms, enum lang lang,
    struct corrections *list_r, struct err *e) MUST_CHECK;
/* The frozen report beside the one of `until_ms`, as a whole. */
int corrections_between(const struct hub *hub, struct arena *a, const struct closing *c, long long until_ms, enum lang lang,
    struct correction_places *places_r, struct err *e) MUST_CHECK;

/* The section of a report: what was corrected of closed periods since the period before was closed. */
int chapter_corrections(struct doc *d, struct records *r, const struct hub *hub, const struct report_order *order, struct err *e)
    MUST_CHECK;

/* ---- the printed places of a report in JSON (places.c) ---- */
struct printed_place { struct str key, where, text; bool paragraph; };
struct printed {
	struct printed_place *list;
	size_t count, room;
};
int printed_places(struct arena *a, struct str report_json, struct printed *p_r, struct err *e) MUST_CHECK;
void printed_compare(struct arena *a, const struct printed *before, const struct printed *after, struct correction_places *into);

/* Changes of the period's records in (after_ms, until_ms], by time (correction_events.c). */
int correction_events(struct db *db, struct arena *a, const struct period *p, long long after_ms, long long until_ms,
    struct correction_event **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif

/* share_cli.h - what the verbs of noroshi share have in common; private to cli/share*.c. */
#ifndef CLI_SHARE_CLI_H
#define CLI_SHARE_CLI_H

#include "cli/hub_cli.h"
#include "cli/out.h"
#include "share/change.h"
#include "share/look.h"

struct share_options {
	struct str hub, as, number, state;
	struct str case_number, sightings_of, supplements, terms, origin;
	struct str class, tlp, lane, search, expires;
	struct str title_ja, title_en, summary_ja, summary_en, actions_ja, actions_en, reason_ja, reason_en, seen;
	struct str words, with, why, place;
	struct str format, output, without_org, without_submission;
	struct str_list values, audience, drop;
	bool json, exact, liaison_ok, again, all, is_late, found, withhold;
};

struct share_run {                      /* one run of a verb */
	struct arena *arena;
	struct hub *opened;
	struct act by;
	const struct share_options *o;
	struct buf out;
};

/* share_make.c: each returns 0 done, 1 done with something to look at, -1. */
int share_cli_draft(struct share_run *r, struct err *e);
int share_cli_supplement(struct share_run *r, struct err *e);
int share_cli_change(struct share_run *r, enum share_change_kind kind, struct err *e);
/* What a revision's making says. */
int share_cli_made(struct share_run *r, const struct share_made *m, struct err *e);
/* share_receipts.c */
int share_cli_receipts(struct share_run *r, struct err *e);
int share_cli_remind(struct share_run *r, struct err *e);
/* share_redact.c */
int share_cli_redact(struct share_run *r, struct err *e);
/* share_show.c */
int share_cli_list(struct share_run *r, struct err *e);
int share_cli_show(struct share_run *r, struct err *e);
int share_cli_preview(struct share_run *r, struct err *e);
int share_cli_leaks(struct share_run *r, const struct leak_hits *hits, struct err *e);
/* One artefact, or the list of all with their digests, of a stored revision. */
int share_cli_papers(struct share_run *r, const struct share_row *s, long long rev, struct err *e);
/* Is the person of the hub's own people? */
int share_cli_staff(struct share_run *r, bool *staff_r, struct err *e) MUST_CHECK;

#endif

/* approve.h - what the verbs of noroshi approve have in common; private to cli/approve*.c. */
#ifndef CLI_APPROVE_H
#define CLI_APPROVE_H

#include "approve/approve.h"
#include "approve/requests.h"
#include "base/json.h"
#include "cli/hub_cli.h"
#include "cli/out.h"

struct approve_options {
	struct str hub, as, who, digest, code, signed_mail, spoken, second, second_digest, reason, format;
	struct str until, from, to, org, reference, end, output, summary_ja, summary_en;
	bool json, exact, all, over, remind, deputy, drop_source, own_origin;
	struct str_list operands, lines;
};

struct approve_run {                    /* one run of a verb */
	struct arena *arena;
	struct hub *hub;
	struct act by;
	const struct approve_options *o;
	struct buf out;
	struct str number, other;       /* operands */
};

/* The organisation that the person may look for; absent: the hub's people, who see all. */
int approve_scope(struct approve_run *j, struct str *org_r, struct err *e) MUST_CHECK;
/* By one-time code in person, or entered by the hub with something to point at. */
int approve_medium_of(struct approve_run *j, struct answer *n, struct err *e) MUST_CHECK;
int approve_done(struct approve_run *j, const char *word, struct err *e) MUST_CHECK;

/* approve_lines.c */
int approve_cli_lines(struct approve_run *j, struct err *e);
int approve_cli_answers(struct approve_run *j, struct err *e);
/* approve_timeout.c */
int approve_cli_timeout(struct approve_run *j, struct err *e);
/* approve_print.c */
int approve_cli_print(struct approve_run *j, struct err *e);
/* approve_people.c */
int approve_cli_review(struct approve_run *j, struct err *e);
int approve_cli_attest(struct approve_run *j, struct err *e);
int approve_cli_deputy(struct approve_run *j, struct err *e);
int approve_cli_absent(struct approve_run *j, struct err *e);

#endif

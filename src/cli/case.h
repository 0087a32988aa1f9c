/* case.h - what the files of noroshi case share. */
#ifndef CLI_CASE_H
#define CLI_CASE_H

#include "cli/desk.h"

struct case_options {
	struct str state, title, class, damage, campaign, bec_type, basis, role, org, label, slot, lang, text, file;
	struct str reason;
	struct str at, until, precision, from_lane, to_lane, ja, en, note_ja, note_en, known_how, kind;
	struct str who, digest, code, signed_mail, spoken, second, second_digest;       /* a source's answer */
	bool fake, none, no, ask, drop;
};

int case_verb_list(struct desk *d, void *options, struct err *e);
int case_verb_show(struct desk *d, void *options, struct err *e);
int case_verb_wordings(struct desk *d, void *options, struct err *e);
int case_verb_publication(struct desk *d, void *options, struct err *e);
int case_verb_proposals(struct desk *d, void *options, struct err *e);

#endif

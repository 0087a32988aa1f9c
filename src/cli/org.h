/* org.h - what the files of noroshi org share. */
#ifndef CLI_ORG_H
#define CLI_ORG_H

#include "cli/desk.h"

struct org_options {
	struct str kind, sig, at, name, name_ja, name_en, name_lang, group, from, to, on, reason, basis, keep, sender, subject;
	struct str_list domains, networks, hosts, authserv;
	bool destroy, remove, shared;
};

int org_must_exist(struct desk *d, struct str id, struct err *e) MUST_CHECK;
int org_sig_must_exist(struct desk *d, struct str id, struct err *e) MUST_CHECK;

int org_verb_join(struct desk *d, void *options, struct err *e);
int org_verb_leave(struct desk *d, void *options, struct err *e);
int org_verb_correct(struct desk *d, void *options, struct err *e);
int org_verb_merge(struct desk *d, void *options, struct err *e);

#endif

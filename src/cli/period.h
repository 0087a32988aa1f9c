/* period.h - what the files of noroshi period share. */
#ifndef CLI_PERIOD_H
#define CLI_PERIOD_H

#include "base/text.h"
#include "cli/desk.h"
#include "cli/preset.h"
#include "cli/report.h"
#include "report/closing.h"

struct period_options {
	struct preset_options preset;
	struct str digest, open, format, place, before, after, text_lang;
	bool csv;
};

int period_closing(struct desk *d, const struct period_options *o, struct closing *c_r, struct err *e) MUST_CHECK;
int period_verb_corrections(struct desk *d, void *options, struct err *e);

#endif

/* preset.h - which period is meant: --from and --to, or one preset. */
#ifndef CLI_PRESET_H
#define CLI_PRESET_H

#include "cli/hub_cli.h"
#include "report/period.h"

struct preset_options { struct str from, to, month, quarter, fiscal_year, calendar_year; };

#define PRESET_SPECS(o) \
	{ "--from", OPTION_VALUE, &(o).from }, { "--to", OPTION_VALUE, &(o).to }, { "--month", OPTION_VALUE, &(o).month }, \
	{ "--quarter", OPTION_VALUE, &(o).quarter }, { "--fiscal-year", OPTION_VALUE, &(o).fiscal_year }, \
	{ "--calendar-year", OPTION_VALUE, &(o).calendar_year }

/* Exactly one way to name it; the labels have eras where the hub's settings ask for them. */
int preset_period(const struct hub *hub, const struct preset_options *o, struct period *p_r, struct err *e) MUST_CHECK;

#endif

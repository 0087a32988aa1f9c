/* import.c - noroshi import ledger|roster: from the tables of today, a dry run unless --apply. */
#include "cli/import.h"

static const struct desk_verb verbs[] = {
	{ "ledger", "FILE", DESK_STAFF, import_verb_ledger },
	{ "roster", "FILE", DESK_REGISTRAR, import_verb_roster },
};

int cli_import(int argc, char **argv)
{
	struct import_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--sheet", OPTION_VALUE, &o.sheet }, { "--heading-row", OPTION_VALUE, &o.heading_row }, { "--map", OPTION_LIST, &o.map },
		{ "--mapping", OPTION_VALUE, &o.mapping }, { "--save-mapping", OPTION_VALUE, &o.save_mapping },
		{ "--refused", OPTION_VALUE, &o.refused }, { "--apply", OPTION_FLAG, &o.apply }, { "--skip-hidden", OPTION_FLAG, &o.skip_hidden },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

/* init.c - noroshi init DIR [--database postgresql://...] */
#include <stdio.h>

#include "cli/cli.h"
#include "store/hub.h"

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct str_list operands = { 0 };
	struct str database = STR_NONE;
	const struct option_spec specs[] = { { "--database", OPTION_VALUE, &database } };
	int status = cli_options(a, argc, argv, specs, 1, &operands, e);
	const char *dir;

	if (status != 0)
		return status;
	if (operands.count != 1)
		return err_set(e, ERR_USAGE, "init takes one directory");
	dir = arena_cstr(a, operands.items[0]);
	if (hub_init(dir, database.p != NULL ? arena_cstr(a, database) : NULL, e) < 0)
		return -1;
	printf(tr("made the hub %s\n"), dir);
	return 0;
}

int cli_init(int argc, char **argv)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : 0;
}

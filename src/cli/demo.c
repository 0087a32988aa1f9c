/* demo.c - noroshi demo DIR [--seed N] [--database URL] */
#include <stdio.h>

#include "cli/cli.h"
#include "demo/demo.h"

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct str_list operands = { 0 };
	struct str seed = STR("1"), database = STR_NONE;
	long long n;
	const struct option_spec specs[] = { { "--seed", OPTION_VALUE, &seed }, { "--database", OPTION_VALUE, &database } };
	int status = cli_options(a, argc, argv, specs, 2, &operands, e);

	if (status != 0)
		return status;
	if (operands.count != 1)
		return err_set(e, ERR_USAGE, "demo takes one directory");
	if (!str_to_int(seed, &n) || n < 0)
		return err_set(e, ERR_USAGE, "--seed is a whole number, not “" STR_FMT "”", STR_ARG(seed));
	return demo_run(arena_cstr(a, operands.items[0]), database.p != NULL ? arena_cstr(a, database) : NULL, (uint64_t)n, e);
}

int cli_demo(int argc, char **argv)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : 0;
}

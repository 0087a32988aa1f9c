/* cli.h - the table of subcommands; each stands in a file of its own, cli/<name>.c.
 *
 * A command gets its own arguments (argv[0] is its name) and returns the exit status:
 * 0 done; 1 done, but something needs attention; 2 wrong use; 3 nothing could be done. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/act.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/tr.h"

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;               /* id of one line in the text table: cli.<name>.help */
};

extern const struct command commands[];
extern const size_t command_count;

#define COMMAND(name) int cli_##name(int argc, char **argv);
#include "cli/commands.def"
#undef COMMAND

/* Options, parsed by one function for all commands: an unknown one is refused with a sentence
 * that names the nearest known one.  The usage text is cli.<command>.usage of the text table. */
enum option_kind { OPTION_FLAG, OPTION_VALUE, OPTION_LIST };
struct option_spec {
	const char *name;               /* "--lang" */
	enum option_kind kind;
	void *into;                     /* bool *, struct str *, struct str_list * */
};
struct str_list {
	struct str *items;
	size_t count, room;
};
/* Fills options and collects operands ("--" ends options).  --help and --lang are understood
 * everywhere.  0; 1: help was printed, the caller returns 0; -1 with *e. */
int cli_options(struct arena *a, int argc, char **argv, const struct option_spec *specs, size_t n,
    struct str_list *operands, struct err *e) MUST_CHECK;
/* Takes ja or en for this process; anything else is refused. */
int cli_language(struct str value, struct err *e) MUST_CHECK;
/* Who does it: the clock, the operating system's user, `as` (a person id; absent: "hub"). */
struct act cli_act(struct arena *a, struct str as, struct rng *rng);
/* Prints the error on standard error and gives the exit status for it. */
int cli_fail(const struct err *e);
/* The nearest of `n` names by edit distance, or NULL where none is near. */
const char *cli_nearest(struct str given, const char *const *names, size_t n);

#endif

/* commands.c - the table of subcommands. */
#include "cli/cli.h"

const struct command commands[] = {
#define COMMAND(name) { #name, cli_##name, "cli." #name ".help" },
#include "cli/commands.def"
#undef COMMAND
};
const size_t command_count = sizeof commands / sizeof commands[0];

/* main.c - argv to the table of subcommands. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

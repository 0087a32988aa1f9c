/* main.c - argv to the table of subcommands. */
#include <stdio.h>
#include <signal.h>

#include "base/nearest.h"
#include "cli/cli.h"
#include "worker/job.h"

static void print_commands(void)
{
	printf("%s\n\n", text(tr_lang(), "cli.usage"));
	for (size_t i = 0; i < command_count; i++) {
		const char *help = text_find(tr_lang(), commands[i].help);

		printf("  %-12s %s\n", commands[i].name, help != NULL ? help : "");
	}
	printf("\n%s\n", text(tr_lang(), "cli.usage.more"));
}

static int unknown_command(const char *given)
{
	const char *names[64], *near;
	size_t n = 0;
	struct err e = { 0 };

	while (n < command_count && n < sizeof names / sizeof names[0]) {
		names[n] = commands[n].name;
		n++;
	}
	near = str_nearest(str_of(given), names, n);
	if (near != NULL)
		err_set(&e, ERR_USAGE, "there is no command “%s”; did you mean %s?", given, near);
	else
		err_set(&e, ERR_USAGE, "there is no command “%s” (noroshi --help lists them)", given);
	return cli_fail(&e);
}

int main(int argc, char **argv)
{
	struct str word = str_of(argc > 1 ? argv[1] : "--help");

	zygote_role(argc, argv, &job_work);     /* returns unless this process is to read hostile bytes */
	signal(SIGPIPE, SIG_IGN);
	if (str_eq(word, STR("--version")))
		return cli_version(1, (char *[]){ (char *)"version", NULL });
	if (str_eq(word, STR("--lang")) && argc > 2 && str_eq(str_of(argv[2]), STR("ja")))
		tr_set(LANG_JA);
	if (str_eq(word, STR("--help")) || str_eq(word, STR("-h")) || str_eq(word, STR("help")) ||
	    str_eq(word, STR("--lang"))) {
		print_commands();
		return argc > 1 ? 0 : 2;
	}
	for (size_t i = 0; i < command_count; i++)
		if (str_eq(word, str_of(commands[i].name)))
			return commands[i].run(argc - 1, argv + 1);
	return unknown_command(argv[1]);
}

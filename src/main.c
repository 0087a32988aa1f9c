/* main.c - argv to the table of subcommands. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access/envoy.h"
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

/* A stream that the caller closed must not become the number of a file that we open: reading it and writing to
 * it fail, as they should. */
static void hold_streams(void)
{
	static const int useless[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", useless[fd]) != fd)
			_exit(3);
}

/* What printf kept back may still fail to be written. */
static int finish(int status)
{
	struct err e = { 0 };

	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (status > 1)
		return status;
	err_errno(&e, "standard output cannot be written");
	return cli_fail(&e);
}

static int run_command(int argc, char **argv)
{
	for (size_t i = 0; i < command_count; i++)
		if (str_eq(str_of(argv[0]), str_of(commands[i].name)))
			return commands[i].run(argc, argv);
	return unknown_command(argv[0]);
}

static int run(int argc, char **argv)
{
	struct err e = { 0 };
	bool asks = false;

	for (; argc > 0; argc--, argv++) {
		struct str word = str_of(argv[0]);

		if (str_eq(word, STR("--version")))
			return cli_version(1, (char *[]){ (char *)"version", NULL });
		if (str_eq(word, STR("--help")) || str_eq(word, STR("-h")) || str_eq(word, STR("help"))) {
			asks = true;
		} else if (str_eq(word, STR("--lang")) && argc > 1) {
			if (cli_language(str_of(argv[1]), &e) < 0)
				return cli_fail(&e);
			argc--, argv++;
		} else if (str_starts(word, STR("--lang="))) {
			if (cli_language(str_from(word, strlen("--lang=")), &e) < 0)
				return cli_fail(&e);
		} else if (str_eq(word, STR("--lang"))) {
			err_set(&e, ERR_USAGE, "%.*s needs a value", STR_ARG(word));
			return cli_fail(&e);
		} else if (asks) {
			return run_command(2, (char *[]){ argv[0], (char *)"--help", NULL });
		} else {
			return run_command(argc, argv);
		}
	}
	print_commands();
	return asks ? 0 : 2;
}

int main(int argc, char **argv)
{
	zygote_role(argc, argv, &job_work);     /* returns unless this process is to read hostile bytes */
	envoy_role(argc, argv);                 /* nor is it the one that speaks to the sign-in provider */
	signal(SIGPIPE, SIG_IGN);
	hold_streams();
	return finish(run(argc - 1, argv + 1));
}

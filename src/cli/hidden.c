/* hidden.c - see hidden.h. */
#include "cli/hidden.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

enum { LINE_MOST = 4096 };

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
enum { ENDING = sizeof ending / sizeof ending[0] };

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

bool hidden_can_ask(void)
{
	return isatty(STDIN_FILENO) == 1;
}

/* One line as the terminal hands it on; -1: a signal, or it is gone. */
static ssize_t read_line(char *line)
{
	size_t n = 0;

	while (n < LINE_MOST && caught == 0) {
		ssize_t got = read(STDIN_FILENO, line + n, LINE_MOST - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
		if (line[n - 1] == '\n')
			return (ssize_t)n - 1;
	}
	return caught != 0 || n == 0 ? -1 : (ssize_t)n;
}

int hidden_line(struct arena *a, const char *prompt, struct str *line_r, struct err *e)
{
	/* no SA_RESTART: a signal ends the reading */
	struct sigaction act = { .sa_handler = on_signal }, before[ENDING], stop = { .sa_handler = SIG_IGN }, stop_before;
	struct termios shown, hidden;
	char line[LINE_MOST];
	ssize_t n;

	if (tcgetattr(STDIN_FILENO, &shown) < 0)
		return err_errno(e, "the terminal cannot be asked");
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_lflag |= ECHONL;
	caught = 0;
	for (int i = 0; i < ENDING; i++)
		sigaction(ending[i], &act, &before[i]);
	sigaction(SIGTSTP, &stop, &stop_before);
	n = -1;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0) {
		fputs(prompt, stderr);
		n = read_line(line);
	}
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	for (int i = 0; i < ENDING; i++)
		sigaction(ending[i], &before[i], NULL);
	sigaction(SIGTSTP, &stop_before, NULL);
	if (caught != 0)
		raise(caught);
	if (n < 0)
		return err_set(e, ERR_INPUT, "nothing was typed");
	*line_r = arena_str(a, (struct str){ line, (size_t)n });
	explicit_bzero(line, sizeof line);
	return 0;
}

/* zygote.c - both sides of the zygote's socket. */
#include "worker/zygote.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SOCKET_FD = 3, CHILDREN = 256 };

struct request {
	unsigned long long id, more;    /* id 0: a document to learn; both descriptors are its */
};

struct hello {
	struct jail_level level;
	bool good;
	struct err why;
};

/* ---- the zygote itself ---- */

static struct { pid_t pid; unsigned long long id; } children[CHILDREN];

static void on_child(int signal_number)
{
	(void)signal_number;            /* only interrupts the waiting */
}

/* A request with its two descriptors: 1; 0: nothing yet; -1: the supervisor is gone. */
static int receive_request(struct request *r, int fds[2])
{
	union { char bytes[CMSG_SPACE(2 * sizeof(int))]; struct cmsghdr align; } control;
	struct iovec v = { r, sizeof *r };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = sizeof control.bytes };
	ssize_t n = recvmsg(SOCKET_FD, &m, MSG_CMSG_CLOEXEC);
	struct cmsghdr *c = n == sizeof *r ? CMSG_FIRSTHDR(&m) : NULL;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n != (ssize_t)sizeof *r || c == NULL || c->cmsg_type != SCM_RIGHTS ||
	    c->cmsg_len != CMSG_LEN(2 * sizeof(int)))
		return -1;
	memcpy(fds, CMSG_DATA(c), 2 * sizeof(int));
	return 1;
}

static void tell_end(unsigned long long id, int status, const struct rusage *use)
{
	const struct zygote_end end = { .id = id, .status = status, .peak_kb = use->ru_maxrss,
		.cpu_ms = (use->ru_utime.tv_sec + use->ru_stime.tv_sec) * 1000 +
		    (use->ru_utime.tv_usec + use->ru_stime.tv_usec) / 1000 };

	if (send(SOCKET_FD, &end, sizeof end, MSG_NOSIGNAL) < 0)
		_exit(0);
}

static void reap(void)
{
	struct rusage use;
	int status;
	pid_t pid;

	while ((pid = wait4(-1, &status, WNOHANG, &use)) > 0) {
		for (size_t i = 0; i < CHILDREN; i++) {
			if (children[i].pid != pid)
				continue;
			children[i].pid = 0;
			tell_end(children[i].id, status, &use);
			break;
		}
	}
}

static void child(const struct zygote_work *work, const struct request *r, const int fds[2])
{
	signal(SIGCHLD, SIG_DFL);
	jail_enter(fds[0], fds[1], r->more);
	work->run();
	_exit(0);
}

static void serve_request(const struct zygote_work *work, const struct request *r, const int fds[2])
{
	size_t slot = 0;
	pid_t pid;

	while (slot < CHILDREN && children[slot].pid != 0)
		slot++;
	pid = slot < CHILDREN ? fork() : -1;
	if (pid == 0)
		child(work, r, fds);
	close(fds[0]);
	close(fds[1]);
	if (pid < 0) {
		tell_end(r->id, JAIL_EXIT_CLOSED << 8, &(struct rusage){ 0 });
		return;
	}
	children[slot].pid = pid;
	children[slot].id = r->id;
}

/* What cannot be read whole is not learnt: children that build on it say so. */
static void learn(const struct zygote_work *work, int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *p = size > 0 && work->learn != NULL ? mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;

	if (p == MAP_FAILED)
		return;
	work->learn((struct str){ p, (size_t)size });
	munmap(p, (size_t)size);
	malloc_trim(0);
	jail_measure();
}

static _Noreturn void serve(const struct zygote_work *work)
{
	const struct sigaction act = { .sa_handler = on_child };
	sigset_t chld, none;

	sigemptyset(&none);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	sigaction(SIGCHLD, &act, NULL);
	for (;;) {
		struct pollfd p = { SOCKET_FD, POLLIN, 0 };
		struct request r;
		int fds[2], got;

		reap();
		if (ppoll(&p, 1, NULL, &none) <= 0)
			continue;
		got = receive_request(&r, fds);
		if (got < 0)
			_exit(0);
		if (got > 0 && r.id != 0) {
			serve_request(work, &r, fds);
		} else if (got > 0) {
			learn(work, fds[0]);
			close(fds[0]);
			close(fds[1]);
		}
	}
}

void zygote_role(int argc, char **argv, const struct zygote_work *work)
{
	struct hello hello = { 0 };

	if (argc != 1 || strcmp(argv[0], NOROSHI_ZYGOTE) != 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	signal(SIGINT, SIG_IGN);        /* a terminal's ^C is for the supervisor, which then ends us */
	tzset();
	work->warm();
	hello.good = jail_prepare(&hello.level, &hello.why) == 0;
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);      /* giving up root forgets it */
	if (send(SOCKET_FD, &hello, sizeof hello, MSG_NOSIGNAL) < 0 || !hello.good)
		_exit(1);
	serve(work);
}

/* ---- the supervisor's side ---- */

/* Between fork and exec: only the socket stays, the rest of the parent does not come along. */
static _Noreturn void become_zygote(int socket)
{
	char *const args[] = { (char *)NOROSHI_ZYGOTE, NULL };
	char *const environment[] = { (char *)"TZ=UTC", (char *)"LC_ALL=C.UTF-8", (char *)"NOROSHI_ROLE=zygote", NULL };
	int null = open("/dev/null", O_RDWR);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (socket == SOCKET_FD)
		fcntl(socket, F_SETFD, 0);
	else if (dup2(socket, SOCKET_FD) < 0)
		_exit(1);
	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0)
		_exit(1);
	syscall(SYS_close_range, SOCKET_FD + 1, ~0U, 0);
	if (chdir("/") == 0)
		execve("/proc/self/exe", args, environment);
	_exit(1);
}

static int wait_for_hello(struct zygote *z, struct err *e)
{
	struct hello hello;
	ssize_t n;

	do
		n = recv(z->socket, &hello, sizeof hello, 0);
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof hello)
		return err_set(e, ERR_IO, "the jailed reader could not be started");
	if (!hello.good) {
		*e = hello.why;
		return -1;
	}
	z->level = hello.level;
	return 0;
}

int zygote_start(struct zygote *z, struct err *e)
{
	int pair[2];

	*z = (struct zygote){ .socket = -1 };
	/* a program that forgot zygote_role would start itself again and again */
	if (getenv("NOROSHI_ROLE") != NULL)
		return err_set(e, ERR_IO, "a jailed reader must not start another one");
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(e, "the jailed reader could not be started");
	z->pid = fork();
	if (z->pid == 0)
		become_zygote(pair[1]);
	close(pair[1]);
	z->socket = pair[0];
	if (z->pid < 0)
		err_errno(e, "the jailed reader could not be started");
	else if (wait_for_hello(z, e) == 0)
		return 0;
	zygote_stop(z);
	return -1;
}

void zygote_stop(struct zygote *z)
{
	if (z->socket >= 0)
		close(z->socket);
	if (z->pid > 0) {
		kill(z->pid, SIGKILL);
		while (waitpid(z->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	*z = (struct zygote){ .socket = -1 };
}

static int send_request(struct zygote *z, struct request r, int one, int two, struct err *e)
{
	const int fds[2] = { one, two };
	union { char bytes[CMSG_SPACE(sizeof fds)]; struct cmsghdr align; } control = { { 0 } };
	struct iovec v = { (void *)&r, sizeof r };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = sizeof control.bytes };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof fds);
	memcpy(CMSG_DATA(c), fds, sizeof fds);
	if (sendmsg(z->socket, &m, MSG_NOSIGNAL) != (ssize_t)sizeof r)
		return err_errno(e, "the jailed reader does not answer");
	return 0;
}

int zygote_ask(struct zygote *z, unsigned long long id, unsigned long long more, int in, int out, struct err *e)
{
	assert(id != 0);
	return send_request(z, (struct request){ id, more }, in, out, e);
}

int zygote_teach(struct zygote *z, struct str document, struct err *e)
{
	int fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING), status;
	size_t done = 0;

	if (fd < 0)
		return err_errno(e, "no memory for what the jailed reader shall know");
	while (done < document.n) {
		ssize_t n = write(fd, document.p + done, document.n - done);

		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	if (done < document.n || fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) < 0)
		status = err_errno(e, "no memory for what the jailed reader shall know");
	else
		status = send_request(z, (struct request){ 0, 0 }, fd, fd, e);
	close(fd);
	return status;
}

int zygote_next_end(struct zygote *z, struct zygote_end *end_r)
{
	ssize_t n = recv(z->socket, end_r, sizeof *end_r, MSG_DONTWAIT);

	if (n == (ssize_t)sizeof *end_r)
		return 1;
	return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

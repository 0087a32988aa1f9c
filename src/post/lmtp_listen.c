/* lmtp_listen.c - see lmtp_listen.h. */
#include "post/lmtp_listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 64 };

static int socket_of(int family)
{
	return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

static int bound(int fd, const struct sockaddr *address, socklen_t n, const char *where, struct err *e)
{
	if (fd >= 0 && bind(fd, address, n) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	err_errno(e, "cannot listen on %s", where);
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Left behind by a process that is gone: nobody answers. */
static bool is_abandoned(const struct sockaddr_un *address)
{
	struct stat st;
	int fd, status;

	if (lstat(address->sun_path, &st) < 0 || !S_ISSOCK(st.st_mode))
		return false;
	fd = socket_of(AF_UNIX);
	status = fd < 0 ? 0 : connect(fd, (const struct sockaddr *)address, sizeof *address);
	if (status < 0 && errno != ECONNREFUSED)
		status = 0;
	if (fd >= 0)
		close(fd);
	return status < 0;
}

/* The mail server in front, which runs as another user, is let in by its group. */
static int give_to(const char *path, const char *name, struct err *e)
{
	const struct group *group = getgrnam(name);

	if (group == NULL)
		return err_set(e, ERR_USAGE, "there is no group %s on this machine (--group)", name);
	if (chown(path, (uid_t)-1, group->gr_gid) < 0)
		return err_errno(e, "%s cannot be given to the group %s; the user that listens must be in it (--group)", path, name);
	return 0;
}

static int listen_unix(const char *path, const char *where, struct err *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t mask;
	int fd;

	if (strlen(path) == 0 || strlen(path) >= sizeof address.sun_path)
		return err_set(e, ERR_USAGE, "the path of a socket has 1 to %zu bytes: %s", sizeof address.sun_path - 1, where);
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (is_abandoned(&address))
		unlink(path);
	mask = umask(0117);
	fd = bound(socket_of(AF_UNIX), (const struct sockaddr *)&address, sizeof address, where, e);
	umask(mask);
	return fd;
}

static const char *told(struct arena *a, int fd, const char *host)
{
	struct sockaddr_storage address;
	socklen_t n = sizeof address;
	int port = 0;

	if (getsockname(fd, (struct sockaddr *)&address, &n) == 0)
		port = ntohs(address.ss_family == AF_INET ? ((struct sockaddr_in *)&address)->sin_port : ((struct sockaddr_in6 *)&address)->sin6_port);
	return arena_printf(a, "%s:%d", host, port).p;
}

static int listen_host(struct arena *a, struct str host, long long port, const char *where, const char **told_r, struct err *e)
{
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	bool is_six = str_eq(host, STR("[::1]"));
	int fd, yes = 1;

	if (!is_six && (inet_pton(AF_INET, arena_cstr(a, host), &four.sin_addr) != 1 || (ntohl(four.sin_addr.s_addr) >> 24) != 127))
		return err_set(e, ERR_DENIED, "LMTP knows no signing in, so it listens on this machine only: unix:PATH, 127.0.0.1:PORT or [::1]:PORT, "
		    "not %s", where);
	fd = socket_of(is_six ? AF_INET6 : AF_INET);
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	fd = is_six ? bound(fd, (struct sockaddr *)&six, sizeof six, where, e) : bound(fd, (struct sockaddr *)&four, sizeof four, where, e);
	if (fd >= 0)
		*told_r = told(a, fd, arena_cstr(a, host));
	return fd;
}

int lmtp_listen(struct arena *a, const struct lmtp_place *place, const char **told_r, struct err *e)
{
	const char *where = place->where;
	struct str s = str_of(where);
	long long colon = str_rfind_char(s, ':'), port;
	int fd;

	*told_r = where;
	if (str_starts(s, STR("unix:"))) {
		fd = listen_unix(where + 5, where, e);
		if (fd < 0 || place->group == NULL || give_to(where + 5, place->group, e) == 0)
			return fd;
		unlink(where + 5);
		close(fd);
		return -1;
	}
	if (place->group != NULL)
		return err_set(e, ERR_USAGE, "--group belongs to a socket (unix:PATH), not to %s", where);
	if (colon < 0 || !str_to_int(str_from(s, (size_t)colon + 1), &port) || port < 0 || port > 65535)
		return err_set(e, ERR_USAGE, "where to listen is unix:PATH, 127.0.0.1:PORT or [::1]:PORT, not %s", where);
	return listen_host(a, str_at(s, 0, (size_t)colon), port, where, told_r, e);
}

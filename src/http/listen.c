/* listen.c - sockets to listen on. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "http/http.h"

enum { BACKLOG = 1024 };

union place {
	struct sockaddr any;
	struct sockaddr_in four;
	struct sockaddr_in6 six;
	struct sockaddr_un local;
};

static bool read_port(struct str s, in_port_t *port_r)
{
	long long port;

	if (!str_to_int(s, &port) || port < 0 || port > 65535)
		return false;
	*port_r = htons((in_port_t)port);
	return true;
}

/* The length of the address, 0 where it is none. */
static socklen_t place_of(struct str where, union place *p)
{
	long long colon = str_rfind_char(where, ':');
	char host[64] = "";
	struct str h = colon > 0 ? str_at(where, 0, (size_t)colon) : STR("");

	memset(p, 0, sizeof *p);
	if (str_starts(where, STR("unix:"))) {
		struct str path = str_from(where, 5);

		if (path.n == 0 || path.n >= sizeof p->local.sun_path)
			return 0;
		p->local.sun_family = AF_UNIX;
		memcpy(p->local.sun_path, path.p, path.n);
		return sizeof p->local;
	}
	if (h.n > 1 && h.p[0] == '[')
		h = str_upto(str_from(h, 1), ']');
	if (colon <= 0 || h.n == 0 || h.n >= sizeof host)
		return 0;
	memcpy(host, h.p, h.n);
	if (strcmp(host, "localhost") == 0)
		memcpy(host, "127.0.0.1", 10);
	if (inet_pton(AF_INET, host, &p->four.sin_addr) == 1 && read_port(str_from(where, (size_t)colon + 1), &p->four.sin_port)) {
		p->four.sin_family = AF_INET;
		return sizeof p->four;
	}
	if (inet_pton(AF_INET6, host, &p->six.sin6_addr) == 1 && read_port(str_from(where, (size_t)colon + 1), &p->six.sin6_port)) {
		p->six.sin6_family = AF_INET6;
		return sizeof p->six;
	}
	return 0;
}

bool http_is_loopback(struct str where)
{
	union place p;

	if (place_of(where, &p) == 0)
		return false;
	if (p.any.sa_family == AF_INET)
		return (ntohl(p.four.sin_addr.s_addr) >> 24) == 127;
	return p.any.sa_family == AF_UNIX || IN6_IS_ADDR_LOOPBACK(&p.six.sin6_addr);
}

int http_listen(struct str where, struct err *e)
{
	const int on = 1;
	union place p;
	socklen_t n = place_of(where, &p);
	int fd;

	if (n == 0)
		return err_set(e, ERR_USAGE, "“" STR_FMT "” is no address to listen on; 127.0.0.1:8470, [::1]:8470 or unix:/run/noroshi.sock",
		    STR_ARG(where));
	fd = socket(p.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_errno(e, "no socket");
	if (p.any.sa_family == AF_UNIX)
		unlink(p.local.sun_path);
	else
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, &p.any, n) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	err_errno(e, "cannot listen on " STR_FMT, STR_ARG(where));
	close(fd);
	return -1;
}

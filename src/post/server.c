/* server.c - see server.h. */
#include "post/server.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"

enum { PASSWORD_MOST = 4096, CONNECT_SECONDS = 20 };

int server_password(const struct hub *hub, struct arena *a, struct str file, const char **password_r, struct err *e)
{
	const char *path = hub_path(hub, a, file);
	struct str bytes, line;
	struct stat st;

	if (stat(path, &st) < 0)
		return err_errno(e, "%s cannot be read", path);
	if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
		return err_set(e, ERR_DENIED, "%s holds a password and may be read by others; chmod 600 it", path);
	if (file_read(a, path, PASSWORD_MOST, &bytes, e) < 0)
		return -1;
	line = str_trim(str_upto(bytes, '\n'));
	if (line.n == 0)
		return err_set(e, ERR_INPUT, "%s holds no password in its first line", path);
	*password_r = arena_cstr(a, line);
	return 0;
}

struct str server_host(struct str url)
{
	struct str rest = str_from(url, (size_t)str_find(url, STR("://")) + 3);

	rest = str_upto(rest, '/');
	if (rest.n > 0 && rest.p[0] == '[')
		return str_upto(str_from(rest, 1), ']');
	return str_upto(rest, ':');
}

static bool is_this_machine(struct str host)
{
	return str_ieq(host, STR("localhost")) || str_starts(host, STR("127.")) || str_eq(host, STR("::1"));
}

static bool is_plain_url(struct str url)
{
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || (unsigned char)url.p[i] > '~' || url.p[i] == '@' || url.p[i] == '?' || url.p[i] == '#')
			return false;
	return server_host(url).n > 0;
}

static int check_url(struct arena *a, const struct server_settings *s, struct server *server, struct err *e)
{
	struct str open = arena_printf(a, "%s://", s->name), closed = arena_printf(a, "%ss://", s->name);

	server->is_tls_from_start = str_istarts(s->url, closed);
	if ((!server->is_tls_from_start && !str_istarts(s->url, open)) || !is_plain_url(s->url))
		return err_set(e, ERR_USAGE, "%s_url is %s://HOST:PORT or %ss://HOST:PORT without name and password, not “" STR_FMT "”", s->name,
		    s->name, s->name, STR_ARG(s->url));
	if (server->is_tls_from_start && server->tls == SERVER_TLS_OFF)
		return err_set(e, ERR_USAGE, "%s_url says encrypted (%ss://) and %s_tls says off", s->name, s->name, s->name);
	server->url = arena_cstr(a, s->url);
	return 0;
}

int server_read(const struct hub *hub, struct arena *a, const struct server_settings *s, struct server *server_r, struct err *e)
{
	*server_r = (struct server){ .seconds = (long)s->seconds, .ca_file = s->ca_file.n > 0 ? hub_path(hub, a, s->ca_file) : NULL,
		.tls = str_eq(s->tls, STR("off")) ? SERVER_TLS_OFF : str_eq(s->tls, STR("opportunistic")) ? SERVER_TLS_OPPORTUNISTIC :
		SERVER_TLS_REQUIRED };
	if (check_url(a, s, server_r, e) < 0)
		return -1;
	if (s->user.n == 0)
		return 0;
	if (server_r->tls != SERVER_TLS_REQUIRED && !is_this_machine(server_host(s->url)))
		return err_set(e, ERR_DENIED, "%s_tls = " STR_FMT " would let others read the password of %s_user on the way; set it to required",
		    s->name, STR_ARG(s->tls), s->name);
	server_r->user = arena_cstr(a, s->user);
	if (s->password_file.n == 0)
		return err_set(e, ERR_USAGE, "%s_user is set; name the file with the password: %s_password_file", s->name, s->name);
	return server_password(hub, a, s->password_file, &server_r->password, e);
}

CURL *server_handle(const struct curl_table *curl, const struct server *s)
{
	CURL *h = curl->curl_easy_init();
	bool checked = s->tls == SERVER_TLS_REQUIRED;

	if (h == NULL)
		return NULL;
	curl->curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps,imap,imaps");
	curl->curl_easy_setopt(h, CURLOPT_PROXY, "");           /* nothing of the environment decides where mail goes */
	curl->curl_easy_setopt(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl->curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl->curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)(s->seconds < CONNECT_SECONDS ? s->seconds : CONNECT_SECONDS));
	curl->curl_easy_setopt(h, CURLOPT_TIMEOUT, s->seconds);
	curl->curl_easy_setopt(h, CURLOPT_URL, s->url);
	curl->curl_easy_setopt(h, CURLOPT_USE_SSL, (long)(s->tls == SERVER_TLS_OFF ? CURLUSESSL_NONE : checked ? CURLUSESSL_ALL :
	    CURLUSESSL_TRY));
	curl->curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl->curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, checked || s->is_tls_from_start ? 1L : 0L);
	curl->curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, checked || s->is_tls_from_start ? 2L : 0L);
	if (s->ca_file != NULL) {
		curl->curl_easy_setopt(h, CURLOPT_CAINFO, s->ca_file);
		curl->curl_easy_setopt(h, CURLOPT_CAPATH, NULL);
	}
	if (s->user != NULL) {
		curl->curl_easy_setopt(h, CURLOPT_USERNAME, s->user);
		curl->curl_easy_setopt(h, CURLOPT_PASSWORD, s->password);
	}
	return h;
}

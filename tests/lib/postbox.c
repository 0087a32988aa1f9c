/* postbox.c - see postbox.h.  One thread, one connection at a time: the outbox opens one for all that is due. */
#include "postbox.h"

#include "rows.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE_MOST = 4096, MAIL_MOST = 1 << 20, ID_HEX = 32 };

static struct {
	int fd, port;
	pthread_mutex_t lock;
	char dir[4096];
} box = { .fd = -1, .lock = PTHREAD_MUTEX_INITIALIZER };

/* "MAIL FROM:<post+b-0123...-mac@hub>": the notice's UUID. */
static void name_of(const char *from, char name[ID_HEX + 5])
{
	const char *hex = strstr(from, "+b-");
	size_t n = 0;

	assert_non_null(hex);
	for (size_t i = 0; i < ID_HEX; i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20)
			name[n++] = '-';
		name[n++] = hex[3 + i];
	}
	name[n] = '\0';
}

static void keep(const char *from, const char *to, const char *mail, size_t n)
{
	char path[sizeof box.dir + 64], name[ID_HEX + 5];
	FILE *file;

	name_of(from, name);
	pthread_mutex_lock(&box.lock);
	snprintf(path, sizeof path, "%s/outbox/%s.eml", box.dir, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "%s%s", from, to);
	assert_true(fwrite(mail, 1, n, file) == n && fclose(file) == 0);
	pthread_mutex_unlock(&box.lock);
}

static void take_mail(FILE *in, FILE *out, const char *from, const char *to)
{
	static char mail[MAIL_MOST];
	char line[LINE_MOST];
	size_t n = 0;

	fputs("354 go ahead\r\n", out);
	fflush(out);
	while (fgets(line, sizeof line, in) != NULL && strcmp(line, ".\r\n") != 0) {
		size_t length = strlen(line);

		assert_true(n + length <= sizeof mail);
		memcpy(mail + n, line, length);
		n += length;
	}
	keep(from, to, mail, n);
	fputs("250 2.0.0 kept\r\n", out);
}

static void serve(FILE *in, FILE *out)
{
	char line[LINE_MOST], from[LINE_MOST] = "", to[LINE_MOST] = "";

	fputs("220 postbox.example ESMTP\r\n", out);
	fflush(out);
	while (fgets(line, sizeof line, in) != NULL) {
		if (strncmp(line, "MAIL", 4) == 0)
			snprintf(from, sizeof from, "%s", line);
		if (strncmp(line, "RCPT", 4) == 0)
			snprintf(to, sizeof to, "%s", line);
		if (strncmp(line, "DATA", 4) == 0)
			take_mail(in, out, from, to);
		else if (strncmp(line, "QUIT", 4) == 0)
			return;
		else
			fputs("250 postbox.example\r\n", out);
		fflush(out);
	}
}

static void *listen_on(void *ctx)
{
	(void)ctx;
	for (;;) {
		int fd = accept(box.fd, NULL, NULL);
		FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");

		assert_true(in != NULL && out != NULL);
		serve(in, out);
		fclose(in);
		fclose(out);
	}
	return NULL;
}

static void start(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	pthread_t thread;

	box.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(box.fd >= 0 && bind(box.fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(box.fd, 8) == 0);
	assert_int_equal(getsockname(box.fd, (struct sockaddr *)&at, &n), 0);
	box.port = ntohs(at.sin_port);
	assert_int_equal(pthread_create(&thread, NULL, listen_on, NULL), 0);
	pthread_detach(thread);
}

void postbox_for(struct hub *hub)
{
	static char url[64];

	if (box.fd < 0)
		start();
	pthread_mutex_lock(&box.lock);
	snprintf(box.dir, sizeof box.dir, "%s", hub->dir);
	pthread_mutex_unlock(&box.lock);
	snprintf(url, sizeof url, "smtp://127.0.0.1:%d", box.port);
	hub->conf.smtp_url = str_of(url);
	hub->conf.smtp_tls = STR("off");
	hub->conf.smtp_from = STR("post@hub.example");
}

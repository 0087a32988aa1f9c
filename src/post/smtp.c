/* smtp.c - see smtp.h. */
#include "post/smtp.h"

#include <errno.h>

#include "base/buf.h"
#include "post/return_path.h"
#include "post/server.h"
#include "registry/word.h"

enum { ANSWER_MOST = 2000 };

struct smtp {
	const struct curl_table *curl;
	CURL *handle;
	struct server server;
	enum smtp_stage stage;
	struct buf said;                /* the server's last answer */
	bool leaving;                   /* QUIT was said: what comes now is about nothing */
	struct str rest;                /* of the mail, still to be sent */
	char problem[CURL_ERROR_SIZE];
};

/* ---- what goes over the wire, seen by the way ---- */

static enum smtp_stage stage_of(struct str command, enum smtp_stage now)
{
	if (str_istarts(command, STR("AUTH")))
		return SMTP_LOGIN;
	if (str_istarts(command, STR("MAIL")))
		return SMTP_FROM;
	if (str_istarts(command, STR("RCPT")))
		return SMTP_TO;
	return str_istarts(command, STR("DATA")) ? SMTP_BODY : now;
}

static int watch(CURL *handle, curl_infotype type, char *bytes, size_t n, void *ctx)
{
	struct smtp *s = ctx;

	(void)handle;
	s->leaving |= type == CURLINFO_HEADER_OUT && str_istarts((struct str){ bytes, n }, STR("QUIT"));
	if (s->leaving)
		return 0;
	if (type == CURLINFO_HEADER_OUT) {
		s->stage = stage_of((struct str){ bytes, n }, s->stage);
		buf_clear(&s->said);
	} else if (type == CURLINFO_DATA_OUT) {
		buf_clear(&s->said);
	} else if (type == CURLINFO_HEADER_IN && s->said.n + n < ANSWER_MOST) {
		buf_add(&s->said, (struct str){ bytes, n });
	}
	return 0;
}

static size_t give(char *into, size_t size, size_t count, void *ctx)
{
	struct smtp *s = ctx;
	size_t n = size * count < s->rest.n ? size * count : s->rest.n;

	memcpy(into, s->rest.p, n);
	s->rest = str_from(s->rest, n);
	return n;
}

/* ---- opening ---- */

static void end_handle(void *ctx)
{
	struct smtp *s = ctx;

	s->curl->curl_easy_cleanup(s->handle);
}

static int check_sender(const struct hub *hub, struct err *e)
{
	struct str from = hub->conf.smtp_from;

	if (!word_is_address(from))
		return err_set(e, ERR_USAGE, "smtp_url is set; name the sender of notices: smtp_from = post@hub.example");
	if (str_upto(from, '@').n > RETURN_PATH_LOCAL_MOST)
		return err_set(e, ERR_USAGE, "smtp_from has more than %d characters before the @; what is sent back would have no room there",
		    RETURN_PATH_LOCAL_MOST);
	return 0;
}

/* EHLO says the hub's domain, not the name of this machine. */
static int set_handle(struct smtp *s, const struct hub *hub, struct arena *a, struct err *e)
{
	const struct curl_table *curl = s->curl;
	struct str url = str_of(s->server.url);

	while (str_ends(url, STR("/")))
		url.n--;
	s->server.url = arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(url), STR_ARG(post_domain(hub))).p;
	s->handle = server_handle(curl, &s->server);
	if (s->handle == NULL)
		return err_set(e, ERR_IO, "out of memory");
	arena_defer(a, end_handle, s);
	curl->curl_easy_setopt(s->handle, CURLOPT_ERRORBUFFER, s->problem);
	curl->curl_easy_setopt(s->handle, CURLOPT_VERBOSE, 1L);
	curl->curl_easy_setopt(s->handle, CURLOPT_DEBUGFUNCTION, watch);
	curl->curl_easy_setopt(s->handle, CURLOPT_DEBUGDATA, s);
	curl->curl_easy_setopt(s->handle, CURLOPT_READFUNCTION, give);
	curl->curl_easy_setopt(s->handle, CURLOPT_READDATA, s);
	return 0;
}

int smtp_open(const struct hub *hub, struct arena *a, struct smtp **smtp_r, struct err *e)
{
	const struct conf *c = &hub->conf;
	const struct server_settings settings = { "smtp", c->smtp_url, c->smtp_tls, c->smtp_user, c->smtp_password_file, c->smtp_ca_file,
		c->smtp_seconds };
	struct smtp *s = ARENA_NEW(a, struct smtp);

	if (check_sender(hub, e) < 0 || server_read(hub, a, &settings, &s->server, e) < 0)
		return -1;
	s->curl = curl_load(e);
	buf_init_arena(&s->said, a, 2 * ANSWER_MOST);
	buf_reserve(&s->said, ANSWER_MOST);
	if (s->curl == NULL || set_handle(s, hub, a, e) < 0)
		return -1;
	*smtp_r = s;
	return 0;
}

/* ---- sending ---- */

static CURLcode perform(struct smtp *s, bool fresh)
{
	s->stage = SMTP_GREETING;
	s->leaving = false;
	s->problem[0] = '\0';
	buf_clear(&s->said);
	s->curl->curl_easy_setopt(s->handle, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
	return s->curl->curl_easy_perform(s->handle);
}

static bool used_again(struct smtp *s)
{
	long opened = 1;

	s->curl->curl_easy_getinfo(s->handle, CURLINFO_NUM_CONNECTS, &opened);
	return opened == 0;
}

/* The word of libcurl for what is no answer of the server's: "Connection refused", "certificate has expired". */
static struct str trouble(struct smtp *s, struct arena *a, CURLcode code)
{
	return reply_clean(a, str_of(s->problem[0] != '\0' ? s->problem : s->curl->curl_easy_strerror(code)), 200);
}

static struct smtp_answer judge(struct smtp *s, struct arena *a, CURLcode code)
{
	struct smtp_reply r = smtp_reply_read(a, buf_str(&s->said));
	struct smtp_answer answer = { .code = r.code, .status = r.status, .words = r.words };
	bool answered = r.code >= 400 && code != CURLE_OPERATION_TIMEDOUT;

	if (code == CURLE_OK) {
		answer.outcome = SMTP_TAKEN;
		return answer;
	}
	/* the answer to DATA itself (354) is no answer to the mail */
	answer.unsure = s->stage == SMTP_BODY && s->rest.n == 0 && !answered;
	answer.outcome = answered ? smtp_judge(s->stage, r.code) : SMTP_AWAY;
	if (!answered) {
		answer.code = 0;
		answer.status = STR("");
		answer.words = trouble(s, a, code);
	}
	return answer;
}

struct smtp_answer smtp_send(struct smtp *s, struct arena *a, struct str return_path, struct str to, struct str mail)
{
	struct curl_slist *list = s->curl->curl_slist_append(NULL, arena_printf(a, "<" STR_FMT ">", STR_ARG(to)).p);
	struct smtp_answer answer;

	s->curl->curl_easy_setopt(s->handle, CURLOPT_UPLOAD, 1L);
	s->curl->curl_easy_setopt(s->handle, CURLOPT_NOBODY, 0L);
	s->curl->curl_easy_setopt(s->handle, CURLOPT_MAIL_FROM, arena_printf(a, "<" STR_FMT ">", STR_ARG(return_path)).p);
	s->curl->curl_easy_setopt(s->handle, CURLOPT_MAIL_RCPT, list);
	s->curl->curl_easy_setopt(s->handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail.n);
	s->rest = mail;
	answer = judge(s, a, perform(s, false));
	/* servers close a connection that carried enough; nothing of this mail was said yet */
	if (answer.outcome == SMTP_AWAY && used_again(s) && s->stage < SMTP_BODY) {
		s->rest = mail;
		answer = judge(s, a, perform(s, true));
	}
	s->curl->curl_slist_free_all(list);
	return answer;
}

int smtp_try(struct smtp *s, struct arena *a, struct err *e)
{
	struct smtp_reply r;
	CURLcode code;

	s->curl->curl_easy_setopt(s->handle, CURLOPT_UPLOAD, 0L);
	s->curl->curl_easy_setopt(s->handle, CURLOPT_NOBODY, 1L);
	s->curl->curl_easy_setopt(s->handle, CURLOPT_CUSTOMREQUEST, "NOOP");
	code = perform(s, true);
	s->curl->curl_easy_setopt(s->handle, CURLOPT_CUSTOMREQUEST, NULL);
	if (code == CURLE_OK)
		return 0;
	r = smtp_reply_read(a, buf_str(&s->said));
	return err_set(e, ERR_IO, "the mail server %s: " STR_FMT "%s" STR_FMT, s->server.url, STR_ARG(trouble(s, a, code)),
	    r.code >= 400 ? "; it said: " : "", STR_ARG(r.code >= 400 ? r.words : STR("")));
}

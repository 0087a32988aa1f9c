/* outbox.c - handing over notices that are due. */
#include "share/outbox_in.h"

#include <assert.h>
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/states.h"
#include "base/time.h"
#include "post/return_path.h"
#include "post/smtp.h"
#include "registry/word.h"
#include "share/bounce.h"

enum { WORDS_MOST = 16, ROUND_MOST = 5000, BACK_OFF_MOST_MS = 4 * MS_HOUR, LEASE_SPARE_MS = MS_MINUTE };

struct flushing {
	struct hub *hub;
	struct act by;                  /* its clock goes on while a server takes its time */
	struct arena *arena, *one;      /* of the round; of one notice */
	struct smtp *smtp;              /* NULL: by command or file */
	struct outbox_result *result;
	struct err *e;
};

/* How one notice fared: what the row says afterwards. */
struct fate {
	enum smtp_outcome outcome;
	int code;
	struct str status, words;
};

/* ---- one's own mail command, or a file ---- */

/* The command (words, no shell) gets the mail on its standard input and the recipient as last argument. */
static int hand_over(const struct hub *hub, struct arena *a, const char *path, struct str address)
{
	extern char **environ;
	posix_spawn_file_actions_t actions;
	char *args[WORDS_MOST + 2];
	struct str rest = hub->conf.sendmail, word;
	size_t n = 0;
	int status = -1;
	pid_t pid;

	while (n < WORDS_MOST && str_split(&rest, ' ', &word))
		if (word.n > 0)
			args[n++] = (char *)arena_cstr(a, word);
	args[n++] = (char *)arena_cstr(a, address);
	args[n] = NULL;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, path, 0, 0);
	if (posix_spawnp(&pid, args[0], &actions, NULL, args, environ) == 0)
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	posix_spawn_file_actions_destroy(&actions);
	return status;
}

static struct fate later(struct str words)
{
	return (struct fate){ SMTP_LATER, 0, STR(""), words };
}

static struct fate by_file(struct flushing *f, const struct notice *n)
{
	const char *path = arena_printf(f->one, "%s/outbox/" STR_FMT, f->hub->dir, STR_ARG(n->row.file)).p;
	struct fate taken = { SMTP_TAKEN, 250, STR(""), STR("") };
	struct err problem = { 0 };
	int status;

	if (file_replace(path, notice_mail(f->hub, f->one, n, LETTER_FILE), 0600, &problem) < 0)
		return later(arena_str(f->one, str_of(problem.text)));
	f->result->written++;
	if (f->hub->conf.sendmail.n == 0)
		return taken;
	status = hand_over(f->hub, f->one, path, n->to);
	f->result->sent += status == 0;
	return status == 0 ? taken : later(arena_printf(f->one, "sendmail: status %d", status));
}

/* ---- the mail server ---- */

static long long monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct fate by_server(struct flushing *f, const struct notice *n)
{
	long long began = monotonic_ms();
	struct smtp_answer r = smtp_send(f->smtp, f->one, return_path_of(f->hub, f->one, n->row.id), n->to,
	    notice_mail(f->hub, f->one, n, LETTER_WIRE));

	f->by.now_ms += monotonic_ms() - began;
	f->result->sent += r.outcome == SMTP_TAKEN;
	if (r.unsure)
		r.words = arena_printf(f->one, "sent, but no answer came (it may arrive twice): " STR_FMT, STR_ARG(r.words));
	else if (r.code > 0)
		r.words = arena_printf(f->one, "%d " STR_FMT "%s" STR_FMT, r.code, STR_ARG(r.status), r.status.n > 0 ? " " : "", STR_ARG(r.words));
	if (r.outcome == SMTP_TAKEN)    /* its number for the mail is for the journal: it is no problem */
		log_event(LOG_INFO, "notice.sent", "notice=" STR_FMT " said=" STR_FMT, STR_ARG(n->row.id), STR_ARG(r.words));
	return (struct fate){ r.outcome, r.code, r.status, r.outcome == SMTP_TAKEN ? STR("") : r.words };
}

/* Of two flushes that chose the same notice only one gets it: 1; 0: the other has it; -1. */
static int claim(struct flushing *f, const struct notice *n)
{
	long long lease = f->by.now_ms + 2 * f->hub->conf.smtp_seconds * MS_SECOND + LEASE_SPARE_MS;
	long long rows = DB_EXEC(f->hub->db, f->e, "UPDATE notice SET post = 'sending', next_ms = $3, tries = tries + 1, address = $4 "
	    "WHERE id = $1 AND post = $2 AND next_ms <= $5", DB_TEXT(n->row.id), DB_TEXT(n->row.state), DB_INT(lease), DB_TEXT(n->to),
	    DB_INT(f->by.now_ms));

	if (rows > 0 && str_eq(n->row.state, STR("sending")))
		log_event(LOG_WARN, "notice.again", "notice=" STR_FMT, STR_ARG(n->row.id));
	return rows < 0 ? -1 : rows > 0;
}

/* ---- what becomes of it ---- */

static long long back_off(const struct flushing *f, const struct notice *n)
{
	long long ms = f->hub->conf.smtp_retry_minutes * MS_MINUTE;

	if (f->smtp == NULL)
		return 0;               /* a file or command of one's own: the next flush */
	for (long long i = 0; i < n->row.tries && ms < BACK_OFF_MOST_MS; i++)
		ms *= 2;
	return ms < BACK_OFF_MOST_MS ? ms : BACK_OFF_MOST_MS;
}

static bool tried_long_enough(const struct flushing *f, const struct notice *n)
{
	long long since = n->row.made_ms > n->row.not_before_ms ? n->row.made_ms : n->row.not_before_ms;

	return n->row.tries > 0 && f->by.now_ms - since > f->hub->conf.smtp_give_up_hours * MS_HOUR;
}

static const char *fate_state(const struct flushing *f, const struct notice *n, const struct fate *fate)
{
	if (fate->outcome == SMTP_TAKEN)
		return "sent";
	return fate->outcome == SMTP_REFUSED || tried_long_enough(f, n) ? "failed" : "delayed";
}

#define SQL_SETTLE \
	"UPDATE notice SET post = $2, state = CASE WHEN $2 IN ('sent', 'failed') THEN $2 ELSE 'waiting' END, sent_ms = $3, problem = $4, " \
	"next_ms = $5, address = $6, tries = $7 WHERE id = $1 AND post = $8"

static int settle(struct flushing *f, const struct notice *n, const struct fate *fate)
{
	struct str state = str_of(fate_state(f, n, fate)), claimed = f->smtp != NULL ? STR("sending") : n->row.state;
	bool sent = fate->outcome == SMTP_TAKEN;
	long long rows;

	f->result->failed += str_eq(state, STR("failed"));
	f->result->delayed += str_eq(state, STR("delayed"));
	assert(state_leads(&states_notice, claimed, "settle", state));
	if (db_begin(f->hub->db, f->e) < 0)
		return -1;
	rows = DB_EXEC(f->hub->db, f->e, SQL_SETTLE, DB_TEXT(n->row.id), DB_TEXT(state), DB_TIME(sent ? f->by.now_ms : TIME_NONE),
	    DB_TEXT(fate->words), DB_INT(str_eq(state, STR("delayed")) ? f->by.now_ms + back_off(f, n) : 0), DB_TEXT(n->to),
	    DB_INT(n->row.tries + 1), DB_TEXT(claimed));
	if (rows >= 0 && (!sent || notice_moves_on(f->hub, &f->by, n, f->e) == 0) &&
	    (fate->outcome != SMTP_REFUSED || !reply_means_bad_address(fate->code, fate->status) ||
	     bounce_record(f->hub->db, &f->by, f->one, n->row.id, (int)f->hub->conf.bounces_most, fate->status, fate->words, f->e) == 0))
		return db_commit(f->hub->db, f->e);
	db_rollback(f->hub->db);
	return -1;
}

int notice_moves_on(struct hub *hub, const struct act *by, const struct notice *n, struct err *e)
{
	bool concerns = str_eq(n->row.kind, STR("share")) || str_eq(n->row.kind, STR("correction")) || str_eq(n->row.kind, STR("retraction"));

	if (!concerns || n->share_id.p == NULL || n->org_id.p == NULL)
		return 0;
	/* a state only moves on */
	return DB_EXEC(hub->db, e, "UPDATE delivery SET state = 'notified', notified_ms = $3 WHERE share_id = $1 AND org_id = $2 AND "
	    "state = 'queued' AND queued_ms <= $3", DB_TEXT(n->share_id), DB_TEXT(n->org_id), DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

static int flush_one(struct flushing *f, const struct notice *n)
{
	struct fate fate;
	int mine = 1;

	if (!word_is_address(n->to)) {
		fate = later(STR("address: there is none that can be used"));
	} else if (f->smtp == NULL) {
		fate = by_file(f, n);
	} else {
		mine = claim(f, n);
		if (mine <= 0)
			return mine;
		fate = by_server(f, n);
	}
	if (fate.outcome == SMTP_AWAY) {
		f->result->away = true;
		snprintf(f->result->words, sizeof f->result->words, STR_FMT, STR_ARG(fate.words));
	}
	return settle(f, n, &fate);
}

/* `sending` whose lease has passed: the process that had it is gone. */
#define SQL_DUE \
	NOTICE_ROWS "WHERE n.post IN ('waiting', 'delayed', 'sending') AND n.next_ms <= $1 AND n.not_before_ms <= $1 " \
	"ORDER BY n.not_before_ms, n.id COLLATE \"C\" LIMIT $2"

int outbox_flush(struct hub *hub, const struct act *by, struct arena *a, struct outbox_result *r, struct err *e)
{
	struct flushing f = { hub, *by, a, arena_new(4 << 20, arena_full_exit), NULL, r, e };
	struct db_rows due = { 0 };
	int status = DB_QUERY(hub->db, a, &due, e, SQL_DUE, DB_INT(by->now_ms), DB_INT(ROUND_MOST));

	*r = (struct outbox_result){ 0 };
	if (status == 0 && due.count > 0 && hub->conf.smtp_url.n > 0)
		status = smtp_open(hub, a, &f.smtp, e);
	for (size_t i = 0; i < due.count && status == 0 && !r->away; i++) {
		struct notice n = notice_of(&due, i);

		status = flush_one(&f, &n);
		arena_reset(f.one);
	}
	arena_free(f.one);
	return status;
}

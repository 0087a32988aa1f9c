/* outbox.c - writing and handing over notices. */
#include "share/outbox.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/time.h"
#include "base/tr.h"
#include "registry/word.h"

struct notice {
	struct str id, share_id, org_id, kind, file, address, number, tlp, class;
	long long due_ms, made_ms;
};

/* Nothing of the content, of other recipients or of a source: the same words for everybody. */
static struct str mail_of(const struct hub *hub, struct arena *a, const struct notice *n)
{
	struct str kind = arena_printf(a, "notice." STR_FMT, STR_ARG(n->kind));
	const char *ja = text_find(LANG_JA, kind.p), *en = text_find(LANG_EN, kind.p);
	struct str class = arena_printf(a, "share.class." STR_FMT, STR_ARG(n->class));
	const char *class_ja = text_find(LANG_JA, class.p), *class_en = text_find(LANG_EN, class.p);
	char due[TIME_TEXT];
	struct buf out;

	buf_init_arena(&out, a, 1 << 16);
	buf_printf(&out, "To: " STR_FMT "\nSubject: [TLP:" STR_FMT "] " STR_FMT "\n", STR_ARG(n->address), STR_ARG(n->tlp), STR_ARG(n->number));
	buf_z(&out, "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nAuto-Submitted: auto-generated\n\n");
	buf_printf(&out, "%s\n%s: " STR_FMT "\nTLP:" STR_FMT "\n%s\n", ja != NULL ? ja : "", text(LANG_JA, "notice.number"), STR_ARG(n->number),
	    STR_ARG(n->tlp), class_ja != NULL ? class_ja : "");
	if (n->due_ms != TIME_NONE)
		buf_printf(&out, "%s: " STR_FMT "\n", text(LANG_JA, "notice.due"), STR_ARG(time_slashed(due, n->due_ms, (int)hub->conf.zone_minutes)));
	if (hub->conf.link.n > 0)
		buf_printf(&out, STR_FMT "s/" STR_FMT "\n", STR_ARG(hub->conf.link), STR_ARG(n->number));
	buf_printf(&out, "\n%s\n%s: " STR_FMT "\n%s\n", en != NULL ? en : "", text(LANG_EN, "notice.number"), STR_ARG(n->number),
	    class_en != NULL ? class_en : "");
	if (n->due_ms != TIME_NONE)
		buf_printf(&out, "%s: " STR_FMT "\n", text(LANG_EN, "notice.due"), STR_ARG(time_date(due, n->due_ms, (int)hub->conf.zone_minutes)));
	return buf_str(&out);
}

enum { WORDS_MOST = 16 };

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

/* What was sent to a person of the organisation counts for it; a state only moves on. */
#define SQL_NOTIFIED \
	"UPDATE delivery SET state = 'notified', notified_ms = $3 WHERE share_id = $1 AND org_id = $2 AND state = 'queued' AND queued_ms <= $3"

static int move_on(struct hub *hub, const struct act *by, const struct notice *n, struct err *e)
{
	bool concerns = str_eq(n->kind, STR("share")) || str_eq(n->kind, STR("correction")) || str_eq(n->kind, STR("retraction"));

	if (!concerns || n->share_id.p == NULL || n->org_id.p == NULL)
		return 0;
	return DB_EXEC(hub->db, e, SQL_NOTIFIED, DB_TEXT(n->share_id), DB_TEXT(n->org_id), DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

static const char *send_one(struct hub *hub, struct arena *a, const struct notice *n, struct outbox_result *r)
{
	const char *path = arena_printf(a, "%s/outbox/" STR_FMT, hub->dir, STR_ARG(n->file)).p;
	struct err problem = { 0 };
	int status;

	if (!word_is_address(n->address))
		return "address: there is none that can be used";
	if (file_replace(path, mail_of(hub, a, n), 0600, &problem) < 0)
		return arena_cstr(a, str_of(problem.text));
	r->written++;
	if (hub->conf.sendmail.n == 0)
		return "";
	status = hand_over(hub, a, path, n->address);
	r->sent += status == 0;
	return status == 0 ? "" : arena_printf(a, "sendmail: status %d", status).p;
}

static int flush_one(struct hub *hub, const struct act *by, struct arena *a, const struct notice *n, struct outbox_result *r,
    struct err *e)
{
	const char *problem = send_one(hub, a, n, r);
	bool sent = problem[0] == '\0';

	r->failed += !sent;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (DB_EXEC(hub->db, e, "UPDATE notice SET state = $2, sent_ms = $3, tries = tries + 1, problem = $4 WHERE id = $1", DB_TEXT(n->id),
	    DB_TEXT(sent ? STR("sent") : STR("failed")), DB_INT(by->now_ms), DB_TEXT(str_of(problem))) >= 0 &&
	    (!sent || move_on(hub, by, n, e) == 0))
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

int outbox_list(struct db *db, struct arena *a, bool all, struct outbox_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT n.id, n.kind, n.file, n.person_id, s.number, n.state, n.problem, n.tries, n.made_ms, "
	    "n.not_before_ms, n.sent_ms FROM notice n LEFT JOIN share s ON s.id = n.share_id WHERE ($1 = 1 OR n.state <> 'sent') "
	    "ORDER BY n.not_before_ms, n.id COLLATE \"C\"", DB_BOOL(all)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct outbox_row, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct outbox_row){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3), db_text(&r, i, 4),
			db_text(&r, i, 5), db_text(&r, i, 6), db_int(&r, i, 7), db_int(&r, i, 8), db_int(&r, i, 9), db_time(&r, i, 10) };
	return 0;
}

int outbox_flush(struct hub *hub, const struct act *by, struct arena *a, struct outbox_result *r, struct err *e)
{
	struct db_rows rows;

	*r = (struct outbox_result){ 0 };
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT n.id, n.kind, n.file, (SELECT MIN(x.address) FROM person_address x WHERE x.person_id = "
	    "n.person_id AND x.notify = 1), s.number, s.tlp, s.class, CASE WHEN q.id IS NOT NULL THEN q.due_ms "
	    "WHEN s.class = 'urgent' AND n.kind IN ('share', 'correction') THEN n.not_before_ms + 86400000 END, n.made_ms, n.share_id, p.org_id "
	    "FROM notice n JOIN person p ON p.id = n.person_id LEFT JOIN share s ON s.id = n.share_id "
	    "LEFT JOIN approval_request q ON q.id = n.request_id WHERE n.state IN ('waiting', 'failed') AND n.not_before_ms <= $1 "
	    "ORDER BY n.not_before_ms, n.id COLLATE \"C\" LIMIT 5000", DB_INT(by->now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		const struct notice n = { db_text(&rows, i, 0), db_text(&rows, i, 9), db_text(&rows, i, 10), db_text(&rows, i, 1),
			db_text(&rows, i, 2), db_text(&rows, i, 3),
			db_text(&rows, i, 4).p != NULL ? db_text(&rows, i, 4) : STR("-"), db_text(&rows, i, 5).p != NULL ? db_text(&rows, i, 5) :
			STR("AMBER"), db_text(&rows, i, 6).p != NULL ? db_text(&rows, i, 6) : STR("normal"), db_time(&rows, i, 7), db_int(&rows, i, 8) };

		if (flush_one(hub, by, a, &n, r, e) < 0)
			return -1;
	}
	return 0;
}

/* mailbox.c - see mailbox.h. */
#include "intake/mailbox.h"

#include "intake/mailed.h"
#include "store/vault.h"

int mailbox_begin(struct hub *hub, const struct mailbox *m, struct arena *a, long long *highest_r, struct err *e)
{
	struct db_rows rows;

	if (DB_EXEC(hub->db, e, "UPDATE mailbox_taken SET problem = 'gone' WHERE mailbox = $1 AND uidvalidity <> $2 AND problem IN "
	    "('too-large', 'empty', 'broken')", DB_TEXT(m->name), DB_INT(m->uidvalidity)) < 0 ||
	    DB_QUERY(hub->db, a, &rows, e, "SELECT MAX(uid) FROM mailbox_taken WHERE mailbox = $1 AND uidvalidity = $2", DB_TEXT(m->name),
	    DB_INT(m->uidvalidity)) < 0)
		return -1;
	*highest_r = db_int(&rows, 0, 0);
	return 0;
}

static int digest_of(struct hub *hub, struct arena *a, const struct content *mail, struct str *digest_r, struct err *e)
{
	unsigned char sum[SHA256_BYTES];

	if (content_sha256(mail, sum, e) < 0)
		return -1;
	*digest_r = vault_keyed_hash(hub, a, "mailbox", hex_of(a, sum, sizeof sum));
	return 0;
}

/* How many rows changed: 0 where the mail is here. */
static long long note(struct hub *hub, const struct act *by, const struct mailbox *m, long long uid, long long bytes, struct str problem,
    struct err *e)
{
	return DB_EXEC(hub->db, e, "INSERT INTO mailbox_taken (mailbox, uidvalidity, uid, digest, receipt, at_ms, bytes, problem, done) "
	    "VALUES ($1, $2, $3, '', '', $4, $5, $6, 1) ON CONFLICT (mailbox, uidvalidity, uid) DO UPDATE SET at_ms = excluded.at_ms, "
	    "bytes = excluded.bytes, problem = excluded.problem WHERE mailbox_taken.receipt = ''", DB_TEXT(m->name), DB_INT(m->uidvalidity),
	    DB_INT(uid), DB_INT(by->now_ms), DB_INT(bytes), DB_TEXT(problem));
}

int mailbox_note(struct hub *hub, const struct act *by, const struct mailbox *m, long long uid, long long bytes, const char *problem,
    struct err *e)
{
	return note(hub, by, m, uid, bytes, str_of(problem), e) < 0 ? -1 : 0;
}

/* The receipt of a mail of the same bytes, "" where there is none. */
static int find(struct hub *hub, struct arena *a, struct str digest, struct str *receipt_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT receipt FROM mailbox_taken WHERE digest = $1 AND receipt <> '' ORDER BY at_ms LIMIT 1",
	    DB_TEXT(digest)) < 0)
		return -1;
	*receipt_r = rows.count > 0 ? db_text(&rows, 0, 0) : STR("");
	return 0;
}

/* Within the transaction; the row is ours, or *what_r says that it was somebody's before. */
static int take(struct hub *hub, const struct act *by, struct arena *a, const struct mailbox *m, long long uid, const struct content *mail,
    struct str digest, bool done, enum mailbox_take *what_r, struct receipt *receipt_r, struct err *e)
{
	/* the row first: whoever else fetches this mail waits at it */
	long long ours = note(hub, by, m, uid, (long long)mail->n, STR("broken"), e);

	*what_r = MAILBOX_KNOWN;
	*receipt_r = (struct receipt){ .number = STR(""), .repeated = true };
	if (ours <= 0)
		return (int)ours;
	if (find(hub, a, digest, &receipt_r->number, e) < 0)
		return -1;
	if (receipt_r->number.n == 0) {
		*what_r = MAILBOX_TAKEN;
		if (mailed_receive(hub, by, a, STR("imap"), mail, receipt_r, e) < 0)
			return -1;
	}
	return DB_EXEC(hub->db, e, "UPDATE mailbox_taken SET digest = $4, receipt = $5, problem = '', done = $6 WHERE mailbox = $1 AND "
	    "uidvalidity = $2 AND uid = $3", DB_TEXT(m->name), DB_INT(m->uidvalidity), DB_INT(uid), DB_TEXT(digest),
	    DB_TEXT(receipt_r->number), DB_BOOL(done)) < 0 ? -1 : 0;
}

int mailbox_take(struct hub *hub, const struct act *by, struct arena *a, const struct mailbox *m, long long uid, const struct content *mail,
    bool done, enum mailbox_take *what_r, struct receipt *receipt_r, struct err *e)
{
	struct str digest;

	if (digest_of(hub, a, mail, &digest, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (take(hub, by, a, m, uid, mail, digest, done, what_r, receipt_r, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

int mailbox_done(struct hub *hub, const struct mailbox *m, long long uid, struct err *e)
{
	return DB_EXEC(hub->db, e, "UPDATE mailbox_taken SET done = 1 WHERE mailbox = $1 AND uidvalidity = $2 AND uid = $3", DB_TEXT(m->name),
	    DB_INT(m->uidvalidity), DB_INT(uid)) < 0 ? -1 : 0;
}

#define SQL_LEFT "SELECT mailbox, problem, uid, bytes, at_ms FROM mailbox_taken WHERE "

static void read_left(struct arena *a, const struct db_rows *rows, struct mailbox_left **list_r, size_t *n_r)
{
	*list_r = ARENA_ARRAY(a, struct mailbox_left, rows->count + 1);
	*n_r = rows->count;
	for (size_t i = 0; i < rows->count; i++)
		(*list_r)[i] = (struct mailbox_left){ db_text(rows, i, 0), db_text(rows, i, 1), db_int(rows, i, 2), db_int(rows, i, 3),
			db_int(rows, i, 4) };
}

int mailbox_undone(struct hub *hub, struct arena *a, const struct mailbox *m, struct mailbox_left **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, SQL_LEFT "mailbox = $1 AND uidvalidity = $2 AND done = 0 ORDER BY uid LIMIT 1000", DB_TEXT(m->name),
	    DB_INT(m->uidvalidity)) < 0)
		return -1;
	read_left(a, &rows, list_r, n_r);
	return 0;
}

int mailbox_again(struct hub *hub, struct arena *a, const struct mailbox *m, struct mailbox_left **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, SQL_LEFT "mailbox = $1 AND uidvalidity = $2 AND (problem = 'broken' OR (problem = 'too-large' AND "
	    "bytes <= $3)) ORDER BY uid LIMIT 1000", DB_TEXT(m->name), DB_INT(m->uidvalidity), DB_INT(hub->conf.hand_in_mb << 20)) < 0)
		return -1;
	read_left(a, &rows, list_r, n_r);
	return 0;
}

int mailbox_left(struct hub *hub, struct arena *a, struct mailbox_left **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, SQL_LEFT "problem IN ('too-large', 'empty', 'broken') ORDER BY at_ms, mailbox COLLATE \"C\", uid "
	    "LIMIT 1000") < 0)
		return -1;
	read_left(a, &rows, list_r, n_r);
	return 0;
}

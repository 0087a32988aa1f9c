/* audit.c - the chain of deeds. */
#include "store/audit.h"

#include <limits.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "store/db_whole.h"

/* Every field with its length in front, so that no two lines can give the same bytes. */
static void add_field(struct buf *out, struct str s)
{
	buf_printf(out, "%zu:", s.n);
	buf_add(out, s);
}

static struct str line_hash(struct arena *a, long long seq, long long at_ms, const struct str fields[6])
{
	struct buf out;
	struct str hash;

	buf_init(&out, 1 << 20);
	buf_printf(&out, "%lld|%lld|", seq, at_ms);
	for (int i = 0; i < 6; i++)
		add_field(&out, fields[i]);
	hash = sha256_hex(a, buf_str(&out));
	buf_fini(&out);
	return hash;
}

static int append(struct db *db, struct arena *a, const struct act *by, struct str deed, struct str object,
    struct str detail, struct err *e)
{
	struct db_rows head;
	struct str fields[6] = { by->actor, by->os_user, deed, object, detail, STR_NONE };
	struct str hash;
	long long seq;

	/* the update takes the row: the next writer waits here until this transaction ends */
	if (DB_QUERY(db, a, &head, e, "UPDATE audit_head SET seq = seq + 1 WHERE one = 1 RETURNING seq, hash") < 0)
		return -1;
	seq = db_int(&head, 0, 0);
	fields[5] = db_text(&head, 0, 1);
	hash = line_hash(a, seq, by->now_ms, fields);
	if (DB_EXEC(db, e, "INSERT INTO audit (seq, at_ms, actor, os_user, deed, object, detail, prev_hash, hash) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", DB_INT(seq), DB_INT(by->now_ms), DB_TEXT(by->actor),
	    DB_TEXT(by->os_user), DB_TEXT(deed), DB_TEXT(object), DB_TEXT(detail), DB_TEXT(fields[5]), DB_TEXT(hash)) < 0)
		return -1;
	return DB_EXEC(db, e, "UPDATE audit_head SET hash = $1 WHERE one = 1", DB_TEXT(hash)) < 0 ? -1 : 0;
}

int audit_add_detail(struct db *db, const struct act *by, const char *deed, struct str object, struct str detail,
    struct err *e)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	int status = db_begin(db, e);

	if (status == 0) {
		status = append(db, a, by, str_of(deed), object.p != NULL ? object : STR(""), detail, e);
		if (status == 0)
			status = db_commit(db, e);
		else
			db_rollback(db);
	}
	arena_free(a);
	return status;
}

int audit_add(struct db *db, const struct act *by, const char *deed, struct str object, struct err *e)
{
	return audit_add_detail(db, by, deed, object, STR("{}"), e);
}

long long audit_end(struct db *db, const struct act *by, long long done, const char *deed, struct str object, struct err *e)
{
	if (done >= 0 && audit_add(db, by, deed, object, e) == 0)
		return db_commit(db, e) < 0 ? -1 : done;
	db_rollback(db);
	return -1;
}

struct walk {
	struct arena *arena;
	struct audit_walk at;           /* the last line that fits */
};

static int check_line(void *ctx, const struct db_rows *row, struct err *e)
{
	struct walk *w = ctx;
	struct str fields[6], hash = db_text(row, 0, 8);

	arena_reset(w->arena);
	for (int i = 0; i < 6; i++)
		fields[i] = db_text(row, 0, (size_t)i + 2);
	if (db_int(row, 0, 0) != ++w->at.seq)
		return err_set(e, ERR_CORRUPT, "audit: line %lld is missing", w->at.seq);
	if (!str_eq(fields[5], str_of(w->at.hash)) || !str_eq(hash, line_hash(w->arena, w->at.seq, db_int(row, 0, 1), fields)))
		return err_set(e, ERR_CORRUPT, "audit: line %lld was changed after it was written", w->at.seq);
	memcpy(w->at.hash, hash.p, SHA256_HEX);
	return 0;
}

static int check_head(struct db *db, struct walk *w, struct err *e)
{
	struct db_rows head;

	arena_reset(w->arena);
	if (DB_QUERY(db, w->arena, &head, e, "SELECT seq, hash FROM audit_head WHERE one = 1") < 0)
		return -1;
	if (head.count == 1 && db_int(&head, 0, 0) == w->at.seq && str_eq(db_text(&head, 0, 1), str_of(w->at.hash)))
		return 0;
	return err_set(e, ERR_CORRUPT, "audit: the chain ends at line %lld, its head says otherwise: lines were cut off", w->at.seq);
}

int audit_page(struct db *db, struct arena *a, struct str deed, struct str object, struct str actor, long long below, long long limit,
    struct audit_row **list, size_t *n, struct err *e)
{
	struct str deed_end = deed.p != NULL ? arena_printf(a, STR_FMT "\xf4\x8f\xbf\xbf", STR_ARG(deed)) : STR_NONE;
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT seq, at_ms, actor, os_user, deed, object, detail, hash FROM audit WHERE seq < $1 "
	    "AND (CAST($2 AS TEXT) IS NULL OR (deed COLLATE \"C\" >= $2 AND deed COLLATE \"C\" <= $3)) "
	    "AND (CAST($4 AS TEXT) IS NULL OR object = $4) AND (CAST($5 AS TEXT) IS NULL OR actor = $5) ORDER BY seq DESC LIMIT $6", DB_INT(below),
	    DB_TEXT(deed), DB_TEXT(deed_end), DB_TEXT(object), DB_TEXT(actor), DB_INT(limit)) < 0)
		return -1;
	*n = r.count;
	*list = ARENA_ARRAY(a, struct audit_row, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct audit_row){ .seq = db_int(&r, i, 0), .at_ms = db_int(&r, i, 1), .actor = db_text(&r, i, 2), .os_user = db_text(&r, i, 3),
			.deed = db_text(&r, i, 4), .object = db_text(&r, i, 5), .detail = db_text(&r, i, 6), .hash = db_text(&r, i, 7) };
	return 0;
}

int audit_verify_on(struct db *db, struct audit_walk *walk, long long most, struct err *e)
{
	struct walk w = { .arena = arena_new(1 << 20, arena_full_exit), .at = *walk };
	bool alone = !db_in_transaction(db);    /* then lines and head are of one moment all the same */
	int status = alone ? db_snapshot(db, e) : 0;
	bool is_whole = false;

	if (status < 0) {
		arena_free(w.arena);
		return -1;
	}
	status = DB_EACH(db, check_line, &w, e,
	    "SELECT seq, at_ms, actor, os_user, deed, object, detail, prev_hash, hash FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2",
	    DB_INT(walk->seq), DB_INT(most));
	if (status == 0 && w.at.seq - walk->seq < most) {
		status = check_head(db, &w, e);
		is_whole = true;
	}
	if (alone)
		db_rollback(db);
	arena_free(w.arena);
	*walk = w.at;
	return status < 0 ? -1 : is_whole;
}

long long audit_verify(struct db *db, struct err *e)
{
	struct audit_walk walk = { 0 };

	return audit_verify_on(db, &walk, LLONG_MAX, e) < 0 ? -1 : walk.seq;
}

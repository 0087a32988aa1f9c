/* hub_jobs.c - the queue of a hub through the pool. */
#include "worker/hub_jobs.h"

#include <stdlib.h>

#include "analyse/verdict.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "base/time.h"
#include "intake/mailed.h"
#include "intake/password.h"
#include "registry/context.h"
#include "share/acknowledge.h"
#include "store/audit.h"
#include "store/vault.h"
#include "worker/document.h"
#include "worker/hub_documents.h"
#include "worker/hub_mail.h"
#include "worker/hub_store.h"
#include "worker/wire.h"

enum { LEASE_MS = 10 * 60 * 1000, JOB_ARENA = 600 << 20, CONTEXT_MOST = 16 << 20, RULES_MOST = 1 << 20, TAKEN_AT_ONCE = 16, TRIES = 3 };

struct jobs {
	struct hub *hub;
	const struct act *by;
	struct pool *pool;
	struct hub_jobs_done *done;
	bool failed;                    /* the database failed: *e says how */
	struct err *e;
	struct arena *context_arena;    /* the last context document, kept while organisation and day stay */
	struct str context, context_org;
	bool context_common;            /* without passwords of one hand-in */
	long long context_day;
	struct str rules;               /* the hub's own verdict rules; "" */
};

struct running {
	struct jobs *jobs;
	struct arena *arena;
	struct str job_id;
	bool is_split, is_alias, is_mail;       /* alias: a mail whose sender is still to be believed */
	bool is_packed;                 /* of mails, an archive that was locked: all in it is this submission */
	struct hub_submission s;
	struct str blob_id;
	struct content content;         /* of the hand-in or submission; nobody holds the whole */
};

/* The condition stands outside once more: of two workers that chose the same row, the second finds it leased. */
static int take_jobs(struct jobs *j, struct arena *a, struct db_rows *rows)
{
	return DB_QUERY(j->hub->db, a, rows, j->e, "UPDATE job SET state = 'leased', leased_until_ms = $1, tries = tries + 1 "
	    "WHERE id IN (SELECT id FROM job WHERE state = 'waiting' OR (state = 'leased' AND leased_until_ms < $2) "
	    "ORDER BY made_ms, kind COLLATE \"C\" DESC, id COLLATE \"C\" LIMIT 16) "
	    "AND (state = 'waiting' OR leased_until_ms < $2) RETURNING id, kind, object_id, tries",
	    DB_INT(j->by->now_ms + LEASE_MS), DB_INT(j->by->now_ms));
}

static int end_job(struct jobs *j, struct str id, const char *state)
{
	return DB_EXEC(j->hub->db, j->e, "UPDATE job SET state = $2 WHERE id = $1", DB_TEXT(id), DB_TEXT(str_of(state))) < 0 ? -1 : 0;
}

/* Withdrawn while it was read: its chunks are gone, nothing of it is stored any more. */
static bool taken_back(const struct running *r)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct hub *hub = r->jobs->hub;
	struct content ignored;
	enum vault_found found;
	struct err e;
	bool gone = r->blob_id.n > 0 && vault_open(hub, hub->db, a, r->blob_id, &found, &ignored, &e) == 0 && found != VAULT_FOUND;

	arena_free(a);
	return gone;
}

static void end_running(struct running *r, int status, const char *state)
{
	if (status < 0 && taken_back(r))
		status = 0;
	if (status == 0)
		status = end_job(r->jobs, r->job_id, state);
	if (status < 0)
		r->jobs->failed = true;
	arena_free(r->arena);
}

/* ---- splitting ---- */

struct found {
	struct arena *arena;
	struct piece *list;
	struct str *keys;
	size_t count, room;
	size_t *slots;                  /* by key: number in the list, from 1; twice as many as there is room */
};

static size_t *slot_of(const struct found *f, struct str key)
{
	size_t mask = 2 * f->room - 1, at = 0;

	for (size_t i = 0; i < key.n; i++)
		at = at * 31 + (unsigned char)key.p[i];
	for (at &= mask; f->slots[at] != 0 && !str_eq(f->keys[f->slots[at] - 1], key);)
		at = (at + 1) & mask;
	return &f->slots[at];
}

static void more_room(struct found *f)
{
	struct found was = *f;

	f->room = was.room == 0 ? 16 : was.room * 2;
	f->list = ARENA_ARRAY(f->arena, struct piece, f->room);
	f->keys = ARENA_ARRAY(f->arena, struct str, f->room);
	f->slots = ARENA_ARRAY(f->arena, size_t, 2 * f->room);
	for (size_t i = 0; i < was.count; i++) {
		f->list[i] = was.list[i];
		f->keys[i] = was.keys[i];
		if (f->keys[i].n > 0)
			*slot_of(f, f->keys[i]) = i + 1;
	}
}

/* Copies of one mail (same id and body) are one submission with that many recipients. */
static void add_piece(struct found *f, struct str key, struct piece piece)
{
	size_t *slot;

	if (f->count == f->room)
		more_room(f);
	slot = slot_of(f, key);
	if (key.n > 0 && *slot > 0) {
		f->list[*slot - 1].copies++;
		return;
	}
	f->keys[f->count] = arena_str(f->arena, key);
	piece.number = (long long)f->count + 1;
	piece.copies = 1;
	f->list[f->count++] = piece;
	if (key.n > 0)
		*slot = f->count;
}

static int store_pieces(struct running *r, const struct piece *list, size_t n, const char *state, const char *reason)
{
	struct jobs *j = r->jobs;
	struct str id;
	int status = db_begin(j->hub->db, j->e);

	if (status < 0)
		return -1;
	/* the row is taken until the end: a withdrawal waits, or was first */
	status = DB_EXEC(j->hub->db, j->e, "UPDATE hand_in SET state = state WHERE id = $1", DB_TEXT(r->s.hand_in_id)) < 0 ? -1 : 0;
	if (status == 0 && taken_back(r)) {
		db_rollback(j->hub->db);
		return 0;
	}
	for (size_t i = 0; i < n && status == 0; i++) {
		struct piece piece = list[i];

		piece.kind = r->s.kind;
		status = intake_store_submission(j->hub, j->hub->db, j->by, r->arena, r->s.hand_in_id, &piece, &id, j->e);
	}
	if (status == 0)
		status = intake_set_state(j->hub->db, j->by, r->s.hand_in_id, state, str_of(reason), j->e);
	if (status == 0)
		return db_commit(j->hub->db, j->e);
	db_rollback(j->hub->db);
	return -1;
}

/* What cannot be taken apart is one submission as it is: received stays received. */
static int store_whole(struct running *r, const char *reason)
{
	const struct piece piece = { .number = 1, .from = &r->content, .copies = 1 };

	return store_pieces(r, &piece, 1, "split", reason);
}

/* A mail to an alias goes on only where its sender is attested and somebody who may hand in. */
static int take_sender(struct running *r, const struct pool_end *end, bool *goes_on_r)
{
	*goes_on_r = true;
	if (!r->is_alias || hub_mail_take(r->jobs->hub, r->jobs->by, r->arena, r->s.hand_in_id, end, goes_on_r, r->jobs->e) == 0)
		return 0;
	r->jobs->failed = true;
	return -1;
}

static const struct content *range_of(struct running *r, const struct wire_result *f)
{
	struct content *range = ARENA_NEW(r->arena, struct content);

	*range = content_window(&r->content, (size_t)f->offset, (size_t)f->length);
	return range;
}

/* The store failed (or has forgotten it meanwhile) while the child was fed: true, and that is the end of it. */
static bool unread(struct running *r, const struct pool_end *end)
{
	if (end->how != POOL_UNREAD)
		return false;
	*r->jobs->e = *end->why;
	end_running(r, -1, "done");
	free(r);
	return true;
}

static void split_done(void *ctx, const struct pool_end *end)
{
	struct running *r = ctx;
	struct found found = { .arena = r->arena };
	struct str key = STR("");
	const char *reason = end->how == POOL_DONE ? "" : pool_limit_of(end->how).name;
	bool goes_on, locked = false;

	if (unread(r, end))
		return;
	if (take_sender(r, end, &goes_on) < 0 || !goes_on) {
		r->jobs->done->split++;
		end_running(r, r->jobs->failed ? -1 : 0, "done");
		free(r);
		return;
	}
	for (size_t i = 0; i < end->frame_count; i++) {
		const struct wire_result *f = &end->frames[i];

		if (f->frame == WIRE_KEY)
			key = f->name;
		else if (f->frame == WIRE_PIECE)
			add_piece(&found, key, (struct piece){ .bytes = f->bytes });
		else if (f->frame == WIRE_RANGE && f->offset <= r->content.n && f->length <= r->content.n - f->offset)
			add_piece(&found, key, (struct piece){ .from = range_of(r, f) });
		else if (f->frame == WIRE_OPENED && *reason == '\0')
			reason = str_eq(f->name, STR("given")) ? "password-given" : "password-customary";
		else if (f->frame == WIRE_LIMIT && str_eq(f->name, STR(PIECES_LOCKED)))
			locked = true;
		else if (f->frame == WIRE_LIMIT)
			reason = "limit";
	}
	r->jobs->done->split++;
	/* what is locked in part stays together, so that a password that comes later opens it as one */
	if (locked)
		reason = "password";
	if (end->how == POOL_DONE && found.count > 0 && r->is_mail && !locked)
		end_running(r, store_pieces(r, found.list, found.count, "split", reason), "done");
	else
		end_running(r, store_whole(r, reason), "done");
	free(r);
}

static int passwords_of(struct running *r, struct context_passwords *p)
{
	struct jobs *j = r->jobs;
	struct str *given;

	if (archive_password_list(j->hub, r->arena, r->s.hand_in_id, &given, &p->given_count, j->e) < 0)
		return -1;
	p->given = given;
	p->customary = j->hub->conf.sample_password;
	return 0;
}

static int load_hand_in(struct running *r, struct str id, bool *wanted_r)
{
	struct jobs *j = r->jobs;
	struct db_rows rows;
	enum vault_found found;

	*wanted_r = false;
	if (DB_QUERY(j->hub->db, r->arena, &rows, j->e, "SELECT kind, blob_id, state, channel, state_reason FROM hand_in WHERE id = $1",
	    DB_TEXT(id)) < 0)
		return -1;
	/* of a mail to an alias the sender is looked at once; what stays in quarantine, and what was withdrawn, nobody opens */
	r->is_alias = rows.count > 0 && str_eq(db_text(&rows, 0, 2), STR("quarantined")) &&
	    mailed_channel(db_text(&rows, 0, 3)) && db_text(&rows, 0, 4).n == 0;
	if (rows.count == 0 || (!str_eq(db_text(&rows, 0, 2), STR("received")) && !r->is_alias))
		return 0;
	r->s.hand_in_id = id;
	r->s.kind = db_text(&rows, 0, 0);
	r->is_mail = str_eq(r->s.kind, STR("mail"));
	r->blob_id = db_text(&rows, 0, 1);
	if (vault_open(j->hub, j->hub->db, r->arena, r->blob_id, &found, &r->content, j->e) < 0)
		return -1;
	*wanted_r = found == VAULT_FOUND;
	return 0;
}

static int start_split(struct running *r, struct str id)
{
	struct wire_file file;
	struct wire_envelope v = { .job = WIRE_SPLIT, .lang = LANG_JA, .context = STR(""), .files = &file, .file_count = 1 };
	struct context_passwords passwords;
	struct buf context;
	bool wanted;

	r->is_split = true;
	if (load_hand_in(r, id, &wanted) < 0)
		return -1;
	if (!wanted || (!r->is_mail && !r->is_alias)) {
		int status = wanted ? store_whole(r, "") : 0;

		r->jobs->done->split++;
		end_running(r, status, "done");
		free(r);
		return 0;
	}
	file = (struct wire_file){ .name = STR("hand-in"), .from = &r->content };
	buf_init_arena(&context, r->arena, CONTEXT_MOST);
	if (r->is_alias)
		v.job = WIRE_ALIAS;
	if (r->is_alias ? context_write_border(r->jobs->hub->db, r->arena, r->jobs->hub->conf.trusted_authserv, &context, r->jobs->e) < 0 :
	    passwords_of(r, &passwords) < 0 || context_write_passwords(&passwords, &context, r->jobs->e) < 0)
		return -1;
	v.context = buf_str(&context);
	return pool_start(r->jobs->pool, &v, split_done, r, r->jobs->e);
}

/* ---- analysing ---- */

static int load_submission(struct running *r, struct str id, bool *wanted_r)
{
	struct jobs *j = r->jobs;
	struct db_rows rows;
	enum vault_found found;

	*wanted_r = false;
	if (DB_QUERY(j->hub->db, r->arena, &rows, j->e, "SELECT s.hand_in_id, s.org_id, s.kind, s.key_id, s.raw_blob, s.received_ms, "
	    "s.state, h.supplements, h.answers_share, s.examined_reason, h.state_reason FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE s.id = $1",
	    DB_TEXT(id)) < 0)
		return -1;
	if (rows.count == 0 || str_eq(db_text(&rows, 0, 6), STR("withdrawn")))
		return 0;
	r->s = (struct hub_submission){ .id = id, .hand_in_id = db_text(&rows, 0, 0), .org_id = db_text(&rows, 0, 1),
		.kind = db_text(&rows, 0, 2), .key_id = db_text(&rows, 0, 3), .received_ms = db_int(&rows, 0, 5),
		.supplements = db_text(&rows, 0, 7), .answers_share = db_text(&rows, 0, 8) };
	r->is_packed = str_eq(db_text(&rows, 0, 9), STR(PIECES_LOCKED)) || str_eq(db_text(&rows, 0, 10), STR("password"));
	r->blob_id = db_text(&rows, 0, 4);
	if (vault_open(j->hub, j->hub->db, r->arena, r->blob_id, &found, &r->content, j->e) < 0)
		return -1;
	*wanted_r = found == VAULT_FOUND;
	return 0;
}

static int make_context(struct running *r)
{
	struct jobs *j = r->jobs;
	const struct hub_submission *s = &r->s;
	long long day = s->received_ms / MS_DAY;
	struct context_passwords passwords;
	struct buf out;

	if (passwords_of(r, &passwords) < 0)
		return -1;
	if (j->context.p != NULL && j->context_common && passwords.given_count == 0 && day == j->context_day && str_eq(j->context_org, s->org_id))
		return 0;
	arena_reset(j->context_arena);
	buf_init_arena(&out, j->context_arena, CONTEXT_MOST);
	if (context_write_own(j->hub->db, j->context_arena, s->org_id, s->received_ms, j->hub->conf.trusted_authserv, j->rules, &passwords, &out, j->e) < 0)
		return -1;
	j->context = buf_str(&out);
	j->context_org = arena_str(j->context_arena, s->org_id);
	j->context_day = day;
	j->context_common = passwords.given_count == 0;
	return 0;
}

/* Of several files one that stayed locked makes the whole examined in part. */
static struct str tell_locked(struct running *r, struct str main, json_t *doc)
{
	struct err ignored;
	json_t *alone;

	if (document_has_limit(doc, PIECES_LOCKED) || document_check(main, &alone, &ignored) < 0)
		return main;
	document_limited(r->arena, doc, PIECES_LOCKED, 0, STR_NONE, 0);
	main = document_limited(r->arena, alone, PIECES_LOCKED, 0, STR_NONE, 0);
	json_decref(alone);
	return main;
}

static int take_documents(struct running *r, const struct pool_end *end)
{
	struct jobs *j = r->jobs;
	struct str main = documents_main(end);
	struct err ignored;
	json_t *doc;
	int status;

	if (end->how != POOL_DONE || main.p == NULL) {
		j->done->failed++;
		return hub_store_failed(j->hub, j->by, r->arena, &r->s, "failed", end->how == POOL_DONE ? "no-document" :
		    pool_limit_of(end->how).name, j->e);
	}
	doc = documents_merge(end, main, &ignored);
	if (doc == NULL) {
		j->done->failed++;
		return hub_store_failed(j->hub, j->by, r->arena, &r->s, "failed", "invalid-document", j->e);
	}
	if (documents_locked(end))
		main = tell_locked(r, main, doc);
	status = hub_store_document(j->hub, j->by, r->arena, &r->s, main, doc, j->e);
	json_decref(doc);
	return status;
}

/* Lines that could be read, and "3:direction 7:json" for those that could not. */
static void collect_lines(const struct pool_end *end, struct buf *lines, struct buf *bad)
{
	enum { REASON_MOST = 900 };

	for (size_t i = 0; i < end->frame_count; i++) {
		const struct wire_result *f = &end->frames[i];

		if (f->frame == WIRE_DOCUMENT) {
			buf_add(lines, f->bytes);
			buf_char(lines, '\n');
		} else if (f->frame == WIRE_REFUSED && bad->n < REASON_MOST) {
			buf_printf(bad, "%s%llu:" STR_FMT, bad->n > 0 ? " " : "", (unsigned long long)f->offset, STR_ARG(str_at(f->name, 0, 20)));
		}
	}
}

static int take_sightings(struct running *r, const struct pool_end *end)
{
	struct jobs *j = r->jobs;
	struct buf lines, bad;
	struct err problem = { 0 };

	buf_init_arena(&lines, r->arena, 16 << 20);
	buf_init_arena(&bad, r->arena, 4096);
	collect_lines(end, &lines, &bad);
	if (end->how != POOL_DONE || lines.n == 0 || lines.failed) {
		const char *reason = end->how != POOL_DONE ? pool_limit_of(end->how).name : lines.failed ? "sighting.bytes" :
		    bad.n > 0 ? bad.p : "no-sighting";

		j->done->failed++;
		return hub_store_failed(j->hub, j->by, r->arena, &r->s, "failed", reason, j->e);
	}
	if (hub_store_sightings(j->hub, j->by, r->arena, &r->s, buf_str(&lines), buf_str(&bad), &problem) == 0)
		return 0;
	if (problem.kind != ERR_INPUT) {
		*j->e = problem;
		return -1;
	}
	j->done->failed++;
	return hub_store_failed(j->hub, j->by, r->arena, &r->s, "failed", "invalid-sighting", j->e);
}

static void analyse_done(void *ctx, const struct pool_end *end)
{
	struct running *r = ctx;
	bool sighting = str_eq(r->s.kind, STR("sighting"));

	if (unread(r, end))
		return;
	r->jobs->done->analysed++;
	end_running(r, sighting ? take_sightings(r, end) : take_documents(r, end), "done");
	free(r);
}

static enum wire_job job_of(struct str kind)
{
	if (str_eq(kind, STR("mail")))
		return WIRE_MAIL;
	if (str_eq(kind, STR("bec")))
		return WIRE_THREAD;
	return str_eq(kind, STR("sighting")) ? WIRE_SIGHTING : WIRE_WHOLE;
}

static int start_analyse(struct running *r, struct str id)
{
	struct jobs *j = r->jobs;
	struct wire_file file;
	struct wire_envelope v = { .lang = LANG_JA, .knows = true, .files = &file, .file_count = 1 };
	struct str registry;
	bool wanted;

	if (load_submission(r, id, &wanted) < 0)
		return -1;
	if (!wanted) {
		end_running(r, 0, "done");
		free(r);
		return 0;
	}
	if (context_registry(j->hub->db, r->s.received_ms, &registry, j->e) < 0 || pool_teach(j->pool, registry, j->e) < 0 ||
	    make_context(r) < 0)
		return -1;
	file = (struct wire_file){ .name = STR("submission"), .from = &r->content };
	v.job = r->is_packed && str_eq(r->s.kind, STR("mail")) ? WIRE_WHOLE : job_of(r->s.kind);
	v.context = j->context;
	return pool_start(j->pool, &v, analyse_done, r, j->e);
}

/* ---- the loop ---- */

/* Received stays received: what can never be read shows it. */
static int give_up(struct running *r, bool is_split, struct str object)
{
	struct jobs *j = r->jobs;
	struct hub_submission s = { .id = object };
	int status = is_split ? intake_set_state(j->hub->db, j->by, object, "failed", STR("given-up"), j->e) :
	    hub_store_failed(j->hub, j->by, r->arena, &s, "failed", "given-up", j->e);

	j->done->failed++;
	end_running(r, status, "failed");
	free(r);
	return j->failed ? -1 : 0;
}

static int start_job(struct jobs *j, struct str id, struct str kind, struct str object, long long tries)
{
	struct running *r = calloc(1, sizeof *r);
	int status;

	if (r == NULL)
		return err_set(j->e, ERR_DB, "out of memory");
	*r = (struct running){ .jobs = j, .arena = arena_new(JOB_ARENA, arena_full_exit) };
	r->job_id = arena_str(r->arena, id);
	if (tries > TRIES)              /* something about it ends this process again and again */
		return give_up(r, str_eq(kind, STR("split")), object);
	status = str_eq(kind, STR("split")) ? start_split(r, arena_str(r->arena, object)) :
	    start_analyse(r, arena_str(r->arena, object));
	if (status < 0) {
		arena_free(r->arena);
		free(r);
	}
	return status;
}

static int drain(struct jobs *j)
{
	while (!pool_idle(j->pool))
		if (pool_step(j->pool, j->e) < 0)
			return -1;
	return j->failed ? -1 : 0;
}

static int round_of_jobs(struct jobs *j, size_t *taken_r)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct db_rows rows = { 0 };
	int status = take_jobs(j, a, &rows);

	*taken_r = status == 0 ? rows.count : 0;
	for (size_t i = 0; i < *taken_r && status == 0; i++) {
		while (status == 0 && !pool_has_room(j->pool))
			status = pool_step(j->pool, j->e);
		if (status == 0)
			status = start_job(j, db_text(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2), db_int(&rows, i, 3));
	}
	if (drain(j) < 0)
		status = -1;
	arena_free(a);
	return status;
}

/* Rules that are not understood stop the worker: nothing is judged by half of them. */
static int read_rules(struct jobs *j, struct arena *a)
{
	struct str path = j->hub->conf.verdict_rules;
	struct verdict_rules ignored;

	j->rules = STR("");
	if (path.n == 0)
		return 0;
	if (path.p[0] != '/')
		path = arena_printf(a, "%s/" STR_FMT, j->hub->dir, STR_ARG(path));
	if (file_read(a, arena_cstr(a, path), RULES_MOST, &j->rules, j->e) < 0)
		return -1;
	if (!utf8_valid(j->rules))
		return err_set(j->e, ERR_INPUT, "%s: this is no UTF-8 text", arena_cstr(a, path));
	return verdict_rules_read(a, j->rules, &ignored, j->e) < 0 ? err_prefix(j->e, "%s", arena_cstr(a, path)) : 0;
}

int hub_jobs_run(struct hub *hub, const struct act *by, struct pool *pool, size_t most, struct hub_jobs_done *done,
    struct err *e)
{
	struct jobs j = { .hub = hub, .by = by, .pool = pool, .done = done, .e = e,
		.context_arena = arena_new(64 << 20, arena_full_exit) };
	struct arena *rules = arena_new(8 << 20, arena_full_exit);
	size_t taken = 1, total = 0;
	int status = read_rules(&j, rules);

	*done = (struct hub_jobs_done){ 0 };
	while (status == 0 && taken > 0 && total < most) {
		status = round_of_jobs(&j, &taken);
		total += taken;
		done->taken = total;
	}
	if (status == 0)
		status = acknowledge_due(hub, by, e);
	arena_free(j.context_arena);
	arena_free(rules);
	return status;
}

/* batch.c - the tasks go through the pool; see batch.h. */
#include "worker/batch.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/sha256.h"
#include "worker/batch_tasks.h"
#include "worker/document.h"
#include "worker/pieces.h"
#include "worker/pool.h"

enum { WINDOW = 1024, DEEPEST = 16, FAILED_MOST = 1 << 16 };
/* Small files that one child reads: a fork costs as much as reading thirty mails (docs/benchmarks.md).  A
 * child that was taken over could lie about the others of its round, so `isolate` gives each its own. */
enum { TOGETHER = 512, TOGETHER_LEAST = 32, TOGETHER_BYTES = 8 << 20 };

struct batch {
	const struct batch_options *o;
	struct pool *pool;
	struct tasks tasks;
	struct str context;             /* without what the jailed reader was told (knows) */
	bool knows;
};

struct running {
	struct batch *batch;
	size_t count;
	struct task *tasks[TOGETHER];
	struct content content;         /* of a file that goes alone: it is not copied into the envelope */
};

static struct str copy_bytes(struct str s)
{
	char *p = malloc(s.n + 1);

	if (p == NULL)
		arena_full_exit();
	memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

/* ---- what a job answered ---- */

static void note_limit(struct task *t, struct str name, long long at)
{
	err_set(task_problem(t), ERR_LIMIT, "%s: the limit " STR_FMT " (%lld) was reached; what lies behind it was not examined",
	    t->name, STR_ARG(name), at);
}

/* An archive of archives may hold more than anybody can read, in no space at all. */
static bool within_budget(struct batch *b, struct task *t, const struct wire_result *r)
{
	struct origin *all = task_origin(&b->tasks, t);
	bool member = r->frame == WIRE_PIECE;

	if (member && all->members >= PIECES_MEMBERS)
		note_limit(t, STR("archive.members"), PIECES_MEMBERS);
	else if (!member && all->messages >= WIRE_PIECES_MOST)
		note_limit(t, STR("mbox.messages"), WIRE_PIECES_MOST);
	else if (all->unpacked > PIECES_TOTAL)
		note_limit(t, STR("decoded.bytes"), PIECES_TOTAL);
	else {
		*(member ? &all->members : &all->messages) += 1;
		all->unpacked += r->bytes.n;
		return true;
	}
	return false;
}

static void add_piece(struct batch *b, struct task *parent, struct task **after, const struct wire_result *r)
{
	char name[WIRE_NAME_MOST + 8192];
	struct task *t;

	if (!within_budget(b, parent, r))
		return;
	snprintf(name, sizeof name, "%s" STR_FMT, parent->name, STR_ARG(r->name));
	t = tasks_add(&b->tasks, *after, str_of(name), WIRE_MAIL);
	t->folder = parent->folder;
	t->origin = parent->origin;
	t->depth = parent->depth + 1;
	*after = t;
	if (r->frame == WIRE_RANGE) {
		/* a range that is not inside the container is nobody's mail: it stays empty */
		bool inside = r->offset <= parent->bytes.n && r->length <= parent->bytes.n - r->offset;

		t->blob = parent->blob;
		t->blob->refs++;
		t->bytes = inside ? str_at(parent->bytes, (size_t)r->offset, (size_t)r->length) : STR("");
		return;
	}
	t->blob = blob_new(copy_bytes(r->bytes));
	t->bytes = t->blob->bytes;
	if (t->depth < DEEPEST)
		t->job = WIRE_ANALYSE;
}

static void add_failed(struct task *t, struct pool_limit limit)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct document_failed f = { .input = str_of(t->name), .bytes = t->bytes.n, .examined = "failed",
		.kind = t->job == WIRE_THREAD ? "thread" : "unknown", .limit = limit.name, .at = limit.at };
	struct buf out;
	struct err ignored;

	f.sha256 = t->bytes.p != NULL ? sha256_hex(a, t->bytes) : STR_NONE;
	buf_init(&out, FAILED_MOST);
	document_failed(&out, &f);
	if (task_add_document(t, buf_str(&out), &ignored) < 0)
		arena_full_exit();
	buf_fini(&out);
	arena_free(a);
}

static void add_document(struct task *t, struct str json)
{
	struct err ignored;

	if (task_add_document(t, json, &ignored) < 0)
		add_failed(t, pool_limit_of(POOL_INVALID));
}

/* The task is done: whatever was not answered is a document that says so. */
static void end_task(struct task *t, const struct task *last_piece, enum pool_ended how)
{
	if (how != POOL_DONE || (t->document_count == 0 && last_piece == t && t->problem == NULL))
		add_failed(t, pool_limit_of(how == POOL_DONE ? POOL_INVALID : how));
	t->state = TASK_DONE;
	blob_drop(t->blob);
	t->blob = NULL;
	t->bytes = STR_NONE;
}

/* Takes one task's frames up to WIRE_NEXT; returns the place behind it, or end->frame_count. */
static size_t take_frames(struct batch *b, struct task *t, struct task **last_r, const struct pool_end *end, size_t i)
{
	struct task *after = t;

	for (; i < end->frame_count && end->frames[i].frame != WIRE_NEXT; i++) {
		const struct wire_result *r = &end->frames[i];

		if (r->frame == WIRE_DOCUMENT)
			add_document(t, r->bytes);
		else if (r->frame == WIRE_RANGE || r->frame == WIRE_PIECE)
			add_piece(b, t, &after, r);
		else if (r->frame == WIRE_LIMIT)
			note_limit(t, r->name, (long long)r->offset);
		else if (r->frame == WIRE_ALONE)
			t->alone = true;
		else if (r->frame == WIRE_REFUSED)
			err_set(task_problem(t), ERR_INPUT, "%s: " STR_FMT, t->name, STR_ARG(r->bytes));
	}
	*last_r = after;
	return i < end->frame_count ? i + 1 : i;
}

/* Does the document speak of this input, or of something inside it? */
static bool is_about(struct str json, const char *input)
{
	struct buf begin;
	struct jw w;
	bool yes;

	buf_init(&begin, WIRE_NAME_MOST + FAILED_MOST);
	jw_init(&w, &begin);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/analysis/1");
	jw_kz(&w, "input", input);
	yes = !begin.failed && str_starts(json, str_at(buf_str(&begin), 0, begin.n - 1));
	buf_fini(&begin);
	return yes;
}

/* A round answers for all of its files or for none: one that did not end well is read again, each alone. */
static bool is_whole_round(const struct running *run, const struct pool_end *end)
{
	size_t k = 0;

	for (size_t i = 0; i < end->frame_count; i++) {
		if (k == run->count || (end->frames[i].frame == WIRE_DOCUMENT && !is_about(end->frames[i].bytes, run->tasks[k]->name)))
			return false;
		k += end->frames[i].frame == WIRE_NEXT;
	}
	return end->how == POOL_DONE && k == run->count;
}

static void take_answer(void *ctx, const struct pool_end *end)
{
	struct running *run = ctx;
	struct task *last;
	size_t at = 0;

	if (run->count > 1 && !is_whole_round(run, end)) {
		for (size_t i = 0; i < run->count; i++) {
			run->tasks[i]->state = TASK_WAITING;
			run->tasks[i]->alone = true;
		}
	} else {
		for (size_t i = 0; i < run->count; i++) {
			bool alone = run->tasks[i]->alone;

			at = take_frames(run->batch, run->tasks[i], &last, end, at);
			if (run->tasks[i]->alone && !alone)
				run->tasks[i]->state = TASK_WAITING;
			else
				end_task(run->tasks[i], last, end->how);
		}
	}
	free(run);
}

/* ---- starting a task ---- */

static int read_path(const char *path, struct blob **blob_r, struct err *e)
{
	struct arena *a = arena_new(4ULL * BATCH_FILE_MOST, arena_full_exit);
	struct str bytes;
	int status = file_read(a, path, BATCH_FILE_MOST, &bytes, e);

	if (status == 0 && bytes.n == 0)
		status = err_set(e, ERR_INPUT, "%s is empty", path);
	if (status == 0)
		*blob_r = blob_of_arena(a, bytes);
	else
		arena_free(a);
	return status;
}

/* -1: nothing more can be done; a single job that is too large is refused. */
static int start_job(struct batch *b, struct task *const *tasks, size_t task_count, const struct wire_file *files,
    size_t n, struct err *e)
{
	struct wire_file alone;
	struct wire_envelope v = { .job = tasks[0]->job, .each = task_count > 1 || tasks[0]->mailbox, .lang = b->o->lang,
		.context = b->context, .knows = b->knows, .files = files, .file_count = n, .sent = b->o->sent, .sent_count = b->o->sent_count };
	struct running *run = calloc(1, sizeof *run);

	if (run == NULL)
		arena_full_exit();
	*run = (struct running){ .batch = b, .count = task_count };
	if (n == 1 && tasks[0]->blob != NULL) {         /* which lives until its answer is there */
		run->content = content_of(files[0].bytes);
		alone = (struct wire_file){ files[0].name, STR(""), &run->content };
		v.files = &alone;
	}
	for (size_t i = 0; i < task_count; i++) {
		run->tasks[i] = tasks[i];
		tasks[i]->state = TASK_RUNNING;
	}
	if (pool_start(b->pool, &v, take_answer, run, e) == 0)
		return 0;
	free(run);
	tasks[0]->state = TASK_DONE;
	*task_problem(tasks[0]) = *e;
	return e->kind == ERR_LIMIT ? 0 : -1;
}

/* Its bytes are there; false: they cannot be read, which is its answer. */
static bool has_bytes(struct task *t)
{
	struct err why;

	if (!t->is_path || t->blob != NULL)
		return true;
	if (read_path(t->name, &t->blob, &why) < 0) {
		t->state = TASK_DONE;
		*task_problem(t) = why;
		return false;
	}
	t->bytes = t->blob->bytes;
	return true;
}

/* As many as leave enough for the other jobs. */
static size_t round_of(const struct batch *b)
{
	size_t jobs = b->o->jobs > 0 ? (size_t)b->o->jobs : 1, share = (b->tasks.known - b->tasks.done) / jobs;

	return b->o->isolate ? 1 : share < TOGETHER_LEAST ? TOGETHER_LEAST : share > TOGETHER ? TOGETHER : share;
}

/* `t` and the small ones that wait behind it, as one round. */
static int start_files(struct batch *b, struct task *t, struct err *e)
{
	struct wire_file files[TOGETHER];
	struct task *tasks[TOGETHER];
	enum wire_job job = t->job;
	size_t n = 0, total = 0, most = round_of(b);

	for (; t != NULL && n < most; t = t->next) {
		if (t->state == TASK_DONE)
			continue;
		if (t->state != TASK_WAITING || t->job != job || (n > 0 && t->alone))
			break;
		if (!has_bytes(t))
			continue;
		if (n > 0 && total + t->bytes.n > TOGETHER_BYTES)
			break;
		total += t->bytes.n;
		files[n] = (struct wire_file){ str_of(t->name), t->bytes };
		tasks[n++] = t;
		if (t->alone)
			break;
	}
	return n > 0 ? start_job(b, tasks, n, files, n, e) : 0;
}

/* A member that cannot be read is said, and the others still are one conversation. */
static void note_unread(struct batch *b, struct task *t, const struct err *why)
{
	struct task *note = tasks_add(&b->tasks, t, str_of(t->name), WIRE_ANALYSE);

	*task_problem(note) = *why;
	note->state = TASK_DONE;
}

static int start_thread(struct batch *b, struct task *t, struct err *e)
{
	struct wire_file *files = calloc(t->member_count + 1, sizeof *files);
	struct blob **blobs = calloc(t->member_count + 1, sizeof *blobs);
	size_t n = 0;
	int status = 0;

	for (size_t i = 0; i < t->member_count; i++) {
		struct err why;

		if (read_path(t->members[i].path, &blobs[n], &why) == 0) {
			files[n] = (struct wire_file){ str_of(t->members[i].path), blobs[n]->bytes, NULL };
			n++;
		} else {
			note_unread(b, t, &why);
		}
	}
	t->state = TASK_DONE;
	if (n > 0)
		status = start_job(b, &t, 1, files, n, e);
	for (size_t i = 0; i < n; i++)
		blob_drop(blobs[i]);
	free(blobs);
	free(files);
	return status;
}

static int start_some(struct batch *b, struct err *e)
{
	size_t ahead = 0;

	if (!pool_has_room(b->pool))
		return 0;
	for (struct task *t = b->tasks.first; t != NULL && ahead < WINDOW; t = t->next, ahead++) {
		if (t->state != TASK_WAITING)
			continue;
		if (!pool_has_room(b->pool))
			return 0;
		if ((t->job == WIRE_THREAD ? start_thread(b, t, e) : start_files(b, t, e)) < 0)
			return -1;
	}
	return 0;
}

/* ---- answers in order ---- */

static int tell_folder(struct batch *b, const struct task *t, struct err *e)
{
	struct batch_answer answer = { .input = str_of(t->name) };
	struct err none;

	if (t->folder->mails > 0)
		return 0;
	err_set(&none, ERR_INPUT, "%s holds no mail", t->folder->name);
	answer.problem = &none;
	return b->o->each(b->o->ctx, &answer, e);
}

static int tell(struct batch *b, struct task *t, struct err *e)
{
	if (t->ends_folder)
		return tell_folder(b, t, e);
	for (size_t i = 0; i < t->document_count; i++) {
		struct document *d = &t->documents[i];
		const struct batch_answer answer = { str_of(t->name), { d->json, d->n }, d->facts, NULL };

		if (t->folder != NULL && (str_eq(d->facts.kind, STR("mail")) || str_eq(d->facts.kind, STR("thread"))))
			t->folder->mails++;
		if (b->o->each(b->o->ctx, &answer, e) < 0)
			return -1;
	}
	if (t->problem == NULL)
		return 0;
	return b->o->each(b->o->ctx, &(struct batch_answer){ .input = str_of(t->name), .problem = t->problem }, e);
}

static int tell_done(struct batch *b, struct err *e)
{
	while (b->tasks.first != NULL && b->tasks.first->state == TASK_DONE) {
		struct task *t = b->tasks.first;

		if (tell(b, t, e) < 0)
			return -1;
		b->tasks.first = t->next;
		if (t->next == NULL)
			b->tasks.last = NULL;
		task_free(t);
		b->tasks.done++;
		if (b->o->progress != NULL)
			b->o->progress(b->o->ctx, b->tasks.done, b->tasks.known);
	}
	return 0;
}

/* Who is who is told to the jailed reader once, the rest of the context with every job: thousands of
 * organisations need not be read for each mail. */
static int teach(struct batch *b, struct arena *a, struct err *e)
{
	json_t *all = b->o->context.n > 0 ? json_loadb(b->o->context.p, b->o->context.n, 0, NULL) : NULL;
	json_t *organisations = json_object_get(all, "organisations"), *known;
	char *told, *rest;
	int status = 0;

	b->context = b->o->context;
	if (json_array_size(organisations) > 0) {
		known = json_pack("{sO}", "organisations", organisations);
		told = json_dumps(known, JSON_COMPACT);
		json_object_del(all, "organisations");
		rest = json_dumps(all, JSON_COMPACT);
		b->context = arena_str(a, str_of(rest));
		b->knows = true;
		status = pool_teach(b->pool, str_of(told), e);
		free(told);
		free(rest);
		json_decref(known);
	}
	json_decref(all);
	return status;
}

int batch_run(const struct batch_options *o, const struct str *paths, size_t n, struct err *e)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct batch b = { .o = o };
	int status = 0;

	tasks_from_paths(&b.tasks, paths, n, o->thread);
	if (pool_open(o->jobs, &b.pool, e) < 0) {
		tasks_free(&b.tasks);
		arena_free(a);
		return -1;
	}
	status = teach(&b, a, e);
	while (status == 0 && b.tasks.first != NULL) {
		status = start_some(&b, e);
		if (status == 0 && !pool_idle(b.pool))
			status = pool_step(b.pool, e);
		if (status == 0)
			status = tell_done(&b, e);
	}
	pool_close(b.pool);
	tasks_free(&b.tasks);
	arena_free(a);
	return status;
}

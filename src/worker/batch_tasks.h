/* batch_tasks.h - the list of what is to be read; private to batch*.c. */
#ifndef WORKER_BATCH_TASKS_H
#define WORKER_BATCH_TASKS_H

#include "worker/document.h"
#include "worker/wire.h"

/* Bytes that several pieces look into. */
struct blob {
	size_t refs;
	struct str bytes;               /* on the heap, or the arena's */
	struct arena *arena;            /* or NULL */
};

/* A directory that was named; its tasks count the mails they find. */
struct folder {
	struct folder *older;
	char *name;
	size_t mails;
};

/* What was named on the command line and holds others: all that is in it, however deep, counts together. */
struct origin {
	struct origin *older;
	size_t members, messages;       /* of archives, of mboxes */
	unsigned long long unpacked;
};

struct member {                         /* of a conversation */
	char *path;
};

struct document {
	char *json;
	size_t n;
	struct document_facts facts;    /* views into json */
};

enum task_state { TASK_WAITING, TASK_RUNNING, TASK_DONE };

struct task {
	struct task *next;
	char *name;
	enum wire_job job;
	enum task_state state;
	bool is_path;                   /* name is a path to be read when its turn comes */
	bool alone;                     /* what it was read together with did not end well, or it wants a tool */
	bool mailbox;                   /* WIRE_THREAD: of a Maildir, which holds many conversations */
	bool ends_folder;               /* nothing to read: says whether the folder held mails */
	unsigned depth;
	struct blob *blob;
	struct str bytes;               /* view into blob */
	struct member *members;         /* WIRE_THREAD */
	size_t member_count, member_room;
	struct folder *folder;
	struct origin *origin;          /* NULL: nothing was found in it */
	struct document *documents;
	size_t document_count, document_room;
	struct err *problem;            /* NULL: none.  There may be a hundred thousand tasks */
};

struct tasks {
	struct task *first, *last;
	struct folder *folders;
	struct origin *origins;
	size_t known, done;
};

/* Appended, or put behind `after`. */
struct task *tasks_add(struct tasks *t, struct task *after, struct str name, enum wire_job job);
void task_add_member(struct task *t, struct str path);
/* That of `t`, made where there is none yet. */
struct origin *task_origin(struct tasks *all, struct task *t) __attribute__((returns_nonnull));
/* Checked, and copied. */
int task_add_document(struct task *t, struct str json, struct err *e) MUST_CHECK;
/* Where to say what is wrong with it. */
struct err *task_problem(struct task *t) __attribute__((returns_nonnull));
void task_free(struct task *t);
void tasks_free(struct tasks *t);

struct blob *blob_new(struct str bytes);
struct blob *blob_of_arena(struct arena *a, struct str bytes);
void blob_drop(struct blob *b);

/* The paths of the command line become tasks: files, folders (sorted, with what is below them),
 * conversations where `thread`. */
void tasks_from_paths(struct tasks *t, const struct str *paths, size_t n, bool thread);

#endif

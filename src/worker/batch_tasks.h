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
	struct document *documents;
	size_t document_count, document_room;
	bool has_problem;
	struct err problem;
};

struct tasks {
	struct task *first, *last;
	struct folder *folders;
	size_t known, done;
};

/* Appended, or put behind `after`. */
struct task *tasks_add(struct tasks *t, struct task *after, struct str name, enum wire_job job);
void task_add_member(struct task *t, struct str path);
/* Checked, and copied. */
int task_add_document(struct task *t, struct str json, struct err *e) MUST_CHECK;
void task_free(struct task *t);
void tasks_free(struct tasks *t);

struct blob *blob_new(struct str bytes);
struct blob *blob_of_arena(struct arena *a, struct str bytes);
void blob_drop(struct blob *b);

/* The paths of the command line become tasks: files, folders (sorted, with what is below them),
 * conversations where `thread`. */
void tasks_from_paths(struct tasks *t, const struct str *paths, size_t n, bool thread);

#endif

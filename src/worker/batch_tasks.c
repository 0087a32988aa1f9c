/* batch_tasks.c - from paths to a list of tasks. */
#include "worker/batch_tasks.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void *must(void *p)
{
	if (p == NULL)
		arena_full_exit();
	return p;
}

static char *copy_of(struct str s)
{
	return must(strndup(s.p, s.n));
}

struct task *tasks_add(struct tasks *t, struct task *after, struct str name, enum wire_job job)
{
	struct task *new = must(calloc(1, sizeof *new));

	new->name = copy_of(name);
	new->job = job;
	t->known++;
	if (after == NULL)
		after = t->last;
	if (after == NULL) {
		t->first = t->last = new;
		return new;
	}
	new->next = after->next;
	after->next = new;
	if (t->last == after)
		t->last = new;
	return new;
}

static void *one_more(void *list, size_t *count, size_t *room, size_t size)
{
	if (*count == *room) {
		*room = *room == 0 ? 4 : *room * 2;
		list = must(reallocarray(list, *room, size));
	}
	(*count)++;
	return list;
}

void task_add_member(struct task *t, struct str path)
{
	t->members = one_more(t->members, &t->member_count, &t->member_room, sizeof *t->members);
	t->members[t->member_count - 1] = (struct member){ copy_of(path) };
}

int task_add_document(struct task *t, struct str json, struct err *e)
{
	struct document d = { copy_of(json), json.n, { STR_NONE, STR_NONE } };

	if (document_scan((struct str){ d.json, d.n }, &d.facts, e) < 0) {
		free(d.json);
		return -1;
	}
	t->documents = one_more(t->documents, &t->document_count, &t->document_room, sizeof *t->documents);
	t->documents[t->document_count - 1] = d;
	return 0;
}

struct blob *blob_new(struct str bytes)
{
	struct blob *b = must(calloc(1, sizeof *b));

	*b = (struct blob){ 1, bytes, NULL };
	return b;
}

struct blob *blob_of_arena(struct arena *a, struct str bytes)
{
	struct blob *b = blob_new(bytes);

	b->arena = a;
	return b;
}

void blob_drop(struct blob *b)
{
	if (b == NULL || --b->refs > 0)
		return;
	if (b->arena != NULL)
		arena_free(b->arena);
	else
		free((char *)b->bytes.p);
	free(b);
}

struct err *task_problem(struct task *t)
{
	if (t->problem == NULL)
		t->problem = must(calloc(1, sizeof *t->problem));
	return t->problem;
}

struct origin *task_origin(struct tasks *all, struct task *t)
{
	if (t->origin == NULL) {
		t->origin = must(calloc(1, sizeof *t->origin));
		t->origin->older = all->origins;
		all->origins = t->origin;
	}
	return t->origin;
}

void task_free(struct task *t)
{
	for (size_t i = 0; i < t->member_count; i++)
		free(t->members[i].path);
	for (size_t i = 0; i < t->document_count; i++) {
		free(t->documents[i].json);
	}
	free(t->members);
	free(t->documents);
	free(t->problem);
	free(t->name);
	blob_drop(t->blob);
	free(t);
}

void tasks_free(struct tasks *t)
{
	while (t->first != NULL) {
		struct task *next = t->first->next;

		task_free(t->first);
		t->first = next;
	}
	while (t->folders != NULL) {
		struct folder *older = t->folders->older;

		free(t->folders->name);
		free(t->folders);
		t->folders = older;
	}
	while (t->origins != NULL) {
		struct origin *older = t->origins->older;

		free(t->origins);
		t->origins = older;
	}
}

/* ---- paths ---- */

struct walk {
	struct tasks *tasks;
	struct folder *folder;
	struct task *conversation;      /* NULL: every file for itself */
};

/* Only the five bytes that begin an mbox: it is a conversation of its own. */
static bool begins_like_mbox(const char *path)
{
	char head[5] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool yes;

	if (fd < 0)
		return false;
	yes = read(fd, head, sizeof head) == (ssize_t)sizeof head && memcmp(head, "From ", sizeof head) == 0;
	close(fd);
	return yes;
}

static void add_conversation(struct walk *w, const char *name)
{
	w->conversation = tasks_add(w->tasks, NULL, str_of(name), WIRE_THREAD);
	w->conversation->folder = w->folder;
}

static void add_file(struct walk *w, const char *path)
{
	struct task *t;

	if (w->conversation == NULL) {
		t = tasks_add(w->tasks, NULL, str_of(path), WIRE_ANALYSE);
		t->is_path = true;
		t->folder = w->folder;
	} else if (begins_like_mbox(path)) {
		t = tasks_add(w->tasks, NULL, str_of(path), WIRE_THREAD);
		t->folder = w->folder;
		task_add_member(t, str_of(path));
	} else {
		task_add_member(w->conversation, str_of(path));
	}
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int not_dots(const struct dirent *d)
{
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static bool has_name(struct dirent **names, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (strcmp(names[i]->d_name, name) == 0)
			return true;
	return false;
}

/* A Maildir's tmp holds what is still being delivered, and its index files are no mails (maildir(5)). */
static bool is_maildir(struct dirent **names, int n)
{
	return has_name(names, n, "cur") && has_name(names, n, "new") && has_name(names, n, "tmp");
}

static bool is_maildir_rest(const char *name)
{
	return strcmp(name, "tmp") == 0 || strncmp(name, "dovecot", 7) == 0 || strcmp(name, "maildirfolder") == 0 || strcmp(name, "subscriptions") == 0;
}

/* Links, sockets and devices below a directory are not followed. */
static void walk_folder(struct walk *w, const char *path, unsigned depth)
{
	enum { DEEPEST = 64 };
	struct dirent **names;
	int n = depth < DEEPEST ? scandir(path, &names, not_dots, by_name) : -1;
	bool maildir = n > 0 && is_maildir(names, n);

	if (n < 0) {
		struct task *t = tasks_add(w->tasks, NULL, str_of(path), WIRE_ANALYSE);

		t->state = TASK_DONE;
		err_errno(task_problem(t), "%s cannot be opened", path);
		return;
	}
	if (maildir && w->conversation != NULL)
		w->conversation->mailbox = true;
	for (int i = 0; i < n; i++) {
		unsigned char type = names[i]->d_type;
		char *below = NULL;
		struct stat st;

		if (maildir && is_maildir_rest(names[i]->d_name))
			continue;
		if (asprintf(&below, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", names[i]->d_name) < 0)
			arena_full_exit();
		if (type == DT_UNKNOWN && lstat(below, &st) == 0)       /* of file systems that do not say */
			type = S_ISDIR(st.st_mode) ? DT_DIR : S_ISREG(st.st_mode) ? DT_REG : DT_UNKNOWN;
		if (type == DT_DIR)
			walk_folder(w, below, depth + 1);
		else if (type == DT_REG)
			add_file(w, below);
		free(below);
	}
	for (int i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static void add_folder(struct tasks *t, const char *path, bool thread)
{
	struct folder *folder = must(calloc(1, sizeof *folder));
	struct walk w = { .tasks = t, .folder = folder };
	struct task *end;

	*folder = (struct folder){ t->folders, copy_of(str_of(path)), 0 };
	t->folders = folder;
	if (thread)
		add_conversation(&w, path);
	walk_folder(&w, path, 0);
	end = tasks_add(t, NULL, str_of(path), WIRE_ANALYSE);
	end->ends_folder = true;
	end->folder = folder;
	end->state = TASK_DONE;
}

void tasks_from_paths(struct tasks *t, const struct str *paths, size_t n, bool thread)
{
	struct walk named = { .tasks = t };

	/* all files that are named are one conversation, which takes the first one's name */
	if (thread)
		add_conversation(&named, paths[0].p);
	for (size_t i = 0; i < n; i++) {
		struct stat st;

		if (!str_eq(paths[i], STR("-")) && stat(paths[i].p, &st) == 0 && S_ISDIR(st.st_mode))
			add_folder(t, paths[i].p, thread);
		else
			add_file(&named, paths[i].p);
	}
}

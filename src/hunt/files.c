/* files.c - walking. */
#include "hunt/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/time.h"
#include "base/tr.h"

enum { DEEPEST = 64 };

static void refuse(struct arena *a, struct log_files *f, struct str path, struct str why)
{
	*ARENA_PUSH(a, f->refused, f->refused_count, f->refused_room) = (struct log_refused){ path, why };
}

static void add(struct arena *a, struct log_files *f, struct str path, int depth, bool link);

static void add_directory(struct arena *a, struct log_files *f, struct str path, int depth)
{
	DIR *d = depth < DEEPEST ? opendir(arena_cstr(a, path)) : NULL;
	struct dirent *entry;

	if (d == NULL) {
		refuse(a, f, path, depth < DEEPEST ? str_of(strerror(errno)) : str_of(tr("directories lie more than 64 deep")));
		return;
	}
	while ((entry = readdir(d)) != NULL) {
		struct str child = arena_printf(a, STR_FMT "/%s", STR_ARG(path), entry->d_name);
		struct stat st;
		bool link;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		/* a link may lead to a file, not to a directory: no circles */
		link = lstat(child.p, &st) == 0 && S_ISLNK(st.st_mode);
		if (link && (stat(child.p, &st) < 0 || !S_ISREG(st.st_mode)))
			continue;
		add(a, f, child, depth + 1, link);
	}
	closedir(d);
}

static void add(struct arena *a, struct log_files *f, struct str path, int depth, bool link)
{
	struct stat st;

	if (str_eq(path, STR("-"))) {
		*ARENA_PUSH(a, f->list, f->count, f->room) = (struct log_file){ .path = path, .mtime_ms = TIME_NONE };
		return;
	}
	if (stat(arena_cstr(a, path), &st) < 0) {
		refuse(a, f, path, str_of(strerror(errno)));
	} else if (S_ISDIR(st.st_mode)) {
		add_directory(a, f, path, depth);
	} else if (S_ISREG(st.st_mode) || (depth == 0 && S_ISFIFO(st.st_mode))) {
		*ARENA_PUSH(a, f->list, f->count, f->room) = (struct log_file){ path, (long long)st.st_size,
			(long long)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000, st.st_dev, st.st_ino, link };
	} else if (depth == 0) {
		refuse(a, f, path, str_of(tr("neither a file nor a directory")));
	}
}

/* The same file one after the other, itself before links to it. */
static int by_file(const void *x, const void *y)
{
	const struct log_file *a = x, *b = y;

	if (a->device != b->device)
		return a->device < b->device ? -1 : 1;
	if (a->inode != b->inode)
		return a->inode < b->inode ? -1 : 1;
	return a->link != b->link ? (int)a->link - (int)b->link : str_cmp(a->path, b->path);
}

static void leave_links_out(struct log_files *f)
{
	size_t kept = 0;

	qsort(f->list, f->count, sizeof *f->list, by_file);
	for (size_t i = 0; i < f->count; i++)
		if (kept == 0 || !f->list[i].link || f->list[i].inode != f->list[kept - 1].inode || f->list[i].device != f->list[kept - 1].device)
			f->list[kept++] = f->list[i];
	f->count = kept;
}

/* Newest first: a hunt that is cancelled has seen what matters most. */
static int by_age(const void *x, const void *y)
{
	const struct log_file *a = x, *b = y;

	if (a->mtime_ms != b->mtime_ms)
		return a->mtime_ms > b->mtime_ms ? -1 : 1;
	return str_cmp(a->path, b->path);
}

void log_files_find(struct arena *a, const struct str *paths, size_t n, struct log_files *files_r)
{
	*files_r = (struct log_files){ 0 };
	for (size_t i = 0; i < n; i++)
		add(a, files_r, paths[i], 0, false);
	if (files_r->count > 1)
		leave_links_out(files_r);
	if (files_r->count > 1)
		qsort(files_r->list, files_r->count, sizeof *files_r->list, by_age);
}

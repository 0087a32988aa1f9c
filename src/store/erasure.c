/* erasure.c - appending to the erasure list, and reading it. */
#include "store/erasure.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

/* A torn line names no key; what is written behind one begins a line of its own. */
static const char *line_end(int fd)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char last = '\n';

	return end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n' ? "\n" : "";
}

static int append(const struct hub *hub, struct arena *a, const char *sign, struct str key_id, struct err *e)
{
	const char *path = hub_erasure_list(hub);
	int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600), status = 0;
	struct str text;

	if (fd < 0)
		return err_errno(e, "%s cannot be opened", path);
	text = arena_printf(a, "%s%s" STR_FMT "\n", line_end(fd), sign, STR_ARG(key_id));
	if (write(fd, text.p, text.n) != (ssize_t)text.n || fsync(fd) < 0)
		status = err_errno(e, "%s cannot be written", path);
	close(fd);
	return status;
}

int erasure_note(const struct hub *hub, struct erasing *x, struct str key_id, struct err *e)
{
	if (append(hub, x->arena, "", key_id, e) < 0)
		return -1;
	*ARENA_PUSH(x->arena, x->keys, x->count, x->room) = arena_str(x->arena, key_id);
	return 0;
}

void erasure_take_back(const struct hub *hub, const struct erasing *x)
{
	struct db_rows rows;
	struct err ignored;

	for (size_t i = 0; i < x->count; i++)
		if (DB_QUERY(hub->db, x->arena, &rows, &ignored, "SELECT 1 FROM data_key WHERE id = $1 AND destroyed_ms IS NULL",
		    DB_TEXT(x->keys[i])) < 0 || (rows.count > 0 && append(hub, x->arena, "-", x->keys[i], &ignored) < 0))
			return;
}

struct line {
	struct str key;
	int counts;                     /* 1, or -1 */
};

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct line *)a)->key, ((const struct line *)b)->key);
}

static struct line *read_lines(struct arena *a, struct str list, size_t *n_r)
{
	struct line *lines = NULL;
	size_t n = 0, room = 0;
	struct str line;

	while (str_split(&list, '\n', &line)) {
		bool back = str_starts(line, STR("-"));

		if (line.n > 0)
			*ARENA_PUSH(a, lines, n, room) = (struct line){ back ? str_from(line, 1) : line, back ? -1 : 1 };
	}
	if (n > 0)
		qsort(lines, n, sizeof *lines, by_key);
	*n_r = n;
	return lines;
}

int erasure_list(const struct hub *hub, struct arena *a, struct str **keys_r, size_t *n_r, struct err *e)
{
	struct str list, *keys;
	struct line *lines;
	size_t lines_n, n = 0;

	*keys_r = NULL;
	*n_r = 0;
	if (file_read(a, hub_erasure_list(hub), ERASURES_MOST, &list, e) < 0)
		return -1;
	lines = read_lines(a, list, &lines_n);
	keys = ARENA_ARRAY(a, struct str, lines_n + 1);
	for (size_t i = 0, end; i < lines_n; i = end) {
		int counts = 0;

		for (end = i; end < lines_n && str_eq(lines[end].key, lines[i].key); end++)
			counts += lines[end].counts;
		if (counts > 0)
			keys[n++] = lines[i].key;
	}
	*keys_r = keys;
	*n_r = n;
	return 0;
}

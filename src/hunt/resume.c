/* resume.c - see resume.h. */
#include "hunt/resume.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "hunt/tally_state.h"

#define SCHEMA "noroshi/hunt-state/1"
enum { STATE_MOST = 1 << 30 };

struct resume {
	struct arena *arena;
	const char *path;
	struct str of;
	struct resume_log *logs;
	size_t count, room;
	const struct resume_log **of_file;      /* by place in the files */
	int fd;
	int failure;                            /* errno of a line that was not written */
};

/* ---- reading ---- */

static void drop_json(void *p)
{
	json_decref(p);
}

static struct str text_of(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR("");
}

static long long number_of(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static long long time_of_key(const json_t *o, const char *key)
{
	long long ms;

	return json_is_string(json_object_get(o, key)) && time_parse(text_of(o, key), 0, &ms, NULL) == 0 ? ms : TIME_NONE;
}

static void read_log(struct resume *r, const json_t *o)
{
	struct resume_log log = { .file = text_of(o, "file"), .dev = (unsigned long long)number_of(o, "dev"),
		.ino = (unsigned long long)number_of(o, "ino"), .size = (unsigned long long)number_of(o, "size"),
		.offset = (unsigned long long)number_of(o, "offset"), .whole = json_is_true(json_object_get(o, "whole")), .head = text_of(o, "head"),
		.tail = text_of(o, "tail"), .format = text_of(o, "format"), .bytes = number_of(o, "bytes"), .tally = o };
	struct tally *tried = tally_new(0);

	log.seen = (struct block_seen){ number_of(o, "lines"), number_of(o, "hit_lines"), number_of(o, "known_lines"), 0,
		time_of_key(o, "first"), time_of_key(o, "last") };
	if (log.file.n > 0 && log.offset <= log.size && log.head.n == SHA256_HEX && tally_restore(r->arena, o, tried))
		*ARENA_PUSH(r->arena, r->logs, r->count, r->room) = log;
	tally_free(tried);
}

static int read_state(struct resume *r, struct str bytes, struct err *e)
{
	struct str line;

	for (int number = 1; str_split(&bytes, '\n', &line); number++) {
		json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);

		if (o != NULL)
			arena_defer(r->arena, drop_json, o);
		if (number == 1 && !str_eq(text_of(o, "schema"), STR(SCHEMA)))
			return err_set(e, ERR_USAGE, "%s is no state of a hunt; --resume does not write over it", r->path);
		if (number == 1 && !str_eq(text_of(o, "of"), r->of))
			return err_set(e, ERR_USAGE, "%s is the state of a hunt with other indicators or settings; name another file for this one", r->path);
		if (number > 1 && o != NULL)
			read_log(r, o);
	}
	return 0;
}

int resume_open(struct arena *a, const char *path, struct str of, struct resume **r_r, struct err *e)
{
	struct resume *r = ARENA_NEW(a, struct resume);
	struct str bytes;

	*r = (struct resume){ .arena = a, .path = path, .of = sha256_hex(a, of), .fd = -1 };
	*r_r = r;
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return 0;
	return file_read(a, path, STATE_MOST, &bytes, e) < 0 ? -1 : bytes.n == 0 ? 0 : read_state(r, bytes, e);
}

/* ---- knowing a log again ---- */

static bool hash_at(struct arena *a, int fd, unsigned long long from, size_t n, struct str *hex_r)
{
	char bytes[RESUME_EDGE];
	size_t got = 0;

	while (got < n) {
		ssize_t more = pread(fd, bytes + got, n - got, (off_t)(from + got));

		if (more <= 0)
			return false;
		got += (size_t)more;
	}
	*hex_r = sha256_hex(a, (struct str){ bytes, n });
	return true;
}

static bool edges(struct arena *a, int fd, unsigned long long offset, struct str *head_r, struct str *tail_r)
{
	size_t n = offset < RESUME_EDGE ? (size_t)offset : RESUME_EDGE;

	return hash_at(a, fd, 0, n, head_r) && hash_at(a, fd, offset - n, n, tail_r);
}

static bool fits(struct arena *a, const struct resume_log *log, int fd, const struct stat *st)
{
	unsigned long long size = (unsigned long long)st->st_size;
	struct str head, tail;

	return (log->whole ? size == log->size : size >= log->offset) && edges(a, fd, log->offset, &head, &tail) && str_eq(head, log->head) &&
	    str_eq(tail, log->tail);
}

/* By file number first, so that two equal logs are not taken for each other; then by content. */
static void find_again(struct resume *r, const struct log_files *files, bool by_number)
{
	for (size_t i = 0; i < files->count; i++) {
		struct arena *scratch = NULL;
		struct stat st;
		int fd = -1;

		if (r->of_file[i] != NULL || str_eq(files->list[i].path, STR("-")) || stat(arena_cstr(r->arena, files->list[i].path), &st) < 0 ||
		    !S_ISREG(st.st_mode))
			continue;
		for (size_t k = 0; k < r->count && r->of_file[i] == NULL; k++) {
			struct resume_log *log = &r->logs[k];

			if (log->claimed || (by_number ? log->dev != st.st_dev || log->ino != st.st_ino : log->offset == 0))
				continue;
			if (fd < 0 && (fd = open(arena_cstr(r->arena, files->list[i].path), O_RDONLY | O_CLOEXEC)) < 0)
				break;
			if (scratch == NULL)
				scratch = arena_new(1 << 20, arena_full_exit);
			arena_reset(scratch);
			if (fits(scratch, log, fd, &st)) {
				log->claimed = true;
				r->of_file[i] = log;
			}
		}
		if (fd >= 0)
			close(fd);
		if (scratch != NULL)
			arena_free(scratch);
	}
}

/* ---- writing ---- */

static void head_line(const struct resume *r, struct buf *out)
{
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	jw_kz(&w, "schema", SCHEMA);
	jw_kstr(&w, "of", r->of);
	jw_end_object(&w);
	buf_char(out, '\n');
}

static void log_line(const struct resume_log *log, struct tally *t, struct buf *out)
{
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	jw_kstr(&w, "file", log->file);
	jw_kint(&w, "dev", (long long)log->dev);
	jw_kint(&w, "ino", (long long)log->ino);
	jw_kint(&w, "size", (long long)log->size);
	jw_kint(&w, "offset", (long long)log->offset);
	jw_kbool(&w, "whole", log->whole);
	jw_kstr(&w, "head", log->head);
	jw_kstr(&w, "tail", log->tail);
	jw_kstr(&w, "format", log->format);
	jw_kint(&w, "bytes", log->bytes);
	jw_kint(&w, "lines", log->seen.lines);
	jw_kint(&w, "hit_lines", log->seen.hit_lines);
	jw_kint(&w, "known_lines", log->seen.known_lines);
	jw_ktime(&w, "first", log->seen.first_ms);
	jw_ktime(&w, "last", log->seen.last_ms);
	tally_save(t, &w);
	jw_end_object(&w);
	buf_char(out, '\n');
}

/* At the start: what is still there, under its present name and number. */
static void write_claimed(struct resume *r, const struct log_files *files, struct buf *out)
{
	for (size_t i = 0; i < files->count; i++) {
		struct tally *t;

		if (r->of_file[i] == NULL)
			continue;
		t = tally_new(100);
		if (tally_restore(r->arena, r->of_file[i]->tally, t))
			log_line(r->of_file[i], t, out);
		tally_free(t);
	}
}

int resume_claim(struct resume *r, const struct log_files *files, struct err *e)
{
	struct buf out;
	int status;

	r->of_file = ARENA_ARRAY(r->arena, const struct resume_log *, files->count + 1);
	find_again(r, files, true);
	find_again(r, files, false);
	buf_init(&out, STATE_MOST);
	head_line(r, &out);
	write_claimed(r, files, &out);
	status = out.failed ? err_set(e, ERR_LIMIT, "the state is larger than 1 GiB") : file_replace(r->path, buf_str(&out), 0600, e);
	buf_fini(&out);
	if (status == 0 && (r->fd = open(r->path, O_WRONLY | O_APPEND | O_CLOEXEC)) < 0)
		status = err_errno(e, "cannot write %s", r->path);
	return status;
}

const struct resume_log *resume_of(const struct resume *r, size_t i)
{
	return r->of_file[i];
}

void resume_add(struct resume *r, struct resume_log *log, int fd, struct tally *t)
{
	struct arena *scratch = arena_new(1 << 20, arena_full_exit);
	struct stat st;
	struct buf out;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || (unsigned long long)st.st_size < log->offset ||
	    !edges(scratch, fd, log->offset, &log->head, &log->tail)) {
		arena_free(scratch);
		return;
	}
	log->dev = st.st_dev;
	log->ino = st.st_ino;
	log->size = (unsigned long long)st.st_size;
	buf_init(&out, STATE_MOST);
	log_line(log, t, &out);
	for (size_t at = 0; at < out.n && r->failure == 0 && !out.failed;) {
		ssize_t n = write(r->fd, out.p + at, out.n - at);

		if (n < 0 && errno != EINTR)
			r->failure = errno;
		at += n > 0 ? (size_t)n : 0;
	}
	buf_fini(&out);
	arena_free(scratch);
}

int resume_close(struct resume *r, struct err *e)
{
	if (r->fd >= 0 && (fsync(r->fd) < 0 || close(r->fd) < 0) && r->failure == 0)
		r->failure = errno;
	errno = r->failure;
	return r->failure == 0 ? 0 : err_errno(e, "the state %s could not be written to its end", r->path);
}

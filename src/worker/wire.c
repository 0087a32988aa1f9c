/* wire.c - the two formats of wire.h. */
#include "worker/wire.h"

#include <assert.h>
#include <errno.h>
#include <unistd.h>

#include "worker/jail.h"

enum { FLAGS_AT = 12, TEXTS_AT = 16 };  /* bytes before them: magic, job, language; and flags */
enum { KNOWS = 1, EACH = 2, FRONT_SHIFT = 2, FRONT_MOST = 3, FRONT_BYTES_SHIFT = 8, KIB = 1024 };

static const char magic[4] = { 'N', 'R', 'E', '3' };

static void put_u32(struct buf *b, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		buf_char(b, (char)(v >> (8 * i)));
}

static void put_u64(struct buf *b, uint64_t v)
{
	put_u32(b, (uint32_t)v);
	put_u32(b, (uint32_t)(v >> 32));
}

static void put_str(struct buf *b, struct str s)
{
	put_u32(b, (uint32_t)s.n);
	buf_add(b, s);
}

static bool get_u32(struct str *rest, uint32_t *v)
{
	const unsigned char *p = (const unsigned char *)rest->p;

	if (rest->n < 4)
		return false;
	*v = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
	*rest = str_from(*rest, 4);
	return true;
}

static bool get_u64(struct str *rest, uint64_t *v)
{
	uint32_t low, high;

	if (!get_u32(rest, &low) || !get_u32(rest, &high))
		return false;
	*v = low | (uint64_t)high << 32;
	return true;
}

static bool get_str(struct str *rest, struct str *s)
{
	uint32_t n;

	if (!get_u32(rest, &n) || rest->n < n)
		return false;
	*s = str_at(*rest, 0, n);
	*rest = str_from(*rest, n);
	return true;
}

/* ---- envelope ---- */

static void put_files(struct buf *out, const struct wire_file *files, size_t n)
{
	put_u32(out, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		put_str(out, files[i].name);
		if (files[i].from == NULL) {
			put_str(out, files[i].bytes);
		} else {
			assert(i == n - 1 && files[i].from->n <= UINT32_MAX);
			put_u32(out, (uint32_t)files[i].from->n);
		}
	}
}

void wire_put_envelope(struct buf *out, const struct wire_envelope *v)
{
	buf_add(out, (struct str){ magic, sizeof magic });
	put_u32(out, (uint32_t)v->job);
	put_u32(out, (uint32_t)v->lang);
	put_u32(out, (v->knows ? KNOWS : 0) | (v->each ? EACH : 0) | v->front << FRONT_SHIFT);
	assert(out->failed || out->n == TEXTS_AT);
	put_u32(out, 0);        /* texts come in a second pass; a content must be the last thing */
	put_str(out, v->context);
	put_files(out, v->sent, v->sent_count);
	put_files(out, v->files, v->file_count);
}

void wire_answer_envelope(struct buf *envelope, const struct wire_text *texts, size_t n)
{
	struct buf whole;

	buf_init(&whole, envelope->max);
	buf_add(&whole, str_at(buf_str(envelope), 0, TEXTS_AT));
	put_u32(&whole, 1);
	put_u32(&whole, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		put_str(&whole, texts[i].name);
		put_str(&whole, texts[i].text);
		put_str(&whole, texts[i].limit);
		put_u64(&whole, texts[i].at);
	}
	buf_add(&whole, str_from(buf_str(envelope), TEXTS_AT + 4));
	buf_fini(envelope);
	*envelope = whole;
}

void wire_front_envelope(struct buf *envelope, unsigned why, size_t bytes)
{
	assert(!envelope->failed && envelope->n > FLAGS_AT + 2 && why <= FRONT_MOST && bytes <= JAIL_FRONT);
	envelope->p[FLAGS_AT] = (char)((envelope->p[FLAGS_AT] & (KNOWS | EACH)) | why << FRONT_SHIFT);
	envelope->p[FLAGS_AT + 1] = (char)(bytes / KIB);
	envelope->p[FLAGS_AT + 2] = (char)(bytes / KIB >> 8);
}

const struct content *wire_tail(const struct wire_envelope *v)
{
	return v->file_count > 0 ? v->files[v->file_count - 1].from : NULL;
}

static bool get_files(struct arena *a, struct str *rest, const struct wire_file **files_r, size_t *n_r)
{
	struct wire_file *files;
	uint32_t n;

	/* a file takes at least the eight bytes of its two lengths */
	if (!get_u32(rest, &n) || n > rest->n / 8)
		return false;
	files = ARENA_ARRAY(a, struct wire_file, n + 1);
	for (uint32_t i = 0; i < n; i++)
		if (!get_str(rest, &files[i].name) || !get_str(rest, &files[i].bytes))
			return false;
	*files_r = files;
	*n_r = n;
	return true;
}

static bool get_texts(struct arena *a, struct str *rest, struct wire_envelope *v)
{
	struct wire_text *texts;
	uint32_t answered, n = 0;

	if (!get_u32(rest, &answered) || answered > 1 || (answered == 1 && (!get_u32(rest, &n) || n > WIRE_WANTS_MOST)))
		return false;
	texts = ARENA_ARRAY(a, struct wire_text, n + 1);
	for (uint32_t i = 0; i < n; i++)
		if (!get_str(rest, &texts[i].name) || !get_str(rest, &texts[i].text) || !get_str(rest, &texts[i].limit) ||
		    !get_u64(rest, &texts[i].at))
			return false;
	v->answered = answered == 1;
	v->texts = texts;
	v->text_count = n;
	return true;
}

bool wire_get_envelope(struct arena *a, struct str bytes, struct wire_envelope *v)
{
	uint32_t job, lang, flags;

	*v = (struct wire_envelope){ 0 };
	if (!str_starts(bytes, (struct str){ magic, sizeof magic }))
		return false;
	bytes = str_from(bytes, sizeof magic);
	if (!get_u32(&bytes, &job) || job >= WIRE_KINDS || !get_u32(&bytes, &lang) || lang > LANG_EN ||
	    !get_u32(&bytes, &flags) || (flags & 0xff) > (FRONT_MOST << FRONT_SHIFT | KNOWS | EACH) ||
	    flags >> FRONT_BYTES_SHIFT > JAIL_FRONT / KIB || !get_texts(a, &bytes, v) || !get_str(&bytes, &v->context))
		return false;
	v->job = (enum wire_job)job;
	v->lang = (enum lang)lang;
	v->knows = (flags & KNOWS) != 0;
	v->each = (flags & EACH) != 0;
	v->front = (flags & 0xff) >> FRONT_SHIFT;
	v->front_bytes = (size_t)(flags >> FRONT_BYTES_SHIFT) * KIB;
	return get_files(a, &bytes, &v->sent, &v->sent_count) && get_files(a, &bytes, &v->files, &v->file_count) &&
	    bytes.n == 0;
}

/* ---- frames: kind, offset, length, name, bytes ---- */

enum { HEAD = 4 + 8 + 8 + 4 + 4 };

static void put_head(struct buf *out, const struct wire_result *r)
{
	put_u32(out, (uint32_t)r->frame);
	put_u64(out, r->offset);
	put_u64(out, r->length);
	put_u32(out, (uint32_t)r->name.n);
	put_u32(out, (uint32_t)r->bytes.n);
}

void wire_put_frame(struct buf *out, const struct wire_result *r)
{
	put_head(out, r);
	buf_add(out, r->name);
	buf_add(out, r->bytes);
}

static void write_all(struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(1, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(JAIL_EXIT_INPUT);
		s = str_from(s, (size_t)n);
	}
}

/* Documents and their marks wait for each other; any other frame takes along what waits.  What a child had
 * found before it was ended, pieces above all, is out by then. */
void wire_send(const struct wire_result *r)
{
	enum { KEPT = 60 << 10 };
	static struct buf waiting;

	if (waiting.max == 0)
		buf_init(&waiting, 2 * KEPT);
	if (waiting.n + HEAD + r->name.n + r->bytes.n > KEPT) {
		write_all(buf_str(&waiting));
		buf_clear(&waiting);
	}
	put_head(&waiting, r);
	buf_add(&waiting, r->name);
	if (r->bytes.n <= KEPT)
		buf_add(&waiting, r->bytes);
	if (r->bytes.n <= KEPT && (r->frame == WIRE_DOCUMENT || r->frame == WIRE_NEXT))
		return;
	write_all(buf_str(&waiting));
	buf_clear(&waiting);
	if (r->bytes.n > KEPT)
		write_all(r->bytes);
}

static bool possible(const struct wire_result *r, uint32_t name, uint32_t bytes)
{
	if (name > WIRE_NAME_MOST)
		return false;
	switch (r->frame) {
	case WIRE_DOCUMENT:
		return bytes <= WIRE_DOCUMENT_MOST;
	case WIRE_WANT:
		return bytes <= WIRE_PIECE_MOST && r->offset < WIRE_TOOLS;
	case WIRE_PIECE:
		return bytes <= WIRE_PIECE_MOST;
	case WIRE_NAMED:
		return bytes == 0 && r->offset < WIRE_NAMED_KINDS;
	case WIRE_REFUSED:
	case WIRE_SENDER:
	case WIRE_MACHINE:
	case WIRE_OUTCOME:
		return bytes <= WIRE_NAME_MOST;
	case WIRE_RANGE:
	case WIRE_LIMIT:
	case WIRE_KEY:
	case WIRE_OPENED:
	case WIRE_NEXT:
	case WIRE_ALONE:
	case WIRE_END:
		return bytes == 0;
	}
	return false;
}

int wire_get_frame(struct str *rest, struct wire_result *r)
{
	struct str s = *rest;
	uint32_t kind, name, bytes;

	if (!get_u32(&s, &kind) || !get_u64(&s, &r->offset) || !get_u64(&s, &r->length) || !get_u32(&s, &name) ||
	    !get_u32(&s, &bytes))
		return 0;
	r->frame = (enum wire_frame)kind;
	if (!possible(r, name, bytes))
		return -1;
	if (s.n < (size_t)name + bytes)
		return 0;
	r->name = str_at(s, 0, name);
	r->bytes = str_at(s, name, bytes);
	*rest = str_from(s, (size_t)name + bytes);
	return 1;
}

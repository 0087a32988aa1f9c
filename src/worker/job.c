/* job.c - inside the jail: reads the envelope, does the one thing it asks for, answers. */
#include "worker/job.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyse/analyse.h"
#include "analyse/papers.h"
#include "analyse/sender.h"
#include "base/sha256.h"
#include "base/text.h"
#include "parse/archive.h"
#include "parse/machine.h"
#include "worker/extract.h"
#include "worker/job_rows.h"
#include "worker/pieces.h"
#include "worker/pool.h"
#include "worker/wire.h"

enum { STEP = 4 << 20, DOCUMENTS = 24 << 20, TAUGHT = 256 << 20 };

static _Noreturn void job_full(void)
{
	_exit(JAIL_EXIT_ARENA);
}

/* ---- what the zygote was taught: parsed once, before the fork ---- */

static struct {
	struct arena *arena;            /* NULL: nothing, or not understood */
	struct context context;
} taught;

static void job_learn(struct str document)
{
	struct arena *a = arena_new(TAUGHT, job_full);
	struct err ignored;

	arena_free(taught.arena);
	taught.arena = NULL;
	if (context_parse(a, document, &taught.context, &ignored) < 0) {
		arena_free(a);
		return;
	}
	context_prepare(a, &taught.context);
	taught.arena = a;
}

/* A file of one mail's size, or more where the file itself is more (an mbox, an archive). */
static struct arena *arena_for(size_t bytes)
{
	return arena_new(JAIL_ARENA + (bytes > (32 << 20) ? bytes : 0), job_full);
}

/* ---- in and out ---- */

/* Grows by small steps: the address space of the child is counted. */
static struct str read_envelope(void)
{
	char *p = NULL;
	size_t n = 0, room = 0;
	ssize_t got;

	for (;;) {
		if (n == room) {
			p = realloc(p, room += STEP);
			if (p == NULL)
				job_full();
		}
		got = read(0, p + n, room - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			_exit(JAIL_EXIT_INPUT);
		if (got == 0)
			return (struct str){ p, n };
		n += (size_t)got;
	}
}

static void send_end(void)
{
	wire_send(&(struct wire_result){ .frame = WIRE_END, .name = STR(""), .bytes = STR("") });
}

static void send_refusal(const struct err *e)
{
	wire_send(&(struct wire_result){ .frame = WIRE_REFUSED, .name = STR(""), .bytes = str_of(e->text) });
}

static void send_limit(struct piece_limit limit)
{
	if (limit.name != NULL)
		wire_send(&(struct wire_result){ .frame = WIRE_LIMIT, .name = str_of(limit.name),
		    .offset = (uint64_t)limit.at, .bytes = STR("") });
}

static void send_documents(struct str lines)
{
	struct str line;

	while (str_split(&lines, '\n', &line))
		if (line.n > 0)
			wire_send(&(struct wire_result){ .frame = WIRE_DOCUMENT, .name = STR(""), .bytes = line });
}

/* ---- the context ---- */

/* What the conversation itself may still take when the archive is read. */
enum { ARCHIVE_LEAVES = 32 << 20 };

struct sent_files {
	struct arena *arena;
	struct str *list;
	size_t count, room;
};

static void add_sent(void *ctx, const struct piece *p)
{
	struct sent_files *s = ctx;

	*ARENA_PUSH(s->arena, s->list, s->count, s->room) = p->inside ? p->bytes : arena_str(s->arena, p->bytes);
}

/* The newest mails stand last and are read first: an archive that is larger than a job can hold is known from there on, and is said not to be
 * complete, so that nobody is told that a mail was never sent because it was not read. */
static void read_sent(struct arena *a, const struct wire_envelope *v, struct context *c)
{
	struct sent_files sent = { .arena = a };
	const struct mail **list;
	size_t from;

	for (size_t i = 0; i < v->sent_count; i++) {
		enum pieces_kind kind = pieces_look(v->sent[i].bytes);
		struct piece_limit limit;

		if (kind == PIECES_NONE)
			add_sent(&sent, &(struct piece){ .bytes = v->sent[i].bytes, .inside = true });
		else if (pieces_each(a, v->sent[i].bytes, kind, NULL, add_sent, &sent, &limit) < 0 || limit.name != NULL)
			c->sent_from_ms = TIME_NONE;
	}
	list = ARENA_ARRAY(a, const struct mail *, sent.count + 1);
	for (from = sent.count; from > 0 && arena_left(a) > ARCHIVE_LEAVES; from--)
		list[from - 1] = mail_parse(a, sent.list[from - 1], &mail_limits_default);
	if (from > 0)
		c->sent_from_ms = TIME_NONE;
	c->sent = list + from;
	c->sent_count = sent.count - from;
}

/* Each password also as Japanese Windows spells it. */
static void spell_passwords(struct arena *a, struct context *c)
{
	struct str *list = ARENA_ARRAY(a, struct str, 2 * c->password_count + 1);
	size_t n = 0;

	for (size_t i = 0; i < c->password_count; i++) {
		struct str spelt = archive_password_cp932(a, c->passwords[i]);

		list[n++] = c->passwords[i];
		if (spelt.p != NULL)
			list[n++] = spelt;
	}
	c->passwords = list;
	c->password_count = n;
}

static bool read_context(struct arena *a, const struct wire_envelope *v, struct context *c, struct err *e)
{
	*c = (struct context){ .as_of_ms = TIME_NONE, .sent_from_ms = TIME_NONE };
	if (v->context.n > 0 && context_parse(a, v->context, c, e) < 0)
		return false;
	if (v->knows && taught.arena == NULL) {
		err_set(e, ERR_INPUT, "the reader was not told who is who");
		return false;
	}
	if (v->knows)
		context_build_on(c, &taught.context);
	read_sent(a, v, c);
	spell_passwords(a, c);
	return true;
}

/* What archives are tried with; those of the input tell the documents what opened it. */
static struct piece_keys keys_of(struct arena *a, const struct context *c)
{
	struct str *list = ARENA_ARRAY(a, struct str, c->password_count + c->customary_count + 1);
	struct piece_keys k = { .list = list };

	for (size_t i = 0; i < c->password_count; i++)
		list[k.count++] = c->passwords[i];
	for (size_t i = 0; i < c->customary_count; i++)
		list[k.count++] = c->customary_passwords[i];
	return k;
}

static const char *opened_with(const struct piece_keys *k, const struct context *c)
{
	return k->fitted == 0 ? NULL : k->fitted <= c->password_count ? "given" : "customary";
}

/* ---- the jobs ---- */

static struct paper_tools tools_of(struct arena *a, const struct wire_envelope *v)
{
	struct paper_text *texts = ARENA_ARRAY(a, struct paper_text, v->text_count + 1);

	for (size_t i = 0; i < v->text_count; i++)
		texts[i] = (struct paper_text){ v->texts[i].name, v->texts[i].text, v->texts[i].limit, (long long)v->texts[i].at };
	return (struct paper_tools){ .texts = texts, .text_count = v->text_count, .answered = v->answered };
}

/* The first pass ends by saying what tools shall read; one of several files asks for a child of its own first. */
static void send_wants(const struct wire_envelope *v, const struct paper_tools *tools)
{
	if (v->each)
		wire_send(&(struct wire_result){ .frame = WIRE_ALONE, .name = STR(""), .bytes = STR("") });
	for (size_t i = 0; i < tools->want_count && !v->each; i++)
		wire_send(&(struct wire_result){ .frame = WIRE_WANT, .name = tools->wants[i].name, .bytes = tools->wants[i].bytes,
		    .offset = tools->wants[i].tool == PAPER_TOOL_PAGES ? WIRE_PDF_PAGES : WIRE_PDF_TEXT });
}

static void flush_documents(struct buf *out)
{
	if (out->failed)
		job_full();
	send_documents(buf_str(out));
	buf_clear(out);
}

/* False where it has to be read once more: nothing else may then be said. */
static bool analyse(struct arena *a, const struct wire_envelope *v, const struct context *c, const struct input_file *files,
    size_t n, enum analyse_as as)
{
	struct paper_tools tools = tools_of(a, v);
	struct err e = { 0 };
	struct buf out;

	buf_init(&out, DOCUMENTS);
	if (analyse_run(a, files, n, as, c, &tools, &out, flush_documents, &e) < 0)
		send_refusal(&e);
	else if (out.failed)
		job_full();
	else if (tools.want_count > 0)
		send_wants(v, &tools);
	else
		send_documents(buf_str(&out));
	buf_fini(&out);
	return tools.want_count == 0;
}

static void send_piece(void *ctx, const struct piece *p)
{
	const struct str *whole = ctx;
	struct wire_result r = { .frame = WIRE_PIECE, .name = p->name, .bytes = p->bytes };

	if (p->inside)
		r = (struct wire_result){ .frame = WIRE_RANGE, .name = p->name, .offset = (uint64_t)(p->bytes.p - whole->p),
			.length = p->bytes.n, .bytes = STR("") };
	wire_send(&r);
}

/* ---- a small mbox that came with other files ---- */

struct inner_mails {
	struct arena *arena;
	struct str container;
	struct input_file *list;
	size_t count, room;
	bool outside;                   /* one that is no range of the file */
};

static void add_inner(void *ctx, const struct piece *p)
{
	struct inner_mails *m = ctx;

	m->outside |= !p->inside;
	*ARENA_PUSH(m->arena, m->list, m->count, m->room) = (struct input_file){
		arena_printf(m->arena, STR_FMT STR_FMT, STR_ARG(m->container), STR_ARG(p->name)), p->bytes };
}

/* Its mails are read at once, not sent out as ranges of which each would be a job again.  False: nothing was
 * said, and the ranges have to be told after all. */
static bool analyse_mbox(struct arena *a, const struct wire_envelope *v, const struct context *c, const struct wire_file *f)
{
	struct inner_mails m = { .arena = a, .container = f->name };
	struct paper_tools tools = tools_of(a, v);
	struct piece_limit limit;
	struct err ignored;
	struct buf out;
	bool good = pieces_each(a, f->bytes, PIECES_MBOX, NULL, add_inner, &m, &limit) == 0 && limit.name == NULL && !m.outside && m.count > 0;

	buf_init(&out, DOCUMENTS);
	for (size_t i = 0; i < m.count && good && tools.want_count == 0; i++) {
		struct arena *of_mail = arena_for(m.list[i].bytes.n);

		good = analyse_run(of_mail, &m.list[i], 1, ANALYSE_ALONE, c, &tools, &out, NULL, &ignored) == 0 && !out.failed;
		arena_free(of_mail);
	}
	if (good && tools.want_count > 0)
		send_wants(v, &tools);
	else if (good)
		send_documents(buf_str(&out));
	buf_fini(&out);
	return good;
}

static void analyse_one(struct arena *a, const struct wire_envelope *v, const struct context *c, const struct wire_file *f)
{
	struct str bytes = f->bytes;
	struct pool_limit reached = pool_limit_of((enum pool_ended)v->front);
	const struct input_front front = { v->front_bytes, reached.name, reached.at };
	enum pieces_kind kind = v->job == WIRE_MAIL || v->front != 0 ? PIECES_NONE : pieces_look(bytes);
	const struct input_file file = { f->name, bytes, v->front != 0 ? &front : NULL };
	struct piece_keys keys = keys_of(a, c);
	struct piece_limit limit = { 0 };

	if (kind == PIECES_MBOX && v->each && analyse_mbox(a, v, c, f))
		return;
	/* what looks like a container and cannot be opened is looked at as it is */
	if (kind != PIECES_NONE && pieces_each(a, bytes, kind, &keys, send_piece, &bytes, &limit) == 0)
		send_limit(limit);
	else
		(void)analyse(a, v, c, &file, 1, ANALYSE_ALONE);
}

/* Several small files in one child, each with memory of its own that goes with it.  Whatever ends the
 * child ends all of them: the supervisor then gives each a child of its own. */
static void analyse_each(struct arena *a, const struct wire_envelope *v)
{
	struct context c;
	struct err e = { 0 };
	bool known = read_context(a, v, &c, &e);

	for (size_t i = 0; i < v->file_count; i++) {
		struct arena *of_file = arena_for(v->files[i].bytes.n);

		if (known)
			analyse_one(of_file, v, &c, &v->files[i]);
		else
			send_refusal(&e);
		if (v->each)
			wire_send(&(struct wire_result){ .frame = WIRE_NEXT, .name = STR(""), .bytes = STR("") });
		arena_free(of_file);
	}
}

struct thread_files {
	struct arena *arena;
	struct str container;
	struct input_file *list;
	size_t count, room;
};

static void add_thread_file(void *ctx, const struct piece *p)
{
	struct thread_files *t = ctx;
	struct str name = arena_printf(t->arena, STR_FMT STR_FMT, STR_ARG(t->container), STR_ARG(p->name));

	*ARENA_PUSH(t->arena, t->list, t->count, t->room) = (struct input_file){ name,
		p->inside ? p->bytes : arena_str(t->arena, p->bytes) };
}

static void analyse_thread(struct arena *a, const struct wire_envelope *v)
{
	struct piece_limit *limits = ARENA_ARRAY(a, struct piece_limit, v->file_count + 1);
	struct thread_files t = { .arena = a };
	bool apart = v->each;           /* a container alone is a mailbox as well */
	const char *opened = NULL;
	struct piece_keys keys;
	struct context c;
	struct err e = { 0 };
	size_t told;

	if (!read_context(a, v, &c, &e)) {
		send_refusal(&e);
		return;
	}
	for (size_t i = 0; i < v->file_count; i++) {
		enum pieces_kind kind = pieces_look(v->files[i].bytes);

		apart |= v->file_count == 1 && kind != PIECES_NONE;
		t.container = v->files[i].name;
		keys = keys_of(a, &c);
		if (kind == PIECES_NONE || pieces_each(a, v->files[i].bytes, kind, &keys, add_thread_file, &t, &limits[i]) < 0) {
			limits[i].name = NULL;          /* its own document says it */
			add_thread_file(&t, &(struct piece){ .name = STR(""), .bytes = v->files[i].bytes, .inside = true });
		} else if (keys.fitted > 0) {
			opened = opened_with(&keys, &c);
		}
	}
	c.opened_with = opened;
	told = analyse(a, v, &c, t.list, t.count, apart ? ANALYSE_MAILBOX : ANALYSE_THREAD) ? v->file_count : 0;
	for (size_t i = 0; i < told; i++)
		send_limit(limits[i]);
}

/* ---- a hand-in of mails: every reported mail, with what makes two of them copies ---- */

struct split {
	struct arena *arena;
	struct str whole;
	const struct context *context;  /* the passwords */
	const char *opened_with;
	unsigned depth;
	size_t sent;
};

static void send_key(struct split *s, const struct mail *m, struct str raw)
{
	struct str body = m->message_id.n > 0 ? str_from(raw, m->header_end) : raw;
	struct str both = arena_printf(s->arena, STR_FMT "\n" STR_FMT, STR_ARG(m->message_id),
	    STR_ARG(sha256_hex(s->arena, body)));

	wire_send(&(struct wire_result){ .frame = WIRE_KEY, .name = sha256_hex(s->arena, both), .bytes = STR("") });
}

/* `raw` is all of it: what the reader looks at ends at its limit, what was handed in does not. */
static void send_mail(struct split *s, const struct mail *m, struct str raw, struct str name)
{
	bool inside = raw.p >= s->whole.p && raw.p + raw.n <= s->whole.p + s->whole.n;

	if (s->sent++ >= WIRE_PIECES_MOST)
		return;
	send_key(s, m, raw);
	send_piece(&s->whole, &(struct piece){ name, raw, inside });
}

/* A mail that carries mails is a wrapper: what it carries is what was reported. */
static void split_mail(struct split *s, struct str bytes, struct str name)
{
	struct arena *a = arena_new(JAIL_ARENA, job_full);
	const struct mail *m = mail_parse(a, bytes, &mail_limits_default);
	size_t carried = 0;

	for (size_t i = 0; i < m->nested_count; i++) {
		if (m->nested[i].raw.n == 0)
			continue;       /* a message inside a .msg has no bytes of its own */
		carried++;
		send_mail(s, &m->nested[i], m->nested[i].raw, arena_printf(a, STR_FMT "!%zu", STR_ARG(name), i));
	}
	if (carried < m->nested_count || carried == 0)
		send_mail(s, m, bytes, name);
	arena_free(a);
}

static void split_bytes(struct split *s, struct str bytes, struct str name);

static void split_piece(void *ctx, const struct piece *p)
{
	struct split *s = ctx;

	split_bytes(s, p->bytes, p->name);
}

static void split_bytes(struct split *s, struct str bytes, struct str name)
{
	enum { DEEPEST = 16 };
	enum pieces_kind kind = pieces_look(bytes);
	struct piece_keys keys = keys_of(s->arena, s->context);
	struct piece_limit limit = { 0 };

	if (s->sent > WIRE_PIECES_MOST)
		return;
	if (kind != PIECES_NONE && s->depth >= DEEPEST) {
		send_limit((struct piece_limit){ "archive.depth", DEEPEST });
		return;
	}
	s->depth++;
	if (kind == PIECES_NONE || pieces_each(s->arena, bytes, kind, &keys, split_piece, s, &limit) < 0) {
		limit.name = NULL;              /* what is locked wholly is a piece of its own */
		split_mail(s, bytes, name);
	} else if (keys.fitted > 0) {
		s->opened_with = opened_with(&keys, s->context);
	}
	s->depth--;
	send_limit(limit);
}

static void split_hand_in(struct arena *a, const struct wire_envelope *v)
{
	struct context c;
	struct split s = { .arena = a, .whole = v->files[0].bytes, .context = &c };
	struct err e = { 0 };

	if (!read_context(a, v, &c, &e)) {
		send_refusal(&e);
		return;
	}
	split_bytes(&s, s.whole, STR(""));
	if (s.opened_with != NULL)
		wire_send(&(struct wire_result){ .frame = WIRE_OPENED, .name = str_of(s.opened_with), .bytes = STR("") });
	if (s.sent > WIRE_PIECES_MOST)
		send_limit((struct piece_limit){ "archive.members", WIRE_PIECES_MOST });
}

static void send_named(struct str s, enum wire_named where)
{
	if (s.n > 0)
		wire_send(&(struct wire_result){ .frame = WIRE_NAMED, .name = utf8_cut(s, WIRE_NAME_MOST), .offset = where, .bytes = STR("") });
}

/* What a machine wrote, and where the hub may know a notice of its own by. */
static void send_machine(struct arena *a, const struct mail *m)
{
	struct machine x;

	machine_read(a, m, &x);
	if (x.kind[0] != '\0')
		wire_send(&(struct wire_result){ .frame = WIRE_MACHINE, .name = str_of(x.kind), .offset = x.carries, .bytes = str_of(x.sign) });
	send_named(x.own_id, WIRE_NAMED_ITSELF);
	send_named(x.loop, WIRE_NAMED_LOOP);
	for (size_t i = 0; i < x.named_count; i++)
		send_named(x.named[i], WIRE_NAMED_ABOUT);
	if (x.action.n > 0)
		wire_send(&(struct wire_result){ .frame = WIRE_OUTCOME, .name = utf8_cut(x.status, WIRE_NAME_MOST), .bytes =
		    utf8_cut(arena_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(x.action), STR_ARG(x.words)), WIRE_NAME_MOST) });
}

/* A mail to an alias names its sender itself: only an attestation of our border host makes it true. */
static void send_sender(struct arena *a, const struct wire_envelope *v)
{
	struct arena *of_mail = arena_new(JAIL_ARENA, job_full);
	const struct mail *m;
	struct str address;
	struct context c;
	struct err e = { 0 };
	const char *word;

	if (!read_context(a, v, &c, &e)) {
		send_refusal(&e);
		arena_free(of_mail);
		return;
	}
	m = mail_parse(of_mail, v->files[0].bytes, &mail_limits_default);
	send_machine(of_mail, m);
	word = sender_attested(of_mail, m, &c, &address);
	wire_send(&(struct wire_result){ .frame = WIRE_SENDER, .name = utf8_cut(address, WIRE_NAME_MOST), .bytes = str_of(word) });
	arena_free(of_mail);
}

void job_run(void)
{
	struct str bytes = read_envelope();
	struct arena *a = arena_for(bytes.n);
	struct wire_envelope v;

	if (!wire_get_envelope(a, bytes, &v) || v.file_count == 0)
		_exit(JAIL_EXIT_INPUT);
	tr_set(v.lang);
	switch (v.job) {
	case WIRE_ANALYSE:
	case WIRE_MAIL:
		analyse_each(a, &v);
		break;
	case WIRE_WHOLE:
		if (v.front == 0 && pieces_look(v.files[0].bytes) != PIECES_NONE)
			analyse_thread(a, &v);
		else
			analyse_each(a, &v);
		break;
	case WIRE_THREAD:
		analyse_thread(a, &v);
		break;
	case WIRE_SPLIT:
		split_hand_in(a, &v);
		break;
	case WIRE_ALIAS:
		send_sender(a, &v);
		split_hand_in(a, &v);
		break;
	case WIRE_SIGHTING:
		job_sightings(a, v.files[0].bytes);
		break;
	case WIRE_TABLE:
		job_table(a, v.files[0].bytes);
		break;
	case WIRE_EXTRACT:
		extract_run(a, v.files[0].name, v.files[0].bytes);
		break;
	case WIRE_KINDS:
		_exit(JAIL_EXIT_INPUT);
	}
	send_end();
}

const struct zygote_work job_work = { job_warm, job_run, job_learn };

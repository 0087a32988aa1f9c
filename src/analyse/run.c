/* run.c - inputs in, one document per mail (or one for the thread) out. */
#include "analyse/accounts.h"
#include "analyse/conversations.h"
#include "analyse/document.h"
#include "analyse/file_links.h"
#include "analyse/indicators.h"
#include "analyse/kind.h"
#include "analyse/picture.h"
#include "analyse/sign_in_pages.h"
#include "analyse/thread.h"
#include "analyse/verdict.h"
#include "base/sha256.h"
#include "base/text.h"
#include "parse/archive.h"
#include "parse/file_type.h"
#include "parse/forwarded.h"
#include "parse/report_facts.h"

enum { NOTE_MOST = 4 << 20, ALONE_SEARCHED = 64 << 10 };

struct run {
	struct arena *arena;
	const struct context *context;
	const struct verdict_rules *rules;
	struct buf *out;
	void (*flush)(struct buf *out);
	struct paper_tools *tools;
	struct papers *papers;          /* of all inputs and of the archive of sent mail */
	struct thread_builder builder;  /* with --thread */
	bool beside_mails;
	struct str whole;               /* the next mail's file, where the mail is only its front; absent: it is all */
	const struct input_front *front;
};

static void attached_limits(struct arena *a, struct document *d)
{
	for (size_t i = 0; i < d->thread->count; i++)
		for (size_t k = 0; k < d->thread->messages[i].attached_count; k++) {
			const struct archive_tree *tree = d->thread->messages[i].attached[k].tree;

			if (tree != NULL && tree->limit != NULL)
				document_limit(a, d, tree->limit, tree->limit_at);
		}
}

static void copy_limits(struct arena *a, struct document *d)
{
	for (size_t i = 0; i < d->thread->count; i++) {
		const struct mail *m = d->thread->messages[i].mail;

		for (size_t n = 0; n < m->limit_count; n++)
			document_limit(a, d, m->limits[n].limit, m->limits[n].at);
		if (d->thread->messages[i].links.cut)
			document_limit(a, d, "links.judged", LINKS_READ_MOST);
	}
	attached_limits(a, d);
	if (d->thread->book->limit_hit)
		document_limit(a, d, "thread.addresses", BOOK_MOST);
	if (d->limit_count > 0 && strcmp(d->examined, "fully") == 0)
		d->examined = "partly";
}

static void paper_limits(struct arena *a, struct document *d, const struct paper *p)
{
	if (p != NULL && p->limit != NULL)
		document_limit(a, d, p->limit, p->limit_at);
}

/* Of this document's own papers; those of the archive only serve to compare. */
static void copy_paper_limits(struct arena *a, struct document *d)
{
	const struct thread *t = d->thread;

	paper_limits(a, d, t->paper);
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->messages[i].mail->part_count; k++)
			paper_limits(a, d, papers_find(t->papers, t->messages[i].mail->parts[k].body));
	if (t->papers != NULL && papers_too_many(t->papers))
		document_limit(a, d, "paper.files", PAPERS_MOST);
}

static void add_packed_papers(const struct run *r, const struct archive_tree *tree)
{
	for (size_t n = 0; tree != NULL && n < tree->count; n++)
		if (tree->nodes[n].body.p != NULL)
			papers_add(r->papers, tree->nodes[n].body);
}

/* The thread's own documents first; those of the archive, the newest first, only where there is something to compare. */
static void read_papers(const struct run *r, struct thread *t)
{
	enum { ARCHIVE_MAILS = 500 };
	const struct context *c = r->context;

	t->papers = r->papers;
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->messages[i].attached_count; k++)
			add_packed_papers(r, t->messages[i].attached[k].tree);
	for (size_t i = 0; i < c->sent_count && i < ARCHIVE_MAILS && papers_at(r->papers, 0) != NULL; i++)
		papers_add_mail(r->papers, c->sent[c->sent_count - 1 - i]);
}

static void conclude(const struct run *r, struct document *d)
{
	struct arena *a = r->arena;
	struct detection detection = { .arena = a };
	struct verdict_input in;

	if (r->tools->want_count > 0)
		return;                         /* all is done again once the tools have read */
	for (size_t i = 0; i < detector_count; i++)
		detectors[i]->run(detectors[i], &detection, d->thread);
	detection_drop_idle_against(&detection);
	detection_sort(&detection);
	d->people = people_of(a, d->thread);
	d->sequence = sequence_of(a, d->thread, &detection);
	if (r->front != NULL)
		document_limit(a, d, r->front->limit, r->front->at);
	if (d->people.limit_hit)
		document_limit(a, d, "thread.people", PEOPLE_MOST);
	copy_paper_limits(a, d);
	copy_limits(a, d);
	in = (struct verdict_input){ detection.findings, detection.count, str_of(d->kind), str_of(d->examined) };
	d->verdict = verdict_decide(r->rules, &in);
	indicators_collect(&detection, d->thread, &d->verdict);
	d->detection = &detection;
	document_write(a, r->out, d);
	d->detection = NULL;
}

/* Links of files inside archives come late: a password may stand in another mail. */
static void look_into_archives(const struct run *r, struct thread_builder *b)
{
	for (size_t i = 0; i < b->count; i++) {
		struct message *m = &b->messages[i];
		const struct mail *with = m->attached_count == 0 ? m->mail :
		    mail_with_packed_links(r->arena, m->mail, m->attached, m->attached_count, r->papers, false);

		if (with == m->mail)
			continue;
		m->mail = with;
		m->links = links_read(r->arena, with, LINKS_READ_MOST);
	}
}

static const struct thread *build(const struct run *r, struct thread_builder *b, bool keep_order)
{
	struct thread *t = thread_build(b, keep_order);

	read_papers(r, t);
	look_into_archives(r, b);
	t->accounts = r->tools->want_count == 0 ? accounts_read(r->arena, t) : NULL;
	return t;
}

static const struct report_facts *report_of_bytes(struct arena *a, struct str bytes)
{
	const struct report_facts *f = report_of_xml(a, bytes);

	return f != NULL ? f : report_of_json(a, bytes);
}

/* The mail itself, or a DMARC aggregate or TLS report that it brings, packed or not. */
static const struct report_facts *report_in(struct arena *a, const struct message *m)
{
	const struct report_facts *f = report_of_mail(a, m->mail);

	for (size_t i = 0; i < m->attached_count && f == NULL; i++) {
		const struct attached *file = &m->attached[i];

		if (file->tree == NULL)
			f = report_of_bytes(a, m->mail->parts[file->part].body);
		for (size_t n = 0; file->tree != NULL && n < file->tree->count && f == NULL; n++)
			if (file->tree->nodes[n].body.p != NULL)
				f = report_of_bytes(a, file->tree->nodes[n].body);
	}
	return f;
}

static void one_mail(void *ctx, const struct mail *m, struct str input)
{
	struct run *r = ctx;
	struct thread_builder b = { .arena = r->arena, .context = r->context };
	struct document d = { .input = input, .sha256 = m->sha256, .bytes = m->raw.n, .kind = "mail", .examined = "fully" };

	if (r->whole.p != NULL) {
		d.sha256 = sha256_hex(r->arena, r->whole);
		d.bytes = r->whole.n;
		r->whole = STR_NONE;
	}
	papers_add_mail(r->papers, m);
	thread_add(&b, mail_with_file_links(r->arena, m, r->papers, false), input);
	d.thread = build(r, &b, true);
	d.report = report_in(r->arena, &d.thread->messages[0]);
	if (d.report != NULL)
		d.kind = "report";
	if (m->incomplete)
		document_limit(r->arena, &d, "forward.headers", 0);
	conclude(r, &d);
}

static void add_to_thread(void *ctx, const struct mail *m, struct str input)
{
	struct run *r = ctx;

	papers_add_mail(r->papers, m);
	thread_add(&r->builder, mail_with_file_links(r->arena, m, r->papers, false), input);
}

/* Valid UTF-8 without the bytes that texts do not have. */
static bool is_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 && memchr("\t\n\r\f", s.p[i], 4) == NULL)
			return false;
	return s.n <= NOTE_MOST && utf8_valid(s);
}

/* An audit log in UTF-16, as PowerShell's > and Out-File write it, as UTF-8; everything else as it is. */
static struct str readable(struct arena *a, struct str bytes)
{
	enum { HEAD = 64 << 10 };
	bool wide = str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff"));

	return wide && kind_of(STR(""), utf8_of_file(a, str_at(bytes, 0, HEAD))) == INPUT_AUDIT_LOG ? utf8_of_file(a, bytes) : bytes;
}

static void read_audit_log(const struct run *r, struct thread *t, struct str file, struct str bytes, struct document *d)
{
	t->log = bytes;
	t->log_recoded = bytes.p != file.p;
	t->audit = audit_log_read(r->arena, bytes);
	if (t->audit->cut)
		document_limit(r->arena, d, "log.records", AUDIT_MOST);
	if (t->audit->unreadable > 0)
		document_limit(r->arena, d, "log.unreadable", (long long)t->audit->unreadable);
}

/* A page is read as one, whatever it is called. */
static bool is_page(struct str bytes)
{
	const char *type = file_type(bytes);

	return type != NULL && (strcmp(type, "html") == 0 || strcmp(type, "svg") == 0);
}

static bool may_hold_links(struct str bytes, enum input_kind kind)
{
	const char *type = file_type(bytes);

	return kind == INPUT_SAMPLE || (type != NULL && (strcmp(type, "png") == 0 || strcmp(type, "jpg") == 0));
}

/* A file that was handed in alone is searched for links as the attachment of a mail that says what the file says. */
static const struct message *read_alone(struct run *r, struct str bytes, const struct paper *paper)
{
	struct part *part = ARENA_NEW(r->arena, struct part);
	struct mail *mail = ARENA_NEW(r->arena, struct mail);
	struct message *m = ARENA_NEW(r->arena, struct message);

	*part = (struct part){ .number = STR("1"), .kind = PART_LEAF, .parent = -1, .media_type = STR("application/octet-stream"), .end = bytes.n,
		.body = bytes, .is_attachment = true, .message = -1 };
	*mail = (struct mail){ .raw = bytes, .subject = STR(""), .parts = part, .part_count = 1, .text_part = -1,
		.text = paper != NULL && paper->text.p != NULL ? paper->text : STR(""), .text_plain = STR("") };
	mail->text_newest = mail->text;
	*m = (struct message){ .mail = mail };
	attached_read(r->arena, r->context, m, 1);
	for (size_t k = 0; k < m->attached_count; k++)
		add_packed_papers(r, m->attached[k].tree);
	m->mail = mail_with_file_links(r->arena, m->mail, r->papers, true);
	m->mail = mail_with_packed_links(r->arena, m->mail, m->attached, m->attached_count, r->papers, true);
	m->links = links_read(r->arena, m->mail, LINKS_READ_MOST);
	phrases_search(r->arena, str_at(mail->text, 0, ALONE_SEARCHED), false, &m->hits);
	return m;
}

static void limits_alone(struct arena *a, struct document *d, const struct message *m)
{
	for (size_t i = 0; i < m->mail->limit_count; i++)
		document_limit(a, d, m->mail->limits[i].limit, m->mail->limits[i].at);
	if (m->links.cut)
		document_limit(a, d, "links.judged", LINKS_READ_MOST);
	for (size_t k = 0; k < m->attached_count; k++) {
		const struct archive_tree *tree = m->attached[k].tree;

		if (tree != NULL && tree->limit != NULL)
			document_limit(a, d, tree->limit, tree->limit_at);
		else if (tree != NULL && tree->locked)
			document_limit(a, d, "archive.password", 0);
		else if (tree != NULL && tree->sealed)
			document_limit(a, d, "archive.cipher", 0);
	}
}

/* No mail (`bytes`: what is looked at of the file): a log is read by the log detectors; of samples and the rest only their kind is told. */
static void no_mail(struct run *r, const struct input_file *f, struct str bytes, enum input_kind kind)
{
	struct thread *t = ARENA_NEW(r->arena, struct thread);
	struct document d = { .input = f->name, .sha256 = sha256_hex(r->arena, f->bytes), .bytes = f->bytes.n,
		.kind = kind_word(kind), .examined = "fully", .thread = t };

	*t = (struct thread){ .context = r->context, .beside_mails = r->beside_mails, .papers = r->papers, .book = ARENA_NEW(r->arena, struct address_book) };
	if (kind == INPUT_AUDIT_LOG)
		read_audit_log(r, t, f->bytes, bytes, &d);
	if (is_page(bytes))
		t->page = bytes;
	else if (kind == INPUT_UNKNOWN && is_text(bytes))
		t->note = bytes;
	if (kind == INPUT_SAMPLE) {
		t->sample = bytes;
		papers_add(r->papers, bytes);
		t->paper = papers_find(r->papers, bytes);
	}
	if (may_hold_links(bytes, kind) && t->page.p == NULL) {
		t->alone = read_alone(r, bytes, t->paper);
		limits_alone(r->arena, &d, t->alone);
	}
	if (kind == INPUT_CALENDAR)
		t->calendar = bytes;
	if (kind == INPUT_REPORT)
		d.report = report_of_bytes(r->arena, bytes);
	t->accounts = accounts_read(r->arena, t);
	if (kind != INPUT_AUDIT_LOG && kind != INPUT_CALENDAR && bytes.n > 0 && t->paper == NULL && t->page.p == NULL && d.report == NULL)
		document_limit(r->arena, &d, kind == INPUT_UNKNOWN ? "kind.unknown" : "kind.contents", 0);
	conclude(r, &d);
}

static void analyse_alone(struct run *r, const struct input_file *f)
{
	struct str bytes = readable(r->arena, str_at(f->bytes, 0, f->front != NULL ? f->front->bytes : f->bytes.n));
	enum input_kind kind = kind_of(f->name, bytes);
	const struct mail *m, *forwarded;

	r->front = f->front;
	if (kind != INPUT_MAIL) {
		no_mail(r, f, bytes, kind);
		return;
	}
	m = mail_parse(r->arena, bytes, &mail_limits_default);
	r->whole = m->raw.n < f->bytes.n ? f->bytes : STR_NONE;
	one_mail(r, m, f->name);
	thread_each_nested(r->arena, m, f->name, one_mail, r);
	forwarded = forwarded_inline(r->arena, m);
	if (forwarded != NULL)
		one_mail(r, forwarded, arena_printf(r->arena, STR_FMT "!forwarded", STR_ARG(f->name)));
}

/* The directory that all inputs share, or the first name. */
static struct str common_name(struct arena *a, const struct input_file *files, size_t n)
{
	size_t same = files[0].name.n;

	for (size_t i = 1; i < n; i++) {
		size_t k = 0;

		while (k < same && k < files[i].name.n && files[i].name.p[k] == files[0].name.p[k])
			k++;
		same = k;
	}
	if (n == 1)
		return files[0].name;
	while (same > 0 && files[0].name.p[same - 1] != '/' && files[0].name.p[same - 1] != '#' &&
	    files[0].name.p[same - 1] != '!')
		same--;
	return same > 1 ? arena_str(a, str_at(files[0].name, 0, same - 1)) : files[0].name;
}

static struct str sha256_of_all(struct arena *a, const struct input_file *files, size_t n, size_t *bytes_r)
{
	struct buf digests;

	if (n == 1) {
		*bytes_r = files[0].bytes.n;
		return sha256_hex(a, files[0].bytes);
	}
	buf_init_arena(&digests, a, n * (SHA256_HEX + 1) + 1);
	*bytes_r = 0;
	for (size_t i = 0; i < n; i++) {
		buf_add(&digests, sha256_hex(a, files[i].bytes));
		buf_char(&digests, '\n');
		*bytes_r += files[i].bytes.n;
	}
	return sha256_hex(a, buf_str(&digests));
}

/* One conversation of a mailbox: it takes the name of its first mail. */
static struct document *one_conversation(struct run *r, const struct conversations *all, size_t number)
{
	const struct message *messages = r->builder.messages;
	struct thread_builder b = { .arena = r->arena, .context = r->context };
	struct document *d = ARENA_NEW(r->arena, struct document);
	struct input_file *files = ARENA_ARRAY(r->arena, struct input_file, r->builder.count);

	for (size_t i = 0; i < r->builder.count; i++)
		if (all->of[i] == number) {
			files[b.count] = (struct input_file){ messages[i].input, messages[i].mail->raw };
			*ARENA_PUSH(r->arena, b.messages, b.count, b.room) = messages[i];
		}
	*d = (struct document){ .input = files[0].name, .kind = "thread", .examined = "fully" };
	d->sha256 = sha256_of_all(r->arena, files, b.count, &d->bytes);
	d->thread = build(r, &b, false);
	return d;
}

/* All are built before the first is told: whatever a tool is to read is known then, and told documents need no room. */
static void each_conversation(struct run *r, const struct conversations *all)
{
	struct document **list = ARENA_ARRAY(r->arena, struct document *, all->count);

	for (size_t i = 0; i < all->count; i++)
		list[i] = one_conversation(r, all, i);
	for (size_t i = 0; i < all->count && r->tools->want_count == 0; i++) {
		conclude(r, list[i]);
		if (r->flush != NULL)
			r->flush(r->out);
	}
}

/* What is no mail among the files of a conversation gets its own line; a document is compared with what the mails say. */
static void beside_mails(struct run *r, const struct input_file *files, size_t n)
{
	struct context with_mails = *r->context;
	const struct context *before = r->context;
	const struct mail **known = ARENA_ARRAY(r->arena, const struct mail *, before->sent_count + r->builder.count + 1);

	for (size_t i = 0; i < before->sent_count; i++)
		known[i] = before->sent[i];
	for (size_t i = 0; i < r->builder.count; i++)
		known[before->sent_count + i] = r->builder.messages[i].mail;
	with_mails.sent = known;
	with_mails.sent_count += r->builder.count;
	for (size_t i = 0; i < n; i++) {
		struct str bytes = readable(r->arena, files[i].bytes);
		enum input_kind kind = kind_of(files[i].name, bytes);

		r->context = kind == INPUT_SAMPLE ? &with_mails : before;
		r->beside_mails = kind == INPUT_SAMPLE;
		if (kind != INPUT_MAIL)
			no_mail(r, &files[i], bytes, kind);
	}
	r->context = before;
}

static void analyse_thread(struct run *r, const struct input_file *files, size_t n, bool apart)
{
	struct document d = { .kind = "thread", .examined = "fully" };
	struct conversations all = { .count = 1 };
	size_t *of_file = NULL, count = 0, room = 0;

	r->builder = (struct thread_builder){ .arena = r->arena, .context = r->context };
	for (size_t i = 0; i < n; i++) {
		const struct mail *m;

		if (kind_of(files[i].name, files[i].bytes) != INPUT_MAIL)
			continue;
		m = mail_parse(r->arena, files[i].bytes, &mail_limits_default);
		add_to_thread(r, m, files[i].name);
		thread_each_nested(r->arena, m, files[i].name, add_to_thread, r);
		while (count < r->builder.count)
			*ARENA_PUSH(r->arena, of_file, count, room) = i;
	}
	beside_mails(r, files, n);
	if (r->builder.count == 0)
		return;
	if (apart && !r->builder.limit_hit)
		all = conversations_find(r->arena, r->context, r->builder.messages, of_file, r->builder.count);
	if (all.count > 1) {
		each_conversation(r, &all);
		return;
	}
	d.input = common_name(r->arena, files, n);
	d.sha256 = sha256_of_all(r->arena, files, n, &d.bytes);
	d.thread = build(r, &r->builder, false);
	if (r->builder.limit_hit)
		document_limit(r->arena, &d, "thread.messages", THREAD_MOST);
	conclude(r, &d);
}

int analyse_run(struct arena *a, const struct input_file *files, size_t n, enum analyse_as as,
    const struct context *context, struct paper_tools *tools, struct buf *out, void (*flush)(struct buf *out), struct err *e)
{
	struct run r = { .arena = a, .context = context, .rules = verdict_rules_builtin(), .out = out, .flush = flush, .tools = tools,
		.papers = papers_new(a, tools) };
	struct verdict_rules own;

	if (context->verdict_rules.n > 0) {
		if (verdict_rules_read(a, context->verdict_rules, &own, e) < 0)
			return -1;
		r.rules = &own;
	}
	if (as != ANALYSE_ALONE && n > 0)
		analyse_thread(&r, files, n, as == ANALYSE_MAILBOX);
	else
		for (size_t i = 0; i < n; i++)
			analyse_alone(&r, &files[i]);
	if (out->failed)
		return err_set(e, ERR_LIMIT, "the result documents are larger than the room for them");
	return 0;
}

void analyse_warm(void)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);

	text_warm();
	archive_warm();
	phrases_warm();
	sign_in_pages_warm();
	picture_warm();
	verdict_rules_builtin();
	registrable(a, STR("www.example.co.jp"));
	arena_free(a);
}

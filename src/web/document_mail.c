/* document_mail.c - one mail with the findings' marks on the very values they saw. */
#include "base/text.h"
#include "web/document.h"
#include "web/marks.h"
#include "worker/words.h"

enum { TEXT_SHOWN = 20000, HEADER_SHOWN = 4000, BLOCKS_SHOWN = 200, NOTES_SHOWN = 3, HEADERS_EXTRA = 12, DEFECTS_SHOWN = 40 };

struct mail_painter {
	struct web_call *c;
	const json_t *doc, *mail;
	long long number;
	struct mail_shown *out;
	size_t room;
};

/* "property:PR_X/header:From[0]" of an Outlook mail names the same header. */
bool evidence_in(const json_t *v, long long mail, struct str place)
{
	struct str where = json_text(v, "where");

	if (json_number(v, "message") != mail)
		return false;
	if (str_starts(where, STR("property:")) && str_find_char(where, '/') > 0)
		where = str_after(where, '/');
	return str_starts(where, place) && (where.n == place.n || where.p[place.n] == '[');
}

/* ---- headers ---- */

struct header_text { struct buf text; size_t *at; size_t n, room; };     /* at: where each mailbox begins */

static void add_mailbox(struct web_call *c, struct header_text *h, const json_t *a)
{
	struct str name = json_text(a, "name"), address = json_text(a, "address");

	if (h->text.n > 0)
		buf_z(&h->text, ", ");
	*ARENA_PUSH(c->a, h->at, h->n, h->room) = h->text.n;
	if (name.n > 0)
		buf_printf(&h->text, "\"" STR_FMT "\" <" STR_FMT ">", STR_ARG(name), STR_ARG(address));
	else
		buf_add(&h->text, address);
}

static void mailboxes(struct web_call *c, struct header_text *h, const json_t *list)
{
	json_t *a;
	size_t i;

	buf_init_arena(&h->text, c->a, 1 << 20);
	if (json_is_object(list))
		add_mailbox(c, h, list);
	json_array_foreach(list, i, a)
		if (h->text.n < HEADER_SHOWN)
			add_mailbox(c, h, a);
}

/* header:Cc[2] -> 2 */
static size_t index_of(struct str where)
{
	long long n;

	return str_to_int(str_upto(str_after(where, '['), ']'), &n) && n >= 0 ? (size_t)n : 0;
}

static void add_ref(struct web_call *c, struct header_shown *x, size_t *room, const json_t *f, size_t i)
{
	for (size_t k = 0; k < x->refs_count; k++)
		if (x->refs[k].n == (long long)i + 1)
			return;
	*ARENA_PUSH(c->a, x->refs, x->refs_count, *room) = document_ref(c, f, i);
}

/* What should stand there, and where that comes from. */
static void add_note(struct mail_painter *m, struct header_shown *x, const json_t *v, int *notes)
{
	struct str expected = utf8_cut(json_text(v, "expected"), 200), note;

	if (expected.n == 0 || *notes >= NOTES_SHOWN)
		return;
	note = arena_printf(m->c->a, text(m->c->lang, "web.instead"), expected.p != NULL ? arena_cstr(m->c->a, words_safe(m->c->a, expected)) : "",
	    arena_cstr(m->c->a, words_source(m->c->a, m->doc, json_text(v, "expected_from"))));
	if (x->note.n > 0 && str_find(x->note, note) >= 0)
		return;
	x->note = x->note.n > 0 ? arena_printf(m->c->a, STR_FMT "; " STR_FMT, STR_ARG(x->note), STR_ARG(note)) : note;
	++*notes;
}

/* The value that a finding saw: marked where it stands; appended where the row shows it in another form. */
static void mark_value(struct mail_painter *m, struct header_text *h, struct marks *marks, const json_t *f, const json_t *v)
{
	struct str found = utf8_cut(json_text(v, "found"), HEADER_SHOWN), expected = json_text(v, "expected");
	size_t index = index_of(json_text(v, "where")), near = index < h->n ? h->at[index] : 0, before = marks->n;

	if (found.n == 0)
		return;
	if (!marks_find(m->c->a, marks, buf_str(&h->text), found, near, document_mark(f))) {
		if (h->n > 0)
			return;                 /* the header as a whole: the number beside it says so */
		if (h->text.n > 0)
			buf_z(&h->text, "  ");
		buf_add(&h->text, found);
		marks_find(m->c->a, marks, buf_str(&h->text), found, h->text.n, document_mark(f));
	} else if (expected.n > 0 && marks->n == before + 1) {
		size_t at = marks->list[before].from;

		marks->n = before;
		marks_differ(m->c->a, marks, at, found, expected, document_mark(f));
	}
}

static void put_header(struct mail_painter *m, const char *name, struct str term, struct header_text *h)
{
	struct web_call *c = m->c;
	struct str place = arena_printf(c->a, "header:%s", name);
	struct header_shown x = { .term = term, .note = STR("") };
	struct marks marks = { 0 };
	json_t *f, *v;
	size_t i, k, refs = 0;
	int notes = 0;

	json_array_foreach(json_object_get(m->doc, "findings"), i, f)
		json_array_foreach(json_object_get(f, "evidence"), k, v) {
			if (!evidence_in(v, m->number, place))
				continue;
			mark_value(m, h, &marks, f, v);
			add_ref(c, &x, &refs, f, i);
			add_note(m, &x, v, &notes);
		}
	if (h->text.n == 0)
		return;
	marks_show(c->a, utf8_cut(buf_str(&h->text), HEADER_SHOWN), &marks, MARKS_SPACES | MARKS_DEFANG, &x.runs, &x.runs_count);
	*ARENA_PUSH(c->a, m->out->headers, m->out->headers_count, m->room) = x;
}

static struct str term_of(struct web_call *c, const char *name)
{
	return web_word(c, "place", str_of(name));
}

static void put_mailboxes(struct mail_painter *m, const char *name, const char *key)
{
	struct header_text h = { 0 };

	mailboxes(m->c, &h, json_object_get(m->mail, key));
	put_header(m, name, term_of(m->c, name), &h);
}

static void put_text(struct mail_painter *m, const char *name, struct str value)
{
	struct header_text h = { 0 };

	buf_init_arena(&h.text, m->c->a, 1 << 20);
	buf_add(&h.text, utf8_cut(value, HEADER_SHOWN));
	put_header(m, name, term_of(m->c, name), &h);
}

/* Headers that only a finding looked at: Received, X-Mailer and the like. */
static void put_others(struct mail_painter *m)
{
	static const char *const shown[] = { "From", "Sender", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID" };
	struct str done[HEADERS_EXTRA];
	size_t n = 0, i, k;
	json_t *f, *v;

	json_array_foreach(json_object_get(m->doc, "findings"), i, f)
		json_array_foreach(json_object_get(f, "evidence"), k, v) {
			struct str where = json_text(v, "where"), name = str_upto(str_after(where, ':'), '[');
			bool known = !str_starts(where, STR("header:")) || json_number(v, "message") != m->number || n == HEADERS_EXTRA;

			for (size_t s = 0; s < sizeof shown / sizeof shown[0] && !known; s++)
				known = str_ieq(name, str_of(shown[s]));
			for (size_t s = 0; s < n && !known; s++)
				known = str_ieq(name, done[s]);
			if (known)
				continue;
			done[n++] = name;
			put_text(m, arena_cstr(m->c->a, name), STR(""));
		}
}

static void put_headers(struct mail_painter *m)
{
	put_mailboxes(m, "From", "from");
	put_mailboxes(m, "Sender", "sender");
	put_mailboxes(m, "Reply-To", "reply_to");
	put_mailboxes(m, "To", "to");
	put_mailboxes(m, "Cc", "cc");
	put_text(m, "Date", words_time(m->c->a, json_text(m->mail, "date")));
	put_text(m, "Subject", json_text(m->mail, "subject"));
	put_text(m, "Message-ID", json_text(m->mail, "message_id"));
	put_others(m);
}

/* ---- the text ---- */

/* About where in the text a byte of the mail's source stands: only used to choose between equal words. */
static size_t near_of(const json_t *mail, const json_t *v, size_t n)
{
	json_t *part;
	size_t i;
	long long offset = json_number(v, "offset");

	json_array_foreach(json_object_get(mail, "parts"), i, part) {
		long long from = json_number(part, "body_offset"), to = json_number(part, "end");

		if (offset >= from && offset < to && !str_starts(json_text(part, "media_type"), STR("multipart/")))
			return (size_t)((double)n * (double)(offset - from) / (double)(to - from));
	}
	return 0;
}

static void mark_text(struct web_call *c, const json_t *doc, const json_t *mail, long long number, struct str text, struct marks *marks)
{
	json_t *f, *v;
	size_t i, k;

	json_array_foreach(json_object_get(doc, "findings"), i, f)
		json_array_foreach(json_object_get(f, "evidence"), k, v)
			if (evidence_in(v, number, STR("body")) || evidence_in(v, number, STR("quote")))
				marks_find(c->a, marks, text, json_text(v, "found"), near_of(mail, v, text.n), document_mark(f));
}

static void put_block(struct web_call *c, struct str whole, const struct marks *marks, size_t from, size_t to, bool quote, struct block **list,
    size_t *n, size_t *room)
{
	struct marks inside = { 0 };
	struct block *b;

	if (to <= from)
		return;
	for (size_t i = 0; i < marks->n; i++)
		if (marks->list[i].to > from && marks->list[i].from < to) {
			size_t begin = marks->list[i].from > from ? marks->list[i].from - from : 0;

			*ARENA_PUSH(c->a, inside.list, inside.n, inside.room) = (struct mark){ begin, marks->list[i].to - from, marks->list[i].tone };
		}
	b = ARENA_PUSH(c->a, *list, *n, *room);
	b->quote = quote;
	marks_show(c->a, str_at(whole, from, to - from), &inside, MARKS_DEFANG, &b->runs, &b->runs_count);
}

/* Lines that begin with > stand apart. */
static void blocks(struct web_call *c, struct str whole, const struct marks *marks, struct block **list, size_t *n)
{
	size_t from = 0, at = 0, room = 0;
	bool quote = whole.n > 0 && whole.p[0] == '>';

	while (at < whole.n) {
		long long end = str_find_char(str_from(whole, at), '\n');
		bool is_quote = whole.p[at] == '>';

		if (is_quote != quote && *n + 2 < BLOCKS_SHOWN) {
			put_block(c, whole, marks, from, at, quote, list, n, &room);
			from = at;
			quote = is_quote;
		}
		at = end < 0 ? whole.n : at + (size_t)end + 1;
	}
	put_block(c, whole, marks, from, whole.n, quote, list, n, &room);
}

static void put_body(struct mail_painter *m)
{
	struct str body = json_text(m->mail, "text"), plain = json_text(m->mail, "text_plain"), shown = utf8_cut(body, TEXT_SHOWN);
	struct marks marks = { 0 }, none = { 0 };

	mark_text(m->c, m->doc, m->mail, m->number, shown, &marks);
	blocks(m->c, shown, &marks, &m->out->blocks, &m->out->blocks_count);
	blocks(m->c, utf8_cut(plain, TEXT_SHOWN / 4), &none, &m->out->plain, &m->out->plain_count);
	m->out->cut = body.n > shown.n;
}

void document_text_alone(struct web_call *c, const json_t *doc, struct submission_page *p)
{
	struct str shown = utf8_cut(json_text(json_object_get(doc, "document"), "text"), TEXT_SHOWN);
	struct marks marks = { 0 };

	mark_text(c, doc, NULL, 0, shown, &marks);
	blocks(c, shown, &marks, &p->blocks, &p->blocks_count);
}

/* ---- the whole ---- */

static bool is_fake(const json_t *doc, long long mail)
{
	const json_t *sequence = json_object_get(doc, "sequence"), *lanes = json_object_get(sequence, "lanes");
	json_t *step;
	size_t i;

	json_array_foreach(json_object_get(sequence, "steps"), i, step)
		if (json_number(step, "message") == mail)
			return json_is_true(json_object_get(json_array_get(lanes, (size_t)json_number(step, "from")), "intruder"));
	return false;
}

static void put_defects(struct mail_painter *m)
{
	json_t *list = json_object_get(m->mail, "defects"), *v;
	size_t i;

	m->out->defects = ARENA_ARRAY(m->c->a, struct str, DEFECTS_SHOWN);
	json_array_foreach(list, i, v)
		if (i < DEFECTS_SHOWN)
			m->out->defects[m->out->defects_count++] = arena_printf(m->c->a, text(m->c->lang, "web.defect"), json_text(v, "id").p,
			    json_number(v, "offset"));
}

const struct mail_shown *document_mail(struct web_call *c, const json_t *doc, long long mail, const struct submission_page *p)
{
	struct mail_shown *x = ARENA_NEW(c->a, struct mail_shown);
	struct mail_painter m = { c, doc, json_array_get(json_object_get(doc, "messages"), (size_t)mail), mail, x, 0 };

	x->n = mail;
	x->title = p->mails_count > 1 ? arena_printf(c->a, "%s %lld", text(c->lang, "web.mail.one"), mail) : web_text(c, "web.mail.one");
	x->fake = is_fake(doc, mail);
	x->before = mail > 0 ? arena_printf(c->a, STR_FMT "?mail=%lld", STR_ARG(p->base), mail - 1) : STR("");
	x->next = mail + 1 < p->mails_count ? arena_printf(c->a, STR_FMT "?mail=%lld", STR_ARG(p->base), mail + 1) : STR("");
	x->preview = p->has_source ? arena_printf(c->a, STR_FMT "/preview?mail=%lld", STR_ARG(p->base), mail) : STR("");
	put_headers(&m);
	put_body(&m);
	put_defects(&m);
	document_files(c, doc, mail, p, x);
	return x;
}

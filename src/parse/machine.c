/* machine.c - see machine.h. */
#include "parse/machine.h"

#include "base/text.h"
#include "parse/report_facts.h"

enum { HOPS_MOST = 50, TEXT_LOOKED_AT = 1 << 16, WORDS_MOST = 1000, NAMED_BYTES = 998 };

static struct str header_value(const struct mail *m, const char *name)
{
	const struct header *h = mail_header(m, name, NULL);

	return h != NULL ? str_trim(h->value) : STR("");
}

static size_t count_of(const struct mail *m, const char *name)
{
	size_t n = 0;

	for (const struct header *h = mail_header(m, name, NULL); h != NULL; h = mail_header(m, name, h))
		n++;
	return n;
}

/* ---- what kind ---- */

struct sign {
	const char *kind, *header;
	const char *words;              /* the value begins with one of them; NULL: any value */
};

/* In the order of what they mean: an automatic answer that went over a list is an automatic answer. */
static const struct sign signs[] = {
	{ "loop", "X-Noroshi-Loop", NULL },
	{ "auto-reply", "Auto-Submitted", "auto-replied auto-notified" },
	{ "auto-reply", "X-Autoreply", NULL },
	{ "auto-reply", "X-Autorespond", NULL },
	{ "auto-reply", "X-Mail-Autoreply", NULL },
	{ "auto-reply", "X-Autoreply-From", NULL },
	{ "auto-reply", "Precedence", "auto_reply auto-reply" },
	{ "list", "List-Id", NULL },
	{ "list", "List-Post", NULL },
	{ "list", "List-Unsubscribe", NULL },
	{ "list", "Precedence", "list" },
	{ "bulk", "Precedence", "bulk junk" },
	{ "bulk", "X-Precedence", "bulk junk" },
	{ "generated", "Auto-Submitted", "auto-" },
	{ "generated", "X-FC-MachineGenerated", NULL },
};

static bool begins_with_one(struct str value, const char *words)
{
	struct str rest = str_of(words), word;

	while (str_split(&rest, ' ', &word))
		if (str_istarts(value, word))
			return true;
	return false;
}

static bool says(const struct mail *m, const struct sign *s)
{
	for (const struct header *h = mail_header(m, s->header, NULL); h != NULL; h = mail_header(m, s->header, h))
		if (s->words == NULL || begins_with_one(str_trim(h->value), s->words))
			return true;
	return false;
}

static bool is_report(const struct mail *m, const char *report_type)
{
	if (m->part_count == 0 || !str_eq(m->parts[0].media_type, STR("multipart/report")))
		return false;
	for (size_t i = 0; i < m->parts[0].param_count; i++)
		if (str_eq(m->parts[0].params[i].name, STR("report-type")))
			return str_ieq(m->parts[0].params[i].value, str_of(report_type));
	return false;
}

static bool returns_nowhere(const struct mail *m)
{
	const struct header *path = mail_header(m, "Return-Path", NULL);

	return path != NULL && str_eq(str_trim(path->raw), STR("<>"));
}

static void set_kind(struct machine *x, const char *kind, const char *sign)
{
	x->kind = kind;
	x->sign = sign;
}

static void read_kind(const struct mail *m, const struct report_facts *report, struct machine *x)
{
	if (report != NULL && (str_eq(str_of(report->type), STR("bounce")) || is_report(m, "delivery-status"))) {
		set_kind(x, "delivery-report", "Content-Type");
	} else if (is_report(m, "disposition-notification")) {
		set_kind(x, "auto-reply", "Content-Type");
	} else if (count_of(m, "Received") > HOPS_MOST) {
		set_kind(x, "loop", "Received");
	} else {
		for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
			if (says(m, &signs[i])) {
				set_kind(x, signs[i].kind, signs[i].header);
				return;
			}
		}
		if (returns_nowhere(m))
			set_kind(x, "no-return-path", "Return-Path");
	}
}

static bool brings_something(const struct mail *m)
{
	if (m->nested_count > 0)
		return true;
	for (size_t i = 0; i < m->part_count; i++)
		if (m->parts[i].kind == PART_LEAF && m->parts[i].is_attachment)
			return true;
	return false;
}

/* ---- what it is about ---- */

static void add_named(struct machine *x, struct str s)
{
	s = str_at(str_trim(s), 0, NAMED_BYTES);
	if (s.n > 0 && x->named_count < MACHINE_NAMED_MOST)
		x->named[x->named_count++] = s;
}

static void add_headers(struct machine *x, const struct mail *m, const char *name)
{
	for (const struct header *h = mail_header(m, name, NULL); h != NULL; h = mail_header(m, name, h))
		add_named(x, h->value);
}

static void add_mailboxes(struct machine *x, const struct mailboxes *list)
{
	for (size_t i = 0; i < list->count; i++)
		add_named(x, list->list[i].address);
}

static void read_named(const struct mail *m, const struct report_facts *report, struct machine *x)
{
	add_headers(x, m, "Delivered-To");
	add_headers(x, m, "X-Original-To");
	if (report != NULL)
		add_named(x, report->message_id);
	add_named(x, m->in_reply_to);
	add_mailboxes(x, &m->to);
	for (size_t i = 0; i < m->reference_count; i++)
		add_named(x, m->references[i]);
}

/* ---- what became of it ---- */

/* "5.1.1" that stands alone in a text: no part of a longer number, as of an address of the network. */
static struct str status_in(struct str text)
{
	for (size_t i = 0; i + 5 <= text.n; i++) {
		size_t n = i + 1, dots = 0, digits = 0;

		if ((text.p[i] != '4' && text.p[i] != '5') || text.p[i + 1] != '.' || (i > 0 && (ascii_digit((unsigned char)text.p[i - 1]) || text.p[i - 1] == '.')))
			continue;
		for (; n < text.n && n < i + 9 && (text.p[n] == '.' || ascii_digit((unsigned char)text.p[n])); n++) {
			dots += text.p[n] == '.';
			digits = text.p[n] == '.' ? 0 : digits + 1;
		}
		if (digits == 0 && dots == 3) {         /* the end of a sentence */
			n--;
			dots--;
			digits = 1;
		}
		if (dots == 2 && digits > 0)
			return str_at(text, i, n - i);
	}
	return STR("");
}

/* "550" as a word of its own: the code of an answer where no status is told. */
static struct str code_in(struct str text)
{
	for (size_t i = 0; i + 3 <= text.n; i++) {
		bool begins = i == 0 || ascii_space((unsigned char)text.p[i - 1]), five = text.p[i] == '5' && (text.p[i + 1] == '5' || text.p[i + 1] == '0');

		if (begins && (five || text.p[i] == '4') && ascii_digit((unsigned char)text.p[i + 1]) && ascii_digit((unsigned char)text.p[i + 2]) &&
		    (i + 3 == text.n || text.p[i + 3] == ' ' || text.p[i + 3] == '-'))
			return text.p[i] == '4' ? STR("4.0.0") : STR("5.0.0");
	}
	return STR("");
}

/* The line of the text in which the status stands. */
static struct str line_of(struct str text, struct str status)
{
	struct str line;

	while (str_split(&text, '\n', &line))
		if (str_has(line, status))
			return str_trim(line);
	return STR("");
}

static void read_plain(struct arena *a, const struct mail *m, struct machine *x)
{
	struct str text = m->text.p != NULL ? str_at(m->text, 0, TEXT_LOOKED_AT) : STR("");

	x->status = status_in(text);
	x->words = x->status.n > 0 ? line_of(text, x->status) : STR("");
	if (x->status.n == 0)
		x->status = code_in(text);
	if (x->words.n == 0)
		x->words = m->subject.p != NULL ? m->subject : STR("");
	x->words = arena_str(a, utf8_cut(x->words, WORDS_MOST));
	/* without a word of it nobody knows for how long */
	x->action = str_starts(x->status, STR("5.")) ? STR("failed") : STR("delayed");
}

/* One mail of ours went to one recipient: the first that failed speaks for it. */
static void read_outcome(const struct report_facts *report, struct machine *x)
{
	const struct report_recipient *r = report->recipient_count > 0 ? &report->recipients[0] : NULL;

	for (size_t i = 0; i < report->recipient_count; i++) {
		if (str_ieq(report->recipients[i].action, STR("failed"))) {
			r = &report->recipients[i];
			break;
		}
	}
	if (r == NULL)
		return;
	x->action = r->action;
	x->status = str_upto(str_trim(r->status), ' ');
	x->words = r->diagnostic;
}

void machine_read(struct arena *a, const struct mail *m, struct machine *x)
{
	const struct report_facts *report = report_of_mail(a, m);

	*x = (struct machine){ .kind = "", .sign = "", .loop = header_value(m, "X-Loop"), .own_id = m->message_id.p != NULL ? m->message_id : STR(""),
		.action = STR(""), .status = STR(""), .words = STR(""), .carries = brings_something(m) };
	if (report != NULL && str_eq(str_of(report->type), STR("abuse")))
		report = NULL;          /* somebody complains: that is read by people */
	read_kind(m, report, x);
	if (str_eq(str_of(x->kind), STR("delivery-report"))) {
		if (str_eq(str_of(report->type), STR("bounce")))
			read_plain(a, m, x);
		else
			read_outcome(report, x);
	}
	read_named(m, report, x);
}

/* outlook_head.c - the header of a mail that is kept as properties.
 *
 * The header that came over the wire (PR_TRANSPORT_MESSAGE_HEADERS) is read by the mail header reader, with
 * all its readings.  What it does not have - drafts and sent items have none at all - is written from
 * properties as a header would be, and marked.  Outlook itself shows the properties: a sender or a subject
 * there that the header does not have is another reading. */
#include "base/buf.h"
#include "base/le.h"
#include "base/text.h"
#include "parse/mail/mapi.h"
#include "parse/mail/mime.h"

enum { LINE_MOST = 32 << 10, HEADS_MOST = 1 << 20 };

struct made {
	struct reading *r;
	const struct mapi_message *m;
	struct buf out;
	const char *properties[256];    /* of the fields written, in their order */
	size_t count;
};

/* No value can begin a second field. */
static void put_plain(struct made *d, struct str s)
{
	s = utf8_cut(s, LINE_MOST);
	for (size_t i = 0; i < s.n; i++)
		buf_char(&d->out, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
}

static void put_quoted(struct made *d, struct str s)
{
	buf_char(&d->out, '"');
	s = utf8_cut(s, LINE_MOST);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_char(&d->out, '\\');
		buf_char(&d->out, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
	}
	buf_char(&d->out, '"');
}

static bool begin_field(struct made *d, const char *name, const char *property)
{
	if (d->count >= sizeof d->properties / sizeof d->properties[0] || d->out.n > HEADS_MOST)
		return false;
	d->properties[d->count++] = property;
	buf_printf(&d->out, "%s: ", name);
	return true;
}

static void put_field(struct made *d, const char *name, const char *property, struct str value)
{
	if (value.n == 0 || !begin_field(d, name, property))
		return;
	put_plain(d, value);
	buf_z(&d->out, "\r\n");
}

struct person {
	struct str name, address;       /* UTF-8; "" */
};

static bool is_smtp(struct str s)
{
	return s.n > 2 && s.p[0] != '/' && str_find_char(s, '@') > 0;
}

/* Outlook shows an address without a name as the name, sometimes in single quotes. */
static struct person person_named(struct str name)
{
	struct str bare = name;

	if (bare.n > 2 && bare.p[0] == '\'' && bare.p[bare.n - 1] == '\'')
		bare = str_at(bare, 1, bare.n - 2);
	return is_smtp(bare) && str_find_char(bare, ' ') < 0 ? (struct person){ STR(""), bare } : (struct person){ name, STR("") };
}

/* The SMTP address where Exchange kept it beside its own kind, else whatever stands there. */
static struct person person_of(struct made *d, const struct mapi_props *props, enum mapi_id name, enum mapi_id address,
    enum mapi_id smtp)
{
	struct person p = person_named(str_trim(mapi_text(d->r, d->m, props, name)));
	struct str known = str_trim(mapi_text(d->r, d->m, props, smtp));

	if (!is_smtp(known))
		known = str_trim(mapi_text(d->r, d->m, props, address));
	if (known.n == 0 || str_ieq(known, p.address))
		return p;
	return (struct person){ p.address.n > 0 ? p.address : p.name, known };
}

static void put_person(struct made *d, const struct person *p)
{
	if (p->name.n > 0)
		put_quoted(d, p->name);
	if (p->address.n == 0)
		return;
	buf_z(&d->out, " <");
	if (is_smtp(p->address))
		for (size_t i = 0; i < p->address.n && i < LINE_MOST; i++)
			buf_char(&d->out, (unsigned char)p->address.p[i] < 0x20 || strchr("<>", p->address.p[i]) != NULL ? ' ' : p->address.p[i]);
	else
		put_quoted(d, p->address);
	buf_char(&d->out, '>');
}

static void put_sender(struct made *d, const char *field, const struct person *p, const char *property)
{
	if ((p->name.n == 0 && p->address.n == 0) || !begin_field(d, field, property))
		return;
	put_person(d, p);
	buf_z(&d->out, "\r\n");
}

static struct person represented(struct made *d)
{
	return person_of(d, &d->m->props, PR_SENT_REPRESENTING_NAME, PR_SENT_REPRESENTING_EMAIL_ADDRESS,
	    PR_SENT_REPRESENTING_SMTP_ADDRESS);
}

static struct person sender(struct made *d)
{
	return person_of(d, &d->m->props, PR_SENDER_NAME, PR_SENDER_EMAIL_ADDRESS, PR_SENDER_SMTP_ADDRESS);
}

/* The two are one and the same user of Exchange. */
static bool same_user(struct made *d)
{
	struct str entry = mapi_text(d->r, d->m, &d->m->props, PR_SENT_REPRESENTING_EMAIL_ADDRESS);

	return entry.n > 0 && str_ieq(entry, mapi_text(d->r, d->m, &d->m->props, PR_SENDER_EMAIL_ADDRESS));
}

/* Who is shown as the author, and who sent it for them: often the same, and the address is kept with one of the two only. */
static struct person author(struct made *d, struct person *by_r)
{
	struct person from = represented(d), by = sender(d);
	bool only_named = from.address.n == 0 && (from.name.n == 0 || str_ieq(from.name, by.name));

	if (only_named || (same_user(d) && is_smtp(by.address) && !is_smtp(from.address)))
		from = (struct person){ from.name.n > 0 ? from.name : by.name, by.address };
	else if (same_user(d))
		by.address = from.address;
	*by_r = by;
	return from;
}

static void put_from(struct made *d)
{
	struct person shown = represented(d), by, from = author(d, &by);
	bool none = shown.name.n == 0 && shown.address.n == 0;

	put_sender(d, "From", &from, none ? "PR_SENDER_EMAIL_ADDRESS" : "PR_SENT_REPRESENTING_EMAIL_ADDRESS");
	/* an address of Exchange beside one of SMTP is somebody else only where the names say so */
	if (!str_ieq(by.address, from.address) && (is_smtp(by.address) || (str_starts(by.address, STR("/")) &&
	    (!is_smtp(from.address) || !str_ieq(by.name, from.name)))))
		put_sender(d, "Sender", &by, "PR_SENDER_EMAIL_ADDRESS");
}

/* Without a table of recipients: "A; B", the names that are shown. */
static void put_shown(struct made *d, const char *field, struct str names, const char *property)
{
	struct str rest = names, name;
	bool any = false;

	while (str_split(&rest, ';', &name) && d->out.n < HEADS_MOST) {
		struct person p = person_named(str_trim(name));

		if (p.name.n == 0 && p.address.n == 0)
			continue;
		if (any)
			buf_z(&d->out, ",\r\n ");
		else if (!begin_field(d, field, property))
			return;
		any = true;
		put_person(d, &p);
	}
	if (any)
		buf_z(&d->out, "\r\n");
}

static void put_recipients(struct made *d, const char *field, int type, enum mapi_id shown, const char *shown_name)
{
	bool any = false;

	for (size_t i = 0; i < d->m->recipient_count && d->out.n < HEADS_MOST; i++) {
		const struct mapi_props *props = &d->m->recipients[i];
		struct person p;

		if ((mapi_number(props, PR_RECIPIENT_TYPE, 1) & 0xf) != type)
			continue;
		p = person_of(d, props, PR_DISPLAY_NAME, PR_EMAIL_ADDRESS, PR_SMTP_ADDRESS);
		if (p.name.n == 0 && p.address.n == 0)
			continue;
		if (any)
			buf_z(&d->out, ",\r\n ");
		else if (!begin_field(d, field, "PR_EMAIL_ADDRESS"))
			return;
		any = true;
		put_person(d, &p);
	}
	if (any) {
		buf_z(&d->out, "\r\n");
		return;
	}
	put_shown(d, field, mapi_text(d->r, d->m, &d->m->props, shown), shown_name);
}

/* [MS-OXCDATA] 2.2.5.1: a one-off entry holds name, type and address. */
static bool one_off(struct made *d, struct str entry, struct person *p_r)
{
	static const char provider[] = "\x81\x2b\x1f\xa4\xbe\xa3\x10\x19\x9d\x6e\0\xdd\1\x0f\x54\2";
	bool unicode = (le16(entry, 22) & 0x8000) != 0;
	size_t unit = unicode ? 2 : 1, at = 24;
	struct str texts[3];

	if (!str_eq(str_at(entry, 4, 16), (struct str){ provider, 16 }))
		return false;
	for (int i = 0; i < 3; i++) {
		size_t end = at;
		struct str used;

		while (end + unit <= entry.n && (entry.p[end] != 0 || entry.p[end + unit - 1] != 0))
			end += unit;
		texts[i] = charset_decode(d->r, str_at(entry, at, end - at), unicode ? STR("utf-16le") : mapi_label(d->m), 0, &used);
		if (texts[i].p == NULL)
			texts[i] = STR("");
		at = end + unit;
	}
	*p_r = (struct person){ str_trim(texts[0]), str_trim(texts[2]) };
	return p_r->address.n > 0;
}

/* [MS-OXCDATA] 2.3.3: a count, the size of all, then each with its size, padded to four bytes. */
static void put_reply_to(struct made *d)
{
	const struct mapi_prop *list = mapi_find(&d->m->props, PR_REPLY_RECIPIENT_ENTRIES);
	struct str v = list != NULL && list->type == PT_BINARY ? list->value : STR("");
	struct str names = mapi_text(d->r, d->m, &d->m->props, PR_REPLY_RECIPIENT_NAMES);
	bool any = false;
	size_t at = 8;

	for (uint32_t i = 0; i < le32(v, 0) && i < 100 && at + 4 <= v.n; i++) {
		size_t n = le32(v, at);
		struct person p;

		if (n < v.n && one_off(d, str_at(v, at + 4, n), &p)) {
			if (any)
				buf_z(&d->out, ",\r\n ");
			else if (!begin_field(d, "Reply-To", "PR_REPLY_RECIPIENT_ENTRIES"))
				return;
			any = true;
			put_person(d, &p);
		}
		at += 4 + (n < v.n ? (n + 3) / 4 * 4 : v.n);
	}
	if (any)
		buf_z(&d->out, "\r\n");
	else if (str_find_char(names, '@') > 0)         /* a name alone says nothing about where an answer goes */
		put_shown(d, "Reply-To", names, "PR_REPLY_RECIPIENT_NAMES");
}

/* The zone is not known: -0000 (RFC 5322, 3.3). */
static void put_date(struct made *d)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	long long sent = mapi_time(d->m, PR_CLIENT_SUBMIT_TIME), arrived = mapi_time(d->m, PR_MESSAGE_DELIVERY_TIME);
	long long ms = sent != TIME_NONE ? sent : arrived;
	struct civil c;

	if (ms == TIME_NONE || !begin_field(d, "Date", sent != TIME_NONE ? "PR_CLIENT_SUBMIT_TIME" : "PR_MESSAGE_DELIVERY_TIME"))
		return;
	c = time_civil(ms, 0);
	buf_printf(&d->out, "%s, %d %s %04d %02d:%02d:%02d -0000\r\n", days[c.weekday % 7], c.day, months[(c.month - 1) % 12], c.year,
	    c.hour, c.minute, c.second);
}

static bool is_token(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!ascii_alpha((unsigned char)name.p[i]) && !ascii_digit((unsigned char)name.p[i]) && name.p[i] != '-' && name.p[i] != '_')
			return false;
	return name.n > 0 && name.n < 80;
}

static bool lacks(const struct header *list, size_t n, const char *name)
{
	return header_find(list, n, name, NULL) == NULL;
}

/* Of the three that hold it the whole, or else its two pieces. */
static void put_subject(struct made *d)
{
	struct str whole = mapi_text(d->r, d->m, &d->m->props, PR_SUBJECT);
	struct str rest = mapi_text(d->r, d->m, &d->m->props, PR_NORMALIZED_SUBJECT);

	if (whole.n > 0)
		put_field(d, "Subject", "PR_SUBJECT", whole);
	else
		put_field(d, "Subject", "PR_NORMALIZED_SUBJECT", arena_printf(d->r->arena, STR_FMT STR_FMT,
		    STR_ARG(mapi_text(d->r, d->m, &d->m->props, PR_SUBJECT_PREFIX)), STR_ARG(rest)));
}

/* Every field that the header does not have already. */
static void write_missing(struct made *d, const struct header *have, size_t n)
{
	if (lacks(have, n, "From"))
		put_from(d);
	if (lacks(have, n, "Reply-To") && n == 0)
		put_reply_to(d);
	if (lacks(have, n, "To"))
		put_recipients(d, "To", 1, PR_DISPLAY_TO, "PR_DISPLAY_TO");
	if (lacks(have, n, "Cc"))
		put_recipients(d, "Cc", 2, PR_DISPLAY_CC, "PR_DISPLAY_CC");
	if (lacks(have, n, "Bcc"))
		put_recipients(d, "Bcc", 3, PR_DISPLAY_BCC, "PR_DISPLAY_BCC");
	if (lacks(have, n, "Date"))
		put_date(d);
	if (lacks(have, n, "Subject"))
		put_subject(d);
	if (lacks(have, n, "Message-ID"))
		put_field(d, "Message-ID", "PR_INTERNET_MESSAGE_ID", mapi_text(d->r, d->m, &d->m->props, PR_INTERNET_MESSAGE_ID));
	if (lacks(have, n, "In-Reply-To"))
		put_field(d, "In-Reply-To", "PR_IN_REPLY_TO_ID", mapi_text(d->r, d->m, &d->m->props, PR_IN_REPLY_TO_ID));
	if (lacks(have, n, "References"))
		put_field(d, "References", "PR_INTERNET_REFERENCES", mapi_text(d->r, d->m, &d->m->props, PR_INTERNET_REFERENCES));
	for (size_t i = 0; i < d->m->header_count; i++) {
		const char *name = arena_cstr(d->r->arena, d->m->headers[i].name);

		if (is_token(d->m->headers[i].name) && lacks(have, n, name))
			put_field(d, name, "PS_INTERNET_HEADERS", d->m->headers[i].value);
	}
}

/* Only the header: Outlook keeps those of the parts behind it, and older ones a line in front of it. */
static struct str transport_header(struct reading *r, const struct mapi_message *m)
{
	struct str s = mapi_text(r, m, &m->props, PR_TRANSPORT_MESSAGE_HEADERS), line;
	long long end;

	while (s.n > 0 && ascii_space((unsigned char)s.p[0]))
		s = str_from(s, 1);
	if (str_istarts(s, STR("Microsoft Mail Internet Headers")))
		str_split(&s, '\n', &line);
	end = str_find(s, STR("\r\n\r\n"));
	if (end < 0)
		end = str_find(s, STR("\n\n"));
	return end >= 0 ? str_at(s, 0, (size_t)end + 1) : s;
}

static size_t read_fields(struct reading *r, struct str text, const struct header **list_r)
{
	size_t count, defects = r->defect_count;

	r->raw = text;
	headers_read(r, 0, text.n, list_r, &count);
	/* the block ends where the property does */
	if (r->defect_count > defects && strcmp(r->defects[r->defect_count - 1].id, "header.end-missing") == 0)
		r->defect_count--;
	return count;
}

/* Addresses of Exchange itself ("/O=.../CN=...") stand in quotes in the header: shown as they are. */
static void unquote(struct reading *r, struct mailboxes *boxes)
{
	struct mailbox *list = (struct mailbox *)boxes->list;

	for (size_t i = 0; i < boxes->count; i++) {
		struct str s = list[i].address;

		if (s.n < 3 || s.p[0] != '"' || s.p[1] != '/' || s.p[s.n - 1] != '"')
			continue;
		list[i].address = list[i].local = str_at(s, 1, s.n - 2);
		list[i].domain = list[i].domain_shown = STR("");
		note_defect(r, "msg.address.x500", 0, 0);
	}
}

/* A sender or a subject that Outlook shows and the header does not have. */
static void compare(struct made *d, struct mail *m)
{
	struct person by, from = author(d, &by);
	struct str subject = mapi_text(d->r, d->m, &d->m->props, PR_SUBJECT);
	const struct mapi_prop *p = mapi_find(&d->m->props, PR_SUBJECT);
	bool known = false;

	if (from.address.n == 0)
		from = by;
	for (size_t i = 0; i < m->from.count; i++)
		known |= str_ieq(m->from.list[i].address, from.address);
	for (size_t i = 0; i < m->sender.count; i++)
		known |= str_ieq(m->sender.list[i].address, from.address);
	if (is_smtp(from.address) && m->from.count > 0 && !known) {
		note_defect(d->r, "msg.sender-differs", 0, 0);
		mail_add_reading(d->r, m, from.address);
	}
	if (p != NULL && p->type == PT_UNICODE && subject.n > 0 && !str_eq(str_trim(subject), str_trim(m->subject))) {
		if (!str_eq(text_fold(d->r->arena, str_trim(subject)), text_fold(d->r->arena, str_trim(m->subject))))
			note_defect(d->r, "msg.subject-differs", 0, 0);
		m->subject = str_trim(subject);
	}
}

/* The properties are text already: how it was written on the wire is not known. */
static void forget_charsets(struct reading *r, size_t from)
{
	size_t kept = from;

	for (size_t i = from; i < r->defect_count; i++)
		if (strcmp(r->defects[i].id, "header.raw-8bit") != 0 && strcmp(r->defects[i].id, "charset.guessed") != 0)
			r->defects[kept++] = r->defects[i];
	r->defect_count = kept;
}

void mapi_head(struct reading *r, const struct mapi_message *m, struct mail *out)
{
	struct made *d = ARENA_NEW(r->arena, struct made);
	const struct mail_limits *given = r->limits;
	struct mail_limits *wide = ARENA_NEW(r->arena, struct mail_limits);
	const struct header *wire = NULL, *written = NULL;
	size_t n, more, all, before;
	struct header *list;

	*d = (struct made){ .r = r, .m = m };
	n = read_fields(r, transport_header(r, m), &wire);
	buf_init_arena(&d->out, r->arena, 2 * HEADS_MOST);
	write_missing(d, wire, n);
	*wide = *given;                 /* what we wrote is as long as the table of recipients */
	wide->header_bytes = wide->header_line_bytes = 2 * HEADS_MOST;
	r->limits = wide;
	more = read_fields(r, buf_str(&d->out), &written);
	all = n + more;
	list = ARENA_ARRAY(r->arena, struct header, all + 1);
	for (size_t i = 0; i < all; i++) {
		list[i] = i < n ? wire[i] : written[i - n];
		list[i].at = list[i].value_at = (struct span){ 0, 0 };
		list[i].property = i < n ? "PR_TRANSPORT_MESSAGE_HEADERS" : i - n < d->count ? d->properties[i - n] : "PR_SUBJECT";
	}
	if (n == 0 || lacks(wire, n, "From") || lacks(wire, n, "Date"))
		note_defect(r, "msg.headers-incomplete", 0, 0);
	before = r->defect_count;
	mail_read_headers(r, out, &(struct entity){ .headers = list, .header_count = all });
	forget_charsets(r, before);
	r->limits = given;
	unquote(r, &out->from);
	unquote(r, &out->sender);
	unquote(r, &out->to);
	unquote(r, &out->cc);
	unquote(r, &out->bcc);
	unquote(r, &out->reply_to);
	if (n > 0)
		compare(d, out);
}

/* mail.c - putting a message together from its entities; the messages inside it likewise. */
#include "parse/mail/cms.h"
#include "parse/mail/mail.h"

#include <stdio.h>

#include "base/sha256.h"
#include "base/text.h"
#include "parse/mail/mapi.h"
#include "parse/html.h"
#include "parse/mail/mime.h"

const struct mail_limits mail_limits_default = {
	.message_bytes = 25 << 20,
	.header_bytes = 256 << 10,
	.header_line_bytes = 64 << 10,
	.parts = 10000,
	.depth = 100,
	.addresses = 10000,
	.decoded_bytes = 256 << 20,
	.headers = 100000,
};

enum { MOST_ENCODED_DEPTH = 5, MOST_NESTED = 1000 };

static const struct mail *parse_at(struct arena *a, struct str raw, const struct mail_limits *limits, int depth);

/* ---- parts ---- */

static struct str part_number(struct reading *r, const struct entities *es, const struct entity *e)
{
	char text[512];
	size_t at = sizeof text;

	if (e->is_root)
		return e->kind == PART_MULTIPART ? STR("") : STR("1");
	for (; !e->is_root; e = &es->list[e->parent]) {
		char number[16];
		int n = snprintf(number, sizeof number, "%s%d", at == sizeof text ? "" : ".", e->child_number);

		/* written from the back: the number first, its dot before what is there already */
		if (at < sizeof text)
			n = snprintf(number, sizeof number, "%d.", e->child_number);
		if ((size_t)n > at)
			break;
		at -= (size_t)n;
		memcpy(text + at, number, (size_t)n);
	}
	return arena_str(r->arena, (struct str){ text + at, sizeof text - at });
}

static void name_of(struct reading *r, struct part *p, const struct entity *e)
{
	struct str from_disposition = param_find(&e->disposition, "filename"), from_type = param_find(&e->type, "name");
	struct str *names = ARENA_ARRAY(r->arena, struct str, 16);
	const struct content_field *fields[2] = { &e->disposition, &e->type };

	p->name = from_disposition.p != NULL ? from_disposition : from_type;
	for (int f = 0; f < 2; f++) {
		for (size_t i = 0; i < fields[f]->name_reading_count && p->name_count < 16; i++) {
			bool known = false;

			for (size_t k = 0; k < p->name_count; k++)
				known |= str_eq(names[k], fields[f]->name_readings[i]);
			if (!known)
				names[p->name_count++] = fields[f]->name_readings[i];
		}
	}
	p->names = names;
	if (p->name_count > 1)
		note_defect(r, "mime.name.ambiguous", e->offset, e->body_offset - e->offset);
}

/* Boundaries were kept as raw bytes for the pass. */
static const struct param *params_utf8(struct reading *r, const struct content_field *f)
{
	for (size_t i = 0; i < f->count; i++)
		f->params[i].value = utf8_repair(r->arena, f->params[i].value);
	return f->params;
}

/* What is wrong in decoded bytes is located by the encoded ones: all of the body. */
static void part_text(struct reading *r, struct part *p, const struct entity *e)
{
	bool in_raw = p->body.p >= r->raw.p && p->body.p <= r->raw.p + r->raw.n;

	if (!in_raw)
		r->inside = (struct span){ e->body_offset, e->end - e->body_offset };
	p->text = charset_decode(r, p->body, p->charset, e->body_offset, &p->charset_used);
	r->inside = (struct span){ 0, 0 };
}

static struct part make_part(struct reading *r, const struct entities *es, const struct entity *e, int parent)
{
	const struct header *id = header_find(e->headers, e->header_count, "Content-ID", NULL);
	struct part p = {
		.number = part_number(r, es, e), .kind = e->kind, .parent = parent, .media_type = e->media_type,
		.params = params_utf8(r, &e->type), .param_count = e->type.count, .encoding = e->encoding,
		.disposition = e->disposition.value, .headers = e->headers, .header_count = e->header_count,
		.offset = e->offset - r->base, .body_offset = e->body_offset - r->base, .end = e->end - r->base,
		.message = -1, .content_id = mail_id_of(r, id), .text = STR_NONE, .charset_used = STR(""),
	};
	struct str charset = param_find(&e->type, "charset");

	p.charset = charset.p != NULL ? utf8_repair(r->arena, arena_lower(r->arena, charset)) : STR("");
	p.body = str_at(r->raw, e->body_offset, e->end > e->body_offset ? e->end - e->body_offset : 0);
	if (e->type.name_reading_count + e->disposition.name_reading_count > 0)
		name_of(r, &p, e);
	if (e->kind == PART_LEAF) {
		p.body = transfer_decode(r, transfer_of(e->encoding), p.body, e->body_offset);
		p.is_attachment = p.name.p != NULL || str_eq(p.disposition, STR("attachment")) ||
		    !str_starts(p.media_type, STR("text/"));
	} else if (e->kind == PART_MESSAGE) {
		p.is_attachment = true;
	}
	if ((e->kind == PART_LEAF && str_starts(p.media_type, STR("text/"))) || e->as_text)
		part_text(r, &p, e);
	return p;
}

/* Depth within the message: the root is 0. */
static int depth_within(const struct entities *es, const struct entity *e)
{
	int depth = 0;

	for (; !e->is_root; e = &es->list[e->parent])
		depth++;
	return depth;
}

/* Exchange's winmail.dat: its body and attachments are parts of the mail, below the part that holds them. */
static void open_tnef(struct reading *r, int holder, struct part **list, size_t *count, size_t *room)
{
	struct mapi_parts parts = { *list, *count, *room };
	struct part *p = &(*list)[holder];
	const struct mapi_message *m = tnef_read(r, p->body);

	if (m == NULL)
		return;
	if (m->damaged) {
		note_defect(r, "tnef.damaged", p->body_offset + r->base, p->end - p->body_offset);
		note_limit(r, "msg.damaged", 0);        /* an attachment may be missing */
	}
	mapi_parts(r, m, arena_printf(r->arena, STR_FMT ".", STR_ARG(p->number)), holder, &parts);
	*list = parts.list;
	*count = parts.count;
	*room = parts.room;
}

static struct part *read_parts(struct reading *r, struct mail *m, const struct entities *es, size_t root, int *map)
{
	struct part *list = NULL;
	size_t count = 0, room = 0;

	for (size_t i = root; i < es->count; i++) {
		const struct entity *e = &es->list[i];
		struct part p;

		if (e->message != es->list[root].message)
			continue;
		p = make_part(r, es, e, e->is_root ? -1 : map[e->parent]);
		p.depth = depth_within(es, e);
		map[i] = (int)count;
		*ARENA_PUSH(r->arena, list, count, room) = p;
		if (p.kind == PART_LEAF && tnef_looks_like(p.body))
			open_tnef(r, map[i], &list, &count, &room);
		if (p.text.p != NULL && str_eq(p.media_type, STR("text/plain"))) {
			struct part *files;
			size_t n = uuencoded_files(r, &p, map[i], &files);

			for (size_t k = 0; k < n; k++)
				*ARENA_PUSH(r->arena, list, count, room) = files[k];
		}
	}
	m->parts = list;
	m->part_count = count;
	return list;
}

/* ---- messages ---- */

/* Which entity is the root of message n, and how far it reaches. */
static size_t root_of(const struct entities *es, int n)
{
	for (size_t i = 0; i < es->count; i++)
		if (es->list[i].is_root && es->list[i].message == n)
			return i;
	return 0;
}

static void fill_mail(struct reading *r, struct mail *m, const struct entities *es, size_t root, int *map)
{
	const struct entity *e = &es->list[root];
	struct part *parts;

	/* each message has its own offsets and its own list of what is wrong with it */
	r->base = e->offset;
	m->raw = str_at(r->raw, e->offset, e->end - e->offset);
	m->own = (struct span){ e->offset, m->raw.n };
	mail_read_headers(r, m, e);
	parts = read_parts(r, m, es, root, map);
	body_read(r, m, parts);
}

/* Header spans were taken with base 0 during the pass: shift them to the message's own. */
static void shift_headers(const struct entities *es)
{
	for (size_t i = 0; i < es->count; i++) {
		const struct entity *e = &es->list[i], *root = e;
		struct header *list = (struct header *)e->headers;

		while (!root->is_root)
			root = &es->list[root->parent];
		for (size_t k = 0; k < e->header_count && root->offset > 0; k++) {
			list[k].at.offset -= root->offset;
			list[k].value_at.offset -= root->offset;
		}
	}
}

/* The innermost message in whose bytes a range lies. */
static int innermost(const struct mail *mails, int n, struct span at)
{
	int found = 0;

	for (int i = 1; i < n; i++)
		if (at.offset >= mails[i].own.offset && at.offset + at.length <= mails[i].own.offset + mails[i].own.length &&
		    mails[i].own.length <= mails[found].own.length)
			found = i;
	return found;
}

/* Defects of the pass belong to the message in whose bytes they lie. */
static void share_defects(struct reading *r, struct mail *mails, int n, size_t pass_defects)
{
	struct defect **lists = ARENA_ARRAY(r->arena, struct defect *, (size_t)n);
	size_t *rooms = ARENA_ARRAY(r->arena, size_t, (size_t)n);

	for (int i = 0; i < n; i++) {
		lists[i] = (struct defect *)mails[i].defects;
		rooms[i] = mails[i].defect_count;
	}
	for (size_t k = 0; k < pass_defects; k++) {
		int i = innermost(mails, n, r->defects[k].at);
		struct defect *d;

		(void)ARENA_PUSH(r->arena, lists[i], mails[i].defect_count, rooms[i]);
		d = &lists[i][mails[i].defect_count - 1];
		*d = r->defects[k];
		d->at.offset -= mails[i].own.offset;
	}
	for (int i = 0; i < n; i++)
		mails[i].defects = lists[i];
}

/* Attaches the messages directly inside message n to it; they are copied, so they must be whole. */
static void link_nested(struct reading *r, const struct entities *es, struct mail *mails, int n, const int *map)
{
	struct mail *list = NULL;
	size_t count = 0, room = 0;

	for (size_t i = 0; i < es->count; i++) {
		const struct entity *e = &es->list[i];

		if (e->message != n || e->inner < 0 || e->inner >= es->messages)
			continue;
		((struct part *)mails[n].parts)[map[i]].message = (int)count;
		*ARENA_PUSH(r->arena, list, count, room) = mails[e->inner];
	}
	mails[n].nested = list;
	mails[n].nested_count = count;
}

/* Is a leaf a mail in itself?  message/rfc822 in base64 or quoted-printable is against RFC 2046, but it is done; what
 * the pass left closed in identity encoding lies behind one of its limits. */
static bool holds_mail(const struct part *p)
{
	return p->kind == PART_LEAF && p->body.n > 0 && (is_message_type(p->media_type) ? !is_identity(p->encoding) : msg_looks_like(p->body) ||
	    (p->is_attachment && str_iends(p->name, STR(".eml"))));
}

/* The signed mail inside as a mail of its own: what was signed is body only, so it goes below the outer headers. */
static struct str under_headers(struct arena *a, const struct mail *m, struct str content)
{
	struct buf out;

	buf_init_arena(&out, a, m->header_end + content.n + 2 * m->header_count + 8);
	for (size_t i = 0; i < m->header_count; i++) {
		const struct header *h = &m->headers[i];

		if (h->property == NULL && !str_istarts(h->name, STR("content-"))) {
			buf_add(&out, str_at(m->raw, h->at.offset, h->at.length));
			buf_z(&out, "\r\n");
		}
	}
	buf_add(&out, content);
	return buf_str(&out);
}

/* What S/MIME, PGP and rights management hide is said; what is only signed is opened: absent where there is nothing to read. */
static struct str wrapped_mail(struct reading *r, const struct mail *m, const struct part *p)
{
	struct str content = STR_NONE;
	enum cms_kind kind = CMS_NONE;

	if (p->kind != PART_LEAF)
		return STR_NONE;
	if (str_eq(p->media_type, STR("application/pkcs7-mime")) || str_eq(p->media_type, STR("application/x-pkcs7-mime")) ||
	    str_iends(p->name, STR(".p7m")))
		kind = cms_read(r->arena, p->body, &content);
	if (kind == CMS_ENCRYPTED || str_eq(p->media_type, STR("application/pgp-encrypted")) || str_iends(p->name, STR(".rpmsg")) ||
	    str_eq(p->media_type, STR("application/x-microsoft-rpmsg-message")) ||
	    (p->text.p != NULL && str_starts(str_trim(p->text), STR("-----BEGIN PGP MESSAGE-----"))))
		note_limit(r, "mail.encrypted", 0);
	else if (kind == CMS_COMPRESSED)
		note_limit(r, "mail.compressed", 0);
	return content.p != NULL ? under_headers(r->arena, m, content) : STR_NONE;
}

void mail_open_attached(struct reading *r, struct mail *m, int depth)
{
	struct part *parts = (struct part *)m->parts;
	struct mail *list = (struct mail *)m->nested;
	size_t count = m->nested_count, room = m->nested_count;

	for (size_t i = 0; i < m->part_count && count < MOST_NESTED; i++) {
		bool opened = parts[i].message >= 0;
		struct str wrapped = opened ? STR_NONE : wrapped_mail(r, m, &parts[i]);

		if (opened || (parts[i].embedded == NULL && wrapped.p == NULL && !holds_mail(&parts[i])))
			continue;
		if (parts[i].embedded == NULL && depth >= MOST_ENCODED_DEPTH) {
			note_limit(r, "mime.encoded-depth", MOST_ENCODED_DEPTH);
			continue;
		}
		parts[i].message = (int)count;
		*ARENA_PUSH(r->arena, list, count, room) = parts[i].embedded != NULL ?
		    mapi_mail(r, parts[i].embedded, parts[i].embedded->form, parts[i].embedded->raw, depth) : *parse_at(r->arena, wrapped.p != NULL ? wrapped : parts[i].body, r->limits, depth + 1);
	}
	m->nested = list;
	m->nested_count = count;
}

/* A .msg or a TNEF file; NULL where it is none or cannot be read as one. */
static struct mail *parse_foreign(struct arena *a, struct str raw, const struct mail_limits *limits, int depth)
{
	struct reading r = { .arena = a, .limits = limits, .raw = raw, .eol = '\n' };
	bool is_msg = msg_looks_like(raw);
	const struct mapi_message *m = is_msg ? msg_read(&r, raw) : tnef_read(&r, raw);
	struct mail *mail;

	if (m == NULL)
		return NULL;
	mail = ARENA_NEW(a, struct mail);
	*mail = mapi_mail(&r, m, is_msg ? MAIL_MSG : MAIL_TNEF, raw, depth);
	return mail;
}

bool mail_looks_foreign(struct str bytes)
{
	return msg_looks_like(bytes) || tnef_looks_like(bytes);
}

/* The outermost message is always hashed; messages inside messages only up to as many bytes again,
 * or a hundred nested ones would cost a hundred times the input. */
static void hash_all(struct reading *r, struct mail *mails, int n)
{
	size_t hashed = 0, most = r->raw.n + (1 << 20);

	for (int i = 0; i < n; i++) {
		if (i > 0 && (hashed += mails[i].own.length) > most) {
			note_limit(r, "mime.nested-bytes", (long long)most);
			return;
		}
		mails[i].sha256 = sha256_hex(r->arena, str_at(r->raw, mails[i].own.offset, mails[i].own.length));
	}
}

static const struct mail *parse_at(struct arena *a, struct str raw, const struct mail_limits *limits, int depth)
{
	struct reading r = { .arena = a, .limits = limits, .raw = raw, .eol = '\n' };
	struct entities es = { 0 };
	struct mail *mails;
	size_t pass_defects;
	int *map;

	if (mail_looks_foreign(raw) && (mails = parse_foreign(a, str_at(raw, 0, limits->message_bytes), limits, depth)) != NULL)
		return mails;
	if (r.raw.n > limits->message_bytes) {
		note_limit(&r, "message.bytes", (long long)limits->message_bytes);
		r.raw.n = limits->message_bytes;
	}
	if (r.raw.n > 0 && memchr(r.raw.p, '\n', r.raw.n) == NULL && memchr(r.raw.p, '\r', r.raw.n) != NULL)
		r.eol = '\r';
	if (r.raw.p == NULL)
		r.raw = STR("");
	r.crlf = str_find_char(r.raw, '\n') > 0 && r.raw.p[str_find_char(r.raw, '\n') - 1] == '\r';
	mime_read(&r, &es);
	pass_defects = r.defect_count;
	if (es.messages > MOST_NESTED) {
		note_limit(&r, "mime.messages", MOST_NESTED);
		es.messages = MOST_NESTED;
	}
	mails = ARENA_ARRAY(a, struct mail, (size_t)es.messages);
	map = ARENA_ARRAY(a, int, es.count);
	shift_headers(&es);
	/* the outermost first: what is inside it must not spend what it needs */
	for (int n = 0; n < es.messages; n++) {
		struct defect *kept = r.defects;
		size_t kept_count = r.defect_count, kept_room = r.defect_room;

		r.defects = NULL;
		r.defect_count = r.defect_room = 0;
		fill_mail(&r, &mails[n], &es, root_of(&es, n), map);
		mails[n].defects = r.defects;
		mails[n].defect_count = r.defect_count;
		r.defects = kept;
		r.defect_count = kept_count;
		r.defect_room = kept_room;
	}
	hash_all(&r, mails, es.messages);
	r.base = 0;
	share_defects(&r, mails, es.messages, pass_defects);
	for (int n = 0; n < es.messages; n++) {
		mails[n].limits = r.limit_hits;
		mails[n].limit_count = r.limit_count;
		mails[n].raw = str_at(r.raw, mails[n].own.offset, mails[n].own.length);
	}
	/* innermost first, so that a copied inner mail is complete */
	for (int n = es.messages - 1; n >= 0; n--) {
		link_nested(&r, &es, mails, n, map);
		mail_open_attached(&r, &mails[n], depth);
	}
	mails[0].limits = r.limit_hits;         /* opening may have met more of them */
	mails[0].limit_count = r.limit_count;
	return &mails[0];
}

const struct mail *mail_parse(struct arena *a, struct str raw, const struct mail_limits *limits)
{
	return parse_at(a, raw, limits != NULL ? limits : &mail_limits_default, 0);
}

const struct header *mail_header(const struct mail *m, const char *name, const struct header *from)
{
	return header_find(m->headers, m->header_count, name, from);
}

/* Text that is a view into the raw bytes (identity encoding, ASCII or UTF-8) is located exactly;
 * anything else lies somewhere in its part's encoded body. */
struct span mail_text_span(const struct mail *m, int part, size_t text_from, size_t text_to)
{
	const struct part *p = part >= 0 && (size_t)part < m->part_count ? &m->parts[part] : NULL;
	struct str text = p != NULL ? p->text : STR_NONE;

	if (text.p != NULL && text.p >= m->raw.p && text.p + text.n <= m->raw.p + m->raw.n && text_to <= text.n)
		return (struct span){ (size_t)(text.p - m->raw.p) + text_from, text_to - text_from };
	return p != NULL ? (struct span){ p->body_offset, p->end - p->body_offset } : (struct span){ m->header_end, 0 };
}

struct span mail_shown_span(const struct mail *m, size_t text_from, size_t text_to, int *part_r)
{
	const struct text_piece *piece = NULL;

	for (size_t i = 0; i < m->piece_count && m->pieces[i].from <= text_from; i++)
		piece = &m->pieces[i];
	*part_r = piece != NULL ? piece->part : -1;
	if (piece == NULL)
		return (struct span){ m->header_end, 0 };
	text_from -= piece->from;
	text_to -= piece->from;
	if (piece->page != NULL)
		html_source(piece->page, text_from, text_to, &text_from, &text_to);
	return mail_text_span(m, piece->part, text_from, text_to);
}

void mail_warm(void)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);

	charset_warm();
	mail_parse(a, STR("From: =?utf-8?q?a?= <a@\xE3\x81\x82.example>\r\nSubject: x\r\n\r\nbody\r\n"), NULL);
	arena_free(a);
}

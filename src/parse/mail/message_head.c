/* message_head.c - what the headers say of a message; of From every reading that some program shows. */
#include "parse/mail/mail.h"

#include "base/text.h"
#include "parse/mail/mime.h"

static void note_duplicates(struct reading *r, const struct entity *root)
{
	static const struct { const char *name, *id; } once[] = {
		{ "From", "header.from.duplicate" }, { "Sender", "header.sender.duplicate" }, { "To", "header.to.duplicate" },
		{ "Subject", "header.subject.duplicate" }, { "Date", "header.date.duplicate" },
		{ "Message-ID", "header.message-id.duplicate" }, { "Reply-To", "header.reply-to.duplicate" },
	};

	for (size_t i = 0; i < sizeof once / sizeof once[0]; i++) {
		const struct header *first = header_find(root->headers, root->header_count, once[i].name, NULL);
		const struct header *second = first != NULL ? header_find(root->headers, root->header_count, once[i].name, first) : NULL;

		if (second != NULL)
			note_defect(r, once[i].id, second->at.offset + r->base, second->at.length);
	}
}

void mail_add_reading(struct reading *r, struct mail *m, struct str address)
{
	struct str *list = (struct str *)m->from_readings;

	for (size_t i = 0; i < m->from_reading_count; i++)
		if (str_ieq(list[i], address))
			return;
	for (size_t i = 0; i < m->from.count && m->from.count == 1; i++)
		if (str_ieq(m->from.list[i].address, address))
			return;
	if (list == NULL)
		m->from_readings = list = ARENA_ARRAY(r->arena, struct str, 32);
	if (m->from_reading_count < 32)
		list[m->from_reading_count++] = address;
}

static bool is_address_char(unsigned char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '=' || c >= 0x80;
}

/* Addresses inside other text: a display name, a comment, an encoded word. */
static void addresses_in(struct reading *r, struct mail *m, struct str text)
{
	struct str folded = text_fold(r->arena, text);

	for (size_t i = 1; i + 1 < folded.n; i++) {
		size_t from = i, to = i + 1;

		if (folded.p[i] != '@')
			continue;
		while (from > 0 && is_address_char((unsigned char)folded.p[from - 1]))
			from--;
		while (to < folded.n && is_address_char((unsigned char)folded.p[to]))
			to++;
		if (from < i && to > i + 3 && str_find_char(str_at(folded, i, to - i), '.') > 0)
			mail_add_reading(r, m, str_at(folded, from, to - from));
	}
}

/* Readers disagree on what a broken or crowded From means: all that some of them show is kept. */
static void read_from_readings(struct reading *r, struct mail *m, const struct entity *root)
{
	const struct header *h = NULL;
	bool first = true;

	while ((h = header_find(root->headers, root->header_count, "From", h)) != NULL) {
		struct mailboxes boxes = first ? m->from : mailboxes_read(r, h);
		const char *nul = memchr(h->raw.p, '\0', h->raw.n);

		for (size_t i = 0; i < boxes.count; i++) {
			if (!first || boxes.count > 1)
				mail_add_reading(r, m, boxes.list[i].address);
			addresses_in(r, m, boxes.list[i].name);
			addresses_in(r, m, boxes.list[i].comment);
			if (words_present(boxes.list[i].address))
				addresses_in(r, m, words_decode(r, boxes.list[i].address, h->value_at.offset + r->base));
		}
		if (nul != NULL)
			addresses_in(r, m, utf8_repair(r->arena, str_at(h->raw, 0, (size_t)(nul - h->raw.p))));
		first = false;
	}
	if (m->from.count > 1)
		note_defect(r, "header.from.several", m->from.list[1].at.offset + r->base, m->from.list[1].at.length);
}

struct str mail_id_of(struct reading *r, const struct header *h)
{
	struct str value;
	long long open;

	if (h == NULL)
		return STR("");
	value = str_trim(utf8_repair(r->arena, h->raw));
	open = str_find_char(value, '<');
	return open >= 0 ? str_upto(str_from(value, (size_t)open + 1), '>') : value;
}

static void read_references(struct reading *r, struct mail *m, const struct header *h)
{
	struct str *list = NULL;
	size_t count = 0, room = 0;
	struct str rest = h != NULL ? utf8_repair(r->arena, h->raw) : STR_NONE;

	while (rest.p != NULL && str_find_char(rest, '<') >= 0 && count < 1000) {
		rest = str_after(rest, '<');
		*ARENA_PUSH(r->arena, list, count, room) = str_upto(rest, '>');
	}
	m->references = list;
	m->reference_count = count;
}

static const struct header *root_header(const struct entity *root, const char *name)
{
	return header_find(root->headers, root->header_count, name, NULL);
}

static void read_date(struct reading *r, struct mail *m, const struct header *h)
{
	m->date_ms = TIME_NONE;
	m->date_text = STR("");
	if (h == NULL)
		return;
	m->date_text = words_decode(r, h->raw, h->value_at.offset + r->base);
	m->date_ms = date_read(m->date_text, &m->date_zone);
	if (m->date_ms == TIME_NONE) {
		m->date_zone = 0;
		note_defect(r, "header.date.impossible", h->at.offset + r->base, h->at.length);
	}
}

void mail_read_headers(struct reading *r, struct mail *m, const struct entity *root)
{
	const struct header *h;
	struct header *list = (struct header *)root->headers;

	m->headers = root->headers;
	m->header_count = root->header_count;
	m->header_end = root->body_offset - r->base;
	for (size_t i = 0; i < root->header_count; i++)
		list[i].value = words_decode(r, list[i].raw, list[i].value_at.offset + r->base);
	note_duplicates(r, root);
	h = root_header(root, "Subject");
	m->subject = h != NULL ? h->value : STR("");
	m->message_id = mail_id_of(r, root_header(root, "Message-ID"));
	m->in_reply_to = mail_id_of(r, root_header(root, "In-Reply-To"));
	read_references(r, m, root_header(root, "References"));
	read_date(r, m, root_header(root, "Date"));
	m->from = mailboxes_read(r, root_header(root, "From"));
	m->sender = mailboxes_read(r, root_header(root, "Sender"));
	m->reply_to = mailboxes_read(r, root_header(root, "Reply-To"));
	m->to = mailboxes_read(r, root_header(root, "To"));
	m->cc = mailboxes_read(r, root_header(root, "Cc"));
	m->bcc = mailboxes_read(r, root_header(root, "Bcc"));
	m->return_path = mailboxes_read(r, root_header(root, "Return-Path"));
	if (!m->from.present)
		note_defect(r, "header.from.missing", root->offset, 0);
	read_from_readings(r, m, root);
}

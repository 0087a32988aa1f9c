/* tnef.c - winmail.dat ([MS-OXTNEF]): attributes, and in some of them MAPI properties.
 *
 * Old attributes are kept as the property that means the same.  Messages inside are TNEF again; they are read
 * to a depth, and all together not more bytes than the outermost one has. */
#include "base/le.h"
#include "parse/mail/mapi.h"

enum attribute {
	ATT_SUBJECT = 0x8004, ATT_FROM = 0x8000, ATT_MESSAGE_ID = 0x8009, ATT_BODY = 0x800c, ATT_DATE_SENT = 0x8005,
	ATT_ATTACH_DATA = 0x800f, ATT_ATTACH_TITLE = 0x8010, ATT_MESSAGE_CLASS = 0x8008, ATT_RENDER = 0x9002,
	ATT_MAPI_PROPS = 0x9003, ATT_RECIPIENTS = 0x9004, ATT_ATTACHMENT = 0x9005, ATT_CODEPAGE = 0x9007,
};
enum { HEAD = 6, ATTRIBUTE_HEAD = 9, CHECKSUM = 2, NAMED_FROM = 0x8000 };
static const uint32_t SIGNATURE = 0x223e9f78;

struct tnef {
	struct reading *r;
	struct mapi_message *m;
	int depth;
};

bool tnef_looks_like(struct str bytes)
{
	return bytes.n >= HEAD + ATTRIBUTE_HEAD && le32(bytes, 0) == SIGNATURE;
}

/* ---- MAPI properties (2.1.3.4) ---- */

struct cursor {
	struct str s;
	size_t at;
	bool bad;
};

static struct str take(struct cursor *c, size_t n)
{
	struct str piece;

	if (c->bad || n > c->s.n - c->at) {
		c->bad = true;
		return STR("");
	}
	piece = str_at(c->s, c->at, n);
	c->at += n;
	return piece;
}

static uint32_t take32(struct cursor *c)
{
	return le32(take(c, 4), 0);
}

static struct str take_padded(struct cursor *c, size_t n)
{
	struct str piece = take(c, n);
	size_t pad = (4 - n % 4) % 4;

	c->at += pad <= c->s.n - c->at ? pad : c->s.n - c->at;
	return piece;
}

static size_t fixed_size(uint16_t type)
{
	switch (type) {
	case 0x0002: case 0x0003: case 0x0004: case 0x000a: case 0x000b:
		return 4;
	case 0x0005: case 0x0006: case 0x0007: case 0x0014: case 0x0040:
		return 8;
	case 0x0048:
		return 16;
	}
	return 0;
}

static void take_name(struct cursor *c)
{
	take(c, 16);
	if (take32(c) == 0)
		take32(c);
	else
		take_padded(c, take32(c));
}

static void take_value(struct tnef *t, struct cursor *c, uint16_t type, uint16_t id, struct mapi_props *props)
{
	size_t fixed = fixed_size(type & 0x0fff);
	bool many = (type & 0x1000) != 0;
	uint32_t n = many || fixed == 0 ? take32(c) : 1;

	for (uint32_t i = 0; i < n && !c->bad; i++) {
		struct str value = fixed > 0 ? take(c, fixed) : take_padded(c, take32(c));

		if (i == 0 && !many && !c->bad && id < NAMED_FROM)
			mapi_add(t->r, props, id, type, value);
	}
	if (fixed == 0 && fixed_size(type & 0x0fff) == 0 && (type & 0x0fff) != PT_STRING8 && (type & 0x0fff) != PT_UNICODE &&
	    (type & 0x0fff) != PT_BINARY && (type & 0x0fff) != PT_OBJECT)
		c->bad = true;          /* of a size nobody knows */
}

static void take_props(struct tnef *t, struct cursor *c, struct mapi_props *props)
{
	uint32_t n = take32(c);

	for (uint32_t i = 0; i < n && !c->bad && i < MAPI_PROPERTIES; i++) {
		uint32_t tag = take32(c);

		if ((tag >> 16) >= NAMED_FROM)
			take_name(c);
		take_value(t, c, (uint16_t)tag, (uint16_t)(tag >> 16), props);
	}
	t->m->damaged |= c->bad;
}

/* ---- attributes ---- */

static const struct mapi_message *read_message(struct reading *r, struct str bytes, int depth);

/* PR_ATTACH_DATA_OBJ: an interface's id, then a TNEF of its own or a compound file. */
static void open_object(struct tnef *t, struct mapi_attachment *at)
{
	const struct mapi_prop *data = mapi_find(&at->props, PR_ATTACH_DATA);

	if (data == NULL || (data->type != PT_OBJECT && data->type != PT_BINARY))
		return;
	if (data->type == PT_BINARY) {
		at->data = data->value;
		return;
	}
	at->data = str_from(data->value, 16);
	if (!tnef_looks_like(at->data))
		return;
	if (t->depth < MAPI_DEEPEST)
		at->embedded = read_message(t->r, at->data, t->depth + 1);
	else
		note_limit(t->r, "msg.depth", MAPI_DEEPEST);
}

static void read_recipients(struct tnef *t, struct str s)
{
	struct cursor c = { .s = s };
	uint32_t n = take32(&c);

	for (uint32_t i = 0; i < n && !c.bad && t->m->recipient_count < MAPI_RECIPIENTS; i++)
		take_props(t, &c, ARENA_PUSH(t->r->arena, t->m->recipients, t->m->recipient_count, t->m->recipient_room));
}

/* 2.1.3.3.4 TRP: four 16-bit lengths, a display name, "SMTP:address". */
static void read_from(struct tnef *t, struct str s)
{
	size_t name_n = le16(s, 4), address_n = le16(s, 6);
	struct str name = str_at(s, 8, name_n), address = str_at(s, 8 + name_n, address_n);

	mapi_add(t->r, &t->m->props, PR_SENDER_NAME, PT_STRING8, name);
	mapi_add(t->r, &t->m->props, PR_SENDER_EMAIL_ADDRESS, PT_STRING8, str_istarts(address, STR("SMTP:")) ? str_from(address, 5) : address);
}

static struct mapi_attachment *attachment(struct tnef *t)
{
	return t->m->attachment_count > 0 ? &t->m->attachments[t->m->attachment_count - 1] : NULL;
}

static void begin_attachment(struct tnef *t)
{
	if (t->m->attachment_count >= MAPI_ATTACHMENTS)
		note_limit(t->r, "msg.attachments", MAPI_ATTACHMENTS);
	else
		ARENA_PUSH(t->r->arena, t->m->attachments, t->m->attachment_count, t->m->attachment_room)->data = STR_NONE;
}

static void of_message(struct tnef *t, uint16_t id, struct str value)
{
	struct cursor c = { .s = value };

	if (id == ATT_SUBJECT)
		mapi_add(t->r, &t->m->props, PR_SUBJECT, PT_STRING8, value);
	else if (id == ATT_BODY)
		mapi_add(t->r, &t->m->props, PR_BODY, PT_STRING8, value);
	else if (id == ATT_CODEPAGE)
		mapi_add(t->r, &t->m->props, PR_MESSAGE_CODEPAGE, PT_LONG, value);
	else if (id == ATT_MAPI_PROPS)
		take_props(t, &c, &t->m->props);
	else if (id == ATT_RECIPIENTS)
		read_recipients(t, value);
	else if (id == ATT_FROM)
		read_from(t, value);
}

static void of_attachment(struct tnef *t, uint16_t id, struct str value)
{
	struct mapi_attachment *at;
	struct cursor c = { .s = value };

	if (id == ATT_RENDER || attachment(t) == NULL)
		begin_attachment(t);
	at = attachment(t);
	if (at == NULL)
		return;
	if (id == ATT_ATTACH_TITLE) {
		mapi_add(t->r, &at->props, PR_ATTACH_FILENAME, PT_STRING8, value);
	} else if (id == ATT_ATTACH_DATA) {
		at->data = value;
	} else if (id == ATT_ATTACHMENT) {
		take_props(t, &c, &at->props);
		open_object(t, at);
	}
}

static const struct mapi_message *read_message(struct reading *r, struct str bytes, int depth)
{
	struct tnef t = { .r = r, .m = ARENA_NEW(r->arena, struct mapi_message), .depth = depth };
	size_t at = HEAD;

	t.m->form = MAIL_TNEF;
	t.m->raw = bytes;
	while (at + ATTRIBUTE_HEAD + CHECKSUM <= bytes.n) {
		int level = (unsigned char)bytes.p[at];
		uint16_t id = le16(bytes, at + 1);
		size_t n = le32(bytes, at + 5);
		struct str value = str_at(bytes, at + ATTRIBUTE_HEAD, n);

		if (level != 1 && level != 2) {
			t.m->damaged = true;
			break;
		}
		if (level == 1)
			of_message(&t, id, value);
		else
			of_attachment(&t, id, value);
		t.m->damaged |= value.n < n;
		if (n > bytes.n - at)
			break;
		at += ATTRIBUTE_HEAD + n + CHECKSUM;
	}
	mapi_guess_charset(r, t.m);
	return t.m;
}

const struct mapi_message *tnef_read(struct reading *r, struct str bytes)
{
	return tnef_looks_like(bytes) ? read_message(r, bytes, 0) : NULL;
}

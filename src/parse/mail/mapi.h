/* mapi.h - a mail as Outlook and Exchange keep it: properties, recipients, attachments ([MS-OXPROPS]).
 *
 * msg.c reads it from a compound file ([MS-OXMSG]), tnef.c from winmail.dat ([MS-OXTNEF]); outlook.c makes a
 * struct mail of it.  Values are raw little-endian bytes, views or copies in the arena. */
#ifndef PARSE_MAIL_MAPI_H
#define PARSE_MAIL_MAPI_H

#include <stdint.h>

#include "parse/mail/reading.h"

/* The properties that are read, by their numbers ([MS-OXPROPS] chapter 2). */
enum mapi_id {
	PR_MESSAGE_CLASS = 0x001a, PR_SUBJECT = 0x0037, PR_CLIENT_SUBMIT_TIME = 0x0039, PR_SUBJECT_PREFIX = 0x003d,
	PR_SENT_REPRESENTING_NAME = 0x0042, PR_REPLY_RECIPIENT_ENTRIES = 0x004f, PR_REPLY_RECIPIENT_NAMES = 0x0050,
	PR_SENT_REPRESENTING_ADDRTYPE = 0x0064, PR_SENT_REPRESENTING_EMAIL_ADDRESS = 0x0065,
	PR_TRANSPORT_MESSAGE_HEADERS = 0x007d, PR_RECIPIENT_TYPE = 0x0c15, PR_SENDER_NAME = 0x0c1a,
	PR_SENDER_ADDRTYPE = 0x0c1e, PR_SENDER_EMAIL_ADDRESS = 0x0c1f, PR_DISPLAY_BCC = 0x0e02, PR_DISPLAY_CC = 0x0e03,
	PR_DISPLAY_TO = 0x0e04, PR_MESSAGE_DELIVERY_TIME = 0x0e06, PR_NORMALIZED_SUBJECT = 0x0e1d, PR_BODY = 0x1000,
	PR_RTF_COMPRESSED = 0x1009, PR_HTML = 0x1013, PR_INTERNET_MESSAGE_ID = 0x1035, PR_INTERNET_REFERENCES = 0x1039,
	PR_IN_REPLY_TO_ID = 0x1042, PR_DISPLAY_NAME = 0x3001, PR_ADDRTYPE = 0x3002, PR_EMAIL_ADDRESS = 0x3003,
	PR_CREATION_TIME = 0x3007, PR_ATTACH_DATA = 0x3701, PR_ATTACH_FILENAME = 0x3704, PR_ATTACH_METHOD = 0x3705,
	PR_ATTACH_LONG_FILENAME = 0x3707, PR_ATTACH_LONG_PATHNAME = 0x370d, PR_ATTACH_MIME_TAG = 0x370e,
	PR_ATTACH_CONTENT_ID = 0x3712, PR_ATTACH_FLAGS = 0x3714, PR_SMTP_ADDRESS = 0x39fe, PR_INTERNET_CPID = 0x3fde,
	PR_MESSAGE_LOCALE_ID = 0x3ff1, PR_MESSAGE_CODEPAGE = 0x3ffd, PR_SENDER_SMTP_ADDRESS = 0x5d01,
	PR_SENT_REPRESENTING_SMTP_ADDRESS = 0x5d02, PR_ATTACHMENT_HIDDEN = 0x7ffe,
};

enum mapi_type {
	PT_LONG = 0x0003, PT_BOOLEAN = 0x000b, PT_OBJECT = 0x000d, PT_STRING8 = 0x001e, PT_UNICODE = 0x001f,
	PT_SYSTIME = 0x0040, PT_BINARY = 0x0102,
};

enum {
	ATTACH_BY_VALUE = 1, ATTACH_EMBEDDED_MSG = 5, ATTACH_OLE = 6,   /* PR_ATTACH_METHOD */
	MAPI_DEEPEST = 20,              /* messages inside messages */
	MAPI_RECIPIENTS = 10000, MAPI_ATTACHMENTS = 2000, MAPI_PROPERTIES = 5000,
};

struct mapi_prop {
	uint16_t id, type;
	struct str value;               /* fixed types: 8 bytes at most */
};

struct mapi_props {
	struct mapi_prop *list;
	size_t count, room;
};

struct mapi_message;

struct mapi_attachment {
	struct mapi_props props;
	const struct mapi_message *embedded;    /* NULL: none */
	struct str data;                /* by value, or the content of an OLE object; absent where there is none */
	struct str data_name;           /* the name an OLE package gives; absent */
};

/* A header field that was kept as a named property of PS_INTERNET_HEADERS. */
struct mapi_named {
	struct str name, value;         /* UTF-8 */
};

struct mapi_message {
	struct mapi_props props;
	struct mapi_props *recipients;
	size_t recipient_count, recipient_room;
	struct mapi_attachment *attachments;
	size_t attachment_count, attachment_room;
	struct mapi_named *headers;
	size_t header_count, header_room;
	bool damaged;                   /* the container was not as it should be */
	struct str guessed;             /* the charset of its texts where nothing names it; "" */
	enum mail_form form;
	struct str raw;                 /* a message inside another one as a file of its own; "" where it is too large for that */
};

/* NULL where there is none of that number (of any type). */
const struct mapi_prop *mapi_find(const struct mapi_props *props, enum mapi_id id);
void mapi_add(struct reading *r, struct mapi_props *props, uint16_t id, uint16_t type, struct str value);
long long mapi_number(const struct mapi_props *props, enum mapi_id id, long long otherwise);
/* TIME_NONE where there is none. */
long long mapi_time(const struct mapi_message *m, enum mapi_id id);
/* A text in UTF-8; "" where there is none or it cannot be decoded. */
struct str mapi_text(struct reading *r, const struct mapi_message *m, const struct mapi_props *props, enum mapi_id id);
/* The same of one property; absent where it cannot be decoded.  *used_r: which charset gave it. */
struct str mapi_decode(struct reading *r, const struct mapi_message *m, const struct mapi_prop *p, struct str *used_r);
/* The charset of the message's string8 values; "". */
struct str mapi_label(const struct mapi_message *m);
/* Once all is read: what nothing names is guessed from all texts together, of which one alone may be too short. */
void mapi_guess_charset(struct reading *r, struct mapi_message *m);
/* Without the NULs at the end. */
struct str mapi_text_bytes(struct str value);

/* ---- msg.c ---- */
bool msg_looks_like(struct str bytes);
/* NULL where the bytes are no message that can be read. */
const struct mapi_message *msg_read(struct reading *r, struct str bytes);

/* ---- tnef.c ---- */
bool tnef_looks_like(struct str bytes);
/* NULL where the bytes are no message that can be read. */
const struct mapi_message *tnef_read(struct reading *r, struct str bytes);

/* ---- rtf.c ---- */
/* [MS-OXRTFCP]; absent where the bytes are not compressed RTF. */
struct str rtf_decompress(struct reading *r, struct str bytes);
/* What the RTF shows, as HTML in UTF-8: the HTML that was packed into it ([MS-OXRTFEX]), or its own text with
 * links and paragraphs.  Absent where it is no RTF. */
struct str rtf_html(struct reading *r, struct str rtf);

/* ---- codepage.c ---- */
/* The charset's name of a Windows code page; "" for one that is not known. */
struct str codepage_label(long long number);
/* The code page that a Windows locale writes in. */
long long codepage_of_locale(long long lcid);

/* ---- outlook_head.c ---- */
/* Fills the header fields of *out. */
void mapi_head(struct reading *r, const struct mapi_message *m, struct mail *out);

/* ---- outlook.c ---- */
/* Parts in the making, in the order of the document. */
struct mapi_parts {
	struct part *list;
	size_t count, room;
};
/* Appends body and attachments below part `parent`, numbered from `prefix` ("" or "2."); messages inside
 * are left for mail_open_attached.  The ranges are those of the parent. */
void mapi_parts(struct reading *r, const struct mapi_message *m, struct str prefix, int parent, struct mapi_parts *p);
/* A whole mail; `raw` are the bytes that it was read from, "" where it has none of its own. */
struct mail mapi_mail(const struct reading *outer, const struct mapi_message *m, enum mail_form form, struct str raw, int depth);

#endif

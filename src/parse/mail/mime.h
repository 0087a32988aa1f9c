/* mime.h - one pass over the bytes that finds every entity of a message and of the messages in it. */
#ifndef PARSE_MAIL_MIME_H
#define PARSE_MAIL_MIME_H

#include "parse/mail/reading.h"

/* An entity: a part, or the root of a message (then `message` says of which). Offsets are absolute. */
struct entity {
	int parent;                     /* entity around it, -1 for the outermost message's root */
	int message;                    /* number of the message it belongs to: 0 the outermost */
	int depth;
	int child_number;               /* 1.. within its parent; 0 for a root */
	enum part_kind kind;
	bool is_root;                   /* the root of a message */
	bool as_text;                   /* a multipart without any boundary: its body is text for readers */
	const struct header *headers;
	size_t header_count;
	struct content_field type, disposition;
	struct str media_type, encoding;
	size_t offset, body_offset, end;
	int inner;                      /* PART_MESSAGE: message number inside, -1 */
};

struct entities {
	struct entity *list;
	size_t count, room;
	int messages;                   /* how many messages there are */
};

void mime_read(struct reading *r, struct entities *e);
bool is_message_type(struct str media_type);

/* ---- message_head.c, shared with mail.c and outlook.c ---- */
/* What stands between "<" and ">" of a Message-ID or Content-ID; "" without the header. */
struct str mail_id_of(struct reading *r, const struct header *h);
/* Fills the header fields of *m from the root's headers. */
void mail_read_headers(struct reading *r, struct mail *m, const struct entity *root);
/* An address that some reader shows as the sender, if it is not known yet. */
void mail_add_reading(struct reading *r, struct mail *m, struct str address);

/* ---- mail.c, shared with outlook.c ---- */
/* Opens what parts hold in encoded form or as properties: .eml, .msg, messages inside a .msg. */
void mail_open_attached(struct reading *r, struct mail *m, int depth);

#endif

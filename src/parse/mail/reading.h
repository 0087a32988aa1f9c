/* reading.h - what the files of the mail reader share while one message is read. */
#ifndef PARSE_MAIL_READING_H
#define PARSE_MAIL_READING_H

#include "parse/mail/mail.h"

struct reading {
	struct arena *arena;
	const struct mail_limits *limits;
	struct str raw;                 /* the bytes of the pass: the outermost message or a decoded one */
	size_t base;                    /* offsets handed out are relative to this */
	bool crlf;                      /* the first line ends in CR LF */
	char eol;                       /* '\n', or '\r' in mails that know no other line end */
	struct defect *defects;
	size_t defect_count, defect_room;
	struct limit_hit *limit_hits;
	size_t limit_count, limit_room;
	struct span inside;             /* while decoded bytes are read: what they were in the mail; length 0: as they are */
	/* is this line a boundary of an open multipart? A header ends before one; NULL: there are none */
	bool (*is_boundary)(const void *ctx, struct str line);
	const void *boundary_ctx;
	/* spent so far, over the whole hand-in: what is cheap once is not cheap a million times */
	size_t decoded;                 /* bytes decoded */
	size_t header_total, address_total, word_total, param_total, defect_total, text_total;
};

enum {
	MOST_DEFECTS = 2000,            /* of one message */
	MOST_DEFECTS_ALL = 20000,       /* of all messages inside each other */
	MOST_WORDS = 100000,            /* encoded words */
	MOST_PARAMS_ALL = 40000,        /* parameters of Content-Type and -Disposition */
	MOST_TEXT = 8 << 20,            /* bytes of text that have to be converted */
};

/* `offset` is absolute in r->raw. */
void note_defect(struct reading *r, const char *id, size_t offset, size_t length);
void note_limit(struct reading *r, const char *limit, long long at);

/* ---- header.c ---- */
/* Reads header fields from `from` up to the empty line or `end`; gives the offset of the body. */
size_t headers_read(struct reading *r, size_t from, size_t end, const struct header **list_r, size_t *count_r);
/* Fills header.value (unfolded, decoded). Done late: most headers of most parts are never looked at. */
const struct header *header_find(const struct header *list, size_t n, const char *name, const struct header *after);

/* ---- words.c: RFC 2047 ---- */
/* Unfolds and decodes a header's value.  Raw 8-bit and raw ISO-2022-JP are decoded by guess. */
struct str words_decode(struct reading *r, struct str raw, size_t offset);
bool words_present(struct str s);

/* ---- address.c ---- */
struct mailboxes mailboxes_read(struct reading *r, const struct header *h);

/* ---- date.c ---- */
long long date_read(struct str value, int *zone_r);

/* ---- params.c: Content-Type and Content-Disposition with RFC 2231 ---- */
struct content_field {
	struct str value;               /* lower-case media type or disposition */
	struct param *params;
	size_t count;
	struct str *name_readings;      /* different readings of name/filename */
	size_t name_reading_count;
};
struct content_field content_field_read(struct reading *r, const struct header *h);
struct str param_find(const struct content_field *f, const char *name);

/* ---- decode.c: transfer encodings ---- */
enum transfer { TRANSFER_IDENTITY, TRANSFER_BASE64, TRANSFER_QUOTED, TRANSFER_UUENCODE, TRANSFER_UNKNOWN };
enum transfer transfer_of(struct str label);
bool is_identity(struct str label);     /* one that is not known counts as such */
struct str transfer_decode(struct reading *r, enum transfer transfer, struct str body, size_t offset);

/* ---- uuencode.c ---- */
/* Files inside the text of a part, as parts below it. */
size_t uuencoded_files(struct reading *r, const struct part *text, int parent, struct part **list_r);

/* ---- charset.c ---- */
/* Bytes to UTF-8 by the label, by evidence against the label, or by guess.  Absent where no charset
 * fits at least half.  *used_r names what was used. */
struct str charset_decode(struct reading *r, struct str bytes, struct str label, size_t offset, struct str *used_r);
void charset_warm(void);
/* ---- iso2022jp.c ---- */
bool jis_looks_like(struct str bytes);
struct str jis_decode(struct reading *r, struct str bytes, size_t offset, size_t *bad_r);
/* Through iconv; bad bytes become U+FFFD and are counted. `name` as iconv knows it. */
/* The same for a short run without an arena: how many bytes of `out`, or 0 if anything is bad. */
size_t iconv_run(const char *name, struct str bytes, char *out, size_t room);
struct str iconv_decode(struct arena *a, const char *name, struct str bytes, size_t *bad_r, size_t *first_bad_r);

/* ---- body.c ---- */
/* Chooses what a reader shows, splits quotes, collects links: fills the text fields of *m. */
void body_read(struct reading *r, struct mail *m, struct part *parts);

#endif

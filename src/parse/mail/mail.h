/* mail.h - what a mail is, as read: every byte accounted for, nothing judged.
 *
 * mail_parse reads one message (RFC 5322, MIME RFC 2045-2049, 2231, 2047, 6532) from memory; by their first
 * bytes also Outlook's .msg and a TNEF file (winmail.dat), whose properties become the same struct mail.
 * Offsets are into the raw bytes it was given.  Every string in `struct mail` is valid UTF-8 in
 * the caller's arena unless it is called raw.  Ambiguous input keeps every reading and raises a
 * defect; a limit that was reached is listed, never silent.  Linear in the input; no recursion
 * on input depth; runs inside the jail. */
#ifndef PARSE_MAIL_MAIL_H
#define PARSE_MAIL_MAIL_H

#include "base/arena.h"
#include "base/time.h"

struct span {
	size_t offset, length;          /* raw bytes of the message */
};

struct defect {
	const char *id;                 /* stable, dotted: header.from.duplicate */
	struct span at;
};

struct limit_hit {
	const char *limit;              /* mime.parts, header.bytes ... */
	long long at;                   /* the limit's value */
};

/* One header line as it stands, unfolded, charset decoded. */
struct header {
	struct str name;                /* as written */
	struct str raw;                 /* value bytes between ':' and the line's end, folds and all */
	struct str value;               /* unfolded, encoded words decoded, trimmed */
	struct span at;                 /* the whole field, name to last byte before its CRLF */
	struct span value_at;
	const char *property;           /* the property it was taken from (PR_SUBJECT); NULL: it is a line of the raw bytes */
};

struct mailbox {
	struct str name;                /* display name decoded; "" where there is none */
	struct str address;             /* local@domain as written, comments gone; domain lower-case; "" if none */
	struct str local, domain;       /* parts of address; domain in A-labels */
	struct str domain_shown;        /* as written, for people */
	struct str comment;             /* comments beside the address, decoded; "" */
	struct str group;               /* name of the group it stands in, or "" */
	struct span at;                 /* of the whole mailbox */
	struct span address_at;         /* of the address itself */
	struct span name_at;
};

struct mailboxes {
	const struct mailbox *list;
	size_t count;
	bool present;                   /* the header exists, even if nothing could be read from it */
};

struct param {
	struct str name, value;         /* lower-case name; RFC 2231 continuations joined, decoded */
};

enum part_kind { PART_LEAF, PART_MULTIPART, PART_MESSAGE };

struct part {
	struct str number;              /* "1", "1.2", "1.2.1": IMAP-like, the root is "" for a multipart */
	enum part_kind kind;
	int parent;                     /* index, -1 for the root */
	int depth;
	struct str media_type;          /* lower-case type/subtype, the default where absent or broken */
	const struct param *params;
	size_t param_count;
	struct str charset;             /* as labelled, lower-case; "" if none */
	struct str encoding;            /* as labelled, lower-case; "" if none */
	struct str disposition;         /* inline, attachment or "" */
	struct str name;                /* file name; absent if none */
	const struct str *names;        /* every different reading of the file name */
	size_t name_count;
	struct str content_id;
	struct str lies_at;             /* the URL of an attachment that the mail only names; absent */
	const struct header *headers;   /* of this part */
	size_t header_count;
	size_t offset, body_offset, end;        /* header start, body start, behind the body */
	struct str body;                /* decoded from its transfer encoding; raw bytes, not yet UTF-8 */
	struct str text;                /* text/...: UTF-8; absent where no charset fits half of it */
	struct str charset_used;        /* which charset gave `text` */
	bool is_attachment;             /* has a name or disposition attachment, or is no text for reading */
	int message;                    /* index into mail.nested of the message that it holds, else -1 */
	const char *property;           /* the property it was taken from; NULL: a range of the raw bytes */
	const struct mapi_message *embedded;    /* a message kept as properties (mapi.h); NULL */
};

struct link {
	struct str url;                 /* as written, entities decoded, trimmed */
	struct str text;                /* what stands there for the reader; "" */
	struct str element;             /* a, img, form, meta-refresh, area, text, attachment; of files: qr, document */
	int part;                       /* index of the part */
	struct span at;                 /* raw bytes: exact in identity encodings, else the encoded range */
	struct str where, stream;       /* of links inside files: "attachment:1.2", and how it stands there; else absent */
	size_t page;                    /* of the file, from 1; 0: none */
	struct str inside;              /* the file within the attachment ("a.zip!b.png" without the outermost name); "" or absent */
};

/* A stretch of mail.text and the part that shows it. */
struct text_piece {
	size_t from;                    /* in mail.text; it ends where the next one begins */
	int part;
	const struct html_page *page;   /* where that part is HTML: its text to its source; else NULL */
};

/* A quoted earlier mail inside the text. */
struct quote {
	struct str who;                 /* as attributed: name and/or address; "" */
	struct str who_address;         /* "" */
	struct str when_text;
	long long when_ms;              /* TIME_NONE */
	struct str subject, to;         /* of Outlook-like blocks; "" */
	struct str text;                /* the quoted text without marks */
	int depth;                      /* 1: quoted by this mail */
	size_t text_from, text_to;      /* range in mail.text */
};

/* Where offsets mean nothing, places are named by the property: struct header, struct part. */
enum mail_form { MAIL_RFC5322, MAIL_MSG, MAIL_TNEF };

struct mail {
	enum mail_form form;            /* spans mean something only with MAIL_RFC5322 */
	struct str raw;                 /* of a message inside a .msg: a file made of it, "" where that would be too large */
	struct str sha256;              /* hex of raw; absent where there is none */
	const struct header *headers;   /* of the message */
	size_t header_count;
	size_t header_end;              /* offset of the body */

	struct str subject, message_id, in_reply_to;
	const struct str *references;
	size_t reference_count;
	long long date_ms;              /* TIME_NONE where absent or impossible */
	int date_zone;                  /* minutes east; 0 with `date_ms` TIME_NONE */
	struct str date_text;
	struct mailboxes from, sender, reply_to, to, cc, bcc, return_path;
	/* readings.from[i]: what some reader may show or answer to, other than `from` (docs/defects.md) */
	const struct str *from_readings;
	size_t from_reading_count;

	const struct part *parts;       /* document order; parts[0] is the root */
	size_t part_count;
	struct str text;                /* what a reader shows; never absent unless undecodable */
	struct str text_plain;          /* the plain twin where it differs from `text`; absent */
	struct str text_newest;         /* without quotes, signature and disclaimer */
	const struct span *newest_at;   /* ... and where that stands in `text` */
	size_t newest_count;
	struct str signature;           /* "" */
	int text_part;                  /* index of the part `text` came from, or begins with, -1 */
	const struct text_piece *pieces;        /* what `text` is joined from, in its order */
	size_t piece_count;
	const struct quote *quotes;
	size_t quote_count;
	struct str language;            /* text_language(text_newest) */
	size_t split_words;             /* of HTML: words in the middle of which something is hidden ... */
	struct str split_word;          /* ... and the first, as shown; "" */

	const struct link *links;
	size_t link_count;
	const struct mail *nested;      /* directly attached messages (message/rfc822, .eml, .msg), parsed */
	size_t nested_count;
	bool incomplete;                /* recovered from a text (parse/forwarded.h): no offsets into anything handed in */
	struct span own;                /* where this message lies in its outermost raw bytes, if identity encoded */

	const struct defect *defects;
	size_t defect_count;
	const struct limit_hit *limits;
	size_t limit_count;
};

/* The limits of mail-analysis, each a named setting. */
struct mail_limits {
	size_t message_bytes;           /* 25 MB */
	size_t header_bytes;            /* 256 KB */
	size_t header_line_bytes;       /* 64 KB */
	size_t parts;                   /* 10,000 */
	size_t depth;                   /* 100 */
	size_t addresses;               /* 10,000 in all headers of the mail and of those inside it */
	size_t decoded_bytes;           /* 256 MB */
	size_t headers;                 /* 100,000 */
};
extern const struct mail_limits mail_limits_default;

/* Are the bytes a mail of another form than RFC 5322: a .msg or a TNEF file? */
bool mail_looks_foreign(struct str bytes);

/* Never fails: what cannot be read is a defect. */
const struct mail *mail_parse(struct arena *a, struct str raw, const struct mail_limits *limits);

/* First header of that name, or NULL; `from` is where to go on (NULL: the beginning). */
const struct header *mail_header(const struct mail *m, const char *name, const struct header *from);

/* Where in the raw bytes a range of a part's text came from: exact for identity encodings in UTF-8 and ASCII,
 * else the part's encoded body. */
struct span mail_text_span(const struct mail *m, int part, size_t text_from, size_t text_to);
/* The same of a range of mail.text; *part_r: the part that shows where it begins, -1: none. */
struct span mail_shown_span(const struct mail *m, size_t text_from, size_t text_to, int *part_r);

/* Splits an mbox ("From " lines, mboxrd and mboxo); calls back with each message's bytes. */
bool mbox_looks_like(struct str bytes);
int mbox_each(struct str bytes, int (*each)(void *ctx, struct str message, size_t offset), void *ctx);

/* Opens everything that libraries open lazily (iconv descriptors, IDN); before the jail closes. */
void mail_warm(void);

#endif

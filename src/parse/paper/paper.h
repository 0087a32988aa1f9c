/* paper.h - a document handed in as a file (PDF, Word, Excel, PowerPoint, RTF, OpenDocument): its text, and what the file says about itself.
 *
 * Everything is read by linear scans with bounds, in the jail.  A PDF's text is the one thing that a tool of
 * others takes out (poppler's pdftotext, worker/tool.h); it comes back as bytes like any others.  PDF by
 * ISO 32000-1 (objects 7.3, file structure 7.5, document information 14.3), Office Open XML by ECMA-376. */
#ifndef PARSE_PAPER_PAPER_H
#define PARSE_PAPER_PAPER_H

#include "base/arena.h"
#include "parse/mail/mail.h"

enum paper_kind { PAPER_NONE, PAPER_PDF, PAPER_WORD, PAPER_EXCEL, PAPER_SLIDES, PAPER_RTF, PAPER_ODF, PAPER_OLD };

enum {
	PAPER_PICTURES = 12, PAPER_PICTURE = 2 << 20,
	PAPER_FONTS = 64, PAPER_REVISIONS = 100, PAPER_NAMED = 50,
	PAPER_UNPACKED = 32 << 20,      /* of a PDF's object streams together; of Office files: zip.h */
	PAPER_RATIO = 200,              /* unpacked : packed */
	PAPER_TEXT = 4 << 20,
	PAPER_RTF_READ = 4 << 20,       /* of a file, which has pictures in it as digits */
};

/* What was appended to a PDF after its first end: "%%EOF" comes once per revision. */
struct paper_revision {
	size_t from, to;                /* bytes of the file */
	size_t objects;                 /* that it writes anew */
	bool content, metadata, form, signature;        /* pages or their contents; Info; annotations or fields; a signature */
	struct str fonts;               /* names that no earlier revision has, ", " between them; "" */
};

struct paper_picture {
	struct str name, bytes;         /* "word/media/image1.png" */
};

struct paper {
	enum paper_kind kind;
	struct str text;                /* UTF-8; absent: it could not be read.  PDF: a form feed ends a page; tables: a tab ends a cell */
	struct str title, author, creator, producer;    /* creator: the program that wrote it (Office: Application); "" */
	struct str modified_by;         /* Office; "" */
	struct str created_text, modified_text;
	long long created_ms, modified_ms;      /* TIME_NONE */
	int created_zone, modified_zone;        /* minutes east; 0 where none is said */
	const struct str *fonts;        /* without the subset's six letters */
	size_t font_count;
	const struct paper_revision *revisions;         /* PDF: appended ones only */
	size_t revision_count;
	const struct str *embedded;     /* names of files inside */
	size_t embedded_count;
	const struct str *uris;
	size_t uri_count;
	const struct paper_picture *pictures;   /* Office: PNG and JPEG files that are not larger than PAPER_PICTURE, the first ones */
	size_t picture_count;
	bool pictures_cut;              /* there are more, or larger ones */
	size_t pages;                   /* PDF: page objects; 0: unknown */
	bool encrypted, scripts, launches;      /* PDF: /Encrypt, /JavaScript, /Launch; Office: macros are scripts */
	const char *limit;              /* why it was not read whole, or NULL */
	long long limit_at;
};

enum paper_kind paper_look(struct str bytes);
/* Never fails: what cannot be read is absent, and a limit says so.  PDF: without the text. */
struct paper *paper_read(struct arena *a, struct str bytes);
/* The text that a tool found; an encrypted or scanned file has none. */
void paper_take_text(struct arena *a, struct paper *p, struct str text);
bool paper_has_text(const struct paper *p);
/* "page 2, line 14" of an offset in the text: 1-based; page 0 where there are no pages. */
void paper_line(const struct paper *p, size_t at, size_t *page_r, size_t *line_r);
const char *paper_kind_word(enum paper_kind kind);

/* ---- for the files of this folder ---- */
void paper_read_pdf(struct arena *a, struct paper *p, struct str bytes);
void paper_read_office(struct arena *a, struct paper *p, struct str bytes);
void paper_limit(struct paper *p, const char *limit, long long at);

#endif

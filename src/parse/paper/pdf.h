/* pdf.h - what the files of the PDF scan share; private to parse/paper/pdf*.c. */
#ifndef PARSE_PAPER_PDF_H
#define PARSE_PAPER_PDF_H

#include "parse/paper/paper.h"

enum { PDF_OBJECTS = 100000, PDF_INFOS = 200, PDF_NAMES = 5000 };    /* names: fonts, links, files that are decoded */

struct pdf_info {                       /* an information dictionary, or what looks like one */
	long long object;
	struct str title, author, creator, producer, created, modified;
};

struct pdf_written {                    /* an object that an appended revision wrote */
	long long object;
	size_t revision;
};

/* What is known of the object that is being read. */
struct pdf_object {
	long long number;               /* -1: none */
	struct str type, subtype, filter, file_name;
	bool embeds;
	long long first;                /* of an object stream: where its objects begin */
	struct pdf_info info;
};

struct pdf_scan {
	struct arena *arena;
	struct paper *paper;
	struct str bytes;
	struct pdf_object now;
	struct pdf_info infos[PDF_INFOS];
	size_t info_count, ends, unpacked, names_read, font_room, uri_room, embedded_room;
	long long info_object;          /* the trailer's /Info; -1 */
	bool linearized, in_contents;
	long long *contents;            /* objects that are a page's content */
	size_t content_count, content_room;
	struct pdf_written *written;
	size_t written_count, written_room;
	struct paper_revision *revisions;
	size_t revision_room;
	struct str xmp;
};

/* pdf_value.c */
struct str pdf_text_string(struct arena *a, struct str raw);    /* "(..)" or "<..>" as UTF-8 */
struct str pdf_name(struct arena *a, struct str raw);           /* #xx decoded */
long long pdf_date(struct str text, int *zone_r);               /* D:20190801090000+09'00' */
/* zlib's format (RFC 1950) unpacked to at most `most` bytes; *cut_r where there was more. */
struct str pdf_inflate(struct arena *a, struct str packed, size_t most, bool *cut_r);

/* pdf_facts.c: what a key and its value mean */
void pdf_key(struct pdf_scan *s, struct str key);
void pdf_name_value(struct pdf_scan *s, struct str key, struct str name);
void pdf_string_value(struct pdf_scan *s, struct str key, struct str raw);
void pdf_number_value(struct pdf_scan *s, struct str key, long long n);
void pdf_object_begins(struct pdf_scan *s, long long number, size_t at);
void pdf_object_ends(struct pdf_scan *s);
void pdf_file_ends(struct pdf_scan *s, size_t at);              /* "%%EOF" */
void pdf_conclude(struct pdf_scan *s);

#endif

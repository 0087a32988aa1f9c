/* doc.h - the report as blocks: made once per language, printed as table, HTML, CSV or JSON.
 *
 * All text is plain UTF-8; a `{1}`-style sentence of po/report.*.po is filled by doc_say(), which
 * also knows "{1|case|cases}".  Footnotes are numbered through the document where they are first
 * referred to, and printed at the end of their chapter. */
#ifndef REPORT_DOC_H
#define REPORT_DOC_H

#include "base/html.h"
#include "report/period.h"

enum block_kind { BLOCK_HEADING, BLOCK_SUBHEADING, BLOCK_PARAGRAPH, BLOCK_LIST, BLOCK_TABLE, BLOCK_NOTES, BLOCK_FIGURE, BLOCK_CONTACT,
	BLOCK_ADDRESSES };

/* A piece of a paragraph; note > 0: a footnote's number behind the text. */
struct run {
	struct str text;
	long long note;
};

struct paragraph {
	struct run *runs;
	size_t runs_count, runs_room;
	bool plain;                     /* no indent: stands behind a table or figure */
};

enum align { ALIGN_START, ALIGN_CENTRE, ALIGN_END };

struct cell {
	struct str text, mark;          /* mark: ※1, small behind the text */
	struct str *items;              /* a list below the text */
	size_t items_count;
	struct str *lines;              /* further paragraphs below the text */
	size_t lines_count;
	enum align align;
	int across, down;               /* cells covered; 1 is the rule */
	bool head, now, strong;
};

struct row {
	struct cell *cells;
	size_t cells_count, cells_room;
};

struct table {
	const char *id;                 /* table1 ... for CSV and JSON */
	struct str caption;
	struct row *head, *body, *foot;
	size_t head_count, body_count, foot_count, head_room, body_room, foot_room;
	struct str *notes;              /* ※1 ... */
	size_t notes_count, notes_room;
};

/* A figure is drawn by its own template; the caption and the words for those who cannot see it
 * are common. */
struct figure_structure;
struct figure_bars;
struct figure_strip;
struct figure_sequence;
struct figure_from;
struct figure_mail;
struct figure_page;
struct figure_periods;
struct figure_series;

struct drawing {
	const struct figure_structure *structure;
	const struct figure_bars *bars;
	const struct figure_strip *strip;
	const struct figure_sequence *sequence;
	const struct figure_from *from;
	const struct figure_mail *mail;
	const struct figure_page *page;
	const struct figure_periods *periods;
	const struct figure_series *series;
	struct str caption;
	const char *id;
};

struct address_piece { struct str text; bool good, bad; };       /* of an address: what was changed */
struct address_form { struct str label; struct address_piece *pieces; size_t pieces_count; };

struct contact_line { struct str term, value; };

struct block {
	enum block_kind kind;
	struct str text;                /* of a heading, or the title of a contact box */
	struct paragraph paragraph;
	struct paragraph *items;
	size_t items_count, items_room;
	const struct table *table;
	struct drawing figure;
	struct address_form *addresses;
	size_t addresses_count;
	struct contact_line *contact;
	size_t contact_count;
	bool numbered;                  /* list: (1) (2) ... */
};

struct footnote {
	long long number;
	const char *key;
	struct str text, url;
};

struct chapter {
	struct str number, title;       /* number "" for the call */
	struct block *blocks;
	size_t blocks_count, blocks_room;
	struct footnote *footnotes;
	size_t footnotes_count, footnotes_room;
	bool same_page;                 /* goes on where the one before ended */
	bool last;
};

/* A number of the report and where it came from, for noroshi/report/1. */
struct number {
	struct str id;
	long long value, records;
	bool opening;
	const char *query;              /* the statement, or what was counted */
};

struct doc {
	struct arena *arena;
	enum lang lang;
	struct period period;
	struct str title, period_label, this_period, issued, running, hub_name, contact;
	struct chapter *chapters;
	size_t chapters_count, chapters_room;
	long long notes, figures, tables;       /* running numbers */
	struct footnote *ready;         /* notes whose words came from records */
	size_t ready_count, ready_room;
	struct number *numbers;
	size_t numbers_count, numbers_room;
};

/* The text of `id` with {1}.. filled. */
struct str doc_say(struct doc *d, const char *id, const struct str *args, size_t n);
#define SAY(d, id, ...) doc_say((d), "" id, (const struct str[]){ STR_NONE, ##__VA_ARGS__ } + 1, \
	sizeof((const struct str[]){ STR_NONE, ##__VA_ARGS__ }) / sizeof(struct str) - 1)
/* The same for an id made of a stem and a word from data ("report.reason." + "join"). */
struct str doc_word(struct doc *d, const char *stem, struct str word);
struct str doc_number(struct doc *d, long long n);       /* 1,072 */
/* One behind the other, of any length (STR_FMT ends at 4,096 bytes). */
struct str doc_join(struct doc *d, struct str a, struct str b, struct str c);
/* "text[[key]]"; the text as it is where the key is empty. */
struct str doc_with_note(struct doc *d, struct str text, struct str key);

struct chapter *doc_chapter(struct doc *d, struct str number, struct str title);
struct block *doc_block(struct doc *d, enum block_kind kind);    /* in the last chapter */
void doc_heading(struct doc *d, struct str text);
/* A paragraph; "[[key]]" in it refers to the footnote whose text is report.note.<key>, or to one
 * registered before with doc_note. */
void doc_paragraph(struct doc *d, struct str text, bool plain);
void doc_item(struct doc *d, struct block *list, struct str text);
/* The number of a footnote; makes it in the last chapter where it is new. */
long long doc_note(struct doc *d, const char *key, struct str text, struct str url);
/* Words for "[[key]]" that are no text of po/ but were made from records.  It is printed where it is referred to. */
void doc_note_ready(struct doc *d, const char *key, struct str text);
/* A numbered figure; and one for reference, which has no number. */
void doc_figure(struct doc *d, const char *id, struct drawing drawing, struct str caption);
void doc_figure_aside(struct doc *d, const char *id, struct drawing drawing, struct str caption);
void doc_count(struct doc *d, struct str id, long long value, long long records, bool opening, const char *query);

/* A table for reference, without a number; and the next numbered one ("Table 3"). */
struct table *doc_table(struct doc *d, const char *id, struct str caption);
struct table *doc_table_numbered(struct doc *d, const char *id, struct str caption);
struct row *table_row(struct doc *d, struct table *t, bool head);
struct row *table_foot(struct doc *d, struct table *t);
struct cell *row_cell(struct doc *d, struct row *r, struct str text, enum align align);
void table_note(struct doc *d, struct table *t, struct str text);

#endif

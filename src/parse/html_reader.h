/* html_reader.h - one pass over a page, shared by html.c (what is seen) and html_link.c (where it leads). */
#ifndef PARSE_HTML_READER_H
#define PARSE_HTML_READER_H

#include "parse/html.h"
#include "parse/html_internal.h"

/* One open element; those of one name are chained, so that an end tag finds its start at once. */
struct open {
	uint32_t below_same;            /* index + 1 of the one below with the same chain; 0: none */
	uint32_t below_special;         /* index + 1 of the nearest special element at or below */
	uint8_t chain;
	uint8_t state;                  /* visibility inside, enum hidden_by */
	uint8_t element;
	bool quote;
	uint8_t kind;
};

enum hidden_by { BY_STYLE = 1, BY_FONT = 2, BY_VISIBILITY = 4, UNSEEN = 8 };

struct reader {
	size_t hid_at, split_at;        /* in the text: where something was hidden behind a letter; in the first split word */
	struct arena *a;
	struct str s;
	struct html_page *page;
	struct buf text, hidden;
	struct open *open;
	size_t open_count, open_room;
	uint32_t head[ELEMENT_CHAINS];  /* index + 1 of the topmost open element of a chain */
	unsigned pre;                   /* open <pre> */
	struct html_link *links;
	size_t link_count, link_room;
	struct html_quote *quotes;
	size_t quote_count, quote_room;
	uint32_t *quote_stack;
	size_t quote_depth, quote_stack_room;
	struct html_run *runs;
	size_t run_count, run_room;
	int link_open;                  /* index of the <a> that text now belongs to; -1 */
	struct str link_alt;
	int breaks;                     /* line ends due before the next visible character */
	bool space, cell;               /* a blank, a cell border due before it */
	bool line_start;
	size_t source_at;               /* where the next appended text comes from */
};

static inline unsigned state_of(const struct reader *r)
{
	return r->open_count > 0 ? r->open[r->open_count - 1].state : 0;
}

/* ---- html_link.c ---- */

/* A URL as a browser takes it from an attribute: unescaped, trimmed, without line ends and tabs. */
struct str html_clean_url(struct arena *a, struct str raw);
/* <meta http-equiv=refresh content="0; url=...">, <img>, <a>, and any element whose attribute leads somewhere. */
void html_meta_refresh(struct reader *r, const struct tag *t);
void html_image(struct reader *r, const struct tag *t);
void html_anchor(struct reader *r, const struct tag *t);
void html_attribute_link(struct reader *r, const struct tag *t, const char *element, const char *attribute);
/* Text belongs to no <a> any more. */
void html_link_close(struct reader *r);

#endif

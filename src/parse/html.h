/* parse/html.h - a mail's HTML to what a reader sees, and where it leads.
 *
 * A tokenizer in one pass: no tree, no recursion, linear in the input whatever the nesting.
 * Source is UTF-8; offsets called source_* are into it, text_* into `text`.  What a reader does
 * not see (hidden by style or attribute, script, style, comments, templates) is left out of
 * `text` and counted.  Known misses: rules of <style> sheets are not applied; white on white is
 * not recognised. */
#ifndef PARSE_HTML_H
#define PARSE_HTML_H

#include <stdint.h>

#include "base/arena.h"

struct html_link {
	struct str url;                 /* entities decoded, tabs and line ends gone, trimmed, <base> applied */
	struct str text;                /* visible text inside; the image's alt where there is none; "" */
	const char *element;            /* a area form img meta-refresh iframe object button background svg */
	size_t source_from, source_to;  /* of the tag */
	size_t text_from, text_to;      /* of the visible text */
	bool hidden;                    /* stands where a reader does not see it */
};

/* What stands in <blockquote> or in a mail program's quote container. */
struct html_quote {
	size_t text_from, text_to;
	size_t source_from;             /* of the start tag */
	int depth;                      /* 1: outermost */
	bool cite;                      /* marked as a quoted mail (type=cite, gmail_quote ...), not just indented */
};

/* A run of text and where it came from; exact: byte for byte. */
struct html_run {
	uint32_t text_from, source_from;
	bool exact;
};

enum { HTML_LINKS_MOST = 20 * 1000 };

struct html_page {
	struct str text;                /* visible; lines end in \n, table cells are parted by \t */
	struct str hidden;              /* the beginning (64 KB) of what was hidden by style or attribute */
	struct str title;
	struct str base;                /* href of the first <base>; absent */
	const struct html_link *links;
	size_t link_count;
	const struct html_quote *quotes;
	size_t quote_count;
	/* words that something hidden stands in the middle of, and the first of them as a reader sees it */
	size_t split_words;
	struct str split_word;
	size_t hidden_bytes, script_count, comment_bytes, form_count, password_field_count;
	bool has_data_url, has_blob_url;
	bool limited;                   /* more links, or deeper, than is followed; more <base> than is copied */
	const struct html_run *runs;
	size_t run_count;
	size_t source_bytes;
};

/* Never fails: every byte string is some page. */
const struct html_page *html_read(struct arena *a, struct str source);

/* Where [text_from, text_to) came from: the smallest known range of the source around it. */
void html_source(const struct html_page *page, size_t text_from, size_t text_to, size_t *source_from_r,
    size_t *source_to_r);

/* Entities of a piece of text decoded (&amp; &#x41; ...); s itself where there are none. */
struct str html_unescape(struct arena *a, struct str s);

#endif

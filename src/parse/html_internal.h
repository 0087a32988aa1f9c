/* html_internal.h - what the files of the HTML reader share. */
#ifndef PARSE_HTML_INTERNAL_H
#define PARSE_HTML_INTERNAL_H

#include "base/buf.h"
#include "parse/html.h"

struct entity {
	const char *name;
	uint32_t c1, c2;                /* c2: 0 where the name stands for one character */
	bool bare;                      /* works without ';' */
};
extern const struct entity html_entities[];
extern const size_t html_entity_count;

/* The character reference at the front of s (s.p[0] == '&'): appends what it stands for and returns
 * its length in the source; 0 where it is none.  Inside an attribute a bare name before = or a
 * letter is none. */
size_t html_entity(struct str s, bool in_attribute, struct buf *out);

/* One tag as written. */
enum { ATTRIBUTES_MOST = 64 };
struct attribute {
	struct str name, value;         /* raw; value absent where there is none */
};
struct tag {
	struct str name;                /* as written */
	bool end, self_closing;
	struct attribute attributes[ATTRIBUTES_MOST];
	size_t count;
	size_t from, to;                /* source range, < to > */
};

/* Reads the tag that begins at s.p[at] == '<' (a letter or / and a letter follows).  False where
 * the source ends inside it. */
bool tag_read(struct str s, size_t at, struct tag *t_r);
/* The next tag from *at on, which moves behind it.  False: no more, or the source ends inside one. */
bool html_next_tag(struct str s, size_t *at, struct tag *t_r);
/* The raw value of an attribute; absent. */
struct str tag_attribute(const struct tag *t, const char *name);

/* What the name of an element means to us. */
enum element {
	E_OTHER, E_A, E_AREA, E_BASE, E_BLOCKQUOTE, E_BODY, E_BR, E_BUTTON, E_DIV, E_EMBED, E_FONT, E_FORM, E_FRAME,
	E_HEAD, E_HR, E_HTML, E_IFRAME, E_IMG, E_INPUT, E_LI, E_META, E_NOEMBED, E_NOFRAMES, E_OBJECT, E_OPTION, E_P,
	E_PLAINTEXT, E_PRE, E_SCRIPT, E_SPAN, E_STYLE, E_SVG, E_TABLE, E_TD, E_TEMPLATE, E_TEXTAREA, E_TITLE, E_TR,
	E_XMP, E_COUNT
};
enum element_kind {
	ELEMENT_INLINE = 0,
	ELEMENT_BLOCK = 1 << 0,         /* begins and ends a line */
	ELEMENT_SPACED = 1 << 1,        /* with an empty line around */
	ELEMENT_VOID = 1 << 2,          /* has no end tag */
	ELEMENT_RAW = 1 << 3,           /* its content is no markup */
	ELEMENT_SPECIAL = 1 << 4,       /* an inline element's end tag does not reach through it */
	ELEMENT_UNSEEN = 1 << 5,        /* its content is not shown */
};
struct element_info {
	enum element element;
	unsigned kind;
	unsigned chain;                 /* elements of one name share it: for the stack of open elements */
};
enum { ELEMENT_CHAINS = 256 };
struct element_info element_of(struct str name);

/* What a style attribute does to visibility. */
enum hides {
	HIDES_ALL = 1 << 0,             /* display:none and the like: nothing inside comes back */
	HIDES_FONT = 1 << 1, SHOWS_FONT = 1 << 2,
	HIDES_VISIBILITY = 1 << 3, SHOWS_VISIBILITY = 1 << 4,
};
unsigned style_hides(struct str style);

#endif

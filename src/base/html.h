/* html.h - what compiled templates (tools/template_compile.py, docs/templates.md) call.
 *
 * Everything a placeholder prints is escaped for where it stands.  Markup that is already made
 * has its own type, `struct html`: a plain placeholder does not compile with it, and
 * {{html ...}} does not compile with anything else.  html_trust() is the only way to make one
 * from bytes; grep for it. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"
#include "base/tr.h"

struct html {
	struct str markup;
};

/* Says that these bytes are finished markup made by templates or constants of ours. */
struct html html_trust(struct str markup);
void html_raw(struct buf *out, struct html h);
/* Literal markup of a template. */
void html_markup(struct buf *out, struct str markup);

/* & < > " ' as references; control characters, what turns the direction of text, and what is not UTF-8 as U+FFFD. */
void html_text(struct buf *out, struct str s);
void html_text_z(struct buf *out, const char *z);
void html_text_int(struct buf *out, long long i);
/* What people read: 1,234,567; below 10,000 as it is, so that years and numbers of things stay what they are. */
void html_text_count(struct buf *out, long long i);
/* The same inside a quoted attribute; line ends and tabs as references too. */
void html_attr(struct buf *out, struct str s);
void html_attr_z(struct buf *out, const char *z);
/* A whole URL in an attribute: http, https, mailto and relative ones; others become "#". */
void html_url(struct buf *out, struct str s);
void html_url_z(struct buf *out, const char *z);
/* Text of an SVG element: line ends become spaces, what XML forbids is left out. */
void html_svg(struct buf *out, struct str s);
void html_svg_z(struct buf *out, const char *z);

static inline bool html_true_str(struct str s) { return s.p != NULL && s.n > 0; }
static inline bool html_true_z(const char *z) { return z != NULL && z[0] != '\0'; }
static inline bool html_true_int(long long i) { return i != 0; }
static inline bool html_true_pointer(const void *p) { return p != NULL; }

#define HTML_INTS(fn) bool: fn, char: fn, int: fn, unsigned: fn, long: fn, unsigned long: fn, long long: fn, \
	unsigned long long: fn
#define HTML_PICK(v, of_str, of_z, of_int) \
	_Generic((v), struct str: of_str, const char *: of_z, char *: of_z, HTML_INTS(of_int))
#define HTML_TEXT(out, v) HTML_PICK(v, html_text, html_text_z, html_text_count)((out), (v))
#define HTML_ATTR(out, v) HTML_PICK(v, html_attr, html_attr_z, html_text_int)((out), (v))
#define HTML_SVG(out, v) HTML_PICK(v, html_svg, html_svg_z, html_text_int)((out), (v))
#define HTML_URL(out, v) _Generic((v), struct str: html_url, const char *: html_url_z, char *: html_url_z)((out), (v))
#define HTML_TRUE(v) _Generic((v), struct str: html_true_str, const char *: html_true_z, char *: html_true_z, \
	HTML_INTS(html_true_int), default: html_true_pointer)(v)
/* What {{call ...}} hands over: a pointer as it is is written by the compiler, a member by address. */
#define HTML_ADDRESS(v) (&(v))

/* Arguments of {{text "id" ...}}: the text's {1} {2} ..., in any order. */
struct html_arg {
	struct str s;
	long long i;
};
static inline struct html_arg html_arg_str(struct str s) { return (struct html_arg){ s, 0 }; }
static inline struct html_arg html_arg_z(const char *z) { return (struct html_arg){ str_of(z != NULL ? z : ""), 0 }; }
static inline struct html_arg html_arg_int(long long i) { return (struct html_arg){ STR_NONE, i }; }
#define HTML_ARG(v) HTML_PICK(v, html_arg_str, html_arg_z, html_arg_int)(v)

void html_say_text(struct buf *out, const char *text, const struct html_arg *args, size_t n);
void html_say_attr(struct buf *out, const char *text, const struct html_arg *args, size_t n);
void html_say_svg(struct buf *out, const char *text, const struct html_arg *args, size_t n);

#endif

/* reduce.c - see reduce.h. */
#include "parse/reduce.h"

#include "base/text.h"
#include "parse/html_internal.h"

enum { LEVELS_MOST = 1 << 14 };

/* What holds inside one open element. */
struct level {
	uint32_t below_same;            /* index + 1 of the open element of the same chain below; 0 */
	uint8_t chain, style, quote;
	bool link, pre, item, heading, block;
};

struct reducer {
	struct arena *a;
	struct str s;
	struct reduced *out;
	struct level levels[LEVELS_MOST];
	size_t level_count;
	uint32_t head[ELEMENT_CHAINS];
	struct str target;              /* of the innermost <a> */
	struct reduced_block *block;    /* in the making; NULL */
	bool row;                       /* it is a table's row */
	struct buf text;                /* of the span in the making */
	enum reduced_kind kind;
	unsigned style;
	bool space;
	size_t spans, bytes;
};

static struct level now(const struct reducer *r)
{
	return r->level_count > 0 ? r->levels[r->level_count - 1] : (struct level){ 0 };
}

static bool full(struct reducer *r)
{
	if (r->out->block_count > REDUCED_BLOCKS_MOST || r->spans >= REDUCED_SPANS_MOST || r->bytes >= REDUCED_TEXT_MOST)
		r->out->cut = true;
	return r->out->cut;
}

/* ---- spans and blocks ---- */

static void span_put(struct reducer *r, enum reduced_kind kind, unsigned style, struct str text, struct str target)
{
	if (r->block == NULL || full(r))
		return;
	*ARENA_PUSH(r->a, r->block->spans, r->block->span_count, r->block->span_room) = (struct reduced_span){ kind, style,
		arena_str(r->a, text), arena_str(r->a, utf8_cut(target, REDUCED_TARGET_MOST)) };
	r->spans++;
	r->bytes += text.n + target.n;
}

static void span_end(struct reducer *r)
{
	if (r->text.n > 0)
		span_put(r, r->kind, r->style, buf_str(&r->text), r->kind == REDUCED_LINK ? r->target : STR(""));
	buf_clear(&r->text);
}

static void block_end(struct reducer *r)
{
	span_end(r);
	r->block = NULL;
	r->space = false;
	r->row = false;
}

static void block_need(struct reducer *r)
{
	struct level l = now(r);

	if (r->block != NULL || full(r))
		return;
	r->block = ARENA_PUSH(r->a, r->out->blocks, r->out->block_count, r->out->block_room);
	*r->block = (struct reduced_block){ .kind = l.pre ? BLOCK_PRE : l.heading ? BLOCK_HEADING : r->row ? BLOCK_ROW : l.item ? BLOCK_ITEM : BLOCK_TEXT,
		.quote = l.quote };
}

/* The style of what comes now; another one ends the span. */
static void span_need(struct reducer *r)
{
	struct level l = now(r);
	enum reduced_kind kind = l.link ? REDUCED_LINK : REDUCED_TEXT;

	block_need(r);
	if (r->text.n > 0 && (kind != r->kind || l.style != r->style))
		span_end(r);
	r->kind = kind;
	r->style = l.style;
}

static void put_word(struct reducer *r, struct str word)
{
	bool first = r->block == NULL || (r->block->span_count == 0 && r->text.n == 0);

	span_need(r);
	if (r->space && !first)
		buf_char(&r->text, ' ');
	r->space = false;
	if (r->bytes + r->text.n + word.n <= REDUCED_TEXT_MOST + 4096)
		buf_add(&r->text, word);
	else
		r->out->cut = true;
}

static bool blank(char c) { return ascii_space((unsigned char)c) || c == '\f'; }

static void put_text(struct reducer *r, struct str raw)
{
	struct str s = html_unescape(r->a, raw);

	if (now(r).pre) {
		if (str_trim(s).n > 0 || r->block != NULL)
			put_word(r, s);
		return;
	}
	for (size_t i = 0; i < s.n && !r->out->cut;) {
		size_t from = i;

		while (i < s.n && !blank(s.p[i]))
			i++;
		if (i > from)
			put_word(r, str_at(s, from, i - from));
		for (; i < s.n && blank(s.p[i]); i++)
			r->space = true;
	}
}

/* Something that is no text: a picture, a field. */
static void put_thing(struct reducer *r, enum reduced_kind kind, struct str text, struct str target)
{
	block_need(r);
	span_end(r);
	span_put(r, kind, now(r).style, utf8_cut(text, REDUCED_TARGET_MOST), target);
	r->space = true;
}

/* ---- elements ---- */

static bool is_one_of(struct str name, const char *names)
{
	struct str rest = str_of(names), one;

	while (str_split(&rest, ' ', &one))
		if (str_ieq(name, one))
			return true;
	return false;
}

static void level_close(struct reducer *r)
{
	const struct level *l = &r->levels[--r->level_count];

	if (l->block)
		block_end(r);
	else if (l->link != now(r).link || l->style != now(r).style)
		span_end(r);
	r->head[l->chain] = l->below_same;
}

static void level_open(struct reducer *r, const struct tag *t, const struct element_info *e)
{
	struct level l = now(r);
	struct str style = tag_attribute(t, "style"), href;

	if (r->level_count == LEVELS_MOST)
		level_close(r);
	l.below_same = r->head[e->chain];
	l.chain = (uint8_t)e->chain;
	l.block = (e->kind & ELEMENT_BLOCK) != 0 && !(r->row && e->element != E_TR);     /* inside a row only the row ends a line */
	l.heading |= is_one_of(t->name, "h1 h2 h3 h4 h5 h6");
	l.style |= is_one_of(t->name, "b strong th h1 h2 h3 h4 h5 h6") ? REDUCED_BOLD : is_one_of(t->name, "i em cite address") ? REDUCED_ITALIC :
	    is_one_of(t->name, "u ins") ? REDUCED_UNDERLINE : 0;
	if ((style.p != NULL && (style_hides(html_unescape(r->a, style)) & (HIDES_ALL | HIDES_FONT | HIDES_VISIBILITY)) != 0) ||
	    tag_attribute(t, "hidden").p != NULL)
		l.style |= REDUCED_HIDDEN;
	l.pre |= e->element == E_PRE || e->element == E_TEXTAREA;
	l.item = e->element == E_LI || (l.item && !l.block);
	if (e->element == E_BLOCKQUOTE && l.quote < REDUCED_QUOTES_MOST)
		l.quote++;
	if (e->element == E_A && (href = tag_attribute(t, "href")).p != NULL) {
		span_end(r);
		l.link = true;
		r->target = html_unescape(r->a, href);
	}
	r->levels[r->level_count++] = l;
	r->head[e->chain] = (uint32_t)r->level_count;
}

static void end_tag(struct reducer *r, const struct element_info *e)
{
	uint32_t start = r->head[e->chain];

	if (start == 0) {
		if ((e->kind & ELEMENT_BLOCK) != 0)
			block_end(r);
		return;
	}
	while (r->level_count >= start)
		level_close(r);
}

static struct str words_of(struct reducer *r, const struct tag *t, const char *one, const char *two)
{
	struct str s = tag_attribute(t, one);

	if (s.p == NULL)
		s = tag_attribute(t, two);
	return s.p != NULL ? html_unescape(r->a, s) : STR("");
}

/* What stood there, where it would have loaded or sent something. */
static bool put_special(struct reducer *r, const struct tag *t, enum element e)
{
	switch (e) {
	case E_IMG: put_thing(r, REDUCED_IMAGE, words_of(r, t, "alt", "title"), words_of(r, t, "src", "srcset")); return true;
	case E_INPUT:
		if (!str_ieq(words_of(r, t, "type", "type"), STR("hidden")))
			put_thing(r, REDUCED_FIELD, words_of(r, t, "value", "placeholder"), STR(""));
		return true;
	case E_IFRAME: case E_FRAME: case E_OBJECT: case E_EMBED:
		put_thing(r, REDUCED_FRAME, STR(""), words_of(r, t, "src", "data"));
		return e == E_FRAME || e == E_EMBED;
	case E_HR:
		block_end(r);
		block_need(r);
		if (r->block != NULL)
			r->block->kind = BLOCK_RULE;
		block_end(r);
		return true;
	case E_BR:
		if (now(r).pre && r->text.n > 0)
			buf_char(&r->text, '\n');
		else
			block_end(r);
		return true;
	default: return false;
	}
}

static void start_tag(struct reducer *r, const struct tag *t, const struct element_info *e)
{
	if (put_special(r, t, e->element))
		return;
	if (e->element == E_TD && r->row && r->block != NULL) {
		span_end(r);
		span_put(r, REDUCED_CELL, 0, STR(""), STR(""));
		r->space = false;
	} else if ((e->kind & ELEMENT_BLOCK) != 0 && !(r->row && e->element != E_TR)) {
		block_end(r);
	}
	r->row |= e->element == E_TR;
	if ((e->kind & ELEMENT_VOID) == 0 && !t->self_closing)
		level_open(r, t, e);
}

/* Behind the end tag of an element whose content is no markup, or is never shown. */
static size_t skip(struct str s, size_t at, struct str name)
{
	while (at < s.n) {
		long long next = str_find(str_from(s, at), STR("</"));

		if (next < 0)
			return s.n;
		at += (size_t)next;
		if (str_istarts(str_from(s, at + 2), name)) {
			long long end = str_find_char(str_from(s, at), '>');

			return end < 0 ? s.n : at + (size_t)end + 1;
		}
		at += 2;
	}
	return s.n;
}

static size_t comment(struct str s, size_t at)
{
	bool is_comment = str_starts(str_from(s, at), STR("<!--"));
	long long end = is_comment ? str_find(str_from(s, at + 4), STR("-->")) : str_find_char(str_from(s, at), '>');

	return end < 0 ? s.n : is_comment ? at + 4 + (size_t)end + 3 : at + (size_t)end + 1;
}

static size_t markup(struct reducer *r, size_t at)
{
	struct element_info e;
	struct tag t;

	if (at + 1 < r->s.n && (r->s.p[at + 1] == '!' || r->s.p[at + 1] == '?'))
		return comment(r->s, at);
	if (at + 1 >= r->s.n || (!ascii_alpha((unsigned char)r->s.p[at + 1]) && (r->s.p[at + 1] != '/' || at + 2 >= r->s.n ||
	    !ascii_alpha((unsigned char)r->s.p[at + 2])))) {
		put_text(r, str_at(r->s, at, 1));
		return at + 1;
	}
	if (!tag_read(r->s, at, &t))
		return r->s.n;
	e = element_of(t.name);
	if (t.end) {
		end_tag(r, &e);
		return t.to;
	}
	if (((e.kind & (ELEMENT_RAW | ELEMENT_UNSEEN)) != 0 || e.element == E_SVG || str_ieq(t.name, STR("math"))) && e.element != E_TEXTAREA &&
	    e.element != E_PLAINTEXT && e.element != E_HEAD && (e.kind & ELEMENT_VOID) == 0) {
		if (e.element == E_IFRAME || e.element == E_OBJECT)
			put_special(r, &t, e.element);
		return t.self_closing && e.element == E_SVG ? t.to : skip(r->s, t.to, t.name);
	}
	start_tag(r, &t, &e);
	return t.to;
}

void html_reduce(struct arena *a, struct str source, struct reduced *out)
{
	struct reducer *r = ARENA_NEW(a, struct reducer);
	size_t at = 0;

	*out = (struct reduced){ 0 };
	r->a = a;
	r->s = source;
	r->out = out;
	r->target = STR("");
	buf_init_arena(&r->text, a, REDUCED_TEXT_MOST + (64 << 10));
	while (at < source.n && !full(r)) {
		long long next = str_find_char(str_from(source, at), '<');
		size_t end = next < 0 ? source.n : at + (size_t)next;

		put_text(r, str_at(source, at, end - at));
		at = end < source.n ? markup(r, end) : end;
	}
	block_end(r);
}

void text_reduce(struct arena *a, struct str text, struct reduced *out)
{
	struct str line;
	size_t bytes = 0;

	*out = (struct reduced){ 0 };
	while (str_split(&text, '\n', &line)) {
		struct reduced_block *b;
		int quote = 0;

		while (line.n > 0 && line.p[0] == '>') {
			quote += quote < REDUCED_QUOTES_MOST;
			line = str_from(line, line.n > 1 && line.p[1] == ' ' ? 2 : 1);
		}
		if (out->block_count >= REDUCED_BLOCKS_MOST || (bytes += line.n) > REDUCED_TEXT_MOST) {
			out->cut = true;
			return;
		}
		b = ARENA_PUSH(a, out->blocks, out->block_count, out->block_room);
		*b = (struct reduced_block){ .kind = BLOCK_PRE, .quote = quote };
		*ARENA_PUSH(a, b->spans, b->span_count, b->span_room) = (struct reduced_span){ REDUCED_TEXT, 0, line, STR("") };
	}
}

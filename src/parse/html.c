/* html.c - the pass over the source: visible text, links, quote ranges, and what was hidden. */
#include "parse/html.h"

#include <assert.h>

#include "base/text.h"
#include "parse/html_reader.h"
#include "parse/url.h"

enum {
	HIDDEN_MOST = 64 * 1024,        /* of hidden text kept as evidence */
	RUNS_FINE = 400 * 1000,         /* beyond, the map gets coarse instead of large */
	RUN_COARSE = 256,
	OPEN_MOST = 1 << 16,            /* elements inside each other; deeper ones count as siblings */
	QUOTES_MOST = 10 * 1000,
};

static void run_add(struct reader *r, bool exact)
{
	struct html_run *last = r->run_count > 0 ? &r->runs[r->run_count - 1] : NULL;
	struct html_run *new;

	if (last != NULL) {
		if (last->text_from == r->text.n) {
			if (exact)
				last->source_from = (uint32_t)r->source_at;
			last->exact = exact;
			return;
		}
		if (exact && last->exact && r->text.n - last->text_from == r->source_at - last->source_from)
			return;
		if (r->run_count >= RUNS_FINE && r->text.n - last->text_from < RUN_COARSE) {
			last->exact = false;
			return;
		}
	}
	new = ARENA_PUSH(r->a, r->runs, r->run_count, r->run_room);
	*new = (struct html_run){ (uint32_t)r->text.n, (uint32_t)r->source_at, exact };
}

/* The white space that is due before the next visible character. */
static void flush_space(struct reader *r)
{
	if (r->breaks > 0 || r->cell || r->space)
		run_add(r, false);
	if (r->breaks > 0 && r->text.n > 0)
		for (int i = 0; i < r->breaks; i++)
			buf_char(&r->text, '\n');
	else if (r->cell && !r->line_start)
		buf_char(&r->text, '\t');
	else if (r->space && !r->line_start)
		buf_char(&r->text, ' ');
	r->breaks = 0;
	r->cell = r->space = r->line_start = false;
}

static void line_break(struct reader *r, int lines)
{
	if (r->breaks < lines)
		r->breaks = lines;
	r->line_start = true;
	r->cell = r->space = false;
}

static bool ends_in_word(struct str s)
{
	unsigned char last = s.n > 0 ? (unsigned char)s.p[s.n - 1] : ' ';

	return last >= 0x80 || ascii_alpha(last) || ascii_digit(last);
}

/* `s` is shown next: does it go on with the word that something was hidden in? */
static void note_split(struct reader *r, struct str s)
{
	bool goes_on = r->hid_at > 0 && r->hid_at == r->text.n && !r->space && !r->cell && r->breaks == 0 && s.n > 0 && ends_in_word(str_at(s, 0, 1));

	r->hid_at = 0;
	if (goes_on && r->page->split_words++ == 0)
		r->split_at = r->text.n;
}

static void add_hidden(struct reader *r, struct str s)
{
	r->page->hidden_bytes += s.n;
	r->hid_at = !r->space && !r->cell && r->breaks == 0 && ends_in_word(buf_str(&r->text)) ? r->text.n : 0;
	if (r->hidden.n + s.n <= HIDDEN_MOST)
		buf_add(&r->hidden, s);
}

static bool is_blank(char c)
{
	return ascii_space((unsigned char)c) || c == '\f';
}

/* Text between two tags, without entities. */
static void add_plain(struct reader *r, struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		size_t from = i;

		while (i < s.n && !is_blank(s.p[i]))
			i++;
		if (i > from) {
			note_split(r, str_from(s, from));
			r->source_at = (size_t)(s.p - r->s.p) + from;
			flush_space(r);
			run_add(r, true);
			buf_add(&r->text, str_at(s, from, i - from));
		}
		for (; i < s.n && is_blank(s.p[i]); i++) {
			if (r->pre == 0)
				r->space = true;
			else if (s.p[i] == '\n') {
				r->breaks++;
				r->line_start = true;
			} else if (s.p[i] != '\r') {
				flush_space(r);
				r->source_at = (size_t)(s.p - r->s.p) + i;
				run_add(r, true);
				buf_char(&r->text, s.p[i]);
			}
		}
	}
}

static void add_text(struct reader *r, struct str s)
{
	unsigned state = state_of(r);

	if (state != 0) {
		if ((state & UNSEEN) == 0 && str_trim(s).n > 0)
			add_hidden(r, html_unescape(r->a, s));
		return;
	}
	while (s.n > 0) {
		long long amp = str_find_char(s, '&');
		size_t plain = amp < 0 ? s.n : (size_t)amp, n;
		char bytes[16];
		struct buf one = { .p = bytes, .room = sizeof bytes, .max = sizeof bytes - 1 };

		add_plain(r, str_at(s, 0, plain));
		s = str_from(s, plain);
		if (amp < 0)
			break;
		n = html_entity(s, false, &one);
		if (n == 0) {
			add_plain(r, str_at(s, 0, 1));
			n = 1;
		} else {
			r->source_at = (size_t)(s.p - r->s.p);
			if (one.n == 1 && is_blank(one.p[0]))
				r->space = true;
			else {
				flush_space(r);
				run_add(r, false);
				buf_add(&r->text, buf_str(&one));
				r->source_at += n;
				run_add(r, true);
			}
		}
		s = str_from(s, n);
	}
}

static void quote_open(struct reader *r, const struct tag *t, bool cite)
{
	struct html_quote *q = ARENA_PUSH(r->a, r->quotes, r->quote_count, r->quote_room);
	uint32_t *top;

	line_break(r, 1);
	q->text_from = r->text.n;
	q->text_to = 0;
	q->source_from = t->from;
	q->depth = (int)r->quote_depth + 1;
	q->cite = cite;
	top = ARENA_PUSH(r->a, r->quote_stack, r->quote_depth, r->quote_stack_room);
	*top = (uint32_t)r->quote_count - 1;
}

static void quote_close(struct reader *r)
{
	if (r->quote_depth > 0)
		r->quotes[r->quote_stack[--r->quote_depth]].text_to = r->text.n;
	line_break(r, 1);
}

static bool is_quote_container(const struct tag *t)
{
	static const char *const marks[] = { "gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite",
		"zmail_extra", "tutanota_quote", "divRplyFwdMsg", "x_gmail_quote", "reply-intro", NULL };
	struct str class = tag_attribute(t, "class"), id = tag_attribute(t, "id");

	for (size_t i = 0; marks[i] != NULL; i++)
		if ((class.p != NULL && str_has(class, str_of(marks[i]))) || (id.p != NULL && str_has(id, str_of(marks[i]))))
			return !(class.p != NULL && (str_has(class, STR("cite-prefix")) || str_has(class, STR("gmail_quote_"))));
	return false;
}

static bool is_cite(const struct tag *t)
{
	struct str type = tag_attribute(t, "type"), style = tag_attribute(t, "style");

	return (type.p != NULL && str_ieq(str_trim(type), STR("cite"))) || tag_attribute(t, "cite").p != NULL ||
	    is_quote_container(t) || (style.p != NULL && str_ihas(style, STR("border-left")));
}

static void closed(struct reader *r, const struct open *o)
{
	r->head[o->chain] = o->below_same;
	if (o->quote)
		quote_close(r);
	if (o->element == E_A)
		html_link_close(r);
	if (o->element == E_PRE && r->pre > 0)
		r->pre--;
	if ((o->kind & ELEMENT_BLOCK) != 0)
		line_break(r, (o->kind & ELEMENT_SPACED) != 0 && o->state == 0 ? 2 : 1);
}

/* The end tag reaches down to its start tag, but an inline one not through a special element. */
static void end_tag(struct reader *r, const struct element_info *e)
{
	uint32_t start = r->head[e->chain];

	if (start == 0) {
		if (e->element == E_P)
			line_break(r, 2);
		return;
	}
	if ((e->kind & (ELEMENT_SPECIAL | ELEMENT_BLOCK)) == 0 && r->open[r->open_count - 1].below_special > start)
		return;
	while (r->open_count >= start)
		closed(r, &r->open[--r->open_count]);
}

static unsigned visibility(const struct reader *r, const struct tag *t, const struct element_info *e)
{
	unsigned state = state_of(r);
	struct str style = tag_attribute(t, "style");
	unsigned hides = style.p != NULL ? style_hides(html_unescape(r->a, style)) : 0;

	if (hides & SHOWS_FONT)
		state &= ~(unsigned)BY_FONT;
	if (hides & SHOWS_VISIBILITY)
		state &= ~(unsigned)BY_VISIBILITY;
	if (hides & HIDES_FONT)
		state |= BY_FONT;
	if (hides & HIDES_VISIBILITY)
		state |= BY_VISIBILITY;
	if ((hides & HIDES_ALL) || tag_attribute(t, "hidden").p != NULL)
		state |= BY_STYLE;
	if (e->kind & ELEMENT_UNSEEN)
		state |= UNSEEN;
	return state;
}

static void push(struct reader *r, const struct tag *t, const struct element_info *e, bool quote)
{
	unsigned state = visibility(r, t, e);
	uint32_t special = r->open_count > 0 ? r->open[r->open_count - 1].below_special : 0;
	struct open *o;

	if (r->open_count == OPEN_MOST) {
		r->page->limited = true;
		closed(r, &r->open[--r->open_count]);
	}
	o = ARENA_PUSH(r->a, r->open, r->open_count, r->open_room);
	o->below_same = r->head[e->chain];
	o->below_special = (e->kind & ELEMENT_SPECIAL) != 0 ? (uint32_t)r->open_count : special;
	o->chain = (uint8_t)e->chain;
	o->state = (uint8_t)state;
	o->element = (uint8_t)e->element;
	o->quote = quote;
	o->kind = (uint8_t)e->kind;
	r->head[e->chain] = (uint32_t)r->open_count;
}

static void input(struct reader *r, const struct tag *t)
{
	struct str type = tag_attribute(t, "type"), value = tag_attribute(t, "value");

	if (type.p != NULL && str_ieq(type, STR("password")))
		r->page->password_field_count++;
	html_attribute_link(r, t, "button", "formaction");
	if (type.p != NULL && value.p != NULL && (str_ieq(type, STR("submit")) || str_ieq(type, STR("button"))))
		add_text(r, value);
}

/* What an element does besides standing on the stack. */
static void start_facts(struct reader *r, const struct tag *t, enum element e)
{
	switch (e) {
	case E_A: html_anchor(r, t); break;
	case E_AREA: html_attribute_link(r, t, "area", "href"); break;
	case E_IMG: html_image(r, t); break;
	case E_META: html_meta_refresh(r, t); break;
	case E_INPUT: input(r, t); break;
	case E_BUTTON: html_attribute_link(r, t, "button", "formaction"); break;
	case E_IFRAME: case E_FRAME: html_attribute_link(r, t, "iframe", "src"); break;
	case E_OBJECT: html_attribute_link(r, t, "object", "data"); break;
	case E_EMBED: html_attribute_link(r, t, "object", "src"); break;
	case E_FORM:
		r->page->form_count++;
		html_attribute_link(r, t, "form", "action");
		break;
	case E_BASE:
		if (r->page->base.p == NULL && tag_attribute(t, "href").p != NULL)
			r->page->base = html_clean_url(r->a, tag_attribute(t, "href"));
		break;
	case E_BODY: case E_TABLE: case E_TD: case E_DIV: html_attribute_link(r, t, "background", "background"); break;
	default: break;
	}
}

static void start_space(struct reader *r, const struct element_info *e)
{
	if (e->element == E_BR && state_of(r) == 0) {
		r->breaks++;
		r->line_start = true;
		r->cell = r->space = false;
	} else if (e->element == E_TD) {
		r->cell = !r->line_start;
		r->space = false;
	} else if ((e->kind & ELEMENT_BLOCK) != 0 && state_of(r) == 0) {
		line_break(r, 1);
	}
}

/* What closes by itself: <p> by a block, <td> by <td>, <li> by <li>, <option> by <option>. */
static void close_implied(struct reader *r, const struct element_info *e)
{
	const struct open *top = r->open_count > 0 ? &r->open[r->open_count - 1] : NULL;

	if (top == NULL)
		return;
	if (e->element == E_TD || e->element == E_TR) {
		/* a cell or row ends the one before it in the same table, whatever is still open inside */
		uint32_t before = r->head[e->chain];

		if (before > r->head[element_of(STR("table")).chain])
			while (r->open_count >= before)
				closed(r, &r->open[--r->open_count]);
		return;
	}
	if ((e->element == top->element && (e->element == E_P || e->element == E_LI ||
	    e->element == E_OPTION || e->element == E_A)) ||
	    (top->element == E_P && (e->kind & ELEMENT_BLOCK) != 0) ||
	    (top->element == E_HEAD && e->element == E_BODY))
		closed(r, &r->open[--r->open_count]);
}

/* Content that is no markup: to its end tag, or to the end.  Returns where to go on. */
static size_t raw_content(struct reader *r, const struct tag *t, const struct element_info *e)
{
	size_t i = t->to, end = r->s.n, next = end;

	while (i < r->s.n) {
		const char *p = memchr(r->s.p + i, '<', r->s.n - i);
		size_t at = p != NULL ? (size_t)(p - r->s.p) : r->s.n;
		struct str rest = str_from(r->s, at);

		if (rest.n > t->name.n + 2 && rest.p[1] == '/' && str_ieq(str_at(rest, 2, t->name.n), t->name) &&
		    (is_blank(rest.p[2 + t->name.n]) || rest.p[2 + t->name.n] == '>' || rest.p[2 + t->name.n] == '/')) {
			p = memchr(rest.p, '>', rest.n);
			end = at;
			next = p != NULL ? (size_t)(p - r->s.p) + 1 : r->s.n;
			break;
		}
		i = at + 1;
	}
	if (e->element == E_TITLE && r->page->title.p == NULL)
		r->page->title = str_trim(html_unescape(r->a, str_at(r->s, t->to, end - t->to)));
	if (e->element == E_SCRIPT)
		r->page->script_count++;
	if ((e->kind & ELEMENT_UNSEEN) == 0) {
		line_break(r, 1);
		add_text(r, str_at(r->s, t->to, end - t->to));
		line_break(r, 1);
	}
	return next;
}

static size_t tag(struct reader *r, const struct tag *t)
{
	struct element_info e = element_of(t->name);
	bool quote;

	if (t->end) {
		if ((e.kind & ELEMENT_VOID) == 0)
			end_tag(r, &e);
		else if (e.element == E_BR)
			start_space(r, &e);
		return t->to;
	}
	close_implied(r, &e);
	start_space(r, &e);
	start_facts(r, t, e.element);
	if (e.kind & ELEMENT_VOID)
		return t->to;
	if (e.kind & ELEMENT_RAW)
		return raw_content(r, t, &e);
	quote = (e.element == E_BLOCKQUOTE || (e.element == E_DIV && is_quote_container(t))) &&
	    r->quote_count < QUOTES_MOST;
	if (quote)
		quote_open(r, t, is_cite(t));
	if (e.element == E_PRE)
		r->pre++;
	push(r, t, &e, quote);
	if ((e.kind & ELEMENT_SPACED) != 0 && state_of(r) == 0)
		line_break(r, 2);
	return t->to;
}

/* <!-- ... -->, <!DOCTYPE>, <?...>, </ without a letter: nothing of it is shown. */
static size_t comment(struct reader *r, size_t at)
{
	struct str rest = str_from(r->s, at);
	const char *end;
	size_t to;

	if (str_starts(rest, STR("<!--"))) {
		if (str_starts(rest, STR("<!-->")))
			return at + 5;
		if (str_starts(rest, STR("<!--->")))
			return at + 6;
		to = r->s.n;
		for (const char *p = rest.p + 4; (p = memchr(p, '-', (size_t)(r->s.p + r->s.n - p))) != NULL; p++) {
			struct str here = { p, (size_t)(r->s.p + r->s.n - p) };

			if (str_starts(here, STR("-->")) || str_starts(here, STR("--!>"))) {
				to = (size_t)(p - r->s.p) + (here.p[2] == '>' ? 3 : 4);
				break;
			}
		}
		r->page->comment_bytes += to - at;
		return to;
	}
	end = memchr(rest.p, '>', rest.n);
	return end != NULL ? (size_t)(end - r->s.p) + 1 : r->s.n;
}

static size_t markup(struct reader *r, size_t at)
{
	struct str rest = str_from(r->s, at);
	unsigned char c = rest.n > 1 ? (unsigned char)rest.p[1] : 0;
	struct tag t;

	if (ascii_alpha(c) || (c == '/' && rest.n > 2 && ascii_alpha((unsigned char)rest.p[2])))
		return tag_read(r->s, at, &t) ? tag(r, &t) : r->s.n;
	if (c == '!' || c == '?' || (c == '/' && rest.n > 2))
		return comment(r, at);
	add_text(r, str_at(r->s, at, 1));
	return at + 1;
}

static bool is_word_byte(char c)
{
	return ends_in_word((struct str){ &c, 1 });
}

static struct str word_around(struct str s, size_t at)
{
	enum { LONGEST = 60 };
	size_t from = at, to = at;

	while (from > 0 && at - from < LONGEST && is_word_byte(s.p[from - 1]))
		from--;
	while (to < s.n && to - at < LONGEST && is_word_byte(s.p[to]))
		to++;
	while (from < at && ((unsigned char)s.p[from] & 0xc0) == 0x80)
		from++;
	return utf8_cut(str_from(s, from), to - from);
}

/* The page's <base>, read once for all its links.  Where copying it for each of them would take much, only its host counts. */
static struct url base_of(struct reader *r)
{
	enum { COPIED_MOST = 2 << 20, HOST_LONGEST = 255 };
	struct url base = { .host = STR("") };

	if (r->page->base.n == 0 || !url_parse(r->a, r->page->base, &base) || base.whole.n * r->link_count <= COPIED_MOST)
		return base;
	r->page->limited = true;
	if (!url_parse(r->a, arena_printf(r->a, STR_FMT "://" STR_FMT, STR_ARG(base.scheme), STR_ARG(utf8_cut(base.host_shown, HOST_LONGEST))), &base))
		base.host = STR("");
	return base;
}

/* An address as it would be visited: seen from <base>; "//host/" has lost the scheme that a mail does not have. */
static struct str absolute(struct reader *r, const struct url *base, struct str url)
{
	if (base->host.n > 0)
		return url_resolve_from(r->a, base, url);
	return str_starts(url, STR("//")) && url.n > 4 ? arena_printf(r->a, "https:" STR_FMT, STR_ARG(url)) : url;
}

/* Ranges were kept as offsets while the text grew; now the text stands still. */
static void finish(struct reader *r)
{
	struct html_page *p = r->page;
	struct url base;

	while (r->open_count > 0)
		closed(r, &r->open[--r->open_count]);
	html_link_close(r);
	base = base_of(r);
	p->text = buf_str(&r->text);
	p->hidden = buf_str(&r->hidden);
	p->split_word = p->split_words > 0 ? word_around(p->text, r->split_at) : STR("");
	for (size_t i = 0; i < r->link_count; i++) {
		struct html_link *l = &r->links[i];

		l->url = absolute(r, &base, l->url);
		if (l->text_to > l->text_from) {
			struct str inside = str_at(p->text, l->text_from, l->text_to - l->text_from), text = str_trim(inside);

			l->text = text.n > 0 ? text : l->text;
			l->text_from += (size_t)(text.p - inside.p);
			l->text_to = l->text_from + text.n;
		}
	}
	for (size_t i = 0; i < r->quote_count; i++)
		while (r->quotes[i].text_from < r->quotes[i].text_to &&
		    ascii_space((unsigned char)p->text.p[r->quotes[i].text_from]))
			r->quotes[i].text_from++;
	p->links = r->links;
	p->link_count = r->link_count;
	p->quotes = r->quotes;
	p->quote_count = r->quote_count;
	p->runs = r->runs;
	p->run_count = r->run_count;
}

const struct html_page *html_read(struct arena *a, struct str source)
{
	struct reader r = { .a = a, .s = source, .page = ARENA_NEW(a, struct html_page), .link_open = -1,
		.line_start = true };

	r.page->source_bytes = source.n;
	r.page->hidden = STR("");
	r.page->title = STR_NONE;
	r.page->base = STR_NONE;
	buf_init_arena(&r.text, a, source.n * 2 + 64);
	r.text.room = source.n + 64;            /* almost always enough: no copy is left behind */
	r.text.p = arena_alloc(a, r.text.room);
	buf_init_arena(&r.hidden, a, HIDDEN_MOST + 1);
	for (size_t i = 0; i < source.n;) {
		const char *p = memchr(source.p + i, '<', source.n - i);
		size_t at = p != NULL ? (size_t)(p - source.p) : source.n;

		if (at > i)
			add_text(&r, str_at(source, i, at - i));
		i = at < source.n ? markup(&r, at) : at;
	}
	finish(&r);
	if (r.page->title.p == NULL)
		r.page->title = STR("");
	return r.page;
}

void html_source(const struct html_page *page, size_t text_from, size_t text_to, size_t *source_from_r,
    size_t *source_to_r)
{
	size_t found[2], wanted[2] = { text_from, text_to > text_from ? text_to - 1 : text_from };

	*source_from_r = 0;
	*source_to_r = page->source_bytes;
	for (int k = 0; k < 2; k++) {
		size_t lo = 0, hi = page->run_count;

		while (lo < hi) {
			size_t mid = lo + (hi - lo) / 2;

			if (page->runs[mid].text_from <= wanted[k])
				lo = mid + 1;
			else
				hi = mid;
		}
		found[k] = lo;                  /* index behind the run */
	}
	if (found[0] > 0) {
		const struct html_run *r = &page->runs[found[0] - 1];

		*source_from_r = r->source_from + (r->exact ? wanted[0] - r->text_from : 0);
	}
	if (found[1] > 0 && page->runs[found[1] - 1].exact)
		*source_to_r = page->runs[found[1] - 1].source_from + (wanted[1] - page->runs[found[1] - 1].text_from) + 1;
	else if (found[1] < page->run_count)
		*source_to_r = page->runs[found[1]].source_from;
}

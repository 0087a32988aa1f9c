/* body.c - what a reader shows: the chosen alternative, its plain twin, quotes, links. */
#include "base/buf.h"
#include "base/text.h"
#include "parse/html.h"
#include "parse/mail/reading.h"
#include "parse/quote.h"
#include "parse/url.h"

/* Children of part `parent` are those whose .parent it is; document order. */
static bool has_child_type(const struct part *parts, size_t n, int parent, struct str type)
{
	for (size_t i = 0; i < n; i++)
		if (parts[i].parent == parent && str_eq(parts[i].media_type, type))
			return true;
	return false;
}

enum { MOST_LINKS = 5000, MOST_SPLIT = 1 << 19, MOST_TWIN = 1 << 18 };

struct links {
	struct link *list;
	size_t count, room;
};

static bool is_readable(const struct part *p)
{
	if (p->kind == PART_MULTIPART)
		return p->text.p != NULL;       /* one without any boundary */
	return p->kind == PART_LEAF && p->text.p != NULL && !str_eq(p->disposition, STR("attachment")) &&
	    (str_eq(p->media_type, STR("text/plain")) || str_eq(p->media_type, STR("text/html")) ||
	        (p->name.p == NULL && str_starts(p->media_type, STR("text/")) && !str_eq(p->media_type, STR("text/calendar"))));
}

/* multipart/alternative: the last one that can be shown (RFC 2046, 5.1.4); related: the first. */
static void mark_shown(const struct mail *m, bool *shown)
{
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];
		int parent = p->parent;

		shown[i] = parent < 0 || shown[parent];
		if (parent >= 0 && shown[i] && str_eq(m->parts[parent].media_type, STR("multipart/alternative"))) {
			for (size_t later = i + 1; later < m->part_count; later++) {
				const struct part *q = &m->parts[later];

				if (q->parent == parent && (is_readable(q) || q->kind == PART_MULTIPART)) {
					shown[i] = false;
					break;
				}
			}
		}
	}
}

/* What the part shows: HTML as its visible text. */
static struct str visible(struct reading *r, struct mail *m, const struct part *p, const struct html_page **page_r)
{
	*page_r = NULL;
	if (!str_eq(p->media_type, STR("text/html")))
		return p->text;
	*page_r = html_read(r->arena, p->text);
	if ((*page_r)->hidden_bytes > 0)
		note_defect(r, "html.hidden-text", p->body_offset + r->base, 0);
	if ((*page_r)->limited)
		note_limit(r, "html.links", HTML_LINKS_MOST);
	if (m->split_words == 0)
		m->split_word = (*page_r)->split_word;
	m->split_words += (*page_r)->split_words;
	return (*page_r)->text;
}

/* Links of one part: of HTML elements, or URLs written in plain text. */
static void collect_links(struct reading *r, struct links *l, const struct part *p, int index, const struct html_page *page)
{
	const struct url_found *found = NULL;
	size_t count = 0;
	struct span whole = { p->body_offset, p->end - p->body_offset };
	bool raw = p->text.p >= r->raw.p && p->text.p + p->text.n <= r->raw.p + r->raw.n;      /* nothing was decoded */
	size_t text_at = raw ? (size_t)(p->text.p - r->raw.p) - r->base : 0;

	for (size_t i = 0; page != NULL && i < page->link_count && l->count < MOST_LINKS; i++)
		*ARENA_PUSH(r->arena, l->list, l->count, l->room) = (struct link){ .url = page->links[i].url, .text = page->links[i].text,
			.element = str_of(page->links[i].element), .part = index, .at = raw ?
			(struct span){ text_at + page->links[i].source_from, page->links[i].source_to - page->links[i].source_from } : whole };
	url_find(r->arena, page != NULL ? page->text : p->text, &found, &count);
	for (size_t i = 0; i < count && l->count < MOST_LINKS; i++) {
		size_t from = found[i].from, to = found[i].to;
		struct span at = whole;

		if (raw && page != NULL)
			html_source(page, from, to, &from, &to);
		if (raw)
			at = (struct span){ text_at + from, to - from };
		*ARENA_PUSH(r->arena, l->list, l->count, l->room) = (struct link){ .url = found[i].url, .text = STR(""),
			.element = STR("text"), .part = index, .at = at };
	}
}

/* An attachment that is not in the mail is opened by a click like any other link. */
static void collect_references(struct reading *r, const struct mail *m, struct links *l)
{
	for (size_t i = 0; i < m->part_count && l->count < MOST_LINKS; i++)
		if (m->parts[i].lies_at.n > 0)
			*ARENA_PUSH(r->arena, l->list, l->count, l->room) = (struct link){ .url = m->parts[i].lies_at, .text = STR(""),
				.element = STR("attachment"), .part = (int)i,
				.at = { m->parts[i].body_offset, m->parts[i].end - m->parts[i].body_offset } };
}

/* The letters and digits of a text, folded; URLs are left out, as plain twins write them out. */
static struct str bare_words(struct reading *r, struct str text)
{
	struct str folded = text_fold(r->arena, utf8_cut(text, MOST_TWIN));
	char *out = arena_alloc(r->arena, folded.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < folded.n;) {
		size_t from = i, end;
		uint32_t c;

		if (str_starts(str_from(folded, i), STR("http://")) || str_starts(str_from(folded, i), STR("https://"))) {
			for (end = i; end < folded.n && !ascii_space((unsigned char)folded.p[end]) && folded.p[end] != '>'; end++)
				;
			i = end;
			continue;
		}
		c = utf8_next(folded, &i);
		if (text_is_word(c)) {
			memcpy(out + n, folded.p + from, i - from);
			n += i - from;
		}
	}
	return (struct str){ out, n };
}

/* Readers that know winmail.dat show its body, others the plain text beside it: what both say is one text. */
static bool says_again(struct reading *r, const struct part *p, struct str before, struct str piece)
{
	if (!str_eq(p->encoding, STR("tnef")) || before.n > MOST_TWIN || piece.n > MOST_TWIN)
		return false;
	if (str_has(bare_words(r, before), bare_words(r, piece)))
		return true;
	if (bare_words(r, before).n > 0)
		note_defect(r, "tnef.text-differs", p->body_offset + r->base, p->end - p->body_offset);
	return false;
}

static void choose_text(struct reading *r, struct mail *m, struct links *l, const struct html_page **only_page_r)
{
	const struct html_page *page;
	bool *shown = ARENA_ARRAY(r->arena, bool, m->part_count + 1);
	struct buf all;
	struct str first = STR_NONE, piece;
	struct text_piece *list = NULL;
	size_t pieces = 0, count = 0, room = 0;
	bool undecodable = false;

	m->text_part = -1;
	mark_shown(m, shown);
	buf_init_arena(&all, r->arena, 64 << 20);
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];

		if (p->kind == PART_LEAF && str_starts(p->media_type, STR("text/")) && p->text.p == NULL)
			undecodable = true;
		if (!is_readable(p))
			continue;
		piece = visible(r, m, p, &page);
		collect_links(r, l, p, (int)i, page);
		if (!shown[i])
			continue;
		if (pieces > 0 && says_again(r, p, pieces == 1 ? first : buf_str(&all), piece))
			continue;
		if (pieces++ == 0 || (pieces == 2 && first.n < 8 && str_trim(first).n == 0)) {
			pieces = 1;
			first = piece;
			*only_page_r = page;
			m->text_part = (int)i;
			count = 0;
			*ARENA_PUSH(r->arena, list, count, room) = (struct text_piece){ 0, (int)i, page };
			continue;
		}
		*only_page_r = NULL;    /* offsets of its marks do not hold in the joined text */
		if (pieces == 2)
			buf_add(&all, first);
		if (all.n > 0 && all.p[all.n - 1] != '\n')
			buf_char(&all, '\n');
		*ARENA_PUSH(r->arena, list, count, room) = (struct text_piece){ all.n, (int)i, page };
		buf_add(&all, piece);
	}
	m->pieces = list;
	m->piece_count = count;
	m->text = pieces == 0 ? (undecodable ? STR_NONE : STR("")) : pieces == 1 ? first : buf_str(&all);
	m->text_plain = STR_NONE;
}

/* Does the plain alternative say something else, or much less, than what is shown? */
static bool twin_differs(struct reading *r, struct str plain, struct str shown)
{
	struct str a = bare_words(r, plain), b = bare_words(r, shown.p != NULL ? shown : STR(""));

	if (plain.n > MOST_TWIN || shown.n > MOST_TWIN)
		return !str_eq(plain, shown);
	return a.n > 0 && (a.n * 2 < b.n || !str_has(b, a));
}

static void plain_twin(struct reading *r, struct mail *m)
{
	if (m->text_part < 0 || !str_eq(m->parts[m->text_part].media_type, STR("text/html")))
		return;
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];

		if (p->parent >= 0 && str_eq(p->media_type, STR("text/plain")) && is_readable(p) &&
		    str_eq(m->parts[p->parent].media_type, STR("multipart/alternative")) &&
		    has_child_type(m->parts, m->part_count, p->parent, STR("text/html"))) {
			if (twin_differs(r, p->text, m->text)) {
				m->text_plain = p->text;
				note_defect(r, "text.plain-differs", p->body_offset + r->base, p->end - p->body_offset);
			}
			return;
		}
	}
}

void body_read(struct reading *r, struct mail *m, struct part *parts)
{
	const struct html_page *page = NULL;
	struct links links = { 0 };
	struct text_split split;

	(void)parts;
	choose_text(r, m, &links, &page);
	collect_references(r, m, &links);
	m->links = links.list;
	m->link_count = links.count;
	plain_twin(r, m);
	if (m->text.n > MOST_SPLIT)
		note_limit(r, "text.split", MOST_SPLIT);
	quote_split(r->arena, utf8_cut(m->text.p != NULL ? m->text : STR(""), MOST_SPLIT), page != NULL ? page->quotes : NULL,
	    page != NULL ? page->quote_count : 0, &split);
	m->text_newest = split.newest;
	m->newest_at = split.newest_at;
	m->newest_count = split.newest_count;
	m->signature = split.signature;
	m->quotes = split.quotes;
	m->quote_count = split.quote_count;
	m->language = text_language(utf8_cut(m->text_newest, 16 << 10));
}

/* file_links.c - see file_links.h. */
#include "analyse/file_links.h"

#include "base/text.h"
#include "parse/pixels.h"
#include "parse/qr.h"
#include "parse/qr_drawn.h"
#include "parse/url_unwrap.h"

enum { CODES_OF_ONE = 4, URL_LONGEST = 2000, PAGES_FROM_MOST = 4 << 20, DRAWINGS_MOST = 4 };

struct gathering {
	struct arena *arena;
	const struct mail *mail;
	struct papers *papers;
	bool alone;                     /* no mail of which anybody could say */
	struct link *list;
	size_t count, room;
	size_t pictures, pixels;        /* looked at */
	bool unread;                    /* there were pictures, and nobody here reads codes */
	bool damaged;                   /* one could not be read to its end, and no code was in the rest */
	bool foreign;                   /* one is of a format that nobody here reads */
	bool cut;                       /* more than may be looked at */
};

/* Where a link was found: in a part, in a file inside it ("" where it is the part), on a page. */
struct place {
	size_t part;
	struct str inside;
	size_t page;
};

static void add(struct gathering *g, const struct place *at, struct str url, const char *element, const char *stream)
{
	const struct part *p = &g->mail->parts[at->part];

	url = str_trim(utf8_cut(utf8_repair(g->arena, url), URL_LONGEST));
	if (url.n == 0 || g->count == FILE_LINKS_MOST)
		return;
	*ARENA_PUSH(g->arena, g->list, g->count, g->room) = (struct link){ .url = url, .text = STR(""), .element = str_of(element),
		.part = (int)at->part, .at = { p->body_offset, p->end - p->body_offset }, .page = at->page,
		.stream = at->inside.n > 0 ? at->inside : str_of(stream), .inside = at->inside,
		.where = arena_printf(g->arena, "%s:" STR_FMT, p->is_attachment ? "attachment" : "part", STR_ARG(p->number)) };
}

/* "https://..." or "HTTPS://...": a code may also be a ticket, a visiting card or a network's password. */
static bool is_web(struct str s)
{
	return str_istarts(s, STR("http://")) || str_istarts(s, STR("https://"));
}

/* False where there is none. */
static bool look(struct gathering *g, const struct place *at, const struct pixels *p)
{
	struct str codes[CODES_OF_ONE];
	size_t n;

	if (p->width < QR_SMALLEST || p->height < QR_SMALLEST)
		return false;
	if (g->pictures == FILE_PICTURES_MOST || g->pixels + p->width * p->height > 4 * (size_t)PIXELS_KEPT) {
		g->cut = true;
		return false;
	}
	g->pictures++;
	g->pixels += p->width * p->height;
	n = qr_read(g->arena, p, codes, CODES_OF_ONE);
	for (size_t i = 0; i < n; i++)
		if (is_web(str_trim(codes[i])))
			add(g, at, codes[i], "qr", "QR");
	return n > 0;
}

static bool is_picture(struct str body)
{
	return str_starts(body, STR("\x89PNG")) || str_starts(body, STR("\xff\xd8\xff"));
}

/* A picture that nobody here reads, and that may be large enough for a code. */
static bool is_foreign_picture(struct str b)
{
	static const char *const brands[] = { "heic", "heix", "heim", "hevc", "mif1", "msf1", "avif", "avis" };

	if (b.n < 32)
		return false;
	if (str_starts(b, STR("GIF8")))         /* width and height: two bytes each, the low one first */
		return ((unsigned char)b.p[6] >= QR_SMALLEST || b.p[7] != 0) && ((unsigned char)b.p[8] >= QR_SMALLEST || b.p[9] != 0);
	for (size_t i = 0; i < sizeof brands / sizeof brands[0] && str_eq(str_at(b, 4, 4), STR("ftyp")); i++)
		if (str_eq(str_at(b, 8, 4), str_of(brands[i])))
			return true;
	return (str_starts(b, STR("RIFF")) && str_eq(str_at(b, 8, 4), STR("WEBP"))) || str_starts(b, STR("II*")) ||
	    (str_starts(b, STR("MM")) && b.p[2] == 0 && b.p[3] == '*') || (str_starts(b, STR("BM")) && str_eq(str_at(b, 6, 4), (struct str){ "\0\0\0", 4 }));
}

static void look_at_picture(struct gathering *g, const struct place *at, struct str bytes)
{
	struct pixels p;
	enum pixels_end end;

	g->foreign |= is_foreign_picture(bytes);
	if (!is_picture(bytes) || g->cut)
		return;
	if (!qr_ready()) {
		g->unread = true;
		return;
	}
	end = pixels_read(g->arena, bytes, &p);
	if (end == PIXELS_GOOD)
		look(g, at, &p);
	if (end == PIXELS_CUT)
		g->damaged |= p.grey == NULL || !look(g, at, &p);
	g->cut |= end == PIXELS_TOO_MANY;
}

/* "data:image/png;base64,...": a picture that the page or the drawing brings along in itself. */
static void look_at_data(struct gathering *g, size_t part, struct str url)
{
	long long comma = str_find(str_at(url, 0, 64), STR(";base64,"));

	if (str_istarts(url, STR("data:image/")) && comma > 0 && g->pictures < FILE_PICTURES_MOST)
		look_at_picture(g, &(struct place){ part, STR(""), 0 }, base64_any(g->arena, str_from(url, (size_t)comma + 8)));
}

static void look_at_data_pictures(struct gathering *g)
{
	const struct mail *m = g->mail;

	for (size_t i = 0; i < m->link_count; i++)
		if (str_eq(m->links[i].element, STR("img")))
			look_at_data(g, (size_t)m->links[i].part, m->links[i].url);
	for (size_t i = 0; i < m->part_count; i++) {
		struct str rest = str_eq(m->parts[i].media_type, STR("image/svg+xml")) ? m->parts[i].body : STR("");

		for (long long at; rest.n > 0 && (at = str_find(rest, STR("data:image/"))) >= 0; rest = str_from(rest, (size_t)at + 11))
			look_at_data(g, i, str_from(rest, (size_t)at));
	}
}

/* Dark on light first: light on dark is what a terminal shows. */
static void look_at_drawing(struct gathering *g, size_t part, const struct drawing *d)
{
	const struct place at = { part, STR(""), 0 };
	struct pixels p = drawing_pixels(g->arena, d, false);

	if (look(g, &at, &p))
		return;
	p = drawing_pixels(g->arena, d, true);
	look(g, &at, &p);
}

static bool may_be_drawn(struct str text)
{
	return str_has(text, STR("\xe2\x96")) || str_has(text, STR("\xe2\xac\x9b")) || str_has(text, STR("#####"));
}

/* Codes that are no picture: of characters in what the reader is shown, of table cells in a page. */
static void look_at_drawings(struct gathering *g)
{
	const struct mail *m = g->mail;
	const struct str texts[] = { m->text, m->text_plain };
	struct drawing d;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		for (size_t at = 0, n = 0; texts[i].n > 0 && (at > 0 || may_be_drawn(texts[i])) && n < DRAWINGS_MOST && qr_drawn_in_text(g->arena, texts[i], &at, &d); n++)
			look_at_drawing(g, m->text_part > 0 ? (size_t)m->text_part : 0, &d);
	for (size_t i = 0; i < m->part_count; i++)
		for (size_t at = 0, n = 0; m->parts[i].text.n > 0 && str_eq(m->parts[i].media_type, STR("text/html")) && n < DRAWINGS_MOST &&
		    qr_drawn_in_cells(g->arena, m->parts[i].text, &at, &d); n++)
			look_at_drawing(g, i, &d);
}

/* Codes are expected: the mail talks of scanning.  Asked where it matters only: it is looked for in all of the text. */
static bool asks(const struct gathering *g)
{
	const struct mail *m = g->mail;
	static const char *const words[] = { "QR", "scan ", "Scan ", "二维码", "スキャン", "読み取" };

	if (g->alone)
		return true;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_has(m->subject, str_of(words[i])) || str_has(str_at(m->text, 0, 1 << 16), str_of(words[i])))
			return true;
	return false;
}

/* Only where the PDF brings a picture, or the mail talks of scanning: making its pages takes as long as its text. */
static void look_at_pages(struct gathering *g, const struct place *at, struct str bytes)
{
	struct place here = *at;
	struct str rest;
	struct pixels p;

	if (!qr_ready() || bytes.n > PAGES_FROM_MOST || (!str_has(bytes, STR("/Image")) && !asks(g)))
		return;
	rest = papers_pages(g->papers, bytes);
	for (here.page = 1; pixels_next_pgm(&rest, &p); here.page++)
		look(g, &here, &p);
}

static void look_at_paper(struct gathering *g, const struct place *at, struct str bytes)
{
	const struct paper *paper = papers_find(g->papers, bytes);

	if (paper == NULL)
		return;
	for (size_t i = 0; i < paper->uri_count; i++)
		if (is_web(paper->uris[i]))
			add(g, at, paper->uris[i], "document", "URI");
	for (size_t i = 0; i < paper->picture_count && !papers_are_waiting(g->papers); i++) {
		const struct str name = paper->pictures[i].name;

		look_at_picture(g, &(struct place){ at->part, at->inside.n > 0 ? arena_printf(g->arena, STR_FMT "!" STR_FMT, STR_ARG(at->inside),
		    STR_ARG(name)) : name, 0 }, paper->pictures[i].bytes);
	}
	g->cut |= paper->pictures_cut && asks(g);
	look_at_pages(g, at, bytes);
}

static const struct mail *with_links(const struct gathering *g)
{
	struct mail *m = ARENA_NEW(g->arena, struct mail);
	struct link *links = ARENA_ARRAY(g->arena, struct link, g->mail->link_count + g->count);

	*m = *g->mail;
	for (size_t i = 0; i < m->link_count; i++)
		links[i] = m->links[i];
	for (size_t i = 0; i < g->count; i++)
		links[m->link_count + i] = g->list[i];
	m->links = links;
	m->link_count += g->count;
	return m;
}

/* "Not looked at" must not read as "nothing there". */
static const struct mail *with_limit(struct arena *a, const struct mail *was, const char *name, long long at)
{
	struct mail *m = ARENA_NEW(a, struct mail);
	struct limit_hit *limits = ARENA_ARRAY(a, struct limit_hit, was->limit_count + 1);

	*m = *was;
	for (size_t i = 0; i < m->limit_count; i++)
		limits[i] = m->limits[i];
	limits[m->limit_count] = (struct limit_hit){ name, at };
	m->limits = limits;
	m->limit_count++;
	return m;
}

/* Pictures are all that it shows: a logo beside a text is no reason to speak of pictures. */
static bool says_nothing(const struct mail *m)
{
	enum { A_WORD = 12 };

	return m->text.n < 4096 && str_trim(m->text).n < A_WORD;
}

static const struct mail *with_found(const struct gathering *g)
{
	const struct mail *m = g->count > 0 ? with_links(g) : g->mail;

	if (g->damaged)
		m = with_limit(g->arena, m, "qr.damaged", 0);
	if (g->cut)
		return with_limit(g->arena, m, "qr.pictures", FILE_PICTURES_MOST);
	if (g->foreign && (asks(g) || says_nothing(g->mail)))
		m = with_limit(g->arena, m, "qr.format", 0);
	return g->unread && asks(g) ? with_limit(g->arena, m, "qr.reader", 0) : m;
}

const struct mail *mail_with_file_links(struct arena *a, const struct mail *m, struct papers *papers, bool alone)
{
	struct gathering g = { .arena = a, .mail = m, .papers = papers, .alone = alone };

	for (size_t i = 0; i < m->part_count; i++)
		if (m->parts[i].kind == PART_LEAF)
			look_at_paper(&g, &(struct place){ i, STR(""), 0 }, m->parts[i].body);
	for (size_t i = 0; i < m->part_count && !papers_are_waiting(papers); i++)
		if (m->parts[i].kind == PART_LEAF)
			look_at_picture(&g, &(struct place){ i, STR(""), 0 }, m->parts[i].body);
	if (!papers_are_waiting(papers))
		look_at_data_pictures(&g);
	if (qr_ready() && !papers_are_waiting(papers))
		look_at_drawings(&g);
	return with_found(&g);
}

const struct mail *mail_with_packed_links(struct arena *a, const struct mail *m, const struct attached *files, size_t count, struct papers *papers,
    bool alone)
{
	struct gathering g = { .arena = a, .mail = m, .papers = papers, .alone = alone };

	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; files[i].tree != NULL && n < files[i].tree->count; n++) {
			const struct archive_node *node = &files[i].tree->nodes[n];
			const struct place at = { (size_t)files[i].part, node->path, 0 };

			if (node->body.p == NULL)
				continue;
			look_at_paper(&g, &at, node->body);
			if (!papers_are_waiting(papers))
				look_at_picture(&g, &at, node->body);
		}
	return with_found(&g);
}

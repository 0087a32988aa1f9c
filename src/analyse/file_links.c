/* file_links.c - see file_links.h. */
#include "analyse/file_links.h"

#include "base/text.h"
#include "parse/pixels.h"
#include "parse/qr.h"

enum { CODES_OF_ONE = 4, URL_LONGEST = 2000, SMALLEST_SIDE = 21, PAGES_FROM_MOST = 4 << 20 };

struct gathering {
	struct arena *arena;
	const struct mail *mail;
	struct papers *papers;
	struct link *list;
	size_t count, room;
	size_t pictures, pixels;        /* looked at */
	bool cut;                       /* more than may be looked at */
};

static void add(struct gathering *g, size_t part, struct str url, const char *element, const char *stream, size_t page)
{
	const struct part *p = &g->mail->parts[part];

	url = str_trim(utf8_cut(utf8_repair(g->arena, url), URL_LONGEST));
	if (url.n == 0 || g->count == FILE_LINKS_MOST)
		return;
	*ARENA_PUSH(g->arena, g->list, g->count, g->room) = (struct link){ .url = url, .text = STR(""), .element = str_of(element),
		.part = (int)part, .at = { p->body_offset, p->end - p->body_offset }, .stream = str_of(stream), .page = page,
		.where = arena_printf(g->arena, "%s:" STR_FMT, p->is_attachment ? "attachment" : "part", STR_ARG(p->number)) };
}

/* "https://..." or "HTTPS://...": a code may also be a ticket, a visiting card or a network's password. */
static bool is_web(struct str s)
{
	return str_istarts(s, STR("http://")) || str_istarts(s, STR("https://"));
}

static void look(struct gathering *g, size_t part, const struct pixels *p, size_t page)
{
	struct str codes[CODES_OF_ONE];
	size_t n;

	if (p->width < SMALLEST_SIDE || p->height < SMALLEST_SIDE)
		return;
	if (g->pictures == FILE_PICTURES_MOST || g->pixels + p->width * p->height > 4 * (size_t)PIXELS_KEPT) {
		g->cut = true;
		return;
	}
	g->pictures++;
	g->pixels += p->width * p->height;
	n = qr_read(g->arena, p, codes, CODES_OF_ONE);
	for (size_t i = 0; i < n; i++)
		if (is_web(str_trim(codes[i])))
			add(g, part, codes[i], "qr", "QR", page);
}

static void look_at_picture(struct gathering *g, size_t part)
{
	struct pixels p;
	enum pixels_end end = pixels_read(g->arena, g->mail->parts[part].body, &p);

	if (end == PIXELS_GOOD)
		look(g, part, &p, 0);
	g->cut |= end == PIXELS_TOO_MANY;
}

static bool is_picture(struct str body)
{
	return str_starts(body, STR("\x89PNG")) || str_starts(body, STR("\xff\xd8\xff"));
}

bool mail_asks_to_scan(const struct mail *m)
{
	static const char *const words[] = { "QR", "scan ", "二维码", "スキャン", "読み取" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_has(m->subject, str_of(words[i])) || str_has(str_at(m->text, 0, 1 << 16), str_of(words[i])))
			return true;
	return false;
}

/* Only where the PDF brings a picture, or the mail talks of scanning: making its pages takes as long as its text. */
static void look_at_pages(struct gathering *g, size_t part)
{
	struct str body = g->mail->parts[part].body, rest;
	struct pixels p;

	if (!qr_ready() || body.n > PAGES_FROM_MOST || (!str_has(body, STR("/Image")) && !mail_asks_to_scan(g->mail)))
		return;
	rest = papers_pages(g->papers, body);
	for (size_t page = 1; pixels_next_pgm(&rest, &p); page++)
		look(g, part, &p, page);
}

static void look_at_paper(struct gathering *g, size_t part, const struct paper *paper)
{
	for (size_t i = 0; i < paper->uri_count; i++)
		if (is_web(paper->uris[i]))
			add(g, part, paper->uris[i], "document", "URI", 0);
	look_at_pages(g, part);
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

const struct mail *mail_with_file_links(struct arena *a, const struct mail *m, struct papers *papers)
{
	struct gathering g = { .arena = a, .mail = m, .papers = papers };
	bool pictures = false;

	for (size_t i = 0; i < m->part_count; i++) {
		const struct paper *paper = papers_find(papers, m->parts[i].body);

		if (m->parts[i].kind == PART_LEAF && paper != NULL)
			look_at_paper(&g, i, paper);
	}
	for (size_t i = 0; i < m->part_count && !papers_are_waiting(papers) && !g.cut; i++) {
		bool picture = m->parts[i].kind == PART_LEAF && is_picture(m->parts[i].body);

		pictures |= picture;
		if (picture && qr_ready())
			look_at_picture(&g, i);
	}
	if (g.count > 0)
		m = with_links(&g);
	if (g.cut)
		m = with_limit(a, m, "qr.pictures", FILE_PICTURES_MOST);
	else if (pictures && !qr_ready() && mail_asks_to_scan(m))
		m = with_limit(a, m, "qr.reader", 0);
	return m;
}

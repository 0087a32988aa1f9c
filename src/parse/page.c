/* page.c - see page.h. */
#include "parse/page.h"

#include "base/text.h"
#include "parse/html_internal.h"
#include "parse/url.h"
#include "parse/url_unwrap.h"

enum { LITERAL_SHORTEST = 40, LITERAL_MOST = 1 << 20, SHOWN_MOST = 300 };

struct layer {
	struct str source;
	size_t from, to;                /* of the literal in the outermost source; to == 0: it is that source */
};

struct reading_page {
	struct arena *a;
	struct page *page;
	struct layer layers[PAGE_LAYERS];
	size_t count;
	const struct layer *now;
	struct buf text;
};

static struct page_piece piece_at(const struct reading_page *r, struct str value, size_t from, size_t to)
{
	struct page_piece p = { utf8_cut(utf8_repair(r->a, value), SHOWN_MOST), from, to };

	if (r->now->to > 0) {
		p.from = r->now->from;
		p.to = r->now->to;
	}
	return p;
}

#define LIST(r, list, count, room, v, t) \
	do { \
		if ((r)->page->count < PAGE_LISTED && (v).n > 0) \
			*ARENA_PUSH((r)->a, (r)->page->list, (r)->page->count, (r)->page->room) = piece_at((r), (v), (t)->from, (t)->to); \
	} while (0)

static void does(struct reading_page *r, unsigned what, struct str value, size_t from, size_t to)
{
	r->page->does |= what;
	if (r->page->doing.to == 0 && (what & (PAGE_DECODES | PAGE_MAKES_FILE | PAGE_REDIRECTS | PAGE_DATA_URL)) != 0)
		r->page->doing = piece_at(r, value, from, to);
}

/* ---- scripts ---- */

static bool literal_byte(unsigned char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
}

static void add_layer(struct reading_page *r, struct str source, size_t from, size_t to)
{
	if (r->count < PAGE_LAYERS && source.n >= 8 && (str_find_char(source, '<') >= 0 || str_ihas(source, STR("http"))))
		r->layers[r->count++] = (struct layer){ source, r->now->to > 0 ? r->now->from : from, r->now->to > 0 ? r->now->to : to };
}

/* Long strings of a script that are base64 or %-escapes of a page: read as pages of their own. */
static void inner_pages(struct reading_page *r, struct str script, size_t base)
{
	for (size_t i = 0; i < script.n;) {
		size_t n = 0;

		while (i + n < script.n && n < LITERAL_MOST && literal_byte((unsigned char)script.p[i + n]))
			n++;
		if (n >= LITERAL_SHORTEST)
			add_layer(r, base64_any(r->a, str_at(script, i, n)), base + i, base + i + n);
		if (n == 0 && script.p[i] == '%' && str_find(str_at(script, i, 200), STR("%3")) >= 0) {
			while (i + n < script.n && n < LITERAL_MOST && (literal_byte((unsigned char)script.p[i + n]) || script.p[i + n] == '%' ||
			    script.p[i + n] == '.' || script.p[i + n] == '*' || script.p[i + n] == '@'))
				n++;
			if (n >= LITERAL_SHORTEST)
				add_layer(r, url_percent_decode(r->a, str_at(script, i, n)), base + i, base + i + n);
		}
		i += n > 0 ? n : 1;
	}
}

static const struct { const char *word; unsigned what; } script_words[] = {
	{ "atob(", PAGE_DECODES }, { "unescape(", PAGE_DECODES }, { "fromCharCode", PAGE_DECODES }, { "eval(", PAGE_DECODES },
	{ "createObjectURL", PAGE_MAKES_FILE }, { "msSaveOrOpenBlob", PAGE_MAKES_FILE }, { "msSaveBlob", PAGE_MAKES_FILE },
	{ "new Blob", PAGE_MAKES_FILE }, { "location.replace(", PAGE_REDIRECTS }, { "location.assign(", PAGE_REDIRECTS }, { "location.href=", PAGE_REDIRECTS },
	{ "location.href =", PAGE_REDIRECTS }, { "window.location=", PAGE_REDIRECTS }, { "window.location =", PAGE_REDIRECTS },
	{ "document.location=", PAGE_REDIRECTS }, { "document.location =", PAGE_REDIRECTS }, { "XMLHttpRequest", PAGE_SENDS },
	{ "fetch(", PAGE_SENDS }, { "$.ajax", PAGE_SENDS }, { "$.post", PAGE_SENDS }, { "api.telegram.org", PAGE_SENDS },
	{ "document.write(", PAGE_WRITES },
};

static void script(struct reading_page *r, struct str s, size_t base)
{
	const struct url_found *urls;
	size_t n;

	r->page->does |= PAGE_SCRIPTS;
	for (size_t i = 0; i < sizeof script_words / sizeof script_words[0]; i++) {
		long long at = str_find(s, str_of(script_words[i].word));

		if (at >= 0)
			does(r, script_words[i].what, str_of(script_words[i].word), base + (size_t)at, base + (size_t)at + strlen(script_words[i].word));
	}
	url_find(r->a, str_at(s, 0, 256 << 10), &urls, &n);
	for (size_t i = 0; i < n && i < 20; i++) {
		const struct { size_t from, to; } at = { base + urls[i].from, base + urls[i].to };

		LIST(r, leads, lead_count, lead_room, urls[i].url, &at);
	}
	inner_pages(r, s, base);
}

/* ---- tags ---- */

static struct str value_of(const struct reading_page *r, const struct tag *t, const char *name)
{
	struct str v = tag_attribute(t, name);

	return v.p != NULL ? str_trim(html_unescape(r->a, v)) : STR("");
}

/* Numbers and codes of cards, by the names that forms give their fields. */
static bool is_card_field(struct str name)
{
	static const char *const words[] = { "cardnumber", "card-number", "card_number", "cardno", "card_no", "ccnum", "cc-num", "cvv", "cvc",
		"securitycode", "security_code", "cardnum" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_ihas(name, str_of(words[i])))
			return true;
	return false;
}

static void input(struct reading_page *r, const struct tag *t)
{
	struct str type = value_of(r, t, "type"), name = value_of(r, t, "name");

	if (str_ieq(type, STR("password"))) {
		r->page->password_fields++;
		if (r->page->password.to == 0)
			r->page->password = piece_at(r, STR("password"), t->from, t->to);
	}
	r->page->card_fields += is_card_field(name) || is_card_field(value_of(r, t, "id")) || is_card_field(value_of(r, t, "autocomplete"));
}

static void field(struct reading_page *r, const struct tag *t)
{
	static const char *const names[] = { "name", "id", "placeholder" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		LIST(r, fields, field_count, field_room, value_of(r, t, names[i]), t);
}

static void event_handlers(struct reading_page *r, const struct tag *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (str_istarts(t->attributes[i].name, STR("on")) && t->attributes[i].value.n > 0 && t->attributes[i].name.n > 4)
			script(r, html_unescape(r->a, t->attributes[i].value), t->from);
}

static void refresh(struct reading_page *r, const struct tag *t)
{
	struct str content = value_of(r, t, "content");
	long long at = str_ifind(content, STR("url="));

	if (!str_ieq(value_of(r, t, "http-equiv"), STR("refresh")) || at < 0)
		return;
	content = str_trim(str_from(content, (size_t)at + 4));
	does(r, PAGE_REDIRECTS, content, t->from, t->to);
	LIST(r, leads, lead_count, lead_room, content, t);
}

static void data_url(struct reading_page *r, const struct tag *t, struct str url)
{
	if (!str_istarts(url, STR("data:")) || str_istarts(url, STR("data:image/")) || str_istarts(url, STR("data:font")))
		return;
	does(r, PAGE_DATA_URL, utf8_cut(url, 60), t->from, t->to);
	if (tag_attribute(t, "download").p != NULL)
		does(r, PAGE_MAKES_FILE, STR("download"), t->from, t->to);
	if (str_ihas(str_at(url, 0, 100), STR("base64,")))
		add_layer(r, base64_any(r->a, str_from(url, (size_t)str_ifind(url, STR("base64,")) + 7)), t->from, t->to);
	else
		add_layer(r, url_percent_decode(r->a, url), t->from, t->to);
}

static void one_tag(struct reading_page *r, const struct tag *t)
{
	struct str name = t->name, href = value_of(r, t, "href"), src = value_of(r, t, "src");

	event_handlers(r, t);
	data_url(r, t, href.n > 0 ? href : src);
	if (str_ieq(name, STR("form"))) {
		r->page->forms++;
		LIST(r, actions, action_count, action_room, value_of(r, t, "action"), t);
		field(r, t);
	} else if (str_ieq(name, STR("input"))) {
		input(r, t);
		field(r, t);
	} else if (str_ieq(name, STR("button"))) {
		field(r, t);
	} else if (str_ieq(name, STR("base")) && r->page->base.n == 0) {
		r->page->base = href;
	} else if (str_ieq(name, STR("meta"))) {
		refresh(r, t);
	} else if (str_ieq(name, STR("link"))) {
		struct str rel = value_of(r, t, "rel");

		if (str_ihas(rel, STR("icon")))
			LIST(r, icons, icon_count, icon_room, href, t);
		else if (str_ieq(rel, STR("canonical")))
			r->page->origin = r->page->origin.to == 0 && r->now->to == 0 && href.n > 0 ? piece_at(r, href, t->from, t->to) : r->page->origin;
		else
			LIST(r, parts, part_count, part_room, href, t);
	} else if (str_ieq(name, STR("img")) || str_ieq(name, STR("image"))) {
		LIST(r, parts, part_count, part_room, src, t);
	} else if (str_ieq(name, STR("a")) || str_ieq(name, STR("area"))) {
		LIST(r, leads, lead_count, lead_room, href, t);
	} else if (str_ieq(name, STR("iframe")) || str_ieq(name, STR("frame"))) {
		LIST(r, leads, lead_count, lead_room, src, t);
	}
}

/* Where the element's raw content ends: before </name. */
static size_t raw_end(struct str s, size_t from, struct str name)
{
	for (size_t i = from; i < s.n; i++) {
		const char *p = memchr(s.p + i, '<', s.n - i);

		if (p == NULL)
			return s.n;
		i = (size_t)(p - s.p);
		if (i + 1 < s.n && s.p[i + 1] == '/' && str_istarts(str_from(s, i + 2), name))
			return i;
	}
	return s.n;
}

/* What a browser, SingleFile or HTTrack writes about where a page came from, in a comment at its beginning. */
static void saved_from(struct reading_page *r, struct str source)
{
	static const struct { const char *mark, *behind; bool copy; } notes[] = { { "saved from url=(", ")", false },
		{ "Page saved with SingleFile", "url:", false }, { "Mirrored from ", "", true } };
	struct str head = str_at(source, 0, 4096);

	for (size_t i = 0; i < sizeof notes / sizeof notes[0] && r->now->to == 0; i++) {
		long long at = str_find(head, str_of(notes[i].mark)), behind;
		size_t from, n = 0;

		if (at < 0)
			continue;
		from = (size_t)at + strlen(notes[i].mark);
		behind = str_find(str_at(head, from, 300), str_of(notes[i].behind));
		if (behind < 0)
			continue;
		from += (size_t)behind + strlen(notes[i].behind);
		while (from < head.n && (head.p[from] == ' ' || head.p[from] == '\n' || head.p[from] == '\r'))
			from++;
		while (from + n < head.n && (unsigned char)head.p[from + n] > ' ' && head.p[from + n] != '>')
			n++;
		if (n == 0)
			continue;
		r->page->origin = piece_at(r, str_at(head, from, n), from, from + n);
		if (!notes[i].copy)
			r->page->saved_from = r->page->origin.value;
	}
}

static void read_layer(struct reading_page *r, const struct layer *l)
{
	const struct html_page *html;
	struct str s = l->source;
	struct tag t;

	r->now = l;
	saved_from(r, s);
	for (size_t i = 0; html_next_tag(s, &i, &t);) {
		if (t.end)
			continue;
		one_tag(r, &t);
		if (str_ieq(t.name, STR("title")) && l->to == 0 && r->page->title_at.to == 0)
			r->page->title_at = piece_at(r, STR(""), t.from, raw_end(s, i, STR("title")));
		if (str_ieq(t.name, STR("script")) && !t.self_closing) {
			size_t end = raw_end(s, i, STR("script"));

			script(r, str_at(s, i, end - i), i);
			i = end;
		}
	}
	if (str_find_char(s, '<') < 0)
		script(r, s, 0);                /* decoded to a script or a bare URL */
	html = html_read(r->a, utf8_repair(r->a, s));
	if (r->page->title.n == 0)
		r->page->title = html->title;
	if (l->to == 0)
		r->page->title_at.value = r->page->title;
	if (r->text.n + html->text.n < (1 << 20)) {
		buf_add(&r->text, html->text);
		buf_char(&r->text, '\n');
	}
}

const struct page *page_read(struct arena *a, struct str source)
{
	struct reading_page r = { .a = a, .page = ARENA_NEW(a, struct page) };

	r.page->title = r.page->saved_from = r.page->base = STR("");
	buf_init_arena(&r.text, a, 2 << 20);
	r.layers[r.count++] = (struct layer){ str_at(source, 0, PAGE_SOURCE), 0, 0 };
	for (size_t i = 0; i < r.count; i++)
		read_layer(&r, &r.layers[i]);
	r.page->layers = r.count;
	r.page->text = buf_str(&r.text);
	return r.page;
}

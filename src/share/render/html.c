/* html.c - one self-contained page: TLP bar on top, below and on every printed page; no script, no
 * outside address, nothing to click that the attacker owns. */
#include "share/render/render.h"

static const char style[] =
	":root{--ink:#16202c;--ink2:#46525f;--ink3:#5d6975;--line:#dde2e8;--line2:#c3cad4;--sunk:#eef1f4;--ai:#1d3d73;"
	"--shu:#b3271e;--shu2:#8f1d16;--shu-bg:#fdf0ee;--shu-line:#efb9b3}\n"
	"*{box-sizing:border-box}body{margin:0;background:#f5f6f8;color:var(--ink);line-height:1.6;overflow-wrap:anywhere;"
	"font-family:\"Hiragino Sans\",\"BIZ UDPGothic\",\"Noto Sans JP\",\"Noto Sans CJK JP\",Meiryo,sans-serif;font-size:14px;"
	"font-variant-numeric:tabular-nums}\n"
	"main{max-width:860px;margin:0 auto;background:#fff;border:1px solid var(--line);padding:20px 28px}\n"
	".tlpbar{background:#000;color:#fff;text-align:right;padding:6px 28px;font-weight:700;font-size:16px}\n"
	".tlpbar b{letter-spacing:.02em}.red b{color:#ff2b2b}.amber b,.amber-strict b{color:#ffc000}.green b{color:#33ff00}.clear b{color:#fff}\n"
	"h1{font-size:22px;line-height:1.35;margin:12px 0}h2{font-size:16px;margin:22px 0 8px;border-bottom:2px solid var(--ai);padding-bottom:3px}\n"
	"dl{display:grid;grid-template-columns:9em 1fr;gap:3px 12px;margin:0}dt{color:var(--ink3)}dd{margin:0}p{margin:0 0 8px}\n"
	"table{border-collapse:collapse;width:100%}th{font-weight:700;text-align:start;background:var(--sunk)}"
	"th,td{border:1px solid var(--line2);padding:5px 8px;vertical-align:top}td.num{text-align:end}\n"
	"code{font-family:\"Noto Sans Mono CJK JP\",Menlo,Consolas,monospace;font-size:13px}.fake{color:var(--shu2)}"
	".note{color:var(--ink2);font-size:13px}.change{border:1px solid var(--shu-line);background:var(--shu-bg);color:var(--shu2);"
	"padding:8px 12px;font-weight:700}del{color:var(--ink3)}\n"
	"@media print{body{background:#fff}main{border:0;max-width:none;padding:0}h2{break-after:avoid}tr{break-inside:avoid}"
	".tlpbar{position:fixed;left:0;right:0;print-color-adjust:exact;-webkit-print-color-adjust:exact}"
	".tlpbar.top{top:0}.tlpbar.bottom{bottom:0}main{padding:44px 0}@page{size:A4;margin:12mm}}\n";

struct page {
	struct buf *out;
	struct arena *a;
	const struct projection *p;
	enum lang lang;
};

static void escaped(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_z(out, "&amp;");
			break;
		case '<':
			buf_z(out, "&lt;");
			break;
		case '>':
			buf_z(out, "&gt;");
			break;
		case '"':
			buf_z(out, "&quot;");
			break;
		case '\n':
			buf_z(out, "<br>");
			break;
		default:
			buf_char(out, s.p[i]);
		}
	}
}

static void element(const struct page *g, const char *open, struct str s, const char *close)
{
	buf_z(g->out, open);
	escaped(g->out, s);
	buf_z(g->out, close);
}

static void element_z(const struct page *g, const char *open, const char *s, const char *close)
{
	element(g, open, str_of(s), close);
}

/* AMBER+STRICT as a class name. */
static struct str tlp_class(const struct page *g)
{
	if (str_eq(SHOWN(SHARE, g->p, tlp), STR("AMBER+STRICT")))
		return STR("amber-strict");
	return arena_lower(g->a, SHOWN(SHARE, g->p, tlp));
}

static void tlp_bar(const struct page *g, const char *where)
{
	buf_printf(g->out, "<div class=\"tlpbar %s " STR_FMT "\"><b>TLP:" STR_FMT "</b></div>\n", where, STR_ARG(tlp_class(g)),
	    STR_ARG(SHOWN(SHARE, g->p, tlp)));
}

static void item(const struct page *g, const char *id, struct str value)
{
	element_z(g, "<dt>", text(g->lang, id), "</dt>");
	element(g, "<dd>", value, "</dd>\n");
}

static void head(const struct page *g)
{
	const struct projection *p = g->p;

	if (!str_eq(SHOWN(SHARE, p, change), STR("first")))
		element_z(g, "<p class=\"change\">", render_word(g->a, g->lang, "change", SHOWN(SHARE, p, change)), "</p>\n");
	element(g, "<h1>", texts_in(&SHOWN(SHARE, p, title), g->lang)[0], "</h1>\n<dl>\n");
	item(g, "share.head.number", SHOWN(SHARE, p, number));
	item(g, "share.head.version", arena_printf(g->a, "%lld", SHOWN(SHARE, p, version)));
	item(g, "share.head.class", str_of(render_word(g->a, g->lang, "class", SHOWN(SHARE, p, class))));
	item(g, "share.head.range", str_of(render_word(g->a, g->lang, "tlp", SHOWN(SHARE, p, tlp))));
	if (SHOWN(SHARE, p, parent).n > 0)
		item(g, "share.head.parent", SHOWN(SHARE, p, parent));
	if (SHOWN(SHARE, p, expires).n > 0)
		item(g, "share.head.expires", SHOWN(SHARE, p, expires));
	buf_z(g->out, "</dl>\n");
}

static void heading(const struct page *g, const char *id)
{
	element_z(g, "<h2>", text(g->lang, id), "</h2>\n");
}

static void paragraphs(const struct page *g, const char *id, const struct texts *t, bool numbered)
{
	if (t->count == 0)
		return;
	heading(g, id);
	buf_z(g->out, numbered ? "<ol>\n" : "");
	for (size_t i = 0; i < t->count; i++)
		element(g, numbered ? "<li>" : "<p>", texts_in(t, g->lang)[i], numbered ? "</li>\n" : "</p>\n");
	buf_z(g->out, numbered ? "</ol>\n" : "");
}

static void columns(const struct page *g, const char *const *ids, size_t n)
{
	buf_z(g->out, "<table><thead><tr>");
	for (size_t i = 0; i < n; i++)
		element_z(g, "<th scope=\"col\">", text(g->lang, ids[i]), "</th>");
	buf_z(g->out, "</tr></thead><tbody>\n");
}

static void changes(const struct page *g)
{
	const struct shown_changes *l = &SHOWN(SHARE, g->p, changes);

	if (l->count == 0)
		return;
	heading(g, "share.changes");
	buf_z(g->out, "<ul>\n");
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_change *r = &l->list[i];

		element_z(g, "<li>", render_word(g->a, g->lang, "part", SHOWN(CHANGE, r, part)), ": ");
		element_z(g, "", render_word(g->a, g->lang, "changed", SHOWN(CHANGE, r, what)), "");
		if (SHOWN(CHANGE, r, value).n > 0)
			element(g, " <code>", render_defang(g->a, SHOWN(CHANGE, r, type), SHOWN(CHANGE, r, value)), "</code>");
		buf_z(g->out, "</li>\n");
	}
	buf_z(g->out, "</ul>\n");
}

static void indicators(const struct page *g)
{
	static const char *const ids[] = { "share.column.type", "share.column.value", "share.column.note" };
	const struct shown_indicators *l = &SHOWN(SHARE, g->p, indicators);

	if (l->count == 0)
		return;
	heading(g, "share.indicators");
	columns(g, ids, 3);
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_indicator *r = &l->list[i];
		bool revoked = SHOWN(INDICATOR, r, revoked);

		element(g, "<tr><td>", SHOWN(INDICATOR, r, type), "</td>");
		element(g, revoked ? "<td><del><code>" : "<td><code>", render_defang(g->a, SHOWN(INDICATOR, r, type), SHOWN(INDICATOR, r, shown)),
		    revoked ? "</code></del></td>" : "</code></td>");
		element_z(g, "<td>", render_word(g->a, g->lang, "role", SHOWN(INDICATOR, r, role)), "");
		if (!str_eq(SHOWN(INDICATOR, r, treatment), STR("kept")))
			element_z(g, "<br>", text(g->lang, "share.treatment.generalised"), "");
		if (revoked)
			element_z(g, "<br>", text(g->lang, "share.revoked"), "");
		buf_z(g->out, "</td></tr>\n");
	}
	buf_z(g->out, "</tbody></table>\n");
}

static void sightings(const struct page *g)
{
	static const char *const ids[] = { "share.column.organisation", "share.column.value", "share.column.direction",
		"share.port", "share.column.period", "share.column.count" };
	const struct shown_sightings *l = &SHOWN(SHARE, g->p, sightings);

	if (l->count == 0)
		return;
	heading(g, "share.sightings");
	columns(g, ids, 6);
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_sighting *r = &l->list[i];

		element(g, "<tr><td>", render_party(g->a, g->lang, SHOWN(SIGHTING, r, letter)), "</td>");
		element(g, "<td><code>", render_value(g->a, g->p, SHOWN(SIGHTING, r, indicator)), "</code></td>");
		element_z(g, "<td>", render_word(g->a, g->lang, "direction", SHOWN(SIGHTING, r, direction)), "</td>");
		element(g, "<td class=\"num\">", SHOWN(SIGHTING, r, port) < 0 ? STR("") : arena_printf(g->a, "%lld", SHOWN(SIGHTING, r, port)), "</td>");
		buf_printf(g->out, "<td>" STR_FMT " - " STR_FMT "</td>", STR_ARG(SHOWN(SIGHTING, r, first)), STR_ARG(SHOWN(SIGHTING, r, last)));
		element(g, "<td class=\"num\">", SHOWN(SIGHTING, r, count), "</td></tr>\n");
	}
	buf_z(g->out, "</tbody></table>\n");
	element_z(g, "<p class=\"note\">", render_word(g->a, g->lang, "figures", SHOWN(SHARE, g->p, figures)), "</p>\n");
}

static void steps(const struct page *g)
{
	static const char *const ids[] = { "share.column.when", "share.column.who", "share.column.what" };
	const struct shown_steps *l = &SHOWN(SHARE, g->p, steps);

	if (l->count == 0)
		return;
	heading(g, "share.steps");
	columns(g, ids, 3);
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_step *r = &l->list[i];

		element(g, "<tr><td>", SHOWN(STEP, r, when), "");
		if (SHOWN(STEP, r, until).n > 0)
			element(g, " - ", SHOWN(STEP, r, until), "");
		element(g, "</td><td>", render_party(g->a, g->lang, SHOWN(STEP, r, from)), "");
		if (SHOWN(STEP, r, from).n > 0)
			element(g, " &rarr; ", render_party(g->a, g->lang, SHOWN(STEP, r, to)), "");
		buf_z(g->out, SHOWN(STEP, r, fake) ? "</td><td class=\"fake\">" : "</td><td>");
		if (SHOWN(STEP, r, fake))
			escaped(g->out, str_of(text(g->lang, "share.fake")));
		element(g, "", g->lang == LANG_JA ? SHOWN(STEP, r, ja) : SHOWN(STEP, r, en), "</td></tr>\n");
	}
	buf_z(g->out, "</tbody></table>\n");
}

void render_html(struct buf *out, struct arena *a, const struct projection *p, const struct render_hub *hub, enum lang lang)
{
	const struct page g = { out, a, p, lang };

	buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n", lang == LANG_JA ? "ja" : "en");
	buf_printf(out, "<title>TLP:" STR_FMT " " STR_FMT "</title>\n<style>\n%s</style>\n</head>\n<body>\n",
	    STR_ARG(SHOWN(SHARE, p, tlp)), STR_ARG(SHOWN(SHARE, p, number)), style);
	tlp_bar(&g, "top");
	buf_z(out, "<main>\n");
	head(&g);
	paragraphs(&g, "share.reason", &SHOWN(SHARE, p, reason), false);
	changes(&g);
	paragraphs(&g, "share.summary", &SHOWN(SHARE, p, summary), false);
	paragraphs(&g, "share.actions", &SHOWN(SHARE, p, actions), true);
	if (!str_eq(SHOWN(SHARE, p, search), STR("none"))) {
		heading(&g, "share.search");
		element_z(&g, "<p>", render_word(a, lang, "search", SHOWN(SHARE, p, search)), "</p>\n");
	}
	indicators(&g);
	sightings(&g);
	steps(&g);
	element_z(&g, "<p class=\"note\">", text(lang, "share.letters"), "</p>\n");
	element(&g, "<p class=\"note\">", lang == LANG_JA ? hub->name_ja : hub->name_en, "");
	element(&g, hub->contact.n > 0 ? " / " : "", hub->contact, "</p>\n</main>\n");
	tlp_bar(&g, "bottom");
	buf_z(out, "</body>\n</html>\n");
}

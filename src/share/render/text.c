/* text.c - the share as plain text: TLP in the first and the last line, values defanged. */
#include "share/render/lines.h"

struct page {
	struct buf *out;
	struct arena *a;
	const struct projection *p;
	enum lang lang;
};

static void line(const struct page *g, const char *id, const char *value)
{
	buf_printf(g->out, "%s: %s\n", text(g->lang, id), value);
}

static void heading(const struct page *g, const char *id)
{
	buf_printf(g->out, "\n[ %s ]\n", text(g->lang, id));
}

static void paragraphs(const struct page *g, const char *id, const struct texts *t, bool numbered)
{
	if (t->count == 0)
		return;
	heading(g, id);
	for (size_t i = 0; i < t->count; i++) {
		if (numbered)
			buf_printf(g->out, "%d. ", (int)i + 1);
		buf_add(g->out, texts_in(t, g->lang)[i]);
		buf_char(g->out, '\n');
	}
}

static void head(const struct page *g)
{
	const struct projection *p = g->p;

	buf_printf(g->out, "TLP:" STR_FMT "\n", STR_ARG(SHOWN(SHARE, p, tlp)));
	buf_printf(g->out, "%s\n", render_word(g->a, g->lang, "tlp", SHOWN(SHARE, p, tlp)));
	buf_z(g->out, "------------------------------------------------------------\n");
	line(g, "share.head.number", arena_cstr(g->a, SHOWN(SHARE, p, number)));
	line(g, "share.head.version", arena_printf(g->a, "%lld", SHOWN(SHARE, p, version)).p);
	line(g, "share.head.class", render_word(g->a, g->lang, "class", SHOWN(SHARE, p, class)));
	if (SHOWN(SHARE, p, parent).n > 0)
		line(g, "share.head.parent", arena_cstr(g->a, SHOWN(SHARE, p, parent)));
	if (SHOWN(SHARE, p, expires).n > 0)
		line(g, "share.head.expires", arena_cstr(g->a, SHOWN(SHARE, p, expires)));
	if (!str_eq(SHOWN(SHARE, p, change), STR("first")))
		buf_printf(g->out, "*** %s ***\n", render_word(g->a, g->lang, "change", SHOWN(SHARE, p, change)));
	buf_printf(g->out, "\n" STR_FMT "\n", STR_ARG(texts_in(&SHOWN(SHARE, p, title), g->lang)[0]));
}

static void changes(const struct page *g)
{
	const struct shown_changes *l = &SHOWN(SHARE, g->p, changes);

	if (l->count == 0)
		return;
	heading(g, "share.changes");
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_change *r = &l->list[i];
		struct str value = render_defang(g->a, SHOWN(CHANGE, r, type), SHOWN(CHANGE, r, value));

		buf_printf(g->out, "- %s: %s%s" STR_FMT "\n", render_word(g->a, g->lang, "part", SHOWN(CHANGE, r, part)),
		    render_word(g->a, g->lang, "changed", SHOWN(CHANGE, r, what)), value.n > 0 ? "  " : "", STR_ARG(value));
	}
}

static void indicators(const struct page *g)
{
	const struct shown_indicators *l = &SHOWN(SHARE, g->p, indicators);

	if (l->count > 0)
		heading(g, "share.indicators");
	for (size_t i = 0; i < l->count; i++) {
		line_indicator(g->out, g->a, g->lang, &l->list[i]);
		buf_char(g->out, '\n');
	}
}

static void sightings(const struct page *g)
{
	const struct shown_sightings *l = &SHOWN(SHARE, g->p, sightings);

	if (l->count == 0)
		return;
	heading(g, "share.sightings");
	for (size_t i = 0; i < l->count; i++) {
		line_sighting(g->out, g->a, g->lang, g->p, &l->list[i]);
		buf_char(g->out, '\n');
	}
	buf_printf(g->out, "%s\n", render_word(g->a, g->lang, "figures", SHOWN(SHARE, g->p, figures)));
}

static void steps(const struct page *g)
{
	const struct shown_steps *l = &SHOWN(SHARE, g->p, steps);

	if (l->count > 0)
		heading(g, "share.steps");
	for (size_t i = 0; i < l->count; i++) {
		line_step(g->out, g->a, g->lang, &l->list[i]);
		buf_char(g->out, '\n');
	}
}

void render_text(struct buf *out, struct arena *a, const struct projection *p, const struct render_hub *hub, enum lang lang)
{
	const struct page g = { out, a, p, lang };

	head(&g);
	paragraphs(&g, "share.reason", &SHOWN(SHARE, p, reason), false);
	changes(&g);
	paragraphs(&g, "share.summary", &SHOWN(SHARE, p, summary), false);
	paragraphs(&g, "share.actions", &SHOWN(SHARE, p, actions), true);
	if (!str_eq(SHOWN(SHARE, p, search), STR("none"))) {
		heading(&g, "share.search");
		buf_printf(out, "%s\n", render_word(a, lang, "search", SHOWN(SHARE, p, search)));
	}
	indicators(&g);
	sightings(&g);
	steps(&g);
	buf_printf(out, "\n%s\n", text(lang, "share.letters"));
	buf_printf(out, STR_FMT "%s" STR_FMT "\n", STR_ARG(lang == LANG_JA ? hub->name_ja : hub->name_en),
	    hub->contact.n > 0 ? "  " : "", STR_ARG(hub->contact));
	buf_z(out, "------------------------------------------------------------\n");
	buf_printf(out, "TLP:" STR_FMT "\n", STR_ARG(SHOWN(SHARE, p, tlp)));
}

/* lines.c - see lines.h. */
#include "share/render/lines.h"

#include <assert.h>

void line_indicator(struct buf *out, struct arena *a, enum lang lang, const struct shown_indicator *r)
{
	bool kept = str_eq(SHOWN(INDICATOR, r, treatment), STR("kept"));

	buf_printf(out, "%-8s " STR_FMT "  (%s%s%s%s%s)", arena_cstr(a, SHOWN(INDICATOR, r, type)),
	    STR_ARG(render_defang(a, SHOWN(INDICATOR, r, type), SHOWN(INDICATOR, r, shown))),
	    render_word(a, lang, "role", SHOWN(INDICATOR, r, role)), kept ? "" : ", ", kept ? "" : text(lang, "share.treatment.generalised"),
	    SHOWN(INDICATOR, r, revoked) ? ", " : "", SHOWN(INDICATOR, r, revoked) ? text(lang, "share.revoked") : "");
}

void line_sighting(struct buf *out, struct arena *a, enum lang lang, const struct projection *p, const struct shown_sighting *r)
{
	buf_add(out, render_party(a, lang, SHOWN(SIGHTING, r, letter)));
	buf_printf(out, "  " STR_FMT "  %s", STR_ARG(render_value(a, p, SHOWN(SIGHTING, r, indicator))),
	    render_word(a, lang, "direction", SHOWN(SIGHTING, r, direction)));
	if (SHOWN(SIGHTING, r, port) >= 0)
		buf_printf(out, "  %s %lld", text(lang, "share.port"), SHOWN(SIGHTING, r, port));
	buf_printf(out, "  " STR_FMT " - " STR_FMT "  " STR_FMT, STR_ARG(SHOWN(SIGHTING, r, first)), STR_ARG(SHOWN(SIGHTING, r, last)),
	    STR_ARG(SHOWN(SIGHTING, r, count)));
}

void line_step(struct buf *out, struct arena *a, enum lang lang, const struct shown_step *r)
{
	buf_add(out, SHOWN(STEP, r, when));
	if (SHOWN(STEP, r, until).n > 0)
		buf_printf(out, " - " STR_FMT, STR_ARG(SHOWN(STEP, r, until)));
	if (SHOWN(STEP, r, from).n > 0)
		buf_printf(out, "  " STR_FMT " -> " STR_FMT, STR_ARG(render_party(a, lang, SHOWN(STEP, r, from))),
		    STR_ARG(render_party(a, lang, SHOWN(STEP, r, to))));
	buf_printf(out, "  %s" STR_FMT, SHOWN(STEP, r, fake) ? text(lang, "share.fake") : "",
	    STR_ARG(lang == LANG_JA ? SHOWN(STEP, r, ja) : SHOWN(STEP, r, en)));
}

struct lines {
	struct arena *a;
	struct shown_line *list;
	size_t count;
};

static void paragraphs(struct lines *l, const char *part, const struct texts *t, enum lang lang)
{
	for (size_t i = 0; i < t->count; i++)
		l->list[l->count++] = (struct shown_line){ part, texts_in(t, lang)[i] };
}

static void row(struct lines *l, const char *part, struct buf *out)
{
	l->list[l->count++] = (struct shown_line){ part, buf_str(out) };
}

struct shown_line *render_lines(struct arena *a, const struct projection *p, enum lang lang)
{
	struct lines l = { a, ARENA_ARRAY(a, struct shown_line, projection_lines(p) + 1), 0 };
	struct buf out;

	paragraphs(&l, "title", &SHOWN(SHARE, p, title), lang);
	paragraphs(&l, "reason", &SHOWN(SHARE, p, reason), lang);
	paragraphs(&l, "summary", &SHOWN(SHARE, p, summary), lang);
	paragraphs(&l, "actions", &SHOWN(SHARE, p, actions), lang);
	for (size_t i = 0; i < SHOWN(SHARE, p, indicators).count; i++) {
		buf_init_arena(&out, a, 1 << 16);
		line_indicator(&out, a, lang, &SHOWN(SHARE, p, indicators).list[i]);
		row(&l, "indicator", &out);
	}
	for (size_t i = 0; i < SHOWN(SHARE, p, sightings).count; i++) {
		buf_init_arena(&out, a, 1 << 16);
		line_sighting(&out, a, lang, p, &SHOWN(SHARE, p, sightings).list[i]);
		row(&l, "sightings", &out);
	}
	for (size_t i = 0; i < SHOWN(SHARE, p, steps).count; i++) {
		buf_init_arena(&out, a, 1 << 16);
		line_step(&out, a, lang, &SHOWN(SHARE, p, steps).list[i]);
		row(&l, "steps", &out);
	}
	assert(l.count == projection_lines(p));
	return l.list;
}

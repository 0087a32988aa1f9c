/* figure_series.c - geometry of the chart over many quarters: bars, bands where nothing is known, the highest values named. */
#include "report/figures.h"

enum { LEFT = 46, RIGHT = 646, FIRST = 28, PANEL = 132, PLOT = 96, TITLE = 14, LABEL_HIGH = 13, LABELS_MOST = 14, TICKS = 3 };

static const struct { const char *title, *dark, *light; size_t item; } looks[] = {
	{ "report.series.submissions", FIGURE_NAVY, "#9db3d6", 0 },
	{ "report.series.shares", FIGURE_GREEN, "#9ccbb1", 1 },
	{ "report.series.targeted", FIGURE_OCHRE, "#dcc594", 3 },
};

static const struct figure *of(const struct column *c, size_t item)
{
	const struct figure *all[] = { &c->submissions, &c->shares, &c->own, &c->targeted };

	return all[item];
}

/* Where quarter i begins, in pixels. */
static int at(const struct series *s, size_t i)
{
	return LEFT + (int)((RIGHT - LEFT) * i / s->quarters_count);
}

static long long most_of(const struct series *s, size_t item)
{
	long long most = 1;

	for (size_t i = 0; i < s->quarters_count; i++)
		if (of(&s->quarters[i], item)->known && of(&s->quarters[i], item)->value > most)
			most = of(&s->quarters[i], item)->value;
	return most;
}

static void add_ticks(struct doc *d, struct figure_series_panel *p, long long step)
{
	p->ticks = ARENA_ARRAY(d->arena, struct figure_tick, TICKS + 1);
	for (int i = 0; i <= TICKS; i++) {
		int y = p->base - PLOT * i / TICKS;

		p->ticks[p->ticks_count++] = (struct figure_tick){ .x1 = LEFT, .x2 = RIGHT, .y = y, .text_x = LEFT - 6, .text_y = y + 4,
			.label = doc_number(d, step * i), .base = i == 0 };
	}
}

/* Neighbouring quarters without a figure are one band; the sum of the year is told in it where that is known. */
static void add_gaps(struct doc *d, struct figure_series_panel *p, const struct series *s, size_t item)
{
	size_t quarter = 0;

	p->gaps = ARENA_ARRAY(d->arena, struct figure_series_gap, s->quarters_count + 1);
	for (size_t y = 0; y < s->years_count; y++) {
		const struct series_year *year = &s->years[y];
		size_t from = quarter, end = quarter + year->quarters;

		for (; quarter < end; quarter++) {
			struct figure_series_gap *last = p->gaps_count > 0 ? &p->gaps[p->gaps_count - 1] : NULL;
			int x = at(s, quarter), next = at(s, quarter + 1);

			if (of(&s->quarters[quarter], item)->known)
				continue;
			if (last != NULL && last->x + last->w == x && quarter > from)
				last->w = next - last->x;
			else
				p->gaps[p->gaps_count++] = (struct figure_series_gap){ .x = x, .w = next - x, .text = STR("") };
			last = &p->gaps[p->gaps_count - 1];
			last->middle = last->x + last->w / 2;
			if (year->sum[item].known && !year->summed[item] && last->w >= 30)
				last->text = SAY(d, "report.series.in-year", doc_number(d, year->sum[item].value));
		}
	}
}

static void add_bars(struct doc *d, struct figure_series_panel *p, const struct series *s, size_t look, long long top)
{
	p->bars = ARENA_ARRAY(d->arena, struct figure_series_bar, s->quarters_count + 1);
	for (size_t i = 0; i < s->quarters_count; i++) {
		const struct figure *f = of(&s->quarters[i], looks[look].item);
		int x = at(s, i), w = at(s, i + 1) - x, h = (int)(f->value * PLOT / top);

		if (!f->known)
			continue;
		h = h == 0 && f->value > 0 ? 1 : h;     /* little is not nothing */
		p->bars[p->bars_count++] = (struct figure_series_bar){ .x = x + (w > 5), .y = p->base - h, .w = w > 5 ? w - 2 : w - 1, .h = h,
			.colour = f->opening ? looks[look].light : looks[look].dark,
			.words = doc_join(d, period_label(d->arena, &s->quarters[i].period, d->lang), STR(": "), doc_number(d, f->value)) };
	}
}

/* Would it touch a label that stands already, the words of a band, or a bar that is higher? */
static bool is_free(const struct figure_series_panel *p, const struct series *s, size_t item, long long top, const struct figure_line *l)
{
	int half = figure_width(l->text, 11) / 2 + 3;

	for (size_t i = 0; i < p->labels_count; i++) {
		const struct figure_line *other = &p->labels[i];
		int apart = figure_width(other->text, 11) / 2 + half;

		if (l->x - other->x < apart && other->x - l->x < apart && l->y - other->y < LABEL_HIGH && other->y - l->y < LABEL_HIGH)
			return false;
	}
	for (size_t i = 0; i < p->gaps_count; i++) {
		const struct figure_series_gap *g = &p->gaps[i];

		if (g->text.n > 0 && l->x + half > g->x && l->x - half < g->x + g->w && l->y > p->gap_text - LABEL_HIGH)
			return false;
	}
	for (size_t i = 0; i < s->quarters_count; i++) {
		const struct figure *f = of(&s->quarters[i], item);
		bool near = at(s, i) + 1 < l->x + half && at(s, i + 1) - 1 > l->x - half;

		if (f->known && near && p->base - (int)(f->value * PLOT / top) < l->y - 1)
			return false;
	}
	return true;
}

/* The highest first, as long as there is room; what is not labelled stands in the table. */
static void add_labels(struct doc *d, struct figure_series_panel *p, const struct series *s, size_t item, long long top)
{
	bool *done = ARENA_ARRAY(d->arena, bool, s->quarters_count + 1);

	p->labels = ARENA_ARRAY(d->arena, struct figure_line, LABELS_MOST);
	for (size_t round = 0; round < s->quarters_count && p->labels_count < LABELS_MOST; round++) {
		size_t best = s->quarters_count;
		const struct figure *f;
		struct figure_line l;

		for (size_t i = 0; i < s->quarters_count; i++)
			if (!done[i] && of(&s->quarters[i], item)->known &&
			    (best == s->quarters_count || of(&s->quarters[i], item)->value > of(&s->quarters[best], item)->value))
				best = i;
		if (best == s->quarters_count)
			return;
		done[best] = true;
		f = of(&s->quarters[best], item);
		l = (struct figure_line){ .x = (at(s, best) + at(s, best + 1)) / 2, .y = p->base - (int)(f->value * PLOT / top) - 4,
			.text = f->about ? SAY(d, "report.series.about", doc_number(d, f->value)) : doc_number(d, f->value) };
		if (is_free(p, s, item, top, &l))
			p->labels[p->labels_count++] = l;
	}
}

static void add_years(struct doc *d, struct figure_series *f, const struct series *s)
{
	size_t quarter = 0, every = s->years_count > 16 ? 5 : 1;

	f->years = ARENA_ARRAY(d->arena, struct figure_month, s->years_count + 1);
	for (size_t y = 0; y < s->years_count; y++) {
		int x = at(s, quarter), end = at(s, quarter + s->years[y].quarters);
		bool named = every == 1 ? end - x > 24 : s->years[y].year % (int)every == 0;

		f->years[f->years_count++] = (struct figure_month){ x, (x + end) / 2, named ? arena_printf(d->arena, "%d", s->years[y].year) : STR("") };
		quarter += s->years[y].quarters;
	}
}

static void add_keys(struct doc *d, struct figure_series *f)
{
	const struct { const char *colour, *text; } keys[] = { { FIGURE_NAVY, "report.series.key.records" }, { "#9db3d6", "report.series.key.opening" },
		{ "#e4e8ee", "report.series.key.gap" } };
	int x = LEFT;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct str words = str_of(text(d->lang, keys[i].text));

		f->keys[f->keys_count++] = (struct figure_series_key){ x, x + 16, keys[i].colour, words };
		x += 16 + figure_width(words, 11) + 18;
	}
}

static struct str in_words(struct doc *d, const struct series *s)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 1 << 16);
	for (size_t k = 0; k < sizeof looks / sizeof looks[0]; k++) {
		buf_printf(&out, "%s%s:", k > 0 ? "; " : "", text(d->lang, looks[k].title));
		for (size_t i = 0; i < s->quarters_count; i++) {
			const struct figure *f = of(&s->quarters[i], looks[k].item);

			buf_z(&out, " ");
			buf_add(&out, f->known ? doc_number(d, f->value) : STR("-"));
		}
	}
	return arena_str(d->arena, buf_str(&out));
}

const struct figure_series *figure_series_make(struct doc *d, const struct series *s)
{
	struct figure_series *f = ARENA_NEW(d->arena, struct figure_series);

	f->key_y = 2;
	f->key_text_y = 12;
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
		struct figure_series_panel *p = &f->panels[f->panels_count++];
		long long step = figure_step(most_of(s, looks[i].item), TICKS), top = step * TICKS;

		p->title = str_of(text(d->lang, looks[i].title));
		p->title_y = FIRST + TITLE + PANEL * (int)i;
		p->top = p->title_y + 16;
		p->base = p->top + PLOT;
		p->gap_h = PLOT;
		p->gap_text = p->base - 6;
		add_ticks(d, p, step);
		add_gaps(d, p, s, looks[i].item);
		add_bars(d, p, s, i, top);
		add_labels(d, p, s, looks[i].item, top);
	}
	f->top = f->panels[0].top;
	f->bottom = f->panels[f->panels_count - 1].base;
	f->year_y = f->bottom + 16;
	f->axis_y = f->bottom + 32;
	f->height = f->axis_y + 6;
	f->axis = SAY(d, "report.series.axis");
	add_years(d, f, s);
	add_keys(d, f);
	f->words = in_words(d, s);
	return f;
}

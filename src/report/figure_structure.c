/* figure_structure.c - the structure chart: the hub, its SIGs with sizes, its liaison systems. */
#include "base/text.h"
#include "base/wrap.h"
#include "report/figures.h"
#include "report/report.h"

enum { LEFT = 20, RIGHT = 466, CELL = 90, GAP = 4, TOP = 126, BOX_H = 42, STEP = 49, NAME_SIZE = 12 };

int figure_width(struct str s, int size)
{
	size_t columns = text_columns(s), characters = utf8_count(s);
	size_t wide = columns > characters ? columns - characters : 0;

	return (int)wide * size + (int)(characters - wide) * size * 6 / 10;
}

/* Latin letters of the usual fonts take a little more than half of their size. */
size_t figure_lines(struct arena *a, struct str s, int size, int width, int x, int y, int step, size_t most,
    struct figure_line **lines_r)
{
	bool wide = text_columns(s) > utf8_count(s);
	size_t columns = (size_t)(width * (wide ? 200 : 176) / (size * 100)), n = 0;
	struct str line;

	*lines_r = ARENA_ARRAY(a, struct figure_line, most);
	while (n < most && wrap_line(&s, columns, WRAP_CUT, &line)) {
		(*lines_r)[n] = (struct figure_line){ x, y + step * (int)n, line };
		n++;
	}
	if (s.n > 0 && n > 0)
		(*lines_r)[n - 1].text = arena_printf(a, STR_FMT "…", STR_ARG((*lines_r)[n - 1].text));
	return n;
}

bool figure_keyed(struct str row, const char *key, struct str *value_r)
{
	struct str k = str_of(key);

	if (!str_starts(row, k) || row.n <= k.n || row.p[k.n] != ':')
		return false;
	*value_r = str_trim(str_from(row, k.n + 1));
	return true;
}

void figure_fold(struct str s, int size, int width, struct str *one_r, struct str *two_r)
{
	size_t at = 0, good = 0;

	*one_r = s;
	*two_r = STR("");
	if (figure_width(s, size) <= width)
		return;
	while (at < s.n) {
		size_t before = at;
		uint32_t c = utf8_next(s, &at);

		if (figure_width(str_at(s, 0, at), size) > width)
			break;
		if (c == ' ' || text_is_wide_script(c))
			good = c == ' ' ? before : at;
	}
	if (good == 0)
		return;
	*one_r = str_at(s, 0, good);
	*two_r = str_trim(str_from(s, good));
}

static struct str size_words(struct doc *d, const struct sig_row *sig)
{
	struct str n = doc_number(d, sig->size), change = doc_number(d, sig->change < 0 ? -sig->change : sig->change);

	if (sig->change > 0)
		return SAY(d, "report.structure.more", n, change);
	if (sig->change < 0)
		return SAY(d, "report.structure.fewer", n, change);
	return SAY(d, "report.structure.size", n);
}

static void place_name(struct figure_box *b, struct str name)
{
	figure_fold(name, NAME_SIZE, b->w - 8, &b->name1, &b->name2);
	b->two = b->name2.n > 0;
	b->middle = b->x + b->w / 2;
	b->line1 = b->y + (b->two ? 13 : 17);
	b->line2 = b->y + 25;
	b->line3 = b->y + (b->two ? 38 : 33);
}

/* Boxes of one, two or three cells, five cells a row. */
static int place_sigs(struct doc *d, const struct roster_at *at, struct figure_structure *f)
{
	int x = LEFT, y = TOP;

	f->boxes = ARENA_ARRAY(d->arena, struct figure_box, at->sigs_count + 1);
	for (size_t i = 0; i < at->sigs_count; i++) {
		const struct sig_row *sig = &at->sigs[i];
		struct str name = d->lang == LANG_JA ? sig->name_ja : sig->name_en;
		struct str size = size_words(d, sig);
		int needed = figure_width(name, NAME_SIZE) + 8, wide = figure_width(size, 11) + 8;
		int cells = (needed > 2 * CELL ? needed / 2 + 24 : needed) / CELL + 1;
		struct figure_box *b = &f->boxes[f->boxes_count++];

		if (needed > CELL && needed <= 2 * CELL - 40 && str_find_char(name, ' ') > 0)
			cells = 1;
		if (wide > cells * CELL)
			cells++;
		if (cells > 5)
			cells = 5;
		if (x + cells * CELL - GAP > RIGHT + 1) {
			x = LEFT;
			y += STEP;
		}
		*b = (struct figure_box){ .x = x, .y = y, .w = cells * CELL - GAP, .h = BOX_H, .size = size,
			.changed = sig->change != 0 };
		place_name(b, name);
		f->any_changed |= b->changed;
		x += cells * CELL;
	}
	return y + BOX_H;
}

static int place_liaisons(struct doc *d, const struct roster *roster, struct figure_structure *f)
{
	int y = TOP;

	f->liaisons = ARENA_ARRAY(d->arena, struct figure_box, roster->liaisons_count + 1);
	for (size_t i = 0; i < roster->liaisons_count; i++) {
		const struct liaison_row *l = &roster->liaisons[i];
		struct figure_box *b = &f->liaisons[f->liaisons_count++];
		struct str counted = doc_number(d, l->counted);
		bool groups = str_eq(l->counted_as, STR("groups"));

		*b = (struct figure_box){ .x = 502, .y = y, .w = 130, .h = l->reach > 0 ? 74 : 60 };
		place_name(b, d->lang == LANG_JA ? l->name_ja : l->name_en);
		b->line1 = y + 19;
		b->line2 = y + 34;
		b->line3 = y + (b->two ? 50 : 36);
		b->size = groups ? SAY(d, "report.groups", counted) : SAY(d, "report.orgs", counted);
		b->line4 = b->line3 + 17;
		b->reach = STR("");
		if (l->reach > 0) {
			struct str reach = doc_number(d, l->reach);

			b->reach = l->approx ? SAY(d, "report.structure.about", reach) : SAY(d, "report.structure.reach", reach);
		}
		y += b->h + 8;
	}
	return y - 8;
}

const struct figure_structure *figure_structure_make(struct doc *d, const struct records *r)
{
	struct figure_structure *f = ARENA_NEW(d->arena, struct figure_structure);
	const struct roster_at *at = &r->roster.at[COLUMNS - 1];
	int bottom = place_sigs(d, at, f), right = place_liaisons(d, &r->roster, f);

	if (right > bottom)
		bottom = right;
	f->has_liaisons = f->liaisons_count > 0;
	f->bus_end = f->has_liaisons ? 567 : 325;
	f->sig_height = bottom + 16 - 94;
	f->legend_y = bottom + 36;
	f->legend_text = bottom + 40;
	f->legend_box = bottom + 29;
	f->height = bottom + 52;
	f->sigs_title = SAY(d, "report.structure.sigs", doc_number(d, (long long)at->sigs_count),
	    doc_number(d, at->memberships));
	return f;
}

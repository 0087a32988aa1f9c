/* figure_sequence.c - who wrote to whom, and where the attacker stepped in.
 *
 * Lanes: A, attacker, B (others share B's side).  Days only: a public report names no clock times; how soon
 * an attacker reacted is said in words, rounded to half hours. */
#include <string.h>

#include "report/figures.h"
#include "report/told.h"

enum { LANE_A = 106, LANE_X = 280, LANE_B = 454, NOTE_X = 470, NOTE_W = 164, LABEL_W = 320, TOP = 34, LEGEND = 34 };

static bool is_attacker(struct str lane)
{
	return str_eq(lane, STR("attacker"));
}

static int lane_x(struct str lane)
{
	return is_attacker(lane) ? LANE_X : str_eq(lane, STR("A")) ? LANE_A : LANE_B;
}

static struct str lane_name(struct doc *d, struct str lane, const struct str *names, size_t n)
{
	struct str found;

	for (size_t i = 0; i < n; i++)
		if (figure_keyed(names[i], arena_cstr(d->arena, lane), &found))
			return found;
	return is_attacker(lane) ? SAY(d, "report.lane.attacker") : SAY(d, "report.lane.party", lane);
}

static struct str day_of(struct doc *d, const struct told_moment *m)
{
	struct civil a = time_civil(m->at_ms, d->period.zone), b = time_civil(m->until_ms != TIME_NONE ? m->until_ms : m->at_ms,
	    d->period.zone);
	bool ja = d->lang == LANG_JA, stretch = a.day != b.day || a.month != b.month;

	if (str_eq(m->precision, STR("month")))
		return ja ? arena_printf(d->arena, "%d 月", a.month) : arena_printf(d->arena, "%.3s", month_name(a.month));
	if (!stretch)
		return ja ? arena_printf(d->arena, "%d/%d", a.month, a.day) : arena_printf(d->arena, "%d %.3s", a.day, month_name(a.month));
	if (ja)
		return arena_printf(d->arena, "%d/%d～%d/%d", a.month, a.day, b.month, b.day);
	return a.month == b.month ? arena_printf(d->arena, "%d–%d %.3s", a.day, b.day, month_name(b.month)) :
	    arena_printf(d->arena, "%d %.3s–%d %.3s", a.day, month_name(a.month), b.day, month_name(b.month));
}

/* How long after the last message of the one who is impersonated; "" where that is not known to the minute
 * or was on another day. */
static struct str reaction(struct doc *d, const struct told_moment *list, size_t i)
{
	for (size_t k = i; k-- > 0;) {
		long long halves, gap = list[i].at_ms - list[k].at_ms;

		if (list[k].fake || !str_eq(list[k].from, STR("A")))
			continue;
		if (!str_eq(list[k].precision, STR("minute")) || !str_eq(list[i].precision, STR("minute")) || gap > 6 * (long long)MS_HOUR)
			return STR("");
		halves = (gap + 15 * MS_MINUTE) / (30 * MS_MINUTE);
		if (halves == 0)
			return SAY(d, "report.sequence.minutes");
		if (halves == 1)
			return SAY(d, "report.sequence.half");
		return halves % 2 == 0 ? SAY(d, "report.sequence.hours", doc_number(d, halves / 2)) :
		    SAY(d, "report.sequence.hours.half", doc_number(d, halves / 2));
	}
	return STR("");
}

static struct str fill_letters(struct doc *d, struct str s)
{
	struct buf out;

	buf_init_arena(&out, d->arena, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '{' && i + 2 < s.n && s.p[i + 2] == '}' && s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z') {
			buf_char(&out, s.p[i + 1]);
			i += 2;
		} else {
			buf_char(&out, s.p[i]);
		}
	return arena_str(d->arena, buf_str(&out));
}

static struct str label_of(struct doc *d, const struct told_moment *m, int fakes)
{
	struct str text = fill_letters(d, m->text);

	if (m->fake)
		text = SAY(d, "report.sequence.fake", doc_number(d, fakes), text);
	if (str_eq(m->known_how, STR("inferred")))
		return SAY(d, "report.sequence.inferred", text);
	return str_eq(m->known_how, STR("told")) ? SAY(d, "report.sequence.told", text) : text;
}

static struct str arrow_head(struct arena *a, int x, int y, bool right)
{
	return right ? arena_printf(a, "M%d %dl-9 -4.5v9z", x, y) : arena_printf(a, "M%d %dl9 -4.5v9z", x, y);
}

void figure_arrow(struct arena *a, struct figure_step *s, int from_x, int to_x, int as_x, bool both_ways)
{
	bool right = to_x > from_x;

	s->x1 = from_x + (right ? 5 : -5);
	s->x2 = to_x + (right ? -4 : 4);
	s->head = arrow_head(a, s->x2, s->y, right);
	s->tail = both_ways ? arrow_head(a, from_x + (right ? 4 : -4), s->y, !right) : STR("");
	s->spoof_x1 = as_x + (as_x < from_x ? 2 : -2);
	s->spoof_x2 = from_x + (as_x < from_x ? -6 : 6);
}

static void arrow(struct doc *d, struct figure_step *s, const struct told_moment *m)
{
	s->colour = m->fake || is_attacker(m->from) ? FIGURE_RED : str_eq(m->from, STR("A")) ? FIGURE_NAVY : FIGURE_GREEN;
	s->dashed = str_eq(m->known_how, STR("inferred"));
	s->fake = m->fake;
	s->anchor = m->fake ? "end" : "middle";
	s->spoofed = m->fake && is_attacker(m->from);
	figure_arrow(d->arena, s, lane_x(m->from), lane_x(m->to), lane_x(m->to) == LANE_B ? LANE_A : LANE_B,
	    m->until_ms != TIME_NONE && !m->fake);
}

/* "title / more", the title after how soon the attacker reacted. */
static void note(struct doc *d, struct figure_step *s, struct str text, struct str soon, int y)
{
	long long slash = str_find(text, STR(" / "));
	struct str title = fill_letters(d, slash < 0 ? text : str_at(text, 0, (size_t)slash));
	struct str more = slash < 0 ? STR("") : fill_letters(d, str_from(text, (size_t)slash + 3));

	if (soon.n > 0)
		title = title.n > 0 ? SAY(d, "report.sequence.soon", soon, title) : soon;
	if (title.n == 0 && more.n == 0)
		return;
	s->titles_count = figure_lines(d->arena, title, 11, NOTE_W, NOTE_X + 9, y, 14, 3, &s->titles);
	s->notes_count = figure_lines(d->arena, more, 11, NOTE_W, NOTE_X + 9, y + 14 * (int)s->titles_count, 14, 4, &s->notes);
	s->has_note = true;
	s->note_colour = s->fake ? FIGURE_RED : FIGURE_OCHRE;
	s->note_y = y - 12;
	s->note_h = 14 * (int)(s->titles_count + s->notes_count) + 4;
}

/* One message below `y`; returns where the next one may begin. */
static int place(struct doc *d, struct figure_step *s, const struct told_moment *list, size_t i, int fakes, struct str day, int y)
{
	const struct told_moment *m = &list[i];
	struct str label = label_of(d, m, fakes), soon = m->fake ? reaction(d, list, i) : STR("");
	int lines, bottom;

	s->labels_count = figure_lines(d->arena, label, 12, LABEL_W, m->fake ? LANE_B - 8 : LANE_X, y + 18, 15, 3, &s->labels);
	lines = (int)s->labels_count;
	s->y = y + 18 + 15 * (lines - 1) + 8;
	s->day = day;
	s->day_y = s->y + 4;
	s->rule_y = y - 1;
	arrow(d, s, m);
	note(d, s, m->note, soon, y + 18);
	bottom = s->y + 10;
	return s->has_note && s->note_y + s->note_h > bottom ? s->note_y + s->note_h : bottom;
}

static void lanes(struct doc *d, struct figure_sequence *f, const struct str *names, size_t n)
{
	f->lanes = ARENA_ARRAY(d->arena, struct figure_lane, 3);
	f->lanes[0] = (struct figure_lane){ LANE_A, lane_name(d, STR("A"), names, n), STR(""), FIGURE_NAVY, false };
	f->lanes[1] = (struct figure_lane){ LANE_X, lane_name(d, STR("attacker"), names, n), STR(""), FIGURE_RED, true };
	f->lanes[2] = (struct figure_lane){ LANE_B, lane_name(d, STR("B"), names, n), STR(""), FIGURE_GREEN, false };
	f->lanes_count = 3;
	f->width = 650;
	f->lane_top = 30;
	f->band_x = LANE_X - 45;
	f->band_w = 90;
	f->attacker_x = LANE_X;
	f->note_x = NOTE_X;
	f->rule_end = 484;
}

static void legend(struct doc *d, struct figure_sequence *f, int y)
{
	int x = 180;

	f->legend_y = y + 20;
	f->legend_text = y + 24;
	f->spoof_x = x;
	f->spoof_text = x + 42;
	if (f->any_spoofed)
		x = f->spoof_text + figure_width(SAY(d, "report.sequence.key.spoofed"), 11) + 20;
	f->dash_x = x;
	f->dash_text = x + 42;
}

/* The whole course in words, for those who do not see it. */
static void in_words(struct doc *d, struct figure_sequence *f, const struct told_moment *m, size_t n, int fakes, struct buf *out)
{

	for (size_t i = 0; i < n; i++) {
		fakes += m[i].fake;
		if (i > 0)
			buf_add(out, SAY(d, "report.list.semicolon"));
		buf_add(out, SAY(d, "report.sequence.words", day_of(d, &m[i]), lane_name(d, m[i].from, NULL, 0),
		    lane_name(d, m[i].to, NULL, 0), label_of(d, &m[i], fakes)));
	}
	f->words = arena_str(d->arena, buf_str(out));
}

const struct figure_sequence *figure_sequence_make(struct doc *d, const struct told_moment *m, size_t n, int earlier, const struct str *names,
    size_t names_count)
{
	struct figure_sequence *f = ARENA_NEW(d->arena, struct figure_sequence);
	struct str before = STR("");
	struct buf out;
	int y = TOP;

	lanes(d, f, names, names_count);
	f->steps = ARENA_ARRAY(d->arena, struct figure_step, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct figure_step *s = &f->steps[f->steps_count++];
		struct str day = day_of(d, &m[i]);
		int fakes = earlier;

		for (size_t k = 0; k <= i; k++)
			fakes += m[k].fake;
		s->has_rule = i > 0 && !str_eq(day, before);
		y += s->has_rule ? 7 : 0;
		y = place(d, s, m, i, fakes, str_eq(day, before) ? STR("") : day, y);
		before = day;
		f->any_fake |= s->fake;
		f->any_spoofed |= s->spoofed;
		f->any_dashed |= s->dashed;
	}
	f->lane_end = y + 6;
	f->band_h = y + 4;
	legend(d, f, y + 4);
	f->height = f->any_fake || f->any_dashed ? f->lane_end + LEGEND : f->lane_end + 6;
	buf_init_arena(&out, d->arena, 1 << 16);
	in_words(d, f, m, n, earlier, &out);
	return f;
}

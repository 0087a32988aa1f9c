/* picture.c - the geometry; drawn by the template of the report's Figures 2 and 3. */
#include "worker/picture.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "base/tr.h"
#include "report/figures.h"
#include "report/templates.h"
#include "worker/document.h"
#include "worker/sequence_words.h"
#include "worker/words.h"

enum { LANES_MOST = 8, ROWS_MOST = 300, RUN_LEAST = 4, FIRST_LANE = 190, BETWEEN = 380, BETWEEN_LEAST = 130, NOTE_GAP = 22,
	NOTE_W = 290, TOP = 46, LEGEND = 34, GAPS_MOST = 3, GAP_X = 164, NOTES_MOST = 12 };

struct picture {
	struct arena *arena;
	const json_t *doc, *lanes, *steps;
	struct figure_sequence *f;
	int lane_x[LANES_MOST], *row_y; /* row_y: y of the arrow of each message, + 1 */
	bool intruder[LANES_MOST];
	size_t lane_count, message_count;
	int attacker;                   /* lane, or -1 */
	struct buf words;
};

static const char *say(const char *id)
{
	return text(tr_lang(), id);
}

static void place_lanes(struct picture *p)
{
	struct figure_sequence *f = p->f;
	int step = BETWEEN / (p->lane_count > 1 ? (int)p->lane_count - 1 : 1);

	step = step > BETWEEN_LEAST ? step : BETWEEN_LEAST;
	f->lanes = ARENA_ARRAY(p->arena, struct figure_lane, p->lane_count + 1);
	p->attacker = -1;
	for (size_t i = 0; i < p->lane_count; i++) {
		const json_t *lane = json_array_get(p->lanes, i);

		p->lane_x[i] = FIRST_LANE + (int)i * step;
		p->intruder[i] = json_is_true(json_object_get(lane, "intruder"));
		if (p->intruder[i])
			p->attacker = (int)i;
		f->lanes[f->lanes_count++] = (struct figure_lane){ p->lane_x[i], sequence_lane(p->arena, lane),
			sequence_house(p->arena, lane), p->intruder[i] ? FIGURE_RED : p->attacker < 0 ? FIGURE_NAVY : FIGURE_GREEN, p->intruder[i] };
	}
	f->note_x = p->lane_x[p->lane_count - 1] + NOTE_GAP;
	f->rule_end = f->note_x - 6;
	f->width = f->note_x + NOTE_W + 12;
	f->lane_top = TOP - 2;
	f->attacker_x = p->attacker >= 0 ? p->lane_x[p->attacker] : 0;
	f->band_x = f->attacker_x - 45;
	f->band_w = p->attacker >= 0 ? 90 : 0;
}

static int lane_of(const struct picture *p, const json_t *step, const char *key)
{
	const json_t *number = json_object_get(step, key);

	return json_is_integer(number) && json_integer_value(number) < (long long)p->lane_count ? (int)json_integer_value(number) : -1;
}

static size_t message_of(const json_t *step)
{
	return (size_t)json_integer_value(json_object_get(step, "message"));
}

static bool civil_of(const struct picture *p, size_t message, struct civil *c)
{
	struct err ignored;
	struct str date = document_text(json_array_get(json_object_get(p->doc, "messages"), message), "date");
	long long ms;

	if (date.n == 0 || time_parse(date, 0, &ms, &ignored) < 0)
		return false;
	*c = time_civil(ms, ZONE_JST);
	return true;
}

static struct str day_text(struct picture *p, const struct civil *c)
{
	return tr_lang() == LANG_JA ? arena_printf(p->arena, "%d/%d", c->month, c->day) :
	    arena_printf(p->arena, "%d %.3s", c->day, month_name(c->month));
}

/* ---- which mails are drawn as one ---- */

static bool is_plain(const struct picture *p, const json_t *step)
{
	int from = lane_of(p, step, "from"), to = lane_of(p, step, "to");

	return json_array_size(json_object_get(step, "notes")) == 0 && from >= 0 && to >= 0 && !p->intruder[from] && !p->intruder[to];
}

/* How many steps from `i` on go to and fro between the same two; 1 where they are too few to be joined. */
static size_t run_length(const struct picture *p, size_t i)
{
	const json_t *first = json_array_get(p->steps, i), *step;
	int x = lane_of(p, first, "from"), y = lane_of(p, first, "to");
	size_t n = 0;

	while ((step = json_array_get(p->steps, i + n)) != NULL && is_plain(p, step)) {
		int from = lane_of(p, step, "from"), to = lane_of(p, step, "to");

		if (!((from == x && to == y) || (from == y && to == x)))
			break;
		n++;
	}
	/* the last one before something remarkable tells what it was about: it stands alone */
	if (json_array_get(p->steps, i + n) != NULL && n > RUN_LEAST)
		n--;
	return n >= RUN_LEAST ? n : 1;
}

/* ---- one row ---- */

/* The weightiest in bold, the others below it. */
static void put_notes(struct picture *p, struct figure_step *s, const json_t *step, int y)
{
	const json_t *notes = json_object_get(step, "notes"), *note;
	struct figure_line *lines;
	size_t i;
	int begin = y;

	if (json_array_size(notes) == 0)
		return;
	s->notes = ARENA_ARRAY(p->arena, struct figure_line, NOTES_MOST * 3);
	json_array_foreach(notes, i, note) {
		size_t n = figure_lines(p->arena, sequence_note(p->arena, note), 11, NOTE_W, p->f->note_x + 9, y, 14, 3, &lines);

		if (i >= NOTES_MOST)
			break;
		if (i == 0) {
			s->titles = lines;
			s->titles_count = n;
		} else {
			memcpy(s->notes + s->notes_count, lines, n * sizeof *lines);
			s->notes_count += n;
		}
		y += 14 * (int)n + 3;
	}
	s->has_note = true;
	s->note_colour = s->fake ? FIGURE_RED : FIGURE_OCHRE;
	s->note_y = begin - 12;
	s->note_h = y - begin + 2;
}

static void put_label(struct picture *p, struct figure_step *s, struct str label, int from, int to, int y)
{
	int low = p->lane_x[from < to ? from : to], high = p->lane_x[from < to ? to : from];
	int room = p->f->note_x - FIRST_LANE - 30;

	if (s->fake && high - low < room * 3 / 4) {         /* at its arrow's end, over the lanes of others */
		bool right = to > from;

		s->anchor = right ? "end" : "start";
		s->labels_count = figure_lines(p->arena, label, 12, right ? p->lane_x[to] - FIRST_LANE - 12 : room - p->lane_x[to] + FIRST_LANE,
		    p->lane_x[to] + (right ? -8 : 8), y + 18, 15, 3, &s->labels);
		return;
	}
	s->anchor = "middle";
	s->labels_count = figure_lines(p->arena, label, 12, high - low - 14, (low + high) / 2, y + 18, 15, 3, &s->labels);
}

static struct str label_of(struct picture *p, size_t i, size_t n)
{
	const json_t *step = json_array_get(p->steps, i);

	if (n > 1)
		return arena_printf(p->arena, say("sequence.picture.run"), (long long)n, (long long)message_of(step),
		    (long long)message_of(json_array_get(p->steps, i + n - 1)));
	return arena_printf(p->arena, say("sequence.picture.mail"), (long long)message_of(step),
	    arena_cstr(p->arena, sequence_says(p->arena, p->doc, step)));
}

static void put_time(struct picture *p, struct figure_step *s, size_t i, size_t n, struct str *before)
{
	struct civil c, last;
	struct str day = STR("");

	s->clock = s->day = STR("");
	if (!civil_of(p, message_of(json_array_get(p->steps, i)), &c))
		return;
	day = day_text(p, &c);
	if (n > 1 && civil_of(p, message_of(json_array_get(p->steps, i + n - 1)), &last) && !str_eq(day, day_text(p, &last)))
		s->day = arena_printf(p->arena, say("sequence.picture.days"), day.p, day_text(p, &last).p);
	else if (!str_eq(day, *before))
		s->day = day;
	if (n == 1)
		s->clock = arena_printf(p->arena, "%d:%02d", c.hour, c.minute);
	s->has_rule = s->day.n > 0 && before->n > 0;
	*before = s->day.n > 0 && n > 1 ? day_text(p, &last) : day;
}

static int put_row(struct picture *p, size_t i, size_t n, struct str *before, int y)
{
	const json_t *step = json_array_get(p->steps, i);
	struct figure_step *s = &p->f->steps[p->f->steps_count++];
	int from = lane_of(p, step, "from"), to = lane_of(p, step, "to"), as = lane_of(p, step, "as"), bottom;
	struct str label = label_of(p, i, n);

	if (from < 0)
		from = to > 0 ? 0 : (int)p->lane_count - 1;
	if (to < 0 || to == from)
		to = from + 1 < (int)p->lane_count ? from + 1 : from - 1;
	s->fake = p->intruder[from];
	s->spoofed = s->fake && as >= 0;
	put_time(p, s, i, n, before);
	y += s->has_rule ? 7 : 0;
	put_label(p, s, label, from, to, y);
	s->y = y + 18 + 15 * ((int)s->labels_count - 1) + 8;
	s->day_y = s->y + 4;
	s->rule_y = y - 1;
	s->colour = s->fake || p->intruder[to] ? FIGURE_RED : p->attacker < 0 || from < p->attacker ? FIGURE_NAVY : FIGURE_GREEN;
	figure_arrow(p->arena, s, p->lane_x[from], p->lane_x[to], p->lane_x[as >= 0 ? as : from], n > 1);
	put_notes(p, s, step, y + 18);
	p->f->any_fake |= s->fake;
	p->f->any_spoofed |= s->spoofed;
	if (message_of(step) < p->message_count)
		p->row_y[message_of(step)] = s->y + 1;
	buf_printf(&p->words, "%s" STR_FMT, i > 0 ? "; " : "", STR_ARG(label));
	bottom = s->y + 10;
	return s->has_note && s->note_y + s->note_h > bottom ? s->note_y + s->note_h : bottom;
}

/* ---- the whole ---- */

/* From a promise to who delivered: the measure of Figure 2, for what comes within a day. */
static void put_gaps(struct picture *p)
{
	struct figure_sequence *f = p->f;
	const json_t *step, *note;
	size_t i, k;

	f->gaps = ARENA_ARRAY(p->arena, struct figure_gap, GAPS_MOST);
	json_array_foreach(p->steps, i, step)
		json_array_foreach(json_object_get(step, "notes"), k, note) {
			size_t promised = (size_t)json_integer_value(json_object_get(note, "message"));
			long long minutes = json_integer_value(json_object_get(note, "minutes"));
			int x = GAP_X - 3;

			if (!str_eq(document_text(note, "kind"), STR("delivery")) || minutes > 24LL * 60 || promised >= p->message_count ||
			    f->gaps_count == GAPS_MOST || p->row_y[promised] == 0 || p->row_y[message_of(step)] == 0)
				continue;
			f->gaps[f->gaps_count++] = (struct figure_gap){ x, p->row_y[promised] - 1, p->row_y[message_of(step)] - 1, x - 5,
				(p->row_y[promised] + p->row_y[message_of(step)]) / 2 + 4, sequence_duration(p->arena, minutes) };
		}
}

static void legend(struct figure_sequence *f, int y)
{
	f->legend_y = y + 20;
	f->legend_text = y + 24;
	f->spoof_x = 26 + figure_width(str_of(say("report.sequence.key.fake")), 11) + 24;
	f->spoof_text = f->spoof_x + 42;
}

static void put_rows(struct picture *p)
{
	size_t n = json_array_size(p->steps), shown = 0;
	struct str before = STR("");
	int y = TOP;

	p->f->steps = ARENA_ARRAY(p->arena, struct figure_step, ROWS_MOST + 1);
	for (size_t i = 0; i < n && shown < ROWS_MOST; shown++) {
		size_t run = run_length(p, i);

		y = put_row(p, i, run, &before, y);
		i += run;
	}
	p->f->lane_end = y + 6;
	p->f->band_h = y + 4;
	legend(p->f, y + 4);
	p->f->height = p->f->any_fake ? p->f->lane_end + LEGEND : p->f->lane_end + 6;
}

const struct figure_sequence *picture_make(struct arena *a, const json_t *doc)
{
	const json_t *sequence = json_object_get(doc, "sequence");
	struct picture p = { .arena = a, .doc = doc, .lanes = json_object_get(sequence, "lanes"),
		.steps = json_object_get(sequence, "steps"), .f = ARENA_NEW(a, struct figure_sequence) };

	p.lane_count = json_array_size(p.lanes) < LANES_MOST ? json_array_size(p.lanes) : LANES_MOST;
	p.message_count = json_array_size(json_object_get(doc, "messages"));
	if (p.lane_count < 2)
		return NULL;
	p.row_y = ARENA_ARRAY(a, int, p.message_count + 1);
	buf_init_arena(&p.words, a, 1 << 18);
	place_lanes(&p);
	put_rows(&p);
	put_gaps(&p);
	p.f->words = buf_str(&p.words);
	return p.f;
}

void picture_write(struct buf *out, struct arena *a, const json_t *doc)
{
	const struct figure_sequence *f = picture_make(a, doc);
	struct figure_picture whole = { .sequence = f };

	if (f == NULL)
		return;
	whole.titles_count = figure_lines(a, words_safe(a, document_text(json_object_get(doc, "verdict"), "sentence")), 13, f->width - 40, 14, 28,
	    19, 3, &whole.titles);
	whole.top = 24 + 19 * (int)whole.titles_count;
	whole.width = f->width;
	whole.height = whole.top + f->height + 8;
	html_picture(out, tr_lang(), &whole);
}

/* analyse_thread.c - a conversation at a glance: who wrote to whom, and the people about whom something changed. */
#include "base/text.h"
#include "base/tr.h"
#include "cli/analyse_words.h"
#include "cli/paint.h"
#include "cli/wrap.h"
#include "worker/document.h"
#include "worker/sequence_words.h"
#include "worker/words.h"

/* Two blanks, the mark, the number and the time come before the lanes; what the mail says stands behind them. */
enum { MAILS_SHOWN = 200, LANES_MOST = 8, LANES_AT = 27, NOTES_AT = 11, LEAST_SAYS = 12 };

struct chart {
	struct arena *arena;
	const json_t *doc, *lanes, *steps;
	size_t lane_count;
	size_t at[LANES_MOST];          /* columns behind LANES_AT */
	bool intruder[LANES_MOST];
	size_t width;                   /* of all lanes */
};

/* Findings of weight mark a mail: the reader's eye should stop there. */
static bool is_marked(const json_t *doc, size_t message)
{
	const json_t *f;
	size_t i;

	json_array_foreach(json_object_get(doc, "findings"), i, f) {
		struct str strength = document_text(f, "strength");

		if (json_integer_value(json_object_get(f, "message")) == (long long)message && json_is_true(json_object_get(f, "for")) &&
		    (str_eq(strength, STR("medium")) || str_eq(strength, STR("strong"))))
			return true;
	}
	return false;
}

static void blanks(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

/* As much of `s` as fits into so many columns. */
static struct str cut(struct str s, size_t columns)
{
	size_t at = 0, used = 0;

	while (at < s.n) {
		size_t next = at;

		utf8_next(s, &next);
		used += text_columns(str_at(s, at, next - at));
		if (used > columns)
			break;
		at = next;
	}
	return str_at(s, 0, at);
}

static void end_line(struct buf *out)
{
	while (out->n > 0 && out->p[out->n - 1] == ' ')
		out->n--;
	buf_char(out, '\n');
}

/* ---- the lanes ---- */

static void place_lanes(struct chart *c)
{
	size_t room = c->lane_count <= 3 ? 24 : c->lane_count == 4 ? 30 : 35;

	for (size_t i = 0; i < c->lane_count; i++) {
		c->at[i] = c->lane_count > 1 ? i * room / (c->lane_count - 1) : 0;
		c->intruder[i] = json_is_true(json_object_get(json_array_get(c->lanes, i), "intruder"));
	}
	c->width = c->lane_count > 0 ? c->at[c->lane_count - 1] + 1 : 0;
}

/* Each word stands over its lane, as far as there is room between its neighbours. */
static void put_heads(struct buf *out, const struct chart *c, struct str (*word)(struct arena *, const json_t *))
{
	size_t gap = c->lane_count > 1 ? c->at[1] - 1 : 20, column = 0;

	for (size_t i = 0; i < c->lane_count; i++) {
		struct str s = cut(word(c->arena, json_array_get(c->lanes, i)), gap);
		size_t begin = LANES_AT + c->at[i] - text_columns(s) / 2;

		blanks(out, begin > column ? begin - column : 1);
		column = (begin > column ? begin : column + 1) + text_columns(s);
		paint(out, c->intruder[i] ? PAINT_BAD : PAINT_STRONG, s);
	}
	end_line(out);
}

static int lane_of(const struct chart *c, const json_t *step, const char *key)
{
	const json_t *number = json_object_get(step, key);

	return json_is_integer(number) && json_integer_value(number) < (long long)c->lane_count ? (int)json_integer_value(number) : -1;
}

static void draw(char *line, const struct chart *c, int from, int to, char stroke)
{
	size_t low = c->at[from < to ? from : to], high = c->at[from < to ? to : from];

	memset(line + low + 1, stroke, high - low - 1);
	line[c->at[from]] = 'o';
	line[from < to ? high - 1 : low + 1] = from < to ? '>' : '<';
}

/* "o---------->|", "o. . . .X====>|": the dots come from the lane of the one who is played. */
static void put_arrow(struct buf *out, const struct chart *c, const json_t *step)
{
	int from = lane_of(c, step, "from"), to = lane_of(c, step, "to"), as = lane_of(c, step, "as");
	bool bad = from >= 0 && c->intruder[from];
	char line[64];

	memset(line, ' ', c->width);
	for (size_t i = 0; i < c->lane_count; i++)
		line[c->at[i]] = c->intruder[i] ? ':' : '|';
	if (bad && as >= 0 && as != from)
		for (size_t i = c->at[as < from ? as : from] + 1; i < c->at[as < from ? from : as]; i++)
			line[i] = (i - c->at[as < from ? as : from]) % 2 == 1 && line[i] == ' ' ? '.' : line[i];
	if (from >= 0 && to >= 0 && from != to)
		draw(line, c, from, to, bad ? '=' : '-');
	else if (from >= 0)
		line[c->at[from]] = 'o';
	if (bad)
		line[c->at[from]] = 'X';
	paint(out, bad ? PAINT_BAD : PAINT_PLAIN, (struct str){ line, c->width });
}

static void put_notes(struct buf *out, const struct chart *c, const json_t *step)
{
	const json_t *note;
	size_t i;

	json_array_foreach(json_object_get(step, "notes"), i, note)
		wrap_painted(out, PAINT_NOTE, NOTES_AT, NOTES_AT + 2, arena_printf(c->arena, "- " STR_FMT,
		    STR_ARG(sequence_note(c->arena, note))));
}

static void put_step(struct buf *out, const struct chart *c, const json_t *step)
{
	size_t message = (size_t)json_integer_value(json_object_get(step, "message"));
	const json_t *m = json_array_get(json_object_get(c->doc, "messages"), message);
	struct str time = words_time(c->arena, document_text(m, "date")), says = sequence_says(c->arena, c->doc, step);
	size_t used = LANES_AT + c->width + 2, room = wrap_columns() > used + LEAST_SAYS ? wrap_columns() - used : LEAST_SAYS;
	bool marked = is_marked(c->doc, message);

	buf_z(out, "  ");
	paint(out, marked ? PAINT_BAD : PAINT_PLAIN, arena_printf(c->arena, "%s%4zu", marked ? "!" : " ", message));
	blanks(out, 2);
	buf_add(out, time);
	blanks(out, 18 - text_columns(time));
	put_arrow(out, c, step);
	blanks(out, 2);
	if (text_columns(says) > room)
		says = arena_printf(c->arena, STR_FMT "…", STR_ARG(str_trim(cut(says, room - 1))));
	buf_add(out, says);
	end_line(out);
	put_notes(out, c, step);
}

static void put_sequence(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *sequence = json_object_get(doc, "sequence"), *step;
	struct chart c = { .arena = a, .doc = doc, .lanes = json_object_get(sequence, "lanes"),
		.steps = json_object_get(sequence, "steps") };
	size_t i;

	c.lane_count = json_array_size(c.lanes) < LANES_MOST ? json_array_size(c.lanes) : LANES_MOST;
	place_lanes(&c);
	wrap_head(out, text(tr_lang(), "analyse.mails"));
	put_heads(out, &c, sequence_lane);
	put_heads(out, &c, sequence_house);
	json_array_foreach(c.steps, i, step) {
		if (i == MAILS_SHOWN) {
			buf_printf(out, text(tr_lang(), "analyse.more-mails"), (long long)(json_array_size(c.steps) - i));
			break;
		}
		put_step(out, &c, step);
	}
}

/* ---- the people ---- */

static bool same_change(const json_t *x, const json_t *y)
{
	return str_eq(document_text(x, "kind"), document_text(y, "kind")) && str_eq(document_text(x, "found"), document_text(y, "found"));
}

/* A change that came again is told once: "messages 9, 12, 13: ...". */
static void put_change(struct buf *out, struct arena *a, const json_t *changes, size_t i)
{
	const json_t *c = json_array_get(changes, i);
	const char *kind = text(tr_lang(), arena_printf(a, "change.%.*s", STR_ARG(document_text(c, "kind"))).p);
	struct str found = words_safe(a, document_text(c, "found")), before = words_safe(a, document_text(c, "expected"));
	struct buf numbers;

	for (size_t k = 0; k < i; k++)
		if (same_change(json_array_get(changes, k), c))
			return;
	buf_init_arena(&numbers, a, 1 << 12);
	for (size_t k = i; k < json_array_size(changes); k++)
		if (same_change(json_array_get(changes, k), c))
			buf_printf(&numbers, "%s%lld", k > i ? ", " : "",
			    (long long)json_integer_value(json_object_get(json_array_get(changes, k), "message")));
	if (before.n > 0)
		wrap_put(out, 6, 10, arena_printf(a, text(tr_lang(), "analyse.change"), arena_cstr(a, buf_str(&numbers)), kind,
		    arena_cstr(a, found), arena_cstr(a, before)));
	else
		wrap_put(out, 6, 10, arena_printf(a, text(tr_lang(), "analyse.change-new"), arena_cstr(a, buf_str(&numbers)), kind,
		    arena_cstr(a, found)));
}

/* "mail program microsoft outlook; time zone +0900; ..." */
static void put_habits(struct buf *out, struct arena *a, const json_t *p)
{
	struct str last = STR("");
	const json_t *habit;
	struct buf line;
	size_t i;

	buf_init_arena(&line, a, 1 << 14);
	json_array_foreach(json_object_get(p, "habits"), i, habit) {
		struct str kind = document_text(habit, "kind"), value = words_safe(a, document_text(habit, "value"));

		if (str_eq(kind, last))
			buf_printf(&line, " / " STR_FMT, STR_ARG(value));
		else
			buf_printf(&line, "%s%s " STR_FMT, i > 0 ? text(tr_lang(), "analyse.habit-and") : "",
			    text(tr_lang(), arena_printf(a, "habit.%.*s", STR_ARG(kind)).p), STR_ARG(value));
		last = kind;
	}
	if (line.n > 0)
		wrap_painted(out, PAINT_QUIET, 6, 8, buf_str(&line));
}

static void put_person(struct buf *out, struct arena *a, const json_t *p)
{
	struct str org = words_safe(a, document_text(p, "organisation")), name = words_safe(a, document_text(p, "name"));
	struct str who = arena_printf(a, STR_FMT "%s<" STR_FMT ">%s" STR_FMT, STR_ARG(name), name.n > 0 ? " " : "",
	    STR_ARG(words_safe(a, document_text(p, "address"))), org.n > 0 ? ", " : "", STR_ARG(org));
	long long wrote = json_integer_value(json_object_get(p, "wrote"));
	const json_t *changes = json_object_get(p, "changes");

	wrap_put(out, 4, 6, wrote > 0 ? arena_printf(a, text(tr_lang(), "analyse.wrote"), who.p, wrote) : who);
	put_habits(out, a, p);
	for (size_t i = 0; i < json_array_size(changes); i++)
		put_change(out, a, changes, i);
}

/* Whoever wrote or changed; those who only read are counted. */
static bool is_shown(const json_t *person)
{
	return json_array_size(json_object_get(person, "changes")) > 0 || json_integer_value(json_object_get(person, "wrote")) > 0;
}

static void put_people(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *people = json_object_get(doc, "people"), *p;
	size_t i, shown = 0, changed = 0, rest;

	json_array_foreach(people, i, p) {
		shown += is_shown(p);
		changed += json_array_size(json_object_get(p, "changes")) > 0;
	}
	rest = json_array_size(people) - shown;
	if (json_array_size(people) == 0)
		return;
	wrap_head(out, text(tr_lang(), changed > 0 ? "analyse.people" : "analyse.people-same"));
	json_array_foreach(people, i, p)
		if (is_shown(p))
			put_person(out, a, p);
	if (rest > 0)
		wrap_put(out, 4, 4, arena_printf(a, TEXT_N(tr_lang(), "analyse.people-others", (long long)rest), (long long)rest));
}

void analyse_print_thread(struct buf *out, struct arena *a, const json_t *doc)
{
	put_sequence(out, a, doc);
	put_people(out, a, doc);
}

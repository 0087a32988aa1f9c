/* tally_out.c - the table as JSON lines, as CSV, and for people. */
#include <stdio.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "base/tr.h"
#include "hunt/tally_in.h"
#include "hunt/zone.h"

/* As buf_add; of a literal the copy is two instructions. */
static inline void put(struct buf *out, struct str s)
{
	if (out->failed || s.n >= out->room - out->n) {
		buf_add(out, s);
		return;
	}
	memcpy(out->p + out->n, s.p, s.n);
	out->n += s.n;
	out->p[out->n] = '\0';
}

static void put_times(struct buf *out, long long first_ms, long long last_ms)
{
	char text[TIME_TEXT];
	struct str first = first_ms != TIME_NONE ? time_rfc3339(text, first_ms) : STR_NONE;

	put(out, STR("\",\"first\":"));
	json_quoted(out, first);
	put(out, STR(",\"last\":"));
	json_quoted(out, last_ms == first_ms ? first : last_ms != TIME_NONE ? time_rfc3339(text, last_ms) : STR_NONE);
}

/* Written whole, for a search may print hundreds of thousands. */
void tally_json_row(struct jw *w, const struct tally_row *r)
{
	struct buf *out = w->out;

	jw_raw(w, STR("{\"schema\":\"noroshi/sighting/1\",\"indicator\":"));
	json_quoted(out, r->indicator);
	put(out, STR(",\"type\":\""));
	put(out, str_of(value_type_names[r->type]));
	put(out, STR("\",\"org\":"));
	json_quoted(out, r->org);
	put(out, STR(",\"direction\":\""));
	put(out, str_of(direction_names[r->meaning.direction]));
	put(out, STR("\",\"port\":"));
	if (r->meaning.port >= 0)
		buf_int(out, r->meaning.port);
	else
		put(out, STR("null"));
	put(out, STR(",\"proto\":"));
	json_quoted(out, r->proto[0] != '\0' ? str_of(r->proto) : STR("unknown"));
	put(out, STR(",\"action\":\""));
	put(out, str_of(action_names[r->action]));
	put_times(out, r->first_ms, r->last_ms);
	put(out, STR(",\"count\":"));
	buf_int(out, r->count);
	put(out, r->meaning.heuristic ? STR(",\"heuristic\":true,\"listed\":[") : STR(",\"heuristic\":false,\"listed\":["));
	if (r->listed.p != NULL)
		json_quoted(out, r->listed);
	put(out, STR("],\"lines\":["));
	for (size_t i = 0; i < r->line_count; i++) {
		if (i > 0)
			buf_char(out, ',');
		json_quoted(out, r->lines[i]);
	}
	put(out, STR("]}"));
}

static void json_files(struct jw *w, const char *key, const struct hunt_skipped *list, size_t n)
{
	jw_karray(w, key);
	for (size_t i = 0; i < n; i++) {
		jw_object(w);
		jw_kstr(w, "file", list[i].file);
		jw_kstr(w, "why", list[i].why);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void json_summary(struct jw *w, const struct hunt_summary *s)
{
	char share[32];

	jw_object(w);
	jw_kz(w, "schema", "noroshi/hunt-summary/1");
	jw_kint(w, "files", s->files);
	jw_kint(w, "bytes", s->bytes);
	jw_kint(w, "lines", s->lines);
	json_files(w, "skipped", s->skipped, s->skipped_count);
	jw_kobject(w, "searched");
	jw_ktime(w, "first", s->first_ms);
	jw_ktime(w, "last", s->last_ms);
	jw_end_object(w);
	snprintf(share, sizeof share, "%.3f", s->hit_lines > 0 ? (double)s->known_lines / (double)s->hit_lines : 1.0);
	jw_key(w, "direction_known");
	jw_raw(w, str_of(share));
	jw_kint(w, "hit_lines", s->hit_lines);
	jw_kint(w, "known_lines", s->known_lines);
	jw_kint(w, "segments", s->segments);
	jw_kint(w, "segments_skipped", s->segments_skipped);
	json_files(w, "summary_unused", s->unused, s->unused_count);
	jw_kobject(w, "formats");
	for (size_t i = 0; i < s->format_count; i++) {
		char name[80];

		snprintf(name, sizeof name, "%.*s", (int)(s->formats[i].name.n < 79 ? s->formats[i].name.n : 79), s->formats[i].name.p);
		jw_kint(w, name, s->formats[i].files);
	}
	jw_end_object(w);
	jw_end_object(w);
}

enum { AHEAD = 4 };

void tally_json(struct tally *t, const struct hunt_summary *s, struct buf *out)
{
	const struct tally_row *const *rows;
	size_t n = tally_rows(t, &rows);
	struct jw w;

	for (size_t i = 0; i < n; i++) {
		if (i + AHEAD < n)              /* their order is not that of memory */
			__builtin_prefetch(rows[i + AHEAD]->indicator.p);
		if (i + 2 * AHEAD < n)
			__builtin_prefetch(rows[i + 2 * AHEAD]);
		jw_init(&w, out);
		tally_json_row(&w, rows[i]);
		buf_char(out, '\n');
	}
	jw_init(&w, out);
	json_summary(&w, s);
	buf_char(out, '\n');
}

static struct str time_text(char text[TIME_TEXT], long long ms)
{
	return ms == TIME_NONE ? STR("") : time_rfc3339(text, ms);
}

static void csv_number(struct buf *out, long long n)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", n);
	csv_field(out, false, str_of(text));
}

void tally_csv(struct tally *t, const struct hunt_summary *s, struct buf *out)
{
	static const char *const heads[] = { "indicator", "type", "org", "direction", "port", "proto", "action", "first", "last", "count",
		"heuristic", "listed" };
	const struct tally_row *const *rows;
	size_t n = tally_rows(t, &rows);
	char text[TIME_TEXT];

	(void)s;
	csv_bom(out);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		csv_field(out, i == 0, str_of(heads[i]));
	csv_end(out);
	for (size_t i = 0; i < n; i++) {
		const struct tally_row *r = rows[i];

		csv_field(out, true, r->indicator);
		csv_field(out, false, str_of(value_type_names[r->type]));
		csv_field(out, false, r->org);
		csv_field(out, false, str_of(direction_names[r->meaning.direction]));
		if (r->meaning.port >= 0)
			csv_number(out, r->meaning.port);
		else
			csv_field(out, false, STR(""));
		csv_field(out, false, r->proto[0] != '\0' ? str_of(r->proto) : STR("unknown"));
		csv_field(out, false, str_of(action_names[r->action]));
		csv_field(out, false, time_text(text, r->first_ms));
		csv_field(out, false, time_text(text, r->last_ms));
		csv_number(out, r->count);
		csv_field(out, false, r->meaning.heuristic ? STR("true") : STR("false"));
		csv_field(out, false, r->listed.p != NULL ? r->listed : STR(""));
		csv_end(out);
	}
}

/* ---- for people ---- */

enum { COLUMNS = 6 };

static void pad(struct buf *out, struct str s, size_t width, bool right)
{
	size_t columns = text_columns(s), blanks = columns < width ? width - columns : 0;

	for (size_t i = 0; right && i < blanks; i++)
		buf_char(out, ' ');
	buf_add(out, s);
	for (size_t i = 0; !right && i < blanks; i++)
		buf_char(out, ' ');
}

static struct str day(char text[TIME_TEXT], long long ms, const struct zone *zone)
{
	return time_slashed(text, ms, zone_at(zone != NULL ? zone : &zone_utc, ms));
}

static struct str period(struct arena *a, const struct tally_row *r, const struct zone *zone)
{
	char first[TIME_TEXT], last[TIME_TEXT];

	if (r->first_ms == TIME_NONE)
		return str_of(tr("no time stamp"));
	return arena_printf(a, STR_FMT " - " STR_FMT, STR_ARG(day(first, r->first_ms, zone)), STR_ARG(day(last, r->last_ms, zone)));
}

static struct str count_text(struct arena *a, long long n)
{
	struct buf b;

	buf_init_arena(&b, a, 40);
	buf_thousands(&b, n);
	return buf_str(&b);
}

static const char *direction_words(const struct tally_row *r)
{
	static const char *const known[] = { "to it", "from it", "name asked for", "direction unknown" };
	static const char *const guessed[] = { "to it (guess)", "from it (guess)", "name asked for (guess)", "direction unknown" };

	return (r->meaning.heuristic ? guessed : known)[r->meaning.direction];
}

static void cells_of(struct arena *a, const struct tally_row *r, const struct zone *zone, struct str cell[COLUMNS])
{
	cell[0] = r->listed.p != NULL ? arena_printf(a, STR_FMT " [" STR_FMT "]", STR_ARG(r->indicator), STR_ARG(r->listed)) : r->indicator;
	cell[1] = r->org;
	cell[2] = str_of(tr(direction_words(r)));
	cell[3] = r->meaning.port >= 0 ? arena_printf(a, "%d", r->meaning.port) : STR("-");
	cell[4] = period(a, r, zone);
	cell[5] = count_text(a, r->count);
}

static void people_summary(const struct hunt_summary *s, const struct zone *zone, size_t rows, struct buf *out)
{
	char first[TIME_TEXT], last[TIME_TEXT];

	if (s->first_ms != TIME_NONE)
		buf_printf(out, tr(rows > 0 ? "Searched: %s - %s, " : "Nothing found. Searched: %s - %s, "), day(first, s->first_ms, zone).p,
		    day(last, s->last_ms, zone).p);
	else
		buf_z(out, tr(rows > 0 ? "Searched (no time stamps were read): " : "Nothing found. Searched (no time stamps were read): "));
	buf_printf(out, tr("files: %lld, lines: %lld, bytes: %lld.\n"), s->files, s->lines, s->bytes);
	for (size_t i = 0; i < s->skipped_count; i++)
		buf_printf(out, tr("Not searched: %.*s: %.*s\n"), STR_ARG(s->skipped[i].file), STR_ARG(s->skipped[i].why));
	if (s->segments > 0)
		buf_printf(out, tr("%lld of %lld segments were answered by their summaries and not opened; they count as searched.\n"),
		    s->segments_skipped, s->segments);
	for (size_t i = 0; i < s->unused_count; i++)
		buf_printf(out, tr("Searched whole: %.*s: %.*s\n"), STR_ARG(s->unused[i].file), STR_ARG(s->unused[i].why));
	if (s->hit_lines > s->known_lines)
		buf_printf(out, tr("In %lld of %lld lines with a hit the direction cannot be read.\n"), s->hit_lines - s->known_lines, s->hit_lines);
}

void tally_table(struct tally *t, const struct hunt_summary *s, const struct zone *zone, struct buf *out)
{
	const struct tally_row *const *rows;
	size_t n = tally_rows(t, &rows), width[COLUMNS] = { 0 };
	struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
	struct str (*cell)[COLUMNS] = arena_array(a, n + 1, sizeof *cell);
	struct str heads[COLUMNS] = { str_of(tr("Indicator")), str_of(tr("Organisation")), str_of(tr("Traffic")), str_of(tr("Port")),
		str_of(tr("Observed")), str_of(tr("Count")) };

	memcpy(cell[0], heads, sizeof heads);
	for (size_t i = 0; i < n; i++)
		cells_of(a, rows[i], zone, cell[i + 1]);
	for (size_t i = 0; i <= n; i++)
		for (int c = 0; c < COLUMNS; c++)
			if (text_columns(cell[i][c]) > width[c])
				width[c] = text_columns(cell[i][c]);
	for (size_t i = 0; i <= n && n > 0; i++) {
		for (int c = 0; c < COLUMNS; c++) {
			pad(out, cell[i][c], width[c], c == 3 || c == 5);
			buf_z(out, c + 1 < COLUMNS ? "  " : "\n");
		}
	}
	if (n > 0)
		buf_char(out, '\n');
	people_summary(s, zone, n, out);
	arena_free(a);
}

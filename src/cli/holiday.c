/* holiday.c - noroshi holiday: which days are business days. */
#include "base/time.h"
#include "cli/desk.h"
#include "registry/calendar.h"

struct holiday_options {
	struct str name_ja, name_en, from;
};

/* A year, or this one. */
static int which_year(struct desk *d, long long *year_r, struct err *e)
{
	*year_r = time_civil(d->by.now_ms, db_zone(d->hub->db)).year;
	if (d->operand_count > 0 && (!str_to_int(d->operand[0], year_r) || *year_r < 1 || *year_r > 9999))
		return err_set(e, ERR_USAGE, "“" STR_FMT "” is no year", STR_ARG(d->operand[0]));
	return 0;
}

static int one(struct desk *d, const struct holiday *h, struct err *e)
{
	if (!d->json) {
		desk_cell(d, h->day, 11);
		desk_cell(d, desk_word(d, "holiday.whose", h->own ? STR("hub") : STR("nation")), 10);
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(tr_lang() == LANG_JA ? h->name_ja : h->name_en));
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/holiday/1");
	jw_kstr(&d->w, "day", h->day);
	jw_kz(&d->w, "whose", h->own ? "hub" : "nation");
	jw_kstr(&d->w, "name_ja", h->name_ja);
	jw_kstr(&d->w, "name_en", h->name_en);
	return desk_json_end(d, e);
}

static int list(struct desk *d, void *options, struct err *e)
{
	struct holiday *days;
	long long year;
	size_t n;

	(void)options;
	if (which_year(d, &year, e) < 0 || calendar_holidays(d->hub->db, d->arena, arena_printf(d->arena, "%04lld-01-01", year),
	        arena_printf(d->arena, "%04lld-12-31", year), &days, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (one(d, &days[i], e) < 0)
			return -1;
	if (!d->json && str_cmp(calendar_known_until(), arena_printf(d->arena, "%04lld", year)) < 0)
		buf_printf(&d->out, "%s\n", tr("the list of national holidays does not reach this year; add them as days of the hub"));
	return 0;
}

/* One day, or from the first to the last. */
static struct str last_day(const struct desk *d)
{
	return d->operand_count > 1 ? d->operand[1] : d->operand[0];
}

static int add(struct desk *d, void *options, struct err *e)
{
	const struct holiday_options *o = options;
	struct str ja = o->name_ja, en = o->name_en;

	if (ja.n == 0 || en.n == 0)
		return err_set(e, ERR_USAGE, "a closed day needs --name-ja and --name-en");
	if (calendar_close(d->hub->db, &d->by, d->arena, d->operand[0], last_day(d), ja, en, e) < 0)
		return -1;
	return desk_done(d, "holiday.added", d->operand[0], tr("the hub is closed from"), e);
}

static int remove_days(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (calendar_reopen(d->hub->db, &d->by, d->arena, d->operand[0], last_day(d), e) < 0)
		return -1;
	return desk_done(d, "holiday.removed", d->operand[0], tr("no closed day of the hub any more"), e);
}

static int after(struct desk *d, void *options, struct err *e)
{
	const struct holiday_options *o = options;
	long long days, from_ms, due_ms;

	if (!str_to_int(d->operand[0], &days) || days < 0 || days > 1000)
		return err_set(e, ERR_USAGE, "how many business days? a whole number from 0 to 1000");
	if (cli_date(d->hub, o->from, d->by.now_ms, &from_ms, e) < 0 ||
	    calendar_after(d->hub->db, d->arena, from_ms, (int)days, &due_ms, e) < 0)
		return -1;
	if (!d->json) {
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(desk_date(d, due_ms)));
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/due/1");
	jw_ktime(&d->w, "from", from_ms);
	jw_kint(&d->w, "business_days", days);
	jw_ktime(&d->w, "due", due_ms);
	return desk_json_end(d, e);
}

static const struct desk_verb verbs[] = {
	{ "list", "[YEAR]", DESK_ANYBODY, list },
	{ "add", "DAY [LAST]", DESK_REGISTRAR, add },
	{ "remove", "DAY [LAST]", DESK_REGISTRAR, remove_days },
	{ "after", "DAYS", DESK_ANYBODY, after },
};

int cli_holiday(int argc, char **argv)
{
	struct holiday_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--name-ja", OPTION_VALUE, &o.name_ja }, { "--name-en", OPTION_VALUE, &o.name_en }, { "--from", OPTION_VALUE, &o.from },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

/* corroboration.c - noroshi corroboration: public sources that say the same as a case. */
#include "base/time.h"
#include "cli/case_rests.h"
#include "parse/url.h"

struct public_source { struct str source, url, read, licence, from, to, precision, says_ja, says_en; };

static int corroboration_new(struct desk *d, void *options, struct err *e)
{
	const struct public_source *o = options;
	const char *from_precision, *to_precision;
	struct corroboration c = { .source = o->source, .url = o->url.p != NULL ? o->url : STR(""), .licence = o->licence, .says_ja = o->says_ja,
		.says_en = o->says_en };
	struct str id;

	if (cli_date(d->hub, o->read, d->by.now_ms, &c.read_ms, e) < 0 ||
	    desk_day(d, o->from, TIME_NONE, &c.from_ms, &from_precision, e) < 0 || desk_day(d, o->to, TIME_NONE, &c.to_ms, &to_precision, e) < 0)
		return -1;
	/* the last day or month is inside */
	if (c.to_ms != TIME_NONE)
		c.to_ms += MS_DAY;
	if (c.to_ms != TIME_NONE && strcmp(to_precision, "month") == 0) {
		struct civil day = time_civil(c.to_ms, (int)d->hub->conf.zone_minutes);

		c.to_ms += (time_days_in_month(day.year, day.month) - 1) * (long long)MS_DAY;
	}
	c.precision = o->precision.p != NULL ? o->precision : str_of(from_precision);
	if (corroboration_add(d->hub->db, &d->by, d->arena, d->operand[0], &c, &id, e) < 0)
		return -1;
	return desk_done(d, "case.corroborated", id, tr("the entry is recorded"), e);
}

static int corroboration_gone(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (corroboration_remove(d->hub->db, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "case.corroboration-removed", d->operand[0], tr("the entry is removed"), e);
}

/* ipv4:203.0.113.9, as the source prints it, defanged or not. */
static int corroboration_value(struct desk *d, void *options, struct err *e)
{
	(void)options;
	for (size_t i = 1; i < d->operand_count; i++) {
		struct str type = str_upto(d->operand[i], ':'), value = refang(d->arena, str_trim(str_after(d->operand[i], ':')));

		if (str_eq(type, STR("domain")) || str_eq(type, STR("email")))
			value = arena_lower(d->arena, value);
		if (value.n == 0)
			return err_set(e, ERR_INPUT, "--value takes TYPE:VALUE, e.g. ipv4:203.0.113.9");
		if (corroboration_states(d->hub->db, &d->by, d->arena, d->operand[0], type, value, e) < 0)
			return -1;
	}
	return desk_done(d, "case.corroboration-value", d->operand[0], tr("recorded: the source states these values itself"), e);
}

void corroboration_line(struct desk *d, const struct corroboration *c)
{
	buf_printf(&d->out, STR_FMT "  " STR_FMT "  " STR_FMT "  " STR_FMT "\n", STR_ARG(c->case_number), STR_ARG(str_at(c->id, 0, 8)),
	    STR_ARG(c->source), STR_ARG(c->url));
	buf_printf(&d->out, tr("    read on %s (%s)"), desk_date(d, c->read_ms).p, arena_cstr(d->arena, c->licence));
	if (c->from_ms != TIME_NONE)
		buf_printf(&d->out, "; " STR_FMT "%s" STR_FMT " (" STR_FMT ")", STR_ARG(desk_date(d, c->from_ms)), tr_lang() == LANG_JA ? "～" : " - ",
		    STR_ARG(desk_date(d, c->to_ms - 1)), STR_ARG(desk_word(d, "desk.precision", c->precision)));
	buf_printf(&d->out, "\n    " STR_FMT "\n", STR_ARG(tr_lang() == LANG_JA ? c->says_ja : c->says_en));
}

void corroboration_fields(struct jw *w, const struct corroboration *c)
{
	jw_kstr(w, "id", c->id);
	jw_kstr(w, "case", c->case_number);
	jw_kstr(w, "source", c->source);
	jw_kstr(w, "url", c->url);
	jw_kstr(w, "licence", c->licence);
	jw_ktime(w, "read", c->read_ms);
	jw_ktime(w, "from", c->from_ms);
	jw_ktime(w, "to", c->to_ms);
	jw_kstr(w, "precision", c->precision);
	jw_kstr(w, "says_ja", c->says_ja);
	jw_kstr(w, "says_en", c->says_en);
}

static int print_corroboration(struct desk *d, const struct corroboration *c, struct err *e)
{
	if (!d->json) {
		corroboration_line(d, c);
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/corroboration/1");
	corroboration_fields(&d->w, c);
	return desk_json_end(d, e);
}

static int corroborations(struct desk *d, void *options, struct err *e)
{
	struct corroboration *all;
	size_t n;

	(void)options;
	if (corroboration_list(d->hub->db, d->arena, d->operand_count > 0 ? d->operand[0] : STR_NONE, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_corroboration(d, &all[i], e) < 0)
			return -1;
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("nothing is recorded"));
	return 0;
}

int cli_corroboration(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "add", "CASE", DESK_ANALYST, corroboration_new }, { "list", "[CASE]", DESK_ANALYST, corroborations },
		{ "remove", "ID", DESK_ANALYST, corroboration_gone }, { "value", "ID TYPE:VALUE...", DESK_ANALYST, corroboration_value } };
	struct public_source o = { 0 };
	const struct option_spec specs[] = { { "--source", OPTION_VALUE, &o.source }, { "--url", OPTION_VALUE, &o.url }, { "--read", OPTION_VALUE, &o.read },
		{ "--licence", OPTION_VALUE, &o.licence }, { "--from", OPTION_VALUE, &o.from }, { "--to", OPTION_VALUE, &o.to },
		{ "--precision", OPTION_VALUE, &o.precision }, { "--says-ja", OPTION_VALUE, &o.says_ja }, { "--says-en", OPTION_VALUE, &o.says_en } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

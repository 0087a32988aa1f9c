/* period.c - noroshi period: closes a period under two names and a digest; what was closed, and what was corrected since. */
#include "cli/period.h"

static struct str label_of(struct desk *d, const struct closing *c)
{
	return period_label(d->arena, &c->period, tr_lang());
}

static int print_closing(struct desk *d, const struct closing *c, struct err *e)
{
	char day[TIME_TEXT];

	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/closing/1");
	jw_kstr(&d->w, "from", time_date(day, c->period.from_ms, c->period.zone));
	jw_kstr(&d->w, "to", time_date(day, c->period.to_ms - 1, c->period.zone));
	jw_kstr(&d->w, "state", c->state);
	jw_kstr(&d->w, "digest", c->digest);
	jw_ktime(&d->w, "recorded", c->recorded_ms);
	jw_kstr(&d->w, "unsettled", c->unsettled);
	jw_kstr(&d->w, "proposed_by", c->proposed_by);
	jw_ktime(&d->w, "proposed", c->proposed_ms);
	jw_kstr(&d->w, "closed_by", c->closed_by);
	jw_ktime(&d->w, "closed", c->closed_ms);
	return desk_json_end(d, e);
}

/* Without a digest the first person proposes, with it the second one confirms. */
static int close_period(struct desk *d, void *options, struct err *e)
{
	const struct period_options *o = options;
	struct period p;
	struct closing c;

	if (preset_period(d->hub, &o->preset, &p, e) < 0)
		return -1;
	if (o->digest.p != NULL && o->open.p != NULL)
		return err_set(e, ERR_USAGE, "--open belongs to the proposal; who confirms gives --digest only");
	if ((o->digest.p != NULL ? closing_confirm(d->hub, &d->by, d->arena, &p, o->digest, &c, e)
	                         : closing_propose(d->hub, &d->by, d->arena, &p, o->open, &c, e)) < 0)
		return -1;
	if (d->json)
		return print_closing(d, &c, e);
	if (str_eq(c.state, STR("closed")))
		buf_printf(&d->out, tr("%.*s is closed by %.*s and %.*s; its report is now printed as it was frozen\ndigest %.*s\n"),
		    STR_ARG(label_of(d, &c)), STR_ARG(c.proposed_by), STR_ARG(c.closed_by), STR_ARG(c.digest));
	else
		buf_printf(&d->out, tr("%.*s is proposed to be closed; another person looks at it (noroshi period show) and confirms:\n"
		    "noroshi period close … --digest %.*s\n"), STR_ARG(label_of(d, &c)), STR_ARG(c.digest));
	return desk_flush(d, e);
}

static int list(struct desk *d, void *options, struct err *e)
{
	struct closing_list all;

	(void)options;
	if (closing_all(d->hub->db, d->arena, (int)d->hub->conf.zone_minutes, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		struct closing *c = &all.list[i];

		c->period.eras = d->hub->conf.report_eras;
		if (d->json) {
			if (print_closing(d, c, e) < 0)
				return -1;
			continue;
		}
		desk_cell(d, label_of(d, c), 36);
		desk_cell(d, desk_word(d, "period.state", c->state), 12);
		desk_cell(d, desk_date(d, c->closed_ms != TIME_NONE ? c->closed_ms : c->proposed_ms), 12);
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(str_at(c->digest, 0, 16)));
	}
	return desk_flush(d, e);
}

/* The one that is meant; it must be there. */
int period_closing(struct desk *d, const struct period_options *o, struct closing *c_r, struct err *e)
{
	struct period p;
	struct str label;

	if (preset_period(d->hub, &o->preset, &p, e) < 0 || closing_live(d->hub->db, d->arena, &p, c_r, e) < 0)
		return -1;
	if (c_r->id.p != NULL)
		return 0;
	label = period_label(d->arena, &p, tr_lang());
	return err_set(e, ERR_UNKNOWN, STR_FMT " is neither closed nor proposed to be (noroshi period list shows what is)", STR_ARG(label));
}

static void show_people(struct desk *d, const struct closing *c)
{
	buf_printf(&d->out, STR_FMT "  " STR_FMT "\n", STR_ARG(label_of(d, c)), STR_ARG(desk_word(d, "period.state", c->state)));
	buf_printf(&d->out, tr("proposed by %.*s, %.*s\n"), STR_ARG(c->proposed_by), STR_ARG(desk_time(d, c->proposed_ms)));
	if (c->closed_by.p != NULL)
		buf_printf(&d->out, tr("confirmed by %.*s, %.*s\n"), STR_ARG(c->closed_by), STR_ARG(desk_time(d, c->closed_ms)));
	if (c->unsettled.n > 0)
		buf_printf(&d->out, tr("open and named: %.*s\n"), STR_ARG(c->unsettled));
	buf_printf(&d->out, tr("digest %.*s\n"), STR_ARG(c->digest));
}

static int show_json(struct desk *d, const struct closing_kept *kept, size_t n, bool good, struct err *e)
{
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/closing-check/1");
	jw_kbool(&d->w, "good", good);
	jw_karray(&d->w, "documents");
	for (size_t i = 0; i < n; i++) {
		jw_object(&d->w);
		jw_kstr(&d->w, "format", kept[i].format);
		jw_kstr(&d->w, "lang", kept[i].lang);
		jw_kint(&d->w, "bytes", kept[i].bytes);
		jw_kstr(&d->w, "sha256", kept[i].sha256);
		jw_kbool(&d->w, "good", kept[i].good);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
	return desk_json_end(d, e);
}

static void show_kept(struct desk *d, const struct closing_kept *kept, size_t n, bool good)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(&d->out, "  %-6.*s %.*s %9lld  %.*s%s\n", STR_ARG(kept[i].format), STR_ARG(kept[i].lang), kept[i].bytes,
		    STR_ARG(kept[i].sha256), kept[i].good ? "" : tr("  does not fit its bytes"));
	buf_z(&d->out, good ? tr("every document fits the digest, and the digest the audit line of the deed\n")
	                    : tr("the documents are not those that were closed: compare with a backup, and run noroshi audit verify\n"));
}

/* The frozen report itself where a form is named, else who closed it and whether it is whole. */
static int show(struct desk *d, void *options, struct err *e)
{
	const struct period_options *o = options;
	struct closing c;
	struct closing_kept kept[CLOSING_DOCUMENTS];
	struct str bytes;
	size_t n;
	bool good;

	if (period_closing(d, o, &c, e) < 0)
		return -1;
	if (o->format.p != NULL) {
		if (report_format_known(o->format, e) < 0 || closing_document(d->hub->db, d->arena, c.id, o->format, tr_lang(), &bytes, e) < 0)
			return -1;
		buf_add(&d->out, bytes);
		return desk_flush(d, e);
	}
	if (closing_verify(d->hub->db, d->arena, &c, kept, &n, &good, e) < 0)
		return -1;
	d->attention = !good;
	if (d->json)
		return print_closing(d, &c, e) < 0 ? -1 : show_json(d, kept, n, good, e);
	show_people(d, &c);
	show_kept(d, kept, n, good);
	return desk_flush(d, e);
}

/* All of them, or the one that is named. */
static int verify(struct desk *d, void *options, struct err *e)
{
	const struct period_options *o = options;
	struct closing_list all = { 0 };
	bool one = o->preset.from.p != NULL || o->preset.month.p != NULL || o->preset.quarter.p != NULL || o->preset.fiscal_year.p != NULL ||
	    o->preset.calendar_year.p != NULL;

	if (one) {
		all = (struct closing_list){ ARENA_NEW(d->arena, struct closing), 1 };
		if (period_closing(d, o, &all.list[0], e) < 0)
			return -1;
	} else if (closing_all(d->hub->db, d->arena, (int)d->hub->conf.zone_minutes, &all, e) < 0) {
		return -1;
	}
	for (size_t i = 0; i < all.count; i++) {
		struct closing_kept kept[CLOSING_DOCUMENTS];
		bool good;
		size_t n;

		if (closing_verify(d->hub->db, d->arena, &all.list[i], kept, &n, &good, e) < 0)
			return -1;
		d->attention |= !good;
		if (d->json) {
			if (print_closing(d, &all.list[i], e) < 0 || show_json(d, kept, n, good, e) < 0)
				return -1;
			continue;
		}
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(label_of(d, &all.list[i])));
		show_kept(d, kept, n, good);
	}
	return desk_flush(d, e);
}

static int correct(struct desk *d, void *options, struct err *e)
{
	const struct period_options *o = options;
	struct erratum m = { .lang = o->text_lang.p != NULL ? o->text_lang : STR(""), .place = o->place, .before = o->before, .after = o->after };
	struct closing c;

	if (period_closing(d, o, &c, e) < 0)
		return -1;
	if (m.lang.n > 0 && !str_eq(m.lang, STR("ja")) && !str_eq(m.lang, STR("en")))
		return err_set(e, ERR_USAGE, "--text-lang is ja or en");
	if (!utf8_valid(m.place) || !utf8_valid(m.before) || !utf8_valid(m.after))
		return err_set(e, ERR_INPUT, "the correction is not text in UTF-8");
	if (closing_erratum_add(d->hub->db, &d->by, d->arena, &c, &m, e) < 0)
		return -1;
	return desk_done(d, "period.erratum", c.digest, tr("entered; it stands in the list of corrections of the next report"), e);
}

static const struct desk_verb verbs[] = {
	{ "close", "", DESK_ANALYST, close_period },
	{ "list", "", DESK_ANYBODY, list },
	{ "show", "", DESK_ANYBODY, show },
	{ "verify", "", DESK_ANYBODY, verify },
	{ "correct", "", DESK_ANALYST, correct },
	{ "corrections", "", DESK_STAFF, period_verb_corrections },
};

int cli_period(int argc, char **argv)
{
	struct period_options o = { 0 };
	const struct option_spec specs[] = {
		PRESET_SPECS(o.preset), { "--digest", OPTION_VALUE, &o.digest }, { "--open", OPTION_VALUE, &o.open },
		{ "--format", OPTION_VALUE, &o.format }, { "--place", OPTION_VALUE, &o.place }, { "--before", OPTION_VALUE, &o.before },
		{ "--after", OPTION_VALUE, &o.after }, { "--text-lang", OPTION_VALUE, &o.text_lang }, { "--csv", OPTION_FLAG, &o.csv },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

/* period_corrections.c - noroshi period corrections: which records changed since the closing, and what it changes. */
#include "base/csv.h"
#include "cli/period.h"
#include "report/corrections.h"

static void event_json(struct desk *d, const struct correction_event *v)
{
	jw_object(&d->w);
	jw_kstr(&d->w, "kind", v->kind);
	jw_kstr(&d->w, "object", v->object);
	jw_kstr(&d->w, "field", v->field);
	jw_kstr(&d->w, "before", v->before);
	jw_kstr(&d->w, "after", v->after);
	jw_kstr(&d->w, "by", v->by);
	jw_ktime(&d->w, "at", v->at_ms);
	jw_end_object(&d->w);
}

static int correction_json(struct desk *d, const struct correction *c, struct err *e)
{
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/correction/1");
	jw_ktime(&d->w, "at", c->at_ms);
	jw_kbool(&d->w, "by_hand", c->by_hand);
	jw_karray(&d->w, "records");
	for (size_t i = 0; i < c->events_count; i++)
		event_json(d, &c->events[i]);
	jw_end_array(&d->w);
	jw_karray(&d->w, "places");
	for (size_t i = 0; i < c->places.count; i++) {
		jw_object(&d->w);
		jw_kstr(&d->w, "where", c->places.list[i].where);
		jw_kstr(&d->w, "before", c->places.list[i].before);
		jw_kstr(&d->w, "after", c->places.list[i].after);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
	return desk_json_end(d, e);
}

static struct str or_dash(struct str s)
{
	return s.n > 0 ? s : STR("-");
}

static void correction_text(struct desk *d, const struct correction *c)
{
	buf_printf(&d->out, STR_FMT "%s\n", STR_ARG(desk_time(d, c->at_ms)), c->by_hand ? tr("  entered by hand") : "");
	for (size_t i = 0; i < c->events_count; i++) {
		const struct correction_event *v = &c->events[i];

		buf_printf(&d->out, "  " STR_FMT " " STR_FMT "%s" STR_FMT, STR_ARG(desk_word(d, "period.event", v->kind)), STR_ARG(v->object),
		    v->field.n > 0 ? "  " : "", STR_ARG(v->field));
		if (v->before.n + v->after.n > 0)
			buf_printf(&d->out, ": " STR_FMT " → " STR_FMT, STR_ARG(or_dash(utf8_cut(v->before, 60))), STR_ARG(or_dash(utf8_cut(v->after, 60))));
		buf_printf(&d->out, v->by.n > 0 ? "  (" STR_FMT ")\n" : STR_FMT "\n", STR_ARG(v->by));
	}
	if (c->places.count == 0)
		buf_z(&d->out, tr("    nothing that is printed changes\n"));
	for (size_t i = 0; i < c->places.count; i++)
		buf_printf(&d->out, "    " STR_FMT ": " STR_FMT " → " STR_FMT "\n", STR_ARG(c->places.list[i].where),
		    STR_ARG(or_dash(c->places.list[i].before)), STR_ARG(or_dash(c->places.list[i].after)));
}

static struct str events_in_words(struct desk *d, const struct correction *c)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 1 << 20);
	for (size_t i = 0; i < c->events_count; i++) {
		const struct correction_event *v = &c->events[i];

		buf_printf(&out, "%s" STR_FMT " " STR_FMT, i > 0 ? "; " : "", STR_ARG(desk_word(d, "period.event", v->kind)), STR_ARG(v->object));
		if (v->field.n > 0)
			buf_printf(&out, " " STR_FMT ": " STR_FMT " → " STR_FMT, STR_ARG(v->field), STR_ARG(or_dash(v->before)), STR_ARG(or_dash(v->after)));
	}
	return arena_str(d->arena, buf_str(&out));
}

static void csv_row(struct buf *out, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_field(out, i == 0, fields[i]);
	csv_end(out);
}

static void correction_csv(struct desk *d, const struct correction *c)
{
	const struct str what = events_in_words(d, c), when = desk_time(d, c->at_ms);

	for (size_t i = 0; i < c->places.count || (i == 0 && c->places.count == 0); i++) {
		const struct correction_place none = { STR(""), STR(""), STR("") }, *p = c->places.count > 0 ? &c->places.list[i] : &none;
		const struct str fields[] = { when, what, p->where, p->before, p->after };

		csv_row(&d->out, fields, 5);
	}
}

int period_verb_corrections(struct desk *d, void *options, struct err *e)
{
	const struct period_options *o = options;
	static const struct str heads[] = { { "when", 4 }, { "what", 4 }, { "where", 5 }, { "before", 6 }, { "after", 5 } };
	struct corrections all;
	struct closing c;

	if (period_closing(d, o, &c, e) < 0 || corrections_read(d->hub, d->arena, &c, 0, d->by.now_ms, tr_lang(), &all, e) < 0)
		return -1;
	if (o->csv) {
		csv_bom(&d->out);
		csv_row(&d->out, heads, 5);
	}
	for (size_t i = 0; i < all.count; i++) {
		if (d->json) {
			if (correction_json(d, &all.list[i], e) < 0)
				return -1;
		} else if (o->csv) {
			correction_csv(d, &all.list[i]);
		} else {
			correction_text(d, &all.list[i]);
		}
	}
	if (all.count == 0 && !d->json && !o->csv)
		buf_z(&d->out, tr("no record of this period was changed since it was closed\n"));
	return desk_flush(d, e);
}

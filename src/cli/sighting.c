/* sighting.c - noroshi sighting: hand-ins of kind sighting, the merged table, its re-share. */
#include "base/time.h"
#include "cli/desk.h"
#include "feedback/attach.h"
#include "feedback/table.h"
#include "share/share.h"

struct sighting_options {
	struct str share, class, tlp;
	bool outward, exact;
};

static int zone(const struct desk *d)
{
	return (int)d->hub->conf.zone_minutes;
}

/* ---- hand-ins ---- */

static int print_hand_in(struct desk *d, const struct sighting_hand_in *h, struct err *e)
{
	struct str name = arena_printf(d->arena, STR_FMT "/%lld", STR_ARG(h->receipt), h->number);
	struct str reason = sighting_reason(d->arena, h->examined_reason);

	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/sighting-hand-in/1");
		jw_kstr(&d->w, "submission", name);
		jw_kstr(&d->w, "org", h->org_id);
		jw_kstr(&d->w, "share", h->share_number);
		jw_ktime(&d->w, "received", h->received_ms);
		jw_kstr(&d->w, "state", h->state);
		jw_kstr(&d->w, "examined", h->examined);
		jw_kstr(&d->w, "examined_reason", h->examined_reason);
		jw_kstr(&d->w, "text", reason);
		jw_kint(&d->w, "rows", h->rows);
		jw_kint(&d->w, "counted", h->counted);
		return desk_json_end(d, e);
	}
	desk_cell(d, desk_time(d, h->received_ms), 16);
	desk_cell(d, name, 20);
	desk_cell(d, h->org_id, 14);
	desk_cell(d, h->share_number.p != NULL ? h->share_number : STR("-"), 10);
	desk_cell(d, desk_word(d, "desk.examined", h->examined), 10);
	buf_printf(&d->out, TR_N("%lld {row|rows}, %lld {counts|count}", h->rows, h->counted), h->rows, h->counted);
	if (reason.n > 0)
		buf_printf(&d->out, "  " STR_FMT, STR_ARG(reason));
	buf_char(&d->out, '\n');
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct sighting_options *o = options;
	struct sighting_hand_in *all;
	size_t n;

	if (sighting_hand_ins(d->hub->db, &d->by, d->arena, o->share, tr_lang(), &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (print_hand_in(d, &all[i], e) < 0)
			return -1;
		d->attention |= !str_eq(all[i].examined, STR("fully")) && !str_eq(all[i].state, STR("withdrawn"));
	}
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("no sightings were handed in"));
	return 0;
}

/* ---- the table, inside ---- */

static struct str span(struct desk *d, long long from_ms, long long to_ms)
{
	return arena_printf(d->arena, STR_FMT "%s" STR_FMT, STR_ARG(desk_date(d, from_ms)), tr_lang() == LANG_JA ? "～" : " - ",
	    STR_ARG(desk_date(d, to_ms)));
}

static struct str kept_out(const struct table_row *r)
{
	return !r->may_merge ? str_of(tr("kept out: the organisation did not agree to merging")) :
	    !r->readable ? str_of(tr("kept out: not read to the end and not looked at yet")) :
	    !r->asked_for ? str_of(tr("kept out: the share did not show this indicator")) : STR("");
}

static int row_json(struct desk *d, const struct table_row *r, struct err *e)
{
	struct jw *w = &d->w;

	desk_json(d);
	jw_kz(w, "schema", "noroshi/sighting/1");
	jw_kstr(w, "indicator", r->s.value);
	jw_kstr(w, "type", r->s.type);
	jw_kstr(w, "org", r->org_id);
	jw_kstr(w, "direction", r->s.direction);
	if (r->s.port >= 0)
		jw_kint(w, "port", r->s.port);
	else
		jw_knull(w, "port");
	jw_kstr(w, "proto", r->s.proto);
	jw_kstr(w, "action", r->s.action);
	jw_ktime(w, "first", r->s.first_ms);
	jw_ktime(w, "last", r->s.last_ms);
	jw_kint(w, "count", r->s.count);
	jw_kbool(w, "heuristic", r->s.heuristic);
	jw_kint(w, "days", table_days(r->s.first_ms, r->s.last_ms, zone(d)));
	jw_kstr(w, "receipt", r->receipt);
	jw_kstr(w, "share", r->share_number);
	jw_kbool(w, "merged", r->may_merge && r->readable && r->asked_for);
	return desk_json_end(d, e);
}

static void row_line(struct desk *d, const struct table_row *r)
{
	struct str out = kept_out(r);

	desk_cell(d, r->org_id, 14);
	desk_cell(d, r->org_name, 28);
	desk_cell(d, span(d, r->s.first_ms, r->s.last_ms), 24);
	desk_cell(d, arena_printf(d->arena, "%lld", r->s.count), 8);
	if (r->searched.present)
		buf_printf(&d->out, "%s " STR_FMT, text(tr_lang(), "feedback.searched"), STR_ARG(span(d, r->searched.first_ms, r->searched.last_ms)));
	if (out.n > 0)
		buf_printf(&d->out, "  [" STR_FMT "]", STR_ARG(out));
	buf_char(&d->out, '\n');
}

static int totals(struct desk *d, const struct table_row *rows, size_t n, struct err *e)
{
	struct table_totals t = table_total(d->arena, rows, n, zone(d));
	char day[TIME_TEXT];

	if (!d->json) {
		buf_printf(&d->out, TR_N("%lld {organisation|organisations}, %lld {time|times} in all; together %s (%lld {day|days}), in common %s (%lld {day|days})\n", t.organisations, t.count, t.union_days, t.common_days), t.organisations,
		    t.count, span(d, t.union_from_ms, t.union_to_ms).p, t.union_days,
		    t.common_days > 0 ? span(d, t.common_from_ms, t.common_to_ms).p : "-", t.common_days);
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/sighting-totals/1");
	jw_kstr(&d->w, "indicator", rows[0].s.value);
	jw_kint(&d->w, "organisations", t.organisations);
	jw_kint(&d->w, "count", t.count);
	jw_kstr(&d->w, "from", time_date(day, t.union_from_ms, zone(d)));
	jw_kstr(&d->w, "to", time_date(day, t.union_to_ms, zone(d)));
	jw_kint(&d->w, "days", t.union_days);
	if (t.common_days > 0) {
		jw_kstr(&d->w, "common_from", time_date(day, t.common_from_ms, zone(d)));
		jw_kstr(&d->w, "common_to", time_date(day, t.common_to_ms, zone(d)));
	}
	jw_kint(&d->w, "common_days", t.common_days);
	return desk_json_end(d, e);
}

static void heading(struct desk *d, const struct sighting *s)
{
	struct str direction = desk_word(d, "share.direction", s->direction);

	buf_printf(&d->out, STR_FMT "  " STR_FMT, STR_ARG(s->value), STR_ARG(direction));
	if (s->port >= 0)
		buf_printf(&d->out, tr(", port %lld"), s->port);
	buf_char(&d->out, '\n');
}

static int inside(struct desk *d, struct str share, struct err *e)
{
	struct table_row *rows;
	size_t n;

	if (table_read(d->hub->db, &d->by, d->arena, share, tr_lang(), &rows, &n, e) < 0)
		return -1;
	for (size_t at = 0, group; at < n; at += group) {
		group = table_group(rows, n, at);
		if (!d->json)
			heading(d, &rows[at].s);
		for (size_t i = at; i < at + group; i++) {
			if (!d->json)
				row_line(d, &rows[i]);
			else if (row_json(d, &rows[i], e) < 0)
				return -1;
		}
		if (totals(d, rows + at, group, e) < 0)
			return -1;
	}
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("no sightings count for that share yet"));
	return 0;
}

/* ---- the table, as it leaves ---- */

static int outward_row(struct desk *d, const struct outward *o, const struct shown_sighting *s, struct err *e)
{
	struct str letter = arena_printf(d->arena, tr("organisation %s"), s->letter.p);

	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/sighting-shown/1");
		jw_kstr(&d->w, "share", o->number);
		jw_kstr(&d->w, "letter", s->letter);
		jw_kstr(&d->w, "indicator", s->indicator);
		jw_kstr(&d->w, "direction", s->direction);
		if (s->port >= 0)
			jw_kint(&d->w, "port", s->port);
		else
			jw_knull(&d->w, "port");
		jw_kstr(&d->w, "first", s->first);
		jw_kstr(&d->w, "last", s->last);
		jw_kstr(&d->w, "count", s->count);
		return desk_json_end(d, e);
	}
	desk_cell(d, letter, 14);
	desk_cell(d, s->indicator, 20);
	desk_cell(d, desk_word(d, "share.direction", s->direction), 20);
	desk_cell(d, s->port >= 0 ? arena_printf(d->arena, "%lld", s->port) : STR("-"), 6);
	desk_cell(d, arena_printf(d->arena, STR_FMT "%s" STR_FMT, STR_ARG(s->first), tr_lang() == LANG_JA ? "～" : " - ", STR_ARG(s->last)), 24);
	buf_printf(&d->out, STR_FMT "\n", STR_ARG(s->count));
	return 0;
}

static int outside(struct desk *d, struct str share, struct err *e)
{
	struct outward o;

	if (table_outward(d->hub->db, d->arena, share, &o, e) < 0)
		return -1;
	if (o.number.p == NULL)
		return err_set(e, ERR_CONFLICT, "no re-share is drafted yet; noroshi sighting merge --share NUMBER makes it");
	for (size_t i = 0; i < o.shown.sightings.count; i++)
		if (outward_row(d, &o, &o.shown.sightings.list[i], e) < 0)
			return -1;
	return 0;
}

static int table(struct desk *d, void *options, struct err *e)
{
	const struct sighting_options *o = options;

	if (o->share.p == NULL)
		return err_set(e, ERR_USAGE, "of which share? --share NUMBER");
	return o->outward ? outside(d, o->share, e) : inside(d, o->share, e);
}

/* ---- the re-share ---- */

/* To whom the share went that is answered. */
static int audience_of(struct desk *d, struct str share, struct share_target **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->hub->db, d->arena, &r, e, "SELECT u.kind, u.target, u.from_ms, u.to_ms FROM share s JOIN audience u ON u.share_id = s.id "
	    "AND u.rev = s.rev WHERE s.number = $1 ORDER BY u.kind, u.target", DB_TEXT(share)) < 0)
		return -1;
	*list = ARENA_ARRAY(d->arena, struct share_target, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct share_target){ db_text(&r, i, 0), db_text(&r, i, 1), db_int(&r, i, 2), db_int(&r, i, 3) };
	return 0;
}

static int sources_of(struct desk *d, struct str share_id, long long *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->hub->db, d->arena, &r, e, "SELECT COUNT(DISTINCT org_id) FROM share_source WHERE share_id = $1 AND rev = 1", DB_TEXT(share_id)) < 0)
		return -1;
	*n = db_int(&r, 0, 0);
	return 0;
}

static int print_draft(struct desk *d, const struct share_made *made, struct err *e)
{
	long long sources;

	if (sources_of(d, made->id, &sources, e) < 0)
		return -1;
	d->attention = made->leaks.count > 0 || made->unread > 0;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/draft/1");
		jw_kstr(&d->w, "share", made->number);
		jw_kint(&d->w, "version", made->rev);
		jw_kstr(&d->w, "digest", made->digest);
		jw_kint(&d->w, "leaks", (long long)made->leaks.count);
		jw_kint(&d->w, "unread", (long long)made->unread);
		jw_kint(&d->w, "sources", sources);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, TR_N("drafted: %s, digest %.12s; %lld {organisation|organisations} must approve it\n", sources), made->number.p, made->digest.p, sources);
	if (made->leaks.count > 0)
		buf_printf(&d->out, TR_N("the leak check has %zu {hit|hits}\n", (long long)made->leaks.count), made->leaks.count);
	if (made->unread > 0)
		buf_printf(&d->out, TR_N("%zu {hand-in is|hand-ins are} left out: not read to the end and not looked at yet\n", (long long)made->unread), made->unread);
	return 0;
}

static int merge(struct desk *d, void *options, struct err *e)
{
	const struct sighting_options *o = options;
	struct share_spec spec = { .sightings_of = o->share, .origin = STR("member"), .class = o->class.p != NULL ? o->class : STR("reference"),
		.tlp = o->tlp.p != NULL ? o->tlp : STR("AMBER"), .lane = STR("narrative"), .search = STR("both"), .expires_ms = TIME_NONE,
		.exact = o->exact, .liaison_ok = true };
	struct share_target *audience;
	struct share_made made;

	if (o->share.p == NULL)
		return err_set(e, ERR_USAGE, "of which share? --share NUMBER");
	if (audience_of(d, o->share, &audience, &spec.audience_count, e) < 0)
		return -1;
	spec.audience = audience;
	if (share_draft(d->hub, &d->by, d->arena, &spec, &made, e) < 0 || print_draft(d, &made, e) < 0)
		return -1;
	return d->json ? 0 : outside(d, made.number, e);
}

static int attach(struct desk *d, void *options, struct err *e)
{
	const struct sighting_options *o = options;

	if (o->share.p == NULL)
		return err_set(e, ERR_USAGE, "which share does it answer? --share NUMBER");
	if (sighting_attach(d->hub->db, &d->by, d->arena, d->operand[0], o->share, e) < 0)
		return -1;
	return desk_done(d, "sighting.attached", d->operand[0], tr("answers the share now; waits for the worker"), e);
}

int cli_sighting(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "list", "", DESK_ANALYST, list }, { "table", "", DESK_ANALYST, table },
		{ "merge", "", DESK_ANALYST, merge }, { "attach", "RECEIPT", DESK_ANALYST, attach } };
	struct sighting_options o = { 0 };
	const struct option_spec specs[] = { { "--share", OPTION_VALUE, &o.share }, { "--class", OPTION_VALUE, &o.class },
		{ "--tlp", OPTION_VALUE, &o.tlp }, { "--outward", OPTION_FLAG, &o.outward }, { "--exact", OPTION_FLAG, &o.exact } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

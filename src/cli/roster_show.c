/* roster_show.c - the roster of a day, as now known or as recorded, and what changed in a period. */
#include "base/csv.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/roster.h"
#include "registry/roster.h"

static struct str name_of(struct str ja, struct str en)
{
	struct str first = tr_lang() == LANG_JA ? ja : en;

	return first.n > 0 ? first : ja.n > 0 ? ja : en.n > 0 ? en : STR("");
}

/* 2019-07-31, or 2019-07 where the day is not known; "" for an open end. */
static struct str date_of(struct desk *d, long long ms, bool month)
{
	char text[TIME_TEXT];
	struct str s;

	if (ms == TIME_FOREVER || ms == 0)
		return STR("");
	s = arena_str(d->arena, time_date(text, ms, (int)d->hub->conf.zone_minutes));
	return month ? str_at(s, 0, 7) : s;
}

/* "約5,500" / "about 5,500": a declared size is no count. */
static struct str reach_of(struct desk *d, const struct liaison_row *l)
{
	struct buf number;

	if (l->reach == 0)
		return STR("");
	buf_init_arena(&number, d->arena, 100);
	if (l->reach_approx)
		buf_z(&number, text(tr_lang(), "desk.about"));
	buf_thousands(&number, l->reach);
	return buf_str(&number);
}

/* ---- for machines ---- */

static void json_member(struct desk *d, const struct roster_member *m)
{
	jw_object(&d->w);
	jw_kstr(&d->w, "org", m->org_id);
	jw_kstr(&d->w, "name_ja", m->name_ja);
	jw_kstr(&d->w, "name_en", m->name_en);
	jw_kstr(&d->w, "joined", date_of(d, m->from_ms, m->from_month));
	jw_kstr(&d->w, "join_reason", m->join_reason);
	jw_kstr(&d->w, "left", date_of(d, m->to_ms, m->to_month));
	jw_kstr(&d->w, "leave_reason", m->leave_reason);
	jw_kstr(&d->w, "basis", m->basis);
	jw_end_object(&d->w);
}

static void json_liaisons(struct desk *d, const struct roster_state *r)
{
	jw_karray(&d->w, "liaisons");
	for (size_t i = 0; i < r->liaison_count; i++) {
		const struct liaison_row *l = &r->liaisons[i];

		jw_object(&d->w);
		jw_kstr(&d->w, "liaison", l->id);
		jw_kstr(&d->w, "name_ja", l->name_ja);
		jw_kstr(&d->w, "name_en", l->name_en);
		jw_kstr(&d->w, "counted_as", l->counted_as);
		jw_kint(&d->w, "counted", l->counted);
		jw_kint(&d->w, "reach", l->reach);
		jw_kbool(&d->w, "reach_approx", l->reach_approx);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
}

static int print_json(struct desk *d, const struct roster_state *r, struct err *e)
{
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/roster/1");
	jw_kint(&d->w, "sigs_count", (long long)r->sig_count);
	jw_kint(&d->w, "memberships", r->memberships);
	jw_kint(&d->w, "organisations", r->organisations);
	jw_karray(&d->w, "sigs");
	for (size_t s = 0; s < r->sig_count; s++) {
		jw_object(&d->w);
		jw_kstr(&d->w, "sig", r->sigs[s].id);
		jw_kstr(&d->w, "name_ja", r->sigs[s].name_ja);
		jw_kstr(&d->w, "name_en", r->sigs[s].name_en);
		jw_kint(&d->w, "size", (long long)r->sigs[s].count);
		jw_karray(&d->w, "members");
		for (size_t i = 0; i < r->sigs[s].count; i++)
			json_member(d, &r->sigs[s].members[i]);
		jw_end_array(&d->w);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
	json_liaisons(d, r);
	return desk_json_end(d, e);
}

static void csv_row(struct buf *out, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_field(out, i == 0, fields[i]);
	csv_end(out);
}

/* The columns of roster import, so that it can be edited and taken in elsewhere. */
static int print_csv(struct desk *d, const struct roster_state *r, struct err *e)
{
	static const struct str heads[] = { { "org", 3 }, { "name_ja", 7 }, { "name_en", 7 }, { "sig", 3 }, { "joined", 6 }, { "left", 4 },
		{ "join_reason", 11 }, { "leave_reason", 12 }, { "basis", 5 } };

	csv_bom(&d->out);
	csv_row(&d->out, heads, 9);
	for (size_t s = 0; s < r->sig_count; s++) {
		for (size_t i = 0; i < r->sigs[s].count; i++) {
			const struct roster_member *m = &r->sigs[s].members[i];
			const struct str fields[] = { m->org_id, name_of(m->name_ja, STR("")), name_of(m->name_en, STR("")), m->sig_id,
				date_of(d, m->from_ms, m->from_month), date_of(d, m->to_ms, m->to_month), m->join_reason, m->leave_reason, m->basis };

			csv_row(&d->out, fields, 9);
		}
	}
	return desk_flush(d, e);
}

/* ---- for people ---- */

static void print_members(struct desk *d, const struct roster_sig *s)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct roster_member *m = &s->members[i];

		buf_z(&d->out, "    ");
		desk_cell(d, m->org_id, 16);
		desk_cell(d, name_of(m->name_ja, m->name_en), 24);
		desk_cell(d, date_of(d, m->from_ms, m->from_month), 10);
		buf_add(&d->out, desk_word(d, "desk.reason", m->join_reason));
		buf_char(&d->out, '\n');
	}
}

static int print_people(struct desk *d, const struct roster_state *r, bool members, struct err *e)
{
	for (size_t s = 0; s < r->sig_count; s++) {
		desk_cell(d, r->sigs[s].id, 14);
		desk_cell(d, name_of(r->sigs[s].name_ja, r->sigs[s].name_en), 28);
		buf_printf(&d->out, "%5zu\n", r->sigs[s].count);
		if (members)
			print_members(d, &r->sigs[s]);
	}
	buf_printf(&d->out, TR_N("%zu {SIG|SIGs}, %lld {membership|memberships} (an organisation in two SIGs counts twice); %lld {organisation|organisations}\n", (long long)r->sig_count, r->memberships, r->organisations), r->sig_count,
	    r->memberships, r->organisations);
	for (size_t i = 0; i < r->liaison_count; i++) {
		const struct liaison_row *l = &r->liaisons[i];
		struct str reach = reach_of(d, l);

		buf_printf(&d->out, "%s " STR_FMT ": %lld %s%s" STR_FMT "\n", text(tr_lang(), "desk.liaison"), STR_ARG(name_of(l->name_ja, l->name_en)),
		    l->counted, desk_word(d, "desk.counted", l->counted_as).p, reach.n > 0 ? ", " : "", STR_ARG(reach));
	}
	return desk_flush(d, e);
}

int roster_verb_show(struct desk *d, void *options, struct err *e)
{
	const struct roster_options *o = options;
	long long at_ms, recorded_ms;
	struct roster_state r;

	if (cli_date(d->hub, o->at, d->by.now_ms, &at_ms, e) < 0 || roster_recorded(d, o->recorded, &recorded_ms, e) < 0 ||
	    roster_read(d->hub->db, d->arena, at_ms, recorded_ms, &r, e) < 0)
		return -1;
	return o->csv ? print_csv(d, &r, e) : d->json ? print_json(d, &r, e) : print_people(d, &r, o->members, e);
}

int roster_verb_changes(struct desk *d, void *options, struct err *e)
{
	const struct roster_options *o = options;
	long long from_ms, to_ms, recorded_ms;
	struct roster_change *list;
	size_t n;

	if (o->from.p == NULL || o->to.p == NULL)
		return err_set(e, ERR_USAGE, "which period? --from DATE --to DATE, both inclusive");
	if (cli_date(d->hub, o->from, 0, &from_ms, e) < 0 || cli_date(d->hub, o->to, 0, &to_ms, e) < 0 ||
	    roster_recorded(d, o->recorded, &recorded_ms, e) < 0 ||
	    roster_changes(d->hub->db, d->arena, from_ms, to_ms + MS_DAY, recorded_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct roster_member *m = &list[i].member;
		struct str reason = list[i].joined ? m->join_reason : m->leave_reason;
		struct str date = date_of(d, list[i].at_ms, list[i].joined ? m->from_month : m->to_month);

		if (d->json) {
			desk_json(d);
			jw_kz(&d->w, "schema", "noroshi/roster-change/1");
			jw_kstr(&d->w, "date", date);
			jw_kstr(&d->w, "sig", m->sig_id);
			jw_kstr(&d->w, "org", m->org_id);
			jw_kbool(&d->w, "joined", list[i].joined);
			jw_kstr(&d->w, "reason", reason);
			if (desk_json_end(d, e) < 0)
				return -1;
			continue;
		}
		desk_cell(d, date, 10);
		desk_cell(d, m->sig_id, 14);
		buf_z(&d->out, list[i].joined ? "+1  " : "-1  ");
		desk_cell(d, m->org_id, 20);
		buf_add(&d->out, desk_word(d, "desk.reason", reason));
		buf_char(&d->out, '\n');
	}
	if (!d->json && n == 0)
		buf_printf(&d->out, "%s\n", tr("nothing changed in that period"));
	return 0;
}

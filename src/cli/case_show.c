/* case_show.c - cases and proposals as they stand, and how they came to be. */
#include "base/time.h"
#include "cli/case.h"
#include "cli/case_rests.h"
#include "consolidate/cases.h"
#include "consolidate/provenance.h"

static void case_fields(struct desk *d, const struct case_row *c)
{
	struct jw *w = &d->w;

	jw_kz(w, "schema", "noroshi/case/1");
	jw_kstr(w, "case", c->number);
	jw_kstr(w, "title", c->title);
	jw_kstr(w, "state", c->state);
	jw_kstr(w, "class", c->class);
	jw_kstr(w, "campaign", c->campaign);
	jw_kbool(w, "targeted", c->targeted);
	jw_kstr(w, "targeted_basis", c->targeted_basis);
	jw_kint(w, "bec_type", c->bec_type);
	jw_kstr(w, "damage", c->damage);
	jw_ktime(w, "opened", c->opened_ms);
	jw_ktime(w, "closed", c->closed_ms);
	jw_kint(w, "submissions", c->submissions);
	jw_kint(w, "organisations", c->organisations);
}

int case_verb_list(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	struct case_row *list;
	size_t n;

	if (case_list(d->hub->db, d->arena, o->state, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct case_row *c = &list[i];

		if (d->json) {
			desk_json(d);
			case_fields(d, c);
			if (desk_json_end(d, e) < 0)
				return -1;
			continue;
		}
		desk_cell(d, c->number, 12);
		desk_cell(d, desk_date(d, c->opened_ms), 10);
		desk_cell(d, desk_word(d, "states.case.state", c->state), 10);
		desk_cell(d, c->class, 14);
		desk_cell(d, c->targeted ? desk_word(d, "desk.basis", c->targeted_basis) : STR("-"), 24);
		buf_printf(&d->out, "%4lld %3lld  " STR_FMT "\n", c->submissions, c->organisations, STR_ARG(c->title));
	}
	if (!d->json && n == 0)
		buf_printf(&d->out, "%s\n", tr("nothing fits"));
	return 0;
}

/* ---- proposals ---- */

static struct str where_to(const struct proposal_row *p)
{
	if (p->case_number.p != NULL)
		return p->case_number;
	return str_of(p->other_receipt.p != NULL ? tr("a case for both") : tr("a case of its own"));
}

static int print_proposal(struct desk *d, const struct proposal_row *p, struct err *e)
{
	struct str name = arena_printf(d->arena, STR_FMT "/%lld", STR_ARG(p->receipt), p->number);
	struct str other = p->other_receipt.p == NULL ? STR_NONE :
	    arena_printf(d->arena, STR_FMT "/%lld", STR_ARG(p->other_receipt), p->other_number);

	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/proposal/1");
		jw_kstr(&d->w, "proposal", p->id);
		jw_kstr(&d->w, "submission", name);
		jw_kstr(&d->w, "case", p->case_number);
		jw_kstr(&d->w, "neighbour", other);
		jw_kstr(&d->w, "reason", p->reason);
		jw_kstr(&d->w, "sentence", desk_word(d, "desk.proposal", p->reason));
		jw_kint(&d->w, "score", p->score);
		jw_ktime(&d->w, "made", p->made_ms);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, STR_FMT "\n  " STR_FMT " -> " STR_FMT "  %lld/1000  " STR_FMT, STR_ARG(p->id), STR_ARG(name),
	    STR_ARG(where_to(p)), p->score, STR_ARG(desk_word(d, "desk.proposal", p->reason)));
	if (other.p != NULL)
		buf_printf(&d->out, " (" STR_FMT ")", STR_ARG(other));
	buf_char(&d->out, '\n');
	return 0;
}

int case_verb_proposals(struct desk *d, void *options, struct err *e)
{
	struct proposal_row *list;
	size_t n;

	(void)options;
	if (proposal_list(d->hub->db, d->arena, STR_NONE, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_proposal(d, &list[i], e) < 0)
			return -1;
	if (!d->json && n == 0)
		buf_printf(&d->out, "%s\n", tr("nothing is proposed"));
	return 0;
}

/* ---- one case, for machines ---- */

struct whole {
	struct case_row c;
	struct case_member *members;
	size_t member_count;
	struct case_told told;
	struct provenance *notes;
	size_t note_count;
	struct corroboration *sources;
	size_t source_count;
	struct fact_check *checks;
	size_t check_count;
	struct str family;
	bool persists;
};

static struct str member_name(struct desk *d, const struct case_member *m)
{
	return arena_printf(d->arena, STR_FMT "/%lld", STR_ARG(m->receipt), m->number);
}

static void json_members(struct desk *d, const struct whole *v)
{
	struct jw *w = &d->w;

	jw_karray(w, "members");
	for (size_t i = 0; i < v->member_count; i++) {
		jw_object(w);
		jw_kstr(w, "submission", member_name(d, &v->members[i]));
		jw_kstr(w, "org", v->members[i].org_id);
		jw_ktime(w, "received", v->members[i].received_ms);
		jw_kstr(w, "nature", v->members[i].nature);
		jw_kstr(w, "reason", v->members[i].reason);
		jw_kint(w, "score", v->members[i].score);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void json_rests(struct desk *d, const struct whole *v)
{
	jw_karray(&d->w, "corroborations");
	for (size_t i = 0; i < v->source_count; i++) {
		jw_object(&d->w);
		corroboration_fields(&d->w, &v->sources[i]);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
	jw_karray(&d->w, "fact_checks");
	for (size_t i = 0; i < v->check_count; i++) {
		jw_object(&d->w);
		fact_check_fields(&d->w, &v->checks[i]);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
}

static void json_told(struct desk *d, const struct case_told *t)
{
	struct jw *w = &d->w;

	jw_karray(w, "parties");
	for (size_t i = 0; i < t->party_count; i++) {
		jw_object(w);
		jw_kstr(w, "role", t->parties[i].role);
		jw_kstr(w, "org", t->parties[i].org_id);
		jw_kstr(w, "label", t->parties[i].label);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_karray(w, "texts");
	for (size_t i = 0; i < t->text_count; i++) {
		jw_object(w);
		jw_kstr(w, "slot", t->texts[i].slot);
		jw_kstr(w, "lang", t->texts[i].lang);
		jw_kstr(w, "body", t->texts[i].body);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_karray(w, "timeline");
	for (size_t i = 0; i < t->moment_count; i++) {
		const struct case_moment *m = &t->moments[i];

		jw_object(w);
		jw_ktime(w, "at", m->at_ms);
		jw_ktime(w, "until", m->until_ms);
		jw_kstr(w, "precision", m->precision);
		jw_kstr(w, "from", m->from_lane);
		jw_kstr(w, "to", m->to_lane);
		jw_kbool(w, "fake", m->is_fake);
		jw_kstr(w, "text_ja", m->text_ja);
		jw_kstr(w, "text_en", m->text_en);
		jw_kstr(w, "known_how", m->known_how);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void json_notes_and_history(struct desk *d, const struct whole *v)
{
	const struct case_told *t = &v->told;
	struct jw *w = &d->w;

	jw_karray(w, "notes");
	for (size_t i = 0; i < v->note_count; i++) {
		jw_object(w);
		jw_kstr(w, "kind", v->notes[i].kind);
		jw_ktime(w, "at", v->notes[i].at_ms);
		jw_ktime(w, "until", v->notes[i].until_ms);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_karray(w, "history");
	for (size_t i = 0; i < t->step_count; i++) {
		const struct case_step *s = &t->steps[i];

		jw_object(w);
		jw_ktime(w, "at", s->at_ms);
		jw_kstr(w, "what", s->what);
		jw_kstr(w, "submission", s->submission);
		jw_kstr(w, "other_case", s->other_case);
		jw_kstr(w, "reason", s->reason);
		jw_kstr(w, "by", s->by);
		jw_kbool(w, "undone", s->undone);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static int print_json(struct desk *d, const struct whole *v, struct err *e)
{
	desk_json(d);
	case_fields(d, &v->c);
	jw_kstr(&d->w, "merged_into", v->c.merged_into);
	jw_kstr(&d->w, "lure_family", v->family);
	jw_kbool(&d->w, "persists_by_rule", v->persists);
	json_members(d, v);
	json_told(d, &v->told);
	json_rests(d, v);
	json_notes_and_history(d, v);
	return desk_json_end(d, e);
}

/* ---- one case, for people ---- */

static void line(struct desk *d, const char *id, struct str value)
{
	if (value.n == 0)
		return;
	buf_z(&d->out, "  ");
	desk_cell(d, str_of(text(tr_lang(), id)), 18);
	buf_add(&d->out, value);
	buf_char(&d->out, '\n');
}

static void print_head(struct desk *d, const struct whole *v)
{
	const struct case_row *c = &v->c;

	buf_printf(&d->out, STR_FMT "  " STR_FMT "\n", STR_ARG(c->number), STR_ARG(c->title));
	line(d, "desk.state", desk_word(d, "states.case.state", c->state));
	line(d, "desk.opened", desk_time(d, c->opened_ms));
	if (c->closed_ms != TIME_NONE)
		line(d, "desk.closed", desk_time(d, c->closed_ms));
	line(d, "desk.class", desk_word(d, "desk.class", c->class));
	if (c->targeted)
		line(d, "desk.basis", desk_word(d, "desk.basis", c->targeted_basis));
	line(d, "desk.campaign", c->campaign);
	if (c->bec_type > 0)
		line(d, "desk.bec_type", arena_printf(d->arena, "%lld", c->bec_type));
	line(d, "desk.damage", c->damage.n > 0 ? desk_word(d, "desk.damage", c->damage) : STR(""));
	if (v->family.p != NULL)
		line(d, "desk.persists", arena_printf(d->arena, "%s (" STR_FMT ")", text(tr_lang(), v->persists ? "desk.yes" : "desk.no"),
		    STR_ARG(v->family)));
	line(d, "desk.submissions", arena_printf(d->arena, "%lld (%lld %s)", c->submissions, c->organisations,
	    text(tr_lang(), "desk.organisations")));
}

static void print_told(struct desk *d, const struct case_told *t)
{
	enum lang lang = tr_lang();

	for (size_t i = 0; i < t->party_count; i++)
		line(d, "desk.party", arena_printf(d->arena, STR_FMT "  " STR_FMT STR_FMT, STR_ARG(t->parties[i].role),
		    STR_ARG(t->parties[i].org_id), STR_ARG(t->parties[i].label)));
	for (size_t i = 0; i < t->moment_count; i++) {
		const struct case_moment *m = &t->moments[i];
		struct str words = lang == LANG_JA && m->text_ja.n > 0 ? m->text_ja : m->text_en.n > 0 ? m->text_en : m->text_ja;

		line(d, "desk.moment", arena_printf(d->arena, STR_FMT "  " STR_FMT "%s" STR_FMT "  " STR_FMT " [" STR_FMT "]",
		    STR_ARG(str_eq(m->precision, STR("minute")) ? desk_time(d, m->at_ms) : desk_date(d, m->at_ms)), STR_ARG(m->from_lane),
		    m->is_fake ? " => " : " -> ", STR_ARG(m->to_lane), STR_ARG(words), STR_ARG(desk_word(d, "desk.known", m->known_how))));
	}
	for (size_t i = 0; i < t->text_count; i++)
		if (str_eq(t->texts[i].lang, lang == LANG_JA ? STR("ja") : STR("en")))
			line(d, "desk.text", arena_printf(d->arena, STR_FMT ": " STR_FMT, STR_ARG(t->texts[i].slot), STR_ARG(t->texts[i].body)));
}

static void print_history(struct desk *d, const struct case_told *t)
{
	buf_printf(&d->out, "\n%s\n", text(tr_lang(), "desk.history"));
	for (size_t i = 0; i < t->step_count; i++) {
		const struct case_step *s = &t->steps[i];

		buf_printf(&d->out, "  " STR_FMT "  " STR_FMT " " STR_FMT STR_FMT, STR_ARG(desk_time(d, s->at_ms)),
		    STR_ARG(desk_word(d, "desk.step", s->what)), STR_ARG(s->submission), STR_ARG(s->other_case));
		if (s->reason.n > 0)
			buf_printf(&d->out, " (" STR_FMT ")", STR_ARG(desk_word(d, "desk.proposal", s->reason)));
		buf_printf(&d->out, "  " STR_FMT "%s\n", STR_ARG(s->by), s->undone ? tr(" (undone)") : "");
	}
}

static int print_person(struct desk *d, const struct whole *v, struct err *e)
{
	print_head(d, v);
	print_told(d, &v->told);
	for (size_t i = 0; i < v->note_count; i++)
		line(d, "desk.note", v->notes[i].kind);
	for (size_t i = 0; i < v->source_count; i++)
		corroboration_line(d, &v->sources[i]);
	for (size_t i = 0; i < v->check_count; i++)
		fact_check_line(d, &v->checks[i]);
	buf_char(&d->out, '\n');
	for (size_t i = 0; i < v->member_count; i++) {
		const struct case_member *m = &v->members[i];

		buf_z(&d->out, "  ");
		desk_cell(d, desk_time(d, m->received_ms), 16);
		desk_cell(d, member_name(d, m), 22);
		desk_cell(d, m->org_id, 12);
		desk_cell(d, desk_word(d, "analyse.nature", m->nature), 14);
		buf_printf(&d->out, STR_FMT " %lld\n", STR_ARG(desk_word(d, "desk.proposal", m->reason)), m->score);
	}
	print_history(d, &v->told);
	return desk_flush(d, e);
}

int case_verb_show(struct desk *d, void *options, struct err *e)
{
	struct db *db = d->hub->db;
	struct whole v;

	(void)options;
	if (case_get(db, d->arena, d->operand[0], &v.c, e) < 0 || case_members(db, d->arena, v.c.id, &v.members, &v.member_count, e) < 0 ||
	    case_told(db, d->arena, v.c.id, &v.told, e) < 0 || case_persists(db, d->arena, v.c.id, &v.persists, &v.family, e) < 0 ||
	    provenance_list(db, d->arena, v.c.number, &v.notes, &v.note_count, e) < 0 ||
	    corroboration_list(db, d->arena, v.c.number, &v.sources, &v.source_count, e) < 0 ||
	    fact_check_list(db, d->arena, v.c.number, false, TIME_NONE, STR(""), TIME_FOREVER, &v.checks, &v.check_count, e) < 0)
		return -1;
	if (v.c.merged_into.p != NULL) {
		struct case_row into;

		if (case_get(db, d->arena, v.c.merged_into, &into, e) < 0)
			return -1;
		v.c.merged_into = into.number;
		if (!d->json)
			buf_printf(&d->out, tr("merged into %s\n"), arena_cstr(d->arena, into.number));
	}
	return d->json ? print_json(d, &v, e) : print_person(d, &v, e);
}

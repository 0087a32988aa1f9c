/* document_thread.c - see document_thread.h. */
#include "analyse/document_thread.h"

#include "base/text.h"

static void write_changes(struct jw *w, const struct person_seen *p, const struct document_bounds *b)
{
	jw_karray(w, "changes");
	for (size_t i = 0; i < p->change_count; i++) {
		jw_object(w);
		jw_kint(w, "message", (long long)p->changes[i].message);
		jw_kz(w, "kind", p->changes[i].kind);
		jw_kstr(w, "found", utf8_cut(p->changes[i].found, b->text_piece));
		jw_kstr(w, "expected", utf8_cut(p->changes[i].expected, b->text_piece));
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_habits(struct jw *w, const struct person_seen *p, const struct document_bounds *b)
{
	jw_karray(w, "habits");
	for (size_t i = 0; i < p->habit_count; i++) {
		jw_object(w);
		jw_kz(w, "kind", p->habits[i].kind);
		jw_kstr(w, "value", utf8_cut(p->habits[i].value, b->text_piece));
		jw_kint(w, "mails", (long long)p->habits[i].mails);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_people(struct jw *w, const struct people *people, const struct document_bounds *b)
{
	jw_karray(w, "people");
	for (size_t i = 0; i < people->count && i < b->list; i++) {
		const struct person_seen *p = &people->list[i];

		jw_object(w);
		jw_kstr(w, "name", utf8_cut(p->name, b->text_piece));
		jw_kstr(w, "address", utf8_cut(p->address, b->text_piece));
		jw_kstr(w, "organisation", p->organisation.p != NULL ? utf8_cut(p->organisation, b->text_piece) : STR_NONE);
		jw_kint(w, "wrote", (long long)p->wrote);
		jw_kint(w, "first", (long long)p->first);
		write_habits(w, p, b);
		write_changes(w, p, b);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_lanes(struct jw *w, const struct sequence *s, const struct document_bounds *b)
{
	jw_karray(w, "lanes");
	for (size_t i = 0; i < s->lane_count; i++) {
		const struct lane *l = &s->lanes[i];

		jw_object(w);
		jw_kstr(w, "name", utf8_cut(l->name, b->text_piece));
		jw_kstr(w, "address", utf8_cut(l->address, b->text_piece));
		jw_kstr(w, "organisation", l->organisation.p != NULL ? utf8_cut(l->organisation, b->text_piece) : STR_NONE);
		jw_kbool(w, "intruder", l->intruder);
		jw_kint(w, "others", (long long)l->others);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void lane_number(struct jw *w, const char *key, int lane)
{
	if (lane >= 0)
		jw_kint(w, key, lane);
	else
		jw_knull(w, key);
}

static void write_notes(struct jw *w, const struct step *s, const struct document_bounds *b)
{
	jw_karray(w, "notes");
	for (size_t i = 0; i < s->note_count && i < b->list; i++) {
		const struct step_note *n = &s->notes[i];

		jw_object(w);
		jw_kz(w, "kind", n->kind);
		if (n->message >= 0)
			jw_kint(w, "message", n->message);
		if (n->minutes >= 0)
			jw_kint(w, "minutes", n->minutes);
		if (n->found.p != NULL)
			jw_kstr(w, "found", utf8_cut(n->found, b->text_piece));
		if (n->expected.p != NULL)
			jw_kstr(w, "expected", utf8_cut(n->expected, b->text_piece));
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_sequence(struct jw *w, const struct sequence *s, const struct document_bounds *b)
{
	jw_kobject(w, "sequence");
	write_lanes(w, s, b);
	jw_karray(w, "steps");
	for (size_t i = 0; i < s->step_count && i < b->messages; i++) {
		const struct step *step = &s->steps[i];

		jw_object(w);
		jw_kint(w, "message", (long long)step->message);
		lane_number(w, "from", step->from);
		lane_number(w, "to", step->to);
		lane_number(w, "as", step->as);
		jw_kstr(w, "says", utf8_cut(step->says, b->text_piece));
		write_notes(w, step, b);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

void document_thread(struct jw *w, const struct people *people, const struct sequence *sequence, const struct document_bounds *b)
{
	write_people(w, people, b);
	write_sequence(w, sequence, b);
}

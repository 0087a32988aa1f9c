/* explain_states.c - see explain_states.h. */
#include "cli/explain_states.h"

#include "base/json.h"
#include "base/nearest.h"
#include "base/states.h"
#include "base/text.h"
#include "base/tr.h"
#include "report/figures.h"
#include "report/templates.h"

static const struct state_machine *const machines[] = {
#define STATES(name_) &states_##name_,
#include "base/states.def"
#undef STATES
};
enum { MACHINES = sizeof machines / sizeof machines[0], FIRST = 330, BETWEEN = 74, TOP = 120, ROW = 26 };

/* ---- text ---- */

static void put_deed(struct buf *out, const struct state_machine *m, const struct state_move *v)
{
	struct str deed = str_of(state_deed(m, v->deed));
	const char *how = state_how(m, v->deed);
	struct str rest = str_of(v->to), to;

	buf_printf(out, "    " STR_FMT, STR_ARG(deed));
	for (size_t n = text_columns(deed); n < 34; n++)
		buf_char(out, ' ');
	for (bool first = true; str_split(&rest, ' ', &to); first = false)
		buf_printf(out, "%s%s", first ? " -> " : ", ", str_eq(to, STR("=")) ? tr("as it is") : state_name(m, to));
	buf_printf(out, "\n        %s%s%s\n", state_who(v->who), how[0] != '\0' ? ": " : "", how);
}

static void put_state(struct buf *out, const struct state_machine *m, struct str state)
{
	bool any = false;

	if (state.n > 0)
		buf_printf(out, "\n  %s (" STR_FMT ")\n", state_name(m, state), STR_ARG(state));
	for (size_t i = 0; i < m->count; i++)
		if (state_find(m, state, m->moves[i].deed) == &m->moves[i]) {
			put_deed(out, m, &m->moves[i]);
			any = true;
		}
	if (!any)
		buf_printf(out, "    %s\n", tr("nothing more"));
}

static void put_text(struct buf *out, struct arena *a, const struct state_machine *m)
{
	struct str *states;
	size_t n;

	buf_printf(out, "%s (%s)\n", state_thing(m), m->name);
	put_state(out, m, STR(""));
	state_list(m, a, &states, &n);
	for (size_t i = 0; i < n; i++)
		put_state(out, m, states[i]);
}

/* ---- JSON ---- */

static void put_json(struct buf *out, struct arena *a, const struct state_machine *m)
{
	struct state_arrow *arrows;
	struct str *states;
	size_t n;
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/states/1");
	jw_kz(&w, "machine", m->name);
	jw_kz(&w, "name", state_thing(m));
	jw_karray(&w, "states");
	state_list(m, a, &states, &n);
	for (size_t i = 0; i < n; i++) {
		jw_object(&w);
		jw_kstr(&w, "state", states[i]);
		jw_kz(&w, "name", state_name(m, states[i]));
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_karray(&w, "moves");
	state_arrows(m, a, &arrows, &n);
	for (size_t i = 0; i < n; i++) {
		jw_object(&w);
		jw_kstr(&w, "from", arrows[i].from);
		jw_kz(&w, "deed", arrows[i].deed);
		jw_kstr(&w, "to", arrows[i].to);
		jw_kz(&w, "who", arrows[i].who);
		jw_kz(&w, "name", state_deed(m, arrows[i].deed));
		jw_kz(&w, "how", state_how(m, arrows[i].deed));
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_end_object(&w);
	buf_char(out, '\n');
}

/* ---- for graphviz ---- */

/* Texts are ours and hold neither quotes nor backslashes. */
static void put_dot(struct buf *out, struct arena *a, const struct state_machine *m)
{
	struct state_arrow *arrows;
	struct str *states;
	size_t n;

	buf_printf(out, "digraph \"%s\" {\n  label=\"%s\";\n  node [shape=box, style=rounded];\n  \"\" [shape=point];\n", m->name,
	    state_thing(m));
	state_list(m, a, &states, &n);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "  \"" STR_FMT "\" [label=\"%s\"];\n", STR_ARG(states[i]), state_name(m, states[i]));
	state_arrows(m, a, &arrows, &n);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "  \"" STR_FMT "\" -> \"" STR_FMT "\" [label=\"%s\"];\n", STR_ARG(arrows[i].from), STR_ARG(arrows[i].to),
		    state_deed(m, arrows[i].deed));
	buf_z(out, "}\n");
}

/* ---- a picture: a column for each state, a row for each line of the table ---- */

static void place_row(struct arena *a, const struct state_machine *m, const struct str *states, size_t n, size_t at, struct figure_move *r)
{
	const struct state_move *v = &m->moves[at];
	const char *how = state_how(m, v->deed);

	*r = (struct figure_move){ .y = TOP + 18 + (int)at * ROW, .deed = str_of(state_deed(m, v->deed)),
		.who = arena_printf(a, "%s%s%s", state_who(v->who), how[0] != '\0' ? ": " : "", how),
		.marks = ARENA_ARRAY(a, struct figure_mark, n + 1), .x1 = FIRST + BETWEEN * (int)n };
	r->text_y = r->y - 1;
	r->who_y = r->y + 10;
	for (size_t i = 0; i < n; i++) {
		struct figure_mark *k = &r->marks[r->marks_count];

		*k = (struct figure_mark){ .x = FIRST + BETWEEN * (int)i + BETWEEN / 2, .y = r->y, .from = state_find(m, states[i], v->deed) == v };
		for (size_t s = 0; s < n; s++)
			k->to = k->to || (state_find(m, states[s], v->deed) == v && state_leads(m, states[s], v->deed, states[i]));
		k->to = k->to || (v->from[0] == '\0' && state_leads(m, STR(""), v->deed, states[i]));
		if (!k->from && !k->to)
			continue;
		r->x1 = k->x < r->x1 ? k->x : r->x1;
		r->x2 = k->x > r->x2 ? k->x : r->x2;
		r->marks_count++;
	}
}

static void put_svg(struct buf *out, struct arena *a, const struct state_machine *m)
{
	struct figure_states *f = ARENA_NEW(a, struct figure_states);
	struct str *states;
	size_t n;

	state_list(m, a, &states, &n);
	*f = (struct figure_states){ .title = str_of(state_thing(m)), .width = FIRST + BETWEEN * (int)n + 20,
		.height = TOP + 30 + ROW * (int)m->count, .line_top = TOP, .line_bottom = TOP + 4 + ROW * (int)m->count,
		.columns = ARENA_ARRAY(a, struct figure_column, n + 1), .columns_count = n,
		.rows = ARENA_ARRAY(a, struct figure_move, m->count + 1), .rows_count = m->count };
	for (size_t i = 0; i < n; i++)
		f->columns[i] = (struct figure_column){ FIRST + BETWEEN * (int)i + BETWEEN / 2, str_of(state_name(m, states[i])) };
	for (size_t i = 0; i < m->count; i++)
		place_row(a, m, states, n, i, &f->rows[i]);
	html_states(out, tr_lang(), f);
}

/* ---- the command ---- */

typedef void put_fn(struct buf *out, struct arena *a, const struct state_machine *m);

static put_fn *find_form(struct str format)
{
	static const struct { const char *name; put_fn *put; } forms[] = { { "text", put_text }, { "json", put_json }, { "dot", put_dot },
		{ "svg", put_svg } };

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (str_eq(format, str_of(forms[i].name)))
			return forms[i].put;
	return NULL;
}

static int unknown(struct str name, struct err *e)
{
	const char *names[MACHINES], *near;

	for (size_t i = 0; i < MACHINES; i++)
		names[i] = machines[i]->name;
	near = str_nearest(name, names, MACHINES);
	if (near != NULL)
		return err_set(e, ERR_USAGE, "there are no states of “" STR_FMT "”; did you mean %s?", STR_ARG(name), near);
	return err_set(e, ERR_USAGE, "there are no states of “" STR_FMT "”; noroshi explain states shows all", STR_ARG(name));
}

int explain_states(struct buf *out, struct arena *a, struct str name, struct str format, struct err *e)
{
	put_fn *put = find_form(format);
	bool any = false;

	if (put == NULL)
		return err_set(e, ERR_USAGE, "states are drawn as text, json, dot or svg, not as “" STR_FMT "”", STR_ARG(format));
	if (put == put_svg && name.p == NULL)
		return err_set(e, ERR_USAGE, "a picture shows one of them: noroshi explain states share --format svg");
	for (size_t i = 0; i < MACHINES; i++) {
		if (name.p != NULL && !str_eq(name, str_of(machines[i]->name)))
			continue;
		if (any && put == put_text)
			buf_char(out, '\n');
		put(out, a, machines[i]);
		any = true;
	}
	return any ? 0 : unknown(name, e);
}

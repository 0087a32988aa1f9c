/* states.c - see states.h. */
#include "base/states.h"

#include <assert.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/tr.h"

enum { SENTENCE_MOST = 800, ID_MOST = 200 };

static bool has(const char *words, struct str word)
{
	struct str rest = str_of(words), one;

	if (rest.n == 0)
		return word.n == 0;
	while (str_split(&rest, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

const struct state_move *state_find(const struct state_machine *m, struct str from, const char *deed)
{
	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->moves[i].deed, deed) == 0 && has(m->moves[i].from, from))
			return &m->moves[i];
	return NULL;
}

bool state_leads(const struct state_machine *m, struct str from, const char *deed, struct str to)
{
	const struct state_move *v = state_find(m, from, deed);

	return v != NULL && (has(v->to, to) || (str_eq(from, to) && has(v->to, STR("="))));
}

struct str state_after(const struct state_machine *m, struct str from, const char *deed)
{
	const struct state_move *v = state_find(m, from, deed);

	assert(v != NULL && strchr(v->to, ' ') == NULL);
	return strcmp(v->to, "=") == 0 ? from : str_of(v->to);
}

/* ---- words ---- */

static const char *find_text(const char *id, const char *otherwise)
{
	const char *found = text_find(tr_lang(), id);

	return found != NULL ? found : otherwise;
}

static const char *word(const struct state_machine *m, const char *family, const char *id, const char *otherwise)
{
	char key[ID_MOST];

	snprintf(key, sizeof key, "states.%s.%s.%s", m->name, family, id);
	return find_text(key, otherwise);
}

const char *state_thing(const struct state_machine *m)
{
	char key[ID_MOST];

	snprintf(key, sizeof key, "states.%s", m->name);
	return find_text(key, m->name);
}

/* A state comes from a table or from the store; one that no table knows is damage, and is said so. */
const char *state_name(const struct state_machine *m, struct str state)
{
	char id[ID_MOST / 2];

	if (state.n == 0)
		return tr("not begun");
	snprintf(id, sizeof id, STR_FMT, STR_ARG(state));
	return word(m, "state", id, "?");
}

const char *state_deed(const struct state_machine *m, const char *deed)
{
	return word(m, "deed", deed, deed);
}

const char *state_how(const struct state_machine *m, const char *deed)
{
	return word(m, "how", deed, "");
}

const char *state_who(const char *who)
{
	char key[ID_MOST];

	snprintf(key, sizeof key, "states.who.%s", who);
	return find_text(key, who);
}

/* ---- sentences ---- */

/* "correct (an analyst: noroshi share correct), expire (the hub)". */
static void put_possible(const struct state_machine *m, struct str from, struct buf *out)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct state_move *v = &m->moves[i];
		const char *how = state_how(m, v->deed);

		if (has(v->from, from))
			buf_printf(out, "%s%s (%s%s%s)", out->n > 0 ? ", " : "", state_deed(m, v->deed), state_who(v->who),
			    how[0] != '\0' ? ": " : "", how);
	}
}

int state_check(const struct state_machine *m, struct str what, struct str from, const char *deed, struct err *e)
{
	struct buf out;

	if (state_find(m, from, deed) != NULL)
		return 0;
	buf_init(&out, SENTENCE_MOST);
	put_possible(m, from, &out);
	if (out.n == 0)
		err_set(e, ERR_CONFLICT, "%s " STR_FMT " is in the state “%s”: nothing can be done to it any more, so not “%s” either",
		    state_thing(m), STR_ARG(what), state_name(m, from), state_deed(m, deed));
	else
		err_set(e, ERR_CONFLICT, "%s " STR_FMT " is in the state “%s”: “%s” is not possible there; possible: " STR_FMT, state_thing(m),
		    STR_ARG(what), state_name(m, from), state_deed(m, deed), STR_ARG(buf_str(&out)));
	buf_fini(&out);
	return -1;
}

int state_changed(const struct state_machine *m, struct str what, struct str seen, struct str now, struct str by, struct err *e)
{
	if (by.n == 0)
		return err_set(e, ERR_CONFLICT, "%s " STR_FMT " was changed meanwhile: you saw “%s”, now it is “%s”; look at it again, nothing was done",
		    state_thing(m), STR_ARG(what), state_name(m, seen), state_name(m, now));
	return err_set(e, ERR_CONFLICT, "%s " STR_FMT " was changed meanwhile by " STR_FMT ": you saw “%s”, now it is “%s”; look at it again, nothing "
	    "was done", state_thing(m), STR_ARG(what), STR_ARG(by), state_name(m, seen), state_name(m, now));
}

/* ---- every one ---- */

static void add_states(const char *words, struct arena *a, struct str **list, size_t *n, size_t *room)
{
	struct str rest = str_of(words), one;

	while (str_split(&rest, ' ', &one)) {
		size_t k = 0;

		while (k < *n && !str_eq((*list)[k], one))
			k++;
		if (k == *n && one.n > 0 && !str_eq(one, STR("=")))
			*ARENA_PUSH(a, *list, *n, *room) = one;
	}
}

void state_list(const struct state_machine *m, struct arena *a, struct str **list, size_t *n)
{
	size_t room = 0;

	*list = NULL;
	*n = 0;
	for (size_t i = 0; i < m->count; i++) {
		add_states(m->moves[i].from, a, list, n, &room);
		add_states(m->moves[i].to, a, list, n, &room);
	}
}

void state_arrows(const struct state_machine *m, struct arena *a, struct state_arrow **list, size_t *n)
{
	size_t room = 0;

	*list = NULL;
	*n = 0;
	for (size_t i = 0; i < m->count; i++) {
		const struct state_move *v = &m->moves[i];
		struct str froms = str_of(v->from), from = STR("");

		do {
			struct str tos = str_of(v->to), to;

			if (v->from[0] != '\0' && !str_split(&froms, ' ', &from))
				break;
			while (str_split(&tos, ' ', &to))
				*ARENA_PUSH(a, *list, *n, room) = (struct state_arrow){ from, str_eq(to, STR("=")) ? from : to, v->deed, v->who };
		} while (froms.n > 0);
	}
}

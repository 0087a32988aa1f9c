/* desk.c - see desk.h. */
#include "cli/desk.h"

#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/out.h"
#include "registry/lookup.h"

enum { DESK_ARENA = 512 << 20, OUT_MOST = 128 << 20, NAMES_MOST = 40 };

/* ---- verbs and operands ---- */

static const struct desk_verb *find_verb(const struct desk_verb *verbs, size_t n, struct str name, const char *command,
    struct err *e)
{
	const char *names[NAMES_MOST], *near;

	for (size_t i = 0; i < n; i++) {
		if (str_eq(name, str_of(verbs[i].name)))
			return &verbs[i];
		if (i < NAMES_MOST)
			names[i] = verbs[i].name;
	}
	near = str_nearest(name, names, n < NAMES_MOST ? n : NAMES_MOST);
	if (near != NULL)
		err_set(e, ERR_USAGE, "%s has no “" STR_FMT "”; did you mean %s?", command, STR_ARG(name), near);
	else
		err_set(e, ERR_USAGE, "%s has no “" STR_FMT "” (--help lists what there is)", command, STR_ARG(name));
	return NULL;
}

/* "CASE [NOTE] SUBMISSION..." says how many operands a verb takes. */
static bool operands_fit(const char *operands, size_t given)
{
	struct str rest = str_of(operands), word;
	size_t least = 0, most = 0;

	while (str_split(&rest, ' ', &word)) {
		if (word.n == 0)
			continue;
		least += word.p[0] != '[';
		most = str_has(word, STR("...")) ? SIZE_MAX / 2 : most + 1;
	}
	return given >= least && given <= most;
}

/* ---- who ---- */

static int staff_exists(struct desk *d, bool *exists_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->hub->db, d->arena, &rows, e, "SELECT 1 FROM person_role r JOIN person p ON p.id = r.person_id "
	    "WHERE r.role IN ('analyst', 'lead', 'admin') AND r.from_ms <= $1 AND r.to_ms > $1 AND p.from_ms <= $1 AND p.to_ms > $1 "
	    "LIMIT 1", DB_INT(d->by.now_ms)) < 0)
		return -1;
	*exists_r = rows.count > 0;
	return 0;
}

static int must_hold(struct desk *d, const char *roles, struct err *e)
{
	bool holds;

	if (cli_known_person(d->hub, d->arena, d->as, d->by.now_ms, e) < 0 ||
	    person_has_role(d->hub->db, d->arena, d->as, roles, d->by.now_ms, &holds, e) < 0)
		return -1;
	return holds ? 0 : err_set(e, ERR_DENIED, STR_FMT " holds none of the roles this needs (%s)", STR_ARG(d->as), roles);
}

static int check_who(struct desk *d, enum desk_who who, struct err *e)
{
	bool exists = true;

	switch (who) {
	case DESK_ANYBODY:
		return d->as.p != NULL ? cli_known_person(d->hub, d->arena, d->as, d->by.now_ms, e) : 0;
	case DESK_PERSON:
		return cli_known_person(d->hub, d->arena, d->as, d->by.now_ms, e);
	case DESK_REGISTRAR:
		if (d->as.p == NULL && staff_exists(d, &exists, e) < 0)
			return -1;
		return exists ? must_hold(d, "analyst lead admin", e) : 0;
	case DESK_STAFF:
		return must_hold(d, "analyst lead admin", e);
	case DESK_ANALYST:
		break;
	}
	return must_hold(d, "analyst lead", e);
}

/* ---- the whole ---- */

struct common {
	struct desk desk;
	struct str hub;
	struct str_list operands;
};

static int read_options(struct common *c, int argc, char **argv, const struct option_spec *specs, size_t n, struct err *e)
{
	const struct option_spec ours[] = { { "--hub", OPTION_VALUE, &c->hub }, { "--as", OPTION_VALUE, &c->desk.as },
		{ "--json", OPTION_FLAG, &c->desk.json } };
	enum { OURS = sizeof ours / sizeof ours[0] };
	struct option_spec *all = ARENA_ARRAY(c->desk.arena, struct option_spec, OURS + n);

	memcpy(all, ours, sizeof ours);
	for (size_t i = 0; i < n; i++)
		all[OURS + i] = specs[i];
	return cli_options(c->desk.arena, argc, argv, all, OURS + n, &c->operands, e);
}

static int run(struct common *c, const char *command, const struct desk_verb *verbs, size_t n, void *options, struct err *e)
{
	struct desk *d = &c->desk;
	const struct desk_verb *verb;
	int status;

	if (c->operands.count == 0)
		return err_set(e, ERR_USAGE, "a verb is missing (--help lists them)");
	verb = find_verb(verbs, n, c->operands.items[0], command, e);
	if (verb == NULL)
		return -1;
	d->operand = c->operands.items + 1;
	d->operand_count = c->operands.count - 1;
	if (!operands_fit(verb->operands, d->operand_count))
		return err_set(e, ERR_USAGE, "write it like this: noroshi %s %s %s", command, verb->name, verb->operands);
	if (cli_open_hub(d->arena, c->hub, &d->hub, e) < 0)
		return -1;
	d->by = cli_act(d->arena, d->as, &d->rng);
	buf_init(&d->out, OUT_MOST);
	status = check_who(d, verb->who, e);
	if (status == 0)
		status = verb->run(d, options, e);
	if (status == 0)
		status = desk_flush(d, e);
	buf_fini(&d->out);
	hub_close(d->hub);
	return status;
}

int desk_command(int argc, char **argv, const struct desk_verb *verbs, size_t verb_count,
    const struct option_spec *specs, size_t spec_count, void *options)
{
	struct common c = { .desk.arena = arena_new(DESK_ARENA, arena_full_exit) };
	struct err e = { 0 };
	int status = read_options(&c, argc, argv, specs, spec_count, &e);

	if (status == 0)
		status = run(&c, argv[0], verbs, verb_count, options, &e);
	else if (status > 0)
		status = 0;             /* --help */
	arena_free(c.desk.arena);
	return status < 0 ? cli_fail(&e) : c.desk.refused ? 3 : c.desk.attention ? 1 : 0;
}

/* ---- output ---- */

void desk_json(struct desk *d)
{
	jw_init(&d->w, &d->out);
	jw_object(&d->w);
}

int desk_json_end(struct desk *d, struct err *e)
{
	jw_end_object(&d->w);
	return out_line(&d->out, e);
}

int desk_flush(struct desk *d, struct err *e)
{
	return out_flush(&d->out, e);
}

int desk_done(struct desk *d, const char *deed, struct str object, const char *sentence, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "done", deed);
		jw_kstr(&d->w, "object", object);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, "%s: " STR_FMT "\n", sentence, STR_ARG(object));
	return desk_flush(d, e);
}

/* ---- small things ---- */

int desk_known_org(struct desk *d, struct str org_id, struct err *e)
{
	struct org_state state;

	if (org_id.p == NULL)
		return 0;
	if (org_state_at(d->hub->db, d->arena, org_id, d->by.now_ms, &state, e) < 0)
		return -1;
	return state.found ? 0 : org_unknown(d->hub->db, d->arena, org_id, e);
}

struct str desk_date(struct desk *d, long long ms)
{
	char text[TIME_TEXT];

	return ms == TIME_NONE || ms == TIME_FOREVER || ms == 0 ? STR("-") :
	    arena_str(d->arena, time_slashed(text, ms, (int)d->hub->conf.zone_minutes));
}

struct str desk_time(struct desk *d, long long ms)
{
	struct civil c = time_civil(ms, (int)d->hub->conf.zone_minutes);

	return ms == TIME_NONE ? STR("-") :
	    arena_printf(d->arena, STR_FMT " %02d:%02d", STR_ARG(desk_date(d, ms)), c.hour, c.minute);
}

void desk_cell(struct desk *d, struct str s, size_t columns)
{
	buf_add(&d->out, s);
	for (size_t n = text_columns(s); n < columns; n++)
		buf_char(&d->out, ' ');
	buf_char(&d->out, ' ');
}

struct str desk_word(struct desk *d, const char *family, struct str id)
{
	const char *found = id.n == 0 ? NULL : text_find(tr_lang(), arena_printf(d->arena, "%s." STR_FMT, family, STR_ARG(id)).p);

	return found != NULL ? str_of(found) : id;
}

int desk_day(struct desk *d, struct str s, long long fallback, long long *ms_r, const char **precision_r, struct err *e)
{
	*ms_r = fallback;
	*precision_r = "day";
	if (s.p == NULL)
		return 0;
	if (s.n == 7 && s.p[4] == '-') {        /* the month is known, the day is not */
		*precision_r = "month";
		s = arena_printf(d->arena, STR_FMT "-01", STR_ARG(s));
	}
	return time_parse_date(s, (int)d->hub->conf.zone_minutes, ms_r, e);
}

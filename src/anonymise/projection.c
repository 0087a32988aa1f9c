/* projection.c - writing, strict reading and checking, all made from the tables of fields. */
#include "anonymise/projection.h"

#include <jansson.h>

#include "base/json.h"
#include "base/text.h"

enum { PROJECTION_BYTES = 4 << 20 };

void texts_add(struct arena *a, struct texts *t, struct str ja, struct str en)
{
	size_t at = t->count, room = t->room, count = t->count;

	*(struct str *)arena_grow(a, (void **)&t->ja, &count, &room, sizeof *t->ja) = ja;
	count = t->count;
	room = t->room;
	*(struct str *)arena_grow(a, (void **)&t->en, &count, &room, sizeof *t->en) = en;
	t->count = at + 1;
	t->room = room;
}

/* Writing. */

static void write_str(struct jw *w, const char *key, const struct str *s)
{
	jw_kstr(w, key, s->p != NULL ? *s : STR(""));
}

static void write_number(struct jw *w, const char *key, const long long *n)
{
	jw_kint(w, key, *n);
}

static void write_flag(struct jw *w, const char *key, const bool *b)
{
	jw_kbool(w, key, *b);
}

static void write_texts(struct jw *w, const char *key, const struct texts *t)
{
	jw_karray(w, key);
	for (size_t i = 0; i < t->count; i++) {
		jw_object(w);
		jw_kstr(w, "ja", t->ja[i]);
		jw_kstr(w, "en", t->en[i]);
		jw_end_object(w);
	}
	jw_end_array(w);
}

#define WRITE_FIELD(kind, name, label) write_##kind(w, #name, &row->name);
#define WRITE_LIST(plural, type, fields) \
	static void write_##plural(struct jw *w, const char *key, const struct shown_##plural *l) \
	{ \
		jw_karray(w, key); \
		for (size_t i = 0; i < l->count; i++) { \
			const struct type *row = &l->list[i]; \
			jw_object(w); \
			fields(WRITE_FIELD) \
			jw_end_object(w); \
		} \
		jw_end_array(w); \
	}
WRITE_LIST(changes, shown_change, CHANGE_FIELDS)
WRITE_LIST(indicators, shown_indicator, INDICATOR_FIELDS)
WRITE_LIST(sightings, shown_sighting, SIGHTING_FIELDS)
WRITE_LIST(steps, shown_step, STEP_FIELDS)

struct str projection_json(struct arena *a, const struct projection *row)
{
	struct buf out;
	struct jw writer, *w = &writer;

	buf_init_arena(&out, a, PROJECTION_BYTES);
	jw_init(w, &out);
	jw_object(w);
	jw_kz(w, "schema", "noroshi/share/1");
	PROJECTION_FIELDS(WRITE_FIELD)
	jw_end_object(w);
	return out.failed ? STR_NONE : buf_str(&out);
}

/* Reading: every key must be known and of its kind, and every field must be there. */

static int wrong(struct err *e, const char *key)
{
	return err_set(e, ERR_INPUT, "share projection: \"%s\" is missing or of another kind", key);
}

static int read_str(struct arena *a, const json_t *v, const char *key, struct str *s, struct err *e)
{
	if (!json_is_string(v))
		return wrong(e, key);
	*s = arena_str(a, (struct str){ json_string_value(v), json_string_length(v) });
	return 0;
}

static int read_number(struct arena *a, const json_t *v, const char *key, long long *n, struct err *e)
{
	(void)a;
	if (!json_is_integer(v))
		return wrong(e, key);
	*n = json_integer_value(v);
	return 0;
}

static int read_flag(struct arena *a, const json_t *v, const char *key, bool *b, struct err *e)
{
	(void)a;
	if (!json_is_boolean(v))
		return wrong(e, key);
	*b = json_is_true(v);
	return 0;
}

static int read_texts(struct arena *a, const json_t *v, const char *key, struct texts *t, struct err *e)
{
	if (!json_is_array(v))
		return wrong(e, key);
	for (size_t i = 0; i < json_array_size(v); i++) {
		const json_t *one = json_array_get(v, i);
		struct str ja, en;

		if (json_object_size(one) != 2 || read_str(a, json_object_get(one, "ja"), key, &ja, e) < 0 ||
		    read_str(a, json_object_get(one, "en"), key, &en, e) < 0)
			return wrong(e, key);
		texts_add(a, t, ja, en);
	}
	return 0;
}

#define COUNT_FIELD(kind, name, label) +1
#define READ_FIELD(kind, name, label) \
	if (read_##kind(a, json_object_get(object, #name), #name, &row->name, e) < 0) \
		return -1;
#define READ_LIST(plural, type, fields) \
	static int read_##plural(struct arena *a, const json_t *v, const char *key, struct shown_##plural *l, \
	    struct err *e) \
	{ \
		if (!json_is_array(v)) \
			return wrong(e, key); \
		for (size_t i = 0; i < json_array_size(v); i++) { \
			const json_t *object = json_array_get(v, i); \
			struct type *row = ARENA_PUSH(a, l->list, l->count, l->room); \
			if (json_object_size(object) != (0 fields(COUNT_FIELD))) \
				return wrong(e, key); \
			fields(READ_FIELD) \
		} \
		return 0; \
	}
READ_LIST(changes, shown_change, CHANGE_FIELDS)
READ_LIST(indicators, shown_indicator, INDICATOR_FIELDS)
READ_LIST(sightings, shown_sighting, SIGHTING_FIELDS)
READ_LIST(steps, shown_step, STEP_FIELDS)

static int read_all(struct arena *a, const json_t *object, struct projection *row, struct err *e)
{
	const char *schema = json_string_value(json_object_get(object, "schema"));

	if (schema == NULL || strcmp(schema, "noroshi/share/1") != 0)
		return wrong(e, "schema");
	PROJECTION_FIELDS(READ_FIELD)
	if (json_object_size(object) != (1 PROJECTION_FIELDS(COUNT_FIELD)))
		return err_set(e, ERR_INPUT, "share projection: it holds a key that has no release label");
	return 0;
}

int projection_read(struct arena *a, struct str json, struct projection *p_r, struct err *e)
{
	json_error_t problem;
	json_t *root = json_loadb(json.p != NULL ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &problem);
	int done;

	*p_r = (struct projection){ 0 };
	if (root == NULL)
		return err_set(e, ERR_INPUT, "share projection: it is no JSON (line %d)", problem.line);
	done = read_all(a, root, p_r, e);
	json_decref(root);
	return done;
}

/* Checking: the label of a field says which rule its value must pass. */

static bool one_of(struct str s, const char *words)
{
	struct str rest = str_of(words), word;

	while (str_split(&rest, ' ', &word))
		if (str_eq(s, word))
			return true;
	return false;
}

static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_digit((unsigned char)s.p[i]) && !(s.p[i] >= 'A' && s.p[i] <= 'Z') && s.p[i] != '-')
			return false;
	return s.n > 0 && s.n <= 20;
}

static bool is_letter(struct str s)
{
	return (s.n == 1 || (s.n == 2 && s.p[1] >= 'A' && s.p[1] <= 'Z')) && s.p[0] >= 'A' && s.p[0] <= 'Z';
}

/* 2019-07 or 2019-07-31: digits and hyphens in their places, nothing behind. */
static bool is_date(struct str s, bool exact)
{
	for (size_t i = 0; i < s.n; i++)
		if ((i == 4 || i == 7) ? s.p[i] != '-' : !ascii_digit((unsigned char)s.p[i]))
			return false;
	return s.n == 7 || (exact && s.n == 10);
}

static bool is_count(struct str s, bool exact)
{
	long long n;

	return one_of(s, "1-9 10-99 100-999 1000+") || (exact && str_to_int(s, &n) && n > 0);
}

/* Texts are whole paragraphs: no {token} may be left unfilled, no control characters. */
static int check_text(const char *key, struct str s, struct err *e)
{
	if (s.p == NULL || !utf8_valid(s))
		return err_set(e, ERR_INPUT, "share: \"%s\" is no valid UTF-8 text", key);
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n') || s.p[i] == 0x7F || s.p[i] == '{')
			return err_set(e, ERR_INPUT, "share: \"%s\" holds a control character or a {token} that names no party of this share", key);
	return 0;
}

static int check_texts(const char *key, const struct texts *t, size_t most, struct err *e)
{
	if (t->count > most)
		return err_set(e, ERR_INPUT, "share: \"%s\" holds too many paragraphs", key);
	for (size_t i = 0; i < t->count; i++) {
		if (t->ja[i].n == 0 || t->en[i].n == 0)
			return err_set(e, ERR_INPUT, "share: \"%s\" paragraph %d lacks one of the two languages", key, (int)i + 1);
		if (check_text(key, t->ja[i], e) < 0 || check_text(key, t->en[i], e) < 0)
			return -1;
	}
	return 0;
}

static int bad_value(struct err *e, const char *key)
{
	return err_set(e, ERR_INPUT, "share: the value of \"%s\" is not one that may leave", key);
}

#define INDICATOR_TYPES "ipv4 ipv6 domain url email sha256 sha1 md5 filename"

static int check_indicators(const struct shown_indicators *l, struct err *e)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_indicator *r = &l->list[i];

		if (!one_of(r->type, INDICATOR_TYPES))
			return bad_value(e, "indicators.type");
		if (!one_of(r->treatment, "kept generalised") || !one_of(r->role, "malicious suspect"))
			return bad_value(e, "indicators.treatment");
		if (r->shown.n == 0 || r->shown.n > 4000 || !utf8_valid(r->shown))
			return bad_value(e, "indicators.shown");
	}
	return 0;
}

static int check_changes(const struct shown_changes *l, struct err *e)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_change *r = &l->list[i];

		if (!one_of(r->what, "added revoked changed") ||
		    !one_of(r->part, "indicator sightings steps title summary actions class tlp search expires"))
			return bad_value(e, "changes.what");
		if (r->value.n > 4000 || !utf8_valid(r->value) || (r->type.n > 0 && !one_of(r->type, INDICATOR_TYPES)))
			return bad_value(e, "changes.value");
	}
	return 0;
}

static int check_sightings(const struct shown_sightings *l, bool exact, struct err *e)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_sighting *r = &l->list[i];

		if (!is_letter(r->letter) || !one_of(r->direction, "to from lookup unknown"))
			return bad_value(e, "sightings.letter");
		if (!is_date(r->first, exact) || !is_date(r->last, exact) || !is_count(r->count, exact))
			return bad_value(e, "sightings.first");
		if (r->port < -1 || r->port > 65535 || r->indicator.n == 0)
			return bad_value(e, "sightings.port");
	}
	return 0;
}

static int check_steps(const struct shown_steps *l, bool exact, struct err *e)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct shown_step *r = &l->list[i];

		if (!is_date(r->when, exact) || (r->until.n > 0 && !is_date(r->until, exact)))
			return bad_value(e, "steps.when");
		if ((r->from.n > 0 && !is_letter(r->from) && !one_of(r->from, "attacker")) ||
		    (r->to.n > 0 && !is_letter(r->to) && !one_of(r->to, "attacker")))
			return bad_value(e, "steps.from");
		if (check_text("steps.ja", r->ja, e) < 0 || check_text("steps.en", r->en, e) < 0)
			return -1;
	}
	return 0;
}

static int check_head(const struct projection *p, struct err *e)
{
	if (!is_code(p->number) || (p->parent.n > 0 && !is_code(p->parent)) || p->version < 1)
		return bad_value(e, "number");
	if (!one_of(p->change, "first edit correction retraction"))
		return bad_value(e, "change");
	if (!one_of(p->class, "urgent normal reference"))
		return bad_value(e, "class");
	if (!one_of(p->tlp, "RED AMBER+STRICT AMBER GREEN CLEAR"))
		return bad_value(e, "tlp");
	if (!one_of(p->search, "both to from none"))
		return bad_value(e, "search");
	if (!one_of(p->figures, "coarse exact"))
		return bad_value(e, "figures");
	if (p->expires.n > 0 && !(p->expires.n == 10 && is_date(p->expires, true)))
		return bad_value(e, "expires");
	return 0;
}

int projection_check(const struct projection *p, struct err *e)
{
	bool exact = str_eq(p->figures, STR("exact"));

	if (check_head(p, e) < 0)
		return -1;
	if (p->title.count != 1)
		return err_set(e, ERR_INPUT, "share: a title in both languages is needed");
	if (check_texts("title", &p->title, 1, e) < 0 || check_texts("summary", &p->summary, 60, e) < 0 ||
	    check_texts("actions", &p->actions, 20, e) < 0 || check_texts("reason", &p->reason, 20, e) < 0)
		return -1;
	if (check_changes(&p->changes, e) < 0 || check_indicators(&p->indicators, e) < 0 || check_sightings(&p->sightings, exact, e) < 0 ||
	    check_steps(&p->steps, exact, e) < 0)
		return -1;
	return 0;
}

size_t projection_lines(const struct projection *p)
{
	return p->title.count + p->summary.count + p->actions.count + p->reason.count + p->indicators.count + p->sightings.count + p->steps.count;
}

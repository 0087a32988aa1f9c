/* context.c - reading --context: strict, and every refusal names the line.
 *
 * jansson reads the values; it forgets where they stood, so a refusal walks the text again to
 * the place (json_line), which happens at most once per document. */
#include <jansson.h>

#include "analyse/address_book.h"
#include "analyse/analyse.h"
#include "analyse/context_line.h"
#include "base/text.h"
#include "base/time.h"

/* Where we are in the document, for the line of a refusal. */
struct place {
	struct str text;
	struct json_step steps[8];
	size_t depth;
	struct arena *arena;
	struct err *e;
};

static int refuse(const struct place *at, const char *what, const char *key)
{
	int line = json_line(at->text, at->steps, at->depth);

	return err_set(at->e, ERR_INPUT, "context, line %d: %s (%s)", line, tr(what), key);
}

static void enter(struct place *at, const char *key, size_t index)
{
	at->steps[at->depth++] = (struct json_step){ key, index };
}

static void leave(struct place *at)
{
	at->depth--;
}

static struct str str_of_json(struct arena *a, const json_t *v)
{
	return arena_str(a, (struct str){ json_string_value(v), json_string_length(v) });
}

/* One key of an object: how its value is read into `into`. */
struct field {
	const char *key;
	int (*read)(struct place *at, const json_t *value, const struct field *f, void *object);
	size_t offset, count_offset;    /* into the object */
	bool lower;
};

static int read_object(struct place *at, const json_t *value, const struct field *fields, size_t n, void *object)
{
	const char *key;
	json_t *v;

	if (!json_is_object(value))
		return refuse(at, "an object is expected here", "{ ... }");
	json_object_foreach((json_t *)(uintptr_t)value, key, v) {
		const struct field *f = NULL;

		for (size_t i = 0; i < n && f == NULL; i++)
			if (strcmp(fields[i].key, key) == 0)
				f = &fields[i];
		enter(at, key, 0);
		if (f == NULL)
			return refuse(at, "this key is not known", key);
		if (f->read(at, v, f, object) < 0)
			return -1;
		leave(at);
	}
	return 0;
}

#define AT(object, type, field_offset) ((type *)(void *)((char *)(object) + (field_offset)))

static int read_string(struct place *at, const json_t *value, const struct field *f, void *object)
{
	struct str s;

	if (!json_is_string(value))
		return refuse(at, "a text in quotes is expected here", f->key);
	s = str_of_json(at->arena, value);
	*AT(object, struct str, f->offset) = f->lower ? arena_lower(at->arena, s) : s;
	return 0;
}

static int read_bool(struct place *at, const json_t *value, const struct field *f, void *object)
{
	if (!json_is_boolean(value))
		return refuse(at, "true or false is expected here", f->key);
	*AT(object, bool, f->offset) = json_is_true(value);
	return 0;
}

static int read_date(struct place *at, const json_t *value, const struct field *f, void *object)
{
	struct err ignored;

	if (!json_is_string(value) ||
	    time_parse((struct str){ json_string_value(value), json_string_length(value) }, ZONE_JST,
	        AT(object, long long, f->offset), &ignored) < 0)
		return refuse(at, "a date like \"2019-08-01\" is expected here", f->key);
	return 0;
}

static int read_strings(struct place *at, const json_t *value, const struct field *f, void *object)
{
	size_t n = json_array_size(value);
	struct str *list;

	if (!json_is_array(value))
		return refuse(at, "a list of texts is expected here", f->key);
	list = ARENA_ARRAY(at->arena, struct str, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(value, i);

		enter(at, NULL, i);
		if (!json_is_string(v))
			return refuse(at, "a text in quotes is expected here", f->key);
		list[i] = str_of_json(at->arena, v);
		if (f->lower)
			list[i] = arena_lower(at->arena, list[i]);
		leave(at);
	}
	*AT(object, const struct str *, f->offset) = list;
	*AT(object, size_t, f->count_offset) = n;
	return 0;
}

static int read_role(struct place *at, const json_t *value, const struct field *f, void *object)
{
	static const char *const roles[] = { "ceo", "executive", "finance", "staff", "retired" };

	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (json_is_string(value) && strcmp(json_string_value(value), roles[i]) == 0)
			return read_string(at, value, f, object);
	return refuse(at, "a role is ceo, executive, finance, staff or retired", f->key);
}

/* A list of objects of `size` bytes, each read by the given table. */
static int read_list(struct place *at, const json_t *value, const struct field *f, void *object, size_t size,
    const struct field *fields, size_t field_count)
{
	size_t n = json_array_size(value);
	char *list;

	if (!json_is_array(value))
		return refuse(at, "a list of objects is expected here", f->key);
	list = arena_array(at->arena, n, size);
	for (size_t i = 0; i < n; i++) {
		enter(at, NULL, i);
		if (read_object(at, json_array_get(value, i), fields, field_count, list + i * size) < 0)
			return -1;
		leave(at);
	}
	*AT(object, void *, f->offset) = list;
	*AT(object, size_t, f->count_offset) = n;
	return 0;
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define ONE(type, member) offsetof(struct type, member), 0
#define MANY(type, member, count) offsetof(struct type, member), offsetof(struct type, count)

static int read_people(struct place *at, const json_t *value, const struct field *f, void *object)
{
	static const struct field fields[] = {
		{ "name", read_string, ONE(known_person, name), false },
		{ "aliases", read_strings, MANY(known_person, aliases, alias_count), false },
		{ "addresses", read_strings, MANY(known_person, addresses, address_count), true },
		{ "role", read_role, ONE(known_person, role), false },
		{ "public", read_bool, ONE(known_person, is_public), false },
	};

	return read_list(at, value, f, object, sizeof(struct known_person), fields, COUNT(fields));
}

static int read_orgs(struct place *at, const json_t *value, const struct field *f, void *object)
{
	static const struct field fields[] = {
		{ "name", read_string, ONE(known_org, name), false },
		{ "aliases", read_strings, MANY(known_org, aliases, alias_count), false },
		{ "domains", read_strings, MANY(known_org, domains, domain_count), true },
		{ "member", read_bool, ONE(known_org, member), false },
		{ "group", read_string, ONE(known_org, group), false },
		{ "people", read_people, MANY(known_org, people, people_count), false },
	};

	return read_list(at, value, f, object, sizeof(struct known_org), fields, COUNT(fields));
}

static int read_drills(struct place *at, const json_t *value, const struct field *f, void *object)
{
	static const struct field fields[] = {
		{ "domain", read_string, ONE(known_drill, domain), true },
		{ "subject", read_string, ONE(known_drill, subject), false },
		{ "from", read_date, ONE(known_drill, from_ms), false },
		{ "to", read_date, ONE(known_drill, to_ms), false },
	};
	struct context *c = object;

	if (read_list(at, value, f, object, sizeof(struct known_drill), fields, COUNT(fields)) < 0)
		return -1;
	for (size_t i = 0; i < c->drill_count; i++)     /* the day named last belongs to the drill */
		((struct known_drill *)(uintptr_t)c->drills)[i].to_ms += MS_DAY;
	return 0;
}

static int read_held_by(struct place *at, const json_t *value, const struct field *f, void *object)
{
	size_t n = json_object_size(value), i = 0;
	struct context *c = object;
	struct str *inputs = ARENA_ARRAY(at->arena, struct str, n), *domains = ARENA_ARRAY(at->arena, struct str, n);
	const char *key;
	json_t *v;

	if (!json_is_object(value))
		return refuse(at, "an object is expected here", f->key);
	json_object_foreach((json_t *)(uintptr_t)value, key, v) {
		enter(at, key, 0);
		if (!json_is_string(v))
			return refuse(at, "a text in quotes is expected here", key);
		inputs[i] = arena_str(at->arena, str_of(key));
		domains[i++] = arena_lower(at->arena, str_of_json(at->arena, v));
		leave(at);
	}
	c->held_by_input = inputs;
	c->held_by_domain = domains;
	c->held_by_count = n;
	return 0;
}

static const struct field context_fields[] = {
	{ "as_of", read_date, ONE(context, as_of_ms), false },
	{ "organisations", read_orgs, MANY(context, orgs, org_count), false },
	{ "own_domains", read_strings, MANY(context, own_domains, own_domain_count), true },
	{ "sent_archive", read_strings, MANY(context, sent_paths, sent_path_count), false },
	{ "sent_archive_from", read_date, ONE(context, sent_from_ms), false },
	{ "held_by", read_held_by, 0, 0, false },
	{ "free_mail", read_strings, MANY(context, free_mail, free_mail_count), true },
	{ "expected_languages", read_strings, MANY(context, expected_languages, expected_language_count), true },
	{ "trusted_authserv", read_strings, MANY(context, trusted_authserv, trusted_authserv_count), true },
	{ "drills", read_drills, MANY(context, drills, drill_count), false },
	{ "passwords", read_strings, MANY(context, passwords, password_count), false },
	{ "customary_passwords", read_strings, MANY(context, customary_passwords, customary_count), false },
	{ "verdict_rules", read_string, ONE(context, verdict_rules), false },
};

struct context context_none(void)
{
	return (struct context){ .as_of_ms = TIME_NONE, .sent_from_ms = TIME_NONE };
}

int context_parse(struct arena *a, struct str json, struct context *c, struct err *e)
{
	struct place at = { .text = json, .arena = a, .e = e };
	json_error_t error;
	json_t *root = json_loadb(json.p != NULL ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &error);
	int status;

	*c = context_none();
	if (root == NULL)
		return err_set(e, ERR_INPUT, "context, line %d: not JSON: %s", error.line, error.text);
	status = read_object(&at, root, context_fields, COUNT(context_fields), c);
	json_decref(root);
	if (status == 0 && c->org_count > 0)
		context_index_domains(a, c);
	return status;
}

struct sent_adder {
	struct arena *arena;
	struct context *context;
};

static int add_sent(void *ctx, struct str message, size_t offset)
{
	struct sent_adder *adder = ctx;
	struct context *c = adder->context;
	const struct mail **list = (const struct mail **)(uintptr_t)c->sent;

	(void)offset;
	*ARENA_PUSH(adder->arena, list, c->sent_count, c->sent_room) =
	    mail_parse(adder->arena, message, &mail_limits_default);
	c->sent = list;
	return 0;
}

void context_add_sent(struct arena *a, struct context *c, struct str bytes)
{
	struct sent_adder adder = { a, c };

	if (!mbox_looks_like(bytes))
		add_sent(&adder, bytes, 0);
	else if (mbox_each(bytes, add_sent, &adder) < 0)
		add_sent(&adder, bytes, 0);
}

/* list_json.c - STIX 2.1 bundles (OASIS; their patterns are read in list_pattern.c), shares of a hub, and
 * MISP events (misp-project core format: attributes that are marked to_ids, also inside objects). */
#include <jansson.h>

#include "hunt/list_in.h"

static struct str text_of(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR_NONE;
}

static int take_hashes(struct list_reading *l, const json_t *object, struct err *e)
{
	const json_t *hashes = json_object_get(object, "hashes"), *v;
	const char *name;

	json_object_foreach((json_t *)(uintptr_t)hashes, name, v)
		if (json_is_string(v) && value_type_of(str_of(name)) >= 0 &&
		    list_take(l, str_of(json_string_value(v)), -1, e) < 0)
			return -1;
	return 0;
}

static int take_stix(struct list_reading *l, const json_t *object, struct err *e)
{
	struct str type = text_of(object, "type");
	static const char *const observables[] = { "ipv4-addr", "ipv6-addr", "domain-name", "url", "email-addr" };

	if (json_is_true(json_object_get(object, "revoked")))
		return 0;
	if (str_eq(type, STR("indicator"))) {
		struct str kind = text_of(object, "pattern_type");

		if (kind.p == NULL || str_eq(kind, STR("stix")))
			return list_take_pattern(l, text_of(object, "pattern"), e);
		l->report->rows++;
		list_refuse(l, kind, "a rule in another language than STIX patterns cannot be looked up value by value");
		return 0;
	}
	if (str_eq(type, STR("file")))
		return take_hashes(l, object, e);
	for (size_t i = 0; i < sizeof observables / sizeof observables[0]; i++)
		if (str_eq(type, str_of(observables[i])))
			return list_take(l, text_of(object, "value"), -1, e);
	return 0;
}

/* "domain|ip", "filename|sha256": both parts are values; "ip-dst|port" has one. */
static int take_attribute(struct list_reading *l, const json_t *attribute, struct err *e)
{
	struct str type = text_of(attribute, "type"), value = text_of(attribute, "value"), types = type, whole = value, one;
	bool any = false;

	if (value.p == NULL || json_is_true(json_object_get(attribute, "deleted")) || !json_is_true(json_object_get(attribute, "to_ids")))
		return 0;
	while (str_split(&types, '|', &one)) {
		struct str part = str_upto(value, '|');

		value = str_after(value, '|');
		if (value_type_of(one) < 0 && !str_starts(one, STR("ip")) && !str_eq(one, STR("host")))
			continue;
		any = true;
		if (part.n > 0 && list_take(l, part, -1, e) < 0)
			return -1;
	}
	if (!any) {
		l->report->rows++;
		list_refuse(l, whole, "this kind of MISP attribute is not looked for in logs");
	}
	return 0;
}

static int take_attributes(struct list_reading *l, const json_t *holder, struct err *e)
{
	const json_t *list = json_object_get(holder, "Attribute"), *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (take_attribute(l, item, e) < 0)
			return -1;
	return 0;
}

static int take_misp(struct list_reading *l, const json_t *root, struct err *e)
{
	const json_t *event = json_object_get(root, "Event"), *objects, *item;
	size_t i;

	event = event != NULL ? event : root;
	if (take_attributes(l, event, e) < 0)
		return -1;
	objects = json_object_get(event, "Object");
	json_array_foreach(objects, i, item)
		if (take_attributes(l, item, e) < 0)
			return -1;
	return 0;
}

/* noroshi/share/1: what a hub shared; a construction rule is for people and cannot be looked up. */
static int take_share(struct list_reading *l, const json_t *root, struct err *e)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(root, "indicators"), i, item) {
		l->row++;
		if (json_is_true(json_object_get(item, "revoked")) || json_integer_value(json_object_get(item, "revoked")) != 0)
			continue;
		if (str_eq(text_of(item, "treatment"), STR("generalised"))) {
			l->report->rows++;
			list_refuse(l, text_of(item, "shown"), "this is a rule for people, not a value");
		} else if (value_type_of(text_of(item, "type")) >= 0 && list_take(l, text_of(item, "shown"), -1, e) < 0) {
			return -1;
		}
	}
	return 0;
}

static int take_one(struct list_reading *l, const json_t *root, struct err *e)
{
	const json_t *objects = json_object_get(root, "objects"), *response = json_object_get(root, "response"), *item;
	size_t i;

	if (str_eq(text_of(root, "schema"), STR("noroshi/share/1")))
		return take_share(l, root, e);
	if (json_is_array(objects)) {
		json_array_foreach(objects, i, item) {
			l->row++;
			if (take_stix(l, item, e) < 0)
				return -1;
		}
		return 0;
	}
	if (json_is_array(response)) {
		json_array_foreach(response, i, item)
			if (take_misp(l, item, e) < 0)
				return -1;
		return 0;
	}
	if (json_object_get(root, "Event") != NULL || json_object_get(root, "Attribute") != NULL)
		return take_misp(l, root, e);
	return err_set(e, ERR_INPUT, "this JSON is no share, no STIX 2.1 bundle and no MISP event");
}

int list_read_json(struct list_reading *l, struct str bytes, struct err *e)
{
	json_error_t problem;
	json_t *root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &problem), *item;
	int status = 0;
	size_t i;

	if (root == NULL)
		return err_set(e, ERR_INPUT, "this begins like JSON but is none: line %d: %s", problem.line, problem.text);
	if (json_is_array(root)) {
		json_array_foreach(root, i, item)
			if (status == 0)
				status = take_one(l, item, e);
	} else {
		status = take_one(l, root, e);
	}
	json_decref(root);
	return status;
}

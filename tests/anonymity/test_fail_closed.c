/* A4: what has no label does not leave.  Every field of the projection, put where it does not belong, out of its
 * vocabulary, or added without a label, is refused before a renderer sees it; a type, role or treatment that the
 * gate does not know is withheld.  That a field without a label does not compile: tests/e2e/fail_closed.sh.
 * Control: the sample as it is passes. */
#include "rows.h"

#include <jansson.h>
#include <stdlib.h>

#include "anonymise/gate.h"
#include "anonymise/projection.h"

static struct projection sample(struct arena *a)
{
	struct projection p = { .number = STR("J-7P3Q9XM"), .version = 2, .parent = STR("J-2222222"), .change = STR("correction"),
		.class = STR("normal"), .tlp = STR("AMBER"), .search = STR("both"), .figures = STR("coarse"), .expires = STR("2020-01-31") };

	texts_add(a, &p.title, STR("題"), STR("Title"));
	texts_add(a, &p.summary, STR("概要"), STR("Summary"));
	texts_add(a, &p.actions, STR("お願い"), STR("What to do"));
	texts_add(a, &p.reason, STR("理由"), STR("Reason"));
	*ARENA_PUSH(a, p.changes.list, p.changes.count, p.changes.room) = (struct shown_change){ STR("revoked"), STR("indicator"), STR("ipv4"), STR("203.0.113.9") };
	*ARENA_PUSH(a, p.indicators.list, p.indicators.count, p.indicators.room) = (struct shown_indicator){ STR("ipv4"), STR("203.0.113.9"), STR("kept"), STR("malicious"), true };
	*ARENA_PUSH(a, p.sightings.list, p.sightings.count, p.sightings.room) = (struct shown_sighting){ STR("B"), STR("203.0.113.9"), STR("from"), 1433,
		STR("2018-12"), STR("2019-02"), STR("10-99") };
	*ARENA_PUSH(a, p.steps.list, p.steps.count, p.steps.room) = (struct shown_step){ STR("2019-07"), STR(""), STR("attacker"), STR("A"), true, STR("偽"), STR("fake") };
	return p;
}

static bool passes(struct arena *a, const char *json)
{
	struct projection p;

	return projection_read(a, str_of(json), &p, NULL) == 0 && projection_check(&p, NULL) == 0;
}

/* Every field of closed vocabulary, random origin, date or count takes no free word. */
#define CANARY "kitanami"

static int put_everywhere(struct arena *a, json_t *root, json_t *object, const char *table, int *tried)
{
	static const char *const free_texts[] = { "ja", "en", "shown", "indicator", "value" };   /* cleared or gated: matched by the leak check */
	const char *key;
	json_t *value;
	void *next;
	int bad = 0;

	json_object_foreach_safe(object, next, key, value) {
		bool is_free = false;
		json_t *kept;
		char *text;

		if (json_is_array(value)) {
			bad += put_everywhere(a, root, json_array_get(value, 0), key, tried);
			continue;
		}
		for (size_t i = 0; i < COUNT_OF(free_texts); i++)
			is_free = is_free || strcmp(key, free_texts[i]) == 0;
		if (is_free)
			continue;
		kept = json_deep_copy(value);
		json_object_set_new(object, key, json_string(CANARY));
		text = json_dumps(root, JSON_COMPACT);
		(*tried)++;
		if (passes(a, text)) {
			fprintf(stderr, "%s.%s lets a free word pass\n", table, key);
			bad++;
		}
		free(text);
		json_object_set_new(object, key, kept);
	}
	return bad;
}

static int add_everywhere(struct arena *a, json_t *root, json_t *object, const char *table)
{
	const char *key;
	json_t *value;
	char *text;
	int bad = 0;

	json_object_set_new(object, "submitter", json_string(CANARY));
	text = json_dumps(root, JSON_COMPACT);
	if (passes(a, text)) {
		fprintf(stderr, "%s takes a field without a label\n", table);
		bad++;
	}
	free(text);
	json_object_del(object, "submitter");
	json_object_foreach(object, key, value)
		if (json_is_array(value) && json_is_object(json_array_get(value, 0)))
			bad += add_everywhere(a, root, json_array_get(value, 0), key);
	return bad;
}

/* Each field taken away in a copy of its own. */
static int remove_everywhere(struct arena *a, json_t *root, const char *list)
{
	json_t *object = list == NULL ? root : json_array_get(json_object_get(root, list), 0);
	const char *key;
	json_t *value;
	int bad = 0;

	json_object_foreach(object, key, value) {
		json_t *copy = json_deep_copy(root);
		char *text;

		json_object_del(list == NULL ? copy : json_array_get(json_object_get(copy, list), 0), key);
		text = json_dumps(copy, JSON_COMPACT);
		if (passes(a, text)) {
			fprintf(stderr, "%s does without %s\n", list == NULL ? "share" : list, key);
			bad++;
		}
		free(text);
		json_decref(copy);
		if (list == NULL && json_is_array(value))
			bad += remove_everywhere(a, root, key);
	}
	return bad;
}

static void fields_are_closed(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct projection p = sample(a);
	const char *json = arena_cstr(a, projection_json(a, &p));
	json_t *root = json_loads(json, 0, NULL);
	int tried = 0;

	(void)state;
	assert_true(passes(a, json));
	assert_int_equal(put_everywhere(a, root, root, "share", &tried), 0);
	assert_true(tried >= 28);
	assert_int_equal(add_everywhere(a, root, root, "share"), 0);
	assert_int_equal(remove_everywhere(a, root, NULL), 0);
	json_decref(root);
	arena_free(a);
}

/* The labels themselves: every field has one, and none of those that a renderer reads is inside. */
#define COUNT_LABEL(kind, name, label) +(RELEASE_##label != RELEASE_INSIDE)
#define COUNT_FIELD(kind, name, label) +1
static void labels_are_complete(void **state)
{
	(void)state;
	assert_int_equal((0 PROJECTION_FIELDS(COUNT_LABEL)), (0 PROJECTION_FIELDS(COUNT_FIELD)));
	assert_int_equal((0 INDICATOR_FIELDS(COUNT_LABEL)), (0 INDICATOR_FIELDS(COUNT_FIELD)));
	assert_int_equal((0 SIGHTING_FIELDS(COUNT_LABEL)), (0 SIGHTING_FIELDS(COUNT_FIELD)));
	assert_int_equal((0 STEP_FIELDS(COUNT_LABEL)), (0 STEP_FIELDS(COUNT_FIELD)));
	assert_int_equal((0 CHANGE_FIELDS(COUNT_LABEL)), (0 CHANGE_FIELDS(COUNT_FIELD)));
}

static void the_gate_is_closed(void **state)
{
	static const char *const types[] = { "bank-account", "phone", "user-agent", "asn", "mutex", "" };
	static const char *const roles[] = { "abused", "decoy", "owner", "reporter", "" };
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct terms *t = terms_new(a, NULL);
	int bad = 0;

	(void)state;
	terms_add_name(t, TERM_NAME, STR("Kitanami"));
	terms_seal(t);
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		const struct gate_question q = { str_of(types[i]), STR("x"), STR("malicious"), 9, true };

		ROW_CHECK(bad, types[i], gate_ask(t, a, &q).treatment == TREATMENT_WITHHELD);
	}
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		const struct gate_question q = { STR("ipv4"), STR("203.0.113.9"), str_of(roles[i]), 9, true };

		ROW_CHECK(bad, roles[i], gate_ask(t, a, &q).treatment == TREATMENT_WITHHELD);
	}
	ROW_CHECK(bad, "control", gate_ask(t, a, &(struct gate_question){ STR("ipv4"), STR("203.0.113.9"), STR("malicious"), 1, false }).treatment == TREATMENT_KEPT);
	/* what cannot be read is not shown */
	ROW_CHECK(bad, "no address", gate_ask(t, a, &(struct gate_question){ STR("ipv4"), STR("203.0.113"), STR("malicious"), 9, true }).treatment == TREATMENT_WITHHELD);
	ROW_CHECK(bad, "no URL", gate_ask(t, a, &(struct gate_question){ STR("url"), STR("evil"), STR("malicious"), 9, true }).treatment == TREATMENT_WITHHELD);
	ROW_CHECK(bad, "no mail address", gate_ask(t, a, &(struct gate_question){ STR("email"), STR("evil"), STR("malicious"), 9, true }).treatment == TREATMENT_WITHHELD);
	assert_int_equal(bad, 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(fields_are_closed), cmocka_unit_test(labels_are_complete), cmocka_unit_test(the_gate_is_closed) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

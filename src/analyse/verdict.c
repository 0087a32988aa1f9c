/* verdict.c - reads data/verdict.rules once and applies it; the syntax is told in that file. */
#include "analyse/verdict.h"

#include <assert.h>

#include "analyse/data.h"

enum { CONDITIONS_MOST = 8, ITEMS_MOST = 24, RULES_MOST = 200 };

struct condition {
	bool without;                   /* none of the items may hold */
	long long at_least;             /* how many different items must hold */
	enum strength strength;         /* of the findings that count */
	struct str items[ITEMS_MOST];
	size_t item_count;
};

struct rule {
	struct str name;
	bool adds;                      /* only adds its type to a BEC verdict */
	struct condition conditions[CONDITIONS_MOST];
	size_t condition_count;
	struct str nature;
	int type;
	bool strength_highest;          /* of the findings that its conditions met */
	enum strength strength, at_most;
};

static struct {
	struct arena *arena;
	struct rule *list;
	size_t count, room;
} rules;

static const char *const strength_words[] = { "none", "weak", "medium", "strong" };

static bool strength_of(struct str word, enum strength *strength_r)
{
	for (int i = 0; i < 4; i++) {
		if (str_eq(word, str_of(strength_words[i]))) {
			*strength_r = (enum strength)i;
			return true;
		}
	}
	return false;
}

/* ---- reading ---- */

static struct str next_word(struct str *rest)
{
	struct str word = STR("");

	*rest = str_trim(*rest);
	for (size_t i = 0; i <= rest->n; i++) {
		if (i == rest->n || ascii_space((unsigned char)rest->p[i])) {
			word = str_at(*rest, 0, i);
			*rest = str_from(*rest, i);
			break;
		}
	}
	return word;
}

/* "need 2 of a b c at-least medium": the words behind need or without. */
static bool read_condition(struct rule *r, struct str rest, bool without)
{
	struct condition *c = &r->conditions[r->condition_count];
	struct str word;

	if (r->condition_count == CONDITIONS_MOST)
		return false;
	r->condition_count++;
	*c = (struct condition){ .without = without, .at_least = 1, .strength = STRENGTH_WEAK };
	while ((word = next_word(&rest)).n > 0) {
		if (str_eq(word, STR("at-least"))) {
			if (str_eq(word = next_word(&rest), STR("context")))
				c->strength = STRENGTH_CONTEXT;
			else if (!strength_of(word, &c->strength))
				return false;
		} else if (ascii_digit((unsigned char)word.p[0])) {
			if (!str_to_int(word, &c->at_least) || !str_eq(next_word(&rest), STR("of")))
				return false;
		} else if (!str_eq(word, STR("or"))) {
			if (c->item_count == ITEMS_MOST)
				return false;
			c->items[c->item_count++] = word;
		}
	}
	return c->item_count > 0;
}

static bool read_strength(struct rule *r, struct str rest)
{
	struct str word = next_word(&rest);

	r->strength_highest = str_eq(word, STR("highest"));
	if (!r->strength_highest)
		return strength_of(word, &r->strength);
	if (str_eq(next_word(&rest), STR("at-most")))
		return strength_of(next_word(&rest), &r->at_most);
	r->at_most = STRENGTH_STRONG;
	return true;
}

static bool read_line(struct str line, struct rule **rule)
{
	struct str key = next_word(&line);
	long long type;

	if (str_eq(key, STR("rule")) || str_eq(key, STR("also"))) {
		*rule = ARENA_PUSH(rules.arena, rules.list, rules.count, rules.room);
		(*rule)->adds = str_eq(key, STR("also"));
		(*rule)->name = next_word(&line);
		return (*rule)->name.n > 0 && rules.count < RULES_MOST;
	}
	if (*rule == NULL)
		return false;
	if (str_eq(key, STR("need")) || str_eq(key, STR("without")))
		return read_condition(*rule, line, key.p[0] == 'w');
	if (str_eq(key, STR("nature")))
		(*rule)->nature = next_word(&line);
	else if (str_eq(key, STR("strength")))
		return read_strength(*rule, line);
	else if (str_eq(key, STR("type")) && str_to_int(next_word(&line), &type) && type >= 1 && type <= 5)
		(*rule)->type = (int)type;
	else
		return false;
	return true;
}

int verdict_rules_read(struct arena *a, struct str text, struct err *e)
{
	struct rule *rule = NULL;
	struct str line;
	int number = 0;

	rules.arena = a;
	rules.list = NULL;
	rules.count = rules.room = 0;
	while (str_split(&text, '\n', &line)) {
		number++;
		line = str_trim(str_upto(line, '#'));
		if (line.n > 0 && !read_line(line, &rule))
			return err_set(e, ERR_INPUT, "verdict rules, line %d: not understood: " STR_FMT, number, STR_ARG(line));
	}
	return 0;
}

void verdict_warm(void)
{
	struct err e;

	if (rules.arena != NULL)
		return;
	if (verdict_rules_read(arena_new(4 << 20, arena_full_exit), data_file("verdict.rules"), &e) < 0)
		assert(!"data/verdict.rules can be read");      /* a test reads it too and shows the line */
}

struct str verdict_rule_name(size_t index)
{
	verdict_warm();
	return index < rules.count ? rules.list[index].name : STR_NONE;
}

/* ---- deciding ---- */

static bool id_matches(struct str item, struct str id)
{
	if (item.n > 1 && item.p[item.n - 1] == '*')
		return str_starts(id, str_at(item, 0, item.n - 1));
	return str_eq(item, id);
}

static bool finding_matches(const struct finding *f, struct str item)
{
	bool against = str_starts(item, STR("against:"));

	if (against)
		item = str_from(item, 8);
	if (f->supports == against)
		return false;
	if (str_starts(item, STR("family:")))
		return str_eq(str_from(item, 7), str_of(f->by->family));
	if (str_eq(item, STR("strong-alone")))
		return f->by->strong_alone && f->strength == STRENGTH_STRONG;
	return id_matches(item, str_of(f->by->id));
}

static bool item_holds(const struct verdict_input *in, struct str item, enum strength least, enum strength *highest)
{
	bool holds = false;

	if (str_starts(item, STR("examined:")))
		return str_eq(str_from(item, 9), in->examined);
	if (str_starts(item, STR("kind:")))
		return str_eq(str_from(item, 5), in->kind);
	for (size_t i = 0; i < in->finding_count; i++) {
		const struct finding *f = &in->findings[i];

		if (!finding_matches(f, item) || (f->supports && f->strength < least))
			continue;
		holds = true;
		if (f->supports && f->strength > *highest)
			*highest = f->strength;
	}
	return holds;
}

/* The strength that the rule gives; -1 where it does not hold. */
static int rule_holds(const struct rule *r, const struct verdict_input *in)
{
	enum strength highest = STRENGTH_CONTEXT;

	for (size_t i = 0; i < r->condition_count; i++) {
		const struct condition *c = &r->conditions[i];
		enum strength ignored = STRENGTH_CONTEXT;
		long long holding = 0;

		for (size_t k = 0; k < c->item_count; k++)
			holding += item_holds(in, c->items[k], c->strength, c->without ? &ignored : &highest);
		if (c->without ? holding > 0 : holding < c->at_least)
			return -1;
	}
	if (!r->strength_highest)
		return (int)r->strength;
	return (int)(highest < r->at_most ? highest : r->at_most);
}

static void add_type(struct verdict *v, int type)
{
	for (size_t i = 0; i < v->bec_type_count; i++)
		if (v->bec_types[i] == type)
			return;
	if (type > 0 && v->bec_type_count < 5)
		v->bec_types[v->bec_type_count++] = type;
}

struct verdict verdict_decide(const struct verdict_input *in)
{
	struct verdict v = { .nature = STR("unknown"), .strength = STRENGTH_CONTEXT, .rule = STR("nothing-decided") };
	bool decided = false;

	verdict_warm();
	for (size_t i = 0; i < rules.count; i++) {
		const struct rule *r = &rules.list[i];
		int strength;

		if (decided && (!str_eq(v.nature, STR("bec")) || (!r->adds && !str_eq(r->nature, STR("bec")))))
			continue;
		if (r->adds && !decided)
			continue;
		strength = rule_holds(r, in);
		if (strength < 0)
			continue;
		if (!decided) {
			decided = true;
			v.nature = r->nature;
			v.bec_type = r->type;
			v.strength = (enum strength)strength;
			v.rule = r->name;
		}
		add_type(&v, r->type);
	}
	return v;
}

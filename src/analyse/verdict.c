/* verdict.c - the first rule that holds decides. */
#include "analyse/verdict.h"

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
static int rule_holds(const struct verdict_rule *r, const struct verdict_input *in)
{
	enum strength highest = STRENGTH_CONTEXT;

	for (size_t i = 0; i < r->condition_count; i++) {
		const struct verdict_condition *c = &r->conditions[i];
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

/* After the deciding rule only BEC rules and those that add go on, and only where it is a BEC. */
static bool may_add(const struct verdict *v, const struct verdict_rule *r)
{
	return str_eq(v->nature, STR("bec")) && (r->adds || str_eq(r->nature, STR("bec")));
}

struct verdict verdict_decide(const struct verdict_rules *rules, const struct verdict_input *in)
{
	struct verdict v = { .nature = STR("unknown"), .strength = STRENGTH_CONTEXT, .rule = STR("nothing-decided") };
	bool decided = false;

	for (size_t i = 0; i < rules->count; i++) {
		const struct verdict_rule *r = &rules->list[i];
		int strength = -1;

		if (decided ? may_add(&v, r) : !r->adds)
			strength = rule_holds(r, in);
		if (strength < 0)
			continue;
		if (!decided) {
			decided = true;
			v.nature = r->nature;
			v.bec_type = r->type;
			v.strength = (enum strength)strength;
			v.rule = r->name;
			v.says[LANG_JA] = r->says[LANG_JA];
			v.says[LANG_EN] = r->says[LANG_EN];
		}
		add_type(&v, r->type);
	}
	return v;
}

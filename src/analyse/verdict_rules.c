/* verdict_rules.c - reading the rules, and refusing what means nothing. */
#include <assert.h>

#include "analyse/data.h"
#include "analyse/verdict.h"

enum { RULES_MOST = 500, CONDITIONS_MOST = 20, ITEMS_MOST = 50 };

struct reader {
	struct arena *arena;
	struct verdict_rules *rules;
	struct verdict_rule *rule;      /* the one that is being read; NULL before the first */
	int line;
	struct err *e;
};

static const char *const strength_words[] = { "none", "weak", "medium", "strong" };
static const char *const natures[] = { "targeted", "bec", "phishing", "malware", "scam", "bulk", "drill", "benign", "unknown" };
static const char *const kinds[] = { "mail", "thread", "sample", "audit-log", "report", "calendar", "unknown" };
static const char *const examined_words[] = { "fully", "partly", "failed" };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static int refuse(const struct reader *r, const char *what, struct str word)
{
	return err_set(r->e, ERR_INPUT, "verdict rules, line %d: %s: “" STR_FMT "”", r->line, tr(what), STR_ARG(word));
}

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

static bool one_of(struct str word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_of(words[i])))
			return true;
	return false;
}

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

/* ---- items ---- */

static bool is_finding(struct str item)
{
	bool begins = item.n > 1 && item.p[item.n - 1] == '*';
	struct str id = begins ? str_at(item, 0, item.n - 1) : item;

	for (size_t i = 0; i < detector_count; i++) {
		struct str known = str_of(detectors[i]->id);

		if (begins ? str_starts(known, id) : str_eq(known, id))
			return true;
	}
	return false;
}

static bool is_family(struct str family)
{
	for (size_t i = 0; i < detector_count; i++)
		if (str_eq(str_of(detectors[i]->family), family))
			return true;
	return false;
}

static bool is_item(struct str item)
{
	if (str_starts(item, STR("examined:")))
		return one_of(str_from(item, 9), examined_words, COUNT(examined_words));
	if (str_starts(item, STR("kind:")))
		return one_of(str_from(item, 5), kinds, COUNT(kinds));
	if (str_starts(item, STR("against:")))
		item = str_from(item, 8);
	if (str_starts(item, STR("family:")))
		return is_family(str_from(item, 7));
	return str_eq(item, STR("strong-alone")) || is_finding(item);
}

static int read_item(struct reader *r, struct verdict_condition *c, struct str item)
{
	if (!is_item(item))
		return refuse(r, "there is no such finding, family or circumstance", item);
	if (c->item_count == ITEMS_MOST)
		return refuse(r, "too many in one condition", item);
	*ARENA_PUSH(r->arena, c->items, c->item_count, c->item_room) = item;
	return 0;
}

/* ---- lines ---- */

/* "need 2 of a or b at-least medium": the words behind need or without. */
static int read_condition(struct reader *r, struct str rest, bool without)
{
	struct verdict_condition *c;
	struct str word;

	if (r->rule->condition_count == CONDITIONS_MOST)
		return refuse(r, "too many conditions in one rule", r->rule->name);
	c = ARENA_PUSH(r->arena, r->rule->conditions, r->rule->condition_count, r->rule->condition_room);
	*c = (struct verdict_condition){ .without = without, .at_least = 1, .strength = STRENGTH_WEAK, .line = r->line };
	while ((word = next_word(&rest)).n > 0) {
		if (str_eq(word, STR("at-least"))) {
			word = next_word(&rest);
			if (str_eq(word, STR("context")))
				c->strength = STRENGTH_CONTEXT;
			else if (!strength_of(word, &c->strength))
				return refuse(r, "a strength is context, weak, medium or strong", word);
		} else if (ascii_digit((unsigned char)word.p[0])) {
			if (!str_to_int(word, &c->at_least) || c->at_least < 1 || !str_eq(next_word(&rest), STR("of")))
				return refuse(r, "a number is written like “2 of A or B or C”", word);
		} else if (!str_eq(word, STR("or")) && read_item(r, c, word) < 0) {
			return -1;
		}
	}
	if ((long long)c->item_count < c->at_least)
		return refuse(r, "too few are named", without ? STR("without") : STR("need"));
	return 0;
}

static int read_strength(struct reader *r, struct str rest)
{
	struct str word = next_word(&rest);

	r->rule->has_strength = true;
	r->rule->strength_highest = str_eq(word, STR("highest"));
	r->rule->at_most = STRENGTH_STRONG;
	if (!r->rule->strength_highest)
		return strength_of(word, &r->rule->strength) ? 0 : refuse(r, "a strength is none, weak, medium, strong or highest", word);
	word = next_word(&rest);
	if (word.n == 0)
		return 0;
	if (!str_eq(word, STR("at-most")) || !strength_of(next_word(&rest), &r->rule->at_most))
		return refuse(r, "“highest” is followed by nothing or by “at-most” and a strength", word);
	return 0;
}

static int read_says(struct reader *r, struct str rest)
{
	struct str lang = next_word(&rest);

	if (!str_eq(lang, STR("ja")) && !str_eq(lang, STR("en")))
		return refuse(r, "says is followed by ja or en and a sentence", lang);
	r->rule->says[str_eq(lang, STR("ja")) ? LANG_JA : LANG_EN] = str_trim(rest);
	return 0;
}

/* A rule that could never say anything, or always would, is a slip too. */
static int end_rule(struct reader *r)
{
	if (r->rule == NULL)
		return 0;
	r->line = r->rule->line;
	if (r->rule->condition_count == 0)
		return refuse(r, "this rule has no condition", r->rule->name);
	if (!r->rule->adds && (r->rule->nature.n == 0 || !r->rule->has_strength))
		return refuse(r, "this rule has no nature or no strength", r->rule->name);
	if (r->rule->adds && r->rule->type == 0)
		return refuse(r, "this rule adds nothing", r->rule->name);
	return 0;
}

static int start_rule(struct reader *r, struct str rest, bool adds)
{
	struct str name = next_word(&rest);
	int line = r->line;

	if (end_rule(r) < 0)
		return -1;
	r->line = line;
	if (name.n == 0 || r->rules->count == RULES_MOST)
		return refuse(r, "a rule needs a name, and there may be 500 of them", name);
	for (size_t i = 0; i < r->rules->count; i++)
		if (str_eq(r->rules->list[i].name, name))
			return refuse(r, "there are two rules of this name", name);
	r->rule = ARENA_PUSH(r->arena, r->rules->list, r->rules->count, r->rules->room);
	*r->rule = (struct verdict_rule){ .name = name, .adds = adds, .line = line };
	return 0;
}

static int read_line(struct reader *r, struct str line)
{
	struct str key = next_word(&line);
	long long type;

	if (str_eq(key, STR("rule")) || str_eq(key, STR("also")))
		return start_rule(r, line, key.p[0] == 'a');
	if (r->rule == NULL)
		return refuse(r, "before the first rule", key);
	if (str_eq(key, STR("need")) || str_eq(key, STR("without")))
		return read_condition(r, line, key.p[0] == 'w');
	if (str_eq(key, STR("strength")))
		return read_strength(r, line);
	if (str_eq(key, STR("says")))
		return read_says(r, line);
	if (str_eq(key, STR("nature"))) {
		r->rule->nature = next_word(&line);
		return one_of(r->rule->nature, natures, COUNT(natures)) ? 0 : refuse(r, "there is no such nature", r->rule->nature);
	}
	if (!str_eq(key, STR("type")))
		return refuse(r, "a line begins with rule, also, need, without, nature, type, strength or says", key);
	key = next_word(&line);
	if (!str_to_int(key, &type) || type < 1 || type > 5)
		return refuse(r, "a type is 1 to 5", key);
	r->rule->type = (int)type;
	return 0;
}

int verdict_rules_read(struct arena *a, struct str text, struct verdict_rules *rules_r, struct err *e)
{
	struct reader r = { .arena = a, .rules = rules_r, .e = e };
	struct str line;

	*rules_r = (struct verdict_rules){ .count = 0 };
	while (str_split(&text, '\n', &line)) {
		r.line++;
		line = str_trim(str_upto(line, '#'));
		if (line.n > 0 && read_line(&r, line) < 0)
			return -1;
	}
	if (end_rule(&r) < 0)
		return -1;
	r.line = 1;
	if (rules_r->count == 0)
		return refuse(&r, "there is no rule at all", STR(""));
	return 0;
}

const struct verdict_rules *verdict_rules_builtin(void)
{
	static struct verdict_rules rules;
	static struct arena *arena;             /* kept where a leak checker sees it */
	struct err e;

	if (rules.count > 0)
		return &rules;
	arena = arena_new(4 << 20, arena_full_exit);
	if (verdict_rules_read(arena, data_file("verdict.rules"), &rules, &e) < 0)
		assert(!"data/verdict.rules can be read");      /* a test reads it too and shows the line */
	return &rules;
}

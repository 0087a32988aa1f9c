/* grammar.c - drawing sentences from the wording files. */
#include "demo/grammar.h"

#include <assert.h>
#include <stdio.h>

#include "base/buf.h"
#include "demo/wording.h"

enum { MOST_DEPTH = 12, MOST_TEXT = 64 * 1024 };

struct rule {
	struct str name;
	struct str *items;
	size_t count, room;
};

struct grammar {
	struct rule *rules;
	size_t count, room;
};

static struct rule *rule_find(const struct grammar *g, struct str name)
{
	for (size_t i = 0; i < g->count; i++)
		if (str_eq(g->rules[i].name, name))
			return &g->rules[i];
	return NULL;
}

static struct rule *rule_get(const struct grammar *g, struct str name)
{
	struct rule *rule = rule_find(g, name);

	if (rule == NULL || rule->count == 0)
		fprintf(stderr, "no wording for [" STR_FMT "]\n", STR_ARG(name));
	assert(rule != NULL && rule->count > 0);
	return rule;
}

static void load_file(struct grammar *g, struct arena *a, struct str file)
{
	struct rule *rule = NULL;
	struct str line;

	while (str_split(&file, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (line.p[0] == '[') {
			rule = ARENA_PUSH(a, g->rules, g->count, g->room);
			rule = &g->rules[g->count - 1];
			*rule = (struct rule){ .name = str_at(line, 1, line.n - 2) };
			continue;
		}
		assert(rule != NULL);
		*ARENA_PUSH(a, rule->items, rule->count, rule->room) = line;
	}
}

/* Every {rule} that an alternative names must exist: found when the demo starts, not by chance. */
static void check_rules(const struct grammar *g)
{
	for (size_t i = 0; i < g->count; i++) {
		for (size_t j = 0; j < g->rules[i].count; j++) {
			struct str rest = g->rules[i].items[j], piece;

			while (str_find_char(rest, '{') >= 0) {
				rest = str_after(rest, '{');
				piece = str_upto(rest, '}');
				if (piece.n > 0 && piece.p[0] != '$')
					rule_get(g, piece);
			}
		}
	}
}

const struct grammar *grammar_load(struct arena *a)
{
	struct grammar *g = ARENA_NEW(a, struct grammar);

	for (size_t i = 0; i < wording_file_count; i++)
		load_file(g, a, wording_files[i]);
	check_rules(g);
	return g;
}

static void add_unescaped(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == 'n') {
			buf_char(out, '\n');
			i++;
		} else {
			buf_char(out, s.p[i]);
		}
	}
}

struct draw {
	const struct grammar *g;
	struct arena *a;
	struct rng *rng;
	struct kept_words *kept;
};

static void draw_rule(struct draw *d, struct buf *out, struct str name, int depth);

static void draw_item(struct draw *d, struct buf *out, struct str item, int depth)
{
	assert(depth < MOST_DEPTH);
	while (item.n > 0) {
		long long open = str_find_char(item, '{');
		struct str name;

		add_unescaped(out, open < 0 ? item : str_at(item, 0, (size_t)open));
		if (open < 0)
			return;
		name = str_upto(str_from(item, (size_t)open + 1), '}');
		item = str_from(item, (size_t)open + name.n + 2);
		if (name.n > 0 && name.p[0] == '$')
			buf_printf(out, "{" STR_FMT "}", STR_ARG(name));
		else
			draw_rule(d, out, name, depth + 1);
	}
}

/* Projects, companies and titles stay the same within one family of mails. */
static struct word *kept_find(struct draw *d, struct str name)
{
	for (size_t i = 0; d->kept != NULL && i < d->kept->count; i++)
		if (str_eq(str_of(d->kept->items[i].name), name))
			return &d->kept->items[i];
	return NULL;
}

static void draw_rule(struct draw *d, struct buf *out, struct str name, int depth)
{
	const struct rule *rule = rule_get(d->g, name);
	struct word *kept = kept_find(d, name);
	struct buf one;

	if (kept != NULL) {
		buf_add(out, kept->value);
		return;
	}
	buf_init_arena(&one, d->a, MOST_TEXT);
	draw_item(d, &one, rule->items[rng_below(d->rng, rule->count)], depth);
	buf_add(out, buf_str(&one));
	if (d->kept != NULL && d->kept->count < sizeof d->kept->items / sizeof d->kept->items[0])
		d->kept->items[d->kept->count++] = (struct word){ arena_cstr(d->a, name), buf_str(&one) };
}

struct str grammar_draw(const struct grammar *g, struct arena *a, struct rng *rng, struct kept_words *kept,
    const char *rule)
{
	struct draw d = { g, a, rng, kept };
	struct buf out;

	buf_init_arena(&out, a, MOST_TEXT);
	draw_rule(&d, &out, str_of(rule), 0);
	return buf_str(&out);
}

struct str grammar_fill(struct arena *a, struct str text, const struct word *words, size_t n)
{
	struct buf out;

	buf_init_arena(&out, a, MOST_TEXT);
	while (text.n > 0) {
		long long open = str_find(text, STR("{$"));
		struct str name;
		bool found = false;

		buf_add(&out, open < 0 ? text : str_at(text, 0, (size_t)open));
		if (open < 0)
			break;
		name = str_upto(str_from(text, (size_t)open + 2), '}');
		text = str_from(text, (size_t)open + name.n + 3);
		for (size_t i = 0; i < n && !found; i++) {
			if (str_eq(str_of(words[i].name), name)) {
				buf_add(&out, words[i].value);
				found = true;
			}
		}
		if (!found)
			fprintf(stderr, "no value for {$" STR_FMT "}\n", STR_ARG(name));
		assert(found);
	}
	return buf_str(&out);
}

bool grammar_has(const struct grammar *g, const char *rule)
{
	return rule_find(g, str_of(rule)) != NULL;
}

size_t grammar_count(const struct grammar *g, const char *rule)
{
	return rule_get(g, str_of(rule))->count;
}

struct str grammar_item(const struct grammar *g, const char *rule, size_t i)
{
	const struct rule *r = rule_get(g, str_of(rule));

	return r->items[i % r->count];
}

/* grammar.h - varied wording from data files: rules with alternatives, drawn by a seed.
 *
 * A file holds "[rule]" headings, one alternative a line, "{rule}" inside an alternative, and
 * "{$value}" for what only the single mail knows.  "\n" is a line break. */
#ifndef DEMO_GRAMMAR_H
#define DEMO_GRAMMAR_H

#include "base/arena.h"
#include "base/random.h"

struct grammar;

struct word {
	const char *name;               /* without the $ */
	struct str value;
};

/* All files compiled in under data/demo; asserts that every rule used exists. */
const struct grammar *grammar_load(struct arena *a);

/* Draws alternatives for `rule`; {$value} stays as it is, for grammar_fill.  The same rule asked
 * for twice in one draw (e.g. {plant.project} in subject and body) gives the same words when
 * `kept` is given: a family of mails keeps its project and company. */
struct kept_words {
	struct word items[64];
	size_t count;
};
struct str grammar_draw(const struct grammar *g, struct arena *a, struct rng *rng, struct kept_words *kept,
    const char *rule);
/* Puts values in; a {$value} that is not given is an assertion. */
struct str grammar_fill(struct arena *a, struct str text, const struct word *words, size_t n);
bool grammar_has(const struct grammar *g, const char *rule);
/* Number of alternatives of a rule, and the i-th as it stands. */
size_t grammar_count(const struct grammar *g, const char *rule);
struct str grammar_item(const struct grammar *g, const char *rule, size_t i);

#endif

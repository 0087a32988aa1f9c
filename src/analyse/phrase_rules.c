/* phrase_rules.c - kinds of words as bits, a rule as the bits it needs and those it must not meet. */
#include "analyse/phrase_rules.h"

#include <assert.h>

#include "analyse/data.h"
#include "base/csv.h"

enum { RULES_MOST = 200 };

static struct {
	struct str kinds[PHRASE_KINDS_MOST];
	int kind_count, ask;
	struct rule {
		struct str list;
		uint64_t needs, never;
	} rules[RULES_MOST];
	size_t count;
} table;

static int find_kind(struct str name)
{
	for (int i = 0; i < table.kind_count; i++)
		if (str_eq(table.kinds[i], name))
			return i;
	return -1;
}

static int kind_of(struct arena *a, struct str name)
{
	int kind = find_kind(name);

	if (kind >= 0)
		return kind;
	assert(table.kind_count < PHRASE_KINDS_MOST);
	table.kinds[table.kind_count] = arena_str(a, name);
	return table.kind_count++;
}

static void add_rule(struct arena *a, struct str list, struct str kinds)
{
	struct rule *r = &table.rules[table.count++];
	struct str kind;

	assert(table.count <= RULES_MOST);
	r->list = arena_str(a, list);
	while (str_split(&kinds, ' ', &kind)) {
		bool never = str_starts(kind, STR("-"));
		int number = find_kind(never ? str_from(kind, 1) : kind);

		assert(number >= 0);    /* a kind without words */
		*(never ? &r->never : &r->needs) |= 1ULL << number;
	}
}

void phrase_rules_warm(struct arena *a, void (*each)(int kind, struct str word))
{
	struct csv words = csv_start(data_file("phrase_words.csv")), rules = csv_start(data_file("phrase_rules.csv"));
	struct str *fields;
	size_t n;

	table.ask = kind_of(a, STR("ask"));
	while (csv_next(&words, a, &fields, &n, NULL) == 1)
		if (words.row > 1 && n >= 3)
			each(kind_of(a, fields[0]), fields[2]);
	while (csv_next(&rules, a, &fields, &n, NULL) == 1)
		if (rules.row > 1 && n >= 2)
			add_rule(a, fields[0], fields[1]);
}

void phrase_marks_add(struct phrase_marks *m, int kind, size_t from, size_t to)
{
	if ((m->met >> kind & 1) != 0)
		return;
	m->met |= 1ULL << kind;
	m->at[kind].from = from;
	m->at[kind].to = to;
}

void phrase_marks_add_question(struct phrase_marks *m, size_t at)
{
	phrase_marks_add(m, table.ask, at, at + 1);
}

bool phrase_rules_next(const struct phrase_marks *m, size_t *i, struct str *list_r, size_t *from_r, size_t *to_r)
{
	for (; m->met != 0 && *i < table.count; ++*i) {
		const struct rule *r = &table.rules[*i];

		if ((m->met & r->needs) != r->needs || (m->met & r->never) != 0)
			continue;
		*from_r = SIZE_MAX;
		*to_r = 0;
		for (int k = 0; k < table.kind_count; k++) {
			if ((r->needs >> k & 1) == 0)
				continue;
			*from_r = m->at[k].from < *from_r ? m->at[k].from : *from_r;
			*to_r = m->at[k].to > *to_r ? m->at[k].to : *to_r;
		}
		*list_r = r->list;
		++*i;
		return true;
	}
	return false;
}

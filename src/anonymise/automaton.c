/* automaton.c - children hang in sibling lists: the dictionaries are large and shallow. */
#include "anonymise/automaton.h"

#include <assert.h>

struct node {
	int child, sibling, fail;
	int value;              /* -1: no word ends here */
	int shorter;            /* the next node on the way of fails where a word ends, 0: none */
	unsigned char byte;
	bool first;             /* hangs on the root */
};

struct automaton {
	struct arena *arena;
	struct node *nodes;     /* [0] is the root */
	size_t count, room;
	int root[256];          /* the root's children: most steps end there */
	int (*second)[256];     /* theirs by both bytes, once sealed: hundreds of siblings each */
	bool sealed;
};

static int node_add(struct automaton *m, unsigned char byte)
{
	struct node *n = ARENA_PUSH(m->arena, m->nodes, m->count, m->room);

	*n = (struct node){ .byte = byte, .value = -1 };
	return (int)m->count - 1;
}

struct automaton *automaton_new(struct arena *a)
{
	struct automaton *m = ARENA_NEW(a, struct automaton);

	m->arena = a;
	node_add(m, 0);
	return m;
}

static int child_of(const struct automaton *m, int at, unsigned char byte)
{
	int c;

	if (at == 0)
		return m->root[byte];
	if (m->second != NULL && m->nodes[at].first)
		return m->second[m->nodes[at].byte][byte];
	for (c = m->nodes[at].child; c != 0; c = m->nodes[c].sibling)
		if (m->nodes[c].byte == byte)
			return c;
	return 0;
}

void automaton_add(struct automaton *m, struct str word, int value)
{
	int at = 0;

	assert(!m->sealed);
	if (word.n == 0)
		return;
	for (size_t i = 0; i < word.n; i++) {
		unsigned char byte = (unsigned char)word.p[i];
		int next = child_of(m, at, byte);

		if (next == 0) {
			next = node_add(m, byte);
			m->nodes[next].sibling = m->nodes[at].child;
			m->nodes[at].child = next;
			if (at == 0) {
				m->root[byte] = next;
				m->nodes[next].first = true;
			}
		}
		at = next;
	}
	if (m->nodes[at].value < 0)
		m->nodes[at].value = value;
}

static int step(const struct automaton *m, int at, unsigned char byte)
{
	for (;;) {
		int next = child_of(m, at, byte);

		if (next != 0 || at == 0)
			return next;
		at = m->nodes[at].fail;
	}
}

static void fill_second(struct automaton *m)
{
	enum { SMALL = 4000 };
	int (*second)[256] = m->count < SMALL ? NULL : arena_array(m->arena, 256, sizeof *second);

	if (second == NULL)
		return;
	for (int c = m->nodes[0].child; c != 0; c = m->nodes[c].sibling)
		for (int d = m->nodes[c].child; d != 0; d = m->nodes[d].sibling)
			second[m->nodes[c].byte][m->nodes[d].byte] = d;
	m->second = second;
}

/* Breadth first, so that the fail of every shorter node is known. */
void automaton_seal(struct automaton *m)
{
	int *queue = ARENA_ARRAY(m->arena, int, m->count);
	size_t from = 0, to = 0;

	assert(!m->sealed);
	fill_second(m);
	queue[to++] = 0;
	while (from < to) {
		int at = queue[from++];

		for (int c = m->nodes[at].child; c != 0; c = m->nodes[c].sibling) {
			int fail = at == 0 ? 0 : step(m, m->nodes[at].fail, m->nodes[c].byte);

			m->nodes[c].fail = fail;
			m->nodes[c].shorter = m->nodes[fail].value >= 0 ? fail : m->nodes[fail].shorter;
			queue[to++] = c;
		}
	}
	m->sealed = true;
}

void automaton_run(const struct automaton *m, struct str text,
    void (*hit)(void *ctx, int value, size_t end), void *ctx)
{
	int at = 0;

	assert(m->sealed);
	for (size_t i = 0; i < text.n; i++) {
		at = step(m, at, (unsigned char)text.p[i]);
		for (int n = m->nodes[at].value >= 0 ? at : m->nodes[at].shorter; n != 0; n = m->nodes[n].shorter)
			hit(ctx, m->nodes[n].value, i + 1);
	}
}

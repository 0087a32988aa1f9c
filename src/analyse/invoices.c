/* invoices.c - see invoices.h; documents are compared by the hashes of their lines. */
#include "analyse/invoices.h"

#include <stdlib.h>

#include "base/text.h"

enum { INVOICES_MOST = 200, LINES_MOST = 2000, ALIKE_LEAST = 4, ARCHIVE_MOST = 500 };

/* FNV-1a, 64 bits, of a line without its blanks; 0 where nothing is left (Fowler, Noll, Vo). */
static uint64_t hash_line(struct str line)
{
	uint64_t h = 14695981039346656037ULL;
	size_t n = 0;

	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		if (ascii_space(c) || c == '\f')
			continue;
		h = (h ^ c) * 1099511628211ULL;
		n++;
	}
	return n > 0 ? h : 0;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void read_lines(struct arena *a, struct invoice *x)
{
	uint64_t *lines = ARENA_ARRAY(a, uint64_t, LINES_MOST);
	struct str rest = x->paper->text, line;

	while (x->line_count < LINES_MOST && str_split(&rest, '\n', &line)) {
		uint64_t h = hash_line(line);

		if (h != 0)
			lines[x->line_count++] = h;
	}
	if (x->line_count > 0)
		qsort(lines, x->line_count, sizeof *lines, by_value);
	x->lines = lines;
}

static bool has_line(const struct invoice *x, uint64_t h)
{
	return x->line_count > 0 && bsearch(&h, x->lines, x->line_count, sizeof h, by_value) != NULL;
}

struct collecting {
	struct arena *arena;
	const struct thread *thread;
	struct invoice *list;
	size_t count, room;
};

static void collect(struct collecting *c, const struct mail *m, int message, struct str side)
{
	for (size_t i = 0; i < m->part_count && c->count < INVOICES_MOST; i++) {
		const struct paper *p = m->parts[i].kind == PART_LEAF ? papers_find(c->thread->papers, m->parts[i].body) : NULL;
		struct invoice *x;

		if (p == NULL || !paper_has_text(p))
			continue;
		x = ARENA_PUSH(c->arena, c->list, c->count, c->room);
		*x = (struct invoice){ .message = message, .part = (int)i, .paper = p, .side = side,
			.who = m->from.count > 0 ? arena_lower(c->arena, m->from.list[0].address) : STR(""), .total = amount_total(p->text) };
		read_lines(c->arena, x);
	}
}

struct invoices invoices_collect(struct arena *a, const struct thread *t)
{
	struct collecting c = { .arena = a, .thread = t };

	for (size_t i = 0; i < t->context->sent_count && i < ARCHIVE_MOST; i++) {
		const struct mail *m = t->context->sent[i];
		struct str side = m->from.count > 0 ? registrable(a, m->from.list[0].domain) : STR("");

		collect(&c, m, -1, side.p != NULL ? side : STR(""));
	}
	for (size_t i = 0; i < t->count; i++)
		collect(&c, t->messages[i].mail, (int)i, claimed_side(a, t, i));
	return (struct invoices){ c.list, c.count };
}

static size_t lines_in_both(const struct invoice *x, const struct invoice *y)
{
	size_t n = 0;

	for (size_t i = 0; i < x->line_count; i++)
		n += (i == 0 || x->lines[i] != x->lines[i - 1]) && has_line(y, x->lines[i]);
	return n;
}

static bool is_alike(const struct invoice *x, const struct invoice *y)
{
	size_t both = lines_in_both(x, y), shorter = x->line_count < y->line_count ? x->line_count : y->line_count;

	return both >= ALIKE_LEAST && 2 * both >= shorter;
}

const struct invoice *invoices_earlier(const struct invoices *list, size_t i)
{
	const struct invoice *now = &list->list[i];

	for (size_t k = i; k-- > 0;) {
		const struct invoice *before = &list->list[k];

		if (before->message < now->message && before->side.n > 0 && str_eq(before->side, now->side) && is_alike(now, before))
			return before;
	}
	return NULL;
}

/* Does the line name the account: its number, bank, branch, holder or code? */
static bool is_of_account(struct str line, size_t line_from, const struct account *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct str fields[] = { list[i].bank, list[i].branch, list[i].beneficiary, list[i].bic, list[i].routing, list[i].place };

		if (list[i].from >= line_from && list[i].from <= line_from + line.n)
			return true;
		for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++)
			if (fields[f].n >= 3 && str_has(line, fields[f]))
				return true;
	}
	return false;
}

struct invoice_change invoices_compare(struct arena *a, const struct invoice *now, const struct invoice *before)
{
	struct invoice_change c = { .same = 0 };
	struct account *list;
	struct str text = now->paper->text;
	size_t n = account_find(a, text, &list), at = 0;

	for (size_t lines = 0; at < text.n && lines < LINES_MOST; lines++) {
		struct str line = str_upto(str_from(text, at), '\n');
		uint64_t h = hash_line(line);

		if (h != 0 && has_line(before, h))
			c.same++;
		else if (h != 0 && is_of_account(line, at, list, n))
			c.account++;
		else if (h != 0)
			c.other++;
		at += line.n + 1;
	}
	return c;
}

struct evidence invoices_evidence(struct arena *a, const struct thread *t, const struct invoice *x, size_t at, struct str found)
{
	struct evidence e = invoices_about(a, t, x->message, x->part, x->paper, found);

	paper_line(x->paper, at, &e.page, &e.line);
	return e;
}

struct evidence invoices_about(struct arena *a, const struct thread *t, int message, int part, const struct paper *p, struct str found)
{
	if (part >= 0)
		return evidence_part(a, &t->messages[message], (size_t)message, part, found);
	(void)p;
	return (struct evidence){ .where = STR("body"), .no_offset = true, .found = found };
}

struct str invoices_source(struct arena *a, const struct thread *t, const struct invoice *x)
{
	if (x->message < 0)
		return STR("context: sent_archive");
	return arena_printf(a, "message %d, attachment:" STR_FMT, x->message,
	    STR_ARG(t->messages[x->message].mail->parts[x->part].number));
}

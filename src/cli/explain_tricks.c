/* explain_tricks.c - the fifty tricks of business e-mail compromise: which findings tell of which, and why
 * some cannot be seen from mail.  The table is made from the findings themselves, so that it cannot rot. */
#include "cli/explain_tricks.h"

#include "base/tr.h"

bool trick_exists(struct arena *a, struct str trick)
{
	return trick.n == 3 && trick.p[0] == 'B' && text_find(tr_lang(), arena_printf(a, "trick." STR_FMT, STR_ARG(trick)).p) != NULL;
}

const char *trick_text(struct arena *a, const char *id)
{
	return text(tr_lang(), arena_printf(a, "trick.%s", id).p);
}

const char *trick_unseen(struct arena *a, const char *id)
{
	return text_find(tr_lang(), arena_printf(a, "trick.%s.unseen", id).p);
}

static bool has_word(const char *words, struct str word)
{
	struct str rest = str_of(words), one;

	while (str_split(&rest, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static void put_findings(struct buf *out, struct arena *a, const char *id, const struct trick_finding *findings, size_t n)
{
	const char *unseen = trick_unseen(a, id);
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (!has_word(findings[i].tricks, str_of(id)))
			continue;
		buf_printf(out, "%s`%s`", any ? ", " : "", findings[i].id);
		any = true;
	}
	if (unseen != NULL)
		buf_printf(out, "%s%s", any ? "; " : "", unseen);
	else if (!any)
		buf_z(out, text(tr_lang(), "explain.nothing"));
}

void tricks_put_table(struct buf *out, struct arena *a, const struct trick_finding *findings, size_t n)
{
	enum lang l = tr_lang();

	buf_printf(out, "\n## %s\n\n%s\n\n| %s | %s | %s |\n| --- | --- | --- |\n", text(l, "explain.table"), text(l, "explain.table.intro"),
	    text(l, "explain.table.trick"), text(l, "explain.table.what"), text(l, "explain.table.findings"));
	for (int i = 1; i <= TRICKS; i++) {
		const char *id = arena_printf(a, "B%02d", i).p;

		buf_printf(out, "| %s | %s | ", id, trick_text(a, id));
		put_findings(out, a, id, findings, n);
		buf_z(out, " |\n");
	}
}

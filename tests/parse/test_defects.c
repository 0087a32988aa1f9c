/* test_defects.c - docs/defects.md names every defect and limit that the reader can note, and no other. */
#include "rows.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "base/tr.h"

static const char *root(void)
{
	return access("docs/defects.md", R_OK) == 0 ? "." : "..";
}

static bool is_id(struct str s)
{
	if (s.n < 3)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_digit((unsigned char)s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'z') && s.p[i] != '.' && s.p[i] != '-')
			return false;
	return true;
}

/* A string literal that is a defect's id: dotted, of one of the families. */
static bool is_defect(struct str s)
{
	static const char *const families[] = { "header.", "address.", "mime.", "param.", "encoding.", "charset.", "html.", "text.", "msg.",
		"tnef.", "rtf." };

	for (size_t i = 0; i < COUNT_OF(families); i++)
		if (str_starts(s, str_of(families[i])) && is_id(s))
			return true;
	return false;
}

struct found {
	struct arena *arena;
	struct str ids[300];
	size_t count;
};

static void keep(struct found *f, struct str id)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->ids[i], id))
			return;
	assert_true(f->count < COUNT_OF(f->ids));
	f->ids[f->count++] = id;
}

static bool has(const struct found *f, struct str id)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->ids[i], id))
			return true;
	return false;
}

static void of_source(struct found *f, struct str text)
{
	struct str line, piece;

	while (str_split(&text, '\n', &line)) {
		bool limit = str_has(line, STR("note_limit("));
		bool inside = false;

		while (str_split(&line, '"', &piece)) {
			if (inside && (is_defect(piece) || (limit && is_id(piece))))
				keep(f, piece);
			inside = !inside;
		}
	}
}

static void of_code(struct found *f)
{
	struct str dir = arena_printf(f->arena, "%s/src/parse/mail", root());
	DIR *d = opendir(dir.p);
	struct dirent *e;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (str_ends(str_of(e->d_name), STR(".c")))
			of_source(f, test_file(f->arena, arena_printf(f->arena, "%s/%s", dir.p, e->d_name).p));
	closedir(d);
}

static void of_paper(struct found *f)
{
	struct str text = test_file(f->arena, arena_printf(f->arena, "%s/docs/defects.md", root()).p), line;

	while (str_split(&text, '\n', &line))
		if (str_starts(line, STR("| `")))
			keep(f, str_upto(str_from(line, 3), '`'));
}

static void paper_and_code_agree(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct found code = { .arena = a }, paper = { .arena = a };
	int bad = 0;

	(void)state;
	of_code(&code);
	of_paper(&paper);
	assert_true(code.count > 50);
	for (size_t i = 0; i < code.count; i++)
		ROW_CHECK(bad, arena_cstr(a, code.ids[i]), has(&paper, code.ids[i]));
	for (size_t i = 0; i < paper.count; i++)
		ROW_CHECK(bad, arena_cstr(a, paper.ids[i]), has(&code, paper.ids[i]));
	arena_free(a);
	assert_int_equal(bad, 0);
}

/* What is said of a limit is a sentence, and not its id. */
static void limits_have_words(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct str text = test_file(a, arena_printf(a, "%s/docs/defects.md", root()).p), line;
	struct str rest = str_from(text, (size_t)str_find(text, STR("## Limits")));
	int bad = 0, n = 0;

	(void)state;
	for (; str_split(&rest, '\n', &line); n += str_starts(line, STR("| `")))
		if (str_starts(line, STR("| `"))) {
			struct str id = arena_printf(a, "limit." STR_FMT, STR_ARG(str_upto(str_from(line, 3), '`')));

			ROW_CHECK(bad, id.p, text_find(LANG_EN, id.p) != NULL && text_find(LANG_JA, id.p) != NULL);
		}
	assert_true(n > 20);
	arena_free(a);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(paper_and_code_agree), cmocka_unit_test(limits_have_words) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

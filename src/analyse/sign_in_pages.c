/* sign_in_pages.c - see sign_in_pages.h. */
#include "analyse/sign_in_pages.h"

#include <string.h>

#include "analyse/data.h"
#include "analyse/phrases.h"
#include "base/csv.h"
#include "indicator/lists.h"
#include "parse/url.h"

enum { CANDIDATES_MOST = 12, TEXT_SEARCHED = 32 << 10, TWO = 2 };

struct mark {
	const struct brand *brand;
	struct str kind, value;
};

static struct {
	struct arena *arena;
	struct mark *list;
	size_t count, room;
} marks;

void sign_in_pages_warm(void)
{
	struct csv csv = csv_start(data_file("sign_in_pages.csv"));
	struct str *f;
	size_t n;

	if (marks.arena != NULL)
		return;
	brands_warm();
	marks.arena = arena_new(1 << 20, arena_full_exit);
	while (csv_next(&csv, marks.arena, &f, &n, NULL) == 1) {
		const struct brand *b = n == 3 ? brand_find(f[0]) : NULL;

		if (b != NULL)
			*ARENA_PUSH(marks.arena, marks.list, marks.count, marks.room) = (struct mark){ b, arena_str(marks.arena, f[1]),
				arena_str(marks.arena, f[2]) };
	}
}

static bool is_widget(const struct brand *b, struct str host)
{
	for (size_t i = 0; i < marks.count; i++)
		if (marks.list[i].brand == b && str_eq(marks.list[i].kind, STR("widget")) && domain_under(host, marks.list[i].value))
			return true;
	return false;
}

/* ---- who may be meant ---- */

struct candidates {
	const struct brand *list[CANDIDATES_MOST];
	size_t count;
};

static void add_candidate(struct candidates *c, const struct brand *b)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->list[i] == b)
			return;
	if (b != NULL && c->count < CANDIDATES_MOST)
		c->list[c->count++] = b;
}

static void named_in(struct arena *a, struct str text, struct candidates *c)
{
	struct phrase_hits hits = { .count = 0 };

	phrases_search(a, str_at(text, 0, TEXT_SEARCHED), true, &hits);
	for (size_t i = 0; i < hits.count; i++)
		if (str_starts(hits.list[i].list, STR("brand:")))
			add_candidate(c, brand_find(str_from(hits.list[i].list, 6)));
}

static bool is_among(const struct candidates *c, const struct brand *b)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->list[i] == b)
			return true;
	return false;
}

/* ---- what shows it ---- */

static void show(struct likeness *l, const struct page_piece *piece)
{
	if (piece->to > 0 && l->seen_count < LIKENESS_SEEN)
		l->seen[l->seen_count++] = *piece;
}

static void sign(struct likeness *l, unsigned bit)
{
	l->count += (l->signs & bit) == 0;
	l->signs |= bit;
}

static const struct page_piece *piece_called(const struct page_piece *list, size_t n, struct str value)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].value, value))
			return &list[i];
	return NULL;
}

static const struct page_piece *file_called(const struct page_piece *list, size_t n, struct str begin)
{
	for (size_t i = 0; i < n; i++) {
		struct str path = str_upto(str_upto(list[i].value, '?'), '#');
		size_t slash = path.n;

		while (slash > 0 && path.p[slash - 1] != '/')
			slash--;
		if (!str_starts(path, STR("data:")) && str_starts(str_from(path, slash), begin))
			return &list[i];
	}
	return NULL;
}

static size_t loaded_from(struct arena *a, struct likeness *l, const struct page_piece *list, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct url u;

		if (!url_parse(a, list[i].value, &u) || !brand_owns(l->brand, u.host) || is_widget(l->brand, u.host))
			continue;
		if (count++ == 0)
			show(l, &list[i]);
	}
	return count;
}

/* The brand's own marks: fields, sentences, files of pictures. */
static void compare_marks(struct likeness *l, const struct page *p, bool named)
{
	size_t fields = 0, words = 0;

	for (size_t i = 0; i < marks.count; i++) {
		const struct mark *m = &marks.list[i];
		const struct page_piece *piece;

		if (m->brand != l->brand)
			continue;
		if (str_eq(m->kind, STR("field")) && (piece = piece_called(p->fields, p->field_count, m->value)) != NULL) {
			show(l, piece);
			fields++;
		} else if (str_eq(m->kind, STR("text"))) {
			words += str_has(str_at(p->text, 0, TEXT_SEARCHED), m->value) || piece_called(p->fields, p->field_count, m->value) != NULL;
		} else if (str_eq(m->kind, STR("file")) && ((piece = file_called(p->parts, p->part_count, m->value)) != NULL ||
		    (piece = file_called(p->icons, p->icon_count, m->value)) != NULL)) {
			show(l, piece);
			if (named || fields > 0)
				sign(l, LIKE_FILES);
		}
	}
	if (fields >= TWO)
		sign(l, LIKE_FIELDS);
	if (words >= TWO)
		sign(l, LIKE_WORDS);
}

/* HTTrack leaves out the scheme. */
static struct str origin_host(struct arena *a, const struct page *p)
{
	struct str at = p->origin.to > 0 ? p->origin.value : STR("");
	struct url u;

	if (url_parse(a, str_find(at, STR("://")) < 0 ? arena_printf(a, "http://" STR_FMT, STR_ARG(at)) : at, &u))
		return u.host;
	return STR("");
}

static struct likeness compare(struct arena *a, const struct page *p, const struct brand *b, bool titled, bool named)
{
	struct likeness l = { .brand = b };

	if (titled) {
		sign(&l, LIKE_TITLE);
		show(&l, &p->title_at);
	}
	if (named && loaded_from(a, &l, p->parts, p->part_count) + 2 * loaded_from(a, &l, p->icons, p->icon_count) >= TWO)
		sign(&l, LIKE_PARTS);
	compare_marks(&l, p, named);
	if (brand_owns(b, origin_host(a, p))) {
		sign(&l, LIKE_ORIGIN);
		show(&l, &p->origin);
	}
	return l;
}

/* Where a copy was made from says who, too; a field's name alone as well. */
static void marked_in(struct arena *a, const struct page *p, struct candidates *c)
{
	for (size_t i = 0; i < marks.count; i++)
		if (str_eq(marks.list[i].kind, STR("field")) && piece_called(p->fields, p->field_count, marks.list[i].value) != NULL)
			add_candidate(c, marks.list[i].brand);
	add_candidate(c, brand_of_host(origin_host(a, p)));
}

struct likeness sign_in_page_likeness(struct arena *a, const struct page *page)
{
	struct candidates titled = { .count = 0 }, named = { .count = 0 }, all;
	struct likeness best = { .brand = NULL };

	named_in(a, page->title, &titled);
	all = titled;
	named_in(a, page->text, &all);
	named = all;
	marked_in(a, page, &all);
	for (size_t i = 0; i < all.count; i++) {
		struct likeness l = compare(a, page, all.list[i], is_among(&titled, all.list[i]), is_among(&named, all.list[i]));

		if (l.count > best.count)
			best = l;
	}
	return best;
}

struct str likeness_word(const struct likeness *l, const struct page *page)
{
	static const struct { unsigned bit; const char *word; } words[] = { { LIKE_FIELDS, "@page-fields" }, { LIKE_PARTS, "@page-parts" },
		{ LIKE_FILES, "@page-files" }, { LIKE_WORDS, "@page-words" }, { LIKE_ORIGIN, "@page-origin" } };

	if ((l->signs & LIKE_TITLE) != 0)
		return page->title;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if ((l->signs & words[i].bit) != 0)
			return str_of(words[i].word);
	return STR("");
}

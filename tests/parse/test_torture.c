/* test_torture.c - our reading of torture mails against the answers of two other parsers.
 *
 * Their trees are what those programs do, not the truth.  Every difference is listed in
 * torture-differences.txt with the reason why ours is kept, so that a new difference, or one that
 * is gone, is seen.  Where we differ from a tree, Python's email package, which neither side wrote, is asked as a third
 * reader.  Skips loudly where the data is absent. */
#include "rows.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/text.h"
#include "parse/mail/mail.h"

static struct arena *fresh(void)
{
	return arena_new(1 << 30, arena_full_exit);
}

/* ---- the listed differences ---- */

/* A file of the project: static until the next call. */
static const char *test_source(const char *path)
{
	static const char *const above[] = { "", "../", "../../" };
	static char found[256];

	for (size_t i = 0; i < COUNT_OF(above); i++) {
		snprintf(found, sizeof found, "%s%s", above[i], path);
		if (access(found, R_OK) == 0)
			return found;
	}
	fail_msg("%s is not found: run from the project root or from build/", path);
	return NULL;
}

static struct str differences(struct arena *a)
{
	return test_file(a, test_source("tests/parse/torture-differences.txt"));
}

static bool is_listed(struct str list, const char *name)
{
	struct str line;

	while (str_split(&list, '\n', &line))
		if (str_eq(str_trim(str_upto(line, ':')), str_of(name)) && str_trim(str_after(line, ':')).n > 10)
			return true;
	return false;
}

struct score {
	const char *what;
	int same, listed, bad, gone, same_tree;
	size_t parts, same_parts;               /* over all mails; the sets' parts together: finish() */
	size_t our_parts, shared_parts;         /* of ours: how many they or the third reader have, too */
	struct str list;
};

static size_t all_parts, all_same_parts, all_our_parts, all_shared_parts;

/* A part (its number of fields, its kind, its bytes or text) begins with its line of fields. */
static size_t parts_of(struct str tree, struct str *parts, size_t most)
{
	size_t n = 0, start = 0;

	for (size_t at = 0; at < tree.n; at++) {
		struct str here = str_trim(str_from(tree, at));

		if (at > 0 && tree.p[at - 1] != '\n')
			continue;
		if (str_starts(here, STR("fields ")) || str_starts(here, STR("header "))) {
			if (n > 0)
				parts[n - 1] = str_at(tree, start, at - start);
			start = at;
			assert_true(n < most);
			n++;
		}
	}
	if (n > 0)
		parts[n - 1] = str_from(tree, start);
	return n;
}

enum { MOST_PARTS = 400 };

/* Marks those of a[n] that stand in the longest sequence of parts equal in both; how many they are. */
static size_t mark_equal(const struct str *a, size_t n, const struct str *b, size_t m, bool *marked)
{
	static size_t best[MOST_PARTS + 1][MOST_PARTS + 1];

	for (size_t i = 1; i <= n; i++)
		for (size_t k = 1; k <= m; k++) {
			size_t without = best[i - 1][k] > best[i][k - 1] ? best[i - 1][k] : best[i][k - 1];

			best[i][k] = str_eq(a[i - 1], b[k - 1]) ? best[i - 1][k - 1] + 1 : without;
		}
	for (size_t i = n, k = m; i > 0 && k > 0;)
		if (str_eq(a[i - 1], b[k - 1])) {
			marked[i - 1] = true;
			i--;
			k--;
		} else if (best[i - 1][k] > best[i][k - 1]) {
			i--;
		} else {
			k--;
		}
	return n > 0 && m > 0 ? best[n][m] : 0;
}

/* Two figures: parts equal to theirs among all, and those of ours that they or the third reader have. */
static void count_parts(struct score *s, struct str ours, struct str theirs, struct str third)
{
	static struct str a[MOST_PARTS], b[MOST_PARTS];
	bool marked[MOST_PARTS] = { false };
	size_t n = parts_of(ours, a, MOST_PARTS), m = parts_of(theirs, b, MOST_PARTS);

	s->parts += n > m ? n : m;
	s->same_parts += mark_equal(a, n, b, m, marked);
	mark_equal(a, n, b, parts_of(third, b, MOST_PARTS), marked);
	s->our_parts += n;
	for (size_t i = 0; i < n; i++)
		s->shared_parts += marked[i];
}

/* The same nesting of messages, multiparts and bodies, whatever the sizes. */
static bool same_tree(struct str ours, struct str theirs)
{
	struct str a, b;

	while (str_split(&ours, '\n', &a)) {
		if (!str_split(&theirs, '\n', &b) || !str_eq(str_upto(str_trim(a), ' '), str_upto(str_trim(b), ' ')) ||
		    a.n - str_trim(a).n != b.n - str_trim(b).n)
			return false;
	}
	return theirs.n == 0;
}

/* Counts one comparison; a difference must be listed and a listed one must be there. */
static void judge(struct score *s, const char *name, struct str ours, struct str theirs, struct str third)
{
	bool listed = is_listed(s->list, name);

	s->same_tree += same_tree(ours, theirs);
	count_parts(s, ours, theirs, third);
	if (str_eq(ours, theirs)) {
		s->same++;
		if (listed) {
			fprintf(stderr, "%s: agrees now; take it out of torture-differences.txt\n", name);
			s->gone++;
		}
		return;
	}
	if (listed) {
		s->listed++;
		return;
	}
	s->bad++;
	fprintf(stderr, "%s: differs and is not listed\n--- ours\n%.*s\n--- theirs\n%.*s\n", name, (int)ours.n, ours.p, (int)theirs.n, theirs.p);
}

static void finish(const struct score *s, int percent)
{
	int all = s->same + s->listed + s->bad;

	fprintf(stderr, "note: %s: %d of %d agree, %d differ for a listed reason; %d have the same tree\n", s->what, s->same, all,
	    s->listed, s->same_tree);
	if (s->parts > 0) {
		all_parts += s->parts;
		all_same_parts += s->same_parts;
		all_our_parts += s->our_parts;
		all_shared_parts += s->shared_parts;
		fprintf(stderr, "note: %s: %zu of %zu parts agree (%.1f %%); so far %zu of %zu (%.1f %%)\n", s->what, s->same_parts,
		    s->parts, 100.0 * (double)s->same_parts / (double)s->parts, all_same_parts, all_parts,
		    100.0 * (double)all_same_parts / (double)all_parts);
		fprintf(stderr, "note: %s: %zu of our %zu parts are read so by them or by a third reader; so far %zu of %zu (%.1f %%)\n",
		    s->what, s->shared_parts, s->our_parts, all_shared_parts, all_our_parts,
		    100.0 * (double)all_shared_parts / (double)all_our_parts);
	}
	assert_int_equal(s->bad, 0);
	assert_int_equal(s->gone, 0);
	assert_true(all > 0 && s->same * 100 >= all * percent);
}

static void each_file(const char *dir, const char *suffix, void (*run)(struct score *s, const char *dir, const char *base), struct score *s)
{
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		struct str name = str_of(names[i]->d_name);

		if (str_ends(name, str_of(suffix))) {
			char base[256];

			snprintf(base, sizeof base, "%.*s", (int)(name.n - strlen(suffix)), name.p);
			run(s, dir, base);
		}
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

static struct str file_of(struct arena *a, const char *dir, const char *base, const char *suffix)
{
	return test_file(a, arena_cstr(a, arena_printf(a, "%s/%s%s", dir, base, suffix)));
}

/* ---- mime4j: an event tree in XML ---- */

static void our_message(struct buf *out, const struct mail *m, int level);

static void line(struct buf *out, int level, const char *what, size_t n)
{
	for (int i = 0; i < level; i++)
		buf_char(out, ' ');
	buf_printf(out, "%s %zu\n", what, n);
}

/* They write line ends as CR LF, we keep those of the mail. */
static size_t without_cr(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] != '\r';
	return n;
}

static void our_part(struct buf *out, const struct mail *m, size_t i, int level)
{
	const struct part *p = &m->parts[i];

	line(out, level, "header", p->header_count);
	if (p->kind == PART_MULTIPART) {
		line(out, level, "multipart", 0);
		for (size_t k = i + 1; k < m->part_count; k++)
			if (m->parts[k].parent == (int)i)
				our_part(out, m, k, level + 1);
	} else if (p->message >= 0) {
		our_message(out, &m->nested[p->message], level + 1);
	} else {
		line(out, level, "body", without_cr(p->body));
	}
}

static void our_message(struct buf *out, const struct mail *m, int level)
{
	line(out, level, "message", 0);
	our_part(out, m, 0, level);
}

/* Their tree in the same words: fields counted per header, bodies by the size of their files. */
static void their_events(struct arena *a, struct buf *out, const char *dir, struct str xml)
{
	int level = -1;
	size_t fields = 0;

	for (size_t at = 0; at < xml.n; at++) {
		struct str s = str_from(xml, at);

		if (xml.p[at] != '<')
			continue;
		if (str_starts(s, STR("<message>"))) {
			line(out, ++level, "message", 0);
		} else if (str_starts(s, STR("<body-part>"))) {
			level++;
		} else if (str_starts(s, STR("</message>")) || str_starts(s, STR("</body-part>"))) {
			level--;
		} else if (str_starts(s, STR("<field>"))) {
			fields++;
		} else if (str_starts(s, STR("</header>"))) {
			line(out, level, "header", fields);
			fields = 0;
		} else if (str_starts(s, STR("<multipart>"))) {
			line(out, level, "multipart", 0);
		} else if (str_starts(s, STR("<text-body name=")) || str_starts(s, STR("<binary-body name="))) {
			const char *file = arena_cstr(a, str_upto(str_after(str_upto(s, '>'), '"'), '"'));

			line(out, level, "body", without_cr(file_of(a, dir, file, "")));
		}
	}
}

static void compare_events(struct score *s, const char *dir, const char *base)
{
	struct arena *a = fresh();
	struct buf ours, theirs;

	buf_init(&ours, 1 << 20);
	buf_init(&theirs, 1 << 20);
	our_message(&ours, mail_parse(a, file_of(a, dir, base, ".msg"), NULL), 0);
	their_events(a, &theirs, dir, file_of(a, dir, base, "_decoded.xml"));
	judge(s, base, buf_str(&ours), buf_str(&theirs), STR_NONE);
	buf_fini(&ours);
	buf_fini(&theirs);
	arena_free(a);
}

static void mime4j(void **state)
{
	const char *dir = test_shared_data("mail/torture/mime4j");
	struct arena *a = fresh();
	struct score s = { .what = "mime4j" };

	(void)state;
	if (dir != NULL) {
		struct str root = arena_str(a, str_of(dir));

		s.list = differences(a);
		each_file(arena_cstr(a, arena_printf(a, "%s/testmsgs", root.p)), ".msg", compare_events, &s);
		each_file(arena_cstr(a, arena_printf(a, "%s/mimetools-testmsgs", root.p)), ".msg", compare_events, &s);
		finish(&s, 90);
		assert_true(s.same_tree * 100 >= (s.same + s.listed) * 95);
	}
	arena_free(a);
}

/* ---- stalwart: a list of parts in JSON ---- */

/* Text without CR, NUL (we leave it out with a defect, they keep it) and the blanks around it. */
static void add_body(struct buf *out, struct str s)
{
	s = str_trim(s);
	buf_z(out, "text ");
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r' && s.p[i] != '\0')
			buf_char(out, s.p[i]);
	buf_char(out, '\n');
}

static void our_tree(struct buf *out, const struct mail *m, int level)
{
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];
		size_t children = 0;

		for (size_t k = i + 1; k < m->part_count; k++)
			children += m->parts[k].parent == (int)i;
		line(out, level, "fields", p->header_count);
		if (p->kind == PART_MULTIPART && p->text.p != NULL)
			add_body(out, p->text);         /* no boundary ever came: it is read as text */
		else if (p->kind == PART_MULTIPART)
			line(out, level, "multipart", children);
		else if (p->message >= 0)
			our_tree(out, &m->nested[p->message], level + 1);
		else if (str_starts(p->media_type, STR("text/")))
			add_body(out, p->text);
		else
			line(out, level, "bytes", p->body.n);
	}
}

static void their_tree(struct arena *a, struct buf *out, json_t *mail, int level)
{
	json_t *part, *body;
	size_t i;
	const char *kind;

	json_array_foreach(json_object_get(mail, "parts"), i, part) {
		line(out, level, "fields", json_array_size(json_object_get(part, "headers")));
		json_object_foreach(json_object_get(part, "body"), kind, body) {
			if (strcmp(kind, "Multipart") == 0) {
				line(out, level, "multipart", json_array_size(body));
			} else if (strcmp(kind, "Message") == 0) {
				their_tree(a, out, body, level + 1);
			} else if (strcmp(kind, "Text") == 0 || strcmp(kind, "Html") == 0) {
				add_body(out, (struct str){ json_string_value(body), json_string_length(body) });
			} else {
				line(out, level, "bytes", json_array_size(body));
			}
		}
	}
}

/* What Python's email package sees in it: a reader that neither side wrote. */
static struct str third_tree(struct arena *a, const char *dir, const char *base)
{
	const char *command = arena_cstr(a, arena_printf(a, "python3 '%s' '%s/%s.eml'",
	    test_source("tests/parse/third_reader.py"), dir, base));
	FILE *f = popen(command, "r");
	struct buf out;
	char some[4096];
	size_t n;

	assert_non_null(f);
	buf_init_arena(&out, a, 1 << 20);
	while ((n = fread(some, 1, sizeof some, f)) > 0)
		buf_add(&out, (struct str){ some, n });
	assert_int_equal(pclose(f), 0);
	return buf_str(&out);
}

static void compare_tree(struct score *s, const char *dir, const char *base)
{
	struct arena *a = fresh();
	struct str raw = file_of(a, dir, base, ".eml"), text = file_of(a, dir, base, ".json");
	json_t *json = json_loadb(text.p, text.n, JSON_ALLOW_NUL, NULL);
	struct buf ours, theirs;

	buf_init(&ours, 1 << 20);
	buf_init(&theirs, 1 << 20);
	our_tree(&ours, mail_parse(a, raw, NULL), 0);
	their_tree(a, &theirs, json, 0);
	judge(s, arena_cstr(a, arena_printf(a, "%s/%s", strrchr(dir, '/') + 1, base)), buf_str(&ours), buf_str(&theirs),
	    str_eq(buf_str(&ours), buf_str(&theirs)) ? STR_NONE : third_tree(a, dir, base));
	buf_fini(&ours);
	buf_fini(&theirs);
	json_decref(json);
	arena_free(a);
}

static void stalwart(void **state)
{
	static const char *dirs[] = { "rfc", "malformed", "thirdparty" };
	struct arena *a = fresh();
	struct score s = { .what = "stalwart" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dirs); i++) {
		const char *dir = test_shared_data(arena_cstr(a, arena_printf(a, "mail/torture/stalwart/%s", dirs[i])));

		if (dir == NULL) {
			arena_free(a);
			return;
		}
		s.list = differences(a);
		each_file(dir, ".eml", compare_tree, &s);
	}
	finish(&s, 60);         /* 15 of its mails test its own view of boundaries: see the list */
	assert_true(all_shared_parts * 100 >= all_our_parts * 95);
	arena_free(a);
}

/* ---- stalwart: fields with expected values ---- */

static struct str field_value(struct arena *a, const char *name, struct str header)
{
	struct buf out;

	while (header.n > 0 && ascii_space((unsigned char)header.p[header.n - 1]))
		header.n--;
	buf_init_arena(&out, a, 1 << 20);
	buf_printf(&out, "%s: ", name);
	buf_add(&out, header);          /* may hold NUL */
	buf_z(&out, "\r\n\r\n");
	return buf_str(&out);
}

static void add_text(struct buf *out, json_t *value)
{
	buf_z(out, json_is_string(value) ? json_string_value(value) : "-");
	buf_char(out, '|');
}

static void their_addresses(struct arena *a, struct buf *out, json_t *list, json_t *group)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) {
		add_text(out, group);
		add_text(out, json_object_get(one, "name"));
		buf_add(out, arena_lower(a, str_of(json_is_string(json_object_get(one, "address")) ? json_string_value(json_object_get(one, "address")) : "-")));
		buf_char(out, '|');
		buf_char(out, '\n');
	}
}

static void add_or_dash(struct buf *out, struct str s)
{
	buf_add(out, s.n > 0 ? s : STR("-"));
	buf_char(out, '|');
}

static void compare_address(struct arena *a, struct buf *ours, struct buf *theirs, struct str header, json_t *expected)
{
	const struct mail *m = mail_parse(a, field_value(a, "From", header), NULL);
	json_t *group;
	size_t i;

	for (i = 0; i < m->from.count; i++) {
		const struct mailbox *b = &m->from.list[i];
		bool beside = b->comment.n > 0 && b->name.n > 0 && !str_eq(b->comment, b->name);

		/* they put comments behind the name; we keep them apart */
		add_or_dash(ours, b->group);
		add_or_dash(ours, beside ? arena_printf(a, "%.*s (%.*s)", (int)b->name.n, b->name.p, (int)b->comment.n, b->comment.p) :
		    b->name.n > 0 ? b->name : b->comment);
		add_or_dash(ours, arena_lower(a, b->address));
		buf_char(ours, '\n');
	}
	their_addresses(a, theirs, json_object_get(expected, "List"), NULL);
	json_array_foreach(json_object_get(expected, "Group"), i, group)
		their_addresses(a, theirs, json_object_get(group, "addresses"), json_object_get(group, "name"));
}

static int number_of(json_t *object, const char *key)
{
	return (int)json_integer_value(json_object_get(object, key));
}

static void compare_date(struct arena *a, struct buf *ours, struct buf *theirs, struct str header, json_t *expected)
{
	const struct mail *m = mail_parse(a, field_value(a, "Date", header), NULL);
	struct civil c = { number_of(expected, "year"), number_of(expected, "month"), number_of(expected, "day"),
		number_of(expected, "hour"), number_of(expected, "minute"), number_of(expected, "second"), 0 };
	int zone = (number_of(expected, "tz_hour") * 60 + number_of(expected, "tz_minute")) *
	    (json_is_true(json_object_get(expected, "tz_before_gmt")) ? -1 : 1);

	buf_printf(ours, "%lld", m->date_ms);
	buf_printf(theirs, "%lld", json_is_null(expected) ? TIME_NONE : time_of(&c, zone));
}

/* RFC 5322 2.2.3: unfolding takes the line end away and nothing else; they take the blanks, too. */
static void add_words(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_space((unsigned char)s.p[i]) || (i > 0 && !ascii_space((unsigned char)s.p[i - 1])))
			buf_char(out, ascii_space((unsigned char)s.p[i]) ? ' ' : s.p[i]);
}

static void compare_text(struct arena *a, struct buf *ours, struct buf *theirs, struct str header, json_t *expected)
{
	const struct mail *m = mail_parse(a, field_value(a, "Subject", header), NULL);

	add_words(ours, m->subject);
	add_words(theirs, (struct str){ json_is_string(expected) ? json_string_value(expected) : "", json_string_length(expected) });
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Parameters in one order: theirs is that of the first part of each name, ours is not. */
static void add_sorted(struct arena *a, struct buf *out, const struct buf *params)
{
	struct str rest = buf_str(params), one;
	const char *list[64];
	size_t n = 0;

	while (n < COUNT_OF(list) && str_split(&rest, '|', &one))
		if (one.n > 0)
			list[n++] = arena_cstr(a, one);
	qsort(list, n, sizeof list[0], by_text);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "|%s", list[i]);
}

/* As Content-Disposition where there is no slash; languages of RFC 2231 are not kept by us. */
static void compare_type(struct arena *a, struct buf *ours, struct buf *theirs, struct str header, json_t *expected)
{
	bool is_type = json_is_string(json_object_get(expected, "c_subtype"));
	const struct mail *m = mail_parse(a, field_value(a, is_type ? "Content-Type" : "Content-Disposition", header), NULL);
	json_t *list = json_object_get(expected, "attributes"), *one;
	const struct part *p = &m->parts[0];
	struct buf mine, wanted;
	size_t i;

	if (json_is_null(expected))
		return;
	buf_add(ours, is_type ? p->media_type : p->disposition);
	buf_z(theirs, json_string_value(json_object_get(expected, "c_type")));
	if (is_type)
		buf_printf(theirs, "/%s", json_string_value(json_object_get(expected, "c_subtype")));
	buf_init_arena(&mine, a, 1 << 20);
	buf_init_arena(&wanted, a, 1 << 20);
	for (i = 0; is_type && i < p->param_count; i++)
		buf_printf(&mine, "|%.*s=%.*s", (int)p->params[i].name.n, p->params[i].name.p, (int)p->params[i].value.n, p->params[i].value.p);
	if (!is_type && p->name.p != NULL)
		buf_printf(&mine, "|filename=%.*s", (int)p->name.n, p->name.p);
	json_array_foreach(list, i, one) {
		struct str name = str_of(json_string_value(json_array_get(one, 0)));

		if (!str_ends(name, STR("-language")) && (is_type || str_eq(name, STR("filename"))))
			buf_printf(&wanted, "|%s=%s", name.p, json_string_value(json_array_get(one, 1)));
	}
	add_sorted(a, ours, &mine);
	add_sorted(a, theirs, &wanted);
}

static void fields(const char *file, void (*compare)(struct arena *a, struct buf *ours, struct buf *theirs, struct str header, json_t *expected), int percent)
{
	const char *path = test_shared_data("mail/torture/stalwart");
	struct arena *a = fresh();
	struct score s = { .what = file };
	struct str text;
	json_t *json, *row;
	size_t i;

	if (path == NULL) {
		arena_free(a);
		return;
	}
	s.list = differences(a);
	text = file_of(a, path, "/", file);
	json = json_loadb(text.p, text.n, JSON_ALLOW_NUL, NULL);
	json_array_foreach(json, i, row) {
		struct buf ours, theirs;

		buf_init(&ours, 1 << 20);
		buf_init(&theirs, 1 << 20);
		compare(a, &ours, &theirs, (struct str){ json_string_value(json_object_get(row, "header")),
		    json_string_length(json_object_get(row, "header")) }, json_object_get(row, "expected"));
		judge(&s, arena_cstr(a, arena_printf(a, "%s#%zu", file, i)), buf_str(&ours), buf_str(&theirs), STR_NONE);
		buf_fini(&ours);
		buf_fini(&theirs);
	}
	json_decref(json);
	finish(&s, percent);
	arena_free(a);
}

static void stalwart_addresses(void **state)
{
	(void)state;
	fields("address.json", compare_address, 85);
}

static void stalwart_dates(void **state)
{
	(void)state;
	fields("date.json", compare_date, 95);
}

static void stalwart_text(void **state)
{
	(void)state;
	fields("unstructured.json", compare_text, 90);
}

static void stalwart_types(void **state)
{
	(void)state;
	fields("content_type.json", compare_type, 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mime4j), cmocka_unit_test(stalwart), cmocka_unit_test(stalwart_addresses),
		cmocka_unit_test(stalwart_dates), cmocka_unit_test(stalwart_text), cmocka_unit_test(stalwart_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

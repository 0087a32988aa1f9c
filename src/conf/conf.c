/* conf.c - noroshi.conf: "key = value" lines against the table of settings.def. */
#include "conf/conf.h"

#include "conf/conf_show.h"

enum setting_kind { KIND_TEXT, KIND_WORD, KIND_INT, KIND_BOOL };

struct setting {
	const char *name;
	enum setting_kind kind;
	size_t at;                      /* offset in struct conf */
	struct str text_default;
	long long default_value, least, most;
	const char *help;
	const char *words;              /* of KIND_WORD: those that may stand, parted by blanks */
};

static const struct setting settings[] = {
#define SETTING_TEXT(name, fallback, help) \
	{ #name, KIND_TEXT, offsetof(struct conf, name), { fallback, sizeof(fallback) - 1 }, 0, 0, 0, help },
#define SETTING_WORD(name, fallback, words, help) \
	{ #name, KIND_WORD, offsetof(struct conf, name), { fallback, sizeof(fallback) - 1 }, 0, 0, 0, help, words },
#define SETTING_INT(name, fallback, least, most, help) \
	{ #name, KIND_INT, offsetof(struct conf, name), { NULL, 0 }, fallback, least, most, help },
#define SETTING_BOOL(name, fallback, help) \
	{ #name, KIND_BOOL, offsetof(struct conf, name), { NULL, 0 }, fallback, 0, 1, help },
#include "conf/settings.def"
#undef SETTING_TEXT
#undef SETTING_WORD
#undef SETTING_INT
#undef SETTING_BOOL
};
enum { SETTING_COUNT = sizeof settings / sizeof settings[0] };

static void *place_of(struct conf *c, const struct setting *s)
{
	return (char *)c + s->at;
}

void conf_defaults(struct conf *c)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		const struct setting *s = &settings[i];

		if (s->kind == KIND_TEXT || s->kind == KIND_WORD)
			*(struct str *)place_of(c, s) = s->text_default;
		else if (s->kind == KIND_INT)
			*(long long *)place_of(c, s) = s->default_value;
		else
			*(bool *)place_of(c, s) = s->default_value != 0;
	}
}

static const struct setting *setting_find(struct str name)
{
	for (int i = 0; i < SETTING_COUNT; i++)
		if (str_eq(str_of(settings[i].name), name))
			return &settings[i];
	return NULL;
}

static const char *nearest_setting(struct str name)
{
	const char *names[SETTING_COUNT];

	for (int i = 0; i < SETTING_COUNT; i++)
		names[i] = settings[i].name;
	return str_nearest(name, names, SETTING_COUNT);
}

static bool is_one_of(struct str word, const char *words)
{
	struct str rest = str_of(words), one;

	while (str_split(&rest, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static int assign(struct arena *a, struct conf *c, const struct setting *s, struct str value, struct err *e)
{
	long long n;

	switch (s->kind) {
	case KIND_TEXT:
		*(struct str *)place_of(c, s) = arena_str(a, value);
		return 0;
	case KIND_WORD:
		if (!is_one_of(value, s->words))
			return err_set(e, ERR_USAGE, "%s is one of: %s, not “" STR_FMT "”", s->name, s->words, STR_ARG(value));
		*(struct str *)place_of(c, s) = arena_str(a, value);
		return 0;
	case KIND_BOOL:
		if (!str_eq(value, STR("yes")) && !str_eq(value, STR("no")))
			return err_set(e, ERR_USAGE, "%s is yes or no, not “" STR_FMT "”", s->name, STR_ARG(value));
		*(bool *)place_of(c, s) = str_eq(value, STR("yes"));
		return 0;
	case KIND_INT:
		break;
	}
	if (!str_to_int(value, &n) || n < s->least || n > s->most)
		return err_set(e, ERR_USAGE, "%s is a whole number from %lld to %lld, not “" STR_FMT "”", s->name, s->least,
		    s->most, STR_ARG(value));
	*(long long *)place_of(c, s) = n;
	return 0;
}

static int parse_line(struct arena *a, struct conf *c, struct str line, struct err *e)
{
	struct str key = str_trim(str_upto(line, '=')), value = str_trim(str_after(line, '='));
	const struct setting *s = setting_find(key);
	const char *near;

	if (str_find_char(line, '=') < 0)
		return err_set(e, ERR_USAGE, "“" STR_FMT "” is not of the form key = value", STR_ARG(line));
	if (s != NULL)
		return assign(a, c, s, value, e);
	near = nearest_setting(key);
	if (near != NULL)
		return err_set(e, ERR_USAGE, "there is no setting “" STR_FMT "”; did you mean %s?", STR_ARG(key), near);
	return err_set(e, ERR_USAGE, "there is no setting “" STR_FMT "” (noroshi config show lists them)", STR_ARG(key));
}

int conf_parse(struct arena *a, struct str file, const char *file_name, struct conf *c, struct err *e)
{
	struct str rest = file, line;

	conf_defaults(c);
	for (int number = 1; str_split(&rest, '\n', &line); number++) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (parse_line(a, c, line, e) < 0)
			return err_prefix(e, "%s, line %d", file_name, number);
	}
	return 0;
}

static void show_value(const struct conf *c, const struct setting *s, struct buf *out)
{
	const void *place = (const char *)c + s->at;

	if (s->kind == KIND_TEXT || s->kind == KIND_WORD)
		buf_add(out, *(const struct str *)place);
	else if (s->kind == KIND_INT)
		buf_printf(out, "%lld", *(const long long *)place);
	else
		buf_z(out, *(const bool *)place ? "yes" : "no");
}

void conf_show(const struct conf *c, struct buf *out)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		buf_printf(out, "# %s\n%s = ", tr(settings[i].help), settings[i].name);
		show_value(c, &settings[i], out);
		buf_z(out, "\n\n");
	}
}

/* "postgresql://user:word@host/db?password=word" without the words; what follows them stays. */
static void show_masked(struct str s, struct buf *out)
{
	const char *end = s.p + s.n;

	for (const char *at = s.p; at < end; ) {
		struct str rest = { at, (size_t)(end - at) };
		size_t taken = 1;

		if (str_istarts(rest, STR("password="))) {
			taken = STR("password=").n;
			buf_add(out, (struct str){ at, taken });
			buf_z(out, "***");
			for (at += taken; at < end && *at != '&' && *at != ' '; )
				at++;
			continue;
		}
		if (str_starts(rest, STR("://"))) {
			struct str host = { at + 3, rest.n - 3 };
			struct str user = str_upto(str_upto(host, '/'), '@');

			if (user.n < str_upto(host, '/').n && str_find_char(user, ':') >= 0) {
				buf_printf(out, "://" STR_FMT ":***", STR_ARG(str_upto(user, ':')));
				at = user.p + user.n;
				continue;
			}
			taken = 3;
		}
		buf_add(out, (struct str){ at, taken });
		at += taken;
	}
}

static struct str line_value(const struct conf *c, const struct setting *s, struct arena *a)
{
	struct buf plain, out;

	buf_init_arena(&plain, a, 2 * CONF_LINE);
	buf_init_arena(&out, a, 4 * CONF_LINE);
	show_value(c, s, &plain);
	show_masked(buf_str(&plain), &out);
	return buf_str(&out);
}

void conf_lines(const struct conf *c, struct arena *a, struct conf_line **list_r, size_t *n_r)
{
	struct conf fallbacks;

	conf_defaults(&fallbacks);
	*list_r = ARENA_ARRAY(a, struct conf_line, SETTING_COUNT);
	*n_r = SETTING_COUNT;
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *s = &settings[i];
		struct buf now, then;

		buf_init_arena(&now, a, 2 * CONF_LINE);
		buf_init_arena(&then, a, 2 * CONF_LINE);
		show_value(c, s, &now);
		show_value(&fallbacks, s, &then);
		(*list_r)[i] = (struct conf_line){ str_of(s->name), line_value(c, s, a), buf_str(&then), str_of(s->help),
			!str_eq(buf_str(&now), buf_str(&then)) };
	}
}

void conf_show_json(const struct conf *c, struct buf *out)
{
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	for (int i = 0; i < SETTING_COUNT; i++) {
		const void *place = (const char *)c + settings[i].at;

		jw_key(&w, settings[i].name);
		if (settings[i].kind == KIND_TEXT || settings[i].kind == KIND_WORD)
			jw_str(&w, *(const struct str *)place);
		else if (settings[i].kind == KIND_INT)
			jw_int(&w, *(const long long *)place);
		else
			jw_bool(&w, *(const bool *)place);
	}
	jw_end_object(&w);
	buf_char(out, '\n');
}

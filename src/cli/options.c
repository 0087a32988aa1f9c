/* options.c - one reader of options for all commands: "--name value", "--name=value", "--". */
#include <stdio.h>
#include <stdlib.h>

#include "base/nearest.h"
#include "cli/cli.h"

enum { COUNT_NAMES = 80 };

static const struct option_spec *spec_find(const struct option_spec *specs, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_of(specs[i].name), name))
			return &specs[i];
	return NULL;
}

static int unknown_option(const struct option_spec *specs, size_t n, struct str name, struct err *e)
{
	const char *names[COUNT_NAMES];
	const char *near;
	size_t count = 0;

	for (size_t i = 0; i < n && count < COUNT_NAMES - 2; i++)
		names[count++] = specs[i].name;
	names[count++] = "--help";
	names[count++] = "--lang";
	near = str_nearest(name, names, count);
	if (near != NULL)
		return err_set(e, ERR_USAGE, "unknown option " STR_FMT "; did you mean %s?", STR_ARG(name), near);
	return err_set(e, ERR_USAGE, "unknown option " STR_FMT " (--help lists the options)", STR_ARG(name));
}

int cli_language(struct str value, struct err *e)
{
	if (!str_eq(value, STR("ja")) && !str_eq(value, STR("en")))
		return err_set(e, ERR_USAGE, "--lang is ja or en, not “" STR_FMT "”", STR_ARG(value));
	tr_set(str_eq(value, STR("ja")) ? LANG_JA : LANG_EN);
	return 0;
}

/* Help and errors that come before --lang on the command line are to be in that language too. */
static void language_first(int argc, char **argv)
{
	struct err ignored;

	for (int i = 1; i + 1 < argc; i++)
		if (str_eq(str_of(argv[i]), STR("--lang")) && cli_language(str_of(argv[i + 1]), &ignored) == 0)
			return;
}

static int print_help(const char *command)
{
	char id[80];
	const char *usage;

	snprintf(id, sizeof id, "cli.%s.usage", command);
	usage = text_find(tr_lang(), id);
	printf("%s\n", usage != NULL ? usage : id);
	return 1;
}

static int take_value(struct arena *a, const struct option_spec *spec, struct str value)
{
	struct str_list *list;

	if (spec->kind == OPTION_VALUE) {
		*(struct str *)spec->into = value;
		return 0;
	}
	list = spec->into;
	*ARENA_PUSH(a, list->items, list->count, list->room) = value;
	return 0;
}

static int one_option(struct arena *a, int argc, char **argv, int *at, const struct option_spec *specs, size_t n,
    struct err *e)
{
	struct str whole = str_of(argv[*at]), name = str_upto(whole, '='), value = str_after(whole, '=');
	bool has_value = name.n < whole.n, is_lang = str_eq(name, STR("--lang"));
	const struct option_spec *spec = spec_find(specs, n, name);

	if (spec == NULL && !is_lang)
		return unknown_option(specs, n, name, e);
	if (spec != NULL && spec->kind == OPTION_FLAG) {
		if (has_value)
			return err_set(e, ERR_USAGE, STR_FMT " takes no value", STR_ARG(name));
		*(bool *)spec->into = true;
		return 0;
	}
	if (!has_value) {
		if (*at + 1 >= argc)
			return err_set(e, ERR_USAGE, STR_FMT " needs a value", STR_ARG(name));
		value = str_of(argv[++*at]);
	}
	if (spec != NULL)
		take_value(a, spec, value);
	return is_lang ? cli_language(value, e) : 0;
}

int cli_options(struct arena *a, int argc, char **argv, const struct option_spec *specs, size_t n,
    struct str_list *operands, struct err *e)
{
	bool options_ended = false;

	language_first(argc, argv);
	for (int i = 1; i < argc; i++) {
		struct str word = str_of(argv[i]);

		if (!options_ended && str_eq(word, STR("--"))) {
			options_ended = true;
		} else if (options_ended || word.n < 2 || word.p[0] != '-') {
			*ARENA_PUSH(a, operands->items, operands->count, operands->room) = word;
		} else if (str_eq(word, STR("--help")) || str_eq(word, STR("-h"))) {
			return print_help(argv[0]);
		} else if (one_option(a, argc, argv, &i, specs, n, e) < 0) {
			return -1;
		}
	}
	return 0;
}

int cli_fail(const struct err *e)
{
	fprintf(stderr, "noroshi: %s\n", e->text);
	return err_exit_status(e);
}

const char *cli_nearest(struct str given, const char *const *names, size_t n)
{
	return str_nearest(given, names, n);
}

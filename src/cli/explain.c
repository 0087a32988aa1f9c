/* explain.c - noroshi explain: what a finding sees, why it matters, what it misses, what to do. */
#include <stdio.h>
#include <stdlib.h>

#include "analyse/detector.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/explain_states.h"
#include "cli/explain_tricks.h"
#include "cli/out.h"
#include "cli/wrap.h"
#include "consolidate/hub_findings.h"

enum { OUT_MOST = 4 << 20, MOST = 500 };

/* A detector's line, or one of the hub's: the hub's have no detector. */
struct topic {
	const char *id, *tricks, *family;
	const struct detector *detector;
};

struct topics {
	struct topic list[MOST];
	size_t count;
};

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct topic *)a)->id, ((const struct topic *)b)->id);
}

static void collect(struct topics *t)
{
	t->count = 0;
	for (size_t i = 0; i < detector_count && t->count < MOST; i++)
		t->list[t->count++] = (struct topic){ detectors[i]->id, detectors[i]->tricks, detectors[i]->family, detectors[i] };
	for (size_t i = 0; i < hub_finding_kind_count && t->count < MOST; i++)
		t->list[t->count++] = (struct topic){ hub_finding_kinds[i].id, hub_finding_kinds[i].tricks, "hub", NULL };
	qsort(t->list, t->count, sizeof *t->list, by_id);
}

static const char *told(struct arena *a, const struct topic *t, const char *what)
{
	return text(tr_lang(), arena_printf(a, "explain.%s.%s", t->id, what).p);
}

static const char *family_text(struct arena *a, const struct topic *t)
{
	return text(tr_lang(), arena_printf(a, "explain.family.%s", t->family).p);
}

static bool is_alone(const struct topic *t)
{
	return t->detector != NULL && t->detector->strong_alone;
}

/* ---- as text ---- */

static void put_section(struct buf *out, struct arena *a, const struct topic *t, const char *what)
{
	buf_printf(out, "\n%s\n", text(tr_lang(), arena_printf(a, "explain.%s", what).p));
	wrap_put(out, 2, 2, str_of(told(a, t, what)));
}

static void put_facts(struct buf *out, struct arena *a, const struct topic *t, const char *start)
{
	enum lang l = tr_lang();

	buf_printf(out, "%s%s: %s%s%s\n", start, text(l, "explain.kind"), family_text(a, t), is_alone(t) ? ", " : "",
	    is_alone(t) ? text(l, "explain.alone") : "");
	if (t->tricks[0] != '\0')
		buf_printf(out, "%s%s: %s\n", start, text(l, "explain.tricks"), t->tricks);
	if (t->detector == NULL)
		return;
	if (t->detector->attack[0] != '\0')
		buf_printf(out, "%s%s: %s\n", start, text(l, "explain.attack"), t->detector->attack);
	buf_printf(out, "%s%s: %s\n", start, text(l, "explain.source"), t->detector->report_section);
}

static void put_text(struct buf *out, struct arena *a, const struct topic *t)
{
	buf_printf(out, "%s\n", t->id);
	wrap_put(out, 2, 2, str_of(told(a, t, "name")));
	put_facts(out, a, t, "  ");
	put_section(out, a, t, "sees");
	put_section(out, a, t, "why");
	put_section(out, a, t, "misses");
	put_section(out, a, t, "do");
}

static void put_markdown(struct buf *out, struct arena *a, const struct topic *t)
{
	static const char *const sections[] = { "sees", "why", "misses", "do" };

	buf_printf(out, "\n## %s\n\n`%s`\n\n", told(a, t, "name"), t->id);
	put_facts(out, a, t, "- ");
	for (size_t i = 0; i < 4; i++)
		buf_printf(out, "\n**%s.** %s\n", text(tr_lang(), arena_printf(a, "explain.%s", sections[i]).p), told(a, t, sections[i]));
}

/* ---- as JSON ---- */

static void put_words(struct jw *w, const char *key, const char *words)
{
	struct str rest = str_of(words), word;

	jw_karray(w, key);
	while (str_split(&rest, ' ', &word))
		if (word.n > 0)
			jw_str(w, word);
	jw_end_array(w);
}

static void put_json(struct buf *out, struct arena *a, const struct topic *t)
{
	static const char *const keys[] = { "name", "sees", "why", "misses", "do" };
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	jw_kz(&w, "id", t->id);
	jw_kz(&w, "family", t->family);
	jw_kbool(&w, "strong_alone", is_alone(t));
	put_words(&w, "tricks", t->tricks);
	put_words(&w, "attack", t->detector != NULL ? t->detector->attack : "");
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		jw_kz(&w, keys[i], told(a, t, keys[i]));
	jw_end_object(&w);
	buf_char(out, '\n');
}

/* ---- the command ---- */

struct order {
	bool json, all, markdown;
	struct str what;                /* an id, a trick (B20), "list"; absent with --all */
};

static bool has_word(const char *words, struct str word)
{
	struct str rest = str_of(words), one;

	while (str_split(&rest, ' ', &one))
		if (str_ieq(one, word))
			return true;
	return false;
}

static bool is_wanted(const struct order *o, const struct topic *t)
{
	return o->all || str_eq(o->what, STR("list")) || str_eq(o->what, str_of(t->id)) || has_word(t->tricks, o->what);
}

/* A trick that no mail shows has no finding, but a reason. */
static bool put_unseen(struct buf *out, struct arena *a, struct str what)
{
	const char *why = trick_exists(a, what) ? trick_unseen(a, arena_cstr(a, what)) : NULL;

	if (why == NULL)
		return false;
	buf_printf(out, STR_FMT "  %s\n\n%s\n", STR_ARG(what), trick_text(a, arena_cstr(a, what)), text(tr_lang(), "explain.unseen"));
	wrap_put(out, 2, 2, str_of(why));
	return true;
}

static void put_tricks(struct buf *out, struct arena *a, const struct topics *t)
{
	struct trick_finding *findings = ARENA_ARRAY(a, struct trick_finding, t->count + 1);

	for (size_t i = 0; i < t->count; i++)
		findings[i] = (struct trick_finding){ t->list[i].id, t->list[i].tricks };
	tricks_put_table(out, a, findings, t->count);
}

static int unknown(const struct topics *t, struct str what, struct err *e)
{
	const char *ids[MOST], *near;

	for (size_t i = 0; i < t->count; i++)
		ids[i] = t->list[i].id;
	near = cli_nearest(what, ids, t->count);
	if (near != NULL)
		return err_set(e, ERR_USAGE, "there is no finding “" STR_FMT "”; did you mean %s?", STR_ARG(what), near);
	return err_set(e, ERR_USAGE, "there is no finding “" STR_FMT "”; noroshi explain list names them all", STR_ARG(what));
}

static void put(const struct order *o, struct buf *out, struct arena *a, const struct topic *t, bool first)
{
	if (o->json)
		put_json(out, a, t);
	else if (o->markdown)
		put_markdown(out, a, t);
	else if (str_eq(o->what, STR("list")))
		buf_printf(out, "%-32s %-8s %s\n", t->id, t->tricks, told(a, t, "name"));
	else
		buf_z(out, first ? "" : "\n\n"), put_text(out, a, t);
}

static int explain(struct arena *a, const struct order *o, struct err *e)
{
	struct topics *topics = ARENA_NEW(a, struct topics);
	bool any = false;
	struct buf out;

	collect(topics);
	buf_init_arena(&out, a, OUT_MOST);
	if (o->markdown)
		buf_printf(&out, "# %s\n\n%s\n", text(tr_lang(), "explain.title"), text(tr_lang(), "explain.intro"));
	for (size_t i = 0; i < topics->count; i++) {
		if (!is_wanted(o, &topics->list[i]))
			continue;
		put(o, &out, a, &topics->list[i], !any);
		any = true;
	}
	if (!any && (o->json || o->markdown || !put_unseen(&out, a, o->what)))
		return unknown(topics, o->what, e);
	if (o->markdown && o->all)
		put_tricks(&out, a, topics);
	return out_flush(&out, e);
}

static int states(struct arena *a, const struct str_list *operands, struct str format, bool json, struct err *e)
{
	struct buf out;

	if (operands->count > 2)
		return err_set(e, ERR_USAGE, "explain states takes one name or none");
	buf_init_arena(&out, a, OUT_MOST);
	if (explain_states(&out, a, operands->count == 2 ? operands->items[1] : STR_NONE, json ? STR("json") : format, e) < 0)
		return -1;
	return out_flush(&out, e);
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct order o = { 0 };
	struct str format = STR("text");
	struct str_list operands = { 0 };
	const struct option_spec specs[] = { { "--json", OPTION_FLAG, &o.json }, { "--all", OPTION_FLAG, &o.all },
		{ "--format", OPTION_VALUE, &format } };
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &operands, e);

	if (status != 0)
		return status;
	if (operands.count > 0 && str_eq(operands.items[0], STR("states")))
		return states(a, &operands, format, o.json, e);
	o.markdown = str_eq(format, STR("markdown"));
	if (!o.markdown && !str_eq(format, STR("text")))
		return err_set(e, ERR_USAGE, "--format is text or markdown, not “" STR_FMT "”", STR_ARG(format));
	if (operands.count + (o.all ? 1 : 0) != 1)
		return err_set(e, ERR_USAGE, "explain takes one id or trick, “list”, “states”, or --all");
	o.what = o.all ? STR("") : operands.items[0];
	return explain(a, &o, e);
}

int cli_explain(int argc, char **argv)
{
	struct arena *a = arena_new(16 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : 0;
}

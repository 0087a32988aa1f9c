/* share_lines.c - what leaves beside what it was made of, line by line: the numbers are those that approvers answer.
 *
 * A share is constructed, never redacted: on the left stands what the hub holds (the value, the moment to the minute), on the right
 * what others read. */
#include "consolidate/cases.h"
#include "share/render/lines.h"
#include "web/look.h"
#include "web/marks.h"
#include "web/share_page.h"

struct pairing {
	struct web_call *c;
	const struct projection *p;
	struct share_line *values;
	size_t value_count;
	bool *used;
	struct case_told told;
	bool narrative;                 /* the texts are the case's */
	struct share_page *out;
};

static void plain(struct pairing *m, struct str text, const struct marks *marks, struct run **runs, size_t *n)
{
	marks_show(m->c->a, text, marks, MARKS_DEFANG, runs, n);
}

static void both(struct pairing *m, struct pair *x, struct str before, struct str after)
{
	struct marks left = { 0 }, right = { 0 };

	if (!str_eq(before, after)) {
		marks_differ(m->c->a, &left, 0, before, after, "pii");
		marks_differ(m->c->a, &right, 0, after, before, "red");
	}
	plain(m, before, &left, &x->before, &x->before_count);
	plain(m, after, &right, &x->after, &x->after_count);
}

/* The value behind the k-th indicator that is shown. */
static void pair_indicator(struct pairing *m, struct pair *x, size_t k)
{
	const struct shown_indicator *shown = &m->p->indicators.list[k];
	struct str type = web_word(m->c, "web.type", shown->type);

	for (size_t i = 0; i < m->value_count; i++) {
		const struct share_line *v = &m->values[i];

		if (m->used[i] || !str_eq(v->shown, shown->shown) || !str_eq(v->type, shown->type))
			continue;
		m->used[i] = true;
		both(m, x, arena_printf(m->c->a, STR_FMT "  " STR_FMT, STR_ARG(type), STR_ARG(render_defang(m->c->a, v->type, v->value))),
		    arena_printf(m->c->a, STR_FMT "  " STR_FMT, STR_ARG(type), STR_ARG(render_defang(m->c->a, v->type, v->shown))));
		x->defanged = render_defang(m->c->a, v->type, v->shown);
		x->why = str_eq(v->treatment, STR("kept")) ? STR("") : arena_printf(m->c->a, STR_FMT "%s" STR_FMT,
		    STR_ARG(web_word(m->c, "web.treatment", v->treatment)), v->why.n > 0 ? ": " : "", STR_ARG(web_word(m->c, "web.withheld_why", v->why)));
		x->drop = shown->revoked ? STR("") : v->shown;
		m->out->kept += str_eq(v->treatment, STR("kept"));
		m->out->replaced += str_eq(v->treatment, STR("generalised"));
		return;
	}
}

/* The k-th moment of the case, to the minute, with its own words. */
static void pair_step(struct pairing *m, struct pair *x, size_t k, struct str after)
{
	const struct case_moment *t = k < m->told.moment_count ? &m->told.moments[k] : NULL;
	struct str before = t == NULL ? STR("") : arena_printf(m->c->a, STR_FMT "  " STR_FMT, STR_ARG(web_time(m->c, t->at_ms)),
	    STR_ARG(m->c->lang == LANG_JA ? t->text_ja : t->text_en));

	plain(m, before, NULL, &x->before, &x->before_count);
	plain(m, after, NULL, &x->after, &x->after_count);
}

/* The k-th paragraph of what the analyst wrote in the case, where the share was made of that. */
static void pair_words(struct pairing *m, struct pair *x, const char *part, size_t k, struct str after)
{
	struct str slot = arena_printf(m->c->a, "share.%s", part), lang = m->c->lang == LANG_JA ? STR("ja") : STR("en");

	for (size_t i = 0; i < m->told.text_count; i++) {
		const struct case_text_row *t = &m->told.texts[i];

		if (!str_eq(t->slot, slot) || !str_eq(t->lang, lang) || k-- > 0)
			continue;
		both(m, x, t->body, after);
		return;
	}
}

static void add_line(struct pairing *m, size_t n, const struct shown_line *l, size_t k)
{
	struct pair *x = &m->out->pairs[m->out->pairs_count++];

	*x = (struct pair){ .n = (long long)n, .part = str_of(render_word(m->c->a, m->c->lang, "part", str_of(l->part))), .why = STR(""), .drop = STR("") };
	if (strcmp(l->part, "indicator") == 0)
		pair_indicator(m, x, k);
	else if (strcmp(l->part, "steps") == 0)
		pair_step(m, x, k, l->text);
	else if (m->narrative)
		pair_words(m, x, l->part, k, l->text);
	if (x->after_count == 0)
		plain(m, l->text, NULL, &x->after, &x->after_count);
}

/* What does not leave at all. */
static void add_gone(struct pairing *m)
{
	for (size_t i = 0; i < m->value_count; i++) {
		const struct share_line *v = &m->values[i];
		struct pair *x;

		if (m->used[i])
			continue;
		x = &m->out->pairs[m->out->pairs_count++];
		*x = (struct pair){ .part = web_text(m->c, "share.part.indicator"), .why = web_word(m->c, "web.withheld_why", v->why), .drop = STR(""), .gone = true };
		plain(m, arena_printf(m->c->a, STR_FMT "  " STR_FMT, STR_ARG(web_word(m->c, "web.type", v->type)), STR_ARG(v->value)), NULL, &x->before, &x->before_count);
		m->out->withheld++;
	}
}

int share_pairs(struct web_call *c, const struct share_row *s, const struct projection *p, struct share_page *out, struct err *e)
{
	struct pairing m = { .c = c, .p = p, .out = out, .narrative = str_eq(s->lane, STR("narrative")) };
	struct shown_line *lines = render_lines(c->a, p, c->lang);
	size_t n = projection_lines(p);
	struct case_row k;

	if (share_indicators(c->hub->db, c->a, s, &m.values, &m.value_count, e) < 0)
		return -1;
	if (s->case_number.n > 0 && (case_get(c->hub->db, c->a, s->case_number, &k, e) < 0 || case_told(c->hub->db, c->a, k.id, &m.told, e) < 0))
		return -1;
	m.used = ARENA_ARRAY(c->a, bool, m.value_count + 1);
	out->pairs = ARENA_ARRAY(c->a, struct pair, n + m.value_count + 1);
	for (size_t i = 0, of_part = 0; i < n; i++) {
		of_part = i > 0 && strcmp(lines[i].part, lines[i - 1].part) == 0 ? of_part + 1 : 0;
		add_line(&m, i + 1, &lines[i], of_part);
	}
	add_gone(&m);
	return 0;
}

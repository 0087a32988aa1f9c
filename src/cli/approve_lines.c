/* approve_lines.c - noroshi approve lines, answers: line by line, and what was said. */
#include "approve/answers.h"
#include "base/time.h"
#include "cli/approve.h"
#include "share/look.h"
#include "share/render/lines.h"

static void one_line(struct approve_run *j, size_t number, const struct shown_line *l)
{
	struct jw w;

	if (!j->o->json) {
		buf_printf(&j->out, "%3zu  [%s] ", number, render_word(j->arena, tr_lang(), "part", str_of(l->part)));
		buf_add(&j->out, l->text);
		buf_char(&j->out, '\n');
		return;
	}
	jw_init(&w, &j->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/share-line/1");
	jw_kstr(&w, "share", j->number);
	jw_kint(&w, "line", (long long)number);
	jw_kz(&w, "part", l->part);
	jw_kstr(&w, "text", l->text);
	jw_end_object(&w);
	buf_char(&j->out, '\n');
}

static int print(struct approve_run *j, struct err *e)
{
	struct request_row *rows;
	struct projection p;
	struct shown_line *lines;
	struct share_row s;
	struct str org;
	size_t n;

	if (approve_scope(j, &org, e) < 0 || request_list(j->hub->db, &j->by, j->arena, org, j->number, true, &rows, &n, e) < 0)
		return -1;
	if (n == 0 && org.p != NULL)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT " that waits for an answer of " STR_FMT, STR_ARG(j->number),
		    STR_ARG(j->o->as));
	if (share_get(j->hub->db, j->arena, j->number, j->by.now_ms, &s, e) < 0 || share_projection(j->hub->db, j->arena, &s, &p, e) < 0)
		return -1;
	lines = render_lines(j->arena, &p, tr_lang());
	for (size_t i = 0; i < projection_lines(&p); i++)
		one_line(j, i + 1, &lines[i]);
	if (!j->o->json)
		buf_printf(&j->out, tr("digest %s\n"), s.digest.p);
	return out_flush(&j->out, e);
}

/* 3=no, 4=change:what it should say */
static int read_line(struct approve_run *j, struct str s, struct answer_line *l, struct err *e)
{
	struct str rest = str_after(s, '=');

	if (!str_to_int(str_trim(str_upto(s, '=')), &l->line) || rest.n == 0)
		return err_set(e, ERR_USAGE, "a line is answered like 3=no, 4=yes or 5=change:TEXT, not “" STR_FMT "”", STR_ARG(s));
	l->word = arena_str(j->arena, str_trim(str_upto(rest, ':')));
	l->wish = arena_str(j->arena, str_trim(str_after(rest, ':')));
	return 0;
}

int approve_cli_lines(struct approve_run *j, struct err *e)
{
	const struct str_list *given = &j->o->lines;
	struct answer_line *lines = ARENA_ARRAY(j->arena, struct answer_line, given->count + 1);
	struct answer n = { .number = j->number, .digest = j->o->digest, .exact_figures = j->o->exact, .lines = lines, .line_count = given->count };

	if (given->count == 0)
		return print(j, e);
	if (j->o->digest.p == NULL)
		return err_set(e, ERR_USAGE, "to which version? --digest with the digest that noroshi approve show prints (at least 12 digits)");
	for (size_t i = 0; i < given->count; i++)
		if (read_line(j, given->items[i], &lines[i], e) < 0)
			return -1;
	if (approve_medium_of(j, &n, e) < 0)
		return -1;
	n.word = answer_of_lines(lines, n.line_count);
	return approve_answer(j->hub, &j->by, j->arena, &n, e) < 0 ? -1 : approve_done(j, n.word.p, e);
}

/* ---- what was said ---- */

static void answer_json(struct approve_run *j, const struct answered *n)
{
	struct jw w;

	jw_init(&w, &j->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/answer/1");
	jw_kstr(&w, "share", j->number);
	jw_kstr(&w, "org", n->org_id);
	jw_kint(&w, "rev", n->rev);
	jw_kstr(&w, "digest", n->digest);
	jw_kstr(&w, "answer", n->word);
	jw_kstr(&w, "kind", n->kind);
	jw_kstr(&w, "medium", n->medium);
	jw_kstr(&w, "person", n->person_id);
	jw_kstr(&w, "stands_in_for", n->deputy_of);
	jw_kstr(&w, "entered_by", n->entered_by);
	jw_kstr(&w, "second", n->second);
	jw_kbool(&w, "waits_for_second", !n->valid_form);
	jw_kstr(&w, "reference", n->reference);
	jw_ktime(&w, "at", n->at_ms);
	jw_ktime(&w, "until", n->until_ms);
	jw_ktime(&w, "recalled", n->recalled_ms);
	jw_karray(&w, "lines");
	for (size_t i = 0; i < n->line_count; i++) {
		jw_object(&w);
		jw_kint(&w, "line", n->lines[i].line);
		jw_kstr(&w, "answer", n->lines[i].word);
		jw_kstr(&w, "wish", n->lines[i].wish);
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_end_object(&w);
	buf_char(&j->out, '\n');
}

static void answer_text(struct approve_run *j, const struct answered *n)
{
	char day[TIME_TEXT];

	buf_printf(&j->out, tr("%s  %s  version %lld: %s  (%s, %s)"), time_slashed(day, n->at_ms, (int)j->hub->conf.zone_minutes).p, n->org_id.p, n->rev,
	    n->word.p, n->person_id.p, n->medium.p);
	if (n->deputy_of.p != NULL)
		buf_printf(&j->out, tr("  for %s"), n->deputy_of.p);
	if (!n->valid_form)
		buf_printf(&j->out, "  %s", tr("waits for a second analyst (noroshi approve attest)"));
	if (n->recalled_ms != TIME_NONE)
		buf_printf(&j->out, "  %s", tr("taken back"));
	buf_printf(&j->out, "%s%s\n", n->reference.n > 0 ? "  " : "", n->reference.n > 0 ? n->reference.p : "");
	for (size_t i = 0; i < n->line_count; i++)
		buf_printf(&j->out, tr("    line %lld: %s  %s\n"), n->lines[i].line, n->lines[i].word.p, n->lines[i].wish.p);
}

int approve_cli_answers(struct approve_run *j, struct err *e)
{
	struct answered *list;
	struct str org;
	size_t n;

	if (approve_scope(j, &org, e) < 0 || answers_list(j->hub->db, &j->by, j->arena, org, j->number, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		j->o->json ? answer_json(j, &list[i]) : answer_text(j, &list[i]);
	return out_flush(&j->out, e);
}

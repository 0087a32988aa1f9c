/* approve_print.c - noroshi approve print: the sheets for the round inside an organisation. */
#include "base/file.h"
#include "base/time.h"
#include "cli/approve.h"
#include "share/paper/paper.h"

int approve_cli_print(struct approve_run *j, struct err *e)
{
	const struct request_row *current = NULL;
	struct request_row *rows;
	struct share_row s;
	struct str org, html;
	size_t n;

	if (j->o->format.p != NULL && !str_eq(j->o->format, STR("html")))
		return err_set(e, ERR_USAGE, "the sheets are printed from HTML (--format html)");
	if (approve_scope(j, &org, e) < 0 || request_list(j->hub->db, &j->by, j->arena, org, j->number, true, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].current)
			current = &rows[i];
	if (n == 0 && org.p != NULL)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT " that waits for an answer of " STR_FMT, STR_ARG(j->number),
		    STR_ARG(j->o->as));
	if (share_get(j->hub->db, j->arena, j->number, j->by.now_ms, &s, e) < 0 ||
	    paper_make(j->hub, &j->by, j->arena, &s, current != NULL ? current->asked_ms : TIME_NONE, current != NULL ? current->due_ms : TIME_NONE,
	        tr_lang(), &html, e) < 0)
		return -1;
	if (j->o->output.p != NULL)
		return file_replace(arena_cstr(j->arena, j->o->output), html, 0600, e);
	buf_add(&j->out, html);
	return out_flush(&j->out, e);
}

/* analyse.c - noroshi analyse: mails, threads, samples; needs no hub, no network, no configuration. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyse/analyse.h"
#include "analyse/verdict.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/analyse_print.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "cli/paint.h"
#include "worker/batch.h"
#include "worker/document.h"
#include "worker/picture.h"

enum { CONTEXT_MOST = 16 << 20, RULES_MOST = 1 << 20, SENT_MOST = 200 << 20, JOBS_MOST = 128 };

struct run {
	struct arena *arena;            /* lives as long as the command */
	bool json, thread, isolate, attention, answered, shows_progress;
	struct str context_path, rules_path, fail_on, jobs, picture;
	int pictures;                   /* drawn so far */
	struct buf out;
	struct wire_file *sent;
	size_t sent_count, sent_room;
	int fail_rank;                  /* 0: findings never change the status */
};

static int rank_of(struct str strength)
{
	static const char *const order[] = { "weak", "medium", "strong" };

	for (int i = 0; i < 3; i++)
		if (str_eq(strength, str_of(order[i])))
			return i + 1;
	return 0;
}

/* ---- the context file ---- */

/* Paths in it are relative to the file. */
static int read_sent(struct run *r, struct str path, struct err *e)
{
	long long slash = str_rfind_char(r->context_path, '/');
	struct str folder = str_at(r->context_path, 0, slash >= 0 && path.p[0] != '/' ? (size_t)slash + 1 : 0);
	struct wire_file *f = ARENA_PUSH(r->arena, r->sent, r->sent_count, r->sent_room);

	f->name = arena_printf(r->arena, STR_FMT STR_FMT, STR_ARG(folder), STR_ARG(path));
	return file_read(r->arena, f->name.p, SENT_MOST, &f->bytes, e);
}

static int read_context(struct run *r, struct str *context_r, struct err *e)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct context parsed;
	json_t *doc, *list;
	int status;

	if (file_read(r->arena, r->context_path.p, CONTEXT_MOST, context_r, e) < 0) {
		arena_free(a);
		return -1;
	}
	status = context_parse(a, *context_r, &parsed, e);
	arena_free(a);
	if (status < 0) {
		if (e->kind == ERR_INPUT)
			e->kind = ERR_USAGE;
		return err_prefix(e, "%s", r->context_path.p);
	}
	doc = json_loadb(context_r->p, context_r->n, 0, NULL);
	list = json_object_get(doc, "sent_archive");
	for (size_t i = 0; status == 0 && i < json_array_size(list); i++)
		status = read_sent(r, str_of(json_string_value(json_array_get(list, i))), e);
	json_decref(doc);
	return status;
}

/* The rules travel into the jail with the context; they are read here first, to name the file. */
static int add_rules(struct run *r, struct str *context_r, struct err *e)
{
	struct verdict_rules ignored;
	struct str rules;
	json_t *doc;
	char *text;

	if (file_read(r->arena, r->rules_path.p, RULES_MOST, &rules, e) < 0)
		return -1;
	if (!utf8_valid(rules))
		return err_set(e, ERR_USAGE, "%s: this is no UTF-8 text", r->rules_path.p);
	if (verdict_rules_read(r->arena, rules, &ignored, e) < 0) {
		e->kind = ERR_USAGE;
		return err_prefix(e, "%s", r->rules_path.p);
	}
	doc = context_r->n > 0 ? json_loadb(context_r->p, context_r->n, 0, NULL) : json_object();
	if (doc == NULL || json_object_set_new(doc, "verdict_rules", json_stringn(rules.p, rules.n)) < 0 ||
	    (text = json_dumps(doc, JSON_COMPACT)) == NULL)
		return err_set(e, ERR_LIMIT, "%s: too large", r->rules_path.p);
	*context_r = arena_str(r->arena, str_of(text));
	free(text);
	json_decref(doc);
	return 0;
}

/* ---- answers ---- */

static void note_findings(struct run *r, const json_t *doc)
{
	const json_t *findings = json_object_get(doc, "findings");

	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *f = json_array_get(findings, i);

		if (json_is_true(json_object_get(f, "for")) && rank_of(document_text(f, "strength")) >= r->fail_rank)
			r->attention = true;
	}
}

static void clear_progress(const struct run *r)
{
	if (r->shows_progress)
		fprintf(stderr, "\r\033[K");
}

/* FILE.svg; of further conversations FILE-2.svg and so on. */
static int draw(struct run *r, struct arena *a, const json_t *doc, struct err *e)
{
	struct str path = r->picture, stem = str_iends(path, STR(".svg")) ? str_at(path, 0, path.n - 4) : path;
	struct buf drawing;
	int status;

	buf_init(&drawing, 16 << 20);
	picture_write(&drawing, a, doc);
	if (drawing.n == 0) {
		buf_fini(&drawing);
		return 0;
	}
	if (++r->pictures > 1)
		path = arena_printf(a, STR_FMT "-%d.svg", STR_ARG(stem), r->pictures);
	status = drawing.failed ? err_set(e, ERR_LIMIT, "%s: the picture is too large", path.p) :
	    file_replace(arena_cstr(a, path), buf_str(&drawing), 0666, e);
	buf_fini(&drawing);
	return status;
}

static int on_answer(void *ctx, const struct batch_answer *answer, struct err *e)
{
	struct run *r = ctx;
	struct arena *a;
	json_t *doc;
	int status;

	clear_progress(r);
	if (answer->problem != NULL) {
		fprintf(stderr, "noroshi: %s\n", answer->problem->text);
		r->attention = true;
	}
	if (answer->json.p == NULL)
		return 0;
	r->answered = true;
	if (!str_eq(answer->facts.examined, STR("fully")))
		r->attention = true;
	if (r->json && r->fail_rank == 0 && r->picture.p == NULL) {
		buf_add(&r->out, answer->json);
		return out_line(&r->out, e);
	}
	if (document_check(answer->json, &doc, e) < 0)
		return -1;
	if (r->fail_rank > 0)
		note_findings(r, doc);
	a = arena_new(64 << 20, arena_full_exit);
	status = r->picture.p != NULL ? draw(r, a, doc, e) : 0;
	if (r->json)
		buf_add(&r->out, answer->json);
	else
		analyse_print(&r->out, a, doc);
	json_decref(doc);
	arena_free(a);
	if (status < 0)
		return -1;
	return r->json ? out_line(&r->out, e) : out_flush(&r->out, e);
}

static void on_progress(void *ctx, size_t done, size_t known)
{
	const struct run *r = ctx;

	if (r->shows_progress)
		fprintf(stderr, "\r%zu / %zu ", done, known);
}

/* ---- the command ---- */

static int check_options(struct run *r, const struct str_list *paths, long long *jobs_r, struct err *e)
{
	*jobs_r = sysconf(_SC_NPROCESSORS_ONLN);
	if (paths->count == 0)
		return err_set(e, ERR_USAGE, "analyse needs at least one file, directory or - for standard input");
	if (r->jobs.p != NULL && (!str_to_int(r->jobs, jobs_r) || *jobs_r < 1 || *jobs_r > JOBS_MOST))
		return err_set(e, ERR_USAGE, "--jobs is a number from 1 to %d, not “%s”", JOBS_MOST, r->jobs.p);
	if (r->picture.p != NULL && !r->thread)
		return err_set(e, ERR_USAGE, "--picture draws a conversation: it needs --thread");
	r->fail_rank = r->fail_on.p != NULL ? rank_of(r->fail_on) : 0;
	if (r->fail_on.p != NULL && r->fail_rank == 0)
		return err_set(e, ERR_USAGE, "--fail-on is weak, medium or strong, not “%s”", r->fail_on.p);
	return 0;
}

static int analyse_paths(struct run *r, const struct str_list *paths, struct err *e)
{
	struct batch_options o = { .lang = tr_lang(), .thread = r->thread, .isolate = r->isolate, .context = STR(""), .each = on_answer,
		.progress = on_progress, .ctx = r };
	long long jobs;

	if (check_options(r, paths, &jobs, e) < 0)
		return -1;
	if (r->context_path.p != NULL && read_context(r, &o.context, e) < 0)
		return -1;
	if (r->rules_path.p != NULL && add_rules(r, &o.context, e) < 0)
		return -1;
	o.jobs = (int)jobs;
	o.sent = r->sent;
	o.sent_count = r->sent_count;
	return batch_run(&o, paths->items, paths->count, e);
}

int cli_analyse(int argc, char **argv)
{
	struct run r = { .arena = arena_new(1ULL << 30, arena_full_exit) };
	const struct option_spec specs[] = {
		{ "--json", OPTION_FLAG, &r.json },
		{ "--thread", OPTION_FLAG, &r.thread },
		{ "--context", OPTION_VALUE, &r.context_path },
		{ "--rules", OPTION_VALUE, &r.rules_path },
		{ "--isolate", OPTION_FLAG, &r.isolate },
		{ "--fail-on", OPTION_VALUE, &r.fail_on },
		{ "--picture", OPTION_VALUE, &r.picture },
		{ "--jobs", OPTION_VALUE, &r.jobs },
	};
	struct str_list paths = { 0 };
	struct err e = { 0 };
	int status = cli_options(r.arena, argc, argv, specs, sizeof specs / sizeof specs[0], &paths, &e);

	buf_init(&r.out, 64 << 20);
	r.shows_progress = isatty(STDERR_FILENO) == 1;
	paint_init();
	if (status == 0) {
		status = analyse_paths(&r, &paths, &e);
		clear_progress(&r);
		/* of one bad input among others the others are worth something; of nothing, nothing was done */
		status = status < 0 ? cli_fail(&e) : !r.answered ? 3 : r.attention ? 1 : 0;
	} else {
		status = status < 0 ? cli_fail(&e) : 0;
	}
	buf_fini(&r.out);
	arena_free(r.arena);
	return status;
}

/* content_remote_tool.c - a remote-control tool is named (B39).
 *
 * Rule: a phrase of the list "remote-tool" (AmmyyAdmin, AnyDesk, TeamViewer ...) in the newest text, in the
 * name of an attachment, or in a text file that is no mail (what happened, a list of processes, an audit
 * log).  Context: IT support uses the same tools; what counts is who installed it.
 * Not found (known): renamed tools, texts in other encodings than UTF-8. */
#include "analyse/detector.h"

static void report(const struct detector *self, struct detection *d, size_t message, struct evidence e)
{
	finding_words(detection_add(d, self, STRENGTH_CONTEXT, message, e), e.found, STR_NONE, STR_NONE, STR_NONE);
}

static const struct phrase_hit *tool_in(struct arena *a, struct str text)
{
	struct phrase_hits hits = { .count = 0 };

	phrases_search(a, text, false, &hits);
	for (size_t i = 0; i < hits.count; i++)
		if (str_eq(hits.list[i].list, STR("remote-tool")))
			return &hits.list[i];
	return NULL;
}

static void check_names(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;

	for (size_t k = 0; k < m->part_count && k < 200; k++)
		if (m->parts[k].is_attachment && m->parts[k].name.n > 0 && tool_in(d->arena, m->parts[k].name) != NULL)
			report(self, d, i, evidence_part_name(d->arena, &t->messages[i], i, (int)k));
}

/* The first place of a file that is no mail; its lines are counted for the reader. */
static void check_file(const struct detector *self, struct detection *d, struct str file, bool recoded)
{
	const struct phrase_hit *hit = file.n > 0 ? tool_in(d->arena, file) : NULL;
	size_t line = 1;

	if (hit == NULL)
		return;
	for (size_t i = 0; i < hit->from; i++)
		line += file.p[i] == '\n';
	report(self, d, 0, (struct evidence){ .where = arena_printf(d->arena, "log:%zu", line),
		.no_offset = recoded, .at = { hit->from, hit->to - hit->from }, .found = str_at(file, hit->from, hit->to - hit->from) });
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct phrase_hit *hit = message_phrase(&t->messages[i], "remote-tool");

		if (hit != NULL)
			report(self, d, i, evidence_phrase(d->arena, &t->messages[i], i, hit));
		check_names(self, d, t, i);
	}
	check_file(self, d, t->log, t->log_recoded);
	check_file(self, d, t->note, false);
}

const struct detector detector_content_remote_tool = {
	.id = "content.remote-tool",
	.family = "content",
	.tricks = "B39",
	.attack = "T1219",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 2",
	.strong_alone = false,
	.run = run,
};

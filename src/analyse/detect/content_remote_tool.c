/* content_remote_tool.c - a remote-control tool is named (B39).
 *
 * Rule: a phrase of the list "remote-tool" (AmmyyAdmin, AnyDesk, TeamViewer ...) in the newest text or in an
 * attachment's name.  Context: IT support uses the same tools.
 * Not found (known): renamed tools. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "remote-tool");
		struct evidence e;

		if (hit == NULL)
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, STRENGTH_CONTEXT, i, e), e.found, STR_NONE, STR_NONE, STR_NONE);
	}
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

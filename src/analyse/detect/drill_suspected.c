/* drill_suspected.c - the mail bears the mark of a service that sends exercises.
 *
 * Rule: a header line that such services put on their mails (X-PHISHTEST, X-PhishMe..., X-ThreatSim..., X-Gophish...).
 * Context only, and it changes no verdict: anybody can write such a line.  It tells whom to ask.
 * Not found (known): services that mark nothing; whether the exercise was announced (drill.registered tells that). */
#include "analyse/detector.h"

static bool is_mark(struct str name)
{
	static const char *const marks[] = { "X-PHISHTEST", "X-PhishMe", "X-PhishMeTracking", "X-ThreatSim-Header", "X-ThreatSim-ID",
		"X-Gophish-Contact", "X-Gophish-Signature" };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_ieq(name, str_of(marks[i])))
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];

		for (size_t k = 0; k < m->mail->header_count; k++) {
			const struct header *h = &m->mail->headers[k];

			if (!is_mark(h->name))
				continue;
			finding_words(detection_add(d, self, STRENGTH_CONTEXT, i, evidence_header(d->arena, m, i, h)), h->name, STR_NONE, STR_NONE,
			    STR_NONE);
			break;
		}
	}
}

const struct detector detector_drill_suspected = {
	.id = "drill.suspected",
	.family = "guard",
	.tricks = "",
	.attack = "",
	.report_section = "product.md 5.13",
	.strong_alone = false,
	.run = run,
};

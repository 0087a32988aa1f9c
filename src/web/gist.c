/* gist.c - see gist.h. */
#include "web/gist.h"

#include <stdlib.h>

#include "base/time.h"

enum { SLOTS = 4096, KEPT_MS = 10 * MS_MINUTE, KEPT_BYTES = 2048, NAME = 40, TEXTS = 2 + GIST_WORDS };

/* The texts stand one behind the other in `bytes`; a slot is taken over by what comes to it. */
struct slot {
	char blob[NAME];
	char *bytes;
	size_t n[TEXTS], word_count;
	long long strong, medium, until_ms;
};
static struct slot slots[SLOTS];

static struct slot *slot_of(struct str blob)
{
	unsigned long long h = 14695981039346656037ull;         /* FNV-1a */

	for (size_t i = 0; i < blob.n; i++)
		h = (h ^ (unsigned char)blob.p[i]) * 1099511628211ull;
	return &slots[h % SLOTS];
}

static bool recall(struct arena *a, struct str blob, long long now_ms, struct gist *g)
{
	const struct slot *s = slot_of(blob);
	struct str *texts[TEXTS] = { &g->subject, &g->finding, &g->words[0], &g->words[1], &g->words[2], &g->words[3] };
	const char *at = s->bytes;

	if (s->bytes == NULL || s->until_ms < now_ms || !str_eq(blob, str_of(s->blob)))
		return false;
	*g = (struct gist){ .has_document = true, .word_count = s->word_count, .strong = s->strong, .medium = s->medium };
	for (size_t i = 0; i < TEXTS; i++) {
		*texts[i] = arena_str(a, (struct str){ at, s->n[i] });
		at += s->n[i];
	}
	return true;
}

static void keep(struct str blob, long long now_ms, const struct gist *g)
{
	const struct str *texts[TEXTS] = { &g->subject, &g->finding, &g->words[0], &g->words[1], &g->words[2], &g->words[3] };
	struct slot *s = slot_of(blob);
	size_t total = 0, at = 0;
	char *bytes;

	for (size_t i = 0; i < TEXTS; i++)
		total += texts[i]->n;
	if (total > KEPT_BYTES || blob.n >= NAME)
		return;
	bytes = malloc(total + 1);
	if (bytes == NULL)
		return;
	free(s->bytes);
	*s = (struct slot){ .bytes = bytes, .word_count = g->word_count, .strong = g->strong, .medium = g->medium, .until_ms = now_ms + KEPT_MS };
	memcpy(s->blob, blob.p, blob.n);
	for (size_t i = 0; i < TEXTS; i++) {
		s->n[i] = texts[i]->n;
		memcpy(bytes + at, texts[i]->n > 0 ? texts[i]->p : "", texts[i]->n);
		at += texts[i]->n;
	}
}

static void read_findings(const json_t *doc, struct gist *g)
{
	const json_t *f, *word;
	size_t i, k;

	json_array_foreach(json_object_get(doc, "findings"), i, f) {
		struct str strength = json_text(f, "strength");

		if (!json_is_true(json_object_get(f, "for")))
			continue;
		g->strong += str_eq(strength, STR("strong"));
		g->medium += str_eq(strength, STR("medium"));
		if (g->finding.n > 0)
			continue;
		g->finding = json_text(f, "id");
		json_array_foreach(json_object_get(f, "words"), k, word)
			if (g->word_count < GIST_WORDS)
				g->words[g->word_count++] = (struct str){ json_string_value(word), json_string_length(word) };
	}
}

int gist_of(struct web_call *c, const struct submission_row *s, struct gist *g, struct err *e)
{
	json_t *doc;

	*g = (struct gist){ .subject = STR(""), .finding = STR("") };
	if (s->document_blob.n == 0 || recall(c->a, s->document_blob, c->q->now_ms, g))
		return 0;
	if (document_of(c, s, &doc, e) < 0)
		return -1;
	if (doc == NULL)
		return 0;
	g->has_document = true;
	g->subject = document_subject(doc);
	read_findings(doc, g);
	keep(s->document_blob, c->q->now_ms, g);
	return 0;
}

/* share_redact.c - words of a share's texts: what the dictionaries find, what goes, what went. */
#include "share/redact.h"

#include "api/things.h"
#include "base/time.h"
#include "share/look.h"
#include "share/share.h"

/* ---- shapes ---- */

static const struct api_field place_fields[] = {
	TEXT_(struct redact_place, "part", part, 0, "title summary actions reason steps", NULL),
	INT_(struct redact_place, "n", n, 0, "which paragraph of it, from 0"),
	TEXT_(struct redact_place, "lang", lang, 0, "ja en", NULL),
	TEXT_(struct redact_place, "text", text, 0, NULL, "as it stands now"),
};
API_SHAPE(redact_place, NULL, "A paragraph in one language.", struct redact_place, place_fields);

struct find_view { struct str part, lang, words, kind, word; long long n, from, length; };
static const struct api_field find_fields[] = {
	TEXT_(struct find_view, "part", part, 0, NULL, NULL),
	INT_(struct find_view, "n", n, 0, NULL),
	TEXT_(struct find_view, "lang", lang, 0, NULL, NULL),
	INT_(struct find_view, "from", from, 0, "the span: bytes of the text as UTF-8"),
	INT_(struct find_view, "length", length, 0, NULL),
	TEXT_(struct find_view, "words", words, 0, NULL, "what stands there"),
	TEXT_(struct find_view, "kind", kind, 0, NULL, "name sig domain person address pattern unreleased"),
	TEXT_(struct find_view, "word", word, 0, NULL, "proposed in its place"),
};
API_SHAPE(redact_find, NULL, "What a dictionary knows.", struct find_view, find_fields);

static const struct api_field step_fields[] = {
	INT_(struct redact_step, "rev", rev, 0, "the revision that came of it"),
	TEXT_(struct redact_step, "part", part, 0, NULL, NULL),
	INT_(struct redact_step, "n", n, 0, NULL),
	TEXT_(struct redact_step, "lang", lang, 0, NULL, NULL),
	BOOL_(struct redact_step, "withheld", withheld, 0, NULL),
	TEXT_(struct redact_step, "word", word, 0, NULL, "what stands there now"),
	TEXT_(struct redact_step, "reason", reason, 0, NULL, NULL),
	TEXT_(struct redact_step, "by", by, 0, NULL, NULL),
	TIME_(struct redact_step, "at", at_ms, 0, NULL),
};
API_SHAPE(redact_step, NULL, "What was done so far.", struct redact_step, step_fields);

struct texts_view {
	struct str share;
	long long rev;
	struct redact_place *places;
	struct find_view *finds;
	struct redact_step *steps;
	size_t place_count, find_count, step_count;
};
static const struct api_field texts_fields[] = {
	TEXT_(struct texts_view, "share", share, 0, NULL, NULL),
	INT_(struct texts_view, "rev", rev, 0, "for the deed"),
	LIST_(struct texts_view, "places", places, place_count, 0, &api_shape_redact_place, NULL),
	LIST_(struct texts_view, "finds", finds, find_count, 0, &api_shape_redact_find, "in the order of the text"),
	LIST_(struct texts_view, "done", steps, step_count, 0, &api_shape_redact_step, "the newest first"),
};
API_SHAPE(share_texts, "noroshi/share-texts/1", "The texts of a share, and what is to go of them.", struct texts_view, texts_fields);

struct span_body { struct str part, lang, words, word, reason; long long n, from, length; bool withhold; };
static const struct api_field span_fields[] = {
	TEXT_(struct span_body, "words", words, 0, NULL, "what is to go, wherever it stands, or a span"),
	TEXT_(struct span_body, "part", part, 0, "title summary actions reason steps", "only in this paragraph; a span needs it, with n and lang"),
	INT_(struct span_body, "n", n, 0, NULL),
	TEXT_(struct span_body, "lang", lang, 0, "ja en", "only in this language"),
	INT_(struct span_body, "from", from, 0, "of a span: bytes of the text as UTF-8"),
	INT_(struct span_body, "length", length, 0, NULL),
	TEXT_(struct span_body, "word", word, 0, NULL, "what stands there then, or"),
	BOOL_(struct span_body, "withhold", withhold, 0, "that something is withheld"),
	TEXT_(struct span_body, "reason", reason, API_NEEDED, NULL, "why; the second analyst reads it"),
};
API_SHAPE(redact_span, NULL, "One thing that is to go.", struct span_body, span_fields);

struct redact_body { long long rev; struct span_body *changes; size_t count; };
static const struct api_field redact_fields[] = {
	INT_(struct redact_body, "rev", rev, API_NEEDED, "the revision that was looked at; another one by now: 409"),
	LIST_(struct redact_body, "changes", changes, count, API_NEEDED, &api_shape_redact_span, NULL),
};
API_SHAPE(share_redact, NULL, NULL, struct redact_body, redact_fields);

/* ---- looking ---- */

int api_share_texts(struct api_call *c, struct err *e)
{
	struct texts_view t;
	struct redact_view v;
	struct share_row s;

	if (thing_share(c, &s, e) < 0 || share_redact_view(c->hub, c->a, &s, &v, e) < 0)
		return -1;
	t = (struct texts_view){ .share = s.number, .rev = s.rev, .places = v.places, .place_count = v.place_count, .find_count = v.find_count };
	t.finds = ARENA_ARRAY(c->a, struct find_view, v.find_count + 1);
	for (size_t i = 0; i < v.find_count; i++) {
		const struct redact_find *f = &v.finds[i];
		const struct redact_place *p = &v.places[f->place];

		t.finds[i] = (struct find_view){ p->part, p->lang, str_at(p->text, f->from, f->length), f->kind, f->word, p->n, (long long)f->from, (long long)f->length };
	}
	return share_redact_steps(c->hub->db, c->a, s.id, &t.steps, &t.step_count, e) < 0 ? -1 : api_give(c, &t);
}

/* ---- the deed ---- */

static int asked_of(const struct span_body *b, struct redact_asked *x, struct err *e)
{
	if ((b->words.n > 0) == (b->length > 0))
		return err_set(e, ERR_INPUT, "what is to go? words, or a span: from and length");
	if (b->from < 0 || b->length < 0 || (b->word.n > 0) == b->withhold)
		return err_set(e, ERR_INPUT, "replaced or withheld? word, or withhold: one of them");
	*x = (struct redact_asked){ .what = { .part = b->part, .lang = b->lang, .n = b->n, .from = (size_t)b->from, .length = (size_t)b->length,
		.withheld = b->withhold, .word = b->word, .reason = b->reason }, .words = b->words };
	return 0;
}

int api_share_redact(struct api_call *c, struct err *e)
{
	const struct redact_body *b = c->body;
	struct redact_asked *list = ARENA_ARRAY(c->a, struct redact_asked, b->count + 1);
	struct share_made made;
	struct share_row s;

	if (thing_share(c, &s, e) < 0)
		return -1;
	for (size_t i = 0; i < b->count; i++)
		if (asked_of(&b->changes[i], &list[i], e) < 0)
			return err_prefix(e, "changes[%zu]", i);
	return share_redact(c->hub, &c->by, c->a, s.number, b->rev, list, b->count, &made, e) < 0 ? -1 : share_made_give(c, &made, false);
}

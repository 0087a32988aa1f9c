/* publication.c - may a case be told of in the public report: its sources are asked, and answer. */
#include "report/publication.h"

#include "api/things.h"
#include "base/time.h"

static const struct api_field source_fields[] = {
	TEXT_(struct publication_source, "org", org_id, 0, NULL, NULL),
	TEXT_(struct publication_source, "answer", answer, API_NULL, NULL, "yes no; null: none yet"),
	BOOL_(struct publication_source, "good", good, 0, "yes, to what would be printed now"),
	TEXT_(struct publication_source, "medium", medium, API_NULL, NULL, NULL),
	TEXT_(struct publication_source, "person", person_id, API_NULL, NULL, "the organisation's approver"),
	TIME_(struct publication_source, "at", at_ms, API_NULL, NULL),
	TIME_(struct publication_source, "due", due_ms, API_NULL, "asked, not answered: by when; null: not asked, or answered"),
};
API_SHAPE(publication_source, NULL, "One organisation whose material the case holds.", struct publication_source, source_fields);

struct publication_view { struct publication p; bool good; };
static const struct api_field publication_fields[] = {
	TEXT_(struct publication_view, "case", p.number, 0, NULL, NULL),
	TEXT_(struct publication_view, "digest", p.digest, 0, NULL, "of the hub's words on the case, of its course of events and of its public sources"),
	BOOL_(struct publication_view, "good", good, 0, "every source said yes to what would be printed now"),
	LIST_(struct publication_view, "sources", p.sources, p.source_count, 0, &api_shape_publication_source, NULL),
};
API_SHAPE(publication, "noroshi/publication/1", "May a case be told of in the public report.", struct publication_view, publication_fields);

struct publication_body { struct str person, answer, digest, signed_mail, spoken, second, second_digest; };
static const struct api_field body_fields[] = {
	TEXT_(struct publication_body, "person", person, API_NEEDED, NULL, "whose word it is: an approver of the organisation"),
	TEXT_(struct publication_body, "answer", answer, API_NEEDED, "yes no", NULL),
	TEXT_(struct publication_body, "digest", digest, API_NEEDED, NULL, "of what was read: 12 digits or more"),
	TEXT_(struct publication_body, "signed_mail", signed_mail, 0, NULL, "its reference"),
	TEXT_(struct publication_body, "spoken", spoken, 0, NULL, "the note of the call"),
	TEXT_(struct publication_body, "second", second, 0, NULL, "spoken: the other analyst who heard it"),
	TEXT_(struct publication_body, "second_digest", second_digest, 0, NULL, "the digits as that one heard them"),
};
API_SHAPE(publication_answer, NULL, NULL, struct publication_body, body_fields);

struct ask_body { bool drop; };
static const struct api_field ask_fields[] = { BOOL_(struct ask_body, "drop", drop, 0, "take the question back") };
API_SHAPE(publication_ask, NULL, NULL, struct ask_body, ask_fields);

/* ---- as a source's approver sees it ---- */

static const struct api_field request_fields[] = {
	TEXT_(struct publication_request, "case", number, 0, NULL, NULL),
	TEXT_(struct publication_request, "digest", digest, 0, NULL, "what an answer names"),
	TEXT_(struct publication_request, "answer", answer, API_NULL, NULL, "yes no; null: none yet"),
	TIME_(struct publication_request, "asked", asked_ms, 0, NULL),
	TIME_(struct publication_request, "due", due_ms, 0, NULL),
	TIME_(struct publication_request, "at", at_ms, API_NULL, "of the answer"),
};
API_SHAPE(publication_request, "noroshi/publication-request/1", "The own organisation is asked whether it may be told of in public.", struct publication_request, request_fields);

static const struct api_field word_fields[] = {
	TEXT_(struct publication_word, "slot", slot, 0, NULL, NULL),
	TEXT_(struct publication_word, "lang", lang, 0, NULL, NULL),
	TEXT_(struct publication_word, "text", body, 0, NULL, "paragraphs parted by an empty line"),
};
API_SHAPE(publication_word, NULL, "A text that would be printed.", struct publication_word, word_fields);

static const struct api_field moment_fields[] = {
	TIME_(struct publication_moment, "at", at_ms, 0, NULL),
	TIME_(struct publication_moment, "until", until_ms, API_NULL, NULL),
	TEXT_(struct publication_moment, "precision", precision, 0, NULL, NULL),
	TEXT_(struct publication_moment, "from", from, API_NULL, NULL, "whose lane"),
	TEXT_(struct publication_moment, "to", to, API_NULL, NULL, NULL),
	BOOL_(struct publication_moment, "fake", fake, 0, "by the intruder"),
	TEXT_(struct publication_moment, "text_ja", text_ja, API_NULL, NULL, NULL),
	TEXT_(struct publication_moment, "text_en", text_en, API_NULL, NULL, NULL),
	TEXT_(struct publication_moment, "note_ja", note_ja, API_NULL, NULL, NULL),
	TEXT_(struct publication_moment, "note_en", note_en, API_NULL, NULL, NULL),
	TEXT_(struct publication_moment, "known", known_how, 0, NULL, NULL),
};
API_SHAPE(publication_moment, NULL, "A moment of its course of events.", struct publication_moment, moment_fields);

struct request_whole { struct publication_request request; const struct publication_request *row; struct publication p; };
static const struct api_field whole_fields[] = {
	OBJECT_(struct request_whole, "request", row, 0, &api_shape_publication_request, NULL),
	LIST_(struct request_whole, "words", p.words, p.word_count, 0, &api_shape_publication_word, NULL),
	LIST_(struct request_whole, "moments", p.moments, p.moment_count, 0, &api_shape_publication_moment, NULL),
};
API_SHAPE(publication_whole, "noroshi/publication-whole/1", "What would be printed: all that the digest covers.", struct request_whole, whole_fields);

struct reply_body { struct str answer, digest, code, reason; };
static const struct api_field reply_fields[] = {
	TEXT_(struct reply_body, "answer", answer, API_NEEDED, "yes no", NULL),
	TEXT_(struct reply_body, "digest", digest, API_NEEDED, NULL, "of what was read, whole or its first 12 digits or more"),
	TEXT_(struct reply_body, "code", code, API_NEEDED, NULL, "the approver's one-time code"),
	TEXT_(struct reply_body, "reason", reason, 0, NULL, NULL),
};
API_SHAPE(publication_reply, NULL, NULL, struct reply_body, reply_fields);

static struct str key_of_request(struct arena *a, const void *item)
{
	const struct publication_request *q = item;

	return api_place(a, q->asked_ms, q->number);
}

static int page_of_requests(struct api_call *c, struct api_page *p, struct err *e)
{
	struct publication_request *list;
	struct str number = STR("");
	long long asked_ms = TIME_FOREVER;
	size_t n;

	if (api_after_place(p, &asked_ms, &number, e) < 0 ||
	    publication_requests(c->hub->db, p->a, c->who.org_id, asked_ms, number, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_request);
	return 0;
}

int api_publications(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_requests, e);
}

static int thing_request(struct api_call *c, struct publication_request *q, struct err *e)
{
	if (publication_request_get(c->hub->db, c->a, c->who.org_id, c->part[0], q, e) < 0)
		return e->kind == ERR_UNKNOWN ? api_nothing(e) : -1;
	c->seen = true;
	return 0;
}

int api_publication_request(struct api_call *c, struct err *e)
{
	struct request_whole w;

	if (thing_request(c, &w.request, e) < 0 || publication_get(c->hub->db, c->a, w.request.number, &w.p, e) < 0)
		return -1;
	w.row = &w.request;
	return api_give(c, &w);
}

/* As for a share: a key alone says no yes. */
int api_publication_reply(struct api_call *c, struct err *e)
{
	const struct reply_body *b = c->body;
	struct answer n = { .digest = b->digest, .word = b->answer, .person = c->who.person_id, .medium = MEDIUM_CODE, .code = b->code, .second = STR(""),
		.reference = b->reason.p != NULL ? b->reason : STR("") };
	struct publication_request q;
	bool waits;

	if (thing_request(c, &q, e) < 0 || api_code_waits(c, &waits, e) < 0)
		return -1;
	if (waits)
		return 0;
	n.number = q.number;
	return publication_answer(c->hub, &c->by, c->a, &n, e) < 0 ? api_code_refused(c, e) : api_done(c, "publication.answered", q.number);
}

/* ---- as the hub's people see it ---- */

int api_publication_ask(struct api_call *c, struct err *e)
{
	const struct ask_body *b = c->body;
	struct publication p;

	if (publication_get(c->hub->db, c->a, c->part[0], &p, e) < 0)
		return e->kind == ERR_UNKNOWN ? api_nothing(e) : -1;
	c->seen = true;
	if (b->drop)
		return publication_unask(c->hub, &c->by, c->a, p.number, e) < 0 ? -1 : api_done(c, "publication.taken-back", p.number);
	return publication_ask(c->hub, &c->by, c->a, p.number, e) < 0 ? -1 : api_done(c, "publication.asked", p.number);
}

int api_publication(struct api_call *c, struct err *e)
{
	struct publication_view v;

	if (publication_get(c->hub->db, c->a, c->part[0], &v.p, e) < 0)
		return e->kind == ERR_UNKNOWN ? api_nothing(e) : -1;
	c->seen = true;
	v.good = v.p.good == v.p.source_count;
	return api_give(c, &v);
}

static struct str given(struct str s)
{
	return s.p != NULL ? s : STR("");
}

int api_publication_answer(struct api_call *c, struct err *e)
{
	const struct publication_body *b = c->body;
	bool mail = b->signed_mail.n > 0;
	const struct answer n = { .number = c->part[0], .word = b->answer, .person = b->person, .digest = b->digest, .code = STR(""),
		.medium = mail ? MEDIUM_SIGNED_MAIL : MEDIUM_SPOKEN, .reference = mail ? b->signed_mail : given(b->spoken),
		.second = mail ? STR("") : given(b->second), .second_digest = mail ? STR("") : given(b->second_digest) };
	struct publication p;

	if (publication_get(c->hub->db, c->a, c->part[0], &p, e) < 0)
		return e->kind == ERR_UNKNOWN ? api_nothing(e) : -1;
	c->seen = true;
	if (mail == (b->spoken.n > 0))
		return err_set(e, ERR_INPUT, "say how it was said: the reference of a signed mail, or the note of a call and who else heard it");
	return publication_answer(c->hub, &c->by, c->a, &n, e) < 0 ? -1 : api_done(c, "publication.answered", p.number);
}

/* publication.c - may a case be told of in the public report: what its sources said, and their answers. */
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
};
API_SHAPE(publication_source, NULL, "One organisation whose material the case holds.", struct publication_source, source_fields);

struct publication_view { struct publication p; bool good; };
static const struct api_field publication_fields[] = {
	TEXT_(struct publication_view, "case", p.number, 0, NULL, NULL),
	TEXT_(struct publication_view, "digest", p.digest, 0, NULL, "of the hub's words on the case and of its course of events"),
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

/* case_tell.c - what is told of a case is changed: texts, who plays a part, moments.
 *
 * Who wants to be sure that nobody else changed it meanwhile says so with If-Match, as everywhere. */
#include "api/things.h"
#include "base/time.h"
#include "consolidate/cases.h"

/* ---- shapes ---- */

struct text_body { struct str slot, ja, en; };
static const struct api_field text_fields[] = {
	TEXT_(struct text_body, "slot", slot, API_NEEDED, NULL, "as in texts of the case"),
	TEXT_(struct text_body, "ja", ja, 0, NULL, "paragraphs, parted by empty lines; both empty: the text is taken away"),
	TEXT_(struct text_body, "en", en, 0, NULL, NULL),
};
API_SHAPE(case_text_change, NULL, NULL, struct text_body, text_fields);

struct party_body { struct case_party_row p; bool gone; };
static const struct api_field party_fields[] = {
	TEXT_(struct party_body, "party", p.id, 0, NULL, "which one; without it one more"),
	TEXT_(struct party_body, "role", p.role, 0, NULL, NULL),
	TEXT_(struct party_body, "org", p.org_id, 0, NULL, "an organisation of the registry, or"),
	TEXT_(struct party_body, "label", p.label, 0, NULL, "as the hub calls it"),
	BOOL_(struct party_body, "gone", gone, 0, "it is taken away"),
};
API_SHAPE(case_party_change, NULL, NULL, struct party_body, party_fields);

struct moment_body { struct case_moment m; bool gone; };
static const struct api_field moment_fields[] = {
	TEXT_(struct moment_body, "moment", m.id, 0, NULL, "which one; without it one more"),
	TIME_(struct moment_body, "at", m.at_ms, 0, NULL),
	TIME_(struct moment_body, "until", m.until_ms, 0, "the end of a stretch"),
	TEXT_(struct moment_body, "precision", m.precision, 0, "minute day month", "without it minute"),
	TEXT_(struct moment_body, "from", m.from_lane, 0, NULL, "a lane: A, B ..."),
	TEXT_(struct moment_body, "to", m.to_lane, 0, NULL, NULL),
	BOOL_(struct moment_body, "fake", m.is_fake, 0, "by the intruder"),
	TEXT_(struct moment_body, "text_ja", m.text_ja, 0, NULL, "what happened; {A} {B} stand for the lanes' names"),
	TEXT_(struct moment_body, "text_en", m.text_en, 0, NULL, "the same in English: both reports need it"),
	TEXT_(struct moment_body, "ja", m.note_ja, 0, NULL, "a note beside it"),
	TEXT_(struct moment_body, "en", m.note_en, 0, NULL, NULL),
	TEXT_(struct moment_body, "known", m.known_how, 0, "observed told inferred", NULL),
	BOOL_(struct moment_body, "gone", gone, 0, "it is taken away"),
};
API_SHAPE(case_moment_change, NULL, NULL, struct moment_body, moment_fields);

/* ---- deeds ---- */

static int told(struct api_call *c, struct case_row *k, struct case_told *t, struct err *e)
{
	if (case_get(c->hub->db, c->a, c->part[0], k, e) < 0)
		return -1;
	c->seen = true;
	return case_told(c->hub->db, c->a, k->id, t, e);
}

/* The library's edits know a text by what it is; not given is empty. */
static struct str said(struct str s)
{
	return s.p != NULL ? s : STR("");
}

int api_case_text(struct api_call *c, struct err *e)
{
	const struct text_body *b = c->body;
	struct case_told t;
	struct case_row k;

	return told(c, &k, &t, e) < 0 || case_words_edit(c->hub->db, &c->by, c->a, k.number, b->slot, said(b->ja), said(b->en),
	    case_seen_words(c->a, &t, b->slot), e) < 0 ? -1 : api_done(c, "case.text", k.number);
}

int api_case_party(struct api_call *c, struct err *e)
{
	const struct party_body *b = c->body;
	const struct case_party_row to = { said(b->p.role), said(b->p.org_id), said(b->p.label), STR("") }, *now = NULL;
	struct case_told t;
	struct case_row k;

	if (told(c, &k, &t, e) < 0)
		return -1;
	if (b->p.id.n == 0)
		return case_party_check(to.role, to.org_id, to.label, e) < 0 || case_party_add(c->hub->db, &c->by, c->a, k.id, to.role,
		    to.org_id.n > 0 ? to.org_id : STR_NONE, to.label, e) < 0 ? -1 : api_done(c, "case.party", k.number);
	for (size_t i = 0; i < t.party_count; i++)
		if (str_eq(t.parties[i].id, b->p.id))
			now = &t.parties[i];
	if (now == NULL)
		return api_nothing(e);
	return case_party_edit(c->hub->db, &c->by, c->a, k.number, b->p.id, b->gone ? NULL : &to, case_seen_party(c->a, now), e) < 0 ? -1 :
	    api_done(c, "case.party", k.number);
}

static int moment_of(const struct moment_body *b, struct case_moment *m, struct err *e)
{
	*m = b->m;
	m->precision = m->precision.n > 0 ? m->precision : STR("minute");
	m->from_lane = said(m->from_lane);
	m->to_lane = said(m->to_lane);
	m->note_ja = said(m->note_ja);
	m->note_en = said(m->note_en);
	if (m->at_ms == TIME_NONE)
		return err_set(e, ERR_INPUT, "%s is missing", "at");
	if (m->until_ms != TIME_NONE && m->until_ms < m->at_ms)
		return err_set(e, ERR_INPUT, "the end lies before the beginning");
	if (m->text_ja.n == 0 || m->text_en.n == 0)
		return err_set(e, ERR_INPUT, "what happened is told in Japanese and in English: both reports need it");
	return m->known_how.n > 0 ? 0 : err_set(e, ERR_INPUT, "how is it known: observed, told or inferred?");
}

int api_case_moment(struct api_call *c, struct err *e)
{
	const struct moment_body *b = c->body;
	const struct case_moment *now = NULL;
	struct case_moment m;
	struct case_told t;
	struct case_row k;

	if (told(c, &k, &t, e) < 0 || (!b->gone && moment_of(b, &m, e) < 0))
		return -1;
	if (b->m.id.n == 0 && !b->gone)
		return case_timeline_add(c->hub->db, &c->by, c->a, k.id, &m, e) < 0 ? -1 : api_done(c, "case.timeline", k.number);
	for (size_t i = 0; i < t.moment_count; i++)
		if (str_eq(t.moments[i].id, b->m.id))
			now = &t.moments[i];
	if (now == NULL)
		return api_nothing(e);
	return case_moment_edit(c->hub->db, &c->by, c->a, k.number, b->m.id, b->gone ? NULL : &m, case_seen_moment(c->a, now), e) < 0 ? -1 :
	    api_done(c, "case.timeline", k.number);
}

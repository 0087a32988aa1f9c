/* share_change.c - a share after its first draft: edited, corrected, retracted, supplemented, checked again. */
#include "share/change.h"

#include "api/things.h"
#include "base/time.h"
#include "feedback/receipts.h"
#include "share/look.h"

enum { PARAGRAPHS_MOST = 60 };

/* ---- shapes ---- */

struct words_in { struct str *ja, *en; size_t ja_count, en_count; };
static const struct api_field words_in_fields[] = {
	TEXTS_(struct words_in, "ja", ja, ja_count, API_NEEDED, "a paragraph each"),
	TEXTS_(struct words_in, "en", en, en_count, API_NEEDED, "as many: each says the same in both"),
};
API_SHAPE(words_in, NULL, "Paragraphs in both languages.", struct words_in, words_in_fields);

struct change_body {
	struct str tlp, class, without_org, without_submission, *drop;
	struct words_in *title, *summary, *actions, *reason;
	long long rev, expires_ms;
	bool again;
	size_t drop_count;
};
static const struct api_field change_fields[] = {
	INT_(struct change_body, "rev", rev, 0, "the revision that was looked at; another one by now: 409"),
	TEXT_(struct change_body, "tlp", tlp, 0, "RED AMBER+STRICT AMBER GREEN CLEAR", "without it as it is, like everything here"),
	TEXT_(struct change_body, "class", class, 0, "urgent normal reference", NULL),
	TIME_(struct change_body, "expires", expires_ms, 0, NULL),
	OBJECT_(struct change_body, "title", title, 0, &api_shape_words_in, NULL),
	OBJECT_(struct change_body, "summary", summary, 0, &api_shape_words_in, NULL),
	OBJECT_(struct change_body, "actions", actions, 0, &api_shape_words_in, NULL),
	OBJECT_(struct change_body, "reason", reason, 0, &api_shape_words_in, "of a correction or retraction: others read it"),
	TEXTS_(struct change_body, "drop", drop, drop_count, 0, "values taken out; revoked where they are out"),
	TEXT_(struct change_body, "without_org", without_org, 0, NULL, "all of this organisation's material is taken out"),
	TEXT_(struct change_body, "without_submission", without_submission, 0, NULL, "that of one submission, receipt/n"),
	BOOL_(struct change_body, "again", again, 0, "gather the material anew from the records"),
};
API_SHAPE(share_change, NULL, NULL, struct change_body, change_fields);

struct supplement_body { struct str case_number, tlp, class, lane, audience; bool sightings, exact; };
static const struct api_field supplement_fields[] = {
	TEXT_(struct supplement_body, "case", case_number, 0, NULL, "from this case, or"),
	BOOL_(struct supplement_body, "sightings", sightings, 0, "from what members saw of the share"),
	TEXT_(struct supplement_body, "tlp", tlp, API_NEEDED, "RED AMBER+STRICT AMBER GREEN CLEAR", NULL),
	TEXT_(struct supplement_body, "class", class, API_NEEDED, "urgent normal reference", NULL),
	TEXT_(struct supplement_body, "audience", audience, API_NEEDED, NULL, "all, or sig:ID"),
	TEXT_(struct supplement_body, "lane", lane, 0, "technical narrative", "without it technical"),
	BOOL_(struct supplement_body, "exact", exact, 0, "exact days and counts: every source must consent to them"),
};
API_SHAPE(share_supplement, NULL, NULL, struct supplement_body, supplement_fields);

static const struct api_field hit_fields[] = {
	TEXT_(struct leak_hit, "place", place, 0, NULL, "html/ja, csv ..."),
	TEXT_(struct leak_hit, "kind", kind, 0, NULL, "name sig domain person address pattern unreleased"),
	TEXT_(struct leak_hit, "found", found, 0, NULL, "as it stands there"),
};
API_SHAPE(leak_hit, NULL, "What must not leave.", struct leak_hit, hit_fields);

struct checked_view { struct str share; struct leak_hit *hits; size_t count; };
static const struct api_field checked_fields[] = {
	TEXT_(struct checked_view, "share", share, 0, NULL, NULL),
	LIST_(struct checked_view, "leak_hits", hits, count, 0, &api_shape_leak_hit, "none: it may leave"),
};
API_SHAPE(share_checked, "noroshi/share-checked/1", "The leak check, with today's dictionaries.", struct checked_view, checked_fields);

static const struct api_field receipts_fields[] = {
	TEXT_(struct receipts, "share", number, 0, NULL, NULL),
	INT_(struct receipts, "sent", sent, 0, "organisations"),
	INT_(struct receipts, "told", notified, 0, NULL),
	INT_(struct receipts, "opened", opened, 0, NULL),
	INT_(struct receipts, "acknowledged", acked, 0, NULL),
	INT_(struct receipts, "answered", answered, 0, NULL),
	INT_(struct receipts, "to_acknowledge", ack_wanted, 0, "a value was taken back, and it is not acknowledged yet"),
	INT_(struct receipts, "late", ack_late, 0, "past the date for that"),
};
API_SHAPE(share_receipts, "noroshi/receipts/1", "How far what was sent came.", struct receipts, receipts_fields);

/* ---- reading ---- */

static int texts_of(struct api_call *c, const char *name, const struct words_in *w, struct texts *t, struct err *e)
{
	if (w == NULL)
		return 0;
	if (w->ja_count != w->en_count)
		return err_set(e, ERR_INPUT, "%s: %zu paragraphs in Japanese, %zu in English; each says the same in both", name, w->ja_count, w->en_count);
	if (w->ja_count > PARAGRAPHS_MOST)
		return err_set(e, ERR_INPUT, "%s is a list of at most %d", name, PARAGRAPHS_MOST);
	for (size_t i = 0; i < w->ja_count; i++)
		texts_add(c->a, t, w->ja[i], w->en[i]);
	return 0;
}

static int without_of(struct api_call *c, struct str named, struct str *id, struct err *e)
{
	struct submission_row s;

	*id = STR("");
	if (named.n == 0)
		return 0;
	if (submission_get(c->hub->db, c->a, named, &s, e) < 0)
		return -1;
	*id = s.id;
	return 0;
}

static int change_of(struct api_call *c, enum share_change_kind kind, const struct share_row *s, struct share_change *k, struct err *e)
{
	const struct change_body *b = c->body;

	*k = (struct share_change){ .kind = kind, .number = s->number, .tlp = b->tlp, .class = b->class, .search = STR_NONE, .seen_rev = b->rev,
		.set_expires = b->expires_ms != TIME_NONE, .expires_ms = b->expires_ms, .again = b->again, .drop = b->drop, .drop_count = b->drop_count,
		.without_org = b->without_org.p != NULL ? b->without_org : STR("") };
	return texts_of(c, "title", b->title, &k->title, e) < 0 || texts_of(c, "summary", b->summary, &k->summary, e) < 0 ||
	    texts_of(c, "actions", b->actions, &k->actions, e) < 0 || texts_of(c, "reason", b->reason, &k->reason, e) < 0 ||
	    without_of(c, b->without_submission, &k->without_submission, e) < 0 ? -1 : 0;
}

/* ---- deeds ---- */

static int change(struct api_call *c, enum share_change_kind kind, struct err *e)
{
	struct share_change k;
	struct share_made made;
	struct share_row s;

	return thing_share(c, &s, e) < 0 || change_of(c, kind, &s, &k, e) < 0 || share_change(c->hub, &c->by, c->a, &k, &made, e) < 0 ? -1 :
	    share_made_give(c, &made, false);
}

int api_share_edit(struct api_call *c, struct err *e) { return change(c, SHARE_EDIT, e); }
int api_share_correct(struct api_call *c, struct err *e) { return change(c, SHARE_CORRECTION, e); }
int api_share_retract(struct api_call *c, struct err *e) { return change(c, SHARE_RETRACTION, e); }

int api_share_supplement(struct api_call *c, struct err *e)
{
	const struct supplement_body *b = c->body;
	struct share_target audience;
	struct share_spec spec = { .origin = STR("member"), .tlp = b->tlp, .class = b->class, .lane = b->lane.n > 0 ? b->lane : STR("technical"),
		.search = STR_NONE, .exact = b->exact, .expires_ms = TIME_NONE, .audience = &audience, .audience_count = 1 };
	struct share_made made;
	struct share_row s;

	if (thing_share(c, &s, e) < 0 || audience_named(b->audience, &audience, e) < 0)
		return -1;
	if ((b->case_number.n > 0) == b->sightings)
		return err_set(e, ERR_INPUT, "from what? a case, or sightings: one of them");
	if (b->sightings)
		spec.sightings_of = s.number;
	else {
		spec.case_number = b->case_number;
		spec.supplements = s.number;
	}
	return share_draft(c->hub, &c->by, c->a, &spec, &made, e) < 0 ? -1 : share_made_give(c, &made, true);
}

int api_share_check(struct api_call *c, struct err *e)
{
	struct leak_hits hits = { 0 };
	struct share_row s;

	if (thing_share(c, &s, e) < 0 || share_check(c->hub, &c->by, c->a, s.number, &hits, e) < 0)
		return -1;
	return api_give(c, &(const struct checked_view){ s.number, hits.list, hits.count });
}

int api_share_receipts(struct api_call *c, struct err *e)
{
	struct receipts *list;
	struct share_row s;
	size_t n;

	if (thing_share(c, &s, e) < 0 || receipts_of_shares(c->hub->db, c->a, s.number, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	return api_give(c, n > 0 ? list : &(struct receipts){ .number = s.number });
}

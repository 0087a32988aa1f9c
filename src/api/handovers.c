/* handovers.c - chosen originals for one named partner: made, consented to by each source, taken back.
 *
 * The package itself and its password are given out at the hub's machine only (noroshi handover release, password). */
#include "handover/handover.h"

#include "api/things.h"
#include "base/time.h"

/* ---- shapes ---- */

static const struct api_field handover_fields[] = {
	TEXT_(struct handover, "handover", number, 0, NULL, NULL),
	TEXT_(struct handover, "state", state, 0, NULL, NULL),
	TEXT_(struct handover, "partner", partner_id, 0, NULL, NULL),
	TEXT_(struct handover, "purpose", purpose, 0, NULL, NULL),
	TIME_(struct handover, "released", released_ms, API_NULL, NULL),
	TIME_(struct handover, "ended", ended_ms, API_NULL, NULL),
};
API_SHAPE(handover, "noroshi/handover/1", "A hand-over of originals.", struct handover, handover_fields);

struct item_view { struct handover_item i; struct str submission; };
static const struct api_field item_fields[] = {
	TEXT_(struct item_view, "name", i.name, 0, NULL, "in the package"),
	TEXT_(struct item_view, "submission", submission, 0, NULL, NULL),
	TEXT_(struct item_view, "sha256", i.sha256, 0, NULL, NULL),
	INT_(struct item_view, "bytes", i.bytes, 0, NULL),
	BOOL_(struct item_view, "withdrawn", i.withdrawn, 0, "by its source, meanwhile"),
};
API_SHAPE(handover_item, NULL, "One original.", struct item_view, item_fields);

static const struct api_field source_fields[] = {
	TEXT_(struct handover_source, "org", org_id, 0, NULL, NULL),
	TEXT_(struct handover_source, "digest", digest, 0, NULL, "what this source says yes to"),
	TEXT_(struct handover_source, "answer", answer, API_NULL, NULL, "yes no; null: none yet"),
	TEXT_(struct handover_source, "medium", medium, API_NULL, NULL, NULL),
};
API_SHAPE(handover_source, NULL, "A source and its answer.", struct handover_source, source_fields);

struct whole { struct handover *h; struct item_view *items; struct handover_source *sources; size_t item_count, source_count; };
static const struct api_field whole_fields[] = {
	OBJECT_(struct whole, "handover", h, 0, &api_shape_handover, NULL),
	LIST_(struct whole, "originals", items, item_count, 0, &api_shape_handover_item, "a source sees its own"),
	LIST_(struct whole, "sources", sources, source_count, 0, &api_shape_handover_source, "a source sees itself"),
};
API_SHAPE(handover_whole, "noroshi/handover-whole/1", "A hand-over, its originals and sources.", struct whole, whole_fields);

struct make_body { struct str partner, purpose, *submissions; size_t count; };
static const struct api_field make_fields[] = {
	TEXT_(struct make_body, "partner", partner, API_NEEDED, NULL, "an organisation"),
	TEXT_(struct make_body, "purpose", purpose, API_NEEDED, NULL, "names nobody; each source reads it, and it stands in the package"),
	TEXTS_(struct make_body, "submissions", submissions, count, API_NEEDED, "receipt/n each"),
};
API_SHAPE(handover_make, NULL, NULL, struct make_body, make_fields);

struct consent_body { struct str answer, digest, code; };
static const struct api_field consent_fields[] = {
	TEXT_(struct consent_body, "answer", answer, API_NEEDED, "yes no", NULL),
	TEXT_(struct consent_body, "digest", digest, API_NEEDED, NULL, "of what was read"),
	TEXT_(struct consent_body, "code", code, API_NEEDED, NULL, "the approver's one-time code"),
};
API_SHAPE(handover_consent, NULL, NULL, struct consent_body, consent_fields);

struct reason_body { struct str reason; };
static const struct api_field reason_fields[] = { TEXT_(struct reason_body, "reason", reason, API_NEEDED, NULL, NULL) };
API_SHAPE(reason_given, NULL, NULL, struct reason_body, reason_fields);

/* ---- looking ---- */

static struct str key_of_handover(struct arena *a, const void *item)
{
	const struct handover *x = item;

	return api_place(a, x->made_ms, x->number);
}

static int page_of_handovers(struct api_call *c, struct api_page *p, struct err *e)
{
	struct str behind = STR("");
	long long behind_ms = TIME_FOREVER;
	struct handover *list;
	size_t n;

	if (api_after_place(p, &behind_ms, &behind, e) < 0 || handover_list(c->hub->db, p->a, behind_ms, behind, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_handover);
	return 0;
}

int api_handovers(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_handovers, e);
}

static int thing_handover(struct api_call *c, struct handover *h, struct err *e)
{
	if ((is_staff(c) ? handover_get(c->hub->db, c->a, c->part[0], h, e) : handover_get_for(c->hub->db, c->a, c->part[0], c->who.org_id, h, e)) < 0)
		return -1;
	c->seen = true;
	return 0;
}

int api_handover(struct api_call *c, struct err *e)
{
	struct handover h;
	struct whole w = { .h = &h };

	if (thing_handover(c, &h, e) < 0)
		return -1;
	w.items = ARENA_ARRAY(c->a, struct item_view, h.item_count + 1);
	w.item_count = h.item_count;
	for (size_t i = 0; i < h.item_count; i++)
		w.items[i] = (struct item_view){ h.items[i], arena_printf(c->a, STR_FMT "/%lld", STR_ARG(h.items[i].receipt), h.items[i].number) };
	w.sources = h.sources;
	w.source_count = h.source_count;
	return api_give(c, &w);
}

/* ---- deeds ---- */

int api_handover_make(struct api_call *c, struct err *e)
{
	const struct make_body *b = c->body;
	struct api_done done = { STR("handover.made"), STR("") };

	c->seen = true;
	if (handover_make(c->hub, &c->by, c->a, b->partner, b->purpose, b->submissions, b->count, &done.object, e) < 0)
		return -1;
	return api_made(c, arena_printf(c->a, "/handovers/" STR_FMT, STR_ARG(done.object)), &done);
}

/* As for a share: a key alone says no yes. */
int api_handover_consent(struct api_call *c, struct err *e)
{
	const struct consent_body *b = c->body;
	struct answer n = { .digest = b->digest, .word = b->answer, .person = c->who.person_id, .medium = MEDIUM_CODE, .code = b->code, .second = STR(""),
		.reference = STR("") };
	struct handover h;
	bool waits;

	if (thing_handover(c, &h, e) < 0 || api_code_waits(c, &waits, e) < 0)
		return -1;
	if (waits)
		return 0;
	n.number = h.number;
	return handover_consent(c->hub, &c->by, c->a, &n, e) < 0 ? api_code_refused(c, e) : api_done(c, "handover.consent", h.number);
}

int api_handover_drop(struct api_call *c, struct err *e)
{
	struct handover h;

	return thing_handover(c, &h, e) < 0 || handover_drop(c->hub, &c->by, c->a, h.number, e) < 0 ? -1 : api_done(c, "handover.dropped", h.number);
}

int api_handover_withdraw(struct api_call *c, struct err *e)
{
	const struct reason_body *b = c->body;
	struct handover h;
	bool unreadable;

	return thing_handover(c, &h, e) < 0 || handover_withdraw(c->hub, &c->by, c->a, h.number, b->reason, &unreadable, e) < 0 ? -1 :
	    api_done(c, "handover.withdrawn", h.number);
}

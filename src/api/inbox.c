/* inbox.c - what the own organisation was sent, its papers, its answer. */
#include "api/things.h"
#include "base/time.h"
#include "feedback/answer.h"
#include "intake/intake.h"
#include "web/share_set.h"

/* ---- shapes ---- */

static const struct api_field given_fields[] = {
	TEXT_(struct answer_given, "word", answer, 0, NULL, "no-hit hit partly not-checked working"),
	TEXT_(struct answer_given, "reason", reason, API_NULL, NULL, NULL),
	TIME_(struct answer_given, "from", from_ms, API_NULL, "what was searched"),
	TIME_(struct answer_given, "to", to_ms, API_NULL, NULL),
	INT_(struct answer_given, "useful", useful, 0, "1 to 5; 0: not said"),
	BOOL_(struct answer_given, "may_merge", may_merge, 0, NULL),
	TIME_(struct answer_given, "at", at_ms, 0, NULL),
};
API_SHAPE(answer_given, NULL, "What the own organisation said.", struct answer_given, given_fields);

struct delivery_view { struct delivery d; struct str title_ja, title_en; struct answer_given *answer; };
static const struct api_field delivery_fields[] = {
	TEXT_(struct delivery_view, "share", d.number, 0, NULL, NULL),
	INT_(struct delivery_view, "version", d.shown.version, 0, NULL),
	TEXT_(struct delivery_view, "change", d.shown.change, API_NULL, NULL, NULL),
	TEXT_(struct delivery_view, "tlp", d.shown.tlp, 0, NULL, NULL),
	TEXT_(struct delivery_view, "class", d.shown.class, 0, NULL, NULL),
	TEXT_(struct delivery_view, "title_ja", title_ja, API_NULL, NULL, NULL),
	TEXT_(struct delivery_view, "title_en", title_en, API_NULL, NULL, NULL),
	TEXT_(struct delivery_view, "document", d.document_id, API_NULL, NULL, NULL),
	TEXT_(struct delivery_view, "state", d.state, 0, "queued notified opened acked", NULL),
	TIME_(struct delivery_view, "opened", d.opened_ms, API_NULL, NULL),
	TIME_(struct delivery_view, "acknowledged", d.acked_ms, API_NULL, NULL),
	TIME_(struct delivery_view, "acknowledge_by", d.ack_due_ms, API_NULL, "a value is taken back: acknowledge by then"),
	OBJECT_(struct delivery_view, "answer", answer, API_NULL, &api_shape_answer_given, NULL),
};
API_SHAPE(delivery, "noroshi/delivery/1", "One share in the own organisation's inbox.", struct delivery_view, delivery_fields);

struct answer_body { struct str answer, reason; long long from_ms, to_ms, useful; bool may_merge; };
static const struct api_field answer_fields[] = {
	TEXT_(struct answer_body, "answer", answer, API_NEEDED, "no-hit hit partly not-checked working", NULL),
	TIME_(struct answer_body, "from", from_ms, 0, "what was searched, from this time or day"),
	TIME_(struct answer_body, "to", to_ms, 0, "to this time, or the end of this day"),
	TEXT_(struct answer_body, "reason", reason, 0, NULL, "of not-checked and partly; no-logs, or words"),
	INT_(struct answer_body, "useful", useful, 0, "1 to 5"),
	BOOL_(struct answer_body, "may_merge", may_merge, 0, "may go, without a name, into a table for all"),
};
API_SHAPE(answer, NULL, NULL, struct answer_body, answer_fields);

/* ---- looking ---- */

static void view_of(struct arena *a, const struct delivery *d, struct delivery_view *v)
{
	*v = (struct delivery_view){ .d = *d };
	if (d->shown.title.count > 0) {
		v->title_ja = d->shown.title.ja[0];
		v->title_en = d->shown.title.en[0];
	}
	if (d->acked_ms != TIME_NONE)
		v->d.ack_due_ms = TIME_NONE;
	if (d->answer.answer.p == NULL)
		return;
	v->answer = ARENA_NEW(a, struct answer_given);
	*v->answer = d->answer;
}

static struct str key_of_delivery(struct arena *a, const void *item)
{
	const struct delivery_view *x = item;

	return api_place(a, x->d.queued_ms, x->d.number);
}

static int page_of_inbox(struct api_call *c, struct api_page *p, struct err *e)
{
	struct delivery_place after = { TIME_FOREVER, STR("") };
	struct delivery_view *views;
	struct delivery *list;
	struct reader reader;
	size_t n;

	if (api_after_place(p, &after.queued_ms, &after.number, e) < 0 || thing_reader(c, &reader, e) < 0 || delivery_page(c->hub->db, p->a, reader.org_id, c->q->now_ms, &after, p->limit + 1, &list, &n, e) < 0)
		return -1;
	views = ARENA_ARRAY(p->a, struct delivery_view, n + 1);
	for (size_t i = 0; i < n; i++)
		view_of(p->a, &list[i], &views[i]);
	api_cut_more(p, views, n, sizeof *views, key_of_delivery);
	return 0;
}

int api_inbox(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_inbox, e);
}

int api_inbox_share(struct api_call *c, struct err *e)
{
	struct delivery_view v;
	struct delivery d;

	if (thing_delivery(c, &d, e) < 0)
		return -1;
	view_of(c->a, &d, &v);
	return api_give(c, &v);
}

static bool was_opened(const struct delivery *d)
{
	return str_eq(d->state, STR("opened")) || str_eq(d->state, STR("acked"));
}

int api_inbox_paper(struct api_call *c, struct err *e)
{
	struct str format, lang, bytes;
	struct delivery d;

	if (thing_delivery(c, &d, e) < 0)
		return -1;
	c->seen = false;
	paper_named(c->part[1], &format, &lang);
	if (!was_opened(&d) || (str_eq(format, STR("text")) || str_eq(format, STR("html"))) != (lang.n > 0))
		return api_nothing(e);
	if (delivery_open(c->hub->db, &c->by, c->a, &d, format, lang, &bytes, e) < 0)
		return e->kind == ERR_USAGE ? api_nothing(e) : -1;
	return api_bytes(c, paper_type(format), bytes);
}

/* Not everything that was sent can be looked for. */
int api_inbox_set(struct api_call *c, struct err *e)
{
	struct share_set set;
	struct delivery d;

	if (thing_delivery(c, &d, e) < 0)
		return -1;
	c->seen = false;
	if (!was_opened(&d))
		return api_nothing(e);
	if (share_set_make(c->hub->db, &c->by, c->a, &d, &set, e) < 0)
		return -1;
	return set.bytes.n == 0 ? api_nothing(e) : api_bytes(c, "application/octet-stream", set.bytes);
}

/* ---- deeds ---- */

int api_inbox_open(struct api_call *c, struct err *e)
{
	struct delivery d;
	struct str bytes;

	if (thing_delivery(c, &d, e) < 0 || delivery_open(c->hub->db, &c->by, c->a, &d, STR("text"), c->lang == LANG_JA ? STR("ja") : STR("en"), &bytes, e) < 0)
		return -1;
	return api_done(c, "delivery.opened", d.number);
}

int api_inbox_ack(struct api_call *c, struct err *e)
{
	struct delivery d;

	return thing_delivery(c, &d, e) < 0 || delivery_ack(c->hub->db, &c->by, c->a, &d, e) < 0 ? -1 : api_done(c, "delivery.acked", d.number);
}

/* A day's end counts as its last second: a whole day was searched. */
static long long end_of(long long ms, int zone)
{
	struct civil t = time_civil(ms == TIME_NONE ? 0 : ms, zone);

	return ms == TIME_NONE || t.hour + t.minute + t.second + t.ms != 0 ? ms : ms + MS_DAY - MS_SECOND;
}

int api_inbox_answer(struct api_call *c, struct err *e)
{
	const struct answer_body *b = c->body;
	const struct answer_given g = { .answer = b->answer, .reason = b->reason.p != NULL ? b->reason : STR(""), .from_ms = b->from_ms,
		.to_ms = end_of(b->to_ms, (int)c->hub->conf.zone_minutes), .useful = b->useful, .may_merge = b->may_merge };
	struct delivery d;

	return thing_delivery(c, &d, e) < 0 || answer_give(c->hub->db, &c->by, c->a, &d, &g, e) < 0 ? -1 : api_done(c, "feedback.answered", d.number);
}

/* noroshi/sighting/1 lines as they are: they are read in the jail, like every hand-in. */
int api_inbox_sightings(struct api_call *c, struct err *e)
{
	struct offer offer = { .org_id = c->who.org_id, .person_id = c->who.person_id, .kind = STR("sighting"), .channel = STR("rest"),
		.received_ms = TIME_NONE };
	struct delivery d;

	if (thing_delivery(c, &d, e) < 0)
		return -1;
	offer.answers_share = d.number;
	return receive_all(c, &offer, STR("sightings.ndjson"), receive_hand_in, e);
}

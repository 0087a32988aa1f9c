/* cases.c - cases: which there are, what belongs to them, joining and parting, the draft of what is shared of one. */
#include "consolidate/cases.h"

#include "api/things.h"
#include "base/time.h"
#include "share/share.h"

/* ---- shapes ---- */

static const struct api_field case_fields[] = {
	TEXT_(struct case_row, "case", number, 0, NULL, NULL),
	TEXT_(struct case_row, "title", title, API_NULL, NULL, NULL),
	TEXT_(struct case_row, "state", state, 0, NULL, NULL),
	TEXT_(struct case_row, "class", class, API_NULL, NULL, NULL),
	INT_(struct case_row, "bec_type", bec_type, 0, NULL),
	TEXT_(struct case_row, "campaign", campaign, API_NULL, NULL, NULL),
	BOOL_(struct case_row, "targeted", targeted, 0, NULL),
	TEXT_(struct case_row, "targeted_basis", targeted_basis, API_NULL, NULL, NULL),
	TEXT_(struct case_row, "damage", damage, API_NULL, NULL, NULL),
	TIME_(struct case_row, "opened", opened_ms, 0, NULL),
	TIME_(struct case_row, "closed", closed_ms, API_NULL, NULL),
	INT_(struct case_row, "submissions", submissions, 0, NULL),
	INT_(struct case_row, "organisations", organisations, 0, NULL),
};
API_SHAPE(case, "noroshi/case/1", "One attack as the hub understands it.", struct case_row, case_fields);

struct member_view { struct case_member m; struct str submission; };
static const struct api_field member_fields[] = {
	TEXT_(struct member_view, "submission", submission, 0, NULL, NULL),
	TEXT_(struct member_view, "org", m.org_id, API_NULL, NULL, NULL),
	TIME_(struct member_view, "received", m.received_ms, 0, NULL),
	TEXT_(struct member_view, "nature", m.nature, API_NULL, NULL, NULL),
	TEXT_(struct member_view, "reason", m.reason, 0, NULL, NULL),
	INT_(struct member_view, "score", m.score, 0, NULL),
};
API_SHAPE(case_member, NULL, "A submission of a case.", struct member_view, member_fields);

static const struct api_field party_fields[] = {
	TEXT_(struct case_party_row, "party", id, 0, NULL, "for a deed about it"),
	TEXT_(struct case_party_row, "role", role, 0, NULL, NULL),
	TEXT_(struct case_party_row, "org", org_id, API_NULL, NULL, NULL),
	TEXT_(struct case_party_row, "label", label, API_NULL, NULL, NULL),
};
API_SHAPE(case_party, NULL, "Who plays a part in it.", struct case_party_row, party_fields);

static const struct api_field text_fields[] = {
	TEXT_(struct case_text_row, "slot", slot, 0, NULL, NULL),
	TEXT_(struct case_text_row, "lang", lang, 0, "ja en", NULL),
	TEXT_(struct case_text_row, "body", body, 0, NULL, NULL),
};
API_SHAPE(case_text, NULL, "What is told of it.", struct case_text_row, text_fields);

static const struct api_field moment_fields[] = {
	TEXT_(struct case_moment, "moment", id, 0, NULL, "for a deed about it"),
	TIME_(struct case_moment, "at", at_ms, 0, NULL),
	TIME_(struct case_moment, "until", until_ms, API_NULL, NULL),
	TEXT_(struct case_moment, "precision", precision, 0, "minute day month", NULL),
	TEXT_(struct case_moment, "from", from_lane, API_NULL, NULL, NULL),
	TEXT_(struct case_moment, "to", to_lane, API_NULL, NULL, NULL),
	BOOL_(struct case_moment, "fake", is_fake, 0, "by the intruder"),
	TEXT_(struct case_moment, "text_ja", text_ja, API_NULL, NULL, "{A} {B} stand for the lanes' names"),
	TEXT_(struct case_moment, "text_en", text_en, API_NULL, NULL, NULL),
	TEXT_(struct case_moment, "ja", note_ja, API_NULL, NULL, NULL),
	TEXT_(struct case_moment, "en", note_en, API_NULL, NULL, NULL),
	TEXT_(struct case_moment, "known", known_how, 0, "observed told inferred", NULL),
};
API_SHAPE(case_moment, NULL, "One moment of its course.", struct case_moment, moment_fields);

static const struct api_field step_fields[] = {
	TEXT_(struct case_step, "what", what, 0, NULL, "joined left merged unmerged split closed reopened"),
	TEXT_(struct case_step, "submission", submission, API_NULL, NULL, NULL),
	TEXT_(struct case_step, "other_case", other_case, API_NULL, NULL, NULL),
	TEXT_(struct case_step, "reason", reason, API_NULL, NULL, NULL),
	TEXT_(struct case_step, "by", by, API_NULL, NULL, NULL),
	TIME_(struct case_step, "at", at_ms, 0, NULL),
	BOOL_(struct case_step, "undone", undone, 0, NULL),
};
API_SHAPE(case_step, NULL, "A step of its history.", struct case_step, step_fields);

struct whole { struct case_row *row; struct member_view *members; size_t member_count; struct case_told told; };
static const struct api_field whole_fields[] = {
	OBJECT_(struct whole, "case", row, 0, &api_shape_case, NULL),
	LIST_(struct whole, "members", members, member_count, 0, &api_shape_case_member, NULL),
	LIST_(struct whole, "parties", told.parties, told.party_count, 0, &api_shape_case_party, NULL),
	LIST_(struct whole, "texts", told.texts, told.text_count, 0, &api_shape_case_text, NULL),
	LIST_(struct whole, "moments", told.moments, told.moment_count, 0, &api_shape_case_moment, NULL),
	LIST_(struct whole, "history", told.steps, told.step_count, 0, &api_shape_case_step, NULL),
};
API_SHAPE(case_whole, "noroshi/case-whole/1", "A case and everything in it.", struct whole, whole_fields);

struct cases_query { struct str state; };
static const struct api_field query_fields[] = { TEXT_(struct cases_query, "state", state, 0, NULL, "without it all but merged ones") };
API_SHAPE(cases_query, NULL, NULL, struct cases_query, query_fields);

struct merge_body { struct str from; };
static const struct api_field merge_fields[] = { TEXT_(struct merge_body, "from", from, API_NEEDED, NULL, "the case that goes into this one") };
API_SHAPE(case_merge, NULL, NULL, struct merge_body, merge_fields);

struct split_body { struct str title, *submissions; size_t count; };
static const struct api_field split_fields[] = {
	TEXTS_(struct split_body, "submissions", submissions, count, API_NEEDED, "receipt/n"),
	TEXT_(struct split_body, "title", title, 0, NULL, "of the new case"),
};
API_SHAPE(case_split, NULL, NULL, struct split_body, split_fields);

struct move_body { struct str submission, reason; };
static const struct api_field move_fields[] = { TEXT_(struct move_body, "submission", submission, API_NEEDED, NULL, "receipt/n") };
API_SHAPE(case_move, NULL, NULL, struct move_body, move_fields);
static const struct api_field leave_fields[] = {
	TEXT_(struct move_body, "submission", submission, API_NEEDED, NULL, "receipt/n"),
	TEXT_(struct move_body, "reason", reason, API_NEEDED, NULL, "why: the next one who reads the case will ask"),
};
API_SHAPE(case_leave, NULL, NULL, struct move_body, leave_fields);

struct draft_body { struct str tlp, class, lane, audience; bool liaison; long long expires_ms; };
static const struct api_field draft_fields[] = {
	TEXT_(struct draft_body, "tlp", tlp, API_NEEDED, "RED AMBER+STRICT AMBER GREEN CLEAR", NULL),
	TEXT_(struct draft_body, "class", class, API_NEEDED, "urgent normal reference", NULL),
	TEXT_(struct draft_body, "audience", audience, API_NEEDED, NULL, "all, or sig:ID"),
	TEXT_(struct draft_body, "lane", lane, 0, "technical narrative", "without it technical"),
	BOOL_(struct draft_body, "liaison", liaison, 0, "to liaison groups too"),
	TIME_(struct draft_body, "expires", expires_ms, 0, NULL),
};
API_SHAPE(share_draft, NULL, NULL, struct draft_body, draft_fields);

struct made_view { struct str number, digest; long long rev, leaks, unread, kept_back; };
static const struct api_field made_fields[] = {
	TEXT_(struct made_view, "share", number, 0, NULL, NULL),
	INT_(struct made_view, "rev", rev, 0, NULL),
	TEXT_(struct made_view, "digest", digest, 0, NULL, NULL),
	INT_(struct made_view, "leak_hits", leaks, 0, "must be 0 before a source is asked"),
	INT_(struct made_view, "unread", unread, 0, "submissions left out: not fully read and not yet looked at"),
	INT_(struct made_view, "kept_back", kept_back, 0, "submissions of which nothing technical is to be shared, as who handed them in said"),
};
API_SHAPE(share_made, "noroshi/share-made/1", "A draft.", struct made_view, made_fields);

/* ---- looking ---- */

static struct str key_of_case(struct arena *a, const void *item)
{
	const struct case_row *x = item;

	return api_place(a, x->opened_ms, x->number);
}

static int page_of_cases(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct cases_query *q = c->query;
	struct case_place after = { TIME_FOREVER, STR("") };
	struct case_row *list;
	size_t n;

	if (api_after_place(p, &after.opened_ms, &after.number, e) < 0 ||
	    case_page(c->hub->db, p->a, q->state, &after, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_case);
	return 0;
}

int api_cases(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_cases, e);
}

static int members_of(struct api_call *c, struct str case_id, struct whole *w, struct err *e)
{
	struct case_member *list;

	if (case_members(c->hub->db, c->a, case_id, &list, &w->member_count, e) < 0)
		return -1;
	w->members = ARENA_ARRAY(c->a, struct member_view, w->member_count + 1);
	for (size_t i = 0; i < w->member_count; i++)
		w->members[i] = (struct member_view){ list[i], arena_printf(c->a, STR_FMT "/%lld", STR_ARG(list[i].receipt), list[i].number) };
	return 0;
}

static int thing_case(struct api_call *c, struct case_row *k, struct err *e)
{
	if (case_get(c->hub->db, c->a, c->part[0], k, e) < 0)
		return -1;
	c->seen = true;
	return 0;
}

int api_case(struct api_call *c, struct err *e)
{
	struct case_row k;
	struct whole w = { .row = &k };

	if (thing_case(c, &k, e) < 0 || members_of(c, k.id, &w, e) < 0 || case_told(c->hub->db, c->a, k.id, &w.told, e) < 0)
		return -1;
	return api_give(c, &w);
}

/* ---- deeds ---- */

int api_case_merge(struct api_call *c, struct err *e)
{
	const struct merge_body *b = c->body;
	struct case_row k;

	if (thing_case(c, &k, e) < 0 || case_merge(c->hub->db, &c->by, c->a, k.number, b->from, e) < 0)
		return -1;
	return api_done(c, "case.merged", k.number);
}

typedef int case_deed(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct err *e);

static int deed(struct api_call *c, case_deed *does, const char *name, struct err *e)
{
	struct case_row k;

	return thing_case(c, &k, e) < 0 || does(c->hub->db, &c->by, c->a, k.number, e) < 0 ? -1 : api_done(c, name, k.number);
}

int api_case_unmerge(struct api_call *c, struct err *e) { return deed(c, case_unmerge, "case.unmerged", e); }
int api_case_close(struct api_call *c, struct err *e) { return deed(c, case_close, "case.closed", e); }
int api_case_reopen(struct api_call *c, struct err *e) { return deed(c, case_reopen, "case.reopened", e); }

/* A submission comes to this case (and leaves the one it stood in), leaves it for none, or comes back as it stood there. */
enum move { JOINS, LEAVES, RETURNS };
static const char *const moves[] = { "case.joined", "case.left", "case.joined" };

static int move(struct api_call *c, enum move how, struct err *e)
{
	const struct move_body *b = c->body;
	struct submission_row s;
	struct case_row k;

	if (thing_case(c, &k, e) < 0 || submission_get(c->hub->db, c->a, b->submission, &s, e) < 0)
		return -1;
	if ((how == JOINS ? case_add(c->hub->db, &c->by, c->a, k.id, s.id, "analyst", 1000, e) :
	    how == LEAVES ? case_remove(c->hub->db, &c->by, c->a, k.id, s.id, b->reason, e) : case_return(c->hub->db, &c->by, c->a, k.id, s.id, e)) < 0)
		return -1;
	return api_done(c, moves[how], k.number);
}

int api_case_join(struct api_call *c, struct err *e) { return move(c, JOINS, e); }
int api_case_leave(struct api_call *c, struct err *e) { return move(c, LEAVES, e); }
int api_case_return(struct api_call *c, struct err *e) { return move(c, RETURNS, e); }

int api_case_split(struct api_call *c, struct err *e)
{
	const struct split_body *b = c->body;
	struct str *ids = ARENA_ARRAY(c->a, struct str, b->count + 1), id;
	struct api_done done = { STR("case.split"), STR("") };
	struct submission_row s;
	struct case_row k;

	if (thing_case(c, &k, e) < 0)
		return -1;
	for (size_t i = 0; i < b->count; i++) {
		if (submission_get(c->hub->db, c->a, b->submissions[i], &s, e) < 0)
			return -1;
		ids[i] = s.id;
	}
	if (case_split(c->hub->db, &c->by, c->a, k.number, ids, b->count, b->title.p != NULL ? b->title : STR(""), &id, e) < 0 ||
	    case_get(c->hub->db, c->a, id, &k, e) < 0)
		return -1;
	done.object = k.number;
	return api_made(c, arena_printf(c->a, "/cases/" STR_FMT, STR_ARG(k.number)), &done);
}

int audience_named(struct str s, struct share_target *t, struct err *e)
{
	*t = (struct share_target){ str_upto(s, ':'), str_after(s, ':'), 0, TIME_FOREVER };
	return str_eq(t->kind, STR("all")) || str_eq(t->kind, STR("sig")) ? 0 : err_set(e, ERR_INPUT, "for whom? all, or one SIG");
}

int share_made_give(struct api_call *c, const struct share_made *made, bool is_new)
{
	const struct made_view v = { made->number, made->digest, made->rev, (long long)made->leaks.count, (long long)made->unread, (long long)made->kept_back };

	return is_new ? api_made(c, arena_printf(c->a, "/shares/" STR_FMT, STR_ARG(made->number)), &v) : api_give(c, &v);
}

int api_case_share(struct api_call *c, struct err *e)
{
	const struct draft_body *b = c->body;
	struct share_target audience;
	struct share_spec spec = { .origin = STR("member"), .tlp = b->tlp, .class = b->class, .lane = b->lane.n > 0 ? b->lane : STR("technical"),
		.search = STR_NONE, .liaison_ok = b->liaison, .expires_ms = b->expires_ms, .audience = &audience, .audience_count = 1 };
	struct share_made made;
	struct case_row k;

	if (thing_case(c, &k, e) < 0 || audience_named(b->audience, &audience, e) < 0)
		return -1;
	spec.case_number = k.number;
	return share_draft(c->hub, &c->by, c->a, &spec, &made, e) < 0 ? -1 : share_made_give(c, &made, true);
}

/* outward.c - the views, as bytes. */
#include "outward.h"

#include "rows.h"

#include <sys/stat.h>

#include "approve/approve.h"
#include "base/time.h"
#include "feedback/cascade.h"
#include "report/report.h"
#include "request/info_request.h"

static void artefacts(struct stage *s, const struct stage_org *o, const struct delivery *d, struct buf *out)
{
	static const char *const list[][2] = { { "text", "ja" }, { "text", "en" }, { "html", "ja" }, { "html", "en" }, { "csv", "" }, { "json", "" } };
	struct act by = stage_act(s, arena_printf(s->arena, "%s-contact", o->id).p);
	struct err e;

	for (size_t i = 0; i < COUNT_OF(list); i++) {
		struct str bytes;

		assert_ok(delivery_open(s->hub->db, &by, s->arena, d, str_of(list[i][0]), str_of(list[i][1]), &bytes, &e), e);
		buf_printf(out, "artefact %s %s %zu\n", list[i][0], list[i][1], bytes.n);
		buf_add(out, bytes);
		buf_char(out, '\n');
	}
}

/* A mail server takes its time, which is real: some milliseconds. */
static long long minute(long long ms)
{
	return ms == TIME_NONE ? ms : ms / MS_MINUTE;
}

static void deliveries(struct stage *s, const struct stage_org *o, struct buf *out)
{
	struct delivery *list;
	struct err e;
	size_t n;

	assert_ok(delivery_list(s->hub->db, s->arena, str_of(o->id), s->now_ms, &list, &n, &e), e);
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "delivery " STR_FMT " " STR_FMT " rev %lld at %lld notified %lld " STR_FMT "\n", STR_ARG(list[i].number),
		    STR_ARG(list[i].document_id), list[i].rev, list[i].queued_ms, minute(list[i].notified_ms), STR_ARG(list[i].state));
		artefacts(s, o, &list[i], out);
	}
}

/* What an association may pass on. */
static void cascades(struct stage *s, const struct stage_org *o, struct buf *out)
{
	struct act by = stage_act(s, arena_printf(s->arena, "%s-contact", o->id).p);
	struct delivery *list;
	struct err e;
	size_t n;

	assert_ok(delivery_list(s->hub->db, s->arena, str_of(o->id), s->now_ms, &list, &n, &e), e);
	for (size_t i = 0; i < n; i++)
		for (int lang = LANG_JA; lang <= LANG_EN; lang++) {
			struct str text;

			assert_ok(cascade_text(s->hub, &by, s->arena, &list[i], lang, &text, &e), e);
			buf_printf(out, "cascade %zu\n", text.n);
			buf_add(out, text);
		}
}

static void calls(struct stage *s, const struct stage_org *o, struct buf *out)
{
	struct info_request *list;
	struct err e;
	size_t n;

	assert_ok(info_request_list(s->hub->db, s->arena, str_of(o->id), s->now_ms, TIME_FOREVER, STR(""), TIME_FOREVER, &list, &n, &e), e);
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "call " STR_FMT " " STR_FMT " %lld %lld\n", STR_ARG(list[i].number), STR_ARG(list[i].state), list[i].published_ms,
		    list[i].due_ms);
		buf_add(out, info_request_text(s->hub, s->arena, &list[i], LANG_JA));
		buf_add(out, info_request_text(s->hub, s->arena, &list[i], LANG_EN));
	}
}

static void notices(struct stage *s, const struct stage_org *o, struct buf *out)
{
	struct db_rows r;
	struct err e;

	/* as they came over the wire (postbox.h); approval requests go to sources only: these are of the others */
	assert_ok(DB_QUERY(s->hub->db, s->arena, &r, &e, "SELECT n.file, n.kind, n.person_id, n.made_ms, n.not_before_ms, n.sent_ms FROM notice n "
	    "JOIN person p ON p.id = n.person_id WHERE p.org_id = $1 ORDER BY n.not_before_ms, n.id", DB_TEXT(str_of(o->id))), e);
	for (size_t i = 0; i < r.count; i++) {
		const char *path = arena_printf(s->arena, "%s/outbox/" STR_FMT, s->hub->dir, STR_ARG(db_text(&r, i, 0))).p;

		buf_printf(out, "notice " STR_FMT " " STR_FMT " " STR_FMT " %lld %lld %lld\n", STR_ARG(db_text(&r, i, 0)), STR_ARG(db_text(&r, i, 1)),
		    STR_ARG(db_text(&r, i, 2)), db_int(&r, i, 3), db_int(&r, i, 4), minute(db_time(&r, i, 5)));
		buf_add(out, test_file(s->arena, path));
	}
}

/* Forbidden and absent must look the same, whoever the source is. */
static void questions(struct stage *s, const struct stage_org *o, struct buf *out)
{
	struct act by = stage_act(s, arena_printf(s->arena, "%s-approver", o->id).p);
	struct db_rows r;
	struct err e;

	assert_ok(DB_QUERY(s->hub->db, s->arena, &r, &e, "SELECT number FROM share UNION SELECT 'J-NOTHERE' ORDER BY 1"), e);
	for (size_t i = 0; i < r.count; i++) {
		const struct answer yes = { .number = db_text(&r, i, 0), .digest = STR("000000000000"), .word = STR("yes"), .person = by.actor,
			.medium = MEDIUM_PORTAL };

		e.text[0] = '\0';
		if (approve_answer(s->hub, &by, s->arena, &yes, &e) < 0)
			buf_printf(out, "answer: %s\n", e.text);
	}
}

void outward_org(struct stage *s, const struct stage_org *o, struct buf *out)
{
	buf_printf(out, "== %s\n", o->id);
	deliveries(s, o, out);
	if (str_eq(str_of(o->kind), STR("liaison-member")))
		cascades(s, o, out);
	calls(s, o, out);
	notices(s, o, out);
	if (str_eq(str_of(o->kind), STR("member")))
		questions(s, o, out);
}

void outward_public(struct stage *s, struct buf *out)
{
	struct report_order order = { .as_recorded_ms = AS_NOW_KNOWN, .made_ms = s->now_ms };
	struct err e;

	assert_ok(period_parse(STR("2019-07-01"), STR("2019-09-30"), ZONE_JST, &order.period, &e), e);
	for (int lang = 0; lang < 2; lang++) {
		struct doc *d;

		order.lang = lang == 0 ? LANG_JA : LANG_EN;
		assert_ok(report_make(s->hub, s->arena, &order, &d, &e), e);
		report_html_page(d, out);
		report_json(d, out, order.as_recorded_ms);
		report_csv(d, out);
		report_table_text(d, 100, out);
	}
}

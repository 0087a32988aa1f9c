/* stage.c - the circle, and the steps from a hand-in to a released share. */
#include "stage.h"

#include "postbox.h"

#include "rows.h"

#include "approve/approve.h"
#include "approve/approver.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "encode.h"
#include "feedback/receipts.h"
#include "intake/intake.h"
#include "registry/association.h"
#include "registry/import.h"
#include "share/change.h"
#include "share/outbox.h"
#include "share/release.h"
#include "worker/hub_jobs.h"

const struct stage_org stage_orgs[STAGE_ORGS] = {
	{ "kitanami", "member", "北波重工業株式会社", "Kitanami Heavy Works", "kitanami.example", "fw7.kitanami.example", "198.51.100.18",
	    "10.21.7.11", "Tetsuro Kuzuhara", "葛原 哲郎", "kuzuhara", "03-6721-1101", "KITANAMI-AD", "kfs01", "Blue Lantern", "+0900", "hoshikubo" },
	{ "minasawa", "member", "水名沢精工株式会社", "Minasawa Precision Works", "minasawa.example", "gw2.minasawa.example", "198.51.100.34",
	    "10.66.3.92", "Haruka Isobematsu", "磯部松 春香", "isobematsu", "06-4410-2202", "MINASAWA-DC", "mnas9", "Red Gable", "+0800", "mitarasei" },
	{ "oohirada", "member", "大比良田化成株式会社", "Oohirada Chemicals", "oohirada.example", "mx.oohirada.example", "198.51.100.50",
	    "10.7.88.3", "Jiro Wakizono", "脇園 次郎", "wakizono", "052-771-3303", "OOHIRADA-HQ", "ohfile", "Green Anvil", "+0900", "nagatsuka" },
	{ "tomogisi", "member", "友岸電装株式会社", "Tomogisi Electric", "tomogisi.example", "mail.tomogisi.example", "198.51.100.66",
	    "10.90.12.44", "Sachie Munekata", "宗形 幸恵", "munekata", "082-330-4404", "TOMOGISI-01", "tgnas", "Grey Heron", "+0900", "ukigayama" },
	{ "ryokusen", "liaison-member", "緑泉医療連合", "Ryokusen Hospitals", "ryokusen.example", "ns.ryokusen.example", "198.51.100.82",
	    "10.33.5.200", "Kaoru Bizenya", "備前屋 薫", "bizenya", "011-208-5505", "RYOKUSEN-M", "ryfs3", "White Crane", "+0900", "komorebei" },
};

const struct share_target stage_everybody[2] = { { { "all", 3 }, { "", 0 }, 0, TIME_FOREVER }, { { "liaison", 7 }, { "medical", 7 }, 0, TIME_FOREVER } };

const char *const *stage_words(struct arena *a, const struct stage_org *o)
{
	const char *all[] = { o->id, o->domain, o->host, o->ip, o->inside, o->person_ja, o->local, o->phone, o->ad, o->path, o->project, o->guest,
		arena_cstr(a, str_at(str_of(o->ja), 0, 12)), NULL };
	const char **list = ARENA_ARRAY(a, const char *, COUNT_OF(all));

	memcpy(list, all, sizeof all);
	return list;
}

static void add_org(struct buf *out, const struct stage_org *o)
{
	buf_printf(out, ",{\"id\":\"%s\",\"kind\":\"%s\",\"names\":[{\"kind\":\"legal\",\"lang\":\"ja\",\"name\":\"%s\"},"
	    "{\"kind\":\"legal\",\"lang\":\"en\",\"name\":\"%s\"},{\"kind\":\"project\",\"lang\":\"\",\"name\":\"%s\"},"
	    "{\"kind\":\"term\",\"lang\":\"\",\"name\":\"%s\"},{\"kind\":\"term\",\"lang\":\"\",\"name\":\"%s\"}],\"domains\":[\"%s\"],"
	    "\"hosts\":[\"%s\"],\"networks\":[\"%s/28\"],", o->id, o->kind, o->ja, o->en, o->project, o->ad, o->path, o->domain, o->host, o->ip);
	buf_printf(out, "\"people\":[{\"id\":\"%s-contact\",\"name\":\"%s\",\"aliases\":[\"%s\"],\"duty\":\"staff\",\"addresses\":[\"%s@%s\"],"
	    "\"roles\":[\"submitter\",\"recipient\"]},{\"id\":\"%s-approver\",\"name\":\"%s\",\"duty\":\"staff\",\"addresses\":[\"approver@%s\"],"
	    "\"roles\":[\"approver\"]}]", o->id, o->person, o->person_ja, o->local, o->domain, o->id, "承認 担当", o->domain);
	if (strcmp(o->kind, "member") == 0)
		buf_z(out, ",\"memberships\":[{\"sig\":\"power\",\"from\":\"2018-04-01\",\"join_reason\":\"founding\"}]");
	buf_z(out, "}");
}

static void import_roster(struct hub *hub, const struct act *by, struct arena *a)
{
	struct import_result result;
	struct buf doc, problems;
	struct err e;

	buf_init_arena(&doc, a, 1 << 20);
	buf_init_arena(&problems, a, 1 << 20);
	buf_z(&doc, "{\"sigs\":[{\"id\":\"power\",\"name_ja\":\"電力業界\",\"name_en\":\"Power\",\"sort\":0,\"from\":\"2018-04-01\"}],\"organisations\":["
	    "{\"id\":\"hub\",\"kind\":\"hub\",\"names\":[{\"kind\":\"legal\",\"lang\":\"ja\",\"name\":\"ハブ事務局\"}],\"domains\":[\"hub.example\"],\"people\":["
	    "{\"id\":\"an-1\",\"name\":\"An One\",\"duty\":\"staff\",\"roles\":[\"analyst\"]},{\"id\":\"an-2\",\"name\":\"An Two\",\"duty\":\"staff\","
	    "\"roles\":[\"analyst\"]}]}");
	for (size_t i = 0; i < STAGE_ORGS; i++)
		add_org(&doc, &stage_orgs[i]);
	buf_z(&doc, "],\"liaisons\":[{\"id\":\"medical\",\"name_ja\":\"医療業界\",\"name_en\":\"Medical\",\"counted_as\":\"groups\",\"counted\":1,"
	    "\"reach\":5500,\"reach_approx\":true,\"from\":\"2018-04-01\",\"organisations\":[\"ryokusen\"]}]}");
	assert_ok(roster_import(hub, by, a, buf_str(&doc), false, false, &result, &problems, &e), e);
	if (result.bad > 0)
		fail_msg("%s", problems.p);
}

static void record_terms(struct hub *hub, const struct act *by, struct arena *a)
{
	const struct liaison_terms t = { STR("v1"), STR("paper"), 0, TIME_FOREVER };
	struct err e;

	assert_ok(liaison_terms_add(hub->db, by, a, STR("ryokusen"), &t, &e), e);
}

struct act stage_act(struct stage *s, const char *person)
{
	return (struct act){ .now_ms = s->now_ms, .actor = str_of(person), .os_user = STR("test"), .rng = &s->rng };
}

struct str stage_build(struct hub *hub, long long now_ms)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct stage s = { .hub = hub, .arena = a, .rng = rng_seeded(3), .now_ms = now_ms };
	const struct share_value values[] = { { STR("ipv4"), STR("203.0.113.9"), STR("malicious") } };
	struct share_spec spec = { .origin = STR("own"), .class = STR("urgent"), .tlp = STR("AMBER"), .lane = STR("technical"), .search = STR("both"),
		.terms = STR("free to pass on"), .expires_ms = TIME_NONE, .liaison_ok = true, .values = values, .value_count = 1,
		.audience = stage_everybody, .audience_count = 2 };
	struct act by = stage_act(&s, "hub");
	static char number[32];
	struct share_made made;

	import_roster(hub, &by, a);
	record_terms(hub, &by, a);
	assert_true(stage_release(&s, &spec, &made));
	snprintf(number, sizeof number, STR_FMT, STR_ARG(made.number));
	arena_free(a);
	return str_of(number);
}

struct str stage_hand_in(struct stage *s, const struct stage_org *o, const char *kind, struct str bytes, struct str share)
{
	struct act by = stage_act(s, arena_printf(s->arena, "%s-contact", o->id).p), worker = stage_act(s, "hub");
	struct offer offer = { .org_id = str_of(o->id), .person_id = by.actor, .kind = str_of(kind), .channel = STR("cli"),
		.name = arena_printf(s->arena, "%s の %s", o->person_ja, o->project), .bytes = bytes, .received_ms = s->now_ms,
		.answers_share = share };
	struct hub_jobs_done done;
	struct receipt receipt;
	struct db_rows rows;
	struct err e;

	assert_ok(intake_receive(s->hub, &by, s->arena, &offer, &receipt, &e), e);
	assert_ok(hub_jobs_run(s->hub, &worker, s->pool, 100, &done, &e), e);
	assert_ok(DB_QUERY(s->hub->db, s->arena, &rows, &e, "SELECT id FROM submission WHERE hand_in_id = $1 ORDER BY number",
	    DB_TEXT(receipt.hand_in_id)), e);
	assert_true(rows.count > 0);
	s->now_ms += MS_MINUTE;
	return db_text(&rows, 0, 0);
}

struct str stage_case(struct stage *s, const struct str *submissions, size_t n)
{
	struct act by = stage_act(s, "an-1");
	struct str id = STR("");
	struct err e;

	assert_ok(case_open(s->hub->db, &by, s->arena, STR("a case"), submissions[0], "analyst", 1000, &id, &e), e);
	for (size_t i = 1; i < n; i++)
		assert_ok(case_add(s->hub->db, &by, s->arena, id, submissions[i], "analyst", 1000, &e), e);
	/* the analyst has looked at what could not be read wholly */
	assert_true(DB_EXEC(s->hub->db, &e, "UPDATE submission SET class = 'targeted', class_by = 'an-1', class_ms = $1 WHERE class_by IS NULL",
	    DB_INT(s->now_ms)) >= 0);
	return id;
}

static void approve_all(struct stage *s, const struct share_made *made, bool exact)
{
	struct act by = stage_act(s, "an-1");
	struct asked asked;
	struct db_rows rows;
	struct err e;

	assert_ok(approve_ask(s->hub, &by, s->arena, made->number, &asked, &e), e);
	assert_ok(DB_QUERY(s->hub->db, s->arena, &rows, &e, "SELECT org_id FROM approval_request WHERE share_id = $1 AND state = 'open' ORDER BY org_id",
	    DB_TEXT(made->id)), e);
	for (size_t i = 0; i < rows.count; i++) {
		struct act approver = stage_act(s, arena_printf(s->arena, STR_FMT "-approver", STR_ARG(db_text(&rows, i, 0))).p);
		const struct answer yes = { .number = made->number, .digest = made->digest, .word = STR("yes"), .person = approver.actor,
			.medium = MEDIUM_PORTAL, .code = STR(""), .reference = STR(""), .second = STR(""), .exact_figures = exact };

		assert_ok(approve_answer(s->hub, &approver, s->arena, &yes, &e), e);
	}
}

void stage_flush(struct stage *s)
{
	struct act hub = stage_act(s, "hub");
	struct arena *a = arena_new(64 << 20, arena_full_exit);         /* the connection ends with it */
	struct outbox_result sent;
	struct err e;

	postbox_for(s->hub);
	assert_ok(outbox_flush(s->hub, &hub, a, &sent, &e), e);
	arena_free(a);
	if (sent.away)
		fprintf(stderr, "the postbox is away: %s\n", sent.words);
	assert_false(sent.away);
}

bool stage_release(struct stage *s, const struct share_spec *spec, struct share_made *made)
{
	struct act author = stage_act(s, "an-1"), second = stage_act(s, "an-2");
	struct share_released released;
	struct err e;

	assert_ok(share_draft(s->hub, &author, s->arena, spec, made, &e), e);
	if (made->leaks.count > 0)
		return false;
	if (!str_eq(spec->origin, STR("own")))
		approve_all(s, made, spec->exact);
	assert_ok(share_release(s->hub, &second, s->arena, made->number, &released, &e), e);
	s->now_ms += MS_DAY;
	stage_flush(s);
	return true;
}

static void let_silence_pass(struct stage *s, const struct share_spec *spec)
{
	struct act author = stage_act(s, "an-1"), by;
	struct share_made made;
	struct asked asked;
	struct db_rows rows;
	struct err e;
	struct str id;

	assert_ok(share_draft(s->hub, &author, s->arena, spec, &made, &e), e);
	assert_int_equal(made.leaks.count, 0);
	assert_ok(approve_ask(s->hub, &author, s->arena, made.number, &asked, &e), e);
	assert_ok(DB_QUERY(s->hub->db, s->arena, &rows, &e, "SELECT org_id FROM approval_request WHERE share_id = $1 ORDER BY id", DB_TEXT(made.id)), e);
	if (rows.count > 0) {   /* one of them looks, and its approver is away */
		const char *org = db_text(&rows, 0, 0).p;
		struct standing_in in;

		by = stage_act(s, arena_printf(s->arena, "%s-approver", org).p);
		in = (struct standing_in){ .person_id = by.actor, .deputy_id = arena_printf(s->arena, "%s-contact", org), .from_ms = by.now_ms,
			.to_ms = by.now_ms + 20 * (long long)MS_DAY, .reference = STR("") };
		assert_ok(approve_review(s->hub, &by, s->arena, made.number, STR(""), STR(""), by.now_ms + 3 * (long long)MS_DAY, &e), e);
		assert_ok(approver_replace(s->hub->db, &by, s->arena, &in, &id, &e), e);
	}
	for (int day = 0; day < 15; day += 3) {
		s->now_ms += 3 * (long long)MS_DAY;
		by = stage_act(s, "hub");
		assert_ok(approve_remind(s->hub, &by, s->arena, &e), e);
		stage_flush(s);
	}
}

static void change_it(struct stage *s, const struct share_change *c)
{
	struct act author = stage_act(s, "an-1"), second;
	struct share_released released;
	struct share_made made;
	struct err e;

	assert_ok(share_change(s->hub, &author, s->arena, c, &made, &e), e);
	assert_int_equal(made.leaks.count, 0);
	second = stage_act(s, "an-2");
	assert_ok(share_release(s->hub, &second, s->arena, c->number, &released, &e), e);
	s->now_ms += MS_DAY;
	stage_flush(s);
}

void stage_aftermath(struct stage *s, const struct share_spec *ask, struct str correct, struct str retract)
{
	struct share_change c = { .kind = SHARE_CORRECTION, .number = correct }, back = { .kind = SHARE_RETRACTION, .number = retract };
	struct db_rows rows;
	struct str shown;
	struct act by;
	struct err e;

	if (ask != NULL)
		let_silence_pass(s, ask);
	if (correct.p != NULL) {
		assert_ok(DB_QUERY(s->hub->db, s->arena, &rows, &e, "SELECT MIN(i.shown COLLATE \"C\") FROM share_indicator i JOIN share sh ON sh.id = i.share_id AND "
		    "sh.rev = i.rev WHERE sh.number = $1 AND i.treatment <> 'withheld'", DB_TEXT(correct)), e);
		shown = db_text(&rows, 0, 0);
		c.drop = &shown;
		c.drop_count = 1;
		if (shown.p != NULL)
			change_it(s, &c);
	}
	if (retract.p != NULL)
		change_it(s, &back);
	for (int day = 0; day < 4; day += 2) {
		s->now_ms += 2 * (long long)MS_DAY;
		by = stage_act(s, "an-1");
		assert_ok(receipts_remind(s->hub->db, &by, s->arena, &e), e);
		stage_flush(s);
	}
	s->now_ms += MS_DAY;    /* and the last of them have their slot */
	stage_flush(s);
}

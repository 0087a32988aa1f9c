/* circle.c - the small circle. */
#include "circle.h"

#include "rows.h"

#include "approve/approve.h"
#include "base/time.h"
#include "intake/intake.h"
#include "registry/import.h"
#include "share/release.h"
#include "worker/hub_store.h"

static struct rng rng;

struct act test_act_as(long long now_ms, const char *person)
{
	return (struct act){ .now_ms = now_ms, .actor = str_of(person), .os_user = STR("test"), .rng = &rng };
}

long long test_time(const char *when)
{
	struct err e;
	long long ms;

	assert_ok(time_parse(str_of(when), ZONE_JST, &ms, &e), e);
	return ms;
}

static void add_org(struct buf *out, const char *id, const char *kind, const char *name, bool member)
{
	buf_printf(out, ",{\"id\":\"%s\",\"kind\":\"%s\",\"names\":[{\"kind\":\"legal\",\"lang\":\"ja\",\"name\":\"%s工業\"},"
	    "{\"kind\":\"legal\",\"lang\":\"en\",\"name\":\"%s Industries\"}],\"domains\":[\"%s.example\"],\"people\":["
	    "{\"id\":\"%s-contact\",\"name\":\"Contact %s\",\"duty\":\"staff\",\"addresses\":[\"contact@%s.example\"],\"roles\":[\"submitter\",\"recipient\"]},"
	    "{\"id\":\"%s-approver\",\"name\":\"Approver %s\",\"duty\":\"staff\",\"addresses\":[\"approver@%s.example\"],\"roles\":[\"approver\"]},"
	    "{\"id\":\"%s-ceo\",\"name\":\"Chief %s\",\"duty\":\"ceo\",\"roles\":[]}]%s}", id, kind, name, name, id, id, name, id, id, name, id, id,
	    name, member ? ",\"memberships\":[{\"sig\":\"power\",\"from\":\"2018-04-01\",\"join_reason\":\"founding\"}]" : "");
}

void test_circle(struct hub *hub, long long now_ms)
{
	struct arena *a = arena_new(32 << 20, arena_full_exit);
	struct act by = test_act_as(now_ms, "hub");
	struct import_result result;
	struct buf doc, problems;
	struct err e;

	rng = rng_seeded(7);
	buf_init_arena(&doc, a, 1 << 20);
	buf_init_arena(&problems, a, 1 << 20);
	buf_z(&doc, "{\"sigs\":[{\"id\":\"power\",\"name_ja\":\"電力業界\",\"name_en\":\"Power\",\"sort\":0,\"from\":\"2018-04-01\"}],\"organisations\":["
	    "{\"id\":\"hub\",\"kind\":\"hub\",\"names\":[{\"kind\":\"legal\",\"lang\":\"ja\",\"name\":\"ハブ事務局\"}],\"domains\":[\"hub.example\"],\"people\":["
	    "{\"id\":\"an-1\",\"name\":\"An One\",\"duty\":\"staff\",\"roles\":[\"analyst\"]},{\"id\":\"an-2\",\"name\":\"An Two\",\"duty\":\"staff\","
	    "\"roles\":[\"analyst\"]},{\"id\":\"lead-1\",\"name\":\"Lead One\",\"duty\":\"staff\",\"roles\":[\"lead\"]}]}");
	add_org(&doc, "org-a", "member", "Hinode", true);
	add_org(&doc, "org-b", "member", "Kosei", true);
	add_org(&doc, "org-c", "member", "Midori", true);
	add_org(&doc, "org-d", "member", "Takane", true);
	add_org(&doc, "org-e", "member", "Yukawa", true);
	add_org(&doc, "med-1", "liaison-member", "Sakura", false);
	buf_z(&doc, "],\"liaisons\":[{\"id\":\"medical\",\"name_ja\":\"医療業界\",\"name_en\":\"Medical\",\"counted_as\":\"groups\",\"counted\":1,"
	    "\"reach\":5500,\"reach_approx\":true,\"from\":\"2018-04-01\",\"organisations\":[\"med-1\"]}]}");
	assert_ok(roster_import(hub, &by, a, buf_str(&doc), false, false, &result, &problems, &e), e);
	if (result.bad > 0)
		fail_msg("%s", problems.p);
	arena_free(a);
}

static struct str release_on(struct hub *hub, struct arena *a, const char *day, const struct share_made *made)
{
	struct act second = test_act_as(test_time(day) + 9 * MS_HOUR + 30 * MS_MINUTE, "an-2");
	struct share_released released;
	struct err e;

	assert_ok(share_release(hub, &second, a, made->number, &released, &e), e);
	return made->number;
}

struct str test_share_own(struct hub *hub, struct arena *a, const char *day, const char *type, const char *value, const char *only)
{
	const struct share_target to[] = { { only == NULL ? STR("all") : STR("org"), str_of(only == NULL ? "" : only), 0, TIME_FOREVER },
		{ STR("liaison"), STR("medical"), 0, TIME_FOREVER } };
	const struct share_value values[] = { { str_of(type), str_of(value), STR("malicious") } };
	struct share_spec spec = { .origin = STR("own"), .class = STR("normal"), .tlp = STR("AMBER"), .lane = STR("technical"),
		.search = STR("both"), .terms = STR("free to pass on"), .expires_ms = TIME_NONE, .liaison_ok = true, .values = values, .value_count = 1,
		.audience = to, .audience_count = only == NULL ? 2 : 1 };
	struct act by = test_act_as(test_time(day) + 9 * MS_HOUR, "an-1");
	struct share_made made;
	struct err e;

	assert_ok(share_draft(hub, &by, a, &spec, &made, &e), e);
	assert_int_equal(made.leaks.count, 0);
	return release_on(hub, a, day, &made);
}

static void approve_all(struct hub *hub, struct arena *a, const char *day, const struct share_made *made)
{
	struct act by = test_act_as(test_time(day) + 9 * MS_HOUR, "an-1");
	struct asked asked;
	struct db_rows rows;
	struct err e;

	assert_ok(approve_ask(hub, &by, a, made->number, &asked, &e), e);
	assert_ok(DB_QUERY(hub->db, a, &rows, &e, "SELECT org_id FROM approval_request WHERE share_id = $1 AND state = 'open' ORDER BY org_id",
	    DB_TEXT(made->id)), e);
	for (size_t i = 0; i < rows.count; i++) {
		struct str person = arena_printf(a, STR_FMT "-approver", STR_ARG(db_text(&rows, i, 0)));
		struct act approver = test_act_as(test_time(day) + 9 * MS_HOUR + 10 * MS_MINUTE, person.p);
		const struct answer yes = { .number = made->number, .digest = made->digest, .word = STR("yes"), .person = person,
			.medium = MEDIUM_PORTAL, .code = STR(""), .reference = STR(""), .second = STR(""), .exact_figures = true };

		assert_ok(approve_answer(hub, &approver, a, &yes, &e), e);
	}
}

struct str test_reshare(struct hub *hub, struct arena *a, const char *day, struct str number, bool exact, struct share_made *made)
{
	const struct share_target everybody = { STR("all"), STR(""), 0, TIME_FOREVER };
	struct share_spec spec = { .sightings_of = number, .origin = STR("member"), .class = STR("reference"), .tlp = STR("AMBER"),
		.lane = STR("narrative"), .search = STR("both"), .expires_ms = TIME_NONE, .exact = exact, .audience = &everybody, .audience_count = 1 };
	struct act by = test_act_as(test_time(day) + 8 * MS_HOUR, "an-1");
	struct err e;

	assert_ok(share_draft(hub, &by, a, &spec, made, &e), e);
	assert_int_equal(made->leaks.count, 0);
	approve_all(hub, a, day, made);
	return release_on(hub, a, day, made);
}

struct str test_sightings(struct hub *hub, struct arena *a, const char *when, const char *org, struct str share, const char *lines,
    const char *bad)
{
	struct act by = test_act_as(test_time(when), "hub");
	struct offer offer = { .org_id = str_of(org), .person_id = arena_printf(a, "%s-contact", org), .kind = STR("sighting"),
		.channel = STR("cli"), .name = STR("sighting.jsonl"), .bytes = str_of(lines), .received_ms = by.now_ms, .answers_share = share,
		.client_key = arena_printf(a, "%s %s", org, when) };
	struct receipt receipt;
	struct hub_submission s;
	struct err e;

	assert_ok(intake_receive(hub, &by, a, &offer, &receipt, &e), e);
	s = (struct hub_submission){ .hand_in_id = receipt.hand_in_id, .org_id = str_of(org), .kind = STR("sighting"), .answers_share = share,
		.received_ms = by.now_ms };
	assert_ok(intake_store_submission(hub, hub->db, &by, a, receipt.hand_in_id,
	    &(struct piece){ .number = 1, .kind = STR("sighting"), .bytes = str_of(lines), .copies = 1 }, &s.id, &e), e);
	assert_ok(hub_store_sightings(hub, &by, a, &s, str_of(lines), str_of(bad), &e), e);
	return s.id;
}

const char *test_row(struct arena *a, const char *value, const char *first, const char *last, int count)
{
	return arena_printf(a, "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"%s\",\"type\":\"ipv4\",\"org\":\"X\",\"direction\":\"from\","
	    "\"port\":1433,\"proto\":\"tcp\",\"action\":\"deny\",\"first\":\"%sT03:00:00Z\",\"last\":\"%sT04:00:00Z\",\"count\":%d,\"heuristic\":false,"
	    "\"listed\":[],\"lines\":[]}\n", value, first, last, count).p;
}

const char *test_summary(struct arena *a, const char *first, const char *last)
{
	return arena_printf(a, "{\"schema\":\"noroshi/hunt-summary/1\",\"files\":1,\"bytes\":1,\"lines\":1,\"skipped\":[],\"searched\":"
	    "{\"first\":\"%sT00:00:00Z\",\"last\":\"%sT00:00:00Z\"},\"direction_known\":1.0,\"formats\":{}}\n", first, last).p;
}

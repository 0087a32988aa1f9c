/* story_registry.c - who is who in the story. */
#include "story.h"

#include "rows.h"

#include "base/time.h"
#include "registry/change.h"
#include "registry/import.h"

struct story *story_of(struct nth *n, const char *actor, long long hours)
{
	n->by.actor = str_of(actor);
	n->by.now_ms = 1563321600000LL + hours * MS_HOUR;       /* Wednesday 2019-07-17 09:00 in Japan */
	return n->ctx;
}

struct str story_keep(struct story *s, struct str text)
{
	return arena_str(s->arena, text);
}

static const char roster[] =
    "{ \"sigs\": [ { \"id\": \"power\", \"name_ja\": \"電力\", \"name_en\": \"Power\", \"sort\": 1 }, { \"id\": \"gas\", \"name_ja\": \"ガス\","
    " \"name_en\": \"Gas\", \"sort\": 2 } ],"
    "\"organisations\": [ { \"id\": \"a\", \"names\": [ { \"kind\": \"legal\", \"lang\": \"en\", \"name\": \"Aoi Works\" } ],"
    " \"domains\": [ \"aoi.example\" ], \"networks\": [ \"192.0.2.0/28\" ], \"drills\": [ { \"domain\": \"drill.example\" } ],"
    " \"people\": [ { \"id\": \"a-1\", \"name\": \"Aki\", \"addresses\": [ \"aki@aoi.example\" ], \"roles\": [ \"submitter\", \"approver\","
    " \"recipient\" ] }, { \"id\": \"a-2\", \"name\": \"Ato\", \"addresses\": [ \"ato@aoi.example\" ] } ],"
    " \"memberships\": [ { \"sig\": \"power\", \"from\": \"2018-01-01\" }, { \"sig\": \"gas\", \"from\": \"2018-04\" } ] },"
    "{ \"id\": \"b\", \"names\": [ { \"kind\": \"legal\", \"lang\": \"en\", \"name\": \"Beni Works\" } ], \"domains\": [ \"beni.example\" ],"
    " \"people\": [ { \"id\": \"b-1\", \"name\": \"Bun\", \"addresses\": [ \"bun@beni.example\" ], \"roles\": [ \"submitter\", \"approver\","
    " \"recipient\" ] } ], \"memberships\": [ { \"sig\": \"power\", \"from\": \"2018-01-01\" } ] },"
    "{ \"id\": \"c\", \"names\": [ { \"kind\": \"legal\", \"lang\": \"en\", \"name\": \"Cha Works\" } ], \"memberships\": ["
    " { \"sig\": \"gas\", \"from\": \"2018-01-01\" } ] },"
    "{ \"id\": \"hub\", \"kind\": \"hub\", \"people\": [ { \"id\": \"h-1\", \"name\": \"Hana\", \"roles\": [ \"analyst\" ] },"
    " { \"id\": \"h-2\", \"name\": \"Haru\", \"roles\": [ \"lead\" ] } ] } ],"
    "\"liaisons\": [ { \"id\": \"l\", \"name_ja\": \"連携\", \"name_en\": \"Liaison\", \"counted_as\": \"groups\", \"counted\": 4, \"reach\": 5500,"
    " \"reach_approx\": true, \"organisations\": [ \"c\" ] } ] }";

int deed_import(struct nth *n, struct arena *a, struct err *e)
{
	struct import_result result;
	struct buf problems;
	int status;

	story_of(n, "h-1", 0);
	buf_init(&problems, 1 << 16);
	status = roster_import(n->hub, &n->by, a, str_of(roster), false, false, &result, &problems, e);
	if (problems.n > 0)
		fprintf(stderr, "%s", problems.p);
	status = status == 0 && result.bad > 0 ? err_set(e, ERR_INPUT, "rows refused") : status;
	buf_fini(&problems);
	return status;
}

int deed_rename_org(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return org_rename(n->hub->db, &n->by, a, STR("c"), STR("en"), STR("Cha Holdings"), e);
}

int deed_end_membership(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return membership_end(n->hub->db, &n->by, a, STR("a"), STR("gas"), n->by.now_ms, "day", STR("leave"), e);
}

int deed_merge_org(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return org_merge(n->hub->db, &n->by, a, STR("c"), STR("b"), n->by.now_ms + 90LL * MS_DAY, "day", e);
}

int deed_add_sig(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return sig_add(n->hub->db, &n->by, a, &(struct sig_row){ STR("oil"), STR("石油"), STR("Oil"), 3, 0, TIME_FOREVER }, e);
}

int deed_add_org(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "h-1", 0);
	return org_add(n->hub->db, &n->by, &(struct org_row){ STR("d"), STR("member"), STR_NONE, 0, TIME_FOREVER }, e);
}

int deed_name_org(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return org_name_add(n->hub->db, &n->by, a, STR("d"), STR("legal"), STR("en"), STR("Dan Works"), e);
}

int deed_add_domain(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return org_domain_add(n->hub->db, &n->by, a, STR("d"), STR("domain"), STR("dan.example"), false, e);
}

int deed_add_person(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return person_add(n->hub->db, &n->by, a, &(struct person_row){ STR("d-1"), STR("d"), STR("Dai"), STR("[]"), STR("staff"), false, 0,
	    TIME_FOREVER }, e);
}

int deed_add_address(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return person_address_add(n->hub->db, a, STR("d-1"), STR("dai@dan.example"), true, e);
}

int deed_add_role(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "h-1", 0);
	return person_role_add(n->hub->db, &n->by, STR("d-1"), STR("submitter"), 0, TIME_FOREVER, e);
}

int deed_add_drill(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return drill_add(n->hub->db, &n->by, a, STR("d"), STR("exercise.example"), STR("[drill]"), 0, TIME_FOREVER, e);
}

int deed_add_liaison(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return liaison_add(n->hub->db, &n->by, a, &(struct liaison_row){ STR("m"), STR("別海"), STR("Betsukai"), STR("groups"), 9, 0, 0, TIME_FOREVER,
	    false }, e);
}

int deed_add_liaison_org(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "h-1", 0);
	return liaison_org_add(n->hub->db, &n->by, STR("m"), STR("d"), 0, TIME_FOREVER, e);
}

int deed_add_membership(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return membership_add(n->hub->db, &n->by, a, &(struct membership_row){ STR("d-oil"), STR("d"), STR("oil"), STR("join"), STR(""),
	    STR("terms"), 0, TIME_FOREVER, "day", "day" }, e);
}

int deed_correct_membership(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 1);
	return membership_correct(n->hub->db, &n->by, a, &(struct membership_row){ STR("d-oil"), STR("d"), STR("oil"), STR("join"), STR(""),
	    STR("terms"), 5, TIME_FOREVER, "month", "day" }, e);
}

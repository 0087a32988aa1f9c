/* test_nth_failure.c - every deed that changes the store, with every question to the database failing once.
 *
 * One story goes through all rooms, so that each deed finds what the ones before it made. */
#include "nth.h"
#include "rows.h"
#include "testhub.h"

#include <unistd.h>

#include "approve/approve.h"
#include "approve/consent.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "feedback/sighting.h"
#include "intake/classify.h"
#include "intake/intake.h"
#include "intake/withdraw.h"
#include "registry/change.h"
#include "registry/import.h"
#include "consolidate/corroboration.h"
#include "consolidate/fact_check.h"
#include "consolidate/provenance.h"
#include "feedback/answer.h"
#include "share/outbox.h"
#include "share/release.h"
#include "share/share.h"
#include "store/audit.h"
#include "store/vault.h"
#include "worker/document.h"
#include "worker/hub_store.h"

enum { SUBMISSIONS = 5 };

struct story {
	struct arena *arena;            /* what must outlive a deed */
	struct str hand_in[SUBMISSIONS], receipt[SUBMISSIONS], submission[SUBMISSIONS];
	struct str record, case_a, case_b, case_split, share, digest, share_id, policy;
	int at;                         /* which hand-in is in hand */
};

static const char roster[] =
    "{ \"sigs\": [ { \"id\": \"power\", \"name_ja\": \"電力\", \"name_en\": \"Power\", \"sort\": 1 }, { \"id\": \"gas\", \"name_ja\": \"ガス\","
    " \"name_en\": \"Gas\", \"sort\": 2 } ],"
    "\"organisations\": [ { \"id\": \"a\", \"names\": [ { \"kind\": \"legal\", \"lang\": \"en\", \"name\": \"Aoi Works\" } ],"
    " \"domains\": [ \"aoi.example\" ], \"networks\": [ \"192.0.2.0/28\" ], \"drills\": [ { \"domain\": \"drill.example\" } ],"
    " \"people\": [ { \"id\": \"a-1\", \"name\": \"Aki\", \"addresses\": [ \"aki@aoi.example\" ], \"roles\": [ \"submitter\", \"approver\","
    " \"recipient\" ] } ], \"memberships\": [ { \"sig\": \"power\", \"from\": \"2018-01-01\" }, { \"sig\": \"gas\", \"from\": \"2018-04\" } ] },"
    "{ \"id\": \"b\", \"names\": [ { \"kind\": \"legal\", \"lang\": \"en\", \"name\": \"Beni Works\" } ], \"domains\": [ \"beni.example\" ],"
    " \"people\": [ { \"id\": \"b-1\", \"name\": \"Bun\", \"addresses\": [ \"bun@beni.example\" ], \"roles\": [ \"submitter\", \"approver\","
    " \"recipient\" ] } ], \"memberships\": [ { \"sig\": \"power\", \"from\": \"2018-01-01\" } ] },"
    "{ \"id\": \"c\", \"names\": [ { \"kind\": \"legal\", \"lang\": \"en\", \"name\": \"Cha Works\" } ], \"memberships\": ["
    " { \"sig\": \"gas\", \"from\": \"2018-01-01\" } ] },"
    "{ \"id\": \"hub\", \"kind\": \"hub\", \"people\": [ { \"id\": \"h-1\", \"name\": \"Hana\", \"roles\": [ \"analyst\" ] },"
    " { \"id\": \"h-2\", \"name\": \"Haru\", \"roles\": [ \"lead\" ] } ] } ],"
    "\"liaisons\": [ { \"id\": \"l\", \"name_ja\": \"連携\", \"name_en\": \"Liaison\", \"counted_as\": \"groups\", \"counted\": 4, \"reach\": 5500,"
    " \"reach_approx\": true, \"organisations\": [ \"c\" ] } ] }";

static const char document[] =
    "{\"schema\":\"noroshi/analysis/1\",\"input\":\"x\",\"sha256\":\"00\",\"bytes\":10,\"kind\":\"mail\",\"examined\":\"fully\",\"limits\":[],"
    "\"verdict\":{\"nature\":\"malware\",\"bec_type\":0,\"bec_types\":[],\"strength\":\"strong\",\"sentence\":\"s\"},"
    "\"findings\":[{\"id\":\"content.attachment-risky\",\"strength\":\"strong\",\"for\":true,\"message\":0,\"tricks\":[\"B02\"],\"sentence\":\"s\","
    "\"evidence\":[]}],\"messages\":[{\"input\":\"x\",\"sha256\":\"00\",\"bytes\":10,\"date\":\"2019-07-17T00:00:00Z\",\"subject\":\"Invoice\","
    "\"message_id\":\"<one@evil.example>\",\"from\":[{\"name\":\"X\",\"address\":\"x@evil.example\"}],\"text\":\"Please find the invoice of this month "
    "attached and pay it to the new account before the end of the week since our bank has changed all of its branches and numbers.\","
    "\"language\":\"en\"}],\"indicators\":[{\"type\":\"ipv4\",\"value\":\"203.0.113.9\",\"role\":\"malicious\",\"from\":\"x\"},{\"type\":"
    "\"bank-account\",\"value\":\"1234567\",\"role\":\"malicious\",\"from\":\"x\"}]}";

static struct story *story_of(struct nth *n, const char *actor, long long hours)
{
	n->by.actor = str_of(actor);
	n->by.now_ms = 1563321600000LL + hours * MS_HOUR;       /* Wednesday 2019-07-17 09:00 in Japan */
	return n->ctx;
}

static struct str kept(struct story *s, struct str text)
{
	return arena_str(s->arena, text);
}

/* ---- registry ---- */

static int import(struct nth *n, struct arena *a, struct err *e)
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

static int rename_org(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return org_rename(n->hub->db, &n->by, a, STR("c"), STR("en"), STR("Cha Holdings"), e);
}

static int end_membership(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return membership_end(n->hub->db, &n->by, a, STR("a"), STR("gas"), n->by.now_ms, "day", STR("leave"), e);
}

static int merge_org(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return org_merge(n->hub->db, &n->by, a, STR("c"), STR("b"), n->by.now_ms + 90LL * MS_DAY, "day", e);
}

static int add_sig(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return sig_add(n->hub->db, &n->by, a, &(struct sig_row){ STR("oil"), STR("石油"), STR("Oil"), 3, 0, TIME_FOREVER }, e);
}

static int add_org(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "h-1", 0);
	return org_add(n->hub->db, &n->by, &(struct org_row){ STR("d"), STR("member"), STR_NONE, 0, TIME_FOREVER }, e);
}

static int name_org(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return org_name_add(n->hub->db, &n->by, a, STR("d"), STR("legal"), STR("en"), STR("Dan Works"), e);
}

static int add_domain(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return org_domain_add(n->hub->db, &n->by, a, STR("d"), STR("domain"), STR("dan.example"), e);
}

static int add_person(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return person_add(n->hub->db, &n->by, a, &(struct person_row){ STR("d-1"), STR("d"), STR("Dai"), STR("[]"), STR("staff"), false, 0,
	    TIME_FOREVER }, e);
}

static int add_role(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "h-1", 0);
	return person_role_add(n->hub->db, &n->by, STR("d-1"), STR("submitter"), 0, TIME_FOREVER, e);
}

static int add_drill(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return drill_add(n->hub->db, &n->by, a, STR("d"), STR("exercise.example"), 0, TIME_FOREVER, e);
}

static int add_liaison(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return liaison_add(n->hub->db, &n->by, a, &(struct liaison_row){ STR("m"), STR("別"), STR("Other"), STR("groups"), 9, 0, 0, TIME_FOREVER,
	    false }, e);
}

static int add_liaison_org(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "h-1", 0);
	return liaison_org_add(n->hub->db, &n->by, STR("m"), STR("d"), 0, TIME_FOREVER, e);
}

static int add_membership(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 0);
	return membership_add(n->hub->db, &n->by, a, &(struct membership_row){ STR("d-oil"), STR("d"), STR("oil"), STR("join"), STR(""),
	    STR("terms"), 0, TIME_FOREVER, "day", "day" }, e);
}

static int correct_membership(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 1);
	return membership_correct(n->hub->db, &n->by, a, &(struct membership_row){ STR("d-oil"), STR("d"), STR("oil"), STR("join"), STR(""),
	    STR("terms"), 5, TIME_FOREVER, "month", "day" }, e);
}

/* ---- intake ---- */

static const char *const owners[SUBMISSIONS] = { "a", "b", "a", "b", "b" };

static int receive(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", ((struct story *)n->ctx)->at == 4 ? 30 : 1);
	struct offer offer = { .org_id = str_of(owners[s->at]), .kind = s->at == 4 ? STR("sighting") : STR("mail"), .channel = STR("cli"),
		.name = STR("x.eml"), .bytes = arena_printf(a, "From: x@evil.example\n\nhand-in %d\n", s->at), .received_ms = TIME_NONE,
		.answers_share = s->at == 4 ? s->share : STR_NONE };
	struct receipt r;
	int status = intake_receive(n->hub, &n->by, a, &offer, &r, e);

	if (status == 0) {
		s->hand_in[s->at] = kept(s, r.hand_in_id);
		s->receipt[s->at] = kept(s, r.number);
	}
	return status;
}

/* The worker's splitting: pieces and the hand-in's state in one transaction. */
static int split(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 1);
	const struct piece piece = { 1, s->at == 4 ? STR("sighting") : STR("mail"), STR("From: x@evil.example\n\npiece\n"), 2 };
	struct str id;

	if (db_begin(n->hub->db, e) < 0)
		return -1;
	if (intake_store_submission(n->hub, n->hub->db, &n->by, a, s->hand_in[s->at], &piece, &id, e) == 0 &&
	    intake_set_state(n->hub->db, &n->by, s->hand_in[s->at], "split", STR(""), e) == 0) {
		s->submission[s->at] = kept(s, id);
		return db_commit(n->hub->db, e);
	}
	db_rollback(n->hub->db);
	return -1;
}

static int receive_unknown(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 1);
	struct offer offer = { .kind = STR("mail"), .channel = STR("pipe"), .bytes = STR("From: aki@aoi.example\n\nx\n"), .received_ms = TIME_NONE };
	struct receipt r;
	int status = intake_receive(n->hub, &n->by, a, &offer, &r, e);

	if (status == 0)
		s->hand_in[3] = kept(s, r.hand_in_id);
	return status;
}

static int attribute(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 1);
	enum attributed attributed;
	int status = intake_attribute(n->hub, &n->by, a, s->hand_in[3], STR("aki@aoi.example"), STR("attested"), &attributed, e);

	return status == 0 && attributed != ATTRIBUTED ? err_set(e, ERR_DENIED, "not attributed") : status;
}

static int submission_load(struct nth *n, struct arena *a, struct hub_submission *h, struct err *e)
{
	struct story *s = n->ctx;
	struct db_rows rows;

	if (DB_QUERY(n->hub->db, a, &rows, e, "SELECT org_id, kind, key_id, received_ms FROM submission WHERE id = $1",
	    DB_TEXT(s->submission[s->at])) < 0)
		return -1;
	*h = (struct hub_submission){ .id = s->submission[s->at], .hand_in_id = s->hand_in[s->at], .org_id = db_text(&rows, 0, 0),
		.kind = db_text(&rows, 0, 1), .key_id = db_text(&rows, 0, 2), .received_ms = db_int(&rows, 0, 3),
		.answers_share = s->at == 4 ? s->share : STR_NONE };
	return 0;
}

static int analysed(struct nth *n, struct arena *a, struct err *e)
{
	struct hub_submission h;
	json_t *doc;
	int status;

	story_of(n, "hub", 1);
	if (submission_load(n, a, &h, e) < 0 || document_check(str_of(document), &doc, e) < 0)
		return -1;
	status = hub_store_document(n->hub, &n->by, a, &h, str_of(document), doc, e);
	json_decref(doc);
	return status;
}

static int not_examined(struct nth *n, struct arena *a, struct err *e)
{
	struct hub_submission h;

	story_of(n, "hub", 1);
	return submission_load(n, a, &h, e) < 0 ? -1 : hub_store_failed(n->hub, &n->by, a, &h, "failed", "crash", e);
}

static int seen(struct nth *n, struct arena *a, struct err *e)
{
	struct hub_submission h;

	story_of(n, "hub", 30);
	return submission_load(n, a, &h, e) < 0 ? -1 : hub_store_sightings(n->hub, &n->by, a, &h,
	    STR("{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"203.0.113.9\",\"type\":\"ipv4\",\"org\":\"B\",\"direction\":\"from\","
	    "\"port\":1433,\"proto\":\"tcp\",\"action\":\"deny\",\"first\":\"2018-12-14T00:10:00Z\",\"last\":\"2019-02-03T11:00:00Z\","
	    "\"count\":74,\"heuristic\":false,\"listed\":[],\"lines\":[]}\n"), STR(""), e);
}

/* ---- what members do with a share, and what a case rests on ---- */

static int sent_to_b(struct nth *n, struct arena *a, struct delivery *d, struct err *e)
{
	struct story *s = story_of(n, "b-1", 31);
	struct reader reader;

	return reader_get(n->hub->db, a, STR("b-1"), n->by.now_ms, &reader, e) < 0 ? -1 :
	    delivery_get(n->hub->db, a, &reader, s->share, n->by.now_ms, d, e);
}

static int open_it(struct nth *n, struct arena *a, struct err *e)
{
	struct delivery d;
	struct str bytes;

	return sent_to_b(n, a, &d, e) < 0 ? -1 : delivery_open(n->hub->db, &n->by, a, &d, STR("text"), STR("ja"), &bytes, e);
}

static int acknowledge(struct nth *n, struct arena *a, struct err *e)
{
	struct delivery d;

	return sent_to_b(n, a, &d, e) < 0 ? -1 : delivery_ack(n->hub->db, &n->by, a, &d, e);
}

static int say(struct nth *n, struct arena *a, struct err *e)
{
	const struct answer_given g = { .answer = STR("no-hit"), .reason = STR(""), .from_ms = 1, .to_ms = 2 };
	struct delivery d;

	return sent_to_b(n, a, &d, e) < 0 ? -1 : answer_give(n->hub->db, &n->by, a, &d, &g, e);
}

static int corroborate(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);
	const struct corroboration c = { .source = STR("a list"), .url = STR("https://list.example/"), .licence = STR("free"), .read_ms = 1,
		.from_ms = 1, .to_ms = 2, .precision = STR("day"), .says_ja = STR("同じ。"), .says_en = STR("The same.") };
	struct str id;
	int status = corroboration_add(n->hub->db, &n->by, a, s->case_a, &c, &id, e);

	if (status == 0)
		s->record = kept(s, id);
	return status;
}

static int uncorroborate(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);

	return corroboration_remove(n->hub->db, &n->by, a, s->record, e);
}

static int fact_ask(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);
	struct str id;
	int status = fact_check_ask(n->hub->db, &n->by, a, s->case_a, STR_NONE, STR("a shop"), STR("hub"), 5, &id, e);

	if (status == 0)
		s->record = kept(s, id);
	return status;
}

static int fact_answer(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);

	return fact_check_answer(n->hub->db, &n->by, a, s->record, STR("confirmed-fake"), 6, 2, e);
}

static int note_provenance(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 31);

	return provenance_add(n->hub->db, &n->by, a, s->case_a, STR("partly-inferred"), TIME_NONE, TIME_NONE, e);
}

static int classify(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	const struct classification c = { .class = STR("targeted"), .targeted = true, .targeted_basis = STR("judgement"),
		.damage = STR("none"), .reason = STR("seen before"), .is_correction = true };

	return submission_classify(n->hub->db, &n->by, a, s->submission[0], &c, e);
}

/* ---- cases ---- */

static int open_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	struct str id;
	int status = case_open(n->hub->db, &n->by, a, STR("one"), s->submission[2], "new", 0, &id, e);

	if (status == 0)
		s->case_b = kept(s, id);
	return status;
}

static int accept_first(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	struct db_rows rows;
	struct str id;
	int status = DB_QUERY(n->hub->db, a, &rows, e, "SELECT id FROM proposal WHERE submission_id = $1 AND state = 'open' ORDER BY score DESC",
	    DB_TEXT(s->submission[1]));

	if (status == 0 && rows.count == 0)
		status = err_set(e, ERR_UNKNOWN, "no proposal");
	if (status == 0)
		status = proposal_accept(n->hub->db, &n->by, a, db_text(&rows, 0, 0), &id, e);
	if (status == 0)
		s->case_a = kept(s, id);
	return status;
}

static int reject_one(struct nth *n, struct arena *a, struct err *e)
{
	struct db_rows rows;
	int status = DB_QUERY(n->hub->db, a, &rows, e, "SELECT id FROM proposal WHERE state = 'open' ORDER BY id");

	story_of(n, "h-1", 2);
	if (status == 0 && rows.count == 0)
		status = err_set(e, ERR_UNKNOWN, "no proposal");
	return status < 0 ? -1 : proposal_reject(n->hub->db, &n->by, a, db_text(&rows, 0, 0), e);
}

static int add_to_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_add(n->hub->db, &n->by, a, s->case_a, s->submission[2], "analyst", 500, e);
}

static int remove_from_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_remove(n->hub->db, &n->by, a, s->case_a, s->submission[2], e);
}

static int merge_cases(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_merge(n->hub->db, &n->by, a, s->case_a, s->case_b, e);
}

static int unmerge_cases(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_unmerge(n->hub->db, &n->by, a, s->case_b, e);
}

static int split_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	struct str id;
	int status = case_split(n->hub->db, &n->by, a, s->case_a, &s->submission[1], 1, STR("other"), &id, e);

	if (status == 0)
		s->case_split = kept(s, id);
	return status;
}

static int merge_back(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_merge(n->hub->db, &n->by, a, s->case_a, s->case_split, e);
}

static int close_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_close(n->hub->db, &n->by, a, s->case_b, e);
}

static int reopen_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_reopen(n->hub->db, &n->by, a, s->case_b, e);
}

static int target_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_target(n->hub->db, &n->by, a, s->case_a, STR("judgement"), STR("invoice"), e);
}

static int set_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_set(n->hub->db, &n->by, a, s->case_a, STR("title"), STR("Invoices"), e);
}

static int text_of_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_text_set(n->hub->db, &n->by, a, s->case_a, STR("summary"), STR("en"), STR("One.\nTwo."), e);
}

static int party_of_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return case_party_add(n->hub->db, &n->by, a, s->case_a, STR("impersonated"), STR_NONE, STR("Dan Works"), e);
}

static int moment_of_case(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	const struct case_moment m = { n->by.now_ms, TIME_NONE, STR("day"), STR("A"), STR("B"), true, STR("偽の請求"), STR("a false invoice"),
		STR(""), STR(""), STR("observed") };

	return case_timeline_add(n->hub->db, &n->by, a, s->case_a, &m, e);
}

/* ---- sharing ---- */

static int policy(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 3);
	struct str id;
	int status = consent_policy_add(n->hub->db, &n->by, a, STR("technical-1"), STR("technical"), STR("同意"), STR("agreed"), &id, e);

	if (status == 0)
		s->policy = kept(s, id);
	return status;
}

static int give_consent(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 3);

	return consent_give(n->hub->db, &n->by, a, STR("b"), s->policy, STR("paper 1"), 0, TIME_FOREVER, e);
}

static int recall_consent(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 60);
	return consent_recall(n->hub->db, &n->by, a, STR("b"), n->by.now_ms, e) < 0 ? -1 : 0;
}

static int enroll(struct nth *n, struct arena *a, struct err *e)
{
	struct str secret;

	story_of(n, "h-1", 3);
	return approve_enroll(n->hub, &n->by, a, STR("a-1"), &secret, e);
}

static int draft(struct nth *n, struct arena *a, struct err *e)
{
	static const struct share_target all = { { "all", 3 }, { "", 0 }, 0, TIME_FOREVER };
	struct story *s = story_of(n, "h-1", 3);
	struct case_row c;
	struct share_made made;

	if (case_get(n->hub->db, a, s->case_a, &c, e) < 0)
		return -1;
	if (share_draft(n->hub, &n->by, a, &(struct share_spec){ .case_number = c.number, .origin = STR("member"), .class = STR("urgent"),
	    .tlp = STR("AMBER"), .lane = STR("technical"), .search = STR("both"), .expires_ms = TIME_NONE, .audience = &all,
	    .audience_count = 1 }, &made, e) < 0)
		return -1;
	if (made.leaks.count > 0)
		return err_set(e, ERR_DENIED, "leaks");
	s->share = kept(s, made.number);
	s->digest = kept(s, made.digest);
	s->share_id = kept(s, made.id);
	return 0;
}

static int ask(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 4);
	struct asked asked;
	int status = approve_ask(n->hub, &n->by, a, s->share, &asked, e);

	return status == 0 && asked.requests != 1 ? err_set(e, ERR_DENIED, "%zu asked", asked.requests) : status;
}

static int remind(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "hub", 4 + 24 * 5 - 12);
	return approve_remind(n->hub, &n->by, a, e) < 0 ? -1 : 0;
}

static int answer(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 5);

	return approve_answer(n->hub, &n->by, a, &(struct answer){ .number = s->share, .digest = s->digest, .word = STR("yes"),
	    .person = STR("a-1"), .medium = MEDIUM_PORTAL, .code = STR(""), .reference = STR(""), .second = STR("") }, e);
}

static int recall(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 5);

	bool is_out;

	return approve_recall(n->hub, &n->by, a, &(struct answer){ .number = s->share, .person = STR("a-1"), .medium = MEDIUM_PORTAL }, &is_out, e);
}

static int release(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-2", 6);
	struct share_released out;

	return share_release(n->hub, &n->by, a, s->share, &out, e);
}

/* Every notice is a deed of its own: what was told stays told, the rest comes with the next flush. */
static int flush(struct nth *n, struct arena *a, struct err *e)
{
	struct outbox_result r;

	story_of(n, "hub", 200);
	return outbox_flush(n->hub, &n->by, a, &r, e);
}

/* ---- leaving ---- */

static int withdraw(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 8);
	struct certificate c;

	return submission_withdraw(n->hub, &n->by, a, s->receipt[0], &c, e);
}

static int leave(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 9);
	return org_leave(n->hub->db, &n->by, a, STR("b"), n->by.now_ms, "day", STR("leave"), e) < 0 ? -1 : 0;
}

static int destroy(struct nth *n, struct arena *a, struct err *e)
{
	struct certificate c;

	story_of(n, "h-1", 9);
	return org_destroy_content(n->hub, &n->by, a, STR("b"), &c, e);
}

static int forget(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "hub", 10);
	return vault_apply_erasures(n->hub, &n->by, e) < 0 || submission_forget_erased(n->hub, &n->by, e) < 0 ? -1 : 0;
}

static void for_each_hand_in(struct nth *n, const char *name, nth_fn *deed, int from, int to)
{
	struct story *s = n->ctx;

	for (s->at = from; s->at < to; s->at++)
		nth_run(n, name, deed, NULL);
	s->at = 0;
}

#define RUN(deed) nth_run(&n, #deed, deed, NULL)

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n;

	(void)ctx;
	nth_start(&n, hub, &s);
	RUN(import);
	RUN(rename_org);
	RUN(end_membership);
	RUN(merge_org);
	RUN(add_sig);
	RUN(add_org);
	RUN(name_org);
	RUN(add_domain);
	RUN(add_person);
	RUN(add_role);
	RUN(add_drill);
	RUN(add_liaison);
	RUN(add_liaison_org);
	RUN(add_membership);
	RUN(correct_membership);
	for_each_hand_in(&n, "receive", receive, 0, 4);
	for_each_hand_in(&n, "split", split, 0, 4);
	s.at = 0;
	RUN(analysed);
	s.at = 2;
	RUN(open_case);
	s.at = 1;
	RUN(analysed);
	s.at = 3;
	RUN(not_examined);
	RUN(receive_unknown);
	RUN(attribute);
	RUN(classify);
	RUN(accept_first);
	s.at = 2;
	RUN(analysed);
	RUN(reject_one);
	RUN(add_to_case);
	RUN(remove_from_case);
	RUN(open_case);
	RUN(merge_cases);
	RUN(unmerge_cases);
	RUN(split_case);
	RUN(merge_back);
	RUN(close_case);
	RUN(reopen_case);
	RUN(target_case);
	RUN(set_case);
	RUN(text_of_case);
	RUN(party_of_case);
	RUN(moment_of_case);
	RUN(policy);
	RUN(give_consent);
	RUN(enroll);
	RUN(draft);
	RUN(ask);
	RUN(remind);
	RUN(answer);
	RUN(recall);
	RUN(answer);
	RUN(release);
	nth_run(&n, "flush", flush, "notice delivery");
	RUN(open_it);
	RUN(acknowledge);
	RUN(say);
	RUN(corroborate);
	RUN(uncorroborate);
	RUN(fact_ask);
	RUN(fact_answer);
	RUN(note_provenance);
	s.at = 4;
	RUN(receive);
	RUN(split);
	RUN(seen);
	RUN(recall_consent);
	RUN(withdraw);
	RUN(destroy);
	RUN(leave);
	RUN(forget);
	fprintf(stderr, "%ld failures injected on %s\n", n.failures, str_starts(str_of(place), STR("postgresql:")) ? "PostgreSQL" : "SQLite");
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 300);
	nth_end(&n);
	arena_free(s.arena);
	test_hub_close(hub);
}

/* ---- controls: what the same check must catch ---- */

static int two_steps(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 0);

	s->at++;
	if (DB_EXEC(n->hub->db, e, "INSERT INTO hub_state (key, value) VALUES ($1, '1')", DB_TEXT(arena_printf(a, "step-%d", s->at))) < 0)
		return -1;
	return audit_add(n->hub->db, &n->by, "test.deed", STR("x"), e);
}

static int swallows(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 0);
	long long ignored;

	s->at++;
	ignored = DB_EXEC(n->hub->db, e, "INSERT INTO hub_state (key, value) VALUES ($1, '2')", DB_TEXT(arena_printf(a, "step-%d", s->at)));
	(void)ignored;
	return 0;
}

static int leaves_open(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "hub", 0);
	if (db_begin(n->hub->db, e) < 0 || audit_add(n->hub->db, &n->by, "test.deed", STR("x"), e) < 0)
		return -1;
	return db_commit(n->hub->db, e);
}

static void controls(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { 0 };
	struct nth n;
	int before;

	(void)ctx;
	nth_start(&n, hub, &s);
	n.quiet = 1;
	nth_run(&n, "two steps without a transaction", two_steps, NULL);
	assert_true(n.bad > 0);
	before = n.bad;
	nth_run(&n, "a failure is swallowed", swallows, NULL);
	assert_true(n.bad > before);
	before = n.bad;
	nth_run(&n, "a transaction is left open", leaves_open, NULL);
	assert_true(n.bad > before);
	nth_end(&n);
	test_hub_close(hub);
}

static void run_all(void **state)
{
	(void)state;
	test_on_databases(all_deeds, NULL);
}

static void run_controls(void **state)
{
	(void)state;
	test_on_databases(controls, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_all), cmocka_unit_test(run_controls) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

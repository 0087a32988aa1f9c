/* stories_days.c - what comes on days of its own: a public source is found, the impersonated company answers, the
 * hub looks into a sample that it found. */
#include "base/sha256.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "consolidate/corroboration.h"
#include "consolidate/fact_check.h"
#include "demo/stories.h"
#include "intake/classify.h"
#include "intake/intake.h"
#include "report/report.h"
#include "worker/hub_jobs.h"

static const struct family_case *family_named(const struct replay *r, const char *name)
{
	for (size_t i = 0; i < r->family_count; i++)
		if (r->families[i].story != NULL && strcmp(r->families[i].story, name) == 0 && r->families[i].case_id.p != NULL)
			return &r->families[i];
	return NULL;
}

static int public_source(struct replay *r, const struct act *by, struct arena *a, struct err *e)
{
	const struct family_case *f = family_named(r, "sighting-a");
	struct corroboration c = { .source = STR("Port scan observatory, daily report"), .url = STR("https://observatory.example/reports"),
		.licence = STR("free to quote with the source"), .read_ms = plan_day("2019-08-20"), .from_ms = plan_day("2018-12-01"),
		.to_ms = plan_day("2019-02-01"), .precision = STR("month"), .says_ja = stories_text(a, "sighting-a", "corroboration", "ja"),
		.says_en = stories_text(a, "sighting-a", "corroboration", "en") };
	struct str id;

	return f == NULL ? 0 : corroboration_add(r->hub->db, by, a, f->case_id, &c, &id, e);
}

/* The submitter asked, and told the hub what it heard. */
static int company_answers(struct replay *r, const struct act *by, struct arena *a, struct err *e)
{
	const struct family_case *f = family_named(r, "phishing");
	struct str id;

	if (f == NULL)
		return 0;
	if (fact_check_ask(r->hub->db, by, a, f->case_id, r->gen->world->orgs[VOICEMAIL_CLAIMED].id, STR_NONE, STR("submitter"), plan_day("2019-08-15"),
	        &id, e) < 0)
		return -1;
	return fact_check_answer(r->hub->db, by, a, id, STR("confirmed-fake"), plan_day("2019-08-19"), 3, e);
}

/* Harmless bytes with the outer signs of such a sample; the words on it are the analyst's. */
static int hand_in_sample(struct replay *r, const struct act *by, struct arena *a, struct str *submission_r, struct err *e)
{
	struct offer offer = { .org_id = STR("hub"), .person_id = STR("hub-analyst-1"), .kind = STR("sample"), .channel = STR("demo"),
		.name = STR(DEMO_SAMPLE), .client_key = STR("hub-sample"), .supplements = STR_NONE, .answers_share = STR_NONE,
		.received_ms = by->now_ms, .bytes = STR("MZ\nThis is no program. It stands for a sample in the demo.\n") };
	struct hub_jobs_done done;
	struct receipt receipt;
	struct db_rows rows;
	struct act worker = *by;

	worker.actor = STR("hub");
	r->sample_sha256 = sha256_hex(r->arena, offer.bytes);
	if (intake_receive(r->hub, by, a, &offer, &receipt, e) < 0 || hub_jobs_run(r->hub, &worker, r->pool, 100, &done, e) < 0 ||
	    DB_QUERY(r->hub->db, a, &rows, e, "SELECT id FROM submission WHERE hand_in_id = $1", DB_TEXT(receipt.hand_in_id)) < 0)
		return -1;
	*submission_r = rows.count > 0 ? db_text(&rows, 0, 0) : STR_NONE;
	return rows.count > 0 ? 0 : err_set(e, ERR_INPUT, "the demo's sample did not become a submission");
}

static int own_sample(struct replay *r, const struct act *by, struct arena *a, struct err *e)
{
	static const struct truth truth = { TRUTH_OTHER, 0, "", "", "", "none", 0, false };
	const struct planned item = { .story = "sample", .truths = &truth, .truth_count = 1 };
	const struct classification c = { .class = STR("unknown"), .targeted_basis = STR(""), .damage = STR("none"), .outcome = STR_NONE,
		.share_verdict = STR_NONE, .reason = STR("found by the hub") };
	struct str submission, case_id;

	if (hand_in_sample(r, by, a, &submission, e) < 0 || submission_classify(r->hub->db, by, a, submission, &c, e) < 0 ||
	    case_open(r->hub->db, by, a, STR("a sample that the hub found"), submission, "analyst", 0, &case_id, e) < 0)
		return -1;
	return stories_describe(r, by, a, case_id, submission, &item, e);
}

/* A paragraph a line in the data file, an empty line between them in the appendix. */
static int appendix(struct replay *r, const struct act *by, struct arena *a, const char *lang, struct err *e)
{
	struct str lines = stories_text(a, "sample", "appendix", lang), line;
	struct period period;
	struct buf body;

	if (period_parse(str_of(quarters[3].from), str_of(quarters[3].to), ZONE_JST, &period, e) < 0)
		return -1;
	buf_init_arena(&body, a, 1 << 16);
	while (str_split(&lines, '\n', &line))
		buf_printf(&body, STR_FMT "\n\n", STR_ARG(line));
	return choice_set(r->hub->db, by, &period, arena_printf(a, "appendix.%s", lang), buf_str(&body), e);
}

int stories_day(struct replay *r, long long day_ms, struct err *e)
{
	struct act by = demo_act(r, day_ms + 17 * MS_HOUR, "hub-analyst-1");
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	int status = 0;

	if (day_ms == plan_day("2019-08-20"))
		status = public_source(r, &by, a, e) < 0 || company_answers(r, &by, a, e) < 0 ? -1 : 0;
	if (day_ms == plan_day("2019-09-12"))
		status = own_sample(r, &by, a, e) < 0 || appendix(r, &by, a, "ja", e) < 0 || appendix(r, &by, a, "en", e) < 0 ? -1 : 0;
	arena_free(a);
	return status;
}

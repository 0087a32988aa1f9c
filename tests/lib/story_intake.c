/* story_intake.c - what comes in, is read, and is taken back. */
#include "story.h"

#include "base/time.h"
#include "intake/classify.h"
#include "intake/intake.h"
#include "intake/look.h"
#include "intake/quarantine.h"
#include "intake/withdraw.h"
#include "registry/change.h"
#include "store/vault.h"
#include "worker/document.h"
#include "worker/hub_store.h"

static const char document[] =
    "{\"schema\":\"noroshi/analysis/1\",\"input\":\"x\",\"sha256\":\"00\",\"bytes\":10,\"kind\":\"mail\",\"examined\":\"fully\",\"limits\":[],"
    "\"verdict\":{\"nature\":\"malware\",\"bec_type\":0,\"bec_types\":[],\"strength\":\"strong\",\"sentence\":\"s\"},"
    "\"findings\":[{\"id\":\"content.attachment-risky\",\"strength\":\"strong\",\"for\":true,\"message\":0,\"tricks\":[\"B02\"],\"sentence\":\"s\","
    "\"evidence\":[]}],\"messages\":[{\"input\":\"x\",\"sha256\":\"00\",\"bytes\":10,\"date\":\"2019-07-17T00:00:00Z\",\"subject\":\"Invoice\","
    "\"message_id\":\"<one@evil.example>\",\"from\":[{\"name\":\"X\",\"address\":\"x@evil.example\"}],\"text\":\"Please find the invoice of this month "
    "attached and pay it to the new account before the end of the week since our bank has changed all of its branches and numbers.\","
    "\"language\":\"en\"}],\"indicators\":[{\"type\":\"ipv4\",\"value\":\"203.0.113.9\",\"role\":\"malicious\",\"from\":\"x\"},{\"type\":"
    "\"bank-account\",\"value\":\"1234567\",\"role\":\"malicious\",\"from\":\"x\"}]}";

static const char *const owners[STORY_SUBMISSIONS] = { "a", "b", "a", "b", "b" };

int deed_receive(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", ((struct story *)n->ctx)->at == 4 ? 30 : 1);
	struct offer offer = { .org_id = str_of(owners[s->at]), .kind = s->at == 4 ? STR("sighting") : STR("mail"), .channel = STR("cli"),
		.name = STR("x.eml"), .bytes = arena_printf(a, "From: x@evil.example\n\nhand-in %d\n", s->at), .received_ms = TIME_NONE,
		.answers_share = s->at == 4 ? s->share : STR_NONE };
	struct receipt r;
	int status = intake_receive(n->hub, &n->by, a, &offer, &r, e);

	if (status == 0) {
		s->hand_in[s->at] = story_keep(s, r.hand_in_id);
		s->receipt[s->at] = story_keep(s, r.number);
	}
	return status;
}

/* The worker's splitting: pieces and the hand-in's state in one transaction. */
int deed_split(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 1);
	const struct piece piece = { 1, s->at == 4 ? STR("sighting") : STR("mail"), STR("From: x@evil.example\n\npiece\n"), 2 };
	struct str id;

	if (db_begin(n->hub->db, e) < 0)
		return -1;
	if (intake_store_submission(n->hub, n->hub->db, &n->by, a, s->hand_in[s->at], &piece, &id, e) == 0 &&
	    intake_set_state(n->hub->db, &n->by, s->hand_in[s->at], "split", STR(""), e) == 0) {
		s->submission[s->at] = story_keep(s, id);
		return db_commit(n->hub->db, e);
	}
	db_rollback(n->hub->db);
	return -1;
}

int deed_receive_unknown(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 1);
	struct offer offer = { .kind = STR("mail"), .channel = STR("pipe"), 
		.bytes = arena_printf(a, "From: aki@aoi.example\n\nx %d\n", s->unknown), .received_ms = TIME_NONE };
	struct receipt r;
	int status = intake_receive(n->hub, &n->by, a, &offer, &r, e);

	if (status == 0) {
		s->hand_in[3] = story_keep(s, r.hand_in_id);
		s->unknown++;
	}
	return status;
}

int deed_attribute(struct nth *n, struct arena *a, struct err *e)
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

int deed_analysed(struct nth *n, struct arena *a, struct err *e)
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

int deed_not_examined(struct nth *n, struct arena *a, struct err *e)
{
	struct hub_submission h;

	story_of(n, "hub", 1);
	return submission_load(n, a, &h, e) < 0 ? -1 : hub_store_failed(n->hub, &n->by, a, &h, "failed", "crash", e);
}

int deed_seen(struct nth *n, struct arena *a, struct err *e)
{
	struct hub_submission h;

	story_of(n, "hub", 30);
	return submission_load(n, a, &h, e) < 0 ? -1 : hub_store_sightings(n->hub, &n->by, a, &h,
	    STR("{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"203.0.113.9\",\"type\":\"ipv4\",\"org\":\"B\",\"direction\":\"from\","
	    "\"port\":1433,\"proto\":\"tcp\",\"action\":\"deny\",\"first\":\"2018-12-14T00:10:00Z\",\"last\":\"2019-02-03T11:00:00Z\","
	    "\"count\":74,\"heuristic\":false,\"listed\":[],\"lines\":[]}\n"), STR(""), e);
}

int deed_classify(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	const struct classification c = { .class = STR("targeted"), .targeted = true, .targeted_basis = STR("judgement"),
		.damage = STR("none"), .reason = STR("seen before"), .is_correction = true };

	return submission_classify(n->hub->db, &n->by, a, s->submission[0], &c, e);
}

static int story_receipt_quarantined(struct nth *n, struct arena *a, struct str *receipt_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(n->hub->db, a, &rows, e, "SELECT receipt FROM hand_in WHERE state = 'quarantined' ORDER BY id") < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "nothing in quarantine");
	*receipt_r = db_text(&rows, 0, 0);
	return 0;
}

int deed_quarantine_by_hand(struct nth *n, struct arena *a, struct err *e)
{
	struct str receipt;

	story_of(n, "h-1", 2);
	return story_receipt_quarantined(n, a, &receipt, e) < 0 ? -1 : quarantine_attribute(n->hub, &n->by, a, receipt, STR("a"),
	    STR("known by telephone"), e);
}

int deed_quarantine_away(struct nth *n, struct arena *a, struct err *e)
{
	struct str receipt;

	story_of(n, "h-1", 2);
	return story_receipt_quarantined(n, a, &receipt, e) < 0 ? -1 : quarantine_discard(n->hub, &n->by, a, receipt, STR("advertising"), e);
}

int deed_read_again(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);

	return intake_retry(n->hub, &n->by, a, arena_printf(a, STR_FMT "/1", STR_ARG(s->receipt[3])), e);
}

int deed_look_inside(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 2);
	enum vault_found found;
	struct db_rows rows;
	struct str bytes;

	return DB_QUERY(n->hub->db, a, &rows, e, "SELECT raw_blob FROM submission WHERE id = $1", DB_TEXT(s->submission[0])) < 0 ? -1 :
	    content_open(n->hub, &n->by, a, s->receipt[0], db_text(&rows, 0, 0), STR("to see"), &found, &bytes, e);
}

int deed_keep_content(struct nth *n, struct arena *a, struct err *e)
{
	struct certificate c;

	story_of(n, "h-1", 9);
	return org_keep_content(n->hub, &n->by, a, STR("a"), STR("terms of 2019"), &c, e);
}

int deed_give_up(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "hub", 11);
	return submission_give_up(n->hub, &n->by, e);
}

int deed_withdraw(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 8);
	struct certificate c;

	return submission_withdraw(n->hub, &n->by, a, s->receipt[0], &c, e);
}

int deed_leave(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 9);
	return org_leave(n->hub->db, &n->by, a, STR("b"), n->by.now_ms, "day", STR("leave"), e) < 0 ? -1 : 0;
}

int deed_destroy(struct nth *n, struct arena *a, struct err *e)
{
	struct certificate c;

	story_of(n, "h-1", 9);
	return org_destroy_content(n->hub, &n->by, a, STR("b"), &c, e);
}

int deed_forget(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "hub", 10);
	return vault_apply_erasures(n->hub, &n->by, e) < 0 || submission_forget_erased(n->hub, &n->by, e) < 0 ? -1 : 0;
}

/* judgements.c - what people say of the engine's word, whose work a submission is, and the bytes that were handed in. */
#include "intake/judgement.h"

#include "api/things.h"
#include "base/time.h"
#include "handover/sample.h"
#include "intake/owner.h"
#include "worker/view.h"

/* ---- agree or wrong ---- */

static const struct api_field judgement_fields[] = {
	TEXT_(struct judgement, "finding", finding_id, API_NULL, NULL, "null: the verdict"),
	TEXT_(struct judgement, "word", word, 0, "agree wrong", NULL),
	TEXT_(struct judgement, "reason", reason, API_NULL, NULL, NULL),
	TEXT_(struct judgement, "by", by, 0, NULL, NULL),
	TIME_(struct judgement, "at", at_ms, 0, NULL),
};
API_SHAPE(judgement, "noroshi/judgement/1", "What somebody said of the engine's word.", struct judgement, judgement_fields);

struct judge_body { struct str finding, word, reason; };
static const struct api_field judge_fields[] = {
	TEXT_(struct judge_body, "word", word, API_NEEDED, "agree wrong", NULL),
	TEXT_(struct judge_body, "finding", finding, 0, NULL, "a finding's id; without it the verdict"),
	TEXT_(struct judge_body, "reason", reason, 0, NULL, NULL),
};
API_SHAPE(judge, NULL, NULL, struct judge_body, judge_fields);

static struct str key_of_judgement(struct arena *a, const void *item)
{
	const struct judgement *x = item;

	return api_key_down(a, x->at_ms, x->id);
}

static int page_of_judgements(struct api_call *c, struct api_page *p, struct err *e)
{
	struct judgement *list;
	struct submission_row s;
	bool staff;
	size_t n;

	if (thing_submission(c, &s, &staff, e) < 0 || judgement_list(c->hub->db, p->a, s.id, &list, &n, e) < 0)
		return -1;
	api_cut_behind(p, list, n, sizeof *list, key_of_judgement);
	return 0;
}

int api_judgements(struct api_call *c, struct err *e)
{
	struct submission_row s;
	bool staff;

	return thing_submission(c, &s, &staff, e) < 0 ? -1 : api_list(c, page_of_judgements, e);
}

struct owner_body { struct str person; };
static const struct api_field owner_fields[] = { TEXT_(struct owner_body, "person", person, 0, NULL, "an analyst or lead; \"\" nobody; without it the key's owner") };
API_SHAPE(owner, NULL, NULL, struct owner_body, owner_fields);

int api_take(struct api_call *c, struct err *e)
{
	const struct owner_body *b = c->body;
	struct submission_row s;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0 ||
	    submission_take(c->hub->db, &c->by, c->a, s.id, b->person.p != NULL ? b->person : c->who.person_id, e) < 0)
		return -1;
	return api_done(c, "submission.taken", submission_number(c->a, &s));
}

int api_judge(struct api_call *c, struct err *e)
{
	const struct judge_body *b = c->body;
	const struct judgement j = { .finding_id = b->finding.p != NULL ? b->finding : STR(""), .word = b->word, .reason = b->reason.p != NULL ? b->reason : STR("") };
	struct submission_row s;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0 || submission_judge(c->hub->db, &c->by, c->a, s.id, &j, e) < 0)
		return -1;
	return api_done(c, "submission.judged", submission_number(c->a, &s));
}

/* ---- what was handed in ---- */

struct sample_body { struct str reason, mail, part; };
static const struct api_field sample_fields[] = {
	TEXT_(struct sample_body, "reason", reason, API_NEEDED, NULL, "why; it is recorded"),
	TEXT_(struct sample_body, "mail", mail, 0, NULL, "only one part of this mail: its sha256 in the analysis"),
	TEXT_(struct sample_body, "part", part, 0, NULL, "the part's number there, as 1.2"),
};
API_SHAPE(sample, NULL, NULL, struct sample_body, sample_fields);

/* Only ever as a zip with the agreed password: nothing on the way opens it by accident. */
int api_sample(struct api_call *c, struct err *e)
{
	const struct sample_body *b = c->body;
	struct str bytes, name, zip;
	struct submission_row s;
	enum vault_found found;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0)
		return -1;
	if (s.raw_blob.n == 0) {
		c->seen = false;
		return api_nothing(e);
	}
	if ((b->mail.n > 0) != (b->part.n > 0))
		return err_set(e, ERR_INPUT, "%s is missing", b->mail.n > 0 ? "part" : "mail");
	if (content_open(c->hub, &c->by, c->a, s.id, s.raw_blob, b->reason, &found, &bytes, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		return vault_gone(found, submission_number(c->a, &s), e);
	if (b->part.n > 0 && view_part(c->a, bytes, b->mail, b->part, &bytes, e) < 0)
		return -1;
	if (sample_pack(c->a, bytes, &name, &zip, e) < 0)
		return -1;
	http_answer_header(c->r, "Content-Disposition", arena_printf(c->a, "attachment; filename=\"" STR_FMT ".zip\"", STR_ARG(name)));
	return api_bytes(c, "application/zip", zip);
}

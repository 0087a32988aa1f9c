/* analyst.c - the scripted analyst: knows the truth, accepts what the hub proposes where it is right,
 * corrects what is wrong.  A correction is counted once per submission. */
#include "demo/analyst.h"

#include <stdio.h>

#include "base/time.h"
#include "consolidate/cases.h"
#include "demo/stories.h"
#include "intake/classify.h"

struct expectation {
	struct str receipt;
	const struct planned *item;
};

static struct expectation *expected;
static size_t expected_count, expected_room;

void analyst_expect(struct replay *r, struct str receipt, const struct planned *item)
{
	*ARENA_PUSH(r->arena, expected, expected_count, expected_room) = (struct expectation){ arena_str(r->arena, receipt), item };
}

void analyst_forget(void)
{
	expected = NULL;
	expected_count = expected_room = 0;
}

static const struct planned *expectation_of(struct str receipt)
{
	for (size_t i = expected_count; i-- > 0;)
		if (str_eq(expected[i].receipt, receipt))
			return expected[i].item;
	return NULL;
}

static const struct truth *truth_of(struct str receipt, long long number)
{
	const struct planned *item = receipt.p != NULL ? expectation_of(receipt) : NULL;

	return item != NULL && number >= 1 && (size_t)number <= item->truth_count ? &item->truths[number - 1] : NULL;
}

static struct str class_of(const struct truth *t, struct str nature)
{
	switch (t->class) {
	case TRUTH_TARGETED:
		return STR("targeted");
	case TRUTH_BEC:
		return STR("bec");
	case TRUTH_PHISHING:
		return STR("phishing");
	case TRUTH_BULK:        /* harmless or not: the engine's word decides which of the bulk classes */
		return str_eq(nature, STR("bulk")) || str_eq(nature, STR("benign")) ? STR("spam-harmless") :
		    str_eq(nature, STR("scam")) ? STR("scam-other") : STR("malware-bulk");
	case TRUTH_DRILL:
		return STR("drill");
	case TRUTH_CONSULT:
		return str_eq(str_of(t->outcome), STR("false-positive")) ? STR("false-positive") : STR("unknown");
	case TRUTH_SIGHTING:
		return STR("scan/probe");
	case TRUTH_OTHER:
		break;
	}
	return STR("unknown");
}

static struct str share_verdict_of(const struct truth *t)
{
	if (t->share)
		return STR("share");
	if (t->class == TRUTH_BULK)
		return STR("not-shared-bulk");
	return t->class == TRUTH_DRILL || t->class == TRUTH_CONSULT ? STR("not-shared-harmless") : STR("not-shared-not-useful");
}

struct looked_at {
	struct str id, receipt, nature, kind;
	long long number, received_ms;
};

static int classify(struct replay *r, const struct act *by, struct arena *a, const struct looked_at *s,
    const struct truth *t, bool *wrong, struct err *e)
{
	struct classification c = { .class = class_of(t, s->nature), .targeted = t->class == TRUTH_TARGETED,
		.targeted_basis = str_of(t->class == TRUTH_TARGETED ? t->basis : ""), .damage = str_of(t->damage),
		.outcome = t->outcome[0] != '\0' ? str_of(t->outcome) : STR_NONE, .share_verdict = share_verdict_of(t), .reason = STR("") };

	/* only where the engine judges at all: consultations, logs and sightings have no verdict to correct */
	if (str_eq(s->kind, STR("mail")) || str_eq(s->kind, STR("bec")))
		c.is_correction = !classification_agrees(c.class, s->nature);
	*wrong |= c.is_correction;
	return submission_classify(r->hub->db, by, a, s->id, &c, e);
}

/* Which case a proposal leads to now. */
static int case_behind(struct replay *r, struct arena *a, const struct db_rows *rows, size_t i, struct str *case_r, struct err *e)
{
	struct db_rows other;

	*case_r = db_text(rows, i, 1);
	if (case_r->p != NULL || db_text(rows, i, 2).p == NULL)
		return 0;
	if (DB_QUERY(r->hub->db, a, &other, e, "SELECT case_id FROM case_submission WHERE submission_id = $1 AND removed_ms IS NULL",
	    DB_TEXT(db_text(rows, i, 2))) < 0)
		return -1;
	if (other.count > 0)
		*case_r = db_text(&other, 0, 0);
	return 0;
}

static int reject_all(struct replay *r, const struct act *by, struct arena *a, const struct db_rows *rows, struct err *e)
{
	for (size_t i = 0; i < rows->count; i++)
		if (proposal_reject(r->hub->db, by, a, db_text(rows, i, 0), e) < 0)
			return -1;
	return 0;
}

static int open_case(struct replay *r, const struct act *by, struct arena *a, const struct looked_at *s, const struct truth *t,
    struct str *case_r, struct err *e)
{
	static const char *const titles[] = { "targeted mail", "business e-mail compromise", "phishing", "bulk mail", "drill",
		"consultation", "probing", "other" };

	return case_open(r->hub->db, by, a, str_of(titles[t->class]), s->id, "analyst", 0, case_r, e);
}

static bool wants_case(const struct truth *t)
{
	return t->share || t->class == TRUTH_TARGETED || t->class == TRUTH_BEC || t->class == TRUTH_PHISHING || t->class == TRUTH_SIGHTING;
}

/* What one proposal means for the attack that the submission truly belongs to. */
enum worth { WORTH_NOTHING, WORTH_TAKING, WORTH_WRONG };

/* The first of its attack: a case of its own is right, one together with another of the same attack
 * too; what leads to another attack is wrong.  Two bulk mails that nobody pursues may be thrown
 * together: neither gets a case. */
static enum worth worth_for_first(const struct truth *t, struct str leads_to, const struct truth *other)
{
	if (leads_to.p != NULL)
		return WORTH_WRONG;
	if (other != NULL && other->family != t->family)
		return wants_case(t) || wants_case(other) ? WORTH_WRONG : WORTH_NOTHING;
	return wants_case(t) ? WORTH_TAKING : WORTH_NOTHING;
}

static int first_of_family(struct replay *r, const struct act *by, struct arena *a, const struct looked_at *s,
    const struct truth *t, const struct db_rows *rows, struct str *case_r, bool *wrong, struct err *e)
{
	*case_r = STR_NONE;
	for (size_t i = 0; i < rows->count; i++) {
		struct str leads_to;
		enum worth worth;

		if (case_behind(r, a, rows, i, &leads_to, e) < 0)
			return -1;
		worth = worth_for_first(t, leads_to, truth_of(db_text(rows, i, 3), db_int(rows, i, 4)));
		if (worth == WORTH_TAKING)
			return proposal_accept(r->hub->db, by, a, db_text(rows, i, 0), case_r, e);
		*wrong |= worth == WORTH_WRONG;
	}
	if (reject_all(r, by, a, rows, e) < 0)
		return -1;
	return wants_case(t) ? open_case(r, by, a, s, t, case_r, e) : 0;
}

/* Already there: it was the neighbour through which the case was proposed. */
static int stands_in(struct replay *r, struct arena *a, struct str submission, struct str case_id, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->hub->db, a, &rows, e, "SELECT 1 FROM case_submission WHERE submission_id = $1 AND case_id = $2 "
	    "AND removed_ms IS NULL", DB_TEXT(submission), DB_TEXT(case_id)) < 0)
		return -1;
	return rows.count > 0;
}

static int later_of_family(struct replay *r, const struct act *by, struct arena *a, const struct looked_at *s,
    struct str case_id, int family, const struct db_rows *rows, bool *wrong, struct err *e)
{
	const struct truth *other;
	int there = stands_in(r, a, s->id, case_id, e);
	struct str taken;

	for (size_t i = 0; there == 0 && i < rows->count; i++) {
		struct str leads_to;

		if (case_behind(r, a, rows, i, &leads_to, e) < 0)
			return -1;
		if (leads_to.p != NULL && str_eq(leads_to, case_id))
			return proposal_accept(r->hub->db, by, a, db_text(rows, i, 0), &taken, e);
		other = truth_of(db_text(rows, i, 3), db_int(rows, i, 4));
		/* passed over though it scored best: wrong, unless it is of this attack and only has no case yet */
		*wrong |= leads_to.p != NULL || other == NULL || other->family != family;
	}
	if (there != 0)
		return there < 0 ? -1 : 0;
	*wrong = true;
	if (reject_all(r, by, a, rows, e) < 0)
		return -1;
	return case_add(r->hub->db, by, a, case_id, s->id, "analyst", 0, e);
}

static struct family_case *family_of(struct replay *r, int number)
{
	if ((size_t)number >= r->family_count) {
		size_t more = (size_t)number + 200;
		struct family_case *bigger = ARENA_ARRAY(r->arena, struct family_case, more);

		if (r->family_count > 0)
			memcpy(bigger, r->families, r->family_count * sizeof *bigger);
		r->families = bigger;
		r->family_count = more;
	}
	return &r->families[number];
}

/* What the analyst writes into a new case: its class, its basis, and for the told cases the words. */
static int describe_case(struct replay *r, const struct act *by, struct arena *a, struct str case_id, struct str submission_id,
    const struct planned *item, const struct truth *t, struct err *e)
{
	struct case_row row;

	if (case_set(r->hub->db, by, a, case_id, STR("class"), class_of(t, STR("malware")), e) < 0)
		return -1;
	if (t->class == TRUTH_TARGETED && case_target(r->hub->db, by, a, case_id, str_of(t->basis), str_of(t->campaign), e) < 0)
		return -1;
	if (t->class == TRUTH_BEC && t->damage[0] != '\0' &&
	    case_set(r->hub->db, by, a, case_id, STR("damage"), str_of(t->damage), e) < 0)
		return -1;
	if (item->story[0] != '\0' && stories_describe(r, by, a, case_id, submission_id, item, e) < 0)
		return -1;
	if (strcmp(item->story, "story1") == 0 || strcmp(item->story, "story2") == 0) {
		if (case_get(r->hub->db, a, case_id, &row, e) < 0)
			return -1;
		r->stories[item->story[5] - '1'] = arena_str(r->arena, row.number);
	}
	return 0;
}

static int consolidate(struct replay *r, const struct act *by, struct arena *a, const struct looked_at *s,
    const struct planned *item, const struct truth *t, bool *wrong, struct err *e)
{
	struct family_case *f = family_of(r, t->family);
	struct db_rows rows;
	struct str case_id = STR_NONE;
	bool judged = str_eq(s->kind, STR("mail")) || str_eq(s->kind, STR("bec")), wrong_here = false;

	if (DB_QUERY(r->hub->db, a, &rows, e, "SELECT p.id, p.case_id, p.other_submission, h.receipt, o.number FROM proposal p "
	    "LEFT JOIN submission o ON o.id = p.other_submission LEFT JOIN hand_in h ON h.id = o.hand_in_id "
	    "WHERE p.submission_id = $1 AND p.state = 'open' ORDER BY p.score DESC, p.id COLLATE \"C\"", DB_TEXT(s->id)) < 0)
		return -1;
	if (f->case_id.p == NULL) {
		if (first_of_family(r, by, a, s, t, &rows, &case_id, &wrong_here, e) < 0)
			return -1;
		f->case_id = arena_str(r->arena, case_id);
		f->class = t->class;
		f->campaign = t->campaign;
		f->wants_share = t->share;
		f->story = item->story;
		f->first_org = item->org;
		if (case_id.p != NULL && describe_case(r, by, a, case_id, s->id, item, t, e) < 0)
			return -1;
	} else if (later_of_family(r, by, a, s, f->case_id, t->family, &rows, &wrong_here, e) < 0) {
		return -1;
	}
	f->last_ms = s->received_ms;
	*wrong |= judged && wrong_here;
	return 0;
}

static void tell(const struct replay *r, struct arena *a, const struct looked_at *s, const struct truth *t, bool class, bool place)
{
	struct db_rows rows;
	struct err ignored;

	fprintf(stderr, "correction: " STR_FMT "/%lld%s%s: engine " STR_FMT ", truth " STR_FMT ", attack %d\n", STR_ARG(s->receipt), s->number,
	    class ? " class" : "", place ? " case" : "", STR_ARG(s->nature), STR_ARG(class_of(t, s->nature)), t->family);
	if (DB_QUERY(r->hub->db, a, &rows, &ignored, "SELECT p.reason, p.score, h.receipt, o.number FROM proposal p LEFT JOIN submission o "
	    "ON o.id = p.other_submission LEFT JOIN hand_in h ON h.id = o.hand_in_id WHERE p.submission_id = $1 ORDER BY p.score DESC, "
	    "p.id COLLATE \"C\"", DB_TEXT(s->id)) < 0)
		return;
	for (size_t i = 0; i < rows.count; i++) {
		const struct truth *other = truth_of(db_text(&rows, i, 2), db_int(&rows, i, 3));

		fprintf(stderr, "  proposed: " STR_FMT " %lld", STR_ARG(db_text(&rows, i, 0)), db_int(&rows, i, 1));
		if (other != NULL)
			fprintf(stderr, ", with " STR_FMT "/%lld of attack %d", STR_ARG(db_text(&rows, i, 2)), db_int(&rows, i, 3), other->family);
		fputc('\n', stderr);
	}
}

static int look_at(struct replay *r, const struct act *by, struct arena *a, const struct looked_at *s, struct err *e)
{
	const struct planned *item = expectation_of(s->receipt);
	const struct truth *t;
	bool class = false, place = false, wrong;

	if (item == NULL || s->number < 1 || (size_t)s->number > item->truth_count)
		return err_set(e, ERR_INPUT, "the demo's hand-in " STR_FMT " gave more submissions than it holds", STR_ARG(s->receipt));
	t = &item->truths[s->number - 1];
	if (classify(r, by, a, s, t, &class, e) < 0 || consolidate(r, by, a, s, item, t, &place, e) < 0)
		return -1;
	wrong = class || place;
	if (wrong && r->order->verbose)
		tell(r, a, s, t, class, place);
	r->corrections += wrong;
	if (s->received_ms >= plan_day(quarters[3].from)) {
		r->submissions_last_quarter++;
		r->corrections_last_quarter += wrong;
	}
	return 0;
}

int analyst_work(struct replay *r, const struct act *by, struct err *e)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct db_rows rows;
	int status = DB_QUERY(r->hub->db, a, &rows, e, "SELECT s.id, h.receipt, s.nature, s.kind, s.number, s.received_ms FROM submission s "
	    "JOIN hand_in h ON h.id = s.hand_in_id WHERE s.state = 'parsed' ORDER BY s.received_ms, h.receipt COLLATE \"C\", s.number");

	for (size_t i = 0; status == 0 && i < rows.count; i++) {
		const struct looked_at s = { db_text(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2), db_text(&rows, i, 3),
			db_int(&rows, i, 4), db_int(&rows, i, 5) };

		status = look_at(r, by, a, &s, e);
	}
	arena_free(a);
	return status;
}

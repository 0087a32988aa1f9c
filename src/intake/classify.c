/* classify.c - decisions of analysts. */
#include "intake/classify.h"

#include "base/states.h"
#include "intake/look.h"
#include "store/audit.h"

static const struct { const char *class, *natures; } classes[] = {
	{ "targeted", "targeted" }, { "bec", "bec" }, { "phishing", "phishing" }, { "malware-bulk", "malware bulk scam" },
	{ "spam-harmless", "bulk scam benign" }, { "scam-other", "scam bulk" }, { "scan/probe", "unknown" }, { "drill", "drill" },
	{ "false-positive", "unknown benign" }, { "unknown", "unknown benign" },
};

bool classification_known(struct str class)
{
	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		if (str_eq(class, str_of(classes[i].class)))
			return true;
	return false;
}

bool classification_agrees(struct str class, struct str nature)
{
	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
		struct str rest = str_of(classes[i].natures), word;

		if (!str_eq(class, str_of(classes[i].class)))
			continue;
		while (str_split(&rest, ' ', &word))
			if (str_eq(word, nature))
				return true;
	}
	return false;
}

static struct str or_empty(struct str s)
{
	return s.p != NULL ? s : STR("");
}

static struct str or_dash(struct str s)
{
	return s.n > 0 ? s : STR("-");
}

void classification_over(const struct submission_row *before, struct classification *c)
{
	bool judged = str_eq(before->kind, STR("mail")) || str_eq(before->kind, STR("bec"));

	c->targeted_basis = or_empty(c->targeted_basis);
	c->targeted = c->targeted_basis.n > 0;
	c->damage = or_empty(c->damage.p != NULL ? c->damage : before->damage);
	if (c->outcome.p == NULL)
		c->outcome = before->outcome;
	c->is_correction = (judged && !classification_agrees(c->class, before->nature)) || (before->class.p != NULL && !str_eq(before->class, c->class));
}

/* One of the words, or nothing said yet. */
static int known_word(const char *what, struct str word, const char *words, struct err *e)
{
	struct str rest = str_of(words), one;

	if (word.n == 0)
		return 0;
	while (str_split(&rest, ' ', &one))
		if (str_eq(one, word))
			return 0;
	return err_set(e, ERR_USAGE, "%s is one of %s, not “" STR_FMT "”", what, words, STR_ARG(word));
}

static int check_words(const struct classification *c, struct err *e)
{
	if (known_word("basis", c->targeted_basis, "persists insider-knowledge family judgement", e) < 0 ||
	    known_word("damage", c->damage, "none money info account device unknown", e) < 0 ||
	    known_word("outcome", c->outcome, "false-positive malvertising scam-site unknown", e) < 0)
		return -1;
	return known_word("share-verdict", c->share_verdict, "share merged-into not-shared-bulk not-shared-harmless "
	    "not-shared-no-approval not-shared-not-useful", e);
}

static int remember(struct db *db, const struct act *by, struct arena *a, struct str id, const char *field, struct str engine,
    struct str before, struct str after, bool correction, struct str reason, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO class_change (id, submission_id, field, engine_value, before_value, after_value, by_person, "
	    "at_ms, is_correction, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(id),
	    DB_TEXT(str_of(field)), DB_TEXT(engine), DB_TEXT(before.p != NULL ? before : STR("")),
	    DB_TEXT(after.p != NULL ? after : STR("")), DB_TEXT(by->actor), DB_INT(by->now_ms), DB_BOOL(correction),
	    DB_TEXT(reason.p != NULL ? reason : STR(""))) < 0 ? -1 : 0;
}

/* The class, always, and what else is other than before: an older report is printed from these rows. */
static int remember_all(struct db *db, const struct act *by, struct arena *a, struct str id, const struct classification *c,
    const struct db_rows *before, struct err *e)
{
	struct str targeted = db_is_null(before, 0, 3) ? STR_NONE : db_int(before, 0, 3) == 1 ? STR("1") : STR("0");
	const struct { const char *field; struct str before, after; } others[] = {
		{ "targeted", targeted, c->targeted ? STR("1") : STR("0") }, { "outcome", db_text(before, 0, 4), c->outcome },
		{ "damage", db_text(before, 0, 5), c->damage },
	};

	if (remember(db, by, a, id, "class", db_text(before, 0, 0), db_text(before, 0, 1), c->class, c->is_correction, c->reason, e) < 0)
		return -1;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (others[i].before.p != NULL && !str_eq(others[i].before, others[i].after) &&
		    remember(db, by, a, id, others[i].field, STR(""), others[i].before, others[i].after, false, c->reason, e) < 0)
			return -1;
	return 0;
}

/* Two analysts at once: the second is told what the first one said. */
static int changed_meanwhile(struct db *db, struct arena *a, struct str id, const struct db_rows *before, struct err *e)
{
	struct str seen = db_text(before, 0, 1), now;
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT state, class, class_by FROM submission WHERE id = $1", DB_TEXT(id)) < 0)
		return -1;
	now = db_text(&r, 0, 1);
	if (!str_eq(db_text(before, 0, 2), db_text(&r, 0, 0)))
		return state_changed(&states_submission, db_text(before, 0, 6), db_text(before, 0, 2), db_text(&r, 0, 0), STR(""), e);
	return err_set(e, ERR_CONFLICT, STR_FMT " was classified meanwhile by " STR_FMT ": you saw “" STR_FMT "”, now it is “" STR_FMT "”; look at "
	    "it again, nothing was done", STR_ARG(db_text(before, 0, 6)), STR_ARG(db_text(&r, 0, 2)), STR_ARG(or_dash(seen)), STR_ARG(or_dash(now)));
}

static int write(struct db *db, const struct act *by, struct arena *a, struct str id, const struct classification *c,
    const struct db_rows *before, struct err *e)
{
	struct str seen = db_text(before, 0, 2);
	long long done = DB_EXEC(db, e, "UPDATE submission SET class = $2, targeted = $3, targeted_basis = $4, damage = $5, outcome = $6, "
	    "share_verdict = COALESCE($7, share_verdict), class_by = $8, class_ms = $9, state = $10 WHERE id = $1 AND state = $11 "
	    "AND COALESCE(class, '') = $12", DB_TEXT(id), DB_TEXT(c->class), DB_BOOL(c->targeted), DB_TEXT(c->targeted_basis),
	    DB_TEXT(c->damage), DB_TEXT(c->outcome), DB_TEXT(c->share_verdict), DB_TEXT(by->actor), DB_INT(by->now_ms),
	    DB_TEXT(state_after(&states_submission, seen, "classify")), DB_TEXT(seen), DB_TEXT(or_empty(db_text(before, 0, 1))));

	if (done == 0)
		return changed_meanwhile(db, a, id, before, e);
	if (done < 0 || remember_all(db, by, a, id, c, before, e) < 0)
		return -1;
	return audit_add(db, by, "submission.classified", id, e);
}

int submission_classify(struct db *db, const struct act *by, struct arena *a, struct str id, const struct classification *c,
    struct err *e)
{
	struct db_rows before;

	if (!classification_known(c->class))
		return err_set(e, ERR_USAGE, "there is no class “" STR_FMT "” (targeted bec phishing malware-bulk spam-harmless scam-other "
		    "scan/probe drill false-positive unknown)", STR_ARG(c->class));
	if (c->targeted && c->targeted_basis.n == 0)
		return err_set(e, ERR_USAGE, "targeted needs its basis (persists, insider-knowledge, family, judgement)");
	if (check_words(c, e) < 0)
		return -1;
	if (DB_QUERY(db, a, &before, e, "SELECT s.nature, s.class, s.state, s.targeted, s.outcome, s.damage, " SQL_SUBMISSION_NAME " "
	    "FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE s.id = $1", DB_TEXT(id)) < 0)
		return -1;
	if (before.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no submission " STR_FMT, STR_ARG(id));
	if (state_check(&states_submission, db_text(&before, 0, 6), db_text(&before, 0, 2), "classify", e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (write(db, by, a, id, c, &before, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

/* consultation.c - drafting, reading, sending. */
#include "ask/consultation.h"

#include "approve/approve.h"
#include "approve/notice.h"
#include "ask/names.h"
#include "ask/ready_text.h"
#include "base/buf.h"
#include "base/states.h"
#include "base/text.h"
#include "base/tr.h"
#include "intake/classify.h"
#include "intake/finish.h"
#include "intake/look.h"
#include "store/audit.h"
#include "store/vault.h"

enum { WORDS_MOST = 40000, ABOUT_LEAST = 6 };

/* ---- the text ---- */

static int check_text(const struct consultation_text *t, const struct ready_text **ready_r, struct str *outcome_r, struct err *e)
{
	static const char *const outcomes[] = { "false-positive", "malvertising", "scam-site", "unknown" };

	*ready_r = t->template.p == NULL ? NULL : ready_text_find(consultation_texts, consultation_texts_count, t->template);
	if (t->template.p != NULL && (*ready_r == NULL || str_eq(str_of((*ready_r)->topics), STR("caution"))))
		return err_set(e, ERR_UNKNOWN, "there is no ready answer “" STR_FMT "” (noroshi consultation templates lists them)", STR_ARG(t->template));
	if (*ready_r == NULL && (t->ja.n == 0 || t->en.n == 0))
		return err_set(e, ERR_USAGE, "what is answered? --template ID, or your own words with --ja and --en");
	if (t->ja.n > WORDS_MOST / 4 || t->en.n > WORDS_MOST / 4 || t->about.n > WORDS_MOST / 4)
		return err_set(e, ERR_LIMIT, "an answer has at most %d bytes", WORDS_MOST / 4);
	if (utf8_count(t->about) < ABOUT_LEAST)
		return err_set(e, ERR_USAGE, "what was asked, in your own words and without names? --about TEXT (it is how a later question finds this answer)");
	*outcome_r = t->outcome.p != NULL ? t->outcome : *ready_r != NULL ? str_of((*ready_r)->topics) : STR("");
	for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
		if (str_eq(*outcome_r, str_of(outcomes[i])))
			return 0;
	return err_set(e, ERR_USAGE, "the outcome is false-positive, malvertising, scam-site or unknown (--outcome)");
}

static void put_paragraph(struct buf *out, struct str s)
{
	if (s.n == 0)
		return;
	buf_z(out, out->n > 0 ? "\n" : "");
	buf_add(out, s);
	buf_char(out, '\n');
}

/* Answer, own words, advice; and what a false positive never goes out without. */
static struct str compose(struct arena *a, const struct ready_text *ready, struct str own, struct str outcome, enum lang lang)
{
	const struct ready_text *caution = ready_text_find(consultation_texts, consultation_texts_count, STR("supply-chain"));
	bool ja = lang == LANG_JA;
	struct buf out;

	buf_init_arena(&out, a, WORDS_MOST);
	if (ready != NULL)
		put_paragraph(&out, str_of(ja ? ready->ja : ready->en));
	put_paragraph(&out, own);
	if (ready != NULL)
		put_paragraph(&out, str_of(ja ? ready->advice_ja : ready->advice_en));
	if (str_eq(outcome, STR("false-positive")))
		put_paragraph(&out, str_of(ja ? caution->ja : caution->en));
	return buf_str(&out);
}

/* ---- drafting ---- */

struct drafting {
	struct hub *hub;
	const struct act *by;
	struct arena *arena;
	struct consultation_row c;
	struct str key, outcome, template, about, ja, en, own_ja, own_en;
};

static int find_key(struct drafting *d, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->hub->db, d->arena, &r, e, "SELECT s.key_id FROM submission s JOIN data_key k ON k.id = s.key_id WHERE s.id = $1 "
	    "AND k.wrapped IS NOT NULL", DB_TEXT(d->c.submission_id)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_CONFLICT, "the content of " STR_FMT " is gone; it is not answered any more", STR_ARG(d->c.submission));
	d->key = db_text(&r, 0, 0);
	return 0;
}

static int put_words(struct drafting *d, struct str words, struct str *blob_r, struct err *e)
{
	return vault_put(d->hub, d->hub->db, d->by, d->arena, d->key, STR("answer"), utf8_repair(d->arena, words), blob_r, e);
}

/* Conditional on the revision that was seen: of two who write at once the second is told. */
static int store_draft(struct drafting *d, struct err *e)
{
	struct str about, ja, en;
	long long done;

	if (put_words(d, d->about, &about, e) < 0 || put_words(d, d->ja, &ja, e) < 0 || put_words(d, d->en, &en, e) < 0)
		return -1;
	done = DB_EXEC(d->hub->db, e, "INSERT INTO consultation (submission_id, state, rev, template, outcome, about_blob, ja_blob, en_blob, "
	    "drafted_ms, drafted_by) VALUES ($1, 'draft', 1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (submission_id) DO UPDATE SET state = 'draft', "
	    "rev = consultation.rev + 1, template = excluded.template, outcome = excluded.outcome, about_blob = excluded.about_blob, "
	    "ja_blob = excluded.ja_blob, en_blob = excluded.en_blob, drafted_ms = excluded.drafted_ms, drafted_by = excluded.drafted_by, "
	    "reviewed_ms = NULL, reviewed_by = NULL WHERE consultation.rev = $9 AND consultation.state <> 'sent'", DB_TEXT(d->c.submission_id),
	    DB_TEXT(d->template), DB_TEXT(d->outcome), DB_TEXT(about), DB_TEXT(ja), DB_TEXT(en), DB_INT(d->by->now_ms), DB_TEXT(d->by->actor),
	    DB_INT(d->c.rev));
	if (done == 0)
		return err_set(e, ERR_CONFLICT, "the answer to " STR_FMT " was changed meanwhile: you saw version %lld; look at it again, nothing was done",
		    STR_ARG(d->c.submission), d->c.rev);
	return done < 0 ? -1 : audit_add(d->hub->db, d->by, "consultation.drafted", d->c.submission_id, e);
}

static int check_draft(struct drafting *d, struct err *e)
{
	struct str org = d->c.org_id;

	return names_check(d->hub->db, d->arena, org, d->about, e) < 0 || names_check(d->hub->db, d->arena, org, d->own_ja, e) < 0 ||
	    names_check(d->hub->db, d->arena, org, d->own_en, e) < 0 ? -1 : 0;
}

int consultation_draft(struct hub *hub, const struct act *by, struct arena *a, struct str submission, const struct consultation_text *t,
    struct err *e)
{
	struct drafting d = { .hub = hub, .by = by, .arena = a, .about = t->about, .own_ja = t->ja, .own_en = t->en };
	const struct ready_text *ready;
	bool staff;

	if (check_text(t, &ready, &d.outcome, e) < 0 || approve_staff(hub->db, a, by, e) < 0 ||
	    consultation_get(hub->db, by, a, submission, &d.c, &staff, e) < 0 ||
	    state_check(&states_consultation, d.c.submission, d.c.state, "draft", e) < 0 || find_key(&d, e) < 0)
		return -1;
	d.template = ready != NULL ? str_of(ready->id) : STR("");
	d.ja = compose(a, ready, t->ja, d.outcome, LANG_JA);
	d.en = compose(a, ready, t->en, d.outcome, LANG_EN);
	if (check_draft(&d, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (store_draft(&d, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- reading as the second person ---- */

static int review(struct hub *hub, const struct act *by, const struct consultation_row *c, long long rev, struct err *e)
{
	long long done = DB_EXEC(hub->db, e, "UPDATE consultation SET state = 'reviewed', reviewed_ms = $2, reviewed_by = $3 WHERE submission_id = $1 "
	    "AND state = 'draft' AND rev = $4", DB_TEXT(c->submission_id), DB_INT(by->now_ms), DB_TEXT(by->actor), DB_INT(rev));

	if (done == 0)
		return err_set(e, ERR_CONFLICT, "the answer to " STR_FMT " was changed meanwhile: you read version %lld, now it is version %lld; read it again",
		    STR_ARG(c->submission), rev, c->rev);
	return done < 0 ? -1 : audit_add_detail(hub->db, by, "consultation.reviewed", c->submission_id, STR("{}"), e);
}

int consultation_review(struct hub *hub, const struct act *by, struct arena *a, struct str submission, long long rev, struct err *e)
{
	struct consultation_row c;
	bool staff;

	if (approve_staff(hub->db, a, by, e) < 0 || consultation_get(hub->db, by, a, submission, &c, &staff, e) < 0 ||
	    state_check(&states_consultation, c.submission, c.state, "review", e) < 0)
		return -1;
	if (str_eq(by->actor, c.drafted_by))
		return err_set(e, ERR_DENIED, "the answer to " STR_FMT " was written by " STR_FMT "; another person reads it", STR_ARG(c.submission),
		    STR_ARG(by->actor));
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (review(hub, by, &c, rev, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- sending ---- */

/* What nobody has classified yet gets the class that goes with the outcome. */
static struct str class_of(const struct submission_row *s, struct str outcome)
{
	if (s->class.p != NULL)
		return s->class;
	return str_eq(outcome, STR("false-positive")) ? STR("false-positive") : str_eq(outcome, STR("unknown")) ? STR("unknown") : STR("scam-other");
}

static int settle(struct hub *hub, const struct act *by, struct arena *a, const struct consultation_row *c, struct err *e)
{
	struct submission_row s;
	struct classification class;

	if (submission_get(hub->db, a, c->submission_id, &s, e) < 0)
		return -1;
	class = (struct classification){ .class = class_of(&s, c->outcome), .targeted = s.targeted == 1,
		.targeted_basis = s.targeted_basis.p != NULL ? s.targeted_basis : STR(""), .damage = s.damage.p != NULL ? s.damage : STR(""),
		.outcome = c->outcome, .reason = STR("") };
	if (submission_classify(hub->db, by, a, s.id, &class, e) < 0)
		return -1;
	return submission_finish(hub->db, by, a, s.id, STR("done"), STR_NONE, e);
}

static int send(struct hub *hub, const struct act *by, struct arena *a, const struct consultation_row *c, struct err *e)
{
	long long done = DB_EXEC(hub->db, e, "UPDATE consultation SET state = 'sent', sent_ms = $2, sent_by = $3 WHERE submission_id = $1 AND "
	    "state = 'reviewed' AND rev = $4 AND reviewed_by <> drafted_by", DB_TEXT(c->submission_id), DB_INT(by->now_ms), DB_TEXT(by->actor),
	    DB_INT(c->rev));

	if (done == 0)
		return err_set(e, ERR_CONFLICT, "the answer to " STR_FMT " was changed meanwhile: you saw version %lld; look at it again, nothing was done",
		    STR_ARG(c->submission), c->rev);
	if (done < 0 || settle(hub, by, a, c, e) < 0 ||
	    notice_add(hub->db, by, a, c->org_id, "submitter", "consultation", STR_NONE, c->submission_id, 0, e) < 0)
		return -1;
	return audit_add(hub->db, by, "consultation.sent", c->submission_id, e);
}

static bool is_ready(struct str paragraph)
{
	for (size_t i = 0; i < consultation_texts_count; i++) {
		const struct ready_text *t = &consultation_texts[i];

		if (str_eq(paragraph, str_of(t->ja)) || str_eq(paragraph, str_of(t->en)) || str_eq(paragraph, str_of(t->advice_ja)) ||
		    str_eq(paragraph, str_of(t->advice_en)))
			return true;
	}
	return false;
}

/* What of a stored answer the analyst wrote. */
static struct str own_words(struct arena *a, struct str text)
{
	struct str line;
	struct buf out;

	buf_init_arena(&out, a, WORDS_MOST);
	while (str_split(&text, '\n', &line))
		if (!is_ready(line)) {
			buf_add(&out, line);
			buf_char(&out, '\n');
		}
	return buf_str(&out);
}

/* The registry may have grown since the draft was checked. */
static int check_again(struct hub *hub, const struct act *by, struct arena *a, const struct consultation_row *c, struct err *e)
{
	struct consultation_words w;

	return consultation_read(hub, by, a, c, true, &w, e) < 0 || names_check(hub->db, a, c->org_id, own_words(a, w.ja), e) < 0 ||
	    names_check(hub->db, a, c->org_id, own_words(a, w.en), e) < 0 ? -1 : 0;
}

int consultation_send(struct hub *hub, const struct act *by, struct arena *a, struct str submission, struct err *e)
{
	struct consultation_row c;
	bool staff;

	if (approve_staff(hub->db, a, by, e) < 0 || consultation_get(hub->db, by, a, submission, &c, &staff, e) < 0 ||
	    state_check(&states_consultation, c.submission, c.state, "send", e) < 0 || check_again(hub, by, a, &c, e) < 0 ||
	    db_begin(hub->db, e) < 0)
		return -1;
	if (send(hub, by, a, &c, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* org_member.c - joining, leaving, correcting what was recorded, merging. */
#include "base/time.h"
#include "cli/org.h"
#include "intake/withdraw.h"
#include "registry/change.h"

static int one_of(const char *what, struct str value, const char *words, struct err *e)
{
	struct str rest = str_of(words), word;

	while (str_split(&rest, ' ', &word))
		if (str_eq(word, value))
			return 0;
	return err_set(e, ERR_USAGE, "%s is one of %s, not “" STR_FMT "”", what, words, STR_ARG(value));
}

#define JOIN_REASONS "founding join merge split reorganise transfer"
#define LEAVE_REASONS "leave merge split reorganise transfer"
#define BASES "individual-nda association-nda terms"

int org_sig_must_exist(struct desk *d, struct str id, struct err *e)
{
	bool exists;

	if (id.p == NULL)
		return err_set(e, ERR_USAGE, "which SIG? --sig ID");
	if (sig_exists(d->hub->db, d->arena, id, &exists, e) < 0)
		return -1;
	return exists ? 0 : err_set(e, ERR_UNKNOWN, "there is no SIG “" STR_FMT "” (noroshi sig list shows them)", STR_ARG(id));
}

int org_verb_join(struct desk *d, void *options, struct err *e)
{
	const struct org_options *o = options;
	struct membership_row m = { .org_id = d->operand[0], .sig_id = o->sig, .leave_reason = STR(""),
		.join_reason = o->reason.p != NULL ? o->reason : STR("join"), .basis = o->basis.p != NULL ? o->basis : STR("individual-nda") };

	if (org_must_exist(d, m.org_id, e) < 0 || org_sig_must_exist(d, o->sig, e) < 0 || one_of("--reason", m.join_reason, JOIN_REASONS, e) < 0 ||
	    one_of("--basis", m.basis, BASES, e) < 0 || desk_day(d, o->on, d->by.now_ms, &m.from_ms, &m.from_precision, e) < 0)
		return -1;
	m.to_ms = TIME_FOREVER;
	m.to_precision = "day";
	if (membership_add(d->hub->db, &d->by, d->arena, &m, e) < 0)
		return -1;
	return desk_done(d, "membership.added", m.org_id, tr("joined"), e);
}

/* ---- leaving ---- */

static int print_certificate(struct desk *d, const struct certificate *c, struct err *e)
{
	if (!d->json) {
		buf_add(&d->out, c->text);
		return desk_flush(d, e);
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/certificate/1");
	jw_kstr(&d->w, "number", c->number);
	jw_kint(&d->w, "erased", c->erased);
	jw_kstr(&d->w, "text", c->text);
	return desk_json_end(d, e);
}

/* All of it at once: memberships, roles, notices, consents, and what becomes of what was handed in. */
static int leave_wholly(struct desk *d, const struct org_options *o, long long on_ms, const char *precision, struct str reason,
    struct certificate *c, struct err *e)
{
	struct db *db = d->hub->db;

	if (db_begin(db, e) < 0)
		return -1;
	if (org_leave(db, &d->by, d->arena, d->operand[0], on_ms, precision, reason, e) >= 0 && (o->destroy ?
	    org_destroy_content(d->hub, &d->by, d->arena, d->operand[0], c, e) :
	    org_keep_content(d->hub, &d->by, d->arena, d->operand[0], o->keep, c, e)) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int org_verb_leave(struct desk *d, void *options, struct err *e)
{
	const struct org_options *o = options;
	struct str reason = o->reason.p != NULL ? o->reason : STR("leave");
	const char *precision;
	struct certificate c;
	long long on_ms;

	if (org_must_exist(d, d->operand[0], e) < 0 || one_of("--reason", reason, LEAVE_REASONS, e) < 0 ||
	    desk_day(d, o->on, d->by.now_ms, &on_ms, &precision, e) < 0)
		return -1;
	if (o->sig.p != NULL) {         /* one SIG only: it stays a member, nothing is erased */
		if (membership_end(d->hub->db, &d->by, d->arena, d->operand[0], o->sig, on_ms, precision, reason, e) < 0)
			return -1;
		return desk_done(d, "membership.ended", d->operand[0], tr("left the SIG"), e);
	}
	if (o->destroy == (o->keep.p != NULL))
		return err_set(e, ERR_USAGE, "what becomes of what it handed in? --destroy erases it, --keep TERMS keeps it under those terms");
	if (o->destroy && on_ms > d->by.now_ms)
		return err_set(e, ERR_USAGE, "contents are erased when it has left: give the command with --destroy on that day");
	if (leave_wholly(d, o, on_ms, precision, reason, &c, e) < 0)
		return -1;
	return print_certificate(d, &c, e);
}

/* ---- correcting: what was recorded stays readable ---- */

int org_verb_correct(struct desk *d, void *options, struct err *e)
{
	const struct org_options *o = options;
	struct membership_row m;

	if (org_must_exist(d, d->operand[0], e) < 0 || org_sig_must_exist(d, o->sig, e) < 0 ||
	    membership_last(d->hub->db, d->arena, d->operand[0], o->sig, &m, e) < 0)
		return -1;
	if (o->from.p != NULL && desk_day(d, o->from, 0, &m.from_ms, &m.from_precision, e) < 0)
		return -1;
	if (str_eq(o->to, STR("open"))) {
		m.to_ms = TIME_FOREVER;
		m.to_precision = "day";
		m.leave_reason = STR("");
	} else if (o->to.p != NULL && desk_day(d, o->to, 0, &m.to_ms, &m.to_precision, e) < 0) {
		return -1;
	}
	if (o->basis.p != NULL)
		m.basis = o->basis;
	if (o->reason.p != NULL && m.to_ms != TIME_FOREVER)
		m.leave_reason = o->reason;
	else if (o->reason.p != NULL)
		m.join_reason = o->reason;
	if (m.to_ms != TIME_FOREVER && m.leave_reason.n == 0)
		m.leave_reason = STR("leave");
	if (m.from_ms >= m.to_ms)
		return err_set(e, ERR_INPUT, "the membership of " STR_FMT " would end before it begins", STR_ARG(m.org_id));
	if (one_of("--basis", m.basis, BASES, e) < 0 || one_of("--reason", m.join_reason, JOIN_REASONS, e) < 0 ||
	    (m.leave_reason.n > 0 && one_of("--reason", m.leave_reason, LEAVE_REASONS, e) < 0) ||
	    membership_correct(d->hub->db, &d->by, d->arena, &m, e) < 0)
		return -1;
	return desk_done(d, "membership.corrected", m.org_id, tr("corrected; what was recorded before stays readable"), e);
}

int org_verb_merge(struct desk *d, void *options, struct err *e)
{
	const struct org_options *o = options;
	const char *precision;
	long long on_ms;

	if (org_must_exist(d, d->operand[0], e) < 0 || org_must_exist(d, d->operand[1], e) < 0 ||
	    desk_day(d, o->on, d->by.now_ms, &on_ms, &precision, e) < 0 ||
	    org_merge(d->hub->db, &d->by, d->arena, d->operand[0], d->operand[1], on_ms, precision, e) < 0)
		return -1;
	return desk_done(d, "org.merged", d->operand[0], tr("merged; the other one inherits nothing"), e);
}

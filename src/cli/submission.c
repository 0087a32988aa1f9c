/* submission.c - noroshi submission: what came in, what became of it, and taking it back. */
#include "cli/submission.h"

#include "base/csv.h"
#include "base/time.h"
#include "cli/org.h"
#include "intake/classify.h"
#include "intake/finish.h"
#include "intake/judgement.h"
#include "intake/owner.h"
#include "intake/password.h"
#include "intake/quarantine.h"
#include "share/acknowledge.h"
#include "intake/withdraw.h"

enum { PAGE = 100, PAGE_MOST = 10000 };

struct str submission_name(struct desk *d, const struct submission_row *s)
{
	return submission_number(d->arena, s);
}

void submission_fields(struct desk *d, const struct submission_row *s)
{
	struct jw *w = &d->w;

	jw_kz(w, "schema", "noroshi/submission/1");
	jw_kstr(w, "submission", submission_name(d, s));
	jw_kstr(w, "receipt", s->receipt);
	jw_kstr(w, "org", s->org_id);
	jw_kstr(w, "kind", s->kind);
	jw_kstr(w, "channel", s->channel);
	jw_ktime(w, "received", s->received_ms);
	jw_ktime(w, "occurred", s->occurred_ms);
	jw_kint(w, "copies", s->copies);
	jw_kstr(w, "state", s->state);
	jw_kstr(w, "examined", s->examined);
	jw_kstr(w, "examined_reason", s->examined_reason);
	jw_kobject(w, "verdict");
	jw_kstr(w, "nature", s->nature);
	jw_kstr(w, "strength", s->strength);
	jw_kint(w, "bec_type", s->bec_type);
	jw_end_object(w);
	jw_kstr(w, "language", s->language);
	jw_kstr(w, "class", s->class);
	if (s->targeted < 0)
		jw_knull(w, "targeted");
	else
		jw_kbool(w, "targeted", s->targeted == 1);
	jw_kstr(w, "targeted_basis", s->targeted_basis);
	jw_kstr(w, "damage", s->damage);
	jw_kstr(w, "outcome", s->outcome);
	jw_kstr(w, "share_verdict", s->share_verdict);
}

/* ---- list ---- */

static int filter_of(struct desk *d, const struct submission_options *o, struct submission_filter *f, struct err *e)
{
	*f = (struct submission_filter){ .org = o->org, .state = o->state, .kind = o->kind, .examined = o->examined, .class = o->class,
		.strength = o->strength, .sig = o->sig, .after = o->after, .limit = PAGE };
	if (desk_known_org(d, o->org, e) < 0 || (o->sig.p != NULL && org_sig_must_exist(d, o->sig, e) < 0) || cli_date(d->hub, o->from, 0, &f->from_ms, e) < 0 || cli_date(d->hub, o->to, TIME_FOREVER, &f->to_ms, e) < 0)
		return -1;
	if (o->to.p != NULL && o->to.n <= 10)   /* the last day is inside */
		f->to_ms += MS_DAY;
	if (o->limit.p != NULL && (!str_to_int(o->limit, &f->limit) || f->limit < 1 || f->limit > PAGE_MOST))
		return err_set(e, ERR_USAGE, "--limit is a number from 1 to %d", PAGE_MOST);
	return 0;
}

static void csv_row(struct desk *d, const struct submission_row *s)
{
	char at[TIME_TEXT];
	const struct str fields[] = { time_rfc3339(at, s->received_ms), submission_name(d, s), s->org_id, s->kind, s->channel, s->state, s->examined,
		s->nature, s->class, s->outcome, s->damage };

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		csv_field(&d->out, i == 0, fields[i].p != NULL ? fields[i] : STR(""));
	csv_end(&d->out);
}

static int print_row(struct desk *d, const struct submission_row *s, struct err *e)
{
	if (d->json) {
		desk_json(d);
		submission_fields(d, s);
		return desk_json_end(d, e);
	}
	desk_cell(d, desk_time(d, s->received_ms), 16);
	desk_cell(d, submission_name(d, s), 22);
	desk_cell(d, s->org_id.p != NULL ? s->org_id : STR("?"), 12);
	desk_cell(d, desk_word(d, "desk.kind", s->kind), 14);
	desk_cell(d, desk_word(d, "states.submission.state", s->state), 12);
	desk_cell(d, desk_word(d, "desk.examined", s->examined), 10);
	desk_cell(d, desk_word(d, "analyse.nature", s->nature), 14);
	buf_add(&d->out, s->class.p != NULL ? desk_word(d, "desk.class", s->class) : STR("-"));
	buf_char(&d->out, '\n');
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	struct submission_filter f;
	struct submission_row *rows;
	size_t n;

	if (filter_of(d, options, &f, e) < 0 || submission_list(d->hub->db, d->arena, &f, &rows, &n, e) < 0)
		return -1;
	if (((const struct submission_options *)options)->csv) {
		csv_bom(&d->out);
		buf_z(&d->out, "received,submission,org,kind,channel,state,examined,nature,class,outcome,damage");
		csv_end(&d->out);
		for (size_t i = 0; i < n; i++)
			csv_row(d, &rows[i]);
		return desk_flush(d, e);
	}
	for (size_t i = 0; i < n; i++)
		if (print_row(d, &rows[i], e) < 0)
			return -1;
	if (!d->json && n == 0)
		buf_printf(&d->out, "%s\n", tr("nothing fits"));
	if (!d->json && (long long)n == f.limit)
		buf_printf(&d->out, tr("older ones: --after %s\n"), submission_name(d, &rows[n - 1]).p);
	return 0;
}

/* ---- classify ---- */

static int classify(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;
	struct classification c = { .class = o->class, .targeted_basis = o->basis, .damage = o->damage, .outcome = o->outcome,
		.share_verdict = o->verdict, .reason = o->reason };
	struct submission_row s;

	if (o->class.p == NULL)
		return err_set(e, ERR_USAGE, "classify needs --class (targeted bec phishing malware-bulk spam-harmless scam-other "
		    "scan/probe drill false-positive unknown)");
	if (str_eq(c.class, STR("targeted")) && o->basis.n == 0)
		return err_set(e, ERR_USAGE, "targeted needs its basis: --basis persists, insider-knowledge, family or judgement");
	if (submission_get(d->hub->db, d->arena, d->operand[0], &s, e) < 0)
		return -1;
	classification_over(&s, &c);
	if (submission_classify(d->hub->db, &d->by, d->arena, s.id, &c, e) < 0)
		return -1;
	return desk_done(d, "submission.classified", submission_name(d, &s), tr(c.is_correction ? "classified (a correction)" :
	    "classified"), e);
}

/* ---- what people say of the engine's word ---- */

static int judge(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;
	const struct judgement j = { .finding_id = o->finding.p != NULL ? o->finding : STR(""), .word = o->word.p != NULL ? o->word : STR(""),
		.reason = o->reason.p != NULL ? o->reason : STR("") };

	if (submission_judge(d->hub->db, &d->by, d->arena, d->operand[0], &j, e) < 0)
		return -1;
	return desk_done(d, "submission.judged", d->operand[0], tr("recorded; neither verdict nor class is changed by it"), e);
}

static int print_judgement(struct desk *d, const struct judgement *j, struct err *e)
{
	if (!d->json) {
		desk_cell(d, desk_time(d, j->at_ms), 16);
		desk_cell(d, j->by, 16);
		desk_cell(d, j->word, 6);
		desk_cell(d, j->finding_id.n > 0 ? j->finding_id : STR("-"), 32);
		buf_add(&d->out, j->reason);
		buf_char(&d->out, '\n');
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/judgement/1");
	jw_kstr(&d->w, "finding", j->finding_id);
	jw_kstr(&d->w, "word", j->word);
	jw_kstr(&d->w, "reason", j->reason);
	jw_kstr(&d->w, "by", j->by);
	jw_ktime(&d->w, "at", j->at_ms);
	return desk_json_end(d, e);
}

static int judgements(struct desk *d, void *options, struct err *e)
{
	struct judgement *list;
	struct submission_row s;
	size_t n;

	(void)options;
	if (submission_get(d->hub->db, d->arena, d->operand[0], &s, e) < 0 || judgement_list(d->hub->db, d->arena, s.id, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_judgement(d, &list[i], e) < 0)
			return -1;
	return 0;
}

/* ---- whose work it is ---- */

static int take(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;
	bool nobody = str_eq(o->to, STR("-"));

	if (submission_take(d->hub->db, &d->by, d->arena, d->operand[0], nobody ? STR("") : o->to.n > 0 ? o->to : d->by.actor, e) < 0)
		return -1;
	return desk_done(d, "submission.taken", d->operand[0], nobody ? tr("it is nobody's work now") : tr("whose work it is was recorded"), e);
}

/* ---- taking back ---- */

static int print_certificate(struct desk *d, struct str number, struct str text, long long erased, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/certificate/1");
		jw_kstr(&d->w, "number", number);
		jw_kint(&d->w, "erased", erased);
		jw_kstr(&d->w, "text", text);
		return desk_json_end(d, e);
	}
	buf_add(&d->out, text);
	return desk_flush(d, e);
}

static int withdraw(struct desk *d, void *options, struct err *e)
{
	struct certificate c;

	(void)options;
	if (submission_withdraw(d->hub, &d->by, d->arena, d->operand[0], &c, e) < 0)
		return -1;
	return print_certificate(d, c.number, c.text, c.erased, e);
}

static int certificate(struct desk *d, void *options, struct err *e)
{
	struct db_rows rows;
	bool staff;

	(void)options;
	if (DB_QUERY(d->hub->db, d->arena, &rows, e, "SELECT number, text, erased, org_id FROM certificate WHERE number = $1",
	    DB_TEXT(d->operand[0])) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no certificate " STR_FMT, STR_ARG(d->operand[0]));
	if (may_see_org(d->hub->db, &d->by, d->arena, db_text(&rows, 0, 3), &staff, e) < 0)
		return -1;
	return print_certificate(d, db_text(&rows, 0, 0), db_text(&rows, 0, 1), db_int(&rows, 0, 2), e);
}

/* ---- quarantine, and again ---- */

static int print_quarantined(struct desk *d, const struct hand_in_row *h, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/quarantined/1");
		jw_kstr(&d->w, "receipt", h->receipt);
		jw_kstr(&d->w, "kind", h->kind);
		jw_kstr(&d->w, "channel", h->channel);
		jw_ktime(&d->w, "received", h->received_ms);
		jw_kint(&d->w, "bytes", h->bytes);
		jw_kstr(&d->w, "reason", h->reason);
		jw_kstr(&d->w, "machine", h->mail_kind);
		jw_kstr(&d->w, "sign", h->mail_sign);
		return desk_json_end(d, e);
	}
	desk_cell(d, desk_time(d, h->received_ms), 16);
	desk_cell(d, h->receipt, 18);
	desk_cell(d, desk_word(d, "desk.kind", h->kind), 14);
	desk_cell(d, arena_printf(d->arena, "%lld", h->bytes), 10);
	buf_add(&d->out, h->reason.n == 0 ? str_of(tr("waits for the worker")) : desk_word(d, "desk.reason", h->reason));
	if (h->mail_kind.p != NULL)
		buf_printf(&d->out, ": " STR_FMT " (" STR_FMT ")", STR_ARG(desk_word(d, "desk.machine", h->mail_kind)), STR_ARG(h->mail_sign));
	buf_char(&d->out, '\n');
	return 0;
}

/* One line, however many they are. */
static int print_storm(struct desk *d, struct err *e)
{
	struct mail_storm storm;

	if (mail_storm_now(d->hub, d->arena, d->by.now_ms, &storm, e) < 0)
		return -1;
	if (storm.mails > 0)
		buf_printf(&d->out, TR_N("storm: %lld {mail|mails} at the intake address since %s\n", storm.mails), storm.mails, desk_time(d, storm.since_ms).p);
	return 0;
}

static int quarantine(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;
	struct hand_in_row *rows;
	size_t n;

	if (hand_in_quarantined(d->hub->db, d->arena, o->automatic, &rows, &n, e) < 0 || (!d->json && print_storm(d, e) < 0))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_quarantined(d, &rows[i], e) < 0)
			return -1;
	if (!d->json && n == 0)
		buf_printf(&d->out, "%s\n", tr("nothing is in quarantine"));
	return 0;
}

static int attribute(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;

	if (o->org.p == NULL)
		return err_set(e, ERR_USAGE, "whose is it? name the organisation with --org ID");
	if (quarantine_attribute(d->hub, &d->by, d->arena, d->operand[0], o->org, o->reason, e) < 0)
		return -1;
	return desk_done(d, "hand-in.attributed-by-hand", d->operand[0], tr("attributed; the worker takes it from here"), e);
}

static int discard(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;

	if (quarantine_discard(d->hub, &d->by, d->arena, d->operand[0], o->reason, e) < 0)
		return -1;
	return desk_done(d, "hand-in.discarded", d->operand[0], tr("discarded, the content is erased"), e);
}

static int retry(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (intake_retry(d->hub, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "submission.retried", d->operand[0], tr("waits for the worker again"), e);
}

static int password(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;
	struct str password;
	struct hand_in_row h;

	if (hand_in_get(d->hub->db, d->arena, d->operand[0], &h, e) < 0 ||
	    may_open_hand_in(d->hub->db, &d->by, d->arena, &h, e) < 0 || cli_password(d->arena, o->password_file, &password, e) < 0 || archive_password_give(d->hub, &d->by, d->arena, h.receipt, password, e) < 0)
		return -1;
	return desk_done(d, "hand-in.password", h.receipt, tr("the password is kept; the worker reads it again"), e);
}

/* ---- the end of it, and on again ---- */

static int finish(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;

	if (submission_finish(d->hub->db, &d->by, d->arena, d->operand[0], o->state.p != NULL ? o->state : STR(""), o->of, e) < 0)
		return -1;
	return desk_done(d, "submission.finished", d->operand[0], tr("nothing more is done with it"), e);
}

static int reopen(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (submission_reopen(d->hub->db, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "submission.reopened", d->operand[0], tr("goes on"), e);
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_ANYBODY, list },
	{ "show", "RECEIPT[/N]", DESK_PERSON, submission_show },
	{ "classify", "RECEIPT/N", DESK_ANALYST, classify },
	{ "finish", "RECEIPT/N", DESK_ANALYST, finish },
	{ "reopen", "RECEIPT/N", DESK_ANALYST, reopen },
	{ "judge", "RECEIPT/N", DESK_ANALYST, judge },
	{ "take", "RECEIPT/N", DESK_ANALYST, take },
	{ "judgements", "RECEIPT/N", DESK_ANALYST, judgements },
	{ "withdraw", "RECEIPT[/N]", DESK_PERSON, withdraw },
	{ "certificate", "NUMBER", DESK_PERSON, certificate },
	{ "quarantine", "", DESK_ANYBODY, quarantine },
	{ "attribute", "RECEIPT", DESK_ANALYST, attribute },
	{ "discard", "RECEIPT", DESK_ANALYST, discard },
	{ "retry", "RECEIPT[/N]", DESK_ANALYST, retry },
	{ "password", "RECEIPT", DESK_PERSON, password },
};

int cli_submission(int argc, char **argv)
{
	struct submission_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--org", OPTION_VALUE, &o.org }, { "--state", OPTION_VALUE, &o.state }, { "--kind", OPTION_VALUE, &o.kind },
		{ "--examined", OPTION_VALUE, &o.examined }, { "--from", OPTION_VALUE, &o.from }, { "--to", OPTION_VALUE, &o.to },
		{ "--after", OPTION_VALUE, &o.after }, { "--limit", OPTION_VALUE, &o.limit }, { "--reason", OPTION_VALUE, &o.reason },
		{ "--password-file", OPTION_VALUE, &o.password_file },
		{ "-o", OPTION_VALUE, &o.output }, { "--csv", OPTION_FLAG, &o.csv }, { "--automatic", OPTION_FLAG, &o.automatic }, { "--class", OPTION_VALUE, &o.class }, { "--basis", OPTION_VALUE, &o.basis },
		{ "--damage", OPTION_VALUE, &o.damage }, { "--outcome", OPTION_VALUE, &o.outcome },
		{ "--share-verdict", OPTION_VALUE, &o.verdict }, { "--of", OPTION_VALUE, &o.of }, { "--word", OPTION_VALUE, &o.word },
		{ "--finding", OPTION_VALUE, &o.finding }, { "--strength", OPTION_VALUE, &o.strength }, { "--sig", OPTION_VALUE, &o.sig },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

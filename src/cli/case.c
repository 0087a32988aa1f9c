/* case.c - noroshi case: the deeds of an analyst.  Every one keeps its history and its audit line. */
#include "cli/case.h"

#include "base/file.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "consolidate/provenance.h"
#include "intake/classify.h"
#include "intake/look.h"

static int submission_id(struct desk *d, struct str what, struct str *id_r, struct err *e)
{
	struct submission_row s;

	if (submission_get(d->hub->db, d->arena, what, &s, e) < 0)
		return -1;
	if (str_eq(s.state, STR("withdrawn")))
		return err_set(e, ERR_CONFLICT, "the content of " STR_FMT " was erased", STR_ARG(what));
	*id_r = s.id;
	return 0;
}

/* The case's number for whoever did something to it. */
static int done_with(struct desk *d, const char *deed, struct str case_id, const char *sentence, struct err *e)
{
	struct case_row c;

	if (case_get(d->hub->db, d->arena, case_id, &c, e) < 0)
		return -1;
	return desk_done(d, deed, c.number, sentence, e);
}

/* ---- proposals ---- */

static int accept(struct desk *d, void *options, struct err *e)
{
	struct str case_id;

	(void)options;
	if (proposal_accept(d->hub->db, &d->by, d->arena, d->operand[0], &case_id, e) < 0)
		return -1;
	return done_with(d, "proposal.accepted", case_id, tr("accepted, the submission now stands in"), e);
}

static int reject(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (proposal_reject(d->hub->db, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "proposal.rejected", d->operand[0], tr("rejected"), e);
}

/* ---- opening, joining, leaving ---- */

static int open_verb(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	struct str submission, case_id;

	if (submission_id(d, d->operand[0], &submission, e) < 0 || case_open(d->hub->db, &d->by, d->arena,
	    o->title.p != NULL ? o->title : STR(""), submission, "analyst", 0, &case_id, e) < 0)
		return -1;
	return done_with(d, "case.opened", case_id, tr("opened"), e);
}

static int add_verb(struct desk *d, void *options, struct err *e)
{
	struct str submission;

	(void)options;
	for (size_t i = 1; i < d->operand_count; i++)
		if (submission_id(d, d->operand[i], &submission, e) < 0 ||
		    case_add(d->hub->db, &d->by, d->arena, d->operand[0], submission, "analyst", 1000, e) < 0)
			return -1;
	return desk_done(d, "case.joined", d->operand[0], tr("added"), e);
}

static int remove_verb(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	struct submission_row s;

	for (size_t i = 1; i < d->operand_count; i++)
		if (submission_get(d->hub->db, d->arena, d->operand[i], &s, e) < 0 ||
		    case_remove(d->hub->db, &d->by, d->arena, d->operand[0], s.id, o->reason.p != NULL ? o->reason : STR(""), e) < 0)
			return -1;
	return desk_done(d, "case.left", d->operand[0], tr("removed"), e);
}

/* ---- merging, splitting, and back ---- */

static int merge(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (case_merge(d->hub->db, &d->by, d->arena, d->operand[0], d->operand[1], e) < 0)
		return -1;
	return desk_done(d, "case.merged", d->operand[0], tr("merged; it can be undone with unmerge"), e);
}

static int unmerge(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (case_unmerge(d->hub->db, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "case.unmerged", d->operand[0], tr("stands on its own again"), e);
}

static int split(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	size_t n = d->operand_count - 1;
	struct str *ids = ARENA_ARRAY(d->arena, struct str, n), case_id;

	for (size_t i = 0; i < n; i++)
		if (submission_id(d, d->operand[i + 1], &ids[i], e) < 0)
			return -1;
	if (case_split(d->hub->db, &d->by, d->arena, d->operand[0], ids, n, o->title.p != NULL ? o->title : STR(""), &case_id, e) < 0)
		return -1;
	return done_with(d, "case.split", case_id, tr("split off as"), e);
}

static int close_verb(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (case_close(d->hub->db, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "case.closed", d->operand[0], tr("closed"), e);
}

static int reopen(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (case_reopen(d->hub->db, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "case.reopened", d->operand[0], tr("open again"), e);
}

/* ---- what it is ---- */

static int classify(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	const struct { const char *field; struct str value; } fields[] = { { "class", o->class }, { "damage", o->damage },
		{ "title", o->title }, { "campaign", o->campaign }, { "bec_type", o->bec_type } };
	struct db *db = d->hub->db;
	size_t set = 0;

	if (o->class.p != NULL && !classification_known(o->class))
		return err_set(e, ERR_USAGE, "there is no class “" STR_FMT "” (targeted bec phishing malware-bulk spam-harmless scam-other "
		    "scan/probe drill false-positive unknown)", STR_ARG(o->class));
	if (str_eq(o->class, STR("targeted")))
		return err_set(e, ERR_USAGE, "a case is made targeted with its basis: noroshi case target " STR_FMT " --basis ...",
		    STR_ARG(d->operand[0]));
	if (db_begin(db, e) < 0)
		return -1;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (fields[i].value.p == NULL)
			continue;
		set++;
		if (case_set(db, &d->by, d->arena, d->operand[0], str_of(fields[i].field), fields[i].value, e) < 0) {
			db_rollback(db);
			return -1;
		}
	}
	if (set == 0)
		err_set(e, ERR_USAGE, "classify sets --class, --damage, --title, --campaign or --bec-type");
	if (set == 0 || db_commit(db, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return desk_done(d, "case.changed", d->operand[0], tr("changed"), e);
}

/* The rule's own opinion goes with the decision: "persists" is counted, the others are judged. */
static int hint_at_rule(struct desk *d, struct str basis, struct err *e)
{
	struct case_row c;
	struct str family;
	bool holds;

	if (!str_eq(basis, STR("persists")))
		return 0;
	if (case_get(d->hub->db, d->arena, d->operand[0], &c, e) < 0 ||
	    case_persists(d->hub->db, d->arena, c.id, &holds, &family, e) < 0)
		return -1;
	if (!holds && !d->json)
		buf_printf(&d->out, "%s\n", tr("note: by the rule (5 mails of one lure, 2 organisations, one of them twice, over a week) "
		    "it does not persist yet; the decision is yours"));
	return 0;
}

static int target(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;

	if (o->basis.n == 0 && !o->none)
		return err_set(e, ERR_USAGE, "targeted needs its basis: --basis persists, insider-knowledge, family or judgement "
		    "(--none takes it back)");
	if (case_target(d->hub->db, &d->by, d->arena, d->operand[0], o->none ? STR("") : o->basis, o->campaign, e) < 0 ||
	    hint_at_rule(d, o->none ? STR("") : o->basis, e) < 0)
		return -1;
	return desk_done(d, o->none ? "case.not-targeted" : "case.targeted", d->operand[0], tr(o->none ? "not targeted" : "targeted"), e);
}

/* ---- what is told ---- */

static int party(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;

	if (o->role.p == NULL)
		return err_set(e, ERR_USAGE, "which role? --role submitter impersonated deceived payer payee bank abused counterpart reporter");
	if (case_party_add(d->hub->db, &d->by, d->arena, d->operand[0], o->role, o->org, o->label, e) < 0)
		return -1;
	return desk_done(d, "case.party", d->operand[0], tr("party noted"), e);
}

static int timeline(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	struct case_moment m = { .precision = o->precision, .from_lane = o->from_lane, .to_lane = o->to_lane, .is_fake = o->fake,
		.text_ja = o->ja, .text_en = o->en, .note_ja = o->note_ja, .note_en = o->note_en, .known_how = o->known_how };
	const char *precision;

	if (o->at.p == NULL || (o->ja.n == 0 && o->en.n == 0))
		return err_set(e, ERR_USAGE, "timeline needs --at TIME and what happened: --ja TEXT and --en TEXT");
	if (desk_day(d, o->at.n <= 10 ? o->at : STR_NONE, TIME_NONE, &m.at_ms, &precision, e) < 0 ||
	    (o->at.n > 10 && time_parse(o->at, (int)d->hub->conf.zone_minutes, &m.at_ms, e) < 0) ||
	    cli_date(d->hub, o->until, TIME_NONE, &m.until_ms, e) < 0)
		return -1;
	if (m.precision.p == NULL)
		m.precision = o->at.n > 10 ? STR("minute") : str_of(precision);
	if (case_timeline_add(d->hub->db, &d->by, d->arena, d->operand[0], &m, e) < 0)
		return -1;
	return desk_done(d, "case.timeline", d->operand[0], tr("added to the time line"), e);
}

static int text_verb(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	struct str body = o->text;

	if (o->slot.p == NULL || o->lang.p == NULL || (body.p == NULL) == (o->file.p == NULL))
		return err_set(e, ERR_USAGE, "text needs --slot NAME, --text-lang ja|en, and --text TEXT or --file FILE");
	if (o->file.p != NULL && file_read(d->arena, arena_cstr(d->arena, o->file), 1 << 20, &body, e) < 0)
		return -1;
	if (case_text_set(d->hub->db, &d->by, d->arena, d->operand[0], o->slot, o->lang, body, e) < 0)
		return -1;
	return desk_done(d, "case.text", d->operand[0], tr("text set"), e);
}

static int note(struct desk *d, void *options, struct err *e)
{
	const struct case_options *o = options;
	long long at_ms, until_ms;

	if (o->kind.p == NULL)
		return err_set(e, ERR_USAGE, "a note needs its --kind (partly-inferred archive-capture call-for-reports own-classification)");
	if (o->none) {
		if (provenance_remove(d->hub->db, &d->by, d->arena, d->operand[0], o->kind, e) < 0)
			return -1;
		return desk_done(d, "case.note-removed", d->operand[0], tr("note taken away"), e);
	}
	if (cli_date(d->hub, o->at, TIME_NONE, &at_ms, e) < 0 || cli_date(d->hub, o->until, TIME_NONE, &until_ms, e) < 0 ||
	    provenance_add(d->hub->db, &d->by, d->arena, d->operand[0], o->kind, at_ms, until_ms, e) < 0)
		return -1;
	return desk_done(d, "case.note", d->operand[0], tr("noted"), e);
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_STAFF, case_verb_list },
	{ "show", "CASE", DESK_STAFF, case_verb_show },
	{ "wordings", "CASE", DESK_STAFF, case_verb_wordings },
	{ "proposals", "", DESK_STAFF, case_verb_proposals },
	{ "accept", "PROPOSAL", DESK_ANALYST, accept },
	{ "reject", "PROPOSAL", DESK_ANALYST, reject },
	{ "open", "RECEIPT/N", DESK_ANALYST, open_verb },
	{ "add", "CASE RECEIPT/N...", DESK_ANALYST, add_verb },
	{ "remove", "CASE RECEIPT/N...", DESK_ANALYST, remove_verb },
	{ "merge", "INTO FROM", DESK_ANALYST, merge },
	{ "unmerge", "CASE", DESK_ANALYST, unmerge },
	{ "split", "CASE RECEIPT/N...", DESK_ANALYST, split },
	{ "close", "CASE", DESK_ANALYST, close_verb },
	{ "reopen", "CASE", DESK_ANALYST, reopen },
	{ "classify", "CASE", DESK_ANALYST, classify },
	{ "target", "CASE", DESK_ANALYST, target },
	{ "party", "CASE", DESK_ANALYST, party },
	{ "timeline", "CASE", DESK_ANALYST, timeline },
	{ "text", "CASE", DESK_ANALYST, text_verb },
	{ "note", "CASE", DESK_ANALYST, note },
	{ "publication", "CASE", DESK_ANALYST, case_verb_publication },
};

int cli_case(int argc, char **argv)
{
	struct case_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--state", OPTION_VALUE, &o.state }, { "--title", OPTION_VALUE, &o.title }, { "--class", OPTION_VALUE, &o.class },
		{ "--damage", OPTION_VALUE, &o.damage }, { "--campaign", OPTION_VALUE, &o.campaign },
		{ "--bec-type", OPTION_VALUE, &o.bec_type }, { "--basis", OPTION_VALUE, &o.basis }, { "--none", OPTION_FLAG, &o.none },
		{ "--role", OPTION_VALUE, &o.role }, { "--org", OPTION_VALUE, &o.org }, { "--label", OPTION_VALUE, &o.label },
		{ "--slot", OPTION_VALUE, &o.slot }, { "--text-lang", OPTION_VALUE, &o.lang }, { "--text", OPTION_VALUE, &o.text },
		{ "--file", OPTION_VALUE, &o.file }, { "--at", OPTION_VALUE, &o.at }, { "--until", OPTION_VALUE, &o.until },
		{ "--precision", OPTION_VALUE, &o.precision }, { "--from-lane", OPTION_VALUE, &o.from_lane },
		{ "--to-lane", OPTION_VALUE, &o.to_lane }, { "--fake", OPTION_FLAG, &o.fake }, { "--ja", OPTION_VALUE, &o.ja },
		{ "--en", OPTION_VALUE, &o.en }, { "--note-ja", OPTION_VALUE, &o.note_ja }, { "--note-en", OPTION_VALUE, &o.note_en },
		{ "--known-how", OPTION_VALUE, &o.known_how }, { "--kind", OPTION_VALUE, &o.kind }, { "--reason", OPTION_VALUE, &o.reason },
		{ "--for", OPTION_VALUE, &o.who }, { "--digest", OPTION_VALUE, &o.digest }, { "--code", OPTION_VALUE, &o.code }, { "--no", OPTION_FLAG, &o.no },
		{ "--signed-mail", OPTION_VALUE, &o.signed_mail }, { "--spoken", OPTION_VALUE, &o.spoken }, { "--second", OPTION_VALUE, &o.second },
		{ "--second-digest", OPTION_VALUE, &o.second_digest }, { "--ask", OPTION_FLAG, &o.ask }, { "--drop", OPTION_FLAG, &o.drop },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

/* approve.c - noroshi approve: the source's answer to exactly these bytes. */
#include "cli/approve.h"

#include <stdio.h>

#include "access/second.h"
#include "approve/totp.h"
#include "base/json.h"
#include "base/time.h"
#include "cli/share_cli.h"
#include "registry/lookup.h"

int approve_scope(struct approve_run *j, struct str *org_r, struct err *e)
{
	struct person_found p;
	bool staff;

	if (person_find(j->hub->db, j->arena, j->o->as, j->by.now_ms, &p, e) < 0 ||
	    person_has_role(j->hub->db, j->arena, j->o->as, "analyst lead auditor", j->by.now_ms, &staff, e) < 0)
		return -1;
	*org_r = staff ? STR_NONE : p.org_id;
	return 0;
}

static void request_line(struct approve_run *j, const struct request_row *q, bool staff)
{
	char due[TIME_TEXT], until[TIME_TEXT];
	int zone = (int)j->hub->conf.zone_minutes;
	struct jw w;

	if (!j->o->json) {
		buf_printf(&j->out, "%-11s %s  %s%s%s  %s", q->number.p, time_slashed(due, q->due_ms, zone).p, q->state.p,
		    staff ? "  " : "", staff ? q->org_id.p : "", q->digest.p);
		if (q->review_until_ms > j->by.now_ms)
			buf_printf(&j->out, tr("  in review until %s"), time_slashed(until, q->review_until_ms, zone).p);
		if (q->is_half)
			buf_printf(&j->out, "  %s", tr("waits for a second analyst (noroshi approve attest)"));
		buf_printf(&j->out, "%s%s\n", q->is_late && !q->is_half ? tr("  late") : "", q->is_absent && staff ? tr("  nobody is there to answer") : "");
		return;
	}
	jw_init(&w, &j->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/approval-request/1");
	jw_kstr(&w, "share", q->number);
	jw_kstr(&w, "org", q->org_id);
	jw_kint(&w, "rev", q->rev);
	jw_kbool(&w, "current", q->current);
	jw_kstr(&w, "state", q->state);
	jw_kstr(&w, "digest", q->digest);
	jw_kbool(&w, "exact", q->exact);
	jw_ktime(&w, "asked", q->asked_ms);
	jw_ktime(&w, "due", q->due_ms);
	jw_ktime(&w, "in_review_until", q->review_until_ms);
	jw_kbool(&w, "late", q->is_late);
	if (staff) {
		jw_kbool(&w, "waits_for_second", q->is_half);
		jw_kbool(&w, "nobody_there", q->is_absent);
		jw_kstr(&w, "settled", q->settled);
	}
	jw_end_object(&w);
	buf_char(&j->out, '\n');
}

static int list(struct approve_run *j, struct err *e)
{
	struct request_row *rows;
	struct str org;
	size_t n;

	if (approve_scope(j, &org, e) < 0 || request_list(j->hub->db, &j->by, j->arena, org, j->number.n > 0 ? j->number : STR_NONE, j->o->all, &rows,
	    &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		request_line(j, &rows[i], org.p == NULL);
	return out_flush(&j->out, e);
}

/* Exactly what others will see, what it is bound to, and what nobody can promise. */
static int show(struct approve_run *j, struct err *e)
{
	struct share_options papers = { .number = j->number, .format = j->o->format, .json = j->o->json };
	struct share_run run = { .arena = j->arena, .opened = j->hub, .by = j->by, .o = &papers };
	struct request_row *rows;
	struct share_row s;
	struct str org;
	size_t n;

	if (approve_scope(j, &org, e) < 0 || request_list(j->hub->db, &j->by, j->arena, org, j->number, true, &rows, &n, e) < 0)
		return -1;
	if (n == 0 && org.p != NULL)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT " that waits for an answer of " STR_FMT, STR_ARG(j->number),
		    STR_ARG(j->o->as));
	if (share_get(j->hub->db, j->arena, j->number, j->by.now_ms, &s, e) < 0)
		return -1;
	if (!papers.json && papers.format.p == NULL) {
		buf_printf(&j->out, tr("share %s, revision %lld\n"), s.number.p, s.rev);
		buf_printf(&j->out, tr("digest %s\n"), s.digest.p);
		if (s.exact)
			buf_z(&j->out, tr("it shows exact days and counts: a yes must say --exact\n"));
		buf_z(&j->out, tr("If you say yes it goes out in a slot (10:00, 13:00, 16:00 of a business day), not at the moment of your answer; urgent ones at once.\n"));
		buf_z(&j->out, tr("The attacker, the counterpart, the impersonated company and members who got the same mail may recognise the incident.\n\n"));
		if (out_flush(&j->out, e) < 0)
			return -1;
		papers.format = STR("text");
	}
	buf_init_arena(&run.out, j->arena, 64 << 20);
	return share_cli_papers(&run, &s, s.rev, e);
}

int approve_medium_of(struct approve_run *j, struct answer *n, struct err *e)
{
	const struct approve_options *o = j->o;
	int ways = (o->code.p != NULL) + (o->signed_mail.p != NULL) + (o->spoken.p != NULL);

	if (ways != 1)
		return err_set(e, ERR_USAGE, "how was it said? --code 123456 by the approver, or entered by the hub with --for PERSON and --signed-mail REF or --spoken NOTE --second PERSON");
	n->person = o->who.p != NULL ? o->who : o->as;
	n->code = o->code.p != NULL ? o->code : STR("");
	n->second = o->second.p != NULL ? o->second : STR("");
	n->second_digest = o->second_digest.p != NULL ? o->second_digest : STR("");
	n->over = o->over;
	n->medium = o->code.p != NULL ? MEDIUM_CODE : o->signed_mail.p != NULL ? MEDIUM_SIGNED_MAIL : MEDIUM_SPOKEN;
	n->reference = o->signed_mail.p != NULL ? o->signed_mail : o->spoken.p != NULL ? o->spoken : STR("");
	if (n->medium != MEDIUM_CODE && o->who.p == NULL)
		return err_set(e, ERR_USAGE, "whose word is it? --for PERSON names the approver");
	return 0;
}

int approve_done(struct approve_run *j, const char *word, struct err *e)
{
	struct jw w;

	if (!j->o->json) {
		buf_printf(&j->out, tr("recorded for share %s: %s\n"), j->number.p, word);
		return out_flush(&j->out, e);
	}
	jw_init(&w, &j->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/approval/1");
	jw_kstr(&w, "share", j->number);
	jw_kz(&w, "answer", word);
	jw_end_object(&w);
	return out_line(&j->out, e);
}

static int answer(struct approve_run *j, const char *word, struct err *e)
{
	struct answer n = { .number = j->number, .word = str_of(word), .digest = j->o->digest, .exact_figures = j->o->exact };

	if (j->o->digest.p == NULL)
		return err_set(e, ERR_USAGE, "to which version? --digest with the digest that noroshi approve show prints (at least 12 digits)");
	if (approve_medium_of(j, &n, e) < 0)
		return -1;
	if (j->o->reason.p != NULL)
		n.reference = n.reference.n > 0 ? arena_printf(j->arena, "%s; %s", arena_cstr(j->arena, n.reference), arena_cstr(j->arena, j->o->reason)) :
		    j->o->reason;
	else if (str_eq(n.word, STR("change")))
		return err_set(e, ERR_USAGE, "what is to be changed? --reason TEXT (only the hub reads it)");
	return approve_answer(j->hub, &j->by, j->arena, &n, e) < 0 ? -1 : approve_done(j, word, e);
}

static int recall(struct approve_run *j, struct err *e)
{
	struct answer n = { .number = j->number, .word = STR("recall") };
	bool is_out;

	if (approve_medium_of(j, &n, e) < 0 || approve_recall(j->hub, &j->by, j->arena, &n, &is_out, e) < 0 || approve_done(j, "recall", e) < 0)
		return -1;
	if (!is_out)
		return 0;
	fprintf(stderr, "noroshi: %s\n", tr("the share is out: the hub must retract it (noroshi share retract) or take that material out (noroshi share withdraw)"));
	return 1;
}

static int remind(struct approve_run *j, struct err *e)
{
	long long n;

	if (approve_staff(j->hub->db, j->arena, &j->by, e) < 0)
		return -1;
	n = approve_remind(j->hub, &j->by, j->arena, e);
	if (n < 0)
		return -1;
	buf_printf(&j->out, j->o->json ? "{\"schema\":\"noroshi/reminded/1\",\"notices\":%lld}\n" : TR_N("%lld {reminder|reminders}\n", n), n);
	return out_flush(&j->out, e);
}

static void enrolled_json(struct approve_run *j, struct str person, struct str secret, const struct str recovery[RECOVERY_CODES])
{
	struct jw w;

	jw_init(&w, &j->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/enrolled/1");
	jw_kstr(&w, "person", person);
	jw_kstr(&w, "secret", secret);
	jw_kint(&w, "period", TOTP_STEP_MS / 1000);
	jw_kint(&w, "digits", TOTP_DIGITS);
	jw_karray(&w, "recovery");
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		jw_str(&w, recovery[i]);
	jw_end_array(&w);
	jw_end_object(&w);
	buf_char(&j->out, '\n');
}

/* Shown once; a new enrolment ends the codes of the one before. */
static int enroll(struct approve_run *j, struct err *e)
{
	struct str person = j->number.n > 0 ? j->number : j->o->as, secret, recovery[RECOVERY_CODES];
	bool may = str_eq(person, j->o->as);

	if (!may && person_has_role(j->hub->db, j->arena, j->o->as, "admin lead", j->by.now_ms, &may, e) < 0)
		return -1;
	if (!may)
		return err_set(e, ERR_DENIED, "one-time codes are enrolled by their owner, or by an administrator or lead of the hub");
	if (second_set(j->hub, &j->by, j->arena, person, &secret, recovery, e) < 0)
		return -1;
	secret = totp_base32(j->arena, secret);
	if (j->o->json) {
		enrolled_json(j, person, secret, recovery);
		return out_flush(&j->out, e);
	}
	buf_printf(&j->out, tr("secret for the authenticator app of %s, shown once:\n%s\notpauth://totp/noroshi:%s?secret=%s&issuer=noroshi\n"),
	    arena_cstr(j->arena, person), secret.p, arena_cstr(j->arena, person), secret.p);
	buf_printf(&j->out, "%s\n", tr("recovery codes, each good once at the door where the device is lost; to be kept elsewhere than the device:"));
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		buf_printf(&j->out, STR_FMT "\n", STR_ARG(recovery[i]));
	return out_flush(&j->out, e);
}

static int yes(struct approve_run *j, struct err *e)
{
	return answer(j, "yes", e);
}

static int no(struct approve_run *j, struct err *e)
{
	return answer(j, "no", e);
}

static int change(struct approve_run *j, struct err *e)
{
	return answer(j, "change", e);
}

static const struct approve_verb {
	const char *name;
	size_t least, most;             /* operands behind it */
	int (*run)(struct approve_run *j, struct err *e);
} verbs[] = {
	{ "list", 0, 1, list }, { "show", 1, 1, show }, { "print", 1, 1, approve_cli_print }, { "yes", 1, 1, yes }, { "no", 1, 1, no }, { "change", 1, 1, change },
	{ "lines", 1, 1, approve_cli_lines }, { "answers", 1, 1, approve_cli_answers }, { "review", 1, 1, approve_cli_review },
	{ "attest", 1, 1, approve_cli_attest }, { "recall", 1, 1, recall }, { "remind", 0, 0, remind }, { "timeout", 1, 1, approve_cli_timeout }, { "deputy", 0, 2, approve_cli_deputy },
	{ "absent", 0, 1, approve_cli_absent }, { "enroll", 0, 1, enroll },
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

static int open_and_work(struct arena *a, const struct approve_options *o, struct err *e)
{
	struct approve_run j = { .arena = a, .o = o, .number = STR("") };
	const char *names[VERBS];
	struct rng rng;
	int status, verb;

	for (size_t i = 0; i < VERBS; i++)
		names[i] = verbs[i].name;
	verb = cli_verb(&o->operands, names, VERBS, e);
	if (verb < 0)
		return -1;
	if (o->operands.count - 1 < verbs[verb].least || o->operands.count - 1 > verbs[verb].most)
		return err_set(e, ERR_USAGE, "approve %s takes one share number", verbs[verb].name);
	if (o->operands.count > 1)
		j.number = arena_str(a, o->operands.items[1]);
	if (o->operands.count > 2)
		j.other = arena_str(a, o->operands.items[2]);
	if (cli_open_hub(a, o->hub, &j.hub, e) < 0)
		return -1;
	j.by = cli_act(a, o->as, &rng);
	buf_init_arena(&j.out, a, 16 << 20);
	status = cli_known_person(j.hub, a, o->as, j.by.now_ms, e);
	if (status == 0)
		status = verbs[verb].run(&j, e);
	hub_close(j.hub);
	return status;
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct approve_options o = { 0 };
	const struct option_spec specs[] = { { "--hub", OPTION_VALUE, &o.hub }, { "--as", OPTION_VALUE, &o.as },
		{ "--json", OPTION_FLAG, &o.json }, { "--all", OPTION_FLAG, &o.all }, { "--for", OPTION_VALUE, &o.who },
		{ "--digest", OPTION_VALUE, &o.digest }, { "--code", OPTION_VALUE, &o.code }, { "--signed-mail", OPTION_VALUE, &o.signed_mail },
		{ "--spoken", OPTION_VALUE, &o.spoken }, { "--second", OPTION_VALUE, &o.second }, { "--reason", OPTION_VALUE, &o.reason },
		{ "--exact", OPTION_FLAG, &o.exact }, { "--format", OPTION_VALUE, &o.format },
		{ "--second-digest", OPTION_VALUE, &o.second_digest }, { "--over", OPTION_FLAG, &o.over }, { "--line", OPTION_LIST, &o.lines },
		{ "--until", OPTION_VALUE, &o.until }, { "--from", OPTION_VALUE, &o.from }, { "--to", OPTION_VALUE, &o.to },
		{ "--org", OPTION_VALUE, &o.org }, { "--reference", OPTION_VALUE, &o.reference }, { "--end", OPTION_VALUE, &o.end },
		{ "-o", OPTION_VALUE, &o.output }, { "--remind", OPTION_FLAG, &o.remind }, { "--deputy", OPTION_FLAG, &o.deputy },
		{ "--drop-source", OPTION_FLAG, &o.drop_source }, { "--own-origin", OPTION_FLAG, &o.own_origin },
		{ "--summary-ja", OPTION_VALUE, &o.summary_ja }, { "--summary-en", OPTION_VALUE, &o.summary_en } };
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &o.operands, e);

	return status != 0 ? (status > 0 ? 0 : status) : open_and_work(a, &o, e);
}

int cli_approve(int argc, char **argv)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status;
}

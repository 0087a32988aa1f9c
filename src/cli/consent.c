/* consent.c - noroshi consent: policies, and who gave a standing consent to which version. */
#include "approve/consent.h"

#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "registry/lookup.h"

struct options {
	struct str hub, as, version, text_ja, text_en, org, policy, from, to, on, reference, lane;
	bool json, template;
	struct str_list operands;
};

struct job {
	struct arena *arena;
	struct hub *hub;
	struct act by;
	const struct options *o;
	struct buf out;
};

static void policy_line(struct job *j, const struct policy_row *p)
{
	struct jw w;

	if (!j->o->json) {
		buf_printf(&j->out, "%s  %s  %lld\n%s\n%s\n", p->version.p, p->lane.p, p->given, p->text_ja.p, p->text_en.p);
		return;
	}
	jw_init(&w, &j->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/consent-policy/1");
	jw_kstr(&w, "policy", p->version);
	jw_kstr(&w, "lane", p->lane);
	jw_kint(&w, "consents", p->given);
	jw_kstr(&w, "text_ja", p->text_ja);
	jw_kstr(&w, "text_en", p->text_en);
	jw_end_object(&w);
	buf_char(&j->out, '\n');
}

static int texts(struct job *j, struct str *ja, struct str *en, struct err *e)
{
	const struct options *o = j->o;

	if (o->template) {
		*ja = consent_templates[0];
		*en = consent_templates[1];
		return 0;
	}
	if (o->text_ja.p == NULL || o->text_en.p == NULL)
		return err_set(e, ERR_USAGE, "the policy's text: --text-ja FILE and --text-en FILE, or --template for the ready one");
	return file_read(j->arena, arena_cstr(j->arena, o->text_ja), 1 << 20, ja, e) < 0 ||
	    file_read(j->arena, arena_cstr(j->arena, o->text_en), 1 << 20, en, e) < 0 ? -1 : 0;
}

/* Without --version: what there is. */
static int policy(struct job *j, struct err *e)
{
	const struct options *o = j->o;
	struct policy_row *list;
	struct str ja, en, id;
	bool staff;
	size_t n;

	if (o->version.p != NULL) {
		if (person_has_role(j->hub->db, j->arena, o->as, "analyst lead admin", j->by.now_ms, &staff, e) < 0)
			return -1;
		if (!staff)
			return err_set(e, ERR_DENIED, "a consent policy is made by the hub's people");
		if (texts(j, &ja, &en, e) < 0 || consent_policy_add(j->hub->db, &j->by, j->arena, o->version, STR("technical"), ja, en, &id, e) < 0)
			return -1;
	}
	if (consent_policies(j->hub->db, j->arena, o->version, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		policy_line(j, &list[i]);
	return out_flush(&j->out, e);
}

static int give(struct job *j, struct err *e)
{
	const struct options *o = j->o;
	struct policy_row *list;
	struct org_state org;
	long long from, to;
	size_t n;

	if (o->org.p == NULL || o->policy.p == NULL)
		return err_set(e, ERR_USAGE, "consent give takes --org ID and --policy VERSION");
	if (cli_date(j->hub, o->from, j->by.now_ms, &from, e) < 0 || cli_date(j->hub, o->to, TIME_FOREVER, &to, e) < 0 ||
	    org_state_at(j->hub->db, j->arena, o->org, j->by.now_ms, &org, e) < 0 ||
	    consent_policies(j->hub->db, j->arena, o->policy, &list, &n, e) < 0)
		return -1;
	if (!org.found)
		return org_unknown(j->hub->db, j->arena, o->org, e);
	if (n == 0)
		return err_set(e, ERR_UNKNOWN, "there is no consent policy " STR_FMT " (noroshi consent policy lists them)", STR_ARG(o->policy));
	return consent_give(j->hub->db, &j->by, j->arena, o->org, list[0].id, o->reference.p != NULL ? o->reference : STR(""), from, to, e);
}

static int recall(struct job *j, struct err *e)
{
	struct str lane = j->o->lane.p != NULL ? j->o->lane : STR("technical");         /* the only one there can be a standing consent for */
	long long on, n;

	if (j->o->org.p == NULL)
		return err_set(e, ERR_USAGE, "consent recall takes --org ID");
	if (cli_date(j->hub, j->o->on, j->by.now_ms, &on, e) < 0)
		return -1;
	n = consent_recall(j->hub->db, &j->by, j->arena, j->o->org, lane, on, e);
	if (n == 0)
		return err_set(e, ERR_UNKNOWN, "there is no standing consent of " STR_FMT " for the lane " STR_FMT " that could be taken back", STR_ARG(j->o->org),
		    STR_ARG(lane));
	return n < 0 ? -1 : 0;
}

static int list(struct job *j, struct err *e)
{
	struct person_found person;
	struct consent_row *rows;
	struct str org = j->o->org;
	bool staff;
	size_t n;

	if (person_has_role(j->hub->db, j->arena, j->o->as, "analyst lead auditor admin", j->by.now_ms, &staff, e) < 0 ||
	    person_find(j->hub->db, j->arena, j->o->as, j->by.now_ms, &person, e) < 0)
		return -1;
	if (!staff)
		org = person.org_id;
	if (consent_list(j->hub->db, j->arena, org, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		char from[TIME_TEXT], to[TIME_TEXT];
		int zone = (int)j->hub->conf.zone_minutes;
		struct jw w;

		if (!j->o->json) {
			buf_printf(&j->out, "%s  %s  %s - %s\n", rows[i].org_id.p, rows[i].version.p, time_slashed(from, rows[i].from_ms, zone).p,
			    rows[i].to_ms == TIME_FOREVER ? "" : time_slashed(to, rows[i].to_ms, zone).p);
			continue;
		}
		jw_init(&w, &j->out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/consent/1");
		jw_kstr(&w, "org", rows[i].org_id);
		jw_kstr(&w, "policy", rows[i].version);
		jw_kstr(&w, "lane", rows[i].lane);
		jw_ktime(&w, "from", rows[i].from_ms);
		jw_ktime(&w, "to", rows[i].to_ms == TIME_FOREVER ? TIME_NONE : rows[i].to_ms);
		jw_end_object(&w);
		buf_char(&j->out, '\n');
	}
	return out_flush(&j->out, e);
}

static int work(struct arena *a, const struct options *o, struct err *e)
{
	static const char *const verbs[] = { "policy", "give", "recall", "list" };
	static int (*const run[])(struct job *, struct err *) = { policy, give, recall, list };
	struct job j = { .arena = a, .o = o };
	struct rng rng;
	int status, verb = cli_verb(&o->operands, verbs, 4, e);

	if (verb < 0 || cli_open_hub(a, o->hub, &j.hub, e) < 0)
		return -1;
	j.by = cli_act(a, o->as, &rng);
	buf_init_arena(&j.out, a, 16 << 20);
	status = cli_known_person(j.hub, a, o->as, j.by.now_ms, e);
	if (status == 0)
		status = db_begin(j.hub->db, e);
	if (status == 0) {
		status = run[verb](&j, e);
		if (status == 0)
			status = db_commit(j.hub->db, e);
		else
			db_rollback(j.hub->db);
	}
	hub_close(j.hub);
	return status;
}

int cli_consent(int argc, char **argv)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct options o = { 0 };
	struct err e = { 0 };
	const struct option_spec specs[] = { { "--hub", OPTION_VALUE, &o.hub }, { "--as", OPTION_VALUE, &o.as },
		{ "--json", OPTION_FLAG, &o.json }, { "--version", OPTION_VALUE, &o.version },
		{ "--text-ja", OPTION_VALUE, &o.text_ja }, { "--text-en", OPTION_VALUE, &o.text_en }, { "--template", OPTION_FLAG, &o.template },
		{ "--org", OPTION_VALUE, &o.org }, { "--policy", OPTION_VALUE, &o.policy }, { "--from", OPTION_VALUE, &o.from },
		{ "--to", OPTION_VALUE, &o.to }, { "--on", OPTION_VALUE, &o.on }, { "--lane", OPTION_VALUE, &o.lane }, { "--reference", OPTION_VALUE, &o.reference } };
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &o.operands, &e);

	if (status == 0)
		status = work(a, &o, &e);
	arena_free(a);
	return status < 0 ? cli_fail(&e) : 0;
}

/* handover.c - noroshi handover: chosen originals for one named partner. */
#include "handover/handover.h"

#include "base/time.h"
#include "cli/desk.h"
#include "registry/lookup.h"

struct handing { struct str partner, purpose, digest, who, code, signed_mail, spoken, second, second_digest, output, password_file, reason; bool no, due_back; };

static int make(struct desk *d, void *options, struct err *e)
{
	const struct handing *o = options;
	struct str number;

	if (o->partner.p == NULL || o->purpose.p == NULL)
		return err_set(e, ERR_USAGE, "to whom, and what for? --partner ORG --purpose WORDS");
	if (handover_make(d->hub, &d->by, d->arena, o->partner, o->purpose, d->operand, d->operand_count, &number, e) < 0)
		return -1;
	return desk_done(d, "handover.made", number, tr("the originals are gathered; every source is asked"), e);
}

/* ---- looking ---- */

/* The organisation whose part a person sees; absent: the hub's people, who see all. */
static int whose(struct desk *d, struct str *org_r, struct err *e)
{
	struct person_found p;
	bool staff;

	*org_r = STR_NONE;
	if (person_has_role(d->hub->db, d->arena, d->as, "analyst lead auditor", d->by.now_ms, &staff, e) < 0 ||
	    person_find(d->hub->db, d->arena, d->as, d->by.now_ms, &p, e) < 0)
		return -1;
	if (!staff)
		*org_r = p.org_id;
	return 0;
}

static int load(struct desk *d, struct handover *h, bool *inside_r, struct err *e)
{
	struct str org;

	if (whose(d, &org, e) < 0)
		return -1;
	*inside_r = org.p == NULL;
	return *inside_r ? handover_get(d->hub->db, d->arena, d->operand[0], h, e) : handover_get_for(d->hub->db, d->arena, d->operand[0], org, h, e);
}

static void head_fields(struct desk *d, const struct handover *h)
{
	jw_kz(&d->w, "schema", "noroshi/handover/1");
	jw_kstr(&d->w, "handover", h->number);
	jw_kstr(&d->w, "state", h->state);
	jw_kstr(&d->w, "partner", h->partner_id);
	jw_kstr(&d->w, "purpose", h->purpose);
	jw_ktime(&d->w, "released", h->released_ms);
	jw_ktime(&d->w, "ended", h->ended_ms);
}

static void show_json(struct desk *d, const struct handover *h, bool inside)
{
	struct jw *w = &d->w;

	head_fields(d, h);
	if (inside) {
		jw_kstr(w, "digest", h->digest);
		jw_kstr(w, "package_sha256", h->package_sha256);
		jw_kbool(w, "password_told", h->told_ms != TIME_NONE);
	}
	jw_karray(w, "originals");
	for (size_t i = 0; i < h->item_count; i++) {
		jw_object(w);
		jw_kstr(w, "name", h->items[i].name);
		jw_kstr(w, "submission", arena_printf(d->arena, STR_FMT "/%lld", STR_ARG(h->items[i].receipt), h->items[i].number));
		jw_kstr(w, "sha256", h->items[i].sha256);
		jw_kint(w, "bytes", h->items[i].bytes);
		jw_kbool(w, "withdrawn", h->items[i].withdrawn);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_karray(w, "sources");
	for (size_t i = 0; i < h->source_count; i++) {
		jw_object(w);
		jw_kstr(w, "org", h->sources[i].org_id);
		jw_kstr(w, "digest", h->sources[i].digest);
		jw_kstr(w, "answer", h->sources[i].answer);
		jw_kstr(w, "medium", h->sources[i].medium);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_text(struct desk *d, const struct handover *h, bool inside)
{
	buf_printf(&d->out, tr("hand-over %s to %s: %s\n"), h->number.p, h->partner_id.p, state_name(&states_handover, h->state));
	buf_printf(&d->out, tr("purpose: %s\n"), h->purpose.p);
	if (!inside)
		buf_printf(&d->out, "%s\n", tr("These originals leave as they are: whoever gets them sees who received and handed them in."));
	for (size_t i = 0; i < h->item_count; i++) {
		const struct handover_item *x = &h->items[i];

		desk_cell(d, x->name, 10);
		desk_cell(d, arena_printf(d->arena, STR_FMT "/%lld", STR_ARG(x->receipt), x->number), 22);
		buf_printf(&d->out, "%10lld  " STR_FMT "%s%s\n", x->bytes, STR_ARG(x->sha256), x->withdrawn ? "  " : "",
		    x->withdrawn ? tr("(withdrawn by its source)") : "");
	}
	for (size_t i = 0; i < h->source_count; i++) {
		const struct handover_source *s = &h->sources[i];

		desk_cell(d, s->org_id, 18);
		desk_cell(d, desk_word(d, "handover.answer", s->answer.p != NULL ? s->answer : STR("none")), 12);
		buf_printf(&d->out, "%s " STR_FMT "\n", tr("digest"), STR_ARG(s->digest));
	}
}

static int show(struct desk *d, void *options, struct err *e)
{
	struct handover h;
	bool inside;

	(void)options;
	if (load(d, &h, &inside, e) < 0)
		return -1;
	if (!d->json) {
		show_text(d, &h, inside);
		return 0;
	}
	desk_json(d);
	show_json(d, &h, inside);
	return desk_json_end(d, e);
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct handing *o = options;
	struct handover *all;
	size_t n;

	if (handover_list(d->hub->db, d->arena, TIME_FOREVER, STR(""), TIME_FOREVER, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		bool due;

		if (handover_is_due_back(d->hub->db, d->arena, &all[i], &due, e) < 0)
			return -1;
		if (o->due_back && !due)
			continue;
		d->attention = d->attention || due;
		if (d->json) {
			desk_json(d);
			head_fields(d, &all[i]);
			jw_kbool(&d->w, "due_back", due);
			if (desk_json_end(d, e) < 0)
				return -1;
			continue;
		}
		desk_cell(d, all[i].number, 10);
		desk_cell(d, str_of(state_name(&states_handover, all[i].state)), 12);
		desk_cell(d, all[i].partner_id, 16);
		buf_printf(&d->out, STR_FMT "%s%s\n", STR_ARG(all[i].purpose), due ? "  " : "", due ? tr("(a source has taken it back: withdraw it)") : "");
	}
	return 0;
}

/* ---- the sources ---- */

static int consent(struct desk *d, void *options, struct err *e)
{
	const struct handing *o = options;
	int ways = (o->code.p != NULL) + (o->signed_mail.p != NULL) + (o->spoken.p != NULL);
	struct answer n = { .number = d->operand[0], .word = o->no ? STR("no") : STR("yes"), .person = o->who.p != NULL ? o->who : d->as,
		.digest = o->digest.p != NULL ? o->digest : STR(""), .code = o->code.p != NULL ? o->code : STR(""),
		.second = o->second.p != NULL ? o->second : STR(""), .second_digest = o->second_digest.p != NULL ? o->second_digest : STR(""),
		.reference = o->signed_mail.p != NULL ? o->signed_mail : o->spoken.p != NULL ? o->spoken : STR("") };

	if (ways != 1)
		return err_set(e, ERR_USAGE, "how was it said? --code 123456 by the approver, or entered by the hub with --for PERSON and --signed-mail REF or --spoken NOTE --second PERSON");
	n.medium = o->code.p != NULL ? MEDIUM_CODE : o->signed_mail.p != NULL ? MEDIUM_SIGNED_MAIL : MEDIUM_SPOKEN;
	if (n.medium != MEDIUM_CODE && o->who.p == NULL)
		return err_set(e, ERR_USAGE, "whose word is it? --for PERSON names the approver");
	if (handover_consent(d->hub, &d->by, d->arena, &n, e) < 0)
		return -1;
	return desk_done(d, "handover.consent", d->operand[0], o->no ? tr("recorded: no") : tr("recorded: yes"), e);
}

/* ---- out, and back ---- */

static int release(struct desk *d, void *options, struct err *e)
{
	const struct handing *o = options;
	struct str password;

	if (o->output.p == NULL)
		return err_set(e, ERR_USAGE, "where to? -o FILE, which is not there yet");
	if (cli_text_file(d->arena, o->password_file, &password, e) < 0 ||
	    handover_release(d->hub, &d->by, d->arena, d->operand[0], password, arena_cstr(d->arena, o->output), e) < 0)
		return -1;
	return desk_done(d, "handover.released", d->operand[0], password.p != NULL ? tr("the package is written") :
	    tr("the package is written; its password is shown once by noroshi handover password"), e);
}

static int password(struct desk *d, void *options, struct err *e)
{
	struct str word;

	(void)options;
	if (handover_password(d->hub, &d->by, d->arena, d->operand[0], &word, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		jw_kstr(&d->w, "password", word);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, STR_FMT "\n", STR_ARG(word));
	return 0;
}

static int drop(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (handover_drop(d->hub, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "handover.dropped", d->operand[0], tr("dropped"), e);
}

static int withdraw(struct desk *d, void *options, struct err *e)
{
	const struct handing *o = options;
	bool unreadable;

	if (handover_withdraw(d->hub, &d->by, d->arena, d->operand[0], o->reason, &unreadable, e) < 0)
		return -1;
	return desk_done(d, "handover.withdrawn", d->operand[0], unreadable ?
	    tr("withdrawn; nobody knows the password, its key is destroyed: the package stays closed") :
	    tr("withdrawn; the password is known, so the partner is asked to delete it (noroshi handover note)"), e);
}

/* For the partner, after a withdrawal. */
static int note(struct desk *d, void *options, struct err *e)
{
	struct handover h;

	(void)options;
	if (handover_get(d->hub->db, d->arena, d->operand[0], &h, e) < 0)
		return -1;
	if (!str_eq(h.state, STR("withdrawn")))
		return err_set(e, ERR_CONFLICT, "hand-over " STR_FMT " is not withdrawn", STR_ARG(h.number));
	buf_printf(&d->out, text(tr_lang(), "handover.note"), h.number.p, desk_date(d, h.released_ms).p, h.package_sha256.p);
	buf_char(&d->out, '\n');
	return 0;
}

static int certificate(struct desk *d, void *options, struct err *e)
{
	struct handover h;
	bool inside;

	(void)options;
	if (load(d, &h, &inside, e) < 0)
		return -1;
	if (h.released_ms == TIME_NONE)
		return err_set(e, ERR_CONFLICT, "hand-over " STR_FMT " was never released", STR_ARG(h.number));
	buf_printf(&d->out, text(tr_lang(), "handover.certificate"), h.number.p, desk_date(d, h.released_ms).p, h.partner_id.p, h.item_count,
	    h.purpose.p, inside ? h.digest.p : h.sources[0].digest.p, inside ? h.package_sha256.p : "-");
	buf_z(&d->out, "\n\n");
	buf_add(&d->out, handover_hashes(d->arena, &h));
	if (h.ended_ms != TIME_NONE)
		buf_printf(&d->out, tr("\nwithdrawn on %s\n"), desk_date(d, h.ended_ms).p);
	if (inside) {
		buf_char(&d->out, '\n');
		buf_add(&d->out, handover_custody(d->arena, &h, (int)d->hub->conf.zone_minutes));
	}
	return 0;
}

int cli_handover(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "make", "SUBMISSION...", DESK_ANALYST, make }, { "show", "HANDOVER", DESK_PERSON, show },
		{ "list", "", DESK_ANALYST, list }, { "consent", "HANDOVER", DESK_PERSON, consent }, { "release", "HANDOVER", DESK_ANALYST, release },
		{ "password", "HANDOVER", DESK_ANALYST, password }, { "drop", "HANDOVER", DESK_ANALYST, drop },
		{ "withdraw", "HANDOVER", DESK_ANALYST, withdraw }, { "note", "HANDOVER", DESK_ANALYST, note },
		{ "certificate", "HANDOVER", DESK_PERSON, certificate } };
	struct handing o = { 0 };
	const struct option_spec specs[] = { { "--partner", OPTION_VALUE, &o.partner }, { "--purpose", OPTION_VALUE, &o.purpose },
		{ "--digest", OPTION_VALUE, &o.digest }, { "--for", OPTION_VALUE, &o.who }, { "--code", OPTION_VALUE, &o.code },
		{ "--signed-mail", OPTION_VALUE, &o.signed_mail }, { "--spoken", OPTION_VALUE, &o.spoken }, { "--second", OPTION_VALUE, &o.second },
		{ "--second-digest", OPTION_VALUE, &o.second_digest }, { "--no", OPTION_FLAG, &o.no }, { "-o", OPTION_VALUE, &o.output },
		{ "--password-file", OPTION_VALUE, &o.password_file }, { "--reason", OPTION_VALUE, &o.reason },
		{ "--due-back", OPTION_FLAG, &o.due_back } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

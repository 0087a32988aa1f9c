/* request.c - noroshi request: calls for information, to the circle or to everybody, and what comes back. */
#include "base/file.h"
#include "base/time.h"
#include "cli/desk.h"
#include "feedback/delivery.h"
#include "registry/lookup.h"
#include "request/info_request.h"
#include "store/spool.h"

struct asking {
	struct str title_ja, title_en, question_ja, question_en, tlp, case_number, share, days, rev, kind, contact, name;
	struct str_list audience;
	bool nothing, external, open;
};

/* ---- writing ---- */

static int targets_of(struct desk *d, const struct asking *o, struct info_request_spec *s, struct err *e)
{
	struct share_target *list = NULL;
	size_t room = 0;

	for (size_t i = 0; i < o->audience.count; i++) {
		struct str rest = o->audience.items[i], one;

		while (str_split(&rest, ',', &one)) {
			struct str kind = str_upto(str_trim(one), ':'), target = str_after(str_trim(one), ':');

			if (kind.n > 0)
				*ARENA_PUSH(d->arena, list, s->audience_count, room) = (struct share_target){ kind, target.n > 0 ? target : STR(""), 0,
					TIME_FOREVER };
		}
	}
	s->audience = list;
	(void)e;
	return 0;
}

static int spec_of(struct desk *d, const struct asking *o, struct info_request_spec *s, struct err *e)
{
	*s = (struct info_request_spec){ .title_ja = o->title_ja, .title_en = o->title_en, .case_number = o->case_number,
		.share_number = o->share, .tlp = o->tlp.p != NULL ? o->tlp : STR("AMBER") };
	if (str_starts(s->tlp, STR("TLP:")))
		s->tlp = str_from(s->tlp, 4);
	if (o->days.p != NULL && (!str_to_int(o->days, &s->days) || s->days < 1))
		return err_set(e, ERR_USAGE, "how many business days to answer? --days 1 to %d", INFO_REQUEST_DAYS_MOST);
	if (cli_text_file(d->arena, o->question_ja, &s->question_ja, e) < 0 || cli_text_file(d->arena, o->question_en, &s->question_en, e) < 0)
		return -1;
	return targets_of(d, o, s, e);
}

static int written(struct desk *d, const char *deed, struct str number, const char *sentence, const struct leak_hits *hits, struct err *e)
{
	d->attention = hits->count > 0;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "done", deed);
		jw_kstr(&d->w, "object", number);
		jw_kint(&d->w, "leaks", (long long)hits->count);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, "%s: " STR_FMT "\n", sentence, STR_ARG(number));
	for (size_t i = 0; i < hits->count; i++)
		buf_printf(&d->out, tr("leak check: %s, byte %zu: %s “%s”%s%s\n"), arena_cstr(d->arena, hits->list[i].place), hits->list[i].offset,
		    arena_cstr(d->arena, hits->list[i].kind), arena_cstr(d->arena, hits->list[i].found), hits->list[i].how[0] != '\0' ? ", " : "",
		    hits->list[i].how);
	if (hits->count == 0)
		buf_z(&d->out, tr("leak check: no hit\n"));
	return 0;
}

static int draft(struct desk *d, void *options, struct err *e)
{
	const struct asking *o = options;
	struct info_request_spec s;
	struct leak_hits hits;
	struct str number;

	if (spec_of(d, o, &s, e) < 0)
		return -1;
	s.days = s.days > 0 ? s.days : 10;
	if (info_request_draft(d->hub, &d->by, d->arena, &s, &number, &hits, e) < 0)
		return -1;
	return written(d, "request.drafted", number, tr("the call is drafted"), &hits, e);
}

static int edit(struct desk *d, void *options, struct err *e)
{
	struct info_request_spec s;
	struct leak_hits hits;

	if (spec_of(d, options, &s, e) < 0 || info_request_edit(d->hub, &d->by, d->arena, d->operand[0], &s, &hits, e) < 0)
		return -1;
	return written(d, "request.edited", d->operand[0], tr("the call was changed"), &hits, e);
}

static int release(struct desk *d, void *options, struct err *e)
{
	const struct asking *o = options;
	struct info_request_released r;
	long long rev = 0;

	if (o->rev.p != NULL && (!str_to_int(o->rev, &rev) || rev < 1))
		return err_set(e, ERR_USAGE, "--rev is the number of the version that was read");
	if (info_request_release(d->hub, &d->by, d->arena, d->operand[0], rev, &r, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "done", "request.released");
		jw_kstr(&d->w, "object", d->operand[0]);
		jw_kint(&d->w, "recipients", (long long)r.recipients);
		jw_kint(&d->w, "notices", (long long)r.notices);
		jw_ktime(&d->w, "published", r.published_ms);
		jw_ktime(&d->w, "due", r.due_ms);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, TR_N("the call is out: to %zu {organisation|organisations}, from %s; answers until %s\n", (long long)r.recipients), r.recipients, desk_time(d, r.published_ms).p,
	    desk_date(d, r.due_ms).p);
	return 0;
}

static int move(struct desk *d, const char *deed, const char *sentence, struct err *e)
{
	if (info_request_move(d->hub, &d->by, d->arena, d->operand[0], deed, e) < 0)
		return -1;
	return desk_done(d, arena_printf(d->arena, "request.%s", deed).p, d->operand[0], sentence, e);
}

static int drop(struct desk *d, void *options, struct err *e)
{
	(void)options;
	return move(d, "drop", tr("the draft is dropped"), e);
}

static int close_call(struct desk *d, void *options, struct err *e)
{
	(void)options;
	return move(d, "close", tr("the call is closed"), e);
}

static int reopen(struct desk *d, void *options, struct err *e)
{
	(void)options;
	return move(d, "reopen", tr("the call is open again"), e);
}

static int remind(struct desk *d, void *options, struct err *e)
{
	long long told = info_request_remind(d->hub, &d->by, d->arena, d->operand[0], e);

	(void)options;
	return told < 0 ? -1 : desk_done(d, "request.reminded", d->operand[0], arena_printf(d->arena, TR_N("reminded, %lld {notice|notices}", told), told).p, e);
}

/* ---- looking ---- */

/* Absent: the hub's own people, who see all. */
static int whose(struct desk *d, struct str *org_r, struct err *e)
{
	struct reader reader;
	bool staff;

	*org_r = STR_NONE;
	if (person_has_role(d->hub->db, d->arena, d->as, "analyst lead admin auditor", d->by.now_ms, &staff, e) < 0)
		return -1;
	if (staff)
		return 0;
	if (reader_get(d->hub->db, d->arena, d->as, d->by.now_ms, &reader, e) < 0)
		return -1;
	*org_r = reader.org_id;
	return 0;
}

static void fields(struct desk *d, const struct info_request *q)
{
	jw_kz(&d->w, "schema", "noroshi/request/1");
	jw_kstr(&d->w, "request", q->number);
	jw_kstr(&d->w, "state", q->state);
	jw_kstr(&d->w, "tlp", q->tlp);
	jw_kstr(&d->w, "title_ja", q->title_ja);
	jw_kstr(&d->w, "title_en", q->title_en);
	jw_kstr(&d->w, "question_ja", q->question_ja);
	jw_kstr(&d->w, "question_en", q->question_en);
	jw_kstr(&d->w, "share", q->share_number);
	jw_kbool(&d->w, "public", q->is_public);
	jw_ktime(&d->w, "published", q->published_ms);
	jw_ktime(&d->w, "due", q->due_ms);
}

static void inside_fields(struct desk *d, const struct info_request *q, const struct info_request_counts *c)
{
	const struct { const char *name; long long n; } counts[] = { { "asked", c->asked }, { "opened", c->opened }, { "answered", c->answered },
		{ "material", c->material }, { "nothing", c->nothing }, { "silent", c->silent }, { "late", c->late }, { "outside", c->outside },
		{ "submissions", c->submissions } };

	jw_kint(&d->w, "rev", q->rev);
	jw_kint(&d->w, "days", q->days);
	jw_kint(&d->w, "leaks", q->leak_hits);
	jw_kstr(&d->w, "author", q->author);
	jw_kstr(&d->w, "released_by", q->released_by);
	jw_kobject(&d->w, "counts");
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		jw_kint(&d->w, counts[i].name, counts[i].n);
	jw_end_object(&d->w);
}

static int row(struct desk *d, const struct info_request *q, bool inside, struct err *e)
{
	struct info_request_counts c = { 0 };

	if (inside && info_request_count(d->hub->db, d->arena, q, &c, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		fields(d, q);
		if (inside)
			inside_fields(d, q, &c);
		return desk_json_end(d, e);
	}
	desk_cell(d, q->number, 10);
	desk_cell(d, str_of(state_name(&states_request, q->state)), 12);
	desk_cell(d, desk_date(d, q->due_ms), 10);
	if (inside)
		desk_cell(d, arena_printf(d->arena, "%lld/%lld +%lld", c.answered, c.asked, c.outside), 14);
	buf_printf(&d->out, STR_FMT "\n", STR_ARG(tr_lang() == LANG_JA ? q->title_ja : q->title_en));
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct asking *o = options;
	struct info_request *all;
	struct str org;
	size_t n;

	if (whose(d, &org, e) < 0 || info_request_list(d->hub->db, d->arena, org, d->by.now_ms, TIME_FOREVER, STR(""), TIME_FOREVER, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if ((!o->open || str_eq(all[i].state, STR("released"))) && row(d, &all[i], org.p == NULL, e) < 0)
			return -1;
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("there is no call for information"));
	return 0;
}

static int print_answers(struct desk *d, const struct info_request *q, struct err *e)
{
	struct info_request_answer_row *list_of;
	size_t n;

	if (info_request_answers(d->hub->db, d->arena, q, &list_of, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct info_request_answer_row *x = &list_of[i];

		desk_cell(d, desk_date(d, x->at_ms), 10);
		desk_cell(d, x->org_id, 18);
		desk_cell(d, desk_word(d, "request.word", x->word), 14);
		buf_printf(&d->out, STR_FMT "%s%s\n", STR_ARG(x->receipt.p != NULL ? x->receipt : STR("-")), x->late ? "  " : "",
		    x->late ? tr("(late)") : "");
	}
	return 0;
}

static int show_inside(struct desk *d, struct err *e)
{
	struct info_request_counts c;
	struct info_request q;

	if (info_request_get(d->hub->db, d->arena, d->operand[0], &q, e) < 0)
		return -1;
	if (d->json)
		return row(d, &q, true, e);
	if (info_request_count(d->hub->db, d->arena, &q, &c, e) < 0)
		return -1;
	buf_add(&d->out, info_request_text(d->hub, d->arena, &q, tr_lang()));
	buf_z(&d->out, "------------------------------------------------------------\n");
	buf_printf(&d->out, TR_N("state: %s; version %lld by %s; leak check: %lld {hit|hits}\n", q.leak_hits), state_name(&states_request, q.state), q.rev, q.author.p,
	    q.leak_hits);
	buf_printf(&d->out, tr("asked %lld, opened %lld, answered %lld (material %lld, nothing %lld, late %lld), no answer %lld\n"), c.asked,
	    c.opened, c.answered, c.material, c.nothing, c.late, c.silent);
	buf_printf(&d->out, tr("submissions that came of it %lld; answers from outside the circle, counted apart, %lld\n"), c.submissions, c.outside);
	return print_answers(d, &q, e);
}

static int show(struct desk *d, void *options, struct err *e)
{
	struct info_request q;
	struct str org;

	(void)options;
	if (whose(d, &org, e) < 0)
		return -1;
	if (org.p == NULL)
		return show_inside(d, e);
	if (info_request_get_for(d->hub->db, d->arena, d->operand[0], org, d->by.now_ms, &q, e) < 0 ||
	    info_request_opened(d->hub->db, &d->by, &q, org, e) < 0)
		return -1;
	if (d->json)
		return row(d, &q, false, e);
	buf_add(&d->out, info_request_text(d->hub, d->arena, &q, tr_lang()));
	return 0;
}

/* ---- answering ---- */

static int answer_file(struct desk *d, const struct asking *o, struct str org, struct str path, struct err *e)
{
	struct offer offer = { .org_id = org, .person_id = o->external ? STR_NONE : d->as, .kind = o->kind.p != NULL ? o->kind : STR("mail"),
		.channel = o->external ? STR("external") : STR("cli"), .name = path, .received_ms = TIME_NONE };
	struct content content;
	struct receipt receipt;
	int status = spool_open(d->hub, d->arena, arena_cstr(d->arena, path), (size_t)d->hub->conf.hand_in_mb << 20, &content, e);

	offer.from = &content;
	if (str_rfind_char(path, '/') >= 0)
		offer.name = str_from(path, (size_t)str_rfind_char(path, '/') + 1);
	if (status == 0)
		status = o->external ? info_request_answer_from_outside(d->hub, &d->by, d->arena, d->operand[0], o->contact, o->name, &offer, &receipt, e) :
		    info_request_answer(d->hub, &d->by, d->arena, d->operand[0], STR("material"), &offer, &receipt, e);
	return status < 0 ? -1 : desk_done(d, "request.answered", receipt.number, tr("the answer was handed in, receipt"), e);
}

static int answer_nothing(struct desk *d, struct str org, struct err *e)
{
	const struct offer offer = { .org_id = org, .person_id = d->as };
	struct receipt none;

	if (info_request_answer(d->hub, &d->by, d->arena, d->operand[0], STR("nothing"), &offer, &none, e) < 0)
		return -1;
	return desk_done(d, "request.answered", d->operand[0], tr("recorded: there is nothing to hand in"), e);
}

static int answer(struct desk *d, void *options, struct err *e)
{
	const struct asking *o = options;
	struct reader reader = { STR_NONE, STR_NONE };

	if (!o->external && (cli_known_person(d->hub, d->arena, d->as, d->by.now_ms, e) < 0 ||
	    reader_get(d->hub->db, d->arena, d->as, d->by.now_ms, &reader, e) < 0))
		return -1;
	if (o->nothing == (d->operand_count > 1) || (o->external && o->nothing))
		return err_set(e, ERR_USAGE, "what is the answer? name files, or say --nothing");
	if (o->nothing)
		return answer_nothing(d, reader.org_id, e);
	for (size_t i = 1; i < d->operand_count; i++)
		if (answer_file(d, o, reader.org_id, d->operand[i], e) < 0)
			return -1;
	return 0;
}

int cli_request(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "draft", "", DESK_ANALYST, draft }, { "edit", "REQUEST", DESK_ANALYST, edit },
		{ "release", "REQUEST", DESK_ANALYST, release }, { "drop", "REQUEST", DESK_ANALYST, drop },
		{ "close", "REQUEST", DESK_ANALYST, close_call }, { "reopen", "REQUEST", DESK_ANALYST, reopen },
		{ "remind", "REQUEST", DESK_ANALYST, remind }, { "list", "", DESK_PERSON, list }, { "show", "REQUEST", DESK_PERSON, show },
		{ "answer", "REQUEST [FILE...]", DESK_ANYBODY, answer } };
	struct asking o = { 0 };
	const struct option_spec specs[] = { { "--title-ja", OPTION_VALUE, &o.title_ja }, { "--title-en", OPTION_VALUE, &o.title_en },
		{ "--question-ja", OPTION_VALUE, &o.question_ja }, { "--question-en", OPTION_VALUE, &o.question_en }, { "--tlp", OPTION_VALUE, &o.tlp },
		{ "--case", OPTION_VALUE, &o.case_number }, { "--share", OPTION_VALUE, &o.share }, { "--days", OPTION_VALUE, &o.days },
		{ "--audience", OPTION_LIST, &o.audience }, { "--rev", OPTION_VALUE, &o.rev }, { "--kind", OPTION_VALUE, &o.kind },
		{ "--nothing", OPTION_FLAG, &o.nothing }, { "--external", OPTION_FLAG, &o.external }, { "--contact", OPTION_VALUE, &o.contact },
		{ "--name", OPTION_VALUE, &o.name }, { "--open", OPTION_FLAG, &o.open } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

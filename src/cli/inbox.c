/* inbox.c - noroshi inbox: what an organisation was sent, and what it says to it. */
#include "base/file.h"
#include "base/time.h"
#include "cli/desk.h"
#include "cli/inbox_ask.h"
#include "cli/inbox_feed.h"
#include "cli/inbox_hunt.h"
#include "feedback/answer.h"
#include "feedback/sighting.h"
#include "intake/intake.h"
#include "registry/lookup.h"

struct inbox {
	struct str org, format, output, answer, searched, reason, useful, members, on;
	struct str indicator, type, direction, port, first, last, count;
	bool may_merge;
};

static struct str title_of(const struct delivery *d)
{
	const struct texts *t = &d->shown.title;

	return t->count == 0 ? STR("") : tr_lang() == LANG_JA ? t->ja[0] : t->en[0];
}

/* ---- list ---- */

/* Whose inbox: a person's own organisation; the hub's staff may name one. */
static int whose(struct desk *d, const struct inbox *o, struct str *org_r, struct err *e)
{
	struct reader reader;
	bool staff = false;

	*org_r = o->org;
	if (d->as.p == NULL)
		return o->org.p != NULL ? 0 : err_set(e, ERR_USAGE, "whose inbox? --as PERSON, or --org ID");
	if (person_has_role(d->hub->db, d->arena, d->as, "analyst lead admin", d->by.now_ms, &staff, e) < 0)
		return -1;
	if (staff && o->org.p != NULL)
		return 0;
	if (reader_get(d->hub->db, d->arena, d->as, d->by.now_ms, &reader, e) < 0)
		return -1;
	if (o->org.p != NULL && !str_eq(o->org, reader.org_id))
		return err_set(e, ERR_DENIED, STR_FMT " reads the inbox of the own organisation only", STR_ARG(d->as));
	*org_r = reader.org_id;
	return 0;
}

static void answer_fields(struct desk *d, const struct answer_given *g)
{
	struct jw *w = &d->w;

	if (g->answer.p == NULL) {
		jw_knull(w, "answer");
		return;
	}
	jw_kobject(w, "answer");
	jw_kstr(w, "word", g->answer);
	jw_kstr(w, "text", answer_words(d->arena, tr_lang(), g, (int)d->hub->conf.zone_minutes));
	jw_kstr(w, "reason", g->reason);
	if (g->from_ms == TIME_NONE) {
		jw_knull(w, "searched");
	} else {
		jw_kobject(w, "searched");
		jw_ktime(w, "first", g->from_ms);
		jw_ktime(w, "last", g->to_ms);
		jw_end_object(w);
	}
	if (g->useful > 0)
		jw_kint(w, "useful", g->useful);
	jw_kbool(w, "may_merge", g->may_merge);
	jw_ktime(w, "at", g->at_ms);
	jw_end_object(w);
}

static void delivery_fields(struct desk *d, const struct delivery *x)
{
	struct jw *w = &d->w;
	char day[TIME_TEXT];

	jw_kz(w, "schema", "noroshi/delivery/1");
	jw_kstr(w, "share", x->number);
	jw_kint(w, "version", x->shown.version);
	jw_kstr(w, "change", x->shown.change);
	jw_kstr(w, "tlp", x->shown.tlp);
	jw_kstr(w, "class", x->shown.class);
	jw_kstr(w, "title", title_of(x));
	jw_kstr(w, "document", x->document_id);
	jw_kstr(w, "published", time_date(day, x->queued_ms, (int)d->hub->conf.zone_minutes));
	jw_kstr(w, "state", x->state);
	jw_ktime(w, "opened", x->opened_ms);
	jw_ktime(w, "acknowledged", x->acked_ms);
	jw_ktime(w, "acknowledge_by", x->acked_ms == TIME_NONE ? x->ack_due_ms : TIME_NONE);
	answer_fields(d, &x->answer);
}

static int print_delivery(struct desk *d, const struct delivery *x, struct err *e)
{
	if (d->json) {
		desk_json(d);
		delivery_fields(d, x);
		return desk_json_end(d, e);
	}
	desk_cell(d, desk_date(d, x->queued_ms), 10);
	desk_cell(d, x->number, 10);
	desk_cell(d, arena_printf(d->arena, "TLP:" STR_FMT, STR_ARG(x->shown.tlp)), 16);
	desk_cell(d, desk_word(d, "share.class", x->shown.class), 26);
	desk_cell(d, desk_word(d, "feedback.state", x->state), 12);
	desk_cell(d, answer_words(d->arena, tr_lang(), &x->answer, (int)d->hub->conf.zone_minutes), 14);
	buf_printf(&d->out, " " STR_FMT "\n", STR_ARG(title_of(x)));
	if (x->ack_due_ms != TIME_NONE && x->acked_ms == TIME_NONE)
		buf_printf(&d->out, tr("           values are taken back: stop using them and acknowledge by %s (noroshi inbox open, inbox ack)\n"),
		    desk_date(d, x->ack_due_ms).p);
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	struct delivery *all;
	struct str org;
	size_t n;

	if (whose(d, options, &org, e) < 0 || delivery_list(d->hub->db, d->arena, org, d->by.now_ms, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_delivery(d, &all[i], e) < 0)
			return -1;
	if (inbox_ask_list(d, org, &n, e) < 0)
		return -1;
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("nothing was sent to this organisation yet"));
	return 0;
}

/* ---- one share ---- */

static int get(struct desk *d, struct delivery *x, struct err *e)
{
	struct reader reader;

	if (reader_get(d->hub->db, d->arena, d->as, d->by.now_ms, &reader, e) < 0)
		return -1;
	return delivery_get(d->hub->db, d->arena, &reader, d->operand[0], d->by.now_ms, x, e);
}

static int open_share(struct desk *d, void *options, struct err *e)
{
	const struct inbox *o = options;
	struct str format = o->format.p != NULL ? o->format : d->json ? STR("json") : STR("text"), bytes;
	struct delivery x;

	if (get(d, &x, e) < 0 || delivery_open(d->hub->db, &d->by, d->arena, &x, format, tr_lang() == LANG_JA ? STR("ja") : STR("en"), &bytes, e) < 0)
		return -1;
	if (o->output.p != NULL)
		return file_replace(arena_cstr(d->arena, o->output), bytes, 0600, e);
	buf_add(&d->out, bytes);
	if (!str_ends(bytes, STR("\n")))
		buf_char(&d->out, '\n');
	return 0;
}

static int hunt(struct desk *d, void *options, struct err *e)
{
	const struct inbox *o = options;
	struct delivery x;

	return get(d, &x, e) < 0 ? -1 : inbox_hunt_write(d, &x, o->output, e);
}

static int feed(struct desk *d, void *options, struct err *e)
{
	const struct inbox *o = options;
	struct str org;

	return whose(d, o, &org, e) < 0 ? -1 : inbox_feed_write(d, org, o->output, e);
}

static int receipts(struct desk *d, void *options, struct err *e)
{
	struct str org;

	return whose(d, options, &org, e) < 0 ? -1 : inbox_receipts(d, org, e);
}

static int ack(struct desk *d, void *options, struct err *e)
{
	struct delivery x;

	(void)options;
	if (get(d, &x, e) < 0 || delivery_ack(d->hub->db, &d->by, d->arena, &x, e) < 0)
		return -1;
	return desk_done(d, "delivery.acked", x.number, tr("the share is acknowledged"), e);
}

static int cascade(struct desk *d, void *options, struct err *e)
{
	const struct inbox *o = options;
	long long members, on_ms;
	struct delivery x;

	if (o->members.p == NULL || !str_to_int(o->members, &members))
		return err_set(e, ERR_USAGE, "to how many members was it passed on? --members N");
	if (cli_date(d->hub, o->on, d->by.now_ms, &on_ms, e) < 0 || get(d, &x, e) < 0 ||
	    delivery_cascaded(d->hub->db, &d->by, d->arena, &x, members, on_ms, e) < 0)
		return -1;
	return desk_done(d, "share.cascaded", x.number, tr("recorded: passed on to the members"), e);
}

/* ---- answering ---- */

/* FROM..TO, both days inside. */
static int window_of(struct desk *d, struct str s, long long *from_ms, long long *to_ms, struct err *e)
{
	long long dots = s.p == NULL ? -1 : str_find(s, STR(".."));
	struct str to;

	*from_ms = *to_ms = TIME_NONE;
	if (s.p == NULL)
		return 0;
	if (dots < 0)
		return err_set(e, ERR_USAGE, "--searched takes FROM..TO, like 2018-10-01..2019-07-01");
	to = str_from(s, (size_t)dots + 2);
	if (cli_date(d->hub, str_at(s, 0, (size_t)dots), TIME_NONE, from_ms, e) < 0 || cli_date(d->hub, to, TIME_NONE, to_ms, e) < 0)
		return -1;
	if (to.n <= 10)
		*to_ms += MS_DAY - MS_SECOND;
	return 0;
}

static int given_of(struct desk *d, const struct inbox *o, struct answer_given *g, struct err *e)
{
	*g = (struct answer_given){ .answer = o->answer, .reason = o->reason.p != NULL ? o->reason : STR(""), .may_merge = o->may_merge };
	if (o->answer.p == NULL)
		return err_set(e, ERR_USAGE, "what is the answer? --answer no-hit, hit, working, not-checked or partly");
	if (str_eq(o->answer, STR("no-logs"))) {
		g->answer = STR("not-checked");
		g->reason = STR("no-logs");
	}
	if (o->useful.p != NULL && (!str_to_int(o->useful, &g->useful) || g->useful < 1))
		return err_set(e, ERR_USAGE, "usefulness is a number from 1 (none) to 5 (very)");
	return window_of(d, o->searched, &g->from_ms, &g->to_ms, e);
}

/* The rows of a hit as the hunt would write them: one sighting, and the window that was searched. */
static int hit_lines(struct desk *d, const struct inbox *o, const struct answer_given *g, struct buf *out, struct err *e)
{
	struct jw *w = &d->w;
	long long first, last, count = 1, port = -1;

	if (o->first.p == NULL || o->last.p == NULL || o->type.p == NULL || o->direction.p == NULL)
		return err_set(e, ERR_USAGE, "a hit names --indicator, --type, --direction, --first, --last (and --port, --count)");
	if (cli_date(d->hub, o->first, TIME_NONE, &first, e) < 0 || cli_date(d->hub, o->last, TIME_NONE, &last, e) < 0)
		return -1;
	if ((o->count.p != NULL && !str_to_int(o->count, &count)) || (o->port.p != NULL && !str_to_int(o->port, &port)))
		return err_set(e, ERR_USAGE, "--port and --count are numbers");
	jw_init(w, out);
	jw_object(w);
	jw_kz(w, "schema", "noroshi/sighting/1");
	jw_kstr(w, "indicator", o->indicator);
	jw_kstr(w, "type", o->type);
	jw_kstr(w, "direction", o->direction);
	if (port >= 0)
		jw_kint(w, "port", port);
	jw_ktime(w, "first", first);
	jw_ktime(w, "last", last);
	jw_kint(w, "count", count);
	jw_end_object(w);
	buf_char(out, '\n');
	if (g->from_ms == TIME_NONE)
		return 0;
	jw_init(w, out);
	jw_object(w);
	jw_kz(w, "schema", "noroshi/hunt-summary/1");
	jw_kobject(w, "searched");
	jw_ktime(w, "first", g->from_ms);
	jw_ktime(w, "last", g->to_ms);
	jw_end_object(w);
	jw_end_object(w);
	buf_char(out, '\n');
	return 0;
}

/* Goes the way of every hand-in: received, read in the jail, counted as a submission. */
static int hand_in_hit(struct desk *d, const struct inbox *o, const struct answer_given *g, const struct delivery *x, struct err *e)
{
	struct offer offer = { .org_id = x->org_id, .person_id = d->as, .kind = STR("sighting"), .channel = STR("cli"),
		.name = STR("answer.jsonl"), .answers_share = x->number, .received_ms = TIME_NONE };
	struct sighting ignored;
	struct searched searched = { .present = false };
	struct receipt receipt;
	struct buf lines;
	const char *why;

	buf_init_arena(&lines, d->arena, 1 << 16);
	if (hit_lines(d, o, g, &lines, e) < 0)
		return -1;
	if (sighting_read_line(d->arena, str_upto(buf_str(&lines), '\n'), &ignored, &searched, &why) == LINE_BAD)
		return err_set(e, ERR_USAGE, "the hit cannot be taken: %s", sighting_why(tr_lang(), str_of(why)));
	offer.bytes = buf_str(&lines);
	if (intake_receive(d->hub, &d->by, d->arena, &offer, &receipt, e) < 0)
		return -1;
	return desk_done(d, "hand-in.received", receipt.number, tr("the hit was handed in, receipt"), e);
}

static int answer(struct desk *d, void *options, struct err *e)
{
	const struct inbox *o = options;
	struct answer_given g;
	struct delivery x;

	if (get(d, &x, e) < 0 || given_of(d, o, &g, e) < 0)
		return -1;
	if (o->indicator.p != NULL && str_eq(g.answer, STR("hit"))) {
		if (hand_in_hit(d, o, &g, &x, e) < 0)
			return -1;
		d->by.now_ms++;         /* said after the rows: what it says about merging holds for them */
	}
	if (answer_give(d->hub->db, &d->by, d->arena, &x, &g, e) < 0)
		return -1;
	if (!d->json && str_eq(g.answer, STR("hit")) && o->indicator.p == NULL)
		buf_printf(&d->out, tr("the rows of the hit are still missing: noroshi submit --kind sighting --share %s FILE\n"), x.number.p);
	return desk_done(d, "feedback.answered", x.number, answer_words(d->arena, tr_lang(), &g, (int)d->hub->conf.zone_minutes).p, e);
}

int cli_inbox(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "list", "", DESK_ANYBODY, list }, { "open", "SHARE", DESK_PERSON, open_share },
		{ "hunt", "SHARE", DESK_PERSON, hunt },
		{ "feed", "", DESK_PERSON, feed }, { "receipts", "", DESK_PERSON, receipts },
		{ "ack", "SHARE", DESK_PERSON, ack }, { "answer", "SHARE", DESK_PERSON, answer }, { "cascade", "SHARE", DESK_PERSON, cascade } };
	struct inbox o = { 0 };
	const struct option_spec specs[] = { { "--org", OPTION_VALUE, &o.org }, { "--format", OPTION_VALUE, &o.format },
		{ "-o", OPTION_VALUE, &o.output }, { "--answer", OPTION_VALUE, &o.answer }, { "--searched", OPTION_VALUE, &o.searched },
		{ "--reason", OPTION_VALUE, &o.reason }, { "--useful", OPTION_VALUE, &o.useful }, { "--may-merge", OPTION_FLAG, &o.may_merge },
		{ "--members", OPTION_VALUE, &o.members }, { "--on", OPTION_VALUE, &o.on }, { "--indicator", OPTION_VALUE, &o.indicator },
		{ "--type", OPTION_VALUE, &o.type }, { "--direction", OPTION_VALUE, &o.direction }, { "--port", OPTION_VALUE, &o.port },
		{ "--first", OPTION_VALUE, &o.first }, { "--last", OPTION_VALUE, &o.last }, { "--count", OPTION_VALUE, &o.count } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

/* submit.c - a member hands in: files and three questions; the receipt at once. */
#include "base/time.h"
#include "intake/intake.h"
#include "intake/password.h"
#include "web/look.h"

/* "" is by the name of each file. */
#define KINDS "- " LOOK_KINDS

/* ---- the form ---- */

/* The answer that was given, else the one that says least. */
static struct submit_question question(struct web_call *c, const char *name, const char *legend, const char *family, const char *words, const char *first)
{
	struct str given = web_field(c, name);
	struct submit_question q = { .name = name, .legend = web_text(c, legend) };

	q.list = look_choices(c, family, words, given.n > 0 ? given : str_of(first), &q.list_count);
	return q;
}

static struct str endings(struct arena *a)
{
	struct buf out;

	buf_init_arena(&out, a, 4096);
	for (size_t i = 0; intake_kinds_of_names[i][0] != NULL; i++)
		buf_printf(&out, "%s%s:%s", i > 0 ? " " : "", intake_kinds_of_names[i][0], intake_kinds_of_names[i][1]);
	return buf_str(&out);
}

/* What was typed stands in it again. */
static int show(struct web_call *c, struct str problem)
{
	struct submit_form *f = ARENA_NEW(c->a, struct submit_form);
	struct str note = web_field(c, "note");

	*f = (struct submit_form){ .problem = problem, .org = look_org(c, c->who.org_id), .most_mb = c->hub->conf.hand_in_mb,
		.note = note.n > 0 ? note : STR(""), .endings = endings(c->a) };
	f->kinds = look_choices(c, "desk.kind", KINDS, web_field(c, "kind"), &f->kinds_count);
	f->kinds[0].label = web_text(c, "web.submit.by_name");
	f->happened = ARENA_ARRAY(c->a, struct submit_question, 5);
	f->urgent = &f->happened[3];
	f->technical = &f->happened[4];
	f->happened_count = 3;
	f->happened[0] = question(c, "damage", "told.damage", "told.answer", TOLD_ANSWERS, "unknown");
	f->happened[1] = question(c, "opened", "told.opened", "told.answer", TOLD_ANSWERS, "unknown");
	f->happened[2] = question(c, "replied", "told.replied", "told.answer", TOLD_ANSWERS, "unknown");
	*f->urgent = question(c, "urgent", "web.submit.urgent", "web.submit.urgent", "no yes", "no");
	*f->technical = question(c, "technical", "web.submit.technical", "told.share", TOLD_TECHNICAL, "agreed");
	c->page.submit = f;
	return web_show(c, "web.submit");
}

int web_submit_page(struct web_call *c, struct err *e)
{
	(void)e;
	return show(c, STR(""));
}

/* ---- receiving ---- */

static struct offer offer_of(struct web_call *c, struct told *told)
{
	*told = (struct told){ .damage = web_field(c, "damage"), .opened = web_field(c, "opened"), .replied = web_field(c, "replied"),
		.technical = web_field(c, "technical"), .urgent = str_eq(web_field(c, "urgent"), STR("yes")), .words = web_field(c, "note") };
	return (struct offer){ .org_id = c->who.org_id, .person_id = c->who.person_id, .channel = STR("web"), .password = web_field(c, "password"), .received_ms = TIME_NONE, .told = told };
}

/* Words without a file are a consultation; what is told about it stands beside them. */
static int receive_note(struct web_call *c, struct str note, struct receipt *receipt, struct err *e)
{
	struct told told;
	struct offer offer = offer_of(c, &told);

	told.words = STR_NONE;
	offer.password = STR_NONE;
	offer.kind = STR("consultation");
	offer.name = STR("note.txt");
	offer.bytes = note;
	return intake_receive(c->hub, &c->by, c->a, &offer, receipt, e);
}

static int receive_file(struct web_call *c, const struct http_file *f, struct str kind, struct receipt *receipt, struct err *e)
{
	struct told told;
	struct offer offer = offer_of(c, &told);

	offer.kind = kind.n > 0 ? kind : intake_kind_guess(f->name);
	offer.name = f->name;
	offer.from = &f->bytes;
	if (f->bytes.n > (size_t)c->hub->conf.hand_in_mb << 20)
		return err_set(e, ERR_LIMIT, "the file is larger than %lld MB, which the hub takes at most at once; send it in parts",
		    c->hub->conf.hand_in_mb);
	return intake_receive(c->hub, &c->by, c->a, &offer, receipt, e);
}

static bool is_file(const struct http_file *f)
{
	return str_eq(f->field, STR("files")) && (f->bytes.n > 0 || f->name.n > 0);
}

/* Each file is a hand-in with a receipt of its own; what was received before something went wrong stays received. */
int web_submit_do(struct web_call *c, struct err *e)
{
	struct str kind = web_field(c, "kind"), note = web_field(c, "note"), first = STR_NONE;
	struct receipt receipt;
	size_t received = 0;

	if (kind.n > 0 && !intake_kind_known(kind)) {
		c->r->status = 400;
		return show(c, web_text(c, "web.submit.no_kind"));
	}
	for (size_t i = 0; i < c->q->file_count; i++) {
		const struct http_file *f = &c->q->files[i];

		if (!is_file(f))
			continue;
		if (receive_file(c, f, kind, &receipt, e) < 0)
			goto failed;
		first = first.p == NULL ? receipt.number : first;
		received++;
	}
	if (received == 0 && note.n == 0) {
		c->r->status = 400;
		return show(c, web_text(c, "web.submit.no_file"));
	}
	if (received == 0 && receive_note(c, note, &receipt, e) < 0)
		goto failed;
	return web_go(c, received > 1 ? STR("/submissions") : web_path(c, "/receipts", received > 0 ? first : receipt.number, STR_NONE), "received");
failed:
	if (web_refused(c, e) < 0)
		return -1;
	return show(c, received > 0 ? arena_printf(c->a, tr("files received before that: %zu"), received) : web_text(c, "web.submit.again"));
}

/* ---- the receipt ---- */

static int look_at_hand_in(struct web_call *c, struct hand_in_row *h, struct err *e)
{
	bool staff;

	return hand_in_get(c->hub->db, c->a, c->part[0], h, e) < 0 ? -1 :
	    may_see_hand_in(c->hub->db, &c->by, c->a, h->id, h->org_id.p != NULL ? h->org_id : STR(""), &staff, e);
}

int web_receipt(struct web_call *c, struct err *e)
{
	struct receipt_page *r = ARENA_NEW(c->a, struct receipt_page);
	struct submission_row *list;
	struct hand_in_row h;
	size_t n;

	if (look_at_hand_in(c, &h, e) < 0 || submission_of_hand_in(c->hub->db, c->a, h.id, &list, &n, e) < 0)
		return -1;
	*r = (struct receipt_page){ .receipt = h.receipt, .name = h.name, .received = web_time(c, h.received_ms),
		.state = web_word(c, "desk.hand_in", h.state), .reason = web_word(c, "desk.reason", h.reason),
		.waiting = str_eq(h.state, STR("received")), .pieces_count = n };
	r->pieces = ARENA_ARRAY(c->a, struct receipt_piece, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool withdrawn = str_eq(list[i].state, STR("withdrawn"));

		r->waiting |= !withdrawn && str_eq(list[i].examined, STR("waiting"));
		r->locked |= !withdrawn && str_eq(list[i].examined, STR("partly")) && str_eq(list[i].examined_reason, STR("archive.password"));
		r->sealed |= !withdrawn && str_eq(list[i].examined, STR("partly")) && str_eq(list[i].examined_reason, STR("archive.cipher"));
		r->pieces[i] = (struct receipt_piece){ look_name(c, &list[i]), look_submission(c, list[i].receipt, list[i].number),
			web_word(c, "states.submission.state", list[i].state), web_word(c, "desk.examined", list[i].examined), look_verdict(c, &list[i]) };
	}
	r->may_open = who_may(c->who.roles, true, WHO_SOURCE);
	c->page.receipt = r;
	return web_show(c, "web.submit");
}

int web_receipt_password_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };
	struct hand_in_row h;

	if (look_at_hand_in(c, &h, e) < 0)
		return -1;
	if (archive_password_give(c->hub, &c->by, c->a, h.receipt, web_field(c, "password"), &why) == 0)
		return web_go(c, web_path(c, "/receipts", h.receipt, STR_NONE), "password");
	if (web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return web_receipt(c, e);
}

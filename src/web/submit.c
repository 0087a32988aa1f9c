/* submit.c - a member hands in: files and a few questions; the receipt at once. */
#include "base/time.h"
#include "intake/intake.h"
#include "web/look.h"

#define KINDS "mail bec traffic sample incident audit-log consultation sighting"

static int show(struct web_call *c, struct str kind, struct str problem)
{
	struct submit_form *f = ARENA_NEW(c->a, struct submit_form);

	*f = (struct submit_form){ .problem = problem, .org = look_org(c, c->who.org_id), .most_mb = c->hub->conf.hand_in_mb };
	f->kinds = look_choices(c, "desk.kind", KINDS, kind, &f->kinds_count);
	c->page.submit = f;
	return web_show(c, "web.submit");
}

int web_submit_page(struct web_call *c, struct err *e)
{
	(void)e;
	return show(c, STR("mail"), STR(""));
}

/* What was told in words is a consultation of its own, and the form says so: nothing that was typed is lost. */
static int receive_note(struct web_call *c, struct str note, struct receipt *receipt, struct err *e)
{
	struct offer offer = { .org_id = c->who.org_id, .person_id = c->who.person_id, .kind = STR("consultation"), .channel = STR("web"), .name = STR("note.txt"),
		.bytes = note, .received_ms = TIME_NONE };

	return intake_receive(c->hub, &c->by, c->a, &offer, receipt, e);
}

static int receive_file(struct web_call *c, const struct http_file *f, struct str kind, struct receipt *receipt, struct err *e)
{
	struct offer offer = { .org_id = c->who.org_id, .person_id = c->who.person_id, .kind = kind, .channel = STR("web"), .name = f->name,
		.from = &f->bytes, .received_ms = TIME_NONE };

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

	if (kind.p == NULL || !intake_kind_known(kind))
		return show(c, STR("mail"), web_text(c, "web.submit.no_kind"));
	for (size_t i = 0; i < c->q->file_count; i++) {
		const struct http_file *f = &c->q->files[i];

		if (!is_file(f))
			continue;
		if (receive_file(c, f, kind, &receipt, e) < 0)
			goto failed;
		first = first.p == NULL ? receipt.number : first;
		received++;
	}
	if (note.p != NULL) {
		if (receive_note(c, note, &receipt, e) < 0)
			goto failed;
		first = first.p == NULL ? receipt.number : first;
	}
	if (first.p == NULL) {
		c->r->status = 400;
		return show(c, kind, web_text(c, "web.submit.no_file"));
	}
	return web_go(c, received + (note.p != NULL) > 1 ? STR("/submissions") : web_path(c, "/receipts", first, STR_NONE), "received");
failed:
	if (web_refused(c, e) < 0)
		return -1;
	return show(c, kind, received > 0 ? arena_printf(c->a, tr("%zu files were received before that"), received) : STR(""));
}

/* ---- the receipt ---- */

int web_receipt(struct web_call *c, struct err *e)
{
	struct receipt_page *r = ARENA_NEW(c->a, struct receipt_page);
	struct submission_row *list;
	struct hand_in_row h;
	bool staff;
	size_t n;

	if (hand_in_get(c->hub->db, c->a, c->part[0], &h, e) < 0 ||
	    may_see_hand_in(c->hub->db, &c->by, c->a, h.id, h.org_id.p != NULL ? h.org_id : STR(""), &staff, e) < 0 ||
	    submission_of_hand_in(c->hub->db, c->a, h.id, &list, &n, e) < 0)
		return -1;
	*r = (struct receipt_page){ .receipt = h.receipt, .name = h.name, .received = web_time(c, h.received_ms),
		.state = web_word(c, "desk.hand_in", h.state), .reason = web_word(c, "desk.reason", h.reason),
		.waiting = str_eq(h.state, STR("received")), .pieces_count = n };
	r->pieces = ARENA_ARRAY(c->a, struct receipt_piece, n + 1);
	for (size_t i = 0; i < n; i++)
		r->pieces[i] = (struct receipt_piece){ look_name(c, &list[i]), look_submission(c, list[i].receipt, list[i].number),
			web_word(c, "states.submission.state", list[i].state), web_word(c, "desk.examined", list[i].examined), look_verdict(c, &list[i]) };
	c->page.receipt = r;
	return web_show(c, "web.submit");
}

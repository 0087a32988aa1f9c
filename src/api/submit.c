/* submit.c - handing in: files of a form, or one file as the body; the receipts at once. */
#include "api/things.h"
#include "base/time.h"
#include "intake/intake.h"
#include "intake/password.h"

/* ---- shapes ---- */

struct upload { struct str kind, supplements, damage, opened, replied, urgent, technical, words, password, *files; size_t files_count; };
static const struct api_field upload_fields[] = {
	TEXT_(struct upload, "kind", kind, 0, NULL, "instead of ?kind="),
	TEXT_(struct upload, "supplements", supplements, 0, NULL, "instead of ?supplements="),
	TEXT_(struct upload, "damage", damage, 0, NULL, "instead of ?damage=; opened, replied, urgent and technical in the same way"),
	TEXT_(struct upload, "opened", opened, 0, NULL, NULL),
	TEXT_(struct upload, "replied", replied, 0, NULL, NULL),
	TEXT_(struct upload, "urgent", urgent, 0, NULL, NULL),
	TEXT_(struct upload, "technical", technical, 0, NULL, NULL),
	TEXT_(struct upload, "words", words, 0, NULL, "what happened"),
	TEXT_(struct upload, "password", password, 0, NULL, "of an archive in it; only here, never in the address"),
	TEXTS_(struct upload, "files", files, files_count, API_NEEDED, "the files; each is a hand-in of its own"),
};
API_SHAPE(upload, NULL, "A form with files; any other media type: the body is one file.", struct upload, upload_fields);

#define KINDS "mail bec traffic sample incident audit-log consultation sighting"
struct submit_query { struct str kind, name, supplements, damage, opened, replied, technical; bool urgent; };
static const struct api_field query_fields[] = {
	TEXT_(struct submit_query, "kind", kind, 0, KINDS, "what it is; without it mail"),
	TEXT_(struct submit_query, "name", name, 0, NULL, "of the file that is the body"),
	TEXT_(struct submit_query, "supplements", supplements, 0, NULL, "an own submission, receipt/n, that this is more material to"),
	TEXT_(struct submit_query, "damage", damage, 0, TOLD_ANSWERS, "was there any; without it unknown"),
	TEXT_(struct submit_query, "opened", opened, 0, TOLD_ANSWERS, "has anybody opened it"),
	TEXT_(struct submit_query, "replied", replied, 0, TOLD_ANSWERS, "has anybody replied"),
	BOOL_(struct submit_query, "urgent", urgent, 0, "it cannot wait"),
	TEXT_(struct submit_query, "technical", technical, 0, TOLD_TECHNICAL, "may technical information of it be shared: without it agreed, as the terms say"),
};
API_SHAPE(submit_query, NULL, NULL, struct submit_query, query_fields);

struct received { struct str receipt, name; bool repeated; };
static const struct api_field received_fields[] = {
	TEXT_(struct received, "receipt", receipt, 0, NULL, NULL),
	TEXT_(struct received, "name", name, API_NULL, NULL, "of the file"),
	BOOL_(struct received, "repeated", repeated, 0, "the same was handed in before and has this receipt"),
};
API_SHAPE(received, NULL, "One hand-in.", struct received, received_fields);

struct receipts { struct received *list; size_t count; };
static const struct api_field receipts_fields[] = {
	LIST_(struct receipts, "receipts", list, count, 0, &api_shape_received, NULL),
};
API_SHAPE(receipts, "noroshi/receipts/1", "What was received, durably.", struct receipts, receipts_fields);

struct piece_view { struct str submission, state, examined; };
static const struct api_field piece_fields[] = {
	TEXT_(struct piece_view, "submission", submission, 0, NULL, NULL),
	TEXT_(struct piece_view, "state", state, 0, NULL, NULL),
	TEXT_(struct piece_view, "examined", examined, 0, "waiting fully partly failed", NULL),
};
API_SHAPE(piece, NULL, "One submission of a hand-in.", struct piece_view, piece_fields);

struct receipt_view { struct hand_in_row h; bool locked; struct piece_view *pieces; size_t count; };
static const struct api_field receipt_fields[] = {
	TEXT_(struct receipt_view, "receipt", h.receipt, 0, NULL, NULL),
	TEXT_(struct receipt_view, "kind", h.kind, 0, NULL, NULL),
	TEXT_(struct receipt_view, "name", h.name, API_NULL, NULL, NULL),
	TEXT_(struct receipt_view, "state", h.state, 0, NULL, "received, split, failed, quarantined ..."),
	TEXT_(struct receipt_view, "reason", h.reason, API_NULL, NULL, NULL),
	TIME_(struct receipt_view, "received", h.received_ms, 0, NULL),
	INT_(struct receipt_view, "bytes", h.bytes, 0, NULL),
	BOOL_(struct receipt_view, "needs_password", locked, 0, "something in it is encrypted and no password fits"),
	LIST_(struct receipt_view, "submissions", pieces, count, 0, &api_shape_piece, "once it was read"),
};
API_SHAPE(receipt, "noroshi/receipt/1", "What became of a hand-in.", struct receipt_view, receipt_fields);

/* ---- receiving ---- */

int receive_hand_in(struct api_call *c, const struct offer *offer, struct receipt *receipt, struct err *e)
{
	return intake_receive(c->hub, &c->by, c->a, offer, receipt, e);
}

static int receive_one(struct api_call *c, const struct offer *common, const struct uploaded *file, receive_by *receive, struct receipts *all,
    struct err *e)
{
	struct str key = http_header(c->q, "Idempotency-Key");
	struct offer offer = *common;
	struct receipt receipt;

	offer.name = file->name;
	offer.from = file->bytes;
	/* a retry after a crash finds the hand-in again, also where no answer could be kept */
	if (key.n > 0)
		offer.client_key = arena_printf(c->a, STR_FMT "\n" STR_FMT "\n%zu", STR_ARG(c->who.person_id), STR_ARG(key), all->count);
	if (receive(c, &offer, &receipt, e) < 0)
		return -1;
	all->list[all->count++] = (struct received){ receipt.number, file->name, receipt.repeated };
	return 0;
}

static bool is_form(const struct api_call *c)
{
	return str_eq(c->q->media_type, STR("multipart/form-data")) || str_eq(c->q->media_type, STR("application/x-www-form-urlencoded"));
}

int uploaded_files(struct api_call *c, struct str body_name, struct uploaded **list_r, size_t *n_r, struct err *e)
{
	struct uploaded *list = ARENA_ARRAY(c->a, struct uploaded, c->q->file_count + 1);
	size_t n = 0;

	*list_r = list;
	if (!is_form(c) && c->q->body.n > 0)
		list[n++] = (struct uploaded){ body_name.p != NULL ? body_name : STR(""), &c->q->body };
	for (size_t i = 0; i < c->q->file_count; i++)
		list[n++] = (struct uploaded){ c->q->files[i].name, &c->q->files[i].bytes };
	for (size_t i = 0; i < n; i++)
		if (list[i].bytes->n > (size_t)c->hub->conf.hand_in_mb << 20)
			return err_set(e, ERR_LIMIT, "the file is larger than %lld MB, which the hub takes at most at once; send it in parts",
			    c->hub->conf.hand_in_mb);
	*n_r = n;
	return n > 0 ? 0 : err_set(e, ERR_INPUT, "there is no file in this request; nothing was received");
}

int receive_all(struct api_call *c, const struct offer *offer, struct str body_name, receive_by *receive, struct err *e)
{
	struct receipts all = { .count = 0 };
	struct uploaded *files;
	size_t n;

	c->seen = true;
	if (uploaded_files(c, body_name, &files, &n, e) < 0)
		return -1;
	all.list = ARENA_ARRAY(c->a, struct received, n);
	for (size_t i = 0; i < n; i++)
		/* what has its receipt stays received: it is told, and what went wrong behind it */
		if (receive_one(c, offer, &files[i], receive, &all, e) < 0)
			return all.count > 0 ? err_prefix(e, "%s (files received before that: %zu)", files[i].name.p, all.count) : -1;
	return api_made(c, arena_printf(c->a, "/receipts/" STR_FMT, STR_ARG(all.list[0].receipt)), &all);
}

int received_give(struct api_call *c, struct str location, const struct uploaded *files, const struct str *receipts, size_t n)
{
	struct receipts all = { ARENA_ARRAY(c->a, struct received, n + 1), n };

	for (size_t i = 0; i < n; i++)
		all.list[i] = (struct received){ receipts[i], files[i].name, false };
	return api_made(c, location, &all);
}

int form_over_query(struct api_call *c, const char *name, struct err *e)
{
	struct str s = http_form(c->q, name);

	return s.n > 0 && shape_read_text(c->route->query, str_of(name), s, 0, c->query, e) < 0 ? -1 : 0;
}

int api_submit(struct api_call *c, struct err *e)
{
	static const char *const over[] = { "kind", "supplements", "damage", "opened", "replied", "urgent", "technical" };
	struct submit_query *q = c->query;
	struct told told;
	struct offer offer = { .told = &told, .org_id = c->who.org_id, .person_id = c->who.person_id, .channel = STR("rest"), .received_ms = TIME_NONE };

	c->seen = true;
	for (size_t i = 0; i < sizeof over / sizeof over[0]; i++)
		if (form_over_query(c, over[i], e) < 0)
			return -1;
	told = (struct told){ .damage = q->damage, .opened = q->opened, .replied = q->replied, .technical = q->technical, .urgent = q->urgent,
		.words = str_trim(http_form(c->q, "words")) };
	offer.kind = q->kind.n > 0 ? q->kind : STR("mail");
	offer.supplements = q->supplements;
	offer.password = http_form(c->q, "password");
	return receive_all(c, &offer, q->name, receive_hand_in, e);
}

/* ---- the receipt ---- */

struct password_body { struct str password; };
static const struct api_field password_fields[] = { TEXT_(struct password_body, "password", password, API_NEEDED, NULL, "of an archive in it") };
API_SHAPE(archive_password, NULL, NULL, struct password_body, password_fields);

int api_receipt_password(struct api_call *c, struct err *e)
{
	const struct password_body *b = c->body;

	return archive_password_give(c->hub, &c->by, c->a, c->part[0], b->password, e) < 0 ? -1 : api_done(c, "hand-in.password", c->part[0]);
}

int api_receipt(struct api_call *c, struct err *e)
{
	struct receipt_view v = { .count = 0 };
	struct submission_row *list;
	bool staff;

	if (hand_in_get(c->hub->db, c->a, c->part[0], &v.h, e) < 0 ||
	    may_see_hand_in(c->hub->db, &c->by, c->a, v.h.id, v.h.org_id.p != NULL ? v.h.org_id : STR(""), &staff, e) < 0 ||
	    submission_of_hand_in(c->hub->db, c->a, v.h.id, &list, &v.count, e) < 0)
		return -1;
	v.pieces = ARENA_ARRAY(c->a, struct piece_view, v.count + 1);
	for (size_t i = 0; i < v.count; i++) {
		v.locked |= str_eq(list[i].examined, STR("partly")) && str_eq(list[i].examined_reason, STR("archive.password"));
		v.pieces[i] = (struct piece_view){ submission_number(c->a, &list[i]), list[i].state, list[i].examined };
	}
	return api_give(c, &v);
}

/* accounts.c - collecting them; a creditor is known by the beneficiary's name, else by the sender's side. */
#include "analyse/accounts.h"

#include "base/text.h"
#include "parse/calendar.h"
#include "parse/file_type.h"
#include "parse/html.h"

enum { PLACES_MOST = 500, MESSAGES_MOST = 2000, ARCHIVE_MOST = 2000 };

/* `html`: the offsets are of the visible text, not of the part's. */
static void collect_text(struct arena *a, struct account_places *p, struct str text, struct account_place place)
{
	struct account *list;
	size_t n = account_find(a, text, &list);

	for (size_t i = 0; i < n && p->count < PLACES_MOST; i++) {
		place.account = list[i];
		place.beneficiary_key = name_key(a, list[i].beneficiary);
		*ARENA_PUSH(a, p->list, p->count, p->room) = place;
	}
}

static const struct quote *quote_at(const struct mail *m, size_t at)
{
	const struct quote *inner = NULL;

	for (size_t i = 0; i < m->quote_count; i++)
		if (at >= m->quotes[i].text_from && at < m->quotes[i].text_to && (inner == NULL || m->quotes[i].depth >= inner->depth))
			inner = &m->quotes[i];
	return inner;
}

/* Whose words are they?  A mail that is nothing but a quote of nobody speaks for itself. */
static void place_in_quotes(struct arena *a, const struct mail *m, struct account_place *p)
{
	const struct quote *q = quote_at(m, p->account.from);
	long long at = q != NULL ? str_rfind_char(q->who_address, '@') : -1;

	p->exact = true;
	if (q == NULL || (at < 0 && q->who.n == 0 && m->text_newest.n == 0))
		return;
	p->quoted = true;
	p->side = at >= 0 ? registrable(a, arena_lower(a, str_from(q->who_address, (size_t)at + 1))) : STR("");
	p->side = p->side.p != NULL ? p->side : STR("");
}

/* A text or a page that calls itself something else. */
static void collect_bytes(struct arena *a, struct account_places *p, struct str bytes, struct account_place place)
{
	enum { TEXT_MOST = 1 << 20 };
	const char *type = file_type(bytes);

	if (bytes.n > TEXT_MOST || memchr(bytes.p, '\0', bytes.n) != NULL || !utf8_valid(bytes))
		return;
	if (type == NULL)
		collect_text(a, p, bytes, place);
	else if (strcmp(type, "html") == 0)
		collect_text(a, p, html_read(a, bytes)->text, place);
}

/* What stands in an attachment: its own text, or that of the document it is. */
static void collect_part(struct arena *a, struct account_places *p, const struct thread *t, const struct part *part,
    struct account_place place)
{
	bool html = str_eq(part->media_type, STR("text/html"));
	struct calendar invitation;

	place.paper = papers_find(t->papers, part->body);
	if (place.paper != NULL && place.paper->text.p != NULL) {
		collect_text(a, p, place.paper->text, place);
	} else if (calendar_read(a, part->body, &invitation)) {
		collect_text(a, p, invitation.text, place);
	} else if (place.paper == NULL && part->is_attachment && part->text.p != NULL) {
		place.exact = !html;
		collect_text(a, p, html ? html_read(a, part->text)->text : part->text, place);
	} else if (place.paper == NULL && part->is_attachment) {
		collect_bytes(a, p, part->body, place);
	}
}

/* The documents, mails and texts in attached archives. */
static void collect_archives(struct arena *a, struct account_places *p, const struct thread *t, const struct message *m,
    struct account_place place)
{
	for (size_t k = 0; k < m->attached_count; k++) {
		const struct archive_tree *tree = m->attached[k].tree;

		place.part = m->attached[k].part;
		for (size_t n = 0; tree != NULL && n < tree->count; n++) {
			struct str body = tree->nodes[n].body;

			place.paper = body.p != NULL ? papers_find(t->papers, body) : NULL;
			place.member = tree->nodes[n].path;
			if (place.paper != NULL && place.paper->text.p != NULL)
				collect_text(a, p, place.paper->text, place);
			else if (body.p != NULL && str_iends(tree->nodes[n].name, STR(".eml")))
				collect_text(a, p, mail_parse(a, body, &mail_limits_default)->text, place);
			else if (body.p != NULL)
				collect_bytes(a, p, body, place);
		}
	}
}

static void collect_mail(struct arena *a, struct account_places *p, const struct thread *t, const struct mail *m, int message,
    struct str side)
{
	struct account_place place = { .message = message, .part = -1, .side = side,
		.played = message >= 0 && t->book->changes[message].suspect };
	size_t before = p->count;

	collect_text(a, p, m->text, place);
	for (size_t i = before; i < p->count; i++)
		place_in_quotes(a, m, &p->list[i]);
	place.in_subject = true;
	collect_text(a, p, m->subject, place);
	place.in_subject = false;
	for (size_t i = 0; i < m->part_count; i++) {
		place.part = (int)i;
		if (m->parts[i].kind == PART_LEAF)
			collect_part(a, p, t, &m->parts[i], place);
	}
	if (message >= 0)
		collect_archives(a, p, t, &t->messages[message], place);
}

/* The side that the mail claims to come from: of the address its sender is or plays. */
struct str claimed_side(struct arena *a, const struct thread *t, size_t i)
{
	const struct change_set *c = &t->book->changes[i];
	const struct mail *m = t->messages[i].mail;
	struct str side;

	if (c->impersonates >= 0)
		return t->book->known[c->impersonates].registrable;
	side = m->from.count > 0 ? registrable(a, m->from.list[0].domain) : STR("");
	return side.p != NULL ? side : STR("");
}

const struct account_places *accounts_read(struct arena *a, const struct thread *t)
{
	struct account_places *p = ARENA_NEW(a, struct account_places);

	for (size_t i = 0; i < t->context->sent_count && i < ARCHIVE_MOST; i++) {
		const struct mail *m = t->context->sent[i];
		struct str side = m->from.count > 0 ? registrable(a, m->from.list[0].domain) : STR("");

		collect_mail(a, p, t, m, -1, side.p != NULL ? side : STR(""));
	}
	for (size_t i = 0; i < t->count && i < MESSAGES_MOST; i++)
		collect_mail(a, p, t, t->messages[i].mail, (int)i, claimed_side(a, t, i));
	if (t->paper != NULL && t->paper->text.p != NULL)
		collect_text(a, p, t->paper->text, (struct account_place){ .part = -1, .side = STR(""), .paper = t->paper });
	return p;
}

struct account_places accounts_collect(struct arena *a, const struct thread *t)
{
	return t->accounts != NULL ? *t->accounts : *accounts_read(a, t);
}

static bool same_creditor(const struct account_place *x, const struct account_place *y)
{
	struct str bx = x->beneficiary_key, by = y->beneficiary_key;

	/* who plays a partner gives a beneficiary of his own: there the name says nothing */
	if (bx.n >= 4 && by.n >= 4 && !y->played)
		return str_eq(bx, by) || str_has(bx, by) || str_has(by, bx);
	return x->side.n > 0 && str_eq(x->side, y->side);
}

const struct account_place *accounts_earlier_other(const struct account_places *p, size_t i)
{
	const struct account_place *now = &p->list[i], *other = NULL;

	for (size_t k = 0; k < p->count; k++) {
		const struct account_place *before = &p->list[k];

		if (!(before->message < now->message || (before->message == now->message && before->quoted && !now->quoted)) ||
		    !same_creditor(before, now))
			continue;
		if (account_same(&before->account, &now->account))
			return NULL;
		/* what was quoted in the archive is known, but may be of years ago */
		if (before->message >= 0 || !before->quoted)
			other = before;
	}
	return other;
}

struct evidence accounts_evidence(struct arena *a, const struct thread *t, const struct account_place *p)
{
	const struct message *m = &t->messages[p->message];
	struct evidence e;

	if (t->count == 0)
		return evidence_paper(t->paper, p->account.from, p->account.shown);
	if (p->in_subject && mail_header(m->mail, "Subject", NULL) != NULL) {
		e = evidence_header(a, m, (size_t)p->message, mail_header(m->mail, "Subject", NULL));
		e.found = p->account.shown;
		return e;
	}
	if (p->part < 0 && p->exact)
		return evidence_text(a, m, (size_t)p->message, p->account.from, p->account.to);
	if (p->part < 0) {
		e = evidence_text(a, m, (size_t)p->message, 0, m->mail->text.n);
		e.found = p->account.shown;
		return e;
	}
	e = evidence_part(a, m, (size_t)p->message, p->part, p->account.shown);
	e.stream = p->member;
	if (p->paper != NULL && p->member.p == NULL)
		paper_line(p->paper, p->account.from, &e.page, &e.line);
	if (p->exact) {
		struct span at = mail_text_span(m->mail, p->part, p->account.from, p->account.to);

		if (str_eq(str_at(m->mail->raw, at.offset, at.length), p->account.shown)) {
			e.at = at;
			e.part = STR_NONE;
		}
	}
	return e;
}

struct str accounts_source(struct arena *a, const struct thread *t, const struct account_place *p)
{
	if (p->message < 0)
		return t->beside_mails ? STR("another file of the conversation") : STR("context: sent_archive");
	if (p->part < 0)
		return arena_printf(a, "message %d, body", p->message);
	return arena_printf(a, "message %d, attachment:" STR_FMT, p->message,
	    STR_ARG(t->messages[p->message].mail->parts[p->part].number));
}

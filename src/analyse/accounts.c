/* accounts.c - collecting them; a creditor is known by the beneficiary's name, else by the sender's side. */
#include "analyse/accounts.h"

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

static bool is_quoted(const struct mail *m, size_t at)
{
	for (size_t i = 0; i < m->quote_count; i++)
		if (at >= m->quotes[i].text_from && at < m->quotes[i].text_to)
			return true;
	return false;
}

/* Where the account stands in mail.text: the newest text alone has other offsets. */
static void place_in_text(const struct mail *m, struct account_place *p)
{
	size_t from = 0;
	long long found;

	while ((found = str_find(str_from(m->text, from), p->account.shown)) >= 0) {
		from += (size_t)found;
		if (!is_quoted(m, from)) {
			p->account.from = from;
			p->account.to = from + p->account.shown.n;
			p->exact = true;
			return;
		}
		from += p->account.shown.n;
	}
}

/* What stands in an attachment: its own text, or that of the document it is. */
static void collect_part(struct arena *a, struct account_places *p, const struct thread *t, const struct part *part,
    struct account_place place)
{
	bool html = str_eq(part->media_type, STR("text/html"));

	place.paper = papers_find(t->papers, part->body);
	if (place.paper != NULL && place.paper->text.p != NULL) {
		collect_text(a, p, place.paper->text, place);
	} else if (place.paper == NULL && part->is_attachment && part->text.p != NULL) {
		place.exact = !html;
		collect_text(a, p, html ? html_read(a, part->text)->text : part->text, place);
	}
}

static void collect_mail(struct arena *a, struct account_places *p, const struct thread *t, const struct mail *m, int message,
    struct str side)
{
	struct account_place place = { .message = message, .part = -1, .side = side,
		.played = message >= 0 && t->book->changes[message].suspect };
	size_t before = p->count;

	collect_text(a, p, m->text_newest, place);
	for (size_t i = before; i < p->count; i++)
		place_in_text(m, &p->list[i]);
	for (size_t i = 0; i < m->part_count; i++) {
		place.part = (int)i;
		if (m->parts[i].kind == PART_LEAF)
			collect_part(a, p, t, &m->parts[i], place);
	}
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

	for (size_t k = 0; k < i; k++) {
		if (p->list[k].message >= now->message || !same_creditor(&p->list[k], now))
			continue;
		if (account_same(&p->list[k].account, &now->account))
			return NULL;
		other = &p->list[k];
	}
	return other;
}

struct evidence accounts_evidence(struct arena *a, const struct thread *t, const struct account_place *p)
{
	const struct message *m = &t->messages[p->message];
	struct evidence e;

	if (t->count == 0)
		return evidence_paper(t->paper, p->account.from, p->account.shown);
	if (p->part < 0 && p->exact)
		return evidence_text(a, m, (size_t)p->message, p->account.from, p->account.to);
	if (p->part < 0) {
		e = evidence_text(a, m, (size_t)p->message, 0, m->mail->text.n);
		e.found = p->account.shown;
		return e;
	}
	e = evidence_part(a, m, (size_t)p->message, p->part, p->account.shown);
	if (p->paper != NULL)
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
		return STR("context: sent_archive");
	if (p->part < 0)
		return arena_printf(a, "message %d, body", p->message);
	return arena_printf(a, "message %d, attachment:" STR_FMT, p->message,
	    STR_ARG(t->messages[p->message].mail->parts[p->part].number));
}

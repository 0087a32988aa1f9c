/* document_account.c - the accounts for payment in the result document, each beside the one that it replaces. */
#include "analyse/accounts.h"
#include "analyse/document_message.h"
#include "base/text.h"

enum { ACCOUNTS_WRITTEN = 100 };

static void write_said(struct jw *w, const char *key, struct str s, const struct document_bounds *b)
{
	jw_kstr(w, key, s.n > 0 ? utf8_cut(s, b->text_piece) : STR_NONE);
}

static void write_place(struct arena *a, struct jw *w, const struct thread *t, const struct account_place *p)
{
	size_t page = 0, line = 0;

	if (p->message < 0)
		jw_kz(w, "where", "context: sent_archive");
	else if (p->part < 0)
		jw_kz(w, "where", "body");
	else
		jw_kstr(w, "where", arena_printf(a, "attachment:" STR_FMT, STR_ARG(t->messages[p->message].mail->parts[p->part].number)));
	if (p->message >= 0)
		jw_kint(w, "message", p->message);
	if (p->paper != NULL)
		paper_line(p->paper, p->account.from, &page, &line);
	if (page > 0)
		jw_kint(w, "page", (long long)page);
	if (line > 0)
		jw_kint(w, "line", (long long)line);
}

static void write_fields(struct arena *a, struct jw *w, const struct thread *t, const struct account_place *p, const struct document_bounds *b)
{
	const struct account *x = &p->account;

	write_place(a, w, t, p);
	jw_kz(w, "kind", account_kind_word(x->kind));
	jw_kstr(w, "number", utf8_cut(x->number, b->text_piece));
	jw_kstr(w, "shown", utf8_cut(x->shown, b->text_piece));
	jw_kz(w, "check", x->kind != ACCOUNT_IBAN && x->kind != ACCOUNT_ABA ? "none" : x->check_good ? "good" : "bad");
	write_said(w, "bank", x->bank, b);
	write_said(w, "branch", x->branch, b);
	write_said(w, "beneficiary", x->beneficiary, b);
	write_said(w, "bic", x->bic, b);
	write_said(w, "routing", x->routing, b);
	write_said(w, "country", account_country(x), b);
	write_said(w, "place", x->place, b);
}

void document_accounts(struct arena *a, struct jw *w, const struct thread *t, const struct document_bounds *b)
{
	const struct account_places *p = t->accounts;
	size_t written = 0;

	jw_karray(w, "accounts");
	for (size_t i = 0; p != NULL && i < p->count && written < b->list && written < ACCOUNTS_WRITTEN; i++) {
		const struct account_place *before = accounts_earlier_other(p, i);

		if (p->list[i].message < 0)
			continue;
		written++;
		jw_object(w);
		write_fields(a, w, t, &p->list[i], b);
		if (before != NULL) {
			jw_kobject(w, "earlier");
			write_fields(a, w, t, before, b);
			jw_end_object(w);
		}
		jw_end_object(w);
	}
	jw_end_array(w);
}

/* document_report.c - what a bounce, an abuse report or a DMARC aggregate says, in the result document. */
#include "analyse/document_message.h"

#include "base/text.h"

static void put(struct jw *w, const char *key, struct str s, const struct document_bounds *b)
{
	if (s.n > 0)
		jw_kstr(w, key, utf8_cut(s, b->text_piece));
}

static void write_recipients(struct jw *w, const struct report_facts *f, const struct document_bounds *b)
{
	jw_karray(w, "recipients");
	for (size_t i = 0; i < f->recipient_count && i < b->list; i++) {
		jw_object(w);
		put(w, "address", f->recipients[i].address, b);
		put(w, "action", f->recipients[i].action, b);
		put(w, "status", f->recipients[i].status, b);
		put(w, "diagnostic", f->recipients[i].diagnostic, b);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_sources(struct jw *w, const struct report_facts *f, const struct document_bounds *b)
{
	jw_karray(w, "sources");
	for (size_t i = 0; i < f->source_count && i < b->list; i++) {
		const struct report_source *s = &f->sources[i];

		jw_object(w);
		put(w, "ip", s->ip, b);
		put(w, "from", s->from, b);
		jw_kint(w, "count", s->count);
		put(w, "disposition", s->disposition, b);
		put(w, "dkim", s->dkim, b);
		put(w, "spf", s->spf, b);
		jw_end_object(w);
	}
	jw_end_array(w);
}

void document_report(struct jw *w, const struct report_facts *f, const struct document_bounds *b)
{
	jw_kobject(w, "report");
	jw_kz(w, "type", f->type);
	put(w, "reporter", f->reporter, b);
	put(w, "domain", f->domain, b);
	put(w, "policy", f->policy, b);
	put(w, "id", f->id, b);
	put(w, "message_id", f->message_id, b);
	put(w, "subject", f->subject, b);
	if (f->begin_ms != TIME_NONE)
		jw_ktime(w, "begin", f->begin_ms);
	if (f->end_ms != TIME_NONE)
		jw_ktime(w, "end", f->end_ms);
	if (strcmp(f->type, "dmarc") == 0 || strcmp(f->type, "tls") == 0) {
		jw_kint(w, "mails", f->mails);
		jw_kint(w, "failed", f->failed);
	}
	write_recipients(w, f, b);
	write_sources(w, f, b);
	jw_end_object(w);
}

/* document.c - writing the result document. */
#include "analyse/document.h"

#include "analyse/document_message.h"
#include "analyse/property.h"
#include "analyse/document_thread.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/time.h"

/* How much of everything is written; the next row is tried where the one before did not fit. */
static const struct document_bounds bounds_rows[] = {
	{ DOCUMENT_TEXT_MOST, 200000, 64 << 10, 100000 },
	{ 1 << 20, 100000, 64 << 10, 100000 },
	{ 64 << 10, 4000, 16 << 10, 100000 },
	{ 4 << 10, 200, 1 << 10, 50000 },
	{ 512, 20, 200, 9000 },
	{ 100, 3, 100, 2000 },
};
enum { BOUNDS_ROWS = sizeof bounds_rows / sizeof bounds_rows[0] };

void document_limit(struct arena *a, struct document *d, const char *limit, long long at)
{
	for (size_t i = 0; i < d->limit_count; i++)
		if (strcmp(d->limits[i].limit, limit) == 0)
			return;
	*ARENA_PUSH(a, d->limits, d->limit_count, d->limit_room) = (struct limit_hit){ limit, at };
}

static const char *strength_word(enum strength s)
{
	static const char *const words[] = { "context", "weak", "medium", "strong" };

	return words[s];
}

static void write_limits(struct jw *w, const struct document *d)
{
	jw_karray(w, "limits");
	for (size_t i = 0; i < d->limit_count; i++) {
		jw_object(w);
		jw_kz(w, "limit", d->limits[i].limit);
		jw_kint(w, "at", d->limits[i].at);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_verdict(struct arena *a, struct jw *w, const struct verdict *v)
{
	jw_kobject(w, "verdict");
	jw_kstr(w, "nature", v->nature);
	jw_kint(w, "bec_type", v->bec_type);
	jw_karray(w, "bec_types");
	for (size_t i = 0; i < v->bec_type_count; i++)
		jw_int(w, v->bec_types[i]);
	jw_end_array(w);
	jw_kz(w, "strength", v->strength == STRENGTH_CONTEXT ? "none" : strength_word(v->strength));
	jw_kstr(w, "sentence", v->says[tr_lang()].n > 0 ? v->says[tr_lang()] : verdict_sentence(a, tr_lang(), v->rule));
	jw_kstr(w, "rule", v->rule);
	jw_end_object(w);
}

/* "B07 B08" -> ["B07","B08"]. */
static void write_words(struct jw *w, const char *key, const char *words)
{
	struct str rest = str_of(words), word;

	jw_karray(w, key);
	while (str_split(&rest, ' ', &word))
		if (word.n > 0)
			jw_str(w, word);
	jw_end_array(w);
}

static void write_evidence(struct arena *a, struct jw *w, const struct thread *t, const struct evidence *e,
    const struct document_bounds *b)
{
	const struct mail *m = e->message < t->count ? t->messages[e->message].mail : NULL;

	jw_object(w);
	jw_kint(w, "message", (long long)e->message);
	jw_kstr(w, "where", m != NULL ? property_place(a, m, e->where) : e->where);
	if (e->no_offset || (m != NULL && (m->form != MAIL_RFC5322 || m->incomplete))) {
		jw_knull(w, "offset");
		jw_knull(w, "length");
	} else {
		jw_kint(w, "offset", (long long)e->at.offset);
		jw_kint(w, "length", (long long)e->at.length);
	}
	if (e->part.p != NULL)
		jw_kstr(w, "part", e->part);
	if (e->page > 0)
		jw_kint(w, "page", (long long)e->page);
	if (e->line > 0)
		jw_kint(w, "line", (long long)e->line);
	if (e->stream.p != NULL)
		jw_kstr(w, "stream", utf8_cut(e->stream, b->text_piece));
	jw_kstr(w, "found", utf8_cut(e->found, b->text_piece));
	if (e->expected.p != NULL)
		jw_kstr(w, "expected", utf8_cut(e->expected, b->text_piece));
	if (e->expected_from.p != NULL)
		jw_kstr(w, "expected_from", utf8_cut(e->expected_from, b->text_piece));
	jw_end_object(w);
}

static void write_finding(struct arena *a, struct jw *w, const struct thread *t, const struct finding *f,
    const struct document_bounds *b)
{
	size_t words = 0;

	jw_object(w);
	jw_kz(w, "id", f->by->id);
	jw_kz(w, "strength", strength_word(f->strength));
	jw_kbool(w, "for", f->supports);
	jw_kint(w, "message", (long long)f->message);
	write_words(w, "tricks", f->by->tricks);
	if (f->by->attack[0] != '\0')
		write_words(w, "attack", f->by->attack);
	jw_kstr(w, "sentence", finding_sentence(a, tr_lang(), str_of(f->by->id), f->words, 4));
	while (words < 4 && f->words[words].p != NULL)
		words++;
	jw_karray(w, "words");
	for (size_t i = 0; i < words; i++)
		jw_str(w, utf8_cut(f->words[i], 1000));
	jw_end_array(w);
	jw_karray(w, "evidence");
	for (size_t i = 0; i < f->evidence_count && i < b->list; i++)
		write_evidence(a, w, t, &f->evidence[i], b);
	jw_end_array(w);
	jw_end_object(w);
}

static void write_findings(struct arena *a, struct jw *w, const struct thread *t, const struct detection *d,
    const struct document_bounds *b)
{
	jw_karray(w, "findings");
	for (size_t i = 0; i < d->count && i < b->list; i++)
		write_finding(a, w, t, &d->findings[i], b);
	jw_end_array(w);
}

static void write_indicators(struct jw *w, const struct detection *d, const struct document_bounds *b)
{
	static const char *const roles[] = { "malicious", "suspect", "abused", "decoy", "victim-named" };

	jw_karray(w, "indicators");
	for (size_t i = 0; i < d->indicator_count && i < b->list; i++) {
		const struct found_indicator *f = &d->indicators[i];

		jw_object(w);
		jw_kz(w, "type", f->type);
		jw_kstr(w, "value", utf8_cut(f->value, b->text_piece));
		jw_kz(w, "role", roles[f->role]);
		jw_kstr(w, "from", f->from);
		jw_end_object(w);
	}
	jw_end_array(w);
}

/* What the own side really sent, as far as it is at hand: "nothing like it was sent" is worth as much as this. */
static void write_archive(struct jw *w, const struct context *c)
{
	if (c->sent_count == 0)
		return;
	jw_kobject(w, "sent_archive");
	jw_kint(w, "mails", (long long)c->sent_count);
	if (c->sent_from_ms != TIME_NONE)
		jw_ktime(w, "complete_from", c->sent_from_ms);
	else
		jw_knull(w, "complete_from");
	jw_end_object(w);
}

/* What opened an archive: the one that the input comes out of, else one of its own. */
static const char *opened_with(const struct thread *t)
{
	const char *how = t->context->opened_with;

	for (size_t i = 0; i < t->count && how == NULL; i++)
		for (size_t k = 0; k < t->messages[i].attached_count && how == NULL; k++)
			how = t->messages[i].attached[k].opened_with;
	for (size_t k = 0; t->alone != NULL && k < t->alone->attached_count && how == NULL; k++)
		how = t->alone->attached[k].opened_with;
	return how;
}

static void write_whole(struct arena *a, struct jw *w, struct document *d, const struct document_bounds *b)
{
	const char *how = opened_with(d->thread);

	jw_object(w);
	jw_kz(w, "schema", "noroshi/analysis/1");
	jw_kstr(w, "input", utf8_cut(d->input, 60000));
	jw_kstr(w, "sha256", d->sha256);
	jw_kint(w, "bytes", (long long)d->bytes);
	jw_kz(w, "kind", d->kind);
	jw_kz(w, "examined", d->examined);
	write_limits(w, d);
	if (how != NULL)
		jw_kz(w, "opened_with", how);
	if (d->thread->paper != NULL)
		document_paper(w, d->thread->paper, b);
	if (d->report != NULL)
		document_report(w, d->report, b);
	write_verdict(a, w, &d->verdict);
	write_findings(a, w, d->thread, d->detection, b);
	document_accounts(a, w, d->thread, b);
	write_archive(w, d->thread->context);
	if (d->thread->count > 1)
		document_thread(w, &d->people, &d->sequence, b);
	jw_karray(w, "messages");
	for (size_t i = 0; i < d->thread->count && i < b->messages; i++)
		document_message(a, w, &d->thread->messages[i], d->thread->papers, b);
	jw_end_array(w);
	write_indicators(w, d->detection, b);
	jw_end_object(w);
}

static void note_cut_texts(struct arena *a, struct document *d, const struct document_bounds *b)
{
	for (size_t i = 0; i < d->thread->count; i++)
		if (d->thread->messages[i].mail->text.n > b->text || d->thread->messages[i].mail->text_plain.n > b->text)
			document_limit(a, d, "text.bytes", DOCUMENT_TEXT_MOST);
}

void document_write(struct arena *a, struct buf *out, struct document *d)
{
	size_t before = out->n, max = out->max;

	for (int row = 0; row < BOUNDS_ROWS; row++) {
		struct jw w;

		note_cut_texts(a, d, &bounds_rows[0]);
		if (row > 0)
			document_limit(a, d, "document.bytes", DOCUMENT_MOST);
		if (row > 0 && strcmp(d->examined, "fully") == 0)
			d->examined = "partly";
		out->max = before + DOCUMENT_MOST < max ? before + DOCUMENT_MOST : max;
		jw_init(&w, out);
		write_whole(a, &w, d, &bounds_rows[row]);
		out->max = max;
		if (!out->failed)
			break;
		if (row + 1 < BOUNDS_ROWS) {
			out->n = before;
			out->failed = false;
		}
	}
	buf_char(out, '\n');
}

/* detector.c - the table of detectors and what they use to say something. */
#include "analyse/detector.h"

#include <stdlib.h>

#include "indicator/lists.h"

#define DETECTOR(name) extern const struct detector detector_##name;
#include "analyse/detectors.def"
#undef DETECTOR

const struct detector *const detectors[] = {
#define DETECTOR(name) &detector_##name,
#include "analyse/detectors.def"
#undef DETECTOR
};
const size_t detector_count = sizeof detectors / sizeof detectors[0];

const struct detector *detector_find(struct str id)
{
	for (size_t i = 0; i < detector_count; i++)
		if (str_eq(id, str_of(detectors[i]->id)))
			return detectors[i];
	return NULL;
}

enum { FINDINGS_MOST = 5000, EVIDENCE_MOST = 100 };

struct finding *detection_add(struct detection *d, const struct detector *self, enum strength strength,
    size_t message, struct evidence evidence)
{
	/* A flood of findings says nothing new: the last place is used again. */
	struct finding *f = d->count < FINDINGS_MOST ? ARENA_PUSH(d->arena, d->findings, d->count, d->room) :
	                                               &d->findings[d->count - 1];

	*f = (struct finding){ .by = self, .strength = strength, .supports = true, .message = message };
	finding_add_evidence(d, f, evidence);
	return f;
}

/* Of one detector about one mail: by the place of the evidence. */
static int stronger_first(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->message != y->message)
		return x->message < y->message ? -1 : 1;
	if (x->supports != y->supports)
		return x->supports ? -1 : 1;
	if (x->strength != y->strength)
		return x->strength > y->strength ? -1 : 1;
	if (x->by != y->by)
		return strcmp(x->by->id, y->by->id);
	return x->evidence[0].at.offset < y->evidence[0].at.offset ? -1 : x->evidence[0].at.offset > y->evidence[0].at.offset;
}

void detection_sort(struct detection *d)
{
	if (d->count > 0)
		qsort(d->findings, d->count, sizeof *d->findings, stronger_first);
}

static bool is_supported(const struct detection *d, size_t message)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->findings[i].supports && d->findings[i].message == message && strcmp(d->findings[i].by->family, "guard") != 0)
			return true;
	return false;
}

void detection_drop_idle_against(struct detection *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->count; i++)
		if (d->findings[i].supports || is_supported(d, d->findings[i].message))
			d->findings[kept++] = d->findings[i];
	d->count = kept;
}

struct finding *detection_against(struct detection *d, const struct detector *self, size_t message,
    struct evidence evidence)
{
	struct finding *f = detection_add(d, self, STRENGTH_CONTEXT, message, evidence);

	f->supports = false;
	return f;
}

void finding_add_evidence(struct detection *d, struct finding *f, struct evidence evidence)
{
	if (f->evidence_count < EVIDENCE_MOST)
		*ARENA_PUSH(d->arena, f->evidence, f->evidence_count, f->evidence_room) = evidence;
}

void finding_words(struct finding *f, struct str w0, struct str w1, struct str w2, struct str w3)
{
	f->words[0] = w0;
	f->words[1] = w1;
	f->words[2] = w2;
	f->words[3] = w3;
}

void detection_indicator(struct detection *d, const char *type, struct str value, enum role role, size_t message,
    struct str where)
{
	struct found_indicator *i;

	if (value.n == 0 || d->indicator_count >= FINDINGS_MOST)
		return;
	if (d->place.told.p == NULL || d->place.message != message || !str_eq(d->place.where, where)) {
		d->place.message = message;
		d->place.where = where;
		d->place.told = arena_printf(d->arena, "message %zu, " STR_FMT, message, STR_ARG(where));
	}
	i = ARENA_PUSH(d->arena, d->indicators, d->indicator_count, d->indicator_room);
	*i = (struct found_indicator){ type, value, role, d->place.told };
}

static bool reads(const struct thread *t, const struct mail *m, size_t org)
{
	const struct mailboxes *lists[] = { &m->to, &m->cc };

	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->count && i < 50; i++)
			if (context_org_of(t->context, lists[l]->list[i].domain) == (int)org)
				return true;
	return false;
}

void detection_played_houses(struct detection *d, const struct thread *t, size_t message)
{
	enum { TEXT_READ = 64 << 10 };
	const struct mail *m = t->messages[message].mail;
	struct str text = str_at(m->text_newest, 0, TEXT_READ), name = m->from.count > 0 ? m->from.list[0].name : STR("");

	for (size_t o = 0; o < t->context->org_count; o++) {
		const struct known_org *org = &t->context->orgs[o];

		if (org->domain_count == 0 || reads(t, m, o) || is_own(d->arena, t->context, org->domains[0]) ||
		    (!org_is_named(org, name) && !org_is_named(org, text)))
			continue;
		detection_indicator(d, "domain", org->domains[0], ROLE_ABUSED, message, STR("body"));
	}
}

struct evidence evidence_mailbox(struct arena *a, size_t message, const char *header, size_t index,
    const struct mailbox *m)
{
	return (struct evidence){ .message = message, .where = arena_printf(a, "header:%s[%zu]", header, index),
		.at = m->at, .found = m->address };
}

/* n-th header of its name: "header:Received[2]". */
struct evidence evidence_header(struct arena *a, const struct message *m, size_t message, const struct header *h)
{
	size_t index = 0;

	for (size_t i = 0; i < m->mail->header_count && &m->mail->headers[i] != h; i++)
		index += str_ieq(m->mail->headers[i].name, h->name);
	return (struct evidence){ .message = message,
		.where = arena_printf(a, "header:" STR_FMT "[%zu]", STR_ARG(h->name), index),
		.at = h->at, .found = h->value };
}

struct evidence evidence_text(struct arena *a, const struct message *m, size_t message, size_t from, size_t to)
{
	const struct mail *mail = m->mail;
	struct evidence e = { .message = message, .where = STR("body") };
	struct span at;
	int part;

	(void)a;
	e.found = mail->text.p != NULL && from <= to && to <= mail->text.n ? str_at(mail->text, from, to - from) : STR("");
	at = mail_shown_span(mail, from, to, &part);
	if (part < 0)
		return e;
	e.at = at;
	if (!str_eq(str_at(mail->raw, e.at.offset, e.at.length), e.found))
		e.part = mail->parts[part].number;      /* encoded: the raw bytes are not the text's */
	return e;
}

struct evidence evidence_record(struct arena *a, const struct thread *t, const struct audit_record *r, struct str value)
{
	long long at = audit_offset(t->log, r, value);
	struct evidence e = { .where = arena_printf(a, "log:%zu", r->line), .no_offset = t->log_recoded, .found = value };

	if (at < 0) {
		at = audit_offset(t->log, r, r->operation);
		e.found = r->operation;
	}
	e.at = at < 0 ? (struct span){ r->from, r->to - r->from } : (struct span){ (size_t)at, e.found.n };
	return e;
}

bool is_outside(struct arena *a, const struct thread *t, struct str address)
{
	struct str domain = arena_lower(a, str_after(address, '@'));
	bool known = t->context != NULL && t->context->own_domain_count > 0;

	if (known)
		return !is_own(a, t->context, domain);
	return t->audit == NULL || !str_eq(domain, t->audit->own_domain);
}

struct evidence evidence_phrase(struct arena *a, const struct message *m, size_t message, const struct phrase_hit *h)
{
	const struct header *subject;

	if (!h->in_subject)
		return evidence_text(a, m, message, h->from, h->to);
	subject = mail_header(m->mail, "Subject", NULL);
	if (subject == NULL)
		return (struct evidence){ .message = message, .where = STR("header:Subject[0]"), .found = h->phrase };
	return (struct evidence){ .message = message, .where = STR("header:Subject[0]"), .at = subject->value_at,
		.found = str_at(m->mail->subject, h->from, h->to - h->from) };
}

struct evidence evidence_part(struct arena *a, const struct message *m, size_t message, int part, struct str found)
{
	const struct part *p = &m->mail->parts[part];

	return (struct evidence){ .message = message,
		.where = arena_printf(a, "%s:" STR_FMT, p->is_attachment ? "attachment" : "part", STR_ARG(p->number)),
		.at = { p->body_offset, p->end - p->body_offset }, .part = p->number, .found = found };
}

struct evidence evidence_paper(const struct paper *p, size_t at, struct str found)
{
	struct evidence e = { .where = STR("body"), .no_offset = true, .found = found };

	paper_line(p, at, &e.page, &e.line);
	return e;
}

/* The name stands in the part's head; a file of a winmail.dat or in uuencode has none, there all of its bytes are named. */
struct evidence evidence_part_name(struct arena *a, const struct message *m, size_t message, int part)
{
	const struct part *p = &m->mail->parts[part];
	size_t end = p->body_offset > p->offset ? p->body_offset : p->end;

	return (struct evidence){ .message = message,
		.where = arena_printf(a, "%s:" STR_FMT, p->is_attachment ? "attachment" : "part", STR_ARG(p->number)),
		.at = { p->offset, end - p->offset }, .found = p->name };
}

struct evidence evidence_link(const struct message *m, size_t message, const struct link *l)
{
	struct evidence e = { .message = message, .where = l->where.n > 0 ? l->where : STR("body"), .at = l->at, .found = l->url,
		.stream = l->stream, .page = l->page };

	if (l->part >= 0 && !str_eq(str_at(m->mail->raw, l->at.offset, l->at.length), l->url))
		e.part = m->mail->parts[l->part].number;
	return e;
}

struct str source_text(struct arena *a, const struct source *s)
{
	if (s->message < 0)
		return s->where;
	return arena_printf(a, "message %d, " STR_FMT, s->message, STR_ARG(s->where));
}

bool message_is_own(struct arena *a, const struct thread *t, size_t message)
{
	const struct message *m = &t->messages[message];

	return m->mail->from.count > 0 && is_own(a, t->context, m->mail->from.list[0].domain) && !t->book->changes[message].suspect &&
	    !features_disowned(&m->features);
}

bool link_leads_away(struct arena *a, const struct thread *t, const struct message *m, const struct link_read *l)
{
	if (!l->clicked || l->url.host_kind == URL_HOST_NONE || context_org_of(t->context, l->url.host) >= 0 || is_own(a, t->context, l->url.host) ||
	    (data_public_host_has(l->domain) && (l->host & (LINK_ANYBODYS | LINK_IP)) == 0))
		return false;
	for (size_t i = 0; i < m->mail->from.count && i < 5; i++)
		if (same_side(a, t->context, m->mail->from.list[i].domain, l->url.host))
			return false;
	return true;
}

const struct link_read *link_first_away(struct arena *a, const struct thread *t, const struct message *m)
{
	for (size_t i = 0; i < m->links.count; i++)
		if (link_leads_away(a, t, m, &m->links.list[i]))
			return &m->links.list[i];
	return NULL;
}

bool message_authenticated(const struct thread *t, const struct message *m)
{
	return m->features.auth.dmarc.p != NULL && str_eq(m->features.auth.dmarc, STR("pass")) && m->mail->from.count > 0 &&
	    !is_free_mail(t->context, m->mail->from.list[0].domain);
}

const struct phrase_hit *message_phrase(const struct message *m, const char *list)
{
	for (size_t i = 0; i < m->hits.count; i++)
		if (str_eq(m->hits.list[i].list, str_of(list)))
			return &m->hits.list[i];
	return NULL;
}

size_t message_phrase_count(const struct message *m, const char *list)
{
	size_t n = 0;

	for (size_t i = 0; i < m->hits.count; i++) {
		bool again = !str_eq(m->hits.list[i].list, str_of(list));

		for (size_t j = 0; j < i && !again; j++)
			again = str_eq(m->hits.list[i].list, m->hits.list[j].list) &&
			    str_eq(m->hits.list[i].phrase, m->hits.list[j].phrase);
		n += !again;
	}
	return n;
}

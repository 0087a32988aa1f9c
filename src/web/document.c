/* document.c - findings with their evidence, mails with their parts, as the page shows them. */
#include "web/document.h"

#include "analyse/analyse.h"
#include "parse/url.h"
#include "web/look.h"
#include "worker/document.h"

enum { TEXT_SHOWN = 20000, URLS_SHOWN = 100, MAILS_SHOWN = 40, WORDS = 4 };

static void forget(void *doc) { json_decref(doc); }

int document_of(struct web_call *c, const struct submission_row *s, json_t **doc_r, struct err *e)
{
	struct str json;

	*doc_r = NULL;
	if (submission_document(c->hub, c->a, s, &json, e) < 0)
		return -1;
	if (json.n == 0)
		return 0;
	if (document_check(json, doc_r, e) < 0)
		return -1;
	arena_defer(c->a, forget, *doc_r);
	return 0;
}

struct str json_text(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR("");
}

static long long json_number(const json_t *object, const char *key)
{
	return (long long)json_integer_value(json_object_get(object, key));
}

struct str document_subject(const json_t *doc)
{
	const json_t *messages = json_object_get(doc, "messages");

	return json_array_size(messages) == 0 ? STR("") : json_text(json_array_get(messages, json_array_size(messages) - 1), "subject");
}

struct str document_sentence(const struct web_call *c, const json_t *f)
{
	json_t *words = json_object_get(f, "words");
	struct str list[WORDS] = { STR_NONE };
	size_t n = 0;

	while (n < WORDS && n < json_array_size(words)) {
		list[n] = str_of(json_string_value(json_array_get(words, n)));
		n++;
	}
	return finding_sentence(c->a, c->lang, json_text(f, "id"), list, n);
}

/* ---- findings ---- */

static void show_evidence(struct web_call *c, const json_t *f, struct finding_shown *x)
{
	json_t *list = json_object_get(f, "evidence"), *v;
	size_t i;

	x->evidence_count = json_array_size(list);
	x->evidence = ARENA_ARRAY(c->a, struct evidence, x->evidence_count + 1);
	json_array_foreach(list, i, v)
		x->evidence[i] = (struct evidence){ json_text(v, "where"), json_text(v, "found"), json_text(v, "expected"), json_text(v, "expected_from") };
}

static void show_finding(struct web_call *c, const json_t *f, struct submission_page *p)
{
	struct str strength = json_text(f, "strength");
	bool against = json_is_false(json_object_get(f, "for"));
	struct finding_shown *x = &p->findings[p->findings_count++];
	bool medium = str_eq(strength, STR("medium")), strong = str_eq(strength, STR("strong"));

	*x = (struct finding_shown){ .n = (long long)p->findings_count, .tone = against ? "con" : strong ? "" : medium ? "mid" : "low",
		.strength = against ? web_text(c, "web.against") : web_word(c, "analyse.strength", strength), .sentence = document_sentence(c, f),
		.id = json_text(f, "id"), .against = against };
	p->against += against;
	p->strong += !against && strong;
	p->medium += !against && medium;
	p->weak += !against && str_eq(strength, STR("weak"));
	show_evidence(c, f, x);
}

/* ---- mails ---- */

struct headers { struct fact *list; size_t n, room; };

static void header(struct web_call *c, struct headers *h, const char *term, struct str value)
{
	if (value.n > 0)
		*ARENA_PUSH(c->a, h->list, h->n, h->room) = (struct fact){ str_of(term), value };
}

static struct str address_of(struct web_call *c, const json_t *a)
{
	struct str name = json_text(a, "name"), address = json_text(a, "address");

	return name.n > 0 ? arena_printf(c->a, "\"" STR_FMT "\" <" STR_FMT ">", STR_ARG(name), STR_ARG(address)) : address;
}

static struct str addresses(struct web_call *c, const json_t *list)
{
	struct buf out;
	json_t *a;
	size_t i;

	buf_init_arena(&out, c->a, 1 << 20);
	if (json_is_object(list))
		return address_of(c, list);
	json_array_foreach(list, i, a) {
		buf_z(&out, i > 0 ? ", " : "");
		buf_add(&out, address_of(c, a));
	}
	return buf_str(&out);
}

static void show_attachments(struct web_call *c, const json_t *m, struct mail_shown *x)
{
	json_t *list = json_object_get(m, "attachments"), *v;
	size_t i;

	x->attachments = ARENA_ARRAY(c->a, struct attachment_shown, json_array_size(list) + 1);
	json_array_foreach(list, i, v)
		x->attachments[x->attachments_count++] = (struct attachment_shown){ json_text(v, "name").n > 0 ? json_text(v, "name") : json_text(v, "part"),
			json_text(v, "media_type"), look_bytes(c, json_number(v, "bytes")), json_text(v, "sha256") };
}

/* Written so that nothing opens. */
static void show_urls(struct web_call *c, const json_t *m, struct mail_shown *x)
{
	json_t *list = json_object_get(m, "urls"), *v;
	size_t i;

	x->urls = ARENA_ARRAY(c->a, struct str, URLS_SHOWN);
	json_array_foreach(list, i, v)
		if (i < URLS_SHOWN)
			x->urls[x->urls_count++] = defang(c->a, json_text(v, "url"));
}

static void show_defects(struct web_call *c, const json_t *m, struct mail_shown *x)
{
	json_t *list = json_object_get(m, "defects"), *v;
	size_t i;

	x->defects = ARENA_ARRAY(c->a, struct str, json_array_size(list) + 1);
	json_array_foreach(list, i, v)
		x->defects[x->defects_count++] = json_text(v, "id");
}

/* The beginning of a text, ended at a character. */
static struct str beginning(struct str s)
{
	size_t n = s.n < TEXT_SHOWN ? s.n : TEXT_SHOWN;

	while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return str_at(s, 0, n);
}

static void show_mail(struct web_call *c, const json_t *m, struct mail_shown *x, long long n)
{
	struct str body = json_text(m, "text");
	struct headers h = { 0 };

	*x = (struct mail_shown){ .n = n, .text = beginning(body), .text_plain = beginning(json_text(m, "text_plain")),
		.cut = body.n > TEXT_SHOWN };
	header(c, &h, "From", addresses(c, json_object_get(m, "from")));
	header(c, &h, "Sender", addresses(c, json_object_get(m, "sender")));
	header(c, &h, "Reply-To", addresses(c, json_object_get(m, "reply_to")));
	header(c, &h, "To", addresses(c, json_object_get(m, "to")));
	header(c, &h, "Cc", addresses(c, json_object_get(m, "cc")));
	header(c, &h, "Date", json_text(m, "date"));
	header(c, &h, "Subject", json_text(m, "subject"));
	header(c, &h, "Message-ID", json_text(m, "message_id"));
	x->headers = h.list;
	x->headers_count = h.n;
	show_attachments(c, m, x);
	show_urls(c, m, x);
	show_defects(c, m, x);
}

void document_show(struct web_call *c, const json_t *doc, struct submission_page *p)
{
	json_t *findings = json_object_get(doc, "findings"), *mails = json_object_get(doc, "messages"), *limits = json_object_get(doc, "limits"), *v;
	struct str rule = json_text(json_object_get(doc, "verdict"), "rule");
	size_t i;

	p->read = true;
	p->sentence = rule.n > 0 ? verdict_sentence(c->a, c->lang, rule) : json_text(json_object_get(doc, "verdict"), "sentence");
	p->findings = ARENA_ARRAY(c->a, struct finding_shown, json_array_size(findings) + 1);
	json_array_foreach(findings, i, v)
		show_finding(c, v, p);
	p->mails = ARENA_ARRAY(c->a, struct mail_shown, MAILS_SHOWN);
	json_array_foreach(mails, i, v)
		if (i < MAILS_SHOWN)
			show_mail(c, v, &p->mails[p->mails_count++], (long long)i + 1);
	p->limits = ARENA_ARRAY(c->a, struct str, json_array_size(limits) + 1);
	json_array_foreach(limits, i, v)
		p->limits[p->limits_count++] = arena_printf(c->a, tr("partly examined: the limit %s was reached"), json_text(v, "limit").p);
}

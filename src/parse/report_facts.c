/* report_facts.c - see report_facts.h. */
#include "parse/report_facts.h"

#include <jansson.h>

#include "base/text.h"
#include "parse/html.h"

enum { VALUE_MOST = 1000 };

static struct report_facts *facts_new(struct arena *a, const char *type)
{
	struct report_facts *f = ARENA_NEW(a, struct report_facts);

	*f = (struct report_facts){ .type = type, .reporter = STR(""), .domain = STR(""), .policy = STR(""), .id = STR(""),
		.message_id = STR(""), .subject = STR(""), .begin_ms = TIME_NONE, .end_ms = TIME_NONE };
	return f;
}

static struct str value(struct arena *a, struct str s)
{
	return utf8_cut(utf8_repair(a, str_trim(s)), VALUE_MOST);
}

/* ---- fields of message/delivery-status and message/feedback-report ---- */

/* "rfc822; a@b" -> "a@b" */
static struct str typed_value(struct str s)
{
	return str_find_char(s, ';') >= 0 ? str_trim(str_after(s, ';')) : s;
}

static struct report_recipient *last_recipient(struct report_facts *f)
{
	return f->recipient_count > 0 ? &f->recipients[f->recipient_count - 1] : NULL;
}

static void add_recipient(struct arena *a, struct report_facts *f, struct str address)
{
	if (f->recipient_count >= REPORT_LISTED) {
		f->cut = true;
		return;
	}
	*ARENA_PUSH(a, f->recipients, f->recipient_count, f->recipient_room) = (struct report_recipient){ address, STR(""), STR(""), STR("") };
}

static void field(struct arena *a, struct report_facts *f, struct str name, struct str v)
{
	struct report_recipient *r = last_recipient(f);

	v = value(a, v);
	if (str_ieq(name, STR("Reporting-MTA")) || str_ieq(name, STR("User-Agent")) || str_ieq(name, STR("Reporting-UA")))
		f->reporter = f->reporter.n > 0 ? f->reporter : typed_value(v);
	else if (str_ieq(name, STR("Final-Recipient")))
		add_recipient(a, f, typed_value(v));
	else if (str_ieq(name, STR("Reported-Domain")))
		f->domain = v;
	else if (str_ieq(name, STR("Original-Message-ID")))
		f->message_id = v;
	else if ((str_ieq(name, STR("Action")) || str_ieq(name, STR("Disposition"))) && r != NULL)
		r->action = v;
	else if (str_ieq(name, STR("Status")) && r != NULL)
		r->status = v;
	else if (str_ieq(name, STR("Diagnostic-Code")) && r != NULL)
		r->diagnostic = typed_value(v);
}

/* "Name: value" lines; a line that begins with a blank goes on. */
static void fields(struct arena *a, struct report_facts *f, struct str text)
{
	struct str line, name = STR(""), v = STR("");
	size_t lines = 0;

	text = str_at(text, 0, 1 << 20);
	while (lines++ < 20000 && str_split(&text, '\n', &line)) {
		bool goes_on = line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');

		if (goes_on && name.n > 0) {
			if (v.n < VALUE_MOST)
				v = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(v), STR_ARG(str_trim(line)));
			continue;
		}
		if (name.n > 0)
			field(a, f, name, v);
		name = str_find_char(line, ':') > 0 ? str_trim(str_upto(line, ':')) : STR("");
		v = str_trim(str_after(line, ':'));
	}
	if (name.n > 0)
		field(a, f, name, v);
}

/* What the report is about: the returned mail, whole or only its headers. */
static void about(struct arena *a, struct report_facts *f, const struct mail *m)
{
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];
		const struct mail *inner = NULL;

		if (p->kind == PART_MESSAGE && p->message >= 0)
			inner = &m->nested[p->message];
		else if (str_eq(p->media_type, STR("text/rfc822-headers")) && p->body.n > 0)
			inner = mail_parse(a, p->body, &mail_limits_default);
		if (inner == NULL)
			continue;
		if (f->message_id.n == 0)
			f->message_id = inner->message_id.p != NULL ? utf8_cut(inner->message_id, VALUE_MOST) : STR("");
		f->subject = inner->subject.p != NULL ? utf8_cut(inner->subject, VALUE_MOST) : STR("");
		return;
	}
}

/* A mail program's own notice without the form of RFC 3464: from the mail system, to nobody's answer. */
static bool is_plain_bounce(const struct mail *m)
{
	struct str local = m->from.count > 0 ? m->from.list[0].local : STR("");
	bool system = str_ieq(local, STR("mailer-daemon")) || str_ieq(local, STR("postmaster")) || str_ieq(local, STR("mail-daemon")) ||
	    str_ieq(local, STR("mailerdaemon"));
	const struct header *auto_submitted = mail_header(m, "Auto-Submitted", NULL), *path = mail_header(m, "Return-Path", NULL);
	static const char *const subjects[] = { "undeliver", "delivery status", "returned mail", "failure notice", "mail delivery failed",
		"delivery failure", "delivery notification", "could not be delivered", "undelivered", "delivery failed", "non remis", "配信不能", "配達不能",
		"送信できませんでした", "mail system error", "mail could not", "warning: could not send", "delayed" };

	if (mail_header(m, "X-Failed-Recipients", NULL) != NULL)
		return true;
	if (!system)
		return false;
	if ((auto_submitted != NULL && str_ihas(auto_submitted->raw, STR("auto-replied"))) || (path != NULL && str_has(path->raw, STR("<>"))))
		return true;
	for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
		if (str_ihas(m->subject, str_of(subjects[i])))
			return true;
	return false;
}

static const struct report_facts *plain_bounce(struct arena *a, const struct mail *m)
{
	const struct header *failed = mail_header(m, "X-Failed-Recipients", NULL);
	struct report_facts *f = facts_new(a, "bounce");
	struct str rest = failed != NULL ? failed->raw : STR(""), one;

	f->reporter = m->from.count > 0 ? utf8_cut(m->from.list[0].address, VALUE_MOST) : STR("");
	while (rest.n > 0 && str_split(&rest, ',', &one))
		add_recipient(a, f, value(a, one));
	about(a, f, m);
	return f;
}

const struct report_facts *report_of_mail(struct arena *a, const struct mail *m)
{
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];
		bool delivery = str_eq(p->media_type, STR("message/delivery-status")) || str_eq(p->media_type, STR("message/global-delivery-status"));
		bool receipt = str_eq(p->media_type, STR("message/disposition-notification")) || str_eq(p->media_type, STR("message/global-disposition-notification"));
		struct report_facts *f;

		if (!delivery && !receipt && !str_eq(p->media_type, STR("message/feedback-report")))
			continue;
		f = facts_new(a, delivery ? "delivery" : receipt ? "receipt" : "abuse");
		fields(a, f, p->body.n > 0 ? p->body : str_at(m->raw, p->body_offset, p->end > p->body_offset ? p->end - p->body_offset : 0));
		if ((delivery || receipt) && f->recipient_count == 0 && f->reporter.n == 0)
			continue;
		about(a, f, m);
		return f;
	}
	return is_plain_bounce(m) ? plain_bounce(a, m) : NULL;
}

/* ---- DMARC ---- */

struct leaf {
	struct str name, text;          /* without a prefix; entities not yet decoded */
	bool end;                       /* </name> behind which nothing was text: the end of a group */
};

/* The next start tag with the text behind it, or the next end tag.  Comments and declarations are passed over. */
static bool next_leaf(struct str *rest, struct leaf *l_r)
{
	for (;;) {
		long long at = str_find_char(*rest, '<'), close;
		struct str tag;

		if (at < 0)
			return false;
		*rest = str_from(*rest, (size_t)at + 1);
		close = str_find_char(*rest, '>');
		if (close < 0)
			return false;
		tag = str_at(*rest, 0, (size_t)close);
		if (str_starts(tag, STR("!--"))) {
			close = str_find(*rest, STR("-->"));
			if (close < 0)
				return false;
			*rest = str_from(*rest, (size_t)close + 3);
			continue;
		}
		*rest = str_from(*rest, (size_t)close + 1);
		if (tag.n == 0 || tag.p[0] == '!' || tag.p[0] == '?')
			continue;
		l_r->end = tag.p[0] == '/';
		tag = l_r->end ? str_from(tag, 1) : tag;
		tag = str_upto(str_upto(str_upto(tag, ' '), '\n'), '/');
		l_r->name = str_find_char(tag, ':') >= 0 ? str_after(tag, ':') : tag;
		l_r->text = str_trim(str_upto(*rest, '<'));
		return true;
	}
}

static long long number(struct str s)
{
	long long n;

	return str_to_int(s, &n) && n >= 0 && n < 1LL << 50 ? n : 0;
}

static void row_ends(struct arena *a, struct report_facts *f, const struct report_source *row)
{
	f->mails += row->count;
	if (!str_ieq(row->dkim, STR("pass")) && !str_ieq(row->spf, STR("pass")))
		f->failed += row->count;
	if (f->source_count >= REPORT_LISTED)
		f->cut = true;
	else
		*ARENA_PUSH(a, f->sources, f->source_count, f->source_room) = *row;
}

static struct str text_of(struct arena *a, struct str s)
{
	return value(a, html_unescape(a, str_at(s, 0, VALUE_MOST)));
}

const struct report_facts *report_of_xml(struct arena *a, struct str bytes)
{
	static const struct report_source empty = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 }, 0 };
	struct str rest = bytes, group = STR("");
	struct report_facts *f;
	struct report_source row = empty;
	struct leaf l;
	bool evaluated = false;

	if (!str_ihas(str_at(bytes, 0, 4096), STR("<feedback")) && !str_has(str_at(bytes, 0, 4096), STR(":feedback")))
		return NULL;
	if (!str_has(bytes, STR("report_metadata")))
		return NULL;
	f = facts_new(a, "dmarc");
	while (next_leaf(&rest, &l)) {
		if (l.end) {
			evaluated &= !str_eq(l.name, STR("policy_evaluated"));
			if (str_eq(l.name, STR("record"))) {
				row_ends(a, f, &row);
				row = empty;
			}
			continue;
		}
		if (str_eq(l.name, STR("report_metadata")) || str_eq(l.name, STR("policy_published")) || str_eq(l.name, STR("record")))
			group = l.name;
		if (str_eq(l.name, STR("policy_evaluated")))
			evaluated = true;
		else if (str_eq(l.name, STR("org_name")) && f->reporter.n == 0)
			f->reporter = text_of(a, l.text);
		else if (str_eq(l.name, STR("report_id")))
			f->id = text_of(a, l.text);
		else if (str_eq(l.name, STR("begin")))
			f->begin_ms = number(l.text) > 0 ? number(l.text) % (1LL << 40) * 1000 : TIME_NONE;
		else if (str_eq(l.name, STR("end")))
			f->end_ms = number(l.text) > 0 ? number(l.text) % (1LL << 40) * 1000 : TIME_NONE;
		else if (str_eq(l.name, STR("domain")) && str_eq(group, STR("policy_published")))
			f->domain = text_of(a, l.text);
		else if (str_eq(l.name, STR("p")) && str_eq(group, STR("policy_published")))
			f->policy = text_of(a, l.text);
		else if (str_eq(l.name, STR("source_ip")))
			row.ip = text_of(a, l.text);
		else if (str_eq(l.name, STR("count")))
			row.count = number(l.text);
		else if (str_eq(l.name, STR("header_from")))
			row.from = text_of(a, l.text);
		else if (evaluated && str_eq(l.name, STR("disposition")))
			row.disposition = text_of(a, l.text);
		else if (evaluated && str_eq(l.name, STR("dkim")))
			row.dkim = text_of(a, l.text);
		else if (evaluated && str_eq(l.name, STR("spf")))
			row.spf = text_of(a, l.text);
	}
	return f;
}

/* ---- TLS reports ---- */

static struct str json_value(struct arena *a, const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	return json_is_string(v) ? value(a, arena_str(a, (struct str){ json_string_value(v), json_string_length(v) })) : STR("");
}

static long long json_count(const json_t *object, const char *key)
{
	long long n = json_integer_value(json_object_get(object, key));

	return n > 0 && n < 1LL << 50 ? n : 0;
}

static long long json_date(struct arena *a, const json_t *range, const char *key)
{
	struct err ignored;
	long long ms;

	return time_parse(json_value(a, range, key), 0, &ms, &ignored) < 0 ? TIME_NONE : ms;
}

static void read_policy(struct arena *a, struct report_facts *f, const json_t *policy)
{
	const json_t *summary = json_object_get(policy, "summary"), *failures = json_object_get(policy, "failure-details");
	const json_t *about_policy = json_object_get(policy, "policy");

	f->failed += json_count(summary, "total-failure-session-count");
	f->mails += json_count(summary, "total-failure-session-count") + json_count(summary, "total-successful-session-count");
	if (f->domain.n == 0) {
		f->domain = json_value(a, about_policy, "policy-domain");
		f->policy = json_value(a, about_policy, "policy-type");
	}
	for (size_t i = 0; i < json_array_size(failures); i++) {
		const json_t *one = json_array_get(failures, i);

		if (f->source_count >= REPORT_LISTED) {
			f->cut = true;
			return;
		}
		*ARENA_PUSH(a, f->sources, f->source_count, f->source_room) = (struct report_source){ json_value(a, one, "sending-mta-ip"),
			json_value(a, one, "receiving-mx-hostname"), json_value(a, one, "result-type"), STR(""), STR(""),
			json_count(one, "failed-session-count") };
	}
}

const struct report_facts *report_of_json(struct arena *a, struct str bytes)
{
	enum { BYTES_MOST = 4 << 20, POLICIES_MOST = 1000 };
	struct report_facts *f = NULL;
	const json_t *policies;
	json_t *all;

	if (bytes.n > BYTES_MOST || !str_has(bytes, STR("\"policies\"")) || !str_has(bytes, STR("\"report-id\"")))
		return NULL;
	all = json_loadb(bytes.p, bytes.n, 0, NULL);
	policies = json_object_get(all, "policies");
	if (json_is_array(policies)) {
		f = facts_new(a, "tls");
		f->reporter = json_value(a, all, "organization-name");
		f->id = json_value(a, all, "report-id");
		f->begin_ms = json_date(a, json_object_get(all, "date-range"), "start-datetime");
		f->end_ms = json_date(a, json_object_get(all, "date-range"), "end-datetime");
		for (size_t i = 0; i < json_array_size(policies) && i < POLICIES_MOST; i++)
			read_policy(a, f, json_array_get(policies, i));
	}
	json_decref(all);
	return f;
}

/* outlook.c - from Outlook's properties to a struct mail: body and attachments as parts (outlook_head.c: the header). */
#include "base/buf.h"
#include "base/sha256.h"
#include "base/text.h"
#include "parse/mail/cms.h"
#include "parse/mail/mapi.h"
#include "parse/mail/mime.h"
#include "parse/ole_package.h"

/* ---- parts ---- */

static struct part *new_part(struct reading *r, struct mapi_parts *p, struct str number, int parent, const char *media_type,
    const char *property)
{
	struct part *part = ARENA_PUSH(r->arena, p->list, p->count, p->room);
	const struct part *around = parent >= 0 ? &p->list[parent] : NULL;

	*part = (struct part){ .number = number, .kind = PART_LEAF, .parent = parent, .depth = around != NULL ? around->depth + 1 : 0,
		.media_type = str_of(media_type), .charset = STR(""), .encoding = STR(""), .disposition = STR(""), .name = STR_NONE,
		.content_id = STR(""), .body = STR(""), .text = STR_NONE, .charset_used = STR(""),
		.message = -1, .property = property };
	if (around != NULL && around->property == NULL && around->kind == PART_LEAF) {
		part->offset = part->body_offset = around->body_offset;
		part->end = around->end;
		part->encoding = STR("tnef");
	}
	return part;
}

/* The charset that the page itself names. */
static struct str html_label(struct reading *r, struct str html)
{
	struct str head = str_at(html, 0, 4096), rest;
	long long at = str_ifind(head, STR("charset="));
	size_t n = 0;

	if (at < 0)
		return STR("");
	rest = str_from(head, (size_t)at + 8);
	while (rest.n > 0 && (rest.p[0] == '"' || rest.p[0] == '\'' || rest.p[0] == ' '))
		rest = str_from(rest, 1);
	while (n < rest.n && n < 40 && (ascii_alpha((unsigned char)rest.p[n]) || ascii_digit((unsigned char)rest.p[n]) ||
	    strchr("-_:.", rest.p[n]) != NULL))
		n++;
	return arena_lower(r->arena, str_at(rest, 0, n));
}

static void plain_part(struct reading *r, const struct mapi_message *m, const struct mapi_prop *body, struct part *part)
{
	part->body = body->value;
	part->charset = body->type == PT_UNICODE ? STR("utf-16le") : mapi_label(m);
	part->text = mapi_decode(r, m, body, &part->charset_used);
}

static void html_part(struct reading *r, const struct mapi_message *m, const struct mapi_prop *html, struct part *part)
{
	struct str label = codepage_label(mapi_number(&m->props, PR_INTERNET_CPID, 0)), own = html_label(r, html->value);

	part->body = html->value;
	if (html->type == PT_UNICODE) {
		part->charset = STR("utf-16le");
		part->text = mapi_decode(r, m, html, &part->charset_used);
		return;
	}
	if (label.n == 0 || str_starts(label, STR("utf-16")) || str_eq(label, STR("us-ascii")))
		label = own;
	part->charset = label.n > 0 ? label : mapi_label(m);
	part->text = charset_decode(r, mapi_text_bytes(html->value), part->charset, 0, &part->charset_used);
}

static void rtf_part(struct reading *r, const struct mapi_prop *packed, struct part *part)
{
	struct str rtf = rtf_decompress(r, packed->value);

	part->body = packed->value;
	part->text = rtf.p != NULL ? rtf_html(r, rtf) : STR_NONE;
	part->charset_used = STR("utf-8");
	if (part->text.p == NULL)
		note_defect(r, "rtf.undecodable", 0, 0);
}

/* Plain, HTML or RTF; where there are two, alternatives, the one that Outlook shows last. */
static void body_parts(struct reading *r, const struct mapi_message *m, struct str prefix, int parent, int *child, struct mapi_parts *p)
{
	const struct mapi_prop *plain = mapi_find(&m->props, PR_BODY), *html = mapi_find(&m->props, PR_HTML);
	const struct mapi_prop *rtf = mapi_find(&m->props, PR_RTF_COMPRESSED);
	bool has_rich;

	if (plain != NULL && plain->type != PT_UNICODE && plain->type != PT_STRING8)
		plain = NULL;
	if (html != NULL && html->value.n == 0)
		html = NULL;
	if (rtf != NULL && (rtf->type != PT_BINARY || rtf->value.n == 0))
		rtf = NULL;
	has_rich = html != NULL || rtf != NULL;
	if (plain == NULL && !has_rich)
		return;
	++*child;
	if (plain != NULL && has_rich) {
		struct part *both = new_part(r, p, arena_printf(r->arena, STR_FMT "%d", STR_ARG(prefix), *child), parent,
		    "multipart/alternative", "PR_BODY");

		both->kind = PART_MULTIPART;
		parent = (int)p->count - 1;
		prefix = arena_printf(r->arena, STR_FMT "%d.", STR_ARG(prefix), *child);
		plain_part(r, m, plain, new_part(r, p, arena_printf(r->arena, STR_FMT "1", STR_ARG(prefix)), parent, "text/plain", "PR_BODY"));
		prefix = arena_printf(r->arena, STR_FMT "2", STR_ARG(prefix));
	} else {
		prefix = arena_printf(r->arena, STR_FMT "%d", STR_ARG(prefix), *child);
	}
	if (html != NULL)
		html_part(r, m, html, new_part(r, p, prefix, parent, "text/html", "PR_HTML"));
	else if (rtf != NULL)
		rtf_part(r, rtf, new_part(r, p, prefix, parent, "text/html", "PR_RTF_COMPRESSED"));
	else
		plain_part(r, m, plain, new_part(r, p, prefix, parent, "text/plain", "PR_BODY"));
}

/* The short name is an 8.3 form of the long one: only another ending is another reading. */
static void name_part(struct reading *r, const struct mapi_message *m, const struct mapi_attachment *at, struct part *part)
{
	struct str *names = ARENA_ARRAY(r->arena, struct str, 2);
	struct str name = mapi_text(r, m, &at->props, PR_ATTACH_LONG_FILENAME), other = mapi_text(r, m, &at->props, PR_ATTACH_FILENAME);
	struct str ending, other_ending;

	if (name.n == 0) {
		name = other;
		other = STR("");
	}
	if (name.n == 0)
		name = mapi_text(r, m, &at->props, PR_DISPLAY_NAME);
	if (name.n == 0)
		return;
	part->name = names[0] = name;
	part->names = names;
	part->name_count = 1;
	ending = str_rfind_char(name, '.') >= 0 ? str_from(name, (size_t)str_rfind_char(name, '.')) : STR("");
	other_ending = str_rfind_char(other, '.') >= 0 ? str_from(other, (size_t)str_rfind_char(other, '.')) : STR("");
	if (other.n > 0 && !str_ieq(str_at(ending, 0, 4), str_at(other_ending, 0, 4))) {
		names[part->name_count++] = other;
		note_defect(r, "mime.name.ambiguous", 0, 0);
	}
}

/* \\\\server\\share\\file as a URL; absent for a path of the machine that it was written on. */
static struct str place_of(struct reading *r, struct str path)
{
	struct buf out;

	if (str_istarts(path, STR("http://")) || str_istarts(path, STR("https://")) || str_istarts(path, STR("file:")))
		return path;
	if (!str_starts(path, STR("\\\\")))
		return STR_NONE;
	buf_init_arena(&out, r->arena, path.n + 8);
	buf_z(&out, "file:");
	for (size_t i = 0; i < path.n; i++)
		buf_char(&out, path.p[i] == '\\' ? '/' : path.p[i]);
	return buf_str(&out);
}

static void attachment_part(struct reading *r, const struct mapi_message *m, const struct mapi_attachment *at, struct str number,
    int parent, struct mapi_parts *p)
{
	struct str type = arena_lower(r->arena, str_trim(mapi_text(r, m, &at->props, PR_ATTACH_MIME_TAG))), inner_name, inner;
	struct str id = str_trim(mapi_text(r, m, &at->props, PR_ATTACH_CONTENT_ID));
	long long method = mapi_number(&at->props, PR_ATTACH_METHOD, ATTACH_BY_VALUE);
	struct part *part = new_part(r, p, number, parent, "application/octet-stream", "PR_ATTACH_DATA_BIN");

	if (str_find_char(type, '/') > 0)
		part->media_type = type;
	part->content_id = id;
	part->is_attachment = true;
	part->disposition = str_starts(part->media_type, STR("image/")) && (id.n > 0 || mapi_number(&at->props, PR_ATTACHMENT_HIDDEN, 0) != 0) ?
	    STR("inline") : STR("attachment");
	name_part(r, m, at, part);
	part->body = at->data.p != NULL ? at->data : STR("");
	if (method == ATTACH_OLE && ole_package_read(part->body, &inner_name, &inner)) {
		part->body = inner;
		part->name = utf8_repair(r->arena, inner_name);
	}
	if (at->embedded != NULL) {
		part->kind = PART_MESSAGE;
		part->media_type = STR("application/vnd.ms-outlook");
		part->embedded = at->embedded;
	} else if (part->body.n == 0) {         /* by reference: where it lies */
		part->lies_at = place_of(r, str_trim(mapi_text(r, m, &at->props, PR_ATTACH_LONG_PATHNAME)));
	}
	if (str_starts(part->media_type, STR("text/")) && part->kind == PART_LEAF)
		part->text = charset_decode(r, part->body, STR(""), 0, &part->charset_used);
}

void mapi_parts(struct reading *r, const struct mapi_message *m, struct str prefix, int parent, struct mapi_parts *p)
{
	int child = 0;

	body_parts(r, m, prefix, parent, &child, p);
	for (size_t i = 0; i < m->attachment_count; i++)
		attachment_part(r, m, &m->attachments[i], arena_printf(r->arena, STR_FMT "%d", STR_ARG(prefix), ++child), parent, p);
}

/* ---- the whole ---- */

/* A signed message ([MS-OXOSMIME]): its only attachment is the MIME entity, clear or in CMS, and that is what Outlook shows. */
static const struct mail *signed_content(struct reading *r, const struct mapi_message *m, int depth)
{
	struct str class = mapi_text(r, m, &m->props, PR_MESSAGE_CLASS), type, data, content;

	if (!str_istarts(class, STR("IPM.Note.SMIME")) || m->attachment_count != 1 || depth > 4)
		return NULL;
	type = mapi_text(r, m, &m->attachments[0].props, PR_ATTACH_MIME_TAG);
	data = m->attachments[0].data;
	if (data.n > 0 && str_istarts(type, STR("multipart/signed")))
		return mail_parse(r->arena, data, r->limits);
	return data.n > 0 && cms_read(r->arena, data, &content) == CMS_SIGNED && content.p != NULL ? mail_parse(r->arena, content, r->limits) : NULL;
}

static void take_content(struct mail *out, const struct mail *content)
{
	struct part *parts = (struct part *)content->parts;

	for (size_t i = 0; i < content->part_count; i++)
		parts[i].property = "PR_ATTACH_DATA_BIN";
	out->parts = content->parts;
	out->part_count = content->part_count;
	out->text = content->text;
	out->text_plain = content->text_plain;
	out->text_newest = content->text_newest;
	out->signature = content->signature;
	out->newest_at = content->newest_at;
	out->newest_count = content->newest_count;
	out->text_part = content->text_part;
	out->pieces = content->pieces;
	out->piece_count = content->piece_count;
	out->quotes = content->quotes;
	out->quote_count = content->quote_count;
	out->language = content->language;
	out->links = content->links;
	out->link_count = content->link_count;
	out->nested = content->nested;
	out->nested_count = content->nested_count;
}

struct mail mapi_mail(const struct reading *outer, const struct mapi_message *m, enum mail_form form, struct str raw, int depth)
{
	struct reading r = { .arena = outer->arena, .limits = outer->limits, .eol = '\n', .raw = STR(""), .text_total = outer->text_total };
	struct mail out = { .form = form, .raw = raw, .own = { 0, raw.n } };
	const struct mail *content = signed_content(&r, m, depth);
	struct mapi_parts parts = { 0 };

	for (size_t i = 0; i < outer->limit_count; i++)         /* met while the container was read */
		note_limit(&r, outer->limit_hits[i].limit, outer->limit_hits[i].at);
	out.sha256 = raw.n > 0 ? sha256_hex(r.arena, raw) : STR_NONE;
	if (m->damaged) {
		note_defect(&r, "msg.damaged", 0, 0);
		note_limit(&r, "msg.damaged", 0);       /* something of it could not be read */
	}
	if (m->guessed.n > 0)
		note_defect(&r, "charset.guessed", 0, 0);
	mapi_head(&r, m, &out);
	r.raw = raw;
	if (content != NULL) {
		take_content(&out, content);
	} else {
		new_part(&r, &parts, STR(""), -1, "multipart/mixed", "PR_MESSAGE_CLASS")->kind = PART_MULTIPART;
		mapi_parts(&r, m, STR(""), 0, &parts);
		out.parts = parts.list;
		out.part_count = parts.count;
		body_read(&r, &out, parts.list);
		if (m->damaged && out.text_part < 0)
			out.text = STR_NONE;            /* there may have been one */
		mail_open_attached(&r, &out, depth);
	}
	out.defects = r.defects;
	out.defect_count = r.defect_count;
	out.limits = r.limit_hits;
	out.limit_count = r.limit_count;
	return out;
}

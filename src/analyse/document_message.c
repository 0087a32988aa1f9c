/* document_message.c - who, what, when, the text, the parts, the links of one mail. */
#include "analyse/document_message.h"

#include "base/sha256.h"
#include "base/text.h"
#include "parse/url.h"

static void write_mailbox(struct jw *w, const struct mailbox *m, const struct document_bounds *b)
{
	jw_object(w);
	jw_kstr(w, "name", utf8_cut(m->name, b->text_piece));
	jw_kstr(w, "address", utf8_cut(m->address, b->text_piece));
	jw_end_object(w);
}

static void write_mailboxes(struct jw *w, const char *key, const struct mailboxes *boxes,
    const struct document_bounds *b)
{
	jw_karray(w, key);
	for (size_t i = 0; i < boxes->count && i < b->list && i < 10000; i++)
		write_mailbox(w, &boxes->list[i], b);
	jw_end_array(w);
}

static void write_head(struct jw *w, const struct message *m, const struct document_bounds *b)
{
	const struct mail *mail = m->mail;

	jw_kstr(w, "input", utf8_cut(m->input, 60000));
	jw_kstr(w, "sha256", mail->sha256);
	jw_kint(w, "bytes", (long long)mail->raw.n);
	jw_ktime(w, "date", mail->date_ms);
	jw_kstr(w, "subject", mail->subject.p != NULL ? utf8_cut(mail->subject, b->text_piece) : STR_NONE);
	jw_kstr(w, "message_id", mail->message_id.n > 0 ? utf8_cut(mail->message_id, b->text_piece) : STR_NONE);
	write_mailboxes(w, "from", &mail->from, b);
	jw_key(w, "sender");
	if (mail->sender.count > 0)
		write_mailbox(w, &mail->sender.list[0], b);
	else
		jw_null(w);
	write_mailboxes(w, "reply_to", &mail->reply_to, b);
	write_mailboxes(w, "to", &mail->to, b);
	write_mailboxes(w, "cc", &mail->cc, b);
	jw_kobject(w, "readings");
	jw_karray(w, "from");
	for (size_t i = 0; i < mail->from_reading_count && i < b->list; i++)
		jw_str(w, utf8_cut(mail->from_readings[i], b->text_piece));
	jw_end_array(w);
	jw_end_object(w);
}

/* An absent text stays null: it could not be decoded. */
static void write_text(struct jw *w, const char *key, struct str text, const struct document_bounds *b)
{
	jw_kstr(w, key, text.p != NULL ? utf8_cut(text, b->text) : STR_NONE);
}

/* A mail of properties has no places in its bytes. */
static void write_offset(struct jw *w, const struct mail *m, const char *key, size_t offset)
{
	if (m->form == MAIL_RFC5322)
		jw_kint(w, key, (long long)offset);
	else
		jw_knull(w, key);
}

static void write_parts(struct jw *w, const struct mail *m, const struct document_bounds *b)
{
	jw_karray(w, "parts");
	for (size_t i = 0; i < m->part_count && i < b->list; i++) {
		const struct part *p = &m->parts[i];

		jw_object(w);
		jw_kstr(w, "part", p->number);
		jw_kstr(w, "media_type", utf8_cut(p->media_type, b->text_piece));
		jw_kstr(w, "charset", p->charset.n > 0 ? utf8_cut(p->charset, b->text_piece) : STR_NONE);
		jw_kstr(w, "encoding", p->encoding.n > 0 ? utf8_cut(p->encoding, b->text_piece) : STR_NONE);
		jw_kstr(w, "name", p->name.p != NULL ? utf8_cut(p->name, b->text_piece) : STR_NONE);
		write_offset(w, m, "offset", p->offset);
		write_offset(w, m, "body_offset", p->body_offset);
		write_offset(w, m, "end", p->end);
		if (m->form != MAIL_RFC5322 && p->property != NULL)
			jw_kz(w, "property", p->property);
		jw_end_object(w);
	}
	jw_end_array(w);
}

/* Where a rewritten or redirecting link really leads; absent where it says so itself. */
static struct str target_of(const struct message *m, const struct link *l, size_t *from)
{
	/* both lists are in the order of the mail */
	for (size_t i = *from; i < m->links.count; i++)
		if (m->links.list[i].link == l) {
			*from = i + 1;
			return m->links.list[i].through.steps > 0 ? m->links.list[i].through.target : STR_NONE;
		}
	return STR_NONE;
}

static void write_urls(struct arena *a, struct jw *w, const struct message *message, const struct document_bounds *b)
{
	const struct mail *m = message->mail;
	size_t next = 0;

	jw_karray(w, "urls");
	for (size_t i = 0; i < m->link_count && i < b->list; i++) {
		struct str target = target_of(message, &m->links[i], &next);
		struct url u;

		jw_object(w);
		jw_kstr(w, "url", utf8_cut(m->links[i].url, b->text_piece));
		jw_kstr(w, "text", utf8_cut(m->links[i].text, b->text_piece));
		jw_kstr(w, "host", m->links[i].url.n < 8192 && url_parse(a, m->links[i].url, &u) ? u.host : STR_NONE);
		if (target.p != NULL)
			jw_kstr(w, "target", utf8_cut(utf8_repair(a, target), b->text_piece));
		jw_end_object(w);
	}
	jw_end_array(w);
}

/* What is inside an archive, in its order; archives inside it are followed by their own contents. */
static void write_nested(struct jw *w, const struct message *m, int part, const struct document_bounds *b)
{
	const struct archive_tree *tree = NULL;

	for (size_t i = 0; i < m->attached_count && tree == NULL; i++)
		tree = m->attached[i].part == part ? m->attached[i].tree : NULL;
	jw_karray(w, "nested");
	for (size_t i = 0; tree != NULL && i < tree->count && i < b->list; i++) {
		const struct archive_node *n = &tree->nodes[i];

		jw_object(w);
		jw_kstr(w, "name", utf8_cut(n->path, b->text_piece));
		if (n->bytes >= 0)
			jw_kint(w, "bytes", n->bytes);
		if (n->sha256.p != NULL)
			jw_kstr(w, "sha256", n->sha256);
		if (n->type != NULL)
			jw_kz(w, "type", n->type);
		jw_kbool(w, "encrypted", n->encrypted);
		jw_end_object(w);
	}
	jw_end_array(w);
}

/* A message was hashed when it was read, once and within a bound: a hundred of them inside each other are as many times the input. */
static struct str digest_of(struct arena *a, const struct mail *m, const struct part *p)
{
	return p->kind == PART_MESSAGE && p->message >= 0 ? m->nested[p->message].sha256 : sha256_hex(a, p->body);
}

static void write_attachments(struct arena *a, struct jw *w, const struct message *message, const struct papers *papers,
    const struct document_bounds *b)
{
	const struct mail *m = message->mail;
	size_t written = 0;

	jw_karray(w, "attachments");
	for (size_t i = 0; i < m->part_count && written < b->list; i++) {
		const struct part *p = &m->parts[i];
		struct str body = p->kind == PART_MESSAGE && p->message >= 0 ? m->nested[p->message].raw : p->body;

		if (!p->is_attachment || p->kind == PART_MULTIPART)
			continue;
		written++;
		jw_object(w);
		jw_kstr(w, "part", p->number);
		jw_kstr(w, "name", p->name.p != NULL ? utf8_cut(p->name, b->text_piece) : STR_NONE);
		jw_kstr(w, "media_type", utf8_cut(p->media_type, b->text_piece));
		jw_kint(w, "bytes", (long long)body.n);
		jw_kstr(w, "sha256", digest_of(a, m, p));
		write_nested(w, message, (int)i, b);
		if (papers_find(papers, body) != NULL)
			document_paper(w, papers_find(papers, body), b);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_defects(struct jw *w, const struct mail *m, const struct document_bounds *b)
{
	jw_karray(w, "defects");
	for (size_t i = 0; i < m->defect_count && i < b->list; i++) {
		jw_object(w);
		jw_kz(w, "id", m->defects[i].id);
		write_offset(w, m, "offset", m->defects[i].at.offset);
		write_offset(w, m, "length", m->defects[i].at.length);
		jw_end_object(w);
	}
	jw_end_array(w);
}

void document_message(struct arena *a, struct jw *w, const struct message *m, const struct papers *papers,
    const struct document_bounds *b)
{
	jw_object(w);
	write_head(w, m, b);
	if (m->mail->incomplete)
		jw_kbool(w, "incomplete", true);
	write_text(w, "text", m->mail->text, b);
	if (m->mail->text_plain.p != NULL)
		write_text(w, "text_plain", m->mail->text_plain, b);
	jw_kstr(w, "language", m->mail->language.n > 0 ? m->mail->language : STR_NONE);
	write_parts(w, m->mail, b);
	write_urls(a, w, m, b);
	write_attachments(a, w, m, papers, b);
	write_defects(w, m->mail, b);
	jw_end_object(w);
}

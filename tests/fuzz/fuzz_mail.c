/* fuzz_mail.c - any bytes are some mail: no crash, valid UTF-8, offsets inside the bytes. */
#include <assert.h>
#include <stdint.h>

#include "base/text.h"
#include "parse/mail/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	mail_warm();
	return 0;
}

static void check_list(const struct mailboxes *b, size_t n)
{
	for (size_t i = 0; i < b->count; i++) {
		assert(utf8_valid(b->list[i].name) && utf8_valid(b->list[i].address) && utf8_valid(b->list[i].comment));
		assert(b->list[i].at.offset + b->list[i].at.length <= n);
		assert(b->list[i].address_at.offset + b->list[i].address_at.length <= n);
	}
}

static void check_part(const struct mail *m, const struct part *p)
{
	assert(p->offset <= p->body_offset && p->body_offset <= p->end && p->end <= m->raw.n);
	assert(p->text.p == NULL || utf8_valid(p->text));
	assert(p->name.p == NULL || utf8_valid(p->name));
	assert(utf8_valid(p->media_type) && utf8_valid(p->charset) && utf8_valid(p->encoding) && utf8_valid(p->disposition));
	assert(utf8_valid(p->content_id) && (p->lies_at.p == NULL || utf8_valid(p->lies_at)));
	assert(p->parent < (int)m->part_count && p->message < (int)m->nested_count);
	for (size_t i = 0; i < p->name_count; i++)
		assert(utf8_valid(p->names[i]));
	for (size_t i = 0; i < p->param_count; i++)
		assert(utf8_valid(p->params[i].name) && utf8_valid(p->params[i].value));
}

static void check(const struct mail *m, int depth)
{
	assert(utf8_valid(m->subject) && utf8_valid(m->message_id) && utf8_valid(m->in_reply_to) && utf8_valid(m->date_text));
	assert(m->text.p == NULL || utf8_valid(m->text));
	assert(m->text_plain.p == NULL || utf8_valid(m->text_plain));
	assert(utf8_valid(m->text_newest) && utf8_valid(m->signature));
	for (size_t i = 0; i < m->header_count; i++) {
		assert(utf8_valid(m->headers[i].value));
		assert(m->headers[i].at.offset + m->headers[i].at.length <= m->raw.n);
	}
	check_list(&m->from, m->raw.n);
	check_list(&m->to, m->raw.n);
	for (size_t i = 0; i < m->from_reading_count; i++)
		assert(utf8_valid(m->from_readings[i]));
	for (size_t i = 0; i < m->part_count; i++)
		check_part(m, &m->parts[i]);
	for (size_t i = 0; i < m->link_count; i++)
		assert(utf8_valid(m->links[i].url) && m->links[i].at.offset + m->links[i].at.length <= m->raw.n);
	for (size_t i = 0; i < m->defect_count; i++)
		assert(m->defects[i].at.offset <= m->raw.n && m->defects[i].at.length <= m->raw.n - m->defects[i].at.offset);
	for (size_t i = 0; i < m->nested_count && depth < 200; i++)
		check(&m->nested[i], depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);

	check(mail_parse(a, (struct str){ (const char *)data, size }, NULL), 0);
	arena_free(a);
	return 0;
}

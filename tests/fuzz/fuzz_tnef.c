/* fuzz_tnef.c - a winmail.dat inside a mail: a mail in valid UTF-8, its parts in order, its messages inside. */
#include "fuzz.h"

#include "parse/mail/mail.h"

static void check(const struct mail *m, int depth)
{
	assert(utf8_valid(m->subject) && utf8_valid(m->message_id) && utf8_valid(m->date_text) && utf8_valid(m->text_newest));
	assert(m->text.p == NULL || utf8_valid(m->text));
	assert(m->text_plain.p == NULL || utf8_valid(m->text_plain));
	for (size_t i = 0; i < m->header_count; i++)
		assert(utf8_valid(m->headers[i].value) && (m->form == MAIL_RFC5322 || m->headers[i].property != NULL));
	for (size_t i = 0; i < m->from.count; i++)
		assert(utf8_valid(m->from.list[i].name) && utf8_valid(m->from.list[i].address));
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];

		assert(p->parent < (int)i && p->message < (int)m->nested_count);
		assert(p->text.p == NULL || utf8_valid(p->text));
		assert(p->name.p == NULL || utf8_valid(p->name));
		assert(utf8_valid(p->number) && utf8_valid(p->media_type) && utf8_valid(p->charset) && utf8_valid(p->content_id));
		assert(m->form == MAIL_RFC5322 || p->property != NULL);
	}
	for (size_t i = 0; i < m->link_count; i++)
		assert(utf8_valid(m->links[i].url) && m->links[i].part < (int)m->part_count);
	for (size_t i = 0; i < m->nested_count && depth < 200; i++)
		check(&m->nested[i], depth + 1);
}

static void read_any(struct arena *a, struct str s)
{
	struct str head = STR("Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n");
	char *whole = arena_alloc(a, head.n + s.n + 1);

	memcpy(whole, head.p, head.n);
	if (s.n > 0)
		memcpy(whole + head.n, s.p, s.n);
	check(mail_parse(a, (struct str){ whole, head.n + s.n }, NULL), 0);
}

FUZZ_TARGET

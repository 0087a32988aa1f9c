/* fuzz_header.c - any bytes as each kind of header field. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "parse/mail/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = { "From", "Date", "Content-Type", "Content-Disposition", "Subject", "References", "To", "Content-Transfer-Encoding" };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct buf raw;
	const struct mail *m;

	if (size == 0 || size > 1 << 16)
		return 0;
	a = arena_new(256 << 20, arena_full_exit);
	buf_init_arena(&raw, a, 1 << 20);
	buf_z(&raw, names[data[0] % (sizeof names / sizeof names[0])]);
	buf_char(&raw, ':');
	buf_add(&raw, (struct str){ (const char *)data + 1, size - 1 });
	m = mail_parse(a, buf_str(&raw), NULL);
	assert(utf8_valid(m->subject) && utf8_valid(m->parts[0].media_type));
	for (size_t i = 0; i < m->from.count; i++)
		assert(utf8_valid(m->from.list[i].address) && utf8_valid(m->from.list[i].domain));
	arena_free(a);
	return 0;
}

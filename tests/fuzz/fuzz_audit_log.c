/* fuzz_audit_log.c - any bytes as an export of the unified audit log: records inside the file, texts in UTF-8. */
#include "fuzz.h"

#include "analyse/audit_log.h"
#include "base/text.h"

static void read_any(struct arena *a, struct str s)
{
	const struct audit_log *log = audit_log_read(a, s);

	assert(log->count <= AUDIT_MOST && log->count <= log->rows);
	for (size_t i = 0; i < log->count; i++) {
		const struct audit_record *r = &log->records[i];

		assert(r->from <= r->to && r->to <= s.n && r->line >= 1);
		assert(utf8_valid(r->ip) && utf8_valid(audit_target(a, r)) && utf8_valid(audit_words(r)));
		audit_hides(r);
		audit_hidden_folder(r);
		assert(audit_offset(s, r, r->operation) < (long long)s.n);
	}
}

FUZZ_TARGET

/* test_audit_log.c - the same records in every form of export; what is broken costs no other record. */
#include "rows.h"

#include "analyse/audit_log.h"
#include "base/buf.h"
#include "base/time.h"

static struct audit_log *read_z(struct arena *a, const char *text)
{
	return audit_log_read(a, str_of(text));
}

#define RULE "{\"CreationTime\":\"2019-06-14T21:14:09\",\"Operation\":\"New-InboxRule\",\"UserId\":\"Alice@A-Company.example\"," \
	"\"ClientIP\":\"198.51.100.7:50123\",\"Parameters\":[{\"Name\":\"ForwardTo\",\"Value\":\"[SMTP:x@y.example]\"}]}"
#define HOUSE "{\"CreationTime\":\"2019-06-13T21:14:09\",\"Operation\":\"FileAccessed\",\"UserId\":\"bo@a-company.example\"}"

static void every_form(void **state)
{
	static const char *const forms[] = {
		RULE "\n" HOUSE "\n",
		"[" HOUSE ",\n" RULE "]",
		"{\"value\":[" RULE "," HOUSE "]}",
		"\xEF\xBB\xBF[\n  " RULE ",\n  " HOUSE "\n]",
		"CreationDate,UserIds,Operations,AuditData\n2019-06-14T21:14:09Z,alice@a-company.example,New-InboxRule,\"{\"\"Operation\"\":\"\"New-InboxRule\"\","
		"\"\"ClientIP\"\":\"\"198.51.100.7:50123\"\",\"\"Parameters\"\":[{\"\"Name\"\":\"\"ForwardTo\"\",\"\"Value\"\":\"\"[SMTP:x@y.example]\"\"}]}\"\n"
		"2019-06-13T21:14:09Z,bo@a-company.example,FileAccessed,\"{}\"\n",
	};
	struct arena *a = arena_new(16 << 20, arena_full_exit);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		const struct audit_log *log = read_z(a, forms[i]);

		assert_int_equal(log->rows, 2);
		assert_int_equal(log->count, 1);
		assert_int_equal(log->unreadable, 0);
		assert_string_equal(log->records[0].user.p, "alice@a-company.example");
		assert_true(str_eq(log->records[0].ip, STR("198.51.100.7")));
		assert_true(log->records[0].when_ms == 1560546849000);
		assert_string_equal(audit_target(a, &log->records[0]).p, "x@y.example");
		assert_true(audit_offset(str_of(forms[i]), &log->records[0], STR("x@y.example")) > 0);
		assert_true(str_eq(log->own_domain, STR("a-company.example")));
	}
	arena_free(a);
}

static void broken_records(void **state)
{
	static const struct { const char *text; size_t rows, kept, unreadable; } rows[] = {
		{ "{\"Operation\":\"New-InboxRule\",\n" RULE "\n" HOUSE "\n", 2, 1, 0 },       /* the first never ends */
		{ "{\"Operation\":}\n" RULE "\n", 2, 1, 1 },
		{ RULE "\n{\"Operation\":\"Se", 1, 1, 0 },
		{ "[" RULE ",{\"a\":\"\x80\"}," RULE "]", 3, 2, 1 },
		{ "Operations,AuditData\nNew-InboxRule,\"{broken\"\nNew-InboxRule,\"" "{\"\"Operation\"\":\"\"New-InboxRule\"\"}" "\"\n", 2, 2, 1 },
		{ "", 0, 0, 0 },
		{ "{}", 1, 0, 0 },
		{ "[[[[[[[[", 0, 0, 0 },
	};
	struct arena *a = arena_new(16 << 20, arena_full_exit);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct audit_log *log = read_z(a, rows[i].text);

		if (log->rows != rows[i].rows || log->count != rows[i].kept || log->unreadable != rows[i].unreadable)
			fail_msg("%s: %zu rows, %zu kept, %zu unreadable", rows[i].text, log->rows, log->count, log->unreadable);
	}
	arena_free(a);
}

/* A day of a large house: housekeeping is counted and left, whatever its number; what is kept has an end. */
static void many_rows(void **state)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	const struct audit_log *log;
	struct buf text;

	(void)state;
	buf_init_arena(&text, a, 64 << 20);
	for (int i = 0; i < 60000; i++)
		buf_z(&text, HOUSE "\n");
	buf_z(&text, RULE "\n");
	log = audit_log_read(a, buf_str(&text));
	assert_int_equal(log->rows, 60001);
	assert_int_equal(log->count, 1);
	assert_int_equal(log->records[0].line, 60001);
	buf_clear(&text);
	for (int i = 0; i < AUDIT_MOST + 10; i++)
		buf_z(&text, RULE "\n");
	log = audit_log_read(a, buf_str(&text));
	assert_int_equal(log->count, AUDIT_MOST);
	assert_true(log->cut);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_form), cmocka_unit_test(broken_records), cmocka_unit_test(many_rows) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

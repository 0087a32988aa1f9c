/* test_sender.c - whose word about a sender is believed: only our own border host's, and only for the From it speaks of. */
#include "rows.h"

#include <stdlib.h>

#include "analyse/sender.h"

#define FROM "From: Alice <alice@a-company.example>\r\n"
#define OURS "Authentication-Results: gate.hub.example; "

static const struct row {
	const char *name, *header, *wanted;
} rows[] = {
	{ "DMARC passed", OURS "dmarc=pass header.from=a-company.example\r\n" FROM, "attested" },
	{ "the host's name without case", "Authentication-Results: GATE.Hub.Example; dmarc=pass\r\n" FROM, "attested" },
	{ "a version behind the name", "Authentication-Results: gate.hub.example 1; dmarc=pass\r\n" FROM, "attested" },
	{ "DMARC passed for somebody else", OURS "dmarc=pass header.from=b-company.example\r\n" FROM, "not-authenticated" },
	{ "DKIM of the same domain", OURS "dkim=pass header.d=a-company.example\r\n" FROM, "attested" },
	{ "DKIM of a host below it", OURS "dkim=pass header.d=mail.a-company.example\r\n" FROM, "attested" },
	{ "DKIM of another domain", OURS "dkim=pass header.d=mailer.example\r\n" FROM, "not-authenticated" },
	{ "DKIM passed, DMARC failed", OURS "dkim=pass header.d=a-company.example; dmarc=fail\r\n" FROM, "not-authenticated" },
	{ "DKIM failed", OURS "dkim=fail header.d=a-company.example\r\n" FROM, "not-authenticated" },
	{ "SPF alone", OURS "spf=pass smtp.mailfrom=a-company.example\r\n" FROM, "not-authenticated" },
	{ "nothing said", OURS "none\r\n" FROM, "not-authenticated" },
	{ "no such line", FROM, "no-attestation" },
	{ "somebody's host", "Authentication-Results: mx.a-company.example; dmarc=pass\r\n" FROM, "no-attestation" },
	{ "a name that begins like ours", "Authentication-Results: gate.hub.example.evil.example; dmarc=pass\r\n" FROM, "no-attestation" },
	{ "a name that ends like ours", "Authentication-Results: evil-gate.hub.example; dmarc=pass\r\n" FROM, "no-attestation" },
	{ "ours said no, a line below says yes", OURS "dmarc=fail\r\n" OURS "dmarc=pass\r\n" FROM, "not-authenticated" },
	{ "another host's line above ours", "Authentication-Results: other.example; dmarc=fail\r\n" OURS "dmarc=pass\r\n" FROM, "attested" },
	{ "two From lines", OURS "dmarc=pass\r\n" FROM "From: Eve <eve@evil.example>\r\n", "ambiguous-sender" },
	{ "two addresses in From", OURS "dmarc=pass\r\nFrom: alice@a-company.example, eve@evil.example\r\n", "ambiguous-sender" },
	{ "no From", OURS "dmarc=pass\r\n", "no-sender" },
	{ "pass inside a comment of a failed result", OURS "dmarc=fail (was dmarc=pass) header.from=a-company.example\r\n" FROM, "not-authenticated" },
};

static void believed(void **state)
{
	const struct str hosts[] = { STR("gate.hub.example") };
	const struct context c = { .trusted_authserv = hosts, .trusted_authserv_count = 1, .as_of_ms = TIME_NONE, .sent_from_ms = TIME_NONE };
	int bad = 0;

	(void)state;
	mail_warm();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = arena_new(64 << 20, abort);
		struct str raw = arena_printf(a, "%sSubject: x\r\n\r\nText.\r\n", rows[i].header), address;
		const struct mail *m = mail_parse(a, raw, &mail_limits_default);

		ROW_STR(bad, rows[i].name, str_of(sender_attested(a, m, &c, &address)), rows[i].wanted);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(believed) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

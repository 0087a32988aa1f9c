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
	{ "pass inside a comment before a failed result", OURS "spf=softfail (said dmarc=pass header.from=a-company.example) smtp.mailfrom=x@evil.example; "
	    "dmarc=fail header.from=a-company.example\r\n" FROM, "not-authenticated" },
	{ "pass inside a quoted sender", OURS "spf=pass smtp.mailfrom=\"x; dmarc=pass header.from=a-company.example\"@evil.example; dmarc=none\r\n" FROM,
	    "not-authenticated" },
	{ "pass as a property", OURS "spf=pass smtp.mailfrom=x dmarc=pass header.from=a-company.example\r\n" FROM, "not-authenticated" },
	{ "pass in an encoded word", OURS "spf=pass smtp.mailfrom==?us-ascii?q?x=3B_dmarc=3Dpass?=\r\n" FROM, "not-authenticated" },
	{ "one signature passed, another names the domain", OURS "dkim=pass header.i=@evil.example; dkim=fail header.d=a-company.example\r\n" FROM,
	    "not-authenticated" },
	{ "the second signature is the domain's", OURS "dkim=pass header.d=mailer.example; dkim=pass header.d=a-company.example\r\n" FROM, "attested" },
	{ "no signature at all and a domain of none", OURS "dkim=pass header.d=\"\"\r\n" FROM, "not-authenticated" },
	{ "pass and fail of DMARC", OURS "dmarc=pass header.from=a-company.example; dmarc=fail header.from=a-company.example\r\n" FROM,
	    "not-authenticated" },
	{ "none and pass of DMARC", OURS "dmarc=none; dmarc=pass header.from=a-company.example\r\n" FROM, "not-authenticated" },
	{ "a comment that never ends", OURS "dmarc=pass header.from=a-company.example; spf=pass (\r\n" FROM, "not-authenticated" },
	{ "a quote that never ends", OURS "dmarc=pass header.from=a-company.example; spf=pass \"\r\n" FROM, "not-authenticated" },
	{ "folded, with comments and blanks", "Authentication-Results:\r\n\t(ours) gate.hub.example (host)\r\n 1 ; dmarc/1 = (yes) pass\r\n (p=reject) "
	    "header.from = a-company.example\r\n" FROM, "attested" },
	{ "as others write it", "Authentication-Results: gate.hub.example;\r\n\tdkim=pass (2048-bit key; unprotected) header.d=a-company.example "
	    "header.i=@a-company.example header.a=rsa-sha256 header.s=s1 header.b=gx/X+C=;\r\n\tdmarc=pass (p=none dis=none) "
	    "header.from=a-company.example;\r\n\tspf=pass smtp.mailfrom=<>\r\n" FROM, "attested" },
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

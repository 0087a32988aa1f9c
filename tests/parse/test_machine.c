/* test_machine.c - which mails a machine wrote, by which sign, and what a delivery report says became of a mail. */
#include "rows.h"

#include <stdlib.h>

#include "parse/machine.h"

#define FROM "From: Alice <alice@a-company.example>\r\n"
#define DAEMON "From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n"
#define REPORT(fields) "From: <postmaster@mx.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n" \
	"--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n" fields "\r\n--b--\r\n"
#define OF(action, status, words) "Final-Recipient: rfc822; x@b.example\r\nAction: " action "\r\nStatus: " status "\r\nDiagnostic-Code: smtp; " words "\r\n\r\n"

static const struct row {
	const char *name, *mail, *kind, *sign, *outcome;        /* outcome: action status words */
} rows[] = {
	{ "a person's", FROM "\r\nhello\r\n", "", "", "  " },
	{ "a person's, said so", FROM "Auto-Submitted: no\r\n\r\nhello\r\n", "", "", "  " },
	{ "out of office", FROM "Auto-Submitted: auto-replied (vacation)\r\n\r\nx\r\n", "auto-reply", "Auto-Submitted", "  " },
	{ "in other letters", FROM "auto-submitted: AUTO-REPLIED\r\n\r\nx\r\n", "auto-reply", "Auto-Submitted", "  " },
	{ "out of office of old", FROM "X-Autoreply: yes\r\n\r\nx\r\n", "auto-reply", "X-Autoreply", "  " },
	{ "a program's", FROM "Auto-Submitted: auto-generated\r\n\r\nx\r\n", "generated", "Auto-Submitted", "  " },
	{ "a list's", FROM "List-Id: <l.example>\r\n\r\nx\r\n", "list", "List-Id", "  " },
	{ "an automatic answer over a list", FROM "List-Id: <l.example>\r\nAuto-Submitted: auto-replied\r\n\r\nx\r\n", "auto-reply", "Auto-Submitted", "  " },
	{ "bulk", FROM "Precedence: bulk\r\n\r\nx\r\n", "bulk", "Precedence", "  " },
	{ "first class", FROM "Precedence: first-class\r\n\r\nx\r\n", "", "", "  " },
	{ "our own", FROM "X-Noroshi-Loop: hub.example\r\nAuto-Submitted: auto-generated\r\n\r\nx\r\n", "loop", "X-Noroshi-Loop", "  " },
	{ "no return path", "Return-Path: <>\r\n" FROM "\r\nx\r\n", "no-return-path", "Return-Path", "  " },
	{ "words in the text are no sign", FROM "\r\nAuto-Submitted: auto-replied\r\n550 5.1.1\r\n", "", "", "  " },
	{ "a report", REPORT(OF("failed", "5.1.1", "550 no such user")), "delivery-report", "Content-Type", "failed 5.1.1 550 no such user" },
	{ "the one that failed speaks", REPORT(OF("relayed", "2.0.0", "ok") OF("failed", "5.2.2", "full")), "delivery-report", "Content-Type", "failed 5.2.2 full" },
	{ "delayed", REPORT(OF("delayed", "4.4.1", "no answer")), "delivery-report", "Content-Type", "delayed 4.4.1 no answer" },
	{ "a status with a comment", REPORT(OF("failed", "5.1.1 (bad mailbox)", "x")), "delivery-report", "Content-Type", "failed 5.1.1 x" },
	{ "plain, with a status", DAEMON "Return-Path: <>\r\n\r\nno:\r\n<x@b.example>: 550 5.1.1 unknown.\r\n", "delivery-report", "Content-Type",
	    "failed 5.1.1 <x@b.example>: 550 5.1.1 unknown." },
	{ "plain, with a code only", DAEMON "\r\nRemote host said:\r\n550 no such user\r\n", "delivery-report", "Content-Type", "failed 5.0.0 failure notice" },
	{ "plain, for the time being", DAEMON "\r\nwill try again: 4.4.1 no route\r\n", "delivery-report", "Content-Type",
	    "delayed 4.4.1 will try again: 4.4.1 no route" },
	{ "plain, without a word of it", DAEMON "\r\nsorry\r\n", "delivery-report", "Content-Type", "delayed  failure notice" },
	{ "an address of the network is no status", DAEMON "\r\nconnect to 5.1.1.7 failed\r\n", "delivery-report", "Content-Type", "delayed  failure notice" },
	{ "somebody forwards a report", FROM "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee\r\n--b\r\n"
	    "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; m\r\n\r\n" OF("failed", "5.1.1", "x") "--b--\r\n", "", "", "  " },
};

static void is_read(void **state)
{
	int bad = 0;

	(void)state;
	mail_warm();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = arena_new(64 << 20, abort);
		struct machine x;

		machine_read(a, mail_parse(a, str_of(rows[i].mail), &mail_limits_default), &x);
		ROW_STR(bad, rows[i].name, str_of(x.kind), rows[i].kind);
		ROW_STR(bad, rows[i].name, str_of(x.sign), rows[i].sign);
		ROW_STR(bad, rows[i].name, arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(x.action), STR_ARG(x.status), STR_ARG(x.words)),
		    rows[i].outcome);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(is_read) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

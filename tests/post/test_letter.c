/* Mails of the hub's own: what servers answer, how a mail is written, and return paths that nobody can make up. */
#include "rows.h"

#include "base/time.h"
#include "post/letter.h"
#include "post/reply.h"
#include "post/return_path.h"
#include "testhub.h"

/* ---- what an answer means ---- */

static const struct judged {
	const char *name;
	enum smtp_stage stage;
	int code;
	enum smtp_outcome outcome;
} judged[] = {
	{ "taken",                                 SMTP_BODY,     250, SMTP_TAKEN },
	{ "go ahead is not taken",                 SMTP_BODY,     354, SMTP_AWAY },
	{ "recipient good, nothing sent",          SMTP_TO,       250, SMTP_AWAY },
	{ "mailbox busy",                          SMTP_TO,       450, SMTP_LATER },
	{ "too many recipients, disk full",        SMTP_TO,       452, SMTP_LATER },
	{ "no such user",                          SMTP_TO,       550, SMTP_REFUSED },
	{ "content refused",                       SMTP_BODY,     554, SMTP_REFUSED },
	{ "greylisted after the text",             SMTP_BODY,     451, SMTP_LATER },
	{ "closing down, whatever the mail",       SMTP_TO,       421, SMTP_AWAY },
	{ "closing down after the text",           SMTP_BODY,     421, SMTP_AWAY },
	{ "wrong password is not the mail's fault", SMTP_LOGIN,   535, SMTP_AWAY },
	{ "sender not wanted",                     SMTP_FROM,     553, SMTP_AWAY },
	{ "we are not wanted at all",              SMTP_GREETING, 554, SMTP_AWAY },
	{ "no answer",                             SMTP_BODY,     0,   SMTP_AWAY },
	{ "no code of SMTP",                       SMTP_BODY,     999, SMTP_AWAY },
	{ "no code of SMTP, small",                SMTP_TO,       42,  SMTP_AWAY },
};

static void answers_are_judged(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(judged); i++)
		ROW_CHECK(bad, judged[i].name, smtp_judge(judged[i].stage, judged[i].code) == judged[i].outcome);
	assert_int_equal(bad, 0);
}

static const struct read_row {
	const char *text;
	int code;
	const char *status, *words;
	bool bad_address;
} read_rows[] = {
	{ "550 5.1.1 <x@y.example>: no such user\r\n", 550, "5.1.1", "<x@y.example>: no such user", true },
	{ "550-5.1.1 no such\r\n550 5.1.1 user\r\n",   550, "5.1.1", "no such user", true },
	{ "550 no such user",                          550, "",      "no such user", true },
	{ "550 5.7.1 relay denied\r\n",                550, "5.7.1", "relay denied", false },
	{ "552 5.2.2 mailbox full\r\n",                552, "5.2.2", "mailbox full", false },
	{ "550 5.2.1 account closed\r\n",              550, "5.2.1", "account closed", true },
	{ "554 refused\r\n",                           554, "",      "refused", false },
	{ "450 4.2.1 \033[31mbusy\r\n",                450, "4.2.1", "?[31mbusy", false },
	{ "450\r\n",                                   450, "",      "", false },
	{ "5501 no code\r\n",                          0,   "",      "5501 no code", false },
	{ "<html>\r\n<b>what?</b>\r\n",                0,   "",      "<html><b>what?</b>", false },
	{ "550 5.1 half a status\r\n",                 550, "",      "5.1 half a status", true },
	{ "550 7.1.1 no status\r\n",                   550, "",      "7.1.1 no status", true },
	{ "",                                          0,   "",      "", false },
};

static void answers_are_read(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(read_rows); i++) {
		const struct read_row *r = &read_rows[i];
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct smtp_reply reply = smtp_reply_read(a, str_of(r->text));

		ROW_CHECK(bad, r->text, reply.code == r->code);
		ROW_STR(bad, r->text, reply.status, r->status);
		ROW_STR(bad, r->text, reply.words, r->words);
		ROW_CHECK(bad, r->text, (reply.code >= 500 && reply_means_bad_address(reply.code, reply.status)) == r->bad_address);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void words_have_a_limit(void **state)
{
	struct arena *a = arena_new(1 << 22, arena_full_exit);
	char *text = arena_alloc(a, 1 << 20);

	(void)state;
	memset(text, 'x', (1 << 20) - 1);
	memcpy(text, "550-", 4);
	assert_true(smtp_reply_read(a, (struct str){ text, (1 << 20) - 1 }).words.n <= 200);
	assert_true(reply_clean(a, (struct str){ text, 1 << 20 }, 10).n <= 10);
	arena_free(a);
}

/* ---- how a mail is written ---- */

static struct str written(struct arena *a, const char *name, const char *subject, const char *body, enum letter_form form)
{
	struct letter l = { .from = STR("post@hub.example"), .from_name = str_of(name), .to = STR("x@a-company.example"),
		.subject = str_of(subject), .text = str_of(body), .message_id = STR("<1@hub.example>"), .loop = STR("hub.example"),
		.date_ms = 1563321600000, .zone_minutes = 540 };
	struct buf out;

	buf_init_arena(&out, a, 1 << 20);
	letter_write(&out, &l, form);
	return buf_str(&out);
}

static const struct letter_row {
	const char *name, *subject, *body, *holds;
} letter_rows[] = {
	{ "",           "J-1",     "text\n",     "Subject: J-1\r\n" },
	{ "Hub",        "J-1",     "text\n",     "From: \"Hub\" <post@hub.example>\r\n" },
	{ "情報共有ハブ", "J-1",     "text\n",     "From: =?UTF-8?B?5oOF5aCx5YWx5pyJ44OP44OW?= <post@hub.example>\r\n" },
	{ "",           "番号",     "text\n",     "Subject: =?UTF-8?B?55Wq5Y+3?=\r\n" },
	{ "",           "=?x",     "text\n",     "Subject: =?UTF-8?B?PT94?=\r\n" },
	{ "",           "J-1",     "text\n",     "Date: Wed, 17 Jul 2019 09:00:00 +0900\r\n" },
	{ "",           "J-1",     "a=b\n",      "\r\n\r\na=3Db\r\n" },
	{ "",           "J-1",     "番\n",        "\r\n\r\n=E7=95=AA\r\n" },
	{ "",           "J-1",     "x \ny\n",    "\r\n\r\nx=20\r\ny\r\n" },
	{ "",           "J-1",     ".\nx\n",     "\r\n\r\n=2E\r\nx\r\n" },
	{ "",           "J-1",     "a\n\nb",     "\r\n\r\na\r\n\r\nb\r\n" },
	{ "",           "J-1",     "text\n",     "Auto-Submitted: auto-generated\r\n" },
	{ "",           "J-1",     "text\n",     "X-Noroshi-Loop: hub.example\r\n" },
};

static void letters_are_written(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(letter_rows); i++) {
		const struct letter_row *r = &letter_rows[i];
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct str mail = written(a, r->name, r->subject, r->body, LETTER_WIRE), line;

		ROW_CHECK(bad, r->holds, str_has(mail, str_of(r->holds)));
		while (str_split(&mail, '\n', &line)) {         /* RFC 5322: every line ends with CR LF and has at most 78 bytes */
			ROW_CHECK(bad, r->holds, line.n == 0 || (line.p[line.n - 1] == '\r' && line.n <= 79));
			for (size_t k = 0; k < line.n; k++)
				ROW_CHECK(bad, r->holds, (unsigned char)line.p[k] < 0x80);
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

/* A long text in both scripts: no line longer than 76, no character lost. */
static void quoted_printable_is_whole(void **state)
{
	struct arena *a = arena_new(1 << 22, arena_full_exit);
	struct buf text, back;
	struct str mail, line;

	(void)state;
	buf_init_arena(&text, a, 1 << 16);
	for (int i = 0; i < 300; i++)
		buf_printf(&text, "%s%d=", i % 3 == 0 ? "番号" : "x y", i);
	buf_char(&text, '\n');
	mail = written(a, "", "s", text.p, LETTER_WIRE);
	mail = str_from(mail, (size_t)str_find(mail, STR("\r\n\r\n")) + 4);
	buf_init_arena(&back, a, 1 << 16);
	while (str_split(&mail, '\n', &line)) {
		bool soft = str_ends(line, STR("=\r"));

		assert_true(line.n <= 77);
		for (size_t i = 0; i + 1 + soft < line.n; i++) {
			unsigned byte = (unsigned char)line.p[i];

			if (byte == '=') {
				char hex[3] = { line.p[i + 1], line.p[i + 2] };

				assert_int_equal(sscanf(hex, "%2x", &byte), 1);
				i += 2;
			}
			buf_char(&back, (char)byte);
		}
		if (!soft && line.n > 0)
			buf_char(&back, '\n');
	}
	assert_string_equal(back.p, text.p);
	arena_free(a);
}

/* ---- return paths ---- */

static void return_paths_on(const char *place, void *ctx)
{
	static const char id[] = "6e721d0f-73cd-4b0f-bff7-f23e7beac00d";
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct str path, upper, message;

	(void)ctx;
	hub->conf.smtp_from = STR("post@hub.example");
	path = return_path_of(hub, a, str_of(id));
	message = message_id_of(hub, a, str_of(id));
	upper = arena_str(a, path);
	for (size_t i = 0; i < upper.n; i++)
		if (upper.p[i] >= 'a' && upper.p[i] <= 'z')
			((char *)(uintptr_t)upper.p)[i] -= 32;
	assert_true(str_upto(path, '@').n <= 64 && str_starts(path, STR("post+b-")));
	assert_true(str_eq(return_path_read(hub, a, path), str_of(id)));
	assert_true(str_eq(return_path_read(hub, a, upper), str_of(id)));
	assert_true(str_eq(return_path_read(hub, a, message), str_of(id)));
	assert_true(str_eq(return_path_read(hub, a, str_at(message, 1, message.n - 2)), str_of(id)));
	/* one letter of the id or of its hash is another: nobody's */
	for (size_t i = 7; i < 7 + 32 + 13; i++) {
		struct str other = arena_str(a, path);

		if (i == 7 + 32)
			continue;       /* the sign between the two */
		((char *)(uintptr_t)other.p)[i] = other.p[i] == '0' ? '1' : '0';
		assert_null(return_path_read(hub, a, other).p);
	}
	for (size_t n = 0; n < path.n - 11; n++)
		assert_null(return_path_read(hub, a, str_at(path, 0, n)).p);
	assert_null(return_path_read(hub, a, STR("post+b-@hub.example")).p);
	assert_null(return_path_read(hub, a, STR("")).p);
	arena_free(a);
	test_hub_close(hub);
}

static void return_paths(void **state)
{
	(void)state;
	test_on_databases(return_paths_on, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(answers_are_judged), cmocka_unit_test(answers_are_read),
		cmocka_unit_test(words_have_a_limit), cmocka_unit_test(letters_are_written), cmocka_unit_test(quoted_printable_is_whole),
		cmocka_unit_test(return_paths) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

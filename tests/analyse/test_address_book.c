/* test_address_book.c - a thread read as changes: who is genuine, who is played, what differs. */
#include "rows.h"

#include "analyse/analyse.h"
#include "analyse/said.h"
#include "analyse/thread.h"

struct scene {
	struct arena *arena;
	struct context context;
	struct thread_builder builder;
	const struct thread *thread;
};

static void start(struct scene *s)
{
	static const struct str free_mail[] = { { "freemail.example", 16 } };
	static const struct str authserv[] = { { "mx.b-company.example", 20 } };

	*s = (struct scene){ .arena = arena_new(32 << 20, arena_full_exit), .context = context_none() };
	s->context.free_mail = free_mail;
	s->context.free_mail_count = 1;
	s->context.trusted_authserv = authserv;
	s->context.trusted_authserv_count = 1;
	s->builder = (struct thread_builder){ .arena = s->arena, .context = &s->context };
}

/* How a mail is made, beside From: what a forger gets wrong. */
struct made {
	const char *host, *ip, *zone, *mailer, *id, *auth, *more;
	const char *month;              /* NULL: Jul */
};
static const struct made usual = { "mail.a-company.example", "198.51.100.10", "+0900", "Outlook 16.0", "a-company.example", "pass", "", NULL };

static void add(struct scene *s, const char *from, const char *cc, int hour, const struct made *m)
{
	struct str text = arena_printf(s->arena, "Received: from %s (%s [%s]) by mx.b-company.example; 15 %s 2019 %02d:00:00 +0900\r\n"
	    "Authentication-Results: mx.b-company.example; spf=%s\r\n%sFrom: %s\r\nTo: Bob <bob@b-company.example>\r\n%s%s%sX-Mailer: %s\r\n"
	    "Message-ID: <%d@%s>\r\nDate: 15 %s 2019 %02d:00:00 %s\r\n\r\nText.\r\n", m->host, m->host, m->ip, m->month != NULL ? m->month : "Jul", hour, m->auth, m->more,
	    from, cc[0] != '\0' ? "Cc: " : "", cc, cc[0] != '\0' ? "\r\n" : "", m->mailer, hour, m->id,
	    m->month != NULL ? m->month : "Jul", hour, m->zone);

	thread_add(&s->builder, mail_parse(s->arena, text, &mail_limits_default), arena_printf(s->arena, "%d.eml", hour));
}

static void finish(struct scene *s)
{
	s->thread = thread_build(&s->builder, true);
}

static const struct made forged = { "vps31.hosting.test", "198.18.201.44", "+0100", "RainLoop", "hosting.test", "fail", "", NULL };

static const struct row {
	const char *name;
	struct made made;
	size_t differences;
	bool foreign;
} rows[] = {
	{ "as usual", { "mail.a-company.example", "198.51.100.10", "+0900", "Outlook 16.0", "a-company.example", "pass", "", NULL }, 0, false },
	{ "another version of the program", { "mail.a-company.example", "198.51.100.10", "+0900", "Outlook 17.2", "a-company.example", "pass", "", NULL }, 0, false },
	{ "another host of the house", { "mx7.a-company.example", "198.51.100.99", "+0900", "Outlook 16.0", "a-company.example", "pass", "", NULL }, 0, false },
	{ "summer time", { "mail.a-company.example", "198.51.100.10", "+0800", "Outlook 16.0", "a-company.example", "pass", "", "Dec" }, 0, false },
	{ "an hour away in one summer", { "mail.a-company.example", "198.51.100.10", "+0800", "Outlook 16.0", "a-company.example", "pass", "", NULL }, 1, false },
	{ "an hour away while clocks are set", { "mail.a-company.example", "198.51.100.10", "+0800", "Outlook 16.0", "a-company.example", "pass", "", "Oct" }, 0, false },
	{ "web mail where there was none", { "mail.a-company.example", "198.51.100.10", "+0900", "RainLoop", "a-company.example", "pass",
	    "X-Originating-IP: [203.0.113.9]\r\n", NULL }, 2, false },
	{ "web mail inside the house", { "mail.a-company.example", "198.51.100.10", "+0900", "Outlook 16.0", "a-company.example", "pass",
	    "X-Originating-IP: [192.168.3.9]\r\n", NULL }, 0, false },
	{ "web mail from the house's own network", { "mail.a-company.example", "198.51.100.10", "+0900", "Outlook 16.0", "a-company.example", "pass",
	    "X-Originating-IP: 198.51.100.77\r\n", NULL }, 0, false },
	{ "a journey with a telephone", { "mail.a-company.example", "198.51.100.10", "+0200", "iPhone Mail", "a-company.example", "pass", "", NULL }, 2, false },
	{ "a new provider", { "out.mailhost.test", "203.0.113.4", "+0900", "Outlook 16.0", "mailhost.test", "pass", "", NULL }, 2, false },
	{ "forged", { "vps31.hosting.test", "198.18.201.44", "+0100", "RainLoop", "hosting.test", "fail", "", NULL }, 5, true },
	{ "forged through a list", { "lists.hosting.test", "198.18.201.44", "+0100", "RainLoop", "hosting.test", "fail",
	    "List-Id: <users.hosting.test>\r\n", NULL }, 0, false },
};

static void differences_are_counted(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct scene s;
		const struct change_set *set;

		start(&s);
		add(&s, "Alice <alice@a-company.example>", "", 9, &usual);
		add(&s, "Alice <alice@a-company.example>", "", 10, &rows[i].made);
		finish(&s);
		set = &s.thread->book->changes[1];
		ROW_CHECK(bad, rows[i].name, set->difference_count == rows[i].differences);
		ROW_CHECK(bad, rows[i].name, set->foreign == rows[i].foreign);
		ROW_CHECK(bad, rows[i].name, set->suspect == rows[i].foreign);
		arena_free(s.arena);
	}
	assert_int_equal(bad, 0);
}

/* What a forger wrote is no history: a second forged mail stays foreign, and his people are not known. */
static void forgeries_teach_nothing(void **state)
{
	struct scene s;

	(void)state;
	start(&s);
	add(&s, "Alice <alice@a-company.example>", "Sato <sato@a-company.example>", 9, &usual);
	add(&s, "Alice <alice@a-company.example>", "Sato <sato.a-company@freemail.example>", 10, &forged);
	add(&s, "Alice <alice@a-company.example>", "", 11, &forged);
	add(&s, "Alice <alice@a-company.example>", "", 12, &usual);
	finish(&s);
	assert_true(s.thread->book->changes[1].foreign);
	assert_true(s.thread->book->changes[2].foreign);
	assert_false(s.thread->book->changes[3].foreign);
	assert_int_equal(book_find(s.thread->book, STR("sato.a-company@freemail.example")), -1);
	assert_true(book_imitation(s.thread->book, STR("SATO.a-company@freemail.example")) >= 0);
	assert_true(book_find(s.thread->book, STR("Sato@A-Company.example")) >= 0);
	arena_free(s.arena);
}

static void who_plays_whom(void **state)
{
	struct scene s;
	const struct change_set *sets;

	(void)state;
	start(&s);
	add(&s, "Alice Aoki <alice@a-company.example>", "", 9, &usual);
	add(&s, "Alice Aoki <alice.a-company@freemail.example>", "", 10, &usual);
	add(&s, "Alice Aoki <desk77@freemail.example>", "", 11, &usual);
	add(&s, "Sales <sales@a-company.test>", "", 12, &usual);
	add(&s, "Alice Aoki <alice@a-company.test>", "", 13, &usual);
	finish(&s);
	sets = s.thread->book->changes;
	assert_true(sets[1].suspect && sets[1].impersonates >= 0);
	assert_true(str_eq(s.thread->book->known[sets[1].impersonates].address, STR("alice@a-company.example")));
	assert_true(sets[2].imitates >= 0 && !sets[2].suspect);         /* the same name alone */
	assert_true(sets[3].imitates >= 0 && !sets[3].suspect);         /* another ending alone */
	assert_true(sets[4].suspect);                                   /* and a person there is played */
	arena_free(s.arena);
}

/* ---- said: quotes found however they were wrapped ---- */

static bool any(void *ctx, size_t text)
{
	(void)ctx;
	(void)text;
	return true;
}

static bool not_first(void *ctx, size_t text)
{
	(void)ctx;
	return text != 0;
}

static const char letter[] = "Please find attached the revised shipping documents and check the contents. The weight on the bill of lading "
    "now reads as you asked, and the port of discharge has been added on the second page.";

static const struct said_row {
	const char *name, *quote;
	bool held;
} said_rows[] = {
	{ "as it was", letter, true },
	{ "wrapped and marked", "> Please find attached the revised shipping\n> documents and check the contents. The weight\n> on the bill of lading now reads "
	    "as\n> you asked, and the port of discharge has\n> been added on the second page.", true },
	{ "in capitals", "PLEASE FIND ATTACHED THE REVISED SHIPPING DOCUMENTS AND CHECK THE CONTENTS.", true },
	{ "a part of it", "The weight on the bill of lading now reads as you asked", true },
	{ "something else", "We are still working on the port of discharge; our agent answers tomorrow, and then we come back to you.", false },
	{ "mostly something else", "Please find attached the new invoice. Our bank has changed, so pay to the account stated there before Friday, thank you.", false },
};

static void quotes_are_found(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(said_rows); i++) {
		struct arena *a = arena_new(8 << 20, arena_full_exit);
		struct said *s = said_new(a, 2);
		struct said_share share;

		said_add(s, str_of(letter));
		said_add(s, STR("Minutes of the meeting about the new scanner, which will be tested in the second hall next week by two people."));
		share = said_lookup(s, str_of(said_rows[i].quote), any, NULL);
		ROW_CHECK(bad, said_rows[i].name, share.pieces >= 4);
		ROW_CHECK(bad, said_rows[i].name, (share.held * 5 >= share.pieces * 3) == said_rows[i].held);
		ROW_CHECK(bad, said_rows[i].name, !said_rows[i].held || share.best == 0);
		share = said_lookup(s, str_of(said_rows[i].quote), not_first, NULL);
		ROW_CHECK(bad, said_rows[i].name, share.held * 5 < share.pieces * 3);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(differences_are_counted), cmocka_unit_test(forgeries_teach_nothing),
		cmocka_unit_test(who_plays_whom), cmocka_unit_test(quotes_are_found) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_fingerprint.c - near duplicates: which texts are one mail, which are not.
 *
 * The labelled set is made of families: a text, the way mass mails are personalised (names, numbers,
 * hosts, an added or dropped sentence), and other texts on the same subject.  Every pair is judged;
 * the pairwise F1 is printed. */
#include "rows.h"

#include "base/buf.h"
#include "consolidate/fingerprint.h"

enum { VARIANTS = 6, FAMILIES = 10 };

/* %s a name, %d a number, %s a host */
static const char *const bodies[FAMILIES] = {
	"Dear %s, your mailbox has reached its storage limit of %d MB and you may not be able to send or receive new "
	"messages until you confirm your account. Please sign in at https://%s/owa to keep your mail. This message was "
	"sent by the help desk of your organisation. If you do nothing within two working days the account is closed.",
	"Hello %s, attached you find invoice number %d for the consulting work in the last quarter. Kindly arrange the "
	"payment to the account named in the document until the end of the month and send us the confirmation of your "
	"bank. Details of the order can be seen at https://%s/orders. We thank you for the good work together.",
	"%s 様 いつもお世話になっております。先日ご依頼いただきました見積書（番号 %d）をお送りいたします。内容をご確認のうえ、"
	"今月末までにご返信くださいますようお願い申し上げます。詳細は https://%s/ をご覧ください。ご不明な点がございましたら担当までお知らせください。",
	"%s 様 メールボックスの容量が上限に達しました（%d MB）。このままでは新しいメールを受信できません。下記のリンク "
	"https://%s/ から本人確認を行ってください。四十八時間以内に手続きが完了しない場合、アカウントは停止されます。システム管理者",
	"Good day %s, we are a contractor for the extension of a petrochemical plant and invite your company to quote for "
	"the supply of valves and pumps, tender reference %d. Specifications and drawings are in the attached archive or at "
	"https://%s/rfq. Bids must reach us in two weeks together with the delivery time and the warranty terms.",
	"%s, a parcel with tracking number %d could not be delivered because the address was incomplete. To arrange a new "
	"delivery pay the small customs fee on https://%s/parcel within three days, otherwise the parcel goes back to the "
	"sender. Have your card ready. This is an automatic message of the postal service, do not answer it.",
	"%s 様 お荷物のお届けにあがりましたが不在のため持ち帰りました（伝票番号 %d）。再配達のご依頼は https://%s/ "
	"よりお手続きください。三日以内にご連絡がない場合は差出人様へ返送いたします。関税のお支払いが必要となる場合がございます。配送センター",
	"%s, I am in a meeting and cannot talk on the telephone. I need you to buy gift cards for a client today, about %d "
	"pieces, and send me the codes by mail so that I can hand them on. Keep this between us until I am back, I explain "
	"later. The shop at https://%s has them. Tell me when you can do it.",
	"%s 様 弊社の口座が会計監査のため一時的に使用できなくなりました。今回の請求（番号 %d）につきましては、新しい振込先へ"
	"お支払いくださいますようお願いいたします。口座の情報は https://%s/ に掲載しております。ご面倒をおかけしますが至急ご対応をお願いいたします。",
	"Hello %s, the minutes of the meeting on project %d are ready. We agreed on the schedule for the next release, who "
	"tests the new scanner, and that the budget is checked again in spring. The document lies at https://%s/minutes. "
	"Please tell me until Friday whether something is missing, then I send it to the whole group.",
};
static const char *const names[] = { "Tanaka", "Alice Aoki", "Suzuki", "Sir", "鈴木", "B. Baker" };
static const char *const hosts[] = { "mail.a-corp.example", "login.b.example", "c.example", "portal.d-firm.example",
	"e.example", "x.f.example" };
static const char *const tails[] = { "", " Best regards", "", " 以上", " Thank you.", "" };

static struct str variant(struct arena *a, int family, int i)
{
	return arena_printf(a, "%s%s", arena_printf(a, bodies[family], names[i], 1234 + 977 * i * i, hosts[i]).p, tails[i]);
}

static bool share_a_band(const struct fingerprint *x, const struct fingerprint *y)
{
	for (int band = 0; band < FINGERPRINT_BANDS; band++)
		if (fingerprint_band(x, band) == fingerprint_band(y, band))
			return true;
	return false;
}

/* As the index finds them: a common band, then place by place. */
static bool same(const struct fingerprint *x, const struct fingerprint *y)
{
	return x->grams >= FINGERPRINT_LEAST && y->grams >= FINGERPRINT_LEAST && share_a_band(x, y) &&
	    fingerprint_alike(x->places, y->places) >= FINGERPRINT_NEAR;
}

static void pairs_are_told_apart(void **state)
{
	struct arena *a = arena_new(16 << 20, arena_full_exit);
	struct fingerprint f[FAMILIES * VARIANTS];
	double hit = 0, missed = 0, wrong = 0, f1;

	(void)state;
	for (int i = 0; i < FAMILIES * VARIANTS; i++)
		f[i] = fingerprint_of(a, variant(a, i / VARIANTS, i % VARIANTS));
	for (int i = 0; i < FAMILIES * VARIANTS; i++) {
		for (int j = 0; j < i; j++) {
			bool one = i / VARIANTS == j / VARIANTS, found = same(&f[i], &f[j]);

			hit += one && found;
			missed += one && !found;
			wrong += !one && found;
		}
	}
	f1 = 2 * hit / (2 * hit + missed + wrong);
	fprintf(stderr, "near duplicates: hit %.0f, missed %.0f, wrong %.0f, F1 %.3f\n", hit, missed, wrong, f1);
	assert_true(f1 >= 0.95);
	arena_free(a);
}

static void numbers_and_spaces_do_not_count(void **state)
{
	static const struct { const char *name, *x, *y; bool equal; } rows[] = {
		{ "numbers", "invoice 12 of 2019", "Invoice 998 of 2020", true },
		{ "tickets", "ticket ab12cd34ef done", "ticket ffee99aa11 done", true },
		{ "spaces", "one  two\r\nthree", "one two three", true },
		{ "width", "ＡＢＣ ｱｲｳ", "abc アイウ", true },
		{ "order", "one two three", "three two one", false },
		{ "words", "one two three", "one two four", false },
		{ "zero width", "pass\xe2\x80\x8bword", "password", true },
	};
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ROW_CHECK(bad, rows[i].name, str_eq(fingerprint_of(a, str_of(rows[i].x)).tokens,
		    fingerprint_of(a, str_of(rows[i].y)).tokens) == rows[i].equal);
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void sketches_come_back(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct fingerprint f = fingerprint_of(a, variant(a, 0, 0));
	struct str bytes = fingerprint_bytes(a, &f);
	uint16_t places[FINGERPRINT_PLACES];

	(void)state;
	assert_true(fingerprint_places(bytes, places));
	assert_int_equal(fingerprint_alike(f.places, places), FINGERPRINT_PLACES);
	assert_false(fingerprint_places(str_from(bytes, 1), places));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_told_apart),
		cmocka_unit_test(numbers_and_spaces_do_not_count),
		cmocka_unit_test(sketches_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

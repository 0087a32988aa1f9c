/* test_account.c - accounts as mails and invoices write them. */
#include "rows.h"

#include "parse/account.h"

static const struct row {
	const char *name, *text;
	const char *number;             /* of the first; NULL: none is found */
	const char *shown, *bank, *beneficiary;
	int check;                      /* of an IBAN: 1 good, 0 bad; -1: no IBAN */
	const char *stands;             /* what the text has there; NULL: `shown` */
} rows[] = {
	{ "a labelled line", "Account No.: 4410023987\n", "4410023987", "4410023987", "", "", -1 },
	{ "a CSV row", "Account No.,4410023987\r\n", "4410023987", "4410023987", "", "", -1 },
	{ "with blanks and hyphens", "A/C No. 123-456 789012\n", "123456789012", "123-456 789012", "", "", -1 },
	{ "bank and beneficiary before", "Beneficiary: A-Company Ltd\nBank name: First Harbour\nAccount number 4410023987\n", "4410023987",
	    "4410023987", "First Harbour", "A-Company Ltd", -1 },
	{ "beneficiary behind", "Account number 4410023987\nAccount name: A-Company Ltd\n", "4410023987", "4410023987", "", "A-Company Ltd", -1 },
	{ "IBAN", "IBAN: DE89 3704 0044 0532 0130 00\n", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "", "", 1 },
	{ "IBAN with letters inside", "IBAN GB82 WEST 1234 5698 7654 32\n", "GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32", "", "", 1 },
	{ "IBAN, one digit changed", "IBAN: DE89 3704 0044 0532 0130 01\n", "DE89370400440532013001", "DE89 3704 0044 0532 0130 01", "", "", 0 },
	{ "IBAN and a word behind", "IBAN DE89 3704 0044 0532 0130 00 by Friday\n", "DE89370400440532013000",
	    "DE89 3704 0044 0532 0130 00", "", "", 1 },
	{ "a word behind", "Account No. 7730901244 by Friday\n", "7730901244", "7730901244", "", "", -1 },
	{ "in a sentence", "Please pay to account no. 7730901244 today.\n", "7730901244", "7730901244", "", "", -1 },
	{ "behind the bank's label", "振込先：三井住友銀行 新宿支店 普通 7654321\n", "7654321", "7654321", "三井住友銀行", "", -1 },
	{ "the same in full width", "お振込先　三菱ＵＦＪ銀行　本店　当座　０１２３４５６\n", "0123456", "０１２３４５６", "三菱ＵＦＪ銀行", "", -1 },
	{ "the same in kanji digits", "振込先：みずほ銀行 丸の内支店 普通預金 一二三四五六七\n", "1234567", "一二三四五六七", "みずほ銀行", "", -1 },
	{ "the same in English", "Bank: First Harbour account no. 4410023987\n", "4410023987", "4410023987", "First Harbour", "", -1 },
	{ "the bank's label, and the number's", "振込先口座番号：1234567\n", "1234567", "1234567", "", "", -1 },
	{ "kigo and bango with full-width colons", "ゆうちょ銀行 記号：１４３８０　番号：７６５４３２１１\n", "1438076543211", "１４３８０　番号：７６５４３２１１", "", "", -1 },
	{ "a kigo with its count of reissues", "記号 14380-1 番号 76543211\n", "1438076543211", "14380-1 番号 76543211", "", "", -1 },
	{ "a postal transfer account", "郵便振替 00150-1-123456\n", "001501123456", "00150-1-123456", "", "", -1 },
	{ "an account of its kind", "普通預金口座 7654321\n", "7654321", "7654321", "", "", -1 },
	{ "Japanese", "\u53e3\u5ea7\u540d\u7fa9\uff1a\u682a\u5f0f\u4f1a\u793eA\u88fd\u4f5c\u6240\n\u53e3\u5ea7\u756a\u53f7\uff1a1234567\n", "1234567", "1234567", "",
	    "\u682a\u5f0f\u4f1a\u793eA\u88fd\u4f5c\u6240", -1 },
	{ "Japanese, full width", "\u666e\u901a\u9810\u91d1\u3000\uff11\uff12\uff13\uff14\uff15\uff16\uff17\n", "1234567",
	    "\uff11\uff12\uff13\uff14\uff15\uff16\uff17", "", "", -1 },
	{ "Japanese sentence", "\u65b0\u3057\u3044\u53e3\u5ea7\u756a\u53f7\u306f1234567\u3067\u3059\u3002\n", "1234567", "1234567", "", "", -1 },
	{ "quoted mark before", "> Account No.: 4410023987\n", "4410023987", "4410023987", "", "", -1 },
	{ "a sentence is no bank", "振込先が変わりました。口座番号 普通 7654321\n", "7654321", "7654321", "", "", -1 },
	{ "a sentence before it", "振込先銀行を変更いたします。\n普通 7654321\n", "7654321", "7654321", "", "", -1 },
	{ "a sentence with its name", "振込先がみずほ銀行 丸の内支店 普通 7654321に変わりました。\n", "7654321", "7654321", "みずほ銀行", "", -1 },
	{ "a cell for each digit", "口座番号\t普通\t7\t6\t5\t4\t3\t2\t1\t\n", "7654321", "7654321", "", "", -1,
	    "7\t6\t5\t4\t3\t2\t1" },
	{ "the same in English and bars", "| Account No. | 4 | 4 | 1 | 0 | 0 | 2 |\n", "441002", "441002", "", "", -1, "4 | 4 | 1 | 0 | 0 | 2" },
	{ "four cells of a digit are no number", "口座番号\t7\t6\t5\t4\t\n", NULL, "", "", "", -1 },
	{ "an empty cell before the number's", "Bank\tBranch\tAccount No.\tBeneficiary\nFirst Harbour\t\t4410023987\tA-Company Ltd\n", "4410023987",
	    "4410023987", "First Harbour", "A-Company Ltd", -1 },
	{ "an empty cell at the front", "銀行名\t支店名\t口座番号\n\t\t7654321\n", "7654321", "7654321", "", "", -1 },
	{ "a column more than the head has", "Bank\tAccount No.\nFirst Harbour\t4410023987\t2019\n", "4410023987", "4410023987", "First Harbour", "", -1 },
	{ "a head between bars with wide gaps", "| Bank     | Account No.   |\n| First Harbour | 4410023987    |\n", "4410023987", "4410023987", "First Harbour", "", -1 },
	{ "the kind in a cell before the number's", "振込先\tみずほ銀行 丸の内支店\t普通\t1234567\t\n", "1234567", "1234567", "みずほ銀行", "", -1 },
	{ "the account in the cell before", "Bank\tFirst Harbour\nAccount\t4410023987\n", "4410023987", "4410023987", "First Harbour", "", -1 },
	{ "an account, and a cell that is none", "Account\tOpen since 2019\t4410023987\n", NULL, "", "", "", -1 },
	{ "an order number", "Order No.: 4410023987\n", NULL, "", "", "", -1 },
	{ "a telephone number", "Tel 03-1234-5678\n", NULL, "", "", "", -1 },
	{ "too few digits", "Account No.: 1234\n", NULL, "", "", "", -1 },
	{ "no number", "Account number: see below\n", NULL, "", "", "", -1 },
	{ "a word that ends in iban", "caliban 1234567\n", NULL, "", "", "", -1 },
	{ "nothing", "", NULL, "", "", "", -1 },
};

/* What stands around a number. */
static const struct field_row {
	const char *name, *text;
	const char *number, *kind, *bank, *branch, *beneficiary, *bic, *country;
	bool good;
} field_rows[] = {
	{ "BIC and branch", "Bank: First Example Bank\nBranch: Main Street\nSWIFT code: FEXBDEFF\nIBAN: DE89 3704 0044 0532 0130 00\n",
	    "DE89370400440532013000", "iban", "First Example Bank", "Main Street", "", "FEXBDEFF", "DE", true },
	{ "in one sentence, by commas", "Beneficiary: A-Company Ltd, Bank: First Bank, Account No: 4410023987, SWIFT: FEXBHKHH\n", "4410023987", "other",
	    "First Bank", "", "A-Company Ltd", "FEXBHKHH", "HK", false },
	{ "table cells by tabs", "Beneficiary\tA-Company Ltd\nIBAN\tDE89 3704 0044 0532 0130 00\t\n", "DE89370400440532013000", "iban", "", "",
	    "A-Company Ltd", "", "DE", true },
	{ "columns by wide gaps", "Account No.      4410023987       Beneficiary      A-Company Ltd\n", "4410023987", "other", "", "", "A-Company Ltd", "", "", false },
	{ "the label above its value", "Beneficiary\nA-Company Ltd\nAccount number\n4410023987\n", "4410023987", "other", "", "", "A-Company Ltd", "", "", false },
	{ "IBAN without a label", "Please remit to DE89 3704 0044 0532 0130 00 from now on.\n", "DE89370400440532013000", "iban", "", "", "", "", "DE", true },
	{ "IBAN of a wrong length", "IBAN: DE89 3704 0044 0532 0130\n", "DE8937040044053201" "30", "iban", "", "", "", "", "DE", false },
	{ "ABA", "Routing number: 021000021\nAccount number: 123456789\n", "123456789", "aba", "", "", "", "", "US", true },
	{ "ABA whose check digit is wrong is none", "Routing number: 021000022\nAccount number: 123456789\n", "123456789", "other", "", "", "", "", "", false },
	{ "an IBAN beside its own number is one", "Account No: 0532013000\nIBAN: DE89 3704 0044 0532 0130 00\n", "DE89370400440532013000", "iban", "", "", "",
	    "", "DE", true },
	{ "Japan in one line", "みずほ銀行 丸の内支店 普通 1234567 カ）エーセイサクシヨ\n", "1234567", "japan", "みずほ銀行", "丸の内支店",
	    "カ）エーセイサクシヨ", "", "JP", false },
	{ "Japan over lines, half-width kana", "振込先：りそな銀行　上野支店\n当座　００１２３４５\nｶ)ｴｰｾｲｻｸｼﾖ\n", "0012345", "japan", "りそな銀行", "上野支店",
	    "ｶ)ｴｰｾｲｻｸｼﾖ", "", "JP", false },
	{ "Japan, labels", "銀行名：みずほ銀行\n支店名：丸の内支店\n口座番号：（普）1234567\n口座名義：カ）エーセイサクシヨ\n", "1234567", "japan",
	    "みずほ銀行", "丸の内支店", "カ）エーセイサクシヨ", "", "JP", false },
	{ "yucho", "ゆうちょ銀行\n記号 12340 番号 12345671\n口座名義 エーセイサクシヨ\n", "1234012345671", "yucho", "", "", "エーセイサクシヨ", "", "JP", false },
	{ "yucho with a hyphen", "記号番号：12340-12345671\n", "1234012345671", "yucho", "", "", "", "", "JP", false },
	{ "a bank far away is another's", "Bank: First Bank\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nAccount No: 4410023987\n", "4410023987", "other", "", "", "", "", "", false },
};

static void fields_are_read(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(field_rows); i++) {
		const struct field_row *r = &field_rows[i];
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct account *list;
		size_t n = account_find(a, str_of(r->text), &list);

		ROW_CHECK(bad, r->name, n == 1);
		if (n > 0) {
			ROW_STR(bad, r->name, list[0].number, r->number);
			ROW_STR(bad, r->name, str_of(account_kind_word(list[0].kind)), r->kind);
			ROW_STR(bad, r->name, list[0].bank, r->bank);
			ROW_STR(bad, r->name, list[0].branch, r->branch);
			ROW_STR(bad, r->name, list[0].beneficiary, r->beneficiary);
			ROW_STR(bad, r->name, list[0].bic, r->bic);
			ROW_STR(bad, r->name, account_country(&list[0]), r->country);
			ROW_CHECK(bad, r->name, list[0].check_good == r->good);
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void accounts_are_read(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct str text = str_of(rows[i].text);
		struct account *list;
		size_t n = account_find(a, text, &list);

		ROW_CHECK(bad, rows[i].name, (n > 0) == (rows[i].number != NULL));
		if (n > 0 && rows[i].number != NULL) {
			ROW_STR(bad, rows[i].name, list[0].number, rows[i].number);
			ROW_STR(bad, rows[i].name, list[0].shown, rows[i].shown);
			ROW_STR(bad, rows[i].name, list[0].bank, rows[i].bank);
			ROW_STR(bad, rows[i].name, list[0].beneficiary, rows[i].beneficiary);
			ROW_CHECK(bad, rows[i].name, list[0].is_iban == (rows[i].check >= 0));
			ROW_CHECK(bad, rows[i].name, rows[i].check < 0 || list[0].check_good == (rows[i].check == 1));
			ROW_STR(bad, rows[i].name, str_at(text, list[0].from, list[0].to - list[0].from), rows[i].stands != NULL ? rows[i].stands : rows[i].shown);
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void at_most_fifty(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct account *list;
	char text[60 * 24] = "";

	(void)state;
	for (int i = 0; i < 60; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "Account No. %d\n", 1000000 + i);
	assert_int_equal(account_find(a, str_of(text), &list), 50);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(accounts_are_read), cmocka_unit_test(fields_are_read),
		cmocka_unit_test(at_most_fifty) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

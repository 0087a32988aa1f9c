/* account.c - finding accounts line by line. */
#include "parse/account.h"

#include <stdint.h>

#include "base/text.h"

enum { MOST_ACCOUNTS = 50, NEAR_LINES = 6 };

enum label { LABEL_NONE, LABEL_NUMBER, LABEL_BANK, LABEL_BENEFICIARY, LABEL_BIC };

static const struct { const char *text; enum label label; } labels[] = {
	{ "iban", LABEL_NUMBER }, { "account no", LABEL_NUMBER }, { "account number", LABEL_NUMBER }, { "acct no", LABEL_NUMBER },
	{ "acct.", LABEL_NUMBER }, { "a/c no", LABEL_NUMBER }, { "a/c", LABEL_NUMBER }, { "account:", LABEL_NUMBER },
	{ "口座番号", LABEL_NUMBER }, { "普通預金", LABEL_NUMBER }, { "当座預金", LABEL_NUMBER }, { "普通 ", LABEL_NUMBER },
	{ "普通　", LABEL_NUMBER }, { "当座 ", LABEL_NUMBER }, { "swift", LABEL_BIC }, { "bic", LABEL_BIC },
	{ "beneficiary", LABEL_BENEFICIARY }, { "account name", LABEL_BENEFICIARY }, { "account holder", LABEL_BENEFICIARY },
	{ "口座名義", LABEL_BENEFICIARY }, { "受取人", LABEL_BENEFICIARY }, { "bank name", LABEL_BANK }, { "bank:", LABEL_BANK },
	{ "bank,", LABEL_BANK }, { "bank\t", LABEL_BANK }, { "銀行名", LABEL_BANK }, { "金融機関", LABEL_BANK },
};

static enum label label_of(struct str line, size_t *after_r)
{
	size_t indent = 0;

	while (indent < line.n && (ascii_space((unsigned char)line.p[indent]) || memchr("-*>\"|", line.p[indent], 5) != NULL))
		indent++;
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		if (str_istarts(str_from(line, indent), str_of(labels[i].text))) {
			*after_r = indent + strlen(labels[i].text);
			return labels[i].label;
		}
	}
	return LABEL_NONE;
}

/* A number's label in the middle of a sentence: "to account no. 123", 「口座番号は」. */
static bool number_label_within(struct str line, size_t *after_r)
{
	static const char *const within[] = { "account no", "account number", "iban", "acct no", "a/c no", "口座番号", "普通預金",
		"当座預金", "（普）", "(普)" };

	for (size_t i = 0; i < sizeof within / sizeof within[0]; i++) {
		long long at = str_ifind(line, str_of(within[i]));

		if (at < 0 || (at > 0 && ascii_alpha((unsigned char)line.p[at - 1])))
			continue;
		*after_r = (size_t)at + strlen(within[i]);
		return true;
	}
	return false;
}

/* What stands behind the label: colon, comma, tab, "No.", "is" and blanks are passed over. */
static struct str value_after(struct str line, size_t at, size_t *from_r)
{
	static const char *const words[] = { "：", "　", "は", "普通預金", "当座預金", "普通", "当座", "no.", "code", "is ", "number" };
	struct str value;

	for (bool more = true; more && at < line.n;) {
		more = memchr(" :.,\t\"#=|", line.p[at], 9) != NULL;
		at += more;
		for (size_t i = 0; i < sizeof words / sizeof words[0] && !more; i++) {
			if (!str_istarts(str_from(line, at), str_of(words[i])))
				continue;
			at += strlen(words[i]);
			more = true;
		}
	}
	value = str_from(line, at);
	while (value.n > 0 && memchr("\r\"|, \t", value.p[value.n - 1], 6) != NULL)
		value.n--;
	*from_r = at;
	return value;
}

/* Full-width letters and digits, ideographic blanks and the many hyphens, as their ASCII. */
static uint32_t narrow(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (c == 0x3000)
		return ' ';
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30fc ? '-' : c;
}

/* Does a word of letters alone follow?  Then the number is over: "7730901244 by Friday". */
static bool word_follows(struct str s, size_t at)
{
	size_t letters = 0;

	while (at < s.n && (s.p[at] == ' ' || s.p[at] == '.'))
		at++;
	while (at < s.n && ascii_alpha((unsigned char)s.p[at])) {
		letters++;
		at++;
	}
	return letters > 0 && (at == s.n || !ascii_digit((unsigned char)s.p[at]));
}

static bool begins_like_iban(struct str out)
{
	return out.n >= 4 && ascii_alpha((unsigned char)out.p[0]) && ascii_alpha((unsigned char)out.p[1]) &&
	    ascii_digit((unsigned char)out.p[2]) && ascii_digit((unsigned char)out.p[3]);
}

/* Digits and letters, upper-case, up to the first other character; *length_r in bytes of `s`.  An
 * IBAN has groups of letters inside (GB82 WEST 1234 ...): there a word ends it only when it is long enough. */
static struct str comparable(struct arena *a, struct str s, size_t *length_r)
{
	enum { SHORTEST_IBAN = 15 };
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0, at = 0, end = 0;

	while (at < s.n) {
		size_t before = at;
		uint32_t c = narrow(utf8_next(s, &at));

		if (c < 0x80 && (ascii_digit((unsigned char)c) || ascii_alpha((unsigned char)c))) {
			out[n++] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
			end = at;
		} else if (c != ' ' && c != '-' && c != '.') {
			break;
		} else if (c != '-' && word_follows(s, before) && n > 0 &&
		    (n >= SHORTEST_IBAN || !begins_like_iban((struct str){ out, n }))) {
			break;
		}
	}
	*length_r = end;
	return (struct str){ out, n };
}

static size_t digits_in(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ascii_digit((unsigned char)s.p[i]);
	return n;
}

static bool iban_shape(struct str s)
{
	return s.n >= 15 && s.n <= 34 && ascii_alpha((unsigned char)s.p[0]) && ascii_alpha((unsigned char)s.p[1]) &&
	    ascii_digit((unsigned char)s.p[2]) && ascii_digit((unsigned char)s.p[3]);
}

/* ISO 13616: the first four characters to the end, letters as 10..35, the rest of the division is 1. */
static bool iban_check(struct str s)
{
	int rest = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[(i + 4) % s.n];

		rest = ascii_digit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
	}
	return rest == 1;
}

struct near {
	struct str bank, beneficiary, bic;
	int line;
};

static void take_number(struct arena *a, struct account *list, size_t *n, struct str value, size_t from, const struct near *near)
{
	size_t length;
	struct str number = comparable(a, value, &length);

	if (*n >= MOST_ACCOUNTS || digits_in(number) < 5 || number.n > 34)
		return;
	list[*n] = (struct account){ .number = number, .shown = str_at(value, 0, length), .bank = near->bank,
		.beneficiary = near->beneficiary, .bic = near->bic, .is_iban = iban_shape(number), .from = from, .to = from + length };
	list[*n].check_good = list[*n].is_iban && iban_check(number);
	(*n)++;
}

size_t account_find(struct arena *a, struct str text, struct account **list_r)
{
	struct account *list = ARENA_ARRAY(a, struct account, MOST_ACCOUNTS);
	struct near near = { STR(""), STR(""), STR(""), 0 };
	size_t n = 0, at = 0;

	while (at < text.n) {
		struct str line = str_upto(str_from(text, at), '\n'), value;
		size_t after = 0, from = 0;
		enum label label = line.n < 500 ? label_of(line, &after) : LABEL_NONE;

		if (label == LABEL_NONE && line.n < 500 && number_label_within(line, &after))
			label = LABEL_NUMBER;
		value = label != LABEL_NONE ? value_after(line, after, &from) : STR("");
		if (label == LABEL_NUMBER)
			take_number(a, list, &n, value, at + from, &near);
		else if (label == LABEL_BANK)
			near.bank = value;
		else if (label == LABEL_BENEFICIARY)
			near.beneficiary = value;
		else if (label == LABEL_BIC)
			near.bic = value;
		if (label == LABEL_BIC && n > 0 && list[n - 1].bic.n == 0)
			list[n - 1].bic = value;
		if (label == LABEL_BENEFICIARY && n > 0 && list[n - 1].beneficiary.n == 0)
			list[n - 1].beneficiary = value;
		at += line.n + 1;
	}
	*list_r = list;
	return n;
}

/* account_check.c - check digits, lengths and countries of account numbers. */
#include "parse/account.h"

/* Lengths by country: the IBAN registry of SWIFT (ISO 13616-2), release 97. */
static const char iban_lengths[] =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18"
    "GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15"
    "OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

bool iban_shape(struct str s)
{
	return s.n >= 15 && s.n <= 34 && ascii_alpha((unsigned char)s.p[0]) && ascii_alpha((unsigned char)s.p[1]) &&
	    ascii_digit((unsigned char)s.p[2]) && ascii_digit((unsigned char)s.p[3]);
}

static size_t iban_length(struct str s)
{
	for (size_t i = 0; i + 4 < sizeof iban_lengths; i += 4)
		if (s.n >= 2 && iban_lengths[i] == s.p[0] && iban_lengths[i + 1] == s.p[1])
			return (size_t)(iban_lengths[i + 2] - '0') * 10 + (size_t)(iban_lengths[i + 3] - '0');
	return 0;
}

/* The first four characters to the end, letters as 10..35: the rest of the division is 1. */
bool iban_good(struct str s)
{
	int rest = 0;

	if (!iban_shape(s) || s.n != iban_length(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[(i + 4) % s.n];

		rest = ascii_digit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
	}
	return rest == 1;
}

bool bic_shape(struct str s)
{
	if (s.n != 8 && s.n != 11)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!(c >= 'A' && c <= 'Z') && !(i >= 6 && ascii_digit(c)))
			return false;
	}
	return true;
}

bool aba_good(struct str s)
{
	static const int weights[] = { 3, 7, 1 };
	int sum = 0;

	if (s.n != 9)
		return false;
	for (size_t i = 0; i < 9; i++) {
		if (!ascii_digit((unsigned char)s.p[i]))
			return false;
		sum += weights[i % 3] * (s.p[i] - '0');
	}
	return sum > 0 && sum % 10 == 0;
}

static struct str without_zeros(struct str s)
{
	while (s.n > 1 && s.p[0] == '0')
		s = str_from(s, 1);
	return s;
}

bool account_same(const struct account *x, const struct account *y)
{
	enum { SHORTEST_INSIDE = 6 };

	if (str_eq(without_zeros(x->number), without_zeros(y->number)))
		return true;
	if (x->is_iban == y->is_iban)
		return false;
	return x->is_iban ? y->number.n >= SHORTEST_INSIDE && str_ends(x->number, without_zeros(y->number)) :
	                    x->number.n >= SHORTEST_INSIDE && str_ends(y->number, without_zeros(x->number));
}

struct str account_country(const struct account *x)
{
	if (x->is_iban)
		return str_at(x->number, 0, 2);
	if (x->bic.n >= 6)
		return str_at(x->bic, 4, 2);
	if (x->kind == ACCOUNT_ABA)
		return STR("US");
	return x->kind == ACCOUNT_JAPAN || x->kind == ACCOUNT_YUCHO ? STR("JP") : STR("");
}

const char *account_kind_word(enum account_kind kind)
{
	static const char *const words[] = { "other", "iban", "aba", "japan", "yucho" };

	return words[kind];
}

/* patterns.c - small hand-written matchers, each anchored at its first byte: linear in the text. */
#include "anonymise/patterns.h"

#include "base/text.h"

static size_t digits(struct str s, size_t from, size_t most)
{
	size_t n = 0;

	while (n < most && from + n < s.n && ascii_digit((unsigned char)s.p[from + n]))
		n++;
	return n;
}

static bool dash(struct str s, size_t at)
{
	return at < s.n && (s.p[at] == '-' || s.p[at] == ' ' || s.p[at] == ')' || s.p[at] == '(');
}

/* 03-1234-5678, (045)123-4567, 090 1234 5678, +81-3-1234-5678. */
static size_t telephone(struct str s)
{
	size_t at = 0, n;

	if (str_starts(s, STR("+81")) || str_starts(s, STR("+886")))
		at = (size_t)(s.p[1] == '8' && s.p[2] == '1' ? 3 : 4);
	else if (s.p[0] != '0')
		return 0;
	if (at > 0 && dash(s, at))
		at++;
	n = digits(s, at, 5);
	if (n == 0 || !dash(s, at + n))
		return 0;
	at += n + 1;
	n = digits(s, at, 4);
	if (n == 0 || !dash(s, at + n))
		return 0;
	at += n + 1;
	n = digits(s, at, 5);
	return n >= 3 && n <= 4 ? at + n : 0;
}

static size_t postcode(struct str s)
{
	size_t at = 3;

	if (!str_starts(s, STR("〒")))
		return 0;
	if (at < s.n && s.p[at] == ' ')
		at++;
	if (digits(s, at, 3) != 3)
		return 0;
	at += 3;
	if (dash(s, at))
		at++;
	return digits(s, at, 5) == 4 ? at + 4 : 0;
}

static size_t dotted(struct str s, int parts[4])
{
	size_t at = 0;

	for (int i = 0; i < 4; i++) {
		size_t n = digits(s, at, 4);

		if (n == 0 || n > 3)
			return 0;
		parts[i] = 0;
		for (size_t k = 0; k < n; k++)
			parts[i] = parts[i] * 10 + (s.p[at + k] - '0');
		at += n;
		if (i < 3 && str_starts(str_from(s, at), STR("[.]")))
			at += 3;
		else if (i < 3 && at < s.n && s.p[at] == '.')
			at++;
		else if (i < 3)
			return 0;
	}
	return at < s.n && (ascii_digit((unsigned char)s.p[at]) || s.p[at] == '.') && digits(s, at + 1, 1) > 0 ? 0 : at;
}

static size_t private_address(struct str s)
{
	int p[4];
	size_t n = dotted(s, p);

	if (n > 0 && (p[0] == 10 || (p[0] == 172 && p[1] >= 16 && p[1] < 32) || (p[0] == 192 && p[1] == 168)))
		return n;
	return 0;
}

static size_t folder(struct str s)
{
	static const char *const starts[] = { "c:\\users\\", "/home/", "/users/", "c:/users/" };

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (str_starts(s, str_of(starts[i])))
			return strlen(starts[i]);
	if (s.n > 3 && s.p[0] == '\\' && s.p[1] == '\\' && ascii_alpha((unsigned char)s.p[2]))
		return 3;
	return 0;
}

/* Two to four kanji and 様, 殿 or 氏; general words like 利用者様 are let pass. */
static size_t honorific_before(struct str s, size_t at)
{
	static const char *const fine[] = { "者", "客", "方", "員", "々", "同", "各", "模", "異", "多", "仕", "有", "一", "御", "宮", "摂", "神", "王", "セ", "華" };
	size_t from = at, n = 0;

	while (n < 4 && from >= 3) {
		size_t look = from - 3;
		uint32_t c = utf8_next(s, &look);

		if (look != from || !text_is_kanji(c))
			break;
		from -= 3;
		n++;
	}
	if (n < 2)
		return 0;
	for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
		if (str_ends(str_at(s, from, at - from), str_of(fine[i])))
			return 0;
	return at - from;
}

static size_t match(struct str s, size_t at, size_t *back_r)
{
	struct str here = str_from(s, at);
	unsigned char c = (unsigned char)here.p[0], before = at > 0 ? (unsigned char)s.p[at - 1] : ' ';
	size_t n = 0;

	*back_r = 0;
	if (ascii_digit(c) || c == '+') {
		if (ascii_digit(before) || before == '.' || before == '-' || ascii_alpha(before))
			return 0;
		n = telephone(here);
		return n > 0 ? n : c != '+' ? private_address(here) : 0;
	}
	if (c == 0xE3)
		return postcode(here);
	if (c == 'c' || c == '/' || c == '\\')
		return folder(here);
	if (c >= 0xE5 && (str_starts(here, STR("様")) || str_starts(here, STR("殿")) || str_starts(here, STR("氏")))) {
		*back_r = honorific_before(s, at);
		return *back_r > 0 ? 3 : 0;
	}
	return 0;
}

bool pattern_next(struct str s, size_t *at, size_t *from_r, size_t *to_r)
{
	for (; *at < s.n; (*at)++) {
		size_t back, n = match(s, *at, &back);

		if (n > 0) {
			*from_r = *at - back;
			*to_r = *at + n;
			*at += n;
			return true;
		}
	}
	return false;
}

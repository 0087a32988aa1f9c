/* amount.c - totals and due dates by their labels, line by line. */
#include "parse/amount.h"

enum { LINE_MOST = 400, SHOWN_MOST = 60 };

static const char *const total_labels[] = { "grand total", "total amount", "amount due", "balance due", "total due", "total",
	"お支払金額", "ご請求金額", "ご請求額", "請求金額", "合計金額", "合計", "総額" };
static const char *const due_labels[] = { "due date", "payment due", "pay by", "date due", "お支払期限", "支払期限", "お支払期日", "支払期日",
	"振込期限", "お振込期限" };

static const struct { const char *sign, *code; } currencies[] = { { "USD", "USD" }, { "US$", "USD" }, { "EUR", "EUR" }, { "€", "EUR" },
	{ "JPY", "JPY" }, { "円", "JPY" }, { "¥", "JPY" }, { "￥", "JPY" }, { "GBP", "GBP" }, { "£", "GBP" }, { "CNY", "CNY" }, { "RMB", "CNY" },
	{ "HKD", "HKD" }, { "SGD", "SGD" }, { "TWD", "TWD" }, { "KRW", "KRW" }, { "CHF", "CHF" }, { "AUD", "AUD" }, { "$", "USD" } };

static long long label_in(struct str line, const char *const *labels, size_t n, size_t *after_r)
{
	for (size_t i = 0; i < n; i++) {
		long long at = str_ifind(line, str_of(labels[i]));

		/* "subtotal" is no total */
		if (at < 0 || (at > 0 && (ascii_alpha((unsigned char)line.p[at - 1]) || line.p[at - 1] == '-')))
			continue;
		if (str_ihas(str_at(line, 0, (size_t)at), STR("sub")))
			continue;
		*after_r = (size_t)at + strlen(labels[i]);
		return at;
	}
	return -1;
}

/* 10,000.00 or 10.000,00 or 1,000,000: the last separator with one or two digits behind it is the decimal one. */
static long long value_of(struct str s)
{
	long long whole = 0, part = 0;
	size_t decimal = s.n, digits = 0;

	for (size_t i = s.n; i-- > 0 && s.n - i <= 3;)
		if (s.p[i] == '.' || s.p[i] == ',')
			decimal = s.n - i - 1 == 1 || s.n - i - 1 == 2 ? i : decimal;
	for (size_t i = 0; i < s.n; i++) {
		if (!ascii_digit((unsigned char)s.p[i]))
			continue;
		if (++digits > 15)
			return -1;
		if (i < decimal)
			whole = whole * 10 + s.p[i] - '0';
		else
			part = part * 10 + s.p[i] - '0';
	}
	return whole * 100 + (s.n - decimal == 2 ? part * 10 : part);
}

static struct str currency_in(struct str line)
{
	for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++)
		if (str_has(line, str_of(currencies[i].sign)))
			return str_of(currencies[i].code);
	return STR("");
}

/* The last number of the line behind the label. */
static bool read_amount(struct str line, size_t after, size_t line_from, struct amount *x)
{
	bool found = false;

	for (size_t i = after; i < line.n; i++) {
		size_t from = i, end = i;

		if (!ascii_digit((unsigned char)line.p[i]))
			continue;
		while (i < line.n && (ascii_digit((unsigned char)line.p[i]) || line.p[i] == ',' || line.p[i] == '.')) {
			i++;
			if (ascii_digit((unsigned char)line.p[i - 1]))
				end = i;
		}
		*x = (struct amount){ currency_in(line), value_of(str_at(line, from, end - from)), str_at(line, from, end - from),
			line_from + from, line_from + end };
		found = x->hundredths >= 0 && x->shown.n <= SHOWN_MOST;
	}
	return found;
}

struct amount amount_total(struct str text)
{
	struct amount found = { STR(""), -1, STR(""), 0, 0 }, x;
	size_t at = 0, after;

	while (at < text.n) {
		struct str line = str_upto(str_from(text, at), '\n');

		if (line.n <= LINE_MOST && label_in(line, total_labels, sizeof total_labels / sizeof total_labels[0], &after) >= 0 &&
		    read_amount(line, after, at, &x))
			found = x;
		at += line.n + 1;
	}
	return found;
}

struct due amount_due(struct str text)
{
	size_t at = 0, after;

	while (at < text.n) {
		struct str line = str_upto(str_from(text, at), '\n');

		if (line.n <= LINE_MOST && label_in(line, due_labels, sizeof due_labels / sizeof due_labels[0], &after) >= 0) {
			struct str value = str_from(line, after), colon = STR("：");

			while (value.n > 0 && (memchr(" :\t", value.p[0], 3) != NULL || str_starts(value, colon)))
				value = str_from(value, str_starts(value, colon) ? colon.n : 1);
			value = str_trim(str_at(str_upto(value, '\t'), 0, SHOWN_MOST));
			if (value.n > 0)
				return (struct due){ value, (size_t)(value.p - text.p) };
		}
		at += line.n + 1;
	}
	return (struct due){ STR(""), 0 };
}

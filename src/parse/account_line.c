/* account_line.c - see account_line.h. */
#include "parse/account_line.h"

#include "base/text.h"

enum { GAP = 3 };

/* MARK: only where a colon or the end of the cell follows; DIGITS: only where a digit follows soon;
 * WITHIN: also in the middle of a sentence. */
enum { MARK = 1, DIGITS = 2, WITHIN = 4 };

#define ROW(text, label, flags) { { text, sizeof text - 1 }, label, flags }
static const struct { struct str text; enum account_label label; int flags; } labels[] = {
	ROW("beneficiary bank address", LABEL_PLACE, 0), ROW("bank address", LABEL_PLACE, 0), ROW("bank country", LABEL_PLACE, 0),
	ROW("country", LABEL_PLACE, MARK), ROW("銀行住所", LABEL_PLACE, 0), ROW("国名", LABEL_PLACE, MARK),
	ROW("beneficiary bank", LABEL_BANK, 0), ROW("beneficiary's bank", LABEL_BANK, 0), ROW("name of bank", LABEL_BANK, 0),
	ROW("bank name", LABEL_BANK, 0), ROW("bank", LABEL_BANK, MARK), ROW("銀行名", LABEL_BANK, 0), ROW("金融機関名", LABEL_BANK, 0),
	ROW("金融機関", LABEL_BANK, MARK), ROW("振込先銀行", LABEL_BANK, 0), ROW("お振込先", LABEL_BANK, 0), ROW("振込先", LABEL_BANK, 0),
	ROW("取引銀行", LABEL_BANK, 0),
	ROW("branch name", LABEL_BRANCH, 0), ROW("branch", LABEL_BRANCH, MARK), ROW("支店名", LABEL_BRANCH, 0), ROW("支店", LABEL_BRANCH, MARK),
	ROW("店名", LABEL_BRANCH, MARK),
	ROW("beneficiary account", LABEL_NUMBER, 0), ROW("beneficiary a/c", LABEL_NUMBER, 0),
	ROW("account number", LABEL_NUMBER, WITHIN), ROW("account no", LABEL_NUMBER, WITHIN), ROW("account #", LABEL_NUMBER, 0),
	ROW("acct no", LABEL_NUMBER, WITHIN), ROW("acct.", LABEL_NUMBER, 0), ROW("acc no", LABEL_NUMBER, 0), ROW("acc. no", LABEL_NUMBER, 0),
	ROW("a/c no", LABEL_NUMBER, WITHIN), ROW("a/c", LABEL_NUMBER, 0), ROW("account", LABEL_NUMBER, MARK | DIGITS),
	ROW("usd account", LABEL_NUMBER, DIGITS), ROW("eur account", LABEL_NUMBER, DIGITS), ROW("iban", LABEL_NUMBER, WITHIN),
	ROW("記号番号", LABEL_NUMBER, WITHIN | DIGITS), ROW("記号・番号", LABEL_NUMBER, WITHIN | DIGITS), ROW("記号", LABEL_NUMBER, WITHIN | DIGITS),
	ROW("口座番号", LABEL_NUMBER, WITHIN), ROW("口座no", LABEL_NUMBER, WITHIN), ROW("普通預金", LABEL_NUMBER, WITHIN | DIGITS),
	ROW("郵便振替", LABEL_NUMBER, WITHIN | DIGITS), ROW("振替口座", LABEL_NUMBER, WITHIN | DIGITS),
	ROW("当座預金", LABEL_NUMBER, WITHIN | DIGITS), ROW("普通", LABEL_NUMBER, WITHIN | DIGITS), ROW("当座", LABEL_NUMBER, WITHIN | DIGITS),
	ROW("(普)", LABEL_NUMBER, WITHIN | DIGITS), ROW("(当)", LABEL_NUMBER, WITHIN | DIGITS), ROW("普)", LABEL_NUMBER, WITHIN | DIGITS),
	ROW("account name", LABEL_BENEFICIARY, 0), ROW("account holder", LABEL_BENEFICIARY, 0), ROW("name of account", LABEL_BENEFICIARY, 0),
	ROW("beneficiary name", LABEL_BENEFICIARY, 0), ROW("beneficiary", LABEL_BENEFICIARY, 0), ROW("payee", LABEL_BENEFICIARY, MARK),
	ROW("in favour of", LABEL_BENEFICIARY, 0), ROW("in favor of", LABEL_BENEFICIARY, 0), ROW("口座名義人", LABEL_BENEFICIARY, 0),
	ROW("口座名義", LABEL_BENEFICIARY, 0), ROW("ご名義", LABEL_BENEFICIARY, 0), ROW("名義人", LABEL_BENEFICIARY, 0),
	ROW("名義", LABEL_BENEFICIARY, MARK), ROW("口座名", LABEL_BENEFICIARY, MARK), ROW("受取人名", LABEL_BENEFICIARY, 0),
	ROW("受取人", LABEL_BENEFICIARY, 0),
	ROW("账号", LABEL_NUMBER, WITHIN), ROW("帐号", LABEL_NUMBER, WITHIN), ROW("账户", LABEL_NUMBER, WITHIN | DIGITS), ROW("賬號", LABEL_NUMBER, WITHIN),
	ROW("帳號", LABEL_NUMBER, WITHIN), ROW("开户行", LABEL_BANK, 0), ROW("開戶行", LABEL_BANK, 0), ROW("户名", LABEL_BENEFICIARY, MARK), ROW("收款人", LABEL_BENEFICIARY, 0),
	ROW("계좌번호", LABEL_NUMBER, WITHIN), ROW("계좌", LABEL_NUMBER, WITHIN | DIGITS), ROW("은행", LABEL_BANK, MARK), ROW("예금주", LABEL_BENEFICIARY, 0),
	ROW("kontonummer", LABEL_NUMBER, WITHIN), ROW("konto-nr", LABEL_NUMBER, WITHIN), ROW("kontoinhaber", LABEL_BENEFICIARY, 0),
	ROW("empfänger", LABEL_BENEFICIARY, MARK), ROW("numéro de compte", LABEL_NUMBER, WITHIN), ROW("número de cuenta", LABEL_NUMBER, WITHIN),
	ROW("titulaire", LABEL_BENEFICIARY, MARK), ROW("titular", LABEL_BENEFICIARY, MARK),
	ROW("swift", LABEL_BIC, 0), ROW("bic", LABEL_BIC, 0),
	ROW("aba routing", LABEL_ROUTING, 0), ROW("aba", LABEL_ROUTING, DIGITS), ROW("routing", LABEL_ROUTING, DIGITS), ROW("fedwire", LABEL_ROUTING, DIGITS),
};
#undef ROW
enum { LABELS = sizeof labels / sizeof labels[0] };

/* Which labels begin with a byte: the number of the first and, behind each, of the next, in their order; 0: none. */
static struct {
	bool made;
	uint8_t first[256], next[LABELS + 1];
	bool within[256];               /* one that may stand in a sentence */
	uint8_t numbers[LABELS];        /* the ASCII names of numbers of which no other is a part */
	size_t number_count;
} begins;

static bool is_ascii_number(int i)
{
	return labels[i].label == LABEL_NUMBER && ascii_length(labels[i].text) == labels[i].text.n;
}

/* No other one of them stands in it: "account" for all that it begins. */
static bool is_shortest_number(int i)
{
	for (int k = 0; k < LABELS; k++)
		if (k != i && is_ascii_number(k) && str_has(labels[i].text, labels[k].text))
			return false;
	return is_ascii_number(i);
}

static void make_begins(void)
{
	for (int i = 0; i < LABELS; i++)
		if (is_shortest_number(i))
			begins.numbers[begins.number_count++] = (uint8_t)i;
	for (int i = LABELS; i > 0; i--) {
		unsigned char c = (unsigned char)labels[i - 1].text.p[0];

		begins.next[i] = begins.first[c];
		begins.first[c] = (uint8_t)i;
		begins.within[c] |= (labels[i - 1].flags & WITHIN) != 0;
	}
	begins.made = true;
}

/* Of several that stand behind each other and begin alike most texts have none. */
static struct str front_of(size_t number)
{
	enum { FRONT = 3 };

	return str_at(labels[begins.numbers[number]].text, 0, FRONT);
}

bool account_may_have_label(struct str text)
{
	bool found = ascii_length(text) < text.n;

	if (!begins.made)
		make_begins();
	for (size_t i = 0, next; i < begins.number_count && !found; i = next) {
		struct str front = front_of(i);
		bool is_there = str_ihas(text, front);

		for (next = i; next < begins.number_count && str_eq(front_of(next), front); next++)
			found = found || (is_there && str_ihas(text, labels[begins.numbers[next]].text));
	}
	return found;
}

/* 〇 and 一 to 九. */
static uint32_t kanji_digit(uint32_t c)
{
	static const uint16_t digits[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };

	for (uint32_t i = 0; i < 10; i++)
		if (digits[i] == c)
			return '0' + i;
	return 0;
}

uint32_t account_narrow(uint32_t c)
{
	uint32_t like;

	if (c < 0x80)
		return c;
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (c == 0x3000 || c == 0xa0)
		return ' ';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	like = c < 0x3000 ? text_latin_twin(c) : kanji_digit(c);
	return like != 0 ? like : c;
}

/* The line lower-case and narrow, with where each byte came from. */
static void narrow_line(struct str line, struct account_line *o)
{
	size_t at = 0;

	o->n = 0;
	while (at < line.n) {
		size_t before = at;
		uint32_t c = account_narrow(utf8_next(line, &at));

		if (c >= 0x80 && text_is_invisible(c))
			continue;
		if (c < 0x80) {
			o->map[o->n] = (uint16_t)before;
			o->text[o->n++] = (char)ascii_lower((unsigned char)c);
			continue;
		}
		for (size_t k = before; k < at; k++) {
			o->map[o->n] = (uint16_t)k;
			o->text[o->n++] = line.p[k];
		}
	}
	o->map[o->n] = (uint16_t)line.n;
}

static struct str rest_of(const struct account_line *o, size_t at, size_t to)
{
	return (struct str){ o->text + at, to - at };
}

/* Soon behind `at` in its cell, or where nothing more stands in it, at the front of the next one. */
static bool digit_soon(const struct account_line *o, size_t at, size_t to)
{
	enum { SOON = 32 };
	size_t next = at;

	for (size_t i = at; i < to && i < at + SOON; i++)
		if (ascii_digit((unsigned char)o->text[i]))
			return true;
	while (next < o->n && memchr(" :\t|", o->text[next], 4) != NULL)
		next++;
	return next >= to && next < o->n && ascii_digit((unsigned char)o->text[next]);
}

/* Behind "bank": a colon, or nothing more in this cell. */
static bool marked(struct str s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == ')' || s.p[0] == '.'))
		s = str_from(s, 1);
	return s.n == 0 || memchr(":=,\t|", s.p[0], 5) != NULL || str_starts(s, STR("は"));
}

/* Which label begins at `at`: its index, -1: none.  A label that ends in a letter ends its word. */
static int label_at(const struct account_line *o, size_t at, size_t to, int needed)
{
	struct str s = rest_of(o, at, to);

	for (int i = s.n > 0 ? begins.first[(unsigned char)s.p[0]] : 0; i > 0; i = begins.next[i]) {
		struct str text = labels[i - 1].text, behind;
		int flags = labels[i - 1].flags;

		if ((flags & needed) != needed || !str_starts(s, text))
			continue;
		behind = str_from(s, text.n);
		if (behind.n > 0 && ascii_alpha((unsigned char)text.p[text.n - 1]) && ascii_alpha((unsigned char)behind.p[0]))
			continue;
		if (((flags & MARK) == 0 || marked(behind)) && ((flags & DIGITS) == 0 || digit_soon(o, at + text.n, to)))
			return i - 1;
	}
	return -1;
}

static size_t skip_indent(const struct account_line *o, size_t at, size_t to)
{
	static const char *const marks[] = { "・", "●", "■", "◆", "【", "○", "◎" };
	bool more = true;

	while (more && at < to) {
		more = memchr(" -*>\"\r", o->text[at], 6) != NULL;
		at += more;
		for (size_t i = 0; i < sizeof marks / sizeof marks[0] && !more && at < to && (unsigned char)o->text[at] >= 0x80; i++) {
			more = str_starts(rest_of(o, at, to), str_of(marks[i]));
			at += more ? strlen(marks[i]) : 0;
		}
	}
	return at;
}

/* What stands behind the label: colon, comma, tab, "No.", "is" and blanks are passed over. */
static size_t skip_to_value(const struct account_line *o, size_t at, size_t to)
{
	static const char *const words[] = { "は", "】", "普通預金", "当座預金", "普通", "当座", "普)", "当)", "no.", "code", "is ", "number", "口座番号", "番号", "口座" };
	bool more = true;

	while (more && at < to) {
		more = memchr(" :.,\t\"#=|/)(", o->text[at], 12) != NULL;
		at += more;
		for (size_t i = 0; i < sizeof words / sizeof words[0] && !more; i++) {
			more = str_starts(rest_of(o, at, to), str_of(words[i]));
			at += more ? strlen(words[i]) : 0;
		}
	}
	return at;
}

/* How many bytes of a mark stand at `at` behind which a label begins a new cell; 0: no such mark. */
static size_t comma_at(const struct account_line *o, size_t at)
{
	if (o->text[at] == ',' || o->text[at] == ';')
		return 1;
	return str_starts(rest_of(o, at, o->n), STR("、")) ? strlen("、") : 0;
}

/* Where a cell that begins at `at` ends. */
static size_t cell_end(const struct account_line *o, size_t at)
{
	for (size_t i = at; i < o->n; i++) {
		size_t comma;

		switch ((unsigned char)o->text[i]) {
		case '\t':
		case '|':
			return i;
		case ' ':
			if (str_starts(rest_of(o, i, o->n), STR("   ")))
				return i;
			break;
		case ',':
		case ';':
		case 0xe3:              /* of the ideographic comma */
			comma = i > at ? comma_at(o, i) : 0;
			if (comma > 0 && label_at(o, skip_indent(o, i + comma, o->n), o->n, 0) >= 0)
				return i;
			break;
		default:
			break;
		}
	}
	return o->n;
}

/* Where the label of a number stands in the middle of a cell: its number, *at_r; -1: nowhere. */
static int number_within(const struct account_line *o, size_t from, size_t to, size_t *at_r)
{
	for (size_t i = from; i < to; i++) {
		int label;

		/* the middle of a word is no place for a label */
		if (!begins.within[(unsigned char)o->text[i]] ||
		    (i > from && ascii_alpha((unsigned char)o->text[i - 1]) && ascii_alpha((unsigned char)o->text[i])))
			continue;
		label = label_at(o, i, to, WITHIN);
		*at_r = i;
		if (label >= 0)
			return label;
	}
	return -1;
}

/* 「振込先：みずほ銀行 丸の内支店 普通 1234567」: the bank's cell ends where that of its number begins. */
static size_t bank_end(const struct account_line *o, size_t at, size_t end)
{
	size_t from = skip_indent(o, at, end), number;
	int label = label_at(o, from, end, 0);

	if (label < 0 || labels[label].label != LABEL_BANK || number_within(o, from + labels[label].text.n, end, &number) < 0)
		return end;
	return number;
}

/* 「振込先が変わりました」 is a sentence; 「振込先がみずほ銀行に変わり」 is one with a name.  How much stands before it; -1: no name follows. */
static long long before_name(struct str value)
{
	static const char *const particles[] = { "が", "を", "に", "も", "の", "と", "で" };
	static const char *const banks[] = { "銀行", "信用金庫", "信金", "信用組合", "協同組合", "労働金庫", "ゆうちょ" };

	for (size_t i = 0; i < sizeof particles / sizeof particles[0]; i++) {
		if (!str_starts(value, str_of(particles[i])))
			continue;
		for (size_t k = 0; k < sizeof banks / sizeof banks[0]; k++)
			if (str_has(value, str_of(banks[k])))
				return (long long)strlen(particles[i]);
		return -1;
	}
	return 0;
}

static void read_cell(struct str line, const struct account_line *o, size_t from, size_t to, struct account_cell *c)
{
	size_t at = skip_indent(o, from, to), value;
	int label = label_at(o, at, to, 0);

	*c = (struct account_cell){ .from = o->map[at] };
	c->text = str_trim(str_at(line, o->map[at], o->map[to] - o->map[at]));
	c->value = STR("");
	if (label < 0 && (label = number_within(o, at, to, &at)) < 0)
		return;
	value = skip_to_value(o, at + labels[label].text.n, to);
	if (labels[label].label == LABEL_BANK) {
		long long before = before_name(rest_of(o, value, to));

		if (before < 0)
			return;
		value += (size_t)before;
	}
	c->label = labels[label].label;
	c->value_from = o->map[value];
	c->value = str_at(line, o->map[value], o->map[to] - o->map[value]);
	while (c->value.n > 0 && memchr("\r\"|, \t", c->value.p[c->value.n - 1], 6) != NULL)
		c->value.n--;
}

void account_cells(struct str line, struct account_line *o)
{
	size_t at = 0, column = 0;

	o->n = o->count = 0;
	if (line.n > ACCOUNT_LINE_MOST)
		return;
	if (!begins.made)
		make_begins();
	narrow_line(line, o);
	while (at < o->n && o->count < ACCOUNT_CELLS) {
		size_t mark = cell_end(o, at), end = bank_end(o, at, mark);

		if (end > at) {
			read_cell(line, o, at, end, &o->cells[o->count]);
			o->cells[o->count].column = column;
		}
		column += end == mark && mark < o->n && (o->text[mark] == '\t' || o->text[mark] == '|');
		if (end > at && o->cells[o->count].text.n > 0)
			o->count++;
		at = end < mark ? end : end + 1;
	}
}

void account_head_take(struct account_head *h, const struct account_cell *cells, size_t n)
{
	h->count = n;
	for (size_t i = 0; i < n; i++) {
		h->cells[i].label = cells[i].label;
		h->cells[i].column = cells[i].column;
	}
}

enum account_label account_head_label(const struct account_head *h, const struct account_cell *cells, size_t n, size_t i)
{
	bool by_column = h->count > 1 && n != h->count && h->cells[h->count - 1].column > 0 && cells[n - 1].column > 0;

	if (!by_column)
		return i < h->count ? h->cells[i].label : LABEL_NONE;
	for (size_t k = 0; k < h->count; k++)
		if (h->cells[k].column == cells[i].column)
			return h->cells[k].label;
	return LABEL_NONE;
}

/* The digit that is all of a cell; 0: it holds something else. */
static char only_digit(const struct account_cell *c)
{
	size_t at = 0;
	uint32_t d = c->text.n > 0 ? account_narrow(utf8_next(c->text, &at)) : 0;

	return c->label == LABEL_NONE && at == c->text.n && d >= '0' && d <= '9' ? (char)d : '\0';
}

size_t account_digit_cells(const struct account_cell *cells, size_t n, char digits[ACCOUNT_DIGITS], size_t *first_r)
{
	size_t count = 0;

	*first_r = n > 2 && only_digit(&cells[1]) == '\0' ? 2 : 1;
	while (*first_r + count < n && count < ACCOUNT_DIGITS && (digits[count] = only_digit(&cells[*first_r + count])) != '\0')
		count++;
	return count;
}

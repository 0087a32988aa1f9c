/* account_line.c - see account_line.h. */
#include "parse/account_line.h"

#include "base/text.h"

enum { GAP = 3 };

/* MARK: only where a colon or the end of the cell follows; DIGITS: only where a digit follows soon;
 * WITHIN: also in the middle of a sentence. */
enum { MARK = 1, DIGITS = 2, WITHIN = 4 };

static const struct { const char *text; enum account_label label; int flags; } labels[] = {
	{ "beneficiary bank address", LABEL_PLACE, 0 }, { "bank address", LABEL_PLACE, 0 }, { "bank country", LABEL_PLACE, 0 },
	{ "country", LABEL_PLACE, MARK }, { "銀行住所", LABEL_PLACE, 0 }, { "国名", LABEL_PLACE, MARK },
	{ "beneficiary bank", LABEL_BANK, 0 }, { "beneficiary's bank", LABEL_BANK, 0 }, { "name of bank", LABEL_BANK, 0 },
	{ "bank name", LABEL_BANK, 0 }, { "bank", LABEL_BANK, MARK }, { "銀行名", LABEL_BANK, 0 }, { "金融機関名", LABEL_BANK, 0 },
	{ "金融機関", LABEL_BANK, MARK }, { "振込先銀行", LABEL_BANK, 0 }, { "お振込先", LABEL_BANK, 0 }, { "振込先", LABEL_BANK, 0 },
	{ "取引銀行", LABEL_BANK, 0 },
	{ "branch name", LABEL_BRANCH, 0 }, { "branch", LABEL_BRANCH, MARK }, { "支店名", LABEL_BRANCH, 0 }, { "支店", LABEL_BRANCH, MARK },
	{ "店名", LABEL_BRANCH, MARK },
	{ "beneficiary account", LABEL_NUMBER, 0 }, { "beneficiary a/c", LABEL_NUMBER, 0 },
	{ "account number", LABEL_NUMBER, WITHIN }, { "account no", LABEL_NUMBER, WITHIN }, { "account #", LABEL_NUMBER, 0 },
	{ "acct no", LABEL_NUMBER, WITHIN }, { "acct.", LABEL_NUMBER, 0 }, { "acc no", LABEL_NUMBER, 0 }, { "acc. no", LABEL_NUMBER, 0 },
	{ "a/c no", LABEL_NUMBER, WITHIN }, { "a/c", LABEL_NUMBER, 0 }, { "account", LABEL_NUMBER, MARK | DIGITS },
	{ "usd account", LABEL_NUMBER, DIGITS }, { "eur account", LABEL_NUMBER, DIGITS }, { "iban", LABEL_NUMBER, WITHIN },
	{ "記号番号", LABEL_NUMBER, WITHIN | DIGITS }, { "記号・番号", LABEL_NUMBER, WITHIN | DIGITS }, { "記号", LABEL_NUMBER, WITHIN | DIGITS },
	{ "口座番号", LABEL_NUMBER, WITHIN }, { "口座no", LABEL_NUMBER, WITHIN }, { "普通預金", LABEL_NUMBER, WITHIN | DIGITS },
	{ "当座預金", LABEL_NUMBER, WITHIN | DIGITS }, { "普通", LABEL_NUMBER, WITHIN | DIGITS }, { "当座", LABEL_NUMBER, WITHIN | DIGITS },
	{ "(普)", LABEL_NUMBER, WITHIN | DIGITS }, { "(当)", LABEL_NUMBER, WITHIN | DIGITS }, { "普)", LABEL_NUMBER, WITHIN | DIGITS },
	{ "account name", LABEL_BENEFICIARY, 0 }, { "account holder", LABEL_BENEFICIARY, 0 }, { "name of account", LABEL_BENEFICIARY, 0 },
	{ "beneficiary name", LABEL_BENEFICIARY, 0 }, { "beneficiary", LABEL_BENEFICIARY, 0 }, { "payee", LABEL_BENEFICIARY, MARK },
	{ "in favour of", LABEL_BENEFICIARY, 0 }, { "in favor of", LABEL_BENEFICIARY, 0 }, { "口座名義人", LABEL_BENEFICIARY, 0 },
	{ "口座名義", LABEL_BENEFICIARY, 0 }, { "ご名義", LABEL_BENEFICIARY, 0 }, { "名義人", LABEL_BENEFICIARY, 0 },
	{ "名義", LABEL_BENEFICIARY, MARK }, { "口座名", LABEL_BENEFICIARY, MARK }, { "受取人名", LABEL_BENEFICIARY, 0 },
	{ "受取人", LABEL_BENEFICIARY, 0 },
	{ "swift", LABEL_BIC, 0 }, { "bic", LABEL_BIC, 0 },
	{ "aba routing", LABEL_ROUTING, 0 }, { "aba", LABEL_ROUTING, DIGITS }, { "routing", LABEL_ROUTING, DIGITS }, { "fedwire", LABEL_ROUTING, DIGITS },
};
enum { LABELS = sizeof labels / sizeof labels[0] };

uint32_t account_narrow(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (c == 0x3000 || c == 0xa0)
		return ' ';
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ? '-' : c;
}

/* The line lower-case and narrow, with where each byte came from. */
struct narrowed {
	char text[ACCOUNT_LINE_MOST + 8];
	uint16_t map[ACCOUNT_LINE_MOST + 8];
	size_t n;
};

static void narrow_line(struct str line, struct narrowed *o)
{
	size_t at = 0;

	o->n = 0;
	while (at < line.n) {
		size_t before = at;
		uint32_t c = account_narrow(utf8_next(line, &at));

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

static struct str rest_of(const struct narrowed *o, size_t at, size_t to)
{
	return (struct str){ o->text + at, to - at };
}

static bool digit_soon(struct str s)
{
	enum { SOON = 32 };

	for (size_t i = 0; i < s.n && i < SOON; i++)
		if (ascii_digit((unsigned char)s.p[i]))
			return true;
	return false;
}

/* Behind "bank": a colon, or nothing more in this cell. */
static bool marked(struct str s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == ')' || s.p[0] == '.'))
		s = str_from(s, 1);
	return s.n == 0 || memchr(":=,\t|", s.p[0], 5) != NULL || str_starts(s, STR("は"));
}

/* Which label begins at `at`: its index, -1: none.  A label that ends in a letter ends its word. */
static int label_at(const struct narrowed *o, size_t at, size_t to, int needed)
{
	struct str s = rest_of(o, at, to);

	for (int i = 0; i < LABELS; i++) {
		struct str text = str_of(labels[i].text), behind;

		if ((labels[i].flags & needed) != needed || !str_starts(s, text))
			continue;
		behind = str_from(s, text.n);
		if (behind.n > 0 && ascii_alpha((unsigned char)text.p[text.n - 1]) && ascii_alpha((unsigned char)behind.p[0]))
			continue;
		if (((labels[i].flags & MARK) == 0 || marked(behind)) && ((labels[i].flags & DIGITS) == 0 || digit_soon(behind)))
			return i;
	}
	return -1;
}

/* Can a label that may stand inside a sentence begin here?  Asked at every byte, so it looks at the first ones only. */
static bool may_begin(const struct narrowed *o, size_t at, size_t to)
{
	static const char *const kanji[] = { "記", "口", "普", "当" };
	char c = o->text[at];

	if (c == 'a' || c == 'i' || c == '(')
		return true;
	if ((unsigned char)c < 0xe0)
		return false;
	for (size_t i = 0; i < sizeof kanji / sizeof kanji[0]; i++)
		if (str_starts(rest_of(o, at, to), str_of(kanji[i])))
			return true;
	return false;
}

static size_t skip_indent(const struct narrowed *o, size_t at, size_t to)
{
	static const char *const marks[] = { "・", "●", "■", "◆", "【", "○", "◎" };
	bool more = true;

	while (more && at < to) {
		more = memchr(" -*>\"\r", o->text[at], 6) != NULL;
		at += more;
		for (size_t i = 0; i < sizeof marks / sizeof marks[0] && !more; i++) {
			more = str_starts(rest_of(o, at, to), str_of(marks[i]));
			at += more ? strlen(marks[i]) : 0;
		}
	}
	return at;
}

/* What stands behind the label: colon, comma, tab, "No.", "is" and blanks are passed over. */
static size_t skip_to_value(const struct narrowed *o, size_t at, size_t to)
{
	static const char *const words[] = { "は", "】", "普通預金", "当座預金", "普通", "当座", "普)", "当)", "no.", "code", "is ", "number", "口座番号", "番号" };
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

/* Where a cell that begins at `at` ends. */
static size_t cell_end(const struct narrowed *o, size_t at)
{
	for (size_t i = at; i < o->n; i++) {
		struct str s = rest_of(o, i, o->n);

		if (o->text[i] == '\t' || o->text[i] == '|' || str_starts(s, STR("   ")))
			return i;
		if (i > at && (o->text[i] == ',' || o->text[i] == ';' || str_starts(s, STR("、"))) &&
		    label_at(o, skip_indent(o, i + (o->text[i] == ',' || o->text[i] == ';' ? 1 : 3), o->n), o->n, 0) >= 0)
			return i;
	}
	return o->n;
}

static void read_cell(struct str line, const struct narrowed *o, size_t from, size_t to, struct account_cell *c)
{
	size_t at = skip_indent(o, from, to), value;
	int label = label_at(o, at, to, 0);

	*c = (struct account_cell){ .from = o->map[at] };
	c->text = str_trim(str_at(line, o->map[at], o->map[to] - o->map[at]));
	c->value = STR("");
	for (size_t i = at; label < 0 && i < to; i++) {
		/* the middle of a word is no place for a label */
		if (!may_begin(o, i, to) ||
		    (i > at && ascii_alpha((unsigned char)o->text[i - 1]) && ascii_alpha((unsigned char)o->text[i])))
			continue;
		label = label_at(o, i, to, WITHIN);
		if (label >= 0)
			at = i;
	}
	if (label < 0)
		return;
	c->label = labels[label].label;
	value = skip_to_value(o, at + strlen(labels[label].text), to);
	c->value_from = o->map[value];
	c->value = str_at(line, o->map[value], o->map[to] - o->map[value]);
	while (c->value.n > 0 && memchr("\r\"|, \t", c->value.p[c->value.n - 1], 6) != NULL)
		c->value.n--;
}

size_t account_cells(struct str line, struct account_cell *cells)
{
	struct narrowed o;
	size_t n = 0, at = 0;

	if (line.n > ACCOUNT_LINE_MOST)
		return 0;
	narrow_line(line, &o);
	while (at < o.n && n < ACCOUNT_CELLS) {
		size_t end = cell_end(&o, at);

		if (end > at)
			read_cell(line, &o, at, end, &cells[n]);
		if (end > at && cells[n].text.n > 0)
			n++;
		at = end + 1;
	}
	return n;
}

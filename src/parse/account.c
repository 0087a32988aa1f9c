/* account.c - finding accounts line by line: what stands near a number says whose it is. */
#include "parse/account.h"

#include "base/text.h"
#include "parse/account_line.h"

enum { MOST_ACCOUNTS = 50, NEAR_LINES = 12, NAME_MOST = 160 };

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

static bool begins_like_iban(const char *p, size_t n)
{
	return n >= 4 && ascii_digit((unsigned char)p[2]) && ascii_digit((unsigned char)p[3]) && ascii_alpha((unsigned char)p[0]) &&
	    ascii_alpha((unsigned char)p[1]);
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
		uint32_t c = account_narrow(utf8_next(s, &at));

		if (c >= 0x80 && text_is_invisible(c))
			continue;
		if (c == 0x30fc)                        /* the long vowel's mark, typed for a hyphen */
			c = '-';
		if (c < 0x80 && (ascii_digit((unsigned char)c) || ascii_alpha((unsigned char)c))) {
			out[n++] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
			end = at;
		} else if (c != ' ' && c != '-' && c != '.') {
			break;
		} else if (c != '-' && word_follows(s, before) && n > 0 && (n >= SHORTEST_IBAN || !begins_like_iban(out, n))) {
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

/* ---- what stands near ---- */

enum field { BANK, BRANCH, BENEFICIARY, BIC, ROUTING, PLACE, FIELDS };

struct finding_accounts {
	struct arena *arena;
	struct account *list;
	long long *lines;               /* where each stands */
	size_t count;
	struct { struct str value; long long line; } near[FIELDS];
	long long line;
	/* the last line's labels, of which the next line has the values: one alone, or a table's head */
	struct account_head waiting;
	struct account_line cells;      /* of the line */
};

static struct str *field_of(struct account *x, enum field f)
{
	struct str *const fields[] = { &x->bank, &x->branch, &x->beneficiary, &x->bic, &x->routing, &x->place };

	return fields[f];
}

/* A name stays with the numbers that follow soon, and with the one just before it that has none. */
static void note(struct finding_accounts *s, enum field f, struct str value)
{
	struct account *last = s->count > 0 ? &s->list[s->count - 1] : NULL;

	value = str_trim(utf8_cut(value, NAME_MOST));
	if (value.n == 0)
		return;
	s->near[f].value = value;
	s->near[f].line = s->line;
	if (last != NULL && s->line - s->lines[s->count - 1] <= NEAR_LINES && field_of(last, f)->n == 0)
		*field_of(last, f) = value;
	if (last != NULL && f == ROUTING && last->kind == ACCOUNT_OTHER && last->routing.n > 0)
		last->kind = ACCOUNT_ABA;
}

/* The first word of 8 or 11 capital letters and digits. */
static struct str bic_in(struct arena *a, struct str value)
{
	struct str rest = value, word;

	while (str_split(&rest, ' ', &word)) {
		size_t length;
		struct str bic = comparable(a, word, &length);

		if (bic_shape(bic))
			return bic;
	}
	return STR("");
}

static struct str routing_in(struct arena *a, struct str value)
{
	size_t length;
	struct str number = comparable(a, value, &length);

	return aba_good(number) ? number : STR("");
}

/* ---- Japan ---- */

static long long first_of(struct str s, const char *const *words, size_t n, size_t *length_r)
{
	long long best = -1;

	for (size_t i = 0; i < n; i++) {
		long long at = str_find(s, str_of(words[i]));

		if (at >= 0 && (best < 0 || at < best)) {
			best = at;
			*length_r = strlen(words[i]);
		}
	}
	return best;
}

/* 「みずほ銀行 丸の内支店」: the bank's name ends with its word, the branch's behind it with its own. */
static void note_japanese_bank(struct finding_accounts *s, struct str cell)
{
	static const char *const banks[] = { "銀行", "信用金庫", "信金", "信用組合", "農業協同組合", "労働金庫", "ゆうちょ" };
	static const char *const branches[] = { "支店", "本店", "営業部", "出張所", "支所" };
	size_t bank_length = 0, branch_length = 0;
	long long bank, branch;
	struct str rest;

	if (ascii_length(cell) == cell.n)
		return;
	bank = first_of(cell, banks, sizeof banks / sizeof banks[0], &bank_length);
	if (bank < 0)
		return;
	rest = str_from(cell, (size_t)bank + bank_length);
	branch = first_of(rest, branches, sizeof branches / sizeof branches[0], &branch_length);
	if (branch < 0 || branch > 60)
		return;
	note(s, BANK, str_at(cell, 0, (size_t)bank + bank_length));
	rest = str_at(rest, 0, (size_t)branch + branch_length);
	while (str_starts(rest, STR("　")))
		rest = str_from(rest, strlen("　"));
	note(s, BRANCH, rest);
}

/* Katakana (or half-width), blanks and the signs of firms' names: a holder as banks write it. */
static bool is_kana_name(struct str s)
{
	size_t at = 0, kana = 0;

	while (at < s.n) {
		uint32_t c = utf8_next(s, &at);

		if ((c >= 0x30a0 && c <= 0x30ff) || (c >= 0xff65 && c <= 0xff9f))
			kana++;
		else if (c != ' ' && c != 0x3000 && c != '(' && c != ')' && c != 0xff08 && c != 0xff09 && c != '.' && c != 0xff0e && c != '\r')
			return false;
	}
	return kana >= 2;
}

static bool is_japanese_label(struct str cell)
{
	return str_has(cell, STR("普")) || str_has(cell, STR("当座")) || str_has(cell, STR("口座")) || str_has(cell, STR("預金"));
}

/* 記号 5 digits that begin with 0 or 1, 番号 up to 8 that end with 1: 「12340-12345671」, 「記号 12340 番号 12345671」. */
static bool take_yucho(struct finding_accounts *s, struct str value, struct account *x)
{
	enum { KIGO = 5 };
	long long second = str_find(value, STR("番号"));
	size_t length, more;
	struct str first, rest = value, number;

	if (second >= 0) {
		first = comparable(s->arena, str_at(value, 0, (size_t)second), &length);
		rest = str_from(value, (size_t)second + strlen("番号"));
		for (size_t at = 0; rest.n > 0; at = 0) {
			uint32_t c = account_narrow(utf8_next(rest, &at));

			if (c != ' ' && c != ':' && c != '.')
				break;
			rest = str_from(rest, at);
		}
		number = comparable(s->arena, rest, &more);
		if (number.n == 0)
			return false;
		first = str_at(first, 0, KIGO);         /* "12340-1": the digit behind it counts reissues */
		x->number = arena_printf(s->arena, STR_FMT STR_FMT, STR_ARG(first), STR_ARG(number));
		length = (size_t)(rest.p - value.p) + more;
	} else {
		x->number = comparable(s->arena, value, &length);
	}
	x->shown = str_at(value, 0, length);
	x->kind = ACCOUNT_YUCHO;
	return x->number.n >= 11 && x->number.n <= 14 && (x->number.p[0] == '0' || x->number.p[0] == '1');
}

/* ---- numbers ---- */

static void add(struct finding_accounts *s, struct account x, size_t from)
{
	struct account *last = s->count > 0 ? &s->list[s->count - 1] : NULL;

	x.from = from;
	x.to = from + x.shown.n;
	for (enum field f = BANK; f < FIELDS; f++) {
		bool is_near = s->near[f].value.n > 0 && s->line - s->near[f].line <= NEAR_LINES;

		*field_of(&x, f) = is_near ? s->near[f].value : STR("");
	}
	if (x.kind == ACCOUNT_OTHER && x.routing.n > 0)
		x.kind = ACCOUNT_ABA;
	if (x.kind == ACCOUNT_ABA)
		x.check_good = aba_good(x.routing);
	/* an IBAN beside the number that it holds is one account */
	if (last != NULL && s->line - s->lines[s->count - 1] <= 3 && last->is_iban != x.is_iban && account_same(last, &x)) {
		if (x.is_iban)
			*last = x;
		return;
	}
	if (s->count >= MOST_ACCOUNTS)
		return;
	s->lines[s->count] = s->line;
	s->list[s->count++] = x;
}

static void take_number(struct finding_accounts *s, const struct account_cell *c, struct str value, size_t from)
{
	struct account x = { .kind = ACCOUNT_OTHER };
	size_t length;

	if (str_has(c->text, STR("記号")) && take_yucho(s, value, &x)) {
		add(s, x, from);
		return;
	}
	x = (struct account){ .number = comparable(s->arena, value, &length) };
	x.shown = str_at(value, 0, length);
	if (digits_in(x.number) < 5 || x.number.n > 34)
		return;
	x.is_iban = iban_shape(x.number);
	x.check_good = x.is_iban && iban_good(x.number);
	x.kind = x.is_iban ? ACCOUNT_IBAN : is_japanese_label(c->text) && x.number.n <= 8 ? ACCOUNT_JAPAN : ACCOUNT_OTHER;
	add(s, x, from);
	value = str_trim(str_from(value, length));
	while (str_starts(value, STR("　")))
		value = str_from(value, strlen("　"));
	if (x.kind == ACCOUNT_JAPAN && is_kana_name(value))
		note(s, BENEFICIARY, value);
}

/* An IBAN in a sentence, without a label: only where all of it fits. */
static void take_bare_iban(struct finding_accounts *s, const struct account_cell *c, size_t line_from)
{
	for (size_t i = 0, step; i + 15 <= c->text.n; i += step) {
		struct str rest = str_from(c->text, i);
		struct account x = { .kind = ACCOUNT_IBAN, .is_iban = true, .check_good = true };
		size_t length;

		step = ascii_digit((unsigned char)rest.p[3]) ? 1 : 2;   /* no digit there: none begins at the next byte either */
		if (!begins_like_iban(rest.p, rest.n) ||
		    (i > 0 && (ascii_alpha((unsigned char)rest.p[-1]) || ascii_digit((unsigned char)rest.p[-1]))))
			continue;
		x.number = comparable(s->arena, str_at(rest, 0, 50), &length);
		x.shown = str_at(rest, 0, length);
		if (iban_good(x.number)) {
			add(s, x, line_from + c->from + i);
			return;
		}
	}
}

static void take_field(struct finding_accounts *s, const struct account_cell *c, enum account_label label, struct str value, size_t from)
{
	switch (label) {
	case LABEL_NUMBER:
		take_number(s, c, value, from);
		break;
	case LABEL_BANK:
		note(s, BANK, value);
		break;
	case LABEL_BRANCH:
		note(s, BRANCH, value);
		break;
	case LABEL_BENEFICIARY:
		note(s, BENEFICIARY, value);
		break;
	case LABEL_BIC:
		note(s, BIC, bic_in(s->arena, value));
		break;
	case LABEL_ROUTING:
		note(s, ROUTING, routing_in(s->arena, value));
		break;
	case LABEL_PLACE:
		note(s, PLACE, value);
		break;
	case LABEL_NONE:
		break;
	}
}

static size_t digits_of(struct str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n;) {
		uint32_t c = account_narrow(utf8_next(s, &at));

		n += c < 0x80 && ascii_digit((unsigned char)c);
	}
	return n;
}

/* "our new account at Delta Commerce Bank is 7730901244": a long number behind both words, that is no telephone. */
static void take_told(struct finding_accounts *s, const struct account_cell *c, size_t line_from)
{
	enum { SHORTEST = 7, LONGEST = 16 };
	long long account, bank;
	size_t n;

	if (digits_in(c->text) < SHORTEST)
		return;
	account = str_ifind(c->text, STR("account"));
	bank = str_ifind(c->text, STR("bank"));
	account = account >= 0 ? account : str_find(c->text, STR("口座"));
	bank = bank >= 0 ? bank : str_find(c->text, STR("銀行"));
	if (account < 0 || bank < 0)
		return;
	for (size_t i = (size_t)account; i < c->text.n; i += n + 1) {
		struct account x = { .kind = ACCOUNT_OTHER };

		for (n = 0; i + n < c->text.n && ascii_digit((unsigned char)c->text.p[i + n]);)
			n++;
		if (n < SHORTEST || n > LONGEST || (i > 0 && memchr("+-.,/#", c->text.p[i - 1], 6) != NULL) ||
		    (i + n < c->text.n && memchr("-/@", c->text.p[i + n], 3) != NULL))
			continue;
		x.number = x.shown = str_at(c->text, i, n);
		add(s, x, line_from + c->from + i);
		return;
	}
}

/* A table's head: names of columns and no value, one of them the account's. */
static bool is_head(const struct account_cell *cells, size_t n)
{
	bool number = false;

	for (size_t i = 0; i < n; i++) {
		if (cells[i].value.n > 0 || digits_of(cells[i].text) > 0)
			return false;
		number |= cells[i].label == LABEL_NUMBER;
	}
	return number;
}

/* A number with a cell for each digit: how many cells behind the label it fills; 0: none. */
static size_t take_digits(struct finding_accounts *s, const struct account_cell *cells, size_t n, size_t line_from)
{
	enum { SHORTEST = 5 };
	struct account x = { .kind = ACCOUNT_OTHER };
	char digits[ACCOUNT_DIGITS];
	size_t first, count = account_digit_cells(cells, n, digits, &first), before = s->count;
	const struct account_cell *last = &cells[first + count - 1];

	if (cells[0].label != LABEL_NUMBER || count < SHORTEST)
		return 0;
	x.number = x.shown = arena_str(s->arena, (struct str){ digits, count });
	x.kind = is_japanese_label(cells[0].text) && count <= 8 ? ACCOUNT_JAPAN : ACCOUNT_OTHER;
	add(s, x, line_from + cells[first].from);
	if (s->count > before)
		s->list[before].to = line_from + last->from + last->text.n;
	return first + count - 1;
}

/* The value stands behind its label, in the next cell, or in the next line: alone, or below the label in a table. */
static void take_line(struct finding_accounts *s, struct str line, size_t line_from)
{
	const struct account_cell *cells = s->cells.cells;
	struct account_head above = s->waiting;
	size_t n, digits;

	account_cells(line, &s->cells);
	n = s->cells.count;
	if (n == 0)
		return;         /* an empty line, or the rule below a table's head */
	s->waiting.count = 0;
	if (is_head(cells, n)) {
		account_head_take(&s->waiting, cells, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct account_cell *c = &cells[i], *next = i + 1 < n ? &cells[i + 1] : NULL;
		bool next_is_value = c->value.n == 0 && next != NULL && next->label == LABEL_NONE;
		enum account_label label = account_head_label(&above, cells, n, i);

		if (c->label == LABEL_NONE && label != LABEL_NONE) {
			take_field(s, c, label, c->text, line_from + c->from);
		} else if (next_is_value && (digits = take_digits(s, c, n - i, line_from)) > 0) {
			i += digits - 1;
		} else if (c->label == LABEL_NONE) {
			take_bare_iban(s, c, line_from);
			take_told(s, c, line_from);
		} else if (c->value.n > 0) {
			take_field(s, c, c->label, c->value, line_from + c->value_from);
		} else if (next_is_value) {
			take_field(s, c, c->label, next->text, line_from + next->from);
		} else if (next == NULL) {
			account_head_take(&s->waiting, c, 1);
		}
		i += c->label != LABEL_NONE && next_is_value;
		note_japanese_bank(s, c->label != LABEL_BANK ? c->text : next_is_value ? next->text : c->value);
	}
	if (n == 1 && s->count > 0 && s->lines[s->count - 1] == s->line - 1 && s->list[s->count - 1].kind == ACCOUNT_JAPAN &&
	    cells[0].label == LABEL_NONE && is_kana_name(cells[0].text))
		note(s, BENEFICIARY, cells[0].text);
}

static bool has_iban_begin(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (begins_like_iban(line.p + i, line.n - i))
			return true;
	return false;
}

/* Five digits with nothing between them that ends a number (comparable), or each in its cell. */
static bool has_number(struct str line)
{
	size_t digits = 0;

	for (size_t i = 0; i < line.n && digits < 5; i++) {
		unsigned char c = (unsigned char)line.p[i];

		if (ascii_digit(c))
			digits++;
		else if (c < 0x80 && !ascii_alpha(c) && c != ' ' && c != '-' && c != '.' && c != '\t' && c != '|')
			digits = 0;
	}
	return digits >= 5;
}

/* An account has five digits, or is an IBAN, or a kigo with its bango: else nothing more need be looked at. */
static bool line_may_hold(struct str line)
{
	size_t digits;

	if (line.n > ACCOUNT_LINE_MOST)
		return false;
	digits = digits_in(line);
	if (ascii_length(line) < line.n)
		return digits >= 5 || digits_of(line) >= 5 || str_has(line, STR("記号")) || has_iban_begin(line);
	return digits >= 2 && ((digits >= 5 && has_number(line)) || has_iban_begin(line));
}

/* ---- a text ---- */

static struct str line_at(struct str text, size_t at)
{
	return str_upto(str_from(text, at), '\n');
}

static size_t line_before(struct str text, size_t at)
{
	const char *end = memrchr(text.p, '\n', at - 1);

	return end != NULL ? (size_t)(end - text.p) + 1 : 0;
}

static bool has_cells(struct finding_accounts *s, struct str line)
{
	account_cells(line, &s->cells);
	return s->cells.count > 0;
}

/* Takes the `near` lines before `at`, not those before `read`, and first the one whose labels wait for them. */
static void take_lines_before(struct finding_accounts *s, struct str text, size_t read, size_t at, long long line, long long near)
{
	size_t from = at;

	s->line = line;
	while (from > read && (line - s->line <= near || !has_cells(s, line_at(text, from)))) {
		from = line_before(text, from);
		s->line--;
	}
	for (; from < at; s->line++) {
		struct str before = line_at(text, from);

		take_line(s, before, from);
		from += before.n + 1;
	}
}

static struct finding_accounts *finding_new(struct arena *scratch, struct arena *a)
{
	struct finding_accounts *s = ARENA_NEW(scratch, struct finding_accounts);

	s->arena = a;
	s->list = arena_room(scratch, MOST_ACCOUNTS * sizeof *s->list);
	s->lines = arena_room(scratch, MOST_ACCOUNTS * sizeof *s->lines);
	return s;
}

/* With the labels that wait for it, whatever else stands near. */
static bool line_holds(struct finding_accounts *alone, struct str text, size_t at)
{
	alone->waiting.count = 0;
	take_lines_before(alone, text, 0, at, 0, 0);
	alone->count = 0;
	take_line(alone, line_at(text, at), at);
	return alone->count > 0;
}

/* What stays is what was found: of thousands of mails most have numbers and no account. */
static size_t keep_found(struct arena *scratch, struct arena *a, const struct finding_accounts *s, struct account **list_r)
{
	size_t n = s != NULL ? s->count : 0;

	if (n > 0) {
		*list_r = ARENA_ARRAY(a, struct account, n);
		memcpy(*list_r, s->list, n * sizeof **list_r);
	}
	if (scratch != NULL)
		arena_free(scratch);
	return n;
}

/* Names are looked for near a number only: most lines of a text are near none. */
size_t account_find(struct arena *a, struct str text, struct account **list_r)
{
	struct finding_accounts *s = NULL, *alone = NULL;
	struct arena *scratch = NULL;
	bool asked = false, has_label = false;
	long long line = 0;
	size_t read = 0;                /* behind the last line that was taken */

	*list_r = NULL;
	for (size_t at = 0, next; at < text.n; at = next) {
		struct str here = line_at(text, at);
		bool is_near = s != NULL && s->count > 0 && line + 1 - s->lines[s->count - 1] <= NEAR_LINES;

		line++;
		next = at + here.n + 1;
		if (!is_near && s != NULL && s->count == MOST_ACCOUNTS)
			break;
		if (!is_near && !line_may_hold(here))
			continue;
		/* without the name of a number anywhere only an IBAN is one */
		has_label = has_label || (!asked && account_may_have_label(text));
		asked = true;
		if (!is_near && !has_label && !has_iban_begin(here))
			continue;
		if (scratch == NULL) {
			scratch = arena_beside(a);
			s = finding_new(scratch, a);
			alone = finding_new(scratch, a);
		}
		if (!is_near && !line_holds(alone, text, at))
			continue;
		if (!is_near)
			take_lines_before(s, text, read, at, line, NEAR_LINES);
		s->line = line;
		take_line(s, here, at);
		read = next;
	}
	return keep_found(scratch, a, s, list_r);
}

/* quote.c - newest text, quoted mails, signature, disclaimer: one pass over the lines.
 *
 * A line is part of a quote by its '>' marks, by standing behind an attribution line or an Outlook
 * block, or by lying in a range that HTML marked. */
#include "parse/quote.h"

#include "base/buf.h"
#include "base/text.h"

enum { MOST_QUOTES = 200, MOST_LINE = 400, LONGEST_NAME = 40 };

struct line {
	struct str text;                /* without marks and line end */
	size_t from, to;                /* in the whole text, `to` behind the line end */
	int depth;                      /* of '>' marks and HTML quotes */
};

struct splitter {
	struct arena *arena;
	struct str text;
	struct text_split *out;
	bool has_disclaimer;            /* somewhere in the text */
	struct quote *quotes;
	size_t quote_count, quote_room;
	struct span *newest;
	size_t newest_count, newest_room;
	struct line *lines;
	size_t line_count, line_room;
	size_t fields_end;              /* line behind the fields of the last block that had some */
};

static int marks_of(struct str s, size_t *skip_r)
{
	int depth = 0;
	size_t i = 0;

	while (i < s.n && (s.p[i] == '>' || (s.p[i] == ' ' && depth > 0 && i + 1 < s.n && s.p[i + 1] == '>')))
		depth += s.p[i++] == '>';
	if (depth > 0 && i < s.n && s.p[i] == ' ')
		i++;
	*skip_r = i;
	return depth;
}

static int html_depth(const struct html_quote *marked, size_t n, size_t at)
{
	int depth = 0;

	for (size_t i = 0; i < n && i < MOST_QUOTES; i++)
		if (marked[i].cite && at >= marked[i].text_from && at < marked[i].text_to && marked[i].depth > depth)
			depth = marked[i].depth;
	return depth;
}

static void cut_lines(struct splitter *s, const struct html_quote *marked, size_t marked_count)
{
	size_t at = 0;

	while (at < s->text.n) {
		const char *end = memchr(s->text.p + at, '\n', s->text.n - at);
		struct line l = { .from = at, .to = end != NULL ? (size_t)(end - s->text.p) + 1 : s->text.n };
		size_t skip;

		l.text = str_at(s->text, at, l.to - at);
		while (l.text.n > 0 && (l.text.p[l.text.n - 1] == '\n' || l.text.p[l.text.n - 1] == '\r'))
			l.text.n--;
		l.depth = marks_of(l.text, &skip);
		l.text = str_from(l.text, skip);
		if (l.depth == 0 && marked_count > 0)
			l.depth = html_depth(marked, marked_count, at);
		*ARENA_PUSH(s->arena, s->lines, s->line_count, s->line_room) = l;
		at = l.to;
	}
}

/* ---- attribution lines ---- */

static bool has_any(struct str s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_ihas(s, str_of(*words)))
			return true;
	return false;
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_digit((unsigned char)s.p[i]))
			return true;
	return false;
}

/* "On 31 Jul 2019, Alice <a@b.example> wrote:", "2019年7月31日(水) 10:12 青木 <a@b.example>:",
 * "青木さんは書きました:", "Am 31.07.2019 schrieb ...:", "... 写道:" */
static bool is_attribution(struct str line)
{
	static const char *const verbs[] = { "wrote:", "wrote :", "writes:", "書きました", "schrieb", "写道", "のメール:", "からのメッセージ",
		NULL };
	struct str t = str_trim(line);

	if (t.n < 6 || t.n > MOST_LINE || (t.p[t.n - 1] != ':' && !str_ends(t, STR("："))))
		return false;
	if (has_any(t, verbs))
		return true;
	return str_find_char(t, '@') > 0 && str_find_char(t, '<') >= 0 && has_digit(t);
}

static bool is_separator(struct str line)
{
	static const char *const words[] = { "original message", "forwarded message", "forwarded by", "元のメッセージ", "元のメール", "転送", "原始邮件",
		"ursprüngliche nachricht", "begin forwarded message", NULL };
	struct str t = str_trim(line);

	if (t.n == 0 || (t.p[0] != '-' && (t.p[0] | 0x20) != 'b' && (unsigned char)t.p[0] < 0x80))
		return false;
	return t.n < 120 && (str_starts(t, STR("--")) || str_istarts(t, STR("begin forwarded")) || str_starts(t, STR("転送されたメッセージ"))) &&
	    has_any(t, words);
}

/* "From:", "差出人:" ... of an Outlook block: which field, 0 if none. */
enum field { FIELD_NONE, FIELD_FROM, FIELD_SENT, FIELD_TO, FIELD_SUBJECT, FIELD_OTHER };

static enum field field_of(struct str line, struct str *value_r)
{
	static const struct { const char *name; enum field field; } names[] = {
		{ "from", FIELD_FROM }, { "差出人", FIELD_FROM }, { "送信者", FIELD_FROM }, { "von", FIELD_FROM }, { "发件人", FIELD_FROM },
		{ "sent", FIELD_SENT }, { "date", FIELD_SENT }, { "送信日時", FIELD_SENT }, { "日時", FIELD_SENT }, { "日付", FIELD_SENT }, { "送信日", FIELD_SENT },
		{ "gesendet", FIELD_SENT }, { "发送时间", FIELD_SENT }, { "to", FIELD_TO }, { "宛先", FIELD_TO }, { "an", FIELD_TO },
		{ "收件人", FIELD_TO }, { "subject", FIELD_SUBJECT }, { "件名", FIELD_SUBJECT }, { "題名", FIELD_SUBJECT }, { "sub", FIELD_SUBJECT }, { "betreff", FIELD_SUBJECT },
		{ "主题", FIELD_SUBJECT }, { "cc", FIELD_OTHER }, { "reply-to", FIELD_OTHER }, { "抄送", FIELD_OTHER },
		{ "bcc", FIELD_OTHER }, { "返信先", FIELD_OTHER }, { "添付ファイル", FIELD_OTHER }, { "重要度", FIELD_OTHER },
		{ "attachments", FIELD_OTHER }, { "importance", FIELD_OTHER },
	};
	struct str t = str_trim(line), front = str_at(t, 0, LONGEST_NAME);

	if (str_find_char(front, ':') < 0 && !str_has(front, STR("：")))
		return FIELD_NONE;
	while (t.n > 0 && (t.p[0] == '*' || t.p[0] == '_'))     /* bold marks of some programs */
		t = str_from(t, 1);
	for (size_t i = 0; i < sizeof names / sizeof names[0] && t.n > 0; i++) {
		struct str name, rest;

		if (((names[i].name[0] ^ t.p[0]) & 0xdf) != 0)
			continue;
		name = str_of(names[i].name);
		rest = str_from(t, name.n);
		if (!str_istarts(t, name))
			continue;
		while (rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == '*'))
			rest = str_from(rest, 1);
		if (str_starts(rest, STR(":")) || str_starts(rest, STR("："))) {
			rest = str_from(rest, rest.p[0] == ':' ? 1 : 3);
			while (rest.n > 0 && (rest.p[0] == '*' || rest.p[0] == ' '))
				rest = str_from(rest, 1);
			*value_r = str_trim(rest);
			return names[i].field;
		}
	}
	return FIELD_NONE;
}

static void address_in(struct str s, struct quote *q)
{
	long long at = str_find_char(s, '@');
	size_t from, to;

	if (at <= 0)
		return;
	for (from = (size_t)at; from > 0 && !ascii_space((unsigned char)s.p[from - 1]) && memchr("<[(\"',;:", s.p[from - 1], 8) == NULL;)
		from--;
	for (to = (size_t)at; to < s.n && !ascii_space((unsigned char)s.p[to]) && memchr(">])\"',;", s.p[to], 7) == NULL; to++)
		;
	q->who_address = str_at(s, from, to - from);
}

static struct quote empty_quote(int depth)
{
	return (struct quote){ .who = STR(""), .who_address = STR(""), .when_text = STR(""), .when_ms = TIME_NONE,
		.subject = STR(""), .to = STR(""), .text = STR(""), .depth = depth };
}

/* The name that an attribution line gives: what stands before the address, behind date and time. */
static struct str name_before(struct str s)
{
	long long open = str_find_char(s, '<');
	struct str before = str_trim(open > 0 ? str_at(s, 0, (size_t)open) : str_at(s, 0, 0));
	long long cut = str_rfind_char(before, ',');

	if (cut >= 0)
		before = str_trim(str_from(before, (size_t)cut + 1));
	for (size_t i = before.n; i > 0; i--)
		if (ascii_digit((unsigned char)before.p[i - 1]) || before.p[i - 1] == ')')
			return str_trim(str_from(before, i));
	return before;
}

/* What is marked deeper or stands to the end of the block becomes the quote's text. */
static size_t take_block(struct splitter *s, size_t from, int depth, bool to_end, struct quote *q)
{
	struct buf text;
	size_t i = from;

	buf_init_arena(&text, s->arena, s->text.n + 1);
	while (i < s->line_count && (s->lines[i].depth >= depth || (to_end && s->lines[i].depth >= depth - 1) ||
	    (s->lines[i].text.n == 0 && i + 1 < s->line_count && s->lines[i + 1].depth >= depth))) {
		if (to_end && i > from && s->lines[i].depth < depth && is_separator(s->lines[i].text))
			break;
		buf_add(&text, s->lines[i].text);
		buf_char(&text, '\n');
		i++;
	}
	q->text = str_trim(buf_str(&text));
	q->text_from = from < s->line_count ? s->lines[from].from : s->text.n;
	q->text_to = i > from ? s->lines[i - 1].to : q->text_from;
	if (s->quote_count < MOST_QUOTES)
		*ARENA_PUSH(s->arena, s->quotes, s->quote_count, s->quote_room) = *q;
	return i;
}

/* From/Sent/To/Subject lines in any order, at least From and one more. */
static size_t read_fields(struct splitter *s, size_t i, int depth, struct quote *q, int *fields_r)
{
	*fields_r = 0;
	for (; i < s->line_count && s->lines[i].depth == depth; i++) {
		struct str value;
		enum field f = field_of(s->lines[i].text, &value);

		if (s->lines[i].text.n == 0 && *fields_r == 0)
			continue;
		if (f == FIELD_NONE)
			break;
		(*fields_r)++;
		if (f == FIELD_FROM) {
			q->who = str_trim(str_upto(value, '<'));
			address_in(value, q);
		} else if (f == FIELD_SENT) {
			q->when_text = value;
			q->when_ms = quote_time(value, ZONE_JST);
		} else if (f == FIELD_TO) {
			q->to = value;
		} else if (f == FIELD_SUBJECT) {
			q->subject = value;
		}
	}
	/* Becky! draws a line behind them */
	return *fields_r > 0 && i < s->line_count && str_eq(str_trim(s->lines[i].text), STR("----")) ? i + 1 : i;
}

static size_t skip_blank(const struct splitter *s, size_t i)
{
	while (i < s->line_count && s->lines[i].text.n == 0)
		i++;
	return i;
}

/* Of a forward or an answer whose line of dashes or words is line i.  Telephones mark the fields as quoted, too. */
static size_t read_separated(struct splitter *s, size_t i, struct quote *q, int *fields_r)
{
	size_t first = skip_blank(s, i + 1);
	int depth = s->lines[i].depth;

	if (first < s->line_count && s->lines[first].depth == depth + 1)
		return read_fields(s, first, depth + 1, q, fields_r);
	return read_fields(s, i + 1, depth, q, fields_r);
}

/* A quote that begins at line i; the line behind it, or i if there is none. */
static size_t take_quote(struct splitter *s, size_t i)
{
	const struct line *l = &s->lines[i];
	struct quote q = empty_quote(l->depth + 1);
	struct str whole = l->text, ignored;
	size_t next = i + 1;
	bool separated = is_separator(l->text), attributed;
	int fields;

	if (separated || field_of(l->text, &ignored) == FIELD_FROM) {
		size_t body = separated ? read_separated(s, i, &q, &fields) : read_fields(s, i, l->depth, &q, &fields);

		s->fields_end = body;
		if (fields >= 2 || separated) {
			if (l->depth == 0 && s->quote_count == 0)
				s->out->is_forward = str_ihas(l->text, STR("forward")) || str_has(l->text, STR("転送"));
			return take_block(s, body, l->depth + 1, true, &q);
		}
		return i;
	}
	attributed = is_attribution(whole);
	if (!attributed && i + 1 < s->line_count && s->lines[i + 1].depth == l->depth &&
	    l->text.n + s->lines[i + 1].text.n < MOST_LINE && str_istarts(str_trim(l->text), STR("on ")) &&
	    is_attribution(s->lines[i + 1].text)) {
		whole = arena_printf(s->arena, STR_FMT " " STR_FMT, STR_ARG(l->text), STR_ARG(s->lines[i + 1].text));
		next = i + 2;
		attributed = is_attribution(whole);
	}
	if (!attributed)
		return i;
	while (next < s->line_count && s->lines[next].text.n == 0)
		next++;
	if (next >= s->line_count || s->lines[next].depth <= l->depth)
		return i;
	address_in(whole, &q);
	q.who = name_before(whole);
	q.when_text = whole;
	q.when_ms = quote_time(whole, ZONE_JST);
	return take_block(s, next, l->depth + 1, false, &q);
}

static void keep_newest(struct splitter *s, size_t i)
{
	const struct line *l = &s->lines[i];

	if (s->newest_count > 0 && s->newest[s->newest_count - 1].offset + s->newest[s->newest_count - 1].length == l->from)
		s->newest[s->newest_count - 1].length += l->to - l->from;
	else
		*ARENA_PUSH(s->arena, s->newest, s->newest_count, s->newest_room) = (struct span){ l->from, l->to - l->from };
}

static bool is_rule(struct str t)
{
	size_t same = 1;

	if (t.n < 10)
		return false;
	while (same < t.n && t.p[same] == t.p[0])
		same++;
	return same == t.n && memchr("-=*_#", t.p[0], 5) != NULL;
}

static bool is_disclaimer(struct str t)
{
	static const char *const mails[] = { "this e-mail and any attachment", "this email and any attachment", NULL };
	static const char *const words[] = { "intended recipient", "本メールには機密情報", "本メールは、宛先に記載", "受信者以外", NULL };

	return (str_ihas(t, STR("mail and any attachment")) && has_any(t, mails)) || has_any(t, words);
}

/* Signature and disclaimer end the own words: "-- ", or a rule line in the last third. */
static size_t own_end(struct splitter *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct str t = s->lines[i].text;
		bool late = (i - from) * 2 >= to - from && to - i <= 20;

		if (s->lines[i].depth > 0)
			continue;
		if (str_eq(t, STR("-- ")) || str_eq(t, STR("--")) || (late && is_rule(str_trim(t)))) {
			s->out->signature = str_trim(str_at(s->text, s->lines[i].to, s->lines[to - 1].to - s->lines[i].to));
			return i;
		}
		if (s->has_disclaimer && is_disclaimer(t)) {
			s->out->disclaimer = str_trim(str_at(s->text, s->lines[i].from, s->lines[to - 1].to - s->lines[i].from));
			return i;
		}
	}
	return to;
}

static void own_words(struct splitter *s, size_t from, size_t to)
{
	size_t end = to > from ? own_end(s, from, to) : to;

	for (size_t i = from; i < end; i++)
		keep_newest(s, i);
}

static void inner_quotes(struct splitter *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; ) {
		size_t next = s->lines[i].depth > 0 ? take_quote(s, i) : i;

		i = next > i ? next : i + 1;
	}
}

static void join_newest(struct splitter *s)
{
	struct buf newest;

	buf_init_arena(&newest, s->arena, s->text.n + 1);
	for (size_t i = 0; i < s->newest_count; i++)
		buf_add(&newest, str_at(s->text, s->newest[i].offset, s->newest[i].length));
	s->out->newest = buf_str(&newest);
	s->out->newest_at = s->newest;
	s->out->newest_count = s->newest_count;
	s->out->quotes = s->quotes;
	s->out->quote_count = s->quote_count;
}

void quote_split(struct arena *a, struct str text, const struct html_quote *marked, size_t marked_count,
    struct text_split *split_r)
{
	struct splitter s = { .arena = a, .text = text, .out = split_r };
	size_t own_from = 0;

	*split_r = (struct text_split){ .newest = STR(""), .signature = STR(""), .disclaimer = STR("") };
	s.has_disclaimer = is_disclaimer(text);
	cut_lines(&s, marked, marked_count);
	for (size_t i = 0; i < s.line_count;) {
		size_t next = s.lines[i].depth == 0 ? take_quote(&s, i) : i;

		if (next > i || s.lines[i].depth > 0) {
			struct quote q = empty_quote(1);
			size_t block = next > i ? next : take_block(&s, i, 1, false, &q);

			own_words(&s, own_from, i);
			inner_quotes(&s, s.fields_end > i && s.fields_end < block ? s.fields_end : i, block > i ? block : i + 1);
			i = block > i ? block : i + 1;
			own_from = i;
		} else {
			i++;
		}
	}
	own_words(&s, own_from, s.line_count);
	join_newest(&s);
}

size_t text_split_offset(const struct text_split *s, size_t at)
{
	for (size_t i = 0; i < s->newest_count; i++) {
		if (at < s->newest_at[i].length)
			return s->newest_at[i].offset + at;
		at -= s->newest_at[i].length;
	}
	return s->newest_count > 0 ? s->newest_at[s->newest_count - 1].offset + s->newest_at[s->newest_count - 1].length : 0;
}

/* words.c - see words.h. */
#include "worker/words.h"

#include "base/text.h"
#include "base/time.h"
#include "base/tr.h"
#include "worker/document.h"

enum { SHOWN_MOST = 300 };

struct str words_safe(struct arena *a, struct str s)
{
	struct buf out;
	size_t at = 0;

	s = utf8_cut(s, SHOWN_MOST);
	buf_init_arena(&out, a, 4 * SHOWN_MOST + 8);
	while (at < s.n) {
		uint32_t c = utf8_next(s, &at);

		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		if (c == ' ' && out.n > 0 && out.p[out.n - 1] == ' ')
			continue;
		buf_utf8(&out, c < 0x20 || (c >= 0x7f && c < 0xa0) || text_is_invisible(c) ? 0xfffd : c);
	}
	return str_trim(buf_str(&out));
}

struct str words_time(struct arena *a, struct str rfc3339)
{
	struct err ignored;
	struct civil c;
	long long ms;

	if (rfc3339.n == 0 || time_parse(rfc3339, 0, &ms, &ignored) < 0)
		return STR("");
	c = time_civil(ms, ZONE_JST);
	return arena_printf(a, "%04d/%02d/%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

/* ---- places ---- */

static struct str attachment_name(const json_t *doc, long long message, struct str part)
{
	const json_t *m = json_array_get(json_object_get(doc, "messages"), (size_t)message), *item;
	size_t i;

	json_array_foreach(json_object_get(m, "attachments"), i, item)
		if (str_eq(document_text(item, "part"), part))
			return document_text(item, "name");
	return STR("");
}

/* "header:Cc[1]": addresses are counted from one, a single one not at all. */
static struct str header_place(struct arena *a, struct str header)
{
	struct str name = str_upto(header, '['), number = str_upto(str_after(header, '['), ']');
	const char *known = text_find(tr_lang(), arena_printf(a, "place.%.*s", (int)(name.n < 60 ? name.n : 60), name.p).p);
	struct str shown = known != NULL ? str_of(known) : words_safe(a, name);
	long long n;

	if (!str_to_int(number, &n) || n == 0)
		return shown;
	return arena_printf(a, text(tr_lang(), "place.number"), arena_cstr(a, shown), n + 1);
}

struct str words_place(struct arena *a, const json_t *doc, long long message, struct str where)
{
	struct str rest = str_after(where, ':'), name;

	if (str_starts(where, STR("property:")) && str_find_char(rest, '/') > 0)
		return arena_printf(a, "%s, " STR_FMT, arena_cstr(a, words_place(a, doc, message, str_after(rest, '/'))),
		    STR_ARG(words_safe(a, str_upto(rest, '/'))));
	if (str_starts(where, STR("header:")))
		return header_place(a, rest);
	if (str_eq(where, STR("body")))
		return str_of(text(tr_lang(), "place.body"));
	if (str_eq(where, STR("quote")))
		return str_of(text(tr_lang(), "place.quote"));
	if (str_starts(where, STR("log:")))
		return arena_printf(a, text(tr_lang(), "place.log"), arena_cstr(a, words_safe(a, rest)));
	if (str_starts(where, STR("part:")))
		return arena_printf(a, text(tr_lang(), "place.part"), arena_cstr(a, words_safe(a, rest)));
	if (!str_starts(where, STR("attachment:")))
		return words_safe(a, where);
	name = attachment_name(doc, message, rest);
	return arena_printf(a, text(tr_lang(), "place.attachment"), arena_cstr(a, words_safe(a, name.n > 0 ? name : rest)));
}

struct str words_line(struct arena *a, const json_t *e)
{
	long long page = json_integer_value(json_object_get(e, "page")), line = json_integer_value(json_object_get(e, "line"));

	if (line == 0)
		return page > 0 ? arena_printf(a, text(tr_lang(), "place.page"), page) : STR("");
	return page > 0 ? arena_printf(a, text(tr_lang(), "place.page-line"), page, line) : arena_printf(a, text(tr_lang(), "place.line"), line);
}

/* ---- sources ---- */

static struct str context_source(struct arena *a, struct str what)
{
	const char *known = text_find(tr_lang(), arena_printf(a, "place.context.%.*s", (int)(what.n < 60 ? what.n : 60), what.p).p);

	if (known != NULL)
		return str_of(known);
	return arena_printf(a, text(tr_lang(), "place.context"), arena_cstr(a, words_safe(a, what)));
}

struct str words_source(struct arena *a, const json_t *doc, struct str from)
{
	struct str rest, number, place;
	long long message;

	if (str_starts(from, STR("context: ")))
		return context_source(a, str_from(from, 9));
	if (str_eq(from, STR("data/brands.csv")))
		return str_of(text(tr_lang(), "place.brands"));
	if (str_eq(from, STR("another file of the conversation")))
		return str_of(text(tr_lang(), "place.other-file"));
	if (!str_starts(from, STR("message ")))
		return words_place(a, doc, -1, from);
	rest = str_from(from, 8);
	number = str_upto(rest, ',');
	if (!str_to_int(number, &message))
		return words_safe(a, from);
	place = number.n < rest.n ? words_place(a, doc, message, str_trim(str_from(rest, number.n + 1))) : STR("");
	if (place.n == 0)
		return arena_printf(a, text(tr_lang(), "place.message"), message);
	return arena_printf(a, text(tr_lang(), "place.message-place"), message, arena_cstr(a, place));
}

struct str words_mail_head(struct arena *a, const json_t *doc, long long message)
{
	const json_t *m = json_array_get(json_object_get(doc, "messages"), (size_t)message);
	const json_t *from = json_array_get(json_object_get(m, "from"), 0);

	return arena_printf(a, text(tr_lang(), "analyse.mail-head"), message, arena_cstr(a, words_time(a, document_text(m, "date"))),
	    arena_cstr(a, words_safe(a, document_text(from, "address"))));
}

void words_columns(struct buf *out, struct str s, size_t columns)
{
	size_t at = 0, used = 0;

	while (at < s.n) {
		size_t next = at, wide;

		utf8_next(s, &next);
		wide = text_columns(str_at(s, at, next - at));
		if (used + wide > columns)
			break;
		used += wide;
		at = next;
	}
	buf_add(out, str_at(s, 0, at));
	for (; used < columns; used++)
		buf_char(out, ' ');
}

struct str words_limit(struct arena *a, enum lang lang, const json_t *limit)
{
	const char *id = arena_cstr(a, words_safe(a, document_text(limit, "limit")));
	const char *words = text_find(lang, arena_printf(a, "limit.%s", id).p);

	return words != NULL ? str_of(words) : arena_printf(a, text(lang, "limit.other"), id, (long long)json_integer_value(json_object_get(limit, "at")));
}

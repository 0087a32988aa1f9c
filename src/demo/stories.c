/* stories.c - reading data/demo/stories.txt and entering it as an analyst would. */
#include "demo/stories.h"

#include "base/time.h"
#include "consolidate/cases.h"
#include "consolidate/provenance.h"
#include "demo/story_text.h"
#include "report/period.h"
#include "store/vault.h"
#include "worker/document.h"

struct teller {
	struct replay *r;
	const struct act *by;
	struct arena *arena;
	struct str case_id;
	const char *name;
	const json_t *doc;              /* the engine's document; NULL where there is none */
	long long received_ms;
};

struct str stories_text(struct arena *a, const char *name, const char *slot, const char *lang)
{
	struct str head = arena_printf(a, "\n[%s %s%s%s]\n", name, slot, lang[0] != '\0' ? " " : "", lang);
	struct str rest;
	long long at = str_find(story_files[0], head), end;

	if (at < 0)
		return STR_NONE;
	rest = str_from(story_files[0], (size_t)at + head.n);
	end = str_find(rest, STR("\n["));
	return str_trim(end < 0 ? rest : str_at(rest, 0, (size_t)end));
}

/* ---- what the engine found, as words ---- */

/* Link places of the mail as a reader sees it (those with words), and different addresses behind them. */
static void count_links(const json_t *message, long long *places_r, long long *urls_r)
{
	const json_t *urls = json_object_get(message, "urls"), *u, *w;
	bool any_text = false;
	size_t i, k;

	*places_r = *urls_r = 0;
	json_array_foreach(urls, i, u)
		any_text |= document_text(u, "text").n > 0;
	json_array_foreach(urls, i, u) {
		bool seen = false;

		if (any_text && document_text(u, "text").n == 0)
			continue;
		(*places_r)++;
		json_array_foreach(urls, k, w)
			seen |= k < i && (!any_text || document_text(w, "text").n > 0) &&
			    str_eq(document_text(u, "url"), document_text(w, "url"));
		*urls_r += !seen;
	}
}

static long long message_ms(const struct teller *t, size_t n)
{
	struct str date = document_text(json_array_get(json_object_get(t->doc, "messages"), n), "date");
	struct err ignored;
	long long ms;

	return time_parse(date, ZONE_JST, &ms, &ignored) == 0 ? ms : TIME_NONE;
}

static struct str replaced(struct arena *a, struct str s, const char *what, struct str with)
{
	long long at = str_find(s, str_of(what));
	struct buf out;

	if (at < 0)
		return s;
	buf_init_arena(&out, a, s.n + with.n + 1);
	buf_add(&out, str_at(s, 0, (size_t)at));
	buf_add(&out, with);
	buf_add(&out, str_from(s, (size_t)at + str_of(what).n));
	return buf_str(&out);
}

static struct str with_facts(const struct teller *t, struct str line, const char *lang)
{
	enum lang language = lang[0] == 'j' ? LANG_JA : LANG_EN;
	long long places, urls;

	if (t->doc == NULL)
		return line;
	count_links(json_array_get(json_object_get(t->doc, "messages"), 0), &places, &urls);
	line = replaced(t->arena, line, "{places}", arena_printf(t->arena, "%lld", places));
	line = replaced(t->arena, line, "{urls}", arena_printf(t->arena, "%lld", urls));
	if (message_ms(t, 0) != TIME_NONE)
		line = replaced(t->arena, line, "{sent}", day_short(t->arena, message_ms(t, 0), ZONE_JST, language));
	return replaced(t->arena, line, "{received}", day_short(t->arena, t->received_ms, ZONE_JST, language));
}

/* ---- texts ---- */

/* `section`: "ja", "en", or "" for words that are the same in both. */
static int put_text(const struct teller *t, const char *slot, const char *section, const char *lang, struct err *e)
{
	struct str lines = stories_text(t->arena, t->name, slot, section), line;
	struct buf body;

	if (lines.p == NULL)
		return 0;
	buf_init_arena(&body, t->arena, 1 << 20);
	while (str_split(&lines, '\n', &line)) {
		buf_add(&body, with_facts(t, line, lang));
		buf_z(&body, "\n\n");
	}
	return case_text_set(t->r->hub->db, t->by, t->arena, t->case_id, str_of(slot), str_of(lang), buf_str(&body), e);
}

static int put_texts(const struct teller *t, struct err *e)
{
	static const char *const slots[] = { "table3", "story", "lanes", "addresses", "figure.from", "figure.mail", "figure.page" };

	for (size_t i = 0; i < COUNT(slots); i++)
		if (put_text(t, slots[i], "", "ja", e) < 0 || put_text(t, slots[i], "", "en", e) < 0 ||
		    put_text(t, slots[i], "ja", "ja", e) < 0 || put_text(t, slots[i], "en", "en", e) < 0)
			return -1;
	return 0;
}

/* ---- the time line ---- */

static struct str field(struct str *rest)
{
	struct str f = STR("");

	return str_split(rest, '|', &f) ? str_trim(f) : STR("");
}

/* "m7", "m0-m5", "2019-07-26 month inferred" */
static int read_when(const struct teller *t, struct str when, struct case_moment *m, struct err *e)
{
	struct str first = str_upto(when, '-'), last = str_after(when, '-'), word;
	long long n, to;

	*m = (struct case_moment){ .until_ms = TIME_NONE, .precision = STR("minute"), .known_how = STR("observed") };
	if (when.n > 1 && when.p[0] == 'm' && str_to_int(str_from(first, 1), &n)) {
		m->at_ms = message_ms(t, (size_t)n);
		if (last.n > 1 && str_to_int(str_from(last, 1), &to)) {
			m->until_ms = message_ms(t, (size_t)to);
			m->precision = STR("day");
		}
		return m->at_ms != TIME_NONE ? 0 : err_set(e, ERR_INPUT, "the document of the demo's case has no such message");
	}
	str_split(&when, ' ', &word);
	if (time_parse(word, ZONE_JST, &m->at_ms, e) < 0)
		return -1;
	m->precision = str_split(&when, ' ', &word) ? word : STR("day");
	m->known_how = str_split(&when, ' ', &word) ? word : STR("told");
	return 0;
}

static int put_moment(const struct teller *t, struct str line, struct err *e)
{
	struct str rest = line, when = field(&rest), lanes = field(&rest);
	struct case_moment m;

	if (read_when(t, when, &m, e) < 0)
		return -1;
	m.from_lane = str_trim(str_upto(lanes, '>'));
	m.to_lane = str_trim(str_after(lanes, '>'));
	m.is_fake = str_eq(m.from_lane, STR("attacker"));
	m.text_ja = field(&rest);
	m.text_en = field(&rest);
	m.note_ja = field(&rest);
	m.note_en = field(&rest);
	return case_timeline_add(t->r->hub->db, t->by, t->arena, t->case_id, &m, e);
}

static int put_timeline(const struct teller *t, struct err *e)
{
	struct str lines = stories_text(t->arena, t->name, "timeline", ""), line;

	while (lines.p != NULL && str_split(&lines, '\n', &line))
		if (put_moment(t, line, e) < 0)
			return -1;
	return 0;
}

/* "archive-capture 2019-08-14 2019-08-16" */
static int put_provenance(const struct teller *t, struct err *e)
{
	struct str lines = stories_text(t->arena, t->name, "provenance", ""), line, kind, day;

	while (lines.p != NULL && str_split(&lines, '\n', &line)) {
		long long days[2] = { TIME_NONE, TIME_NONE };

		str_split(&line, ' ', &kind);
		for (int i = 0; i < 2 && str_split(&line, ' ', &day); i++)
			if (time_parse_date(day, ZONE_JST, &days[i], e) < 0)
				return -1;
		if (provenance_add(t->r->hub->db, t->by, t->arena, t->case_id, kind, days[0], days[1], e) < 0)
			return -1;
	}
	return 0;
}

/* ---- a case ---- */

static int read_document(struct teller *t, struct str submission_id, json_t **doc_r, struct err *e)
{
	struct hub *hub = t->r->hub;
	enum vault_found found;
	struct db_rows rows;
	struct str bytes;

	*doc_r = NULL;
	if (DB_QUERY(hub->db, t->arena, &rows, e, "SELECT document_blob, received_ms FROM submission WHERE id = $1", DB_TEXT(submission_id)) < 0)
		return -1;
	t->received_ms = rows.count > 0 ? db_int(&rows, 0, 1) : TIME_NONE;
	if (rows.count == 0 || db_is_null(&rows, 0, 0))
		return 0;
	if (vault_get(hub, hub->db, t->arena, db_text(&rows, 0, 0), &found, &bytes, e) < 0)
		return -1;
	if (found == VAULT_FOUND)
		*doc_r = json_loadb(bytes.p, bytes.n, 0, NULL);
	t->doc = *doc_r;
	return 0;
}

/* The other side of the told cases: it did not hand in anything, and is protected like the one that did. */
static int put_parties(const struct teller *t, struct err *e)
{
	const struct world *w = t->r->gen->world;
	struct db *db = t->r->hub->db;

	if (strcmp(t->name, "story1") == 0)
		return case_party_add(db, t->by, t->arena, t->case_id, STR("counterpart"), w->counterparts[0].id, STR(""), e);
	return 0;
}

int stories_describe(struct replay *r, const struct act *by, struct arena *a, struct str case_id, struct str submission_id,
    const struct planned *item, struct err *e)
{
	struct teller t = { .r = r, .by = by, .arena = a, .case_id = case_id, .name = item->story };
	json_t *doc;
	int status;

	if (read_document(&t, submission_id, &doc, e) < 0)
		return -1;
	status = put_texts(&t, e) < 0 || put_timeline(&t, e) < 0 || put_provenance(&t, e) < 0 || put_parties(&t, e) < 0 ? -1 : 0;
	if (status == 0 && item->truths[0].bec_type > 0)
		status = case_set(r->hub->db, by, a, case_id, STR("bec_type"), arena_printf(a, "%d", item->truths[0].bec_type), e);
	json_decref(doc);
	return status;
}

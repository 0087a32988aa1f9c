/* look.c - names, words and colours. */
#include "web/look.h"

#include "base/buf.h"
#include "base/time.h"
#include "feedback/sighting.h"

const char *look_tlp(struct str tlp)
{
	static const char *const tones[] = { "red", "amber", "green", "clear" };

	for (size_t i = 0; i < 4; i++)
		if (str_istarts(tlp, str_of(tones[i])))
			return tones[i];
	return "clear";
}

struct str look_name(const struct web_call *c, const struct submission_row *s)
{
	return arena_printf(c->a, STR_FMT "/%lld", STR_ARG(s->receipt), s->number);
}

struct str look_submission(const struct web_call *c, struct str receipt, long long number)
{
	return web_path(c, "/submissions", receipt, arena_printf(c->a, "%lld", number));
}

/* Who reported from outside has no name in the registry: the hub's analysts see the name or the contact that was given. */
static struct str reporter_name(const struct web_call *c, struct str org_id)
{
	struct db_rows rows;
	struct err e = { 0 };

	if (DB_QUERY(c->hub->db, c->a, &rows, &e, "SELECT name, contact FROM reporter WHERE org_id = $1", DB_TEXT(org_id)) < 0 || rows.count == 0)
		return org_id;
	if (!who_may(c->who.roles, true, WHO_STAFF) || db_text(&rows, 0, 1).n == 0)
		return web_text(c, "web.outside_reporter");
	return arena_printf(c->a, "%s " STR_FMT, text(c->lang, "web.outside_reporter"), STR_ARG(db_text(&rows, 0, db_text(&rows, 0, 0).n > 0 ? 0 : 1)));
}

/* The name in the page's language, else any, else the id. */
struct str look_org(const struct web_call *c, struct str org_id)
{
	struct db_rows rows;
	struct err e = { 0 };

	if (org_id.n == 0)
		return STR("?");
	if (DB_QUERY(c->hub->db, c->a, &rows, &e, "SELECT name FROM org_name WHERE org_id = $1 AND kind = 'legal' AND superseded_ms = $2 "
	    "ORDER BY CASE WHEN lang = $3 THEN 0 ELSE 1 END, name COLLATE \"C\" LIMIT 1", DB_TEXT(org_id), DB_INT(TIME_FOREVER),
	    DB_TEXT(c->lang == LANG_JA ? STR("ja") : STR("en"))) < 0 || rows.count == 0)
		return reporter_name(c, org_id);
	return db_text(&rows, 0, 0);
}

struct str look_back(const struct web_call *c, const char *root)
{
	struct str back = web_field(c, "back");

	if (!str_starts(back, str_of(root)) || str_has(back, STR("//")) || back.n > 2000)
		return str_of(root);
	for (size_t i = 0; i < back.n; i++)
		if (!ascii_alpha((unsigned char)back.p[i]) && !ascii_digit((unsigned char)back.p[i]) && str_find_char(STR("-._~/?=&,"), back.p[i]) < 0)
			return str_of(root);
	return back;
}

bool look_is_name(struct str s)
{
	if (!str_starts(s, STR("R-")) || s.n > 40)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_alpha((unsigned char)s.p[i]) && !ascii_digit((unsigned char)s.p[i]) && s.p[i] != '-' && s.p[i] != '/')
			return false;
	return true;
}

struct str look_person(const struct web_call *c, struct str id)
{
	struct db_rows rows;
	struct err e = { 0 };

	if (DB_QUERY(c->hub->db, c->a, &rows, &e, "SELECT name FROM person WHERE id = $1", DB_TEXT(id)) < 0 || rows.count == 0)
		return id;
	return db_text(&rows, 0, 0);
}

struct str look_decided(const struct web_call *c, struct str field, struct str value)
{
	if (value.n == 0)
		return STR("–");
	if (str_eq(field, STR("targeted")))
		return web_text(c, str_eq(value, STR("1")) ? "web.yes" : "web.no");
	return web_word(c, arena_printf(c->a, "desk." STR_FMT, STR_ARG(field)).p, value);
}

/* Why it was not read, or not whole; bad lines of a table each with their number. */
struct str look_reason(const struct web_call *c, const struct submission_row *s)
{
	return str_eq(s->kind, STR("sighting")) ? sighting_reason(c->a, s->examined_reason) : web_word(c, "desk.reason", s->examined_reason);
}

struct str look_typed(const struct web_call *c, struct str word, long long bec_type)
{
	return bec_type > 0 ? arena_printf(c->a, text(c->lang, "web.bec_type"), (int)word.n, word.p, bec_type) : word;
}

struct str look_verdict(const struct web_call *c, const struct submission_row *s)
{
	struct str nature = web_word(c, "analyse.nature", s->nature);

	if (s->nature.n == 0)
		return web_word(c, "desk.examined", s->examined);
	return look_typed(c, nature, s->bec_type);
}

struct tag look_tag(const struct web_call *c, struct str nature, struct str strength, long long bec_type)
{
	bool bad = str_eq(nature, STR("bec")) || str_eq(nature, STR("targeted")) || str_eq(nature, STR("phishing")) || str_eq(nature, STR("malware"));
	struct str word = nature.n > 0 ? web_word(c, "analyse.nature", nature) : web_text(c, "web.waiting");

	return (struct tag){ look_typed(c, word, bec_type),
		bad && !str_eq(strength, STR("weak")) ? "shu" : str_eq(nature, STR("scam")) || bad ? "ko" : "" };
}

struct str look_delivery(const struct web_call *c, struct str state)
{
	return str_eq(state, STR("queued")) || str_eq(state, STR("notified")) ? web_text(c, "web.view.unread") : web_word(c, "feedback.state", state);
}

struct str look_count(const struct web_call *c, long long n)
{
	struct buf b;

	buf_init_arena(&b, c->a, 32);
	buf_thousands(&b, n);
	return buf_str(&b);
}

struct str look_change(const struct web_call *c, long long n)
{
	return arena_printf(c->a, "%s" STR_FMT, n > 0 ? "+" : n < 0 ? "−" : "", STR_ARG(look_count(c, n < 0 ? -n : n)));
}

struct str look_bytes(const struct web_call *c, long long bytes)
{
	if (bytes < 1024)
		return arena_printf(c->a, "%lld B", bytes);
	if (bytes < 1024 * 1024)
		return arena_printf(c->a, "%lld KB", (bytes + 512) / 1024);
	return arena_printf(c->a, "%lld.%lld MB", bytes >> 20, (bytes % (1 << 20)) * 10 >> 20);
}

struct when look_when(const struct web_call *c, long long ms)
{
	long long passed = c->q->now_ms - ms;
	char t[TIME_TEXT];
	struct when w = { web_date(c, ms), ms == TIME_NONE ? STR("") : arena_str(c->a, time_rfc3339(t, ms)), web_time(c, ms) };

	if (ms == TIME_NONE || passed < 0 || passed >= 7LL * MS_DAY)
		return w;
	w.ago = passed < MS_MINUTE ? web_text(c, "web.ago.now") : passed < MS_HOUR ? arena_printf(c->a, text(c->lang, "web.ago.minutes"), passed / MS_MINUTE) :
	    passed < MS_DAY ? arena_printf(c->a, text(c->lang, "web.ago.hours"), passed / MS_HOUR) : arena_printf(c->a, text(c->lang, "web.ago.days"), passed / MS_DAY);
	return w;
}

struct str look_counted(const struct web_call *c, long long counted_ms)
{
	return counted_ms == TIME_NONE || counted_ms >= c->q->now_ms ? STR("") :
	    arena_printf(c->a, text(c->lang, "web.stat.counted"), arena_cstr(c->a, web_time(c, counted_ms)));
}

struct option *look_choices(const struct web_call *c, const char *family, const char *ids, struct str now, size_t *n_r)
{
	struct option *list = NULL;
	struct str rest = str_of(ids), id;
	size_t room = 0;

	*n_r = 0;
	while (str_split(&rest, ' ', &id)) {
		struct str value = str_eq(id, STR("-")) ? STR("") : id;

		*ARENA_PUSH(c->a, list, *n_r, room) = (struct option){ value, value.n > 0 ? web_word(c, family, value) : STR("–"), value.n > 0 && str_eq(value, now) };
	}
	return list;
}

int look_sigs(struct web_call *c, struct str now, struct str all, struct option **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT id, name_ja, name_en FROM sig WHERE from_ms <= $1 AND to_ms > $1 ORDER BY id COLLATE \"C\"",
	    DB_INT(c->q->now_ms)) < 0)
		return -1;
	*n = r.count + 1;
	*list = ARENA_ARRAY(c->a, struct option, *n);
	(*list)[0] = (struct option){ STR(""), all, now.n == 0 };
	for (size_t i = 0; i < r.count; i++)
		(*list)[i + 1] = (struct option){ db_text(&r, i, 0), db_text(&r, i, c->lang == LANG_JA ? 1 : 2), str_eq(db_text(&r, i, 0), now) };
	return 0;
}

int look_audiences(struct web_call *c, struct option **list, size_t *n, struct err *e)
{
	if (look_sigs(c, STR(""), web_text(c, "web.audience.all"), list, n, e) < 0)
		return -1;
	(*list)[0].value = STR("all");
	for (size_t i = 1; i < *n; i++)
		(*list)[i].value = arena_printf(c->a, "sig:" STR_FMT, STR_ARG((*list)[i].value));
	return 0;
}

int look_at_submission(struct web_call *c, struct submission_row *s, bool *staff_r, struct err *e)
{
	if (submission_get(c->hub->db, c->a, arena_printf(c->a, STR_FMT "/" STR_FMT, STR_ARG(c->part[0]), STR_ARG(c->part[1])), s, e) < 0)
		return e->kind == ERR_USAGE || e->kind == ERR_INPUT ? web_nothing(e) : -1;
	if (s->org_id.n == 0)
		s->org_id = STR("");
	return may_see_hand_in(c->hub->db, &c->by, c->a, s->hand_in_id, s->org_id, staff_r, e);
}

/* share_make.c - noroshi share draft, supplement, edit, correct, withdraw, retract: options into specs. */
#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "cli/share_cli.h"
#include "parse/url.h"

enum { TEXT_MOST = 1 << 20 };

/* ---- words ---- */

static const struct { const char *word, *class; } class_words[] = { { "urgent", "urgent" }, { "至急", "urgent" },
	{ "normal", "normal" }, { "通常", "normal" }, { "reference", "reference" }, { "参考", "reference" }, { "参考情報", "reference" } };

static int class_of(struct str s, struct str *class_r, struct err *e)
{
	*class_r = s;
	if (s.p == NULL)
		return 0;
	for (size_t i = 0; i < sizeof class_words / sizeof class_words[0]; i++)
		if (str_eq(s, str_of(class_words[i].word))) {
			*class_r = str_of(class_words[i].class);
			return 0;
		}
	return err_set(e, ERR_USAGE, "--class is urgent, normal or reference (至急, 通常, 参考), not “" STR_FMT "”", STR_ARG(s));
}

static int tlp_of(struct arena *a, struct str s, struct str *tlp_r, struct err *e)
{
	static const char *const marks[] = { "RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR" };
	struct str bare = s;

	*tlp_r = s;
	if (s.p == NULL)
		return 0;
	if (str_istarts(bare, STR("TLP:")))
		bare = str_from(bare, 4);
	if (str_ieq(bare, STR("WHITE")))
		return err_set(e, ERR_USAGE, "TLP 2.0 has no WHITE any more; it is called CLEAR");
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_ieq(bare, str_of(marks[i]))) {
			*tlp_r = arena_str(a, str_of(marks[i]));
			return 0;
		}
	return err_set(e, ERR_USAGE, "--tlp is RED, AMBER+STRICT, AMBER, GREEN or CLEAR, not “" STR_FMT "”", STR_ARG(s));
}

static int word_of(struct str s, const char *option, const char *const *words, size_t n, struct err *e)
{
	if (s.p == NULL)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_of(words[i])))
			return 0;
	return err_set(e, ERR_USAGE, "%s: there is no “" STR_FMT "”; the nearest is %s", option, STR_ARG(s),
	    cli_nearest(s, words, n) != NULL ? cli_nearest(s, words, n) : words[0]);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__ }), sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

/* ---- texts ---- */

/* A file's paragraphs are parted by empty lines. */
static int paragraphs_of(struct share_run *r, struct str path, struct str **list_r, size_t *n_r, struct err *e)
{
	struct str file, line;
	struct buf part;
	size_t room = 0;

	*list_r = NULL;
	*n_r = 0;
	if (file_read(r->arena, arena_cstr(r->arena, path), TEXT_MOST, &file, e) < 0)
		return -1;
	buf_init_arena(&part, r->arena, TEXT_MOST + 16);
	file = arena_printf(r->arena, STR_FMT "\n\n", (int)file.n, file.p);
	while (str_split(&file, '\n', &line)) {
		line = str_trim(line);
		if (line.n > 0) {
			buf_z(&part, part.n > 0 ? "\n" : "");
			buf_add(&part, line);
		} else if (part.n > 0) {
			*ARENA_PUSH(r->arena, *list_r, *n_r, room) = arena_str(r->arena, buf_str(&part));
			buf_clear(&part);
		}
	}
	return 0;
}

static int texts_of_files(struct share_run *r, const char *name, struct str ja, struct str en, struct texts *t, struct err *e)
{
	struct str *list_ja, *list_en;
	size_t n_ja, n_en;

	if (ja.p == NULL && en.p == NULL)
		return 0;
	if (ja.p == NULL || en.p == NULL)
		return err_set(e, ERR_USAGE, "%s: both languages are needed (--%s-ja and --%s-en)", name, name, name);
	if (paragraphs_of(r, ja, &list_ja, &n_ja, e) < 0 || paragraphs_of(r, en, &list_en, &n_en, e) < 0)
		return -1;
	if (n_ja != n_en || n_ja == 0)
		return err_set(e, ERR_INPUT, "%s: %zu paragraphs in Japanese, %zu in English; each says the same in both", name, n_ja, n_en);
	for (size_t i = 0; i < n_ja; i++)
		texts_add(r->arena, t, list_ja[i], list_en[i]);
	return 0;
}

static int text_pair(struct share_run *r, const char *name, struct str ja, struct str en, struct texts *t, struct err *e)
{
	if (ja.p == NULL && en.p == NULL)
		return 0;
	if (ja.p == NULL || en.p == NULL)
		return err_set(e, ERR_USAGE, "%s: both languages are needed (--%s-ja and --%s-en)", name, name, name);
	texts_add(r->arena, t, ja, en);
	return 0;
}

static int all_texts(struct share_run *r, struct texts *title, struct texts *summary, struct texts *actions, struct texts *reason,
    struct err *e)
{
	const struct share_options *o = r->o;

	if (text_pair(r, "title", o->title_ja, o->title_en, title, e) < 0 || text_pair(r, "reason", o->reason_ja, o->reason_en, reason, e) < 0)
		return -1;
	if (texts_of_files(r, "summary", o->summary_ja, o->summary_en, summary, e) < 0)
		return -1;
	return texts_of_files(r, "actions", o->actions_ja, o->actions_en, actions, e);
}

/* ---- audience and values ---- */

static int targets_of(struct share_run *r, struct share_target **list_r, size_t *n_r, struct err *e)
{
	size_t room = 0;

	*list_r = NULL;
	*n_r = 0;
	for (size_t i = 0; i < r->o->audience.count; i++) {
		struct str rest = r->o->audience.items[i], one;

		while (str_split(&rest, ',', &one)) {
			struct str kind = str_upto(str_trim(one), ':'), target = str_after(str_trim(one), ':');

			if (kind.n > 0)
				*ARENA_PUSH(r->arena, *list_r, *n_r, room) = (struct share_target){ kind, target.n > 0 ? target : STR(""), 0, TIME_FOREVER };
		}
	}
	return 0;
	(void)e;
}

/* ipv4:203.0.113.9, url:hxxp://evil[.]example/x, domain:evil.example; a role behind a space: "suspect". */
static int value_of(struct share_run *r, struct str s, struct share_value *v, struct err *e)
{
	struct str type = str_upto(s, ':'), rest = str_after(s, ':'), value = str_upto(rest, ' '), role = str_trim(str_after(rest, ' '));
	enum url_host kind = URL_HOST_NONE;
	struct url u;

	if (word_of(type, "--value", WORDS("ipv4", "ipv6", "domain", "url", "email", "sha256", "sha1", "md5", "filename"), e) < 0)
		return -1;
	value = str_eq(type, STR("filename")) ? str_trim(rest) : refang(r->arena, str_trim(value));
	*v = (struct share_value){ type, value, role.n > 0 && !str_eq(type, STR("filename")) ? role : STR("malicious") };
	if (word_of(v->role, "--value", WORDS("malicious", "suspect"), e) < 0)
		return -1;
	if (str_eq(type, STR("url")) && !url_parse(r->arena, value, &u))
		return err_set(e, ERR_INPUT, "--value: “" STR_FMT "” is no URL", STR_ARG(value));
	if (str_eq(type, STR("domain")) || str_eq(type, STR("ipv4")) || str_eq(type, STR("ipv6"))) {
		v->value = host_normal(r->arena, value, NULL, &kind);
		if (v->value.p == NULL || (kind == URL_HOST_NAME) != str_eq(type, STR("domain")) ||
		    (kind == URL_HOST_IPV4) != str_eq(type, STR("ipv4")))
			return err_set(e, ERR_INPUT, "--value: “" STR_FMT "” is no " STR_FMT, STR_ARG(value), STR_ARG(type));
	}
	if (str_eq(type, STR("email")))
		v->value = arena_lower(r->arena, value);
	if (v->value.n == 0)
		return err_set(e, ERR_INPUT, "--value takes TYPE:VALUE, e.g. ipv4:203.0.113.9");
	return 0;
}

static int values_of(struct share_run *r, struct share_value **list_r, struct err *e)
{
	*list_r = ARENA_ARRAY(r->arena, struct share_value, r->o->values.count + 1);
	for (size_t i = 0; i < r->o->values.count; i++)
		if (value_of(r, r->o->values.items[i], &(*list_r)[i], e) < 0)
			return -1;
	return 0;
}

/* The last day it is good for: through its end. */
static int expiry_of(struct share_run *r, long long *ms_r, struct err *e)
{
	*ms_r = TIME_NONE;
	if (r->o->expires.p == NULL || str_eq(r->o->expires, STR("never")))
		return 0;
	if (time_parse_date(r->o->expires, (int)r->opened->conf.zone_minutes, ms_r, e) < 0)
		return -1;
	*ms_r += MS_DAY - 1;
	return *ms_r > r->by.now_ms ? 0 : err_set(e, ERR_INPUT, "--expires: that day is over");
}

/* ---- what was made ---- */

static int print_made(struct share_run *r, const struct share_made *m, struct err *e)
{
	struct jw w;

	if (!r->o->json) {
		buf_printf(&r->out, tr("share %s, revision %lld\n"), arena_cstr(r->arena, m->number), m->rev);
		buf_printf(&r->out, tr("digest %s\n"), arena_cstr(r->arena, m->digest));
		buf_printf(&r->out, tr("indicators: %zu as they are, %zu as a rule, %zu withheld\n"), m->kept, m->generalised, m->withheld);
		if (m->unread > 0)
			buf_printf(&r->out, TR_N("%zu {submission was|submissions were} left out: not fully read, and nobody has looked at {it|them} yet\n", (long long)m->unread, (long long)m->unread), m->unread);
		return share_cli_leaks(r, &m->leaks, e);
	}
	jw_init(&w, &r->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/share-made/1");
	jw_kstr(&w, "share", m->number);
	jw_kint(&w, "rev", m->rev);
	jw_kstr(&w, "digest", m->digest);
	jw_kint(&w, "kept", (long long)m->kept);
	jw_kint(&w, "generalised", (long long)m->generalised);
	jw_kint(&w, "withheld", (long long)m->withheld);
	jw_kint(&w, "unread", (long long)m->unread);
	jw_kint(&w, "kept_back", (long long)m->kept_back);
	jw_kint(&w, "leaks", (long long)m->leaks.count);
	jw_end_object(&w);
	return out_line(&r->out, e) < 0 ? -1 : m->leaks.count > 0 ? 1 : 0;
}

int share_cli_made(struct share_run *r, const struct share_made *m, struct err *e)
{
	int status = print_made(r, m, e);

	return status == 0 && m->unread > 0 ? 1 : status;
}

static int check_source(const struct share_options *o, bool supplement, struct err *e)
{
	int ways = (o->case_number.p != NULL) + (o->sightings_of.p != NULL) + (o->terms.p != NULL);

	if (ways != 1)
		return err_set(e, ERR_USAGE, "from what? --case NUMBER, --sightings-of SHARE, or --terms TEXT with --value for what the hub obtained itself");
	if (o->terms.p == NULL && o->values.count > 0)
		return err_set(e, ERR_USAGE, "--value is for an own share (--terms); members' values come from their case");
	if (o->terms.p != NULL && o->values.count == 0 && o->summary_ja.p == NULL)
		return err_set(e, ERR_USAGE, "an own share needs --value TYPE:VALUE or a summary");
	if (o->audience.count == 0)
		return err_set(e, ERR_USAGE, "for whom? --audience all, sig:ID, org:ID, liaison:ID, partner:ID or public");
	if (supplement && o->sightings_of.p != NULL)
		return err_set(e, ERR_USAGE, "sightings supplement the share they answer by themselves; leave out supplement");
	return 0;
}

static int draft(struct share_run *r, struct str supplements, struct err *e)
{
	const struct share_options *o = r->o;
	struct share_spec s = { .case_number = o->case_number, .sightings_of = o->sightings_of, .supplements = supplements,
		.origin = o->origin.p != NULL ? o->origin : o->terms.p != NULL ? STR("own") : STR("member"), .lane = o->lane,
		.search = o->search, .terms = o->terms, .exact = o->exact, .liaison_ok = o->liaison_ok, .value_count = o->values.count };
	struct share_target *audience;
	struct share_value *values;
	struct share_made m;

	if (check_source(o, supplements.p != NULL, e) < 0 || class_of(o->class, &s.class, e) < 0 || tlp_of(r->arena, o->tlp, &s.tlp, e) < 0 ||
	    word_of(o->lane, "--lane", WORDS("technical", "narrative"), e) < 0 ||
	    word_of(o->search, "--search", WORDS("both", "to", "from", "none"), e) < 0 ||
	    word_of(s.origin, "--origin", WORDS("member", "own", "partner"), e) < 0 || expiry_of(r, &s.expires_ms, e) < 0 ||
	    all_texts(r, &s.title, &s.summary, &s.actions, &s.reason, e) < 0 || targets_of(r, &audience, &s.audience_count, e) < 0 ||
	    values_of(r, &values, e) < 0)
		return -1;
	s.audience = audience;
	s.values = values;
	if (share_draft(r->opened, &r->by, r->arena, &s, &m, e) < 0)
		return -1;
	return share_cli_made(r, &m, e);
}

int share_cli_draft(struct share_run *r, struct err *e)
{
	return draft(r, r->o->supplements, e);
}

int share_cli_supplement(struct share_run *r, struct err *e)
{
	if (r->o->number.n == 0)
		return err_set(e, ERR_USAGE, "which share does it supplement? name its number");
	return draft(r, r->o->number, e);
}

/* R-20190717-7KQ3M/2 as people write it, to the id. */
static int submission_of(struct share_run *r, struct str *id_r, struct err *e)
{
	struct str receipt = str_upto(r->o->without_submission, '/'), number = str_after(r->o->without_submission, '/');
	struct db_rows rows;
	long long n = 1;

	*id_r = STR("");
	if (receipt.n == 0)
		return 0;
	if (number.n > 0 && !str_to_int(number, &n))
		return err_set(e, ERR_USAGE, "--submission is RECEIPT/NUMBER");
	if (DB_QUERY(r->opened->db, r->arena, &rows, e, "SELECT s.id FROM submission s JOIN hand_in h ON h.id = s.hand_in_id "
	    "WHERE h.receipt = $1 AND s.number = $2", DB_TEXT(receipt), DB_INT(n)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no submission " STR_FMT, STR_ARG(r->o->without_submission));
	*id_r = db_text(&rows, 0, 0);
	return 0;
}

int share_cli_change(struct share_run *r, enum share_change_kind kind, struct err *e)
{
	const struct share_options *o = r->o;
	struct share_change c = { .kind = kind, .number = o->number, .search = o->search, .set_expires = o->expires.p != NULL,
		.again = o->again, .liaison_ok = o->liaison_ok, .value_count = o->values.count, .drop_count = o->drop.count,
		.without_org = o->without_org.p != NULL ? o->without_org : STR(""), .is_late = o->is_late };
	struct share_target *audience;
	struct share_value *values;
	struct str *drop = ARENA_ARRAY(r->arena, struct str, o->drop.count + 1);
	struct share_made m;

	if (c.number.n == 0)
		return err_set(e, ERR_USAGE, "which share? name its number");
	if (o->seen.p != NULL && (!str_to_int(o->seen, &c.seen_rev) || c.seen_rev < 1))
		return err_set(e, ERR_USAGE, "--seen is the number of a revision, like 2");
	if (class_of(o->class, &c.class, e) < 0 || tlp_of(r->arena, o->tlp, &c.tlp, e) < 0 ||
	    word_of(o->search, "--search", WORDS("both", "to", "from", "none"), e) < 0 || expiry_of(r, &c.expires_ms, e) < 0 ||
	    all_texts(r, &c.title, &c.summary, &c.actions, &c.reason, e) < 0 || targets_of(r, &audience, &c.audience_count, e) < 0 ||
	    values_of(r, &values, e) < 0 || submission_of(r, &c.without_submission, e) < 0)
		return -1;
	for (size_t i = 0; i < o->drop.count; i++)
		drop[i] = str_find_char(o->drop.items[i], '<') < 0 ? refang(r->arena, o->drop.items[i]) : o->drop.items[i];
	c.drop = drop;
	c.audience = audience;
	c.values = values;
	if (share_change(r->opened, &r->by, r->arena, &c, &m, e) < 0)
		return -1;
	return share_cli_made(r, &m, e);
}

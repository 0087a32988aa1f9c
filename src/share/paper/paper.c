/* paper.c - what stands on the sheets. */
#include "share/paper/paper.h"

#include "base/time.h"
#include "share/audience.h"
#include "share/paper_templates.h"
#include "share/render/lines.h"
#include "store/audit.h"
#include "store/hub.h"

struct making {
	struct hub *hub;
	const struct act *by;
	struct arena *a;
	const struct share_row *s;
	enum lang lang;
	struct paper p;
};

#define SQL_NAME_OF(id) \
	"COALESCE((SELECT MIN(n.name) FROM org_name n WHERE n.org_id = " id " AND n.kind = 'legal' AND n.lang = $2" \
	" AND n.superseded_ms = 9223372036854775807), (SELECT MIN(n.name) FROM org_name n WHERE n.org_id = " id " AND n.kind = 'legal'" \
	" AND n.superseded_ms = 9223372036854775807), " id ")"

static struct str lang_id(const struct making *m)
{
	return m->lang == LANG_JA ? STR("ja") : STR("en");
}

static int reader(struct making *m, struct err *e)
{
	char day[TIME_TEXT];
	struct db_rows r;

	if (DB_QUERY(m->hub->db, m->a, &r, e, "SELECT p.name, " SQL_NAME_OF("p.org_id") " FROM person p WHERE p.id = $1", DB_TEXT(m->by->actor),
	    DB_TEXT(lang_id(m))) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no person " STR_FMT, STR_ARG(m->by->actor));
	m->p.person = db_text(&r, 0, 0);
	m->p.organisation = db_text(&r, 0, 1);
	m->p.day = arena_str(m->a, time_slashed(day, m->by->now_ms, (int)m->hub->conf.zone_minutes));
	m->p.marks_count = sizeof m->p.marks / sizeof m->p.marks[0];
	for (size_t i = 0; i < m->p.marks_count; i++)
		m->p.marks[i].text = arena_printf(m->a, "%s　%s　%s", m->p.organisation.p, m->p.person.p, m->p.day.p);
	return 0;
}

/* ---- who would get it ---- */

static int name_of_target(struct making *m, const struct share_target_row *t, struct str *name_r, struct err *e)
{
	struct db_rows r;
	int done;

	if (str_eq(t->kind, STR("sig")))
		done = DB_QUERY(m->hub->db, m->a, &r, e, "SELECT MIN(CASE WHEN $2 = 'ja' THEN name_ja ELSE name_en END) FROM sig WHERE id = $1",
		    DB_TEXT(t->target), DB_TEXT(lang_id(m)));
	else if (str_eq(t->kind, STR("liaison")))
		done = DB_QUERY(m->hub->db, m->a, &r, e, "SELECT MIN(CASE WHEN $2 = 'ja' THEN name_ja ELSE name_en END) FROM liaison WHERE id = $1",
		    DB_TEXT(t->target), DB_TEXT(lang_id(m)));
	else
		done = DB_QUERY(m->hub->db, m->a, &r, e, "SELECT " SQL_NAME_OF("o.id") " FROM org o WHERE o.id = $1", DB_TEXT(t->target),
		    DB_TEXT(lang_id(m)));
	if (done < 0)
		return -1;
	*name_r = r.count > 0 && !db_is_null(&r, 0, 0) ? db_text(&r, 0, 0) : t->target;
	return 0;
}

static int recipients(struct making *m, struct err *e)
{
	struct share_target_row *to;
	struct str *orgs, name = STR("");
	size_t n, today;
	bool follows = str_eq(m->s->change, STR("correction")) || str_eq(m->s->change, STR("retraction"));

	if (share_audience(m->hub->db, m->a, m->s, &to, &n, e) < 0 ||
	    audience_resolve(m->hub->db, m->a, m->s->id, m->s->rev, follows, m->by->now_ms, &orgs, &today, e) < 0)
		return -1;
	m->p.recipients = ARENA_ARRAY(m->a, struct str, n + 1);
	for (size_t i = 0; i < n; i++) {
		const char *kind = text_find(m->lang, arena_printf(m->a, "paper.to." STR_FMT, STR_ARG(to[i].kind)).p);

		if (to[i].target.n > 0 && name_of_target(m, &to[i], &name, e) < 0)
			return -1;
		m->p.recipients[m->p.recipients_count++] = to[i].target.n > 0 ?
		    arena_printf(m->a, "%s%s%s", kind != NULL ? kind : to[i].kind.p, m->lang == LANG_JA ? "：" : ": ", name.p) : str_of(kind != NULL ? kind : to[i].kind.p);
	}
	m->p.recipients[m->p.recipients_count++] = arena_printf(m->a, TEXT_N(m->lang, "paper.count", (long long)today), (long long)today);
	return 0;
}

/* ---- what it is ---- */

static void rows(struct making *m, const struct projection *p)
{
	const struct shown_line *lines = render_lines(m->a, p, m->lang);
	size_t n = projection_lines(p);

	m->p.rows = ARENA_ARRAY(m->a, struct paper_row, n + 1);
	m->p.rows_count = n;
	for (size_t i = 0; i < n; i++)
		m->p.rows[i] = (struct paper_row){ (long long)i + 1, str_of(render_word(m->a, m->lang, "part", str_of(lines[i].part))), lines[i].text };
}

static int exact_text(struct making *m, struct err *e)
{
	struct share_paper *list;
	size_t n;

	if (share_papers(m->hub->db, m->a, m->s->id, m->s->rev, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].format, STR("text")) && str_eq(list[i].lang, lang_id(m))) {
			m->p.exact_text = list[i].bytes;
			m->p.sha256 = list[i].sha256;
		}
	return 0;
}

static void head(struct making *m, const struct projection *p, long long asked_ms, long long due_ms)
{
	int zone = (int)m->hub->conf.zone_minutes;
	struct str d = m->s->digest;
	char day[TIME_TEXT];

	m->p.hub = m->lang == LANG_JA ? m->hub->conf.hub_name_ja : m->hub->conf.hub_name_en;
	m->p.contact = m->hub->conf.contact.n > 0 ? m->hub->conf.contact : m->p.hub;
	m->p.number = m->s->number;
	m->p.title = texts_in(&SHOWN(SHARE, p, title), m->lang)[0];
	m->p.version = arena_printf(m->a, "%lld", SHOWN(SHARE, p, version));
	m->p.tlp = m->s->tlp;
	m->p.tlp_class = str_eq(m->s->tlp, STR("AMBER+STRICT")) ? STR("amber-strict") : arena_lower(m->a, m->s->tlp);
	m->p.tlp_words = str_of(render_word(m->a, m->lang, "tlp", m->s->tlp));
	m->p.class_words = str_of(render_word(m->a, m->lang, "class", m->s->class));
	m->p.urgent = str_eq(m->s->class, STR("urgent"));
	m->p.exact = m->s->exact;
	m->p.digest = d;
	m->p.spoken = arena_printf(m->a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(str_at(d, 0, 4)), STR_ARG(str_at(d, 4, 4)), STR_ARG(str_at(d, 8, 4)));
	if (due_ms != TIME_NONE)
		m->p.due = arena_str(m->a, time_slashed(day, due_ms, zone));
	if (asked_ms != TIME_NONE)
		m->p.asked = arena_str(m->a, time_slashed(day, asked_ms, zone));
}

int paper_make(struct hub *hub, const struct act *by, struct arena *a, const struct share_row *s, long long asked_ms, long long due_ms,
    enum lang lang, struct str *html_r, struct err *e)
{
	struct making m = { .hub = hub, .by = by, .a = a, .s = s, .lang = lang };
	struct projection p;
	struct buf out;

	if (share_projection(hub->db, a, s, &p, e) < 0 || reader(&m, e) < 0 || recipients(&m, e) < 0 || exact_text(&m, e) < 0 ||
	    audit_add(hub->db, by, "approval.printed", s->id, e) < 0)
		return -1;
	head(&m, &p, asked_ms, due_ms);
	rows(&m, &p);
	buf_init_arena(&out, a, 16 << 20);
	html_approval_paper(&out, lang, &m.p);
	*html_r = buf_str(&out);
	return 0;
}

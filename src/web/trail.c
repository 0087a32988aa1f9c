/* trail.c - the audit trail: filtered, a page at a time, or as CSV; and whether its chain fits. */
#include <stdio.h>

#include "base/csv.h"
#include "base/time.h"
#include "store/audit.h"
#include "web/chain.h"
#include "web/look.h"
#include "web/page_admin.h"
#include "web/web.h"

enum { PAGE = 100, CHECKED_UNASKED = 20000, CSV_MOST = 256 << 20 };

struct wanted {
	struct str from, to, actor, deed, deed_end, object;     /* absent: any */
	long long from_ms, to_ms, below;
};

static struct str asked(const struct web_call *c, const char *name)
{
	struct str s = http_query(c->q, name);

	s = str_trim(s.p != NULL ? s : STR(""));
	return s.n > 0 ? s : STR_NONE;
}

/* A deed's first words are enough: "submission" finds submission.withdrawn.  The last day is inside. */
static int read_wanted(struct web_call *c, struct wanted *w, struct err *e)
{
	struct str before = asked(c, "before");
	int zone = (int)c->hub->conf.zone_minutes;

	*w = (struct wanted){ asked(c, "from"), asked(c, "to"), asked(c, "actor"), asked(c, "deed"), STR_NONE, asked(c, "object"), 0, TIME_FOREVER, TIME_FOREVER };
	if (w->deed.p != NULL)
		w->deed_end = arena_printf(c->a, STR_FMT "\xf4\x8f\xbf\xbf", STR_ARG(w->deed));
	if ((w->from.p != NULL && time_parse_date(w->from, zone, &w->from_ms, e) < 0) || (w->to.p != NULL && time_parse_date(w->to, zone, &w->to_ms, e) < 0))
		return -1;
	if (w->to.p != NULL)
		w->to_ms += MS_DAY;
	if (before.p != NULL && !str_to_int(before, &w->below))
		return err_set(e, ERR_INPUT, "“" STR_FMT "” is no number of a line", STR_ARG(before));
	return 0;
}

#define ANY_OBJECT "(CAST($5 AS TEXT) IS NULL OR object = $5)"
#define ANY_ACTOR "(CAST($6 AS TEXT) IS NULL OR actor = $6)"
#define SQL_LINES(whose, order) \
	"SELECT seq, at_ms, actor, os_user, deed, object, detail, hash FROM audit" \
	" WHERE at_ms >= $1 AND at_ms < $2 AND (CAST($3 AS TEXT) IS NULL OR (deed COLLATE \"C\" >= $3 AND deed COLLATE \"C\" <= $4))" \
	" AND " whose " AND seq < $7 ORDER BY seq " order
#define LINES_OF(w) \
	DB_INT((w)->from_ms), DB_INT((w)->to_ms), DB_TEXT((w)->deed), DB_TEXT((w)->deed_end), DB_TEXT((w)->object), DB_TEXT((w)->actor), \
	DB_INT((w)->below)

/* ---- CSV ---- */

static int put_line(void *ctx, const struct db_rows *row, struct err *e)
{
	struct buf *out = ctx;
	char at[TIME_TEXT], seq[32];

	(void)e;
	snprintf(seq, sizeof seq, "%lld", db_int(row, 0, 0));
	csv_field(out, true, str_of(seq));
	csv_field(out, false, time_rfc3339(at, db_int(row, 0, 1)));
	for (size_t i = 2; i < 8; i++)
		csv_field(out, false, db_text(row, 0, i));
	csv_end(out);
	return 0;
}

static int send_csv(struct web_call *c, const struct wanted *w, struct err *e)
{
	struct buf *out = &c->r->body;

	buf_init_arena(out, c->a, CSV_MOST);
	csv_bom(out);
	buf_z(out, "seq,at,actor,os_user,deed,object,detail,hash");
	csv_end(out);
	if (DB_EACH(c->hub->db, put_line, out, e, SQL_LINES(ANY_OBJECT " AND " ANY_ACTOR, ""), LINES_OF(w)) < 0)
		return -1;
	http_answer_header(c->r, "Content-Type", STR("text/csv; charset=utf-8"));
	http_answer_header(c->r, "Content-Disposition", STR("attachment; filename=\"audit.csv\""));
	return 0;
}

/* ---- what a line is about ---- */

/* An object is an id or a number: of which page?  Ids are random, so that it can be of one thing only. */
#define SQL_PLACE \
	"SELECT '/submissions', h.receipt, s.number FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE s.id = $1" \
	" UNION ALL SELECT '/receipts', h.receipt, 0 FROM hand_in h WHERE h.id = $1" \
	" UNION ALL SELECT '/receipts', h.receipt, 0 FROM hand_in h WHERE h.receipt = $1" \
	" UNION ALL SELECT '/cases', number, 0 FROM cases WHERE id = $1 UNION ALL SELECT '/cases', number, 0 FROM cases WHERE number = $1" \
	" UNION ALL SELECT '/shares', number, 0 FROM share WHERE id = $1 UNION ALL SELECT '/shares', number, 0 FROM share WHERE number = $1" \
	" UNION ALL SELECT '/questions', number, 0 FROM question WHERE id = $1 UNION ALL SELECT '/questions', number, 0 FROM question WHERE number = $1" \
	" UNION ALL SELECT '/calls', number, 0 FROM info_request WHERE id = $1 UNION ALL SELECT '/calls', number, 0 FROM info_request WHERE number = $1" \
	" UNION ALL SELECT '/organisations', id, 0 FROM org WHERE id = $1"

static int place_of(struct web_call *c, struct str object, struct str *href_r, struct err *e)
{
	struct str receipt = str_upto(object, '/'), n = str_after(object, '/');
	struct db_rows r;

	*href_r = STR("");
	if (look_is_name(object)) {
		*href_r = web_path(c, "/submissions", receipt, n);
		return 0;
	}
	if (DB_QUERY(c->hub->db, c->a, &r, e, SQL_PLACE, DB_TEXT(object)) < 0)
		return -1;
	if (r.count > 0)
		*href_r = web_path(c, arena_cstr(c->a, db_text(&r, 0, 0)), db_text(&r, 0, 1), db_int(&r, 0, 2) > 0 ?
		    arena_printf(c->a, "%lld", db_int(&r, 0, 2)) : STR_NONE);
	return 0;
}

static int show_lines(struct web_call *c, const struct db_rows *r, struct trail_page *x, struct err *e)
{
	x->rows = ARENA_ARRAY(c->a, struct trail_line, r->count + 1);
	for (size_t i = 0; i < r->count; i++) {
		struct trail_line *l = &x->rows[x->rows_count++];

		*l = (struct trail_line){ .when = web_time(c, db_int(r, i, 1)), .actor = db_text(r, i, 2), .deed = db_text(r, i, 4), .object = db_text(r, i, 5),
			.detail = str_eq(db_text(r, i, 6), STR("{}")) ? STR("") : db_text(r, i, 6),
			.by_href = arena_printf(c->a, "/audit?actor=" STR_FMT, STR_ARG(web_escaped(c, db_text(r, i, 2)))) };
		/* who keeps the hub's machine reads the trail and none of what it is about */
		l->href = STR("");
		if (who_may(c->who.roles, true, WHO_LOOKS) && place_of(c, l->object, &l->href, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- the page ---- */

/* A long chain takes a while: then it is looked at when somebody asks. */
static int check_chain(struct web_call *c, struct trail_page *x, struct err *e)
{
	struct db_rows head;
	struct err why = { 0 };

	if (DB_QUERY(c->hub->db, c->a, &head, e, "SELECT seq FROM audit_head WHERE one = 1") < 0)
		return -1;
	if (head.count > 0 && db_int(&head, 0, 0) > CHECKED_UNASKED && http_query(c->q, "check").n == 0)
		return 0;
	x->fits = audit_verify(c->hub->db, &why);
	if (x->fits >= 0 || why.kind == ERR_CORRUPT)
		chain_looked(c, &why);
	if (x->fits >= 0)
		return 0;
	x->fits = 0;
	if (why.kind != ERR_CORRUPT) {  /* it could not be looked at: that says nothing about the chain */
		*e = why;
		return -1;
	}
	x->broken = arena_str(c->a, str_of(why.text));
	return 0;
}

/* The address of the same filter with one thing more. */
static struct str address(const struct web_call *c, const struct wanted *w, const char *more)
{
	const struct { const char *name; struct str value; } parts[] = { { "from", w->from }, { "to", w->to }, { "actor", w->actor }, { "deed", w->deed },
		{ "object", w->object } };
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	buf_printf(&out, "/audit?%s", more);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i].value.p != NULL)
			buf_printf(&out, "&%s=" STR_FMT, parts[i].name, STR_ARG(web_escaped(c, parts[i].value)));
	return buf_str(&out);
}

/* Several texts of one page: an index is used only where its column is compared with a value. */
static int read_lines(const struct web_call *c, const struct wanted *w, struct db_rows *r, struct err *e)
{
#define NEWEST "DESC LIMIT 100"
	return w->object.p != NULL ? DB_QUERY(c->hub->db, c->a, r, e, SQL_LINES("object = $5 AND " ANY_ACTOR, NEWEST), LINES_OF(w)) :
	    w->actor.p != NULL ? DB_QUERY(c->hub->db, c->a, r, e, SQL_LINES("CAST($5 AS TEXT) IS NULL AND actor = $6", NEWEST), LINES_OF(w)) :
	    DB_QUERY(c->hub->db, c->a, r, e, SQL_LINES(ANY_OBJECT " AND " ANY_ACTOR, NEWEST), LINES_OF(w));
#undef NEWEST
}

int web_audit(struct web_call *c, struct err *e)
{
	struct trail_page *x = ARENA_NEW(c->a, struct trail_page);
	struct wanted w;
	struct db_rows r;

	if (read_wanted(c, &w, e) < 0)
		return -1;
	if (str_eq(http_query(c->q, "format"), STR("csv")))
		return send_csv(c, &w, e);
	if (check_chain(c, x, e) < 0 || read_lines(c, &w, &r, e) < 0)
		return -1;
	if (show_lines(c, &r, x, e) < 0)
		return -1;
	x->from = w.from.p != NULL ? w.from : STR("");
	x->to = w.to.p != NULL ? w.to : STR("");
	x->actor = w.actor.p != NULL ? w.actor : STR("");
	x->deed = w.deed.p != NULL ? w.deed : STR("");
	x->object = w.object.p != NULL ? w.object : STR("");
	x->older = r.count == PAGE ? address(c, &w, arena_printf(c->a, "before=%lld", db_int(&r, r.count - 1, 0)).p) : STR("");
	x->csv = address(c, &w, "format=csv");
	x->check = address(c, &w, "check=1");
	c->page.trail = x;
	return web_show(c, "web.audit");
}

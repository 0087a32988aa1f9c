/* own_origin.c - see own_origin.h. */
#include "share/own_origin.h"

#include "approve/approve.h"
#include "base/buf.h"
#include "base/time.h"
#include "share/look.h"

#define SQL_STATED \
	"SELECT i.type, i.value FROM share_indicator x JOIN indicator i ON i.id = x.indicator_id" \
	" JOIN corroboration_value v ON v.indicator_id = i.id JOIN corroboration c ON c.id = v.corroboration_id" \
	" JOIN share sh ON sh.id = x.share_id AND sh.rev = x.rev WHERE sh.id = $1 AND sh.case_id = c.case_id AND x.treatment = 'kept'" \
	" AND x.revoked = 0 GROUP BY i.type, i.value ORDER BY i.type, i.value COLLATE \"C\""

static int values(struct db *db, struct arena *a, const struct share_row *s, struct share_spec *spec, struct err *e)
{
	struct share_value *list;
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_STATED, DB_TEXT(s->id)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_DENIED, "share " STR_FMT ": no public source on record states one of its values itself; what only members told stays "
		    "theirs (noroshi corroboration add, corroboration value)", STR_ARG(s->number));
	list = ARENA_ARRAY(a, struct share_value, r.count);
	for (size_t i = 0; i < r.count; i++)
		list[i] = (struct share_value){ db_text(&r, i, 0), db_text(&r, i, 1), STR("suspect") };
	spec->values = list;
	spec->value_count = r.count;
	return 0;
}

/* Where it was read, under which terms. */
static int terms(struct db *db, struct arena *a, const struct share_row *s, struct share_spec *spec, struct err *e)
{
	struct db_rows r;
	struct buf out;

	if (DB_QUERY(db, a, &r, e, "SELECT DISTINCT c.source, c.url, c.licence FROM corroboration c JOIN corroboration_value v ON v.corroboration_id = "
	    "c.id JOIN share sh ON sh.case_id = c.case_id WHERE sh.id = $1 ORDER BY c.source, c.url", DB_TEXT(s->id)) < 0)
		return -1;
	buf_init_arena(&out, a, 1 << 16);
	for (size_t i = 0; i < r.count; i++)
		buf_printf(&out, "%s" STR_FMT " " STR_FMT " (" STR_FMT ")", i > 0 ? "; " : "", STR_ARG(db_text(&r, i, 0)), STR_ARG(db_text(&r, i, 1)),
		    STR_ARG(db_text(&r, i, 2)));
	spec->terms = buf_str(&out);
	return 0;
}

static int audience(struct db *db, struct arena *a, const struct share_row *s, struct share_spec *spec, struct err *e)
{
	struct share_target_row *to;
	struct share_target *list;
	size_t n;

	if (share_audience(db, a, s, &to, &n, e) < 0)
		return -1;
	list = ARENA_ARRAY(a, struct share_target, n + 1);
	for (size_t i = 0; i < n; i++) {
		list[i] = (struct share_target){ to[i].kind, to[i].target, 0, TIME_FOREVER };
		spec->liaison_ok = spec->liaison_ok || str_eq(to[i].kind, STR("liaison"));      /* it was meant there already */
	}
	spec->audience = list;
	spec->audience_count = n;
	return 0;
}

int share_own_origin(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct share_made *made, struct err *e)
{
	struct share_spec spec = { .origin = STR("own"), .lane = STR("technical"), .expires_ms = TIME_NONE };
	struct projection p;
	struct share_row s;
	struct str *late;
	size_t n;

	if (share_get(hub->db, a, number, by->now_ms, &s, e) < 0 || approve_late_orgs(hub->db, by, a, number, STR_NONE, &late, &n, e) < 0 ||
	    share_projection(hub->db, a, &s, &p, e) < 0 || values(hub->db, a, &s, &spec, e) < 0 || terms(hub->db, a, &s, &spec, e) < 0 ||
	    audience(hub->db, a, &s, &spec, e) < 0)
		return -1;
	spec.class = s.class;
	spec.tlp = s.tlp;
	spec.search = p.search;
	spec.instead_of = s.id;
	return share_draft(hub, by, a, &spec, made, e);
}

/* audience.c - who may be addressed with which mark, and who that is on the day of release. */
#include "share/audience.h"

#include <stdlib.h>

#include "base/time.h"
#include "share/draft.h"
#include "store/db.h"

static bool is(struct str s, const char *word)
{
	return str_eq(s, str_of(word));
}

static int check_one(const struct draft *d, const struct share_target *t, struct err *e)
{
	struct str tlp = d->p.tlp;
	bool wide = is(tlp, "GREEN") || is(tlp, "CLEAR");

	if (is(t->kind, "public") && !is(tlp, "CLEAR"))
		return err_set(e, ERR_DENIED, "only TLP:CLEAR may be public");
	if (is(t->kind, "partner") && is(d->origin, "member"))
		return err_set(e, ERR_DENIED, "members' material goes to no partner without a consent that names the partner");
	if (is(tlp, "RED") && !is(t->kind, "org"))
		return err_set(e, ERR_DENIED, "TLP:RED goes to named organisations only (--audience org:ID)");
	if (is(t->kind, "liaison") && is(tlp, "AMBER+STRICT"))
		return err_set(e, ERR_DENIED, "TLP:AMBER+STRICT does not go to liaison groups");
	if (is(t->kind, "liaison") && !wide && !d->liaison_ok)
		return err_set(e, ERR_DENIED, "TLP:AMBER does not go to a liaison group by default: say --liaison-ok where it is meant");
	if (t->from_ms >= t->to_ms)
		return err_set(e, ERR_INPUT, "an audience's validity ends before it begins");
	return 0;
}

/* An association that is named by itself is reached by way of the liaison system too; its own members never are. */
static int check_association(const struct draft *d, const struct share_target *t, struct err *e)
{
	const struct share_target liaison = { STR("liaison"), t->target, t->from_ms, t->to_ms };
	struct db_rows r;

	if (!is(t->kind, "org"))
		return 0;
	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT kind, (SELECT COUNT(*) FROM end_member m WHERE m.org_id = o.id) FROM org o WHERE id = $1",
	    DB_TEXT(t->target)) < 0)
		return -1;
	if (r.count == 0 || !is(db_text(&r, 0, 0), "liaison-member"))
		return 0;
	if (db_int(&r, 0, 1) > 0)
		return err_set(e, ERR_DENIED, "audience: \"" STR_FMT "\" gets what its association passes on, nothing else", STR_ARG(t->target));
	return is(d->p.tlp, "RED") ? 0 : check_one(d, &liaison, e);
}

/* The target must exist: a share to a misspelt SIG would reach nobody. */
static int check_exists(const struct draft *d, const struct share_target *t, struct err *e)
{
	struct db_rows r;

	if (is(t->kind, "all") || is(t->kind, "public"))
		return t->target.n == 0 ? 0 : err_set(e, ERR_INPUT, "the audience \"all\" takes no name");
	if (DB_QUERY(d->db, d->arena, &r, e, "SELECT (SELECT COUNT(*) FROM sig WHERE id = $1), (SELECT COUNT(*) FROM org WHERE id = $1), "
	        "(SELECT COUNT(*) FROM liaison WHERE id = $1)", DB_TEXT(t->target)) < 0)
		return -1;
	if (db_int(&r, 0, is(t->kind, "sig") ? 0 : is(t->kind, "liaison") ? 2 : 1) == 0)
		return err_set(e, ERR_UNKNOWN, "audience: there is no " STR_FMT " \"" STR_FMT "\"", STR_ARG(t->kind), STR_ARG(t->target));
	return 0;
}

static int by_target(const void *a, const void *b)
{
	const struct share_target *x = a, *y = b;
	int order = str_cmp(x->kind, y->kind);

	return order != 0 ? order : str_cmp(x->target, y->target);
}

void audience_sort(struct draft *d)
{
	size_t kept = 0;

	if (d->audience_count > 1)
		qsort(d->audience, d->audience_count, sizeof d->audience[0], by_target);
	for (size_t i = 0; i < d->audience_count; i++)
		if (i == 0 || by_target(&d->audience[kept - 1], &d->audience[i]) != 0)
			d->audience[kept++] = d->audience[i];
	d->audience_count = kept;
}

int audience_check(const struct draft *d, struct err *e)
{
	static const char *const kinds[] = { "all", "sig", "org", "liaison", "partner", "public" };

	if (d->audience_count == 0)
		return err_set(e, ERR_INPUT, "a share needs an audience (--audience all, sig:ID, org:ID, liaison:ID)");
	for (size_t i = 0; i < d->audience_count; i++) {
		bool known = false;

		for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
			known = known || is(d->audience[i].kind, kinds[k]);
		if (!known)
			return err_set(e, ERR_INPUT, "audience: \"" STR_FMT "\" is none of all, sig, org, liaison, partner, public", STR_ARG(d->audience[i].kind));
		if (check_one(d, &d->audience[i], e) < 0 || check_exists(d, &d->audience[i], e) < 0 || check_association(d, &d->audience[i], e) < 0)
			return -1;
	}
	return 0;
}

#define SQL_RESOLVE \
	"SELECT o.id FROM org o WHERE o.kind <> 'hub' AND o.from_ms <= $3 AND o.to_ms > $3 AND EXISTS (" \
	"SELECT 1 FROM audience t WHERE t.share_id = $1 AND t.rev = $2 AND t.from_ms <= $3 AND t.to_ms > $3 AND " SQL_TAKES_IN ") " \
	"ORDER BY o.id COLLATE \"C\""
/* Of a correction or retraction: exactly the earlier recipients, without those who left since. */
#define SQL_EARLIER \
	"SELECT o.id FROM org o WHERE o.to_ms > $3 AND EXISTS (SELECT 1 FROM delivery d WHERE d.share_id = $1 AND d.org_id = o.id" \
	" AND d.rev < $2) AND (o.kind IN ('partner', 'liaison-member') OR " SQL_MEMBER_THEN ") ORDER BY o.id COLLATE \"C\""

int audience_resolve(struct db *db, struct arena *a, struct str share_id, long long rev, bool follows, long long day_ms,
    struct str **orgs_r, size_t *n_r, struct err *e)
{
	struct db_rows r;
	int done = follows ?
	    DB_QUERY(db, a, &r, e, SQL_EARLIER, DB_TEXT(share_id), DB_INT(rev), DB_INT(day_ms)) :
	    DB_QUERY(db, a, &r, e, SQL_RESOLVE, DB_TEXT(share_id), DB_INT(rev), DB_INT(day_ms));

	if (done < 0)
		return -1;
	*orgs_r = ARENA_ARRAY(a, struct str, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*orgs_r)[i] = db_text(&r, i, 0);
	return 0;
}

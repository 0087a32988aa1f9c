/* hub_findings.c - signs that no single mail shows: what else happened at this organisation, who
 * else got the same, who is being imitated.  They are context: they never decide by themselves. */
#include "consolidate/candidates.h"

#define SQL_CLEAR "DELETE FROM finding WHERE submission_id = $1 AND finding_id IN" \
	" ('hub.phishing-earlier', 'hub.same-mail-elsewhere', 'hub.impersonated-member')"
#define SQL_NEXT "SELECT COALESCE(MAX(n), -1) + 1 FROM finding WHERE submission_id = $1"
#define SQL_ADD "INSERT INTO finding (submission_id, n, finding_id, strength, supports, tricks)" \
	" VALUES ($1, $2, $3, 'context', 1, $4)"

static int add(struct hub *hub, struct arena *a, struct str submission, const char *id, const char *trick, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, SQL_NEXT, DB_TEXT(submission)) < 0)
		return -1;
	return DB_EXEC(hub->db, e, SQL_ADD, DB_TEXT(submission), DB_INT(db_int(&rows, 0, 0)), DB_TEXT(str_of(id)),
	    DB_TEXT(str_of(trick))) < 0 ? -1 : 0;
}

/* B40: phishing was reported by the same organisation within the last 18 months.  The relation is
 * unknown; that it happened is what the analyst should know. */
#define SQL_PHISHING \
	"SELECT 1 FROM submission WHERE org_id = $1 AND received_ms >= $2 AND received_ms < $3 AND id <> $4" \
	" AND COALESCE(class, nature) = 'phishing' AND state <> 'withdrawn' LIMIT 1"

static int phishing_earlier(struct hub *hub, const struct consolidate_submission *s, struct arena *a, struct err *e)
{
	const long long months_18 = 548LL * 86400 * 1000;
	struct db_rows rows;

	if (!str_eq(s->nature, STR("bec")) || s->org_id.p == NULL)
		return 0;
	if (DB_QUERY(hub->db, a, &rows, e, SQL_PHISHING, DB_TEXT(s->org_id), DB_INT(s->received_ms - months_18),
	        DB_INT(s->received_ms), DB_TEXT(s->id)) < 0)
		return -1;
	return rows.count > 0 ? add(hub, a, s->id, "hub.phishing-earlier", "B40", e) : 0;
}

#define SQL_OTHER_ORG "SELECT 1 FROM submission WHERE id = $1 AND org_id IS NOT NULL AND org_id <> $2 AND state <> 'withdrawn'"

static int same_mail_elsewhere(struct hub *hub, const struct consolidate_submission *s, const struct candidate *list,
    size_t n, struct arena *a, struct err *e)
{
	const unsigned same = 1U << LINK_EXACT | 1U << LINK_NEAR;
	struct db_rows rows;

	for (size_t i = 0; i < n && s->org_id.p != NULL; i++) {
		if ((list[i].links & same) == 0)
			continue;
		if (DB_QUERY(hub->db, a, &rows, e, SQL_OTHER_ORG, DB_TEXT(list[i].submission_id), DB_TEXT(s->org_id)) < 0)
			return -1;
		if (rows.count > 0)
			return add(hub, a, s->id, "hub.same-mail-elsewhere", "", e);
	}
	return 0;
}

/* The sender's domain belongs to another organisation of the registry, and the mail is no honest one. */
#define SQL_WHOSE_DOMAIN \
	"SELECT 1 FROM org_domain WHERE kind = 'domain' AND value = $1 AND org_id <> $2 AND recorded_ms <= $3" \
	" AND superseded_ms > $3 LIMIT 1"

static int impersonated_member(struct hub *hub, const struct consolidate_submission *s, struct arena *a, struct err *e)
{
	struct str domain = str_after(s->from_address, '@');
	struct db_rows rows;

	if (domain.n == 0 || s->org_id.p == NULL || str_eq(s->nature, STR("benign")) || str_eq(s->nature, STR("drill")))
		return 0;
	if (DB_QUERY(hub->db, a, &rows, e, SQL_WHOSE_DOMAIN, DB_TEXT(domain), DB_TEXT(s->org_id),
	        DB_INT(s->received_ms)) < 0)
		return -1;
	return rows.count > 0 ? add(hub, a, s->id, "hub.impersonated-member", "", e) : 0;
}

int hub_findings_add(struct hub *hub, const struct consolidate_submission *s, const struct candidate *list, size_t n,
    struct arena *a, struct err *e)
{
	if (DB_EXEC(hub->db, e, SQL_CLEAR, DB_TEXT(s->id)) < 0 || phishing_earlier(hub, s, a, e) < 0 ||
	    same_mail_elsewhere(hub, s, list, n, a, e) < 0)
		return -1;
	return impersonated_member(hub, s, a, e);
}

/* hub_findings.c - finding them; hub_findings.h says which there are. */
#include "consolidate/hub_findings.h"

#include "base/time.h"
#include "consolidate/candidates.h"

#define SQL_CLEAR "DELETE FROM hub_finding WHERE submission_id = $1"
#define SQL_ADD \
	"INSERT INTO hub_finding (submission_id, finding_id, ref, via) VALUES ($1, $2, $3, $4)" \
	" ON CONFLICT (submission_id, finding_id, ref) DO NOTHING"

static int add(struct db *db, struct str submission, const char *id, struct str ref, struct str via, struct err *e)
{
	return DB_EXEC(db, e, SQL_ADD, DB_TEXT(submission), DB_TEXT(str_of(id)), DB_TEXT(ref), DB_TEXT(via)) < 0 ? -1 : 0;
}

static int add_rows(struct db *db, struct str submission, const char *id, const struct db_rows *rows, struct err *e)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct str via = rows->columns > 1 ? db_text(rows, i, 1) : STR("");

		if (add(db, submission, id, db_text(rows, i, 0), via, e) < 0)
			return -1;
	}
	return 0;
}

/* The newest ones; what the analyst called phishing counts, whatever the engine said. */
#define SQL_PHISHING \
	"SELECT id FROM submission WHERE org_id = $1 AND received_ms >= $2 AND received_ms < $3 AND id <> $4" \
	" AND COALESCE(class, nature) = 'phishing' AND state <> 'withdrawn'" \
	" ORDER BY received_ms DESC, id COLLATE \"C\" LIMIT 24"

/* The same day eighteen months before. */
static long long months_before(long long ms, int months)
{
	struct civil c = time_civil(ms, 0);
	int month = c.year * 12 + c.month - 1 - months;

	c.year = month / 12;
	c.month = month % 12 + 1;
	if (c.day > time_days_in_month(c.year, c.month))
		c.day = time_days_in_month(c.year, c.month);
	return time_of(&c, 0);
}

static int phishing_earlier(struct hub *hub, const struct consolidate_submission *s, struct arena *a, struct err *e)
{
	struct db_rows rows;

	if (!str_eq(s->nature, STR("bec")) || s->org_id.p == NULL)
		return 0;
	if (DB_QUERY(hub->db, a, &rows, e, SQL_PHISHING, DB_TEXT(s->org_id), DB_INT(months_before(s->received_ms, 18)),
	        DB_INT(s->received_ms), DB_TEXT(s->id)) < 0)
		return -1;
	return add_rows(hub->db, s->id, "hub.phishing-earlier", &rows, e);
}

#define SQL_WHOSE "SELECT org_id FROM submission WHERE id = $1 AND org_id IS NOT NULL AND org_id <> $2 AND state <> 'withdrawn'"

/* The first neighbour of each other organisation: enough to be counted from either side. */
static int same_mail_elsewhere(struct hub *hub, const struct consolidate_submission *s, const struct candidate *list,
    size_t n, struct arena *a, struct err *e)
{
	const unsigned same = 1U << LINK_EXACT | 1U << LINK_NEAR;
	struct str orgs[HUB_FINDING_REFS];
	size_t org_count = 0;

	for (size_t i = 0; i < n && s->org_id.p != NULL && org_count < HUB_FINDING_REFS; i++) {
		struct db_rows rows;
		bool known = (list[i].links & same) == 0;

		if (known)
			continue;
		if (DB_QUERY(hub->db, a, &rows, e, SQL_WHOSE, DB_TEXT(list[i].submission_id), DB_TEXT(s->org_id)) < 0)
			return -1;
		known = rows.count == 0;
		for (size_t k = 0; k < org_count && !known; k++)
			known = str_eq(orgs[k], db_text(&rows, 0, 0));
		if (known)
			continue;
		orgs[org_count++] = db_text(&rows, 0, 0);
		if (add(hub->db, s->id, "hub.same-mail-elsewhere", list[i].submission_id, STR(""), e) < 0)
			return -1;
	}
	return 0;
}

/* A domain that the mail abuses, or that its sender's address lies under, is another organisation's. */
#define SQL_PLAYED \
	"SELECT d.org_id, MIN(d.value) FROM org_domain d WHERE d.kind = 'domain' AND d.org_id <> $1" \
	" AND d.recorded_ms <= $2 AND d.superseded_ms > $2 AND (d.value = $3 OR d.value IN (SELECT i.value" \
	" FROM submission_indicator si JOIN indicator i ON i.id = si.indicator_id" \
	" WHERE si.submission_id = $4 AND si.role = 'abused' AND i.type = 'domain'))" \
	" GROUP BY d.org_id ORDER BY d.org_id COLLATE \"C\" LIMIT 24"

static int impersonated_member(struct hub *hub, const struct consolidate_submission *s, struct arena *a, struct err *e)
{
	struct str domain = str_after(s->from_address, '@');
	struct db_rows rows;

	if (s->org_id.p == NULL || str_eq(s->nature, STR("benign")) || str_eq(s->nature, STR("drill")))
		return 0;
	if (DB_QUERY(hub->db, a, &rows, e, SQL_PLAYED, DB_TEXT(s->org_id), DB_INT(s->received_ms), DB_TEXT(domain),
	        DB_TEXT(s->id)) < 0)
		return -1;
	return add_rows(hub->db, s->id, "hub.impersonated-member", &rows, e);
}

#define SQL_EARLIER_CASES \
	"SELECT cs.case_id, MIN(mine.indicator_id) FROM submission_indicator mine" \
	" JOIN submission_indicator theirs ON theirs.indicator_id = mine.indicator_id AND theirs.submission_id <> mine.submission_id" \
	" JOIN submission s ON s.id = theirs.submission_id AND s.received_ms <= $2 AND s.state <> 'withdrawn'" \
	" JOIN case_submission cs ON cs.submission_id = s.id AND cs.removed_ms IS NULL" \
	" WHERE mine.submission_id = $1 AND mine.indicator_id = $3 AND mine.role IN ('malicious', 'suspect')" \
	" AND theirs.role IN ('malicious', 'suspect')" \
	" GROUP BY cs.case_id ORDER BY cs.case_id COLLATE \"C\" LIMIT 24"

static int indicator_seen(struct hub *hub, const struct candidates *c, struct err *e)
{
	for (size_t i = 0; i < c->shared_count; i++) {
		struct db_rows rows;

		if (DB_QUERY(hub->db, c->arena, &rows, e, SQL_EARLIER_CASES, DB_TEXT(c->s->id), DB_INT(c->s->received_ms),
		        DB_TEXT(c->shared[i])) < 0 || add_rows(hub->db, c->s->id, "hub.indicator-seen", &rows, e) < 0)
			return -1;
	}
	return 0;
}

int hub_findings_add(struct hub *hub, const struct candidates *c, struct err *e)
{
	const struct consolidate_submission *s = c->s;

	if (DB_EXEC(hub->db, e, SQL_CLEAR, DB_TEXT(s->id)) < 0 || phishing_earlier(hub, s, c->arena, e) < 0 ||
	    same_mail_elsewhere(hub, s, c->list, c->count, c->arena, e) < 0 || impersonated_member(hub, s, c->arena, e) < 0)
		return -1;
	return indicator_seen(hub, c, e);
}

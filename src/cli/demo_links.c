/* demo_links.c - so that a demo can be looked at with everybody's eyes. */
#include "cli/demo_links.h"

#include <stdio.h>

#include "access/access.h"
#include "base/time.h"
#include "base/tr.h"
#include "cli/cli.h"

/* The n-th person of a role, by id. */
static int nth(struct hub *hub, struct arena *a, const char *role, long long n, long long now_ms, struct str *person_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT r.person_id FROM person_role r JOIN person p ON p.id = r.person_id WHERE r.role = $1 AND r.from_ms <= $2"
	    " AND r.to_ms > $2 AND p.from_ms <= $2 AND p.to_ms > $2 ORDER BY r.person_id COLLATE \"C\" LIMIT 1 OFFSET $3",
	    DB_TEXT(str_of(role)), DB_INT(now_ms), DB_INT(n)) < 0)
		return -1;
	*person_r = rows.count > 0 ? db_text(&rows, 0, 0) : STR("");
	return 0;
}

int demo_links_print(struct hub *hub, struct arena *a, struct str listen, struct err *e)
{
	static const struct { const char *role, *label; long long n; } people[] = { { "analyst", "web.role.analyst", 0 }, { "analyst", "web.role.analyst", 1 },
		{ "submitter", "web.role.member", 0 }, { "approver", "web.role.approver", 0 }, { "auditor", "web.role.auditor", 0 } };
	struct rng rng;
	struct act by = cli_act(a, STR_NONE, &rng);

	for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
		struct str person, token;

		if (nth(hub, a, people[i].role, people[i].n, by.now_ms, &person, e) < 0)
			return -1;
		if (person.n == 0)
			continue;
		if (link_make(hub, &by, a, person, "sign-in", by.now_ms + MS_DAY, &token, e) < 0)
			return -1;
		printf("  %-28s http://" STR_FMT "/link/" STR_FMT "\n", text(tr_lang(), people[i].label), STR_ARG(listen), STR_ARG(token));
	}
	return 0;
}

/* dictionary.c - the protected terms that a revision is checked against, and what state they are in.
 *
 * The dictionaries of all organisations take a while to build and change rarely: kept until a row of
 * the registry changes.  One process, one hub at a time. */
#include "share/draft.h"
#include "store/db.h"

static struct {
	struct arena *arena;
	struct terms *terms;
	char state[200];
} kept;

/* Anything that adds, ends or renames a term changes this line: the registry counts its changes
 * (registry_changed), SIGs and liaison systems only ever grow.  The rows are counted besides: a name that
 * came in past the registry's functions must not pass for unknown. */
int dictionary_state(struct db *db, struct arena *a, struct str case_id, struct str *state_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT (SELECT value FROM hub_state WHERE key = 'registry'), (SELECT COUNT(*) FROM sig), "
	    "(SELECT COUNT(*) FROM liaison) + (SELECT COUNT(*) FROM org_name) + (SELECT COUNT(*) FROM org_domain) + "
	    "(SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM person_address), (SELECT value FROM hub_state WHERE key = 'key-check'), "
	    "(SELECT COUNT(*) FROM case_party WHERE case_id = $1) + "
	    "(SELECT COUNT(*) FROM case_submission c JOIN submission s ON s.id = c.submission_id JOIN reporter p ON p.org_id = s.org_id "
	    "WHERE c.case_id = $1) + "
	    "(SELECT COUNT(*) FROM case_submission c JOIN submission_indicator x ON x.submission_id = c.submission_id WHERE c.case_id = $1 "
	    "AND c.removed_ms IS NULL AND x.role IN ('abused', 'decoy'))", DB_TEXT(case_id)) < 0)
		return -1;
	*state_r = arena_printf(a, STR_FMT " %lld %lld %.16s %lld", STR_ARG(db_text(&r, 0, 0)), db_int(&r, 0, 1), db_int(&r, 0, 2),
	    db_text(&r, 0, 3).p, db_int(&r, 0, 4));
	return 0;
}

static int load_shared(struct draft *d, struct str state, struct err *e)
{
	if (kept.terms == NULL || !str_eq(state, str_of(kept.state))) {
		arena_free(kept.arena);
		kept.terms = NULL;
		kept.arena = arena_new(512 << 20, arena_full_exit);
		if (terms_load(d->db, kept.arena, &kept.terms, e) < 0)
			return -1;
		if (state.n < sizeof kept.state)
			memcpy(kept.state, state.p, state.n + 1);
	}
	d->terms = kept.terms;
	return 0;
}

int dictionary_load(struct draft *d, struct err *e)
{
	struct str registry;

	if (dictionary_state(d->db, d->arena, d->case_id, &d->dictionary, e) < 0 ||
	    dictionary_state(d->db, d->arena, STR(""), &registry, e) < 0 || load_shared(d, registry, e) < 0)
		return -1;
	return d->case_id.n == 0 ? 0 : terms_load_case(d->db, d->arena, d->terms, d->case_id, &d->terms, e);
}

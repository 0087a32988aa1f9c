/* answer.c - what was found, or not, and what that is worth. */
#include "feedback/answer.h"

#include <stdio.h>

#include "base/time.h"
#include "store/audit.h"

static bool is(struct str s, const char *word)
{
	return str_eq(s, str_of(word));
}

static bool is_answer(struct str s)
{
	return is(s, "no-hit") || is(s, "hit") || is(s, "working") || is(s, "not-checked") || is(s, "partly");
}

int answer_check(const struct answer_given *g, long long now_ms, struct err *e)
{
	bool window = g->from_ms != TIME_NONE && g->to_ms != TIME_NONE;

	if (!is_answer(g->answer))
		return err_set(e, ERR_USAGE, "an answer is no-hit, hit, working, not-checked or partly, not “" STR_FMT "”", STR_ARG(g->answer));
	if (is(g->answer, "no-hit") && !window)
		return err_set(e, ERR_USAGE, "“no hit” is worth something only with the time that was searched: --searched FROM..TO; "
		    "where nothing was searched, answer not-checked");
	if (is(g->answer, "partly") && !window)
		return err_set(e, ERR_USAGE, "which part was searched? --searched FROM..TO");
	if (is(g->answer, "not-checked") && g->reason.n == 0)
		return err_set(e, ERR_USAGE, "why could it not be checked? --reason WORDS (no-logs where there are no logs)");
	if (window && (g->from_ms >= g->to_ms || g->to_ms > now_ms + MS_DAY))
		return err_set(e, ERR_INPUT, "the time that was searched ends before it begins, or in the future");
	if (g->reason.n > 2000)
		return err_set(e, ERR_LIMIT, "the reason is longer than 2,000 bytes");
	if (g->useful < 0 || g->useful > 5)
		return err_set(e, ERR_USAGE, "usefulness is a number from 1 (none) to 5 (very)");
	return 0;
}

#define SQL_ADD \
	"INSERT INTO feedback (id, share_id, org_id, answer, reason, searched_from_ms, searched_to_ms, useful, may_merge, submission_id," \
	" person_id, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
/* Who answers has it; a state only moves on. */
#define SQL_MOVE_ON \
	"UPDATE delivery SET state = 'acked', opened_ms = COALESCE(opened_ms, $3), acked_ms = COALESCE(acked_ms, $3)" \
	" WHERE share_id = $1 AND org_id = $2 AND state <> 'acked' AND queued_ms <= $3"

int answer_store(struct db *db, const struct act *by, struct arena *a, struct str share_id, struct str org_id,
    const struct answer_given *g, struct err *e)
{
	if (DB_EXEC(db, e, SQL_ADD, DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(share_id), DB_TEXT(org_id), DB_TEXT(g->answer),
	    DB_TEXT(g->reason), DB_TIME(g->from_ms), DB_TIME(g->to_ms), g->useful > 0 ? DB_INT(g->useful) : DB_NULL, DB_BOOL(g->may_merge),
	    DB_TEXT(g->submission_id), DB_TEXT(g->person_id), DB_INT(g->at_ms)) < 0 ||
	    DB_EXEC(db, e, SQL_MOVE_ON, DB_TEXT(share_id), DB_TEXT(org_id), DB_INT(g->at_ms)) < 0)
		return -1;
	return audit_add_detail(db, by, "feedback.answered", share_id, arena_printf(a, "{\"answer\":\"" STR_FMT "\"}", STR_ARG(g->answer)), e);
}

int answer_give(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, const struct answer_given *given,
    struct err *e)
{
	struct answer_given g = *given;

	if (answer_check(&g, by->now_ms, e) < 0)
		return -1;
	g.at_ms = by->now_ms;
	g.person_id = by->actor;
	if (g.reason.p == NULL)
		g.reason = STR("");
	if (db_begin(db, e) < 0)
		return -1;
	if (answer_store(db, by, a, d->share_id, d->org_id, &g, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

bool answer_searched(const struct answer_given *g)
{
	return g->answer.p != NULL && g->from_ms != TIME_NONE && (is(g->answer, "no-hit") || is(g->answer, "hit") || is(g->answer, "partly"));
}

static struct str in_brackets(struct arena *a, enum lang lang, struct str words, struct str inside)
{
	return lang == LANG_JA ? arena_printf(a, STR_FMT "（" STR_FMT "）", STR_ARG(words), STR_ARG(inside)) :
	    arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(words), STR_ARG(inside));
}

static struct str window_words(struct arena *a, enum lang lang, const struct answer_given *g, int zone)
{
	char from[TIME_TEXT], to[TIME_TEXT];

	return arena_printf(a, "%s %s%s%s", text(lang, "feedback.searched"), time_slashed(from, g->from_ms, zone).p,
	    lang == LANG_JA ? "～" : " - ", time_slashed(to, g->to_ms, zone).p);
}

struct str answer_words(struct arena *a, enum lang lang, const struct answer_given *g, int zone)
{
	bool no_logs = g->answer.p != NULL && is(g->answer, "not-checked") && is(g->reason, "no-logs");
	char id[80];
	struct str words;

	snprintf(id, sizeof id, "feedback.answer." STR_FMT, STR_ARG(g->answer.p == NULL ? STR("none") : no_logs ? STR("no-logs") : g->answer));
	words = str_of(text(lang, id));
	if (g->answer.p == NULL || no_logs)
		return words;
	if (g->from_ms != TIME_NONE)
		words = in_brackets(a, lang, words, window_words(a, lang, g, zone));
	else if (is(g->answer, "no-hit"))
		words = in_brackets(a, lang, words, str_of(text(lang, "feedback.no-window")));
	return g->reason.n > 0 ? in_brackets(a, lang, words, g->reason) : words;
}

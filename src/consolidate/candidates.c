/* candidates.c - the lookups; of every list only the newest are read. */
#include "consolidate/candidates.h"

#include "base/time.h"
#include "indicator/lists.h"
#include "store/vault.h"

static const char *const reasons[] = {
	[LINK_SUPPLEMENT] = "supplement", [LINK_EXACT] = "exact", [LINK_THREAD] = "thread", [LINK_NEAR] = "near",
	[LINK_INDICATOR] = "indicator", [LINK_SUBJECT] = "subject", [LINK_LURE] = "family",
};

static struct candidate *candidate_of(struct candidates *c, struct str id)
{
	for (size_t i = 0; i < c->count; i++)
		if (str_eq(c->list[i].submission_id, id))
			return &c->list[i];
	if (c->count >= CANDIDATES_MOST)
		return NULL;
	*ARENA_PUSH(c->arena, c->list, c->count, c->room) = (struct candidate){ .submission_id = id, .reason = "" };
	return &c->list[c->count - 1];
}

void candidate_add(struct candidates *c, struct str id, enum link link, int score)
{
	struct candidate *found = str_eq(id, c->s->id) ? NULL : candidate_of(c, id);

	if (found == NULL)
		return;
	found->links |= 1U << link;
	if (score > found->scores[link])
		found->scores[link] = score;
}

static void settle(struct candidate *k)
{
	int doubt = SCORE_TOP, strongest = 0;

	for (int link = 0; link < LINK_COUNT; link++) {
		if (k->scores[link] > strongest) {
			strongest = k->scores[link];
			k->reason = reasons[link];
		}
		if (link != LINK_LURE)
			doubt = doubt * (SCORE_TOP - k->scores[link]) / SCORE_TOP;
	}
	k->score = SCORE_TOP - doubt > strongest ? SCORE_TOP - doubt : strongest;
}

void candidates_settle(struct candidates *c)
{
	for (size_t i = 0; i < c->count; i++)
		settle(&c->list[i]);
}

/* ---- text ---- */

/* The newest ones: an old list that is full must not hide what goes round today. */
#define SQL_BAND \
	"SELECT b.submission_id, f.sketch, b.received_ms FROM fingerprint_band b JOIN fingerprint f" \
	" ON f.submission_id = b.submission_id WHERE b.band = $1 AND b.value = $2" \
	" ORDER BY b.received_ms DESC, b.submission_id COLLATE \"C\" DESC LIMIT $3"

#define SQL_ADD_BAND \
	"INSERT INTO fingerprint_band (band, value, received_ms, submission_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"

#define SQL_ADD_PRINT "INSERT INTO fingerprint (submission_id, sketch, grams) VALUES ($1, $2, $3)"

/* Personalised copies go round within days; what is alike after months has more likely borrowed the
 * same phrases.  Two thirds of the places propose by themselves in the first week. */
static int score_near(int alike, long long apart_ms)
{
	enum { ALONE = 32, EACH = 25, WEEKS_MOST = 12, EACH_WEEK = 25 };
	long long weeks = (apart_ms < 0 ? -apart_ms : apart_ms) / (7 * MS_DAY);

	return SCORE_PROPOSE + EACH * (alike - ALONE) - EACH_WEEK * (int)(weeks < WEEKS_MOST ? weeks : WEEKS_MOST);
}

/* Whoever shares a band is compared place by place. */
static int by_band(struct candidates *c, int band, struct err *e)
{
	long long value = fingerprint_band(&c->print, band);
	struct db_rows rows;

	if (DB_QUERY(c->hub->db, c->arena, &rows, e, SQL_BAND, DB_INT(band), DB_INT(value), DB_INT(LIST_MOST)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		uint16_t other[FINGERPRINT_PLACES];
		int alike = fingerprint_places(db_bytes(&rows, i, 1), other) ? fingerprint_alike(c->print.places, other) : 0;

		if (alike >= FINGERPRINT_NEAR)
			candidate_add(c, db_text(&rows, i, 0), LINK_NEAR, score_near(alike, c->s->received_ms - db_int(&rows, i, 2)));
	}
	return DB_EXEC(c->hub->db, e, SQL_ADD_BAND, DB_INT(band), DB_INT(value), DB_INT(c->s->received_ms),
	    DB_TEXT(c->s->id)) < 0 ? -1 : 0;
}

int candidates_by_text(struct candidates *c, struct err *e)
{
	if (DB_EXEC(c->hub->db, e, SQL_ADD_PRINT, DB_TEXT(c->s->id), DB_BYTES(fingerprint_bytes(c->arena, &c->print)),
	        DB_INT((long long)c->print.grams)) < 0)
		return -1;
	for (int band = 0; band < FINGERPRINT_BANDS && c->print.grams >= FINGERPRINT_LEAST; band++)
		if (by_band(c, band, e) < 0)
			return -1;
	return 0;
}

/* ---- postings ---- */

#define SQL_POSTINGS \
	"SELECT submission_id FROM posting WHERE kind = $1 AND value = $2" \
	" ORDER BY received_ms DESC, submission_id COLLATE \"C\" DESC LIMIT $3"

#define SQL_ADD_POSTING \
	"INSERT INTO posting (kind, value, received_ms, submission_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"

static int posting(struct candidates *c, const char *kind, struct str value, enum link link, int score, int most,
    struct err *e)
{
	struct str hash = vault_keyed_hash(c->hub, c->arena, kind, value);
	struct db_rows rows;

	if (DB_QUERY(c->hub->db, c->arena, &rows, e, SQL_POSTINGS, DB_TEXT(str_of(kind)), DB_TEXT(hash), DB_INT(most)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		candidate_add(c, db_text(&rows, i, 0), link, score);
	return DB_EXEC(c->hub->db, e, SQL_ADD_POSTING, DB_TEXT(str_of(kind)), DB_TEXT(hash), DB_INT(c->s->received_ms),
	    DB_TEXT(c->s->id)) < 0 ? -1 : 0;
}

static int by_message_ids(struct candidates *c, struct err *e)
{
	enum { IDS_MOST = 12 };

	for (size_t i = 0; i < c->s->message_id_count && i < IDS_MOST; i++)
		if (c->s->message_ids[i].n > 0 &&
		    posting(c, "message-id", c->s->message_ids[i], LINK_THREAD, 950, LIST_MOST, e) < 0)
			return -1;
	return 0;
}

/* The newest of the same family of lures (lure.plant-rfq). */
static int by_family(struct candidates *c, struct err *e)
{
	enum { NEWEST = 4 };

	for (size_t i = 0; i < c->s->finding_count; i++)
		if (str_starts(c->s->findings[i], STR("lure.")) &&
		    posting(c, "family", c->s->findings[i], LINK_LURE, SCORE_PROPOSE - 50, NEWEST, e) < 0)
			return -1;
	return 0;
}

int candidates_by_posting(struct candidates *c, struct err *e)
{
	enum { SHORT_SUBJECT = 12 };    /* bytes: "請求書" or "Re: hello" link nothing */
	struct str subject = fingerprint_of(c->arena, c->s->subject).tokens;

	if (c->s->supplements.p != NULL)
		candidate_add(c, c->s->supplements, LINK_SUPPLEMENT, SCORE_TOP);
	if (c->print.grams > 0 && posting(c, "text", c->print.tokens, LINK_EXACT, SCORE_TOP, LIST_MOST, e) < 0)
		return -1;
	if (c->s->subject.n > SHORT_SUBJECT && posting(c, "subject", subject, LINK_SUBJECT, 300, LIST_MOST, e) < 0)
		return -1;
	return by_message_ids(c, e) < 0 ? -1 : by_family(c, e);
}

/* ---- indicators ---- */

#define SQL_INDICATORS \
	"SELECT si.indicator_id, i.type, i.value FROM submission_indicator si JOIN indicator i ON i.id = si.indicator_id" \
	" WHERE si.submission_id = $1 AND si.role IN ('malicious', 'suspect')" \
	" ORDER BY i.type COLLATE \"C\", i.value COLLATE \"C\""

#define SQL_WHO_ELSE \
	"SELECT submission_id FROM submission_indicator WHERE indicator_id = $1 AND role IN ('malicious', 'suspect')" \
	" AND submission_id <> $2 LIMIT 200"

#define SQL_CASES_OF \
	"SELECT COUNT(DISTINCT cs.case_id) FROM submission_indicator si JOIN case_submission cs" \
	" ON cs.submission_id = si.submission_id WHERE si.indicator_id = $1 AND cs.removed_ms IS NULL"

static int score_of_type(struct str type)
{
	static const struct { const char *type; int score; } scores[] = {
		{ "bank-account", 900 }, { "sha256", 860 }, { "url", 820 }, { "email", 700 }, { "domain", 620 },
		{ "ipv4", 560 }, { "ipv6", 560 },
	};

	for (size_t i = 0; i < sizeof scores / sizeof scores[0]; i++)
		if (str_eq(type, str_of(scores[i].type)))
			return scores[i].score;
	return 0;
}

/* Common by a warning list, or because it stands in many different cases. */
static int is_common(struct candidates *c, struct str id, struct str type, struct str value, struct err *e)
{
	enum { CASES_COMMON = 5 };
	struct db_rows rows;

	if ((str_eq(type, STR("domain")) || str_eq(type, STR("ipv4"))) && data_warning(value).p != NULL)
		return 1;
	if (DB_QUERY(c->hub->db, c->arena, &rows, e, SQL_CASES_OF, DB_TEXT(id)) < 0)
		return -1;
	return db_int(&rows, 0, 0) >= CASES_COMMON ? 1 : 0;
}

static int by_one_indicator(struct candidates *c, struct str id, struct str type, struct str value, struct err *e)
{
	int score = score_of_type(type), common;
	struct db_rows rows;

	if (score == 0)
		return 0;
	if (DB_QUERY(c->hub->db, c->arena, &rows, e, SQL_WHO_ELSE, DB_TEXT(id), DB_TEXT(c->s->id)) < 0)
		return -1;
	if (rows.count == 0 || rows.count >= 200)
		return 0;
	common = is_common(c, id, type, value, e);
	if (common == 0 || str_eq(type, STR("bank-account")))   /* an account is never used by many for nothing */
		c->shared[c->shared_count++] = id;
	for (size_t i = 0; common == 0 && i < rows.count && i < LIST_MOST; i++)
		candidate_add(c, db_text(&rows, i, 0), LINK_INDICATOR, score);
	return common < 0 ? -1 : 0;
}

int candidates_by_indicator(struct candidates *c, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(c->hub->db, c->arena, &rows, e, SQL_INDICATORS, DB_TEXT(c->s->id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count && i < SHARED_MOST; i++)
		if (by_one_indicator(c, db_text(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2), e) < 0)
			return -1;
	return 0;
}

/* publication.c - who may be told of in public. */
#include "report/publication.h"

#include "base/buf.h"
#include "base/sha256.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "report/told.h"
#include "store/audit.h"

#define SQL_WORDS \
	"SELECT slot, lang, CAST(n AS TEXT), body FROM case_text WHERE case_id = $1 AND " SQL_TOLD_SLOT \
	" ORDER BY slot COLLATE \"C\", lang COLLATE \"C\", case_text.n"
#define SQL_MOMENTS \
	"SELECT CAST(at_ms AS TEXT), CAST(until_ms AS TEXT), precision, from_lane, to_lane, CAST(is_fake AS TEXT), text_ja, text_en, note_ja, note_en, known_how FROM case_timeline" \
	" WHERE case_id = $1 ORDER BY case_timeline.at_ms, case_timeline.n"

/* Public sources that say the same: the chapter on probing prints what they say, and where. */
#define SQL_CORROBORATION \
	"SELECT source, url, says_ja, says_en FROM corroboration WHERE case_id = $1 ORDER BY read_ms, id COLLATE \"C\""

/* Each value with its length, so that no two contents give the same bytes. */
static void add_rows(struct sha256 *sum, struct arena *a, const struct db_rows *r, size_t columns)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; k < columns; k++) {
			struct str v = db_is_null(r, i, k) ? STR("") : db_text(r, i, k);

			sha256_add(sum, arena_printf(a, "%zu:" STR_FMT, v.n, STR_ARG(v)));
		}
}

static void take_corroboration(struct arena *a, const struct db_rows *r, struct publication *p)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t lang = 0; lang < 2; lang++)
			p->words[p->word_count++] = (struct publication_word){ STR("corroboration"), lang == 0 ? STR("ja") : STR("en"), arena_printf(a,
			    STR_FMT "\n\n" STR_FMT " " STR_FMT, STR_ARG(db_text(r, i, 2 + lang)), STR_ARG(db_text(r, i, 0)), STR_ARG(db_text(r, i, 1))) };
}

/* With room for `more` behind them. */
static void take_words(struct arena *a, const struct db_rows *r, size_t more, struct publication *p)
{
	p->words = ARENA_ARRAY(a, struct publication_word, r->count + more + 1);
	for (size_t i = 0; i < r->count; i++) {
		struct str slot = db_text(r, i, 0), lang = db_text(r, i, 1), body = db_text(r, i, 3);
		struct publication_word *last = p->word_count > 0 ? &p->words[p->word_count - 1] : NULL;

		if (last != NULL && str_eq(last->slot, slot) && str_eq(last->lang, lang))
			last->body = arena_printf(a, STR_FMT "\n\n" STR_FMT, STR_ARG(last->body), STR_ARG(body));
		else
			p->words[p->word_count++] = (struct publication_word){ slot, lang, body };
	}
}

static long long number_in(const struct db_rows *r, size_t i, size_t column)
{
	long long n;

	return !db_is_null(r, i, column) && str_to_int(db_text(r, i, column), &n) ? n : TIME_NONE;
}

static void take_moments(struct arena *a, const struct db_rows *r, struct publication *p)
{
	p->moments = ARENA_ARRAY(a, struct publication_moment, r->count + 1);
	p->moment_count = r->count;
	for (size_t i = 0; i < r->count; i++)
		p->moments[i] = (struct publication_moment){ .at_ms = number_in(r, i, 0), .until_ms = number_in(r, i, 1), .precision = db_text(r, i, 2),
			.from = db_text(r, i, 3), .to = db_text(r, i, 4), .fake = number_in(r, i, 5) == 1, .text_ja = db_text(r, i, 6), .text_en = db_text(r, i, 7),
			.note_ja = db_text(r, i, 8), .note_en = db_text(r, i, 9), .known_how = db_text(r, i, 10) };
}

static int read_words(struct db *db, struct arena *a, struct publication *p, struct err *e)
{
	unsigned char out[SHA256_BYTES];
	struct db_rows words, moments, sources;
	struct sha256 sum;

	if (DB_QUERY(db, a, &words, e, SQL_WORDS, DB_TEXT(p->case_id)) < 0 || DB_QUERY(db, a, &moments, e, SQL_MOMENTS, DB_TEXT(p->case_id)) < 0 ||
	    DB_QUERY(db, a, &sources, e, SQL_CORROBORATION, DB_TEXT(p->case_id)) < 0)
		return -1;
	sha256_begin(&sum);
	add_rows(&sum, a, &words, 4);
	add_rows(&sum, a, &moments, 11);
	add_rows(&sum, a, &sources, 4);
	sha256_end(&sum, out);
	p->digest = hex_of(a, out, sizeof out);
	take_words(a, &words, 2 * sources.count, p);
	take_corroboration(a, &sources, p);
	take_moments(a, &moments, p);
	return 0;
}

#define SQL_SOURCES \
	"SELECT DISTINCT s.org_id FROM case_submission c JOIN submission s ON s.id = c.submission_id JOIN org o ON o.id = s.org_id" \
	" WHERE c.case_id = $1 AND c.removed_ms IS NULL AND s.state <> 'withdrawn' AND o.kind NOT IN ('hub', 'outside') ORDER BY s.org_id"
#define SQL_NEWEST \
	"SELECT digest, answer, medium, person_id, at_ms FROM publication_consent WHERE case_id = $1 AND org_id = $2 ORDER BY at_ms DESC, id DESC LIMIT 1"

static int add_source(struct db *db, struct arena *a, struct publication *p, struct str org_id, struct err *e)
{
	struct publication_source *s = &p->sources[p->source_count++];
	struct db_rows r;

	*s = (struct publication_source){ .org_id = org_id, .answer = STR(""), .medium = STR(""), .person_id = STR(""), .at_ms = TIME_NONE, .due_ms = TIME_NONE };
	if (DB_QUERY(db, a, &r, e, "SELECT q.due_ms FROM publication_request q WHERE q.case_id = $1 AND q.org_id = $2 AND q.digest = $3 AND " SQL_PUBLICATION_WAITS,
	        DB_TEXT(p->case_id), DB_TEXT(org_id), DB_TEXT(p->digest)) < 0)
		return -1;
	if (r.count > 0)
		s->due_ms = db_int(&r, 0, 0);
	if (DB_QUERY(db, a, &r, e, SQL_NEWEST, DB_TEXT(p->case_id), DB_TEXT(org_id)) < 0)
		return -1;
	if (r.count == 0)
		return 0;
	s->answer = db_text(&r, 0, 1);
	s->medium = db_text(&r, 0, 2);
	s->person_id = db_text(&r, 0, 3);
	s->at_ms = db_int(&r, 0, 4);
	s->good = str_eq(s->answer, STR("yes")) && str_eq(db_text(&r, 0, 0), p->digest);
	p->good += s->good;
	return 0;
}

int publication_hold(struct db *db, struct str case_number, struct err *e)
{
	return DB_EXEC(db, e, "UPDATE cases SET state = state WHERE number = $1", DB_TEXT(case_number)) < 0 ? -1 : 0;
}

int publication_get(struct db *db, struct arena *a, struct str case_number, struct publication *p, struct err *e)
{
	struct db_rows r, orgs;

	*p = (struct publication){ .number = case_number };
	if (DB_QUERY(db, a, &r, e, "SELECT id FROM cases WHERE number = $1", DB_TEXT(case_number)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no case " STR_FMT, STR_ARG(case_number));
	p->case_id = db_text(&r, 0, 0);
	if (read_words(db, a, p, e) < 0 || DB_QUERY(db, a, &orgs, e, SQL_SOURCES, DB_TEXT(p->case_id)) < 0)
		return -1;
	p->sources = ARENA_ARRAY(a, struct publication_source, orgs.count + 1);
	for (size_t i = 0; i < orgs.count; i++)
		if (add_source(db, a, p, db_text(&orgs, i, 0), e) < 0)
			return -1;
	return 0;
}

const char *publication_state(const struct publication_source *s)
{
	if (s->due_ms != TIME_NONE)
		return "asked";
	if (s->answer.n == 0)
		return "none";
	return str_eq(s->answer, STR("no")) ? "no" : s->good ? "yes" : "outdated";
}

int publication_speechless(struct db *db, struct arena *a, const struct publication *p, long long now_ms, struct str *orgs_r, struct err *e)
{
	struct db_rows r;
	struct buf out;

	buf_init_arena(&out, a, 1 << 16);
	for (size_t i = 0; i < p->source_count; i++) {
		if (p->sources[i].good)
			continue;
		/* a deputy needs an approver to stand in for */
		if (DB_QUERY(db, a, &r, e, "SELECT 1 FROM person w JOIN person_role v ON v.person_id = w.id AND v.role = 'approver' WHERE w.org_id = $1"
		        " AND v.from_ms <= $2 AND v.to_ms > $2 AND w.from_ms <= $2 AND w.to_ms > $2 LIMIT 1", DB_TEXT(p->sources[i].org_id), DB_INT(now_ms)) < 0)
			return -1;
		if (r.count == 0)
			buf_printf(&out, "%s" STR_FMT, out.n > 0 ? ", " : "", STR_ARG(p->sources[i].org_id));
	}
	*orgs_r = buf_str(&out);
	return 0;
}

/* ---- the answer ---- */

/* The person's organisation, which must be a source; whether others are is not told. */
static int source_of(struct db *db, const struct act *by, struct arena *a, const struct publication *p, struct str person, struct str *org_r, struct err *e)
{
	struct person_found found;

	if (person_find(db, a, person, by->now_ms, &found, e) < 0)
		return -1;
	for (size_t i = 0; found.found && i < p->source_count; i++)
		if (str_eq(p->sources[i].org_id, found.org_id)) {
			*org_r = found.org_id;
			return 0;
		}
	return err_set(e, ERR_UNKNOWN, STR_FMT " is nobody of an organisation that case " STR_FMT " tells of", STR_ARG(person), STR_ARG(p->number));
}

static int answer_sealed(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct answer *n, struct err *e)
{
	struct str id = rng_uuid(by->rng, a), org_id;
	struct publication p;

	if (publication_hold(db, n->number, e) < 0 || publication_get(db, a, n->number, &p, e) < 0 || source_of(db, by, a, &p, n->person, &org_id, e) < 0)
		return -1;
	if (n->digest.n < 12 || !str_starts(p.digest, n->digest))
		return err_set(e, ERR_CONFLICT, "case " STR_FMT ": the digest of what would be printed is " STR_FMT ", not " STR_FMT "; it was changed, or misread",
		    STR_ARG(n->number), STR_ARG(p.digest), STR_ARG(n->digest));
	if (approve_check_consent(hub, db, by, a, n, e) < 0 ||
	    DB_EXEC(db, e, "INSERT INTO publication_consent (id, case_id, org_id, digest, answer, medium, person_id, entered_by, second_witness, reference, at_ms) "
	        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", DB_TEXT(id), DB_TEXT(p.case_id), DB_TEXT(org_id), DB_TEXT(p.digest), DB_TEXT(n->word),
	        DB_TEXT(str_of(approve_medium_names[n->medium])), DB_TEXT(n->person), DB_TEXT(by->actor), DB_TEXT(n->second.n > 0 ? n->second : STR_NONE),
	        DB_TEXT(n->reference.p != NULL ? n->reference : STR("")), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add_detail(db, by, "publication.answered", p.case_id, arena_printf(a, "{\"answer\":\"" STR_FMT "\",\"consent\":\"" STR_FMT "\"}",
	    STR_ARG(n->word), STR_ARG(id)), e);
}

int publication_answer(struct hub *hub, const struct act *by, struct arena *a, const struct answer *n, struct err *e)
{
	struct db *sealed;

	if (!str_eq(n->word, STR("yes")) && !str_eq(n->word, STR("no")))
		return err_set(e, ERR_USAGE, "a source says yes or no");
	if (hub_begin_sealed(hub, &sealed, e) < 0)
		return -1;
	return (int)hub_end_sealed(sealed, answer_sealed(hub, sealed, by, a, n, e), e);
}

/* case_story.c - what is decided and told about a case. */
#include "base/buf.h"
#include "base/states.h"
#include "base/time.h"
#include "consolidate/case_deed.h"
#include "consolidate/case_event.h"
#include "consolidate/cases.h"
#include "store/audit.h"
#include "store/search_index.h"

/* ---- closing and reopening ---- */

#define SQL_STEP "UPDATE cases SET state = $2, closed_ms = $3 WHERE id = $1 AND state = $4"

static int step(struct db *db, const struct act *by, struct arena *a, const struct case_row *c, bool close, struct err *e)
{
	struct str to = state_after(&states_case, c->state, close ? "close" : "reopen");

	if (case_moved(DB_EXEC(db, e, SQL_STEP, DB_TEXT(c->id), DB_TEXT(to), DB_TIME(close ? by->now_ms : TIME_NONE), DB_TEXT(c->state)), db, a, c,
	    e) < 0)
		return -1;
	return case_event_add(db, by, a, c->id, close ? CASE_CLOSED : CASE_REOPENED, STR_NONE, c->state, e);
}

static int step_whole(struct db *db, const struct act *by, struct arena *a, struct str number, bool close, struct err *e)
{
	struct case_row c;

	if (db_begin(db, e) < 0)
		return -1;
	if (case_for(db, a, number, close ? "close" : "reopen", &c, e) == 0 && step(db, by, a, &c, close, e) == 0 && db_commit(db, e) == 0)
		return 0;
	db_rollback(db);
	return -1;
}

int case_close(struct db *db, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	return step_whole(db, by, a, number, true, e);
}

int case_reopen(struct db *db, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	return step_whole(db, by, a, number, false, e);
}

/* ---- one deed ---- */

int deed_begin(struct deed *d, struct db *db, const struct act *by, struct arena *a, struct str number,
    struct err *e)
{
	*d = (struct deed){ .db = db, .by = by, .arena = a };
	if (db_begin(db, e) < 0)
		return -1;
	if (case_for(db, a, number, "change", &d->c, e) == 0)
		return 0;
	db_rollback(db);
	return -1;
}

int deed_end(struct deed *d, long long done, const char *name, struct str detail, struct err *e)
{
	if (done >= 0 && search_due(d->db, "case", d->c.id, e) == 0 && audit_add_detail(d->db, d->by, name, d->c.id, detail, e) == 0 && db_commit(d->db, e) == 0)
		return 0;
	db_rollback(d->db);
	return -1;
}

/* ---- what was said before ---- */

#define SQL_BEFORE \
	"INSERT INTO case_change (id, case_id, field, before_value, at_ms, by_person) VALUES ($1, $2, $3, $4, $5, $6)"

int deed_remember(struct deed *d, struct str field, struct str before, struct err *e)
{
	return DB_EXEC(d->db, e, SQL_BEFORE, DB_TEXT(rng_uuid(d->by->rng, d->arena)), DB_TEXT(d->c.id), DB_TEXT(field),
	    DB_TEXT(before.p != NULL ? before : STR("")), DB_INT(d->by->now_ms), DB_TEXT(d->by->actor)) < 0 ? -1 : 0;
}

int deed_reword(struct deed *d, struct err *e)
{
	/* the case's row is held first, as by who asks: a question that is being written down meanwhile is seen, and ended */
	return DB_EXEC(d->db, e, "UPDATE cases SET state = state WHERE id = $1", DB_TEXT(d->c.id)) < 0 ||
	    DB_EXEC(d->db, e, "UPDATE publication_request SET void_ms = $2 WHERE case_id = $1 AND void_ms IS NULL", DB_TEXT(d->c.id),
	        DB_INT(d->by->now_ms)) < 0 ? -1 : 0;
}

/* ---- targeted, with its basis ---- */

#define SQL_TARGET \
	"UPDATE cases SET targeted = $2, targeted_basis = $3, campaign = CASE WHEN $4 = '' THEN campaign ELSE $4 END," \
	" class = CASE WHEN $2 = 1 THEN 'targeted' ELSE class END WHERE id = $1"

int case_target(struct db *db, const struct act *by, struct arena *a, struct str number, struct str basis,
    struct str campaign, struct err *e)
{
	static const char *const known[] = { "", "persists", "insider-knowledge", "family", "judgement" };
	long long done = -1;
	struct deed d;
	size_t i = 0;

	while (i < sizeof known / sizeof known[0] && !str_eq(basis, str_of(known[i])))
		i++;
	if (i == sizeof known / sizeof known[0])
		return err_set(e, ERR_USAGE, "the basis is persists, insider-knowledge, family or judgement, not “" STR_FMT "”",
		    STR_ARG(basis));
	if (deed_begin(&d, db, by, a, number, e) < 0)
		return -1;
	if (deed_remember(&d, STR("targeted"), d.c.targeted ? STR("1") : STR("0"), e) == 0 &&
	    deed_remember(&d, STR("campaign"), d.c.campaign, e) == 0 && deed_remember(&d, STR("class"), d.c.class, e) == 0)
		done = DB_EXEC(db, e, SQL_TARGET, DB_TEXT(d.c.id), DB_BOOL(basis.n > 0), DB_TEXT(basis),
		    DB_TEXT(campaign.p != NULL ? campaign : STR("")));
	return deed_end(&d, done, basis.n > 0 ? "case.targeted" : "case.not-targeted",
	    arena_printf(a, "{\"basis\":\"" STR_FMT "\"}", STR_ARG(basis)), e);
}

/* ---- single fields ---- */

static struct str field_before(const struct deed *d, struct str field)
{
	return str_eq(field, STR("class")) ? d->c.class : str_eq(field, STR("damage")) ? d->c.damage :
	    str_eq(field, STR("campaign")) ? d->c.campaign : str_eq(field, STR("bec_type")) ?
	    arena_printf(d->arena, "%lld", d->c.bec_type) : STR_NONE;
}

static long long set_field(struct deed *d, struct str field, struct str value, struct err *e)
{
	struct str before = field_before(d, field);
	struct db *db = d->db;
	long long type;

	if (before.p != NULL && deed_remember(d, field, before, e) < 0)
		return -1;
	if (str_eq(field, STR("title")))
		return DB_EXEC(db, e, "UPDATE cases SET title = $2 WHERE id = $1", DB_TEXT(d->c.id), DB_TEXT(value));
	if (str_eq(field, STR("class")))
		return DB_EXEC(db, e, "UPDATE cases SET class = $2 WHERE id = $1", DB_TEXT(d->c.id), DB_TEXT(value));
	if (str_eq(field, STR("damage")))
		return DB_EXEC(db, e, "UPDATE cases SET damage = $2 WHERE id = $1", DB_TEXT(d->c.id), DB_TEXT(value));
	if (str_eq(field, STR("campaign")))
		return DB_EXEC(db, e, "UPDATE cases SET campaign = $2 WHERE id = $1", DB_TEXT(d->c.id), DB_TEXT(value));
	if (!str_eq(field, STR("bec_type")))
		return err_set(e, ERR_USAGE, "a case has title, class, damage, campaign and bec_type, no “" STR_FMT "”",
		    STR_ARG(field));
	if (!str_to_int(value, &type) || type < 0 || type > 5)
		return err_set(e, ERR_USAGE, "the BEC type is a number from 0 to 5, not “" STR_FMT "”", STR_ARG(value));
	return DB_EXEC(db, e, "UPDATE cases SET bec_type = $2 WHERE id = $1", DB_TEXT(d->c.id), DB_INT(type));
}

int case_set(struct db *db, const struct act *by, struct arena *a, struct str number, struct str field, struct str value,
    struct err *e)
{
	struct deed d;

	if (deed_begin(&d, db, by, a, number, e) < 0)
		return -1;
	return deed_end(&d, set_field(&d, field, value, e), "case.changed",
	    arena_printf(a, "{\"field\":\"" STR_FMT "\"}", STR_ARG(field)), e);
}

/* ---- texts, parties, time line ---- */

#define SQL_TEXT_NOW "SELECT body FROM case_text WHERE case_id = $1 AND slot = $2 AND lang = $3 ORDER BY n"
#define SQL_TEXT_CLEAR "DELETE FROM case_text WHERE case_id = $1 AND slot = $2 AND lang = $3"
#define SQL_TEXT_ADD "INSERT INTO case_text (case_id, slot, lang, n, body) VALUES ($1, $2, $3, $4, $5)"

/* Paragraphs are parted by an empty line; each is a row, so that a list of bullets is rows too. */
static long long put_paragraphs(struct deed *d, struct str slot, struct str lang, struct str body, struct err *e)
{
	long long n = 0;

	while (body.n > 0) {
		long long gap = str_find(body, STR("\n\n"));
		struct str one = str_trim(str_at(body, 0, gap < 0 ? body.n : (size_t)gap));

		if (one.n > 0 && DB_EXEC(d->db, e, SQL_TEXT_ADD, DB_TEXT(d->c.id), DB_TEXT(slot), DB_TEXT(lang), DB_INT(n++),
		        DB_TEXT(one)) < 0)
			return -1;
		body = str_from(body, gap < 0 ? body.n : (size_t)gap + 2);
	}
	return n;
}

static int remember_text(struct deed *d, struct str slot, struct str lang, struct err *e)
{
	struct db_rows rows;
	struct buf before;

	if (DB_QUERY(d->db, d->arena, &rows, e, SQL_TEXT_NOW, DB_TEXT(d->c.id), DB_TEXT(slot), DB_TEXT(lang)) < 0)
		return -1;
	buf_init_arena(&before, d->arena, 1 << 20);
	for (size_t i = 0; i < rows.count; i++) {
		buf_z(&before, i > 0 ? "\n\n" : "");
		buf_add(&before, db_text(&rows, i, 0));
	}
	return deed_remember(d, arena_printf(d->arena, "text:" STR_FMT ":" STR_FMT, STR_ARG(slot), STR_ARG(lang)), buf_str(&before), e);
}

int case_text_set(struct db *db, const struct act *by, struct arena *a, struct str number, struct str slot,
    struct str lang, struct str body, struct err *e)
{
	struct deed d;
	long long done;

	if (!str_eq(lang, STR("ja")) && !str_eq(lang, STR("en")))
		return err_set(e, ERR_USAGE, "the language of a text is ja or en, not “" STR_FMT "”", STR_ARG(lang));
	if (deed_begin(&d, db, by, a, number, e) < 0)
		return -1;
	done = remember_text(&d, slot, lang, e);
	if (done == 0)
		done = DB_EXEC(db, e, SQL_TEXT_CLEAR, DB_TEXT(d.c.id), DB_TEXT(slot), DB_TEXT(lang));
	if (done >= 0)
		done = put_paragraphs(&d, slot, lang, body, e);
	if (done >= 0 && !str_starts(slot, STR("share.")) && deed_reword(&d, e) < 0)
		done = -1;
	return deed_end(&d, done, "case.text", arena_printf(a, "{\"slot\":\"" STR_FMT "\",\"lang\":\"" STR_FMT "\"}",
	    STR_ARG(slot), STR_ARG(lang)), e);
}

int case_party_check(struct str role, struct str org_id, struct str label, struct err *e)
{
	static const char *const roles[] = { "submitter", "impersonated", "deceived", "payer", "payee", "bank", "abused",
		"counterpart", "reporter" };
	size_t i = 0;

	while (i < sizeof roles / sizeof roles[0] && !str_eq(role, str_of(roles[i])))
		i++;
	if (i == sizeof roles / sizeof roles[0])
		return err_set(e, ERR_USAGE, "there is no role “" STR_FMT "” for a party of a case", STR_ARG(role));
	if (org_id.n == 0 && label.n == 0)
		return err_set(e, ERR_USAGE, "a party needs an organisation or a label");
	return 0;
}

int case_party_add(struct db *db, const struct act *by, struct arena *a, struct str number, struct str role,
    struct str org_id, struct str label, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	struct deed d;

	if (case_party_check(role, org_id, label, e) < 0 || deed_begin(&d, db, by, a, number, e) < 0)
		return -1;
	return deed_end(&d, DB_EXEC(db, e, "INSERT INTO case_party (id, case_id, role, org_id, label)"
	    " VALUES ($1, $2, $3, $4, $5)", DB_TEXT(id), DB_TEXT(d.c.id), DB_TEXT(role), DB_TEXT(org_id),
	    DB_TEXT(label.p != NULL ? label : STR(""))), "case.party", arena_printf(a, "{\"role\":\"" STR_FMT "\"}",
	    STR_ARG(role)), e);
}

#define SQL_NEXT_MOMENT "SELECT COALESCE(MAX(n), 0) + 1 FROM case_timeline WHERE case_id = $1"
#define SQL_MOMENT \
	"INSERT INTO case_timeline (id, case_id, n, at_ms, until_ms, precision, from_lane, to_lane, is_fake, text_ja, text_en," \
	" note_ja, note_en, known_how, recorded_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"

static struct str given(struct str s, const char *otherwise)
{
	return s.p != NULL ? s : str_of(otherwise);
}

int case_timeline_add(struct db *db, const struct act *by, struct arena *a, struct str number,
    const struct case_moment *m, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	struct db_rows rows;
	long long done = -1;
	struct deed d;

	if (deed_begin(&d, db, by, a, number, e) < 0)
		return -1;
	if (DB_QUERY(db, a, &rows, e, SQL_NEXT_MOMENT, DB_TEXT(d.c.id)) == 0 && deed_reword(&d, e) == 0)
		done = DB_EXEC(db, e, SQL_MOMENT, DB_TEXT(id), DB_TEXT(d.c.id), DB_INT(db_int(&rows, 0, 0)), DB_INT(m->at_ms),
		    DB_TIME(m->until_ms), DB_TEXT(given(m->precision, "day")), DB_TEXT(given(m->from_lane, "")),
		    DB_TEXT(given(m->to_lane, "")), DB_BOOL(m->is_fake), DB_TEXT(given(m->text_ja, "")),
		    DB_TEXT(given(m->text_en, "")), DB_TEXT(given(m->note_ja, "")), DB_TEXT(given(m->note_en, "")),
		    DB_TEXT(given(m->known_how, "observed")), DB_INT(by->now_ms));
	return deed_end(&d, done, "case.timeline", STR("{}"), e);
}

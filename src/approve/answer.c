/* answer.c - yes, no or change: who may say it, by which medium, and to what exactly. */
#include "approve/answer_in.h"

#include "anonymise/projection.h"
#include "approve/approver.h"
#include "approve/notice.h"
#include "approve/totp.h"
#include "base/states.h"
#include "base/time.h"
#include "store/audit.h"
#include "store/vault.h"

const char *const approve_medium_names[] = { "portal", "terminal-code", "signed-mail", "spoken" };

int person_holds(struct db *db, struct arena *a, struct str person, const char *roles, long long at_ms, enum held *held_r,
    struct err *e)
{
	struct db_rows rows;

	*held_r = HELD_NO;
	if (DB_QUERY(db, a, &rows, e, "SELECT r.role FROM person_role r JOIN person p ON p.id = r.person_id WHERE r.person_id = $1 "
	        "AND r.from_ms <= $2 AND r.to_ms > $2 AND p.from_ms <= $2 AND p.to_ms > $2", DB_TEXT(person), DB_INT(at_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct str rest = str_of(roles), word;

		while (str_split(&rest, ' ', &word))
			if (str_eq(word, db_text(&rows, i, 0)))
				*held_r = HELD_YES;
	}
	return 0;
}

static int must_hold(struct db *db, struct arena *a, struct str person, const char *roles, long long at_ms, struct err *e)
{
	enum held held;

	if (person_holds(db, a, person, roles, at_ms, &held, e) < 0)
		return -1;
	if (held == HELD_NO)
		return err_set(e, ERR_DENIED, STR_FMT " does not hold the role this needs at this time (%s)", STR_ARG(person), roles);
	return 0;
}

int approve_staff(struct db *db, struct arena *a, const struct act *by, struct err *e)
{
	return must_hold(db, a, by->actor, "analyst lead", by->now_ms, e);
}

/* The secret is never stored: whoever has the database without the key file cannot make codes. */
static struct str secret_of(const struct hub *hub, struct arena *a, struct str person, long long serial)
{
	struct str hex = vault_keyed_hash(hub, a, "approver-code", arena_printf(a, "%lld:" STR_FMT, serial, STR_ARG(person)));
	char *raw = arena_alloc(a, TOTP_SECRET_BYTES);

	for (size_t i = 0; i < TOTP_SECRET_BYTES && i * 2 + 1 < hex.n; i++) {
		int byte = 0;

		for (size_t k = 0; k < 2; k++) {
			unsigned char c = (unsigned char)hex.p[i * 2 + k];

			byte = byte << 4 | (ascii_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10);
		}
		raw[i] = (char)byte;
	}
	return (struct str){ raw, TOTP_SECRET_BYTES };
}

int approve_enroll(struct hub *hub, const struct act *by, struct arena *a, struct str person, struct str *secret_r,
    struct err *e)
{
	struct db_rows rows;

	if (approver_check_code(hub->db, a, person, by->now_ms, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (DB_QUERY(hub->db, a, &rows, e, "INSERT INTO approver_code (person_id, serial, last_step, made_ms) VALUES ($1, $2, 0, $3) "
	        "ON CONFLICT (person_id) DO UPDATE SET serial = approver_code.serial + 1, last_step = 0, made_ms = excluded.made_ms, ended_ms = NULL "
	        "RETURNING serial", DB_TEXT(person), DB_INT(1), DB_INT(by->now_ms)) < 0)
		goto undo;
	/* whoever enrols somebody else's codes is noticed by their owner */
	if (notice_add_person(hub->db, by, a, person, "enrolled", e) < 0 || audit_add(hub->db, by, "approver.enrolled", person, e) < 0)
		goto undo;
	if (db_commit(hub->db, e) < 0)
		goto undo;
	*secret_r = secret_of(hub, a, person, db_int(&rows, 0, 0));
	return 0;
undo:
	db_rollback(hub->db);
	return -1;
}

int approver_use_code(struct hub *hub, struct db *db, struct arena *a, struct str person, struct str code, long long now_ms,
    struct err *e)
{
	struct db_rows rows;
	long long step, used;

	if (DB_QUERY(db, a, &rows, e, "SELECT serial FROM approver_code WHERE person_id = $1 AND ended_ms IS NULL", DB_TEXT(person)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_DENIED, STR_FMT " has no one-time codes yet (noroshi approve enroll)", STR_ARG(person));
	step = totp_match(a, secret_of(hub, a, person, db_int(&rows, 0, 0)), code, now_ms);
	if (step < 0)
		return err_set(e, ERR_DENIED, "the one-time code is not right, or its time has passed");
	used = DB_EXEC(db, e, "UPDATE approver_code SET last_step = $2 WHERE person_id = $1 AND last_step < $2", DB_TEXT(person), DB_INT(step));
	if (used == 0)
		return err_set(e, ERR_DENIED, "the one-time code was used already; wait for the next one");
	return used < 0 ? -1 : 0;
}

/* Each of the two has heard the digits: the second's are given with its name, or later by itself (attest.c). */
static int check_second(struct db *db, const struct act *by, struct arena *a, const struct answer *n, struct err *e)
{
	if (n->second.n == 0)
		return 0;
	if (str_eq(n->second, by->actor))
		return err_set(e, ERR_DENIED, "a spoken answer needs a second analyst who heard it (--second)");
	if (must_hold(db, a, n->second, "analyst lead", by->now_ms, e) < 0)
		return -1;
	if (n->digest.n == 0)           /* taking back names no version */
		return 0;
	if (n->second_digest.n < DIGEST_LEAST || !(str_starts(n->digest, n->second_digest) || str_starts(n->second_digest, n->digest)))
		return err_set(e, ERR_DENIED, "the second analyst attests the digest as it was read out: --second-digest with at least 12 digits that fit");
	return 0;
}

/* The rules of each medium; act.actor is who enters. */
int answer_check_medium(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct answer *n,
    struct err *e)
{
	switch (n->medium) {
	case MEDIUM_PORTAL:
		if (!str_eq(by->actor, n->person))
			return err_set(e, ERR_DENIED, "an answer by the portal is given by the approver in person");
		return 0;
	case MEDIUM_CODE:
		return approver_use_code(hub, db, a, n->person, n->code, by->now_ms, e);
	case MEDIUM_SIGNED_MAIL:
	case MEDIUM_SPOKEN:
		break;
	}
	if (approve_staff(db, a, by, e) < 0)
		return -1;
	if (n->reference.n == 0)
		return err_set(e, ERR_USAGE, "an answer entered by the hub needs --reference: the signed mail, or the note of the call");
	if (n->medium == MEDIUM_SIGNED_MAIL)
		return 0;
	return check_second(db, by, a, n, e);
}

int approve_check_consent(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct answer *n, struct err *e)
{
	struct str deputy_of;

	if (n->medium == MEDIUM_SPOKEN && n->second.n == 0)
		return err_set(e, ERR_DENIED, "a spoken answer needs a second analyst who heard it (--second)");
	return approver_check(db, a, n->person, by->now_ms, &deputy_of, e) < 0 ? -1 : answer_check_medium(hub, db, by, a, n, e);
}

/* Which earlier version carries this digest: then the refusal can say so. */
static int outdated(struct db *db, struct arena *a, const struct answer *n, const struct answer_target *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT rev, digest FROM share_rev WHERE share_id = $1 ORDER BY rev", DB_TEXT(t->share_id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (str_starts(db_text(&rows, i, 1), n->digest) && n->digest.n >= DIGEST_LEAST)
			return err_set(e, ERR_CONFLICT, "share " STR_FMT ": version %lld with digest " STR_FMT " is outdated; the current one is version %lld "
			    "with digest " STR_FMT ": read it (noroshi approve show) and answer to that", STR_ARG(n->number), db_int(&rows, i, 0),
			    STR_ARG(n->digest), t->rev, STR_ARG(t->digest));
	return err_set(e, ERR_CONFLICT, "share " STR_FMT ": digest " STR_FMT " belongs to no version; the current one is version %lld with digest "
	    STR_FMT, STR_ARG(n->number), STR_ARG(n->digest), t->rev, STR_ARG(t->digest));
}

int answer_find_target(struct db *db, struct arena *a, const struct answer *n, struct answer_target *t, struct err *e)
{
	struct projection shown;
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT sh.id, r.digest, r.rev, (SELECT p.org_id FROM person p WHERE p.id = $2), "
	        "(SELECT COUNT(*) FROM share_source s JOIN person p ON p.org_id = s.org_id WHERE s.share_id = sh.id AND s.rev = sh.rev AND p.id = $2 "
	        "AND EXISTS (SELECT 1 FROM approval_request q WHERE q.share_id = sh.id AND q.org_id = s.org_id)), sh.state, "
	        "r.projection FROM share sh JOIN share_rev r ON r.share_id = sh.id AND r.rev = sh.rev WHERE sh.number = $1", DB_TEXT(n->number),
	        DB_TEXT(n->person)) < 0)
		return -1;
	/* Absent and not yours look the same: whoever guesses numbers learns nothing. */
	if (rows.count == 0 || db_int(&rows, 0, 4) == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT " that waits for an answer of " STR_FMT, STR_ARG(n->number), STR_ARG(n->person));
	if (projection_read(a, db_text(&rows, 0, 6), &shown, e) < 0)
		return -1;
	*t = (struct answer_target){ .share_id = db_text(&rows, 0, 0), .org_id = db_text(&rows, 0, 3), .digest = db_text(&rows, 0, 1),
		.rev = db_int(&rows, 0, 2), .lines = (long long)projection_lines(&shown) };
	if (n->digest.n < DIGEST_LEAST || !str_starts(t->digest, n->digest))
		return outdated(db, a, n, t, e);
	return state_check(&states_share, n->number, db_text(&rows, 0, 5), "answer", e);
}

static int store_lines(struct db *db, struct str approval_id, const struct answer *n, struct err *e)
{
	for (size_t i = 0; i < n->line_count; i++)
		if (DB_EXEC(db, e, "INSERT INTO approval_line (approval_id, line, answer, wish) VALUES ($1, $2, $3, $4)", DB_TEXT(approval_id),
		    DB_INT(n->lines[i].line), DB_TEXT(n->lines[i].word), DB_TEXT(n->lines[i].wish)) < 0)
			return -1;
	return 0;
}

static int store(struct db *db, const struct act *by, struct arena *a, const struct answer *n, const struct answer_target *t,
    struct err *e)
{
	struct str id = rng_uuid(by->rng, a);

	if (DB_EXEC(db, e, "INSERT INTO approval (id, share_id, org_id, digest, answer, kind, consent_id, medium, person_id, entered_by, "
	        "second_witness, reference, exact_figures, at_ms, until_ms, deputy_of) VALUES ($1, $2, $3, $4, $5, 'explicit', $6, $7, $8, $9, $10, "
	        "$11, $12, $13, $14, $15)", DB_TEXT(id), DB_TEXT(t->share_id), DB_TEXT(t->org_id), DB_TEXT(t->digest), DB_TEXT(n->word), DB_NULL,
	        DB_TEXT(str_of(approve_medium_names[n->medium])), DB_TEXT(n->person), DB_TEXT(by->actor),
	        DB_TEXT(n->second.n > 0 ? n->second : STR_NONE), DB_TEXT(n->reference.p != NULL ? n->reference : STR("")),
	        DB_BOOL(n->exact_figures && str_eq(n->word, STR("yes"))), DB_INT(t->at_ms),
	        DB_INT(t->at_ms + APPROVE_VALID_DAYS * (long long)MS_DAY), DB_TEXT(t->deputy_of)) < 0 || store_lines(db, id, n, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE approval_request SET state = 'answered' WHERE share_id = $1 AND rev = $2 AND org_id = $3", DB_TEXT(t->share_id),
	        DB_INT(t->rev), DB_TEXT(t->org_id)) < 0)
		return -1;
	return audit_add_detail(db, by, "approval.answered", id, arena_printf(a, "{\"answer\":\"" STR_FMT "\",\"rev\":%lld}", STR_ARG(n->word), t->rev), e);
}

/* approved, partial, rejected or still pending, from all sources together. */
int answer_settle(struct db *db, const struct act *by, struct arena *a, const struct answer_target *t, struct err *e)
{
	struct db_rows rows;
	size_t yes = 0, no = 0;
	const char *state;

	if (DB_QUERY(db, a, &rows, e, "SELECT DISTINCT s.org_id, CASE WHEN " SQL_VALID_APPROVAL " THEN 1 ELSE 0 END, "
	        "CASE WHEN EXISTS (SELECT 1 FROM approval x WHERE x.share_id = s.share_id AND x.org_id = s.org_id AND x.digest = r.digest "
	        "AND x.answer <> 'yes') THEN 1 ELSE 0 END FROM share_source s JOIN share sh ON sh.id = s.share_id "
	        "JOIN share_rev r ON r.share_id = s.share_id AND r.rev = s.rev WHERE s.share_id = $1 AND s.rev = sh.rev",
	        DB_TEXT(t->share_id), DB_INT(t->at_ms > by->now_ms ? t->at_ms : by->now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		yes += db_int(&rows, i, 1) == 1;
		no += db_int(&rows, i, 1) == 0 && db_int(&rows, i, 2) == 1;
	}
	state = yes == rows.count ? "approved" : no > 0 && yes == 0 ? "rejected" : yes + no > 0 ? "partial" : "approval-pending";
	return DB_EXEC(db, e, "UPDATE share SET state = $2 WHERE id = $1 AND state IN ('checked', 'approval-pending', 'partial', 'rejected', 'approved')",
	    DB_TEXT(t->share_id), DB_TEXT(str_of(state))) < 0 ? -1 : 0;
}

/* Two people of one organisation, at the same time: the later one is shown what the earlier one said. */
static int check_others(struct db *db, struct arena *a, const struct answer *n, struct answer_target *t, long long now_ms, struct err *e)
{
	char day[TIME_TEXT];
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT MAX(at_ms) FROM approval WHERE share_id = $1 AND org_id = $2", DB_TEXT(t->share_id), DB_TEXT(t->org_id)) < 0)
		return -1;
	t->at_ms = now_ms > db_int(&rows, 0, 0) ? now_ms : db_int(&rows, 0, 0) + 1;
	if (n->over)
		return 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT answer, person_id, at_ms FROM approval WHERE share_id = $1 AND org_id = $2 AND digest = $3 "
	    "AND kind = 'explicit' AND recalled_ms IS NULL ORDER BY at_ms DESC, id DESC LIMIT 1", DB_TEXT(t->share_id),
	    DB_TEXT(t->org_id), DB_TEXT(t->digest)) < 0)
		return -1;
	if (rows.count == 0 || str_eq(db_text(&rows, 0, 0), n->word) || str_eq(db_text(&rows, 0, 1), n->person))
		return 0;
	return err_set(e, ERR_CONFLICT, "changed meanwhile: share " STR_FMT " was answered “" STR_FMT "” by " STR_FMT " on " STR_FMT
	    ", and you say “" STR_FMT "”; talk about it, then say it with --over", STR_ARG(n->number), STR_ARG(db_text(&rows, 0, 0)),
	    STR_ARG(db_text(&rows, 0, 1)), STR_ARG(time_date(day, db_int(&rows, 0, 2), db_zone(db))), STR_ARG(n->word));
}

static int check_lines(const struct answer *n, const struct answer_target *t, struct err *e)
{
	for (size_t i = 0; i < n->line_count; i++) {
		if (n->lines[i].line < 1 || n->lines[i].line > t->lines)
			return err_set(e, ERR_USAGE, "share " STR_FMT " has no line %lld; its lines are 1 to %lld (noroshi approve lines)", STR_ARG(n->number),
			    n->lines[i].line, t->lines);
		for (size_t k = 0; k < i; k++)
			if (n->lines[k].line == n->lines[i].line)
				return err_set(e, ERR_USAGE, "line %lld is answered twice", n->lines[i].line);
	}
	return 0;
}

int approve_lock(struct db *db, struct str number, struct err *e)
{
	return DB_EXEC(db, e, "UPDATE share SET state = state WHERE number = $1", DB_TEXT(number)) < 0 ? -1 : 0;
}

static int answer_sealed(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct answer *n,
    struct err *e)
{
	struct answer_target t;
	struct str deputy_of;

	if (db_begin(db, e) < 0)
		return -1;
	if (approve_lock(db, n->number, e) < 0 || approver_check(db, a, n->person, by->now_ms, &deputy_of, e) < 0 || answer_find_target(db, a, n, &t, e) < 0 ||
	    answer_check_medium(hub, db, by, a, n, e) < 0 || check_others(db, a, n, &t, by->now_ms, e) < 0 || check_lines(n, &t, e) < 0)
		goto undo;
	t.deputy_of = deputy_of;
	if (store(db, by, a, n, &t, e) < 0 || answer_settle(db, by, a, &t, e) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

static bool is_word(struct str w)
{
	return str_eq(w, STR("yes")) || str_eq(w, STR("no")) || str_eq(w, STR("change"));
}

struct str answer_of_lines(const struct answer_line *lines, size_t n)
{
	struct str whole = STR("yes");

	for (size_t i = 0; i < n; i++) {
		if (str_eq(lines[i].word, STR("no")))
			return lines[i].word;
		if (!str_eq(lines[i].word, STR("yes")))
			whole = STR("change");
	}
	return whole;
}

static int check_words(const struct answer *n, struct err *e)
{
	for (size_t i = 0; i < n->line_count; i++)
		if (!is_word(n->lines[i].word) || (str_eq(n->lines[i].word, STR("change")) && n->lines[i].wish.n == 0))
			return err_set(e, ERR_USAGE, "a line is answered yes, no, or change with what it should say");
	if (!is_word(n->word))
		return err_set(e, ERR_USAGE, "an answer is yes, no or change");
	if (n->line_count > 0 && !str_eq(n->word, answer_of_lines(n->lines, n->line_count)))
		return err_set(e, ERR_USAGE, "the answers to the lines and to the whole do not fit together");
	return 0;
}

int approve_answer(struct hub *hub, const struct act *by, struct arena *a, const struct answer *n, struct err *e)
{
	struct db *sealed;
	int done;

	if (check_words(n, e) < 0 || hub_open_sealed(hub, &sealed, e) < 0)
		return -1;
	done = answer_sealed(hub, sealed, by, a, n, e);
	db_close(sealed);
	return done;
}

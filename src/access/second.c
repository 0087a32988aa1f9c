/* second.c - see second.h. */
#include "access/second.h"

#include "access/access.h"
#include "approve/approve.h"
#include "approve/notice.h"
#include "base/random.h"
#include "store/audit.h"
#include "store/vault.h"

struct gate second_gate(struct hub *hub, struct arena *a, const char *kind, struct str place)
{
	return gate_of(hub, a, kind, place, SECOND_FREE_TRIES, SECOND_WAIT_MOST_S);
}

int second_read(struct hub *hub, struct arena *a, struct str person_id, struct second *s, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT (SELECT COUNT(*) FROM approver_code WHERE person_id = $1 AND ended_ms IS NULL), "
	    "(SELECT COUNT(*) FROM recovery_code WHERE person_id = $1 AND used_ms IS NULL)", DB_TEXT(person_id)) < 0)
		return -1;
	*s = (struct second){ db_int(&rows, 0, 0) > 0, db_int(&rows, 0, 1) };
	return 0;
}

/* ---- recovery codes ---- */

/* Each digit as likely as every other: a byte above the last whole ten is drawn anew. */
static struct str digits_new(struct arena *a)
{
	char *digits = arena_alloc(a, RECOVERY_DIGITS);
	unsigned char byte;

	for (size_t i = 0; i < RECOVERY_DIGITS; ) {
		random_secret(&byte, 1);
		if (byte < 250)
			digits[i++] = (char)('0' + byte % 10);
	}
	return (struct str){ digits, RECOVERY_DIGITS };
}

/* As people write it: in fours of five. */
static struct str shown(struct arena *a, struct str digits)
{
	return arena_printf(a, "%.5s-%.5s-%.5s-%.5s", digits.p, digits.p + 5, digits.p + 10, digits.p + 15);
}

/* The digits of what was typed, blanks and dashes aside; absent where it is no recovery code. */
static struct str digits_of(struct arena *a, struct str typed)
{
	char *digits = arena_alloc(a, RECOVERY_DIGITS);
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == ' ' || typed.p[i] == '-')
			continue;
		if (!ascii_digit((unsigned char)typed.p[i]) || n == RECOVERY_DIGITS)
			return STR_NONE;
		digits[n++] = typed.p[i];
	}
	return n == RECOVERY_DIGITS ? (struct str){ digits, n } : STR_NONE;
}

static struct str digest_of(const struct hub *hub, struct arena *a, struct str person_id, struct str digits)
{
	return vault_keyed_hash(hub, a, "recovery-code", arena_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(person_id), STR_ARG(digits)));
}

static int forget_codes(struct hub *hub, struct str person_id, struct err *e)
{
	return DB_EXEC(hub->db, e, "DELETE FROM recovery_code WHERE person_id = $1", DB_TEXT(person_id)) < 0 ? -1 : 0;
}

static int make_codes(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str recovery[RECOVERY_CODES], struct err *e)
{
	if (forget_codes(hub, person_id, e) < 0)
		return -1;
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		struct str digits = digits_new(a);

		if (DB_EXEC(hub->db, e, "INSERT INTO recovery_code (digest, person_id, made_ms, used_ms) VALUES ($1, $2, $3, NULL)",
		    DB_TEXT(digest_of(hub, a, person_id, digits)), DB_TEXT(person_id), DB_INT(by->now_ms)) < 0)
			return -1;
		recovery[i] = shown(a, digits);
	}
	return audit_add(hub->db, by, "recovery.made", person_id, e);
}

/* Of two who use one code at once only one gets in: the update decides. */
static int use_recovery(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str digits, bool *fits_r, struct err *e)
{
	struct second left;
	long long n = DB_EXEC(hub->db, e, "UPDATE recovery_code SET used_ms = $2 WHERE digest = $1 AND used_ms IS NULL",
	    DB_TEXT(digest_of(hub, a, person_id, digits)), DB_INT(by->now_ms));

	*fits_r = n == 1;
	if (n <= 0)
		return (int)n;
	if (second_read(hub, a, person_id, &left, e) < 0 || notice_add_person(hub->db, by, a, person_id, "recovery-used", e) < 0)
		return -1;
	return audit_add_detail(hub->db, by, "recovery.used", person_id, arena_printf(a, "{\"left\":%lld}", left.recovery_left), e);
}

/* ---- the door ---- */

int second_fits(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str code, bool *fits_r, struct err *e)
{
	struct str digits = digits_of(a, code);
	struct second s;

	*fits_r = true;
	if (second_read(hub, a, person_id, &s, e) < 0)
		return -1;
	if (!s.is_set)
		return 0;
	if (digits.p != NULL)
		return use_recovery(hub, by, a, person_id, digits, fits_r, e);
	if (approver_use_code(hub, hub->db, a, person_id, code, by->now_ms, e) == 0)
		return 0;
	*fits_r = false;
	return e->kind == ERR_DENIED ? 0 : -1;
}

/* ---- set, renewed, gone ---- */

int second_set(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str *secret_r,
    struct str recovery_r[RECOVERY_CODES], struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (approve_enroll(hub, by, a, person_id, secret_r, e) < 0 || make_codes(hub, by, a, person_id, recovery_r, e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	return db_commit(hub->db, e);
}

static int must_be_set(struct hub *hub, struct arena *a, struct str person_id, struct err *e)
{
	struct second s;

	if (second_read(hub, a, person_id, &s, e) < 0)
		return -1;
	return s.is_set ? 0 : err_set(e, ERR_CONFLICT, STR_FMT " has no one-time codes", STR_ARG(person_id));
}

int second_renew(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str recovery_r[RECOVERY_CODES], struct err *e)
{
	if (must_be_set(hub, a, person_id, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (make_codes(hub, by, a, person_id, recovery_r, e) < 0 || notice_add_person(hub->db, by, a, person_id, "recovery-made", e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	return db_commit(hub->db, e);
}

int second_reset(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct err *e)
{
	const struct gate gate = second_gate(hub, a, SECOND_BEHIND_PASSWORD, person_id);
	long long n;

	if (must_be_set(hub, a, person_id, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	n = DB_EXEC(hub->db, e, "UPDATE approver_code SET ended_ms = $2 WHERE person_id = $1", DB_TEXT(person_id), DB_INT(by->now_ms));
	if (n >= 0 && (forget_codes(hub, person_id, e) < 0 || gate_open(hub, &gate, e) < 0 ||
	    session_end_all(hub, by, person_id, STR_NONE, e) < 0 || notice_add_person(hub->db, by, a, person_id, "codes-reset", e) < 0))
		n = -1;
	return audit_end(hub->db, by, n, "account.codes-reset", person_id, e) < 0 ? -1 : 0;
}

/* sign_in.c - passwords, one-time codes, and strangers who try. */
#include <sodium.h>

#include "access/link.h"
#include "access/password.h"
#include "access/second.h"
#include "registry/lookup.h"
#include "store/audit.h"

/* RFC 9106 section 4, second recommended option, a little less memory: several sign in at once in one process. */
enum { HASH_ROUNDS = 3, HASH_BYTES = 32 << 20 };

int password_check(struct str password, struct err *e)
{
	size_t same = 0;

	for (size_t i = 1; i < password.n; i++)
		same += password.p[i] == password.p[0];
	if (password.n < ACCESS_PASSWORD_LEAST)
		return err_set(e, ERR_INPUT, "a password has at least %d characters; several words are easier to keep in mind than signs",
		    ACCESS_PASSWORD_LEAST);
	if (password.n > ACCESS_PASSWORD_MOST)
		return err_set(e, ERR_INPUT, "a password has at most %d bytes", ACCESS_PASSWORD_MOST);
	return same + 1 == password.n ? err_set(e, ERR_INPUT, "one letter again and again is no password") : 0;
}

int password_hash(struct arena *a, struct str password, struct str *hash_r, struct err *e)
{
	char *out = arena_alloc(a, crypto_pwhash_STRBYTES);

	if (crypto_pwhash_str(out, password.p, password.n, HASH_ROUNDS, HASH_BYTES) != 0)
		return err_set(e, ERR_LIMIT, "there is not enough memory to keep a password");
	*hash_r = str_of(out);
	return 0;
}

/* Where there is no such account the same work is done, so that time tells nothing. */
static bool password_fits(struct str hash, struct str password)
{
	static char none[crypto_pwhash_STRBYTES];

	if (none[0] == '\0' && crypto_pwhash_str(none, "x", 1, HASH_ROUNDS, HASH_BYTES) != 0)
		return false;
	if (password.n > ACCESS_PASSWORD_MOST)
		return false;
	if (hash.n == 0)
		return crypto_pwhash_str_verify(none, "y", 1) == 0;
	return crypto_pwhash_str_verify(hash.p, password.p, password.n) == 0;
}

/* ---- tries ---- */

/* By person and address together, so that a stranger elsewhere keeps nobody out; by address alone, so that one who tries many names waits
 * too; and by person where the password was right and the code was not. */
enum { GATES = 3 };

static void gates_of(struct hub *hub, struct arena *a, struct str who, struct str remote, struct gate gates[GATES])
{
	remote = gate_site(a, remote);
	gates[0] = gate_of(hub, a, "throttle", arena_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(who), STR_ARG(remote)), ACCESS_FREE_TRIES,
	    ACCESS_WAIT_MOST_S);
	gates[1] = gate_of(hub, a, "throttle address", remote, ACCESS_FREE_TRIES_ADDRESS, ACCESS_WAIT_MOST_ADDRESS_S);
	gates[2] = second_gate(hub, a, SECOND_BEHIND_PASSWORD, who);
}

/* The last gate counts codes only. */
static int count_failure(struct hub *hub, const struct act *by, const struct gate gates[GATES], bool by_code, struct str person, struct err *e)
{
	return gates_count(hub, by, gates, by_code ? GATES : GATES - 1, e) < 0 ||
	    (person.n > 0 && audit_add(hub->db, by, "session.refused", person, e) < 0) ? -1 : 0;
}

/* ---- the whole ---- */

struct account { struct str person_id, hash; };

static int account_of(struct hub *hub, struct arena *a, struct str who, long long now_ms, struct account *c, struct err *e)
{
	struct person_found p;
	struct db_rows rows;

	*c = (struct account){ .person_id = STR(""), .hash = STR("") };
	if (person_find(hub->db, a, who, now_ms, &p, e) < 0 || (!p.found && person_by_address(hub->db, a, who, now_ms, &p, e) < 0))
		return -1;
	if (!p.found)
		return 0;
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT password FROM account WHERE person_id = $1 AND suspended = 0", DB_TEXT(p.id)) < 0)
		return -1;
	c->person_id = p.id;
	if (rows.count > 0)
		c->hash = db_text(&rows, 0, 0);
	return 0;
}

/* Behind a right password, and only there a code is used up: with it the session begins, or nothing of it is kept. */
static int come_in(struct hub *hub, const struct act *by, struct arena *a, const struct account *c, const struct gate gates[GATES], struct str code,
    struct str remote, bool fits, enum sign_in *result_r, struct str *token_r, struct err *e)
{
	bool asked = fits;
	struct act self = *by;

	self.actor = fits ? c->person_id : by->actor;
	if (fits && second_fits(hub, &self, a, c->person_id, code, &fits, e) < 0)
		return -1;
	*result_r = fits ? SIGN_IN_DONE : SIGN_IN_WRONG;
	if (!fits)
		return count_failure(hub, by, gates, asked, c->person_id, e);
	return gate_open(hub, &gates[0], e) < 0 || gate_open(hub, &gates[2], e) < 0 ? -1 : session_begin(hub, &self, a, c->person_id, remote, token_r, e);
}

int sign_in(struct hub *hub, const struct act *by, struct arena *a, struct str who, struct str password, struct str code,
    struct str remote, enum sign_in *result_r, long long *wait_s_r, struct str *token_r, struct err *e)
{
	struct account c;
	struct gate gates[GATES];
	unsigned roles = 0;
	bool fits;

	if (account_of(hub, a, str_trim(who), by->now_ms, &c, e) < 0)
		return -1;
	gates_of(hub, a, c.person_id.n > 0 ? c.person_id : who, remote, gates);
	if (gates_wait(hub, a, gates, GATES, by->now_ms, wait_s_r, e) < 0)
		return -1;
	*result_r = SIGN_IN_WAIT;
	if (*wait_s_r > 0)
		return 0;
	fits = password_fits(c.hash, password);
	/* who left has no role any more, and no password that is right */
	if (fits && roles_on(hub, a, c.person_id, by->now_ms, &roles, e) < 0)
		return -1;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (come_in(hub, by, a, &c, gates, code, remote, fits && roles != 0, result_r, token_r, e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	return db_commit(hub->db, e);
}

int account_suspend(struct hub *hub, const struct act *by, struct str person_id, bool suspended, struct err *e)
{
	long long n;

	if (db_begin(hub->db, e) < 0)
		return -1;
	n = DB_EXEC(hub->db, e, "UPDATE account SET suspended = $2, changed_ms = $3, suspended_by = $4 WHERE person_id = $1",
	    DB_TEXT(person_id), DB_BOOL(suspended), DB_INT(by->now_ms), DB_TEXT(by->actor));
	if (n == 0) {
		db_rollback(hub->db);
		return err_set(e, ERR_UNKNOWN, STR_FMT " has no account", STR_ARG(person_id));
	}
	if (n > 0 && suspended && (session_end_all(hub, by, person_id, STR_NONE, e) < 0 || links_end(hub, by, person_id, e) < 0))
		n = -1;
	return audit_end(hub->db, by, n, suspended ? "account.suspended" : "account.resumed", person_id, e) < 0 ? -1 : 0;
}

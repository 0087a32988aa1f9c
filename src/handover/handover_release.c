/* handover_release.c - the package, written and recorded together; its password; taking it back. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "approve/notice.h"
#include "base/random.h"
#include "base/tr.h"
#include "handover/handover.h"
#include "handover/package.h"
#include "store/audit.h"
#include "store/vault.h"

/* A source's newest word to exactly its part, naming this partner, is yes. */
#define SQL_CONSENTED \
	"EXISTS (SELECT 1 FROM handover_consent c WHERE c.handover_id = s.handover_id AND c.org_id = s.org_id AND c.digest = s.digest" \
	" AND c.partner_id = h.partner_id AND c.answer = 'yes' AND c.at_ms <= $4" \
	" AND (c.medium <> 'spoken' OR (c.second_witness IS NOT NULL AND c.second_witness <> c.entered_by))" \
	" AND NOT EXISTS (SELECT 1 FROM handover_consent n WHERE n.handover_id = c.handover_id AND n.org_id = c.org_id" \
	" AND n.answer <> 'yes' AND n.at_ms >= c.at_ms))"
/* $1 hand-over, $2 digest of all of it, $3 releaser, $4 now.  A row means released, none means refused. */
#define SQL_RELEASE_HANDOVER \
	"INSERT INTO handover_release (handover_id, digest, released_by, at_ms) SELECT h.id, h.digest, $3, $4 FROM handover h" \
	" WHERE h.id = $1 AND h.digest = $2 AND h.state = 'draft' AND h.author <> $3" \
	" AND EXISTS (SELECT 1 FROM handover_source s WHERE s.handover_id = h.id)" \
	" AND NOT EXISTS (SELECT 1 FROM handover_source s WHERE s.handover_id = h.id AND NOT " SQL_CONSENTED ")" \
	" AND NOT EXISTS (SELECT 1 FROM handover_item i JOIN submission b ON b.id = i.submission_id WHERE i.handover_id = h.id" \
	" AND (b.state = 'withdrawn' OR NOT EXISTS (SELECT 1 FROM handover_source s WHERE s.handover_id = h.id AND s.org_id = i.org_id)))" \
	" AND EXISTS (SELECT 1 FROM person_role p JOIN person q ON q.id = p.person_id WHERE p.person_id = $3 AND p.role IN ('analyst', 'lead')" \
	" AND p.from_ms <= $4 AND p.to_ms > $4 AND q.from_ms <= $4 AND q.to_ms > $4) RETURNING handover_id"

/* What is stored is what was asked about: every source's digest is made anew from the items. */
static int check_digests(struct arena *a, const struct handover *h, struct err *e)
{
	bool good = str_eq(handover_digest(a, h, STR_NONE), h->digest);

	for (size_t i = 0; i < h->source_count; i++)
		good = good && str_eq(handover_digest(a, h, h->sources[i].org_id), h->sources[i].digest);
	return good ? 0 : err_set(e, ERR_DENIED, "hand-over " STR_FMT ": what is stored is not what its sources were asked about", STR_ARG(h->number));
}

/* Said before anything is written; the statement decides. */
static int check_ready(const struct act *by, struct arena *a, const struct handover *h, struct err *e)
{
	size_t missing = 0;

	if (str_eq(h->author, by->actor))
		return err_set(e, ERR_DENIED, "hand-over " STR_FMT ": who gathered it cannot release it; a second person must", STR_ARG(h->number));
	for (size_t i = 0; i < h->item_count; i++)
		if (h->items[i].withdrawn)
			return err_set(e, ERR_CONFLICT, "hand-over " STR_FMT ": " STR_FMT " was withdrawn by its source; drop it and make a new one",
			    STR_ARG(h->number), STR_ARG(h->items[i].name));
	for (size_t i = 0; i < h->source_count; i++)
		missing += !str_eq(h->sources[i].answer, STR("yes"));
	if (missing > 0)
		return err_set(e, ERR_DENIED, TR_N("hand-over " STR_FMT ": %zu {source has|sources have} not said yes to exactly this partner and these originals", (long long)missing),
		    STR_ARG(h->number), missing);
	return check_digests(a, h, e);
}

/* ---- the package ---- */

static int add_original(struct hub *hub, struct arena *a, struct package *p, const struct handover_item *x, struct err *e)
{
	struct content content;
	enum vault_found found;

	if (vault_open(hub, hub->db, a, x->blob_id, &found, &content, e) < 0)
		return -1;
	return found != VAULT_FOUND ? vault_gone(found, x->name, e) : package_add(p, a, x->name, &content, x->sha256, e);
}

static int add_all(struct hub *hub, struct arena *a, struct package *p, const struct handover *h, struct err *e)
{
	const struct content hashes = content_of(handover_hashes(a, h)),
	    custody = content_of(handover_custody(a, h, (int)hub->conf.zone_minutes));

	for (size_t i = 0; i < h->item_count; i++)
		if (add_original(hub, a, p, &h->items[i], e) < 0)
			return -1;
	return package_add(p, a, STR("SHA256SUMS"), &hashes, STR_NONE, e) < 0 ||
	    package_add(p, a, STR("CUSTODY.txt"), &custody, STR_NONE, e) < 0 ? -1 : package_close(p, e);
}

/* Durable before the release is recorded; its hash. */
static int write_package(struct hub *hub, struct arena *a, const struct handover *h, const char *password, const char *path,
    struct str *sha256_r, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	unsigned char digest[SHA256_BYTES];
	struct content file;
	struct package *p;
	struct stat st;

	if (fd < 0)
		return err_errno(e, "%s cannot be written", path);
	if (package_open(a, fd, password, &p, e) < 0 || add_all(hub, a, p, h, e) < 0) {
		close(fd);
		return -1;
	}
	if (fsync(fd) < 0 || fstat(fd, &st) < 0) {
		close(fd);
		return err_errno(e, "%s cannot be written", path);
	}
	file = content_of_file(a, fd, (size_t)st.st_size, path);
	if (content_sha256(&file, digest, e) < 0)
		return -1;
	*sha256_r = hex_of(a, digest, sizeof digest);
	return 0;
}

/* ---- releasing ---- */

static int keep_password(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct handover *h, struct str password,
    struct err *e)
{
	return vault_key_new(hub, db, by, a, &h->password_key, e) < 0 ? -1 :
	    vault_put(hub, db, by, a, h->password_key, STR("handover-password"), password, &h->password_blob, e);
}

static int record(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct handover *h, struct str drawn,
    struct str sha256, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_RELEASE_HANDOVER, DB_TEXT(h->id), DB_TEXT(h->digest), DB_TEXT(by->actor), DB_INT(by->now_ms)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_CONFLICT, "hand-over " STR_FMT " was changed meanwhile (a source's answer, an original, its state); nothing was handed "
		    "over", STR_ARG(h->number));
	if (drawn.p != NULL && keep_password(hub, db, by, a, h, drawn, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE handover SET state = 'released', released_by = $2, released_ms = $3, package_sha256 = $4, password_key = $5, "
	    "password_blob = $6 WHERE id = $1", DB_TEXT(h->id), DB_TEXT(by->actor), DB_INT(by->now_ms), DB_TEXT(sha256), DB_TEXT(h->password_key),
	    DB_TEXT(h->password_blob)) < 0 || handover_step_add(db, by, a, h, "released", sha256, e) < 0)
		return -1;
	return audit_add(db, by, "handover.released", h->id, e);
}

static int release(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct handover *h, struct str password,
    const char *path, struct err *e)
{
	static const char letters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz";
	struct str sha256, drawn = STR_NONE;
	unsigned char secret[24];
	char word[sizeof secret + 1];

	if (password.p == NULL) {
		random_secret(secret, sizeof secret);
		for (size_t i = 0; i < sizeof secret; i++)
			word[i] = letters[secret[i] % (sizeof letters - 1)];
		word[sizeof secret] = '\0';
		drawn = password = arena_str(a, str_of(word));
	}
	if (write_package(hub, a, h, arena_cstr(a, password), path, &sha256, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (record(hub, db, by, a, h, drawn, sha256, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int handover_release(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str password, const char *path,
    struct err *e)
{
	struct stat st;
	struct handover h;
	struct db *sealed;
	int done;

	if (password.p != NULL && password.n < HANDOVER_PASSWORD_LEAST)
		return err_set(e, ERR_USAGE, "the password has at least %d characters", HANDOVER_PASSWORD_LEAST);
	if (stat(path, &st) == 0)
		return err_set(e, ERR_INPUT, "%s is there already; a package goes to a file of its own", path);
	if (approve_staff(hub->db, a, by, e) < 0 || handover_get(hub->db, a, number, &h, e) < 0 ||
	    state_check(&states_handover, number, h.state, "release", e) < 0 || check_ready(by, a, &h, e) < 0 ||
	    hub_open_sealed(hub, &sealed, e) < 0)
		return -1;
	done = release(hub, sealed, by, a, &h, password, path, e);
	db_close(sealed);
	if (done < 0)
		unlink(path);           /* nothing was recorded: nothing may leave */
	return done;
}

/* ---- the password ---- */

static int tell(struct hub *hub, const struct act *by, struct arena *a, const struct handover *h, struct erasing *x, struct str *password,
    struct err *e)
{
	long long first = DB_EXEC(hub->db, e, "UPDATE handover SET told_ms = $2 WHERE id = $1 AND told_ms IS NULL AND password_key IS NOT NULL AND "
	    "state = 'released'", DB_TEXT(h->id), DB_INT(by->now_ms));
	enum vault_found found;

	if (first < 0)
		return -1;
	if (first == 0)
		return err_set(e, ERR_CONFLICT, "the password of hand-over " STR_FMT " is not here: it was shown already, or given by file", STR_ARG(h->number));
	if (vault_get(hub, hub->db, a, h->password_blob, &found, password, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		return vault_gone(found, h->number, e);
	if (vault_destroy(hub, hub->db, by, x, h->password_key, e) < 0 || handover_step_add(hub->db, by, a, h, "password-told", STR(""), e) < 0)
		return -1;
	return audit_add(hub->db, by, "handover.password", h->id, e);
}

int handover_password(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str *password_r, struct err *e)
{
	struct erasing x = { .arena = a };
	struct handover h;

	if (approve_staff(hub->db, a, by, e) < 0 || handover_get(hub->db, a, number, &h, e) < 0 ||
	    state_check(&states_handover, number, h.state, "password", e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (tell(hub, by, a, &h, &x, password_r, e) == 0 && db_commit(hub->db, e) == 0)
		return 0;
	db_rollback(hub->db);
	erasure_take_back(hub, &x);
	return -1;
}

/* ---- taking it back ---- */

static int withdraw(struct hub *hub, const struct act *by, struct arena *a, const struct handover *h, struct str reason, struct erasing *x,
    bool *unreadable, struct err *e)
{
	long long changed = DB_EXEC(hub->db, e, "UPDATE handover SET state = 'withdrawn', ended_ms = $2 WHERE id = $1 AND state = 'released'",
	    DB_TEXT(h->id), DB_INT(by->now_ms));
	struct db_rows r;

	if (changed != 1)
		return changed < 0 ? -1 : state_changed(&states_handover, h->number, h->state, STR("withdrawn"), STR(""), e);
	if (DB_QUERY(hub->db, a, &r, e, "SELECT CASE WHEN told_ms IS NULL AND password_key IS NOT NULL THEN 1 ELSE 0 END FROM handover WHERE id = $1",
	    DB_TEXT(h->id)) < 0)
		return -1;
	*unreadable = db_int(&r, 0, 0) == 1;
	if ((*unreadable && vault_destroy(hub, hub->db, by, x, h->password_key, e) < 0) ||
	    notice_add(hub->db, by, a, h->partner_id, "recipient", "handover-withdrawn", STR_NONE, h->id, 0, e) < 0 ||
	    handover_step_add(hub->db, by, a, h, "withdrawn", reason, e) < 0)
		return -1;
	return audit_add(hub->db, by, "handover.withdrawn", h->id, e);
}

int handover_withdraw(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str reason, bool *unreadable_r,
    struct err *e)
{
	struct erasing x = { .arena = a };
	struct handover h;

	if (str_trim(reason).n == 0)
		return err_set(e, ERR_USAGE, "why is it taken back? --reason WORDS");
	if (approve_staff(hub->db, a, by, e) < 0 || handover_get(hub->db, a, number, &h, e) < 0 ||
	    state_check(&states_handover, number, h.state, "withdraw", e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (withdraw(hub, by, a, &h, reason, &x, unreadable_r, e) == 0 && db_commit(hub->db, e) == 0)
		return 0;
	db_rollback(hub->db);
	erasure_take_back(hub, &x);
	return -1;
}

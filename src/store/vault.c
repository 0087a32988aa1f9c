/* vault.c - encrypted content in rows of at most 1 MiB. */
#include "store/vault.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/random.h"
#include "base/sha256.h"
#include "store/audit.h"
#include "store/search_index.h"

enum {
	CHUNK = 1 << 20,
	KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

/* nonce | ciphertext with tag; `bound` is authenticated but not stored */
static struct str seal(struct arena *a, const unsigned char key[KEY], struct str bound, struct str plain)
{
	unsigned char *out = arena_alloc(a, NONCE + plain.n + TAG);
	unsigned long long n;

	random_secret(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, &n, (const unsigned char *)plain.p, plain.n,
	    (const unsigned char *)bound.p, bound.n, NULL, out, key);
	return (struct str){ (const char *)out, NONCE + (size_t)n };
}

static bool unseal(unsigned char *plain, size_t room, const unsigned char key[KEY], struct str bound, struct str sealed)
{
	unsigned long long n;

	if (sealed.n < NONCE + TAG || sealed.n - NONCE - TAG != room)
		return false;
	return crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &n, NULL, (const unsigned char *)sealed.p + NONCE,
	    sealed.n - NONCE, (const unsigned char *)bound.p, bound.n, (const unsigned char *)sealed.p, key) == 0;
}

int vault_key_new(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str *key_id_r, struct err *e)
{
	unsigned char key[KEY];
	struct str id = rng_uuid(by->rng, a), wrapped;

	random_secret(key, sizeof key);
	wrapped = seal(a, hub->key, id, (struct str){ (const char *)key, KEY });
	sodium_memzero(key, sizeof key);
	if (DB_EXEC(db, e, "INSERT INTO data_key (id, wrapped, made_ms) VALUES ($1, $2, $3)", DB_TEXT(id), DB_BYTES(wrapped),
	    DB_INT(by->now_ms)) < 0)
		return -1;
	*key_id_r = id;
	return 0;
}

static int unwrap(struct hub *hub, struct db *db, struct arena *a, struct str key_id, unsigned char key[KEY],
    enum vault_found *found_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT wrapped, lost_ms FROM data_key WHERE id = $1", DB_TEXT(key_id)) < 0)
		return -1;
	*found_r = rows.count == 0 ? VAULT_NONE : !db_is_null(&rows, 0, 0) ? VAULT_FOUND :
	    db_is_null(&rows, 0, 1) ? VAULT_ERASED : VAULT_LOST;
	if (*found_r == VAULT_FOUND && !unseal(key, KEY, hub->key, key_id, db_bytes(&rows, 0, 0)))
		return err_set(e, ERR_DB, "the data key " STR_FMT " cannot be opened with this hub key", STR_ARG(key_id));
	return 0;
}

static struct str chunk_bound(struct arena *a, struct str blob_id, long long n)
{
	return arena_printf(a, STR_FMT "/%lld", STR_ARG(blob_id), n);
}

static int put_chunk(struct db *db, const unsigned char key[KEY], struct str blob_id, long long n, struct str bytes, struct err *e)
{
	struct arena *a = arena_new(2 * CHUNK + 65536, arena_full_exit);
	struct str sealed = seal(a, key, chunk_bound(a, blob_id, n), bytes);
	long long status = DB_EXEC(db, e, "INSERT INTO blob_chunk (blob_id, n, data) VALUES ($1, $2, $3)", DB_TEXT(blob_id),
	    DB_INT(n), DB_BYTES(sealed));

	arena_free(a);
	return status < 0 ? -1 : 0;
}

static int put_chunks(struct db *db, const unsigned char key[KEY], struct str blob_id, const struct content *from,
    long long chunks, struct err *e)
{
	char *bytes = malloc(from->n < CHUNK ? from->n + 1 : CHUNK);
	int status = bytes != NULL ? 0 : err_set(e, ERR_IO, "out of memory");

	for (long long n = 0; n < chunks && status == 0; n++) {
		size_t at = (size_t)n * CHUNK, size = from->n - at < CHUNK ? from->n - at : CHUNK;

		status = content_read(from, at, bytes, size, e);
		if (status == 0)
			status = put_chunk(db, key, blob_id, n, (struct str){ bytes, size }, e);
	}
	free(bytes);
	return status;
}

int vault_put_from(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str key_id, struct str role,
    const struct content *from, struct str *blob_id_r, struct err *e)
{
	unsigned char key[KEY];
	enum vault_found found;
	struct str id = rng_uuid(by->rng, a);
	long long chunks = from->n == 0 ? 1 : (long long)((from->n + CHUNK - 1) / CHUNK);      /* an empty content has one too */
	int status;

	if (unwrap(hub, db, a, key_id, key, &found, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		return err_set(e, ERR_DENIED, "the content was erased; nothing can be added to it");
	if (DB_EXEC(db, e, "INSERT INTO blob (id, key_id, role, bytes, chunks, made_ms) VALUES ($1, $2, $3, $4, $5, $6)",
	    DB_TEXT(id), DB_TEXT(key_id), DB_TEXT(role), DB_INT((long long)from->n), DB_INT(chunks), DB_INT(by->now_ms)) < 0)
		return -1;
	status = put_chunks(db, key, id, from, chunks, e);
	sodium_memzero(key, sizeof key);
	*blob_id_r = id;
	return status;
}

int vault_put(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str key_id, struct str role,
    struct str bytes, struct str *blob_id_r, struct err *e)
{
	const struct content from = content_of(bytes);

	return vault_put_from(hub, db, by, a, key_id, role, &from, blob_id_r, e);
}

struct reading {
	struct arena *arena;
	const unsigned char *key;
	struct str blob_id;
	unsigned char *out;             /* the whole, or one chunk after the other in the same place */
	bool keep;
	size_t at, total;
	long long n;
};

static int read_chunk(void *ctx, const struct db_rows *row, struct err *e)
{
	struct reading *r = ctx;
	size_t left = r->total - r->at, size = left < CHUNK ? left : CHUNK;

	if (db_int(row, 0, 0) != r->n || !unseal(r->out + (r->keep ? r->at : 0), size, r->key, chunk_bound(r->arena, r->blob_id, r->n),
	    db_bytes(row, 0, 1)))
		return err_set(e, ERR_DB, "stored content " STR_FMT " is damaged in chunk %lld", STR_ARG(r->blob_id), r->n);
	r->at += size;
	r->n++;
	return 0;
}

static int read_blob(struct hub *hub, struct db *db, struct arena *a, struct str blob_id, bool keep, enum vault_found *found_r,
    struct str *bytes_r, struct err *e)
{
	unsigned char key[KEY];
	struct reading r = { .arena = a, .key = key, .blob_id = blob_id, .keep = keep };
	struct db_rows rows;
	int status;

	*bytes_r = STR_NONE;
	if (DB_QUERY(db, a, &rows, e, "SELECT key_id, bytes, chunks FROM blob WHERE id = $1", DB_TEXT(blob_id)) < 0)
		return -1;
	*found_r = VAULT_NONE;
	if (rows.count == 0)
		return 0;
	if (unwrap(hub, db, a, db_text(&rows, 0, 0), key, found_r, e) < 0)
		return -1;
	if (*found_r != VAULT_FOUND)
		return 0;
	r.total = (size_t)db_int(&rows, 0, 1);
	r.out = arena_alloc(a, (keep || r.total < CHUNK ? r.total : CHUNK) + 1);
	status = DB_EACH(db, read_chunk, &r, e, "SELECT n, data FROM blob_chunk WHERE blob_id = $1 ORDER BY n", DB_TEXT(blob_id));
	sodium_memzero(key, sizeof key);
	if (status == 0 && (r.n != db_int(&rows, 0, 2) || r.at != r.total))
		status = err_set(e, ERR_DB, "stored content " STR_FMT " is incomplete", STR_ARG(blob_id));
	*bytes_r = (struct str){ (const char *)r.out, r.total };
	return status;
}

int vault_get(struct hub *hub, struct db *db, struct arena *a, struct str blob_id, enum vault_found *found_r,
    struct str *bytes_r, struct err *e)
{
	return read_blob(hub, db, a, blob_id, true, found_r, bytes_r, e);
}

int vault_verify(struct hub *hub, struct db *db, struct arena *a, struct str blob_id, enum vault_found *found_r, struct err *e)
{
	struct str ignored;

	return read_blob(hub, db, a, blob_id, false, found_r, &ignored, e);
}

/* ---- a content chunk by chunk ---- */

struct opened {
	struct db *db;
	struct str blob_id;
	unsigned char key[KEY];
	size_t total;
	long long have;                 /* the chunk in `chunk`; -1: none */
	size_t room;                    /* of most contents less than a chunk */
	unsigned char chunk[];
};

static int load_chunk(struct opened *o, long long n, struct err *e)
{
	struct arena *a = arena_new(2 * CHUNK + 65536, arena_full_exit);
	size_t left = o->total - (size_t)n * CHUNK;
	struct db_rows rows;
	int status = DB_QUERY(o->db, a, &rows, e, "SELECT data FROM blob_chunk WHERE blob_id = $1 AND n = $2", DB_TEXT(o->blob_id),
	    DB_INT(n));

	o->have = -1;
	if (status == 0 && (rows.count != 1 || !unseal(o->chunk, left < CHUNK ? left : CHUNK, o->key, chunk_bound(a, o->blob_id, n),
	    db_bytes(&rows, 0, 0))))
		status = err_set(e, ERR_DB, "stored content " STR_FMT " is damaged in chunk %lld", STR_ARG(o->blob_id), n);
	if (status == 0)
		o->have = n;
	arena_free(a);
	return status;
}

static int read_opened(void *ctx, size_t at, char *into, size_t n, struct err *e)
{
	struct opened *o = ctx;

	while (n > 0) {
		size_t inside = at % CHUNK, size = CHUNK - inside < n ? CHUNK - inside : n;

		if (o->have != (long long)(at / CHUNK) && load_chunk(o, (long long)(at / CHUNK), e) < 0)
			return -1;
		memcpy(into, o->chunk + inside, size);
		into += size;
		at += size;
		n -= size;
	}
	return 0;
}

static void forget_opened(void *opened)
{
	struct opened *o = opened;

	sodium_memzero(o->chunk, o->room);
	sodium_memzero(o->key, sizeof o->key);
	free(o);
}

int vault_open(struct hub *hub, struct db *db, struct arena *a, struct str blob_id, enum vault_found *found_r,
    struct content *content_r, struct err *e)
{
	struct db_rows rows;
	struct opened *o;
	size_t total, room;

	*found_r = VAULT_NONE;
	if (DB_QUERY(db, a, &rows, e, "SELECT key_id, bytes FROM blob WHERE id = $1", DB_TEXT(blob_id)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	total = (size_t)db_int(&rows, 0, 1);
	room = total < CHUNK ? total : CHUNK;
	o = malloc(sizeof *o + room);
	if (o == NULL)
		return err_set(e, ERR_IO, "out of memory");
	*o = (struct opened){ .db = db, .blob_id = arena_str(a, blob_id), .total = total, .have = -1, .room = room };
	arena_defer(a, forget_opened, o);
	*content_r = (struct content){ .n = o->total, .read = read_opened, .ctx = o };
	return unwrap(hub, db, a, db_text(&rows, 0, 0), o->key, found_r, e);
}

int vault_gone(enum vault_found found, struct str of, struct err *e)
{
	if (found == VAULT_LOST)
		return err_set(e, ERR_CONFLICT, "the content of " STR_FMT " is lost: this hub was restored without its key", STR_ARG(of));
	return err_set(e, ERR_CONFLICT, "the content of " STR_FMT " was erased", STR_ARG(of));
}

static int destroy_key(struct db *db, const struct act *by, struct str key_id, struct err *e)
{
	if (DB_EXEC(db, e, "DELETE FROM blob_chunk WHERE blob_id IN (SELECT id FROM blob WHERE key_id = $1)", DB_TEXT(key_id)) < 0 ||
	    DB_EXEC(db, e, "UPDATE data_key SET wrapped = NULL, destroyed_ms = $2, lost_ms = NULL WHERE id = $1 AND destroyed_ms IS NULL",
	    DB_TEXT(key_id), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(db, by, "content.erased", key_id, e);
}

/* The list must be on the disk before the key is gone: a crash between leaves an entry too many,
 * never a content that a restore brings back. */
int vault_destroy(struct hub *hub, struct db *db, const struct act *by, struct erasing *x, struct str key_id, struct err *e)
{
	if (erasure_note(hub, x, key_id, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (destroy_key(db, by, key_id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static int apply_one(struct hub *hub, const struct act *by, struct arena *a, struct str key_id, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT id FROM data_key WHERE id = $1 AND destroyed_ms IS NULL", DB_TEXT(key_id)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (destroy_key(hub->db, by, key_id, e) == 0)
		return db_commit(hub->db, e) < 0 ? -1 : 1;
	db_rollback(hub->db);
	return -1;
}

long long vault_apply_erasures(struct hub *hub, const struct act *by, struct err *e)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct str *keys = NULL;
	size_t n = 0;
	long long destroyed = 0;
	int status = access(hub_erasure_list(hub), F_OK) == 0 ? erasure_list(hub, a, &keys, &n, e) : 0;

	for (size_t i = 0; i < n && status >= 0; i++) {
		status = apply_one(hub, by, a, keys[i], e);
		destroyed += status > 0;
	}
	arena_free(a);
	return status < 0 ? -1 : destroyed;
}

long long vault_give_up(struct hub *hub, const struct act *by, struct err *e)
{
	long long n = DB_EXEC(hub->db, e, "UPDATE data_key SET wrapped = NULL, lost_ms = $1 WHERE wrapped IS NOT NULL", DB_INT(by->now_ms));

	/* the words of the search and one-time codes hang on the key too: approvers take part again (noroshi approve enroll) */
	if (n < 0 || DB_EXEC(hub->db, e, "DELETE FROM blob_chunk") < 0 || DB_EXEC(hub->db, e, "DELETE FROM approver_code") < 0 || DB_EXEC(hub->db, e, "DELETE FROM recovery_code") < 0 ||
	    search_index_empty(hub->db, e) < 0 || audit_add(hub->db, by, "restore.key-lost", STR(""), e) < 0)
		return -1;
	return n;
}

struct str vault_keyed_hash(const struct hub *hub, struct arena *a, const char *purpose, struct str value)
{
	unsigned char key[SHA256_BYTES], out[SHA256_BYTES];

	hmac_sha256((struct str){ (const char *)hub->key, HUB_KEY_BYTES }, str_of(purpose), key);
	hmac_sha256((struct str){ (const char *)key, sizeof key }, value, out);
	sodium_memzero(key, sizeof key);
	return hex_of(a, out, sizeof out);
}

/* vault.h - content at rest: encrypted per chunk under a data key that can be destroyed.
 *
 * A data key belongs to one owner (a hand-in or a submission), is wrapped by the hub key and is
 * random from the system.  Bytes lie in rows of at most 1 MiB, each encrypted with
 * XChaCha20-Poly1305 with blob id and chunk number bound in.  Destroying the key erases the
 * content; the erasure list next to the key file is applied after every restore. */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H

#include "base/act.h"
#include "base/content.h"
#include "store/erasure.h"
#include "store/hub.h"

/* A new data key: its id, in the caller's transaction. */
int vault_key_new(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str *key_id_r,
    struct err *e) MUST_CHECK;
/* Stores bytes under a key; `role` is raw, document, answer, artefact-source... */
int vault_put(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str key_id,
    struct str role, struct str bytes, struct str *blob_id_r, struct err *e) MUST_CHECK;
/* The same, taken 1 MiB at a time. */
int vault_put_from(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str key_id,
    struct str role, const struct content *from, struct str *blob_id_r, struct err *e) MUST_CHECK;
enum vault_found { VAULT_FOUND, VAULT_ERASED, VAULT_NONE, VAULT_LOST };
/* 0 and *found_r, *bytes_r (arena), or -1: wrong key, damaged chunk, database. */
int vault_get(struct hub *hub, struct db *db, struct arena *a, struct str blob_id, enum vault_found *found_r,
    struct str *bytes_r, struct err *e) MUST_CHECK;
/* The same to be read a part at a time, as long as arena and connection live; one chunk is in memory, until the
 * arena goes.  What is withdrawn meanwhile reads as damaged. */
int vault_open(struct hub *hub, struct db *db, struct arena *a, struct str blob_id, enum vault_found *found_r,
    struct content *content_r, struct err *e) MUST_CHECK;
/* The same without keeping a byte: does every chunk open? */
int vault_verify(struct hub *hub, struct db *db, struct arena *a, struct str blob_id, enum vault_found *found_r,
    struct err *e) MUST_CHECK;
/* The sentence for a content that is not there: erased, or lost with the hub's key.  -1. */
int vault_gone(enum vault_found found, struct str of, struct err *e) MUST_CHECK;
/* Destroys the key: appends to the erasure list (durable first), then in the caller's transaction
 * clears the wrapped key and deletes the chunks.  Destroying twice is no error.  Whose transaction is rolled back
 * calls erasure_take_back afterwards. */
int vault_destroy(struct hub *hub, struct db *db, const struct act *by, struct erasing *x, struct str key_id, struct err *e)
    MUST_CHECK;
/* After a restore: destroys every key of the erasure list; number destroyed, or -1. */
long long vault_apply_erasures(struct hub *hub, const struct act *by, struct err *e) MUST_CHECK;

/* The hub's key was lost: every content that is left is given up as lost (not erased: nobody withdrew
 * it), in the caller's transaction; number of keys, or -1. */
long long vault_give_up(struct hub *hub, const struct act *by, struct err *e) MUST_CHECK;

/* HMAC under a key derived from the hub key for `purpose`; hex.  For values that must be
 * comparable inside the hub but not readable (bank accounts, Message-IDs of erased mail). */
struct str vault_keyed_hash(const struct hub *hub, struct arena *a, const char *purpose, struct str value);

#endif

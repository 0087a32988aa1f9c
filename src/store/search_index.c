/* search_index.c - keyed words in and out of the database's own full-text index. */
#include "store/search_index.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/words.h"
#include "store/db_driver.h"
#include "store/vault.h"

enum { KEYED = 8, PIECE_WORDS = 4000, SAME_MOST = 200, OVERLAP = 32, SLOTS = 1 << 13, WORD_MOST = 200, EXPRESSION_MOST = 1 << 16 };

/* ---- the index itself ---- */

static bool on_postgres(const struct db *db) { return db_engine(db) == DB_POSTGRES; }

int search_index_make(struct db *db, struct err *e)
{
	return db->driver->script(db->self, on_postgres(db) ?
	    "CREATE TABLE IF NOT EXISTS search_words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);"
	    "CREATE INDEX IF NOT EXISTS search_words_by_word ON search_words USING gin (words)" :
	    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5 (words, tokenize = 'ascii', columnsize = 0)", e);
}

int search_index_undo(struct db *db, struct err *e)
{
	return db->driver->script(db->self, "DROP TABLE IF EXISTS search_words", e);
}

int search_index_empty(struct db *db, struct err *e)
{
	if (DB_EXEC(db, e, "DELETE FROM search_words") < 0 || DB_EXEC(db, e, "DELETE FROM search_piece") < 0 ||
	    DB_EXEC(db, e, "DELETE FROM search_due") < 0 ||
	    DB_EXEC(db, e, "INSERT INTO search_due (kind, object_id) SELECT 'submission', id FROM submission WHERE document_blob IS NOT NULL "
	        "AND state <> 'withdrawn'") < 0 ||
	    DB_EXEC(db, e, "INSERT INTO search_due (kind, object_id) SELECT 'case', id FROM cases") < 0 ||
	    DB_EXEC(db, e, "INSERT INTO search_due (kind, object_id) SELECT 'share', id FROM share") < 0)
		return -1;
	return DB_EXEC(db, e, "INSERT INTO search_due (kind, object_id) SELECT 'indicator', id FROM indicator") < 0 ? -1 : 0;
}

int search_due(struct db *db, const char *kind, struct str id, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO search_due (kind, object_id) VALUES ($1, $2) ON CONFLICT (kind, object_id) DO NOTHING",
	    DB_TEXT(str_of(kind)), DB_TEXT(id)) < 0 ? -1 : 0;
}

static int forget_piece(struct db *db, long long id, struct err *e)
{
	if (on_postgres(db))
		return DB_EXEC(db, e, "DELETE FROM search_words WHERE id = $1", DB_INT(id)) < 0 ? -1 : 0;
	return DB_EXEC(db, e, "DELETE FROM search_words WHERE rowid = $1", DB_INT(id)) < 0 ? -1 : 0;
}

static int forget_pieces(struct db *db, struct arena *a, const char *kind, struct str id, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "DELETE FROM search_piece WHERE object_id = $1 AND kind = $2 RETURNING id", DB_TEXT(id),
	    DB_TEXT(str_of(kind))) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		if (forget_piece(db, db_int(&r, i, 0), e) < 0)
			return -1;
	return 0;
}

int search_forget(struct db *db, struct arena *a, const char *kind, struct str id, struct err *e)
{
	if (DB_EXEC(db, e, "DELETE FROM search_due WHERE kind = $1 AND object_id = $2", DB_TEXT(str_of(kind)), DB_TEXT(id)) < 0)
		return -1;
	return forget_pieces(db, a, kind, id, e);
}

/* ---- words under the hub's key ---- */

struct keyed { char text[KEYED + 1]; };
struct key { unsigned char bytes[crypto_shorthash_KEYBYTES]; };

static struct key key_of(struct hub *hub, struct arena *a)
{
	struct str hex = vault_keyed_hash(hub, a, "search words", STR(""));
	struct key k;

	sodium_hex2bin(k.bytes, sizeof k.bytes, hex.p, 2 * sizeof k.bytes, NULL, NULL, NULL);
	return k;
}

/* What a word stands for tells words, beginnings, owners and kinds apart.  Of what is very long the beginning counts. */
static struct keyed keyed(const struct key *k, char what, struct str word)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char in[WORD_MOST + 1], out[crypto_shorthash_BYTES];
	struct keyed w;
	uint64_t bits = 0;

	word = str_at(word, 0, WORD_MOST);
	in[0] = (unsigned char)what;
	memcpy(in + 1, word.p, word.n);
	crypto_shorthash(out, in, word.n + 1, k->bytes);
	for (size_t i = 0; i < sizeof out; i++)
		bits = bits << 8 | out[i];
	for (size_t i = 0; i < KEYED; i++, bits >>= 5)
		w.text[i] = letters[bits & 31];
	w.text[KEYED] = '\0';
	return w;
}

/* The longest beginning of a word that is indexed; "" where it is too short. */
static const size_t beginnings[] = { 3, 5, 8, 16, 32 };
enum { BEGINNINGS = sizeof beginnings / sizeof beginnings[0] };

static struct str beginning(struct str word, size_t characters)
{
	size_t at = 0;

	for (size_t i = 0; i < characters; i++) {
		if (at >= word.n)
			return STR("");
		utf8_next(word, &at);
	}
	return str_at(word, 0, at);
}

static struct str longest_beginning(struct str word)
{
	for (size_t i = BEGINNINGS; i-- > 0;) {
		struct str s = beginning(word, beginnings[i]);

		if (s.n > 0)
			return s;
	}
	return STR("");
}

/* ---- in ---- */

struct token { struct keyed word; bool placed; };       /* placed: its place in the text counts */
struct tokens {
	struct arena *arena;
	const struct key *key;
	struct token *list;
	size_t count, room;
	bool starts;
};

static void take_word(void *ctx, struct str word, bool whole)
{
	struct tokens *t = ctx;

	*ARENA_PUSH(t->arena, t->list, t->count, t->room) = (struct token){ keyed(t->key, 'w', word), true };
	if (!t->starts || !whole)
		return;
	for (size_t i = 0; i < BEGINNINGS; i++) {
		struct str s = beginning(word, beginnings[i]);

		if (s.n > 0)
			*ARENA_PUSH(t->arena, t->list, t->count, t->room) = (struct token){ keyed(t->key, 'b', s), false };
	}
}

/* How often the words of the piece in hand came; a slot is free where count is 0. */
struct seen { struct keyed word; unsigned count; };

static unsigned *count_of(struct seen *seen, struct keyed word)
{
	uint32_t at = 0;

	for (size_t i = 0; i < KEYED; i++)
		at = at * 31 + (unsigned char)word.text[i];
	for (at %= SLOTS; seen[at].count > 0 && memcmp(seen[at].word.text, word.text, KEYED) != 0; at = (at + 1) % SLOTS)
		;
	seen[at].word = word;
	return &seen[at].count;
}

static void add_token(struct buf *out, bool postgres, struct keyed word, size_t place)
{
	if (!postgres)
		buf_printf(out, "%s ", word.text);
	else if (place > 0)
		buf_printf(out, "'%s':%zu ", word.text, place);
	else
		buf_printf(out, "'%s' ", word.text);
}

/* One piece from the front; how many tokens it took. */
static size_t cut_piece(const struct tokens *t, size_t from, bool postgres, struct seen *seen, struct buf *out)
{
	size_t at = from, place = 0;

	memset(seen, 0, SLOTS * sizeof *seen);
	for (; at < t->count && at - from < PIECE_WORDS; at++) {
		unsigned *count = count_of(seen, t->list[at].word);

		if (!t->list[at].placed && *count > 0)
			continue;
		if (*count >= SAME_MOST)
			break;
		++*count;
		place += t->list[at].placed;
		/* FTS5 places every word; what has no place would part two neighbours, so it goes behind */
		if (t->list[at].placed || postgres)
			add_token(out, postgres, t->list[at].word, t->list[at].placed ? place : 0);
	}
	for (size_t i = from; i < at && !postgres; i++) {
		unsigned *count = count_of(seen, t->list[i].word);

		if (!t->list[i].placed && *count == 1) {
			add_token(out, postgres, t->list[i].word, 0);
			*count = 2;     /* once is enough */
		}
	}
	return at - from;
}

/* A free id of that second, or of one soon after. */
static int next_id(struct db *db, struct arena *a, long long at_ms, long long *id_r, struct err *e)
{
	enum { A_SECOND = 4096 };
	struct db_rows r;

	for (long long base = at_ms / 1000 * A_SECOND;; base += A_SECOND) {
		if (DB_QUERY(db, a, &r, e, "SELECT MAX(id) FROM search_piece WHERE id >= $1 AND id < $2", DB_INT(base), DB_INT(base + A_SECOND)) < 0)
			return -1;
		*id_r = db_is_null(&r, 0, 0) ? base : db_int(&r, 0, 0) + 1;
		if (*id_r < base + A_SECOND)
			return 0;
	}
}

static int put_piece(struct db *db, struct arena *a, const struct search_object *o, struct str words, struct err *e)
{
	long long id;

	if (next_id(db, a, o->at_ms, &id, e) < 0 ||
	    DB_EXEC(db, e, "INSERT INTO search_piece (id, kind, object_id) VALUES ($1, $2, $3)", DB_INT(id), DB_TEXT(str_of(o->kind)),
	        DB_TEXT(o->id)) < 0)
		return -1;
	if (on_postgres(db))
		return DB_EXEC(db, e, "INSERT INTO search_words (id, words) VALUES ($1, CAST($2 AS tsvector))", DB_INT(id), DB_TEXT(words)) < 0 ? -1 : 0;
	return DB_EXEC(db, e, "INSERT INTO search_words (rowid, words) VALUES ($1, $2)", DB_INT(id), DB_TEXT(words)) < 0 ? -1 : 0;
}

static void add_marks(struct buf *out, bool postgres, const struct key *k, const struct search_object *o, bool several)
{
	add_token(out, postgres, keyed(k, 'k', str_of(o->kind)), 0);
	if (o->org.n > 0)
		add_token(out, postgres, keyed(k, 'o', o->org), 0);
	if (o->via.n > 0)
		add_token(out, postgres, keyed(k, 'o', o->via), 0);
	if (several)
		add_token(out, postgres, keyed(k, 'm', STR("")), 0);
}

int search_put(struct hub *hub, struct arena *a, const struct search_object *o, struct err *e)
{
	const struct key key = key_of(hub, a);
	struct tokens t = { .arena = a, .key = &key };
	struct seen *seen = ARENA_ARRAY(a, struct seen, SLOTS);
	bool postgres = on_postgres(hub->db);
	struct buf out;

	if (forget_pieces(hub->db, a, o->kind, o->id, e) < 0)
		return -1;
	for (size_t i = 0; i < o->text_count; i++) {
		t.starts = o->texts[i].starts;
		words_each(words_fold(a, o->texts[i].text).text, take_word, &t);
	}
	buf_init(&out, (size_t)PIECE_WORDS * 32);
	for (size_t from = 0, took; from < t.count; from += took) {
		buf_clear(&out);
		took = cut_piece(&t, from, postgres, seen, &out);
		add_marks(&out, postgres, &key, o, from > 0 || took < t.count);
		if (put_piece(hub->db, a, o, buf_str(&out), e) < 0) {
			buf_fini(&out);
			return -1;
		}
		/* what stands across a cut is whole in the next piece */
		if (from + took < t.count && took > OVERLAP)
			took -= OVERLAP;
	}
	buf_fini(&out);
	return 0;
}

/* ---- out ---- */

/* The two databases' words for the same. */
struct dialect { const char *open, *close, *then, *and, *or; };
static const struct dialect fts5 = { "\"", "\"", " ", " AND ", " OR " };
static const struct dialect tsquery = { "(", ")", " <-> ", " & ", " | " };

struct phrase {
	const struct key *key;
	struct keyed words[OVERLAP];
	size_t count;
	struct str last;                /* the last word, where it stands alone */
};

static void take_wanted(void *ctx, struct str word, bool whole)
{
	struct phrase *p = ctx;
	size_t at = 0;

	/* one character that something touches is part of a pair in the text, or alone: only the text tells */
	if (!whole && utf8_count(word) == 1)
		return;
	p->last = whole && !text_is_wide_script(utf8_next(word, &at)) ? word : STR("");
	if (p->count < OVERLAP)
		p->words[p->count++] = keyed(p->key, 'w', word);
}

static void add_phrase(struct buf *out, const struct dialect *d, const struct keyed *words, size_t n)
{
	buf_z(out, d->open);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s", i > 0 ? d->then : "", words[i].text);
	buf_z(out, d->close);
}

/* The last word may be the beginning of one; of what is too short for that the words before it are enough. */
static void add_beginning(struct buf *out, const struct dialect *d, const struct phrase *p)
{
	struct str s = longest_beginning(p->last);
	struct keyed start = keyed(p->key, 'b', s);

	if (p->count == 1 && s.n == 0)
		return;
	buf_printf(out, "%s(", d->or);
	if (p->count > 1)
		add_phrase(out, d, p->words, p->count - 1);
	if (p->count > 1 && s.n > 0)
		buf_z(out, d->and);
	if (s.n > 0)
		add_phrase(out, d, &start, 1);
	buf_char(out, ')');
}

static void add_term(struct buf *out, const struct dialect *d, const struct key *key, struct str term)
{
	struct phrase p = { .key = key };

	words_each(term, take_wanted, &p);
	assert(p.count > 0);            /* search_has_words */
	buf_char(out, '(');
	add_phrase(out, d, p.words, p.count);
	if (p.last.n > 0 && p.count < OVERLAP)
		add_beginning(out, d, &p);
	buf_char(out, ')');
}

static void add_terms(struct buf *out, const struct dialect *d, const struct key *key, const struct search_wanted *w, const char *between)
{
	for (size_t i = 0; i < w->term_count; i++) {
		buf_z(out, i > 0 ? between : "(");
		add_term(out, d, key, w->terms[i]);
	}
	buf_char(out, ')');
}

static void add_mark(struct buf *out, const struct dialect *d, struct keyed mark)
{
	add_phrase(out, d, &mark, 1);
}

/* The terms of a long text may stand in different pieces: there one of them is enough, and the text decides. */
static void write_expression(struct buf *out, const struct dialect *d, const struct key *key, const struct search_wanted *w)
{
	buf_char(out, '(');
	add_terms(out, d, key, w, d->and);
	if (w->term_count > 1) {
		buf_printf(out, "%s(", d->or);
		add_mark(out, d, keyed(key, 'm', STR("")));
		buf_z(out, d->and);
		add_terms(out, d, key, w, d->or);
		buf_char(out, ')');
	}
	buf_char(out, ')');
	if (w->kind.n > 0) {
		buf_z(out, d->and);
		add_mark(out, d, keyed(key, 'k', w->kind));
	}
	if (w->org.n > 0) {
		buf_printf(out, "%s(", d->and);
		add_mark(out, d, keyed(key, 'o', w->org));
		buf_z(out, d->or);
		add_mark(out, d, keyed(key, 'k', STR("share")));
		buf_char(out, ')');
	}
}

int search_candidates(struct hub *hub, struct arena *a, const struct search_wanted *w, long long below, size_t most,
    struct search_candidate **list_r, size_t *n_r, struct err *e)
{
	const struct key key = key_of(hub, a);
	struct db_rows r;
	struct buf x;
	int status;

	assert(w->term_count > 0);
	buf_init_arena(&x, a, EXPRESSION_MOST);
	write_expression(&x, on_postgres(hub->db) ? &tsquery : &fts5, &key, w);
	if (on_postgres(hub->db))
		status = DB_QUERY(hub->db, a, &r, e, "SELECT p.id, p.kind, p.object_id FROM (SELECT id FROM search_words WHERE words @@ "
		    "CAST($1 AS tsquery) AND id < $2 ORDER BY id DESC LIMIT $3) w JOIN search_piece p ON p.id = w.id ORDER BY p.id DESC",
		    DB_TEXT(buf_str(&x)), DB_INT(below), DB_INT((long long)most));
	else
		status = DB_QUERY(hub->db, a, &r, e, "SELECT p.id, p.kind, p.object_id FROM (SELECT rowid AS id FROM search_words WHERE "
		    "search_words MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3) w JOIN search_piece p ON p.id = w.id ORDER BY p.id DESC",
		    DB_TEXT(buf_str(&x)), DB_INT(below), DB_INT((long long)most));
	if (status < 0)
		return -1;
	*n_r = r.count;
	*list_r = ARENA_ARRAY(a, struct search_candidate, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct search_candidate){ db_int(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2) };
	return 0;
}

static void note_word(void *ctx, struct str word, bool whole)
{
	bool *has = ctx;
	size_t at = 0;

	*has |= utf8_count(word) > 1 || (whole && !text_is_wide_script(utf8_next(word, &at)));
}

bool search_has_words(struct str term)
{
	bool has = false;

	words_each(term, note_word, &has);
	return has;
}

/* told.c - the answers to the questions of handing in. */
#include "intake/told.h"

#include "base/text.h"
#include "intake/look.h"
#include "store/audit.h"
#include "store/vault.h"

static int one_of(struct str *word, const char *words, const char *absent, const char *field, struct err *e)
{
	struct str rest = str_of(words), one;

	if (word->n == 0)
		*word = str_of(absent);
	while (str_split(&rest, ' ', &one))
		if (str_eq(one, *word))
			return 0;
	return err_set(e, ERR_USAGE, "%s is one of: %s", field, words);
}

int told_complete(struct told *t, struct err *e)
{
	if (one_of(&t->damage, TOLD_ANSWERS, "unknown", "damage", e) < 0 || one_of(&t->opened, TOLD_ANSWERS, "unknown", "opened", e) < 0 ||
	    one_of(&t->replied, TOLD_ANSWERS, "unknown", "replied", e) < 0 || one_of(&t->technical, TOLD_TECHNICAL, "agreed", "technical", e) < 0)
		return -1;
	if (t->words.n > TOLD_WORDS_MOST)
		return err_set(e, ERR_LIMIT, "what happened is told in at most %d bytes; hand in the rest as a file", TOLD_WORDS_MOST);
	return utf8_valid(t->words) ? 0 : err_set(e, ERR_INPUT, "what happened is not text in UTF-8");
}

int told_add(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct str key_id, const struct told *t,
    struct err *e)
{
	struct str blob_id = STR_NONE;

	if (t->words.n > 0 && vault_put(hub, db, by, a, key_id, STR("told"), t->words, &blob_id, e) < 0)
		return -1;
	return DB_EXEC(db, e, "INSERT INTO hand_in_told (hand_in_id, damage, opened, replied, urgent, technical, words_blob) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	    DB_TEXT(hand_in_id), DB_TEXT(t->damage), DB_TEXT(t->opened), DB_TEXT(t->replied), DB_BOOL(t->urgent), DB_TEXT(t->technical), DB_TEXT(blob_id)) < 0 ?
	    -1 : 0;
}

/* The answers; *blob_id_r: of the words, absent where there are none. */
static int read_answers(struct hub *hub, struct arena *a, struct str hand_in_id, struct told *t, struct str *blob_id_r, struct err *e)
{
	struct db_rows r;

	*t = (struct told){ .words = STR("") };
	*blob_id_r = STR_NONE;
	if (DB_QUERY(hub->db, a, &r, e, "SELECT damage, opened, replied, urgent, technical, words_blob FROM hand_in_told WHERE hand_in_id = $1",
	    DB_TEXT(hand_in_id)) < 0)
		return -1;
	if (r.count == 0)
		return 0;
	*t = (struct told){ .damage = db_text(&r, 0, 0), .opened = db_text(&r, 0, 1), .replied = db_text(&r, 0, 2), .urgent = db_int(&r, 0, 3) == 1,
		.technical = db_text(&r, 0, 4), .words = STR(""), .asked = true };
	*blob_id_r = db_text(&r, 0, 5);
	return 0;
}

int told_get(struct hub *hub, struct arena *a, struct str hand_in_id, struct told *t, struct err *e)
{
	enum vault_found found = VAULT_NONE;
	struct str blob_id, words = STR("");

	if (read_answers(hub, a, hand_in_id, t, &blob_id, e) < 0 || (blob_id.n > 0 && vault_get(hub, hub->db, a, blob_id, &found, &words, e) < 0))
		return -1;
	t->words = found == VAULT_FOUND ? words : STR("");
	return 0;
}

int told_open(struct hub *hub, const struct act *by, struct arena *a, struct str of, struct str hand_in_id, struct told *t, struct err *e)
{
	enum vault_found found = VAULT_NONE;
	struct str blob_id, words = STR("");

	if (read_answers(hub, a, hand_in_id, t, &blob_id, e) < 0 ||
	    (blob_id.n > 0 && content_open(hub, by, a, of, blob_id, STR("triage"), &found, &words, e) < 0))
		return -1;
	t->words = found == VAULT_FOUND ? words : STR("");
	return 0;
}

/* Words that are new stand behind those of before. */
static int add_words(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct str words, struct err *e)
{
	struct str blob_id;
	struct db_rows key;
	struct told before;

	if (told_get(hub, a, hand_in_id, &before, e) < 0 ||
	    DB_QUERY(db, a, &key, e, "SELECT key_id FROM hand_in WHERE id = $1", DB_TEXT(hand_in_id)) < 0)
		return -1;
	if (key.count == 0 || str_has(before.words, words))
		return 0;
	if (before.words.n > 0)
		words = arena_printf(a, STR_FMT "\n\n" STR_FMT, STR_ARG(before.words), STR_ARG(words));
	return vault_put(hub, db, by, a, db_text(&key, 0, 0), STR("told"), words, &blob_id, e) < 0 ||
	    DB_EXEC(db, e, "UPDATE hand_in_told SET words_blob = $2 WHERE hand_in_id = $1", DB_TEXT(hand_in_id), DB_TEXT(blob_id)) < 0 ? -1 : 0;
}

int told_again(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, const struct told *t, struct err *e)
{
	if (!t->urgent && t->words.n == 0 && str_eq(t->technical, STR("agreed")))
		return 0;
	/* never goes before ask, ask before agreed */
	if (DB_EXEC(db, e, "INSERT INTO hand_in_told (hand_in_id, damage, opened, replied, urgent, technical) VALUES ($1, $2, $3, $4, $5, $6) "
	    "ON CONFLICT (hand_in_id) DO UPDATE SET urgent = CASE WHEN excluded.urgent = 1 THEN 1 ELSE hand_in_told.urgent END, "
	    "technical = CASE WHEN 'never' IN (excluded.technical, hand_in_told.technical) THEN 'never' "
	    "WHEN 'ask' IN (excluded.technical, hand_in_told.technical) THEN 'ask' ELSE 'agreed' END", DB_TEXT(hand_in_id), DB_TEXT(t->damage),
	    DB_TEXT(t->opened), DB_TEXT(t->replied), DB_BOOL(t->urgent), DB_TEXT(t->technical)) < 0 ||
	    (t->words.n > 0 && add_words(hub, db, by, a, hand_in_id, t->words, e) < 0))
		return -1;
	return audit_add(db, by, "hand-in.told-again", hand_in_id, e);
}

int told_forget(struct db *db, struct str hand_in_id, struct err *e)
{
	return DB_EXEC(db, e, "DELETE FROM hand_in_told WHERE hand_in_id = $1", DB_TEXT(hand_in_id)) < 0 ? -1 : 0;
}

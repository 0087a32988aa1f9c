/* closing_verify.c - are the kept bytes still those that two people closed? */
#include <jansson.h>

#include "base/sha256.h"
#include "report/closing.h"

/* The digest that the deed's audit line holds; that chain is checked by noroshi audit verify. */
static int audited_digest(struct db *db, struct arena *a, const struct closing *c, struct str *digest_r, struct err *e)
{
	bool closed = str_eq(c->state, STR("closed"));
	struct db_rows rows;
	json_t *detail;

	*digest_r = STR_NONE;
	if (DB_QUERY(db, a, &rows, e, "SELECT detail FROM audit WHERE deed = $1 AND object = $2 ORDER BY seq LIMIT 1",
	        DB_TEXT(closed ? STR("period.closed") : STR("period.proposed")), DB_TEXT(c->id)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	detail = json_loadb(db_text(&rows, 0, 0).p, db_text(&rows, 0, 0).n, JSON_REJECT_DUPLICATES, NULL);
	*digest_r = arena_str(a, str_of(json_string_value(json_object_get(detail, "digest"))));
	json_decref(detail);
	return 0;
}

static struct str recorded_sha(const struct closing_kept *kept, size_t n, const char *format, enum lang lang)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(kept[i].format, str_of(format)) && str_eq(kept[i].lang, lang == LANG_JA ? STR("ja") : STR("en")))
			return kept[i].sha256;
	return STR("");
}

static struct str digest_of(struct arena *a, const struct closing_kept *kept, size_t n)
{
	static const char *const formats[] = { "table", "html", "csv", "json" };
	struct frozen f = { 0 };

	for (size_t i = 0; i < CLOSING_DOCUMENTS; i++) {
		f.documents[i].format = formats[i % 4];
		f.documents[i].lang = i < CLOSING_DOCUMENTS / 2 ? LANG_JA : LANG_EN;
		f.documents[i].sha256 = recorded_sha(kept, n, formats[i % 4], f.documents[i].lang);
	}
	return freeze_digest(a, &f);
}

int closing_verify(struct db *db, struct arena *a, const struct closing *c, struct closing_kept kept[CLOSING_DOCUMENTS], size_t *n_r,
    bool *good_r, struct err *e)
{
	struct db_rows rows;
	struct str audited;

	if (DB_QUERY(db, a, &rows, e, "SELECT format, lang, sha256, bytes FROM closing_document WHERE closing_id = $1 "
	    "ORDER BY format COLLATE \"C\", lang COLLATE \"C\"", DB_TEXT(c->id)) < 0 || audited_digest(db, a, c, &audited, e) < 0)
		return -1;
	*good_r = rows.count == CLOSING_DOCUMENTS && audited.p != NULL && str_eq(audited, c->digest);
	*n_r = rows.count < CLOSING_DOCUMENTS ? rows.count : CLOSING_DOCUMENTS;
	for (size_t i = 0; i < *n_r; i++) {
		struct str bytes = db_bytes(&rows, i, 3);

		kept[i] = (struct closing_kept){ .format = db_text(&rows, i, 0), .lang = db_text(&rows, i, 1), .sha256 = db_text(&rows, i, 2),
			.bytes = (long long)bytes.n, .good = str_eq(sha256_hex(a, bytes), db_text(&rows, i, 2)) };
		*good_r &= kept[i].good;
	}
	*good_r &= str_eq(digest_of(a, kept, *n_r), c->digest);
	return 0;
}

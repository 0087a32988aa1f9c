/* terms_load.c - the dictionary out of the registry.  Superseded rows are protected too: a former
 * name or a corrected domain still names its owner. */
#include "anonymise/terms.h"

#include <jansson.h>

#include "base/text.h"
#include "indicator/lists.h"
#include "store/db.h"

#define TERMS_SQL_NAMED \
	"SELECT i.type, i.value FROM case_submission c JOIN submission_indicator x ON x.submission_id = c.submission_id " \
	"JOIN indicator i ON i.id = x.indicator_id WHERE c.case_id = $1 AND c.removed_ms IS NULL AND i.type IN ('email', 'domain') " \
	"AND x.role IN ('abused', 'decoy') ORDER BY i.type, i.value COLLATE \"C\""

/* `but`: an organisation whose own terms are left out; "": none. */
static int load_names(struct db *db, struct arena *a, struct str but, struct terms *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT n.kind, n.name FROM org_name n JOIN org o ON o.id = n.org_id "
	        "WHERE o.kind <> 'hub' AND o.id <> $1 ORDER BY n.id COLLATE \"C\"", DB_TEXT(but)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct str name = db_text(&rows, i, 1);

		if (!(str_eq(db_text(&rows, i, 0), STR("alias")) && utf8_count(name) <= 2))
			terms_add_name(t, TERM_NAME, name);
	}
	if (DB_QUERY(db, a, &rows, e, "SELECT id FROM org WHERE kind <> 'hub' AND id <> $1", DB_TEXT(but)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		terms_add_name(t, TERM_NAME, db_text(&rows, i, 0));
	return 0;
}

static int load_domains(struct db *db, struct arena *a, struct str but, struct terms *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT d.kind, d.value FROM org_domain d JOIN org o ON o.id = d.org_id "
	        "WHERE o.kind <> 'hub' AND o.id <> $1 ORDER BY d.id COLLATE \"C\"", DB_TEXT(but)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		if (str_eq(db_text(&rows, i, 0), STR("network")))
			terms_add_network(t, db_text(&rows, i, 1));
		else
			terms_add_domain(t, db_text(&rows, i, 1));
	}
	return 0;
}

/* Also the hub's own people: no share says who wrote it. */
static int load_people(struct db *db, struct arena *a, struct str but, struct terms *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT name, aliases FROM person WHERE COALESCE(org_id, '') <> $1 OR $1 = '' ORDER BY id "
	    "COLLATE \"C\"", DB_TEXT(but)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct str list = db_text(&rows, i, 1);
		json_t *aliases = json_loadb(list.p, list.n, 0, NULL);

		terms_add_person(t, db_text(&rows, i, 0));
		for (size_t k = 0; k < json_array_size(aliases); k++)
			terms_add_person(t, str_of(json_string_value(json_array_get(aliases, k))));
		json_decref(aliases);
	}
	if (DB_QUERY(db, a, &rows, e, "SELECT d.address FROM person_address d JOIN person p ON p.id = d.person_id WHERE COALESCE(p.org_id, '') <> $1 "
	    "OR $1 = '' ORDER BY d.address COLLATE \"C\"", DB_TEXT(but)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		terms_add_address(t, db_text(&rows, i, 0));
	return 0;
}

/* "電力業界SIG" and its industry 電力: until the k rule stands, no share names either. */
static void add_sig(struct terms *t, struct arena *a, struct str name)
{
	static const char *const ends[] = { "sig", "業界", " industry", " sector", "分野" };
	struct str s = text_fold(a, name);

	terms_add_name(t, TERM_SIG, name);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		if (s.n > strlen(ends[i]) && str_ends(s, str_of(ends[i]))) {
			s = str_trim(str_at(s, 0, s.n - strlen(ends[i])));
			terms_add_name(t, TERM_SIG, s);
			i = (size_t)-1;
		}
	}
}

static int load_sigs(struct db *db, struct arena *a, struct terms *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT DISTINCT name_ja, name_en, id FROM sig UNION SELECT DISTINCT name_ja, name_en, id FROM liaison") < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		for (size_t k = 0; k < 3; k++)
			add_sig(t, a, db_text(&rows, i, k));
	return 0;
}

static int load_parties(struct db *db, struct arena *a, struct str case_id, struct terms *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT label FROM case_party WHERE case_id = $1", DB_TEXT(case_id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct str label = db_text(&rows, i, 0);

		if (str_find_char(label, '@') > 0)
			terms_add_address(t, label);
		else if (utf8_count(label) > 2)
			terms_add_name(t, TERM_NAME, label);
	}
	return 0;
}

/* What belongs to everybody names nobody. */
static bool is_common(struct str domain)
{
	return data_freemail_has(domain) || data_free_host_has(domain) || data_public_host_has(domain) || data_shortener_has(domain) ||
	    data_bulk_mailer_has(domain);
}

static int load_named(struct db *db, struct arena *a, struct str case_id, struct terms *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, TERMS_SQL_NAMED, DB_TEXT(case_id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct str value = db_text(&rows, i, 1), domain = str_find_char(value, '@') > 0 ? str_after(value, '@') : value;

		if (str_eq(db_text(&rows, i, 0), STR("email")))
			terms_add_address(t, value);
		if (!is_common(domain))
			terms_add_domain(t, domain);
	}
	return 0;
}

/* Who reported from outside is protected in the cases that hold it, and there alone (intake/reporter.h). */
static int load_reporters(struct db *db, struct arena *a, struct str case_id, struct terms *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT DISTINCT p.contact, p.name FROM case_submission c JOIN submission s ON s.id = c.submission_id "
	    "JOIN reporter p ON p.org_id = s.org_id WHERE c.case_id = $1 AND p.contact <> ''", DB_TEXT(case_id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct str contact = db_text(&rows, i, 0), domain = str_after(contact, '@');

		if (db_text(&rows, i, 1).n > 0)
			terms_add_name(t, TERM_NAME, db_text(&rows, i, 1));
		if (domain.n == 0) {
			terms_add_name(t, TERM_NAME, contact);
			continue;
		}
		terms_add_address(t, contact);
		if (!is_common(domain))
			terms_add_domain(t, domain);
	}
	return 0;
}

static int load_drills(struct db *db, struct arena *a, struct terms *t, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT DISTINCT domain FROM drill") < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		terms_add_drill(t, db_text(&rows, i, 0));
	return 0;
}

int terms_load(struct db *db, struct arena *a, struct terms **t_r, struct err *e)
{
	return terms_load_others(db, a, STR(""), t_r, e);
}

int terms_load_others(struct db *db, struct arena *a, struct str but, struct terms **t_r, struct err *e)
{
	struct terms *t = terms_new(a, NULL);

	if (load_names(db, a, but, t, e) < 0 || load_domains(db, a, but, t, e) < 0 || load_people(db, a, but, t, e) < 0 ||
	    load_sigs(db, a, t, e) < 0 || load_drills(db, a, t, e) < 0)
		return -1;
	terms_seal(t);
	*t_r = t;
	return 0;
}

int terms_load_case(struct db *db, struct arena *a, const struct terms *base, struct str case_id, struct terms **t_r, struct err *e)
{
	struct terms *t = terms_new(a, base);

	if (load_parties(db, a, case_id, t, e) < 0 || load_named(db, a, case_id, t, e) < 0 ||
	    load_reporters(db, a, case_id, t, e) < 0)
		return -1;
	terms_seal(t);
	*t_r = t;
	return 0;
}

/* texts.c - submissions, cases, shares and indicators as texts. */
#include "search/texts.h"

#include <jansson.h>

#include "base/time.h"
#include "intake/look.h"
#include "share/look.h"
#include "worker/document.h"

static void add(struct arena *a, struct texts_of *t, const char *where, struct str text, bool starts)
{
	struct search_text *list = (struct search_text *)(uintptr_t)t->o.texts;

	if (text.n == 0)
		return;
	*ARENA_PUSH(a, list, t->o.text_count, t->room) = (struct search_text){ where, text, starts };
	t->o.texts = list;
}

/* ---- submissions ---- */

static void add_json(struct arena *a, struct texts_of *t, const char *where, const json_t *object, const char *key, bool starts)
{
	add(a, t, where, document_text(object, key), starts);
}

static void add_people(struct arena *a, struct texts_of *t, const char *where, const json_t *people)
{
	const json_t *p;
	size_t i;

	if (json_is_object(people)) {
		add_json(a, t, where, people, "name", true);
		add_json(a, t, where, people, "address", true);
	}
	json_array_foreach(people, i, p)
		add_people(a, t, where, p);
}

enum { NESTED_MOST = 64 };

static void add_attachments(struct arena *a, struct texts_of *t, const json_t *list, unsigned depth)
{
	const json_t *x;
	size_t i;

	json_array_foreach(list, i, x) {
		add_json(a, t, "attachment", x, "name", true);
		add_json(a, t, "attachment", x, "sha256", true);
		if (depth < NESTED_MOST)
			add_attachments(a, t, json_object_get(x, "nested"), depth + 1);
	}
}

static void add_message(struct arena *a, struct texts_of *t, const json_t *m)
{
	const json_t *u;
	size_t i;

	add_json(a, t, "subject", m, "subject", true);
	add_people(a, t, "from", json_object_get(m, "from"));
	add_people(a, t, "from", json_object_get(m, "sender"));
	add_people(a, t, "from", json_object_get(m, "reply_to"));
	add_people(a, t, "to", json_object_get(m, "to"));
	add_people(a, t, "to", json_object_get(m, "cc"));
	add_json(a, t, "text", m, "text", false);
	add_json(a, t, "text", m, "text_plain", false);
	add_attachments(a, t, json_object_get(m, "attachments"), 0);
	json_array_foreach(json_object_get(m, "urls"), i, u) {
		add_json(a, t, "link", u, "url", true);
		add_json(a, t, "link", u, "text", false);
	}
	add_json(a, t, "header", m, "message_id", true);
	add_json(a, t, "header", m, "sha256", true);
}

static void forget(void *doc) { json_decref(doc); }

static int read_submission(struct hub *hub, struct arena *a, struct str id, struct texts_of *t, struct err *e)
{
	const json_t *messages, *m, *x;
	struct submission_row s;
	struct db_rows r;
	struct str json;
	json_t *doc;
	size_t i;

	if (submission_get(hub->db, a, id, &s, e) < 0)
		return e->kind == ERR_UNKNOWN ? 0 : -1;
	if (str_eq(s.state, STR("withdrawn")) || submission_document(hub, a, &s, &json, e) < 0)
		return str_eq(s.state, STR("withdrawn")) ? 0 : -1;
	t->found = true;
	t->o.at_ms = s.received_ms;
	t->o.org = t->org_id = s.org_id.p != NULL ? s.org_id : STR("");
	if (DB_QUERY(hub->db, a, &r, e, "SELECT association_id FROM hand_in_via WHERE hand_in_id = $1", DB_TEXT(s.hand_in_id)) < 0)
		return -1;
	t->o.via = r.count > 0 ? db_text(&r, 0, 0) : STR("");
	t->number = submission_number(a, &s);
	add(a, t, "number", t->number, true);
	if (json.n == 0)
		return 0;
	if (document_check(json, &doc, e) < 0)
		return -1;
	arena_defer(a, forget, doc);
	messages = json_object_get(doc, "messages");
	json_array_foreach(messages, i, m) {
		add_message(a, t, m);
		t->title = document_text(m, "subject");
	}
	add_json(a, t, "header", doc, "sha256", true);
	json_array_foreach(json_object_get(doc, "indicators"), i, x)
		add_json(a, t, "indicator", x, "value", true);
	return 0;
}

/* ---- cases ---- */

static int read_case(struct hub *hub, struct arena *a, struct str id, struct texts_of *t, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(hub->db, a, &r, e, "SELECT number, title, opened_ms, campaign FROM cases WHERE id = $1", DB_TEXT(id)) < 0)
		return -1;
	if (r.count == 0)
		return 0;
	t->found = true;
	t->number = db_text(&r, 0, 0);
	t->title = db_text(&r, 0, 1);
	t->o.at_ms = db_int(&r, 0, 2);
	add(a, t, "number", t->number, true);
	add(a, t, "title", t->title, true);
	add(a, t, "title", db_text(&r, 0, 3), true);
	if (DB_QUERY(hub->db, a, &r, e, "SELECT body FROM case_text WHERE case_id = $1 ORDER BY slot COLLATE \"C\", lang COLLATE \"C\", n", DB_TEXT(id)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		add(a, t, "text", db_text(&r, i, 0), false);
	if (DB_QUERY(hub->db, a, &r, e, "SELECT text_ja, text_en, note_ja, note_en FROM case_timeline WHERE case_id = $1 ORDER BY n", DB_TEXT(id)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		for (size_t k = 0; k < 4; k++)
			add(a, t, "text", db_text(&r, i, k), false);
	return 0;
}

/* ---- shares ---- */

static int add_share_rev(struct hub *hub, struct arena *a, struct str share_id, long long rev, struct texts_of *t, struct err *e)
{
	struct share_paper *list;
	size_t n;

	if (share_papers(hub->db, a, share_id, rev, &list, &n, e) < 0)
		return -1;
	/* the table of indicators as well as the text: values are found by their beginnings */
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].format, STR("text")) || str_eq(list[i].format, STR("csv")))
			add(a, t, "text", list[i].bytes, str_eq(list[i].format, STR("csv")));
	return 0;
}

static int read_share(struct hub *hub, struct arena *a, struct str id, long long rev, struct texts_of *t, struct err *e)
{
	struct projection p;
	struct share_row s;
	struct db_rows r;

	if (DB_QUERY(hub->db, a, &r, e, "SELECT number, made_ms FROM share WHERE id = $1", DB_TEXT(id)) < 0)
		return -1;
	if (r.count == 0)
		return 0;
	t->found = true;
	t->share_id = id;
	t->number = db_text(&r, 0, 0);
	t->o.at_ms = db_int(&r, 0, 1);
	if (share_get(hub->db, a, t->number, TIME_FOREVER, &s, e) < 0 || share_projection(hub->db, a, &s, &p, e) < 0)
		return -1;
	t->title = p.title.count > 0 ? p.title.ja[0] : t->number;
	add(a, t, "number", t->number, true);
	if (add_share_rev(hub, a, id, rev > 0 ? rev : s.rev, t, e) < 0)
		return -1;
	return rev == 0 && s.released_rev > 0 && s.released_rev != s.rev ? add_share_rev(hub, a, id, s.released_rev, t, e) : 0;
}

/* ---- indicators ---- */

static int read_indicator(struct hub *hub, struct arena *a, struct str id, struct texts_of *t, struct err *e)
{
	struct db_rows r;

	/* of a bank account there is only a keyed hash, which nobody types */
	if (DB_QUERY(hub->db, a, &r, e, "SELECT type, value, first_ms FROM indicator WHERE id = $1 AND type <> 'bank-account'", DB_TEXT(id)) < 0)
		return -1;
	if (r.count == 0)
		return 0;
	t->found = true;
	t->type = db_text(&r, 0, 0);
	t->title = db_text(&r, 0, 1);
	t->number = id;
	t->o.at_ms = db_int(&r, 0, 2);
	add(a, t, "value", t->title, true);
	return 0;
}

int texts_read(struct hub *hub, struct arena *a, struct str kind, struct str id, long long rev, struct texts_of *t, struct err *e)
{
	*t = (struct texts_of){ .o = { .id = id }, .org_id = STR(""), .title = STR(""), .type = STR("") };
	if (str_eq(kind, STR("submission"))) {
		t->o.kind = "submission";
		return read_submission(hub, a, id, t, e);
	}
	if (str_eq(kind, STR("case"))) {
		t->o.kind = "case";
		return read_case(hub, a, id, t, e);
	}
	if (str_eq(kind, STR("share"))) {
		t->o.kind = "share";
		return read_share(hub, a, id, rev, t, e);
	}
	t->o.kind = "indicator";
	return read_indicator(hub, a, id, t, e);
}

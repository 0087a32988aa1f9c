/* import.c - reading a roster; CSV rows become the JSON form, so that one reader checks both. */
#include "registry/import.h"

#include <assert.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"
#include "base/tr.h"
#include "registry/change.h"
#include "registry/word.h"
#include "store/audit.h"

enum { KEYS_MOST = 16 };

struct import {
	struct hub *hub;
	const struct act *by;
	struct arena *arena;
	struct import_result *result;
	struct buf *problems;
	json_t *root;
	struct str where;               /* "organisations[3]" or "row 12" */
	int zone;
	bool is_csv;
};

static void problem(struct import *in, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void problem(struct import *in, const char *fmt, ...)
{
	char text[600];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, tr(fmt), args);
	va_end(args);
	text_make_printable(text, sizeof text);
	buf_printf(in->problems, STR_FMT ": %s\n", STR_ARG(in->where), text);
	in->result->bad++;
}

static struct str text_of(json_t *o, const char *key)
{
	const char *value = json_string_value(json_object_get(o, key));

	return str_of(value);
}

/* The last character of a known field tells what it holds: "sort#" a number, "public?" yes or no, "names[" a list,
 * else a text. */
static void check_type(struct import *in, const char *key, char type, json_t *value)
{
	if (type == '#' && (!json_is_integer(value) || json_integer_value(value) < 0))
		problem(in, "%s is to be a whole number from 0", key);
	else if (type == '?' && !json_is_boolean(value))
		problem(in, "%s is to be true or false", key);
	else if (type == '[' && !json_is_array(value))
		problem(in, "%s is to be a list", key);
	else if (strchr("#?[", type) == NULL && !json_is_string(value))
		problem(in, "%s is to be a text", key);
}

/* A key that nobody knows is a typing error, not a comment. */
static void check_keys(struct import *in, json_t *o, const char *const *known, size_t n)
{
	const char *names[KEYS_MOST], *key;
	json_t *value;

	assert(n <= KEYS_MOST);
	if (!json_is_object(o))
		problem(in, "this is no object");
	for (size_t i = 0; i < n; i++)
		names[i] = arena_printf(in->arena, "%.*s", (int)strcspn(known[i], "#?["), known[i]).p;
	json_object_foreach(o, key, value) {
		bool found = key[0] == '_';

		for (size_t i = 0; i < n; i++) {
			if (strcmp(key, names[i]) != 0)
				continue;
			found = true;
			check_type(in, key, known[i][strlen(known[i]) - 1], value);
		}
		if (!found) {
			const char *near = str_nearest(str_of(key), names, n);

			problem(in, "there is no field “%s”; the nearest is %s", key, near != NULL ? near : names[0]);
		}
	}
}

/* A field as the file calls it. */
static const char *shown_key(const struct import *in, const char *key)
{
	return !in->is_csv ? key : strcmp(key, "from") == 0 ? "joined" : strcmp(key, "to") == 0 ? "left" : key;
}

static long long date_of(struct import *in, json_t *o, const char *key, long long fallback)
{
	struct str s = text_of(o, key);
	struct err e;
	long long ms;

	if (s.p == NULL || s.n == 0)
		return fallback;
	if (s.n == 7)           /* 2019-07: the month is known, the day is not */
		s = arena_printf(in->arena, STR_FMT "-01", STR_ARG(s));
	if (time_parse_date(s, in->zone, &ms, &e) < 0) {
		problem(in, "%s: “%s” is no date", shown_key(in, key), s.p);
		return fallback;
	}
	return ms;
}

static const char *precision_of(json_t *o, const char *key)
{
	return text_of(o, key).n == 7 ? "month" : "day";
}

static bool one_of(struct import *in, const char *field, struct str value, const char *const *known, size_t n)
{
	const char *near;

	for (size_t i = 0; i < n; i++)
		if (str_eq(value, str_of(known[i])))
			return true;
	near = str_nearest(value, known, n);
	problem(in, "%s: “%.*s” is not known; the nearest is %s", field, (int)value.n, value.p != NULL ? value.p : "",
	    near != NULL ? near : known[0]);
	return false;
}

static int need_text(struct import *in, json_t *o, const char *key, struct str *s_r)
{
	struct err e;

	*s_r = text_of(o, key);
	if (s_r->p == NULL || s_r->n == 0)
		problem(in, "the field %s is missing", key);
	else if ((str_eq(str_of(key), STR("id")) ? word_is_id(*s_r, &e) : word_is_name(*s_r, &e)) < 0)
		problem(in, "%s: %s", shown_key(in, key), e.text);
	else
		return 0;
	return -1;
}

#define NAMES(...) ((const char *const[]){ __VA_ARGS__ }), sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

static int take_sig(struct import *in, json_t *o, struct err *e)
{
	struct sig_row sig = { .from_ms = date_of(in, o, "from", 0), .to_ms = date_of(in, o, "to", TIME_FOREVER) };
	bool exists;

	check_keys(in, o, NAMES("id", "name_ja", "name_en", "sort#", "from", "to"));
	sig.sort = json_integer_value(json_object_get(o, "sort"));
	if (need_text(in, o, "id", &sig.id) < 0 || need_text(in, o, "name_ja", &sig.name_ja) < 0 ||
	    need_text(in, o, "name_en", &sig.name_en) < 0)
		return 0;
	if (sig_exists(in->hub->db, in->arena, sig.id, &exists, e) < 0)
		return -1;
	if (exists) {
		problem(in, "id: the SIG “%.*s” exists already", (int)sig.id.n, sig.id.p);
		return 0;
	}
	in->result->sigs++;
	return sig_add(in->hub->db, in->by, in->arena, &sig, e);
}

static int take_names(struct import *in, json_t *o, struct str org_id, struct err *e)
{
	json_t *list = json_object_get(o, "names"), *item;
	size_t i;

	json_array_foreach(list, i, item) {
		struct err wrong;
		struct str name = text_of(item, "name"), kind = text_of(item, "kind"), lang = text_of(item, "lang");

		check_keys(in, item, NAMES("name", "kind", "lang"));
		if (name.n == 0)
			problem(in, "the field %s is missing", "name");
		if (name.n == 0 || !one_of(in, "kind", kind.p != NULL ? kind : STR("legal"), NAMES("legal", "alias", "former", "brand",
		    "product", "project", "term")))
			continue;
		if (word_is_name(name, &wrong) < 0) {
			problem(in, "%s: %s", "name", wrong.text);
			continue;
		}
		if (org_name_add(in->hub->db, in->by, in->arena, org_id, kind.p != NULL ? kind : STR("legal"), lang.p != NULL ? lang :
		    STR(""), name, e) < 0)
			return -1;
	}
	return 0;
}

/* One that another organisation has is a bad row like any other. */
static int take_domain(struct import *in, struct str org_id, const char *kind, struct str value, bool shared, struct err *e)
{
	struct err why = { 0 };

	if (org_domain_add(in->hub->db, in->by, in->arena, org_id, str_of(kind), value, shared, &why) == 0)
		return 0;
	if (why.kind != ERR_CONFLICT) {
		*e = why;
		return -1;
	}
	problem(in, "%s", why.text);
	return 0;
}

static int take_domains(struct import *in, json_t *o, struct str org_id, const char *key, const char *kind, struct err *e)
{
	json_t *list = json_object_get(o, key), *item;
	struct err why = { 0 };
	size_t i;

	json_array_foreach(list, i, item) {
		struct str value = str_of(json_string_value(item));

		if (org_domain_check(str_of(kind), value.p != NULL ? value : STR(""), &why) < 0)
			problem(in, "%s", arena_printf(in->arena, "%s: %s", key, why.text).p);
		else if (take_domain(in, org_id, kind, arena_lower(in->arena, value), str_eq(str_of(key), STR("shared_domains")), e) < 0)
			return -1;
	}
	return 0;
}

static bool role_before(json_t *o, size_t i, struct str role)
{
	for (size_t k = 0; k < i; k++)
		if (role.p != NULL && str_eq(str_of(json_string_value(json_array_get(json_object_get(o, "roles"), k))), role))
			return true;
	return false;
}

static int take_person(struct import *in, json_t *o, struct str org_id, struct err *e)
{
	struct person_row p = { .org_id = org_id, .from_ms = date_of(in, o, "from", 0), .to_ms = date_of(in, o, "to", TIME_FOREVER) };
	struct db_rows known;
	json_t *item;
	size_t i;
	char *aliases;
	int status;

	check_keys(in, o, NAMES("id", "name", "aliases[", "duty", "public?", "addresses[", "roles[", "from", "to", "notify?"));
	if (need_text(in, o, "id", &p.id) < 0 || need_text(in, o, "name", &p.name) < 0)
		return 0;
	p.duty = text_of(o, "duty").p != NULL ? text_of(o, "duty") : STR("staff");
	if (!one_of(in, "duty", p.duty, NAMES("ceo", "executive", "finance", "staff", "retired")))
		return 0;
	if (DB_QUERY(in->hub->db, in->arena, &known, e, "SELECT 1 FROM person WHERE id = $1", DB_TEXT(p.id)) < 0)
		return -1;
	if (known.count > 0) {
		problem(in, "id: the person “%.*s” exists already", (int)p.id.n, p.id.p);
		return 0;
	}
	p.is_public = json_is_true(json_object_get(o, "public"));
	aliases = json_is_array(json_object_get(o, "aliases")) ? json_dumps(json_object_get(o, "aliases"), JSON_COMPACT) : NULL;
	p.aliases_json = aliases != NULL ? arena_str(in->arena, str_of(aliases)) : STR("[]");
	free(aliases);
	status = person_add(in->hub->db, in->by, in->arena, &p, e);
	in->result->people++;
	json_array_foreach(json_object_get(o, "addresses"), i, item) {
		struct str address = str_of(json_string_value(item));

		if (address.p == NULL || !word_is_address(address))
			problem(in, "“%s” is no mail address", address.p != NULL ? address.p : "");
		else if (status == 0)
			status = person_address_add(in->hub->db, in->arena, p.id, address, !json_is_false(json_object_get(o, "notify")), e);
	}
	json_array_foreach(json_object_get(o, "roles"), i, item) {
		struct str role = str_of(json_string_value(item));

		if (role_before(o, i, role))
			problem(in, "roles: “%.*s” stands there twice", (int)role.n, role.p);
		else if (status == 0 && one_of(in, "roles", role, NAMES("analyst", "lead", "submitter", "approver", "recipient", "coordinator",
		    "liaison", "auditor", "admin", "org-admin")))
			status = person_role_add(in->hub->db, in->by, p.id, role, p.from_ms, p.to_ms, e);
	}
	return status;
}

static int take_membership(struct import *in, json_t *o, struct str org_id, struct err *e)
{
	struct membership_row m = { .org_id = org_id, .from_ms = date_of(in, o, "from", 0),
		.to_ms = date_of(in, o, "to", TIME_FOREVER), .from_precision = precision_of(o, "from"),
		.to_precision = precision_of(o, "to") };
	bool exists;

	check_keys(in, o, NAMES("sig", "from", "to", "join_reason", "leave_reason", "basis"));
	if (need_text(in, o, "sig", &m.sig_id) < 0)
		return 0;
	m.join_reason = text_of(o, "join_reason").p != NULL ? text_of(o, "join_reason") : STR("join");
	m.leave_reason = text_of(o, "leave_reason").p != NULL ? text_of(o, "leave_reason") :
	    m.to_ms == TIME_FOREVER ? STR("") : STR("leave");
	m.basis = text_of(o, "basis").p != NULL ? text_of(o, "basis") : STR("individual-nda");
	if (!one_of(in, "join_reason", m.join_reason, NAMES("founding", "join", "merge", "split", "reorganise", "transfer")) ||
	    !one_of(in, "basis", m.basis, NAMES("individual-nda", "association-nda", "terms")))
		return 0;
	if (m.leave_reason.n > 0 && !one_of(in, "leave_reason", m.leave_reason, NAMES("leave", "merge", "split", "reorganise", "transfer")))
		return 0;
	if (m.to_ms <= m.from_ms) {
		problem(in, "%s: the membership ends before it begins", shown_key(in, "to"));
		return 0;
	}
	if (sig_exists(in->hub->db, in->arena, m.sig_id, &exists, e) < 0)
		return -1;
	if (!exists) {
		problem(in, "sig: there is no SIG “%.*s”", (int)m.sig_id.n, m.sig_id.p);
		return 0;
	}
	in->result->memberships++;
	if (membership_overlaps(in->hub->db, in->arena, &m, &exists, e) < 0)
		return -1;
	if (exists) {
		problem(in, "sig: “%.*s” is in the SIG “%.*s” already at that time", (int)org_id.n, org_id.p, (int)m.sig_id.n, m.sig_id.p);
		return 0;
	}
	return membership_add(in->hub->db, in->by, in->arena, &m, e);
}

static int take_list(struct import *in, json_t *o, const char *key, struct str org_id,
    int (*take)(struct import *, json_t *, struct str, struct err *), struct err *e)
{
	json_t *item;
	size_t i;

	json_array_foreach(json_object_get(o, key), i, item)
		if (take(in, item, org_id, e) < 0)
			return -1;
	return 0;
}

static int take_drill(struct import *in, json_t *o, struct str org_id, struct err *e)
{
	const char *subject = json_string_value(json_object_get(o, "subject"));
	struct str domain;

	check_keys(in, o, NAMES("domain", "subject", "from", "to"));
	if (need_text(in, o, "domain", &domain) < 0)
		return 0;
	if (!word_is_host(domain) && !word_is_address(domain)) {
		problem(in, "%s: “%s” is no domain and no mail address", "domain", domain.p);
		return 0;
	}
	return drill_add(in->hub->db, in->by, in->arena, org_id, arena_lower(in->arena, domain), subject != NULL ? str_of(subject) : STR_NONE, date_of(in, o, "from", 0),
	    date_of(in, o, "to", TIME_FOREVER), e);
}

static int take_org(struct import *in, json_t *o, struct err *e)
{
	struct org_row org = { .from_ms = date_of(in, o, "from", 0), .to_ms = date_of(in, o, "to", TIME_FOREVER) };
	bool exists;

	check_keys(in, o, NAMES("id", "kind", "group", "names[", "domains[", "shared_domains[", "networks[", "authserv[", "hosts[", "people[", "memberships[",
	    "drills[", "from", "to"));
	if (need_text(in, o, "id", &org.id) < 0)
		return 0;
	org.kind = text_of(o, "kind").p != NULL ? text_of(o, "kind") : STR("member");
	org.group = text_of(o, "group");
	if (!one_of(in, "kind", org.kind, NAMES("member", "liaison-member", "hub", "partner", "counterpart", "outside")))
		return 0;
	if (org_exists(in->hub->db, in->arena, org.id, &exists, e) < 0)
		return -1;
	/* several CSV rows may speak of one organisation: the second adds a membership */
	if (!exists) {
		in->result->orgs++;
		if (org_add(in->hub->db, in->by, &org, e) < 0 || take_names(in, o, org.id, e) < 0 ||
		    take_domains(in, o, org.id, "domains", "domain", e) < 0 || take_domains(in, o, org.id, "shared_domains", "domain", e) < 0 || take_domains(in, o, org.id, "networks", "network", e) < 0 ||
		    take_domains(in, o, org.id, "hosts", "host", e) < 0 || take_domains(in, o, org.id, "authserv", "authserv", e) < 0 ||
		    take_list(in, o, "people", org.id, take_person, e) < 0 || take_list(in, o, "drills", org.id, take_drill, e) < 0)
			return -1;
	} else if (json_object_get(o, "_row") == NULL) {
		problem(in, "id: the organisation “%.*s” exists already", (int)org.id.n, org.id.p);
		return 0;
	}
	return take_list(in, o, "memberships", org.id, take_membership, e);
}

static int take_liaison_org(struct import *in, json_t *o, struct str liaison_id, struct err *e)
{
	struct str org_id = str_of(json_string_value(o));
	bool exists;

	if (org_id.p == NULL) {
		problem(in, "organisations: this is no organisation's id");
		return 0;
	}
	if (org_exists(in->hub->db, in->arena, org_id, &exists, e) < 0)
		return -1;
	if (!exists) {
		problem(in, "organisations: there is no organisation “%.*s”", (int)org_id.n, org_id.p);
		return 0;
	}
	return liaison_org_add(in->hub->db, in->by, liaison_id, org_id, 0, TIME_FOREVER, e);
}

static int take_liaison(struct import *in, json_t *o, struct err *e)
{
	struct liaison_row l = { .from_ms = date_of(in, o, "from", 0), .to_ms = date_of(in, o, "to", TIME_FOREVER) };

	check_keys(in, o, NAMES("id", "name_ja", "name_en", "counted_as", "counted#", "reach#", "reach_approx?", "from", "to",
	    "organisations["));
	l.counted = json_integer_value(json_object_get(o, "counted"));
	l.reach = json_integer_value(json_object_get(o, "reach"));
	l.reach_approx = json_is_true(json_object_get(o, "reach_approx"));
	l.counted_as = text_of(o, "counted_as");
	if (need_text(in, o, "id", &l.id) < 0 || need_text(in, o, "name_ja", &l.name_ja) < 0 ||
	    need_text(in, o, "name_en", &l.name_en) < 0 || !one_of(in, "counted_as", l.counted_as, NAMES("groups", "organisations")))
		return 0;
	in->result->liaisons++;
	if (liaison_add(in->hub->db, in->by, in->arena, &l, e) < 0)
		return -1;
	return take_list(in, o, "organisations", l.id, take_liaison_org, e);
}

static int take_all(struct import *in, const char *key, int (*take)(struct import *, json_t *, struct err *), struct err *e)
{
	json_t *item;
	size_t i;

	json_array_foreach(json_object_get(in->root, key), i, item) {
		struct str row = text_of(item, "_row");

		in->where = row.p != NULL ? row : arena_printf(in->arena, "%s[%zu]", key, i);
		if (take(in, item, e) < 0)
			return -1;
	}
	return 0;
}

static void set_text(json_t *o, struct arena *a, const char *key, struct str value)
{
	if (value.n > 0)
		json_object_set_new(o, key, json_stringn(utf8_repair(a, value).p, utf8_repair(a, value).n));
}

/* One CSV row in the JSON form. */
static json_t *row_object(struct arena *a, const struct csv *c, const struct str *heads, const struct str *fields, size_t n)
{
	json_t *o = json_object(), *names = json_array(), *membership = json_object(), *person = json_object();

	json_object_set_new(o, "_row", json_string(arena_printf(a, tr("row %d"), c->row).p));
	for (size_t i = 0; i < n; i++) {
		struct str head = heads[i], value = str_trim(fields[i]);

		if (value.n == 0)
			continue;
		if (str_eq(head, STR("org")))
			set_text(o, a, "id", value);
		else if (str_eq(head, STR("name_ja")) || str_eq(head, STR("name_en")))
			json_array_append_new(names, json_pack("{s:s, s:s, s:s}", "kind", "legal", "lang", head.p + 5, "name",
			    arena_cstr(a, utf8_repair(a, value))));
		else if (str_eq(head, STR("domain")))
			json_object_set_new(o, "domains", json_pack("[s]", arena_cstr(a, utf8_repair(a, value))));
		else if (str_eq(head, STR("contact")))
			set_text(person, a, "name", value);
		else if (str_eq(head, STR("address")))
			json_object_set_new(person, "addresses", json_pack("[s]", arena_cstr(a, utf8_repair(a, value))));
		else
			set_text(membership, a, str_eq(head, STR("joined")) ? "from" : str_eq(head, STR("left")) ? "to" : arena_cstr(a, head), value);
	}
	json_object_set_new(o, "names", names);
	if (json_object_size(membership) > 0)
		json_object_set_new(o, "memberships", json_pack("[o]", membership));
	else
		json_decref(membership);
	if (json_object_get(person, "name") != NULL) {
		json_object_set_new(person, "id", json_string(arena_printf(a, "%s-contact", json_string_value(json_object_get(o, "id"))).p));
		json_object_set_new(person, "roles", json_pack("[s, s, s]", "submitter", "approver", "recipient"));
		json_object_set_new(o, "people", json_pack("[o]", person));
	} else {
		json_decref(person);
	}
	return o;
}

static const char *const csv_heads[] = { "org", "name_ja", "name_en", "domain", "sig", "joined", "left", "basis", "contact",
	"address", "join_reason", "leave_reason" };

/* Every unknown heading is named, not only the first. */
static void check_heads(struct import *in, struct str *heads, size_t n)
{
	size_t known = sizeof csv_heads / sizeof csv_heads[0];

	for (size_t i = 0; i < n; i++) {
		bool found = false;

		heads[i] = arena_str(in->arena, str_trim(heads[i]));
		for (size_t k = 0; k < known; k++)
			found |= str_eq(heads[i], str_of(csv_heads[k]));
		if (!found) {
			const char *near = str_nearest(heads[i], csv_heads, known);

			problem(in, "there is no column “%.*s”; the nearest is %s", (int)heads[i].n, heads[i].p, near != NULL ? near : csv_heads[0]);
		}
	}
}

static json_t *csv_to_json(struct import *in, struct str file, struct err *e)
{
	struct csv c = csv_start(file);
	struct str *heads, *fields;
	json_t *root = json_object(), *list = json_array();
	size_t n, count;
	int status = csv_next(&c, in->arena, &heads, &n, e);

	json_object_set_new(root, "organisations", list);
	if (status == 0)
		status = err_set(e, ERR_INPUT, "the file is empty; it needs a heading row and rows");
	if (status > 0) {
		in->where = arena_printf(in->arena, tr("row %d"), c.row);
		check_heads(in, heads, n);
	}
	while (status > 0 && (status = csv_next(&c, in->arena, &fields, &count, e)) > 0) {
		in->where = arena_printf(in->arena, tr("row %d"), c.row);
		if (count != n)
			problem(in, "it has %zu fields, the heading has %zu", count, n);
		else
			json_array_append_new(list, row_object(in->arena, &c, heads, fields, n));
	}
	if (status == 0)
		return root;
	json_decref(root);
	return NULL;
}

static json_t *load(struct import *in, struct str file, bool is_csv, struct err *e)
{
	json_error_t error;
	json_t *root;

	if (is_csv)
		return csv_to_json(in, file, e);
	root = json_loadb(file.p, file.n, JSON_REJECT_DUPLICATES, &error);
	if (root != NULL && json_is_object(root))
		return root;
	json_decref(root);
	err_set(e, ERR_INPUT, "line %d: this is no roster in JSON: %s", error.line, root == NULL ? error.text : "no object");
	return NULL;
}

int roster_import(struct hub *hub, const struct act *by, struct arena *a, struct str file, bool is_csv, bool dry_run,
    struct import_result *result, struct buf *problems, struct err *e)
{
	struct import in = { .hub = hub, .by = by, .arena = a, .result = result, .problems = problems,
		.zone = (int)hub->conf.zone_minutes, .where = STR("roster"), .is_csv = is_csv };
	int status;

	*result = (struct import_result){ 0 };
	in.root = load(&in, file, is_csv, e);
	if (in.root == NULL)
		return -1;
	check_keys(&in, in.root, NAMES("sigs[", "organisations[", "liaisons["));
	status = db_begin(hub->db, e);
	if (status == 0) {
		status = take_all(&in, "sigs", take_sig, e) < 0 || take_all(&in, "organisations", take_org, e) < 0 ||
		    take_all(&in, "liaisons", take_liaison, e) < 0 ? -1 : 0;
		if (status == 0 && !dry_run && result->bad == 0)
			status = audit_add(hub->db, by, "roster.imported", STR(""), e);
		if (status == 0 && !dry_run && result->bad == 0)
			status = db_commit(hub->db, e);
		else
			db_rollback(hub->db);
	}
	json_decref(in.root);
	return status;
}

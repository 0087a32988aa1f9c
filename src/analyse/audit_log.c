/* audit_log.c - from an export's bytes to records; see audit_log.h. */
#include "analyse/audit_log.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/text.h"
#include "base/time.h"

enum { RECORD_MOST = 1 << 20, PARAMETERS_MOST = 64, VALUE_MOST = 4096, USERS_MOST = 64 };

struct reading {
	struct arena *arena;
	struct str bytes;
	struct audit_log *log;
	struct audit_record *list;
	size_t room;
	size_t line, line_at;           /* the line number of the byte line_at */
	struct { struct str domain; size_t count; } domains[USERS_MOST];
};

static size_t line_of(struct reading *r, size_t at)
{
	while (r->line_at < at)
		r->line += r->bytes.p[r->line_at++] == '\n';
	return r->line;
}

/* ---- values ---- */

static struct str json_text(struct arena *a, const json_t *v)
{
	if (json_is_string(v))
		return arena_str(a, utf8_cut((struct str){ json_string_value(v), json_string_length(v) }, VALUE_MOST));
	if (json_is_boolean(v))
		return json_is_true(v) ? STR("True") : STR("False");
	if (json_is_integer(v))
		return arena_printf(a, "%lld", (long long)json_integer_value(v));
	return STR("");
}

/* The first of the names that is there and says something; ASCII case does not count. */
static struct str first_of(struct arena *a, const json_t *object, const char *const *names)
{
	const char *key;
	json_t *v;

	for (; *names != NULL; names++)
		json_object_foreach((json_t *)(uintptr_t)object, key, v)
			if (str_ieq(str_of(key), str_of(*names)) && json_text(a, v).n > 0)
				return json_text(a, v);
	return STR("");
}

#define FIRST_OF(a, object, ...) first_of((a), (object), (const char *const[]){ __VA_ARGS__, NULL })

/* "2019-06-14T21:14:09", with or without Z or fractions: UTC (the schema says so). */
static long long time_of_record(struct arena *a, struct str s)
{
	struct str whole = str_upto(str_upto(str_trim(s), '.'), 'Z');
	struct err ignored;
	long long ms;

	if (whole.n < 19 || time_parse(arena_printf(a, STR_FMT "Z", STR_ARG(str_at(whole, 0, 19))), 0, &ms, &ignored) < 0)
		return TIME_NONE;
	return ms;
}

/* "198.51.100.7:50123" and "[2001:db8::1]:443" without the port. */
static struct str without_port(struct str s)
{
	long long colon = str_rfind_char(s, ':');

	if (s.n > 0 && s.p[0] == '[')
		return str_upto(str_from(s, 1), ']');
	return colon >= 0 && str_find_char(s, ':') == colon && str_find_char(s, '.') >= 0 ? str_at(s, 0, (size_t)colon) : s;
}

/* ---- records ---- */

/* Operations that a detector could speak of. */
static bool is_kept(struct str operation)
{
	static const char *const kept[] = { "New-InboxRule", "Set-InboxRule", "Remove-InboxRule", "Disable-InboxRule", "UpdateInboxRules",
		"New-TransportRule", "Set-TransportRule", "Remove-TransportRule", "Set-Mailbox", "Add-MailboxPermission",
		"Consent to application", "Add OAuth2PermissionGrant", "Add delegated permission grant", "Add app role assignment grant to user",
		"UserLoggedIn", "Send", "SendAs", "SendOnBehalf", "MailItemsAccessed" };

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (str_istarts(operation, str_of(kept[i])) && operation.n <= strlen(kept[i]) + 1)
			return true;
	return false;
}

struct parameters {
	struct arena *arena;
	struct audit_parameter *list;
	size_t count, room;
};

static void add_parameter(struct parameters *p, struct str name, struct str value)
{
	if (p->count < PARAMETERS_MOST && name.n > 0)
		*ARENA_PUSH(p->arena, p->list, p->count, p->room) = (struct audit_parameter){ name, value };
}

/* A list of { Name, Value } or { Name, NewValue }. */
static void add_list(struct parameters *p, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);

		if (json_is_object(one))
			add_parameter(p, FIRST_OF(p->arena, one, "Name"), FIRST_OF(p->arena, one, "Value", "NewValue"));
	}
}

/* Outlook writes a rule's actions as a JSON text inside OperationProperties. */
static void add_actions(struct parameters *p, struct str text)
{
	json_t *list = json_loadb(text.p, text.n, 0, NULL), *one, *v;
	const char *key;
	size_t i;

	json_array_foreach(list, i, one) {
		struct str type = FIRST_OF(p->arena, one, "ActionType");

		json_object_foreach(one, key, v) {
			json_t *first = json_is_array(v) ? json_array_get(v, 0) : v;
			struct str value = json_is_object(first) ? FIRST_OF(p->arena, first, "Address", "EmailAddress", "Value") : json_text(p->arena, first);

			if (!str_ieq(str_of(key), STR("ActionType")))
				add_parameter(p, type, value);
		}
		if (json_object_size(one) <= 1)
			add_parameter(p, type, STR("True"));
	}
	json_decref(list);
}

static void read_parameters(struct arena *a, const json_t *data, struct audit_record *r)
{
	static const char *const lists[] = { "Parameters", "OperationProperties", "ModifiedProperties", "ExtendedProperties" };
	struct parameters p = { .arena = a };

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		add_list(&p, json_object_get(data, lists[i]));
	r->parameters = p.list;
	r->parameter_count = p.count;
	if (audit_value(r, "RuleActions").n > 0) {
		add_actions(&p, audit_value(r, "RuleActions"));
		r->parameters = p.list;
		r->parameter_count = p.count;
	}
}

static void count_domain(struct reading *r, struct str user)
{
	struct str domain = str_after(user, '@');

	for (size_t i = 0; i < USERS_MOST && domain.n > 0; i++) {
		if (r->domains[i].count > 0 && !str_eq(r->domains[i].domain, domain))
			continue;
		r->domains[i].domain = domain;
		r->domains[i].count++;
		return;
	}
}

/* `data` is the record, `outer` the object that carried it as AuditData (or the same). */
static void add_record(struct reading *r, const json_t *outer, const json_t *data, size_t from, size_t to)
{
	struct arena *a = r->arena;
	struct audit_record one = { .from = from, .to = to };
	struct str status;

	one.operation = FIRST_OF(a, data, "Operation");
	if (one.operation.n == 0)
		one.operation = FIRST_OF(a, outer, "Operations", "Operation");
	one.user = arena_lower(a, FIRST_OF(a, data, "UserId", "UserIds"));
	if (one.user.n == 0)
		one.user = arena_lower(a, FIRST_OF(a, outer, "UserIds", "UserId"));
	count_domain(r, one.user);
	if (!is_kept(one.operation))
		return;
	if (r->log->count == AUDIT_MOST) {
		r->log->cut = true;
		return;
	}
	one.line = line_of(r, from);
	one.when_ms = time_of_record(a, FIRST_OF(a, data, "CreationTime", "CreationDate"));
	if (one.when_ms == TIME_NONE)
		one.when_ms = time_of_record(a, FIRST_OF(a, outer, "CreationDate", "CreationTime"));
	one.mailbox = arena_lower(a, FIRST_OF(a, data, "MailboxOwnerUPN"));
	one.ip = without_port(FIRST_OF(a, data, "ClientIP", "ClientIPAddress", "ActorIpAddress"));
	status = FIRST_OF(a, data, "ResultStatus");
	one.failed = str_istarts(status, STR("fail")) || str_ieq(status, STR("false"));
	one.item = FIRST_OF(a, json_object_get(data, "Item"), "Subject");
	read_parameters(a, data, &one);
	one.agent = FIRST_OF(a, data, "UserAgent", "ClientInfoString");
	if (one.agent.n == 0)
		one.agent = audit_value(&one, "UserAgent");
	if (one.mailbox.n == 0 && str_ieq(str_at(one.operation, 0, 11), STR("Set-Mailbox")))
		one.mailbox = arena_lower(a, audit_value(&one, "Identity"));
	*ARENA_PUSH(a, r->list, r->log->count, r->room) = one;
}

static void read_object(struct reading *r, struct str text, size_t from, size_t to)
{
	json_t *outer = text.n <= RECORD_MOST ? json_loadb(text.p, text.n, 0, NULL) : NULL, *data = NULL, *inner;

	r->log->rows++;
	if (!json_is_object(outer)) {
		r->log->unreadable++;
		json_decref(outer);
		return;
	}
	inner = json_object_get(outer, "AuditData");
	if (inner == NULL)
		inner = json_object_get(outer, "auditData");
	if (json_is_string(inner))
		data = json_loadb(json_string_value(inner), json_string_length(inner), 0, NULL);
	else if (json_is_object(inner))
		data = json_incref(inner);
	add_record(r, outer, json_is_object(data) ? data : outer, from, to);
	json_decref(data);
	json_decref(outer);
}

/* ---- JSON, in one line or many ---- */

/* Every object at the outermost level, or directly in an array there or in "value": its range is found by
 * counting braces outside of texts, so that one broken record costs no other. */
static void read_json(struct reading *r)
{
	struct str s = r->bytes;
	size_t depth = 0, from = 0, record_depth = 1;
	bool in_text = false, wrapped = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (in_text) {
			if (c == '\\')
				i++;
			else
				in_text = c != '"' && c != '\n';        /* no text of JSON goes over a line's end */
		} else if (c == '"') {
			in_text = true;
		} else if (c == '{') {
			if (!wrapped && i > 0 && s.p[i - 1] == '\n')
				depth = 0;      /* a line of its own: whatever was left open before it */
			depth++;
			if (depth == 1 && str_ihas(str_at(s, i, 4096), STR("\"value\"")) && !str_ihas(str_upto(str_at(s, i, 4096), '['), STR("\"Operation")))
				wrapped = true;
			record_depth = wrapped ? 2 : 1;
			if (depth == record_depth)
				from = i;
		} else if (c == '}' && depth > 0) {
			if (depth == record_depth)
				read_object(r, str_at(s, from, i + 1 - from), from, i + 1);
			depth--;
		}
	}
}

/* ---- CSV ---- */

static int column(struct str *fields, size_t n, const char *const *names)
{
	for (; *names != NULL; names++)
		for (size_t i = 0; i < n; i++)
			if (str_ieq(str_trim(fields[i]), str_of(*names)))
				return (int)i;
	return -1;
}

static void add_cell(json_t *object, const char *key, struct str *fields, size_t n, int at)
{
	if (at >= 0 && (size_t)at < n && fields[at].n > 0)
		json_object_set_new(object, key, json_stringn(fields[at].p, fields[at].n));
}

struct str audit_log_behind_type(struct str bytes)
{
	size_t bom = str_starts(bytes, STR("\xEF\xBB\xBF")) ? 3 : 0;
	struct str text = str_from(bytes, bom);

	if (str_starts(text, STR("#TYPE ")) && memchr(text.p, '\n', text.n) != NULL)
		return str_after(text, '\n');
	return text;
}

static void read_csv(struct reading *r)
{
	struct csv csv = csv_start(audit_log_behind_type(r->bytes));
	struct arena *row_arena = arena_beside(r->arena);
	struct str *fields;
	size_t n, start;
	int data = -1, operation = -1, user = -1, created = -1;

	for (bool head = true;; head = false) {
		start = (size_t)(csv.rest.p - r->bytes.p);
		if (csv_next(&csv, row_arena, &fields, &n, NULL) != 1)
			break;
		if (head) {
			data = column(fields, n, (const char *const[]){ "AuditData", NULL });
			operation = column(fields, n, (const char *const[]){ "Operations", "Operation", "Activity", NULL });
			user = column(fields, n, (const char *const[]){ "UserIds", "UserId", "User", NULL });
			created = column(fields, n, (const char *const[]){ "CreationDate", "CreationTime", "Date", NULL });
		} else {
			json_t *outer = json_object(), *inner = NULL;
			size_t end = (size_t)(csv.rest.p - r->bytes.p);

			r->log->rows++;
			add_cell(outer, "Operations", fields, n, operation);
			add_cell(outer, "UserIds", fields, n, user);
			add_cell(outer, "CreationDate", fields, n, created);
			if (data >= 0 && (size_t)data < n && fields[data].n <= RECORD_MOST)
				inner = json_loadb(fields[data].p, fields[data].n, 0, NULL);
			r->log->unreadable += data >= 0 && !json_is_object(inner);
			add_record(r, outer, json_is_object(inner) ? inner : outer, start, end);
			json_decref(inner);
			json_decref(outer);
		}
		arena_reset(row_arena);
	}
	arena_free(row_arena);
}

/* ---- the whole ---- */

static int by_time(const void *a, const void *b)
{
	const struct audit_record *x = a, *y = b;

	if (x->when_ms != y->when_ms)           /* those without a time come first */
		return x->when_ms < y->when_ms ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

struct audit_log *audit_log_read(struct arena *a, struct str bytes)
{
	struct audit_log *log = ARENA_NEW(a, struct audit_log);
	struct reading *r = ARENA_NEW(a, struct reading);
	struct str first = str_trim(str_at(bytes, 0, 64));
	size_t most = 0;

	*r = (struct reading){ .arena = a, .bytes = bytes, .log = log, .line = 1 };
	if (str_starts(first, STR("\xEF\xBB\xBF")))
		first = str_from(first, 3);
	if (first.n > 0 && (first.p[0] == '{' || first.p[0] == '['))
		read_json(r);
	else
		read_csv(r);
	if (log->count > 1)
		qsort(r->list, log->count, sizeof *r->list, by_time);
	log->records = r->list;
	log->own_domain = STR("");
	for (size_t i = 0; i < USERS_MOST; i++)
		if (r->domains[i].count > most) {
			most = r->domains[i].count;
			log->own_domain = r->domains[i].domain;
		}
	return log;
}

struct str audit_value(const struct audit_record *r, const char *name)
{
	for (size_t i = 0; i < r->parameter_count; i++)
		if (str_ieq(r->parameters[i].name, str_of(name)))
			return r->parameters[i].value;
	return STR("");
}

long long audit_offset(struct str bytes, const struct audit_record *r, struct str value)
{
	long long at = value.n > 0 ? str_find(str_at(bytes, r->from, r->to - r->from), value) : -1;

	return at < 0 ? -1 : (long long)r->from + at;
}

/* ---- what a record does ---- */

bool audit_is_rule(const struct audit_record *r)
{
	static const char *const rules[] = { "New-InboxRule", "Set-InboxRule", "UpdateInboxRules", "New-TransportRule", "Set-TransportRule" };

	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (str_ieq(r->operation, str_of(rules[i])))
			return !str_istarts(audit_value(r, "RuleOperation"), STR("Remove"));
	return false;
}

/* "smtp:x@y", "[SMTP:x@y]", '"X" [SMTP:x@y]' and lists: the first address. */
static struct str address_in(struct arena *a, struct str value)
{
	long long at = str_find_char(value, '@');
	size_t from, to;

	if (at < 1)
		return STR("");
	for (from = (size_t)at; from > 0 && memchr("\":;, [](){}<>'=\\", value.p[from - 1], 16) == NULL; from--)
		;
	for (to = (size_t)at; to < value.n && memchr("\";, [](){}<>'\\", value.p[to], 14) == NULL; to++)
		;
	return arena_str(a, str_at(value, from, to - from));
}

struct str audit_target(struct arena *a, const struct audit_record *r)
{
	static const char *const names[] = { "ForwardTo", "ForwardAsAttachmentTo", "RedirectTo", "ForwardingSmtpAddress", "ForwardingAddress",
		"BlindCopyTo", "CopyTo", "RedirectMessageTo", "AddToRecipients", "Forward", "Redirect" };

	if (!audit_is_rule(r) && !str_ieq(r->operation, STR("Set-Mailbox")))
		return STR("");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str address = address_in(a, audit_value(r, names[i]));

		if (address.n > 0)
			return address;
	}
	return STR("");
}

bool audit_hides(const struct audit_record *r)
{
	static const char *const names[] = { "DeleteMessage", "MarkAsRead", "MoveToFolder", "SoftDeleteMessage", "Delete", "MarkRead", "Move" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str value = audit_value(r, names[i]);

		if (value.n > 0 && !str_ieq(value, STR("False")))
			return true;
	}
	return false;
}

struct str audit_words(const struct audit_record *r)
{
	static const char *const words[] = { "invoice", "payment", "remittance", "wire", "bank", "iban", "swift", "transfer", "payroll", "salary",
		"hacked", "phish", "fraud", "scam", "password", "security", "virus", "suspicious", "helpdesk", "mfa",
		"\u8acb\u6c42", "\u652f\u6255", "\u632f\u8fbc", "\u9001\u91d1", "\u5165\u91d1", "\u53e3\u5ea7", "\u7d66\u4e0e",
		"\u4e0d\u6b63", "\u4e57\u3063\u53d6", "\u30d1\u30b9\u30ef\u30fc\u30c9", "\u30bb\u30ad\u30e5\u30ea\u30c6\u30a3", "\u30a6\u30a4\u30eb\u30b9" };

	for (size_t i = 0; i < r->parameter_count; i++) {
		struct str name = r->parameters[i].name;

		if (!str_iends(name, STR("Words")) && !str_iends(name, STR("Patterns")) && !str_ihas(name, STR("RuleCondition")))
			continue;
		for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
			if (str_ihas(r->parameters[i].value, str_of(words[k])))
				return r->parameters[i].value;
	}
	return STR("");
}

struct str audit_hidden_folder(const struct audit_record *r)
{
	static const char *const folders[] = { "RSS", "Conversation History", "Sync Issues", "Archive", "Junk", "Deleted Items",
		"\u4f1a\u8a71\u306e\u5c65\u6b74", "\u540c\u671f\u306e\u554f\u984c", "\u30a2\u30fc\u30ab\u30a4\u30d6", "\u8ff7\u60d1\u30e1\u30fc\u30eb",
		"\u524a\u9664\u6e08\u307f" };
	struct str folder = audit_value(r, "MoveToFolder");

	if (folder.n == 0)
		folder = audit_value(r, "Move");
	for (size_t i = 0; i < sizeof folders / sizeof folders[0] && folder.n > 0; i++)
		if (str_ihas(folder, str_of(folders[i])))
			return folder;
	return STR("");
}

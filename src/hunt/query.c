/* query.c - searches for Splunk (SPL, field names of its Common Information Model), Microsoft Sentinel and
 * Defender (KQL) and Elasticsearch (Query DSL as the Dev Tools console takes it, Elastic Common Schema). */
#include <stdio.h>

#include "base/json.h"
#include "hunt/export.h"

const char *const query_dialect_names[QUERY_DIALECTS] = { "splunk", "kql", "elastic" };

struct search {
	enum query_dialect dialect;
	enum export_class class;
	const char *direction;          /* as noroshi hunt calls it */
	const char *table;              /* KQL */
	const char *field[3];           /* any of these holds the value */
	const char *port;               /* the service's; NULL: none */
	const char *time;
};

/* One row a field group: which values stand in which fields, and what that means. */
static const struct search searches[] = {
	{ QUERY_SPLUNK, CLASS_IP, "from", NULL, { "src_ip", "src" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_IP, "to", NULL, { "dest_ip", "dest" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_NET4, "from", NULL, { "src_ip", "src" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_NET4, "to", NULL, { "dest_ip", "dest" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_NET6, "from", NULL, { "src_ip", "src" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_NET6, "to", NULL, { "dest_ip", "dest" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_NAME, "from", NULL, { "src_host", "src" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_NAME, "to", NULL, { "dest_host", "dest", "url_domain" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_NAME, "lookup", NULL, { "query" }, NULL, "_time" },
	{ QUERY_SPLUNK, CLASS_URL, "to", NULL, { "url" }, "dest_port", "_time" },
	{ QUERY_SPLUNK, CLASS_MAIL, "from", NULL, { "src_user", "sender" }, NULL, "_time" },
	{ QUERY_SPLUNK, CLASS_MAIL, "to", NULL, { "recipient" }, NULL, "_time" },
	{ QUERY_SPLUNK, CLASS_SHA256, "unknown", NULL, { "file_hash", "sha256" }, NULL, "_time" },
	{ QUERY_SPLUNK, CLASS_SHA1, "unknown", NULL, { "file_hash", "sha1" }, NULL, "_time" },
	{ QUERY_SPLUNK, CLASS_MD5, "unknown", NULL, { "file_hash", "md5" }, NULL, "_time" },

	{ QUERY_KQL, CLASS_IP, "from", "CommonSecurityLog", { "SourceIP" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_IP, "to", "CommonSecurityLog", { "DestinationIP" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_IP, "from", "DeviceNetworkEvents | where ActionType startswith \"Inbound\"", { "RemoteIP" }, "LocalPort", "Timestamp" },
	{ QUERY_KQL, CLASS_IP, "to", "DeviceNetworkEvents | where ActionType !startswith \"Inbound\"", { "RemoteIP" }, "RemotePort", "Timestamp" },
	{ QUERY_KQL, CLASS_NET4, "from", "CommonSecurityLog", { "SourceIP" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_NET4, "to", "CommonSecurityLog", { "DestinationIP" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_NET6, "from", "CommonSecurityLog", { "SourceIP" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_NET6, "to", "CommonSecurityLog", { "DestinationIP" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_NAME, "from", "CommonSecurityLog", { "SourceHostName" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_NAME, "to", "CommonSecurityLog", { "DestinationHostName" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_NAME, "to", "DeviceNetworkEvents", { "tostring(parse_url(iff(RemoteUrl contains \"://\", RemoteUrl, strcat(\"http://\", RemoteUrl))).Host)" },
		"RemotePort", "Timestamp" },
	{ QUERY_KQL, CLASS_NAME, "lookup", "DnsEvents", { "Name" }, NULL, "TimeGenerated" },
	{ QUERY_KQL, CLASS_URL, "to", "CommonSecurityLog", { "RequestURL" }, "DestinationPort", "TimeGenerated" },
	{ QUERY_KQL, CLASS_MAIL, "from", "EmailEvents", { "SenderFromAddress", "SenderMailFromAddress" }, NULL, "Timestamp" },
	{ QUERY_KQL, CLASS_MAIL, "to", "EmailEvents", { "RecipientEmailAddress" }, NULL, "Timestamp" },
	{ QUERY_KQL, CLASS_SHA256, "unknown", "DeviceFileEvents", { "SHA256" }, NULL, "Timestamp" },
	{ QUERY_KQL, CLASS_SHA1, "unknown", "DeviceFileEvents", { "SHA1" }, NULL, "Timestamp" },
	{ QUERY_KQL, CLASS_MD5, "unknown", "DeviceFileEvents", { "MD5" }, NULL, "Timestamp" },

	{ QUERY_ELASTIC, CLASS_IP, "from", NULL, { "source.ip" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_IP, "to", NULL, { "destination.ip" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_NET4, "from", NULL, { "source.ip" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_NET4, "to", NULL, { "destination.ip" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_NET6, "from", NULL, { "source.ip" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_NET6, "to", NULL, { "destination.ip" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_NAME, "from", NULL, { "source.domain" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_NAME, "to", NULL, { "destination.domain" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_NAME, "to", NULL, { "url.domain" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_NAME, "lookup", NULL, { "dns.question.name" }, NULL, "@timestamp" },
	{ QUERY_ELASTIC, CLASS_URL, "to", NULL, { "url.full" }, "destination.port", "@timestamp" },
	{ QUERY_ELASTIC, CLASS_MAIL, "from", NULL, { "email.from.address" }, NULL, "@timestamp" },
	{ QUERY_ELASTIC, CLASS_MAIL, "to", NULL, { "email.to.address" }, NULL, "@timestamp" },
	{ QUERY_ELASTIC, CLASS_SHA256, "unknown", NULL, { "file.hash.sha256" }, NULL, "@timestamp" },
	{ QUERY_ELASTIC, CLASS_SHA1, "unknown", NULL, { "file.hash.sha1" }, NULL, "@timestamp" },
	{ QUERY_ELASTIC, CLASS_MD5, "unknown", NULL, { "file.hash.md5" }, NULL, "@timestamp" },
};

struct part { const struct search *s; const struct str *list; size_t count; };

static size_t limit_of(const struct search *s)
{
	static const size_t limits[] = { [QUERY_SPLUNK] = 1000, [QUERY_KQL] = 10000, [QUERY_ELASTIC] = 65536 };
	bool clauses = s->class == CLASS_NAME || s->class == CLASS_URL || s->class == CLASS_NET4 || s->class == CLASS_NET6;

	/* a wildcard or a network is a clause of its own; a name is looked for itself and below */
	return s->dialect == QUERY_ELASTIC && clauses ? (s->class == CLASS_NAME ? 512 : 1024) : limits[s->dialect];
}

/* Splunk and KQL: the text between quotation marks, both with backslashes.  A backtick begins a macro in Splunk
 * wherever it stands; the wildcard is put for it. */
static void quoted(struct buf *out, enum query_dialect dialect, const char *before, struct str s, const char *behind)
{
	buf_char(out, '"');
	buf_z(out, before);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, s.p[i] == '`' && dialect == QUERY_SPLUNK ? '*' : s.p[i]);
	}
	buf_z(out, behind);
	buf_char(out, '"');
}

/* A URL without its scheme: noroshi hunt does not look at it either. */
static struct str without_scheme(struct str url)
{
	long long at = str_find(url, STR("//"));

	return at >= 0 ? str_from(url, (size_t)at + 2) : url;
}

/* ---- Splunk ---- */

static void splunk_list(const struct part *p, struct buf *out)
{
	for (size_t i = 0; i < p->count; i++) {
		buf_z(out, i > 0 ? ", " : "");
		if (p->s->class == CLASS_URL) {
			quoted(out, QUERY_SPLUNK, "*://", without_scheme(p->list[i]), "*");
			continue;
		}
		quoted(out, QUERY_SPLUNK, "", p->list[i], "");
		if (p->s->class == CLASS_NAME) {
			buf_z(out, ", ");
			quoted(out, QUERY_SPLUNK, "*.", p->list[i], "");
		}
	}
}

static void splunk(const struct part *p, struct buf *out)
{
	const struct search *s = p->s;

	buf_z(out, "search index=* (");
	for (int f = 0; f < 3 && s->field[f] != NULL; f++) {
		buf_printf(out, "%s%s IN (", f > 0 ? " OR " : "", s->field[f]);
		splunk_list(p, out);
		buf_char(out, ')');
	}
	buf_z(out, ")\n| eval indicator=coalesce(");
	for (int f = 0; f < 3 && s->field[f] != NULL; f++)
		buf_printf(out, "%s%s", f > 0 ? ", " : "", s->field[f]);
	buf_printf(out, "), direction=\"%s\"", s->direction);
	if (s->port != NULL)
		buf_printf(out, ", port=%s", s->port);
	buf_printf(out, "\n| fillnull value=\"\" port\n| stats min(%s) AS first, max(%s) AS last, count BY indicator, direction, port\n", s->time, s->time);
}

/* ---- KQL ---- */

static void kql_list(const struct part *p, struct buf *out)
{
	buf_z(out, "let wanted = dynamic([");
	for (size_t i = 0; i < p->count; i++) {
		buf_z(out, i > 0 ? ", " : "");
		quoted(out, QUERY_KQL, "", p->s->class == CLASS_URL ? without_scheme(p->list[i]) : p->list[i], "");
	}
	buf_z(out, "]);\n");
}

/* The longest listed name that a host is or stands below: its labels are taken off from the left. */
static void kql_names(struct buf *out)
{
	buf_z(out, "| where found has_any (wanted)\n| extend labels = split(tolower(trim_end(@\"\\.\", found)), \".\")\n"
	    "| mv-apply i = range(0, array_length(labels) - 1) to typeof(int) on (extend indicator = strcat_array(array_slice(labels, i, -1), \".\")"
	    " | where indicator in (wanted) | top 1 by i asc)\n");
}

static void kql_where(const struct part *p, const char *field, struct buf *out)
{
	buf_printf(out, "| extend found = %s\n", field);
	switch (p->s->class) {
	case CLASS_NET4:
		buf_z(out, "| where ipv4_is_in_any_range(found, wanted)\n| extend indicator = found\n");
		break;
	case CLASS_NET6:
		buf_z(out, "| where ipv6_is_in_any_range(found, wanted)\n| extend indicator = found\n");
		break;
	case CLASS_NAME:
		kql_names(out);
		break;
	case CLASS_URL:
		buf_z(out, "| where found has_any (wanted)\n| extend indicator = found\n");
		break;
	default:
		buf_z(out, "| where found in~ (wanted)\n| extend indicator = found\n");
		break;
	}
}

static void kql(const struct part *p, struct buf *out)
{
	const struct search *s = p->s;

	for (int f = 0; f < 3 && s->field[f] != NULL; f++) {
		buf_z(out, f > 0 ? "\n" : "");
		kql_list(p, out);
		buf_printf(out, "%s\n", s->table);
		kql_where(p, s->field[f], out);
		buf_printf(out, "| summarize first = min(%s), last = max(%s), ['count'] = count() by indicator, direction = \"%s\"", s->time, s->time,
		    s->direction);
		buf_printf(out, s->port != NULL ? ", port = %s\n" : "\n", s->port);
	}
}

/* ---- Elasticsearch ---- */

static void elastic_wildcard(struct arena *a, const char *field, const char *before, struct str value, const char *behind, struct jw *w)
{
	struct buf pattern;

	buf_init_arena(&pattern, a, 1 << 16);
	buf_z(&pattern, before);
	for (size_t i = 0; i < value.n; i++) {
		if (memchr("*?\\", value.p[i], 3) != NULL)
			buf_char(&pattern, '\\');
		buf_char(&pattern, value.p[i]);
	}
	buf_z(&pattern, behind);
	jw_object(w);
	jw_kobject(w, "wildcard");
	jw_kobject(w, field);
	jw_kstr(w, "value", buf_str(&pattern));
	jw_kbool(w, "case_insensitive", true);
	jw_end_object(w);
	jw_end_object(w);
	jw_end_object(w);
}

static void elastic_terms(const struct part *p, struct jw *w)
{
	jw_object(w);
	jw_kobject(w, "terms");
	jw_karray(w, p->s->field[0]);
	for (size_t i = 0; i < p->count; i++)
		jw_str(w, p->list[i]);
	jw_end_array(w);
	jw_end_object(w);
	jw_end_object(w);
}

static void elastic_query(struct arena *a, const struct part *p, struct jw *w)
{
	const char *field = p->s->field[0];

	jw_kobject(w, "query");
	jw_kobject(w, "bool");
	jw_kint(w, "minimum_should_match", 1);
	jw_karray(w, "should");
	if (p->s->class != CLASS_URL)
		elastic_terms(p, w);
	for (size_t i = 0; i < p->count && p->s->class == CLASS_NAME; i++)
		elastic_wildcard(a, field, "*.", p->list[i], "", w);
	for (size_t i = 0; i < p->count && p->s->class == CLASS_URL; i++)
		elastic_wildcard(a, field, "*://", without_scheme(p->list[i]), "*", w);
	jw_end_array(w);
	jw_end_object(w);
	jw_end_object(w);
}

static void elastic_edges(const struct search *s, struct jw *w)
{
	static const char *const names[] = { "first", "last" }, *const how[] = { "min", "max" };

	jw_kobject(w, "aggs");
	for (int i = 0; i < 2; i++) {
		jw_kobject(w, names[i]);
		jw_kobject(w, how[i]);
		jw_kz(w, "field", s->time);
		jw_end_object(w);
		jw_end_object(w);
	}
	jw_end_object(w);
}

static void elastic_group(const char *name, const char *field, int size, struct jw *w)
{
	jw_kobject(w, "aggs");
	jw_kobject(w, name);
	jw_kobject(w, "terms");
	jw_kz(w, "field", field);
	jw_kint(w, "size", size);
	jw_end_object(w);
}

static void elastic(struct arena *a, const struct part *p, struct buf *out)
{
	struct jw w;

	buf_z(out, "GET logs-*/_search\n");
	jw_init(&w, out);
	jw_object(&w);
	jw_kint(&w, "size", 0);
	elastic_query(a, p, &w);
	elastic_group("indicator", p->s->field[0], 10000, &w);
	if (p->s->port != NULL)
		elastic_group("port", p->s->port, 100, &w);
	elastic_edges(p->s, &w);
	for (int open = p->s->port != NULL ? 4 : 2; open > 0; open--)
		jw_end_object(&w);
	jw_end_object(&w);
	buf_char(out, '\n');
}

/* ---- all ---- */

static void comment(const struct part *p, size_t from, size_t of, struct buf *out)
{
	static const char *const classes[EXPORT_CLASSES] = { "addresses", "IPv4 networks", "IPv6 networks", "names and what is below them", "URLs",
		"mail addresses", "SHA-256 values", "SHA-1 values", "MD5 values" };
	static const char *const begin[] = { "``` ", "// ", "# " }, *const end[] = { " ```\n", "\n", "\n" };
	const struct search *s = p->s;

	buf_printf(out, "%snoroshi: %s %zu-%zu of %zu, direction “%s”: ", begin[s->dialect], classes[s->class], from + 1, from + p->count, of,
	    s->direction);
	for (int f = 0; f < 3 && s->field[f] != NULL; f++)
		buf_printf(out, "%s%s", f > 0 ? ", " : "", s->field[f]);
	buf_z(out, end[s->dialect]);
}

int query_write(struct arena *a, const struct export_values *v, enum query_dialect dialect, size_t most, struct buf *out)
{
	int written = 0;

	for (size_t i = 0; i < sizeof searches / sizeof searches[0]; i++) {
		const struct search *s = &searches[i];
		size_t count = v->count[s->class], step = limit_of(s);

		step = most > 0 && most < step ? most : step;
		for (size_t from = 0; s->dialect == dialect && from < count; from += step) {
			struct part p = { s, v->list[s->class] + from, count - from < step ? count - from : step };

			buf_z(out, written > 0 ? "\n" : "");
			comment(&p, from, count, out);
			if (dialect == QUERY_SPLUNK)
				splunk(&p, out);
			else if (dialect == QUERY_KQL)
				kql(&p, out);
			else
				elastic(a, &p, out);
			written++;
		}
	}
	return written;
}

/* sql.c - the hunt as one SQL statement over a table of flows.
 *
 * The same rules as record.c and block.c: the narrowest listed address or network and the longest listed name
 * count; a value named twice in a flow counts once, as source before destination; the port is the
 * destination's.  Only joins on equality meet every flow; networks are tried where no address fits. */
#include "hunt/export.h"
#include "indicator/lists.h"

enum { ROWS_AN_INSERT = 1000 };

const char *const sql_dialect_names[SQL_DIALECTS] = { "clickhouse", "postgresql" };

static bool plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\\' || (unsigned char)s.p[i] < 0x20)
			return false;
	return true;
}

void sql_quote(enum sql_dialect dialect, struct str s, struct buf *out)
{
	bool escape = dialect == SQL_CLICKHOUSE || !plain(s);

	/* E'': backslashes mean the same whatever standard_conforming_strings says */
	buf_z(out, dialect == SQL_POSTGRESQL && escape ? "E'" : "'");
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\'')
			buf_z(out, dialect == SQL_POSTGRESQL ? "''" : "\\'");
		else if (c == '\\')
			buf_z(out, "\\\\");
		else if (c < 0x20)
			buf_printf(out, "\\x%02x", c);
		else
			buf_char(out, (char)c);
	}
	buf_char(out, '\'');
}

/* ---- the set as rows ---- */

struct rows {
	enum sql_dialect dialect;
	const char *table;
	size_t count;
	struct buf *out;
};

static const char *type_of(enum export_class class, struct str value)
{
	return class == CLASS_NAME ? "domain" : str_find_char(value, ':') >= 0 ? "ipv6" : "ipv4";
}

static void bound(struct buf *out, const unsigned char ip[16])
{
	buf_z(out, ", '");
	for (int i = 0; i < 16; i++)
		buf_printf(out, "%02X", ip[i]);
	buf_char(out, '\'');
}

/* ClickHouse: first and last address of a network as 32 hex digits of IPv6. */
static void bounds(struct buf *out, struct str network)
{
	unsigned char first[16] = { [10] = 0xff, [11] = 0xff }, last[16];
	struct str text = str_upto(network, '/');
	long long prefix = -1;
	uint32_t ip4;

	if (!str_to_int(str_after(network, '/'), &prefix) || prefix < 0 || prefix > 128)
		prefix = 128;
	if (ip4_read(text, &ip4)) {
		prefix += 96;
		for (int i = 0; i < 4; i++)
			first[12 + i] = (unsigned char)(ip4 >> (24 - 8 * i));
	} else if (!ip6_read(text, first)) {
		prefix = 128;
	}
	memcpy(last, first, sizeof last);
	for (int bit = (int)prefix; bit < 128; bit++)
		last[bit / 8] |= (unsigned char)(0x80 >> bit % 8);
	bound(out, first);
	bound(out, last);
}

static void add_row(struct rows *r, enum export_class class, struct str value)
{
	struct str listed = data_warning(value);

	/* on one line: old ClickHouse clients take the values up to the line's end */
	if (r->count % ROWS_AN_INSERT == 0)
		buf_printf(r->out, "%sINSERT INTO %s VALUES (", r->count > 0 ? ";\n" : "", r->table);
	else
		buf_z(r->out, ", (");
	sql_quote(r->dialect, value, r->out);
	buf_printf(r->out, ", '%s', ", type_of(class, value));
	sql_quote(r->dialect, listed.p != NULL ? listed : STR(""), r->out);
	if (r->dialect == SQL_CLICKHOUSE && (class == CLASS_NET4 || class == CLASS_NET6))
		bounds(r->out, value);
	buf_char(r->out, ')');
	r->count++;
}

static void add_rows(const struct export_values *v, enum sql_dialect dialect, const char *table, enum export_class from, enum export_class to,
    struct buf *out)
{
	struct rows r = { dialect, table, 0, out };

	for (int class = (int)from; class <= (int)to; class++)
		for (size_t i = 0; i < v->count[class]; i++)
			add_row(&r, (enum export_class)class, v->list[class][i]);
	buf_z(out, r.count > 0 ? ";\n" : "");
}

/* ---- PostgreSQL ---- */

static const char postgresql_tables[] =
	"CREATE TEMPORARY TABLE noroshi_address (indicator text, type text, listed text);\n"
	"CREATE TEMPORARY TABLE noroshi_network (indicator text, type text, listed text);\n"
	"CREATE TEMPORARY TABLE noroshi_name (indicator text, type text, listed text);\n";

static const char postgresql_ready[] =
	"ALTER TABLE noroshi_address ADD COLUMN ip inet;\n"
	"UPDATE noroshi_address SET ip = indicator::inet;\n"
	"ALTER TABLE noroshi_network ADD COLUMN net inet;\n"
	"UPDATE noroshi_network SET net = indicator::inet;\n"
	"CREATE INDEX ON noroshi_network USING gist (net inet_ops);\n"
	"CREATE INDEX ON noroshi_name (indicator);\n"
	"ANALYZE noroshi_address;\nANALYZE noroshi_network;\nANALYZE noroshi_name;\n";

static const char postgresql_flows[] =
	"WITH flow AS (\n"
	"  SELECT time, dst_port,\n"
	"    CASE WHEN src_ip <<= '::ffff:0:0/96' THEN replace(host(src_ip), '::ffff:', '')::inet ELSE src_ip END AS src_ip,\n"
	"    CASE WHEN dst_ip <<= '::ffff:0:0/96' THEN replace(host(dst_ip), '::ffff:', '')::inet ELSE dst_ip END AS dst_ip,\n"
	"    CASE lower(coalesce(proto, '')) WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp' WHEN '1' THEN 'icmp' WHEN '58' THEN 'icmp6'\n"
	"      WHEN '47' THEN 'gre' WHEN '50' THEN 'esp' ELSE left(regexp_replace(lower(coalesce(proto, '')), '[^a-z0-9].*', ''), 7) END AS proto,\n"
	"    CASE WHEN lower(action) IN ('allow', 'deny') THEN lower(action) ELSE 'unknown' END AS action,\n"
	"    string_to_array(rtrim(lower(host), '.'), '.') AS labels, rtrim(lower(host), '.') AS host\n"
	"  FROM ";

static const char postgresql_hits[] =
	"), hit AS (\n"
	"  SELECT flow.*, found.* FROM flow\n"
	"  LEFT JOIN noroshi_address sa ON sa.ip = flow.src_ip\n"
	"  LEFT JOIN noroshi_address da ON da.ip = flow.dst_ip\n"
	"  LEFT JOIN noroshi_address ha ON ha.indicator = flow.host\n"
	"  LEFT JOIN LATERAL (SELECT * FROM noroshi_network WHERE net >>= flow.src_ip ORDER BY masklen(net) DESC LIMIT 1) sn ON sa.ip IS NULL\n"
	"  LEFT JOIN LATERAL (SELECT * FROM noroshi_network WHERE net >>= flow.dst_ip ORDER BY masklen(net) DESC LIMIT 1) dn ON da.ip IS NULL\n"
	"  LEFT JOIN LATERAL (SELECT n.* FROM generate_series(1, cardinality(flow.labels)) AS i\n"
	"    JOIN noroshi_name n ON n.indicator = array_to_string(flow.labels[i:], '.') ORDER BY i LIMIT 1) hn ON true\n"
	"  CROSS JOIN LATERAL (SELECT DISTINCT ON (indicator) * FROM (VALUES\n"
	"    (coalesce(sa.indicator, sn.indicator), coalesce(sa.type, sn.type), coalesce(sa.listed, sn.listed), 'from', 1),\n"
	"    (coalesce(da.indicator, dn.indicator), coalesce(da.type, dn.type), coalesce(da.listed, dn.listed), 'to', 2),\n"
	"    (coalesce(ha.indicator, hn.indicator), coalesce(ha.type, hn.type), coalesce(ha.listed, hn.listed), 'to', 3))\n"
	"    AS place (indicator, type, listed, direction, rank) WHERE indicator IS NOT NULL ORDER BY indicator, rank) found\n"
	")\nSELECT indicator, type, ";

static const char postgresql_rows[] =
	" AS org, direction, dst_port AS port,\n"
	"  CASE WHEN min(proto) <> max(proto) THEN 'mixed' WHEN min(proto) = '' THEN 'unknown' ELSE min(proto) END AS proto,\n"
	"  CASE WHEN min(action) <> max(action) THEN 'mixed' ELSE min(action) END AS action,\n"
	"  to_char(min(time) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') || replace(to_char(min(time), '.MS'), '.000', '') || 'Z' AS first,\n"
	"  to_char(max(time) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') || replace(to_char(max(time), '.MS'), '.000', '') || 'Z' AS last,\n"
	"  count(*) AS count, 'false' AS heuristic, min(listed) AS listed\n"
	"FROM hit GROUP BY indicator, type, direction, dst_port\n"
	"ORDER BY indicator COLLATE \"C\", direction DESC, dst_port NULLS FIRST;\n";

static void postgresql(const struct export_values *v, struct str org, struct str table, struct buf *out)
{
	buf_z(out, postgresql_tables);
	add_rows(v, SQL_POSTGRESQL, "noroshi_address", CLASS_IP, CLASS_IP, out);
	add_rows(v, SQL_POSTGRESQL, "noroshi_network", CLASS_NET4, CLASS_NET6, out);
	add_rows(v, SQL_POSTGRESQL, "noroshi_name", CLASS_NAME, CLASS_NAME, out);
	buf_z(out, postgresql_ready);
	buf_z(out, postgresql_flows);
	buf_add(out, table);
	buf_char(out, '\n');
	buf_z(out, postgresql_hits);
	sql_quote(SQL_POSTGRESQL, org, out);
	buf_z(out, postgresql_rows);
}

/* ---- ClickHouse ---- */

static const char clickhouse_tables[] =
	"CREATE TEMPORARY TABLE noroshi_address (indicator String, type String, listed String);\n"
	"CREATE TEMPORARY TABLE noroshi_network (indicator String, type String, listed String, low String, high String);\n"
	"CREATE TEMPORARY TABLE noroshi_name (indicator String, type String, listed String);\n";

/* Addresses are compared as 32 hex digits of IPv6: text compares as numbers do, in every version.  Sorted like
 * this the first network around an address is the narrowest. */
#define NARROWEST_FIRST "FROM noroshi_network ORDER BY low DESC, high)"

static const char clickhouse_counted[] =
	" AS org, direction, port, proto, action, first, last, count, 'false' AS heuristic, listed FROM (\n"
	"  SELECT indicator, direction, port,\n"
	"    multiIf(min(protocol) != max(protocol), 'mixed', min(protocol) = '', 'unknown', min(protocol)) AS proto,\n"
	"    if(min(act) != max(act), 'mixed', min(act)) AS action,\n"
	"    formatDateTime(min(at), '%Y-%m-%dT%H:%M:%SZ', 'UTC') AS first, formatDateTime(max(at), '%Y-%m-%dT%H:%M:%SZ', 'UTC') AS last,\n"
	"    count() AS count\n"
	"  FROM (\n"
	"    SELECT at, port, protocol, act, place.1 AS indicator, place.2 AS direction FROM (\n"
	"      SELECT at, port, protocol, act, arrayJoin(arrayFilter(p -> p.1 != '', [(sender, 'from'),\n"
	"        (if(receiver = sender, '', receiver), 'to'), (if(asked = sender OR asked = receiver, '', asked), 'to')])) AS place\n"
	"      FROM (\n"
	"        SELECT time AS at, toInt32(dst_port) AS port,\n"
	"          transform(lower(proto), ['6', '17', '1', '58', '47', '50'], ['tcp', 'udp', 'icmp', 'icmp6', 'gre', 'esp'], lower(proto)) AS protocol,\n"
	"          if(lower(action) IN ('allow', 'deny'), lower(action), 'unknown') AS act,\n"
	"          replaceOne(toString(src_ip), '::ffff:', '') AS source, replaceOne(toString(dst_ip), '::ffff:', '') AS goal,\n"
	"          hex(IPv6StringToNum(if(position(source, ':') > 0, source, concat('::ffff:', source)))) AS source_hex,\n"
	"          hex(IPv6StringToNum(if(position(goal, ':') > 0, goal, concat('::ffff:', goal)))) AS goal_hex,\n"
	"          replaceRegexpOne(lower(host), '[.]+$', '') AS target, splitByChar('.', target) AS labels,\n"
	"          arrayMap(i -> arrayStringConcat(arraySlice(labels, i), '.'), arrayEnumerate(labels)) AS names,\n"
	"          (SELECT groupArray(indicator) FROM (SELECT indicator " NARROWEST_FIRST ") AS nets,\n"
	"          (SELECT groupArray(low) FROM (SELECT low " NARROWEST_FIRST ") AS lows,\n"
	"          (SELECT groupArray(high) FROM (SELECT high " NARROWEST_FIRST ") AS highs,\n"
	"          if(source IN (SELECT indicator FROM noroshi_address), source,\n"
	"            arrayFirst((n, l, h) -> source_hex >= l AND source_hex <= h, nets, lows, highs)) AS sender,\n"
	"          if(goal IN (SELECT indicator FROM noroshi_address), goal,\n"
	"            arrayFirst((n, l, h) -> goal_hex >= l AND goal_hex <= h, nets, lows, highs)) AS receiver,\n"
	"          if(target IN (SELECT indicator FROM noroshi_address), target,\n"
	"            arrayFirst(name -> name IN (SELECT indicator FROM noroshi_name), names)) AS asked\n"
	"        FROM ";

static const char clickhouse_rows[] =
	"\n      )\n    )\n  ) GROUP BY indicator, direction, port\n"
	") ANY LEFT JOIN (\n"
	"  SELECT indicator, type, listed FROM noroshi_address UNION ALL SELECT indicator, type, listed FROM noroshi_network\n"
	"  UNION ALL SELECT indicator, type, listed FROM noroshi_name\n"
	") USING indicator ORDER BY indicator, direction DESC, port;\n";

static void clickhouse(const struct export_values *v, struct str org, struct str table, struct buf *out)
{
	buf_z(out, clickhouse_tables);
	add_rows(v, SQL_CLICKHOUSE, "noroshi_address", CLASS_IP, CLASS_IP, out);
	add_rows(v, SQL_CLICKHOUSE, "noroshi_network", CLASS_NET4, CLASS_NET6, out);
	add_rows(v, SQL_CLICKHOUSE, "noroshi_name", CLASS_NAME, CLASS_NAME, out);
	buf_z(out, "SELECT indicator, type, ");
	sql_quote(SQL_CLICKHOUSE, org, out);
	buf_z(out, clickhouse_counted);
	buf_add(out, table);
	buf_z(out, clickhouse_rows);
}

void sql_write(const struct export_values *v, enum sql_dialect dialect, struct str org, struct str table, struct buf *out)
{
	if (dialect == SQL_POSTGRESQL)
		postgresql(v, org, table, out);
	else
		clickhouse(v, org, table, out);
}

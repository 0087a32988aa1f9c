/* format.c - a line into a record; which format a file has. */
#include "hunt/format.h"

#include "hunt/format_in.h"

enum { SAMPLE_LINES = 200, GOOD_PERCENT = 95 };

struct composite {              /* of syslog: the formats whose messages may stand in it */
	const struct format *list[64];
	size_t count;
};

/* ---- pieces into spans ---- */

void pieces_add(struct pieces *p, int what, struct str value)
{
	struct record *r = p->r;

	if (what == WHAT_NONE || what == WHAT_SKIP)
		return;
	value = str_trim(value);
	if (what >= WHAT_TIME && what < WHAT_TIME + TIME_SETS * TIME_PARTS)
		p->time[(what - WHAT_TIME) / TIME_PARTS][(what - WHAT_TIME) % TIME_PARTS] = value;
	else if (what == WHAT_STAGE)
		p->stage = value;
	else if (what == WHAT_CONNECTION)
		p->connection = value;
	else if (what == WHAT_SWAP)
		p->swap = value;
	else if (what < FIELDS && r->span_count < RECORD_SPANS)
		r->spans[r->span_count++] = (struct span){ (uint32_t)what, (uint32_t)(value.p - p->line.p),
			(uint32_t)(value.p - p->line.p + (long)value.n) };
}

static struct str field_text(const struct pieces *p, enum field field)
{
	for (int i = 0; i < p->r->span_count; i++)
		if (p->r->spans[i].field == field)
			return str_at(p->line, p->r->spans[i].from, p->r->spans[i].to - p->r->spans[i].from);
	return STR_NONE;
}

static bool needs_met(const struct format *f, const struct pieces *p)
{
	uint64_t have = p->r->time_ms != TIME_NONE ? 1ull << 63 : 0;

	for (int i = 0; i < p->r->span_count; i++)
		have |= 1ull << p->r->spans[i].field;
	for (int i = 0; i < f->need_count; i++)
		if ((have & f->need[i]) == 0)
			return false;
	return true;
}

/* ---- time, protocol, action, stage ---- */

static struct time_rule rule_of(const struct format_use *use, const struct format *f)
{
	return (struct time_rule){ f->utc ? NULL : use->zone, f->order, use->year_end_ms };
}

static void take_time(const struct format_use *use, const struct format *f, struct pieces *p)
{
	struct time_rule rule = rule_of(use, f);

	for (int s = 0; s < TIME_SETS && p->r->time_ms == TIME_NONE; s++) {
		char joined[128];
		size_t n = 0;

		if (p->time[s][0].n == 0)
			continue;
		for (int k = 0; k < TIME_PARTS; k++) {
			struct str part = p->time[s][k];

			if (part.n == 0 || n + part.n + 1 >= sizeof joined)
				continue;
			if (n > 0)
				joined[n++] = ' ';
			memcpy(joined + n, part.p, part.n);
			n += part.n;
		}
		p->r->time_ms = time_read((struct str){ joined, n }, &rule, NULL);
	}
}

static void take_proto(const struct format *f, const struct template *t, struct pieces *p)
{
	static const struct { const char *number, *name; } numbers[] = { { "6", "tcp" }, { "17", "udp" }, { "1", "icmp" }, { "58", "icmp6" },
		{ "47", "gre" }, { "50", "esp" } };
	struct str s = field_text(p, FIELD_PROTO);
	const char *fixed = t != NULL && t->proto[0] != '\0' ? t->proto : f->proto;

	if (s.n == 0)
		s = str_of(fixed);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && s.n > 0 && ascii_digit((unsigned char)s.p[0]); i++)
		if (str_eq(s, str_of(numbers[i].number)))
			s = str_of(numbers[i].name);
	for (size_t i = 0; i < s.n && i + 1 < sizeof p->r->proto && (ascii_alpha((unsigned char)s.p[i]) || ascii_digit((unsigned char)s.p[i])); i++)
		p->r->proto[i] = (char)ascii_lower((unsigned char)s.p[i]);
}

static bool one_of(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_ihas(s, str_of(list[i])))
			return true;
	return false;
}

static void take_action(const struct template *t, struct pieces *p)
{
	static const char *const deny[] = { "deny", "denied", "drop", "block", "reject", "discard", "refus", "5157", "遮断", "拒否", "破棄",
		/* the same as CP932 */ "\x8e\xd5\x92\x66", "\x8b\x91\x94\xdb", "\x94\x6a\x8a\xfc" };
	static const char *const allow[] = { "allow", "accept", "permit", "pass", "built", "close", "timeout", "rst", "start", "end", "ip-conn",
		"tcp_", "tunnel", "5156", "ok", "delivered", "許可", "通過", "\x8b\x96\x89\xc2", "\x92\xca\x89\xdf" };
	struct str s = field_text(p, FIELD_ACTION);

	if (t != NULL && t->action != ACTION_UNKNOWN)
		p->r->action = t->action;
	else if (s.n > 0)
		p->r->action = one_of(s, deny, sizeof deny / sizeof deny[0]) ? ACTION_DENY :
		    one_of(s, allow, sizeof allow / sizeof allow[0]) ? ACTION_ALLOW : ACTION_UNKNOWN;
}

static void take_stage(const struct template *t, struct pieces *p)
{
	if (p->connection.n > 0)
		p->r->connection = name_hash(p->connection);
	if (t != NULL)
		p->r->stage = t->stage;
	if (p->stage.n > 0)
		p->r->stage = str_istarts(p->stage, STR("start")) || str_istarts(p->stage, STR("built")) || str_ieq(p->stage, STR("open")) ? STAGE_START :
		    p->r->connection != 0 ? STAGE_END : STAGE_ONLY;
}

static int number_of(struct str s)
{
	long long n;

	return str_to_int(s, &n) && n >= 0 && n < 65536 ? (int)n : -1;
}

static void exchange(struct record *r, enum field a, enum field b)
{
	for (int i = 0; i < r->span_count; i++)
		r->spans[i].field = r->spans[i].field == a ? b : r->spans[i].field == b ? a : r->spans[i].field;
}

static void swap_sides(struct record *r)
{
	exchange(r, FIELD_SRC_IP, FIELD_DST_IP);
	exchange(r, FIELD_SRC_PORT, FIELD_DST_PORT);
	exchange(r, FIELD_SRC_NAT, FIELD_DST_NAT);
}

static void forget_sides(struct record *r)
{
	exchange(r, FIELD_SRC_IP, FIELD_OTHER);
	for (int i = 0; i < r->span_count; i++)
		if (r->spans[i].field == FIELD_DST_IP || r->spans[i].field == FIELD_SRC_PORT || r->spans[i].field == FIELD_DST_PORT)
			r->spans[i].field = FIELD_OTHER;
}

/* A flow record tells one way only.  The lower port is the service's where the other is one that
 * clients get (from 32768 on, or any above 1023 against one below); else nobody can say who began. */
static void take_flow(struct pieces *p)
{
	int from = number_of(field_text(p, FIELD_SRC_PORT)), to = number_of(field_text(p, FIELD_DST_PORT));
	struct str a = field_text(p, FIELD_SRC_IP), b = field_text(p, FIELD_DST_IP);
	int low = from < to ? from : to, high = from < to ? to : from;
	uint64_t ha = name_hash(a) + (uint64_t)from, hb = name_hash(b) + (uint64_t)to;

	if (from < 0 || to < 0)
		return;
	if (!(high >= 32768 && low < 32768) && !(high > 1023 && low < 1024)) {
		forget_sides(p->r);
		return;
	}
	p->r->connection = (ha ^ hb) | 1;       /* the same for both ways */
	p->r->stage = from < to ? STAGE_RETURN : STAGE_START;
	if (from < to)
		swap_sides(p->r);
}

/* ---- one message by one format ---- */

static bool matches(const struct format *f, struct str line)
{
	for (int i = 0; i < f->match_count; i++) {
		bool any = false;

		for (int k = 0; k < f->match[i].count && !any; k++)
			any = str_has(line, f->match[i].list[k]);
		if (!any)
			return false;
	}
	return true;
}

static bool cut(const struct format *f, const struct header_columns *h, struct pieces *p, struct str message, const struct template **t_r)
{
	*t_r = NULL;
	switch (f->split) {
	case SPLIT_JSON:
		return split_json(f, p, message);
	case SPLIT_KV:
		return split_kv(f, p, message);
	case SPLIT_TEMPLATE:
		for (const struct template *t = f->templates; t != NULL; t = t->next) {
			int before = p->r->span_count;

			if (template_match(t, p, message)) {
				*t_r = t;
				return true;
			}
			p->r->span_count = before;
		}
		return false;
	case SPLIT_SYSLOG:
		return false;
	default:
		return (f->header == HEADER_NONE || h != NULL) && split_columns(f, h, p, message);
	}
}

static bool read_message(const struct format_use *use, const struct format *f, const struct header_columns *h, struct pieces *p,
    struct str message)
{
	const struct template *t;
	struct record *r = p->r;

	if (!matches(f, p->line) || !cut(f, h, p, message, &t))
		return false;
	take_time(use, f, p);
	take_proto(f, t, p);
	take_action(t, p);
	take_stage(t, p);
	r->service_port = t != NULL && t->port > 0 ? t->port : f->device == DEVICE_WEB && use->web_port > 0 ? use->web_port : f->port;
	if (str_ieq(p->swap, STR("inbound")) || str_ieq(p->swap, STR("false")))
		swap_sides(r);
	if (t != NULL && t->client)
		exchange(r, FIELD_SRC_IP, FIELD_CLIENT);
	if (f->flow)
		take_flow(p);
	return needs_met(f, p);
}

static bool read_by(const struct format_use *use, const struct format *f, const struct header_columns *h, struct str line,
    const struct envelope *v, struct record *r)
{
	struct pieces p = { .r = r, .line = line };
	struct time_rule rule = rule_of(use, f);

	record_clear(r);
	if (v != NULL && f->envelope)
		r->time_ms = TIME_NONE;
	r->read = read_message(use, f, h, &p, v != NULL && f->envelope ? v->message : line);
	if (!r->read && v != NULL && f->envelope && r->time_ms == TIME_NONE) {
		/* the message may need the envelope's time */
		long long at = time_read(v->time, &rule, NULL);

		record_clear(r);
		p = (struct pieces){ .r = r, .line = line };
		r->time_ms = at;
		r->read = read_message(use, f, h, &p, v->message);
	}
	if (r->read && r->time_ms == TIME_NONE && v != NULL)
		r->time_ms = time_read(v->time, &rule, NULL);
	if (r->read && r->time_ms == TIME_NONE && v == NULL)
		r->time_ms = time_read(line, &rule, NULL);      /* a template says nothing of what stands before it */
	return r->read;
}

/* Of a mixed syslog the first format that understands the message reads it. */
static bool read_syslog(const struct format_use *use, struct str line, const struct envelope *v, struct record *r)
{
	const struct composite *c = use->header;
	struct time_rule rule = rule_of(use, use->format);

	for (size_t i = 0; c != NULL && i < c->count; i++)
		if (read_by(use, c->list[i], NULL, line, v, r))
			return true;
	record_clear(r);
	r->time_ms = time_read(v->time, &rule, NULL);
	return false;
}

/* A device that was pinned: what a line's one address means. */
static void pin_device(const struct format_use *use, struct record *r)
{
	static const enum field meant[] = { [DEVICE_WEB] = FIELD_CLIENT, [DEVICE_PROXY] = FIELD_HOST, [DEVICE_DNS] = FIELD_QUERY,
		[DEVICE_MAIL] = FIELD_RELAY };

	if (use->device < 0 || use->device > DEVICE_MAIL)
		return;
	for (int i = 0; i < r->span_count; i++)
		if (r->spans[i].field == FIELD_OTHER)
			r->spans[i].field = meant[use->device];
}

void format_read(const struct format_use *use, struct str line, struct record *r)
{
	struct envelope v;
	bool wrapped;

	record_clear(r);
	if (use->format == NULL) {
		struct time_rule rule = { use->zone, ORDER_UNKNOWN, use->year_end_ms };

		r->time_ms = time_read(line, &rule, NULL);
		return;
	}
	wrapped = (use->format->envelope || use->format->split == SPLIT_SYSLOG) && envelope_read(line, &v);
	if (use->format->split == SPLIT_SYSLOG) {
		if (wrapped)
			read_syslog(use, line, &v, r);
	} else {
		read_by(use, use->format, use->header, line, wrapped ? &v : NULL, r);
	}
	pin_device(use, r);
}

long long format_time(const struct format_use *use, struct str line)
{
	struct record r;

	format_read(use, line, &r);
	return r.time_ms;
}

/* ---- headers ---- */

static bool is_fields(struct str line)
{
	return str_istarts(line, STR("#fields"));
}

bool format_is_header(const struct format_use *use, struct str line)
{
	if (use->format == NULL || use->format->header == HEADER_NONE)
		return false;
	if (use->format->header == HEADER_FIELDS)
		return line.n > 0 && line.p[0] == '#';
	/* the first line of names: it names columns that we know, and no value of ours looks like that */
	return ((const struct header_columns *)use->header) != NULL && str_eq(line, str_of(((const char *)use->header) + sizeof(struct header_columns)));
}

static char likely_separator(struct str line, char own)
{
	static const char tried[] = { ',', ';', '\t', '|' };
	char best = own;
	size_t most = 0;

	for (size_t i = 0; i < sizeof tried; i++) {
		size_t n = 0;

		for (size_t k = 0; k < line.n; k++)
			n += line.p[k] == tried[i];
		if (n > most) {
			most = n;
			best = tried[i];
		}
	}
	return best;
}

/* Columns by name; NULL where none of the names is known. */
static const struct header_columns *columns_of(const struct format *f, struct arena *a, struct str line)
{
	struct header_columns *h = arena_alloc(a, sizeof *h + line.n + 1);
	struct str rest = line, name;
	enum split split = f->split;
	int n = 0;

	memset(h->column, WHAT_NONE, sizeof h->column);
	h->last = -1;
	h->separator = f->header == HEADER_ROW ? likely_separator(line, f->separator) : f->separator;
	memcpy((char *)h + sizeof *h, line.p, line.n);
	if (f->header == HEADER_FIELDS) {
		rest = str_from(line, 7);
		rest = str_from(rest, rest.n > 0 && rest.p[0] == ':' ? 1 : 0);
		rest = str_from(rest, rest.n > 0 && (rest.p[0] == f->separator || rest.p[0] == ' ') ? 1 : 0);
	}
	while (n < COLUMNS_MOST && column_next(&rest, split, h->separator, &name)) {
		int what = format_what(f, str_trim(name));

		h->column[n] = (uint8_t)what;
		if (what != WHAT_NONE)
			h->last = n;
		n++;
	}
	return h->last >= 0 ? h : NULL;
}

static const struct header_columns *learn(const struct format *f, struct arena *a, struct str head)
{
	struct str rest = head, line;

	if (f->header == HEADER_NONE)
		return NULL;
	while (str_split(&rest, '\n', &line)) {
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (f->header == HEADER_ROW)
			return columns_of(f, a, line);
		if (is_fields(line))
			return columns_of(f, a, line);
		if (line.n > 0 && line.p[0] != '#')
			return NULL;
	}
	return NULL;
}

/* ---- finding out ---- */

static void compose(const struct formats *all, struct arena *a, struct format_use *use)
{
	struct composite *c = ARENA_NEW(a, struct composite);

	for (size_t i = 0; i < all->count && c->count < 64; i++)
		if (all->list[i]->envelope)
			c->list[c->count++] = all->list[i];
	use->header = c;
}

/* Share of sampled lines that the format reads. */
static double score(const struct format_use *base, const struct format *f, const struct header_columns *h, struct str head)
{
	struct format_use use = *base;
	struct str rest = head, line;
	size_t lines = 0, good = 0;

	use.format = f;
	use.header = h;
	while (lines < SAMPLE_LINES && str_split(&rest, '\n', &line)) {
		struct record r;
		struct envelope v;

		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n == 0 || (f->header != HEADER_NONE && format_is_header(&use, line)))
			continue;
		lines++;
		if (f->split == SPLIT_SYSLOG)
			good += envelope_read(line, &v);
		else
			good += (format_read(&use, line, &r), r.read);
	}
	return lines > 0 ? (double)good / (double)lines : 0;
}

static bool only_yearless(struct str head)
{
	struct str rest = head, line;

	while (str_split(&rest, '\n', &line))
		if (line.n > 0 && line.p[0] != '#')
			return time_is_yearless(line);
	return false;
}

/* --year is the year of the file's first line: a later month that comes earlier belongs to the next. */
static void settle_year(struct format_use *use, struct str head)
{
	struct time_rule rule = { use->zone, ORDER_UNKNOWN, TIME_NONE };
	struct civil end = { .year = use->year, .month = 12, .day = 31, .hour = 23, .minute = 59, .second = 59 };
	struct str rest = head, line;
	long long first = TIME_NONE;

	if (use->year == 0) {
		if (use->year_end_ms != TIME_NONE)
			use->year_end_ms += MS_DAY;     /* clocks and zones differ; a file is not older than its lines */
		return;
	}
	rule.year_end_ms = zone_instant(use->zone != NULL ? use->zone : &zone_utc, &end);
	while (first == TIME_NONE && str_split(&rest, '\n', &line)) {
		struct envelope v;

		first = envelope_read(line, &v) ? time_read(v.time, &rule, NULL) : time_read(line, &rule, NULL);
	}
	end.year++;
	use->year_end_ms = first != TIME_NONE ? first + 364 * (long long)MS_DAY : zone_instant(use->zone != NULL ? use->zone : &zone_utc, &end);
}

int format_sniff(const struct formats *all, struct arena *a, struct str head, const struct format *pinned, struct format_use *use,
    struct err *e)
{
	double best = -1, second = -1;

	use->format = NULL;
	use->header = NULL;
	settle_year(use, head);
	for (size_t i = 0; i < all->count; i++) {
		const struct format *f = pinned != NULL ? pinned : all->list[i];
		const struct header_columns *h = learn(f, a, head);
		double s = score(use, f, h, head);

		/* a mixed syslog is taken where no single format has the whole file */
		if (f->split == SPLIT_SYSLOG && pinned == NULL)
			s -= 0.001;
		if (s > best) {
			second = best;
			best = s;
			use->format = f;
			use->header = h;
		} else if (s > second) {
			second = s;
		}
		if (pinned != NULL)
			break;
	}
	use->confidence = best > 0 ? best : 0;
	if (pinned == NULL && (best * 100 < GOOD_PERCENT - 0.2 || best == second)) {
		use->format = NULL;
		use->header = NULL;
	}
	if (use->format != NULL && use->format->split == SPLIT_SYSLOG)
		compose(all, a, use);
	if (use->year_end_ms == TIME_NONE && only_yearless(head))
		return err_set(e, ERR_INPUT, "the times of this log have no year and standard input has no date; say --year YYYY");
	return 0;
}

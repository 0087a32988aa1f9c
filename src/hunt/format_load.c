/* format_load.c - descriptions into formats; a bad line is refused with its number. */
#include <assert.h>
#include <iconv.h>

#include "base/file.h"
#include "base/tr.h"
#include "hunt/format_in.h"

static const struct { const char *word; int what; } words[] = {
	{ "src.ip", FIELD_SRC_IP }, { "src.port", FIELD_SRC_PORT }, { "dst.ip", FIELD_DST_IP }, { "dst.port", FIELD_DST_PORT },
	{ "src.nat", FIELD_SRC_NAT }, { "dst.nat", FIELD_DST_NAT }, { "proto", FIELD_PROTO }, { "action", FIELD_ACTION },
	{ "client", FIELD_CLIENT }, { "host", FIELD_HOST }, { "path", FIELD_PATH }, { "url", FIELD_URL }, { "query", FIELD_QUERY },
	{ "answer", FIELD_ANSWER }, { "sender", FIELD_SENDER }, { "recipient", FIELD_RECIPIENT }, { "relay", FIELD_RELAY },
	{ "forwarded", FIELD_FORWARDED }, { "referrer", FIELD_REFERRER }, { "agent", FIELD_AGENT }, { "user", FIELD_USER },
	{ "hash", FIELD_HASH }, { "other", FIELD_OTHER }, { "time", WHAT_TIME }, { "stage", WHAT_STAGE },
	{ "connection", WHAT_CONNECTION }, { "swap", WHAT_SWAP },
};

int what_of_word(struct str word)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_eq(word, str_of(words[i].word)))
			return words[i].what;
	return WHAT_NONE;
}

static int choice(struct str value, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (str_eq(value, str_of(names[i])))
			return i;
	return -1;
}

static bool put_name(struct format *f, struct str name, int what)
{
	uint64_t h = name_hash(name);
	size_t at = h % LOCATORS;

	for (int tries = 0; tries < LOCATORS / 2; tries++, at = (at + 1) % LOCATORS) {
		if (f->hash[at] != 0 && f->hash[at] != h)
			continue;
		if (f->hash[at] == 0)
			f->what[at] = (uint8_t)what;
		f->hash[at] = h;
		return true;
	}
	return false;
}

int format_what(const struct format *f, struct str name)
{
	uint64_t h = name_hash(name);

	for (size_t at = h % LOCATORS; f->hash[at] != 0; at = (at + 1) % LOCATORS)
		if (f->hash[at] == h)
			return f->what[at];
	return WHAT_NONE;
}

/* Japanese headings stand in exports as CP932 too; converted now, since a locked thread opens nothing. */
static void put_cp932(struct format *f, struct str name, int what)
{
	char out[256], *in = (char *)(uintptr_t)name.p, *to = out;
	size_t left = name.n, room = sizeof out;
	bool ascii = true;
	iconv_t cd;

	for (size_t i = 0; i < name.n; i++)
		ascii = ascii && (unsigned char)name.p[i] < 0x80;
	if (ascii || (cd = iconv_open("CP932", "UTF-8")) == (iconv_t)-1)
		return;
	if (iconv(cd, &in, &left, &to, &room) != (size_t)-1)
		put_name(f, (struct str){ out, (size_t)(to - out) }, what);
	iconv_close(cd);
}

static const char *put_locator(struct format *f, struct str locator, int what)
{
	long long n;

	if (locator.n > 1 && locator.p[0] == '#') {
		if (!str_to_int(str_from(locator, 1), &n) || n < 0 || n >= COLUMNS_MOST)
			return "a column is #0 to #511";
		f->column[n] = (uint8_t)what;
		f->last_column = (int)n > f->last_column ? (int)n : f->last_column;
		return NULL;
	}
	if (!put_name(f, locator, what))
		return "a format has at most 256 names";
	put_cp932(f, locator, what);
	return NULL;
}

/* a|b|"c d" each with the same meaning; '_' stands for a blank in a name that has one. */
static const char *put_locators(struct format *f, struct str list, int what)
{
	struct str one;
	const char *why = NULL;

	while (why == NULL && str_split(&list, '|', &one)) {
		char name[200];

		one = str_trim(one);
		if (one.n == 0 || one.n >= sizeof name)
			return "an empty name";
		for (size_t i = 0; i < one.n; i++)
			name[i] = one.p[i] == '~' ? ' ' : one.p[i];
		why = put_locator(f, (struct str){ name, one.n }, what);
	}
	return why;
}

/* time date + clock + zone: the next set. */
static const char *put_time(struct format *f, struct str rest, int *sets)
{
	struct str part;
	const char *why = NULL;

	if (*sets == TIME_SETS)
		return "a format has at most 6 ways of writing time";
	for (int p = 0; why == NULL && str_split(&rest, '+', &part); p++)
		why = p == TIME_PARTS ? "a time has at most three parts" : put_locators(f, part, WHAT_TIME + *sets * TIME_PARTS + p);
	(*sets)++;
	return why;
}

static const char *put_need(struct format *f, struct str rest)
{
	struct str word;
	uint64_t mask = 0;

	if (f->need_count == NEEDS)
		return "a format has at most 6 needs";
	while (str_split(&rest, '|', &word)) {
		int what = what_of_word(str_trim(word));

		if (what >= FIELDS && what != WHAT_TIME)
			return "need takes fields";
		mask |= what == WHAT_TIME ? 1ull << 63 : 1ull << what;
	}
	f->need[f->need_count++] = mask;
	return NULL;
}

static const char *put_match(struct arena *a, struct format *f, struct str rest)
{
	struct words *m = &f->match[f->match_count];
	struct str word;

	if (f->match_count == MATCHES)
		return "a format has at most 6 matches";
	while (str_split(&rest, '|', &word)) {
		char *text;
		size_t n = 0;

		if (m->count == 8)
			return "a match has at most 8 alternatives";
		word = str_trim(word);
		text = arena_alloc(a, word.n + 1);
		for (size_t i = 0; i < word.n; i++) {
			text[n++] = word.p[i] == '~' ? ' ' : word.p[i];
			if (word.p[i] == '\\' && i + 1 < word.n && word.p[i + 1] == 't') {
				text[n - 1] = '\t';
				i++;
			}
		}
		m->list[m->count++] = (struct str){ text, n };
	}
	f->match_count++;
	return NULL;
}

static const char *put_split(struct format *f, struct str rest)
{
	static const char *const names[] = { "tsv", "csv", "space", "kv", "json", "template", "syslog" };
	static const char separators[] = { '\t', ',', ' ', ' ', ',', ' ', ' ' };
	struct str word = str_upto(rest, ' '), more = str_trim(str_after(rest, ' '));
	int split = choice(word, names, 7);

	if (split < 0)
		return "split is tsv, csv, space, kv, json, template or syslog";
	f->split = (enum split)split;
	f->separator = separators[split];
	if (more.n == 1)
		f->separator = more.p[0];
	else if (more.n > 0)
		return "the separator is one character";
	return NULL;
}

static const char *put_template(struct arena *a, struct format *f, struct str rest)
{
	const char *why = NULL;
	struct template *t = template_parse(a, rest, &why), **at = &f->templates;

	if (t == NULL)
		return why;
	while (*at != NULL)
		at = &(*at)->next;
	*at = t;
	return NULL;
}

static const char *put_flag(struct format *f, struct str rest)
{
	if (str_eq(rest, STR("envelope")))
		f->envelope = true;
	else if (str_eq(rest, STR("flow")))
		f->flow = true;
	else if (str_eq(rest, STR("utc")))
		f->utc = true;
	else if (str_eq(rest, STR("yearless")))
		f->yearless = true;
	else
		return "a flag is envelope, flow, utc or yearless";
	return NULL;
}

static const char *put_line(struct arena *a, struct format *f, struct str key, struct str rest, int *time_sets)
{
	static const char *const headers[] = { "none", "row", "fields" }, *const orders[] = { "unknown", "mdy", "dmy" };
	static const char *const devices[] = { "web", "proxy", "dns", "mail", "firewall", "host" };
	long long n;
	int v;

	if (str_eq(key, STR("name")))
		return f->name = rest, NULL;
	if (str_eq(key, STR("title-ja")))
		return f->title_ja = rest, NULL;
	if (str_eq(key, STR("title-en")))
		return f->title_en = rest, NULL;
	if (str_eq(key, STR("split")))
		return put_split(f, rest);
	if (str_eq(key, STR("header")))
		return (v = choice(rest, headers, 3)) < 0 ? "header is none, row or fields" : (f->header = (enum header)v, NULL);
	if (str_eq(key, STR("order")))
		return (v = choice(rest, orders, 3)) < 0 ? "order is mdy or dmy" : (f->order = (enum date_order)v, NULL);
	if (str_eq(key, STR("device")))
		return (v = choice(rest, devices, 6)) < 0 ? "device is web, proxy, dns, mail, firewall or host" : (f->device = v, NULL);
	if (str_eq(key, STR("flag")))
		return put_flag(f, rest);
	if (str_eq(key, STR("port")))
		return !str_to_int(rest, &n) || n < 1 || n > 65535 ? "port is a number" : (f->port = (int)n, NULL);
	if (str_eq(key, STR("protocol")))
		return rest.n >= sizeof f->proto ? "a protocol has at most 7 letters" : (memcpy(f->proto, rest.p, rest.n), NULL);
	if (str_eq(key, STR("need")))
		return put_need(f, rest);
	if (str_eq(key, STR("match")))
		return put_match(a, f, rest);
	if (str_eq(key, STR("template")))
		return put_template(a, f, rest);
	if (str_eq(key, STR("time")))
		return put_time(f, rest, time_sets);
	v = what_of_word(key);
	return v == WHAT_NONE ? "this key is not known" : put_locators(f, rest, v);
}

static int parse(struct arena *a, struct str text, const char *file, struct format **f_r, struct err *e)
{
	struct format *f = ARENA_NEW(a, struct format);
	struct str rest = text, line;
	int number = 0, time_sets = 0;

	*f = (struct format){ .source = text, .device = DEVICE_NONE, .port = -1, .last_column = -1 };
	memset(f->column, WHAT_NONE, sizeof f->column);
	while (str_split(&rest, '\n', &line)) {
		const char *why;

		number++;
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		why = put_line(a, f, str_upto(line, ' '), str_trim(str_after(line, ' ')), &time_sets);
		if (why != NULL)
			return err_set(e, ERR_INPUT, "%s, line %d: %s: “" STR_FMT "”", file, number, tr(why), STR_ARG(line));
	}
	if (f->name.n == 0 || (f->need_count == 0 && f->split != SPLIT_SYSLOG))
		return err_set(e, ERR_INPUT, "%s: a format has a name and says which fields it needs", file);
	*f_r = f;
	return 0;
}

static void put(struct formats *all, struct format *f)
{
	for (size_t i = 0; i < all->count; i++) {
		if (str_eq(all->list[i]->name, f->name)) {
			all->list[i] = f;
			return;
		}
	}
	*ARENA_PUSH(all->arena, all->list, all->count, all->room) = f;
}

int formats_load(struct arena *a, const struct str *own, size_t n, struct formats **f_r, struct err *e)
{
	struct formats *all = ARENA_NEW(a, struct formats);
	struct format *f;

	all->arena = a;
	for (size_t i = 0; i < format_text_count; i++) {
		if (parse(a, format_texts[i].text, format_texts[i].name, &f, e) < 0)
			return -1;
		put(all, f);
	}
	for (size_t i = 0; i < n; i++) {
		struct str text;
		const char *path = arena_cstr(a, own[i]);

		if (file_read(a, path, 1 << 20, &text, e) < 0 || parse(a, text, path, &f, e) < 0)
			return -1;
		put(all, f);
	}
	*f_r = all;
	return 0;
}

size_t formats_count(const struct formats *f)
{
	return f->count;
}

const struct format *formats_at(const struct formats *f, size_t i)
{
	return f->list[i];
}

const struct format *formats_find(const struct formats *f, struct str name)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->list[i]->name, name))
			return f->list[i];
	return NULL;
}

struct str format_name(const struct format *f)
{
	return f->name;
}

struct str format_title(const struct format *f)
{
	return tr_lang() == LANG_JA && f->title_ja.n > 0 ? f->title_ja : f->title_en;
}

struct str format_source(const struct format *f)
{
	return f->source;
}

bool format_yearless(const struct format *f)
{
	return f->yearless || f->split == SPLIT_SYSLOG;
}

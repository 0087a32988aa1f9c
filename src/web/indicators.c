/* indicators.c - the list of what the hub knows; for a member of what its organisation was sent; taken away as CSV and block list. */
#include "web/indicators.h"

#include "base/csv.h"
#include "base/time.h"
#include "feedback/feed.h"
#include "hunt/blocklist.h"
#include "indicator/lists.h"
#include "share/render/render.h"
#include "store/audit.h"
#include "web/look.h"

enum { PAGE = 50, EXPORT_MOST = 100000, EXPORT_BYTES = 64 << 20, TEXT_MOST = 200 };

#define TYPES "ipv4 ipv6 domain url email sha256 sha1 md5 filename bank-account"
static const struct { const char *name, *label; } views[] = { { "all", "web.view.all" }, { "shared", "web.indicators.shared" },
	{ "sighted", "web.indicators.sighted" }, { "inside", "web.indicators.inside" } };

/* ---- words ---- */

struct str indicator_shown_value(const struct web_call *c, struct str type, struct str value)
{
	return str_eq(type, STR("bank-account")) ? web_text(c, "web.indicators.account") : render_defang(c->a, type, value);
}

struct str indicator_count(const struct web_call *c, long long n)
{
	struct buf b;

	buf_init_arena(&b, c->a, 40);
	buf_thousands(&b, n);
	return buf_str(&b);
}

struct str indicator_port(const struct web_call *c, long long port)
{
	return port >= 0 ? arena_printf(c->a, "%lld", port) : STR("–");
}

struct str indicator_seen_words(const struct web_call *c, const struct indicator_row *r)
{
	const struct { const char *word; long long n; } parts[] = { { "to", r->to }, { "from", r->from }, { "lookup", r->lookup }, { "unknown", r->unknown } };
	struct buf out;

	buf_init_arena(&out, c->a, 400);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i].n > 0)
			buf_printf(&out, "%s" STR_FMT " " STR_FMT, out.n > 0 ? c->lang == LANG_JA ? "、" : ", " : "",
			    STR_ARG(web_word(c, "web.seen", str_of(parts[i].word))), STR_ARG(indicator_count(c, parts[i].n)));
	return buf_str(&out);
}

struct str indicator_until_words(const struct web_call *c, const struct indicator_row *r, const char **tone)
{
	*tone = r->live ? "ai" : "";
	if (r->shares == 0)
		return web_text(c, "web.indicators.not_shared");
	if (!r->live)
		return web_text(c, "web.indicators.ended");
	return r->until_ms == TIME_FOREVER ? web_text(c, "web.indicators.no_end") : web_date(c, r->until_ms);
}

struct str indicator_seen_by_words(const struct web_call *c, long long shares, long long organisations)
{
	return shares == 0 ? web_text(c, "web.indicators.hub_only") : arena_printf(c->a, tr("%lld organisations"), organisations);
}

/* ---- filters ---- */

static size_t view_of(const struct web_call *c)
{
	struct str wanted = http_query(c->q, "view");

	for (size_t i = 1; i < sizeof views / sizeof views[0]; i++)
		if (str_eq(wanted, str_of(views[i].name)))
			return i;
	return 0;
}

static bool is_type(struct str type)
{
	struct str rest = STR(TYPES), one;

	while (str_split(&rest, ' ', &one))
		if (str_eq(one, type))
			return true;
	return false;
}

/* A word of the address that is none of ours filters nothing. */
static struct indicator_filter filter_of(const struct web_call *c)
{
	struct indicator_filter f = { .view = (enum indicator_view)view_of(c), .before_ms = TIME_FOREVER, .limit = PAGE + 1 };
	struct str type = http_query(c->q, "type"), direction = http_query(c->q, "direction"), text = str_trim(http_query(c->q, "text")),
		after = http_query(c->q, "after");

	f.type = is_type(type) ? type : STR("");
	f.direction = str_eq(direction, STR("to")) || str_eq(direction, STR("from")) || str_eq(direction, STR("lookup")) ? direction : STR("");
	f.text = text.n > 0 ? str_at(text, 0, TEXT_MOST) : STR("");
	if (str_to_int(str_upto(after, '.'), &f.before_ms))
		f.before_id = str_after(after, '.');
	else
		f.before_ms = TIME_FOREVER;
	return f;
}

static struct str encoded(const struct web_call *c, struct str s)
{
	return s.n > 0 ? web_path(c, "", s, STR_NONE) : STR("");
}

static struct str address(const struct web_call *c, const char *path, size_t view, const struct indicator_filter *f)
{
	return arena_printf(c->a, "%s?view=%s&type=" STR_FMT "&direction=" STR_FMT "&text=" STR_FMT, path, views[view].name, STR_ARG(f->type),
	    STR_ARG(f->direction), STR_ARG(encoded(c, f->text)));
}

static struct option *choices(struct web_call *c, const char *family, const char *ids, struct str now, size_t *n)
{
	struct option *list = look_choices(c, family, ids, now, n);

	list[0].label = web_text(c, "web.all");
	return list;
}

static void show_filters(struct web_call *c, struct indicators_page *p, const struct indicator_filter *f)
{
	size_t view = (size_t)f->view;

	p->view = str_of(views[view].name);
	p->text = f->text;
	p->types = choices(c, "web.type", "- " TYPES, f->type, &p->types_count);
	p->directions = choices(c, "share.direction", "- to from lookup", f->direction, &p->directions_count);
	p->views = ARENA_ARRAY(c->a, struct option, sizeof views / sizeof views[0]);
	for (size_t i = 0; p->staff && i < sizeof views / sizeof views[0]; i++)
		p->views[p->views_count++] = (struct option){ address(c, "/indicators", i, f), web_text(c, views[i].label), i == view };
	p->csv = address(c, "/indicators.csv", view, f);
	p->plain = address(c, "/indicators.txt", view, f);
	p->filtered = f->text.n + f->type.n + f->direction.n > 0 || view > 0;
}

/* ---- the hub's list ---- */

static struct indicator_line_shown line_of(struct web_call *c, const struct indicator_row *r)
{
	struct indicator_line_shown x = { .type = web_word(c, "web.type", r->type), .value = indicator_shown_value(c, r->type, r->value),
		.href = web_path(c, "/indicators", r->id, STR_NONE), .first = web_date(c, r->first_ms), .last = web_date(c, r->last_ms),
		.cases = indicator_count(c, r->cases), .shares = indicator_count(c, r->shares), .sightings = indicator_seen_words(c, r),
		.seen_by = indicator_seen_by_words(c, r->shares, r->organisations), .mark = web_word(c, "web.listed", data_warning(r->value)) };

	x.until = indicator_until_words(c, r, &x.tone);
	return x;
}

static int hub_rows(struct web_call *c, struct indicators_page *p, const struct indicator_filter *f, struct err *e)
{
	struct indicator_row *list;
	size_t n;

	if (indicator_list(c->hub->db, c->a, f, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	p->rows_count = n > PAGE ? PAGE : n;
	p->rows = ARENA_ARRAY(c->a, struct indicator_line_shown, p->rows_count + 1);
	for (size_t i = 0; i < p->rows_count; i++)
		p->rows[i] = line_of(c, &list[i]);
	if (n > PAGE)
		p->older = arena_printf(c->a, STR_FMT "&after=%lld." STR_FMT, STR_ARG(address(c, "/indicators", (size_t)f->view, f)),
		    list[PAGE - 1].known_ms, STR_ARG(list[PAGE - 1].id));
	return 0;
}

/* ---- a member's: what the organisation was sent and still stands ---- */

static bool fits(const struct web_call *c, const struct feed_row *r, const struct indicator_filter *f)
{
	return (f->type.n == 0 || str_eq(f->type, r->type)) && (f->text.n == 0 || str_ihas(r->value, f->text) ||
	    str_ihas(indicator_shown_value(c, r->type, r->value), f->text));
}

/* "ipv4.203.0.113.9": where the page before ended. */
static bool is_behind(const struct feed_row *r, struct str after)
{
	struct str type = str_upto(after, '.');
	int order = str_cmp(r->type, type);

	return after.n == 0 || order > 0 || (order == 0 && str_cmp(r->value, str_after(after, '.')) > 0);
}

static int own_list(struct web_call *c, struct feed_row **list, size_t *n, struct err *e)
{
	struct reader reader;

	return reader_get(c->hub->db, c->a, c->who.person_id, c->q->now_ms, &reader, e) < 0 ? -1 :
	    feed_list(c->hub->db, c->a, reader.org_id, c->q->now_ms, list, n, e);
}

static int own_rows(struct web_call *c, struct indicators_page *p, const struct indicator_filter *f, struct err *e)
{
	struct str after = http_query(c->q, "after");
	const struct feed_row *last = NULL;
	struct feed_row *list;
	size_t n;

	if (own_list(c, &list, &n, e) < 0)
		return -1;
	p->rows = ARENA_ARRAY(c->a, struct indicator_line_shown, PAGE);
	for (size_t i = 0; i < n; i++) {
		const struct feed_row *r = &list[i];

		if (!fits(c, r, f) || !is_behind(r, after))
			continue;
		if (p->rows_count == PAGE) {
			p->older = arena_printf(c->a, STR_FMT "&after=" STR_FMT "." STR_FMT, STR_ARG(address(c, "/indicators", 0, f)), STR_ARG(last->type),
			    STR_ARG(encoded(c, last->value)));
			break;
		}
		last = r;
		p->rows[p->rows_count++] = (struct indicator_line_shown){ .type = web_word(c, "web.type", r->type),
			.value = indicator_shown_value(c, r->type, r->value), .href = web_path(c, "/inbox", r->number, STR_NONE), .first = web_date(c, r->published_ms),
			.shares = r->number, .until = arena_printf(c->a, "TLP:" STR_FMT, STR_ARG(r->tlp)), .tone = look_tlp(r->tlp),
			.mark = web_word(c, "web.listed", data_warning(r->value)) };
	}
	return 0;
}

int indicators_show(struct web_call *c, struct str lines, struct str problem, const struct lookup *search, struct err *e)
{
	struct indicators_page *p = ARENA_NEW(c->a, struct indicators_page);
	struct indicator_filter f = filter_of(c);

	p->staff = who_may(c->who.roles, true, WHO_LOOKS);
	p->lines = lines;
	p->problem = problem;
	p->search = search;
	p->older = STR("");
	if (!p->staff) {
		f.view = INDICATORS_ALL;
		f.direction = STR("");
	}
	show_filters(c, p, &f);
	if ((p->staff ? hub_rows(c, p, &f, e) : own_rows(c, p, &f, e)) < 0)
		return -1;
	c->page.indicators = p;
	return web_show(c, p->staff ? "web.indicators" : "web.indicators.own");
}

int web_indicators(struct web_call *c, struct err *e)
{
	return indicators_show(c, STR(""), STR(""), NULL, e);
}

/* ---- taken away ---- */

static void hub_csv(const struct web_call *c, struct buf *out, const struct indicator_row *list, size_t n)
{
	static const char *const heads[] = { "type", "value", "first", "last", "submissions", "cases", "shares", "organisations", "valid_until",
		"to", "from", "lookup", "unknown", "listed" };
	char text[TIME_TEXT];

	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		csv_field(out, i == 0, str_of(heads[i]));
	csv_end(out);
	for (size_t i = 0; i < n; i++) {
		const struct indicator_row *r = &list[i];
		const long long numbers[] = { r->submissions, r->cases, r->shares, r->organisations }, seen[] = { r->to, r->from, r->lookup, r->unknown };

		csv_field(out, true, r->type);
		csv_field(out, false, r->value);
		csv_field(out, false, time_rfc3339(text, r->first_ms));
		csv_field(out, false, time_rfc3339(text, r->last_ms));
		for (size_t k = 0; k < 4; k++)
			csv_field(out, false, arena_printf(c->a, "%lld", numbers[k]));
		csv_field(out, false, r->live && r->until_ms != TIME_FOREVER ? time_rfc3339(text, r->until_ms) : STR(""));
		for (size_t k = 0; k < 4; k++)
			csv_field(out, false, arena_printf(c->a, "%lld", seen[k]));
		csv_field(out, false, data_warning(r->value));
		csv_end(out);
	}
}

static void own_csv(struct buf *out, const struct feed_row *list, size_t n)
{
	static const struct feed_row head = { { "type", 4 }, { "value", 5 }, { "role", 4 }, { "share", 5 }, { "tlp", 3 }, { "class", 5 }, { "published", 9 } };

	for (size_t i = 0; i <= n; i++) {
		const struct feed_row *r = i == 0 ? &head : &list[i - 1];
		const struct str fields[] = { r->type, r->value, r->role, r->number, r->tlp, r->class, r->published };

		for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++)
			csv_field(out, k == 0, fields[k]);
		csv_end(out);
	}
}

/* Only what firewalls can block, and never what everybody uses. */
static void block(struct buf *out, struct str type, struct str value)
{
	int t = value_type_of(type);

	if (t < 0 || t > (int)VALUE_URL || blocklist_warning((enum value_type)t, value).p != NULL)
		return;
	buf_add(out, value);
	buf_char(out, '\n');
}

static int keep_fitting(struct web_call *c, const struct indicator_filter *f, struct feed_row **list, size_t *n, struct err *e)
{
	size_t kept = 0;

	if (own_list(c, list, n, e) < 0)
		return -1;
	for (size_t i = 0; i < *n; i++)
		if (fits(c, &(*list)[i], f))
			(*list)[kept++] = (*list)[i];
	*n = kept;
	return 0;
}

static int own_export(struct web_call *c, const struct indicator_filter *f, bool plain, struct buf *out, struct err *e)
{
	struct feed_row *list;
	size_t n;

	if (keep_fitting(c, f, &list, &n, e) < 0)
		return -1;
	if (!plain)
		own_csv(out, list, n);
	for (size_t i = 0; plain && i < n; i++)
		block(out, list[i].type, list[i].value);
	return audit_add(c->hub->db, &c->by, "delivery.feed-read", c->who.org_id, e);
}

static int hub_export(struct web_call *c, const struct indicator_filter *f, bool plain, struct buf *out, struct err *e)
{
	struct indicator_row *list;
	size_t n;

	if (indicator_list(c->hub->db, c->a, f, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	if (n > EXPORT_MOST)
		return err_set(e, ERR_LIMIT, "more than %d indicators at once; choose a kind or a part of the value", EXPORT_MOST);
	if (!plain)
		hub_csv(c, out, list, n);
	for (size_t i = 0; plain && i < n; i++)
		if (list[i].live)
			block(out, list[i].type, list[i].value);
	return audit_add(c->hub->db, &c->by, "indicator.exported", STR(""), e);
}

static int export(struct web_call *c, bool plain, struct err *e)
{
	struct indicator_filter f = filter_of(c);
	struct buf out;

	f.before_ms = TIME_FOREVER;
	f.limit = EXPORT_MOST + 1;
	buf_init_arena(&out, c->a, EXPORT_BYTES);
	if (!plain)
		csv_bom(&out);
	if ((who_may(c->who.roles, true, WHO_LOOKS) ? hub_export(c, &f, plain, &out, e) : own_export(c, &f, plain, &out, e)) < 0)
		return -1;
	if (out.failed)
		return err_set(e, ERR_LIMIT, "more than %d indicators at once; choose a kind or a part of the value", EXPORT_MOST);
	return web_bytes(c, plain ? "text/plain; charset=utf-8" : "text/csv; charset=utf-8", buf_str(&out), plain ? STR("block.txt") : STR("indicators.csv"));
}

int web_indicators_csv(struct web_call *c, struct err *e) { return export(c, false, e); }
int web_indicators_plain(struct web_call *c, struct err *e) { return export(c, true, e); }

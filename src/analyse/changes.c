/* changes.c - route, zone, mailer, Message-ID, authentication, charset against the history.
 *
 * A feature differs where it is present now, was present before, and equals none of the earlier
 * ones.  Foreign needs three, and the route or the authentication among them: a telephone changes
 * mailer and zone, a journey the zone, but both still leave through the sender's own house.  What is
 * not foreign is also asked whence it was handed in: web mail where there never was any is a difference. */
#include "analyse/changes.h"

#include <stdlib.h>

#include "analyse/detector.h"
#include "base/buf.h"
#include "base/time.h"

enum { HISTORY_MOST = 30, FOREIGN_FROM = 3 };

struct history {
	const struct thread *thread;
	size_t list[HISTORY_MOST];      /* earlier messages, newest first */
	size_t count;
};

static struct str sender_of(const struct message *m)
{
	return m->mail->from.count > 0 ? m->mail->from.list[0].address : STR("");
}

static void collect(const struct thread *t, const struct change_set *changes, size_t i, struct history *h)
{
	h->thread = t;
	for (size_t j = i; j-- > 0 && h->count < HISTORY_MOST;)
		if (!changes[j].suspect && str_ieq(sender_of(&t->messages[j]), sender_of(&t->messages[i])))
			h->list[h->count++] = j;
}

static struct difference *add(struct change_set *c, const char *feature, struct str found, struct str expected,
    size_t message)
{
	struct difference *d = &c->differences[c->difference_count++];

	*d = (struct difference){ .feature = feature, .found = found, .expected = expected, .expected_message = message };
	return d;
}

/* The first two numbers of an IPv4 address and a half: the same /24, or the same IPv6 /48. */
static bool same_net(struct str a, struct str b)
{
	long long end_a = str_rfind_char(a, '.'), end_b = str_rfind_char(b, '.');

	if (a.p == NULL || b.p == NULL)
		return false;
	if (end_a > 0 && end_b > 0)
		return str_eq(str_at(a, 0, (size_t)end_a), str_at(b, 0, (size_t)end_b));
	return a.n > 12 && b.n > 12 && str_ieq(str_at(a, 0, 12), str_at(b, 0, 12));
}

static bool same_route(const struct features *a, const struct features *b)
{
	return (a->route_host.p != NULL && b->route_host.p != NULL && str_eq(a->route_host, b->route_host)) ||
	    same_net(a->route_ip, b->route_ip);
}

static struct str route_words(struct arena *a, const struct features *f)
{
	return arena_printf(a, STR_FMT "%s" STR_FMT "%s", STR_ARG(f->route_host), f->route_ip.p != NULL ? " [" : "",
	    STR_ARG(f->route_ip), f->route_ip.p != NULL ? "]" : "");
}

static void compare_route(struct arena *a, const struct history *h, const struct features *now, struct change_set *c)
{
	const struct features *last = NULL;
	size_t last_message = 0;

	if (now->route == NULL)
		return;
	for (size_t n = 0; n < h->count; n++) {
		const struct features *then = &h->thread->messages[h->list[n]].features;

		if (then->route == NULL)
			continue;
		if (same_route(now, then))
			return;
		if (last == NULL) {
			last = then;
			last_message = h->list[n];
		}
	}
	if (last != NULL)
		add(c, "route", route_words(a, now), route_words(a, last), last_message)->header = now->route;
}

/* The half-year without a change of clocks, numbered; -1 while some country sets them: March and April, September to
 * November.  (America from 8 March to 7 November, Europe the last Sundays, Chile and New Zealand the other way round.) */
static int season_of(long long ms)
{
	struct civil c;
	int day;

	if (ms == TIME_NONE)
		return -1;
	c = time_civil(ms, 0);
	day = c.month * 100 + c.day;
	if ((day >= 308 && day <= 408) || (day >= 901 && day <= 1107))
		return -1;
	return 2 * (day > 1107 ? c.year + 1 : c.year) + (day > 408 && day < 901);
}

/* An hour apart is the same place where the clocks may have been set in between. */
static bool same_zone(int zone1, long long when1_ms, int zone2, long long when2_ms)
{
	int apart = abs(zone1 - zone2), season = season_of(when1_ms);

	return apart == 0 || (apart <= 60 && (season < 0 || season != season_of(when2_ms)));
}

static struct str zone_words(struct arena *a, int zone)
{
	return arena_printf(a, "%c%02d%02d", zone < 0 ? '-' : '+', abs(zone) / 60, abs(zone) % 60);
}

static void compare_zone(struct arena *a, const struct history *h, const struct message *m, struct change_set *c)
{
	const struct features *now = &m->features, *last = NULL;
	size_t last_message = 0;

	if (!now->has_zone)
		return;
	for (size_t n = 0; n < h->count; n++) {
		const struct message *earlier = &h->thread->messages[h->list[n]];

		if (!earlier->features.has_zone)
			continue;
		if (same_zone(earlier->features.zone, earlier->when_ms, now->zone, m->when_ms))
			return;
		if (last == NULL) {
			last = &earlier->features;
			last_message = h->list[n];
		}
	}
	if (last != NULL)
		add(c, "zone", zone_words(a, now->zone), zone_words(a, last->zone), last_message);
}

static void compare_origin(const struct history *h, const struct features *now, struct change_set *c)
{
	size_t last = h->list[0];       /* the newest that tells its origin; else the newest */

	if (now->origin == NULL)
		return;
	for (size_t n = h->count; n-- > 0;) {
		const struct features *then = &h->thread->messages[h->list[n]].features;

		if (same_net(now->origin_ip, then->origin_ip) || same_net(now->origin_ip, then->route_ip))
			return;
		if (then->origin != NULL)
			last = h->list[n];
	}
	add(c, "origin", now->origin_ip, h->thread->messages[last].features.origin_ip, last)->header = now->origin;
}

/* A textual feature, chosen by its place in struct features. */
static void compare_text(const struct history *h, const struct features *now, size_t offset, const char *name,
    const struct header *header, struct change_set *c)
{
#define FEATURE(f) (*(const struct str *)(const void *)((const char *)(f) + offset))
	struct str value = FEATURE(now), last = STR_NONE;
	size_t last_message = 0;

	for (size_t n = 0; value.n > 0 && n < h->count; n++) {
		struct str then = FEATURE(&h->thread->messages[h->list[n]].features);

		if (then.n == 0)
			continue;
		if (str_ieq(then, value))
			return;
		if (last.p == NULL) {
			last = then;
			last_message = h->list[n];
		}
	}
	if (last.p != NULL)
		add(c, name, value, last, last_message)->header = header;
#undef FEATURE
}

static bool passed(const struct auth *a)
{
	return str_ieq(a->dmarc, STR("pass")) || str_ieq(a->dkim, STR("pass")) || str_ieq(a->spf, STR("pass"));
}

/* What was forwarded by houses that our host believes fails for that reason alone. */
static bool failed(const struct auth *a)
{
	if (a->forwarded)
		return false;
	return !passed(a) || str_ieq(a->dmarc, STR("fail"));
}

static struct str auth_words(struct arena *a, const struct auth *auth)
{
	const struct { const char *name; struct str value; } methods[] = { { "spf", auth->spf }, { "dkim", auth->dkim },
		{ "dmarc", auth->dmarc } };
	struct buf out;

	buf_init_arena(&out, a, 400);
	for (size_t i = 0; i < 3; i++)
		if (methods[i].value.p != NULL)
			buf_printf(&out, "%s%s=%.*s", out.n > 0 ? " " : "", methods[i].name,
			    (int)(methods[i].value.n < 40 ? methods[i].value.n : 40), methods[i].value.p);
	return buf_str(&out);
}

static void compare_auth(struct arena *a, const struct history *h, const struct features *now, struct change_set *c)
{
	if (now->auth.header == NULL || !failed(&now->auth))
		return;
	for (size_t n = 0; n < h->count; n++) {
		const struct auth *then = &h->thread->messages[h->list[n]].features.auth;

		if (then->header == NULL)
			continue;
		if (!failed(then))
			add(c, "auth", auth_words(a, &now->auth), auth_words(a, then), h->list[n])->header = now->auth.header;
		return;
	}
}

static bool has(const struct change_set *c, const char *feature)
{
	for (size_t i = 0; i < c->difference_count; i++)
		if (strcmp(c->differences[i].feature, feature) == 0)
			return true;
	return false;
}

void changes_compare(struct arena *a, const struct thread *t, const struct change_set *changes, size_t i,
    struct change_set *change_r)
{
	const struct message *m = &t->messages[i];
	const struct features *now = &m->features;
	struct history h = { 0 };

	collect(t, changes, i, &h);
	change_r->earlier = h.count;
	if (h.count == 0 || now->is_list)       /* a list remakes route, Message-ID and more */
		return;
	compare_route(a, &h, now, change_r);
	compare_auth(a, &h, now, change_r);
	compare_zone(a, &h, m, change_r);
	compare_text(&h, now, offsetof(struct features, mailer), "mailer", now->mailer_header, change_r);
	compare_text(&h, now, offsetof(struct features, id_host), "id", mail_header(m->mail, "Message-ID", NULL), change_r);
	compare_text(&h, now, offsetof(struct features, charset), "charset", mail_header(m->mail, "Content-Type", NULL), change_r);
	change_r->foreign = change_r->difference_count >= FOREIGN_FROM && (has(change_r, "route") || has(change_r, "auth"));
	if (!change_r->foreign)
		compare_origin(&h, now, change_r);
}

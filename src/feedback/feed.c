/* feed.c - see feed.h. */
#include "feedback/feed.h"

#include <stdlib.h>

#include "base/time.h"

static bool shows(const struct projection *p, const struct shown_indicator *one)
{
	for (size_t i = 0; i < p->indicators.count; i++)
		if (str_eq(p->indicators.list[i].type, one->type) && str_eq(p->indicators.list[i].shown, one->shown))
			return !p->indicators.list[i].revoked;
	return false;
}

int delivery_live(struct db *db, struct arena *a, const struct delivery *d, struct projection *live, struct err *e)
{
	struct projection newest;
	struct db_rows r;

	*live = d->shown;
	if (DB_QUERY(db, a, &r, e, "SELECT r.projection FROM release x JOIN share_rev r ON r.share_id = x.share_id AND r.rev = x.rev "
	    "WHERE x.share_id = $1 AND x.rev > $2 ORDER BY x.rev DESC LIMIT 1", DB_TEXT(d->share_id), DB_INT(d->rev)) < 0)
		return -1;
	if (r.count == 0)
		return 0;
	if (projection_read(a, db_text(&r, 0, 0), &newest, e) < 0)
		return -1;
	live->indicators.list = ARENA_ARRAY(a, struct shown_indicator, d->shown.indicators.count + 1);
	for (size_t i = 0; i < d->shown.indicators.count; i++) {
		live->indicators.list[i] = d->shown.indicators.list[i];
		live->indicators.list[i].revoked = live->indicators.list[i].revoked || !shows(&newest, &d->shown.indicators.list[i]);
	}
	return 0;
}

static int by_value(const void *x, const void *y)
{
	const struct feed_row *p = x, *q = y;
	int types = str_cmp(p->type, q->type), values = str_cmp(p->value, q->value);

	/* the newest first: it is the one that stays */
	return types != 0 ? types : values != 0 ? values : str_cmp(q->published, p->published) != 0 ? str_cmp(q->published, p->published) :
	    str_cmp(p->number, q->number);
}

struct feed {
	struct feed_row *list;
	size_t count, room;
};

static void add(struct arena *a, struct feed *f, const struct delivery *d, const struct projection *p, struct str day, struct str today)
{
	if (p->expires.n > 0 && str_cmp(p->expires, today) < 0)
		return;
	for (size_t i = 0; i < p->indicators.count; i++) {
		const struct shown_indicator *n = &p->indicators.list[i];

		if (!n->revoked && str_eq(n->treatment, STR("kept")))
			*ARENA_PUSH(a, f->list, f->count, f->room) = (struct feed_row){ n->type, n->shown, n->role, d->number, p->tlp, p->class, day, d->queued_ms };
	}
}

int feed_list(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct feed_row **list_r, size_t *n_r, struct err *e)
{
	char day[TIME_TEXT], today[TIME_TEXT];
	struct feed f = { 0 };
	struct delivery *all;
	size_t n, kept = 0;

	if (delivery_list(db, a, org_id, now_ms, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct projection live;

		if (delivery_live(db, a, &all[i], &live, e) < 0)
			return -1;
		add(a, &f, &all[i], &live, arena_str(a, time_date(day, all[i].queued_ms, db_zone(db))), time_date(today, now_ms, db_zone(db)));
	}
	if (f.count > 0)
		qsort(f.list, f.count, sizeof *f.list, by_value);
	for (size_t i = 0; i < f.count; i++)
		if (kept == 0 || !str_eq(f.list[i].type, f.list[kept - 1].type) || !str_eq(f.list[i].value, f.list[kept - 1].value))
			f.list[kept++] = f.list[i];
	*list_r = f.list;
	*n_r = kept;
	return 0;
}

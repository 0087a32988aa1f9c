/* inbox_feed.c - see inbox_feed.h. */
#include "cli/inbox_feed.h"

#include "base/csv.h"
#include "base/file.h"
#include "feedback/feed.h"
#include "feedback/receipts.h"
#include "store/audit.h"

static void row_json(struct jw *w, const struct feed_row *r)
{
	jw_kz(w, "schema", "noroshi/feed/1");
	jw_kstr(w, "type", r->type);
	jw_kstr(w, "value", r->value);
	jw_kstr(w, "role", r->role);
	jw_kstr(w, "share", r->number);
	jw_kstr(w, "tlp", r->tlp);
	jw_kstr(w, "class", r->class);
	jw_kstr(w, "published", r->published);
}

static void row_csv(struct buf *out, const struct feed_row *r)
{
	csv_field(out, true, r->type);
	csv_field(out, false, r->value);
	csv_field(out, false, r->role);
	csv_field(out, false, r->number);
	csv_field(out, false, r->tlp);
	csv_field(out, false, r->class);
	csv_field(out, false, r->published);
	csv_end(out);
}

static void all_csv(struct buf *out, const struct feed_row *list, size_t n)
{
	static const struct feed_row head = { { "type", 4 }, { "value", 5 }, { "role", 4 }, { "share", 5 }, { "tlp", 3 }, { "class", 5 }, { "published", 9 } };

	csv_bom(out);
	row_csv(out, &head);
	for (size_t i = 0; i < n; i++)
		row_csv(out, &list[i]);
}

int inbox_feed_write(struct desk *d, struct str org, struct str output, struct err *e)
{
	struct feed_row *list;
	struct buf csv;
	size_t n;

	if (feed_list(d->hub->db, d->arena, org, d->by.now_ms, &list, &n, e) < 0 || audit_add(d->hub->db, &d->by, "delivery.feed-read", org, e) < 0)
		return -1;
	for (size_t i = 0; d->json && i < n; i++) {
		desk_json(d);
		row_json(&d->w, &list[i]);
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	if (d->json)
		return 0;
	buf_init_arena(&csv, d->arena, 64 << 20);
	all_csv(&csv, list, n);
	if (output.p != NULL)   /* whoever reads it meets the old one or the new one */
		return file_replace(arena_cstr(d->arena, output), buf_str(&csv), 0600, e);
	buf_add(&d->out, buf_str(&csv));
	return 0;
}

int inbox_receipts(struct desk *d, struct str org, struct err *e)
{
	struct receipts r;

	if (receipts_of_org(d->hub->db, d->arena, org, d->by.now_ms, &r, e) < 0)
		return -1;
	d->attention |= r.ack_late > 0;
	if (!d->json) {
		buf_printf(&d->out, TR_N("received %lld {share|shares}: opened %lld, acknowledged %lld, answered %lld; to be acknowledged still %lld, of these late %lld\n", r.sent),
		    r.sent, r.opened, r.acked, r.answered, r.ack_wanted, r.ack_late);
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/receipts/1");
	jw_kstr(&d->w, "org", org);
	jw_kint(&d->w, "received", r.sent);
	jw_kint(&d->w, "opened", r.opened);
	jw_kint(&d->w, "acknowledged", r.acked);
	jw_kint(&d->w, "answered", r.answered);
	jw_kint(&d->w, "acknowledge", r.ack_wanted);
	jw_kint(&d->w, "acknowledge_late", r.ack_late);
	return desk_json_end(d, e);
}

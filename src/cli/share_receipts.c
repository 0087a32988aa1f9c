/* share_receipts.c - noroshi share receipts, remind: how far what was sent came. */
#include "approve/approve.h"
#include "base/json.h"
#include "cli/share_cli.h"
#include "feedback/receipts.h"

static void row(struct share_run *r, const struct receipts *x)
{
	struct jw w;

	if (!r->o->json) {
		buf_printf(&r->out, tr("%-11s sent %lld, told %lld, opened %lld, acknowledged %lld, answered %lld; to be acknowledged still %lld, late %lld\n"),
		    x->number.p, x->sent, x->notified, x->opened, x->acked, x->answered, x->ack_wanted, x->ack_late);
		return;
	}
	jw_init(&w, &r->out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/receipts/1");
	jw_kstr(&w, "share", x->number);
	jw_kint(&w, "sent", x->sent);
	jw_kint(&w, "told", x->notified);
	jw_kint(&w, "opened", x->opened);
	jw_kint(&w, "acknowledged", x->acked);
	jw_kint(&w, "answered", x->answered);
	jw_kint(&w, "acknowledge", x->ack_wanted);
	jw_kint(&w, "acknowledge_late", x->ack_late);
	jw_end_object(&w);
	buf_char(&r->out, '\n');
}

int share_cli_receipts(struct share_run *r, struct err *e)
{
	struct receipts *list;
	long long late = 0;
	bool staff;
	size_t n;

	if (share_cli_staff(r, &staff, e) < 0)
		return -1;
	if (!staff)
		return err_set(e, ERR_DENIED, "counts over all recipients are for the hub's people; your own: noroshi inbox receipts");
	if (receipts_of_shares(r->opened->db, r->arena, r->o->number.n > 0 ? r->o->number : STR_NONE, r->by.now_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		row(r, &list[i]);
		late += list[i].ack_late;
	}
	return out_flush(&r->out, e) < 0 ? -1 : late > 0;
}

int share_cli_remind(struct share_run *r, struct err *e)
{
	long long n = receipts_remind(r->opened->db, &r->by, r->arena, e);

	if (n < 0)
		return -1;
	buf_printf(&r->out, r->o->json ? "{\"schema\":\"noroshi/reminded/1\",\"notices\":%lld}\n" : TR_N("%lld {reminder|reminders}\n", n), n);
	return out_flush(&r->out, e);
}

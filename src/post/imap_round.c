/* imap_round.c - see imap_round.h. */
#include "post/imap_round.h"

#include "base/log.h"
#include "intake/mailbox.h"
#include "intake/mailed.h"

enum { ROUND_ARENA = 64 << 20, MAIL_ARENA = 64 << 20 };

struct round {
	struct hub *hub;
	struct act *by;
	long long (*now_ms)(void);
	struct imap *imap;
	struct mailbox box;
	imap_progress *progress;
	void *ctx;
	struct imap_counts *counts;
};

/* ---- one mail ---- */

static int mark(struct round *r, long long uid, struct err *e)
{
	bool refused;

	if (!imap_has_after(r->imap) || r->counts->refused.kind != ERR_OK)       /* once refused, the next round asks again */
		return 0;
	if (imap_after(r->imap, uid, &refused, &r->counts->refused) < 0 && !refused) {
		*e = r->counts->refused;
		return -1;
	}
	if (refused)
		return 0;
	r->counts->marked++;
	return mailbox_done(r->hub, &r->box, uid, e);
}

static int keep(struct round *r, struct arena *a, long long uid, struct spool *spool, struct err *e)
{
	const struct content content = spool_content(spool);
	enum mailbox_take what;
	struct receipt receipt;

	r->by->now_ms = r->now_ms();
	if (mailbox_take(r->hub, r->by, a, &r->box, uid, &content, !imap_has_after(r->imap), &what, &receipt, e) < 0)
		return -1;
	if (what == MAILBOX_TAKEN) {
		r->counts->taken++;
		log_event(LOG_INFO, "imap.taken", "uid=%lld receipt=" STR_FMT, uid, STR_ARG(receipt.number));
	} else {
		r->counts->known++;
	}
	return mark(r, uid, e);
}

/* Not here, and why: the mail stays where it is. */
static int leave(struct round *r, long long uid, long long bytes, const char *problem, long long *count, struct err *e)
{
	r->by->now_ms = r->now_ms();
	(*count)++;
	log_event(LOG_WARN, "imap.left", "uid=%lld problem=%s bytes=%lld", uid, problem, bytes);
	return mailbox_note(r->hub, r->by, &r->box, uid, bytes, problem, e);
}

/* The server breaks off at this mail: others are not to wait for it for ever. */
static int broken(struct round *r, long long uid, long long bytes, struct err *e)
{
	struct err ours;
	long long ignored;

	if (e->kind == ERR_IO && leave(r, uid, bytes, "broken", &ignored, &ours) < 0)
		*e = ours;
	return -1;
}

static int fetch(struct round *r, struct arena *a, long long uid, long long bytes, struct err *e)
{
	long long most = r->hub->conf.hand_in_mb << 20;
	enum imap_fetch what;
	struct spool *spool;

	if (bytes > most)
		return leave(r, uid, bytes, "too-large", &r->counts->too_large, e);
	if (hub_check_space(r->hub, e) < 0 || spool_new(r->hub->dir, a, &spool, e) < 0)
		return -1;
	if (imap_fetch(r->imap, uid, most, spool, &what, e) < 0)
		return broken(r, uid, bytes, e);
	switch (what) {
	case IMAP_TOO_LARGE:    /* larger than it was said to be */
		return leave(r, uid, most + 1, "too-large", &r->counts->too_large, e);
	case IMAP_EMPTY:
		return leave(r, uid, 0, "empty", &r->counts->empty, e);
	case IMAP_GONE:
		return leave(r, uid, bytes, "gone", &r->counts->gone, e);
	case IMAP_FETCHED:
		break;
	}
	return keep(r, a, uid, spool, e);
}

static int one(struct round *r, long long uid, long long bytes, struct err *e)
{
	struct arena *a = arena_new(MAIL_ARENA, arena_full_exit);
	int status = mailed_queue_full(r->hub, a, &r->counts->held, e);

	if (status == 0 && !r->counts->held) {
		status = fetch(r, a, uid, bytes, e);
		r->counts->looked_at += status == 0;
		if (status == 0 && r->progress != NULL)
			r->progress(r->ctx, r->counts);
	}
	arena_free(a);
	return status;
}

/* ---- a round ---- */

static int take_all(struct round *r, struct arena *a, long long highest, struct err *e)
{
	struct mailbox_left *before;
	struct imap_mail *list;
	size_t n, again;

	/* what was received when something stopped behind it */
	if (mailbox_undone(r->hub, a, &r->box, &before, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (mark(r, before[i].uid, e) < 0)
			return -1;
	if (imap_list(r->imap, a, highest, &list, &n, e) < 0 || mailbox_again(r->hub, a, &r->box, &before, &again, e) < 0)
		return -1;
	r->counts->found = (long long)(n + again);
	for (size_t i = 0; i < n && !r->counts->held; i++)
		if (one(r, list[i].uid, list[i].bytes, e) < 0)
			return -1;
	for (size_t i = 0; i < again && !r->counts->held; i++)
		if (one(r, before[i].uid, before[i].bytes, e) < 0)
			return -1;
	return 0;
}

int imap_round(struct hub *hub, struct act *by, long long (*now_ms)(void), struct imap *m, imap_progress *progress, void *ctx,
    struct imap_counts *counts_r, struct err *e)
{
	struct round r = { .hub = hub, .by = by, .now_ms = now_ms, .imap = m, .box = { .name = imap_name(m) }, .progress = progress, .ctx = ctx,
		.counts = counts_r };
	struct arena *a = arena_new(ROUND_ARENA, arena_full_exit);
	long long highest;
	int status = -1;

	*counts_r = (struct imap_counts){ .refused.kind = ERR_OK };
	if (imap_enter(m, a, &r.box.uidvalidity, e) == 0 && mailbox_begin(hub, &r.box, a, &highest, e) == 0)
		status = take_all(&r, a, highest, e);
	imap_leave(m);
	arena_free(a);
	return status;
}

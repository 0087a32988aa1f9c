/* mailed.c - see mailed.h. */
#include "intake/mailed.h"

#include "base/time.h"

bool mailed_channel(struct str channel)
{
	return str_eq(channel, STR("pipe")) || str_eq(channel, STR("lmtp")) || str_eq(channel, STR("imap"));
}

/* local+anything@domain is local@domain's. */
static bool is_at(struct str address, struct str known)
{
	struct str local = str_upto(str_upto(address, '@'), '+');

	return known.n > 0 && str_ieq(str_after(address, '@'), str_after(known, '@')) &&
	    (str_ieq(local, str_upto(known, '@')) || str_ieq(str_upto(address, '@'), str_upto(known, '@')));
}

bool mailed_is_ours(const struct hub *hub, struct str address)
{
	struct str rest = hub->conf.intake_address, one;

	if (str_trim(rest).n == 0 || is_at(address, hub->conf.smtp_from))
		return true;
	while (str_split(&rest, ',', &one))
		if (is_at(address, str_trim(one)))
			return true;
	return false;
}

int mailed_queue_full(struct hub *hub, struct arena *a, bool *full_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE state = 'waiting' AND kind = 'split' LIMIT $1) waiting",
	    DB_INT(hub->conf.intake_queue_most)) < 0)
		return -1;
	*full_r = db_int(&rows, 0, 0) >= hub->conf.intake_queue_most;
	return 0;
}

int mailed_receive(struct hub *hub, const struct act *by, struct arena *a, struct str channel, const struct content *mail,
    struct receipt *receipt_r, struct err *e)
{
	const struct offer offer = { .kind = STR("mail"), .channel = channel, .name = STR("mail.eml"), .from = mail, .received_ms = TIME_NONE };

	return intake_receive(hub, by, a, &offer, receipt_r, e);
}

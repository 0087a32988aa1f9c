/* config_mail.c - see config_mail.h. */
#include "cli/config_mail.h"

#include <stdio.h>

#include "base/time.h"
#include "base/tr.h"
#include "post/imap.h"
#include "post/smtp.h"
#include "registry/word.h"

/* ---- what is written ---- */

static int check_list(const char *setting, struct str list, bool (*fits)(struct str s), const char *what, struct err *e)
{
	struct str one;

	while (list.n > 0 && str_split(&list, ',', &one))
		if (!fits(str_trim(one)))
			return err_set(e, ERR_USAGE, "%s: “" STR_FMT "” is %s", setting, STR_ARG(str_trim(one)), tr(what));
	return 0;
}

int config_mail_check(const struct conf *c, struct err *e)
{
	if (check_list("intake_address", c->intake_address, word_is_address, "no mail address", e) < 0 ||
	    check_list("trusted_authserv", c->trusted_authserv, word_is_host,
	    "no name of a host; it is the first word of Authentication-Results as your own mail server writes it", e) < 0 ||
	    check_list("smtp_from", c->smtp_from, word_is_address, "no mail address", e) < 0)
		return -1;
	if (c->imap_url.n == 0 && c->imap_user.n + c->imap_password_file.n + c->imap_move_to.n > 0)
		return err_set(e, ERR_USAGE, "imap_url is missing, but other settings of the mailbox are there");
	if (c->smtp_url.n == 0 && c->smtp_user.n + c->smtp_password_file.n > 0)
		return err_set(e, ERR_USAGE, "smtp_url is missing, but other settings of the server for mail out are there");
	return 0;
}

/* ---- the servers ---- */

static int try_out(struct arena *a, const struct hub *hub, struct err *e)
{
	const struct conf *c = &hub->conf;
	struct smtp *smtp;

	if (c->smtp_url.n == 0) {
		printf("%s", tr(c->sendmail.n > 0 ? "mail out: the command of sendmail\n" :
		    "mail out: neither smtp_url nor sendmail is set; notices stay in outbox/\n"));
		return 0;
	}
	if (smtp_open(hub, a, &smtp, e) < 0 || smtp_try(smtp, a, e) < 0)
		return -1;
	printf(tr("%s takes mail from us\n"), arena_cstr(a, c->smtp_url));
	return 0;
}

static int try_in(struct arena *a, const struct hub *hub, struct err *e)
{
	const struct conf *c = &hub->conf;
	long long uidvalidity;
	struct imap *imap;
	int status;

	if (c->imap_url.n > 0) {
		if (imap_open(hub, a, time_system_ms, NULL, &imap, e) < 0)
			return -1;
		status = imap_enter(imap, a, &uidvalidity, e);
		imap_leave(imap);
		if (status < 0)
			return -1;
		printf(tr("the mailbox %s opens\n"), arena_cstr(a, imap_name(imap)));
	}
	if (c->imap_url.n + c->intake_address.n > 0 && c->trusted_authserv.n == 0)
		printf("%s", tr("mail in: trusted_authserv is empty; all mail stays in quarantine until somebody says whose it is, but where the "
		    "registry names a border host of the hub's own\n"));
	return 0;
}

int config_mail_try(struct arena *a, const struct conf *c, const char *dir, struct err *e)
{
	const struct hub hub = { .arena = a, .dir = dir, .conf = *c };

	return try_out(a, &hub, e) < 0 ? -1 : try_in(a, &hub, e);
}

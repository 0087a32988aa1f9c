/* account.c - noroshi account: who may come in by the browser. */
#include "access/oidc.h"
#include "access/second.h"
#include "base/time.h"
#include "cli/desk.h"

struct account_options { struct str subject; };

/* The first account of a hub is made by whoever may read its key; after that by the hub's staff. */
static int make_link(struct desk *d, const char *purpose, long long until_ms, struct err *e)
{
	struct str token, link = d->hub->conf.link.n > 0 ? d->hub->conf.link : arena_printf(d->arena, "http://" STR_FMT "/", STR_ARG(d->hub->conf.listen));

	if (link_make(d->hub, &d->by, d->arena, d->operand[0], purpose, until_ms, &token, e) < 0)
		return -1;
	if (!d->json) {
		buf_printf(&d->out, "%.*s%slink/%s\n", (int)link.n, link.p, str_ends(link, STR("/")) ? "" : "/", token.p);
		return desk_flush(d, e);
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/link/1");
	jw_kstr(&d->w, "person", d->operand[0]);
	jw_kz(&d->w, "purpose", purpose);
	jw_kstr(&d->w, "link", arena_printf(d->arena, "%.*s%slink/%s", (int)link.n, link.p, str_ends(link, STR("/")) ? "" : "/", token.p));
	jw_ktime(&d->w, "until", until_ms);
	return desk_json_end(d, e);
}

static int invite(struct desk *d, void *options, struct err *e)
{
	(void)options;
	return make_link(d, "invitation", d->by.now_ms + (long long)ACCESS_LINK_DAYS * MS_DAY, e);
}

static int reset(struct desk *d, void *options, struct err *e)
{
	(void)options;
	return make_link(d, "reset", d->by.now_ms + MS_DAY, e);
}

static int suspend(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (account_suspend(d->hub, &d->by, d->operand[0], true, e) < 0)
		return -1;
	return desk_done(d, "account.suspended", d->operand[0], tr("the account is suspended, its sessions have ended"), e);
}

static int resume(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (account_suspend(d->hub, &d->by, d->operand[0], false, e) < 0)
		return -1;
	return desk_done(d, "account.resumed", d->operand[0], tr("the account is open again"), e);
}

static int reset_codes(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (second_reset(d->hub, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "account.codes-reset", d->operand[0], tr("no one-time codes any more: the password alone opens the account until another device is set up"), e);
}

static int bind(struct desk *d, void *options, struct err *e)
{
	const struct account_options *o = options;

	if (oidc_bind(d->hub, &d->by, d->arena, d->operand[0], o->subject, e) < 0)
		return -1;
	return desk_done(d, "account.bound", d->operand[0], tr("whom the provider names so comes in as this person"), e);
}

static int unbind(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (oidc_unbind(d->hub, &d->by, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "account.unbound", d->operand[0], tr("nobody comes in as this person by the provider any more"), e);
}

static int list(struct desk *d, void *options, struct err *e)
{
	struct db_rows r;

	(void)options;
	if (DB_QUERY(d->hub->db, d->arena, &r, e, "SELECT a.person_id, a.suspended, CASE WHEN a.password = '' THEN 0 ELSE 1 END,"
	    " (SELECT MAX(s.seen_ms) FROM session s WHERE s.person_id = a.person_id),"
	    " (SELECT COUNT(*) FROM session s WHERE s.person_id = a.person_id AND s.ended_ms IS NULL AND s.until_ms > $1)"
	    ", (SELECT MAX(o.subject) FROM oidc_subject o WHERE o.person_id = a.person_id AND o.issuer = $2)"
	    ", (SELECT COUNT(*) FROM approver_code k WHERE k.person_id = a.person_id AND k.ended_ms IS NULL)"
	    ", (SELECT COUNT(*) FROM recovery_code k WHERE k.person_id = a.person_id AND k.used_ms IS NULL)"
	    " FROM account a ORDER BY a.person_id COLLATE \"C\"", DB_INT(d->by.now_ms), DB_TEXT(d->hub->conf.oidc_issuer)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++) {
		if (!d->json) {
			desk_cell(d, db_text(&r, i, 0), 18);
			desk_cell(d, str_of(db_int(&r, i, 1) == 1 ? tr("suspended") : db_int(&r, i, 2) == 1 || db_text(&r, i, 5).n > 0 ? tr("open") : tr("no password yet")), 20);
			buf_printf(&d->out, "%s\n", desk_time(d, db_time(&r, i, 3)).p);
			continue;
		}
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/account/1");
		jw_kstr(&d->w, "person", db_text(&r, i, 0));
		jw_kbool(&d->w, "suspended", db_int(&r, i, 1) == 1);
		jw_kbool(&d->w, "password", db_int(&r, i, 2) == 1);
		jw_ktime(&d->w, "seen", db_time(&r, i, 3));
		jw_kint(&d->w, "sessions", db_int(&r, i, 4));
		jw_kstr(&d->w, "subject", db_text(&r, i, 5));
		jw_kbool(&d->w, "codes", db_int(&r, i, 6) > 0);
		jw_kint(&d->w, "recovery_left", db_int(&r, i, 7));
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	return desk_flush(d, e);
}

int cli_account(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "list", "", DESK_REGISTRAR, list }, { "invite", "PERSON", DESK_REGISTRAR, invite },
		{ "reset", "PERSON", DESK_REGISTRAR, reset }, { "reset-codes", "PERSON", DESK_REGISTRAR, reset_codes },
		{ "suspend", "PERSON", DESK_REGISTRAR, suspend }, { "resume", "PERSON", DESK_REGISTRAR, resume },
		{ "bind", "PERSON", DESK_REGISTRAR, bind }, { "unbind", "PERSON", DESK_REGISTRAR, unbind } };
	struct account_options o = { 0 };
	const struct option_spec specs[] = { { "--subject", OPTION_VALUE, &o.subject } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}

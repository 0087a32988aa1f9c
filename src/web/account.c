/* account.c - my account: where I am signed in, another password, another device for one-time codes. */
#include "access/own.h"
#include "approve/totp.h"
#include "base/time.h"
#include "web/door.h"
#include "web/frame.h"
#include "web/look.h"

/* What is shown this once: the secret of another device, recovery codes. */
struct new_codes { struct str secret, recovery[RECOVERY_CODES]; };

static int show(struct web_call *c, struct str problem, const struct new_codes *made, struct err *e)
{
	struct account_page *p = ARENA_NEW(c->a, struct account_page);
	struct session_row *list;
	struct second second;
	size_t n;

	*p = (struct account_page){ .name = c->who.name, .person = c->who.person_id, .org = look_org(c, c->who.org_id), .problem = problem,
		.least = ACCESS_PASSWORD_LEAST, .secret = STR(""), .uri = STR("") };
	if (session_list(c->hub, c->a, &c->who, c->q->now_ms, &list, &n, e) < 0 || second_read(c->hub, c->a, c->who.person_id, &second, e) < 0)
		return -1;
	p->has_codes = second.is_set;
	p->recovery_left = second.recovery_left;
	p->may_codes = p->has_codes || who_may(c->who.roles, true, WHO_APPROVER) ||
	    (c->who.roles & (ROLES_STAFF | ROLE_ADMIN | ROLE_AUDITOR)) != 0;
	p->rows = ARENA_ARRAY(c->a, struct session_line, n + 1);
	p->rows_count = n;
	for (size_t i = 0; i < n; i++)
		p->rows[i] = (struct session_line){ list[i].id, list[i].remote, web_time(c, list[i].made_ms), web_time(c, list[i].seen_ms), list[i].is_this };
	if (made != NULL) {
		p->recovery = ARENA_ARRAY(c->a, struct code_line, RECOVERY_CODES);
		p->recovery_count = RECOVERY_CODES;
		for (size_t i = 0; i < RECOVERY_CODES; i++)
			p->recovery[i].code = made->recovery[i];
	}
	if (made != NULL && made->secret.n > 0) {
		p->secret = totp_base32(c->a, made->secret);
		p->uri = arena_printf(c->a, "otpauth://totp/noroshi:" STR_FMT "?secret=" STR_FMT "&issuer=noroshi", STR_ARG(c->who.person_id), STR_ARG(p->secret));
	}
	c->page.account = p;
	return web_show(c, "web.account");
}

int web_account(struct web_call *c, struct err *e)
{
	return show(c, STR(""), NULL, e);
}

static struct own_proof proof_of(const struct web_call *c)
{
	struct str password = http_form(c->q, "now"), code = web_field(c, "code");

	return (struct own_proof){ password.p != NULL ? password : STR(""), code.p != NULL ? code : STR(""), c->q->remote };
}

/* What stands at the door when it stays shut. */
static int not_proved(struct web_call *c, enum sign_in result, long long wait_s, struct err *e)
{
	return show(c, door_refused(c, result, wait_s, 403), NULL, e);
}

int web_account_password_do(struct web_call *c, struct err *e)
{
	struct str next = http_form(c->q, "password"), again = http_form(c->q, "again"), token;
	struct own_proof proof = proof_of(c);
	enum sign_in result;
	long long wait_s = 0;
	struct err why = { 0 };

	if (next.p == NULL || !str_eq(next, again)) {
		c->r->status = 400;
		return show(c, web_text(c, "web.link.differ"), NULL, e);
	}
	if (password_change(c->hub, &c->by, c->a, &c->who, &proof, next, &result, &wait_s, &token, &why) < 0) {
		if (why.kind != ERR_INPUT) {
			*e = why;
			return -1;
		}
		c->r->status = 400;
		return show(c, arena_str(c->a, str_of(why.text)), NULL, e);
	}
	if (result != SIGN_IN_DONE)
		return not_proved(c, result, wait_s, e);
	web_set_session(c, token);
	return web_go(c, STR("/account"), "password-changed");
}

/* The answer is the page itself: what is new stands in no address and comes no second time. */
static int show_new(struct web_call *c, enum sign_in result, long long wait_s, struct str token, const struct new_codes *made, struct err *e)
{
	if (result != SIGN_IN_DONE)
		return not_proved(c, result, wait_s, e);
	if (session_find(c->hub, c->a, token, c->q->now_ms, &c->who, e) < 0)
		return -1;
	web_set_session(c, token);
	return show(c, STR(""), made, e);
}

int web_account_codes_do(struct web_call *c, struct err *e)
{
	struct own_proof proof = proof_of(c);
	struct new_codes made = { .secret = STR("") };
	struct str token = STR_NONE;
	enum sign_in result;
	long long wait_s = 0;

	if (codes_change(c->hub, &c->by, c->a, &c->who, &proof, &result, &wait_s, &token, &made.secret, made.recovery, e) < 0)
		return -1;
	return show_new(c, result, wait_s, token, &made, e);
}

int web_account_recovery_do(struct web_call *c, struct err *e)
{
	struct own_proof proof = proof_of(c);
	struct new_codes made = { .secret = STR("") };
	struct str token = STR_NONE;
	enum sign_in result;
	long long wait_s = 0;

	if (recovery_change(c->hub, &c->by, c->a, &c->who, &proof, &result, &wait_s, &token, made.recovery, e) < 0)
		return -1;
	return show_new(c, result, wait_s, token, &made, e);
}

int web_account_session_do(struct web_call *c, struct err *e)
{
	bool others = str_eq(c->part[0], STR("others"));

	if (others ? session_end_all(c->hub, &c->by, c->who.person_id, c->who.session, e) < 0 :
	    session_end_one(c->hub, &c->by, c->a, &c->who, c->part[0], e) < 0)
		return -1;
	return web_go(c, STR("/account"), "session-ended");
}

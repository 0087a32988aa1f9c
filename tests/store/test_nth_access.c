/* test_nth_access.c - accounts and keys: invited, signed in with a code, changed, suspended, with every question to the database failing once. */
#include "rows.h"

#include "access/key.h"
#include "access/oidc.h"
#include "access/own.h"
#include "approve/totp.h"
#include "base/time.h"
#include "story.h"
#include "testhub.h"

static struct str secret, id;           /* of the key that is made; the arena of the test */
static struct str link, codes, session; /* an invitation; the secret of one-time codes; the token of a session */
static struct str recovery[2];           /* recovery codes that were not used yet */
static long long hours;                 /* each deed has an hour of its own, so that a code is good once */

#define PASSWORD STR("correct horse battery")
#define OTHER_PASSWORD STR("another horse battery")
#define REMOTE STR("192.0.2.7")

/* ---- accounts ---- */

static int deed_invite(struct nth *n, struct arena *a, struct err *e)
{
	struct str token;

	if (link_make(n->hub, &n->by, a, STR("a-1"), "invitation", n->by.now_ms + MS_DAY, &token, e) < 0)
		return -1;
	link = arena_str(n->arena, token);
	return 0;
}

static int deed_accept(struct nth *n, struct arena *a, struct err *e)
{
	const struct link_answer answer = { link, PASSWORD, STR(""), REMOTE };
	enum sign_in result;
	long long wait_s;
	struct str token;

	if (link_use(n->hub, &n->by, a, &answer, &result, &wait_s, &token, e) < 0)
		return -1;
	session = arena_str(n->arena, token);
	return 0;
}

static int deed_enroll_codes(struct nth *n, struct arena *a, struct err *e)
{
	struct str raw, fresh[RECOVERY_CODES];

	if (second_set(n->hub, &n->by, a, STR("a-1"), &raw, fresh, e) < 0)
		return -1;
	codes = arena_str(n->arena, raw);
	return 0;
}

static int signs_in(struct nth *n, struct arena *a, struct str password, enum sign_in wanted, struct err *e)
{
	enum sign_in result;
	long long wait_s;
	struct str token = STR("");

	if (sign_in(n->hub, &n->by, a, STR("a-1"), password, totp_code(a, codes, totp_step(n->by.now_ms)), REMOTE, &result, &wait_s, &token, e) < 0)
		return -1;
	assert_int_equal(result, wanted);
	session = result == SIGN_IN_DONE ? arena_str(n->arena, token) : session;
	return 0;
}

static int deed_sign_in(struct nth *n, struct arena *a, struct err *e)
{
	return signs_in(n, a, PASSWORD, SIGN_IN_DONE, e);
}

static int deed_sign_in_wrong(struct nth *n, struct arena *a, struct err *e)
{
	return signs_in(n, a, OTHER_PASSWORD, SIGN_IN_WRONG, e);
}

static int deed_password_change(struct nth *n, struct arena *a, struct err *e)
{
	const struct own_proof proof = { PASSWORD, totp_code(a, codes, totp_step(n->by.now_ms)), REMOTE };
	struct viewer who;
	enum sign_in result;
	long long wait_s;
	struct str token;

	if (session_find(n->hub, a, session, n->by.now_ms, &who, e) < 0)
		return -1;
	assert_true(who.found);
	if (password_change(n->hub, &n->by, a, &who, &proof, OTHER_PASSWORD, &result, &wait_s, &token, e) < 0)
		return -1;
	assert_int_equal(result, SIGN_IN_DONE);
	session = arena_str(n->arena, token);
	return 0;
}

static int deed_codes_change(struct nth *n, struct arena *a, struct err *e)
{
	const struct own_proof proof = { OTHER_PASSWORD, totp_code(a, codes, totp_step(n->by.now_ms)), REMOTE };
	const struct viewer who = { .found = true, .person_id = STR("a-1") };
	enum sign_in result;
	long long wait_s;
	struct str token, raw, fresh[RECOVERY_CODES];

	if (codes_change(n->hub, &n->by, a, &who, &proof, &result, &wait_s, &token, &raw, fresh, e) < 0)
		return -1;
	assert_int_equal(result, SIGN_IN_DONE);
	session = arena_str(n->arena, token);
	for (size_t i = 0; i < 2; i++)
		recovery[i] = arena_str(n->arena, fresh[i]);
	return 0;
}

static int deed_recover(struct nth *n, struct arena *a, struct err *e)
{
	enum sign_in result;
	long long wait_s;
	struct str token;

	if (sign_in(n->hub, &n->by, a, STR("a-1"), OTHER_PASSWORD, recovery[0], REMOTE, &result, &wait_s, &token, e) < 0)
		return -1;
	assert_int_equal(result, SIGN_IN_DONE);
	session = arena_str(n->arena, token);
	return 0;
}

static int deed_recovery_change(struct nth *n, struct arena *a, struct err *e)
{
	const struct own_proof proof = { OTHER_PASSWORD, recovery[1], REMOTE };
	const struct viewer who = { .found = true, .person_id = STR("a-1") };
	enum sign_in result;
	long long wait_s;
	struct str token, fresh[RECOVERY_CODES];

	if (recovery_change(n->hub, &n->by, a, &who, &proof, &result, &wait_s, &token, fresh, e) < 0)
		return -1;
	assert_int_equal(result, SIGN_IN_DONE);
	session = arena_str(n->arena, token);
	return 0;
}

static int deed_second_reset(struct nth *n, struct arena *a, struct err *e)
{
	return second_reset(n->hub, &n->by, a, STR("a-1"), e);
}

static int deed_bind(struct nth *n, struct arena *a, struct err *e)
{
	n->hub->conf.oidc_issuer = STR("https://id.example");
	return oidc_bind(n->hub, &n->by, a, STR("a-1"), STR("alice"), e);
}

static int deed_bind_another(struct nth *n, struct arena *a, struct err *e)
{
	return oidc_bind(n->hub, &n->by, a, STR("a-1"), STR("alice-2"), e);
}

static int deed_unbind(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	return oidc_unbind(n->hub, &n->by, STR("a-1"), e);
}

static int deed_suspend(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	return account_suspend(n->hub, &n->by, STR("a-1"), true, e);
}

static int deed_resume(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	return account_suspend(n->hub, &n->by, STR("a-1"), false, e);
}

/* ---- keys ---- */

static int deed_key_make(struct nth *n, struct arena *a, struct err *e)
{
	const struct key_spec spec = { .person_id = STR("a-1"), .purpose = STR("test"), .scopes = SCOPE_READ | SCOPE_SUBMIT, .networks = STR(""), .days = 30 };
	struct str made, shown;

	if (key_make(n->hub, &n->by, a, &spec, &made, &shown, e) < 0)
		return -1;
	id = arena_str(n->arena, made);
	secret = arena_str(n->arena, shown);
	return 0;
}

static int deed_key_bind(struct nth *n, struct arena *a, struct err *e)
{
	return key_bind(n->hub, &n->by, a, id, STR(""), e);
}

static int deed_key_use(struct nth *n, struct arena *a, struct err *e)
{
	struct key_holder holder;
	long long wait_s;

	if (key_find(n->hub, &n->by, a, secret, &(struct key_origin){ .remote = REMOTE }, &holder, &wait_s, e) < 0)
		return -1;
	assert_true(holder.who.found && wait_s == 0);
	return key_use(n->hub, &n->by, a, &holder, "GET", "/api/v1/me", REMOTE, 600, &wait_s, e);
}

static int deed_key_refuse(struct nth *n, struct arena *a, struct err *e)
{
	struct key_holder holder;
	long long wait_s;

	if (key_find(n->hub, &n->by, a, STR("noroshi_nothing"), &(struct key_origin){ .remote = STR("192.0.2.8") }, &holder, &wait_s, e) < 0)
		return -1;
	assert_false(holder.who.found);
	return 0;
}

static int deed_key_revoke(struct nth *n, struct arena *a, struct err *e)
{
	return key_revoke(n->hub, &n->by, a, id, e);
}

static const struct { const char *name; nth_fn *run; } deeds[] = {
	{ "invite", deed_invite }, { "accept", deed_accept }, { "enroll", deed_enroll_codes }, { "sign_in", deed_sign_in },
	{ "sign_in_wrong", deed_sign_in_wrong }, { "password_change", deed_password_change }, { "codes_change", deed_codes_change },
	{ "recover", deed_recover }, { "recovery_change", deed_recovery_change },
	{ "key_make", deed_key_make }, { "key_bind", deed_key_bind }, { "key_use", deed_key_use }, { "key_refuse", deed_key_refuse },
	{ "key_revoke", deed_key_revoke }, { "bind", deed_bind }, { "bind another", deed_bind_another }, { "suspend", deed_suspend },
};

static bool is_in(struct hub *hub, struct arena *a, long long now_ms)
{
	struct viewer who;
	struct err e;

	assert_ok(session_find(hub, a, session, now_ms, &who, &e), e);
	return who.found;
}

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n;

	(void)ctx;
	session = STR_NONE;             /* of the database before */
	hours = 0;
	nth_start(&n, hub, &s);
	nth_run(&n, "import", deed_import, NULL);
	for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
		story_of(&n, "a-1", ++hours);
		assert_true(session.p == NULL || is_in(hub, s.arena, n.by.now_ms));
		nth_run(&n, deeds[i].name, deeds[i].run, NULL);
	}
	assert_false(is_in(hub, s.arena, n.by.now_ms));
	nth_run(&n, "resume", deed_resume, NULL);
	nth_run(&n, "second_reset", deed_second_reset, NULL);
	nth_run(&n, "unbind", deed_unbind, NULL);
	fprintf(stderr, "%ld failures injected\n", n.failures);
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 100);
	nth_end(&n);
	arena_free(s.arena);
	test_hub_close(hub);
}

static void run_all(void **state)
{
	(void)state;
	test_on_databases(all_deeds, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_all) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

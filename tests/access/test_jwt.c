/* test_jwt.c - what an ID token must say, a row a rule (OpenID Connect Core, 3.1.3.7); signatures: tests/e2e/oidc.sh. */
#include "rows.h"

#include "access/jwt.h"

#define NOW_S 1563321600LL

static const struct row {
	const char *name, *aud, *rest;  /* JSON; the rest behind issuer and subject */
	bool good;
} rows[] = {
	{ "as it should be",        "\"hub\"",         "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\"",                   true },
	{ "one in a list",          "[\"hub\"]",       "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\"",                   true },
	{ "party of several",       "[\"x\",\"hub\"]", "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\",\"azp\":\"hub\"",   true },
	{ "several without party",  "[\"x\",\"hub\"]", "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\"",                   false },
	{ "party is another",       "\"hub\"",         "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\",\"azp\":\"x\"",     false },
	{ "party is no text",       "\"hub\"",         "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\",\"azp\":1",         false },
	{ "audience is another",    "\"hub2\"",        "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\"",                   false },
	{ "audience is an object",  "{\"hub\":1}",     "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\"",                   false },
	{ "no audience",            "[]",              "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"n\"",                   false },
	{ "ended, within the skew", "\"hub\"",         "\"exp\":1563321541,\"iat\":1563321500,\"nonce\":\"n\"",                   true },
	{ "ended",                  "\"hub\"",         "\"exp\":1563321540,\"iat\":1563321500,\"nonce\":\"n\"",                   false },
	{ "no end",                 "\"hub\"",         "\"iat\":1563321600,\"nonce\":\"n\"",                                      false },
	{ "an end that is a text",  "\"hub\"",         "\"exp\":\"1563321900\",\"iat\":1563321600,\"nonce\":\"n\"",               false },
	{ "an end without end",     "\"hub\"",         "\"exp\":1e300,\"iat\":1563321600,\"nonce\":\"n\"",                        false },
	{ "a clock that is ahead",  "\"hub\"",         "\"exp\":1563321900,\"iat\":1563321660,\"nonce\":\"n\"",                   true },
	{ "too far ahead",          "\"hub\"",         "\"exp\":1563321900,\"iat\":1563321661,\"nonce\":\"n\"",                   false },
	{ "made long ago",          "\"hub\"",         "\"exp\":1563321900,\"iat\":1563320999,\"nonce\":\"n\"",                   false },
	{ "made at no time",        "\"hub\"",         "\"exp\":1563321900,\"nonce\":\"n\"",                                      false },
	{ "a fraction of a second", "\"hub\"",         "\"exp\":1563321900.5,\"iat\":1563321600.25,\"nonce\":\"n\"",              true },
	{ "not yet",                "\"hub\"",         "\"exp\":1563321900,\"iat\":1563321600,\"nbf\":1563321700,\"nonce\":\"n\"", false },
	{ "no nonce",               "\"hub\"",         "\"exp\":1563321900,\"iat\":1563321600",                                   false },
	{ "another nonce",          "\"hub\"",         "\"exp\":1563321900,\"iat\":1563321600,\"nonce\":\"m\"",                   false },
};

static int check(struct arena *a, const char *issuer, const char *subject, const char *aud, const char *rest, struct str *subject_r)
{
	const struct jwt_wanted wanted = { STR("https://id.example"), STR("hub"), STR("n"), NOW_S * 1000 };
	json_t *claims = json_loads(arena_printf(a, "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":%s,%s}", issuer, subject, aud, rest).p, 0, NULL);
	struct err e;
	int status;

	assert_non_null(claims);
	status = jwt_check_claims(a, claims, &wanted, subject_r, &e);
	json_decref(claims);
	return status;
}

static void claims_are_checked(void **state)
{
	const char *rest = rows[0].rest;
	struct arena *a = arena_new(1 << 20, abort);
	struct str subject;
	char long_name[JWT_SUBJECT_MOST + 2];
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ROW_CHECK(bad, rows[i].name, (check(a, "https://id.example", "alice", rows[i].aud, rows[i].rest, &subject) == 0) == rows[i].good);
	ROW_CHECK(bad, "who it is", check(a, "https://id.example", "alice", "\"hub\"", rest, &subject) == 0 && str_eq(subject, STR("alice")));
	ROW_CHECK(bad, "another issuer", check(a, "https://id.example/", "alice", "\"hub\"", rest, &subject) < 0);
	ROW_CHECK(bad, "nobody", check(a, "https://id.example", "", "\"hub\"", rest, &subject) < 0);
	memset(long_name, 'a', sizeof long_name);
	long_name[sizeof long_name - 1] = '\0';
	ROW_CHECK(bad, "too long a name", check(a, "https://id.example", long_name, "\"hub\"", rest, &subject) < 0);
	arena_free(a);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(claims_are_checked) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

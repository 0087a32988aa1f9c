/* test_unwrap.c - rewritten links and redirectors: what each form leads to. */
#include "rows.h"

#include "parse/url.h"
#include "parse/url_unwrap.h"

static const struct {
	const char *name, *url, *target, *product;
	enum unwrap_kind kind;
	size_t steps;
} rows[] = {
	{ "nothing wrapped", "https://a.example/b?c=d", "https://a.example/b?c=d", NULL, UNWRAP_NONE, 0 },
	{ "Safe Links", "https://apc01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.test%2Fa%3Fx%3D1&data=05%7C01",
	    "https://evil.test/a?x=1", "Microsoft Safe Links", UNWRAP_PROTECTION, 1 },
	{ "Safe Links with &amp;", "https://eur01.safelinks.protection.outlook.com/?data=1&amp;url=https%3A%2F%2Fevil.test%2F",
	    "https://evil.test/", "Microsoft Safe Links", UNWRAP_PROTECTION, 1 },
	{ "URL Defense v1", "https://urldefense.proofpoint.com/v1/url?u=http://evil.test/x&k=abc", "http://evil.test/x",
	    "Proofpoint URL Defense", UNWRAP_PROTECTION, 1 },
	{ "URL Defense v2", "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.evil.test_a-5Fb&d=DwMFaQ&c=x", "https://www.evil.test/a_b",
	    "Proofpoint URL Defense", UNWRAP_PROTECTION, 1 },
	{ "URL Defense v3", "https://urldefense.com/v3/__https://evil.test/a__;!!abc!def$", "https://evil.test/a",
	    "Proofpoint URL Defense", UNWRAP_PROTECTION, 1 },
	{ "v3 with a replaced character", "https://urldefense.com/v3/__https://evil.test/a*b__;Iw!!abc!def$", "https://evil.test/a#b",
	    "Proofpoint URL Defense", UNWRAP_PROTECTION, 1 },
	{ "v3 with a run", "https://urldefense.com/v3/__https://evil.test/a**Ab__;fn4!!abc!def$", "https://evil.test/a~~b",
	    "Proofpoint URL Defense", UNWRAP_PROTECTION, 1 },
	{ "Mimecast tells the host", "https://protect-us.mimecast.com/s/ABC?domain=evil.test", "https://evil.test/", "Mimecast", UNWRAP_PROTECTION, 1 },
	{ "Barracuda", "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fevil.test%2fq&c=E,1,abc", "https://evil.test/q",
	    "Barracuda Link Protection", UNWRAP_PROTECTION, 1 },
	{ "Trend Micro", "https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=http%3a%2f%2fevil.test%2f&umid=1", "http://evil.test/",
	    "Trend Micro Clicktime", UNWRAP_PROTECTION, 1 },
	{ "Cisco", "https://secure-web.cisco.com/1abcDEF/https%3A%2F%2Fevil.test%2Fz", "https://evil.test/z", "Cisco Secure Email", UNWRAP_PROTECTION, 1 },
	{ "Sophos in base64", "https://eu-central-1.protection.sophos.com/?d=evil.test&u=aHR0cHM6Ly9ldmlsLnRlc3Qvcw==&i=1", "https://evil.test/s",
	    "Sophos", UNWRAP_PROTECTION, 1 },
	{ "Google", "https://www.google.com/url?q=https://evil.test/g&sa=D", "https://evil.test/g", NULL, UNWRAP_REDIRECTOR, 1 },
	{ "Google AMP", "https://www.google.com/amp/s/evil.test/page", "https://evil.test/page", NULL, UNWRAP_REDIRECTOR, 1 },
	{ "Bing", "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9ldmlsLnRlc3Qv&ntb=1", "https://evil.test/", NULL, UNWRAP_REDIRECTOR, 1 },
	{ "any parameter", "https://shop.example/go?to=https%3A%2F%2Fevil.test%2F", "https://evil.test/", NULL, UNWRAP_PARAMETER, 1 },
	{ "base64 in a parameter", "https://shop.example/go?to=aHR0cHM6Ly9ldmlsLnRlc3Qv", "https://evil.test/", NULL, UNWRAP_PARAMETER, 1 },
	{ "in the path", "https://cdn.example/r/https://evil.test/p", "https://evil.test/p", NULL, UNWRAP_PARAMETER, 1 },
	{ "two inside each other", "https://apc01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fevil.test%252F",
	    "https://evil.test/", "Microsoft Safe Links", UNWRAP_REDIRECTOR, 2 },
	{ "a wrapper without its parameter", "https://apc01.safelinks.protection.outlook.com/?x=1",
	    "https://apc01.safelinks.protection.outlook.com/?x=1", NULL, UNWRAP_NONE, 0 },
};

static void unwraps(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct unwrapped u;

		url_unwrap(a, str_of(rows[i].url), &u);
		if (!str_eq(u.target, str_of(rows[i].target)))
			print_message("  %s: " STR_FMT "\n", rows[i].name, STR_ARG(u.target));
		ROW_CHECK(bad, rows[i].name, str_eq(u.target, str_of(rows[i].target)) && u.steps == rows[i].steps &&
		    (rows[i].kind == UNWRAP_NONE || u.seen[rows[i].kind]) && str_eq(str_of(u.product), str_of(rows[i].product)));
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(unwraps) };

	url_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

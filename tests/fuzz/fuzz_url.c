/* fuzz_url.c - any bytes as a URL, a host, a reference: one form that does not change when read again. */
#include "fuzz.h"

#include "parse/url.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	url_warm();
	return 0;
}

static void read_host(struct arena *a, struct str s)
{
	unsigned odd = 0;
	enum url_host kind = URL_HOST_NONE;
	struct str host = host_normal(a, s, &odd, &kind), again;

	if (host.p != NULL) {
		assert(utf8_valid(host_shown(a, host)));
		again = host_normal(a, host, NULL, NULL);
		assert(again.p == NULL || str_eq(again, host));
		assert(domain_same(a, host, host));
	}
	domain_is_tenant(a, s);
	domain_suffix(a, s);
}

static void read_any(struct arena *a, struct str s)
{
	struct str text = utf8_repair(a, s);
	struct url u, again;

	if (url_parse(a, text, &u)) {
		assert(u.scheme.n > 0 && u.whole.n > 0 && u.port >= -1 && u.port <= 65535);
		assert(utf8_valid(u.whole) && utf8_valid(u.host_shown));
		if (url_parse(a, u.whole, &again))
			assert(str_eq(again.host, u.host));
	}
	url_parse(a, s, &u);
	url_resolve(a, STR("https://a.example/b/c?d"), text);
	url_resolve(a, text, STR("../x"));
	url_percent_decode(a, s);
	read_host(a, text);
	read_host(a, s);
	assert(utf8_valid(defang(a, text)) && utf8_valid(refang(a, text)));
}

FUZZ_TARGET

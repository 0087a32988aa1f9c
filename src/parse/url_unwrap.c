/* url_unwrap.c - one wrapper after the other is taken off, at most UNWRAP_STEPS of them. */
#include "parse/url_unwrap.h"

#include "base/buf.h"
#include "parse/url.h"

enum { URL_MOST = 8192 };

static int base64_value(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (ascii_digit(c))
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

struct str base64_any(struct arena *a, struct str s)
{
	struct buf out;
	uint32_t bits = 0;
	unsigned have = 0;

	buf_init_arena(&out, a, s.n + 4);
	for (size_t i = 0; i < s.n; i++) {
		int v = base64_value((unsigned char)s.p[i]);

		if (v < 0)
			break;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			buf_char(&out, (char)(bits >> have & 0xFF));
		}
	}
	return buf_str(&out);
}

/* ---- pieces of a URL ---- */

static struct str query_value(struct arena *a, struct str query, const char *name)
{
	struct str rest = query, pair;

	while (rest.p != NULL && str_split(&rest, '&', &pair)) {
		if (str_istarts(pair, STR("amp;")))
			pair = str_from(pair, 4);
		if (str_ieq(str_upto(pair, '='), str_of(name)) && str_find_char(pair, '=') >= 0)
			return url_percent_decode(a, str_after(pair, '='));
	}
	return STR_NONE;
}

/* "https://x", "//x", "https%3A//x" and base64 of the first: as a URL; absent where it is none. */
static struct str as_url(struct arena *a, struct str s)
{
	for (int i = 0; i < 3; i++) {
		if ((str_istarts(s, STR("http:")) || str_istarts(s, STR("https:"))) && s.n > 10)
			return s;
		if (str_starts(s, STR("//")) && s.n > 5 && ascii_alpha((unsigned char)s.p[2]) && str_find_char(s, '.') > 0)
			return arena_printf(a, "https:" STR_FMT, STR_ARG(s));
		if (str_starts(s, STR("aHR0c")))
			s = base64_any(a, s);
		else if (str_istarts(s, STR("http%")))
			s = url_percent_decode(a, s);
		else
			break;
	}
	return STR_NONE;
}

/* ---- Proofpoint ---- */

/* v2: "-" stands for "%", "_" for "/". */
static struct str proofpoint2(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '-' ? '%' : s.p[i] == '_' ? '/' : s.p[i];
	return url_percent_decode(a, (struct str){ p, s.n });
}

/* v3: .../v3/__URL__;BYTES!token: each "*" of URL is the next of BYTES (base64url); "**X" is a run of them. */
static struct str proofpoint3(struct arena *a, struct str whole)
{
	long long from = str_find(whole, STR("/v3/__")), to;
	struct str url, bytes, decoded;
	struct buf out;
	size_t next = 0;

	if (from < 0)
		return STR_NONE;
	url = str_from(whole, (size_t)from + 6);
	to = str_find(url, STR("__;"));
	if (to < 0)
		return STR_NONE;
	bytes = str_upto(str_from(url, (size_t)to + 3), '!');
	url = str_at(url, 0, (size_t)to);
	decoded = base64_any(a, bytes);
	buf_init_arena(&out, a, URL_MOST * 2);
	for (size_t i = 0; i < url.n; i++) {
		size_t run = 1;

		if (url.p[i] != '*') {
			buf_char(&out, url.p[i]);
			continue;
		}
		if (i + 2 < url.n && url.p[i + 1] == '*' && base64_value((unsigned char)url.p[i + 2]) >= 0) {
			run = (size_t)base64_value((unsigned char)url.p[i + 2]) + 2;
			i += 2;
		}
		buf_add(&out, str_at(decoded, next, run));
		next += run;
	}
	return as_url(a, buf_str(&out));
}

/* ---- the table ---- */

/* "domain" under which, path that begins so ("" any), parameter that holds the target. */
static const struct wrapper {
	const char *domain, *path, *parameter;
	enum unwrap_kind kind;
	const char *product;
} wrappers[] = {
	{ "safelinks.protection.outlook.com", "", "url", UNWRAP_PROTECTION, "Microsoft Safe Links" },
	{ "safelinks.protection.office365.us", "", "url", UNWRAP_PROTECTION, "Microsoft Safe Links" },
	{ "cdn.office.net", "/evergreen-assets/safelinks", "url", UNWRAP_PROTECTION, "Microsoft Safe Links" },
	{ "urldefense.proofpoint.com", "/v1/", "u", UNWRAP_PROTECTION, "Proofpoint URL Defense" },
	{ "linkprotect.cudasvc.com", "", "a", UNWRAP_PROTECTION, "Barracuda Link Protection" },
	{ "trendmicro.com", "/wis/clicktime", "url", UNWRAP_PROTECTION, "Trend Micro Clicktime" },
	{ "clicktime.symantec.com", "", "u", UNWRAP_PROTECTION, "Symantec Click-time" },
	{ "clicktime.cloud.postoffice.net", "", "u", UNWRAP_PROTECTION, "Post Office Clicktime" },
	{ "protect2.fireeye.com", "", "u", UNWRAP_PROTECTION, "FireEye" },
	{ "fireeye.com", "/url", "u", UNWRAP_PROTECTION, "FireEye" },
	{ "atpscan.global.hornetsecurity.com", "", "url", UNWRAP_PROTECTION, "Hornetsecurity" },
	{ "hornetsecurity.com", "/index.php", "atp_url", UNWRAP_PROTECTION, "Hornetsecurity" },
	{ "protection.sophos.com", "", "u", UNWRAP_PROTECTION, "Sophos" },
	{ "fortisandbox.com", "", "url", UNWRAP_PROTECTION, "FortiMail" },
	{ "url.emailprotection.link", "", "url", UNWRAP_PROTECTION, "Email Protection" },
	{ "google.com", "/url", "q", UNWRAP_REDIRECTOR, NULL },
	{ "google.com", "/url", "url", UNWRAP_REDIRECTOR, NULL },
	{ "google.co.jp", "/url", "q", UNWRAP_REDIRECTOR, NULL },
	{ "google.co.jp", "/url", "url", UNWRAP_REDIRECTOR, NULL },
	{ "googleadservices.com", "/pagead/aclk", "adurl", UNWRAP_REDIRECTOR, NULL },
	{ "doubleclick.net", "", "adurl", UNWRAP_REDIRECTOR, NULL },
	{ "l.facebook.com", "/l.php", "u", UNWRAP_REDIRECTOR, NULL },
	{ "lm.facebook.com", "/l.php", "u", UNWRAP_REDIRECTOR, NULL },
	{ "l.instagram.com", "", "u", UNWRAP_REDIRECTOR, NULL },
	{ "linkedin.com", "/redir", "url", UNWRAP_REDIRECTOR, NULL },
	{ "linkedin.com", "/safety/go", "url", UNWRAP_REDIRECTOR, NULL },
	{ "youtube.com", "/redirect", "q", UNWRAP_REDIRECTOR, NULL },
	{ "slack-redir.net", "/link", "url", UNWRAP_REDIRECTOR, NULL },
	{ "duckduckgo.com", "/l/", "uddg", UNWRAP_REDIRECTOR, NULL },
	{ "vk.com", "/away.php", "to", UNWRAP_REDIRECTOR, NULL },
	{ "t.umblr.com", "/redirect", "z", UNWRAP_REDIRECTOR, NULL },
	{ "steamcommunity.com", "/linkfilter", "url", UNWRAP_REDIRECTOR, NULL },
	{ "out.reddit.com", "", "url", UNWRAP_REDIRECTOR, NULL },
};

struct step {
	struct str url;                 /* absent: none */
	enum unwrap_kind kind;
	const char *product;
	bool host_only;
};

static struct step by_table(struct arena *a, const struct url *u)
{
	for (size_t i = 0; i < sizeof wrappers / sizeof wrappers[0]; i++) {
		const struct wrapper *w = &wrappers[i];
		struct str value;

		if (!domain_under(u->host, str_of(w->domain)) || !str_istarts(u->path, str_of(w->path)))
			continue;
		value = as_url(a, query_value(a, u->query, w->parameter));
		if (value.p != NULL)
			return (struct step){ value, w->kind, w->product, false };
	}
	return (struct step){ .url = STR_NONE };
}

/* google.com, www.google.co.uk, google.de: the same house in each country. */
static bool is_google(struct str host)
{
	enum { ENDING_LONGEST = 6 };    /* com.br */
	struct str ending = str_istarts(host, STR("www.")) ? str_from(host, 4) : host;

	if (!str_istarts(ending, STR("google.")))
		return false;
	ending = str_from(ending, 7);
	return ending.n > 0 && ending.n <= ENDING_LONGEST && ending.p[0] != '.';
}

/* The makers whose form is no parameter. */
static struct step by_form(struct arena *a, const struct url *u)
{
	struct step s = { .url = STR_NONE, .kind = UNWRAP_PROTECTION };
	struct str value;
	long long at;

	if (domain_under(u->host, STR("urldefense.com")) || domain_under(u->host, STR("urldefense.proofpoint.com")) ||
	    domain_under(u->host, STR("urldefense.us"))) {
		s.product = "Proofpoint URL Defense";
		s.url = str_has(u->path, STR("/v3/")) ? proofpoint3(a, u->whole) : STR_NONE;
		value = str_has(u->path, STR("/v2/")) ? query_value(a, u->query, "u") : STR_NONE;
		if (value.p != NULL)
			s.url = as_url(a, proofpoint2(a, value));
	} else if (domain_under(u->host, STR("mimecast.com")) || domain_under(u->host, STR("mimecastprotect.com"))) {
		s.product = "Mimecast";
		value = query_value(a, u->query, "domain");
		s.url = value.n > 3 ? arena_printf(a, "https://" STR_FMT "/", STR_ARG(value)) : STR_NONE;
		s.host_only = true;
	} else if (domain_under(u->host, STR("secure-web.cisco.com"))) {
		s.product = "Cisco Secure Email";
		at = str_ifind(u->path, STR("/http"));
		s.url = at >= 0 ? as_url(a, url_percent_decode(a, str_from(u->path, (size_t)at + 1))) : STR_NONE;
	} else if (domain_under(u->host, STR("protect.checkpoint.com"))) {
		s.product = "Check Point";
		at = str_find(u->path, STR("___"));
		value = at >= 0 ? str_from(u->whole, (size_t)str_find(u->whole, STR("___")) + 3) : STR("");
		s.url = as_url(a, str_at(value, 0, (size_t)(str_find(value, STR("___")) >= 0 ? str_find(value, STR("___")) : 0)));
	} else if (domain_under(u->host, STR("bing.com")) && str_starts(u->path, STR("/ck/"))) {
		s.kind = UNWRAP_REDIRECTOR;
		value = query_value(a, u->query, "u");
		s.url = str_starts(value, STR("a1")) ? as_url(a, str_from(value, 2)) : STR_NONE;
	} else if (is_google(u->host) && str_starts(u->path, STR("/amp/"))) {
		s.kind = UNWRAP_REDIRECTOR;
		value = str_from(u->path, str_starts(u->path, STR("/amp/s/")) ? 7 : 5);
		s.url = str_find_char(str_upto(value, '/'), '.') > 0 ? arena_printf(a, "https://" STR_FMT, STR_ARG(value)) : STR_NONE;
	}
	return s;
}

/* A URL in any parameter, in the fragment, or behind a slash of the path. */
static struct step nested(struct arena *a, const struct url *u)
{
	struct str places[2] = { u->query, u->fragment }, pair, value;
	long long at;

	for (int i = 0; i < 2; i++)
		while (places[i].p != NULL && str_split(&places[i], '&', &pair)) {
			value = str_find_char(pair, '=') >= 0 ? str_after(pair, '=') : pair;
			value = as_url(a, url_percent_decode(a, value));
			if (value.p != NULL)
				return (struct step){ value, UNWRAP_PARAMETER, NULL, false };
		}
	at = str_ifind(u->path, STR("/http"));
	value = at >= 0 ? url_percent_decode(a, str_from(u->path, (size_t)at + 1)) : STR_NONE;
	if (value.p != NULL && (str_istarts(value, STR("http:/")) || str_istarts(value, STR("https:/"))))
		return (struct step){ as_url(a, value), UNWRAP_PARAMETER, NULL, false };
	return (struct step){ .url = STR_NONE };
}

void url_unwrap(struct arena *a, struct str url, struct unwrapped *r)
{
	*r = (struct unwrapped){ .target = url, .sent = url, .landing = url };
	/* most links hold no second one: a look at the bytes is all they cost */
	while (r->steps < UNWRAP_STEPS && r->target.n <= URL_MOST) {
		struct step s = { .url = STR_NONE };
		struct url u;

		if ((str_find_char(r->target, '?') < 0 && str_find(str_from(r->target, 8), STR("http")) < 0 &&
		    str_find_char(r->target, '#') < 0 && str_find(r->target, STR("/amp/")) < 0) || !url_parse(a, r->target, &u))
			return;
		s = by_table(a, &u);
		s = s.url.p != NULL ? s : by_form(a, &u);
		s = s.url.p != NULL ? s : nested(a, &u);
		if (s.url.p == NULL)
			return;
		if (s.kind == UNWRAP_PROTECTION && !s.host_only && r->sent.p == r->target.p)
			r->sent = s.url;
		if (s.kind != UNWRAP_PARAMETER && r->landing.p == r->target.p)
			r->landing = s.url;
		r->steps++;
		r->seen[s.kind] = true;
		if (r->product == NULL)
			r->product = s.product;
		if (s.kind != UNWRAP_PROTECTION)
			r->redirector = u.whole;
		r->host_only = s.host_only;
		r->target = s.url;
	}
}

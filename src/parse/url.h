/* url.h - URLs read as browsers read them, domains as registries sell them, and both written so
 * that nobody clicks them by accident.
 *
 * Backslashes are slashes, tabs and line ends vanish, 0x7f.1 is 127.0.0.1, full-width letters and
 * dots are letters and dots (UTS #46 by libidn2, non-transitional).  What is odd is noted. */
#ifndef PARSE_URL_H
#define PARSE_URL_H

#include "base/arena.h"

enum url_host { URL_HOST_NONE, URL_HOST_NAME, URL_HOST_IPV4, URL_HOST_IPV6 };

enum url_odd {
	URL_BACKSLASH = 1 << 0,         /* \ where / belongs */
	URL_USERINFO = 1 << 1,          /* https://brand.example@host/ */
	URL_NUMERIC_HOST = 1 << 2,      /* 0x7f000001, 2130706433, 0177.1: an IPv4 address in disguise */
	URL_PUNYCODE = 1 << 3,          /* a label with letters beyond ASCII */
	URL_PERCENT_HOST = 1 << 4,      /* the host was percent-encoded */
	URL_ODD_PORT = 1 << 5,          /* a port other than the scheme's */
	URL_CONTROL = 1 << 6,           /* control characters inside */
	URL_IDN_REFUSED = 1 << 7,       /* a name that no registry would sell: e.g. U+2010 in it */
	URL_FOLDED = 1 << 8,            /* full-width or otherwise folded characters in the host */
	URL_SLASHES = 1 << 9,           /* https:/host, https:host, https:///host */
};

struct url {
	struct str scheme;              /* lower-case, no colon */
	struct str userinfo;            /* as written; "" */
	struct str host;                /* lower-case A-labels or an IP literal without brackets; "" */
	struct str host_shown;          /* as written */
	enum url_host host_kind;
	int port;                       /* -1: the scheme's own */
	struct str path, query, fragment;       /* query and fragment without ? and #; absent if none */
	struct str whole;               /* written again in one form, for comparing */
	unsigned odd;                   /* bits of enum url_odd */
};

/* False where `s` is no absolute URL (a scheme and, for web schemes, a host). */
bool url_parse(struct arena *a, struct str s, struct url *u_r);
/* `s` seen from `base`, as a browser resolves it; s itself where that is not possible. */
struct str url_resolve(struct arena *a, struct str base, struct str s);
/* The same from a base that is parsed already, for many. */
struct str url_resolve_from(struct arena *a, const struct url *base, struct str s);
/* A host name or IP in one form: lower-case A-labels, no final dot, IPv4-mapped IPv6 as IPv4.
 * Absent where it is none.  *odd_r (may be NULL) gets bits of enum url_odd. */
struct str host_normal(struct arena *a, struct str host, unsigned *odd_r, enum url_host *kind_r);
/* Percent-decoded once; bytes as they come. */
struct str url_percent_decode(struct arena *a, struct str s);
/* A-labels to what people read; s itself where it cannot. */
struct str host_shown(struct arena *a, struct str host);

/* ---- registrable domains (libpsl's built-in list, data/tenant_suffixes.csv beside it) ---- */
/* "a-company.co.jp" of "mx1.a-company.co.jp"; a view into `host`.  A public suffix itself, a single
 * label and an IP literal have none: absent.  `host` may be upper-case or end in a dot. */
struct str domain_registrable(struct arena *a, struct str host);
/* "co.jp"; the longest public or tenant suffix. */
struct str domain_suffix(struct arena *a, struct str host);
/* Is the suffix one that a hosting service hands out to anybody (sharepoint.com, web.app)? */
bool domain_is_tenant(struct arena *a, struct str host);
/* Same registrable domain (or equal names where neither has one). */
bool domain_same(struct arena *a, struct str x, struct str y);
/* `name` is `domain` or lies under it. */
bool domain_under(struct str name, struct str domain);

/* ---- text ---- */
struct url_found {
	struct str url;                 /* refanged: as it would be visited; "www." got http:// */
	size_t from, to;                /* in the text */
	bool defanged;
};

/* URLs in plain text: with a scheme, beginning with www., or defanged (hxxp, [.], (dot), full
 * width).  Ends before closing punctuation and before Japanese text.  Linear. */
void url_find(struct arena *a, struct str text, const struct url_found **found_r, size_t *count_r);

/* hxxp[://]evil[.]example -> http://evil.example; also a[at]b, 全角, 「ドット」-less.  s where nothing changes. */
struct str refang(struct arena *a, struct str s);
/* The other way, for artefacts that people read: https://evil.example/a.b -> hxxps://evil[.]example/a.b */
struct str defang(struct arena *a, struct str s);

/* Opens the public suffix list; before the jail closes. */
void url_warm(void);

#endif

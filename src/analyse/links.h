/* links.h - the links of a mail as every detector needs them: read like a browser, unwrapped, with the class
 * of the host and the reader's address that some of them carry. */
#ifndef ANALYSE_LINKS_H
#define ANALYSE_LINKS_H

#include "parse/mail/mail.h"
#include "parse/url.h"
#include "parse/url_unwrap.h"

enum link_host {
	LINK_SHORTENER = 1 << 0,
	LINK_FREE_HOST = 1 << 1,        /* anybody puts pages or files there */
	LINK_TENANT = 1 << 2,           /* a name handed out under a hosting service's suffix */
	LINK_IP = 1 << 3,               /* an address, or a name that is nothing but one (192.0.2.7.host.example) */
	LINK_RARE_TLD = 1 << 4,
	LINK_USERINFO = 1 << 5,         /* https://brand.example@host/ */
	LINK_ODD_PORT = 1 << 6,
	LINK_PUNYCODE = 1 << 7,
	LINK_REDIRECT = 1 << 8,         /* a big service's redirector, or a URL inside the URL, leads to another house */
	LINK_DISGUISED = 1 << 9,        /* IP in another notation, or percent-encoded host */
	/* names of big houses under which anybody leads anywhere: the house vouches for nothing */
	LINK_ANYBODYS = LINK_SHORTENER | LINK_FREE_HOST | LINK_TENANT | LINK_REDIRECT,
};

struct link_read {
	const struct link *link;
	struct url url;                 /* the innermost target */
	struct str domain;              /* its registrable domain, else its host; "" for mailto: and the like */
	struct unwrapped through;
	unsigned host;                  /* bits of enum link_host */
	struct str recipient;           /* the reader's address found inside; absent */
	const char *encoded;            /* how: plain percent base64 hex letters fragment; NULL */
	bool clicked;                   /* a place to click or a form's target, not a picture */
};

enum { LINKS_READ_MOST = 2000, LINK_BYTES_MOST = 2 << 20 };

/* The first different links of a mail: at most LINKS_READ_MOST and `most`, their URLs at most LINK_BYTES_MOST together. */
struct links {
	const struct link_read *list;
	size_t count;
	bool cut;                       /* there are more, or one is too long to be a URL */
};

struct links links_read(struct arena *a, const struct mail *m, size_t most);

/* "shortener", ...: the first of the host's classes, for a sentence ("@host-shortener"); absent. */
struct str link_host_word(unsigned host);

#endif

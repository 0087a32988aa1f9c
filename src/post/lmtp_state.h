/* lmtp_state.h - LMTP (RFC 2033) as a machine: a client's bytes go in, replies come out, whole mails are offered.
 *
 * It knows neither sockets nor the store; what it asks stands in struct lmtp_hooks.  Only CR LF ends a line, and only
 * CR LF . CR LF ends a mail: nothing that another server took for text becomes a second mail here.  Bytes of any
 * kind may come in any pieces. */
#ifndef POST_LMTP_STATE_H
#define POST_LMTP_STATE_H

#include "base/buf.h"

enum { LMTP_LINE = 2048, LMTP_RECIPIENTS = 100, LMTP_MISTAKES = 20 };

/* A hook answers with the whole reply without CR LF ("452 4.3.1 ..."), or with NULL: it is well. */
struct lmtp_hooks {
	/* MAIL: "" is the null return path; size is what the client says, 0: nothing. */
	const char *(*mail)(void *ctx, struct str return_path, long long size);
	const char *(*rcpt)(void *ctx, struct str address);
	const char *(*data)(void *ctx);                         /* the text begins */
	/* Text with the dots taken off.  What goes wrong is kept for the answer at its end. */
	void (*text)(void *ctx, struct str bytes);
	/* The text is whole: what each recipient is answered; never "250" before it is durable. */
	const char *(*deliver)(void *ctx);
	void (*reset)(void *ctx);                               /* whatever was begun is off */
};

enum lmtp_step { LMTP_GREETED, LMTP_READY, LMTP_MAIL, LMTP_RCPT, LMTP_DATA, LMTP_OVER };

struct lmtp {
	const struct lmtp_hooks *hooks;
	void *ctx;
	const char *host;               /* as we call ourselves */
	long long most;                 /* bytes of a mail */
	enum lmtp_step step;
	enum { TEXT_LINE_START, TEXT_INSIDE, TEXT_CR, TEXT_DOT, TEXT_DOT_CR } at;
	size_t recipients;              /* taken */
	unsigned mistakes;
	size_t n;                       /* of line */
	bool too_long;                  /* the line was, and is thrown away up to its end */
	char line[LMTP_LINE];
};

void lmtp_begin(struct lmtp *l, const struct lmtp_hooks *hooks, void *ctx, const char *host, long long most, struct buf *out);
/* Takes all of the bytes; after LMTP_OVER the rest is ignored. */
void lmtp_take(struct lmtp *l, struct str bytes, struct buf *out);
/* Between mails: 421 and over.  False while a mail is on its way. */
bool lmtp_close(struct lmtp *l, const char *why, struct buf *out);

/* The path of "MAIL FROM:<...> SIZE=..." behind the colon: false where it is none that we take.  "" is <>. */
bool lmtp_path(struct str s, struct str *path_r, struct str *rest_r);

#endif

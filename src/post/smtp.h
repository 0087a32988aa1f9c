/* smtp.h - handing one mail after the other to the server of the settings (SMTP through libcurl).
 *
 * One connection serves many mails; it is opened with the first one.  Nothing is tried twice here: who hands mails
 * over keeps what is still to be sent (share/outbox.c). */
#ifndef POST_SMTP_H
#define POST_SMTP_H

#include "post/reply.h"
#include "store/hub.h"

struct smtp;

/* Reads and checks the settings smtp_*; connects to nobody. */
int smtp_open(const struct hub *hub, struct arena *a, struct smtp **smtp_r, struct err *e) MUST_CHECK;

struct smtp_answer {
	enum smtp_outcome outcome;
	int code;                       /* of the server's last word; 0: none */
	struct str status, words;       /* what it said, or what happened to the connection: one clean line */
	bool unsure;                    /* all of the mail was sent and no answer came: it may have been taken */
};
/* `mail` is in the form LETTER_WIRE.  Never fails otherwise than in the answer. */
struct smtp_answer smtp_send(struct smtp *s, struct arena *a, struct str return_path, struct str to, struct str mail);
/* Signs in and leaves, for `noroshi config check`: 0, or -1 with what is wrong. */
int smtp_try(struct smtp *s, struct arena *a, struct err *e) MUST_CHECK;

#endif

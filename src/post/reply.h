/* reply.h - what a mail server's answer means for one mail. */
#ifndef POST_REPLY_H
#define POST_REPLY_H

#include "base/arena.h"

/* How far a mail had got when the server said its last word. */
enum smtp_stage { SMTP_GREETING, SMTP_LOGIN, SMTP_FROM, SMTP_TO, SMTP_BODY };

enum smtp_outcome {
	SMTP_TAKEN,             /* the server answers for it from here on */
	SMTP_LATER,             /* not now: this mail is tried again */
	SMTP_REFUSED,           /* never: somebody has to look */
	SMTP_AWAY,              /* it is not about this mail: the server is away, talks nonsense, or does not want us */
};

/* `code` is the first three digits of the answer, 0 where none came.  A refusal before the recipient was named says
 * nothing about the mail: a password that has expired must not make failures of a thousand notices. */
enum smtp_outcome smtp_judge(enum smtp_stage stage, int code);

struct smtp_reply {
	int code;                       /* 550; 0: no answer */
	struct str status;              /* 5.1.1 (RFC 3463); "" */
	struct str words;               /* what it said behind the code, printable, at most 200 bytes */
};
/* `text` holds the lines of one answer. */
struct smtp_reply smtp_reply_read(struct arena *a, struct str text);
/* The status (RFC 3463) with which `s` begins; "" where there is none. */
struct str reply_status(struct str s);
/* Foreign words for a table or a log: printable ASCII on one line, at most `most` bytes. */
struct str reply_clean(struct arena *a, struct str words, size_t most);

/* Does a refusal speak of the address itself (no such user, mailbox closed, domain gone), not of rules, size or
 * content? */
bool reply_means_bad_address(int code, struct str status);

#endif

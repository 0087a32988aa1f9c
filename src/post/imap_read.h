/* imap_read.h - what an IMAP server says (RFC 3501), as a machine without sockets: bytes go in, answers come out.
 *
 * Bytes of any kind may come in any pieces.  Only CR LF ends a line; a line ending in {n} is followed by a literal of n
 * bytes and goes on behind it.  What a server may say is bounded: a longer line is nonsense, and so is what follows it. */
#ifndef POST_IMAP_READ_H
#define POST_IMAP_READ_H

#include "base/str.h"

enum { IMAP_LINE_MOST = 16384 };

enum imap_got {
	IMAP_MORE,              /* all bytes are taken, nothing is whole yet */
	IMAP_LINE,              /* *piece: a whole line without CR LF; of a literal only its {n} stands in it */
	IMAP_LITERAL,           /* *piece: the line so far, up to {n}; the literal follows */
	IMAP_BYTES,             /* *piece: bytes of the literal */
	IMAP_NONSENSE,          /* the server does not speak IMAP; it stays so */
};

struct imap_reader {
	long long literal;      /* bytes of it that are still to come */
	bool goes_on;           /* a line was given out: the next byte begins a new one */
	bool broken;
	size_t n, behind;       /* of line: all that came, up to the end of the last {n} */
	char line[IMAP_LINE_MOST];
};

/* Takes bytes off the front of *bytes, up to the next answer. */
enum imap_got imap_read(struct imap_reader *r, struct str *bytes, struct str *piece_r);

/* ---- what a line says ---- */

/* n of a literal that a line ends with; false: none. */
bool imap_literal(struct str line, long long *n_r);

/* "A7 NO [TRYCREATE] no such folder" and "* OK [UIDVALIDITY 3] ok": the word (OK NO BAD BYE PREAUTH, else ""), the code within
 * the brackets, what is said behind.  `tag` is "A7" or "*". */
struct imap_status {
	struct str word, code, said;
};
bool imap_status(struct str line, struct str tag, struct imap_status *status_r);
/* The number behind `name` in a status code: "UIDVALIDITY 3"; -1: another code. */
long long imap_code_number(struct str code, struct str name);
/* A word of "* CAPABILITY IMAP4rev1 MOVE UIDPLUS". */
bool imap_can(struct str line, struct str word);

/* One mail of "* 12 FETCH (UID 34 RFC822.SIZE 4567 BODY[]<0> {4567})"; -1 where it is not told. */
struct imap_fetched {
	long long uid, size;
	bool has_body;          /* BODY[] is there */
	long long literal;      /* its bytes; 0: it is empty (NIL or "") */
};
/* False: no such line, or one that is none of ours to understand (flags that changed meanwhile are such). */
bool imap_fetched(struct str line, struct imap_fetched *f_r);

#endif

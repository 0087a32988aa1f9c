/* wire.h - what goes into the jail and what comes out: length-prefixed, bounded, checked.
 *
 * In: one envelope.  Out: frames, the last of them WIRE_END.  Numbers are little-endian.  The
 * reading side of the result trusts nothing: a frame of unknown kind or size ends the reading. */
#ifndef WORKER_WIRE_H
#define WORKER_WIRE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/content.h"
#include "base/tr.h"

enum wire_job {
	WIRE_ANALYSE,           /* one file: documents, or pieces where it is a container */
	WIRE_MAIL,              /* one piece: documents; never pieces */
	WIRE_THREAD,            /* all files are one conversation: one document; a mailbox: a document for each of its conversations */
	WIRE_SPLIT,             /* one hand-in: pieces, and the mails attached in its mails */
	WIRE_ALIAS,             /* the same for a mail to an alias: first who sent it, and whether that is attested */
	WIRE_SIGHTING,          /* rows of noroshi/sighting/1: checked and normalised */
	WIRE_TABLE,             /* a table kept by hand (CSV, Excel): a document a row, worker/sheet.h */
	WIRE_EXTRACT,           /* of what was handed in, one mail's reduced view or one part's bytes: worker/extract.h */
	WIRE_WHOLE,             /* one file: documents; of a container, of each file in it */
	WIRE_KINDS,
};

struct wire_file {
	struct str name, bytes;
	const struct content *from;     /* sending, the last file only: instead of bytes; outlives the job */
};

/* What a tool made of bytes that the job had asked for (WIRE_WANT). */
struct wire_text {
	struct str name;                /* as it was asked for */
	struct str text;                /* "" where there is none */
	struct str limit;               /* why it is not all; "" where it is */
	uint64_t at;
};

struct wire_envelope {
	enum wire_job job;
	enum lang lang;
	struct str context;             /* JSON, "" where there is none */
	bool each;                      /* ANALYSE, MAIL: every file for itself, WIRE_NEXT behind each file's frames; THREAD: the files are a mailbox */
	bool knows;                     /* on top of what the zygote was taught (organisations and people) */
	unsigned front;                 /* why only the front of the file is read: the limit that all of it reached (enum pool_ended); 0: all */
	size_t front_bytes;             /* so much of it, in steps of 1 KiB */
	const struct wire_file *files;
	size_t file_count;
	const struct wire_file *sent;   /* the sent archives that the context names */
	size_t sent_count;
	bool answered;                  /* the second pass: there will be no third */
	const struct wire_text *texts;
	size_t text_count;
};

/* The whole as bytes, without texts, and but for a content, which follows; *buf's cap must suffice (buf.failed tells). */
void wire_put_envelope(struct buf *out, const struct wire_envelope *v);
/* That content; NULL where there is none. */
const struct content *wire_tail(const struct wire_envelope *v);
/* Makes an envelope of the first pass one of the second. */
void wire_answer_envelope(struct buf *envelope, const struct wire_text *texts, size_t n);
/* Makes it one of which only the front is read. */
void wire_front_envelope(struct buf *envelope, unsigned why, size_t bytes);
/* In the jail: views into `bytes`.  False: damaged. */
bool wire_get_envelope(struct arena *a, struct str bytes, struct wire_envelope *v);

enum wire_frame {
	WIRE_DOCUMENT = 1,      /* one JSON document */
	WIRE_RANGE,             /* a piece of the input: name, offset, length */
	WIRE_PIECE,             /* a piece of its own: name, bytes */
	WIRE_LIMIT,             /* a limit was reached: name, at */
	WIRE_REFUSED,           /* why it could not be read: a sentence; of one line: a word as name, its number */
	WIRE_KEY,               /* of the piece that follows: equal keys are copies of one mail */
	WIRE_OPENED,            /* what opened the archive that the pieces come out of: name is given or customary */
	WIRE_SENDER,            /* of a mail to an alias: name is the address, bytes "attested" or why not */
	WIRE_MACHINE,           /* of a mail to an alias that no person wrote: name is the kind, bytes the sign, offset: it brings something */
	WIRE_NAMED,             /* where a mark of ours may stand: name; offset: enum wire_named */
	WIRE_OUTCOME,           /* of a delivery report: name is the status, bytes "action\nwords" */
	WIRE_NEXT,              /* the frames of one of several files are complete */
	WIRE_ALONE,             /* this one of several files wants a tool: it has to be read by a child of its own */
	WIRE_WANT,              /* a tool (offset: enum wire_tool) shall read these bytes for a second pass: a name of ours, bytes; then nothing
	                         * else but the end */
	WIRE_END,
};

#define PIECES_LOCKED "archive.password"        /* the limit of what no password fits */
#define PIECES_SEALED "archive.cipher"          /* and of what none would open */

enum wire_named { WIRE_NAMED_ABOUT, WIRE_NAMED_LOOP, WIRE_NAMED_ITSELF, WIRE_NAMED_KINDS };
enum wire_tool { WIRE_PDF_TEXT, WIRE_PDF_PAGES, WIRE_TOOLS };

enum {
	WIRE_WANTS_MOST = 16,
	WIRE_DOCUMENT_MOST = 16 << 20,
	WIRE_PIECE_MOST = 64 << 20,
	WIRE_NAME_MOST = 4096,
	WIRE_FRAMES_MOST = 200000,
	WIRE_PIECES_MOST = WIRE_FRAMES_MOST / 2 - 100,  /* of one input, a key with each; some frames are left to say more */
};

struct wire_result {
	enum wire_frame frame;
	struct str name;                /* of ranges, pieces, limits */
	uint64_t offset, length;        /* of ranges; offset: at, of limits; the tool, of wants */
	struct str bytes;               /* of documents, pieces, refusals */
};

void wire_put_frame(struct buf *out, const struct wire_result *r);
/* In the jail: one frame straight to descriptor 1. */
void wire_send(const struct wire_result *r);

/* Takes the next frame off *rest: 1; 0: incomplete; -1: not what may come. */
int wire_get_frame(struct str *rest, struct wire_result *r);

#endif

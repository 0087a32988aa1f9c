/* detector.h - what a detector sees and says.
 *
 * No clock, disk, database or network: a read-only thread in, findings out.  A detector reads
 * t->messages, t->book and t->context and calls detection_add with evidence. */
#ifndef ANALYSE_DETECTOR_H
#define ANALYSE_DETECTOR_H

#include "analyse/address_book.h"
#include "analyse/analyse.h"
#include "analyse/audit_log.h"
#include "analyse/attached.h"
#include "analyse/features.h"
#include "analyse/links.h"
#include "analyse/papers.h"
#include "analyse/phrases.h"

struct message {
	const struct mail *mail;
	struct str input;               /* path#0!1.2 */
	long long when_ms;              /* topmost Received, else Date; TIME_NONE */
	bool order_unsure;              /* kept its place in the input for want of a possible date */
	struct str held_by;             /* domain of the mailbox it comes from; "" own side's */
	struct features features;
	struct phrase_hits hits;        /* of subject and newest text */
	struct links links;
	struct attached *attached;      /* in the order of the parts */
	size_t attached_count;
};

struct thread {
	const struct message *messages;
	size_t count;
	const struct context *context;
	const struct address_book *book;
	struct str log;                 /* kind audit-log: the whole file; then count is 0 */
	bool log_recoded;               /* it came as UTF-16: offsets in it are not the file's */
	const struct account_places *accounts;  /* accounts.h */
	const struct audit_log *audit;  /* its records; NULL where it is none */
	const struct papers *papers;    /* the documents attached to its mails and to those of the archive */
	const struct paper *paper;      /* a document that was handed in alone; then count is 0 */
	bool beside_mails;              /* a file that came with the mails of a conversation: context->sent holds these too */
	struct str sample;              /* any file of programs or documents that was handed in alone; then count is 0 */
	const struct message *alone;    /* the same file, as the attachment of a mail that says what the file says: for its links; NULL */
	struct str calendar;            /* an invitation that was handed in alone; then count is 0 */
	struct str page;                /* a web page that was handed in alone; then count is 0 */
	struct str note;                /* a text that is no mail (what happened, a list of processes); count is 0 */
};

struct evidence {
	size_t message;
	struct str where;               /* header:From[0], body, quote, part:1.2, attachment:1.2, log:3 */
	bool no_offset;                 /* what the context says has none */
	struct span at;
	struct str part;                /* where the range lies in an encoded part; absent */
	struct str found, expected, expected_from;      /* expected, expected_from may be absent */
	size_t page, line;              /* in a document's text, from 1; 0: none */
	struct str stream;              /* the stream or member inside the attachment; absent */
};

struct finding {
	const struct detector *by;
	enum strength strength;
	bool supports;                  /* false: evidence against */
	size_t message;
	struct evidence *evidence;
	size_t evidence_count, evidence_room;
	/* words for the sentence "finding.<id>" of the text table: {0} {1} {2} {3} are replaced;
	 * "@name" stands for the text "word.<name>" in the reader's language */
	struct str words[4];
};

enum role { ROLE_MALICIOUS, ROLE_SUSPECT, ROLE_ABUSED, ROLE_DECOY, ROLE_VICTIM_NAMED };

/* What leaves as an indicator; detectors name those that only they know (accounts, Reply-To). */
struct found_indicator {
	const char *type;               /* ipv4 ipv6 domain url email sha256 sha1 md5 bank-account filename */
	struct str value;
	enum role role;
	struct str from;                /* "message 2, header:From[0]" */
};

struct detection {
	struct arena *arena;
	struct finding *findings;
	size_t count, room;
	struct found_indicator *indicators;
	size_t indicator_count, indicator_room;
	struct { size_t message; struct str where, told; } place;       /* of the last indicator: most share one */
};

struct detector {
	const char *id;                 /* bec.address.freemail-embedding: stored, never changes meaning */
	const char *family;             /* identity intent novelty lure log guard: for the verdict rules */
	const char *tricks;             /* "B02" or "B07 B08", "" */
	const char *attack;             /* "T1656 T1585.002", "" where unverified */
	const char *report_section;     /* where the sign is described */
	bool strong_alone;
	void (*run)(const struct detector *self, struct detection *d, const struct thread *t);
};

extern const struct detector *const detectors[];
extern const size_t detector_count;
const struct detector *detector_find(struct str id);

/* Adds a finding with its evidence; returns it so that words can be set (valid until the next).
 * detection_add is evidence for; detection_against lowers and never deletes. */
struct finding *detection_add(struct detection *d, const struct detector *self, enum strength strength,
    size_t message, struct evidence evidence);
struct finding *detection_against(struct detection *d, const struct detector *self, size_t message,
    struct evidence evidence);
/* In the order of the mails, the strongest first: the order of detectors.def has no meaning. */
void detection_sort(struct detection *d);
/* Evidence against is only worth telling beside evidence for, on the same mail.  Before sorting. */
void detection_drop_idle_against(struct detection *d);
void finding_add_evidence(struct detection *d, struct finding *f, struct evidence evidence);
void finding_words(struct finding *f, struct str w0, struct str w1, struct str w2, struct str w3);
void detection_indicator(struct detection *d, const char *type, struct str value, enum role role, size_t message,
    struct str where);

/* The first domain of every house of the context, other than the reader's, whose name stands in the
 * display name of From or in the newest text: it is played, and should be told. */
void detection_played_houses(struct detection *d, const struct thread *t, size_t message);

/* Evidence in the usual places. */
/* A value of an audit record, or the record's operation where the value is written with escapes. */
struct evidence evidence_record(struct arena *a, const struct thread *t, const struct audit_record *r, struct str value);
/* Is the address outside the reader's house?  Where the context does not say which that is: the log's most frequent domain. */
bool is_outside(struct arena *a, const struct thread *t, struct str address);
struct evidence evidence_mailbox(struct arena *a, size_t message, const char *header, size_t index,
    const struct mailbox *m);
struct evidence evidence_header(struct arena *a, const struct message *m, size_t message, const struct header *h);
/* A range of mail.text ([from, to) bytes of it). */
struct evidence evidence_text(struct arena *a, const struct message *m, size_t message, size_t from, size_t to);
struct evidence evidence_phrase(struct arena *a, const struct message *m, size_t message, const struct phrase_hit *h);
/* `part` is an index of mail.parts: the whole encoded body; where = attachment:1.2 or part:1.2. */
struct evidence evidence_part(struct arena *a, const struct message *m, size_t message, int part, struct str found);
/* A place in the text of a document that was handed in alone: the bytes are packed, so the line is the place. */
struct evidence evidence_paper(const struct paper *p, size_t at, struct str found);
/* A part's name: where its headers stand. */
struct evidence evidence_part_name(struct arena *a, const struct message *m, size_t message, int part);
struct evidence evidence_link(const struct message *m, size_t message, const struct link *l);
/* "message 0, header:From[0]" or what the context says. */
struct str source_text(struct arena *a, const struct source *s);

/* Reports every imitation of one kind: strong where a known person of that house is played. */
void imitations_report(const struct detector *self, struct detection *d, const struct thread *t,
    enum imitation_kind kind);

/* From the own side, by an address that nobody plays and that our border host does not disown. */
bool message_is_own(struct arena *a, const struct thread *t, size_t message);
/* A place to click that belongs to nobody whom the reader has reason to trust: not the sender's side, the reader's, a
 * house of the context, nor a big public name (unless anybody may lead anywhere under it). */
bool link_leads_away(struct arena *a, const struct thread *t, const struct message *m, const struct link_read *l);
/* The first that does, or NULL. */
const struct link_read *link_first_away(struct arena *a, const struct thread *t, const struct message *m);
/* Did the house in From, as our border host says, really send it?  A house where anybody gets a mailbox says nothing by that. */
bool message_authenticated(const struct thread *t, const struct message *m);
/* The first hit of a phrase list in a message, or NULL. */
const struct phrase_hit *message_phrase(const struct message *m, const char *list);
/* How many different phrases of a list were hit. */
size_t message_phrase_count(const struct message *m, const char *list);

#endif

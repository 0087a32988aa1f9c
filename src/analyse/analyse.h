/* analyse.h - facts -> findings -> one document (noroshi/analysis/1).
 *
 * A pure function of bytes and context: no clock, disk, network or database; runs in the jail.
 * A detector is one file in detect/, one line in detectors.def, and sees a read-only thread. */
#ifndef ANALYSE_ANALYSE_H
#define ANALYSE_ANALYSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "parse/mail/mail.h"

/* ---- context: who is who (interfaces: --context) ---- */
struct known_person {
	struct str name;
	const struct str *aliases;
	size_t alias_count;
	const struct str *addresses;    /* folded */
	size_t address_count;
	struct str role;                /* ceo executive finance staff retired */
	bool is_public;
};

struct known_org {
	struct str name;
	const struct str *aliases;
	size_t alias_count;
	const struct str *domains;      /* lower-case A-labels */
	size_t domain_count;
	bool member;
	struct str group;
	const struct known_person *people;
	size_t people_count;
};

struct known_drill {
	struct str domain;
	long long from_ms, to_ms;       /* [from, to) */
};

struct context {
	long long as_of_ms;             /* TIME_NONE: not said */
	const struct known_org *orgs;
	size_t org_count;
	const struct str *own_domains;
	size_t own_domain_count;
	const struct mail *const *sent; /* what the own side really sent */
	size_t sent_count;
	long long sent_from_ms;         /* since when that is complete; TIME_NONE: unknown */
	const struct str *free_mail;    /* added to the built-in list */
	size_t free_mail_count;
	const struct str *expected_languages;
	size_t expected_language_count;
	const struct str *trusted_authserv;
	size_t trusted_authserv_count;
	const struct known_drill *drills;
	size_t drill_count;
	const struct str *held_by_input, *held_by_domain;       /* parallel */
	size_t held_by_count;
};

/* Reads a context document; relative paths of sent_archive are not opened here: the caller gives
 * their bytes in the envelope.  Unknown keys and wrong types are refused with the line. */
int context_parse(struct arena *a, struct str json, struct context *c, struct err *e) MUST_CHECK;

/* ---- a thread: messages in order, and who is known from them ---- */
struct message {
	const struct mail *mail;
	struct str input;               /* path#0!1.2 */
	long long when_ms;              /* topmost Received, else Date; TIME_NONE */
	struct str held_by;             /* domain of the mailbox it comes from; "" own side's */
};

struct thread {
	const struct message *messages;
	size_t count;
	const struct context *context;
	const struct address_book *book;        /* analyse/address_book.h */
};

enum strength { STRENGTH_CONTEXT, STRENGTH_WEAK, STRENGTH_MEDIUM, STRENGTH_STRONG };

struct evidence {
	size_t message;
	struct str where;               /* header:From[0], body, quote, part:1.2, attachment:1.2, log:3 */
	struct span at;
	struct str part;                /* where the range lies in an encoded part; absent */
	struct str found, expected, expected_from;      /* expected, expected_from may be absent */
};

struct finding {
	const struct detector *by;
	enum strength strength;
	bool supports;                  /* false: evidence against */
	size_t message;
	const struct evidence *evidence;
	size_t evidence_count;
	/* words for the sentence "finding.<id>" of the text table: {0} {1} {2} are replaced */
	struct str words[4];
};

struct detection {
	struct arena *arena;
	struct finding *findings;
	size_t count, room;
};

struct detector {
	const char *id;                 /* bec.address.freemail-embedding: stored, never changes meaning */
	const char *tricks;             /* "B02" or "B07 B08", "" */
	const char *attack;             /* "T1656 T1585.002", "" where unverified */
	const char *report_section;     /* where the sign is described */
	bool strong_alone;
	void (*run)(const struct detector *self, struct detection *d, const struct thread *t);
};

extern const struct detector *const detectors[];
extern const size_t detector_count;
const struct detector *detector_find(struct str id);

/* Adds a finding with its evidence; returns it so that words can be set. */
struct finding *detection_add(struct detection *d, const struct detector *self, enum strength strength,
    size_t message, struct evidence evidence);
void finding_add_evidence(struct detection *d, struct finding *f, struct evidence evidence);

/* ---- verdict ---- */
struct verdict {
	struct str nature;              /* targeted bec phishing malware scam bulk drill benign unknown */
	int bec_type;                   /* 1-5 or 0 */
	int bec_types[5];
	size_t bec_type_count;
	enum strength strength;
	bool none;                      /* strength none */
	struct str rule;                /* the line of data/verdict.rules that decided */
};

/* ---- the whole ---- */
enum input_kind { INPUT_AUTO, INPUT_MAIL, INPUT_THREAD, INPUT_AUDIT_LOG, INPUT_SAMPLE };

struct input_file {
	struct str name;                /* as it shall stand in `input` */
	struct str bytes;
};

/* Analyses files (each alone, or all of them as one conversation) and appends the documents to
 * `out`, one JSON line each.  `most` bytes per document (16 MiB). */
int analyse_run(struct arena *a, const struct input_file *files, size_t n, bool as_thread,
    const struct context *context, struct buf *out, struct err *e) MUST_CHECK;

/* Opens everything lazily opened by libraries; before the jail closes. */
void analyse_warm(void);

#endif

/* analyse.h - facts -> findings -> one document (noroshi/analysis/1).
 *
 * A pure function of bytes and context: no clock, disk, network or database; runs in the jail.
 * A detector is one file in detect/, one line in detectors.def, and sees a read-only thread
 * (analyse/detector.h is what it includes). */
#ifndef ANALYSE_ANALYSE_H
#define ANALYSE_ANALYSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/tr.h"
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
	struct str domain;              /* or a whole address */
	struct str subject;             /* words that the subject holds; absent: any subject */
	long long from_ms, to_ms;       /* [from, to) */
};

struct context {
	long long as_of_ms;             /* TIME_NONE: not said */
	const struct known_org *orgs;
	size_t org_count;
	const struct str *own_domains;
	size_t own_domain_count;
	const struct str *sent_paths;   /* "sent_archive" as written: the caller reads them ... */
	size_t sent_path_count;
	const struct mail *const *sent; /* ... and gives their bytes to context_add_sent */
	size_t sent_count, sent_room;
	long long sent_from_ms;         /* since when that is complete; TIME_NONE: unknown */
	const struct str *free_mail;    /* added to the built-in list */
	size_t free_mail_count;
	const struct str *expected_languages;
	size_t expected_language_count;
	const struct str *trusted_authserv;
	size_t trusted_authserv_count;
	const struct known_drill *drills;
	size_t drill_count;
	const struct str *passwords;    /* of archives: given with what is read */
	size_t password_count;
	const struct str *customary_passwords;  /* that samples are usually packed with */
	size_t customary_count;
	const char *opened_with;        /* what opened the archive that the inputs come out of: given customary; NULL */
	struct str verdict_rules;       /* text of an analyst's rules (verdict.h); absent: the compiled-in ones */
	const struct str *held_by_input, *held_by_domain;       /* parallel */
	size_t held_by_count;
	const struct known_list *prepared;                      /* NULL, or by context_prepare */
	const struct name_index *names;                         /* the same */
	const struct domain_index *by_domain;                   /* NULL, or by context_parse: for context_org_of */
};

/* A context that tells nothing. */
struct context context_none(void);
/* Reads a context document; relative paths of sent_archive are not opened here: the caller gives
 * their bytes in the envelope.  Unknown keys and wrong types are refused with the line. */
int context_parse(struct arena *a, struct str json, struct context *c, struct err *e) MUST_CHECK;
/* Makes the address book of the organisations' people and the index of their heads' names once, for many runs that share them; the lists
 * live in `a`.  context_build_on takes organisations and book over into a context that names none. */
void context_prepare(struct arena *a, struct context *c);
void context_build_on(struct context *c, const struct context *shared);
/* One file of the sent archive: a mail or an mbox. */
void context_add_sent(struct arena *a, struct context *c, struct str bytes);

/* ---- verdict ---- */
enum strength { STRENGTH_CONTEXT, STRENGTH_WEAK, STRENGTH_MEDIUM, STRENGTH_STRONG };

struct verdict {
	struct str nature;              /* targeted bec phishing malware scam bulk drill benign unknown */
	int bec_type;                   /* 1-5 or 0 */
	int bec_types[5];               /* all that apply, the main one first */
	size_t bec_type_count;
	enum strength strength;         /* STRENGTH_CONTEXT: none */
	struct str rule;                /* the rule of data/verdict.rules that decided */
	struct str says[2];             /* its own sentence, by enum lang; absent: the text table's */
};

/* ---- the whole ---- */
struct input_file {
	struct str name;                /* as it shall stand in `input` */
	struct str bytes;
	const struct input_front *front;        /* only so much of it is looked at, and why; NULL: all of it */
};

struct input_front {
	size_t bytes;
	const char *limit;              /* that its document names */
	long long at;
};

/* THREAD: all files are one conversation.  MAILBOX: they are as many as they are (conversations.h). */
enum analyse_as { ANALYSE_ALONE, ANALYSE_THREAD, ANALYSE_MAILBOX };

/* Analyses files (each alone, or as conversations) and appends the documents to `out`, one JSON line each, at most 16 MiB each.
 * `flush`, or NULL, is called between the documents of a mailbox and may empty `out`.
 * Where tools are to read something first (papers.h), tools->want_count tells and nothing is appended.
 * The language of the sentences is the process's (tr_set).  -1 only where `out` was too small. */
struct paper_tools;
int analyse_run(struct arena *a, const struct input_file *files, size_t n, enum analyse_as as,
    const struct context *context, struct paper_tools *tools, struct buf *out, void (*flush)(struct buf *out), struct err *e) MUST_CHECK;
/* One line for an input that could not be analysed (the job was killed, the file not readable):
 * `examined: "failed"`, nature unknown; `why` is a limit's name ("cpu", "memory", "crash", ...). */
void analyse_failed(struct buf *out, struct str input, long long bytes, const char *why);

/* A finding's sentence from its id and its words; for whoever shows a stored finding again in the
 * other language.  A word of the form "@name" is looked up as "word.<name>". */
struct str finding_sentence(struct arena *a, enum lang lang, struct str id, const struct str *words, size_t n);
/* The verdict's sentence from the rule's name. */
struct str verdict_sentence(struct arena *a, enum lang lang, struct str rule);

/* Opens everything lazily opened by libraries and reads the rules; before the jail closes. */
void analyse_warm(void);

#endif

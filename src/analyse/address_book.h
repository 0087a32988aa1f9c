/* address_book.h - who takes part in a thread, as the thread itself and the context tell, and
 * each new mail read as a change against it.
 *
 * `known` addresses are the genuine ones: people of the context, senders and recipients of mails
 * that were not found to be forged, authors of quoted mails.  An `imitation` is an address that was
 * built to be taken for a known one.  A message is `foreign` where its From is a known address but
 * the mail was made or travelled unlike everything that address sent before. */
#ifndef ANALYSE_ADDRESS_BOOK_H
#define ANALYSE_ADDRESS_BOOK_H

#include <stdint.h>

#include "analyse/features.h"

struct context;
struct thread;

/* Where something known comes from. */
struct source {
	int message;                    /* -1: the context */
	struct str where;               /* "header:From[0]", "quote", "context: A社, Alice Aoki" */
};

struct known_address {
	struct str address;             /* folded: lower-case */
	struct str local, domain;
	struct str name;                /* as shown; "" */
	struct str name_key;            /* folded, only letters and digits */
	struct str registrable;         /* of the domain */
	/* what likeness is tested by, made once per address */
	struct str label, suffix;       /* of registrable: "a-company", "co.jp" */
	struct str bare_label, bare_local;      /* letters and digits only */
	struct str local_picture;       /* of a free-mail address: what bare_local looks like (picture.h); else absent */
	uint64_t label_letters, local_letters, domain_letters;  /* which letters and digits occur */
	struct str pictures[2];         /* of the label (picture.h), by small letters and by capitals; the second absent */
	uint32_t picture_hash[2];       /* 0 for an absent one */
	struct source source;
	int org;                        /* of the context; -1 */
	int person;                     /* of that organisation; -1 */
	bool free_mail;
	size_t recipient_of;            /* the newest message it is a recipient of, + 1; private */
	bool has_written;               /* as a sender; else only seen as recipient or in a quote */
};

enum imitation_kind {
	IMITATES_EMBEDDED,              /* free mail that holds name and firm */
	IMITATES_TLD,                   /* the same label, another suffix */
	IMITATES_LOOKALIKE,             /* a letter away, or the same picture */
	IMITATES_HOMOGRAPH,             /* the same picture in letters of other scripts */
	IMITATES_PART,                  /* the real domain stands inside the other */
	IMITATES_AFFIX,                 /* the firm's name with a word before or behind it */
	IMITATES_NAME,                  /* nothing but the same display name */
};

struct imitation {
	enum imitation_kind kind;
	struct str fake;                /* the address, lower-case */
	struct str fake_domain;
	size_t real;                    /* index in known */
	size_t message;                 /* first seen there ... */
	struct str where;               /* ... header:From[0] */
	struct span at;
	struct str detail;              /* how: "o -> 0", ".co.jp -> .com" */
	bool same_person;               /* its local part or display name is that of somebody known there */
};

/* How a message differs from all that its From address sent before. */
struct difference {
	const char *feature;            /* route zone mailer id auth charset origin */
	struct str found, expected;
	size_t expected_message;
	const struct header *header;    /* evidence; NULL: the Date header */
};

enum { DIFFERENCES_MOST = 8 };

struct change_set {
	size_t earlier;                 /* mails of the same From address before this one */
	struct difference differences[DIFFERENCES_MOST];
	size_t difference_count;
	bool foreign;                   /* at least three, the route or the authentication among them */
	int imitates;                   /* index of the imitation its From is, or -1 */
	int impersonates;               /* index in known: who it claims to be (real From or imitation), or -1 */
	bool suspect;                   /* foreign, or its From is an imitation (a namesake or another ending alone is none) */
};

struct address_book {
	const struct known_address *known;
	size_t known_count;
	const struct imitation *imitations;
	size_t imitation_count;
	const struct change_set *changes;       /* one per message */
	const struct name_index *names;         /* of the context's heads (name_index.h) */
	const int *known_slots, *imitation_slots;       /* hash -> index + 1; private */
	size_t slot_mask;
	bool limit_hit;                 /* more addresses or likenesses than are compared */
};

enum { BOOK_MOST = 40000 };

const struct address_book *address_book_build(struct arena *a, const struct thread *t);

/* An address with all that likeness is tested by. */
struct known_address address_describe(struct arena *a, const struct context *c, struct str address, struct str name);
/* Index of a known address, or -1. */
int book_find(const struct address_book *b, struct str address);
/* Index of the imitation with that fake address, or -1. */
int book_imitation(const struct address_book *b, struct str address);
/* The context's organisation of a domain (or a sub-domain of one of its domains), or -1. */
int context_org_of(const struct context *c, struct str domain);
/* Makes context_org_of the same work for five organisations and five thousand. */
void context_index_domains(struct arena *a, struct context *c);
/* Both domains belong to one side: same registrable domain, or same organisation of the context. */
bool same_side(struct arena *a, const struct context *c, struct str domain1, struct str domain2);
bool is_own(struct arena *a, const struct context *c, struct str domain);
struct known_org;
/* Its name or one of its aliases (four bytes or more) stands in the text. */
bool org_is_named(const struct known_org *o, struct str text);
bool is_free_mail(const struct context *c, struct str domain);
/* A name for comparing: folded, only letters and digits ("Alice  AOKI" -> "aliceaoki"). */
struct str name_key(struct arena *a, struct str name);

#endif

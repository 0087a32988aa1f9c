/* terms.h - the protected terms of all organisations, found in one pass.
 *
 * One Aho-Corasick automaton over folded text (NFKC, case) holds every organisation's names,
 * former names, brands, products, projects, domains, hosts, people and addresses, and the names
 * of the SIGs; hits are mapped back to offsets of the original.  A hit says where and of which
 * kind, never whose.  Not found (known): names that nobody registered, and images. */
#ifndef ANONYMISE_TERMS_H
#define ANONYMISE_TERMS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct db;

enum term_kind {
	TERM_NAME,              /* of an organisation, brand, product, project */
	TERM_SIG,               /* of a SIG or its industry */
	TERM_DOMAIN,            /* domain, host, second-level label */
	TERM_PERSON,            /* a whole name */
	TERM_PERSON_PART,       /* one word of a name: counts in prose only with a capital, and in no ordinary word (registry/ordinary.h) */
	TERM_ADDRESS,           /* mail address, or a hash of it */
	TERM_LOCAL,             /* local part of an address: the indicator gate only, and no ordinary word */
	TERM_PATTERN,           /* telephone, postcode, private address, user path, honorific */
	TERM_KIND_COUNT
};

struct term_hit {
	enum term_kind kind;
	size_t offset, length;          /* in the text that was searched */
	const char *how;                /* "", or the decoding that showed it: base64>percent */
	struct str found;               /* as it stood there */
};

struct term_hits {
	struct term_hit *list;
	size_t count, room;
};

struct terms;

/* `base` (or NULL): a sealed dictionary that is searched too. */
struct terms *terms_new(struct arena *a, const struct terms *base);
/* An organisation's name with its variants: with and without 株式会社 and the like, run together. */
void terms_add_name(struct terms *t, enum term_kind kind, struct str name);
void terms_add_domain(struct terms *t, struct str domain);
void terms_add_person(struct terms *t, struct str name);
void terms_add_address(struct terms *t, struct str address);
void terms_add_network(struct terms *t, struct str cidr);
/* A domain or an address of somebody's exercise: never an indicator, in nobody's share. */
void terms_add_drill(struct terms *t, struct str value);
/* After the last addition, before the first search. */
void terms_seal(struct terms *t);
size_t terms_count(const struct terms *t);
/* Every protected term of the registry (those of the hub itself excepted), sealed. */
int terms_load(struct db *db, struct arena *a, struct terms **t_r, struct err *e) MUST_CHECK;
/* The same without those of one organisation: what is written to it may name itself. */
int terms_load_others(struct db *db, struct arena *a, struct str but, struct terms **t_r, struct err *e) MUST_CHECK;
/* On top of it, whoever else appears in a case: parties that stand in no registry, and the addresses and
 * domains of its mails that are abused or used as bait: they belong to somebody who did nothing. */
int terms_load_case(struct db *db, struct arena *a, const struct terms *base, struct str case_id, struct terms **t_r, struct err *e)
    MUST_CHECK;

/* The text as it stands.  `parts`: also single words of names and local parts (for indicators). */
void terms_find(const struct terms *t, struct arena *a, struct str text, bool parts, struct term_hits *hits);
/* Decoded first, as often as it takes: percent, HTML entities, base64 in every alignment and
 * alphabet, base32, hex, rot13, reversed, and what comes out of them again. */
void terms_find_decoded(const struct terms *t, struct arena *a, struct str text, bool parts, struct term_hits *hits);

/* An IP address inside a protected network, or one that is private by its range. */
bool terms_has_ip(const struct terms *t, struct str ip);
/* An address, a host or a URL that belongs to a registered exercise, of whomever. */
bool terms_is_drill(const struct terms *t, struct str value);
/* A host name that imitates a protected one: equal to it, or one or two slips away. */
bool terms_imitates(const struct terms *t, struct str host);

#endif

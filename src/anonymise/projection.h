/* projection.h - all that a renderer sees of a share (noroshi/share/1, docs/share.md).
 *
 * A share is constructed from these fields; nothing is ever redacted.  No field leads to a source.
 * Every field stands in one of the tables below with its kind and its release label: the struct,
 * the JSON writer, the strict JSON reader and the check are made from the tables, so that a field
 * without a label does not compile and a key without a field is refused.  Renderers read fields
 * through SHOWN(), which does not compile for a field labelled INSIDE. */
#ifndef ANONYMISE_PROJECTION_H
#define ANONYMISE_PROJECTION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Why a field may be seen. */
enum release_label {
	RELEASE_INSIDE,         /* it may not: withheld from every renderer */
	RELEASE_FIXED,          /* one word of a closed vocabulary of the hub */
	RELEASE_RANDOM,         /* drawn at random, derived from nothing */
	RELEASE_CLEARED,        /* hub-written text, matched against all dictionaries */
	RELEASE_GATED,          /* an indicator's value that passed the gate */
	RELEASE_AGGREGATE,      /* counted or coarsened over what was handed in */
	RELEASE_DAY,            /* a date, nothing finer */
	RELEASE_LIST,           /* a list whose own table labels each member */
};

/* Paragraphs in both languages: ja[i] says the same as en[i]. */
struct texts {
	struct str *ja, *en;
	size_t count, room;
};

/* field(kind, name, label) */
#define INDICATOR_FIELDS(field) \
	field(str, type, FIXED)                 /* ipv4, domain, url, email, sha256 ... */ \
	field(str, shown, GATED)                /* the value, or the construction rule in its place */ \
	field(str, treatment, FIXED)            /* kept, generalised */ \
	field(str, role, FIXED)                 /* malicious, suspect */ \
	field(flag, revoked, FIXED)

#define SIGHTING_FIELDS(field) \
	field(str, letter, RANDOM)              /* drawn per share */ \
	field(str, indicator, GATED) \
	field(str, direction, FIXED) \
	field(number, port, AGGREGATE)          /* -1: none */ \
	field(str, first, AGGREGATE)            /* 2018-12, or 2018-12-14 where exact */ \
	field(str, last, AGGREGATE) \
	field(str, count, AGGREGATE)            /* 10-99, or 74 where exact */

#define STEP_FIELDS(field) \
	field(str, when, AGGREGATE)             /* 2019-07, or 2019-07-31 where exact */ \
	field(str, until, AGGREGATE)            /* the same; empty for one point */ \
	field(str, from, RANDOM)                /* a letter, attacker, or empty for a note */ \
	field(str, to, RANDOM) \
	field(flag, fake, FIXED) \
	field(str, ja, CLEARED) \
	field(str, en, CLEARED)

/* What a correction changed against the version that is out: computed, never written by hand. */
#define CHANGE_FIELDS(field) \
	field(str, what, FIXED)                 /* added, revoked, changed */ \
	field(str, part, FIXED)                 /* indicator, sightings, title, summary ... */ \
	field(str, type, FIXED)                 /* of an indicator, or empty */ \
	field(str, value, GATED)                /* of an indicator, or empty */

#define PROJECTION_FIELDS(field) \
	field(str, number, RANDOM) \
	field(number, version, FIXED) \
	field(str, parent, RANDOM)              /* number of the share this one supplements, or empty */ \
	field(str, change, FIXED)               /* first, edit, correction, retraction */ \
	field(str, class, FIXED)                /* urgent, normal, reference */ \
	field(str, tlp, FIXED) \
	field(str, search, FIXED)               /* both, to, from, none: where to look for the indicators */ \
	field(str, figures, FIXED)              /* coarse, exact */ \
	field(str, expires, DAY)                /* or empty */ \
	field(texts, title, CLEARED)            /* one paragraph */ \
	field(texts, summary, CLEARED) \
	field(texts, actions, CLEARED)          /* what to do now */ \
	field(texts, reason, CLEARED)           /* of a correction or retraction */ \
	field(changes, changes, LIST) \
	field(indicators, indicators, LIST) \
	field(sightings, sightings, LIST) \
	field(steps, steps, LIST)

#define FIELD_TYPE_str struct str
#define FIELD_TYPE_number long long
#define FIELD_TYPE_flag bool
#define FIELD_TYPE_texts struct texts
#define FIELD_TYPE_changes struct shown_changes
#define FIELD_TYPE_indicators struct shown_indicators
#define FIELD_TYPE_sightings struct shown_sightings
#define FIELD_TYPE_steps struct shown_steps
#define FIELD_MEMBER(kind, name, label) FIELD_TYPE_##kind name;

struct shown_change { CHANGE_FIELDS(FIELD_MEMBER) };
struct shown_changes { struct shown_change *list; size_t count, room; };
struct shown_indicator { INDICATOR_FIELDS(FIELD_MEMBER) };
struct shown_indicators { struct shown_indicator *list; size_t count, room; };
struct shown_sighting { SIGHTING_FIELDS(FIELD_MEMBER) };
struct shown_sightings { struct shown_sighting *list; size_t count, room; };
struct shown_step { STEP_FIELDS(FIELD_MEMBER) };
struct shown_steps { struct shown_step *list; size_t count, room; };

struct projection { PROJECTION_FIELDS(FIELD_MEMBER) };

/* One enumerator per field and table, so that SHOWN() can ask for the label when compiling. */
#define FIELD_LABEL_CHANGE(kind, name, label) CHANGE_LABEL_##name = RELEASE_##label,
#define FIELD_LABEL_INDICATOR(kind, name, label) INDICATOR_LABEL_##name = RELEASE_##label,
#define FIELD_LABEL_SIGHTING(kind, name, label) SIGHTING_LABEL_##name = RELEASE_##label,
#define FIELD_LABEL_STEP(kind, name, label) STEP_LABEL_##name = RELEASE_##label,
#define FIELD_LABEL_SHARE(kind, name, label) SHARE_LABEL_##name = RELEASE_##label,
enum { CHANGE_FIELDS(FIELD_LABEL_CHANGE) };
enum { INDICATOR_FIELDS(FIELD_LABEL_INDICATOR) };
enum { SIGHTING_FIELDS(FIELD_LABEL_SIGHTING) };
enum { STEP_FIELDS(FIELD_LABEL_STEP) };
enum { PROJECTION_FIELDS(FIELD_LABEL_SHARE) };

/* SHOWN(SHARE, p, title): the only way in which renderers read a field. */
#define SHOWN(table, p, name) \
	((&(p)->name)[0 * sizeof(struct { \
		_Static_assert((int)table##_LABEL_##name != (int)RELEASE_INSIDE, #name " may not be shown"); \
		char present; \
	})])

/* The projection as one JSON document, byte for byte the same for the same content. */
struct str projection_json(struct arena *a, const struct projection *p);
int projection_read(struct arena *a, struct str json, struct projection *p_r, struct err *e) MUST_CHECK;
/* How many paragraphs, rows and indicators an approver may answer one by one (share/render/lines.h numbers them). */
size_t projection_lines(const struct projection *p);
/* Refuses what a label does not cover: a word outside its vocabulary, a date finer than the day,
 * a letter that is none, an unknown {token} in a text, paragraphs that lack a language. */
int projection_check(const struct projection *p, struct err *e) MUST_CHECK;

void texts_add(struct arena *a, struct texts *t, struct str ja, struct str en);

#endif

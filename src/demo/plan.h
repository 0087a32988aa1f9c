/* plan.h - what the demo's members hand in, when, and what it truly is.
 *
 * The truth goes to the scripted analyst only, never to the pipeline. */
#ifndef DEMO_PLAN_H
#define DEMO_PLAN_H

#include "demo/mailgen.h"
#include "demo/world.h"

enum truth_class { TRUTH_TARGETED, TRUTH_BEC, TRUTH_PHISHING, TRUTH_BULK, TRUTH_DRILL, TRUTH_CONSULT, TRUTH_SIGHTING,
	TRUTH_OTHER };

struct truth {
	enum truth_class class;
	int family;                     /* one attack = one family = one case */
	const char *campaign;           /* plant or "" */
	const char *basis;              /* of targeted */
	const char *outcome;            /* of a consultation */
	const char *damage;
	int bec_type;
	bool share;                     /* the family is to be shared */
};

struct planned {
	long long at_ms;                /* received */
	int org;                        /* index in world */
	const char *kind;
	struct str name, bytes;
	const struct truth *truths;     /* one a submission, in the order of the hand-in */
	size_t truth_count;
	const char *story;              /* t1 t2 t3 story1 story2 phishing sighting-a ... or "" */
};

struct plan {
	struct planned *items;
	size_t count, room;
};

struct gen {
	struct arena *arena;            /* of the generator at work: lasts until the next quarter */
	struct arena *kept;             /* of the plan and what it names */
	struct rng *rng;
	const struct grammar *words;
	const struct world *world;
	struct plan plan;
	int next_family, next_ip;
	struct str *used;               /* bodies that a wave has already */
	size_t used_count, used_room;
	const char *log_dir;            /* where the organisations' logs go; NULL: nowhere */
};

struct quarter {
	const char *from, *to;          /* dates, both inclusive */
	int plant_mails, plant_families;
	int spear_mails, spear_families;
	int bec, consultations, phishing, bulk, bulk_shared;
	int own_shares;
};
extern const struct quarter quarters[4];

/* Name, bytes and truths are copied. */
void plan_add(struct gen *g, struct planned item);
/* Everything of the four quarters, sorted by time. */
void plan_make(struct gen *g);
/* For the demo's control: one member's mail of the plant campaign in the last quarter becomes an advertisement. */
void plan_spare_one(struct gen *g);

void gen_plant(struct gen *g, const struct quarter *q);
void gen_spear(struct gen *g, const struct quarter *q);
void gen_bulk(struct gen *g, const struct quarter *q);
void gen_phishing(struct gen *g, const struct quarter *q);
void gen_consultations(struct gen *g, const struct quarter *q, bool last);
void gen_simple_bec(struct gen *g, const struct quarter *q);
void gen_stories(struct gen *g);        /* the five BEC cases of Table 3 */
enum { VOICEMAIL_CLAIMED = 121 };       /* the organisation in whose name it is sent */
void gen_voicemail(struct gen *g);      /* chapter 5 */
void gen_probing(struct gen *g);        /* chapter 4: logs and the sightings counted from them */

/* ---- small helpers of all generators ---- */
long long plan_day(const char *date);
/* A moment in office hours on a working day of the quarter. */
long long plan_moment(struct gen *g, const struct quarter *q);
struct str plan_ip(struct gen *g);      /* of 198.18.0.0/15 (RFC 2544), never twice */
struct mail_person plan_person(const struct demo_person *p, bool japanese);
/* An organisation that is a member (now and then a liaison one) at that time. */
int plan_member(struct gen *g, long long at_ms);
/* Fills route and Authentication-Results of a mail from outside that reached `org`. */
void plan_route(struct gen *g, struct outmail *m, struct str from_host, struct str from_ip, const struct demo_org *org,
    const char *results);
struct str plan_ref(struct gen *g);
/* "zip", "mbox" or single mails: packs mails of one hand-in as members do. */
void plan_hand_in(struct gen *g, long long at_ms, int org, const struct str *mails, const struct truth *truths, size_t n);


#define COUNT(array) (sizeof(array) / sizeof(array)[0])

#endif

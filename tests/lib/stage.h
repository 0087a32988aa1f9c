/* stage.h - a small circle in which every organisation has words of its own for everything that could
 * tell who it is, and hand-ins that hold those words in every place and encoding: for the proofs of
 * anonymity (tests/anonymity).
 *
 * X and Y are of one kind: the same SIG, as many people, roles and addresses. */
#ifndef TESTS_STAGE_H
#define TESTS_STAGE_H

#include "share/share.h"
#include "worker/pool.h"

enum { STAGE_X, STAGE_Y, STAGE_Z, STAGE_V, STAGE_LIAISON, STAGE_ORGS };

struct stage_org {
	const char *id, *kind, *ja, *en, *domain, *host, *ip, *inside, *person, *person_ja, *local, *phone, *ad, *path, *project, *zone;
	const char *guest;              /* of the staff, in no registry: only what one alone has seen can be told by */
};
extern const struct stage_org stage_orgs[STAGE_ORGS];
/* The words that must not leave, of one organisation: NULL-terminated. */
const char *const *stage_words(struct arena *a, const struct stage_org *o);

struct place {                          /* one hand-in: {key} is a word of the organisation, {way:key} encoded */
	const char *name, *kind, *text;
};
/* Every place of a mail, every encoding in path, query and fragment of a link, and every other kind. */
struct place stage_place(struct arena *a, size_t i);
size_t stage_place_count(void);
struct str stage_fill(struct arena *a, const char *text, const struct stage_org *o);

struct stage {
	struct hub *hub;
	struct arena *arena;
	struct rng rng;
	long long now_ms;
	struct pool *pool;
};
/* The roster into a fresh hub, and one own share (203.0.113.9) that is out since the day before: its number. */
struct str stage_build(struct hub *hub, long long now_ms);
struct act stage_act(struct stage *s, const char *person);
/* Received, read in the jail, indexed: the id of its first submission. */
struct str stage_hand_in(struct stage *s, const struct stage_org *o, const char *kind, struct str bytes, struct str share);
/* A case of these submissions, classed by the analyst. */
struct str stage_case(struct stage *s, const struct str *submissions, size_t n);
/* A call for information about that case to everybody, with `word` behind its question ("" but for controls), answered by one
 * organisation. */
void stage_call(struct stage *s, struct str case_id, const char *word, const struct stage_org *o);
/* Notices that are due by now leave by SMTP and are kept (postbox.h). */
void stage_flush(struct stage *s);
/* Drafted by an-1, asked, approved by every source's approver, released by an-2, its notices written.  False
 * where the leak check keeps it in. */
bool stage_release(struct stage *s, const struct share_spec *spec, struct share_made *made_r);
/* What comes behind: a further draft of `ask` whose sources stay silent for two weeks and are reminded, of which one says that it
 * looks and names a deputy; the first value of share `correct` is taken back and `retract` is retracted; whoever does not
 * acknowledge is reminded.  Numbers; absent: not that. */
void stage_aftermath(struct stage *s, const struct share_spec *ask, struct str correct, struct str retract);
extern const struct share_target stage_everybody[2];

#endif

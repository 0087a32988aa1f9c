/* desk.h - commands of the daily work: a hub, a verb, operands, one person who does it.
 *
 * A command is a table of verbs; options are common to its verbs and read by cli_options. */
#ifndef CLI_DESK_H
#define CLI_DESK_H

#include "base/buf.h"
#include "base/json.h"
#include "cli/hub_cli.h"

struct desk {
	struct arena *arena;            /* lives as long as the command */
	struct hub *hub;
	struct act by;
	struct rng rng;
	struct str as;                  /* --as PERSON; absent */
	bool json, attention;           /* attention: exit status 1 */
	bool refused;                   /* exit status 3 although nothing failed: nothing was written, and why has been said */
	const struct str *operand;      /* those behind the verb */
	size_t operand_count;
	struct buf out;                 /* standard output, see desk_flush */
	struct jw w;
};

enum desk_who {
	DESK_ANYBODY,                   /* looks only */
	DESK_REGISTRAR,                 /* hub staff; on a hub that has no staff yet: whoever may read the hub key */
	DESK_STAFF,                     /* analyst, lead or admin */
	DESK_ANALYST,                   /* analyst or lead */
	DESK_PERSON,                    /* somebody of the registry; the deed itself checks who may */
};

struct desk_verb {
	const char *name;
	const char *operands;           /* "CASE SUBMISSION..." as in the usage; "[X]" may be left out, "..." many */
	enum desk_who who;
	int (*run)(struct desk *d, void *options, struct err *e);
};

/* The whole of a command: options (--hub, --as and --json are added), verb, operands, person, hub.
 * Exit status as a command returns it. */
int desk_command(int argc, char **argv, const struct desk_verb *verbs, size_t verb_count,
    const struct option_spec *specs, size_t spec_count, void *options);

/* A JSON document of one line: begin, fill d->w, end. */
void desk_json(struct desk *d);
int desk_json_end(struct desk *d, struct err *e) MUST_CHECK;
int desk_flush(struct desk *d, struct err *e) MUST_CHECK;
/* One line for people, or {"done":...,"object":...} for machines. */
int desk_done(struct desk *d, const char *deed, struct str object, const char *sentence, struct err *e) MUST_CHECK;

/* ---- small things of tables ---- */
/* A date of the hub's zone as 2019/7/31; "-" for TIME_NONE and TIME_FOREVER. */
struct str desk_date(struct desk *d, long long ms);
/* With minutes. */
struct str desk_time(struct desk *d, long long ms);
/* s and blanks up to `columns` on the terminal. */
void desk_cell(struct desk *d, struct str s, size_t columns);
/* The word of family.id in the language of the process, else the id itself. */
struct str desk_word(struct desk *d, const char *family, struct str id);
/* A filter names an organisation that exists, or none (absent). */
int desk_known_org(struct desk *d, struct str org_id, struct err *e) MUST_CHECK;
/* A day, "2019-07-31", or a month, "2019-07": *precision_r is "day" or "month". */
int desk_day(struct desk *d, struct str s, long long fallback, long long *ms_r, const char **precision_r, struct err *e)
    MUST_CHECK;

#endif

/* record.h - what one line of a log says, as places in the line; and what a hit in it means.
 *
 * A format (format.h) fills it; nothing is copied.  Direction is seen from the organisation:
 * `from`: the indicator reached out to it, `to`: it reached out to the indicator, `lookup`: only the
 * name was asked for or answered (interfaces.md, "noroshi hunt"). */
#ifndef HUNT_RECORD_H
#define HUNT_RECORD_H

#include "base/time.h"
#include "hunt/value.h"

enum field {
	FIELD_SRC_IP, FIELD_SRC_PORT, FIELD_DST_IP, FIELD_DST_PORT,
	FIELD_SRC_NAT, FIELD_DST_NAT,             /* the outside forms of the two */
	FIELD_PROTO, FIELD_ACTION,
	FIELD_CLIENT,                            /* the one who came to this server (web, mail, sshd) */
	FIELD_HOST, FIELD_PATH, FIELD_URL,         /* where a request went: name, path, both */
	FIELD_QUERY, FIELD_ANSWER,                /* DNS */
	FIELD_SENDER, FIELD_RECIPIENT, FIELD_RELAY,
	FIELD_FORWARDED,                         /* X-Forwarded-For and the like: the true client, by its own word */
	FIELD_REFERRER, FIELD_AGENT, FIELD_USER, FIELD_HASH, FIELD_OTHER,
	FIELDS
};

enum direction { DIR_TO, DIR_FROM, DIR_LOOKUP, DIR_UNKNOWN };
enum action { ACTION_ALLOW, ACTION_DENY, ACTION_MIXED, ACTION_UNKNOWN };
extern const char *const direction_names[], *const action_names[];

enum stage { STAGE_ONLY, STAGE_START, STAGE_END, STAGE_RETURN };        /* of a connection, where the log has several records */

struct span { uint32_t field, from, to; };       /* bytes of the line */

enum { RECORD_SPANS = 64 };

struct record {
	bool read;                      /* false: the format could not read this line */
	long long time_ms;              /* TIME_NONE: none that could be read */
	struct span spans[RECORD_SPANS];
	int span_count;
	enum stage stage;
	uint64_t connection;            /* what start and end of one connection share (hash); 0: unknown */
	enum action action;
	char proto[8];                  /* "tcp", "udp", "icmp", "6" -> "tcp"; "" */
	int service_port;               /* fixed by the program (sshd 22, postfix 25); -1 */
};

struct meaning {
	enum direction direction;
	int port;                       /* the service's; -1: none */
	bool heuristic;                 /* guessed from key names or words, not from a known format */
};

/* A line of which nothing is known. */
void record_clear(struct record *r);
/* What a hit at [from, to) of the line means. */
struct meaning record_meaning(const struct record *r, struct str line, size_t from, size_t to, enum value_type type);

#endif

/* record.h - what one line of a log says, as places in the line; and what a hit in it means.
 *
 * A format (format.h) fills it; nothing is copied.  Direction is seen from the organisation:
 * `from`: the indicator reached out to it, `to`: it reached out to the indicator, `lookup`: only the
 * name was asked for or answered (interfaces.md, "noroshi hunt"). */
#ifndef HUNT_RECORD_H
#define HUNT_RECORD_H

#include "base/time.h"
#include "hunt/value.h"

enum role {
	ROLE_SRC_IP, ROLE_SRC_PORT, ROLE_DST_IP, ROLE_DST_PORT,
	ROLE_SRC_NAT, ROLE_DST_NAT,             /* the outside forms of the two */
	ROLE_PROTO, ROLE_ACTION,
	ROLE_CLIENT,                            /* the one who came to this server (web, mail, sshd) */
	ROLE_HOST, ROLE_PATH, ROLE_URL,         /* where a request went: name, path, both */
	ROLE_QUERY, ROLE_ANSWER,                /* DNS */
	ROLE_SENDER, ROLE_RECIPIENT, ROLE_RELAY,
	ROLE_FORWARDED,                         /* X-Forwarded-For and the like: the true client, by its own word */
	ROLE_REFERRER, ROLE_AGENT, ROLE_USER, ROLE_HASH, ROLE_OTHER,
	ROLES
};

enum direction { DIR_TO, DIR_FROM, DIR_LOOKUP, DIR_UNKNOWN };
enum action { ACTION_ALLOW, ACTION_DENY, ACTION_MIXED, ACTION_UNKNOWN };
extern const char *const direction_names[], *const action_names[];

enum stage { STAGE_ONLY, STAGE_START, STAGE_END, STAGE_RETURN };        /* of a connection, where the log has several records */

struct span { uint32_t role, from, to; };       /* bytes of the line */

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

/* What a hit at [from, to) of the line means. */
struct meaning record_meaning(const struct record *r, struct str line, size_t from, size_t to, enum value_type type);

#endif

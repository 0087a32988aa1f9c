/* format_in.h - a format's inside, for format*.c only. */
#ifndef HUNT_FORMAT_IN_H
#define HUNT_FORMAT_IN_H

#include "hunt/format.h"
#include "hunt/time_read.h"

enum { TIME_SETS = 6, TIME_PARTS = 3, LOCATORS = 512, COLUMNS_MOST = 512, PIECES = 40, NEEDS = 6, MATCHES = 6 };

/* What a locator finds: a field, or part p of time set s. */
enum { WHAT_NONE = 255, WHAT_TIME = 64, WHAT_STAGE = 120, WHAT_CONNECTION = 121, WHAT_SKIP = 122, WHAT_SWAP = 123 };

enum split { SPLIT_TSV, SPLIT_CSV, SPLIT_SPACE, SPLIT_KV, SPLIT_JSON, SPLIT_TEMPLATE, SPLIT_SYSLOG };
enum header { HEADER_NONE, HEADER_ROW, HEADER_FIELDS };         /* first line; "#fields"/"#Fields:" */
enum device { DEVICE_NONE = -1, DEVICE_WEB, DEVICE_PROXY, DEVICE_DNS, DEVICE_MAIL, DEVICE_FIREWALL, DEVICE_HOST };

struct piece {                  /* a literal, then what follows it up to the next literal */
	struct str literal;
	int what;
};

struct template {
	struct piece pieces[PIECES];
	int count;
	enum stage stage;
	enum action action;
	int port;
	char proto[8];
	bool client;            /* the source is one who came to this server */
	struct template *next;
};

struct words {                  /* any of these, all of which stand in the line */
	struct str list[8];
	int count;
};

struct format {
	struct str name, title_ja, title_en, source;
	enum split split;
	enum header header;
	char separator;
	int device;
	bool envelope;          /* may stand behind a syslog header */
	bool flow;              /* one record a direction: the lower port tells the service */
	bool utc;               /* times are UTC whatever the zone of the run */
	bool yearless;
	enum date_order order;
	int port;
	char proto[8];
	uint64_t hash[LOCATORS];
	uint8_t what[LOCATORS]; /* of names, by their hash */
	uint8_t column[COLUMNS_MOST];   /* of numbered columns */
	int last_column;
	uint64_t need[NEEDS];   /* bit masks of fields: one of each is there */
	int need_count;
	struct words match[MATCHES];
	int match_count;
	struct template *templates;
};

struct formats {
	struct arena *arena;
	struct format **list;
	size_t count, room;
};

/* Columns of this file by name. */
struct header_columns {
	uint8_t column[COLUMNS_MOST];
	int last;
	char separator;
};

/* What a line gave, before it is a record. */
struct pieces {
	struct record *r;
	struct str line;
	struct str time[TIME_SETS][TIME_PARTS];
	struct str stage, connection, swap;
};

static inline uint64_t name_hash(struct str s)
{
	uint64_t h = 14695981039346656037ull;   /* FNV-1a, case folded */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ ascii_lower((unsigned char)s.p[i])) * 1099511628211ull;
	return h | 1;
}

/* "src.ip" ...; WHAT_NONE: there is no such word. */
int what_of_word(struct str word);
/* WHAT_NONE where the format does not know the name. */
int format_what(const struct format *f, struct str name);
/* A piece of the line with its meaning. */
void pieces_add(struct pieces *p, int what, struct str value);

/* split.c: each gives its pieces; false where the line is not of this form. */
bool split_json(const struct format *f, struct pieces *p, struct str line);
bool split_kv(const struct format *f, struct pieces *p, struct str line);
bool split_columns(const struct format *f, const struct header_columns *h, struct pieces *p, struct str line);
/* Takes the next column off the front; false at the end. */
bool column_next(struct str *rest, enum split split, char separator, struct str *value_r);

/* template.c */
struct template *template_parse(struct arena *a, struct str text, const char **why_r);
bool template_match(const struct template *t, struct pieces *p, struct str line);

/* syslog.c: the header of RFC 3164 and RFC 5424; what is left is the message.  False: there is none. */
struct envelope {
	struct str time, program, message;
};
bool envelope_read(struct str line, struct envelope *v_r);

extern const struct format_text { const char *name; struct str text; } format_texts[];
extern const size_t format_text_count;

#endif

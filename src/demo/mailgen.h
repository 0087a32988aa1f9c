/* mailgen.h - writing mails as real programs write them, for the demo. */
#ifndef DEMO_MAILGEN_H
#define DEMO_MAILGEN_H

#include "base/arena.h"
#include "base/random.h"

enum mail_charset { CHARSET_UTF8, CHARSET_ISO_2022_JP, CHARSET_ASCII };

struct mail_person {
	struct str name, address;
};

struct mail_file {
	struct str name, media_type, bytes;
};

enum { MAIL_PEOPLE = 12, MAIL_FILES = 4, MAIL_HOPS = 4 };

struct outmail {
	struct mail_person from, sender, reply_to;      /* absent addresses: no such header */
	struct mail_person to[MAIL_PEOPLE], cc[MAIL_PEOPLE];
	size_t to_count, cc_count;
	bool undisclosed;               /* To: undisclosed-recipients:; */
	struct str subject, text, html;
	long long date_ms;
	int zone;                       /* minutes east */
	struct str message_id, in_reply_to;
	const struct str *references;
	size_t reference_count;
	struct str mailer;              /* X-Mailer or User-Agent; "" for none */
	enum mail_charset charset;
	struct mail_file files[MAIL_FILES];
	size_t file_count;
	/* the way it came, newest last: from (host, ip) by host */
	struct { struct str from_host, from_ip, by; } hops[MAIL_HOPS];
	size_t hop_count;
	struct str auth_results;        /* value of Authentication-Results; "" for none */
	struct str list_id, list_unsubscribe, precedence;
};

struct str mail_write(struct arena *a, struct rng *rng, const struct outmail *m);
/* A mail around a mail: what "forward as attachment" makes. */
struct str mail_wrap(struct arena *a, struct rng *rng, const struct outmail *outer, const struct str *inner, size_t n);
/* An mbox of mails (mboxrd quoting). */
struct str mbox_write(struct arena *a, const struct str *mails, size_t n, long long at_ms);
/* A zip archive (stored, fixed metadata) of named files. */
struct str zip_write(struct arena *a, const struct mail_file *files, size_t n);

#endif

/* summary.h - sealed token summaries of logs: a new indicator is answered without opening the log.
 *
 * A log's segments are runs of whole blocks (input.h) of some size, cut at line ends; a packed or UTF-16 log is one
 * segment.  Of each the summary holds a keyed hash (SipHash) of every token that a set could list, taken from the
 * scanner's own walk: addresses with their /24, /16 and /8 (IPv6: /64, /48, /32), every suffix of names, mail
 * addresses, hashes.  A set whose keys are all absent has no hit in the segment; where one is there the segment is
 * searched, so that a chance collision costs time and never changes a result.  Without the key file neither a
 * token nor a log's name can be told from a summary; with it, any guess can be tried.
 *
 * The file is little-endian: header, segments, a checksum for each page of keys, and from the next page on for each
 * segment (1 << bits) + 1 bucket starts and the keys' next 32 bits, ascending inside a bucket.  Truncated, damaged,
 * forged, newer ones and those of another key are refused: all checksums are keyed.  A page of keys is read and
 * checked when it is first asked, so that one indicator costs two pages a segment, not the whole file. */
#ifndef HUNT_SUMMARY_H
#define HUNT_SUMMARY_H

#include "hunt/format.h"
#include "hunt/scan.h"
#include "hunt/sip.h"

enum { SUMMARY_VERSION = 1, SUMMARY_FORMAT_MOST = 48, SUMMARY_PAGE = 4096 };
#define SUMMARY_SUFFIX ".summary"

/* Which log it is of: a renamed log is still the same one, a changed one is not. */
struct log_identity {
	uint64_t name;                  /* keyed hash of its path */
	uint64_t id[2];                 /* of size, time of change, first and last 64 KB */
	uint64_t bytes;
	int64_t mtime_ms;
};
/* Reads the two ends of the open file; -1: it cannot be read. */
int log_identify(const struct sip_key *key, struct str path, int fd, struct log_identity *id_r, struct err *e) MUST_CHECK;
bool log_identity_same(const struct log_identity *a, const struct log_identity *b);

struct summary_header {
	char magic[8];
	uint32_t version, segments;
	uint64_t file_bytes, mac;               /* the mac is of all before the keys but itself */
	uint64_t key_id;
	struct log_identity log;
	uint64_t reading;                       /* how times were read: zone, year, formats; hashed */
	uint64_t keys_at;                       /* where the pages of keys begin */
	char format[SUMMARY_FORMAT_MOST];
};

struct summary_segment {
	uint64_t from, to;                      /* of the unpacked text */
	uint64_t lines;
	int64_t first_ms, last_ms;              /* searched window; TIME_NONE */
	uint64_t keys_at;                       /* in the file */
	uint32_t keys, bits;
};

/* ---- making one ---- */

struct summary_order {
	const struct sip_key *key;
	const struct formats *formats;
	const struct format *pinned;
	const struct zone *zone;        /* of times without one; NULL: UTC */
	int year;
	uint64_t reading;
	unsigned long long segment_bytes;
	enum scan_engine engine;
};

struct summary_maker;                   /* one thread's; NULL where memory is out */
struct summary_maker *summary_maker_new(const struct summary_order *order);
void summary_maker_free(struct summary_maker *m);
/* Reads the whole log (takes the descriptor over); the file's bytes on the heap.  -1: no summary can be made, *e
 * says why (a damaged archive, a log that cannot be searched). */
int summary_make(struct summary_maker *m, int fd, const struct log_identity *log, const char *name, struct str *bytes_r,
    struct err *e) MUST_CHECK;

/* ---- asking one ---- */

struct summary {
	const struct summary_header *header;
	const struct summary_segment *segments;
	const uint64_t *page_macs;
	size_t bytes;
	unsigned char *checked;                 /* heap: a bit for each page of keys */
	const struct sip_key *key;
	bool damaged;                           /* a page that was asked is not what was written: believe nothing */
};
/* Maps and checks it. */
int summary_open(const char *path, const struct sip_key *key, struct summary *s_r, struct err *e) MUST_CHECK;
void summary_close(struct summary *s);

/* What a set asks for, ascending, on the heap; the same key once. */
struct summary_query { uint64_t *keys; size_t count; };
int summary_query_of(const struct set *set, const struct sip_key *key, struct summary_query *q_r, struct err *e) MUST_CHECK;
/* May the segment hold one of them?  False: it does not. */
bool summary_may_hold(struct summary *s, size_t segment, const struct summary_query *q);

/* ---- keys, shared by making and asking ---- */

enum seal { SEAL_KEY_ID, SEAL_TEXT, SEAL_IP4, SEAL_NET24, SEAL_NET16, SEAL_NET8, SEAL_IP6, SEAL_NET64, SEAL_NET48, SEAL_NET32, SEAL_ANY6 };
uint64_t summary_seal(const struct sip_key *key, enum seal what, uint64_t value);
/* `prefix` 128, 64, 48, 32 or 0. */
uint64_t summary_seal6(const struct sip_key *key, const unsigned char ip[16], int prefix);
/* Ascending, each once; returns how many. */
size_t summary_sort(uint64_t *keys, uint64_t *room, size_t n);
size_t summary_pages(const struct summary_header *h);
/* Of the header and the tables behind it. */
uint64_t summary_mac(const struct sip_key *key, const struct summary_header *file);
uint64_t summary_page_mac(const struct sip_key *key, const struct summary_header *file, size_t page);

#endif

/* hunt_retro.c - see hunt_retro.h. */
#include "cli/hunt_retro.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/random.h"
#include "base/sha256.h"
#include "cli/out.h"
#include "hunt/summarise.h"
#include "hunt/zone.h"

enum { KEY_MOST = 200, FORMAT_MOST = 1 << 20, SEGMENT_MB = 128 };
#define KEY_HEAD "noroshi-summary-key 1 "

/* ---- the key ---- */

static int key_path(struct arena *a, struct str given, struct str *path_r, struct err *e)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (given.p != NULL)
		*path_r = given;
	else if (config != NULL && config[0] == '/')
		*path_r = arena_printf(a, "%s/noroshi/summary.key", config);
	else if (home != NULL && home[0] == '/')
		*path_r = arena_printf(a, "%s/.config/noroshi/summary.key", home);
	else
		return err_set(e, ERR_USAGE, "where is the key of the summaries? --key FILE (there is no HOME)");
	return 0;
}

static int make_folders(char *path, struct err *e)
{
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			return err_errno(e, "cannot make the folder %s", path);
		*p = '/';
	}
	return 0;
}

static int make_key(struct arena *a, struct str path, struct err *e)
{
	unsigned char secret[sizeof(struct sip_key)];
	char *copy = arena_alloc(a, path.n + 1);
	struct str line;

	memcpy(copy, path.p, path.n);
	copy[path.n] = '\0';
	random_secret(secret, sizeof secret);
	line = arena_printf(a, KEY_HEAD STR_FMT "\n", STR_ARG(hex_of(a, secret, sizeof secret)));
	if (make_folders(copy, e) < 0 || file_replace(copy, line, 0600, e) < 0)
		return -1;
	fprintf(stderr, tr("noroshi: a key for summaries was made: %s; without it they cannot be used, with it they can be read\n"), copy);
	return 0;
}

static bool read_hex(struct str s, unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	if (s.n != 2 * n)
		return false;
	for (size_t i = 0; i < 2 * n; i++) {
		const char *at = memchr(digits, s.p[i], 16);

		if (at == NULL)
			return false;
		bytes[i / 2] = (unsigned char)(i % 2 == 0 ? (at - digits) << 4 : bytes[i / 2] | (at - digits));
	}
	return true;
}

static int key_of(struct arena *a, struct str given, bool make, struct sip_key *key_r, struct err *e)
{
	unsigned char secret[sizeof *key_r];
	struct str path, bytes;
	struct stat st;

	if (key_path(a, given, &path, e) < 0)
		return -1;
	if (make && stat(arena_cstr(a, path), &st) < 0 && errno == ENOENT && make_key(a, path, e) < 0)
		return -1;
	if (stat(arena_cstr(a, path), &st) == 0 && (st.st_mode & 077) != 0)
		return err_set(e, ERR_DENIED, "others can read the key of the summaries; chmod 600 " STR_FMT, STR_ARG(path));
	if (file_read(a, arena_cstr(a, path), KEY_MOST, &bytes, e) < 0)
		return -1;
	bytes = str_trim(bytes);
	if (!str_starts(bytes, STR(KEY_HEAD)) || !read_hex(str_from(bytes, strlen(KEY_HEAD)), secret, sizeof secret))
		return err_set(e, ERR_INPUT, STR_FMT " is no key of summaries", STR_ARG(path));
	memcpy(key_r, secret, sizeof secret);
	return 0;
}

/* What decides how a log's times are read: other settings, other windows. */
static int reading_of(struct arena *a, const struct sip_key *key, const struct hunt_order *order, const struct str_list *own,
    uint64_t *reading_r, struct err *e)
{
	struct buf b;

	buf_init_arena(&b, a, 64 * FORMAT_MOST);
	buf_printf(&b, "%s|%d|", NOROSHI_VERSION, order->year);
	for (size_t i = 0; order->zone != NULL && i < order->zone->count; i++)
		buf_printf(&b, "%lld:%d,", order->zone->steps[i].from_ms, order->zone->steps[i].minutes);
	buf_printf(&b, "|" STR_FMT,
	    STR_ARG(order->pinned != NULL ? format_name(order->pinned) : STR("")));
	for (size_t i = 0; i < own->count; i++) {
		struct str bytes;

		if (file_read(a, arena_cstr(a, own->items[i]), FORMAT_MOST, &bytes, e) < 0)
			return -1;
		buf_printf(&b, "|%zu|", bytes.n);
		buf_add(&b, bytes);
	}
	*reading_r = sip_hash(key, buf_str(&b).p, buf_str(&b).n);
	return 0;
}

/* ---- making ---- */

static int print_done(struct arena *a, const struct summarised *d, bool json, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 256 << 20);
	if (!json) {
		buf_printf(&out, TR_N("%lld {summary|summaries} made of %lld {segment|segments}, %lld {was|were} there; %lld bytes for %lld bytes of logs, %lld {key|keys}\n", d->made, d->segments, d->kept, d->keys), d->made,
		    d->segments, d->kept, d->summary_bytes, d->log_bytes, d->keys);
		for (size_t i = 0; i < d->refused_count; i++)
			buf_printf(&out, tr("No summary: %.*s: %.*s\n"), STR_ARG(d->refused[i].path), STR_ARG(d->refused[i].why));
		return out_flush(&out, e);
	}
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/hunt-summaries/1");
	jw_kint(&w, "made", d->made);
	jw_kint(&w, "kept", d->kept);
	jw_kint(&w, "segments", d->segments);
	jw_kint(&w, "keys", d->keys);
	jw_kint(&w, "log_bytes", d->log_bytes);
	jw_kint(&w, "summary_bytes", d->summary_bytes);
	jw_karray(&w, "refused");
	for (size_t i = 0; i < d->refused_count; i++) {
		jw_object(&w);
		jw_kstr(&w, "file", d->refused[i].path);
		jw_kstr(&w, "why", d->refused[i].why);
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_end_object(&w);
	return out_line(&out, e);
}

/* A folder, made where it is missing; a name that ends in .summary is the file of one log. */
static int place_of(struct arena *a, struct str output, const struct str *logs, size_t n, struct summarise_order *order, struct err *e)
{
	struct stat st;

	if (output.p == NULL)
		return err_set(e, ERR_USAGE, "where do the summaries go? -o FOLDER");
	if (!str_ends(output, STR(SUMMARY_SUFFIX))) {
		order->folder = arena_cstr(a, output);
		return mkdir(order->folder, 0700) < 0 && errno != EEXIST ? err_errno(e, "cannot make the folder %s", order->folder) : 0;
	}
	order->file = arena_cstr(a, output);
	if (n != 1 || (stat(arena_cstr(a, logs[0]), &st) == 0 && S_ISDIR(st.st_mode)))
		return err_set(e, ERR_USAGE, "one summary is of one log; name a folder with -o for several");
	return 0;
}

int hunt_summarise(struct arena *a, const struct hunt_order *order, const struct retro_options *o, const struct str *logs, size_t n,
    struct err *e)
{
	struct summarise_order s = { .one = { .formats = order->formats, .pinned = order->pinned, .zone = order->zone,
		.year = order->year, .engine = order->engine }, .jobs = order->jobs };
	struct summarised done;
	long long mb = SEGMENT_MB;
	struct sip_key key;

	if (n == 0)
		return err_set(e, ERR_USAGE, "of which logs? name files or directories");
	if (o->segment.p != NULL && (!str_to_int(o->segment, &mb) || mb < 1 || mb > 4096))
		return err_set(e, ERR_USAGE, "--segment is a number of megabytes from 1 to 4096, not “" STR_FMT "”", STR_ARG(o->segment));
	if (place_of(a, o->output, logs, n, &s, e) < 0 || key_of(a, o->key, true, &key, e) < 0 ||
	    reading_of(a, &key, order, o->own_formats, &s.one.reading, e) < 0)
		return -1;
	s.one.key = &key;
	s.one.segment_bytes = (unsigned long long)mb << 20;
	if (summarise_run(a, &s, logs, n, &done, e) < 0 || print_done(a, &done, o->json, e) < 0)
		return -1;
	return done.refused_count > 0;
}

/* ---- using ---- */

int hunt_summaries(struct arena *a, const struct hunt_order *order, const struct retro_options *o, struct str path,
    struct retro **retro_r, struct err *e)
{
	struct sip_key *key = ARENA_NEW(a, struct sip_key);
	uint64_t reading;

	if (key_of(a, o->key, false, key, e) < 0 || reading_of(a, key, order, o->own_formats, &reading, e) < 0)
		return -1;
	return retro_open(a, arena_cstr(a, path), key, reading, order->set, retro_r, e);
}

/* gen_probing.c - chapter 4: scans from the shared C2 address to port 1433 in three organisations'
 * firewall logs, and what each organisation's hunt finds in exactly these logs.
 *
 * The logs are written beside the hub (logs/sighting-a.log ...); `noroshi hunt` over them gives the same rows. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "demo/plan.h"
#include "hunt/hunt.h"
#include "hunt/zone.h"

#define C2_ADDRESS "203.0.113.9"

static const struct probe {
	const char *story, *reported;
	int org;
	const char *first, *last;
	int count;
} probes[3] = {
	{ "sighting-a", "2019-07-19T16:10:00+09:00", 30, "2018-12-14", "2019-02-03", 74 },
	{ "sighting-b", "2019-08-02T11:30:00+09:00", 70, "2018-12-26", "2019-02-12", 7 },
	{ "sighting-c", "2019-08-05T14:20:00+09:00", 150, "2018-12-10", "2019-02-13", 67 },
};

static void log_line(struct buf *out, long long ms, const char *source, const char *target, int port, const char *action)
{
	struct civil c = time_civil(ms, ZONE_JST);

	buf_printf(out, "date=%04d-%02d-%02d time=%02d:%02d:%02d devname=\"fw1\" tz=\"+0900\" type=\"traffic\" subtype=\"forward\" "
	    "srcip=%s srcport=%d dstip=%s dstport=%d proto=6 action=\"%s\" service=\"tcp/%d\"\n", c.year, c.month, c.day, c.hour,
	    c.minute, c.second, source, 40000 + (int)(ms / 1000 % 20000), target, port, action, port);
}

static void everyday(struct buf *out, long long ms)
{
	log_line(out, ms, "192.0.2.10", "198.51.100.8", 443, "accept");
	log_line(out, ms + MS_MINUTE, "192.0.2.31", "198.51.100.8", 443, "accept");
}

/* The scans lie between the first and the last day, both with at least one; ordinary traffic on every day
 * that was searched. */
static struct str write_log(struct gen *g, const struct probe *p)
{
	long long from = plan_day(p->first), days = (plan_day(p->last) - from) / MS_DAY, today = plan_day("2018-10-01");
	struct buf out;

	buf_init_arena(&out, g->arena, 8 << 20);
	for (int i = 0; i < p->count; i++) {
		long long day = i == 0 ? 0 : i == p->count - 1 ? days : days * i / (p->count - 1);
		long long at = from + day * MS_DAY + (long long)(i % 20 + 2) * MS_HOUR + (long long)rng_below(g->rng, 3000) * MS_SECOND;

		for (; today <= from + day * MS_DAY; today += MS_DAY)
			everyday(&out, today + MS_HOUR);
		for (int noise = 0; noise < 12; noise++)
			log_line(&out, at - (12 - noise) * MS_MINUTE, noise % 2 ? "192.0.2.10" : "192.0.2.31", "198.51.100.8", 443, "accept");
		log_line(&out, at, C2_ADDRESS, "192.0.2.40", 1433, "deny");
	}
	for (; today < plan_day("2019-07-01"); today += MS_DAY)
		everyday(&out, today + MS_HOUR);
	return buf_str(&out);
}

static void save_log(struct gen *g, const struct probe *p, struct str log)
{
	struct err e;
	const char *path = arena_printf(g->arena, "%s/%s.log", g->log_dir, p->story).p;

	mkdir(g->log_dir, 0700);
	if (file_replace(path, log, 0600, &e) < 0)
		fprintf(stderr, "noroshi: %s\n", e.text);
}

/* The set that the share gives its receivers. */
static int share_set(struct arena *a, struct set *set_r, struct str *bytes_r, struct err *e)
{
	struct set_builder *b = set_builder_new();
	struct value v;
	const char *why;
	int status = b != NULL && value_read(a, STR(C2_ADDRESS), -1, &v, &why) ? set_builder_add(b, &v, e) : -1;

	if (status == 0)
		status = set_builder_finish(b, STR("{}"), bytes_r, e);
	set_builder_free(b);
	return status == 0 ? set_of_bytes(*bytes_r, set_r, e) : -1;
}

/* What `noroshi hunt --json --org ORG` prints over the log. */
static int hunt_log(struct gen *g, const char *path, struct str org, struct buf *out, struct err *e)
{
	struct hunt_order order = { .org = org, .zone = &zone_jst, .device = -1, .web_port = -1, .jobs = 1,
		.engine = scan_engine_best() };
	struct hunt_summary summary;
	struct formats *formats;
	struct str bytes = STR_NONE, paths[1] = { str_of(path) };
	struct set set = { 0 };
	struct tally *t = tally_new(0);
	int status = formats_load(g->arena, NULL, 0, &formats, e);

	if (status == 0)
		status = share_set(g->arena, &set, &bytes, e);
	order.set = &set;
	order.formats = formats;
	if (status == 0)
		status = hunt_run(g->arena, &order, paths, 1, t, &summary, e);
	if (status == 0)
		tally_json(t, &summary, out);
	tally_free(t);
	set_close(&set);
	free((void *)(uintptr_t)bytes.p);
	return status;
}

static struct str rows_of(struct gen *g, const struct probe *p, struct str log)
{
	int fd = memfd_create(p->story, MFD_CLOEXEC);
	struct buf out;
	struct err e = { 0 };

	buf_init_arena(&out, g->arena, 1 << 16);
	if (fd < 0 || write(fd, log.p, log.n) != (ssize_t)log.n ||
	    hunt_log(g, arena_printf(g->arena, "/proc/self/fd/%d", fd).p, g->world->orgs[p->org].id, &out, &e) < 0)
		fprintf(stderr, "noroshi: %s: %s\n", p->story, e.text);
	if (fd >= 0)
		close(fd);
	return buf_str(&out);
}

void gen_probing(struct gen *g)
{
	int family = g->next_family++;

	for (size_t i = 0; i < COUNT(probes); i++) {
		struct truth *truth = ARENA_NEW(g->arena, struct truth);
		struct str log = write_log(g, &probes[i]);
		struct err e;
		long long at = TIME_NONE;

		if (g->log_dir != NULL)
			save_log(g, &probes[i], log);
		if (time_parse(str_of(probes[i].reported), ZONE_JST, &at, &e) < 0)
			continue;
		*truth = (struct truth){ TRUTH_SIGHTING, family, "", "", "", "none", 0, false };
		plan_add(g, (struct planned){ .at_ms = at, .org = probes[i].org, .kind = "sighting", .name = STR("sighting.jsonl"),
			.bytes = rows_of(g, &probes[i], log), .truths = truth, .truth_count = 1, .story = probes[i].story });
	}
}

/* gen_probing.c - chapter 4: scans from the shared C2 address to port 1433 in three organisations'
 * firewall logs, and the sightings counted from exactly these logs.
 *
 * The logs are written beside the hub (logs/A.log ...), so that a hunt over them can replace the
 * counting; the table must not change. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "demo/plan.h"

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

struct counted {
	long long first_ms, last_ms, count;
};

static void log_line(struct buf *out, long long ms, const char *source, const char *target, int port, const char *action)
{
	struct civil c = time_civil(ms, ZONE_JST);

	buf_printf(out, "date=%04d-%02d-%02d time=%02d:%02d:%02d devname=\"fw1\" tz=\"+0900\" type=\"traffic\" subtype=\"forward\" "
	    "srcip=%s srcport=%d dstip=%s dstport=%d proto=6 action=\"%s\" service=\"tcp/%d\"\n", c.year, c.month, c.day, c.hour,
	    c.minute, c.second, source, 40000 + (int)(ms / 1000 % 20000), target, port, action, port);
}

/* The scans lie between the first and the last day, both with at least one; other traffic around them. */
static struct str write_log(struct gen *g, const struct probe *p, struct counted *counted)
{
	long long from = plan_day(p->first), days = (plan_day(p->last) - from) / MS_DAY;
	long long *times = ARENA_ARRAY(g->arena, long long, (size_t)p->count);
	struct buf out;

	for (int i = 0; i < p->count; i++) {
		long long day = i == 0 ? 0 : i == p->count - 1 ? days : days * i / (p->count - 1);

		times[i] = from + day * MS_DAY + (long long)(i % 20 + 2) * MS_HOUR + (long long)rng_below(g->rng, 3000) * MS_SECOND;
	}
	buf_init_arena(&out, g->arena, 8 << 20);
	*counted = (struct counted){ TIME_FOREVER, TIME_NONE, 0 };
	for (int i = 0; i < p->count; i++) {
		for (int noise = 0; noise < 12; noise++)
			log_line(&out, times[i] - (12 - noise) * MS_MINUTE, noise % 2 ? "192.0.2.10" : "192.0.2.31", "198.51.100.8", 443, "accept");
		log_line(&out, times[i], C2_ADDRESS, "192.0.2.40", 1433, "deny");
		counted->count++;
		counted->first_ms = times[i] < counted->first_ms ? times[i] : counted->first_ms;
		counted->last_ms = times[i] > counted->last_ms ? times[i] : counted->last_ms;
	}
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

static struct str rows_of(struct gen *g, const struct probe *p, const struct counted *c, struct str log)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, g->arena, 1 << 16);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/sighting/1");
	jw_kz(&w, "indicator", C2_ADDRESS);
	jw_kz(&w, "type", "ipv4");
	jw_kstr(&w, "org", g->world->orgs[p->org].id);
	jw_kz(&w, "direction", "from");
	jw_kint(&w, "port", 1433);
	jw_kz(&w, "proto", "tcp");
	jw_kz(&w, "action", "deny");
	jw_ktime(&w, "first", c->first_ms / 1000 * 1000);
	jw_ktime(&w, "last", c->last_ms / 1000 * 1000);
	jw_kint(&w, "count", c->count);
	jw_kbool(&w, "heuristic", false);
	jw_karray(&w, "listed");
	jw_end_array(&w);
	jw_karray(&w, "lines");
	jw_end_array(&w);
	jw_end_object(&w);
	buf_z(&out, "\n");
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/hunt-summary/1");
	jw_kint(&w, "files", 1);
	jw_kint(&w, "bytes", (long long)log.n);
	jw_kint(&w, "lines", (long long)c->count * 13);
	jw_karray(&w, "skipped");
	jw_end_array(&w);
	jw_kobject(&w, "searched");
	jw_ktime(&w, "first", plan_day("2018-10-01"));
	jw_ktime(&w, "last", plan_day("2019-07-01"));
	jw_end_object(&w);
	jw_key(&w, "direction_known");
	jw_raw(&w, STR("1.0"));
	jw_kobject(&w, "formats");
	jw_kint(&w, "fortigate-kv", 1);
	jw_end_object(&w);
	jw_end_object(&w);
	buf_z(&out, "\n");
	return buf_str(&out);
}

void gen_probing(struct gen *g)
{
	int family = g->next_family++;

	for (size_t i = 0; i < COUNT(probes); i++) {
		struct truth *truth = ARENA_NEW(g->arena, struct truth);
		struct counted counted;
		struct str log = write_log(g, &probes[i], &counted);
		struct err e;
		long long at = TIME_NONE;

		if (g->log_dir != NULL)
			save_log(g, &probes[i], log);
		if (time_parse(str_of(probes[i].reported), ZONE_JST, &at, &e) < 0)
			continue;
		*truth = (struct truth){ TRUTH_SIGHTING, family, "", "", "", "none", 0, false };
		plan_add(g, (struct planned){ .at_ms = at, .org = probes[i].org, .kind = "sighting", .name = STR("sighting.jsonl"),
			.bytes = rows_of(g, &probes[i], &counted, log), .truths = truth, .truth_count = 1, .story = probes[i].story });
	}
}

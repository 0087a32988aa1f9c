/* retro.c - see retro.h. */
#include "hunt/retro.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/tr.h"

struct known { char name[16], id[32]; struct str path; };

struct retro {
	struct known *list;
	size_t count, room;
	const struct sip_key *key;
	uint64_t reading;
	struct summary_query query;
	bool one;                       /* a single summary was named: its file may be called anything */
};

struct str summary_file_name(struct arena *a, const struct log_identity *log)
{
	return arena_printf(a, "%016llx-%016llx%016llx" SUMMARY_SUFFIX, (unsigned long long)log->name, (unsigned long long)log->id[0],
	    (unsigned long long)log->id[1]);
}

struct str log_real_path(struct arena *a, struct str path)
{
	char real[PATH_MAX];

	return realpath(arena_cstr(a, path), real) != NULL ? arena_str(a, str_of(real)) : path;
}

static void add(struct arena *a, struct retro *r, const char *folder, const char *file)
{
	struct str name = str_of(file);
	struct known *k;

	if (name.n != 16 + 1 + 32 + strlen(SUMMARY_SUFFIX) || !str_ends(name, STR(SUMMARY_SUFFIX)) || file[16] != '-')
		return;
	k = ARENA_PUSH(a, r->list, r->count, r->room);
	memcpy(k->name, file, 16);
	memcpy(k->id, file + 17, 32);
	k->path = arena_printf(a, "%s/%s", folder, file);
}

static int list_folder(struct arena *a, struct retro *r, const char *path, struct err *e)
{
	DIR *d = opendir(path);
	struct dirent *entry;

	if (d == NULL)
		return err_errno(e, "cannot open %s", path);
	while ((entry = readdir(d)) != NULL)
		add(a, r, path, entry->d_name);
	closedir(d);
	return 0;
}

int retro_open(struct arena *a, const char *path, const struct sip_key *key, uint64_t reading, const struct set *set,
    struct retro **retro_r, struct err *e)
{
	struct retro *r = ARENA_NEW(a, struct retro);
	struct stat st;

	*r = (struct retro){ .key = key, .reading = reading };
	if (stat(path, &st) < 0)
		return err_errno(e, "cannot open %s", path);
	r->one = S_ISREG(st.st_mode);
	if (r->one)
		ARENA_PUSH(a, r->list, r->count, r->room)->path = arena_str(a, str_of(path));
	else if (list_folder(a, r, path, e) < 0)
		return -1;
	*retro_r = r;
	return summary_query_of(set, key, &r->query, e);
}

void retro_close(struct retro *r)
{
	free(r->query.keys);
}

static void refuse(struct retro_plan *plan, const char *why)
{
	plan->used = false;
	plan->why = str_of(why);
}

/* The summary of this very log; NULL: none, with the reason. */
static const struct known *find(const struct retro *r, struct arena *a, const struct log_identity *id, struct retro_plan *plan)
{
	struct str wanted = summary_file_name(a, id);

	if (r->one)
		return &r->list[0];
	refuse(plan, tr("it has no summary"));
	for (size_t i = 0; i < r->count; i++) {
		if (memcmp(r->list[i].id, wanted.p + 17, 32) == 0)
			return &r->list[i];
		if (memcmp(r->list[i].name, wanted.p, 16) == 0)
			refuse(plan, tr("it changed since its summary was made"));
	}
	return NULL;
}

static void skip(struct retro_plan *plan, const struct summary_segment *g)
{
	plan->skipped++;
	plan->skipped_lines += (long long)g->lines;
	if (g->first_ms != TIME_NONE && (plan->first_ms == TIME_NONE || g->first_ms < plan->first_ms))
		plan->first_ms = g->first_ms;
	if (g->last_ms != TIME_NONE && (plan->last_ms == TIME_NONE || g->last_ms > plan->last_ms))
		plan->last_ms = g->last_ms;
}

/* Neighbouring segments are read in one go. */
static void answer(const struct retro *r, struct arena *a, struct summary *s, struct retro_plan *plan)
{
	*plan = (struct retro_plan){ .used = true, .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	plan->segments = s->header->segments;
	plan->ranges = ARENA_ARRAY(a, struct retro_range, s->header->segments + 1);
	plan->format = arena_str(a, str_of(s->header->format));
	for (uint32_t i = 0; i < s->header->segments; i++) {
		const struct summary_segment *g = &s->segments[i];

		if (!summary_may_hold(s, i, &r->query))
			skip(plan, g);
		else if (plan->range_count > 0 && plan->ranges[plan->range_count - 1].to == g->from)
			plan->ranges[plan->range_count - 1].to = g->to;
		else
			plan->ranges[plan->range_count++] = (struct retro_range){ g->from, g->to };
	}
	plan->whole = plan->skipped == 0;
	if (s->damaged) {
		*plan = (struct retro_plan){ .first_ms = TIME_NONE, .last_ms = TIME_NONE };
		refuse(plan, tr("the summary is damaged: its checksum does not fit"));
	}
}

void retro_plan(const struct retro *r, struct arena *a, const struct log_file *log, int fd, struct retro_plan *plan)
{
	struct log_identity id;
	const struct known *k;
	struct summary s;
	struct err e;

	*plan = (struct retro_plan){ .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	if (log_identify(r->key, log_real_path(a, log->path), fd, &id, &e) < 0) {
		plan->why = arena_str(a, str_of(e.text));
		return;
	}
	k = find(r, a, &id, plan);
	if (k == NULL)
		return;
	if (summary_open(arena_cstr(a, k->path), r->key, &s, &e) < 0) {
		plan->why = arena_str(a, str_of(e.text));
		return;
	}
	if (!log_identity_same(&s.header->log, &id))
		refuse(plan, s.header->log.name == id.name ? tr("it changed since its summary was made") : tr("the summary is of another log"));
	else if (s.header->reading != r->reading)
		refuse(plan, tr("its summary was made with another --tz, --year, --format or --formats"));
	else
		answer(r, a, &s, plan);
	summary_close(&s);
}

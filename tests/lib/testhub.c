/* testhub.c - fresh hubs for tests. */
#include "testhub.h"

#include "rows.h"

struct hub *test_hub(const char *place)
{
	bool postgres = str_starts(str_of(place), STR("postgresql://"));
	const char *base = test_dir();
	char dir[600];
	struct hub *hub = NULL;
	struct err e;

	snprintf(dir, sizeof dir, "%s/hub", base);
	assert_ok(hub_init(dir, postgres ? place : NULL, &e), e);
	assert_ok(hub_open(dir, &hub, &e), e);
	hub->conf.low_water_mb = 0;
	return hub;
}

void test_hub_close(struct hub *hub)
{
	char base[600];
	char *slash;

	snprintf(base, sizeof base, "%s", hub->dir);
	hub_close(hub);
	slash = strrchr(base, '/');
	if (slash != NULL)
		*slash = '\0';
	test_dir_remove(strdup(base));
}

struct act test_act(long long now_ms)
{
	static struct rng rng;

	rng = rng_seeded(42);
	return (struct act){ .now_ms = now_ms, .actor = STR("tester"), .os_user = STR("test"), .rng = &rng };
}

/* testhub.h - a fresh hub in a directory of its own on one of the test databases. */
#ifndef TESTS_TESTHUB_H
#define TESTS_TESTHUB_H

#include "base/act.h"
#include "store/hub.h"

/* Makes and opens a hub; `place` is what test_on_databases gave.  Asserts that it works. */
struct hub *test_hub(const char *place);
/* Closes it and removes its directory. */
void test_hub_close(struct hub *hub);
/* A deed at a fixed time with seeded randomness. */
struct act test_act(long long now_ms);

#endif

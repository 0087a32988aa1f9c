/* copies.h - the same hub many times: made once, copied for every run. */
#ifndef TESTS_COPIES_H
#define TESTS_COPIES_H

#include "store/hub.h"

struct hub_original;

/* Closes the hub; it is copied from now on (`place` as test_on_databases gave it). */
struct hub_original *hub_original_new(struct hub *hub, const char *place);
struct hub *hub_copy_open(const struct hub_original *o);
void hub_copy_close(const struct hub_original *o, struct hub *hub);
void hub_original_free(struct hub_original *o);

#endif

/* hub_make.h - the parts of a hub's directory, for init and restore; store/ only. */
#ifndef STORE_HUB_MAKE_H
#define STORE_HUB_MAKE_H

#include "store/hub.h"

struct hub *hub_new(const char *dir);
const char *hub_in_dir(const struct hub *hub, const char *name);
const char *hub_database_place(const struct hub *hub);
int hub_read_key(struct hub *hub, const char *path, struct err *e) MUST_CHECK;
/* What only the right key gives, as it stands in hub_state. */
struct str hub_key_check(const struct hub *hub, struct arena *a);

/* A new or empty directory. */
int hub_make_directory(const char *dir, struct err *e) MUST_CHECK;
/* noroshi.conf from hub->conf, noroshi.key (a new one, or a copy of hub->key), an empty erasure list,
 * ballast and outbox. */
int hub_make_files(struct hub *hub, bool new_key, struct err *e) MUST_CHECK;
/* The database, empty, opened as its owner; refused where it holds something. */
int hub_make_database(struct hub *hub, struct err *e) MUST_CHECK;
/* Takes away what hub_make_files and hub_make_database put into the directory, and the directory. */
void hub_unmake(const struct hub *hub);

#endif

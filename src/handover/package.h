/* package.h - a zip whose members are encrypted (AES-256, WinZip's way, by libarchive), written as it is made. */
#ifndef HANDOVER_PACKAGE_H
#define HANDOVER_PACKAGE_H

#include "base/content.h"

struct package;

/* To an open file; the package ends with the arena where it was not closed. */
int package_open(struct arena *a, int fd, const char *password, struct package **p_r, struct err *e) MUST_CHECK;
/* sha256 (absent: not checked) must be that of the content, or ERR_CORRUPT. */
int package_add(struct package *p, struct arena *a, struct str name, const struct content *content, struct str sha256, struct err *e)
    MUST_CHECK;
int package_close(struct package *p, struct err *e) MUST_CHECK;

#endif

/* qr.h - the QR codes in a picture (ISO/IEC 18004), by libzbar where it is there.
 *
 * The library is loaded when the reader warms itself, and by name: it brings X11 and D-Bus along, which no other
 * process of ours shall carry.  A build without the feature `qr`, or a machine without libzbar0, reads none. */
#ifndef PARSE_QR_H
#define PARSE_QR_H

#include "base/arena.h"

struct pixels;

/* Loads the library and reads one code: before the jail closes. */
void qr_warm(void);
/* Can codes be read here (after qr_warm)? */
bool qr_ready(void);
/* What the codes of the picture say: their bytes, which may be anything; at most `most`. */
size_t qr_read(struct arena *a, const struct pixels *p, struct str *list, size_t most);

#endif

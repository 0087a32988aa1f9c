/* sample.h - bytes that were handed in leave in one form only: inside a zip with the agreed password (AES-256), named by their
 * hash, so that nothing on the way opens them by accident. */
#ifndef HANDOVER_SAMPLE_H
#define HANDOVER_SAMPLE_H

#include "base/arena.h"

#define SAMPLE_PASSWORD "infected"

/* *name_r: the SHA-256, hex, that the member is called by. */
int sample_pack(struct arena *a, struct str bytes, struct str *name_r, struct str *zip_r, struct err *e) MUST_CHECK;

#endif

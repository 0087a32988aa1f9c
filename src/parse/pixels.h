/* pixels.h - a picture as grey levels, for whoever looks for codes in it.
 *
 * PNG and JPEG by their libraries, PGM as pdftoppm writes it.  Large pictures are made smaller by a whole number
 * while they are read, so that memory stays below a byte for each of PIXELS_KEPT. */
#ifndef PARSE_PIXELS_H
#define PARSE_PIXELS_H

#include "base/arena.h"

enum { PIXELS_KEPT = 4 << 20, PIXELS_MOST = 40 << 20, PIXELS_SIDE_MOST = 20000, PIXELS_PACKED_MOST = 12 << 20,
	QR_SMALLEST = 21 };     /* dots on a side of the smallest QR code (ISO/IEC 18004) */

struct pixels {
	size_t width, height;
	const unsigned char *grey;      /* row by row, 0 black */
};

/* CUT: damaged; what could not be read is white (of JPEG grey), `grey` NULL where nothing could.  NONE: no such picture, or too small
 * for a code. */
enum pixels_end { PIXELS_GOOD, PIXELS_NONE, PIXELS_TOO_MANY, PIXELS_CUT };

enum pixels_end pixels_read(struct arena *a, struct str bytes, struct pixels *p);
/* The next of several PGM pictures, one behind the other; a view into *rest.  False: no further whole one. */
bool pixels_next_pgm(struct str *rest, struct pixels *p);
/* Libraries look at the processor when first used: before the jail closes. */
void pixels_warm(void);

#endif

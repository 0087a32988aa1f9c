/* fuzz_qr.c - any bytes as a picture, as pages that a tool made, as a drawing of characters or of table cells; what is in it is looked
 * at for codes. */
#include "fuzz.h"

#include "parse/pixels.h"
#include "parse/qr.h"
#include "parse/qr_drawn.h"

static void look(struct arena *a, const struct pixels *p)
{
	struct str codes[4];
	size_t n = qr_read(a, p, codes, 4);

	assert(p->width > 0 && p->height > 0 && n <= 4);
	for (size_t i = 0; i < n; i++)
		assert(codes[i].n < 8000);
}

static void look_at_drawing(struct arena *a, const struct drawing *d)
{
	struct pixels p = drawing_pixels(a, d, (d->width & 1) != 0);

	assert(d->width > 0 && d->width <= DRAWN_SIDE_MOST && d->height > 0 && d->height <= DRAWN_SIDE_MOST);
	look(a, &p);
}

static void read_drawings(struct arena *a, struct str s)
{
	struct drawing d;
	size_t n = 0;

	for (size_t at = 0; n < 4 && qr_drawn_in_text(a, utf8_repair(a, s), &at, &d); n++)
		look_at_drawing(a, &d);
	for (size_t at = 0; n < 8 && qr_drawn_in_cells(a, s, &at, &d); n++)
		look_at_drawing(a, &d);
}

static void read_any(struct arena *a, struct str s)
{
	struct pixels p;
	struct str rest = s;

	qr_warm();
	if (pixels_read(a, s, &p) == PIXELS_GOOD && p.width * p.height <= 1 << 20)
		look(a, &p);
	while (pixels_next_pgm(&rest, &p)) {
		assert(p.grey >= (const unsigned char *)s.p && p.grey + p.width * p.height <= (const unsigned char *)s.p + s.n);
		if (p.width * p.height <= 1 << 20)
			look(a, &p);
	}
	read_drawings(a, s);
}

FUZZ_TARGET

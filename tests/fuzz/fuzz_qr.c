/* fuzz_qr.c - any bytes as a picture, and as pages that a tool made; what is in it is looked at for codes. */
#include "fuzz.h"

#include "parse/pixels.h"
#include "parse/qr.h"

static void look(struct arena *a, const struct pixels *p)
{
	struct str codes[4];
	size_t n = qr_read(a, p, codes, 4);

	assert(p->width > 0 && p->height > 0 && n <= 4);
	for (size_t i = 0; i < n; i++)
		assert(codes[i].n < 8000);
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
}

FUZZ_TARGET

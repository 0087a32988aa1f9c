/* qr_none.c - a build without the feature `qr`: no picture is looked at. */
#include "parse/pixels.h"
#include "parse/qr.h"

void qr_warm(void)
{
}

bool qr_ready(void)
{
	return false;
}

size_t qr_read(struct arena *a, const struct pixels *p, struct str *list, size_t most)
{
	(void)a;
	(void)p;
	(void)list;
	(void)most;
	return 0;
}

enum pixels_end pixels_read(struct arena *a, struct str bytes, struct pixels *p)
{
	(void)a;
	(void)bytes;
	(void)p;
	return PIXELS_NONE;
}

bool pixels_next_pgm(struct str *rest, struct pixels *p)
{
	(void)rest;
	(void)p;
	return false;
}

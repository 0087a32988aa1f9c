/* qr.c - see qr.h; the few calls of libzbar 0.10 to 0.23 (zbar.h, stable since 2009) that are needed. */
#include "parse/qr.h"

#include <iconv.h>
#include <stdint.h>

#include "base/library.h"
#include "parse/pixels.h"

enum { QR = 64, ENABLE = 0, BINARY = 4, GREY = 'Y' | '8' << 8 | '0' << 16 | '0' << 24 };

static struct {
	void *(*image_create)(void), *(*scanner_create)(void);
	void (*image_destroy)(void *), (*scanner_destroy)(void *);
	void (*set_format)(void *, unsigned long), (*set_size)(void *, unsigned, unsigned);
	void (*set_data)(void *, const void *, unsigned long, void *cleanup);
	int (*set_config)(void *, int symbology, int config, int value), (*scan)(void *, void *);
	const void *(*first)(const void *), *(*next)(const void *);
	const char *(*data)(const void *);
	unsigned (*length)(const void *);
	bool ready;
} zbar;

static bool load(void)
{
	const struct library_call calls[] = { { "zbar_image_create", &zbar.image_create }, { "zbar_image_destroy", &zbar.image_destroy },
		{ "zbar_image_scanner_create", &zbar.scanner_create }, { "zbar_image_scanner_destroy", &zbar.scanner_destroy },
		{ "zbar_image_set_format", &zbar.set_format }, { "zbar_image_set_size", &zbar.set_size },
		{ "zbar_image_set_data", &zbar.set_data }, { "zbar_image_scanner_set_config", &zbar.set_config },
		{ "zbar_scan_image", &zbar.scan }, { "zbar_image_first_symbol", &zbar.first }, { "zbar_symbol_next", &zbar.next },
		{ "zbar_symbol_get_data", &zbar.data }, { "zbar_symbol_get_data_length", &zbar.length } };

	return library_open("libzbar.so.0", calls, sizeof calls / sizeof calls[0]) == NULL;
}

bool qr_ready(void)
{
	return zbar.ready;
}

size_t qr_read(struct arena *a, const struct pixels *p, struct str *list, size_t most)
{
	void *scanner = zbar.ready ? zbar.scanner_create() : NULL, *image = scanner != NULL ? zbar.image_create() : NULL;
	size_t n = 0;

	if (image == NULL)
		return 0;
	zbar.set_config(scanner, 0, ENABLE, 0);         /* of all kinds of codes ... */
	zbar.set_config(scanner, QR, ENABLE, 1);
	zbar.set_config(scanner, QR, BINARY, 1);        /* the bytes as they are: else it guesses a charset */
	zbar.set_format(image, GREY);
	zbar.set_size(image, (unsigned)p->width, (unsigned)p->height);
	zbar.set_data(image, p->grey, p->width * p->height, NULL);
	if (zbar.scan(scanner, image) > 0)
		for (const void *s = zbar.first(image); s != NULL && n < most; s = zbar.next(s))
			list[n++] = arena_str(a, (struct str){ zbar.data(s), zbar.length(s) });
	zbar.image_destroy(image);
	zbar.scanner_destroy(scanner);
	return n;
}

static iconv_t kept[3];

/* The code "noroshi", four pixels a module with a margin of four modules. */
static const uint32_t code[21] = {
	0x1FCB7F, 0x104E41, 0x175B5D, 0x174A5D, 0x17455D, 0x104141, 0x1FD57F,
	0x001B00, 0x1DFEC4, 0x1A9867, 0x1EDD1B, 0x003443, 0x114D4A, 0x0016BB,
	0x1FDAF3, 0x1057A1, 0x175EC3, 0x174076, 0x175D39, 0x105852, 0x1FD55B,
};

/* zbar opens these at every code.  glibc throws a charset's module away once others were opened and closed often enough (a mail in
 * several charsets, names in an archive), and loading it again is forbidden in the jail: open descriptors keep it. */
static void keep_charsets(void)
{
	static const char *const names[] = { "ISO8859-1", "SJIS", "BIG-5" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		kept[i] = iconv_open("UTF-8", names[i]);
}

void qr_warm(void)
{
	enum { SIZE = 21, MARGIN = 4, SCALE = 4, SIDE = (SIZE + 2 * MARGIN) * SCALE };
	struct arena *a;
	unsigned char *grey;
	struct str said;

	pixels_warm();
	if (zbar.ready || !load())
		return;
	keep_charsets();
	a = arena_new(1 << 20, arena_full_exit);
	grey = arena_alloc(a, SIDE * SIDE);
	for (size_t y = 0; y < SIDE; y++)
		for (size_t x = 0; x < SIDE; x++) {
			size_t row = y / SCALE - MARGIN, column = x / SCALE - MARGIN;

			grey[y * SIDE + x] = row < SIZE && column < SIZE && (code[row] >> (SIZE - 1 - column) & 1) != 0 ? 0 : 255;
		}
	zbar.ready = true;
	zbar.ready = qr_read(a, &(struct pixels){ SIDE, SIDE, grey }, &said, 1) == 1 && str_eq(said, STR("noroshi"));
	arena_free(a);
}

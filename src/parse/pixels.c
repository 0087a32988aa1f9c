/* pixels.c - see pixels.h. */
#include "parse/pixels.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>            /* wants stdio.h before it */
#include <jerror.h>

/* Into how many steps a side is cut, so that at most PIXELS_KEPT stay. */
static size_t step_for(size_t width, size_t height)
{
	size_t step = 1;

	while ((width / step) * (height / step) > PIXELS_KEPT)
		step++;
	return step;
}

static enum pixels_end begin(struct arena *a, struct pixels *p, size_t width, size_t height, size_t step, unsigned char **grey_r)
{
	if (width == 0 || height == 0)
		return PIXELS_NONE;
	if (width > PIXELS_SIDE_MOST || height > PIXELS_SIDE_MOST || width * height > PIXELS_MOST)
		return PIXELS_TOO_MANY;
	*p = (struct pixels){ .width = width / step, .height = height / step };
	if (p->width == 0 || p->height == 0 || arena_left(a) < p->width * p->height + (1 << 20))
		return PIXELS_TOO_MANY;
	*grey_r = arena_alloc(a, p->width * p->height);
	memset(*grey_r, 255, p->width * p->height);
	p->grey = *grey_r;
	return PIXELS_GOOD;
}

/* ---- PNG ---- */

struct source {
	struct str rest;
};

static void png_take(png_structp png, png_bytep out, png_size_t n)
{
	struct source *s = png_get_io_ptr(png);

	if (n > s->rest.n)
		png_error(png, "end");
	memcpy(out, s->rest.p, n);
	s->rest = str_from(s->rest, n);
}

static void png_quiet(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static _Noreturn void png_give_up(png_structp png, png_const_charp text)
{
	(void)text;
	png_longjmp(png, 1);
}

/* Everything becomes one byte of grey; what is transparent, white. */
static void png_to_grey(png_structp png, png_infop info)
{
	png_color_16 white = { .red = 255, .green = 255, .blue = 255, .gray = 255 };

	png_set_expand(png);
	png_set_scale_16(png);
	png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
	if ((png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) != 0)
		png_set_rgb_to_gray(png, PNG_ERROR_ACTION_NONE, PNG_RGB_TO_GRAY_DEFAULT, PNG_RGB_TO_GRAY_DEFAULT);
	png_read_update_info(png, info);
}

static void keep_row(struct pixels *p, unsigned char *grey, const unsigned char *row, size_t y, size_t step)
{
	for (size_t x = 0; y % step == 0 && y / step < p->height && x < p->width; x++)
		grey[y / step * p->width + x] = row[x * step];
}

static enum pixels_end png_rows(struct arena *a, png_structp png, png_infop info, struct pixels *p)
{
	size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info), step = step_for(width, height);
	bool interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
	unsigned char *grey, *row;
	enum pixels_end end;

	if (interlaced && step > 1)
		return PIXELS_TOO_MANY;         /* comes seven times over, so that all of it must be held */
	end = begin(a, p, width, height, step, &grey);
	if (end != PIXELS_GOOD)
		return end;
	png_to_grey(png, info);
	if (png_get_rowbytes(png, info) != width)
		return PIXELS_NONE;
	row = arena_alloc(a, width);
	for (int pass = interlaced ? 7 : 1; pass > 0; pass--)
		for (size_t y = 0; y < height; y++)
			if (interlaced) {
				png_read_row(png, grey + y * width, NULL);
			} else {
				png_read_row(png, row, NULL);
				keep_row(p, grey, row, y, step);
			}
	return PIXELS_GOOD;
}

static enum pixels_end read_png(struct arena *a, struct str bytes, struct pixels *p)
{
	png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, png_give_up, png_quiet);
	png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
	struct source source = { bytes };
	volatile enum pixels_end end = PIXELS_CUT;

	if (info != NULL && setjmp(png_jmpbuf(png)) == 0) {
		png_set_user_limits(png, PIXELS_SIDE_MOST, PIXELS_SIDE_MOST);
		png_set_chunk_cache_max(png, 64);
		png_set_chunk_malloc_max(png, 4 << 20);
		png_set_interlace_handling(png);
		png_set_read_fn(png, &source, png_take);
		png_read_info(png, info);
		end = png_rows(a, png, info, p);
	}
	png_destroy_read_struct(&png, &info, NULL);
	return end;
}

/* ---- JPEG ---- */

struct jpeg_trouble {
	struct jpeg_error_mgr base;     /* first: the library knows no more of it */
	jmp_buf out;
};

static void jpeg_give_up(j_common_ptr c)
{
	longjmp(((struct jpeg_trouble *)(void *)c->err)->out, 1);
}

static void jpeg_quiet(j_common_ptr c, int level)
{
	/* of all warnings those that say that a part is missing: the library makes it up */
	if (level < 0 && (c->err->msg_code == JWRN_JPEG_EOF || c->err->msg_code == JWRN_HIT_MARKER))
		c->err->num_warnings++;
}

/* The library makes it smaller by 2, 4 or 8 at hardly any cost. */
static enum pixels_end jpeg_rows(struct arena *a, struct jpeg_decompress_struct *c, struct pixels *p)
{
	unsigned char *grey;
	enum pixels_end end;

	if ((size_t)c->image_width * c->image_height > PIXELS_MOST)
		return PIXELS_TOO_MANY;
	c->out_color_space = JCS_GRAYSCALE;
	c->scale_num = 1;
	for (c->scale_denom = 1; c->scale_denom < 8 && c->image_width / c->scale_denom * (c->image_height / c->scale_denom) > PIXELS_KEPT;)
		c->scale_denom *= 2;
	jpeg_start_decompress(c);
	end = begin(a, p, c->output_width, c->output_height, 1, &grey);
	while (end == PIXELS_GOOD && c->output_scanline < c->output_height) {
		unsigned char *row = grey + (size_t)c->output_scanline * p->width;

		jpeg_read_scanlines(c, &row, 1);
	}
	return end == PIXELS_GOOD && c->err->num_warnings > 0 ? PIXELS_CUT : end;
}

static enum pixels_end read_jpeg(struct arena *a, struct str bytes, struct pixels *p)
{
	enum { MEMORY = 48 << 20 };
	struct jpeg_decompress_struct c = { 0 };
	struct jpeg_trouble trouble;
	volatile enum pixels_end end = PIXELS_CUT;

	c.err = jpeg_std_error(&trouble.base);
	trouble.base.error_exit = jpeg_give_up;
	trouble.base.emit_message = jpeg_quiet;
	jpeg_create_decompress(&c);
	c.mem->max_memory_to_use = MEMORY;
	if (setjmp(trouble.out) == 0) {
		jpeg_mem_src(&c, (const unsigned char *)bytes.p, bytes.n);
		if (jpeg_read_header(&c, TRUE) == JPEG_HEADER_OK)       /* else it gives up */
			end = jpeg_rows(a, &c, p);
	}
	jpeg_destroy_decompress(&c);
	return end;
}

/* ---- PGM ---- */

static bool next_number(struct str *rest, size_t *n_r)
{
	size_t i = 0, n = 0;

	while (i < rest->n && ascii_space((unsigned char)rest->p[i]))
		i++;
	for (*n_r = 0; i < rest->n && n < 6 && ascii_digit((unsigned char)rest->p[i]); i++, n++)
		*n_r = *n_r * 10 + (size_t)(rest->p[i] - '0');
	*rest = str_from(*rest, i);
	return n > 0;
}

bool pixels_next_pgm(struct str *rest, struct pixels *p)
{
	size_t most;

	if (!str_starts(*rest, STR("P5")))
		return false;
	*rest = str_from(*rest, 2);
	if (!next_number(rest, &p->width) || !next_number(rest, &p->height) || !next_number(rest, &most) || most != 255 ||
	    p->width == 0 || p->height == 0 || rest->n < 1 || (rest->n - 1) / p->width < p->height)
		return false;
	p->grey = (const unsigned char *)rest->p + 1;
	*rest = str_from(*rest, 1 + p->width * p->height);
	return true;
}

/* A PNG says at a fixed place how large it is: what is smaller than the smallest code is not worth its bytes, however
 * many there are. */
static bool is_too_small(struct str png)
{
	const unsigned char *b = (const unsigned char *)png.p;

	return png.n >= 24 && b[16] == 0 && b[17] == 0 && b[18] == 0 && b[20] == 0 && b[21] == 0 && b[22] == 0 &&
	    (b[19] < QR_SMALLEST || b[23] < QR_SMALLEST);
}

enum pixels_end pixels_read(struct arena *a, struct str bytes, struct pixels *p)
{
	*p = (struct pixels){ .grey = NULL };
	if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")) && is_too_small(bytes))
		return PIXELS_NONE;
	if (bytes.n > PIXELS_PACKED_MOST)
		return PIXELS_TOO_MANY;
	if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")))
		return read_png(a, bytes, p);
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return read_jpeg(a, bytes, p);
	return PIXELS_NONE;
}

/* A picture of 8 by 8 is written and read again. */
void pixels_warm(void)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct jpeg_compress_struct c = { 0 };
	struct jpeg_error_mgr e;
	struct pixels p;
	unsigned char *bytes = NULL, row[8] = { 0, 255, 0, 255, 0, 255, 0, 255 };
	unsigned long n = 0;

	c.err = jpeg_std_error(&e);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &bytes, &n);
	c.image_width = c.image_height = 8;
	c.input_components = 1;
	c.in_color_space = JCS_GRAYSCALE;
	jpeg_set_defaults(&c);
	jpeg_start_compress(&c, TRUE);
	for (int y = 0; y < 8; y++) {
		unsigned char *line = row;

		jpeg_write_scanlines(&c, &line, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	pixels_read(a, (struct str){ (const char *)bytes, n }, &p);
	free(bytes);
	arena_free(a);
}

/* fuzz_form.c - any bytes as a form in any pieces: what is read is what one piece gives, and it lies in the input. */
#include "fuzz.h"

#include "base/buf.h"
#include "http/form.h"

struct told { struct buf out; size_t parts, bytes; };

static bool told_part(void *ctx, const struct form_part *part)
{
	struct told *t = ctx;

	assert(part->name.p != NULL && memchr(part->name.p, '\0', part->name.n) == NULL);
	t->parts++;
	buf_printf(&t->out, "\nP" STR_FMT "|%d|" STR_FMT "|" STR_FMT "\n", STR_ARG(part->name), part->file.p != NULL, STR_ARG(part->file), STR_ARG(part->media_type));
	return true;
}

static bool told_bytes(void *ctx, struct str bytes)
{
	struct told *t = ctx;

	t->bytes += bytes.n;
	buf_add(&t->out, bytes);
	return true;
}

/* 1 read, 0 not; `step` is how many bytes come at once, 0: all. */
static int read_form(struct arena *a, struct str type, struct str body, size_t step, struct told *t)
{
	const struct form_sink sink = { told_part, told_bytes, t };
	struct form *f = form_new(a, type, &sink);
	bool good = f != NULL;

	*t = (struct told){ .parts = 0 };
	buf_init_arena(&t->out, a, 16 << 20);
	while (good && body.n > 0) {
		size_t n = step > 0 && step < body.n ? step : body.n;

		good = form_add(f, str_at(body, 0, n));
		body = str_from(body, n);
	}
	return good && form_end(f);
}

/* The first line is the header, the rest the body. */
static void read_any(struct arena *a, struct str s)
{
	struct str type = str_upto(s, '\n'), body = str_after(s, '\n');
	static const size_t steps[] = { 1, 2, 3, 7, 61, 1024 };
	struct told whole, cut;
	int good = read_form(a, type, body, 0, &whole);

	assert(whole.bytes <= body.n && whole.parts <= body.n);
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		assert(read_form(a, type, body, steps[i], &cut) == good);
		/* what was refused ends where it ends; what was read is the same */
		assert(!good || (cut.parts == whole.parts && str_eq(buf_str(&cut.out), buf_str(&whole.out))));
	}
}

FUZZ_TARGET

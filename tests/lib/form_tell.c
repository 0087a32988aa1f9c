/* form_tell.c - reads forms and tells what is in them, for forms.py:  form-tell
 *
 * Input, again and again: "TYPE-BYTES BODY-BYTES STEP\n", the header Content-Type, the body, which comes in pieces of STEP bytes.
 * Output, a line each: "bad", or the parts, parted by blanks: name:file:type:bytes, in hex; "-" for no file. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sha256.h"
#include "http/form.h"

struct told { struct arena *a; struct buf out; };

static struct str in_hex(struct arena *a, struct str s)
{
	return hex_of(a, (const unsigned char *)s.p, s.n);
}

static bool part(void *ctx, const struct form_part *p)
{
	struct told *t = ctx;

	buf_z(&t->out, t->out.n > 0 ? " " : "");
	buf_add(&t->out, in_hex(t->a, p->name));
	buf_char(&t->out, ':');
	buf_add(&t->out, p->file.p != NULL ? in_hex(t->a, p->file) : STR("-"));
	buf_char(&t->out, ':');
	buf_add(&t->out, in_hex(t->a, p->media_type));
	buf_char(&t->out, ':');
	return true;
}

static bool bytes(void *ctx, struct str s)
{
	struct told *t = ctx;

	buf_add(&t->out, in_hex(t->a, s));
	return true;
}

static struct str take(struct arena *a, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	if (fread(p, 1, n, stdin) != n)
		exit(2);
	return (struct str){ p, n };
}

int main(void)
{
	size_t type_bytes, body_bytes, step;

	while (scanf("%zu %zu %zu", &type_bytes, &body_bytes, &step) == 3 && getchar() == '\n') {
		struct arena *a = arena_new(256 << 20, arena_full_exit);
		struct told t = { .a = a };
		const struct form_sink sink = { part, bytes, &t };
		struct str type = take(a, type_bytes), body = take(a, body_bytes);
		struct form *f = form_new(a, type, &sink);
		bool good = f != NULL;

		buf_init_arena(&t.out, a, 64 << 20);
		for (size_t at = 0; good && at < body.n; at += step)
			good = form_add(f, str_at(body, at, step < body.n - at ? step : body.n - at));
		if (good && form_end(f))
			printf("%.*s\n", (int)t.out.n, t.out.n > 0 ? t.out.p : "");
		else
			puts("bad");
		arena_free(a);
	}
	return 0;
}

/* active_rtf.c - objects in RTF: \objdata is an OLE object ([MS-OLEDS] 2.2) in hexadecimal, often with noise. */
#include "base/buf.h"
#include "base/le.h"
#include "parse/cfb.h"
#include "parse/ole_package.h"
#include "parse/office/active_in.h"

enum { OBJECTS_MOST = 50, OBJECT_MOST = 4 << 20, CLASS_MOST = 64 };

static int hex_digit(unsigned char c)
{
	c = ascii_lower(c);
	return ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The digits behind \objdata up to the end of the group; control words and groups between them are noise. */
static struct str unhex(struct arena *a, struct str s, size_t *used_r)
{
	int high = -1, depth = 0;
	struct buf out;
	size_t i;

	buf_init_arena(&out, a, OBJECT_MOST);
	for (i = 0; i < s.n && !out.failed; i++) {
		unsigned char c = (unsigned char)s.p[i];
		int digit = hex_digit(c);

		if (c == '{') {
			depth++;
		} else if (c == '}') {
			if (depth-- == 0)
				break;
		} else if (c == '\\') {
			for (i++; i < s.n && (ascii_alpha((unsigned char)s.p[i]) || ascii_digit((unsigned char)s.p[i]) || s.p[i] == '-'); i++)
				;
			i--;
		} else if (digit >= 0 && high < 0) {
			high = digit;
		} else if (digit >= 0) {
			buf_char(&out, (char)(high << 4 | digit));
			high = -1;
		}
	}
	*used_r = i;
	return buf_str(&out);
}

static void object(struct looking *l, struct str o)
{
	size_t class_n = le32(o, 8), at;
	struct str class_name, native, name, data;

	if (class_n > 0 && class_n <= CLASS_MOST && le32(o, 4) <= 5) {
		class_name = str_upto(str_at(o, 12, class_n), '\0');
		at = 12 + class_n;
		at += 4 + le32(o, at);          /* topic and item */
		at += 4 + le32(o, at);
		native = at < o.n ? str_at(o, at + 4, le32(o, at)) : STR("");
	} else {
		class_name = STR("");
		native = o;
	}
	if (str_ihas(class_name, STR("Equation")))
		active_add(l, ACTIVE_EQUATION, STR("\\objdata"), class_name);
	else if (str_ieq(class_name, STR("OLE2Link")))
		active_add(l, ACTIVE_REMOTE, STR("\\objdata"), class_name);
	if (str_ieq(class_name, STR("Package"))) {
		/* the stream's form has its length in front */
		char *whole = arena_alloc(l->arena, native.n + 4);

		memcpy(whole + 4, native.p, native.n);
		if (ole_package_read((struct str){ whole, native.n + 4 }, &name, &data))
			active_add(l, ACTIVE_PACKAGE, STR("\\objdata"), name);
	}
	if (cfb_looks_like(native)) {
		l->inside = STR("\\objdata/");
		active_compound(l, native);
		l->inside = STR("");
	}
}

void active_rtf(struct looking *l, struct str rtf)
{
	size_t at = 0, used, total = 0;

	for (int n = 0; ; n++) {
		long long hit = str_find(str_from(rtf, at), STR("\\objdata"));
		struct str o;

		if (hit < 0)
			return;
		if (n >= OBJECTS_MOST || total > OBJECT_MOST) {
			l->out->partly = true;
			return;
		}
		at += (size_t)hit + 8;
		o = unhex(l->arena, str_from(rtf, at), &used);
		at += used;
		total += o.n;
		object(l, o);
	}
}

/* encode.c - encoders by their definitions. */
#include "encode.h"

#include <iconv.h>
#include <openssl/evp.h>
#include <stdio.h>

#include "anonymise/automaton.h"
#include "base/buf.h"

const char *const test_ways[] = { "plain", "pct", "pct2", "b64", "b64_1", "b64_2", "b64b64", "b32", "hex", "HEX", "rot13", "rev", "md5",
	"sha1", "sha256", "eq", "at", "wide", "utf16", "qp", "html", "pctsjis", "pcteuc", "upper" };
const size_t test_way_count = sizeof test_ways / sizeof test_ways[0];

static struct str each(struct arena *a, struct str s, const char *format)
{
	struct buf out;

	buf_init_arena(&out, a, s.n * 16 + 16);
	for (size_t i = 0; i < s.n; i++)
		buf_printf(&out, format, (unsigned char)s.p[i]);
	return buf_str(&out);
}

static struct str bits(struct arena *a, struct str s, const char *alphabet, int width, int group)
{
	struct buf out;
	unsigned int held = 0;
	int have = 0;

	buf_init_arena(&out, a, s.n * 2 + 16);
	for (size_t i = 0; i < s.n; i++) {
		held = held << 8 | (unsigned char)s.p[i];
		for (have += 8; have >= width; have -= width)
			buf_char(&out, alphabet[held >> (have - width) & ((1u << width) - 1)]);
		held &= (1u << have) - 1;
	}
	if (have > 0)
		buf_char(&out, alphabet[held << (width - have) & ((1u << width) - 1)]);
	while (group > 0 && out.n % (size_t)group != 0)
		buf_char(&out, '=');
	return buf_str(&out);
}

static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static struct str base64(struct arena *a, struct str s)
{
	return bits(a, s, base64_letters, 6, 4);
}

static struct str hash(struct arena *a, const EVP_MD *kind, struct str s)
{
	unsigned char out[EVP_MAX_MD_SIZE];
	unsigned int n = 0;

	if (EVP_Digest(s.p, s.n, out, &n, kind, NULL) != 1)
		return STR_NONE;
	return each(a, (struct str){ (const char *)out, n }, "%02x");
}

static struct str mapped(struct arena *a, struct str s, const char *how)
{
	struct buf out;

	buf_init_arena(&out, a, s.n * 8 + 16);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[strcmp(how, "rev") == 0 ? s.n - 1 - i : i], low = (unsigned char)(c | 0x20);

		if (strcmp(how, "rot13") == 0 && low >= 'a' && low <= 'z')
			buf_char(&out, (char)(c + (low < 'n' ? 13 : -13)));
		else if (strcmp(how, "wide") == 0 && c > 0x20 && c < 0x7F)
			buf_utf8(&out, 0xFEE0u + c);
		else if (strcmp(how, "utf16") == 0)
			buf_char(&out, (char)c), buf_char(&out, '\0');
		else if (strcmp(how, "upper") == 0 && c >= 'a' && c <= 'z')
			buf_char(&out, (char)(c - 0x20));
		else if (c == '@' && strcmp(how, "eq") == 0)
			buf_char(&out, '=');
		else if (c == '@' && strcmp(how, "at") == 0)
			buf_z(&out, "_at_");
		else
			buf_char(&out, (char)c);
	}
	return buf_str(&out);
}

static struct str charset(struct arena *a, const char *name, struct str s)
{
	iconv_t cd = iconv_open(name, "UTF-8");
	size_t left = s.n, room = s.n * 2 + 16, all = room;
	char *in = (char *)(uintptr_t)s.p, *out = arena_alloc(a, room), *start = out;
	bool done = iconv(cd, &in, &left, &out, &room) != (size_t)-1;

	iconv_close(cd);
	return done ? (struct str){ start, all - room } : STR_NONE;
}

static bool has_wide(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

struct str test_encode(struct arena *a, const char *way, struct str s)
{
	if (strcmp(way, "plain") == 0)
		return s;
	if (strcmp(way, "pct") == 0)
		return each(a, s, "%%%02X");
	if (strcmp(way, "pct2") == 0)
		return each(a, s, "%%25%02X");
	if (strcmp(way, "b64") == 0)
		return base64(a, s);
	if (strcmp(way, "b64_1") == 0)
		return base64(a, arena_printf(a, "u" STR_FMT, STR_ARG(s)));
	if (strcmp(way, "b64_2") == 0)
		return base64(a, arena_printf(a, "u=" STR_FMT, STR_ARG(s)));
	if (strcmp(way, "b64b64") == 0)
		return base64(a, base64(a, s));
	if (strcmp(way, "b32") == 0)
		return bits(a, s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 8);
	if (strcmp(way, "hex") == 0)
		return each(a, s, "%02x");
	if (strcmp(way, "HEX") == 0)
		return each(a, s, "%02X");
	if (strcmp(way, "md5") == 0)
		return hash(a, EVP_md5(), s);
	if (strcmp(way, "sha1") == 0)
		return hash(a, EVP_sha1(), s);
	if (strcmp(way, "sha256") == 0)
		return hash(a, EVP_sha256(), s);
	if (strcmp(way, "qp") == 0)
		return each(a, s, "=%02X");
	if (strcmp(way, "html") == 0)
		return has_wide(s) ? s : each(a, s, "&#%d;");
	if (has_wide(s) && (strcmp(way, "rev") == 0 || strcmp(way, "utf16") == 0))
		return s;               /* these two are of plain letters */
	if (strcmp(way, "utf16") == 0)
		return base64(a, mapped(a, s, "utf16"));
	if (strcmp(way, "pctsjis") == 0)
		return each(a, charset(a, "CP932", s), "%%%02X");
	if (strcmp(way, "pcteuc") == 0)
		return each(a, charset(a, "EUC-JP", s), "%%%02X");
	return mapped(a, s, way);
}

/* base64 of something with the word inside: the characters that only the word decides, for each alignment. */
static struct str base64_core(struct arena *a, struct str s, int before)
{
	static const char *const pads[] = { "", "x", "xy" };
	static const size_t skip[] = { 0, 2, 3 };
	struct buf all;

	buf_init_arena(&all, a, s.n + 8);       /* not printed: there may be NULs */
	buf_z(&all, pads[before]);
	buf_add(&all, s);
	return str_at(bits(a, buf_str(&all), base64_letters, 6, 0), skip[before], all.n * 8 / 6 - skip[before]);
}

struct needle {
	const char *word, *way;
};

struct needles {
	struct arena *arena;
	struct automaton *folded, *exact;       /* exact: base64 knows upper and lower case */
	struct needle *list;
	size_t count, room;
	bool sealed;
	const struct needle *found;
};

struct needles *needles_new(struct arena *a)
{
	struct needles *n = ARENA_NEW(a, struct needles);

	n->arena = a;
	n->folded = automaton_new(a);
	n->exact = automaton_new(a);
	return n;
}

static void add(struct needles *n, struct automaton *m, struct str coded, const char *word, const char *way)
{
	if (coded.n < 5)
		return;
	*ARENA_PUSH(n->arena, n->list, n->count, n->room) = (struct needle){ word, way };
	automaton_add(m, m == n->folded ? arena_lower(n->arena, coded) : coded, (int)n->count - 1);
}

void needles_add(struct needles *n, const char *word)
{
	struct str s = str_of(word);

	for (size_t i = 0; i < test_way_count; i++) {
		const char *way = test_ways[i];

		if (strncmp(way, "b64", 3) != 0 && strcmp(way, "b32") != 0 && strcmp(way, "utf16") != 0)
			add(n, n->folded, test_encode(n->arena, way, s), word, way);
	}
	for (int one = 0; one < 3; one++) {
		struct str core = base64_core(n->arena, s, one);

		add(n, n->exact, core, word, "b64");
		add(n, n->exact, base64_core(n->arena, mapped(n->arena, s, "utf16"), one), word, "utf16");
		for (int two = 0; two < 3 && core.n >= 9; two++)
			add(n, n->exact, base64_core(n->arena, core, two), word, "b64b64");
	}
	/* base32 has five alignments; a value begins at its first */
	add(n, n->folded, str_at(bits(n->arena, s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 0), 0, s.n * 8 / 5), word, "b32");
}

static void on_hit(void *ctx, int value, size_t end)
{
	struct needles *n = ctx;

	(void)end;
	if (n->found == NULL)
		n->found = &n->list[value];
}

const char *needles_find(struct needles *n, struct str stream, const char **way_r)
{
	struct arena *a = arena_new(stream.n + (1 << 20), arena_full_exit);

	if (!n->sealed) {
		automaton_seal(n->folded);
		automaton_seal(n->exact);
		n->sealed = true;
	}
	n->found = NULL;
	automaton_run(n->folded, arena_lower(a, stream), on_hit, n);
	automaton_run(n->exact, stream, on_hit, n);
	arena_free(a);
	*way_r = n->found != NULL ? n->found->way : "";
	return n->found != NULL ? n->found->word : NULL;
}

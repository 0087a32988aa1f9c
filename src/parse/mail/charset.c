/* charset.c - bytes to UTF-8: by the label, against a lying label, or by guess.
 *
 * Labels are read as the programs that write them mean them: Shift_JIS is CP932, EUC-JP is
 * EUC-JP-MS, GB2312 is GB18030, ks_c_5601 is UHC, latin1 is windows-1252 (WHATWG Encoding). */
#include <iconv.h>

#include "base/buf.h"
#include "base/text.h"
#include "parse/mail/reading.h"

static const struct { const char *label, *name; } aliases[] = {
	{ "shift_jis", "CP932" }, { "shift-jis", "CP932" }, { "sjis", "CP932" }, { "x-sjis", "CP932" }, { "ms_kanji", "CP932" },
	{ "windows-31j", "CP932" }, { "cp932", "CP932" }, { "ms932", "CP932" }, { "euc-jp", "EUC-JP-MS" },
	{ "x-euc-jp", "EUC-JP-MS" }, { "eucjp", "EUC-JP-MS" }, { "euc-jp-ms", "EUC-JP-MS" }, { "cp51932", "EUC-JP-MS" },
	{ "gb2312", "GB18030" }, { "gbk", "GB18030" }, { "gb18030", "GB18030" }, { "cp936", "GB18030" }, { "x-gbk", "GB18030" },
	{ "gb_2312-80", "GB18030" }, { "hz-gb-2312", "GB18030" }, { "ks_c_5601-1987", "UHC" }, { "ks_c_5601", "UHC" },
	{ "euc-kr", "UHC" }, { "cp949", "UHC" }, { "ksc5601", "UHC" }, { "big5", "BIG5-HKSCS" }, { "big5-hkscs", "BIG5-HKSCS" },
	{ "x-big5", "BIG5-HKSCS" }, { "iso-8859-1", "CP1252" }, { "latin1", "CP1252" }, { "iso8859-1", "CP1252" },
	{ "windows-1252", "CP1252" }, { "cp1252", "CP1252" }, { "iso_8859-1", "CP1252" }, { "iso-8859-2", "ISO-8859-2" },
	{ "iso-8859-3", "ISO-8859-3" }, { "iso-8859-4", "ISO-8859-4" }, { "iso-8859-5", "ISO-8859-5" },
	{ "iso-8859-6", "ISO-8859-6" }, { "iso-8859-7", "ISO-8859-7" }, { "iso-8859-8", "ISO-8859-8" },
	{ "iso-8859-8-i", "ISO-8859-8" }, { "iso-8859-9", "CP1254" }, { "iso-8859-10", "ISO-8859-10" },
	{ "iso-8859-13", "ISO-8859-13" }, { "iso-8859-14", "ISO-8859-14" }, { "iso-8859-15", "ISO-8859-15" },
	{ "iso-8859-16", "ISO-8859-16" }, { "windows-1250", "CP1250" }, { "windows-1251", "CP1251" }, { "cp1251", "CP1251" },
	{ "windows-1253", "CP1253" }, { "windows-1254", "CP1254" }, { "windows-1255", "CP1255" }, { "windows-1256", "CP1256" },
	{ "windows-1257", "CP1257" }, { "windows-1258", "CP1258" }, { "windows-874", "CP874" }, { "tis-620", "CP874" },
	{ "koi8-r", "KOI8-R" }, { "koi8-u", "KOI8-U" }, { "macintosh", "MACINTOSH" }, { "ibm850", "CP850" }, { "cp850", "CP850" },
	{ "cp437", "CP437" }, { "ibm437", "CP437" }, { "cp866", "CP866" }, { "utf-16", "UTF-16" }, { "utf-16le", "UTF-16LE" },
	{ "utf-16be", "UTF-16BE" }, { "utf-32", "UTF-32" }, { "utf-7", "UTF-7" }, { "unicode-1-1-utf-7", "UTF-7" },
	{ "iso-2022-kr", "ISO-2022-KR" }, { "iso-2022-cn", "ISO-2022-CN" }, { "johab", "JOHAB" }, { "viscii", "VISCII" },
	{ "armscii-8", "ARMSCII-8" }, { "x-mac-cyrillic", "MAC-CYRILLIC" }, { "cp1250", "CP1250" },
};
enum { ALIASES = sizeof aliases / sizeof aliases[0] };

struct opened {
	const char *name;
	iconv_t cd;
};
static struct opened opened[ALIASES];
static size_t opened_count;

/* Opened once and kept: the jail, where nothing can be opened, inherits them. */
static iconv_t descriptor(const char *name)
{
	for (size_t i = 0; i < opened_count; i++)
		if (opened[i].name == name || strcmp(opened[i].name, name) == 0)
			return opened[i].cd;
	if (opened_count == ALIASES)
		return (iconv_t)-1;
	opened[opened_count] = (struct opened){ name, iconv_open("UTF-8", name) };
	return opened[opened_count++].cd;
}

void charset_warm(void)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	size_t bad, first;

	for (size_t i = 0; i < ALIASES; i++)
		iconv_decode(a, aliases[i].name, STR("abc"), &bad, &first);
	arena_free(a);
}

size_t iconv_run(const char *name, struct str bytes, char *out, size_t room)
{
	iconv_t cd = descriptor(name);
	char *in = (char *)bytes.p, *to = out;
	size_t left = bytes.n, before = room;

	if (cd == (iconv_t)-1)
		return 0;
	iconv(cd, NULL, NULL, NULL, NULL);
	return iconv(cd, &in, &left, &to, &room) == (size_t)-1 || left > 0 ? 0 : before - room;
}

/* windows-1252 by hand: mostly ASCII, and what most mails without a good label are read as.  0: no character. */
static void western_decode(struct buf *out, struct str bytes, size_t *bad_r, size_t *first_bad_r)
{
	static const uint16_t upper[32] = { 0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0,
		0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178 };

	*bad_r = 0;
	for (size_t at = 0; at < bytes.n; at++) {
		size_t plain = ascii_length(str_from(bytes, at));
		unsigned char c;
		uint32_t wide;

		buf_add(out, str_at(bytes, at, plain));
		at += plain;
		if (at == bytes.n)
			return;
		c = (unsigned char)bytes.p[at];
		wide = c < 0xa0 ? upper[c - 0x80] : c;
		if (wide == 0 && (*bad_r)++ == 0)
			*first_bad_r = at;
		buf_utf8(out, wide == 0 ? 0xFFFD : wide);
	}
}

struct str iconv_decode(struct arena *a, const char *name, struct str bytes, size_t *bad_r, size_t *first_bad_r)
{
	iconv_t cd = descriptor(name);
	struct buf out;
	char block[4096], *in = (char *)bytes.p;
	size_t left = bytes.n, bad = 0;

	buf_init_arena(&out, a, bytes.n * 4 + 64);
	if (cd == (iconv_t)-1) {
		*bad_r = bytes.n;
		*first_bad_r = 0;
		return STR("");
	}
	buf_reserve(&out, bytes.n + bytes.n / 4 + 16);
	if (strcmp(name, "CP1252") == 0) {
		western_decode(&out, bytes, bad_r, first_bad_r);
		return buf_str(&out);
	}
	iconv(cd, NULL, NULL, NULL, NULL);
	while (left > 0) {
		char *to = block;
		size_t room = sizeof block, before = left;
		size_t status = iconv(cd, &in, &left, &to, &room);

		buf_add(&out, (struct str){ block, sizeof block - room });
		if (status != (size_t)-1 || (room < 16 && left < before))
			continue;
		if (left > 0 && room >= 16) {   /* illegal or cut: one byte is given up */
			if (bad++ == 0)
				*first_bad_r = bytes.n - left;
			buf_utf8(&out, 0xFFFD);
			in++;
			left--;
			iconv(cd, NULL, NULL, NULL, NULL);
		}
	}
	*bad_r = bad;
	return buf_str(&out);
}

static const char *iconv_name(struct str label)
{
	for (size_t i = 0; i < ALIASES && label.n > 0; i++)
		if (aliases[i].label[0] == (char)ascii_lower((unsigned char)label.p[0]) && str_ieq(label, str_of(aliases[i].label)))
			return aliases[i].name;
	return NULL;
}

static bool is_ascii(struct str s)
{
	return ascii_length(s) == s.n;
}

/* How well bytes fit a two-byte Japanese charset: pairs that are valid, and kana among them. */
struct fit {
	size_t pairs, kana, bad;
};

static struct fit fit_sjis(struct str s)
{
	struct fit f = { 0 };

	for (size_t i = ascii_length(s); i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i], d = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;

		if (c < 0x80)
			i += ascii_length(str_from(s, i)) - 1;
		if (c < 0x80 || (c >= 0xa1 && c <= 0xdf))
			continue;
		if (((c >= 0x81 && c <= 0x9f) || (c >= 0xe0 && c <= 0xfc)) && ((d >= 0x40 && d <= 0x7e) || (d >= 0x80 && d <= 0xfc))) {
			f.pairs++;
			f.kana += (c == 0x82 && d >= 0x9f) || (c == 0x83 && d <= 0x96);
			i++;
		} else {
			f.bad++;
		}
	}
	return f;
}

static struct fit fit_euc(struct str s)
{
	struct fit f = { 0 };

	for (size_t i = ascii_length(s); i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i], d = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;

		if (c < 0x80) {
			i += ascii_length(str_from(s, i)) - 1;
			continue;
		}
		if ((c >= 0xa1 && c <= 0xfe && d >= 0xa1 && d <= 0xfe) || (c == 0x8e && d >= 0xa1 && d <= 0xdf)) {
			f.pairs++;
			f.kana += c == 0xa4 || c == 0xa5;
			i++;
		} else {
			f.bad++;
		}
	}
	return f;
}

/* What unlabelled bytes are; NULL: nothing in particular. */
static const char *guess(struct str s)
{
	struct fit sjis, euc;

	if (jis_looks_like(s))
		return "ISO-2022-JP";
	if (utf8_valid(s))
		return "UTF-8";
	sjis = fit_sjis(s);
	euc = fit_euc(s);
	if (euc.bad * 20 <= euc.pairs && euc.pairs > 0 && (euc.kana >= sjis.kana || sjis.bad > euc.bad))
		return "EUC-JP-MS";
	if (sjis.bad * 20 <= sjis.pairs && sjis.pairs > 0 && (sjis.kana * 10 >= sjis.pairs || sjis.pairs > 20))
		return "CP932";
	return NULL;
}

static struct str decode_utf8(struct reading *r, struct str bytes, size_t offset, size_t *bad_r)
{
	struct buf out;
	size_t bad = 0;

	*bad_r = 0;
	if (utf8_valid(bytes))
		return bytes;
	buf_init_arena(&out, r->arena, bytes.n * 3 + 4);
	buf_reserve(&out, bytes.n + bytes.n / 8 + 16);
	for (size_t at = 0; at < bytes.n;) {
		size_t n = utf8_length(str_from(bytes, at));

		if (n > 0) {
			buf_add(&out, str_at(bytes, at, n));
		} else {
			if (bad++ < 16)
				note_defect(r, "charset.bytes-bad", offset + at, 1);
			buf_utf8(&out, 0xFFFD);
			n = 1;
		}
		at += n;
	}
	*bad_r = bad;
	return buf_str(&out);
}

static struct str decode_as(struct reading *r, const char *name, struct str bytes, size_t offset, size_t *bad_r)
{
	size_t first = 0;
	struct str out;

	if (str_eq(str_of(name), STR("UTF-8")))
		return decode_utf8(r, bytes, offset, bad_r);
	if (str_eq(str_of(name), STR("ISO-2022-JP")))
		return jis_decode(r, bytes, offset, bad_r);
	out = iconv_decode(r->arena, name, bytes, bad_r, &first);
	if (*bad_r > 0)
		note_defect(r, "charset.bytes-bad", offset + first, 1);
	return out;
}

/* What the label stands for; NULL where it says nothing we know. */
static const char *by_label(struct str label)
{
	if (label.n == 0 || str_ieq(label, STR("us-ascii")) || str_ieq(label, STR("ascii")) ||
	    str_ieq(label, STR("ansi_x3.4-1968")) || str_ieq(label, STR("unknown-8bit")))
		return NULL;
	if (str_istarts(label, STR("iso-2022-jp")) || str_ieq(label, STR("cp50221")) || str_ieq(label, STR("cp50220")) ||
	    str_ieq(label, STR("csiso2022jp")))
		return "ISO-2022-JP";
	if (str_ieq(label, STR("utf-8")) || str_ieq(label, STR("utf8")) || str_ieq(label, STR("unicode-1-1-utf-8")))
		return "UTF-8";
	return iconv_name(label);
}

static bool is_western(const char *name)
{
	static const char *const names[] = { "CP1252", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252", "LATIN1" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_ieq(str_of(name), str_of(names[i])))
			return true;
	return false;
}

/* Some pairs without a flaw, a third of them kana: no Western text is such. */
static bool is_surely_japanese(struct str bytes, const char *guessed)
{
	struct fit f = str_eq(str_of(guessed), STR("CP932")) ? fit_sjis(bytes) : fit_euc(bytes);

	return f.bad == 0 && f.pairs >= 6 && f.kana * 3 >= f.pairs;
}

/* A label that says UTF-8 or JIS over bytes of another kind, or the other way round. */
static const char *correct_lie(const char *name, struct str bytes)
{
	const char *guessed;

	if (str_eq(str_of(name), STR("UTF-8")) && utf8_valid(bytes) && !jis_looks_like(bytes))
		return name;
	if (str_eq(str_of(name), STR("ISO-2022-JP")) && (jis_looks_like(bytes) || is_ascii(bytes)))
		return name;
	if (str_starts(str_of(name), STR("UTF-16")) || str_starts(str_of(name), STR("UTF-32")) ||
	    str_starts(str_of(name), STR("ISO-2022-")) != str_eq(str_of(name), STR("ISO-2022-JP")) ||
	    str_eq(str_of(name), STR("UTF-7")))
		return name;
	guessed = guess(bytes);
	if (guessed == NULL || is_ascii(bytes))
		return jis_looks_like(bytes) ? "ISO-2022-JP" : name;
	/* single-byte charsets accept everything: only valid UTF-8 of some length speaks against them */
	if (str_eq(str_of(guessed), STR("UTF-8")) || str_eq(str_of(name), STR("UTF-8")) ||
	    str_eq(str_of(name), STR("ISO-2022-JP")) || str_eq(str_of(guessed), STR("ISO-2022-JP")))
		return guessed;
	if (is_western(name) && is_surely_japanese(bytes, guessed))
		return guessed;
	if ((str_eq(str_of(name), STR("CP932")) && fit_sjis(bytes).bad * 10 > fit_sjis(bytes).pairs) ||
	    (str_eq(str_of(name), STR("EUC-JP-MS")) && fit_euc(bytes).bad * 10 > fit_euc(bytes).pairs))
		return guessed;
	return name;
}

/* Converting takes memory: all texts of a mail together up to MOST_TEXT. */
static struct str within_limit(struct reading *r, struct str bytes)
{
	if (r->text_total + bytes.n > MOST_TEXT) {
		note_limit(r, "text.converted", MOST_TEXT);
		bytes = str_at(bytes, 0, MOST_TEXT - r->text_total);
	}
	r->text_total += bytes.n;
	return bytes;
}

/* A NUL is shown by nobody (HTML 13.2.6.4.7, and what mail programs do), but would end or hide words
 * for those who look on: it is left out, and noted. */
static struct str without_nul(struct reading *r, struct str text, struct str bytes, size_t offset)
{
	const char *raw = bytes.n > 0 ? memchr(bytes.p, '\0', bytes.n) : NULL;
	size_t n = 0;
	char *out;

	if (text.n == 0 || memchr(text.p, '\0', text.n) == NULL)
		return text;
	note_defect(r, "charset.nul", offset + (raw != NULL ? (size_t)(raw - bytes.p) : 0), raw != NULL ? 1 : 0);
	text = within_limit(r, text);
	out = arena_alloc(r->arena, text.n + 1);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\0')
			out[n++] = text.p[i];
	return (struct str){ out, n };
}

struct str charset_decode(struct reading *r, struct str bytes, struct str label, size_t offset, struct str *used_r)
{
	const char *labelled = by_label(label), *name = labelled;
	size_t bad = 0;
	struct str text;

	if (is_ascii(bytes) && !jis_looks_like(bytes) && (labelled == NULL || str_eq(str_of(labelled), STR("UTF-8")) ||
	    !(str_starts(str_of(labelled), STR("UTF-")) || str_starts(str_of(labelled), STR("ISO-2022-"))))) {
		*used_r = STR("us-ascii");
		return without_nul(r, bytes, bytes, offset);
	}
	if (label.n > 0 && labelled == NULL && !str_ieq(label, STR("us-ascii")))
		note_defect(r, "charset.unknown", offset, 0);
	name = labelled != NULL ? correct_lie(labelled, bytes) : guess(bytes);
	if (name == NULL)
		name = "CP1252";
	if (labelled != NULL && name != labelled && !str_eq(str_of(name), str_of(labelled)))
		note_defect(r, "charset.label-wrong", offset, bytes.n);
	else if (labelled == NULL)
		note_defect(r, "charset.guessed", offset, bytes.n);
	if (!(str_eq(str_of(name), STR("UTF-8")) && utf8_valid(bytes)))
		bytes = within_limit(r, bytes);
	text = decode_as(r, name, bytes, offset, &bad);
	*used_r = str_of(name);
	if (bad * 2 > bytes.n) {
		note_defect(r, "charset.undecodable", offset, bytes.n);
		return STR_NONE;
	}
	/* some encodings (UTF-16, UTF-7) can write unpaired surrogates: never out of here */
	return without_nul(r, utf8_repair(r->arena, text), bytes, offset);
}

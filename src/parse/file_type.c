/* file_type.c - first bytes of the kinds that mails carry. */
#include "parse/file_type.h"

static const struct magic {
	size_t at;
	const char *bytes;
	size_t n;
	const char *type;
} magics[] = {
	{ 0, "MZ", 2, "exe" }, { 0, "\x7f" "ELF", 4, "elf" }, { 0, "L\0\0\0\1\x14\2\0", 8, "lnk" }, { 0, "%PDF", 4, "pdf" },
	{ 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "ole" }, { 0, "PK\3\4", 4, "zip" }, { 0, "PK\5\6", 4, "zip" },
	{ 0, "Rar!\x1a\7", 6, "rar" }, { 0, "7z\xbc\xaf\x27\x1c", 6, "7z" }, { 0, "\x1f\x8b", 2, "gz" }, { 0, "BZh", 3, "bz2" },
	{ 0, "\xfd" "7zXZ", 5, "xz" }, { 0, "\x28\xb5\x2f\xfd", 4, "zst" }, { 257, "ustar", 5, "tar" }, { 0, "MSCF", 4, "cab" },
	{ 0x8001, "CD001", 5, "iso" }, { 0x8001, "BEA01", 5, "udf" }, { 2, "-lh", 3, "lzh" }, { 0, "{\\rtf", 5, "rtf" }, { 0, "ITSF", 4, "chm" },
	{ 0, "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", 8, "one" }, { 0, "conectix", 8, "vhd" }, { 0, "vhdxfile", 8, "vhd" },
	{ 0, "\x89PNG\r\n\x1a\n", 8, "png" }, { 0, "\xff\xd8\xff", 3, "jpg" }, { 0, "GIF8", 4, "gif" }, { 0, "BM", 2, "bmp" },
	{ 0, "#!", 2, "script" }, { 0, "\xca\xfe\xba\xbe", 4, "class" },
};

static bool begins_as(struct str s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_istarts(s, str_of(*words)))
			return true;
	return false;
}

static const char *text_type(struct str s)
{
	static const char *const html[] = { "<!doctype html", "<html", "<head", "<body", "<script", "<meta ", "<form", "<iframe", NULL };

	if (str_starts(s, STR("\xef\xbb\xbf")))
		s = str_from(s, 3);
	s = str_trim(str_at(s, 0, 64 << 10));
	if (str_istarts(s, STR("[InternetShortcut]")))
		return "url";
	if (begins_as(s, html))
		return "html";
	if (str_istarts(s, STR("<svg")) || (str_starts(s, STR("<?xml")) && str_ihas(str_at(s, 0, 1024), STR("<svg"))))
		return "svg";
	if (str_starts(s, STR("<?xml")) && str_ihas(str_at(s, 0, 1024), STR("<html")))
		return "html";
	if (str_starts(s, STR("<?xml")) || str_starts(s, STR("<feedback")))
		return "xml";
	if (str_starts(s, STR("<!--")) && str_ihas(str_at(s, 0, 4096), STR("<html")))
		return "html";
	if (str_istarts(s, STR("MIME-Version:")) && str_ihas(str_at(s, 0, 2048), STR("multipart/related")))
		return "mhtml";
	if (str_starts(s, STR("From: <Saved by ")))
		return "mhtml";
	return NULL;
}

const char *file_type(struct str b)
{
	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (b.n >= magics[i].at + magics[i].n && memcmp(b.p + magics[i].at, magics[i].bytes, magics[i].n) == 0 &&
		    (magics[i].n > 2 || b.n >= 64))
			return magics[i].type;
	return text_type(b);
}

static bool among(const char *type, const char *const *list)
{
	for (; type != NULL && *list != NULL; list++)
		if (strcmp(type, *list) == 0)
			return true;
	return false;
}

bool file_type_runs(const char *type)
{
	static const char *const list[] = { "exe", "elf", "lnk", "chm", "one", "url", NULL };

	return among(type, list);
}

bool file_type_contains(const char *type)
{
	static const char *const list[] = { "zip", "rar", "7z", "gz", "bz2", "xz", "zst", "tar", "cab", "iso", "udf", "lzh", NULL };

	return among(type, list);
}

struct str name_ending(struct str name)
{
	long long dot = str_rfind_char(name, '.');

	return dot > 0 && name.n - (size_t)dot <= 9 ? str_from(name, (size_t)dot + 1) : STR("");
}

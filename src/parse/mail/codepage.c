/* codepage.c - Windows code pages and the locales that write in them ([MS-UCODEREF], [MS-LCID]). */
#include "parse/mail/mapi.h"

struct str codepage_label(long long number)
{
	static const struct { int number; const char *label; } pages[] = {
		{ 437, "cp437" }, { 850, "cp850" }, { 866, "cp866" }, { 874, "windows-874" }, { 932, "shift_jis" }, { 936, "gb2312" },
		{ 949, "ks_c_5601-1987" }, { 950, "big5" }, { 1200, "utf-16le" }, { 1201, "utf-16be" }, { 1250, "windows-1250" },
		{ 1251, "windows-1251" }, { 1252, "windows-1252" }, { 1253, "windows-1253" }, { 1254, "windows-1254" },
		{ 1255, "windows-1255" }, { 1256, "windows-1256" }, { 1257, "windows-1257" }, { 1258, "windows-1258" },
		{ 10000, "macintosh" }, { 10001, "shift_jis" }, { 20127, "us-ascii" }, { 20866, "koi8-r" }, { 20932, "euc-jp" },
		{ 21866, "koi8-u" }, { 28591, "iso-8859-1" }, { 28592, "iso-8859-2" }, { 28593, "iso-8859-3" }, { 28594, "iso-8859-4" },
		{ 28595, "iso-8859-5" }, { 28596, "iso-8859-6" }, { 28597, "iso-8859-7" }, { 28598, "iso-8859-8" },
		{ 28599, "iso-8859-9" }, { 28603, "iso-8859-13" }, { 28605, "iso-8859-15" }, { 50220, "iso-2022-jp" },
		{ 50221, "iso-2022-jp" }, { 50222, "iso-2022-jp" }, { 50225, "iso-2022-kr" }, { 51932, "euc-jp" }, { 51949, "euc-kr" },
		{ 54936, "gb18030" }, { 65000, "utf-7" }, { 65001, "utf-8" },
	};

	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (pages[i].number == number)
			return str_of(pages[i].label);
	return STR("");
}

long long codepage_of_locale(long long lcid)
{
	/* by primary language, the low ten bits */
	static const struct { int language, page; } pages[] = {
		{ 0x01, 1256 }, { 0x02, 1251 }, { 0x05, 1250 }, { 0x08, 1253 }, { 0x0d, 1255 }, { 0x0e, 1250 }, { 0x11, 932 },
		{ 0x12, 949 }, { 0x15, 1250 }, { 0x18, 1250 }, { 0x19, 1251 }, { 0x1a, 1250 }, { 0x1b, 1250 }, { 0x1c, 1250 },
		{ 0x1e, 874 }, { 0x1f, 1254 }, { 0x20, 1256 }, { 0x22, 1251 }, { 0x23, 1251 }, { 0x24, 1250 }, { 0x25, 1257 },
		{ 0x26, 1257 }, { 0x27, 1257 }, { 0x29, 1256 }, { 0x2a, 1258 }, { 0x2c, 1254 }, { 0x2f, 1251 }, { 0x3f, 1251 },
		{ 0x44, 1251 },
	};
	int language = (int)(lcid & 0x3ff);

	if (language == 0x04)           /* Chinese: Taiwan, Hong Kong, Macao; else the mainland and Singapore */
		return (lcid & 0xffff) == 0x0404 || (lcid & 0xffff) == 0x0c04 || (lcid & 0xffff) == 0x1404 ? 950 : 936;
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (pages[i].language == language)
			return pages[i].page;
	return lcid > 0 ? 1252 : 0;
}

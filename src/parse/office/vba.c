/* vba.c - see vba.h. */
#include "parse/office/vba.h"

#include "base/buf.h"
#include "base/le.h"

enum { CHUNK = 4096, SOURCE_MOST = 1 << 20 };

/* One chunk of at most 4096 bytes; how far a copy reaches grows with what is there (2.4.1.3.19). */
static void unpack_chunk(struct str in, struct buf *out)
{
	size_t at = 0, from = out->n;

	while (at < in.n && out->n - from < CHUNK && !out->failed) {
		unsigned flags = (unsigned char)in.p[at++];

		for (unsigned bit = 0; bit < 8 && at < in.n && out->n - from < CHUNK; bit++) {
			unsigned token, bits = 4, length, back;

			if ((flags & 1u << bit) == 0) {
				buf_char(out, in.p[at++]);
				continue;
			}
			if (at + 2 > in.n)
				return;
			token = le16(in, at);
			at += 2;
			while ((1u << bits) < out->n - from)
				bits++;
			length = (token & (0xffffu >> bits)) + 3;
			back = (token >> (16 - bits)) + 1;
			if (back > out->n - from)
				return;
			for (; length > 0 && !out->failed && out->n - from < CHUNK; length--)
				buf_char(out, out->p[out->n - back]);
		}
	}
}

/* 2.4.1.1: a signature byte, then chunks with their size. */
static struct str unpack(struct arena *a, struct str in)
{
	size_t at = 1;
	struct buf out;

	buf_init_arena(&out, a, SOURCE_MOST);
	while (at + 2 < in.n && !out.failed) {
		uint16_t head = le16(in, at);
		size_t n = (size_t)(head & 0xfff) + 1;

		if ((head >> 12 & 7) != 3)
			break;
		if (head & 0x8000)
			unpack_chunk(str_at(in, at + 2, n), &out);
		else
			buf_add(&out, str_at(in, at + 2, n));
		at += 2 + n;
	}
	return buf_str(&out);
}

struct str vba_source(struct arena *a, struct str stream)
{
	static const char beginning[] = "\0Attribut";
	long long at = str_find(stream, (struct str){ beginning, sizeof beginning - 1 });

	return at >= 3 && stream.p[at - 3] == 1 ? unpack(a, str_from(stream, (size_t)at - 3)) : STR("");
}

static bool is_name_char(char c)
{
	return ascii_alpha((unsigned char)c) || ascii_digit((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static struct str first_word(struct str *line)
{
	size_t n = 0;
	struct str word;

	*line = str_trim(*line);
	while (n < line->n && is_name_char(line->p[n]))
		n++;
	word = str_at(*line, 0, n);
	*line = str_from(*line, n);
	return word;
}

struct str vba_auto_procedure(struct str source)
{
	static const char *const names[] = { "AutoExec", "AutoOpen", "AutoClose", "AutoNew", "AutoExit", "Auto_Open", "Auto_Close",
		"Auto_Exec", "Auto_Activate", "Document_Open", "Document_Close", "Document_New", "Document_BeforeClose", "DocumentOpen",
		"DocumentChange", "Document_ContentControlOnEnter", "Workbook_Open", "Workbook_Activate", "Workbook_BeforeClose",
		"Workbook_Close", "Workbook_Deactivate", "Workbook_WindowActivate", "Worksheet_Activate", "Worksheet_Calculate",
		"App_WorkbookOpen", "Presentation_Open", "OnLoad", "OnSlideShowPageChange" };
	struct str rest = source, line;

	while (str_split(&rest, '\n', &line)) {
		struct str word = first_word(&line);

		while (str_ieq(word, STR("Public")) || str_ieq(word, STR("Private")) || str_ieq(word, STR("Static")) ||
		    str_ieq(word, STR("Friend")))
			word = first_word(&line);
		if (!str_ieq(word, STR("Sub")) && !str_ieq(word, STR("Function")))
			continue;
		word = first_word(&line);
		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
			if (str_ieq(word, str_of(names[i])))
				return word;
	}
	return STR("");
}

struct str vba_reaching_word(struct str source)
{
	static const char *const words[] = { "CreateObject", "Shell", "URLDownloadToFile", "powershell", "WScript", "cmd.exe", "cmd /c",
		"MSXML2.", "WinHttp", "ADODB.Stream", "VirtualAlloc", "RtlMoveMemory", "CreateThread", "winmgmts", "mshta", "certutil",
		"bitsadmin", "regsvr32", "rundll32", "GetObject", "CallByName", "ExecuteExcel4Macro" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct str word = str_of(words[i]);
		long long at = str_ifind(source, word);

		/* "Shell" inside a longer name is something else */
		if (at >= 0 && (at == 0 || !is_name_char(source.p[at - 1])))
			return str_at(source, (size_t)at, word.n);
	}
	return STR("");
}

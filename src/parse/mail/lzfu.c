/* lzfu.c - compressed RTF ([MS-OXRTFCP]): LZ77 over a ring of 4096 bytes that begins with common RTF. */
#include "base/buf.h"
#include "base/le.h"
#include "parse/mail/mapi.h"

enum { HEAD = 16, RING = 4096, MOST = 12 << 20 };
static const uint32_t COMPRESSED = 0x75465a4c, STORED = 0x414c454d;
static const char beginning[] = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
	"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
	"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static struct str unpack(struct reading *r, struct str in)
{
	char ring[RING];
	size_t at = 0, write = sizeof beginning - 1, most = in.n * 9 < MOST ? in.n * 9 : MOST;
	struct buf out;

	memset(ring, ' ', sizeof ring);
	memcpy(ring, beginning, sizeof beginning - 1);
	buf_init_arena(&out, r->arena, most + 64);
	buf_reserve(&out, most / 2);
	while (at < in.n) {
		unsigned flags = (unsigned char)in.p[at++];

		for (unsigned bit = 0; bit < 8 && at < in.n; bit++) {
			unsigned token, from, length;

			if ((flags & 1u << bit) == 0) {
				ring[write] = in.p[at++];
				buf_char(&out, ring[write]);
				write = (write + 1) % RING;
				continue;
			}
			if (at + 2 > in.n)
				return buf_str(&out);
			token = (unsigned)(unsigned char)in.p[at] << 8 | (unsigned char)in.p[at + 1];
			at += 2;
			from = token >> 4;
			if (from == write)
				return buf_str(&out);   /* the end mark */
			for (length = (token & 15) + 2; length > 0; length--) {
				ring[write] = ring[from];
				buf_char(&out, ring[write]);
				write = (write + 1) % RING;
				from = (from + 1) % RING;
			}
			if (out.n >= most) {
				note_limit(r, "rtf.bytes", MOST);
				return buf_str(&out);
			}
		}
	}
	return buf_str(&out);
}

/* [MS-OXRTFCP] 3.1.3.2: that of zip, without turning the bits at both ends. */
static uint32_t checksum(struct str s)
{
	uint32_t table[256], crc = 0;

	for (uint32_t i = 0; i < 256; i++) {
		table[i] = i;
		for (int bit = 0; bit < 8; bit++)
			table[i] = table[i] >> 1 ^ ((table[i] & 1) != 0 ? 0xedb88320 : 0);
	}
	for (size_t i = 0; i < s.n; i++)
		crc = table[(crc ^ (unsigned char)s.p[i]) & 0xff] ^ crc >> 8;
	return crc;
}

static void note_damage(struct reading *r, const char *defect)
{
	note_defect(r, defect, 0, 0);
	note_limit(r, "rtf.damaged", 0);        /* what is missing of the text nobody knows */
}

struct str rtf_decompress(struct reading *r, struct str bytes)
{
	uint32_t size = le32(bytes, 0), raw_size = le32(bytes, 4), type = le32(bytes, 8);
	struct str in, out;

	if (bytes.n < HEAD || (type != COMPRESSED && type != STORED))
		return STR_NONE;
	in = str_at(bytes, HEAD, size >= HEAD - 4 ? size - (HEAD - 4) : 0);
	out = type == STORED ? str_at(str_from(bytes, HEAD), 0, raw_size) : unpack(r, in);
	if (out.n < raw_size)
		note_damage(r, "rtf.cut");
	else if (type == COMPRESSED && checksum(in) != le32(bytes, 12))
		note_damage(r, "rtf.checksum");
	return str_at(out, 0, raw_size);
}

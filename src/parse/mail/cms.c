/* cms.c - the few layers of BER down to the content: one path, one pass. */
#include "parse/mail/cms.h"

#include "base/buf.h"

enum { SEQUENCE = 0x30, SET = 0x31, OID = 0x06, OCTETS = 0x04, OCTETS_IN_PIECES = 0x24, EXPLICIT_0 = 0xa0 };

/* The element at the front of *rest, which goes behind it.  One of indefinite length has all of the rest as its
 * content: only its beginning is of interest, or its end is told by what follows. */
static bool element(struct str *rest, unsigned char *tag_r, struct str *content_r)
{
	const unsigned char *p = (const unsigned char *)rest->p;
	size_t n, head = 2;

	if (rest->n < 2 || (p[0] & 0x1f) == 0x1f)
		return false;
	*tag_r = p[0];
	n = p[1];
	if (n > 0x80) {
		size_t more = n - 0x80;

		if (more > 4 || rest->n < 2 + more)
			return false;
		n = 0;
		for (size_t i = 0; i < more; i++)
			n = n << 8 | p[2 + i];
		head += more;
	} else if (n == 0x80) {
		n = rest->n - head;
	}
	if (n > rest->n - head)
		return false;
	*content_r = str_at(*rest, head, n);
	*rest = str_from(*rest, head + n);
	return true;
}

/* The next element, if it has that tag. */
static bool expect(struct str *rest, unsigned char tag, struct str *content_r)
{
	unsigned char found;

	return element(rest, &found, content_r) && found == tag;
}

static enum cms_kind kind_of(struct str oid)
{
	static const struct { const char *bytes; size_t n; enum cms_kind kind; } kinds[] = {
		{ "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 9, CMS_SIGNED }, { "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", 9, CMS_ENCRYPTED },
		{ "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17", 11, CMS_ENCRYPTED },
		{ "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09", 11, CMS_COMPRESSED },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_eq(oid, (struct str){ kinds[i].bytes, kinds[i].n }))
			return kinds[i].kind;
	return CMS_NONE;
}

/* One string, or its pieces up to the first thing that is none. */
static struct str octets(struct arena *a, struct str rest)
{
	struct str content, piece;
	unsigned char tag;
	struct buf out;

	if (!element(&rest, &tag, &content))
		return STR_NONE;
	if (tag == OCTETS)
		return content;
	if (tag != OCTETS_IN_PIECES)
		return STR_NONE;
	buf_init_arena(&out, a, content.n + 1);
	while (element(&content, &tag, &piece) && tag == OCTETS)
		buf_add(&out, piece);
	return buf_str(&out);
}

/* SignedData: version, digest algorithms, and the content with its type. */
static struct str signed_content(struct arena *a, struct str data)
{
	struct str ignored, inside;

	if (!expect(&data, 0x02, &ignored) || !expect(&data, SET, &ignored) || !expect(&data, SEQUENCE, &inside) ||
	    !expect(&inside, OID, &ignored) || !expect(&inside, EXPLICIT_0, &data))
		return STR_NONE;
	return octets(a, data);
}

enum cms_kind cms_read(struct arena *a, struct str der, struct str *content_r)
{
	struct str inside, oid, data;
	enum cms_kind kind;

	*content_r = STR_NONE;
	if (!expect(&der, SEQUENCE, &inside) || !expect(&inside, OID, &oid) || (kind = kind_of(oid)) == CMS_NONE)
		return CMS_NONE;
	if (kind == CMS_SIGNED && expect(&inside, EXPLICIT_0, &data) && expect(&data, SEQUENCE, &inside))
		*content_r = signed_content(a, inside);
	return kind;
}

/* paper.c - what kind of document it is, and its text by lines. */
#include "parse/paper/paper.h"

#include "base/text.h"
#include "parse/html.h"
#include "parse/mail/mapi.h"

enum { HEAD = 1024 };

/* A PDF may begin with some other bytes (ISO 32000-1, annex H: within the first 1024). */
enum paper_kind paper_look(struct str bytes)
{
	struct str head = str_at(bytes, 0, HEAD);

	if (str_has(head, STR("%PDF-")))
		return PAPER_PDF;
	if (str_starts(bytes, STR("{\\rtf")))
		return PAPER_RTF;
	if (str_starts(bytes, STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return mail_looks_foreign(bytes) ? PAPER_NONE : PAPER_OLD;
	if (!str_starts(bytes, STR("PK\3\4")))
		return PAPER_NONE;
	if (str_has(str_at(bytes, 0, 200), STR("mimetypeapplication/vnd.oasis.opendocument")))
		return PAPER_ODF;
	/* the names of members stand uncompressed; the last 64 KB hold the directory */
	head = str_at(bytes, 0, 4096);
	if (!str_has(head, STR("[Content_Types].xml")) && !str_has(head, STR("_rels/")) && !str_has(head, STR("docProps/")))
		return PAPER_NONE;
	if (str_has(bytes, STR("word/document")))
		return PAPER_WORD;
	if (str_has(bytes, STR("ppt/presentation")))
		return PAPER_SLIDES;
	if (str_has(bytes, STR("xl/workbook")))
		return PAPER_EXCEL;
	return str_has(bytes, STR("word/")) ? PAPER_WORD : PAPER_NONE;  /* whatever its main part is called */
}

const char *paper_kind_word(enum paper_kind kind)
{
	static const char *const words[] = { "", "pdf", "docx", "xlsx", "pptx", "rtf", "odf", "ole" };

	return words[kind];
}

void paper_limit(struct paper *p, const char *limit, long long at)
{
	if (p->limit != NULL)
		return;
	p->limit = limit;
	p->limit_at = at;
}

/* What it shows goes the way of an Outlook mail's body. */
static void read_rtf(struct arena *a, struct paper *p, struct str bytes)
{
	struct reading r = { .arena = a, .limits = &mail_limits_default };
	struct str page = rtf_html(&r, str_at(bytes, 0, PAPER_RTF_READ));

	if (page.p != NULL)
		p->text = html_read(a, page)->text;
	if (bytes.n > PAPER_RTF_READ)
		paper_limit(p, "paper.rtf-bytes", PAPER_RTF_READ);
}

struct paper *paper_read(struct arena *a, struct str bytes)
{
	struct paper *p = ARENA_NEW(a, struct paper);

	*p = (struct paper){ .kind = paper_look(bytes), .title = STR(""), .author = STR(""), .creator = STR(""), .producer = STR(""),
		.modified_by = STR(""), .created_text = STR(""), .modified_text = STR(""), .created_ms = TIME_NONE,
		.modified_ms = TIME_NONE };
	if (p->kind == PAPER_PDF)
		paper_read_pdf(a, p, bytes);
	else if (p->kind == PAPER_RTF)
		read_rtf(a, p, bytes);
	else if (p->kind == PAPER_OLD)
		paper_limit(p, "paper.old-format", 0);  /* .doc, .xls, .ppt: only what runs in them is looked at */
	else if (p->kind != PAPER_NONE)
		paper_read_office(a, p, bytes);
	return p;
}

void paper_take_text(struct arena *a, struct paper *p, struct str text)
{
	p->text = arena_str(a, utf8_cut(utf8_repair(a, text), PAPER_TEXT));
}

bool paper_has_text(const struct paper *p)
{
	size_t at = 0;

	while (p->text.p != NULL && at < p->text.n)
		if (text_is_word(utf8_next(p->text, &at)))
			return true;
	return false;
}

void paper_line(const struct paper *p, size_t at, size_t *page_r, size_t *line_r)
{
	*page_r = p->kind == PAPER_PDF;
	*line_r = 1;
	for (size_t i = 0; i < at && i < p->text.n; i++) {
		if (p->text.p[i] == '\f') {
			*line_r = 1;
			*page_r += 1;
		} else if (p->text.p[i] == '\n') {
			*line_r += 1;
		}
	}
}

/* office.c - Word, Excel and PowerPoint files: members of a zip, their XML by one linear scan each. */
#include "base/text.h"
#include "parse/paper/office.h"
#include "parse/paper/table_file.h"
#include "parse/zip.h"

struct unpacking {
	struct arena *arena;
	struct paper *paper;
	struct str strings, styles, core, app;  /* members that are read by name */
	struct str *sheets;
	size_t sheet_count, sheet_room;
	bool unread;                    /* something in it that has text, in a form that is not read */
	struct paper_picture *pictures;
	size_t picture_count, picture_room;
	struct buf words;               /* of word/document.xml and what stands around it */
	struct buf beside;              /* what stands on sheets and in no cell */
};

static bool is_sheet(struct str name)
{
	return str_starts(name, STR("xl/worksheets/")) && str_ends(name, STR(".xml")) && !str_has(name, STR("_rels"));
}

/* Whatever Word may show: the document, heads and feet, notes, comments; its main part may have any name. */
static bool is_word_text(struct str name)
{
	static const char *const without[] = { "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "numbering" };
	struct str rest = str_starts(name, STR("word/")) && str_ends(name, STR(".xml")) ? str_at(name, 5, name.n - 9) : STR("");

	for (size_t i = 0; i < sizeof without / sizeof without[0]; i++)
		if (str_eq(rest, str_of(without[i])))
			return false;
	return rest.n > 0 && (str_find_char(rest, '/') < 0 || str_starts(rest, STR("diagrams/data")));
}

/* Text boxes and comments of a sheet are no cells. */
static bool is_beside_sheet(struct str name)
{
	return str_ends(name, STR(".xml")) && (str_starts(name, STR("xl/drawings/drawing")) || str_starts(name, STR("xl/comments")) ||
	    str_starts(name, STR("xl/diagrams/data")));
}

/* A page of another form that is shown in the document's place of it, and workbooks in Excel's binary form. */
static bool is_of_other_form(struct str name)
{
	static const char *const endings[] = { ".htm", ".html", ".mht", ".mhtml", ".xhtml", ".rtf", ".txt", ".docx", ".docm" };
	bool other = str_starts(name, STR("xl/worksheets/")) && str_iends(name, STR(".bin"));

	for (size_t i = 0; i < sizeof endings / sizeof endings[0] && !other; i++)
		other = str_starts(name, STR("word/")) && !str_starts(name, STR("word/embeddings/")) && str_iends(name, str_of(endings[i]));
	return other;
}

static bool is_slide(struct str name)
{
	return str_starts(name, STR("ppt/slides/slide")) || str_starts(name, STR("ppt/notesSlides/notesSlide"));
}

static bool is_odf_text(struct str name)
{
	return str_eq(name, STR("content.xml")) || str_eq(name, STR("styles.xml"));
}

/* "word/media/image1.png", "Pictures/1000.png" of OpenDocument */
static bool is_media(struct str name)
{
	return (str_has(name, STR("/media/")) || str_starts(name, STR("Pictures/"))) &&
	    (str_iends(name, STR(".png")) || str_iends(name, STR(".jpg")) || str_iends(name, STR(".jpeg")));
}

static bool has_room_for_picture(struct unpacking *u, long long bytes)
{
	bool fits = bytes <= PAPER_PICTURE && u->paper->picture_count < PAPER_PICTURES;

	u->paper->picture_count += fits;
	u->paper->pictures_cut |= !fits;
	return fits;
}

static bool is_wanted(void *ctx, struct str name, long long bytes)
{
	struct unpacking *u = ctx;

	u->paper->scripts |= str_iends(name, STR("vbaProject.bin"));
	u->unread |= is_of_other_form(name);
	return is_media(name) ? has_room_for_picture(u, bytes) : is_sheet(name) || is_word_text(name) || is_slide(name) ||
	    is_beside_sheet(name) || is_odf_text(name) || str_eq(name, STR("xl/styles.xml")) || str_eq(name, STR("xl/sharedStrings.xml")) || str_eq(name, STR("docProps/core.xml")) ||
	    str_eq(name, STR("docProps/app.xml"));
}

static void take_picture(struct unpacking *u, struct str name, struct str bytes)
{
	*ARENA_PUSH(u->arena, u->pictures, u->picture_count, u->picture_room) = (struct paper_picture){ name, bytes };
	u->paper->pictures = u->pictures;
	u->paper->picture_count = u->picture_count;
}

static void take_member(void *ctx, struct str name, struct str bytes)
{
	struct unpacking *u = ctx;
	struct str xml = is_media(name) ? STR("") : xml_utf8(u->arena, bytes);

	if (is_media(name))
		take_picture(u, name, bytes);
	else if (str_eq(name, STR("docProps/core.xml")))
		u->core = xml;
	else if (str_eq(name, STR("docProps/app.xml")))
		u->app = xml;
	else if (str_eq(name, STR("xl/sharedStrings.xml")))
		u->strings = xml;
	else if (str_eq(name, STR("xl/styles.xml")))
		u->styles = xml;
	else if (is_odf_text(name))
		odf_text(u->arena, &u->words, xml);
	else if (is_sheet(name))
		*ARENA_PUSH(u->arena, u->sheets, u->sheet_count, u->sheet_room) = xml;
	else    /* DrawingML's paragraphs and cells have the same names as Word's */
		word_text(u->arena, is_beside_sheet(name) ? &u->beside : &u->words, xml);
}

static long long office_date(struct str text)
{
	struct err ignored;
	long long ms;

	return time_parse(text, 0, &ms, &ignored) < 0 ? TIME_NONE : ms;
}

static void read_properties(struct unpacking *u)
{
	struct paper *p = u->paper;

	p->title = xml_first(u->arena, u->core, STR("title"));
	p->author = xml_first(u->arena, u->core, STR("creator"));
	p->modified_by = xml_first(u->arena, u->core, STR("lastModifiedBy"));
	p->created_text = xml_first(u->arena, u->core, STR("created"));
	p->modified_text = xml_first(u->arena, u->core, STR("modified"));
	p->creator = xml_first(u->arena, u->app, STR("Application"));
	p->created_ms = office_date(p->created_text);
	p->modified_ms = office_date(p->modified_text);
}

static void read_sheets(struct unpacking *u)
{
	struct shared_strings strings = shared_strings_read(u->arena, u->strings);
	struct workbook_styles styles = workbook_styles_read(u->arena, u->styles);

	for (size_t i = 0; i < u->sheet_count; i++)
		sheet_text(u->arena, &u->words, u->sheets[i], &strings, &styles);
	buf_add(&u->words, buf_str(&u->beside));
}

void paper_read_office(struct arena *a, struct paper *p, struct str bytes)
{
	struct unpacking *u = ARENA_NEW(a, struct unpacking);
	const struct zip_reader reader = { is_wanted, take_member, u };
	struct zip_end end;

	*u = (struct unpacking){ .arena = a, .paper = p };
	buf_init_arena(&u->words, a, PAPER_TEXT);
	buf_init_arena(&u->beside, a, PAPER_TEXT);
	end = zip_each(a, bytes, &reader);
	if (end.limit != NULL)
		paper_limit(p, end.limit, end.limit_at);
	p->encrypted = end.encrypted;
	read_properties(u);
	if (p->kind == PAPER_EXCEL)
		read_sheets(u);
	if (u->words.failed || u->beside.failed)
		paper_limit(p, "paper.text-bytes", PAPER_TEXT);
	if (end.members > 0 && !p->encrypted)
		p->text = utf8_repair(a, buf_str(&u->words));
	if (p->encrypted)
		paper_limit(p, "paper.encrypted", 0);
	else if (end.members == 0 || end.damaged)
		paper_limit(p, "paper.damaged", 0);
	else if (u->unread)
		paper_limit(p, "paper.part-unread", 0);
}

/* office.c - Word, Excel and PowerPoint files: members of a zip, their XML by one linear scan each. */
#include "base/text.h"
#include "parse/paper/office.h"
#include "parse/zip.h"

enum { SHEETS_MOST = 64 };

struct unpacking {
	struct arena *arena;
	struct paper *paper;
	struct str strings, core, app, text;    /* members that are read by name */
	struct { struct str name, xml; } sheets[SHEETS_MOST];
	size_t sheet_count;
	struct paper_picture *pictures;
	size_t picture_count, picture_room;
	struct buf words;               /* of word/document.xml and what stands around it */
};

static bool is_sheet(struct str name)
{
	return str_starts(name, STR("xl/worksheets/")) && str_ends(name, STR(".xml")) && !str_has(name, STR("_rels"));
}

static bool is_word_text(struct str name)
{
	return str_starts(name, STR("word/")) && str_ends(name, STR(".xml")) && !str_has(name, STR("_rels")) &&
	    (str_starts(name, STR("word/document")) || str_starts(name, STR("word/header")) || str_starts(name, STR("word/footer")) ||
	        str_starts(name, STR("word/footnotes")));
}

static bool is_slide(struct str name)
{
	return str_starts(name, STR("ppt/slides/slide")) || str_starts(name, STR("ppt/notesSlides/notesSlide"));
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
	return is_media(name) ? has_room_for_picture(u, bytes) : is_sheet(name) || is_word_text(name) || is_slide(name) ||
	    str_eq(name, STR("content.xml")) || str_eq(name, STR("xl/sharedStrings.xml")) || str_eq(name, STR("docProps/core.xml")) ||
	    str_eq(name, STR("docProps/app.xml"));
}

static void take_picture(struct unpacking *u, struct str name, struct str bytes)
{
	*ARENA_PUSH(u->arena, u->pictures, u->picture_count, u->picture_room) = (struct paper_picture){ name, bytes };
	u->paper->pictures = u->pictures;
	u->paper->picture_count = u->picture_count;
}

static void take_member(void *ctx, struct str name, struct str xml)
{
	struct unpacking *u = ctx;

	if (is_media(name))
		take_picture(u, name, xml);
	else if (str_eq(name, STR("docProps/core.xml")))
		u->core = xml;
	else if (str_eq(name, STR("docProps/app.xml")))
		u->app = xml;
	else if (str_eq(name, STR("xl/sharedStrings.xml")))
		u->strings = xml;
	else if (str_eq(name, STR("content.xml")))
		odf_text(&u->words, xml);
	else if (is_word_text(name) || is_slide(name))   /* DrawingML's paragraphs and cells have the same names */
		word_text(&u->words, xml);
	else if (is_sheet(name) && u->sheet_count < SHEETS_MOST) {
		u->sheets[u->sheet_count].name = name;
		u->sheets[u->sheet_count++].xml = xml;
	}
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

void paper_read_office(struct arena *a, struct paper *p, struct str bytes)
{
	struct unpacking *u = ARENA_NEW(a, struct unpacking);
	const struct zip_reader reader = { is_wanted, take_member, u };
	struct shared_strings strings;
	struct zip_end end;

	*u = (struct unpacking){ .arena = a, .paper = p };
	buf_init_arena(&u->words, a, PAPER_TEXT);
	end = zip_each(a, bytes, &reader);
	if (end.limit != NULL)
		paper_limit(p, end.limit, end.limit_at);
	p->encrypted = end.encrypted;
	read_properties(u);
	if (p->kind == PAPER_EXCEL) {
		strings = shared_strings_read(a, u->strings);
		for (size_t i = 0; i < u->sheet_count; i++)
			sheet_text(&u->words, u->sheets[i].xml, &strings);
	}
	if (u->words.failed)
		paper_limit(p, "paper.text-bytes", PAPER_TEXT);
	if (end.members > 0 && !p->encrypted)
		p->text = utf8_repair(a, buf_str(&u->words));
	else
		paper_limit(p, p->encrypted ? "paper.encrypted" : "paper.damaged", 0);
}

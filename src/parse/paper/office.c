/* office.c - Word, Excel and PowerPoint files: members of a zip by libarchive, their XML by one linear scan each. */
#include <archive.h>
#include <archive_entry.h>

#include "base/text.h"
#include "parse/paper/office.h"

enum { KEPT_MOST = 24 << 20, MEMBER_MOST = 8 << 20, SHEETS_MOST = 64 };

struct unpacking {
	struct arena *arena;
	struct paper *paper;
	struct str whole;
	bool (*wanted)(struct str name);
	struct office_members *into;
	size_t members, unpacked, kept;
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

static bool is_wanted(struct str name)
{
	return is_media(name) || is_sheet(name) || is_word_text(name) || is_slide(name) || str_eq(name, STR("content.xml")) || str_eq(name, STR("xl/sharedStrings.xml")) ||
	    str_eq(name, STR("docProps/core.xml")) || str_eq(name, STR("docProps/app.xml"));
}

static bool over_budget(struct unpacking *u)
{
	if (u->unpacked > PAPER_UNPACKED)
		paper_limit(u->paper, "paper.unpacked-bytes", PAPER_UNPACKED);
	else if (u->unpacked > PAPER_RATIO_FROM && u->unpacked / PAPER_RATIO > u->whole.n)
		paper_limit(u->paper, "paper.ratio", PAPER_RATIO);
	else if (u->members > PAPER_MEMBERS)
		paper_limit(u->paper, "paper.members", PAPER_MEMBERS);
	return u->paper->limit != NULL;
}

/* Unpacked and counted; kept where it is wanted and fits. */
static struct str read_member(struct unpacking *u, struct archive *ar, bool wanted)
{
	size_t room = KEPT_MOST - u->kept;
	const void *block;
	la_int64_t offset;
	struct buf out;
	size_t n;

	buf_init_arena(&out, u->arena, room < MEMBER_MOST ? room : MEMBER_MOST);
	while (archive_read_data_block(ar, &block, &n, &offset) == ARCHIVE_OK && !over_budget(u)) {
		u->unpacked += n;
		if (wanted && block != NULL && n > 0)
			buf_add(&out, str_at((struct str){ block, n }, 0, out.max - out.n));
	}
	if (wanted && out.n == out.max)
		paper_limit(u->paper, "paper.member-bytes", MEMBER_MOST);
	u->kept += out.n;
	return buf_str(&out);
}

static bool has_room_for_picture(struct unpacking *u, struct archive_entry *entry)
{
	bool fits = archive_entry_size(entry) <= PAPER_PICTURE && u->paper->picture_count < PAPER_PICTURES;

	u->paper->picture_count += fits;
	u->paper->pictures_cut |= !fits;
	return fits;
}

static void take_picture(struct unpacking *u, struct str name, struct str bytes)
{
	*ARENA_PUSH(u->arena, u->pictures, u->picture_count, u->picture_room) = (struct paper_picture){ name, bytes };
	u->paper->pictures = u->pictures;
	u->paper->picture_count = u->picture_count;
}

static void take_member(struct unpacking *u, struct str name, struct str xml)
{
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

static void each_member(struct unpacking *u, struct archive *ar)
{
	struct archive_entry *entry;

	while (!over_budget(u) && archive_read_next_header(ar, &entry) >= ARCHIVE_WARN) {
		const char *path = archive_entry_pathname(entry);
		struct str name = arena_str(u->arena, str_at(str_of(path != NULL ? path : ""), 0, 300)), xml;
		bool wanted;

		u->members++;
		u->paper->scripts |= str_iends(name, STR("vbaProject.bin"));
		if (archive_entry_is_encrypted(entry)) {
			u->paper->encrypted = true;
			continue;
		}
		wanted = u->wanted(name) && (!is_media(name) || has_room_for_picture(u, entry));
		xml = read_member(u, ar, wanted);
		if (wanted)
			*ARENA_PUSH(u->arena, u->into->list, u->into->count, u->into->room) = (struct office_member){ name, xml };
	}
	u->into->seen = u->members;
}

static void open_and_read(struct unpacking *u)
{
	struct archive *ar = archive_read_new();

	if (ar == NULL)
		return;
	archive_read_support_format_zip(ar);
	if (archive_read_open_memory(ar, u->whole.p, u->whole.n) == ARCHIVE_OK)
		each_member(u, ar);
	archive_read_free(ar);
}

void office_members(struct arena *a, struct paper *p, struct str bytes, bool (*wanted)(struct str name), struct office_members *m_r)
{
	struct unpacking *u = ARENA_NEW(a, struct unpacking);

	*m_r = (struct office_members){ 0 };
	*u = (struct unpacking){ .arena = a, .paper = p, .whole = bytes, .wanted = wanted, .into = m_r };
	open_and_read(u);
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
	struct shared_strings strings;
	struct office_members members;

	*u = (struct unpacking){ .arena = a, .paper = p };
	buf_init_arena(&u->words, a, PAPER_TEXT);
	office_members(a, p, bytes, is_wanted, &members);
	for (size_t i = 0; i < members.count; i++)
		take_member(u, members.list[i].name, members.list[i].xml);
	read_properties(u);
	if (p->kind == PAPER_EXCEL) {
		strings = shared_strings_read(a, u->strings);
		for (size_t i = 0; i < u->sheet_count; i++)
			sheet_text(&u->words, u->sheets[i].xml, &strings);
	}
	if (u->words.failed)
		paper_limit(p, "paper.text-bytes", PAPER_TEXT);
	if (members.seen > 0 && !p->encrypted)
		p->text = utf8_repair(a, buf_str(&u->words));
	else
		paper_limit(p, p->encrypted ? "paper.encrypted" : "paper.damaged", 0);
}

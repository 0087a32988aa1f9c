/* active_compound.c - compound files: VBA projects, Excel 4.0 sheets, OLE objects, fields of .doc. */
#include "base/le.h"
#include "parse/cfb.h"
#include "parse/ole_package.h"
#include "parse/office/active_in.h"
#include "parse/office/vba.h"

enum { SOURCES_MOST = 8 << 20, RECORDS_MOST = 100000 };

/* {0002CE02-0000-0000-C000-000000000046} Equation.3 */
static const char equation_class[] = "\x02\xce\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F";

static bool is_vba_storage(const struct cfb *c, int storage)
{
	return storage > CFB_ROOT && str_ieq(c->entries[storage].name, STR("VBA")) && cfb_find(c, storage, STR("dir")) != CFB_NONE;
}

static void vba_module(struct looking *l, struct cfb *c, int stream)
{
	struct str source, name, word;

	if (l->source > SOURCES_MOST) {
		l->out->partly = true;
		return;
	}
	source = vba_source(l->arena, cfb_read(c, stream));
	l->source += source.n;
	name = vba_auto_procedure(source);
	if (name.n == 0)
		return;
	word = vba_reaching_word(source);
	if (word.n > 0)
		active_add(l, ACTIVE_AUTO_REACHING, cfb_path(l->arena, c, stream),
		    arena_printf(l->arena, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(word)));
	else
		active_add(l, ACTIVE_AUTO, cfb_path(l->arena, c, stream), name);
}

/* What starts by itself may call another module: the words of the whole project count. */
static void vba_project(struct looking *l, struct cfb *c, int storage)
{
	size_t before = l->out->count;
	struct str word = STR("");

	active_add(l, ACTIVE_MACRO, cfb_path(l->arena, c, storage), STR("VBA"));
	for (int i = c->entries[storage].first; i != CFB_NONE; i = c->entries[i].next)
		if (c->entries[i].is_stream)
			vba_module(l, c, i);
	for (size_t i = before; i < l->out->count; i++) {
		struct active *found = &l->out->list[i];

		if (found->kind != ACTIVE_AUTO)
			continue;
		for (int k = c->entries[storage].first; k != CFB_NONE && word.n == 0 && l->source <= SOURCES_MOST; k = c->entries[k].next) {
			struct str source = c->entries[k].is_stream ? vba_source(l->arena, cfb_read(c, k)) : STR("");

			l->source += source.n;
			word = vba_reaching_word(source);
		}
		if (word.n == 0)
			return;
		found->kind = ACTIVE_AUTO_REACHING;
		found->found = arena_printf(l->arena, STR_FMT ", " STR_FMT, STR_ARG(found->found), STR_ARG(word));
	}
}

/* [MS-XLS] 2.4.28 BoundSheet8: dt 1 is a macro sheet. */
static void excel_sheets(struct looking *l, struct str workbook)
{
	size_t at = 0;

	for (int n = 0; n < RECORDS_MOST && at + 4 <= workbook.n; n++) {
		uint16_t type = le16(workbook, at), size = le16(workbook, at + 2);
		struct str r = str_at(workbook, at + 4, size);

		if (type == 0x0085 && r.n > 8 && (unsigned char)r.p[5] == 1)
			active_add(l, ACTIVE_MACRO, STR("Workbook"), str_at(r, 8, (unsigned char)r.p[6]));
		if (type == 0x000a && n > 0)
			return;                 /* the end of the globals */
		at += 4 + (size_t)size;
	}
}

/* A field of .doc: 0x13, its code, 0x14 or 0x15; one or two bytes a character. */
static void word_fields(struct looking *l, struct str document)
{
	for (size_t unit = 1; unit <= 2; unit++) {
		static const char one[] = "DDE", two[] = "D\0D\0E\0";
		struct str wanted = unit == 1 ? (struct str){ one, 3 } : (struct str){ two, 6 };
		size_t from = 0;

		for (int n = 0; n < 1000; n++) {
			long long hit = str_find(str_from(document, from), wanted);
			size_t at, begin;
			char code[200];
			size_t k = 0;

			if (hit < 0)
				break;
			at = from + (size_t)hit;
			from = at + wanted.n;
			for (begin = at; begin >= unit && at - begin < 8 * unit && document.p[begin - unit] == ' '; begin -= unit)
				;
			if (begin < unit || document.p[begin - unit] != 0x13)
				continue;
			for (size_t i = at; i < document.n && k < sizeof code && (unsigned char)document.p[i] >= 0x20; i += unit)
				code[k++] = document.p[i];
			active_add(l, ACTIVE_DDE, STR("WordDocument"), arena_str(l->arena, (struct str){ code, k }));
		}
	}
}

static void look_at(struct looking *l, struct cfb *c, int i)
{
	const struct cfb_entry *e = &c->entries[i];
	struct str name, data;

	if (is_vba_storage(c, i)) {
		vba_project(l, c, i);
	} else if (e->class_id != NULL && memcmp(e->class_id, equation_class, 16) == 0) {
		active_add(l, ACTIVE_EQUATION, i == CFB_ROOT ? STR("Root Entry") : cfb_path(l->arena, c, i), STR("Equation.3"));
	} else if (e->is_stream && str_ieq(e->name, STR("Equation Native"))) {
		active_add(l, ACTIVE_EQUATION, cfb_path(l->arena, c, i), STR("Equation Native"));
	} else if (e->is_stream && str_eq(e->name, STR("\1Ole10Native"))) {
		if (ole_package_read(cfb_read(c, i), &name, &data))
			active_add(l, ACTIVE_PACKAGE, cfb_path(l->arena, c, i), name);
	} else if (e->is_stream && e->parent == CFB_ROOT && (str_ieq(e->name, STR("Workbook")) || str_ieq(e->name, STR("Book")))) {
		excel_sheets(l, cfb_read(c, i));
	} else if (e->is_stream && e->parent == CFB_ROOT && str_ieq(e->name, STR("WordDocument"))) {
		word_fields(l, cfb_read(c, i));
	}
}

void active_compound(struct looking *l, struct str bytes)
{
	struct cfb *c = cfb_open(l->arena, bytes);

	if (c == NULL) {
		l->out->partly = true;
		return;
	}
	for (size_t i = 0; i < c->count; i++)
		look_at(l, c, (int)i);
	l->out->partly |= c->damaged || c->limited;
}

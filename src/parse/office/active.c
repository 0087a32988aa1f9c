/* active.c - see active.h: which kind of file it is, and what all kinds share. */
#include "base/text.h"
#include "parse/cfb.h"
#include "parse/office/active_in.h"

void active_add(struct looking *l, enum active_kind kind, struct str where, struct str found)
{
	struct str place = utf8_repair(l->arena, arena_printf(l->arena, STR_FMT STR_FMT, STR_ARG(l->inside), STR_ARG(where)));

	found = utf8_cut(utf8_repair(l->arena, found), 500);
	for (size_t i = 0; i < l->out->count; i++)
		if (l->out->list[i].kind == kind && str_eq(l->out->list[i].where, place) && str_eq(l->out->list[i].found, found))
			return;
	if (l->out->count < ACTIVE_MOST)
		*ARENA_PUSH(l->arena, l->out->list, l->out->count, l->out->room) = (struct active){ kind, place, found };
}

bool active_is_remote(struct str target)
{
	static const char *const starts[] = { "http://", "https://", "ftp://", "\\\\", "file://\\\\", "file:\\\\", "mhtml:http", "mhtml:\\\\" };

	target = str_trim(target);
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (str_istarts(target, str_of(starts[i])))
			return true;
	/* file://host/ but not file:///C:/ */
	return str_istarts(target, STR("file://")) && target.n > 7 && target.p[7] != '/' && !(target.n > 8 && target.p[8] == ':');
}

struct active_list office_active(struct arena *a, struct str bytes)
{
	struct active_list out = { 0 };
	struct looking l = { .arena = a, .out = &out, .inside = STR("") };

	if (cfb_looks_like(bytes)) {
		out.is_office = true;
		active_compound(&l, bytes);
	} else if (str_starts(bytes, STR("PK\3\4")) && str_has(bytes, STR("[Content_Types].xml"))) {
		out.is_office = true;
		active_ooxml(&l, bytes);
	} else if (str_has(str_at(bytes, 0, 64), STR("{\\rt"))) {
		out.is_office = true;
		active_rtf(&l, bytes);
	}
	return out;
}

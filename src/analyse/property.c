/* property.c - see property.h. */
#include "analyse/property.h"

static const char *of_header(struct arena *a, const struct mail *m, struct str name)
{
	const struct header *h = mail_header(m, arena_cstr(a, name), NULL);

	return h != NULL ? h->property : NULL;
}

static const char *of_part(const struct mail *m, struct str number)
{
	for (size_t i = 0; i < m->part_count; i++)
		if (str_eq(m->parts[i].number, number))
			return m->parts[i].property;
	return NULL;
}

struct str property_place(struct arena *a, const struct mail *m, struct str where)
{
	const char *property = NULL;

	if (m->form == MAIL_RFC5322)
		return where;
	if (str_starts(where, STR("header:")))
		property = of_header(a, m, str_upto(str_after(where, ':'), '['));
	else if (str_starts(where, STR("attachment:")) || str_starts(where, STR("part:")))
		property = of_part(m, str_after(where, ':'));
	else if (m->text_part >= 0)
		property = m->parts[m->text_part].property;
	return property != NULL ? arena_printf(a, "property:%s/" STR_FMT, property, STR_ARG(where)) : where;
}

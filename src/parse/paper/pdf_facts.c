/* pdf_facts.c - what keys and values of a PDF say about it. */
#include <stdlib.h>

#include "base/text.h"
#include "parse/paper/pdf.h"

/* Adds a name once; `most` of them. */
static void add_name(struct arena *a, const struct str **list, size_t *count, size_t *room, size_t most, struct str name)
{
	struct str *own = (struct str *)(uintptr_t)*list;

	for (size_t i = 0; i < *count; i++)
		if (str_eq(own[i], name))
			return;
	if (*count >= most || name.n == 0)
		return;
	*ARENA_PUSH(a, own, *count, *room) = arena_str(a, utf8_cut(name, 300));
	*list = own;
}

/* "ABCDEF+MS-Gothic": six letters name the subset (9.6.4). */
static struct str without_subset(struct str name)
{
	for (size_t i = 0; i < 6; i++)
		if (i >= name.n || name.p[i] < 'A' || name.p[i] > 'Z')
			return name;
	return name.n > 7 && name.p[6] == '+' ? str_from(name, 7) : name;
}

static struct paper_revision *revision_now(struct pdf_scan *s)
{
	return s->paper->revision_count > 0 ? &s->revisions[s->paper->revision_count - 1] : NULL;
}

static void add_font(struct pdf_scan *s, struct str raw)
{
	struct paper_revision *r = revision_now(s);
	size_t before = s->paper->font_count;
	struct str name;

	if (s->names_read++ >= PDF_NAMES)
		return;
	name = without_subset(pdf_name(s->arena, str_at(raw, 0, 200)));
	add_name(s->arena, &s->paper->fonts, &s->paper->font_count, &s->font_room, PAPER_FONTS, name);
	if (r != NULL && s->paper->font_count > before)
		r->fonts = arena_printf(s->arena, STR_FMT "%s" STR_FMT, STR_ARG(r->fonts), r->fonts.n > 0 ? ", " : "", STR_ARG(name));
}

void pdf_key(struct pdf_scan *s, struct str key)
{
	s->in_contents = str_eq(key, STR("Contents")) && str_eq(s->now.type, STR("Page"));
	if (str_eq(key, STR("Encrypt")))
		s->paper->encrypted = true;
	else if (str_eq(key, STR("JS")) || str_eq(key, STR("JavaScript")))
		s->paper->scripts = true;
	else if (str_eq(key, STR("EF")))
		s->now.embeds = true;
	else if (str_eq(key, STR("Linearized")))
		s->linearized = s->paper->revision_count == 0;
	else if (str_eq(key, STR("ByteRange")) && revision_now(s) != NULL)
		revision_now(s)->signature = true;
}

void pdf_name_value(struct pdf_scan *s, struct str key, struct str name)
{
	if (str_eq(key, STR("Type"))) {
		s->now.type = name;
		s->paper->pages += str_eq(name, STR("Page")) && revision_now(s) == NULL;
	} else if (str_eq(key, STR("Subtype"))) {
		s->now.subtype = name;
	} else if (str_eq(key, STR("Filter"))) {
		s->now.filter = name;
	} else if (str_eq(key, STR("BaseFont")) || str_eq(key, STR("FontName"))) {
		add_font(s, name);
	} else if (str_eq(key, STR("S")) && str_eq(name, STR("JavaScript"))) {
		s->paper->scripts = true;
	} else if (str_eq(key, STR("S")) && str_eq(name, STR("Launch"))) {
		s->paper->launches = true;
	}
}

void pdf_string_value(struct pdf_scan *s, struct str key, struct str raw)
{
	struct pdf_info *i = &s->now.info;
	const struct { const char *key; struct str *into; } known[] = { { "Title", &i->title }, { "Author", &i->author },
		{ "Creator", &i->creator }, { "Producer", &i->producer }, { "CreationDate", &i->created }, { "ModDate", &i->modified },
		{ "UF", &s->now.file_name }, { "F", &s->now.file_name } };

	for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
		if (str_eq(key, str_of(known[k].key)))
			*known[k].into = raw;
	if (str_eq(key, STR("URI")) && s->paper->uri_count < PAPER_NAMED && s->names_read++ < PDF_NAMES)
		add_name(s->arena, &s->paper->uris, &s->paper->uri_count, &s->uri_room, PAPER_NAMED, pdf_text_string(s->arena, raw));
}

void pdf_number_value(struct pdf_scan *s, struct str key, long long n)
{
	if (str_eq(key, STR("Info")))
		s->info_object = n;
	else if (str_eq(key, STR("First")))
		s->now.first = n;
	if (s->in_contents && s->content_count < PDF_OBJECTS && n > 0)
		*ARENA_PUSH(s->arena, s->contents, s->content_count, s->content_room) = n;
}

void pdf_object_begins(struct pdf_scan *s, long long number, size_t at)
{
	struct paper_revision *r = revision_now(s);

	pdf_object_ends(s);
	s->now = (struct pdf_object){ .number = number };
	if (r == NULL)
		return;
	if (r->objects++ == 0)
		r->from = at;
	if (s->written_count < PDF_OBJECTS)
		*ARENA_PUSH(s->arena, s->written, s->written_count, s->written_room) =
		    (struct pdf_written){ number, s->paper->revision_count - 1 };
}

void pdf_object_ends(struct pdf_scan *s)
{
	struct pdf_object *o = &s->now;
	struct paper_revision *r = revision_now(s);
	bool info = o->info.producer.p != NULL || o->info.creator.p != NULL || o->info.created.p != NULL || o->info.modified.p != NULL;

	if (o->number >= 0 && o->embeds && o->file_name.p != NULL && s->paper->embedded_count < PAPER_NAMED &&
	    s->names_read++ < PDF_NAMES)
		add_name(s->arena, &s->paper->embedded, &s->paper->embedded_count, &s->embedded_room, PAPER_NAMED,
		    pdf_text_string(s->arena, o->file_name));
	/* markup and embedded files have dates of their own */
	if (o->number >= 0 && info && o->type.p == NULL && o->subtype.p == NULL && !o->embeds) {
		o->info.object = o->number;
		s->infos[s->info_count < PDF_INFOS ? s->info_count++ : PDF_INFOS - 1] = o->info;
		if (r != NULL)
			r->metadata = true;
	}
	if (r != NULL && o->number >= 0) {
		r->form |= str_eq(o->type, STR("Annot")) || str_eq(o->subtype, STR("Widget"));
		r->signature |= str_eq(o->type, STR("Sig"));
	}
	s->now = (struct pdf_object){ .number = -1 };
}

/* A linearized file has two ends from the beginning (annex F). */
void pdf_file_ends(struct pdf_scan *s, size_t at)
{
	size_t own = s->linearized ? 2 : 1;
	struct paper_revision *r = revision_now(s);

	pdf_object_ends(s);
	s->ends++;
	if (r != NULL)
		r->to = at;
	if (s->ends < own || s->paper->revision_count >= PAPER_REVISIONS)
		return;
	*ARENA_PUSH(s->arena, s->revisions, s->paper->revision_count, s->revision_room) =
	    (struct paper_revision){ .from = at, .to = at, .fonts = STR("") };
}

/* ---- at the end ---- */

static int by_number(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return x < y ? -1 : x > y;
}

/* A revision changes a page's content where it writes an object that some page draws. */
static void find_changed_content(struct pdf_scan *s)
{
	if (s->content_count == 0)
		return;
	qsort(s->contents, s->content_count, sizeof *s->contents, by_number);
	for (size_t i = 0; i < s->written_count; i++)
		if (bsearch(&s->written[i].object, s->contents, s->content_count, sizeof *s->contents, by_number) != NULL)
			s->revisions[s->written[i].revision].content = true;
}

static const struct pdf_info *chosen_info(const struct pdf_scan *s)
{
	const struct pdf_info *found = NULL;

	for (size_t i = 0; i < s->info_count; i++)
		if (s->infos[i].object == s->info_object || found == NULL || found->object != s->info_object)
			found = &s->infos[i];
	return found;
}

static struct str decoded(struct pdf_scan *s, struct str raw)
{
	return raw.p != NULL && !s->paper->encrypted ? str_trim(pdf_text_string(s->arena, raw)) : STR("");
}

/* "<pdf:Producer>x</pdf:Producer>", or as an attribute pdf:Producer="x". */
static struct str xmp_value(const struct pdf_scan *s, const char *name)
{
	long long at = s->xmp.p != NULL ? str_find(s->xmp, str_of(name)) : -1;
	struct str rest;

	if (at < 0)
		return STR("");
	rest = str_from(s->xmp, (size_t)at + strlen(name));
	if (str_starts(rest, STR("=\"")))
		return str_at(str_upto(str_from(rest, 2), '"'), 0, 300);
	return str_starts(rest, STR(">")) ? str_at(str_upto(str_from(rest, 1), '<'), 0, 300) : STR("");
}

static void take_xmp(struct pdf_scan *s, struct str *into, const char *name)
{
	if (into->n == 0)
		*into = utf8_repair(s->arena, xmp_value(s, name));
}

static long long date_of(struct str text, int *zone_r)
{
	struct err ignored;
	long long ms;

	if (text.n > 4 && text.p[4] == '-')
		return time_parse(text, 0, &ms, &ignored) < 0 ? TIME_NONE : ms;
	return pdf_date(text, zone_r);
}

void pdf_conclude(struct pdf_scan *s)
{
	struct paper *p = s->paper;
	const struct pdf_info *i;

	pdf_object_ends(s);
	i = chosen_info(s);
	if (i != NULL) {
		p->title = decoded(s, i->title);
		p->author = decoded(s, i->author);
		p->creator = decoded(s, i->creator);
		p->producer = decoded(s, i->producer);
		p->created_text = decoded(s, i->created);
		p->modified_text = decoded(s, i->modified);
	}
	take_xmp(s, &p->producer, "pdf:Producer");
	take_xmp(s, &p->creator, "xmp:CreatorTool");
	take_xmp(s, &p->created_text, "xmp:CreateDate");
	take_xmp(s, &p->modified_text, "xmp:ModifyDate");
	p->created_ms = date_of(p->created_text, &p->created_zone);
	p->modified_ms = date_of(p->modified_text, &p->modified_zone);
	/* behind the last end nothing was appended */
	if (p->revision_count > 0 && s->revisions[p->revision_count - 1].objects == 0)
		p->revision_count--;
	find_changed_content(s);
	p->revisions = s->revisions;
}

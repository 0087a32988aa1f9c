/* pages.c - gathering the pages of a thread. */
#include "analyse/pages.h"

#include "parse/file_type.h"

static bool is_page(const char *type, struct str name, struct str body)
{
	static const char *const endings[] = { "htm", "html", "shtml", "xhtml", "svg", "hta" };

	if (type != NULL)
		return strcmp(type, "html") == 0 || strcmp(type, "svg") == 0;
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
		if (str_ieq(name_ending(name), str_of(endings[i])))
			return str_find_char(str_at(body, 0, 1 << 20), '<') >= 0;
	return false;
}

static void add(struct arena *a, struct pages *pages, struct str body, const char *type, struct page_found found)
{
	if (pages->count >= PAGES_MOST || arena_left(a) < (24 << 20))
		return;
	found.page = page_read(a, body);
	found.is_svg = type != NULL ? strcmp(type, "svg") == 0 : str_iends(found.name, STR(".svg"));
	if (found.location.n == 0)
		found.location = found.whole && found.page->origin.to > 0 ? found.page->origin.value : found.page->saved_from;
	*ARENA_PUSH(a, pages->list, pages->count, pages->room) = found;
}

static void attached_pages(struct arena *a, struct pages *pages, const struct message *m, size_t i)
{
	for (size_t k = 0; k < m->attached_count; k++) {
		const struct attached *f = &m->attached[k];
		const struct part *p = &m->mail->parts[f->part];
		struct str body = p->text.p != NULL ? p->text : p->body, name = p->name.p != NULL ? p->name : STR("");

		if (is_page(f->type, name, body))
			add(a, pages, body, f->type, (struct page_found){ .message = i, .part = f->part, .name = name, .location = STR("") });
		for (size_t n = 0; f->tree != NULL && n < f->tree->count; n++) {
			const struct archive_node *node = &f->tree->nodes[n];

			if (node->body.p != NULL && is_page(node->type, node->name, node->body))
				add(a, pages, node->body, node->type, (struct page_found){ .message = i, .part = f->part, .name = node->path,
				    .location = STR(""), .packed = true });
		}
	}
}

/* A page that a browser saved as MHTML looks like a mail: its root is the page. */
static void saved_page(struct arena *a, struct pages *pages, const struct message *m, size_t i)
{
	const struct header *location = mail_header(m->mail, "Snapshot-Content-Location", NULL);
	const struct header *from = mail_header(m->mail, "From", NULL);
	bool saved = location != NULL || (from != NULL && str_istarts(from->value, STR("<Saved by")));

	for (size_t k = 0; saved && k < m->mail->part_count; k++) {
		const struct part *p = &m->mail->parts[k];
		const struct header *own = NULL;

		if (p->kind != PART_LEAF || !str_eq(p->media_type, STR("text/html")))
			continue;
		for (size_t h = 0; h < p->header_count && own == NULL; h++)
			own = str_ieq(p->headers[h].name, STR("Content-Location")) ? &p->headers[h] : NULL;
		location = location != NULL ? location : own;
		add(a, pages, p->text.p != NULL ? p->text : p->body, "html", (struct page_found){ .message = i, .part = (int)k, .name = STR(""), .captured = true,
		    .location = location == NULL ? STR("") : location->value.p != NULL ? location->value : location->raw });
		return;
	}
}

struct pages pages_of(struct arena *a, const struct thread *t)
{
	struct pages pages = { .count = 0 };

	for (size_t i = 0; i < t->count; i++) {
		attached_pages(a, &pages, &t->messages[i], i);
		saved_page(a, &pages, &t->messages[i], i);
	}
	if (t->page.p != NULL)
		add(a, &pages, t->page, file_type(t->page), (struct page_found){ .part = -1, .name = STR(""), .location = STR(""), .whole = true });
	return pages;
}

struct evidence page_evidence(struct arena *a, const struct thread *t, const struct page_found *p, const struct page_piece *piece)
{
	const struct message *m;
	const struct part *part;
	struct evidence e;

	if (p->whole)
		return (struct evidence){ .where = STR("body"), .at = { piece->from, piece->to - piece->from }, .found = piece->value };
	m = &t->messages[p->message];
	part = &m->mail->parts[p->part];
	e = p->packed ? evidence_part_name(a, m, p->message, p->part) : evidence_part(a, m, p->message, p->part, piece->value);
	/* decoded from inside: the bytes do not hold it as it reads */
	if (!p->packed && !str_has(part->text.p != NULL ? part->text : part->body, piece->value))
		e.found = str_at(part->text.p != NULL ? part->text : part->body, piece->from, piece->to - piece->from < 80 ? piece->to - piece->from : 80);
	return e;
}

/* papers.c - see papers.h. */
#include "analyse/papers.h"

#include "base/sha256.h"

struct shelved {
	const char *bytes;              /* where they stand: a view names its document */
	size_t n;
	struct str sha256;
	struct paper *paper;
};

struct papers {
	struct arena *arena;
	struct paper_tools *tools;
	struct shelved list[PAPERS_MOST];
	size_t count;
	bool too_many;
};

struct papers *papers_new(struct arena *a, struct paper_tools *tools)
{
	struct papers *p = ARENA_NEW(a, struct papers);

	p->arena = a;
	p->tools = tools;
	return p;
}

/* Asked once for equal bytes; false where no more may be asked. */
static bool ask(struct paper_tools *t, struct str name, struct str bytes, enum paper_tool tool)
{
	for (size_t i = 0; i < t->want_count; i++)
		if (str_eq(t->wants[i].name, name))
			return true;
	if (t->answered || t->want_count == PAPER_WANTS_MOST)
		return false;
	t->wants[t->want_count++] = (struct paper_want){ name, bytes, tool };
	return true;
}

static const struct paper_text *text_of(const struct paper_tools *t, struct str name)
{
	for (size_t i = 0; i < t->text_count; i++)
		if (str_eq(t->texts[i].name, name))
			return &t->texts[i];
	return NULL;
}

static void take_text(struct papers *p, struct paper *paper, const struct paper_text *text)
{
	if (text == NULL) {
		paper_limit(paper, "paper.texts", PAPER_WANTS_MOST);
		return;
	}
	paper_take_text(p->arena, paper, text->text);
	if (paper->encrypted && !paper_has_text(paper))
		paper_limit(paper, "paper.encrypted", 0);
	else if (str_eq(text->limit, STR("tool.failed")))
		paper_limit(paper, "paper.damaged", 0);
	else if (text->limit.n > 0)
		paper_limit(paper, arena_cstr(p->arena, text->limit), text->at);
	else if (!paper_has_text(paper))
		paper_limit(paper, "paper.no-text", 0);
}

/* A run that asks for a text is done again with it: then is time enough to read the rest of the file. */
static struct paper *read_paper(struct papers *p, struct str sha256, struct str bytes)
{
	bool is_pdf = paper_look(bytes) == PAPER_PDF;
	const struct paper_text *text = is_pdf ? text_of(p->tools, sha256) : NULL;
	struct paper *paper;

	if (is_pdf && text == NULL && ask(p->tools, sha256, bytes, PAPER_TOOL_TEXT))
		return ARENA_NEW(p->arena, struct paper);
	paper = paper_read(p->arena, bytes);
	if (is_pdf)
		take_text(p, paper, text);
	return paper;
}

void papers_add(struct papers *p, struct str bytes)
{
	struct shelved *s;

	if (papers_find(p, bytes) != NULL || paper_look(bytes) == PAPER_NONE)
		return;
	if (p->count == PAPERS_MOST) {
		p->too_many = true;
		return;
	}
	s = &p->list[p->count++];
	*s = (struct shelved){ bytes.p, bytes.n, sha256_hex(p->arena, bytes), NULL };
	for (size_t i = 0; i + 1 < p->count && s->paper == NULL; i++)
		if (str_eq(p->list[i].sha256, s->sha256))
			s->paper = p->list[i].paper;
	if (s->paper == NULL)
		s->paper = read_paper(p, s->sha256, bytes);
}

void papers_add_mail(struct papers *p, const struct mail *m)
{
	for (size_t i = 0; i < m->part_count; i++)
		if (m->parts[i].kind == PART_LEAF && m->parts[i].body.n > 0)
			papers_add(p, m->parts[i].body);
}

static struct shelved *shelved(struct papers *p, struct str bytes)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->list[i].bytes == bytes.p && p->list[i].n == bytes.n)
			return &p->list[i];
	return NULL;
}

struct str papers_pages(struct papers *p, struct str bytes)
{
	struct shelved *s = paper_look(bytes) == PAPER_PDF ? shelved(p, bytes) : NULL;
	struct str name = s != NULL ? arena_printf(p->arena, STR_FMT ".pages", STR_ARG(s->sha256)) : STR("");
	const struct paper_text *pages = s != NULL ? text_of(p->tools, name) : NULL;

	if (pages == NULL) {
		if (s != NULL)
			ask(p->tools, name, bytes, PAPER_TOOL_PAGES);
		return STR_NONE;
	}
	if (pages->limit.n > 0 && !str_eq(pages->limit, STR("tool.failed")))
		paper_limit(s->paper, arena_cstr(p->arena, pages->limit), pages->at);
	return pages->text;
}

bool papers_are_waiting(const struct papers *p)
{
	return p->tools->want_count > 0;
}

const struct paper *papers_find(const struct papers *p, struct str bytes)
{
	for (size_t i = 0; p != NULL && i < p->count; i++)
		if (p->list[i].bytes == bytes.p && p->list[i].n == bytes.n)
			return p->list[i].paper;
	return NULL;
}

const struct paper *papers_at(const struct papers *p, size_t n)
{
	return p != NULL && n < p->count ? p->list[n].paper : NULL;
}

bool papers_too_many(const struct papers *p)
{
	return p->too_many;
}

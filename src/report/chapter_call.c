/* chapter_call.c - the end: the call for related information with where to write, and the appendix. */
#include "conf/conf.h"
#include "report/choice.h"
#include "report/report.h"

static void line(struct doc *d, struct block *b, const char *term, struct str value)
{
	b->contact[b->contact_count++] = (struct contact_line){ str_of(text(d->lang, term)), value };
}

void chapter_call(struct doc *d, const struct records *r, const struct conf *conf)
{
	struct chapter *c = doc_chapter(d, STR(""), SAY(d, "report.call"));
	struct block *b;

	c->same_page = d->chapters_count > 1;
	doc_paragraph(d, r->chapter.bec + r->chapter.probing + r->chapter.lure > 0 ? SAY(d, "report.call.text", d->hub_name) :
	    SAY(d, "report.call.plain", d->hub_name), false);
	b = doc_block(d, BLOCK_CONTACT);
	b->text = SAY(d, "report.call.desk", d->hub_name);
	b->contact = ARENA_ARRAY(d->arena, struct contact_line, 3);
	line(d, b, "report.call.members", SAY(d, "report.call.members.how"));
	if (conf->contact.n > 0)
		line(d, b, "report.call.others", conf->contact);
	line(d, b, "report.call.please", SAY(d, "report.call.please.how"));
}

/* The text that an editor chose: "= heading", "- item", paragraphs; parted by empty lines. */
void chapter_appendix(struct doc *d, struct records *r)
{
	struct str body = choice_appendix(r, d->lang);
	struct block *list = NULL;

	if (body.p == NULL)
		return;
	doc_chapter(d, STR(""), SAY(d, "report.appendix"));
	while (body.n > 0) {
		long long gap = str_find(body, STR("\n\n"));
		struct str one = str_trim(str_at(body, 0, gap < 0 ? body.n : (size_t)gap));

		body = str_from(body, gap < 0 ? body.n : (size_t)gap + 2);
		if (str_starts(one, STR("- "))) {
			list = list != NULL ? list : doc_block(d, BLOCK_LIST);
			doc_item(d, list, str_from(one, 2));
			continue;
		}
		list = NULL;
		if (str_starts(one, STR("= ")))
			doc_heading(d, str_from(one, 2));
		else if (one.n > 0)
			doc_paragraph(d, one, false);
	}
}

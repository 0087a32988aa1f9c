/* chapter_call.c - the end: the call for related information, with where to write. */
#include "conf/conf.h"
#include "report/report.h"

void chapter_call(struct doc *d, const struct conf *conf)
{
	struct chapter *c = doc_chapter(d, STR(""), SAY(d, "report.call"));
	struct block *b;

	c->same_page = true;
	doc_paragraph(d, SAY(d, "report.call.text"), false);
	b = doc_block(d, BLOCK_CONTACT);
	b->text = d->hub_name;
	b->contact = ARENA_ARRAY(d->arena, struct contact_line, 1);
	b->contact[0] = (struct contact_line){ SAY(d, "report.call.contact"), conf->contact.n > 0 ? conf->contact : STR("-") };
	b->contact_count = 1;
}

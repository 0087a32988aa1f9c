/* chapter_lure.c - a phishing mail told, with advice; and the sample that the hub found and looked into by itself. */
#include "report/advice.h"
#include "report/choice.h"
#include "report/report.h"
#include "report/story.h"

int chapter_lure(struct doc *d, struct records *r, struct err *e)
{
	struct told_text words;

	if (r->chapter.lure == 0)
		return 0;
	if (told_text(r, r->lure.of->id, "story", d->lang, &words, e) < 0)
		return -1;
	doc_chapter(d, doc_number(d, r->chapter.lure), words.count > 0 ? words.list[0] : SAY(d, "report.ch5"));
	if (story_add(d, r, &r->lure, &words, STR(""), e) < 0)
		return -1;
	doc_paragraph(d, SAY(d, "report.ch5.advice"), false);
	advice_add(d, r, "advice.5", "phishing");
	return 0;
}

int chapter_sample(struct doc *d, struct records *r, struct err *e)
{
	struct told_text words;

	if (r->chapter.sample == 0)
		return 0;
	if (told_text(r, r->sample.of->id, "story", d->lang, &words, e) < 0)
		return -1;
	doc_chapter(d, doc_number(d, r->chapter.sample), words.count > 0 ? words.list[0] : SAY(d, "report.ch6"))->same_page =
	    r->chapter.lure > 0;
	if (story_add(d, r, &r->sample, &words, STR(""), e) < 0)
		return -1;
	advice_add(d, r, "advice.6", "malware");
	if (choice_appendix(r, d->lang).p != NULL)
		doc_paragraph(d, SAY(d, "report.ch6.appendix"), false);
	return 0;
}

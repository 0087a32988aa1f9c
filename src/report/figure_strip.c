/* figure_strip.c - what the submissions of the period were, as one strip. */
#include "report/figures.h"

enum { WIDTH = 650, TEXT = 12 };

struct kind { const char *text, *colour; long long n; };

static void keys(struct doc *d, struct figure_strip *f, const struct kind *kinds, size_t n)
{
	int x = 0, y = 52;

	for (size_t i = 0, at = 0; i < n; i++) {
		struct figure_part *p;
		struct str number = doc_number(d, kinds[i].n);
		int wide;

		if (kinds[i].n == 0)
			continue;
		p = &f->parts[at++];
		p->key = doc_say(d, kinds[i].text, &number, 1);
		wide = figure_width(p->key, 11) + 30;
		if (x + wide > WIDTH) {
			x = 0;
			y += 19;
		}
		p->key_x = x;
		p->key_y = y - 10;
		p->key_text_x = x + 15;
		p->key_text_y = y;
		x += wide;
		f->height = y + 8;
	}
}

static struct str in_words(struct doc *d, const struct figure_strip *f)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 4096);
	for (size_t i = 0; i < f->parts_count; i++) {
		if (i > 0)
			buf_add(&out, SAY(d, "report.list.comma"));
		buf_add(&out, f->parts[i].key);
	}
	return arena_str(d->arena, buf_str(&out));
}

const struct figure_strip *figure_strip_make(struct doc *d, const struct records *r)
{
	struct figure_strip *f = ARENA_NEW(d->arena, struct figure_strip);
	const struct column *now = &r->column[COLUMNS - 1];
	long long all = now->submissions.value, rest = all - now->targeted.value - r->bec - r->consultations -
	    r->sightings - r->phishing;
	const struct kind kinds[] = {
		{ "report.kind.targeted", "#1d3d73", now->targeted.value }, { "report.kind.bec", "#b3271e", r->bec },
		{ "report.kind.phishing", "#4a6fa5", r->phishing }, { "report.kind.consultation", "#7a5200", r->consultations },
		{ "report.kind.sighting", "#1c6b45", r->sightings }, { "report.kind.rest", "#9db3d6", rest },
	};
	long long before = 0;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct figure_part *p;
		int x = (int)(before * WIDTH / all), end = (int)((before + kinds[i].n) * WIDTH / all);

		if (kinds[i].n == 0)
			continue;
		p = &f->parts[f->parts_count++];
		*p = (struct figure_part){ .x = x, .w = end - x, .middle = (x + end) / 2, .colour = kinds[i].colour,
			.value = doc_number(d, kinds[i].n) };
		p->inside = p->w > figure_width(p->value, TEXT) + 4;
		before += kinds[i].n;
	}
	keys(d, f, kinds, sizeof kinds / sizeof kinds[0]);
	f->words = in_words(d, f);
	return f;
}

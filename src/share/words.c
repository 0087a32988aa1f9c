/* words.c - the hub's ready texts and the coarsening of figures. */
#include "share/draft.h"

#include "base/time.h"

struct str coarse_date(struct arena *a, long long ms, int zone, bool exact)
{
	char day[TIME_TEXT];
	struct str s = time_date(day, ms, zone);

	return arena_str(a, exact ? s : str_at(s, 0, 7));
}

struct str coarse_count(struct arena *a, long long n, bool exact)
{
	if (exact)
		return arena_printf(a, "%lld", n);
	return n < 10 ? STR("1-9") : n < 100 ? STR("10-99") : n < 1000 ? STR("100-999") : STR("1000+");
}

struct str draft_day(struct draft *d, long long ms)
{
	char day[TIME_TEXT];

	return ms == TIME_NONE ? STR("") : arena_str(d->arena, time_date(day, ms, (int)d->hub->conf.zone_minutes));
}

bool draft_is_ready_text(const struct texts *t, const char *id)
{
	return t->count == 1 && str_eq(t->ja[0], str_of(text(LANG_JA, id))) && str_eq(t->en[0], str_of(text(LANG_EN, id)));
}

void draft_ready_text(struct draft *d, struct texts *t, const char *id)
{
	texts_add(d->arena, t, str_of(text(LANG_JA, id)), str_of(text(LANG_EN, id)));
}

void draft_default_texts(struct draft *d, const char *title_word)
{
	struct str id = arena_printf(d->arena, "share.title.%s", title_word);

	if (d->p.title.count == 0)
		draft_ready_text(d, &d->p.title, text_find(LANG_JA, id.p) != NULL ? id.p : "share.title.other");
	if (d->p.actions.count > 0)
		return;
	if (d->p.indicators.count > 0 && !str_eq(d->p.search, STR("none")))
		draft_ready_text(d, &d->p.actions, "share.action.search");
	if (d->case_id.n > 0 && strcmp(title_word, "sightings") != 0)
		draft_ready_text(d, &d->p.actions, "share.action.mail");
}
